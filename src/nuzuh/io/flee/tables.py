"""The tables of a Flee folder's input_csv."""

import datetime as dt
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

from nuzuh.io.flee.text import cells_of, is_comment, read_rows
from nuzuh.scenario import InputError, Problem

MOST_DAYS = 36_600
_PLACE = ["name", "region", "country", "latitude", "longitude", "location_type", "conflict_date", "population"]
_SYNONYMS = {
    "gps_x": "latitude", "lat": "latitude", "gps_y": "longitude", "lon": "longitude", "long": "longitude",
    "pop/cap": "population", "capacity": "population", "population/capacity": "population", "type": "location_type",
}  # fmt: skip
_KINDS = ("camp", "conflict", "forward", "marker", "flood_zone", "default", "town")
_CLOSURES = ("country", "location", "link", "camp", "idpcamp", "remove_forced_redirection")


def period(path: Path) -> tuple[dt.date, int]:
    """Read sim_period.csv: the first day, and the number of days."""
    problems: list[Problem] = []
    start, days = None, 0.0
    for cells in cells_of(path.name, read_rows(path), ["key", "value"], problems):
        if cells.text("key").lower() == "startdate":
            start = cells.date("value")
        elif cells.text("key").lower() == "length":
            days = cells.number("value", empty=0, least=1, most=MOST_DAYS, whole=True)
    if not problems:
        problems += [Problem(path.name, "has no StartDate", mend="add StartDate,YYYY-MM-DD")] * (start is None)
        problems += [Problem(path.name, "has no Length", mend="add Length,days")] * (not days)
    if problems or start is None:
        raise InputError(problems)
    if start.year + days / 365 > dt.MAXYEAR - 1:
        raise InputError([Problem(path.name, "ends after the last year of the calendar")])
    return start, int(days)


def _header(rows: list[tuple[int, list[str]]], fixed: list[str], synonyms: dict[str, str]) -> list[str]:
    """Name the columns: by the header where it names all that are fixed, else by position."""
    for _, row in rows:
        names = [cell.lstrip("#").strip() for cell in row]
        meant = [synonyms.get(name.lower(), name.lower()) for name in names]
        if is_comment(row) or set(fixed) <= set(meant):
            if sorted(name for name in meant if name in fixed) == sorted(fixed):
                return [low if low in fixed else name for low, name in zip(meant, names, strict=True)]
            return fixed + names[len(fixed) :]
    return fixed


def _rows_below(rows: list[tuple[int, list[str]]], columns: list[str]) -> list[tuple[int, list[str]]]:
    """Drop comments, and a header without a mark."""
    return [(n, row) for n, row in rows if not is_comment(row) and row[0].lower() not in ("name", columns[0].lower())]


