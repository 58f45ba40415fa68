"""Small Flee cases, made up."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from nuzuh.scenario.flee import Counts, FleeCase, FleeSettings

PLACE = {
    "region": "",
    "country": "Home",
    "latitude": 0.0,
    "longitude": 0.0,
    "kind": "town",
    "conflict_day": 0,
    "size": np.nan,
    "deactivation_probability": np.nan,
    "conflict_intensity": np.nan,
    "initial_idps": np.nan,
}
LINK = {"redirection": 0, "max_move_speed": np.nan, "walk_probability": 0.0}


def place(name: str, kind: str = "town", size: float = np.nan, **more: Any) -> dict[str, Any]:
    """A row of places."""
    return {"place": name, **PLACE, "kind": kind, "size": size, **more}


def link(start: str, end: str, km: float, **more: Any) -> dict[str, Any]:
    """A row of links."""
    return {"start": start, "end": end, "km": float(km), **LINK, **more}


def case(
    places: Iterable[dict[str, Any]],
    links: Iterable[dict[str, Any]],
    *,
    days: int = 20,
    total: Iterable[float] = (0.0,),
    closures: Iterable[tuple[str, str, str, int, int]] = (),
    conflicts: Mapping[str, Any] | None = None,
    changes: Iterable[tuple[str, str, int]] = (),
    demographics: Mapping[str, pd.DataFrame] | None = None,
    counts: Mapping[str, Counts] | None = None,
    corrections: Iterable[tuple[str, int]] = (),
    spawn: Mapping[str, Any] | None = None,
    hasten: int = 1,
    **move: Any,
) -> FleeCase:
    """A case of 200 km a day; `total` is the count of everyone from day 0 on, the last for good.

    Places of kind conflict_zone are in conflict on all days, unless `conflicts` says otherwise.
    """
    table = pd.DataFrame(list(places))
    course = np.array(list(total), dtype=float)
    if conflicts is None:
        conflicts = {name: np.ones(days) for name in table.loc[table["kind"] == "conflict_zone", "place"]}
    settings = FleeSettings.model_validate(
        {
            "spawn_rules": {"sum_from_camps": False, **(spawn or {})},
            "move_rules": {"max_move_speed": 200.0, **move},
            "optimisations": {"hasten": hasten},
        }
    )
    everyone = {"total": Counts(np.arange(course.size), course), **(counts or {})}
    return FleeCase(
        name="made-up",
        start=dt.date(2031, 3, 1),
        days=days,
        settings=settings,
        places=table,
        links=pd.DataFrame(list(links), columns=["start", "end", "km", *LINK]),
        closures=pd.DataFrame(list(closures), columns=["kind", "name1", "name2", "start", "end"]),
        conflicts=pd.DataFrame(conflicts, index=range(days)),
        changes=pd.DataFrame(list(changes), columns=["place", "kind", "day"]),
        demographics=dict(demographics or {}),
        counts=everyone,
        sources={name: f"{name}.csv" for name in everyone},
        corrections=pd.DataFrame(list(corrections), columns=["place", "day"]),
    )


def day_one(people: int) -> tuple[float, float]:
    """Counts by which so many people appear on day 1, and nobody else."""
    return 0.0, float(people)
