"""Forecasts without a model, to be beaten: the last report, a damped trend, and a formula of growth and spread."""

import datetime as dt
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from nuzuh.forecast.forecaster import Forecaster
from nuzuh.scenario.reports import Report, Reports

#: Spread of the logarithm of a count in 30 days where there is no past, and how many changes of the past it weighs.
USUAL, WEIGHT = 0.25, 5.0
#: A change from fewer people than this tells nothing, and no logarithm of one counts for more than this.
FEWEST, MOST = 50.0, 2.0
#: Days over which a trend is taken, and the share of it that goes on.
TREND_DAYS, TREND_SHARE = 30, 0.5
#: The formula's: days that its growth looks back, share of it that goes on, days that it lasts, and the share of the
#: conflict's past spread (assumption: round figures within the best of those tried on the shared conflicts).
LOOKBACK, ONWARD, LASTS, NARROWER = 40.0, 0.6, 90.0, 0.3


def last(series: Sequence[Report], day: int) -> float | None:
    """People of the last report on or before a day; None where there is none."""
    return next((report.people for report in reversed(series) if report.day <= day), None)


def spread(series: Sequence[Sequence[Report]], day: int, horizon: int) -> float:
    """Root mean square of the past changes of the logarithm over so many days, with a prior."""
    squares, changes = WEIGHT * USUAL**2 * horizon / 30, WEIGHT
    ends = np.arange(day, horizon - 1, -max(horizon, 1))  # over no days at all nothing changes
    for counts in series:
        days, people = [report.day for report in counts], np.array([0.0, *(report.people for report in counts)])
        before, after = (people[np.searchsorted(days, at, side="right")] for at in (ends - horizon, ends))
        told = (before > FEWEST) & (after > 0)
        squares += float((np.minimum(np.abs(np.log(after[told] / before[told])), MOST) ** 2).sum())
        changes += int(told.sum())
    return float(np.sqrt(squares / changes))


class Last(Forecaster):
    """The last report, with the spread of the conflict's own past changes."""

    width = 1.0

    def _predict(
        self, reports: Reports, origins: Sequence[dt.date], horizons: Sequence[int], levels: NDArray[np.float64]
    ) -> Iterator[NDArray[np.float64]]:
        for origin in origins:
            day, series = reports.day(origin), list(reports.by(origin).series().values())
            by_day = []
            for horizon in horizons:
                factor = np.exp(self.width * spread(series, day, horizon) * ndtri(levels))
                by_day.append(np.outer(factor, [self._centre(counts, day, horizon) for counts in series]))
            yield np.stack(by_day, axis=1)

    def _centre(self, series: Sequence[Report], day: int, horizon: int) -> float:
        return series[-1].people


class Trend(Last):
    """The last report and half of the recent trend, with the same spread."""

    def _centre(self, series: Sequence[Report], day: int, horizon: int) -> float:
        now, before = series[-1].people, last(series, day - TREND_DAYS)
        change = 0.0 if before is None else now - before
        return max(now + TREND_SHARE * change * horizon / TREND_DAYS, 0.0)


class Formula(Last):
    """Damped growth by the mean daily change of the recent past, with a part of the same spread."""

    width = NARROWER

    def _centre(self, series: Sequence[Report], day: int, horizon: int) -> float:
        now = series[-1]
        days = np.array([report.day for report in series], dtype=float)
        people = np.array([report.people for report in series])
        kept = np.exp((days - now.day) / LOOKBACK)
        weights = LOOKBACK * np.diff(kept)
        counted = (people[:-1] > 0) & (np.diff(days) > 0)
        change = np.clip(np.diff(people), -0.5 * people[:-1], 3 * people[:-1])[counted] / np.diff(days)[counted]
        rate = float((weights[counted] * change).sum() / (weights[counted].sum() + LOOKBACK / 10))
        ahead = LASTS * float(1 - np.exp(-(horizon + day - now.day) / LASTS))
        return max(now.people + ONWARD * rate * ahead, 0.3 * now.people)
