"""What a user supposes to happen after the as-of date: tables of events, and what they change."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from nuzuh.scenario import InputError, Problem, Scenario
from nuzuh.scenario.checks import check
from nuzuh.scenario.tables import read_table

#: Supposed events by the name of the supposition.
Suppositions = Mapping[str, pd.DataFrame]
#: By kind of event, what it decides for a place or route from its first day on, and the column that says how.
_DECIDES = {
    "control": ("holder", "actor"),
    "closure": ("passage", "kind"),
    "opening": ("passage", "kind"),
    "capacity": ("capacity", "intensity"),
}
#: Kinds of event that the model knows of places alone.
_OF_PLACES = ("fighting", "strike", "capacity")


def read_suppositions(files: Sequence[Path], scenario: Scenario, as_of: dt.date) -> Suppositions:
    """Read suppositions, each a table of events in the columns of ``events.csv``.

    Parameters
    ----------
    files : sequence of Path
        A supposition each, named after the file.
    scenario : Scenario
        The world; only what was known of it on the as-of date can be spoken of.
    as_of : date
        All events are later, and all are taken to be supposed on that day, whatever ``known`` says.

    Returns
    -------
    mapping of str to DataFrame
        The events by the supposition's name, in the order of the files; rows by their first day.

    Raises
    ------
    InputError
        With everything that is wrong with any of the files.
    """
    known = scenario.as_of(as_of)
    names = Counter(file.stem for file in files)
    problems = [
        Problem(f"{name}.csv", "two suppositions have this name", mend="rename one of the files")
        for name, times in names.items()
        if times > 1
    ]
    supposed = {}
    for file in files:
        if not file.is_file():
            problems.append(Problem(str(file), "there is no such file", mend="name a table of events"))
            continue
        rows, found = read_table(file, "events")
        rows = rows.assign(known=pd.Series(pd.Timestamp(as_of), rows.index, dtype=rows["known"].dtype))
        found += [replace(problem, file=file.name) for problem in _problems(rows, known, as_of)]
        problems += sorted(found, key=lambda problem: problem.row or 0)
        supposed[file.stem] = rows.sort_values("valid_from", kind="stable")
    if problems:
        raise InputError(problems)
    return supposed


def _problems(rows: pd.DataFrame, known: Scenario, as_of: dt.date) -> Iterator[Problem]:
    """Tell what is wrong with supposed events: by themselves, with what is known, and with one another."""
    passed = {name.casefold(): row["route"] for _, row in known.routes.iterrows() for name in row["via"]}
    for problem in check(known.settings, {**known.tables, "events": rows}):
        if problem.file == "events.csv":
            stray = str(rows.at[problem.row, problem.column]).casefold()
            where = f"it is on the route '{passed.get(stray)}': name that under 'route'"
            yield replace(problem, mend=where) if stray in passed else problem
    after = as_of + dt.timedelta(days=1)
    taken = rows["event"].isin(known.events["event"])
    early = rows["valid_from"] <= pd.Timestamp(as_of)
    on_a_road = rows["kind"].isin(_OF_PLACES) & rows["place"].isna() & rows["route"].notna()
    ended = (rows["kind"] == "control") & rows["valid_to"].notna()
    for wrong, column, what, mend in (
        (taken, "event", "'{event}' is an event of the scenario", "give it a name of its own: what is known stays"),
        (early, "valid_from", "{valid_from:%Y-%m-%d} is not after the as-of date", f"suppose it for {after} or later"),
        (on_a_road, "route", "{kind} on a road changes nothing", "name a place; to shut the road, suppose a closure"),
        (ended, "valid_to", "a holder stays until another takes the place", "leave it blank, and say who takes it"),
    ):
        for number, row in rows[wrong].iterrows():
            yield Problem("", what.format(**row), int(str(number)), column, mend)
    yield from _contradictions(rows)


def _contradictions(rows: pd.DataFrame) -> Iterator[Problem]:
    """Tell of each row that decides otherwise than one before it, of the same place or route and from the same day."""
    said: dict[tuple[object, ...], tuple[int, object]] = {}
    for number, row in rows[rows["kind"].isin(_DECIDES)].iterrows():
        what, column = _DECIDES[row["kind"]]
        where = row["place"] if pd.notna(row["place"]) else row["route"]
        first, says = said.setdefault((what, where, row["valid_from"]), (int(str(number)), row[column]))
        if says != row[column] and pd.notna(says) and pd.notna(row[column]):
            message = f"'{where}' has another {what} from that day by row {first}"
            yield Problem("", message, int(str(number)), column, "keep one of the two rows, or change its day")


def joined(future: pd.DataFrame, supposed: pd.DataFrame) -> pd.DataFrame:
    """Add supposed events to those of a future of the fighting.

    Where they say who holds a place, they stand instead of what the future says of it, be it sooner or later: neither
    the place's fall nor the fighting for it is taken from the future.
    """
    decided = supposed.loc[supposed["kind"] == "control", "place"]
    return pd.concat([future[~future["place"].isin(decided)], supposed], ignore_index=True)
