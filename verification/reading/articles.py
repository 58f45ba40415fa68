"""Articles on the war in Syria, and keys to some of them that hold offsets in place of their words."""

import csv
import datetime as dt
from itertools import count
from pathlib import Path

from nuzuh.evidence.documents import Document

#: What a row of a key tells; see README.md.
COLUMNS = (
    "id", "report", "kind", "place", "place_to", "actor", "value_low", "value_high", "unit", "scope",
    "date_low", "date_high", "status", "attributed_to", "start", "end",
)  # fmt: skip


def articles(path: Path) -> dict[str, Document]:
    """Read the articles of a CSV file by their number; the texts stay as they are."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["unit_id"]: Document(
                f"{row['unit_id']}.txt", row["article_content"], dt.datetime.strptime(row["date"], "%m/%d/%Y").date()
            )
            for row in csv.DictReader(file)
        }


def key_rows(path: Path) -> list[dict[str, str]]:
    """Read the rows of a key."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def phrase(text: str, start: int, end: int) -> str:
    """Cut a span from a text, with as little around it as lets a search from the start find it where it is.

    Parameters
    ----------
    text : str
        The text.
    start, end : int
        The span.
    """
    return next(
        found
        for more in count()
        for before in range(min(more, start) + 1)
        if text.find(found := text[start - before : end + more - before]) == start - before
    )
