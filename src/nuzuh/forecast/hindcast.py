"""Forecasts from past days, held against what came: the counts of one conflict as a trial."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nuzuh.forecast.forecaster import LEVELS, Forecaster
from nuzuh.forecast.scores import held, pinball
from nuzuh.scenario.reports import Report, Reports

HORIZONS = (7, 30, 90)
#: A count between reports is taken where a report is no farther off than so many days, or this share of the horizon.
NEAR_DAYS, NEAR_SHARE = 7.0, 0.2
#: Scores of a case that are in people.
RELATIVE = ("score", "last", "wis", "crps")
#: Those of which the share of the cases is told.
SHARES = ("held50", "held80", "held90", "held95")
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
        A row a case: ``origin`` (date), ``horizon`` (days), ``place``, ``truth`` (what is forecast and came, people),
        ``people`` (present on that day), ``known`` (date by which both were published).
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
    series = reports.series()
    first = {place: min(report.published for report in counts) for place, counts in series.items()}
    rows = [
        (origin, horizon, place, truth[0], *truth)
        for origin in origins
        for horizon in horizons
        for place, counts in series.items()
        if first[place] <= reports.day(origin)
        and (truth := _truth(counts, reports.day(origin) + horizon, horizon)) is not None
    ]
    table = pd.DataFrame(rows, columns=["origin", "horizon", "place", "truth", "people", "known"])
    table["known"] = [reports.start + dt.timedelta(days=int(day)) for day in table["known"]]
    return Trial(reports, sorted(set(table["origin"])), table)


def of_arrivals(trial: Trial) -> Trial:
    """Turn a trial of people present into one of net arrivals since the origin, where the count at it is known.

    Its table has a column ``now`` more, the people present at the origin.
    """
    series = trial.reports.series()
    each = zip(trial.table["place"], trial.table["origin"], strict=True)
    counted = [_truth(series[place], trial.reports.day(origin), 0) for place, origin in each]
    table = trial.table.assign(now=[people[0] if people else np.nan for people in counted]).dropna(subset="now")
    table = table.assign(truth=table["people"] - table["now"]).reset_index(drop=True)
    return replace(trial, origins=sorted(set(table["origin"])), table=table)


def _truth(counts: Sequence[Report], day: int, horizon: int) -> tuple[float, int] | None:
    """Read the count of a day between reports, and when both were known; none where none is near or none is later."""
    days = np.array([report.day for report in counts])
    if days[-1] < day or np.abs(days - day).min() > max(NEAR_DAYS, NEAR_SHARE * horizon):
        return None
    people = float(np.interp(day, days, [report.people for report in counts]))
    after = int(np.searchsorted(days, day))
    before = after - int(days[after] != day)
    return people, max(report.published for report in counts[before : after + 1])


def run(forecaster: Forecaster, trial: Trial) -> pd.DataFrame:
    """Forecast every case of a trial, and score it as `scored` does."""
    return scored(trial.table, forecasts(forecaster, trial))


def forecasts(forecaster: Forecaster, trial: Trial) -> NDArray[np.float64]:
    """Forecast the people present in every case of a trial: quantiles (case, level) of `LEVELS`."""
    table = trial.table
    quantiles = np.empty((len(table), len(LEVELS)))
    horizons = sorted(set(table["horizon"]))
    rows = table.groupby("origin").indices
    for prediction in forecaster.predict(trial.reports, trial.origins, horizons):
        at = rows[prediction.origin]
        days = np.searchsorted(horizons, table["horizon"].to_numpy()[at])
        places = np.searchsorted(prediction.places, table["place"].to_numpy(str)[at])
        quantiles[at] = prediction.quantiles[:, days, places].T
    return quantiles


def scored(table: pd.DataFrame, quantiles: NDArray[np.float64]) -> pd.DataFrame:
    """Score quantiles (case, level), of `LEVELS`, of a trial's table.

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
        By horizon: ``origins``; those of `RELATIVE`, people off per person truly there, the mean over the origins; and
        those of `SHARES`, of the cases that an interval held.
    """
    relative = by_origin(scored, [name for name in RELATIVE if name in scored]).groupby("horizon")
    shares = [name for name in SHARES if name in scored]
    means = [relative.size().rename("origins"), relative.mean(), scored.groupby("horizon")[shares].mean()]
    return pd.concat(means, axis=1, join="inner")


def by_origin(scored: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Divide the sums of scores by the people truly there, by horizon and origin; nobody there is no case."""
    sums = scored.groupby(["horizon", "origin"])[[*columns, "people"]].sum().query("people > 0")
    return sums[[*columns]].div(sums["people"], axis=0)
