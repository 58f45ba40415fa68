"""Forecasts from past days, held against what came: the counts of one conflict as a trial."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nuzuh.forecast.baselines import last
from nuzuh.forecast.forecaster import LEVELS, Forecaster
from nuzuh.forecast.scores import held, pinball, warned
from nuzuh.scenario.reports import Report, Reports

HORIZONS = (7, 30, 90)
#: A count between reports is taken where a report is no farther off than so many days, or this share of the horizon.
NEAR_DAYS, NEAR_SHARE = 7.0, 0.2
#: Days from the start to the first origin.
FIRST = 30


@dataclass(frozen=True)
class Trial:
    """What came, for every origin, horizon and place where it is known.

    Attributes
    ----------
    reports : Reports
        All that was published.
    origins : sequence of date
        As-of dates.
    table : DataFrame
        A row a case: ``origin`` (date), ``horizon`` (days), ``place``, ``truth`` (people), ``known`` (date by which the
        truth was published).
    """

    reports: Reports
    origins: Sequence[dt.date]
    table: pd.DataFrame


def trial(reports: Reports, every: int, horizons: Sequence[int] = HORIZONS) -> Trial:
    """Set a trial up, with an origin every so many days from `FIRST` to the last report."""
    end = max((report.day for report in reports.rows), default=0)
    days = range(FIRST, end - min(horizons), every)
    return against(reports, [reports.start + dt.timedelta(days=day) for day in days], horizons)


def against(reports: Reports, origins: Sequence[dt.date], horizons: Sequence[int]) -> Trial:
    """Set a trial up with these origins; those after which nothing is known are left out."""
    rows = [
        (origin, horizon, place, *truth)
        for origin in origins
        for horizon in horizons
        for place, counts in reports.series().items()
        if counts[0].day <= reports.day(origin)
        and (truth := _truth(counts, reports.day(origin) + horizon, horizon)) is not None
    ]
    table = pd.DataFrame(rows, columns=["origin", "horizon", "place", "truth", "known"])
    table["known"] = [reports.start + dt.timedelta(days=int(day)) for day in table["known"]]
    return Trial(reports, sorted(set(table["origin"])), table)


def _truth(counts: Sequence[Report], day: int, horizon: int) -> tuple[float, int] | None:
    """Read the count of a day between reports, and the day of the later; none where none is near or none is later."""
    days = np.array([report.day for report in counts])
    if days[-1] < day or np.abs(days - day).min() > max(NEAR_DAYS, NEAR_SHARE * horizon):
        return None
    people = float(np.interp(day, days, [report.people for report in counts]))
    return people, int(days[np.searchsorted(days, day)])


def run(forecaster: Forecaster, trial: Trial) -> pd.DataFrame:
    """Forecast every case of a trial, and score it.

    Returns
    -------
    DataFrame
        As from `scored`.
    """
    table = trial.table
    quantiles = np.empty((len(table), len(LEVELS)))
    horizons = sorted(set(table["horizon"]))
    rows = table.groupby("origin").indices
    for prediction in forecaster.predict(trial.reports, trial.origins, horizons):
        at = rows[prediction.origin]
        days = np.searchsorted(horizons, table["horizon"].to_numpy()[at])
        places = np.searchsorted(prediction.places, table["place"].to_numpy(str)[at])
        quantiles[at] = prediction.quantiles[:, days, places].T
    return scored(table, quantiles)


def scored(table: pd.DataFrame, quantiles: NDArray[np.float64]) -> pd.DataFrame:
    """Score quantiles (case, level) of a trial's table.

    Returns
    -------
    DataFrame
        The table with ``score`` (`pinball`, people), ``pit`` (the share of the levels below the truth, ties halved),
        ``held50``, ``held80`` and ``held90``.
    """
    truth = table["truth"].to_numpy(float)
    levels = len(LEVELS) + 1
    pit = ((quantiles < truth[:, None]).sum(axis=1) + (quantiles <= truth[:, None]).sum(axis=1) + 1) / (2 * levels)
    inside = {f"held{width}": _interval(quantiles, width / 100, truth) for width in (50, 80, 90)}
    return table.assign(score=pinball(quantiles, LEVELS, truth), pit=pit, **inside)


def _interval(quantiles: NDArray[np.float64], share: float, truth: NDArray[np.float64]) -> NDArray[np.bool_]:
    tail = int(np.argmin(np.abs(LEVELS - (1 - share) / 2)))
    return held(quantiles[:, tail], quantiles[:, -1 - tail], truth)


def score(scored: pd.DataFrame) -> pd.DataFrame:
    """Sum scored cases up by horizon.

    Returns
    -------
    DataFrame
        By horizon: ``origins``, ``score`` (people off per person truly there, the mean over the origins), and the
        shares of cases that each interval held.
    """
    relative = by_origin(scored, ["score"])["score"].groupby("horizon")
    return pd.concat(
        [relative.size().rename("origins"), relative.mean().rename("score"),
         scored.groupby("horizon")[["held50", "held80", "held90"]].mean()],
        axis=1, join="inner",
    )  # fmt: skip


def by_origin(scored: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Divide the sums of scores by the people truly there, by horizon and origin; nobody there is no case."""
    people = scored.groupby(["horizon", "origin"])[[*columns, "truth"]].sum().query("truth > 0")
    return people[[*columns]].div(people["truth"], axis=0)


def warnings_of(trial: Trial, quantiles: NDArray[np.float64], more: float, chance: float) -> pd.DataFrame:
    """Count the warnings that forecasts (case, level) would have given of a place's gain since its last report.

    Returns
    -------
    DataFrame
        By horizon: ``hits``, ``misses``, ``false_alarms``, ``quiet``, as `nuzuh.forecast.scores.warned` counts them.
    """
    series = trial.reports.series()
    cases = zip(trial.table["place"], trial.table["origin"], strict=True)
    before = np.array([last(series[place], trial.reports.day(origin)) for place, origin in cases], dtype=float)
    truth = trial.table["truth"].to_numpy(float)
    rows = {
        horizon: warned(quantiles[at], LEVELS, truth[at], before[at] + more, chance)._asdict()
        for horizon, at in trial.table.groupby("horizon").indices.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index")
