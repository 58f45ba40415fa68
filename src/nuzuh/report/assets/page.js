"use strict";
// Fills the bokeh figures, and keeps the map at the day that the slider stands on.
(async () => {
  const {world, map, charts} = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  document.documentElement.classList.add("live");

  const people = (n) => n >= 0.5 && n < 10 ? "under 10" : n.toLocaleString("en", {maximumSignificantDigits: 2});
  const told = (day, place, of) => {
    const [low, median, high] = of.map((q) => q[day][place]);
    return high < 0.5 ? "none" : `${people(median)} (${low < 10 ? "0" : people(low)}–${people(high)})`;
  };
  const date = (day, options) => new Date(`${world.days[day]}T00:00Z`).toLocaleDateString("en-GB", {timeZone: "UTC", ...options});
  const long = (day) => date(day, {day: "numeric", month: "long", year: "numeric"});
  const {places, actors, roads, origin} = world;

  const plot = (await Bokeh.embed.embed_item(map, at("canvas"))).roots[0].model;
  const renderers = plot.renderers;
  const source = (name) => renderers.find((r) => r.data_source.name === name).data_source;
  const columns = (rows, names) => Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]));
  const segments = (list) => columns(list.map((k) => {
    const [a, b] = roads[k].map((end) => places[end]);
    return {x0: a.x, y0: a.y, x1: b.x, y1: b.y};
  }), ["x0", "y0", "x1", "y1"]);
  const most = (quantiles) => Math.max(1, ...quantiles[1].flat());
  const biggest = most(world.present), fastest = most(world.arrivals.map((q) => q.slice(origin + 1)));
  const area = (n, greatest, width) => width * Math.sqrt(n / greatest);
  const fine = Math.min(1, Math.max(0.65, innerWidth / 1100)), CIRCLE = 60 * fine, RING = 28 * fine;

  // what stays the same on all days
  const abroad = (k) => roads[k].some((end) => places[end].kind === "country");
  source("roads").data = segments(roads.map((_, k) => k).filter((k) => !abroad(k)));
  const drawFlows = (shown) => {
    const list = shown ? world.flows : [];
    const greatest = Math.max(1, ...list.map((flow) => flow.people));
    const curves = list.map(({from: [x0, y0], to: [x1, y1], what, told, people}) => {
      // a bend to the left, so that there and back are two lines; it stops short of the dot
      const cx = (x0 + x1) / 2 - 0.16 * (y1 - y0), cy = (y0 + y1) / 2 + 0.16 * (x1 - x0);
      const bend = (t, a, b, c) => (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t ** 2 * c;
      const steps = Array.from({length: 21}, (_, k) => 0.94 * k / 20);
      return {xs: steps.map((t) => bend(t, x0, cx, x1)), ys: steps.map((t) => bend(t, y0, cy, y1)),
        width: 1.2 + 9 * people / greatest, what, told, size: 8 + 9 * people / greatest,
        x: bend(0.95, x0, cx, x1), y: bend(0.95, y0, cy, y1), angle: Math.atan2(y1 - cy, x1 - cx) - Math.PI / 2};
    });
    source("flows").data = columns(curves, ["xs", "ys", "width", "what", "told"]);
    source("heads").data = columns(curves, ["x", "y", "angle", "size"]);
  };

  const held = (day, k) => {
    const actor = world.holder[day][k], since = world.since[day][k];
    if (actor < 0) return "nobody known";
    const when = since < 0 ? `before ${long(0)}` : long(since);
    return `${actors[actor].name}, since ${when}${day > origin ? `, as last known on ${long(origin)}` : ""}`;
  };

  const describe = (day) => {
    const k = Number(at("place").value), place = places[k];
    const residents = place.residents === null ? "" : ` ${place.residents.toLocaleString("en")} residents before.`;
    const trapped = world.trapped[2][day][k] >= 50 ? ` Would leave and cannot: ${told(day, k, world.trapped)}.` : "";
    at("told").textContent = `${place.name} on ${long(day)}: held by ${held(day, k)}. Displaced people present: ` +
      `${told(day, k, world.present)}; arrivals that day: ${told(day, k, world.arrivals)}.${trapped}${residents} Intervals are 90 %.`;
  };

  let shownFlows = null;
  const draw = (day) => {
    const ahead = day > origin;
    at("shown").className = ahead ? "ahead" : "";
    const title = document.createElement("b");
    title.textContent = date(day, {weekday: "short", day: "numeric", month: "long", year: "numeric"});
    at("shown").replaceChildren(title, ahead ? `forecast, day ${day - origin} of ${world.days.length - 1 - origin}`
      : day === origin ? "the as-of date: what was last known" : "what was known by the as-of date");
    at("day").setAttribute("aria-valuetext", `${long(day)}${ahead ? ", forecast" : ""}`);

    const shut = new Set(world.shut[day]);
    source("shut").data = segments(world.shut[day].filter((k) => !abroad(k)));
    source("beyond").data = segments(roads.map((_, k) => k).filter((k) => abroad(k) && !shut.has(k)));
    // a crossing is shut if no road from it leads abroad
    source("gates").data = columns(places.filter((p, k) => p.kind === "crossing" &&
      !roads.some((ends, road) => ends.includes(k) && abroad(road) && !shut.has(road))), ["x", "y"]);
    source("barrier").data = segments(world.front[day]);
    source("front").data = columns(world.front[day].map((k) => {
      const [a, b] = roads[k].map((end) => places[end]);
      return {x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, angle: Math.atan2(b.y - a.y, b.x - a.x) + Math.PI / 2,
        size: 14 * fine};
    }), ["x", "y", "angle", "size"]);
    source("marks").data = columns((ahead ? [] : world.marks[day]).map((mark) =>
      ({...mark, shape: mark.kind === "strike" ? "inverted_triangle" : "star", size: 19 * fine})), ["x", "y", "shape", "what", "size"]);

    const median = world.present[1][day], arriving = world.arrivals[1][day];
    const circles = places.map((p, k) => ({x: p.x, y: p.y, size: area(median[k], biggest, CIRCLE)}));
    source("present").data = columns(circles.filter((_, k) => median[k] >= 50), ["x", "y", "size"]);
    const rings = places.map((p, k) => ({x: p.x, y: p.y, size: area(arriving[k], fastest, RING)}));
    source("arrivals").data = columns(ahead ? rings.filter((_, k) => arriving[k] >= 50) : [], ["x", "y", "size"]);
    if (shownFlows !== ahead) drawFlows(shownFlows = ahead);

    source("places").data = columns(places.map((p, k) => {
      const actor = actors[world.holder[day][k]];
      return {x: p.x, y: p.y, name: p.name, shape: actor ? actor.shape : "circle", colour: actor ? actor.colour : "#777777",
        size: fine * (p.kind === "town" ? 10 : 8), held: held(day, k), present: told(day, k, world.present),
        arrivals: told(day, k, world.arrivals), residents: p.residents === null ? "–" : p.residents.toLocaleString("en")};
    }), ["x", "y", "name", "shape", "colour", "size", "held", "present", "arrivals", "residents"]);
    describe(day);
  };

  // names, the larger places' first, as far as they do not cover each other
  const order = places.map((_, k) => k).sort((a, b) => places[b].rank - places[a].rank);
  const label = () => {
    const scale = plot.inner_width / (plot.x_range.end - plot.x_range.start), taken = [], rows = [];
    const limit = plot.inner_width / 24;
    for (const k of order) {
      const {x, y} = places[k], name = places[k].name.replace(/^(.{29}).{2,}$/u, "$1…");
      if (x < plot.x_range.start || x > plot.x_range.end || y < plot.y_range.start || y > plot.y_range.end) continue;
      const box = [x * scale + 4, -y * scale - 8, x * scale + 16 + 7 * name.length, -y * scale + 8];
      if (taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])) continue;
      taken.push(box);
      rows.push({x, y, text: name});
      if (rows.length > limit) break;
    }
    source("labels").data = columns(rows, ["x", "y", "text"]);
  };

  const look = (cx, cy, perPixel) => {
    const w = plot.inner_width * perPixel / 2, h = plot.inner_height * perPixel / 2;
    plot.x_range.setv({start: cx - w, end: cx + w});
    plot.y_range.setv({start: cy - h, end: cy + h});
    label();
  };
  const [left, bottom, right, top] = world.region;
  const whole = () => look((left + right) / 2, (bottom + top) / 2,
    Math.max((right - left) / plot.inner_width, (top - bottom) / plot.inner_height));
  const zoom = (factor) => {
    const {x_range: x, y_range: y} = plot;
    look((x.start + x.end) / 2, (y.start + y.end) / 2, factor * (x.end - x.start) / plot.inner_width);
  };
  let waiting = 0;
  plot.x_range.change.connect(() => { clearTimeout(waiting); waiting = setTimeout(label, 120); });
  at("whole").onclick = whole;
  at("nearer").onclick = () => zoom(1 / 1.5);
  at("further").onclick = () => zoom(1.5);

  const slider = at("day"), play = at("play");
  slider.oninput = () => draw(Number(slider.value));
  let timer = 0;
  const playing = (on) => {
    clearInterval(timer);
    timer = on ? setInterval(() => {
      if (Number(slider.value) >= world.days.length - 1) return playing(false);
      slider.value = Number(slider.value) + 1;
      draw(Number(slider.value));
    }, 650) : 0;
    play.textContent = on ? "❚❚ Pause" : "▶ Play";
    play.setAttribute("aria-pressed", String(on));
  };
  play.onclick = () => {
    if (!timer && Number(slider.value) >= world.days.length - 1) slider.value = 0;
    playing(!timer);
  };

  at("place").onchange = () => describe(Number(slider.value));
  source("places").selected.change.connect(() => {
    const [k] = source("places").selected.indices;
    if (k === undefined) return;
    at("place").value = k;
    describe(Number(slider.value));
  });
  for (const box of document.querySelectorAll(".layers input")) {
    box.onchange = () => renderers.filter((r) => r.name === box.value).forEach((r) => { r.visible = box.checked; });
  }
  for (const button of document.querySelectorAll(".shows")) {
    button.onclick = () => {
      const table = at(button.getAttribute("aria-controls")).closest("table");
      table.querySelectorAll(".more").forEach((body) => body.classList.add("open"));
      button.remove();
    };
  }
  // a link to a claim opens the list that holds it
  const reveal = () => {
    const target = location.hash.length > 1 && at(decodeURIComponent(location.hash.slice(1)));
    const closed = target && target.closest("details:not([open])");
    if (closed) { closed.open = true; target.scrollIntoView(); }
  };
  addEventListener("hashchange", reveal);

  at("scale").textContent = `largest circle: ${people(biggest)}`;
  at("ring").textContent = `largest ring: ${people(fastest)} a day`;
  at("place").value = order[0];
  while (!(plot.inner_width > 0)) await new Promise(requestAnimationFrame);  // until it is laid out
  whole();
  draw(Number(slider.value));
  plot.properties.inner_width.change.connect(() => zoom(1));
  plot.properties.inner_height.change.connect(() => zoom(1));
  for (const [name, item] of Object.entries(charts)) await Bokeh.embed.embed_item(item, at(`fan-${name}`));
  reveal();
  document.documentElement.dataset.ready = "yes";
})();
