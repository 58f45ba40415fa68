"""The tables of a Flee folder's input_csv."""

import datetime as dt
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

from nuzuh.io.flee.text import cells_of, is_comment, near, read_rows, too_long
from nuzuh.scenario import InputError, Problem

#: A row with its number.
Row = tuple[int, list[str]]
MOST_DAYS = 36_600
_PLACE = ["name", "region", "country", "latitude", "longitude", "location_type", "conflict_date", "population"]
_SYNONYMS = {
    "gps_x": "latitude", "lat": "latitude", "gps_y": "longitude", "lon": "longitude", "long": "longitude",
    "pop/cap": "population", "capacity": "population", "population/capacity": "population", "type": "location_type",
}  # fmt: skip
_KINDS = ("camp", "conflict", "forward", "marker", "flood_zone", "default", "town")
_CLOSURES = ("country", "location", "link", "camp", "idpcamp", "remove_forced_redirection")


def period(path: Path, warnings: list[Problem]) -> tuple[dt.date, int]:
    """Read sim_period.csv: the first day, and the number of days."""
    problems: list[Problem] = []
    start, days = None, 0.0
    rows = [(n, row) for n, row in read_rows(path) if not is_comment(row)]
    warnings += too_long(path.name, rows, 2)
    for cells in cells_of(path.name, rows, ["key", "value"], problems):
        key = cells.text("key").lower()
        if key == "startdate":
            start = cells.date("value")
        elif key == "length":
            days = cells.number("value", empty=0, least=1, most=MOST_DAYS, whole=True)
        else:
            warnings.append(Problem(path.name, "is neither StartDate nor Length: ignored", cells.row))
    keys = Counter(row[0].lower() for _, row in rows)
    problems += [Problem(path.name, f"gives {key} twice") for key in ("startdate", "length") if keys[key] > 1]
    if not problems:
        problems += [Problem(path.name, "has no StartDate", mend="add StartDate,YYYY-MM-DD")] * (start is None)
        problems += [Problem(path.name, "has no Length", mend="add Length,days")] * (not days)
    if problems or start is None:
        raise InputError(problems)
    if start.year + days / 365 > dt.MAXYEAR - 1:
        raise InputError([Problem(path.name, "ends after the last year of the calendar")])
    return start, int(days)


def _columns(rows: list[Row], fixed: list[str], synonyms: dict[str, str] | None = None) -> tuple[list[str], list[Row]]:
    """Name the columns, by a header that names all that are fixed, else by position; and drop headers and comments."""
    body = [(n, row) for n, row in rows if not is_comment(row)]
    for n, row in rows:
        names = [cell.lstrip("#").strip() for cell in row]
        meant = [(synonyms or {}).get(name.lower(), name.lower()) for name in names]
        if sorted(name for name in meant if name in fixed) == sorted(fixed):
            columns = [low if low in fixed else name for low, name in zip(meant, names, strict=True)]
            return columns, [(k, cells) for k, cells in body if k != n]
    headers = [row for _, row in rows if is_comment(row) or row[0].lower() == fixed[0]]
    further = next((row[len(fixed) :] for row in headers if len(row) > len(fixed)), [])
    columns = fixed + ["" if name in fixed else name for name in further]
    return columns, [(n, row) for n, row in body if row[0].lower() != fixed[0]]


def places(path: Path, warnings: list[Problem]) -> pd.DataFrame:
    """Read locations.csv."""
    problems: list[Problem] = []
    columns, rows = _columns(read_rows(path), _PLACE, _SYNONYMS)
    problems += too_long(path.name, rows, len(columns))
    out = []
    for cells in cells_of(path.name, rows, columns, problems):
        if len(cells.cells) < len(_PLACE):
            cells.note("population", "is missing: the row ends before it", "end it with a comma if it is unknown")
        kind = cells.text("location_type").lower()
        match = next((word for word in _KINDS if word in kind), None)
        if not cells.text("name"):
            cells.note("name", "is empty")
        if match is None:
            cells.note("location_type", f"'{kind:.40}' is no kind of place", "write camp, conflict_zone or town")
        elif match == "flood_zone":
            cells.note("location_type", "floods are not supported")
        latitude, longitude = cells.number("latitude"), cells.number("longitude")
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            warnings.append(Problem(path.name, "has no place on the globe", cells.row, "latitude"))
        out.append(
            {
                "place": cells.text("name"),
                "region": cells.text("region"),
                "country": cells.text("country"),
                "latitude": latitude,
                "longitude": longitude,
                "kind": kind,
                "conflict_day": int(cells.number("conflict_date", empty=0, whole=True) if match == "conflict" else 0),
                "size": cells.number("population", least=0, whole=True),
                "deactivation_probability": cells.number("deactivation_probability", least=0, most=1),
                "conflict_intensity": cells.number("conflict_intensity", least=0),
                "initial_idps": cells.number("initial_idps", least=0, most=1e9, whole=True),
            }
        )
    for name, times in Counter(row["place"] for row in out).items():
        if times > 1:
            problems.append(Problem(path.name, f"names the place '{name}' {times} times", column="name"))
    if not out:
        problems.append(Problem(path.name, "names no place"))
    if problems:
        raise InputError(problems)
    return pd.DataFrame(out)


