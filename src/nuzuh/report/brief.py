"""Parts of the page that need no script: the map of the as-of date as a drawing, and the list of sources."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nuzuh.report.outlines import Box
from nuzuh.report.situation import Situation

#: Width of the drawing in its own units.
WIDTH = 400.0
#: Names written on it.
NAMES = 14


@dataclass(frozen=True)
class Sketch:
    """A drawing of the as-of date: paths and dots in units of which it is `WIDTH` wide.

    Attributes
    ----------
    height : float
        Its height.
    land : tuple of str
        Outlines of countries as path data.
    roads, shut, front : str
        Roads as path data: all, those that are shut, those across the front.
    dots : tuple of dict
        Places: x, y, radius, colour, and the name where it is written.
    people : tuple of dict
        Circles of displaced people present (median): x, y, radius.
    """

    height: float
    land: tuple[str, ...]
    roads: str
    shut: str
    front: str
    dots: tuple[dict[str, Any], ...]
    people: tuple[dict[str, Any], ...]


def sketch(world: dict[str, Any], rings: Sequence[NDArray[np.float64]]) -> Sketch:
    """Draw the as-of date of the map's data."""
    region = Box(*world["region"])
    scale = WIDTH / (region.right - region.left)

    def at(x: float, y: float) -> tuple[float, float]:
        return round((x - region.left) * scale, 1), round((region.top - y) * scale, 1)

    def path(pairs: list[list[int]]) -> str:
        ends = ([at(places[k]["x"], places[k]["y"]) for k in pair] for pair in pairs)
        return "".join("M{},{}L{},{}".format(*a, *b) for a, b in ends)

    places, roads, origin = world["places"], world["roads"], world["origin"]
    inner = [all(places[k]["kind"] != "country" for k in pair) for pair in roads]
    land = ("M" + "L".join("{},{}".format(*at(*p)) for p in ring) + "Z" for ring in rings)
    named: list[tuple[float, float]] = []
    dots = []
    for k in sorted(range(len(places)), key=lambda k: -places[k]["rank"]):
        place, held = places[k], world["holder"][origin][k]
        x, y = at(place["x"], place["y"])
        free = all(abs(x - a) > 62 or abs(y - b) > 11 for a, b in named) and place["kind"] in ("town", "country")
        if written := free and len(named) < NAMES:
            named.append((x, y))
        dots.append(
            {
                "x": x,
                "y": y,
                "r": 3 if place["kind"] == "town" else 2,
                "colour": world["actors"][held]["colour"] if held >= 0 else "#777777",
                "name": place["name"] if written else "",
                "left": x > WIDTH * 0.8,
            }
        )
    most = max([*world["present"][1][origin], 1])
    people = (
        {"x": dot[0], "y": dot[1], "r": round(15 * (n / most) ** 0.5, 1)}
        for dot, n in (
            (at(p["x"], p["y"]), n) for p, n in zip(places, world["present"][1][origin], strict=True) if n >= 500
        )
    )
    return Sketch(
        height=round((region.top - region.bottom) * scale, 1),
        land=tuple(land),
        roads=path([pair for pair, home in zip(roads, inner, strict=True) if home]),
        shut=path([roads[k] for k in world["shut"][origin] if inner[k]]),
        front=path([roads[k] for k in world["front"][origin]]),
        dots=tuple(reversed(dots)),
        people=tuple(people),
    )


def sources(situation: Situation) -> list[tuple[str, int, bool]]:
    """Sources of the scenario's rows: citation, rows, and whether it is an assumption; claims are listed elsewhere."""
    count = Counter(str(source) for table in situation.scenario.tables.values() for source in table["source"])
    found = [
        (source, rows, bool(re.match("assumption", source, re.IGNORECASE)))
        for source, rows in count.items()
        if situation.claim_behind(source) is None
    ]
    return sorted(found, key=lambda row: (row[2], -row[1], row[0]))
