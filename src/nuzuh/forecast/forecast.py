"""A forecast from an as-of date: assimilate, draw the futures, run, and give quantiles."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray
from scipy.special import ndtr

from nuzuh.engine.ensemble import Member, run_all
from nuzuh.engine.run import Position, Record
from nuzuh.forecast import assimilate, history
from nuzuh.forecast.futures import AS_BEFORE, REPLAYS, Front, Futures, front, unfold, weigh
from nuzuh.forecast.result import QUANTILES, TOTAL, Difference, Forecast
from nuzuh.forecast.suppose import Suppositions, joined
from nuzuh.model.parameters import PRIORS, Parameters, draw
from nuzuh.model.world import Builder, World
from nuzuh.scenario import InputError, Problem, Scenario

SPREAD = (0.05, 0.5, 0.95)

VARIABLES = {
    "newly_displaced": "people who left their homes since the start, counted once, by the place they left",
    "present": "displaced people at a place; the total counts those on the road as well",
    "arrivals": "displaced people who arrive on a day",
    "arrivals_since_origin": "displaced people who arrive from the day after the origin on",
    "trapped": "people who would leave and cannot",
}

Progress = Callable[[str, int], Callable[[], None]]


def _silent(_: str, __: int) -> Callable[[], None]:
    return lambda: None


@dataclass(frozen=True)
class _Held:
    """Parameter sets where the counts put them, their runs to the as-of date, and what they say of each count."""

    scores: NDArray[np.float64]
    outcomes: list[tuple[Record, Position]]
    said: NDArray[np.float64]


@dataclass(frozen=True)
class _Ensemble:
    """Members that have run: their pasts, what came after, and the future that each lived."""

    past: Sequence[Record]
    ahead: Sequence[Record]
    future: NDArray[np.int64]

    def weights(self, futures: Sequence[float]) -> NDArray[np.float64]:
        """Weight of each member, given the weight of each future."""
        share = np.array(futures) / np.bincount(self.future, minlength=len(futures))
        return share[self.future]

    def counts(self, origin: int) -> dict[str, NDArray[np.float64]]:
        """Each variable as an array (member, day, location), the total last."""
        stacked: dict[str, NDArray[np.float64]] = {}
        for name in ("newly_displaced", "present", "arrivals", "trapped"):
            places = self._days(name)
            total = places.sum(axis=2, keepdims=True)
            if name == "present":
                total += self._days("on_road")[:, :, None]
            stacked[name] = np.concatenate([places, total], axis=2)
        later = stacked["arrivals"].copy()
        later[:, : origin + 1] = 0
        return stacked | {"arrivals_since_origin": later.cumsum(axis=1)}

    def _days(self, name: str) -> NDArray[np.float64]:
        both = zip(self.past, self.ahead, strict=True)
        return np.stack([np.concatenate([getattr(past, name), getattr(ahead, name)]) for past, ahead in both])


def check_origin(scenario: Scenario, as_of: dt.date) -> None:
    """Refuse an as-of date from which there is nothing to forecast.

    Raises
    ------
    InputError
        If it is before the scenario's start.
    """
    start = scenario.settings.start
    if as_of < start:
        message = f"the as-of date {as_of} is before the start {start}"
        raise InputError([Problem("scenario.toml", message, column="start", mend="take a later date")])


def forecast(
    scenario: Scenario,
    *,
    as_of: dt.date,
    days: int,
    futures: Futures | None = None,
    suppose: Suppositions = MappingProxyType({}),
    members: int = 300,
    seed: int = 1,
    cores: int | None = None,
    progress: Progress = _silent,
) -> Forecast:
    """Forecast displacement with only what was known on the as-of date.

    Parameters
    ----------
    scenario : Scenario
        The world; it is cut here.
    as_of : date
        The origin.
    days : int
        Days after it.
    futures : Futures or None
        Supposed futures of the fighting; None: it goes on as it has so far.
    suppose : mapping of str to DataFrame
        Suppositions by name: events after the as-of date, each table of them added to every future for itself.
    members : int
        Runs, shared evenly among the futures.
    seed : int
        Key of all draws, 0 to 2**32 - 1.
    cores : int or None
        Threads; the numbers do not depend on it.
    progress : callable
        Called with a label and a number of steps; returns what to call after each step.

    Returns
    -------
    Forecast
        Quantiles, flows, and what they rest on.

    Raises
    ------
    InputError
        If the as-of date is before the scenario's start, or nothing was known by then.
    """
    check_origin(scenario, as_of)
    start = scenario.settings.start
    known = scenario.as_of(as_of)
    futures = futures or AS_BEFORE
    origin = (as_of - start).days
    each = max(1, members // len(futures.future))

    builder = Builder(known, as_of, origin + 1)
    past = builder.build()
    published = assimilate.counts(known, past, origin)
    held = _hold(past, published, each, seed, cores, progress)

    now = front(known, futures, as_of)
    drifted = draw(ndtr(assimilate.drifted(held.scores, seed)))
    step = progress("Running the futures", each * len(futures.future) * (1 + len(suppose)))

    def go_on(supposed: pd.DataFrame | None = None) -> _Ensemble:
        branches = worlds(known, futures, as_of, days, seed, supposed)
        runs = run_all(_runs(branches, held, drifted), seed=seed, cores=cores, progress=step)
        return _Ensemble(
            past=[record for _ in branches for record, _ in held.outcomes],
            ahead=[record for record, _ in runs],
            future=np.repeat(np.arange(len(branches)), each),
        )

    ensemble = go_on()
    counts = ensemble.counts(origin)
    table = _table(futures, now, history.history(history.past(builder)))
    weights = ensemble.weights(table["weight"])
    differences = []
    for name, events in suppose.items():
        changed = go_on(events).counts(origin)
        less = {measure: (changed[measure] - counts[measure])[:, origin:] for measure in counts}
        differences.append(_difference(name, events, less, ensemble, table, known, as_of))
    return Forecast(
        scenario=known,
        origin=as_of,
        days=days,
        members=len(ensemble.ahead),
        seed=seed,
        quantiles=_quantiles(counts, weights, known, start),
        even=_quantiles(_totals(counts), ensemble.weights(table["even"]), known, start),
        by_future=_by_future(counts, ensemble, table, known, start),
        flows=_flows(ensemble, weights, past),
        futures=table,
        replays=_replays(scenario, futures, as_of),
        parameters=_parameters(draw(ndtr(held.scores))),
        fit=_fit(published, held.said),
        differences=tuple(differences),
    )


def _hold(
    past: World, published: assimilate.Counts, sets: int, seed: int, cores: int | None, progress: Progress
) -> _Held:
    """Draw parameter sets, run them to the as-of date, and move them towards the counts, a few times over."""
    rounds = assimilate.ROUNDS if len(published.places) else 0
    step = progress("Holding parameters against the counts", (rounds + 1) * sets)
    scores = assimilate.prior_scores(seed, sets, len(PRIORS))
    for turn in range(rounds + 1):
        members = [Member(past, p, k) for k, p in enumerate(draw(ndtr(scores)))]
        outcomes = list(run_all(members, seed=seed, cores=cores, progress=step))
        said = assimilate.modelled(published, past, [record for record, _ in outcomes])
        if turn < rounds:
            scores = assimilate.moved(scores, said, published, seed, turn)
    return _Held(scores, outcomes, said)


def worlds(
    known: Scenario, futures: Futures, as_of: dt.date, days: int, seed: int, supposed: pd.DataFrame | None = None
) -> list[list[World]]:
    """Worlds of each future, one for each pace of the front and course of other fighting, with supposed events in all.

    Where the fighting elsewhere goes on, its courses share the paces evenly.
    """
    now = front(known, futures, as_of)
    builder = Builder(known, as_of, (as_of - known.settings.start).days + 1 + days)
    branches = []
    for future in futures.future:
        advances = unfold(known, future, futures.actor, now, as_of, days)
        if supposed is not None:
            advances = [joined(events, supposed) for events in advances]
        if future.goes_on:
            courses = history.courses(history.past(builder), days, seed)
            branches.append([builder.build(advances[k % len(advances)], ahead) for k, ahead in enumerate(courses)])
        else:
            branches.append([builder.build(events) for events in advances])
    return branches


def _runs(branches: Sequence[Sequence[World]], held: _Held, drifted: Sequence[Parameters]) -> list[Member]:
    """Runs of all members into each future, whose worlds (one for each pace of the front) they share evenly.

    All go on from the same pasts with the same draws, so that they differ by their events alone.
    """
    return [
        Member(variants[k % len(variants)], drifted[k], k, position)
        for variants in branches
        for k, (_, position) in enumerate(held.outcomes)
    ]


def _table(futures: Futures, now: Front, so_far: history.History) -> pd.DataFrame:
    """Futures with their weights, and why they weigh so much, and go as they do."""
    weights, reasons = weigh(futures, now)
    told = [f"{why}; {so_far}" if f.goes_on else why for f, why in zip(futures.future, reasons, strict=True)]
    return pd.DataFrame(
        {
            "future": [f.future for f in futures.future],
            "title": [f.title for f in futures.future],
            "weight": weights,
            "even": 1 / len(futures.future),
            "why": told,
        }
    )


def _difference(
    name: str,
    events: pd.DataFrame,
    less: dict[str, NDArray[np.float64]],
    ensemble: _Ensemble,
    table: pd.DataFrame,
    scenario: Scenario,
    as_of: dt.date,
) -> Difference:
    """Sum up by how much a supposition's members differ from the unchanged ones, from the as-of date on."""
    weights = ensemble.weights(table["weight"])
    quantiles = _quantiles(less, weights, scenario, as_of)

    def chance(so: Callable[[NDArray[np.float64]], NDArray[np.bool_]]) -> xr.Dataset:
        shares = {m: (("time", "location"), np.tensordot(weights, so(v), axes=1)) for m, v in less.items()}
        return xr.Dataset(shares, {name: quantiles[name] for name in ("time", "location")})

    by_future = _by_future(less, ensemble, table, scenario, as_of)
    return Difference(name, events, quantiles, by_future, above=chance(lambda v: v > 0), below=chance(lambda v: v < 0))


