"""A report as it is kept, what a format tells of one, and why one cannot be used."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from nuzuh.evidence.language import ENGLISH
from nuzuh.scenario.problems import Problem

Basis = Literal["given", "front matter", "metadata", "inferred"]

MAX_BYTES = 10_000_000
"""Largest report that is read, and longest line of a file of JSON lines."""

MAX_CHARACTERS = 1_000_000
"""Longest text that is read: some 400 pages. What is longer is a book, an archive, or made to be a burden."""


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
    basis : {"given", "front matter", "metadata", "inferred"} or None
        Where that day was found; None for an undated report.
    title, publisher : str or None
        Its title, and who published it, where the format tells them.
    language : str
        ISO 639 code of the language that it is read in.
    """

    name: str
    text: str
    published: dt.date | None = None
    basis: Basis | None = None
    title: str | None = None
    publisher: str | None = None
    language: str = ENGLISH


@dataclass(frozen=True)
class Draft:
    """What a format tells of a report, before it is known to be of use.

    Attributes
    ----------
    text : str
        Its text.
    name : str or None
        Its own name, in a file of several.
    single : bool
        Whether it is the only report of its file, and named as that.
    published : str or None
        The day of publication as written.
    basis : Basis
        Where that was written.
    row : int or None
        The line in which that stands, or in a file of several reports the line or number of the report.
    title, publisher : str or None
        As in `Document`.
    """

    text: str
    name: str | None = None
    single: bool = True
    published: str | None = None
    basis: Basis = "metadata"
    row: int | None = None
    title: str | None = None
    publisher: str | None = None


class UnreadableError(Exception):
    """A report that cannot be used: what is wrong, in which line, and how to mend it."""

    def __init__(self, message: str, mend: str, row: int | None = None, column: str | None = None) -> None:
        super().__init__(message, mend, row, column)
        self.message, self.mend, self.row, self.column = message, mend, row, column

    def __str__(self) -> str:
        return self.message

    def problem(self, file: str, row: int | None = None) -> Problem:
        """Tell it as a problem of a file."""
        return Problem(file, self.message, self.row if row is None else row, self.column, self.mend)
