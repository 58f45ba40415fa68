"""No figure of the page lacks its way back: to a claim's words, to a row's source, or to the run that it comes from."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html as lxml
from lxml.html import HtmlElement

from nuzuh.report import build
from nuzuh.report.page import page
from nuzuh.report.situation import Situation

# no figures: days, widths of intervals, and what is not part of the text
_DAY = r"\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*( \d{4})?"
_NO_FIGURE = re.compile(rf"{_DAY}|\d\d % (interval|band)")
_NO_TEXT = {"script", "style", "option", "svg", "button"}


def figures_without(page: str) -> list[str]:
    """Texts within the page's sections that have a figure in them, and nothing that it can be followed back by."""
    body = lxml.fromstring(page).find("body")
    targets = {e.get("id") for e in body.iter() if e.get("id")}
    return [
        f"{section.get('id')}: {text.strip()}"
        for section in body.iter("section")
        if section.get("id") != "sources"  # it is what others lead to
        for holder, text in _texts(section)
        if re.search(r"\d", _NO_FIGURE.sub("", text)) and not _led_back(holder, section, targets)
    ]


def _texts(section: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    for element in section.iter():
        if not isinstance(element.tag, str) or any(e.tag in _NO_TEXT for e in (element, *element.iterancestors())):
            continue
        if element.text:
            yield element, element.text
        for child in element:
            if child.tail:
                yield element, child.tail


def _led_back(holder: HtmlElement, section: HtmlElement, targets: set[str]) -> bool:
    own = True  # what one row leads back to is not where another comes from
    for element in (holder, *holder.iterancestors()):
        if own and (_leads_back(element, targets) or element.get("id") == "run"):
            return True
        made = element.get("data-from")
        if made and made in targets and element.xpath(f".//a[@href='#{made}']"):
            return True
        own = own and element.tag not in ("tr", "li", "div") and element.getparent() is not section
        if element is section:
            return False
    return False


def _leads_back(element: HtmlElement, targets: set[str]) -> bool:
    links = (link.get("href", "") for link in element.iter("a"))
    return (
        (element.tag != "section" and any(link.startswith("#") and link[1:] in targets for link in links))
        or bool(element.xpath(".//blockquote//mark"))
        or (element.tag == "tr" and any(c.text_content().strip() for c in element.xpath("td[@class='source']")))
    )


def test_every_figure_of_a_made_up_page_has_a_way_back(html: str) -> None:
    assert figures_without(html) == []


@pytest.mark.parametrize(
    ("has", "lacks"),
    [
        ('<a href="#run">Forecast</a>', "Forecast"),
        ('<td class="source">', "<td>"),
        ("<mark>", "<span>"),
        ('id="run"', 'id="ran"'),
        ('<a href="#topic-1">', '<a href="#nothing">'),
    ],
)
def test_a_page_without_one_is_found_out(html: str, has: str, lacks: str) -> None:
    assert has in html
    assert figures_without(html.replace(has, lacks))


def test_every_figure_of_the_example_has_a_way_back() -> None:
    basis = build.prepare(Path(__file__).parents[3] / "examples" / "homs-2024")
    predicted = build.predict(basis, days=7, members=6, seed=1, cores=1, progress=lambda label, steps: lambda: None)
    situation = Situation(
        predicted.scenario, tuple(basis.documents), tuple(basis.claims), tuple(basis.settled), basis.adopted, predicted
    )
    assert figures_without(page(situation)) == []
