"""PDF, whose lines are put together to paragraphs in the text that is kept.

A line is the end of a paragraph where it is clearly shorter than the page's lines are. A word that is divided at the
end of a line becomes whole, without its hyphen, unless the report writes it with one elsewhere. The date is that of the
file's making, which for a report that was published as PDF is commonly the day or the day before.
"""

import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import pairwise
from typing import Any

from nuzuh.evidence.documents.document import MAX_CHARACTERS, Draft, UnreadableError
from nuzuh.evidence.documents.text import newlines

MAX_PAGES = 500
"""Longest report that is read: a book is none, and its chapters can be read one by one."""

_SHORT = 0.75  # of the length that a quarter of a page's lines exceed: a full line, as headings and tables are shorter
_DIVIDED = re.compile(r"(?<!\w)(\w+)[-\u00ad\u2010]\n([a-z]+)(\S*)[ \n]?")
_HYPHENED = re.compile(r"(?<!\w)\w+-\w+")
_MADE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")


def read(raw: bytes) -> Iterator[Draft]:
    """The one report of a PDF file."""
    from pypdf import PasswordType, PdfReader  # a third of a second to import

    file = PdfReader(io.BytesIO(raw))
    if file.is_encrypted and file.decrypt("") is PasswordType.NOT_DECRYPTED:
        raise UnreadableError("is locked by a password", "save it without one")
    if len(file.pages) > MAX_PAGES:
        raise UnreadableError(f"has {len(file.pages):,} pages of at most {MAX_PAGES}", "split it")
    text = mended(page.extract_text() for page in file.pages)
    if not text.strip():
        raise UnreadableError("holds no text, only pictures of it perhaps", "have its text recognised (OCR)")
    about: Any = file.metadata or {}
    title = about.get("/Title")
    yield Draft(text, published=_made(str(about.get("/CreationDate"))), title=str(title) if title else None)


def _made(written: str) -> str | None:
    with suppress(ValueError):
        if found := _MADE.match(written):
            return dt.date(*map(int, found.groups())).isoformat()
    return None


def mended(pages: Iterable[str]) -> str:
    """Put the lines of pages together to paragraphs, and divided words to whole ones.

    Raises
    ------
    UnreadableError
        If there is more text than is read.
    """
    kept: list[str] = []
    size = 0
    for page in pages:
        kept.append(newlines(page).encode("utf-8", "replace").decode())  # fonts may map to halves of surrogate pairs
        size += len(kept[-1])
        if size > MAX_CHARACTERS:
            raise UnreadableError(f"holds more than {MAX_CHARACTERS:,} characters", "split it into its articles")
    hyphened = {word.lower() for page in kept for word in _HYPHENED.findall(page)}

    def whole(m: re.Match[str]) -> str:
        hyphen = "-" if f"{m[1]}-{m[2]}".lower() in hyphened else ""
        return f"{m[1]}{hyphen}{m[2]}{m[3]}\n"

    return "\n".join(_paragraphs(_DIVIDED.sub(whole, page)) for page in kept)


def _paragraphs(page: str) -> str:
    lines = [line.strip() for line in page.split("\n")]
    lengths = sorted(len(line) for line in lines if line) or [0]
    width = lengths[len(lengths) * 3 // 4]
    joined = lines[:1]
    for before, line in pairwise(lines):
        joined += [" " if before and line and len(before) >= _SHORT * width else "\n", line]
    return "".join(joined)
