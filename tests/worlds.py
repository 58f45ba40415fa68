"""Small worlds, made up, and what they are built from."""

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from nuzuh.model.parameters import Parameters
from nuzuh.model.world import Builder, World
from nuzuh.scenario import Scenario, Settings
from nuzuh.scenario.schema import TABLES
from nuzuh.scenario.tables import frame

Cells = dict[str, Any]

START = dt.date(2031, 3, 1)
BEFORE = START - dt.timedelta(days=20)
KNOWN = {"source": "made up", "known": BEFORE}
ACTORS = {"government": {"name": "Government"}, "rebels": {"name": "Rebels"}}


def parameters(**changes: float) -> Parameters:
    """Values that are round enough to compute with by hand, but for the changes; each a float, as the engine has it."""
    values = {
        "front_reach_km": 20,
        "front_memory_days": 5,
        "fighting_threat": 0.5,
        "leave_rate": 0.4,
        "threat_floor": 0.1,
        "threat_power": 2,
        "again": 1,
        "safety_pull": 4,
        "trust_pull": 2,
        "kin_pull": 0.5,
        "size_power": 0.5,
        "travel_scale_days": 0.5,
        "abroad_pull": 0.01,
        "quiet_days": 3,
        "return_rate": 0.1,
    }
    return Parameters(**{name: float(value) for name, value in (values | changes).items()})


PARAMETERS = parameters()

FUTURES = """
actor = "rebels"
[[future]]
future = "holds"
title = "The front holds"
[[future]]
future = "south"
title = "South is taken"
target = "south"
"""


def day(number: int) -> dt.date:
    """The date of a scenario's day; the start is day 0."""
    return START + dt.timedelta(days=number)


def town(place: str, population: int | None = 1000, **cells: Any) -> Cells:
    row = {"place": place, "name": place.title(), "kind": "town", "country": "XX", "latitude": 35, "longitude": 36}
    return row | {"population": population} | cells


def road(start: str, end: str, km: float = 40, **cells: Any) -> Cells:
    row = {"route": f"{start}--{end}", "from": start, "to": end, "distance_km": km, "speed_km_day": 480}
    return row | cells


def held(place: str, actor: str, since: int = -10, **cells: Any) -> Cells:
    row = {"event": f"{place}-{since}", "kind": "control", "place": place, "actor": actor, "valid_from": day(since)}
    return row | cells


def fighting(place: str, first: int, last: int | None, intensity: float = 1, **cells: Any) -> Cells:
    row = {"event": f"fighting-{place}-{first}", "kind": "fighting", "place": place, "intensity": intensity}
    return row | {"valid_from": day(first), "valid_to": None if last is None else day(last)} | cells


def closed(route: str, first: int, last: int | None = None, **cells: Any) -> Cells:
    row = {"event": f"closed-{route}-{first}", "kind": "closure", "route": route, "valid_from": day(first)}
    return row | {"valid_to": None if last is None else day(last)} | cells


def scenario(
    places: Iterable[Cells],
    routes: Iterable[Cells] = (),
    *,
    known: Mapping[str, Any] = KNOWN,
    events: Iterable[Cells] = (),
    areas: Iterable[Cells] = (),
    observations: Iterable[Cells] = (),
    groups: Iterable[Cells] = (),
    affinity: Iterable[Cells] = (),
    **settings: Any,
) -> Scenario:
    """A scenario of these rows; ``source`` and ``known`` are filled in where they do not say."""
    rows = {"places": places, "routes": routes, "events": events, "areas": areas, "observations": observations,
            "groups": groups, "affinity": affinity}  # fmt: skip
    tables = {name: frame(name, [TABLES[name].model_validate({**known, **row}) for row in rows[name]]) for name in rows}
    for table in tables.values():
        table.index += 2  # as if read from a file with a header
    given = {"title": "A made-up country", "start": START, "as_of": day(5), "days": 6, "actors": ACTORS} | settings
    return Scenario(Settings.model_validate(given), tables)


def world(made: Scenario, days: int, known_to: int | None = None) -> World:
    """The scenario as arrays, for so many days, all of them known unless told otherwise."""
    return Builder(made, day(days if known_to is None else known_to), days).build()


def country(**settings: Any) -> Scenario:
    """Rebels come from the north and take the middle on day 3; the south and a camp beyond a narrow road are ahead.

    Two groups live there, one of which fears the rebels.
    """
    places = [
        town("north", 20_000),
        town("middle", 60_000),
        town("south", 90_000),
        town("west", 30_000),
        town("camp", None, kind="camp", capacity=5000),
        town("gate", None, kind="crossing"),
        town("abroad", 4_000_000, kind="country", country="YY"),
    ]
    routes = [
        road("north", "middle"),
        road("middle", "south", 60),
        road("middle", "west", 50),
        road("south", "west", 90),
        road("south", "camp", 20, people_per_day=300),
        road("west", "gate", 30),
        road("gate", "abroad", 30),
    ]
    events = [
        held("north", "rebels"),
        *(held(place, "government") for place in ("middle", "south", "west")),
        fighting("middle", 1, 4, 0.9, known=day(1)),
        held("middle", "rebels", 3, known=day(4)),
        closed("middle--west", 4, known=day(5)),
    ]
    observations = [
        {"place": "middle", "measure": "newly_displaced", "low": 9000, "high": 12_000, "qualifier": "between",
         "valid_to": day(3), "known": day(4)},
        {"area": "all", "measure": "present", "low": 10_000, "qualifier": "at least", "valid_to": day(4),
         "known": day(5)},
    ]  # fmt: skip
    groups = [
        {"place": place, "group": "hill folk", "share": share}
        for place, share in (("middle", 0.6), ("south", 0.5), ("west", 0.9))
    ]
    affinity = [
        {"group": "hill folk", "actor": "rebels", "value": -0.9, "basis": "made up"},
        {"group": "hill folk", "actor": "government", "value": 0.5, "basis": "made up"},
    ]
    return scenario(
        places,
        routes,
        events=events,
        areas=[{"area": "all", "place": row["place"]} for row in places[:6]],
        observations=observations,
        groups=groups,
        affinity=affinity,
        **settings,
    )


def save(made: Scenario, folder: Path, futures: str = FUTURES) -> Path:
    """Write a scenario, and futures for it, into a new folder."""
    folder.mkdir()
    made.save(folder)
    (folder / "futures.toml").write_text(futures, encoding="utf-8")
    return folder
