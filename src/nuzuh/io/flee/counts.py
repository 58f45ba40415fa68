"""The published counts of a Flee folder's source_data, and the corrections of registrations."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd

from nuzuh.io.flee.text import cells_of, is_comment, near, read_rows, too_long
from nuzuh.scenario import InputError, Problem
from nuzuh.scenario.flee import Counts


def rows_counted(
    path: Path, start: dt.date, warnings: list[Problem], problems: list[Problem]
) -> list[tuple[int, float]]:
    """Read a file of counts, day and people, leaving out the rows that are noted as problems."""
    out: list[tuple[int, float]] = []
    rows = read_rows(path)
    if rows and rows[0][1][0] in ("", "DateTime", "Date"):
        rows = rows[1:]
    rows = [(n, row) for n, row in rows if not is_comment(row)]
    warnings += [Problem(path.name, "has no count: skipped", n) for n, row in rows if not any(row[1:2])]
    counted = [(n, row) for n, row in rows if any(row[1:2])]
    warnings += too_long(path.name, counted, 2)
    for cells in cells_of(path.name, counted, ["date", "people"], problems):
        date, people = cells.date("date"), cells.number("people", least=0, whole=True)
        if date and people == people:
            out.append(((date - start).days, people))
            if len(out) > 1 and out[-1][0] <= out[-2][0]:
                message = "is no later than the date before: Flee takes rows as they come"
                warnings.append(Problem(path.name, message, cells.row, "date"))
    return out


def _series(path: Path, start: dt.date, warnings: list[Problem]) -> list[tuple[int, float]]:
    """Read a file of counts: date, people."""
    problems: list[Problem] = []
    out = rows_counted(path, start, warnings, problems)
    if not problems and not out:
        problems.append(Problem(path.name, "holds no count"))
    if problems:
        raise InputError(problems)
    return out


def _summed(first: list[tuple[int, float]], second: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """Add two files of one camp as Flee does: no interpolation, and nothing after the last row of the second."""
    out = []
    at, carried = 0, 0.0
    for day, people in second:
        while day > first[at][0]:
            out.append((first[at][0], carried + first[at][1]))
            if at == len(first) - 1:
                break
            at += 1
        if day <= first[at][0]:
            out.append((day, people + first[at][1]))
            carried = people
            if day == first[at][0] and at < len(first) - 1:
                at += 1
    return out


def layout(path: Path, warnings: list[Problem]) -> dict[str, list[str]]:
    """Read data_layout.csv: the files of counts of each camp."""
    problems: list[Problem] = []
    out: dict[str, list[str]] = {}
    for row, (name, *files) in read_rows(path):
        if name.startswith("#"):
            continue
        if not files:
            warnings.append(Problem(path.name, f"'{name:.40}' stands alone: ignored", row))
            continue
        if name in out:
            problems.append(Problem(path.name, f"names '{name}' twice", row))
        out[name] = [file for file in files if file]
        problems += [
            Problem(path.name, f"'{file:.40}' is no name of a file in source_data", row)
            for file in out[name]
            if Path(file).name != file
        ]
        if not out[name]:
            problems.append(Problem(path.name, f"names no file for '{name}'", row))
    if not out and not problems:
        problems.append(Problem(path.name, "names no counts", mend="add total,refugees.csv and a row a camp"))
    if problems:
        raise InputError(problems)
    return out


def counts(path: Path, start: dt.date, warnings: list[Problem]) -> tuple[dict[str, Counts], dict[str, str]]:
    """Read data_layout.csv and the files that it names: the counts, and where they are from."""
    out: dict[str, Counts] = {}
    problems: list[Problem] = []
    named = layout(path, warnings)
    for name, files in named.items():
        try:
            series, *further = [_series(path.parent / file, start, warnings) for file in files]
        except InputError as error:
            problems += error.problems
            continue
        for more in further:
            series = _summed(series, more)
        days, people = zip(*series, strict=True)
        out[name] = Counts(np.array(days, dtype=np.int64), np.array(people))
    if problems:
        raise InputError(problems)
    if next(iter(out)) != "total":
        warnings.append(Problem(path.name, "its first row is not total; Flee takes it for that", 1))
    return out, {name: ", ".join(files) for name, files in named.items()}


def corrections(path: Path, known: dict[str, Counts], start: dt.date, warnings: list[Problem]) -> pd.DataFrame:
    """Read registration_corrections.csv; there may be none."""
    problems: list[Problem] = []
    out = []
    rows = [(n, row) for n, row in read_rows(path) if not is_comment(row)] if path.exists() else []
    warnings += [Problem(path.name, "has no date: ignored", n) for n, row in rows if len(row) < 2]
    for cells in cells_of(path.name, [(n, row) for n, row in rows if len(row) > 1], ["place", "date"], problems):
        name, date = cells.text("place"), cells.date("date")
        if name not in known:
            cells.note("place", f"'{name:.40}' has no counts", near(name, known) or "drop the row, at which Flee stops")
        elif date:
            day = (date - start).days
            at = np.flatnonzero(known[name].days == day)
            if not at.size or at[0] == 0:
                message = f"{name} has no count on {date} with another before it"
                cells.note("date", message, "name the date of a count; Flee stops here")
            out.append((name, day))
    if problems:
        raise InputError(problems)
    return pd.DataFrame(out, columns=["place", "day"])