def links(path: Path, names: set[str], warnings: list[Problem]) -> pd.DataFrame:
    """Read routes.csv."""
    problems: list[Problem] = []
    columns, rows = _columns(read_rows(path), ["name1", "name2", "distance", "forced_redirection"])
    problems += too_long(path.name, rows, len(columns))
    out = []
    seen: Counter[frozenset[str]] = Counter()
    for cells in cells_of(path.name, rows, columns, problems):
        start, end = cells.text("name1"), cells.text("name2")
        for column in ("name1", "name2"):
            if (name := cells.text(column)) not in names:
                cells.note(column, f"'{name:.40}' is no place of locations.csv", near(name, names))
        if start == end:
            cells.note("name2", "leads back to where it begins")
        km = cells.number("distance", least=1e-3, most=20_000)
        if not cells.text("distance"):
            cells.note("distance", "is empty", "write a length in km")
        seen[frozenset((start, end))] += 1
        if seen[frozenset((start, end))] == 2:
            message = f"a second link joins {start} and {end}: Flee weighs both, and takes the first"
            warnings.append(Problem(path.name, message, cells.row))
        redirection = cells.number("forced_redirection", empty=0, least=0, most=2, whole=True)
        if redirection:
            warnings.append(Problem(path.name, "Flee forces nobody onto a link", cells.row, "forced_redirection"))
        out.append(
            {
                "start": start,
                "end": end,
                "km": km,
                "redirection": int(redirection),
                "max_move_speed": cells.number("max_move_speed", least=1, most=10_000),
                "walk_probability": cells.number("walk_probability", empty=0, least=0, most=1),
            }
        )
    if problems:
        raise InputError(problems)
    return pd.DataFrame(
        out, columns=["start", "end", "km", "redirection", "max_move_speed", "walk_probability"]
    ).astype({"km": float, "redirection": int, "max_move_speed": float, "walk_probability": float})


def closures(path: Path, places: pd.DataFrame, warnings: list[Problem]) -> pd.DataFrame:
    """Read closures.csv; there may be none."""
    columns = ["kind", "name1", "name2", "start", "end"]
    problems: list[Problem] = []
    out = []
    names, countries = set(places["place"]), set(places["country"])
    rows = [(n, row) for n, row in read_rows(path) if not is_comment(row)] if path.exists() else []
    warnings += too_long(path.name, rows, len(columns))
    for cells in cells_of(path.name, rows, columns, problems):
        kind, name1, name2 = (cells.text(column) for column in columns[:3])
        if kind == "closure_type":
            continue
        if kind not in _CLOSURES:
            warnings.append(Problem(path.name, f"Flee ignores closures of the kind '{kind}'", cells.row))
            continue
        start, end = (cells.number(column, least=-MOST_DAYS, most=1e9, whole=True) for column in ("start", "end"))
        for column in ("start", "end"):
            if not cells.text(column):
                cells.note(f"closure_{column}", "is empty", "write a day, counted from the start")
        if start < 0:
            warnings.append(Problem(path.name, "begins before day 0: Flee never enacts it", cells.row))
        if end <= start:
            warnings.append(Problem(path.name, "ends no later than it begins", cells.row))
        if kind == "link":
            warnings.append(Problem(path.name, "Flee never closes a single link", cells.row))
        known = countries if kind == "country" else names
        for name in (name1,) if kind in ("location", "camp", "idpcamp") else (name1, name2):
            if name not in known:
                does = "Flee acts on the first place" if kind in ("camp", "idpcamp") else "nothing is closed"
                warnings.append(Problem(path.name, f"'{name}' is not in locations.csv: {does}", cells.row))
        out.append((kind, name1, name2, start, end))
    if problems:
        raise InputError(problems)
    return pd.DataFrame(out, columns=columns).astype({"start": int, "end": int})


