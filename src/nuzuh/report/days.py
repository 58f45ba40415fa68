"""The world and the people in it, day by day, as the map's script reads them."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nuzuh.forecast.result import TOTAL
from nuzuh.model.world import Arrays, Builder
from nuzuh.report.outlines import Box, mercator
from nuzuh.report.situation import Situation
from nuzuh.report.words import LEAST_TOLD, Range, rounded

#: A place further out than the others' rectangle, widened by this share, is drawn at its edge.
MARGIN = 0.06
#: Flows drawn on the map.
FLOWS = 24
#: A dot's shape by actor, so that colour is not all that tells them apart.
SHAPES = ("circle", "square", "triangle", "diamond", "inverted_triangle", "hex")
#: Colours that colour-blind people tell apart, for actors to whom the scenario gives none (Okabe and Ito 2008).
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8C6D1F")
_LIKELY = (0.05, 0.5, 0.95)


def by_day(situation: Situation) -> dict[str, Any]:
    """Gather what the map shows, for every day from the scenario's start to the last one forecast.

    Returns
    -------
    dict
        To be written as JSON. ``days`` are ISO dates and ``origin`` the index of the as-of date; ``places``,
        ``roads``, ``actors`` and ``flows`` are lists of their fixed properties; ``holder``, ``since``, ``present``
        (three of it: 5 %, median, 95 %), ``arrivals`` (likewise) and ``trapped`` are by day and place; ``shut`` and
        ``front`` list the roads, and ``marks`` the fighting, of each day.
    """
    forecast = situation.forecast
    start = forecast.scenario.settings.start
    total = (situation.last_day - start).days + 1
    arrays = Builder(forecast.scenario, situation.as_of, total).build().arrays
    origin = (situation.as_of - start).days
    # nobody knows who will hold what: after the as-of date the map shows what was last known
    known = np.minimum(np.arange(total), origin)
    holder = arrays.holder[known]
    since = np.minimum(arrays.days_held[known], 10_000)
    since = np.where(since >= 10_000, -1, known[:, None] - since).astype(int)
    x, y, region = positions(situation.scenario.places)
    roads, shut, front = _roads(arrays, known, holder)
    return {
        "days": [d.date().isoformat() for d in pd.date_range(start, periods=total)],
        "origin": origin,
        "region": [round(v) for v in region],
        "actors": _actors(situation, holder),
        "places": _places(situation, x, y),
        "roads": roads,
        "shut": shut,
        "front": front,
        "holder": holder.tolist(),
        "since": since.tolist(),
        "marks": [list(_marks(situation, roads, x, y, origin if day > origin else day)) for day in range(total)],
        **{name: _people(situation, name) for name in ("present", "arrivals", "trapped")},
        "flows": _flows(situation, x, y),
    }


def positions(places: pd.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.float64], Box]:
    """Where places are drawn, in metres of Web Mercator, and the region that they span.

    Countries beyond the border, whose own coordinates may be far off, are moved to the region's edge.
    """
    x, y = mercator(places["longitude"].to_numpy(float), places["latitude"].to_numpy(float))
    inner = (places["kind"] != "country").to_numpy()
    inner = inner if inner.any() else ~inner
    tight = Box(x[inner].min(), y[inner].min(), x[inner].max(), y[inner].max())
    edge = tight.padded(MARGIN + (0.05 if len(places) == 1 else 0))
    (cx, cy) = edge.centre
    # along the line from the middle, so that a country stays in its direction
    over = np.maximum(np.abs(x - cx) / max(edge.right - cx, 1.0), np.abs(y - cy) / max(edge.top - cy, 1.0))
    shrink = np.where(inner, 1.0, 1 / np.maximum(over, 1.0))
    return cx + (x - cx) * shrink, cy + (y - cy) * shrink, edge.padded(0.03)


def _actors(situation: Situation, holder: NDArray[np.int64]) -> list[dict[str, Any]]:
    """Name, colour and shape of every actor, in the settings' order, and whether it holds any place on any day."""
    holds = [bool((holder == k).any()) for k in range(len(situation.scenario.settings.actors))]
    turn = np.cumsum(holds) - 1
    given = {a.colour for a in situation.scenario.settings.actors.values() if "colour" in a.model_fields_set}
    free = cycle([colour for colour in COLOURS if colour not in given] or COLOURS)
    return [
        {
            "name": actor.name,
            "colour": actor.colour if "colour" in actor.model_fields_set else next(free),
            "shape": SHAPES[turn[k] % len(SHAPES)],
            "holds": holds[k],
        }
        for k, actor in enumerate(situation.scenario.settings.actors.values())
    ]


