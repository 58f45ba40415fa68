"""A Flee folder as a scenario, with both clocks."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import networkx as nx
import numpy as np
import pycountry
from pydantic import ValidationError

from nuzuh.scenario import InputError, Problem, Scenario, Settings
from nuzuh.scenario.checks import check
from nuzuh.scenario.flee import FleeCase
from nuzuh.scenario.schema import TABLES, Row
from nuzuh.scenario.tables import frame, row_problem

Cells = dict[str, Any]
#: Intensity from which Flee calls a place a conflict zone.
IN_CONFLICT = 1e-6


def to_scenario(case: FleeCase) -> tuple[Scenario, list[Problem]]:
    """Make a scenario of a Flee folder.

    Places and routes are known from the first day. Fighting and closures are known on the day they begin, and their end
    on the day after it. A count is known on its date; the counts before it that a registration correction rescales are
    known, as rescaled, on the correction's.

    Parameters
    ----------
    case : FleeCase
        What the folder says.

    Returns
    -------
    Scenario
        The same for the rules of nuzuh.
    list of Problem
        What it leaves out, or changes.

    Raises
    ------
    InputError
        If a value is not one that a scenario may hold.
    """
    maker = _Maker(case)
    rows = {
        "places": maker.places(),
        "routes": maker.routes(),
        "events": [*maker.fighting(), *maker.closures()],
        "observations": list(maker.counts()),
        "groups": maker.groups(),
    }
    problems: list[Problem] = []
    tables = {}
    for table, model in TABLES.items():
        valid: list[Row] = []
        for number, cells in enumerate(rows.get(table, []), start=2):
            try:
                valid.append(model.model_validate(cells))
            except ValidationError as error:
                problems += [row_problem(f"{table}.csv", number, detail) for detail in error.errors()]
        tables[table] = frame(table, valid)
        tables[table].index += 2
    settings = Settings(title=f"Flee folder {case.name}", start=case.start, as_of=maker.date(case.days - 1))
    problems = problems or check(settings, tables)
    if problems:
        raise InputError(problems)
    return Scenario(settings, tables), maker.warnings


class _Maker:
    """Rows of the tables of a scenario, as far as a route reaches them."""

    def __init__(self, case: FleeCase) -> None:
        self.case = case
        self.warnings: list[Problem] = []
        graph = nx.from_pandas_edgelist(case.links, "start", "end")
        graph.add_nodes_from(case.places["place"])
        joined: set[str] = max(nx.connected_components(graph), key=len)
        here = case.places["place"].isin(joined)
        self.table = case.places[here].set_index("place", drop=False)
        for place in case.places.loc[~here, "place"]:
            self.warnings.append(Problem("locations.csv", f"no route reaches '{place}': left out"))
        links = case.links[case.links["start"].isin(joined)]
        names = [f"{start} - {end}" for start, end in zip(links["start"], links["end"], strict=True)]
        seen: Counter[str] = Counter()
        for k, name in enumerate(names):
            seen[name] += 1
            names[k] = name if seen[name] == 1 else f"{name} ({seen[name]})"
        self.links = links.assign(route=names)

    def date(self, day: int) -> dt.date:
        return self.case.start + dt.timedelta(days=day)

    def _facts(self, file: str, known: int = 0) -> Cells:
        return {"source": f"{self.case.name}/{file}", "known": self.date(known)}

    def places(self) -> list[Cells]:
        facts = self._facts("input_csv/locations.csv")
        rows = []
        for place in self.table.itertuples():
            camp, size = "camp" in place.kind, 0 if np.isnan(place.size) else int(place.size)
            rows.append(
                {
                    "place": place.place,
                    "name": place.place.replace("_", " "),
                    "kind": "camp" if camp else "town",
                    "country": _iso(place.country),
                    "admin1": place.region or None,
                    "latitude": place.latitude,
                    "longitude": place.longitude,
                    "population": None if camp else size,
                    "capacity": size or None if camp else None,
                }
                | facts
            )
        return rows

    def routes(self) -> list[Cells]:
        facts = self._facts("input_csv/routes.csv")
        speed = self.links["max_move_speed"].fillna(self.case.settings.move_rules.max_move_speed)
        return [
            {"route": link.route, "from": link.start, "to": link.end, "distance_km": link.km, "speed_km_day": km}
            | facts
            for link, km in zip(self.links.itertuples(), speed, strict=True)
        ]

    def _event(self, first: int, after: int | None, file: str, cells: Cells) -> Iterator[Cells]:
        """Tell that an event began, when it did; and that it is over, on the first day when it is."""
        cells = cells | {"valid_from": self.date(first)}
        yield cells | self._facts(file, first)
        if after is not None and after < self.case.days:
            yield cells | {"valid_to": self.date(after - 1)} | self._facts(file, after)

    def fighting(self) -> Iterator[Cells]:
        conflicts = self.case.conflicts
        for place in self.table.itertuples():
            file = "input_csv/conflicts.csv"
            if place.place in conflicts.columns:
                course = conflicts[place.place].to_numpy()
            elif "conflict" in place.kind and "camp" not in place.kind and place.conflict_day <= 0:
                file = "input_csv/locations.csv"
                course = np.full(self.case.days, np.nan_to_num(place.conflict_intensity, nan=1.0))
            else:
                continue
            if course.max() > 1:
                self.warnings.append(
                    Problem("conflicts.csv", "intensities above 1 become 1, the heaviest", column=place.place)
                )
            spans = [
                (value, list(days)) for value, days in groupby(enumerate(course.clip(max=1.0)), key=lambda day: day[1])
            ]
            fights = [(value, days) for value, days in spans if value > IN_CONFLICT]
            for number, (intensity, days) in enumerate(fights, start=1):
                cells = {"event": f"fighting {place.place} {number}", "kind": "fighting", "place": place.place}
                yield from self._event(days[0][0], days[-1][0] + 1, file, cells | {"intensity": float(intensity)})

    def closures(self) -> Iterator[Cells]:
        for number, closure in enumerate(self.case.closures.itertuples(), start=1):
            first, after = max(closure.start, 0), closure.end
            if first >= self.case.days or closure.start == after or closure.start < 0 >= after:
                continue
            after = after if after > closure.start else None  # what ends before it begins stays closed
            for column, name in self._closed(closure.kind, closure.name1, closure.name2):
                cells = {"event": f"closure {number} {name}", "kind": "closure", column: name}
                yield from self._event(first, after, "input_csv/closures.csv", cells)

    def _closed(self, kind: str, name1: str, name2: str) -> list[tuple[str, str]]:
        """Name the column and the target of every event that a closure is."""
        start, end = self.links["start"], self.links["end"]
        if kind in ("camp", "idpcamp"):
            return [("place", name1)] if name1 in self.table.index else []
        if kind == "country":
            country = self.table["country"].replace("", "unknown")
            start, end = start.map(country), end.map(country)
        if kind == "location":
            closed = (start == name1) | (end == name1)
        elif kind in ("country", "link"):
            closed = ((start == name1) & (end == name2)) | ((start == name2) & (end == name1))
        else:
            return []  # a forced redirection that is lifted closes nothing
        return [("route", route) for route in self.links.loc[closed, "route"]]

    def counts(self) -> Iterator[Cells]:
        corrections = self.case.corrections.sort_values("day", kind="stable")
        for place, (days, people) in self.case.counts.items():
            if place not in self.table.index:
                continue
            order = np.argsort(days, kind="stable")
            days, people = days[order], people[order].copy()
            file = f"source_data/{self.case.sources[place]}"
            for day, figure in zip(days, people, strict=True):
                yield self._count(place, day, figure, day, file)
            for day in corrections.loc[corrections["place"] == place, "day"]:
                for row in np.flatnonzero(days == day):
                    if row == 0 or people[row - 1] == 0:
                        message = (
                            f"the counts of '{place}' before {self.date(day)} cannot be rescaled: left as they are"
                        )
                        self.warnings.append(Problem("registration_corrections.csv", message))
                        continue
                    people[:row] *= people[row] / people[row - 1]
                    for earlier in range(row):
                        yield self._count(place, days[earlier], people[earlier], day, file)

    def _count(self, place: str, day: int, people: float, known: int, file: str) -> Cells:
        figure = float(np.rint(people))
        cells = {"place": place, "measure": "present", "low": figure, "high": figure, "valid_to": self.date(int(day))}
        return cells | self._facts(file, int(known))

    def groups(self) -> list[Cells]:
        tables = self.case.demographics
        if len(tables) > 1:
            message = f"no groups: there are {len(tables)} attributes ({', '.join(tables)}), and a scenario knows one"
            self.warnings.append(Problem("demographics_*.csv", message))
        if len(tables) != 1:
            return []
        ((attribute, table),) = tables.items()
        facts = self._facts(f"input_csv/demographics_{attribute}.csv")
        rows = []
        for place in self.table.loc[~self.table["kind"].str.contains("camp"), "place"]:
            weights = table.groupby("value", sort=False)[place if place in table.columns else "Default"].sum()
            shares = weights / weights.sum()
            rows += [{"place": place, "group": group, "share": share} | facts for group, share in shares.items()]
        return rows


def _iso(country: str) -> str:
    """ISO 3166 code of a country; its name as it is where there is none."""
    try:
        code: str = pycountry.countries.lookup(country.replace("_", " ")).alpha_2
    except LookupError:
        return country or "unknown"
    return code
