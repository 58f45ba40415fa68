"""Tables as CSV (RFC 4180, in UTF-8, lines ended by a line feed), with and without HXL's hashtags."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from nuzuh.io.text import visible

#: What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"), and our mark before it.
_FORMULA = re.compile(r"[=+\-@\t＝＋－＠']")


def cell(value: object) -> str:
    """Write a cell so that no spreadsheet takes it for a formula.

    A text that begins with ``=``, ``+``, ``-``, ``@``, a tab or an apostrophe gets an apostrophe before it: take one
    away from each cell that begins with one, and the text is back. Numbers stay as they are.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return str(value)
    text = visible(value)
    return f"'{text}" if _FORMULA.match(text) else text


class Csv:
    """CSV with one line of headers.

    Parameters
    ----------
    columns : sequence of str
        Headers, which are the keys of rows too.
    """

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = tuple(columns)

    def head(self) -> list[Sequence[str]]:
        """Lines before the first row."""
        return [self._columns]

    def text(self, rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
        """Give the file's text, piece by piece as rows come."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerows(self.head())
        yield buffer.getvalue()
        for row in rows:
            buffer.seek(0)
            buffer.truncate()
            writer.writerow([cell(row[column]) for column in self._columns])
            yield buffer.getvalue()


class Hxl(Csv):
    """CSV with HXL's hashtags in a second line, below the headers.

    Parameters
    ----------
    tags : mapping of str to str
        Hashtag by column; HXL leaves a column without one out of account.
    """

    def __init__(self, tags: Mapping[str, str]) -> None:
        super().__init__(tuple(tags))
        self._tags = tuple(tags.values())

    def head(self) -> list[Sequence[str]]:
        """Headers, and the hashtags below them."""
        return [*super().head(), self._tags]
