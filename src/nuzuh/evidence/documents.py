"""Reports as they are read: the text as kept, and the day of publication with its basis.

Offsets of claims count code points of the text as kept. Of a text file that is the whole file after newline
translation, exactly what ``Path.read_text(encoding="utf-8")`` gives; of Markdown, what follows the front matter; of
HTML, the article's own text; of JSON lines, the value of ``text``.
"""

import csv
import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from nuzuh.evidence.lexicon import words
from nuzuh.scenario.problems import Problem

Basis = Literal["given", "front matter", "metadata"]

MAX_BYTES = 10_000_000
"""Largest report that is read, and longest line of a file of JSON lines."""

SUFFIXES = (".txt", ".md", ".html", ".htm", ".jsonl")
_DATE = "write the date as YYYY-MM-DD"


@dataclass(frozen=True)
class Document:
    """One report.

    Attributes
    ----------
    name : str
        Name of the file, or id of the record.
    text : str
        The text as kept; offsets of claims refer to it.
    published : date or None
        The day of publication.
    basis : {"given", "front matter", "metadata"} or None
        Where that day was found; None for an undated report.
    title : str or None
        Its title, where the format tells it.
    """

    name: str
    text: str
    published: dt.date | None = None
    basis: Basis | None = None
    title: str | None = None


class _UnreadableError(Exception):
    """A report that cannot be used: what is wrong, in which line, and how to mend it."""

    def __init__(self, message: str, mend: str, row: int | None = None, column: str | None = None) -> None:
        super().__init__(message)
        self.mend, self.row, self.column = mend, row, column

    def problem(self, file: str, row: int | None = None) -> Problem:
        return Problem(file, str(self), self.row if row is None else row, self.column, self.mend)


def load_documents(
    paths: Iterable[Path | str], *, manifest: Path | str | None = None, published: dt.date | None = None
) -> tuple[list[Document], list[Problem]]:
    """Read reports, and tell what is wrong with those that cannot be read.

    Parameters
    ----------
    paths : iterable of path
        Files ending in .txt, .md, .html, .htm or .jsonl (one record a line, with ``id``, ``text``, ``published``).
    manifest : path, optional
        CSV file with the columns ``file`` and ``published``; others are passed over.
    published : date, optional
        Day of publication of all reports that the manifest does not date.

    Returns
    -------
    documents : list of Document
        The reports that could be read, in the order given. A date that was given goes before one that a report carries.
    problems : list of Problem
        What is wrong with the others, and dates that could not be used.
    """
    documents: list[Document] = []
    dates, problems = _manifest(Path(manifest)) if manifest is not None else ({}, [])
    for path in map(Path, paths):
        try:
            given = dates.get(path.name, published)
            found, wrong = _load(path, given)
            documents += found
            problems += wrong
            if manifest is not None and path.name not in dates and any(d.published is None for d in found):
                mend = "add it to the manifest; dates such as 'on Thursday' in it cannot be resolved"
                problems.append(Problem(path.name, f"has no date: {manifest} does not date it", mend=mend))
        except _UnreadableError as error:
            problems.append(error.problem(path.name))
        except OSError as error:
            problems.append(Problem(str(path), f"cannot be read: {error.strerror or error}", mend="check the path"))
    return documents, problems


def _load(path: Path, given: dt.date | None) -> tuple[list[Document], list[Problem]]:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise _UnreadableError(f"is of a kind that is not read ('{suffix}')", f"use one of {', '.join(SUFFIXES)}")
    if suffix == ".jsonl":
        return _json_lines(path, given)
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise _UnreadableError(f"is too large: {size:,} bytes of at most {MAX_BYTES:,}", "split it into its articles")
    raw = path.read_bytes()
    if suffix in (".html", ".htm"):
        document = _html(path.name, raw, given)
    elif suffix == ".md":
        document = _markdown(path.name, _decode(raw), given)
    else:
        document = Document(path.name, _decode(raw), given, "given" if given else None)
    _refuse_unread(document.text)
    return [document], []


