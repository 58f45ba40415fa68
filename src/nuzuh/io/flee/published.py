"""The published counts of a Flee folder for a forecast: a folder that ends on any day is read as far as it goes."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from nuzuh.io.flee import tables
from nuzuh.io.flee.counts import layout, rows_counted
from nuzuh.io.flee.text import cells_of, is_comment, read_rows
from nuzuh.scenario import InputError, Problem
from nuzuh.scenario.reports import Report, Reports


def published(folder: Path) -> tuple[Reports, list[Problem]]:
    """Read the counts of every camp, and when people were registered anew.

    A count that cannot be is left out and noted, as is a file that cannot be read; the rest is taken.

    Parameters
    ----------
    folder : Path
        With ``input_csv`` and ``source_data``; counts of the ``total`` are not read.

    Returns
    -------
    Reports
        Where a camp has several files, the sum of the last count of each.
    list of Problem
        What was left out.

    Raises
    ------
    InputError
        If the period, the places or the list of files cannot be read.
    """
    inputs, notes = folder / "input_csv", list[Problem]()
    ignored: list[Problem] = []  # of no weight here
    start, _ = tables.period(inputs / "sim_period.csv", ignored)
    country = str(tables.places(inputs / "locations.csv", ignored)["country"].iloc[0])
    anew = _reregistered(inputs / "registration_corrections.csv", start, notes)
    rows: list[Report] = []
    for camp, files in layout(folder / "source_data" / "data_layout.csv", ignored).items():
        if camp.lower() == "total":
            continue
        series = [counted for file in files if (counted := _file(folder / "source_data" / file, start, notes))]
        rows += [Report(day, camp, people, (camp, day) in anew) for day, people in _together(series)]
    return Reports(start, country, tuple(sorted(rows))), notes


def _file(path: Path, start: dt.date, notes: list[Problem]) -> dict[int, float]:
    """Read the counts of one file by day; of two on one day, the later row."""
    ignored: list[Problem] = []
    try:
        return dict(sorted(rows_counted(path, start, ignored, notes), key=lambda row: row[0]))
    except InputError as error:
        notes += error.problems
        return {}


def _together(series: Sequence[dict[int, float]]) -> list[tuple[int, float]]:
    """Sum the last count of each file, on every day on which any has one."""
    last: dict[int, float] = {}
    out = []
    for day in sorted(set().union(*series)):
        last |= {k: counts[day] for k, counts in enumerate(series) if day in counts}
        out.append((day, sum(last.values())))
    return out


def _reregistered(path: Path, start: dt.date, notes: list[Problem]) -> set[tuple[str, int]]:
    rows = [(n, row) for n, row in read_rows(path) if not is_comment(row) and len(row) > 1] if path.exists() else []
    dates = [(cells.text("place"), cells.date("date")) for cells in cells_of(path.name, rows, ["place", "date"], notes)]
    return {(place, (date - start).days) for place, date in dates if date}
