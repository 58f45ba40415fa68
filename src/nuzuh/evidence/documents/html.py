"""HTML, of which the article's own text is kept; its metadata give date, title and publisher.

The date is that of the page's ``<meta>`` elements, its canonical address or its JSON-LD, or else of its ``<time>``
elements if they all tell one day. What the page's text says of itself comes after that, as of every report.
"""

import copy
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from nuzuh.evidence.documents.document import Draft, UnreadableError
from nuzuh.evidence.documents.text import decode, newlines

_METADATA = "//meta | //link[@rel='canonical'] | //script[contains(@type, 'ld+json')]"
_BLOCKS = [
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "blockquote",
    *(f"h{n}" for n in range(1, 7)),
    "hr",
    "pre",
]
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SPACE = r"[ \t\r\n]+"
_LATEST = "2100-01-01"  # for htmldate, which else refuses what is later than the clock says: the clock is no evidence


def read(raw: bytes) -> Iterator[Draft]:
    """The one article of a page."""
    import trafilatura  # half a second to import, and most reports are no HTML

    decode(raw)  # refuses bytes that are no UTF-8 before the parser guesses at them
    tree = trafilatura.load_html(raw)
    dates = {"extensive_search": False, "original_date": True}
    page: Any = None
    if tree is not None:
        published = _published(tree)
        page = trafilatura.bare_extraction(
            tree, with_metadata=True, include_comments=False, date_extraction_params=dates
        )
    text = getattr(page, "text", None)
    if not text:
        raise UnreadableError("holds no article that could be found", "save the article's text as .txt")
    yield Draft(newlines(text), published=published, title=page.title, publisher=page.sitename)


def _published(tree: Any) -> str | None:
    from htmldate import find_date
    from lxml import html

    page = html.Element("html")
    head = html.Element("head")
    page.append(head)
    head.extend([copy.copy(element) for element in tree.xpath(_METADATA)])
    # of anything but metadata htmldate would take a date from the story, or from another that the page points to
    found: str | None = find_date(page, extensive_search=False, original_date=True, max_date=_LATEST)
    days = {time[:10] for time in tree.xpath("//time/@datetime") if _DAY.match(time)}
    return found or (days.pop() if len(days) == 1 else None)


def text_of(markup: str) -> str:
    """The text of a piece of HTML, a paragraph a line; of what holds no tag, the text as it is."""
    from lxml import html

    if "<" not in markup:
        return newlines(unescape(markup)).strip()
    tree = html.fromstring(f"<div>{re.sub(_SPACE, ' ', markup)}</div>")
    for element in tree.xpath(".//script | .//style | .//comment()"):
        element.drop_tree()
    for element in tree.iter(*_BLOCKS):
        element.text = "\n" + (element.text or "")
        element.tail = "\n" + (element.tail or "")
    lines = (line.strip() for line in tree.text_content().split("\n"))
    return "\n".join(line for line in lines if line)
