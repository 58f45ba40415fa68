"use strict";
// Fills the bokeh figures.
(async () => {
  document.documentElement.classList.add("live");
  const figures = JSON.parse(document.getElementById("data").textContent);
  for (const [name, item] of Object.entries(figures)) await Bokeh.embed.embed_item(item, document.getElementById(`fan-${name}`));
  document.documentElement.dataset.ready = "yes";
})();
