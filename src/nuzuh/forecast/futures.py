"""Futures of the fighting: where the front may go, when, and how likely each is by a stated rule."""

import datetime as dt
import itertools
import tomllib
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from scipy.special import betaln, ndtri

from nuzuh.scenario import InputError, Problem, Scenario
from nuzuh.scenario.tables import row_problem

#: A front that takes no further place on its way for so many days has failed once (assumption).
STALL_DAYS = 3
#: Spread of the pace ahead around the pace so far: standard deviation of its logarithm (assumption).
PACE_SPREAD = 0.7
#: The pace ahead is one of the pace's quantiles at the middles of so many equal parts.
PACES = 5
#: Intensity of fighting at a place on the day before it is taken and on the day itself (assumption).
CAPTURE_INTENSITY = 0.8
#: Earlier days, counted back from the as-of date, from which the rule is run again.
REPLAYS = (6, 3)


class Future(BaseModel):
    """One supposed future: the front goes as far as a target, or stays where it is.

    Attributes
    ----------
    future, title : str
        Its short name, and what it says.
    target : str or None
        The place that the front reaches, and halts at; None: it holds where it is.
    goes_on : bool
        Whether the other fighting goes on as it has so far (see `nuzuh.forecast.history`); else it fades where it is.
    weight : float or None
        Its weight, if the user would rather state it than have it from the rule.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    future: str
    title: str
    target: str | None = None
    goes_on: bool = False
    weight: float | None = Field(default=None, ge=0)


class Futures(BaseModel):
    """``futures.toml``: who advances, and how far it may get, nearest target first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    actor: str
    future: tuple[Future, ...] = Field(min_length=1)


#: Taken where nobody supposes any.
AS_BEFORE = Futures(
    actor="", future=(Future(future="as-before", title="The fighting goes on as it has so far", goes_on=True),)
)


