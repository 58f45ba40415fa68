"""Markdown, whose front matter is no part of the text that is kept."""

import re
from collections.abc import Iterator

from nuzuh.evidence.documents.document import Draft
from nuzuh.evidence.documents.text import decode

_MATTER = re.compile(r"\ufeff?---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


def read(raw: bytes) -> Iterator[Draft]:
    """The one report of a Markdown file; ``title``, ``published`` and ``publisher`` are taken from its front matter."""
    text = decode(raw)
    matter = _MATTER.match(text)
    if matter is None:
        yield Draft(text)
        return
    keys: dict[str, str] = {}
    rows: dict[str, int] = {}
    for row, line in enumerate(matter[1].split("\n"), start=2):
        key, colon, value = line.partition(":")
        if colon:
            keys[key.strip().lower()] = value.strip().strip("\"'")
            rows[key.strip().lower()] = row
    yield Draft(
        text[matter.end() :],
        published=keys.get("published"),
        basis="front matter",
        row=rows.get("published"),
        title=keys.get("title"),
        publisher=keys.get("publisher"),
    )