def conflicts(path: Path, names: set[str], days: int, warnings: list[Problem]) -> pd.DataFrame:
    """Read conflicts.csv."""
    rows = read_rows(path)
    if not rows:
        raise InputError([Problem(path.name, "is empty", mend="add a header #Day,place,… and a row a day")])
    (row, head), body = rows[0], rows[1 : days + 1]  # the table may go on after the period
    while head and not head[-1]:
        head.pop()
    columns = ["#Day", *head[1:]]
    problems = [Problem(path.name, f"column {k} has no name", row) for k, name in enumerate(columns, 1) if not name]
    problems += [
        Problem(path.name, f"names '{name:.40}' {times} times", row)
        for name, times in Counter(filter(None, columns)).items()
        if times > 1
    ]
    problems += [
        Problem(path.name, f"{len(row)} cells under {len(columns)} columns", n, mend="give every place a cell")
        for n, row in body
        if len(row) < len(columns) or any(row[len(columns) :])
    ]
    if problems:
        raise InputError(problems)
    values = np.zeros((len(body), len(columns)))
    for k, cells in enumerate(cells_of(path.name, body, columns, problems)):
        for c, name in enumerate(columns):
            values[k, c] = cells.number(name, least=0, most=1e6, whole=c == 0)
            if not cells.text(name):
                cells.note(name, "is empty", "write 0 where there is no fighting")
        if values[k, 0] != k:
            cells.note("#Day", f"is {cells.text('#Day'):.40} where {k} was due", "give every day a row, from 0")
    if len(body) < days:
        mend = f"add days, or shorten the period to {len(body)}"
        problems.append(Problem(path.name, f"has {len(body)} days, the period {days}", mend=mend))
    unknown = [name for name in columns[1:] if name not in names]
    warnings += [Problem(path.name, f"'{name}' is not in locations.csv: dropped", column=name) for name in unknown]
    if problems:
        raise InputError(problems)
    kept = [c for c, name in enumerate(columns) if name in names and c]
    return pd.DataFrame(values[:, kept], columns=[columns[c] for c in kept])


def changes(path: Path, names: set[str], warnings: list[Problem]) -> pd.DataFrame:
    """Read location_changes.csv; there may be none."""
    problems: list[Problem] = []
    out = []
    if path.exists():
        warnings.append(Problem(path.name, "Flee looks for it elsewhere, and ignores it here"))
        rows = [(n, row) for n, row in read_rows(path) if not is_comment(row)]
        problems += too_long(path.name, rows, 3)
        for cells in cells_of(path.name, rows, ["place", "kind", "day"], problems):
            if cells.text("place") not in names:
                cells.note("place", f"'{cells.text('place'):.40}' is no place of locations.csv")
            if not any(word in cells.text("kind").lower() for word in _KINDS if word != "flood_zone"):
                cells.note("kind", f"'{cells.text('kind'):.40}' is no kind of place")
            day = cells.number("day", empty=-1, least=0, most=MOST_DAYS, whole=True)
            if not cells.text("day"):
                cells.note("day", "is empty")
            out.append((cells.text("place"), cells.text("kind"), int(day)))
    if problems:
        raise InputError(problems)
    return pd.DataFrame(out, columns=["place", "kind", "day"])


def demographics(path: Path, names: set[str], warnings: list[Problem]) -> pd.DataFrame:
    """Read demographics_<attribute>.csv: a row a value, a column of weights by default and for places that differ."""
    rows = [(n, row) for n, row in read_rows(path) if not is_comment(row)]
    if len(rows) < 2:
        raise InputError([Problem(path.name, "has no rows", mend="add a header and a row a value")])
    head, body = rows[0], rows[1:]
    columns = ["value", *head[1][1:]]
    while not columns[-1]:
        columns.pop()
    problems = [
        Problem(path.name, f"names the column '{name}' {times} times", head[0])
        for name, times in Counter(columns).items()
        if times > 1
    ]
    if "Default" not in columns:
        problems.append(Problem(path.name, "has no column Default", head[0]))
    warnings += [
        Problem(path.name, f"'{name}' is not in locations.csv: nobody is drawn by it", head[0], name)
        for name in columns[1:]
        if name not in names | {"Default"}
    ]
    problems += too_long(path.name, body, len(columns))
    out = []
    for cells in cells_of(path.name, body, columns, problems):
        if path.stem == "demographics_age":
            cells.number("value", least=0, most=200)
        if not cells.text("value"):
            cells.note("value", "is empty")
        empty = [name for name in columns[1:] if not cells.text(name)]
        warnings += [Problem(path.name, "is empty: Flee takes it for 0", cells.row, name) for name in empty]
        weights = {name: cells.number(name, empty=0, least=0) for name in columns[1:]}
        out.append({"value": cells.text("value"), **weights})
    table = pd.DataFrame(out)
    problems += [
        Problem(path.name, "has no weight above 0", column=name) for name in columns[1:] if table[name].sum() <= 0
    ]
    if problems:
        raise InputError(problems)
    return table
