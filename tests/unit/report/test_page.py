"""The page in a browser: drawn, moved, and quiet."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import ActionChains, Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.actions.wheel_input import ScrollOrigin
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from nuzuh.report.situation import Situation
from tests.unit.report.made_up import HOSTILE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="needs Chromium and chromedriver (Debian: chromium, chromium-driver)"
)

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync --disable-extensions"
)
# the map's canvas is in a shadow tree; it is read from a copy, as reading slows a canvas down
TOOLS = """
  const canvases = (node) => [...(node.shadowRoot ? canvases(node.shadowRoot) : []),
    ...[...node.children].flatMap((c) => c.tagName === "CANVAS" ? [c] : canvases(c))];
  const layer = canvases(document.getElementById("canvas"))[0];
  const plot = Bokeh.documents.flatMap((d) => d.roots()).find((r) => r.name === "map");
  const source = (name) => plot.renderers.find((r) => r.name === name).data_source.data;
  const view = () => [plot.x_range.start, plot.x_range.end, plot.y_range.start, plot.y_range.end];
  const pixels = () => {
    const copy = new OffscreenCanvas(layer.width, layer.height).getContext("2d", {willReadFrequently: true});
    copy.drawImage(layer, 0, 0);
    const colours = new Set(), {data} = copy.getImageData(0, 0, layer.width, layer.height);
    let sum = 0;
    for (let k = 0; k < data.length; k += 4) {
      const colour = data[k] * 65536 + data[k + 1] * 256 + data[k + 2];
      colours.add(colour);
      sum = (sum * 31 + colour) % 2147483647;
    }
    return [colours.size, sum];
  };
  const text = (node) => (node.shadowRoot ? text(node.shadowRoot) : "") + [...node.childNodes].map((c) =>
    c.nodeType === 3 ? c.data : c.tagName === "STYLE" ? "" : text(c)).join("");
  const spot = (start) => {
    const {x, y, name} = source("places"), k = name.findIndex((n) => n.startsWith(start));
    const box = layer.getBoundingClientRect(), [left, right, bottom, top] = view();
    return [box.left + (x[k] - left) / (right - left) * box.width,
      box.top + (top - y[k]) / (top - bottom) * box.height];
  };
  return """


class Page:
    """The report, open in a browser of some width in pixels."""

    def __init__(self, browser: Chrome, file: Path, width: int) -> None:
        self.browser, self.width = browser, width
        metrics = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": width < 600})
        browser.get_log("browser")
        browser.get_log("performance")
        browser.get(file.as_uri())
        self.until(lambda: self.ask("document.documentElement.dataset.ready === 'yes'"))
        self.ask("document.getElementById('map').scrollIntoView({behavior: 'instant'})")

    def ask(self, expression: str) -> Any:
        return self.browser.execute_script(TOOLS + expression)

    def find(self, selector: str) -> Any:
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def until(self, condition: Any) -> None:
        WebDriverWait(self.browser, 30, poll_frequency=0.1).until(lambda _: condition())

    def drawn(self) -> int:
        """Wait until two looks at the map agree, and return a sum of its pixels."""
        seen = [self.ask("pixels()")[1]]

        def still() -> bool:
            seen.append(self.ask("pixels()")[1])
            return bool(seen[-1] == seen[-2])

        WebDriverWait(self.browser, 30, poll_frequency=0.25).until(lambda _: still())
        return int(seen[-1])


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in [*FLAGS.split(), f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options=options, service=Service(str(DRIVER)))
    driver.get("about:blank")
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def file(html: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(html, encoding="utf-8")
    return file


@pytest.fixture(params=[1280, 390])
def page(request: pytest.FixtureRequest, browser: Chrome, file: Path) -> Page:
    return Page(browser, file, request.param)


def test_it_opens_quietly_and_asks_for_nothing(page: Page, file: Path) -> None:
    assert page.ask("pixels()")[0] > 50
    told = page.browser.get_log("browser")
    assert [entry for entry in told if entry["level"] in ("WARNING", "SEVERE")] == []
    events = [json.loads(entry["message"])["message"] for entry in page.browser.get_log("performance")]
    asked = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
    ours = [url for url in asked if not url.startswith(("data:", "blob:", "chrome:"))]
    assert ours == [file.as_uri()]
    assert not [e for e in events if e["method"] == "Network.webSocketCreated"]
    assert page.ask("window.broken === undefined")
    assert HOSTILE in page.find("#place").text
    assert page.ask("innerWidth") == page.width >= page.ask("document.documentElement.scrollWidth")
    sizes = page.ask("[...document.querySelectorAll('.fan .plot')].map((p) => [canvases(p)[0].width, p.offsetWidth])")
    assert len(sizes) >= 3
    assert all(0 < canvas <= box for canvas, box in sizes)


def test_the_slider_moves_the_map(page: Page) -> None:
    first, shown, slider = page.drawn(), page.find("#shown"), page.find("#day")
    assert shown.text.splitlines() == ["Tue, 11 March 2031", "the as-of date: what was last known"]
    slider.send_keys(Keys.ARROW_RIGHT * 4)
    assert shown.text.splitlines() == ["Sat, 15 March 2031", "forecast, day 4 of 20"]
    ahead = page.drawn()
    assert ahead != first
    assert len(page.ask("source('flows').xs")) > 0
    slider.send_keys(Keys.HOME)
    assert shown.text.splitlines() == ["Sat, 1 March 2031", "what was known by the as-of date"]
    assert page.drawn() not in (first, ahead)
    assert page.ask("source('places').held[0]") == "Government, since before 1 March 2031"
    assert len(page.ask("source('flows').xs")) == 0


def test_it_plays(page: Page) -> None:
    page.find("#play").click()
    page.until(lambda: "forecast, day 2" in page.find("#shown").text)
    page.find("#play").click()
    assert page.find("#play").get_attribute("aria-pressed") == "false"


def test_it_zooms_pans_and_hides_layers(page: Page) -> None:
    start = page.ask("view()")
    page.find("#nearer").click()
    near = page.ask("view()")
    assert near[1] - near[0] == pytest.approx((start[1] - start[0]) / 1.5)
    box = page.find("#canvas")
    if page.width < 600:
        x, y = page.ask(
            "(({left, top}) => [left + 60, top + 60])(document.getElementById('canvas').getBoundingClientRect())"
        )
        for kind, moved in (("touchStart", 0), ("touchMove", 20), ("touchMove", 60), ("touchEnd", None)):
            points = [] if moved is None else [{"x": x + moved, "y": y}]
            page.browser.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    else:
        ActionChains(page.browser).drag_and_drop_by_offset(box, 60, 0).perform()
    page.until(lambda: page.ask("view()")[0] < near[0])
    if page.width > 600:
        ActionChains(page.browser).scroll_from_origin(ScrollOrigin.from_element(box), 0, 200).perform()
        page.until(lambda: (v := page.ask("view()"))[1] - v[0] > 1.02 * (near[1] - near[0]))
    page.find("#whole").click()
    assert page.ask("view()") == pytest.approx(start, rel=1e-3)
    before = page.drawn()
    page.find(".layers input[value=roads]").click()
    page.until(lambda: page.drawn() != before)


@pytest.mark.parametrize("page", [1280], indirect=True)
def test_hovering_tells_a_place_as_it_is_written(page: Page) -> None:
    x, y = page.ask("spot('<script>')")
    for shift in (6, 0):
        move = {"type": "mouseMoved", "x": x + shift, "y": y, "button": "none"}
        page.browser.execute_cdp_cmd("Input.dispatchMouseEvent", move)
    page.until(lambda: HOSTILE in page.ask("text(document.body.lastElementChild)"))
    assert page.ask("window.broken === undefined")


@pytest.mark.parametrize("page", [390], indirect=True)
def test_words_links_and_print(page: Page, situation: Situation) -> None:
    page.ask(
        "(() => { const s = document.getElementById('place'); s.value = 0; s.dispatchEvent(new Event('change')); })()"
    )
    told = page.find("#told").text
    assert told.startswith("Northtown on 11 March 2031: held by Rebels & <b>allies</b>, since 4 March 2031.")
    assert "900,000 residents" in told
    x, y = page.ask("spot('Southcity')")
    for kind, points in (("touchStart", [{"x": x, "y": y}]), ("touchEnd", [])):
        page.browser.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.until(lambda: page.find("#told").text.startswith("Southcity on 11 March 2031: held by Government"))
    claim = situation.claims[0].claim
    page.ask(f"location.hash = '#{claim}'")
    page.until(lambda: page.find(f"#{claim}").is_displayed())
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    parts = (".sketch", ".tiles", ".published", ".aside", "#map", "nav")
    shown = [part for part in parts if page.find(part).is_displayed()]
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert shown == [".sketch", ".tiles", ".published", ".aside"]
