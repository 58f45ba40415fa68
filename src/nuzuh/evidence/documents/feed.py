"""RSS and Atom, each entry of which is a report, named by its id, its link, or its number.

Of an entry the full content is kept, else its summary, as plain text. Nothing is fetched: no entity of a document type
is resolved, no address opened.
"""

import io
from collections.abc import Iterator
from typing import Any

from nuzuh.evidence.documents.document import Draft, UnreadableError
from nuzuh.evidence.documents.html import text_of


def read(raw: bytes) -> Iterator[Draft | UnreadableError]:
    """The entries of a feed; where it breaks off or is damaged, those that can be made out, and what is wrong."""
    import feedparser  # a fifth of a second to import

    if b"<!ENTITY" in raw:
        raise UnreadableError("defines entities of its own, which are not resolved", "save the feed without them")
    # a stream: a string might be taken for an address
    feed = feedparser.parse(io.BytesIO(raw), resolve_relative_uris=False, sanitize_html=False)
    wrong = feed.get("bozo_exception")
    if isinstance(wrong, feedparser.CharacterEncodingOverride | feedparser.CharacterEncodingUnknown):
        raise UnreadableError("is not in the encoding that it says", "save it as UTF-8")
    for number, entry in enumerate(feed.entries, start=1):
        yield _entry(number, entry, feed.feed.get("title"))
    if wrong is not None or not feed.entries:
        what = f"is not well-formed: {wrong}" if wrong is not None else "holds no entry of a feed"
        yield UnreadableError(what, "save it as RSS or Atom")


def _entry(number: int, entry: Any, publisher: str | None) -> Draft:
    told = [part.get("value") for part in entry.get("content", [])] + [entry.get("summary")]
    return Draft(
        next((text for markup in told if markup and (text := text_of(markup))), ""),
        name=entry.get("id") or entry.get("link"),
        single=False,
        published=entry.get("published") or entry.get("updated"),
        row=number,
        title=text_of(entry.get("title", "")),
        publisher=entry.get("source", {}).get("title") or publisher,
    )