def places(path: Path, warnings: list[Problem]) -> pd.DataFrame:
    """Read locations.csv."""
    problems: list[Problem] = []
    rows, out = read_rows(path), []
    columns = _header(rows, _PLACE, _SYNONYMS)
    body = _rows_below(rows, columns) if columns[0] != "name" else [
        (n, row) for n, row in rows if not is_comment(row) and row[0].lower() != "name"
    ]  # fmt: skip
    for cells in cells_of(path.name, body, columns, problems):
        kind = cells.text("location_type").lower()
        match = next((word for word in _KINDS if word in kind), None)
        if not cells.text("name"):
            cells.note("name", "is empty")
        if match is None:
            cells.note("location_type", f"'{kind}' is no kind of place", "write camp, conflict_zone, town, …")
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
    rows, out = read_rows(path), []
    columns = _header(rows, ["name1", "name2", "distance", "forced_redirection"], {})
    seen: Counter[frozenset[str]] = Counter()
    for cells in cells_of(path.name, _rows_below(rows, columns), columns, problems):
        start, end = cells.text("name1"), cells.text("name2")
        for column in ("name1", "name2"):
            if cells.text(column) not in names:
                cells.note(column, f"'{cells.text(column)}' is no place of locations.csv")
        if start == end:
            cells.note("name2", "leads back to where it begins")
        km = cells.number("distance", empty=0, most=1e5)
        if km <= 0:
            cells.note("distance", f"'{cells.text('distance')}' is no length in km")
        seen[frozenset((start, end))] += 1
        if seen[frozenset((start, end))] == 2:
            warnings.append(
                Problem(path.name, f"a second link joins {start} and {end}: Flee weighs both, and takes the first",
                        cells.row)
            )  # fmt: skip
        redirection = cells.number("forced_redirection", empty=0, least=0, most=2, whole=True)
        if redirection:
            warnings.append(Problem(path.name, "Flee forces nobody onto a link", cells.row, "forced_redirection"))
        speed = cells.number("max_move_speed", most=1e4)
        if speed <= 0:
            cells.note("max_move_speed", "is no speed in km a day")
        out.append(
            {
                "start": start,
                "end": end,
                "km": km,
                "redirection": int(redirection),
                "max_move_speed": speed,
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
    for cells in cells_of(path.name, rows, columns, problems):
        kind, name1, name2 = (cells.text(column) for column in columns[:3])
        if kind == "closure_type":
            continue
        if kind not in _CLOSURES:
            warnings.append(Problem(path.name, f"Flee ignores closures of the kind '{kind}'", cells.row))
            continue
        start, end = (
            cells.number(column, empty=np.nan, least=-MOST_DAYS, most=1e9, whole=True) for column in ("start", "end")
        )
        for column, value in (("start", start), ("end", end)):
            if not cells.text(column):
                cells.note(f"closure_{column}", "is empty", "write a day, counted from the start")
            elif np.isnan(value):
                continue
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
    (_, head), body = rows[0], rows[1:]
    columns = ["day", *head[1:]]
    problems = [
        Problem(path.name, f"names '{name}' {times} times", row=1)
        for name, times in Counter(filter(None, columns)).items()
        if times > 1
    ]
    # the table may go on after the period
    values = np.zeros((min(len(body), days), len(columns)))
    for k, cells in enumerate(cells_of(path.name, body[:days], [str(c) for c in range(len(columns))], problems)):
        for c, name in enumerate(columns):
            empty = 0.0 if not name else np.nan
            values[k, c] = cells.number(str(c), empty=empty, least=0, most=1e6, whole=c == 0) if name else 0.0
            if np.isnan(values[k, c]) and name in names and not cells.text(str(c)):
                cells.note(name, "is empty", "write 0 where there is no fighting")
        if values[k, 0] != k:
            cells.note("#Day", f"is {cells.text('0')} where {k} was due", "give every day a row, from 0")
    if len(body) < days:
        mend = f"add days, or shorten the period to {len(body)}"
        problems.append(Problem(path.name, f"has {len(body)} days, the period {days}", mend=mend))
    unknown = [name for name in columns[1:] if name and name not in names]
    warnings += [Problem(path.name, f"'{name}' is not in locations.csv: dropped", column=name) for name in unknown]
    if problems:
        raise InputError(problems)
    kept = [c for c, name in enumerate(columns) if c and name in names]
    return pd.DataFrame(values[:, kept], columns=[columns[c] for c in kept])


def changes(path: Path, names: set[str], warnings: list[Problem]) -> pd.DataFrame:
    """Read location_changes.csv; there may be none."""
    problems: list[Problem] = []
    out = []
    if path.exists():
        warnings.append(Problem(path.name, "Flee looks for it elsewhere, and ignores it here"))
        rows = [(n, row) for n, row in read_rows(path) if not is_comment(row)]
        for cells in cells_of(path.name, rows, ["place", "kind", "day"], problems):
            if cells.text("place") not in names:
                cells.note("place", f"'{cells.text('place')}' is no place of locations.csv")
            if not any(word in cells.text("kind").lower() for word in _KINDS if word != "flood_zone"):
                cells.note("kind", f"'{cells.text('kind')}' is no kind of place")
            day = cells.number("day", empty=-1, least=0, most=MOST_DAYS, whole=True)
            if not cells.text("day"):
                cells.note("day", "is empty")
            out.append((cells.text("place"), cells.text("kind"), int(day)))
    if problems:
        raise InputError(problems)
    return pd.DataFrame(out, columns=["place", "kind", "day"])


def demographics(path: Path) -> pd.DataFrame:
    """Read demographics_<attribute>.csv: a row a value, a column of weights by default and for places that differ."""
    rows = [(n, row) for n, row in read_rows(path) if not is_comment(row)]
    problems: list[Problem] = []
    if len(rows) < 2:
        raise InputError([Problem(path.name, "has no rows", mend="add a header and a row a value")])
    columns = ["value", *rows[0][1][1:]]
    if "Default" not in columns:
        problems.append(Problem(path.name, "has no column Default", row=1))
    out = []
    for cells in cells_of(path.name, rows[1:], columns, problems):
        weights = {c: cells.number(c, empty=0, least=0) for c in columns[1:] if c}
        out.append({"value": cells.text("value"), **weights})
    table = pd.DataFrame(out)
    for column in table.columns[1:]:
        if table[column].sum() <= 0:
            problems.append(Problem(path.name, "has no weight above 0", column=str(column)))
    if problems:
        raise InputError(problems)
    return table
