"""JSON lines: a report a line, with the keys ``id``, ``text``, ``published``, ``title`` and ``publisher``."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from nuzuh.evidence.documents.document import MAX_BYTES, Draft, UnreadableError
from nuzuh.evidence.documents.text import decode, newlines


def read(path: Path, advance: Callable[[int], None]) -> Iterator[Draft | UnreadableError]:
    """The reports of a file, one line held at a time; ``advance`` is told the bytes of each."""
    for row, (size, line) in enumerate(_lines(path), start=1):
        try:
            if line is None or line.strip():
                yield _record(row, line)
        except UnreadableError as error:
            yield UnreadableError(error.message, error.mend, row, error.column)
        advance(size)


def _lines(path: Path) -> Iterator[tuple[int, bytes | None]]:
    """Lines of a file, each with its size; None for one that is longer than `MAX_BYTES`, never held as a whole."""
    with path.open("rb") as file:
        while line := file.readline(MAX_BYTES):
            size = len(line)
            if len(line) < MAX_BYTES or line.endswith(b"\n"):
                yield size, line
                continue
            while line and not line.endswith(b"\n"):
                line = file.readline(MAX_BYTES)
                size += len(line)
            yield size, None


def _record(row: int, line: bytes | None) -> Draft:
    if line is None:
        raise UnreadableError(f"is longer than {MAX_BYTES:,} bytes", "split the record")
    try:
        told: Any = json.loads(decode(line))
    except (ValueError, RecursionError) as error:  # a number of too many digits is a ValueError
        raise UnreadableError(f"is not JSON: {error}", "write one object a line") from None
    text = told.get("text") if isinstance(told, Mapping) else None
    if not isinstance(text, str):
        raise UnreadableError(
            "has no text", "write one object a line, with the keys id, text and published", column="text"
        )
    named, published = told.get("id"), told.get("published")
    title, publisher = (value if isinstance(value := told.get(key), str) else None for key in ("title", "publisher"))
    return Draft(
        newlines(text),
        name=None if named is None else str(named),
        single=False,
        published=None if published is None else str(published),
        row=row,
        title=title,
        publisher=publisher,
    )
