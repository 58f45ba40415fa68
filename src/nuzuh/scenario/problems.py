"""What is wrong with an input, where, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input.

    Attributes
    ----------
    file : str
        Name of the file.
    message : str
        What is wrong.
    row : int or None
        Row as a spreadsheet counts it (the header is row 1), or line of a text.
    column : str or None
        Name of the column, or key.
    mend : str
        What to do about it.
    """

    file: str
    message: str
    row: int | None = None
    column: str | None = None
    mend: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", column '{self.column}'"
        return f"{place}: {self.message}" + (f" ({self.mend})" if self.mend else "")


class InputError(Exception):
    """Input that cannot be used; carries all of its problems.

    Parameters
    ----------
    problems : iterable of Problem
        Everything that is wrong, in the order of files and rows.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))