def _totals(counts: dict[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    return {name: values[:, :, -1:] for name, values in counts.items()}


def _by_future(
    counts: dict[str, NDArray[np.float64]], ensemble: _Ensemble, table: pd.DataFrame, scenario: Scenario, first: dt.date
) -> xr.Dataset:
    """Quantiles of the totals within each future."""
    parts = []
    for number in range(len(table)):
        lived = ensemble.future == number
        inside = {name: values[lived] for name, values in _totals(counts).items()}
        parts.append(_quantiles(inside, np.ones(lived.sum()), scenario, first))
    return xr.concat(parts, pd.Index(table["future"], name="future"))


def _weighted(values: NDArray[np.float64], weights: NDArray[np.float64], at: Sequence[float]) -> NDArray[np.int64]:
    # members that weigh the same are to count exactly the same, whatever all weights sum to
    even = weights / weights.max()
    return np.quantile(values, at, axis=0, weights=even, method="inverted_cdf").astype(np.int64)


def _quantiles(
    counts: dict[str, NDArray[np.float64]],
    weights: NDArray[np.float64],
    scenario: Scenario,
    first: dt.date,
) -> xr.Dataset:
    """Quantiles over members of counts by (member, day from the first on, location), the total last or alone."""
    _, days, locations = next(iter(counts.values())).shape
    coords = {
        "quantile": (
            "quantile",
            list(QUANTILES),
            {"long_name": "probability that the figure is not above", "units": "1"},
        ),
        "time": pd.date_range(first, periods=days),
        "location": [*scenario.places["place"], TOTAL][-locations:],
    }
    variables = {
        name: (
            ("quantile", "time", "location"),
            _weighted(values, weights, QUANTILES),
            {"units": "people", "long_name": VARIABLES[name]},
        )
        for name, values in counts.items()
    }
    return xr.Dataset(variables, coords)


def _flows(ensemble: _Ensemble, weights: NDArray[np.float64], world: World) -> xr.Dataset:
    flows = np.stack([record.flows for record in ensemble.ahead])
    flows = np.concatenate([flows, flows.sum(axis=2, keepdims=True)], axis=2)
    return xr.Dataset(
        {
            "arrivals": (
                ("quantile", "home", "destination"),
                _weighted(flows, weights, SPREAD),
                {"units": "people", "long_name": "arrivals after the origin, by home and destination"},
            )
        },
        {"quantile": list(SPREAD), "home": list(world.places), "destination": [*world.places, TOTAL]},
    )


def _replays(scenario: Scenario, futures: Futures, as_of: dt.date) -> pd.DataFrame:
    """Run the rule of weights from earlier days, with what was known then."""
    rows = []
    for back in REPLAYS:
        day = as_of - dt.timedelta(days=back)
        if day >= scenario.settings.start:
            weights, reasons = weigh(futures, front(scenario, futures, day))
            rows += [(day, f.future, w, why) for f, w, why in zip(futures.future, weights, reasons, strict=True)]
    return pd.DataFrame(rows, columns=["as_of", "future", "weight", "why"])


def _parameters(draws: Sequence[Parameters]) -> pd.DataFrame:
    before = np.array([prior.quantile(np.array(SPREAD)) for prior in PRIORS])
    rows = [(p.name, p.meaning, p.unit, p.basis) for p in PRIORS]
    told = pd.DataFrame(rows, columns=["parameter", "meaning", "unit", "basis"])
    told[["prior_low", "prior_median", "prior_high"]] = before
    told[["low", "median", "high"]] = np.quantile(np.array(draws), SPREAD, axis=0).T
    return told


def _fit(published: assimilate.Counts, said: NDArray[np.float64]) -> pd.DataFrame:
    table = published.table.drop(columns=["first", "error"])
    if len(table):
        table[["model_low", "model_median", "model_high"]] = np.quantile(said, SPREAD, axis=0).T
    return table
