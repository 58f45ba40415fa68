"""The published counts of a Flee folder for a forecast: a folder that ends on any day is read as far as it goes."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd

from nuzuh.io.flee import tables
from nuzuh.io.flee.counts import layout, rows_counted
from nuzuh.io.flee.text import cells_of, is_comment, read_rows
from nuzuh.scenario import InputError, Problem
from nuzuh.scenario.reports import Fighting, Report, Reports

#: A count of more people than so many times those who live in the country's listed places cannot be (assumption: not
#: all places are listed, and of some that are nobody knows the people).
ABOVE = 10


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
    places = tables.places(inputs / "locations.csv", ignored)
    anew = _reregistered(inputs / "registration_corrections.csv", start, notes)
    rows: list[Report] = []
    for camp, files in layout(folder / "source_data" / "data_layout.csv", ignored).items():
        if camp.lower() == "total":
            continue
        series = [counted for file in files if (counted := _file(folder / "source_data" / file, start, notes))]
        rows += [Report(day, camp, people, (camp, day) in anew) for day, people in _together(series)]
    country = str(places["country"].iloc[0])
    population = float(places.loc[places["country"] == country, "size"].sum())
    beyond = [report for report in rows if 0 < ABOVE * population < report.people]
    for day, place, people, *_ in beyond:
        what = f"{people:.0f} people at {place} on {start + dt.timedelta(days=day)} cannot be"
        notes.append(Problem("source_data/", f"{what}: locations.csv has {population:.0f} for all of {country}"))
    fighting = None
    try:
        fighting = _fighting(inputs, places, sorted({report.place for report in rows}))
    except InputError as error:
        notes += error.problems
    return Reports(start, country, tuple(sorted(set(rows) - set(beyond))), fighting, population), notes


def _fighting(inputs: Path, places: pd.DataFrame, camps: Sequence[str]) -> Fighting:
    """Read where there was fighting, for as many days as the table has, and the roads from there to the camps."""
    names, ignored = set(places["place"]), list[Problem]()
    table = inputs / "conflicts.csv"
    days = max(len(read_rows(table)) - 1, 0)
    intensity = tables.conflicts(table, names, days, ignored).sort_index(axis="columns")
    links = tables.links(inputs / "routes.csv", names, ignored)
    roads = nx.Graph()
    # of parallel roads the shortest, whatever their order
    roads.add_weighted_edges_from(
        links.sort_values("km", ascending=False)[["start", "end", "km"]].itertuples(index=False)
    )
    km = {}
    for camp in camps:
        way = nx.single_source_dijkstra_path_length(roads, camp) if camp in roads else {}
        km[camp] = np.array([way.get(place, np.inf) for place in intensity.columns])
    people = places.set_index("place")["size"].fillna(0).reindex(intensity.columns).to_numpy()
    return Fighting(intensity.to_numpy(), list(intensity.columns), people, km)


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
