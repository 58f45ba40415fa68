"""Flee's text files, and the cells of its CSV files."""

import csv
import datetime as dt
import io
import math
from collections.abc import Collection, Iterator
from pathlib import Path

from rapidfuzz import process

from nuzuh.scenario import InputError, Problem

#: Earlier years are slips of the pen, and are not written with four digits everywhere.
_FIRST_DATE = dt.date(1800, 1, 1)


def read_text(path: Path) -> str:
    """Read a file of UTF-8 text.

    Raises
    ------
    InputError
        If there is none, or it is none.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        raise InputError([Problem(path.name, "is not UTF-8 text", row, mend="save it as UTF-8")]) from None
    except OSError as error:
        raise InputError([Problem(path.name, f"cannot be read: {error.strerror}")]) from None


def read_rows(path: Path) -> list[tuple[int, list[str]]]:
    """Read a CSV file: every row that is not empty, with its number, cells stripped of spaces.

    Raises
    ------
    InputError
        If it cannot be read as text or as CSV.
    """
    text = read_text(path)
    if "\0" in text:
        row = text[: text.index("\0")].count("\n") + 1
        raise InputError([Problem(path.name, "holds a NUL byte", row, mend="save it as text")])
    reader = csv.reader(io.StringIO(text, newline=None), skipinitialspace=True)
    out, before = [], 0
    try:
        for cells in reader:
            if any("\n" in cell for cell in cells):
                raise InputError([Problem(path.name, "a quote is opened and not closed", before + 1)])
            before = reader.line_num
            if any(cell.strip() for cell in cells):
                out.append((before, [cell.strip() for cell in cells]))
    except csv.Error as error:
        raise InputError([Problem(path.name, f"is no CSV: {error}", reader.line_num)]) from None
    return out


def is_comment(row: list[str]) -> bool:
    """Whether a row is a comment or a header, as Flee marks them."""
    return row[0].startswith("#")


class Cells:
    """The cells of one row; what is wrong with them is noted.

    Parameters
    ----------
    file : str
        Name of the file.
    row : int
        Its number.
    cells : dict of str to str
        By column.
    problems : list of Problem
        Where to note what is wrong.
    """

    def __init__(self, file: str, row: int, cells: dict[str, str], problems: list[Problem]) -> None:
        self.file, self.row, self.cells, self.problems = file, row, cells, problems

    def note(self, column: str, message: str, mend: str = "") -> None:
        """Note a problem with a cell."""
        self.problems.append(Problem(self.file, message, self.row, column, mend))

    def text(self, column: str) -> str:
        """Return a cell; empty where the row ends before it."""
        return self.cells.get(column, "")

    def number(
        self, column: str, *, empty: float = math.nan, least: float = -math.inf, most: float = 1e12, whole: bool = False
    ) -> float:
        """Return a number, or note that it is none or out of bounds."""
        text = self.text(column)
        if not text:
            return empty
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value) or (whole and value != int(value)):
            self.note(column, f"'{text:.40}' is no {'whole ' if whole else ''}number")
            return empty
        if not least <= value <= most:
            self.note(column, f"{text:.40} is out of bounds", f"write {least:g} to {most:g}")
            return empty
        return value

    def date(self, column: str) -> dt.date | None:
        """Return a date, or note that it is none."""
        text = self.text(column)
        try:
            date = dt.datetime.strptime(text, "%Y-%m-%d").date()
        except ValueError:
            date = dt.date.min
        if date < _FIRST_DATE:
            self.note(column, f"'{text:.40}' is no date", "write YYYY-MM-DD")
            return None
        return date


def cells_of(
    file: str, rows: list[tuple[int, list[str]]], columns: list[str], problems: list[Problem]
) -> Iterator[Cells]:
    """Go through rows with the columns by position."""
    for number, row in rows:
        yield Cells(file, number, dict(zip(columns, row, strict=False)), problems)


def too_long(file: str, rows: list[tuple[int, list[str]]], columns: int) -> list[Problem]:
    """Tell which rows hold something beyond the last column."""
    return [
        Problem(file, f"{len(row)} cells under {columns} columns", number, mend="quote a cell that holds a comma")
        for number, row in rows
        if any(row[columns:])
    ]


def near(name: str, known: Collection[str]) -> str:
    """Ask whether the most similar of the known names was meant; empty if none is similar."""
    found = process.extractOne(name, sorted(known), score_cutoff=70)
    return f"did you mean '{found[0]}'?" if found else ""