def read_futures(file: Path, scenario: Scenario) -> Futures | None:
    """Read ``futures.toml``; None where there is no such file.

    Raises
    ------
    InputError
        With everything that is wrong with it.
    """
    if not file.is_file():
        return None
    try:
        futures = Futures.model_validate(tomllib.loads(file.read_bytes().decode("utf-8")))
    except UnicodeDecodeError as error:
        raise InputError(
            [Problem(file.name, f"byte {error.start} is not UTF-8", mend="save the file as UTF-8")]
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise InputError([Problem(file.name, f"not TOML: {error}", mend="mend the line that it names")]) from None
    except ValidationError as error:
        # where a future is wrong, pydantic tells in addition that there is none
        details = [detail for detail in error.errors() if detail["type"] != "too_short" or not detail["input"]]
        raise InputError([row_problem(file.name, None, detail) for detail in details]) from None
    problems = []
    if futures.actor not in scenario.settings.actors:
        problems.append(Problem(file.name, f"'{futures.actor}' is not among the actors", column="actor"))
    for future in futures.future:
        if future.target is not None and future.target not in set(scenario.places["place"]):
            problems.append(
                Problem(file.name, f"'{future.target}' is not among the places", column=f"{future.future}.target")
            )
    given = [future.weight is not None for future in futures.future]
    if any(given) and not all(given):
        problems.append(
            Problem(
                file.name, "some futures have a weight and some have none", column="weight", mend="give all, or none"
            )
        )
    if all(given) and sum(future.weight or 0 for future in futures.future) <= 0:
        problems.append(
            Problem(file.name, "the weights sum to nothing", column="weight", mend="give at least one above 0")
        )
    if problems:
        raise InputError(problems)
    return futures


@dataclass(frozen=True)
class Front:
    """An advance as it was known on a day.

    Attributes
    ----------
    taken : tuple of str
        Places on the way that have fallen since the start, in order.
    ahead : dict of str to tuple
        For each target, the places still to be taken on the way to it, itself the last, with their distance in km
        from the last place taken.
    pace_km_day : float
        Kilometres of the way gained a day, from the scenario's start to the as-of date.
    stalls : int
        Times that the front stood still for `STALL_DAYS` since it last took a place on the way.
    """

    taken: tuple[str, ...]
    ahead: dict[str, tuple[tuple[str, float], ...]]
    pace_km_day: float
    stalls: int


def front(scenario: Scenario, futures: Futures, day: dt.date) -> Front:
    """Find where an advance stands, from control events known by a day.

    The way is the shortest road from the nearest place that the actor held at the start to the first target, and on
    from each target to the next; closures do not bind who advances.
    """
    known = scenario.as_of(day)
    control = known.events[lambda e: e["kind"] == "control"].sort_values(["valid_from", "known"], kind="stable")
    begin = pd.Timestamp(known.settings.start)
    held_at_start = control[control["valid_from"] < begin].drop_duplicates("place", keep="last")
    held = set(held_at_start.loc[held_at_start["actor"] == futures.actor, "place"])
    now = control[control["valid_from"] <= pd.Timestamp(day)].drop_duplicates("place", keep="last")
    captures = now[(now["actor"] == futures.actor) & (now["valid_from"] >= begin)].set_index("place")["valid_from"]

    inside = known.places.loc[lambda p: p["kind"] != "country", "place"]
    roads = known.routes.loc[lambda r: r["from"].isin(inside) & r["to"].isin(inside)]
    graph = nx.from_pandas_edgelist(roads.sort_values("distance_km", ascending=False), "from", "to", "distance_km")
    towns = set(known.places.loc[lambda p: p["kind"] == "town", "place"])
    targets = [f.target for f in futures.future if f.target is not None and f.target in graph]
    way: list[str] = []
    if targets and (sources := sorted(held & set(graph))):
        _, way = nx.multi_source_dijkstra(graph, sources, targets[0], weight="distance_km")
        for here, there in itertools.pairwise(targets):
            way += nx.dijkstra_path(graph, here, there, weight="distance_km")[1:]
    km = np.concatenate([[0.0], np.cumsum([graph[a][b]["distance_km"] for a, b in itertools.pairwise(way)])])
    at = dict(zip(way, km, strict=False))
    stages = [place for place in way[1:] if place in towns]
    taken = tuple(place for place in stages if place in captures.index)
    reached = max((at[place] for place in taken), default=0.0)
    gained_in = (day - known.settings.start).days
    pace = reached / gained_in if reached > 0 and gained_in > 0 else float("nan")
    last = max((captures[place] for place in taken), default=begin)
    ahead = {}
    for target in targets:
        rest = stages[: stages.index(target) + 1] if target in stages else []
        ahead[target] = tuple((place, max(at[place] - reached, 0.0)) for place in rest if place not in captures.index)
    return Front(taken, ahead, pace, (pd.Timestamp(day) - last).days // STALL_DAYS)


def weigh(futures: Futures, now: Front) -> tuple[list[float], list[str]]:
    """Weight each future, and say why.

    Each place on the way is a trial: s of them fell and the front stalled f times, so with even odds to begin with
    the chance to take the next n in a row is B(s + 1 + n, f + 1) / B(s + 1, f + 1): Laplace's rule of succession. A
    future that halts at a target has the chance to reach it, less the chance to reach the next; if no future holds,
    all of them given that the nearest is reached. Weights that the user stated stand instead.

    Returns
    -------
    list of float
        Weights, which sum to 1.
    list of str
        The reason for each.
    """
    if len(futures.future) == 1:
        return [1.0], ["no other is supposed"]
    stated = [future.weight for future in futures.future]
    if all(weight is not None for weight in stated):
        total = sum(weight or 0 for weight in stated)
        return [(weight or 0) / total for weight in stated], ["stated by the user"] * len(stated)
    s, f = len(now.taken), now.stalls
    steps = [0 if future.target is None else len(now.ahead.get(future.target, ())) for future in futures.future]
    reach = [float(np.exp(betaln(s + 1 + n, f + 1) - betaln(s + 1, f + 1))) for n in steps]
    order = np.argsort(steps, kind="stable")
    weights = [0.0] * len(steps)
    for here, there in zip(order, [*order[1:], None], strict=True):
        weights[here] = (reach[here] - (reach[there] if there is not None else 0.0)) / reach[order[0]]
    reasons = [
        f"{s} place{'s' if s != 1 else ''} on the way taken, {f} stall{'s' if f != 1 else ''}, {n} ahead: "
        f"chance to get so far {chance:.2f}"
        for n, chance in zip(steps, reach, strict=True)
    ]
    return weights, reasons


def unfold(scenario: Scenario, future: Future, actor: str, now: Front, day: dt.date, days: int) -> list[pd.DataFrame]:
    """Events of one future, once for each pace that the front may keep.

    Parameters
    ----------
    scenario : Scenario
        The world as it was known.
    future, actor : Future, str
        How far the front gets, and whose it is.
    now : Front
        Where it stands.
    day : date
        The as-of date.
    days : int
        Days forecast; what would come later is left out, and with it the rest of the advance.

    Returns
    -------
    list of DataFrame
        Rows of the events table; a single one, empty, where the front holds.
    """
    stages = now.ahead.get(future.target or "", ())
    if not stages:
        return [scenario.events.iloc[:0]]
    middle = now.pace_km_day if np.isfinite(now.pace_km_day) else stages[-1][1] / days
    worlds = []
    for k in range(PACES):
        pace = middle * np.exp(PACE_SPREAD * ndtri((k + 0.5) / PACES))
        rows = []
        for place, km in stages:
            when = pd.Timestamp(day) + pd.Timedelta(days=max(1, int(np.ceil(km / pace))))
            if when > pd.Timestamp(day) + pd.Timedelta(days=days):
                break
            common = {"place": place, "actor": actor, "source": f"supposed: {future.title}", "known": pd.Timestamp(day)}
            before = max(when - pd.Timedelta(days=1), pd.Timestamp(day) + pd.Timedelta(days=1))
            rows.append({"kind": "control", "valid_from": when, **common})
            rows.append(
                {"kind": "fighting", "valid_from": before, "valid_to": when, "intensity": CAPTURE_INTENSITY, **common}
            )
        worlds.append(pd.DataFrame(rows, columns=scenario.events.columns).astype(scenario.events.dtypes))
    return worlds
