"""The forecaster of counts: `nuzuh.forecast.growth` for places with people, openings for those without."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import takewhile
from math import exp, log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from nuzuh.forecast.alarm import alarm
from nuzuh.forecast.forecaster import Forecaster
from nuzuh.forecast.growth import Place, State, ahead, log_spread, observe
from nuzuh.forecast.priors import Growth
from nuzuh.scenario.reports import Report, Reports

#: Points that stand for a distribution: the middles of so many equal parts of its probability. Against 4,000 of them,
#: quantiles differ by 2 in 1,000 on average, and by 2 in 100 at most.
POINTS = 100
_MIDDLES = (np.arange(POINTS) + 0.5) / POINTS


class Case(NamedTuple):
    """What is asked: a place, days after its last report, and its alarm on the as-of date."""

    place: Place
    days: int
    alarm: float


class Camps(Forecaster):
    """Forecasts by damped inflow, spread and jumps.

    Parameters
    ----------
    growth : Growth
        What other conflicts say.
    """

    def __init__(self, growth: Growth) -> None:
        self.growth = growth

    def _predict(
        self, reports: Reports, origins: Sequence[dt.date], horizons: Sequence[int], levels: NDArray[np.float64]
    ) -> Iterator[NDArray[np.float64]]:
        for day, state in zip(map(reports.day, origins), states(reports, origins, self.growth), strict=True):
            places = [state.places[name] for name in sorted(state.places)]
            alarms = [self.growth.alarm_inflow and alarm(reports.fighting, name, day) for name in sorted(state.places)]
            until = [
                Case(place, h + day - place.day, alarmed)
                for h in horizons
                for place, alarmed in zip(places, alarms, strict=True)
            ]
            values = np.empty((len(until), len(levels)))
            inhabited = np.array([place.people > 0 for place, _, _ in until])
            filled, empty = ([until[k] for k in np.flatnonzero(which)] for which in (inhabited, ~inhabited))
            if filled:
                values[inhabited] = _going_on(state, filled, self.growth, levels)
            if empty:
                values[~inhabited] = _opening(state, empty, self.growth, levels, day)
            yield values.reshape(len(horizons), len(places), -1).transpose(2, 0, 1)


def states(reports: Reports, origins: Sequence[dt.date], growth: Growth) -> Iterator[State]:
    """Carry the state from origin to origin; yield it at each.

    A count of an earlier day that came late, or was revised, takes it back to the state before that count.
    """
    told: list[Report] = []
    carried = [State()]  # and after each report told
    for origin in origins:
        known = reports.by(origin).rows
        same = sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(told, known, strict=False)))
        del told[same:], carried[same + 1 :]
        for report in known[same:]:
            told.append(report)
            carried.append(observe(carried[-1], report, growth))
        yield carried[-1]


def _going_on(state: State, until: Sequence[Case], growth: Growth, levels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Quantiles (case, quantile) of places with people: with a jump or without, in logarithms."""
    expected = [ahead(state, place, days, growth, alarmed) for place, days, alarmed in until]
    middle = np.log([e.people for e in expected])[:, None]
    spread = np.array([log_spread(e) for e in expected])[:, None]
    jump = np.array([e.jump for e in expected])[:, None]
    jumped = np.hypot(spread, growth.jump_sd)
    changed, moved = spread * stdtrit(growth.tail, _MIDDLES), jumped * ndtri(_MIDDLES)
    points = middle + np.concatenate([changed, moved], axis=1)
    weights = np.concatenate([np.repeat(1 - jump, POINTS, axis=1), np.repeat(jump, POINTS, axis=1)], axis=1)
    return np.exp(_quantiles(points, weights, levels))


def _quantiles(
    points: NDArray[np.float64], weights: NDArray[np.float64], levels: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Quantiles of weighted points, row by row."""
    order = np.argsort(points, axis=1)
    below = np.take_along_axis(weights, order, axis=1).cumsum(axis=1)
    rank = (below[:, None, :] < levels[None, :, None] * below[:, -1:, None] * (1 - 1e-12)).sum(axis=2)
    return np.take_along_axis(np.take_along_axis(points, order, axis=1), rank, axis=1)


def _opening(
    state: State, until: Sequence[Case], growth: Growth, levels: NDArray[np.float64], day: int
) -> NDArray[np.float64]:
    """Quantiles (case, quantile) of empty places: empty still, or a new count of a share of the others' mean."""
    mean = state.mean_people
    middle = log(mean * growth.opening_share if mean else growth.opening_people)
    opened = np.empty((len(until), 1))
    for k, (place, days, _) in enumerate(until):
        rate = growth.opening_rate / (1 + (day - place.since) / growth.opening_days)
        opened[k] = 1 - exp(-rate * days)
    # on the day of its count it is empty for certain
    level = (levels - (1 - opened)) / np.maximum(opened, np.finfo(float).tiny)
    return np.where(level > 0, np.exp(middle + growth.opening_sd * ndtri(np.clip(level, 1e-9, 1 - 1e-9))), 0.0)