def _places(situation: Situation, x: NDArray[np.float64], y: NDArray[np.float64]) -> list[dict[str, Any]]:
    settings = situation.scenario.settings
    table = situation.scenario.places
    size = table["population"].to_numpy(float, na_value=0.0)
    size = np.where(table["kind"] == "country", 1e9, size)
    size = np.where(table["place"].isin([settings.focus, settings.capital]), 1e10, size)
    return [
        {
            "name": name,
            "kind": kind,
            "x": round(px),
            "y": round(py),
            "rank": int(weight),
            "residents": None if pd.isna(population) else int(population),
        }
        for name, kind, population, px, py, weight in zip(
            table["name"], table["kind"], table["population"], x, y, size, strict=True
        )
    ]


def _roads(
    arrays: Arrays, known: NDArray[np.int64], holder: NDArray[np.int64]
) -> tuple[list[list[int]], list[list[int]], list[list[int]]]:
    """Pairs of places that roads join; by day, those whose every road is shut; by day, those across a front."""
    ends = np.sort(np.column_stack([arrays.road_start, arrays.road_end]), axis=1)
    pairs, pair = np.unique(ends, axis=0, return_inverse=True)
    shut, front = [], []
    for day in known:
        opened = np.zeros(len(pairs), dtype=bool)
        np.logical_or.at(opened, pair.ravel(), arrays.road_open[arrays.network[day]])
        sides = holder[day][pairs]
        shut.append(np.flatnonzero(~opened).tolist())
        front.append(np.flatnonzero((sides[:, 0] != sides[:, 1]) & (sides >= 0).all(axis=1)).tolist())
    return pairs.tolist(), shut, front


def _marks(
    situation: Situation, roads: list[list[int]], x: NDArray[np.float64], y: NDArray[np.float64], day: int
) -> Iterator[dict[str, Any]]:
    """Fighting and strikes of a day."""
    scenario = situation.scenario
    when = pd.Timestamp(scenario.settings.start) + pd.Timedelta(days=day)
    events = scenario.events
    so = events[
        events["kind"].isin(["fighting", "strike"])
        & (events["valid_from"] <= when)
        & (events["valid_to"].isna() | (events["valid_to"] >= when))
    ]
    index = {place: k for k, place in enumerate(scenario.places["place"])}
    ends = scenario.routes.set_index("route")[["from", "to"]]
    for kind, place, route, actor in so[["kind", "place", "route", "actor"]].itertuples(index=False):
        at = [index[p] for p in ([place] if pd.notna(place) else ends.loc[route])]
        yield {
            "kind": kind,
            "x": round(float(np.mean(x[at]))),
            "y": round(float(np.mean(y[at]))),
            "what": f"{kind.capitalize()}{f' by {situation.actor(actor)}' if pd.notna(actor) else ''}",
        }


def _people(situation: Situation, variable: str) -> list[list[list[int]]]:
    """Quantiles by day and place, in whole people: three digits are more than anybody knows."""
    places = list(situation.scenario.places["place"])
    data = situation.forecast.quantiles[variable].sel(quantile=list(_LIKELY), method="nearest")
    values = data.sel(location=places).transpose("quantile", "time", "location").to_numpy()
    power = 10.0 ** np.maximum(np.floor(np.log10(np.maximum(values, 1))) - 2, 0)
    result: list[list[list[int]]] = (np.rint(values / power) * power).astype(np.int64).tolist()
    return result


def _flows(situation: Situation, x: NDArray[np.float64], y: NDArray[np.float64]) -> list[dict[str, Any]]:
    """Return the largest movements from a home to a destination, most people last."""
    index = {place: k for k, place in enumerate(situation.scenario.places["place"])}
    return [
        {
            "from": [round(x[index[home]]), round(y[index[home]])],
            "to": [round(x[index[end]]), round(y[index[end]])],
            "what": f"{situation.name(home)} → {situation.name(end)}",
            "told": str(told),
            "people": rounded(told.median),
        }
        for home, end, told in reversed(movements(situation)[:FLOWS])
    ]


def movements(situation: Situation) -> list[tuple[str, str, Range]]:
    """Who arrives where from where over the days forecast: home, destination, people; largest median first.

    Movements of fewer than `LEAST_TOLD` people (95 % quantile) are left out.
    """
    arrivals = situation.forecast.flows["arrivals"].sel(quantile=list(_LIKELY), method="nearest")
    arrivals = arrivals.transpose("home", "destination", "quantile")
    homes, ends = (list(map(str, arrivals[d].to_numpy())) for d in ("home", "destination"))
    values = arrivals.to_numpy()
    found = [
        (homes[h], ends[d], Range(*map(float, values[h, d])))
        for h, d in np.argwhere(values[:, :, 2] >= LEAST_TOLD).tolist()
        if ends[d] != TOTAL and homes[h] != ends[d]
    ]
    return sorted(found, key=lambda row: (-row[2].median, -row[2].high, row[:2]))
