"""The page as text."""

import base64
import dataclasses
import datetime as dt
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from nuzuh.report import page as module
from nuzuh.report.page import page, write_report
from nuzuh.report.situation import Situation
from tests.unit.report import made_up


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def tags(html: str) -> _Tags:
    return _Tags(html)


@pytest.fixture(scope="module")
def other(situation: Situation) -> str:
    """The page without outlines, of a model that misses a count, and since a day after which nothing changed."""
    forecast = dataclasses.replace(situation.forecast, fit=situation.forecast.fit.assign(model_high=12_000.0))
    changed = dataclasses.replace(situation, since=dt.date(2031, 3, 11), forecast=forecast)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "outlines", lambda _: [])
        return page(changed)


def test_it_is_written_as_one_file(situation: Situation, html: str, tmp_path: Path) -> None:
    write_report(situation, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]
    assert (tmp_path / "report.html").stat().st_size < 4_000_000
    # the identifiers that bokeh counts up are all that may differ between two pages
    assert len((tmp_path / "report.html").read_text(encoding="utf-8")) == pytest.approx(len(html), rel=0.01)


def test_text_from_reports_is_shown_and_not_run(html: str, tags: _Tags) -> None:
    assert "&lt;script&gt;window.broken = 1&lt;/script&gt;" in html
    assert "{{ 7 * 7 }}" in html
    assert "<script>window" not in html
    assert len(tags.all("script")) == 3  # the data, bokeh, and the page's own
    assert tags.all("img") == []
    assert not any(name.startswith("on") for _, attributes in tags.tags for name in attributes)


def test_nothing_is_fetched(tags: _Tags) -> None:
    for tag, attributes in tags.tags:
        assert "src" not in attributes, tag
        if tag == "link":
            assert attributes["href"] == "data:,"


def test_links_lead_to_the_page_or_the_web(tags: _Tags) -> None:
    targets = [str(a["href"]) for a in tags.all("a")]
    assert all(re.match(r"(#|https?://|data:text/csv;)", target) for target in targets)
    assert "http://example.org/count" in targets
    identifiers = {a["id"] for _, a in tags.tags if "id" in a}
    assert {t[1:] for t in targets if t.startswith("#")} <= identifiers


def test_identifiers_are_given_once(tags: _Tags) -> None:
    found = [a["id"] for _, a in tags.tags if "id" in a]
    assert len(found) == len(set(found))


def test_the_policy_allows_the_pages_own_scripts_only(html: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    told = policy.group(1).replace("&#39;", "'")
    assert "default-src 'none'" in told
    assert "unsafe-eval" not in told
    assert re.search(r"script-src ([^;]*)", told)
    for script in re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in told


def _data(html: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, flags=re.DOTALL)
    assert found
    return json.loads(found.group(1))


def test_the_map_knows_every_day(html: str, situation: Situation) -> None:
    world = _data(html)["world"]
    days, places = world["days"], world["places"]
    assert (days[0], days[-1]) == ("2031-03-01", "2031-03-31")
    assert days[world["origin"]] == situation.as_of.isoformat()
    for name in ("holder", "since", "shut", "front", "marks"):
        assert len(world[name]) == len(days)
    assert [len(day) for quantile in world["present"] for day in quantile] == [len(places)] * 3 * len(days)


def test_the_map_tells_who_held_what_since_when(html: str) -> None:
    world = _data(html)["world"]
    north = next(k for k, p in enumerate(world["places"]) if p["name"] == "Northtown")
    holder = [day[north] for day in world["holder"]]
    assert [world["actors"][k]["name"] for k in (holder[2], holder[3])] == ["Government", "Rebels & <b>allies</b>"]
    # after the as-of date, as last known
    assert holder[-1] == holder[10]
    assert world["since"][-1][north] == 3
    assert world["since"][0][north] == -1


def test_a_country_far_off_stands_at_the_edge(html: str) -> None:
    world = _data(html)["world"]
    left, bottom, right, top = world["region"]
    abroad = next(p for p in world["places"] if p["kind"] == "country")
    assert left <= abroad["x"] <= right
    assert bottom <= abroad["y"] <= top


def test_every_headline_has_its_interval(html: str) -> None:
    tiles = re.findall(r'<p class="figure">([^<]*)</p>\s*<p class="interval">([^<]*)</p>', html)
    assert len(tiles) == 4
    for median, interval in tiles:
        low, high = (int(part.replace(",", "")) for part in interval.split("–"))
        assert low <= int(median.replace(",", "")) <= high


def test_counts_tell_who_counted_as_of_when_and_when_published(html: str) -> None:
    row = next(r for r in re.findall(r"<tr>.*?</tr>", html, flags=re.DOTALL) if "at least 90,000" in r)
    assert all(told in row for told in ("9 Mar 2031", "10 Mar 2031", "Some agency", "left home since 1 March"))


def test_where_reports_differ_comes_first(html: str) -> None:
    first = re.search(r'<details class="topic"[^>]*>\s*<summary>.*?</summary>', html, flags=re.DOTALL)
    assert first
    assert "Reports differ" in first.group()
    assert "4,000–9,000 people" in first.group()


def test_a_claim_is_quoted_by_its_exact_words(html: str) -> None:
    assert "<mark>About 4,000 people left Middleham on Sunday</mark>, the mayor&#39;s office said.</p>" in html


def test_changes_are_told_since_a_day(situation: Situation, html: str) -> None:
    assert "What changed since 8 March 2031" in html
    assert "Strike at the road Middleham – Hillfort by Government" in html


def test_without_changes_the_page_says_so(other: str) -> None:
    assert "No event began or became known since then." in other
    assert "No report was published since then." in other


def test_weights_of_earlier_days_and_even_weights_stand_beside(html: str) -> None:
    assert "Weight by the same rule on 4 Mar 2031" in html
    assert "All, by even weights" in html


def test_a_count_outside_the_models_interval_is_told(html: str, other: str) -> None:
    assert "90 % interval misses" not in html
    assert "of 1 counts, the model’s 90 % interval misses 1" in other


def test_without_outlines_the_limits_say_so(other: str) -> None:
    assert "Where borders run: outlines of countries are missing" in other


def test_downloads_hold_tables_without_formulas(tags: _Tags) -> None:
    links = [a for a in tags.all("a") if "download" in a]
    assert [a["download"] for a in links] == ["displaced-present.csv", "from-to.csv"]
    for link in links:
        text = base64.b64decode(str(link["href"]).partition(",")[2]).decode("utf-8-sig")
        assert text.count("\r\n") > 2
        assert made_up.HOSTILE.replace('"', '""') in text


def test_a_scenario_with_nothing_else_in_it_still_makes_a_page(situation: Situation) -> None:
    empty = {"events", "areas", "observations"}
    tables = {name: t.iloc[:0] if name in empty else t for name, t in situation.scenario.tables.items()}
    settings = situation.scenario.settings.model_copy(update={"capital": None, "coast": None, "focus": None})
    bare = type(situation.scenario)(settings, tables)
    forecast = dataclasses.replace(situation.forecast, scenario=bare, fit=situation.forecast.fit.iloc[:0])
    told = page(Situation(bare, (), (), (), dataclasses.replace(situation.adopted, scenario=bare, log=()), forecast))
    assert "No count was published by then." in told
    assert 'id="fall"' not in told