def _decode(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"is not UTF-8: byte 0x{raw[error.start]:02x} at offset {error.start}"
        raise _UnreadableError(what, "save it as UTF-8", line) from None
    return _newlines(text)


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse_unread(text: str) -> None:
    """Raise `_UnreadableError` for a text that is empty or in a language that is not read."""
    if not text.strip("\ufeff \t\n\x00"):
        raise _UnreadableError("is empty", "leave it out, or put the report's text in")
    if not is_english(text):
        raise _UnreadableError("is in a language that is not read; only English is", "translate it, or leave it out")


def is_english(text: str) -> bool:
    """Whether a text looks English: by its script, and by its share of English function words.

    Only the first 20,000 characters are looked at. Of fewer than 40 words one function word is enough; fewer than 10
    are judged by their script alone.
    """
    letters = [c for c in text[:20_000] if c.isalpha()]
    latin = sum(c < "\u0250" for c in letters)
    if latin * 2 < len(letters):
        return False
    found = re.findall(r"[^\W\d_]+", text[:20_000].lower())
    least = 0.1 * len(found) if len(found) >= 40 else 1 if len(found) >= 10 else 0
    return sum(w in words("function_words") for w in found) >= least


def _markdown(name: str, text: str, given: dt.date | None) -> Document:
    matter = re.match(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", text, re.DOTALL | re.MULTILINE)
    if matter is None:
        return Document(name, text, given, "given" if given else None)
    keys: dict[str, str] = {}
    rows: dict[str, int] = {}
    for row, line in enumerate(matter[1].split("\n"), start=2):
        key, colon, value = line.partition(":")
        if colon:
            keys[key.strip().lower()] = value.strip().strip("\"'")
            rows[key.strip().lower()] = row
    own = None
    if not given and keys.get("published"):
        try:
            own = _date(keys["published"])
        except _UnreadableError as error:
            raise _UnreadableError(str(error), error.mend, rows["published"], "published") from None
    return _dated(name, text[matter.end() :], given, own, "front matter", keys.get("title"))


def _html(name: str, raw: bytes, given: dt.date | None) -> Document:
    import trafilatura  # half a second to import, and most reports are no HTML

    _decode(raw)  # refuses bytes that are no UTF-8 before the parser guesses at them
    page = trafilatura.bare_extraction(raw, with_metadata=True, include_comments=False)
    text = getattr(page, "text", None)
    if page is None or not text:
        raise _UnreadableError("holds no article that could be found", "save the article's text as .txt")
    found = getattr(page, "date", None)
    own = _date(found) if found and not given else None
    return _dated(name, _newlines(text), given, own, "metadata", getattr(page, "title", None))


def _dated(
    name: str, text: str, given: dt.date | None, own: dt.date | None, basis: Basis, title: str | None
) -> Document:
    return Document(name, text, given or own, "given" if given else basis if own else None, title or None)


def _json_lines(path: Path, given: dt.date | None) -> tuple[list[Document], list[Problem]]:
    documents: list[Document] = []
    problems: list[Problem] = []
    for row, line in enumerate(_lines(path), start=1):
        if line is not None and not line.strip():
            continue
        try:
            documents.append(_record(path.name, row, line, given))
        except _UnreadableError as error:
            problems.append(error.problem(path.name, row))
    return documents, problems


def _lines(path: Path) -> Iterator[bytes | None]:
    """Lines of a file; None for one that is longer than `MAX_BYTES`, which is never held as a whole."""
    with path.open("rb") as file:
        while line := file.readline(MAX_BYTES):
            if len(line) < MAX_BYTES or line.endswith(b"\n"):
                yield line
                continue
            while line and not line.endswith(b"\n"):
                line = file.readline(MAX_BYTES)
            yield None


def _record(file: str, row: int, line: bytes | None, given: dt.date | None) -> Document:
    if line is None:
        raise _UnreadableError(f"is longer than {MAX_BYTES:,} bytes", "split the record")
    try:
        record: Any = json.loads(_decode(line))
    except (json.JSONDecodeError, RecursionError) as error:
        raise _UnreadableError(f"is not JSON: {error}", "write one object a line") from None
    text = record.get("text") if isinstance(record, Mapping) else None
    if not isinstance(text, str):
        raise _UnreadableError(
            "has no text", "write one object a line, with the keys id, text and published", column="text"
        )
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise _UnreadableError("holds half of a surrogate pair", "write the character as a whole", column="text")
    text = _newlines(text)
    _refuse_unread(text)
    own = None
    if not given and record.get("published") is not None:
        own = _date(str(record["published"]))
    title = record.get("title")
    name = str(record["id"]) if record.get("id") is not None else f"{file}:{row}"
    return _dated(name, text, given, own, "metadata", title if isinstance(title, str) else None)


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise _UnreadableError(f"'{text[:40]}' is no date", _DATE, column="published") from None


def _manifest(path: Path) -> tuple[dict[str, dt.date], list[Problem]]:
    try:
        rows = list(csv.DictReader(_decode(path.read_bytes()).lstrip("\ufeff").splitlines(keepends=True)))
    except OSError as error:
        return {}, [Problem(str(path), f"cannot be read: {error.strerror or error}", mend="check the path")]
    except _UnreadableError as error:
        return {}, [error.problem(str(path))]
    dates: dict[str, dt.date] = {}
    problems: list[Problem] = []
    if rows and not {"file", "published"} <= rows[0].keys():
        mend = "name them in its first line"
        return {}, [Problem(path.name, "needs the columns 'file' and 'published'", 1, mend=mend)]
    for number, row in enumerate(rows, start=2):
        try:
            dates[Path(row["file"] or "").name] = _date(row["published"] or "")
        except _UnreadableError as error:
            problems.append(error.problem(path.name, number))
    return dates, problems
