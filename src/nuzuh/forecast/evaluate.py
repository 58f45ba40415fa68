"""A forecast of counts held against what came, in every score: a row a horizon."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nuzuh.forecast import scores
from nuzuh.forecast.baselines import Last, last
from nuzuh.forecast.forecaster import LEVELS
from nuzuh.forecast.hindcast import Trial, forecasts, score, scored

#: Parts that the probability integral transform is told in.
TENTHS = 10


def present(held: Trial, quantiles: pd.DataFrame, draws: pd.DataFrame) -> pd.DataFrame:
    """Score forecasts of the people present.

    Parameters
    ----------
    held : Trial
        What came.
    quantiles, draws : DataFrame
        A row a case of the trial, in its order; the columns are levels, all of `LEVELS` among them, and draws, if any.

    Returns
    -------
    DataFrame
        By horizon, the columns that ``docs/forecast/scores.md`` tells.
    """
    table = _scores(held, quantiles, draws, forecasts(Last(), held))
    middle = quantiles[0.5].to_numpy()
    relative = [
        (horizon, float(scores.relative_difference(middle[at], held.table["truth"].to_numpy(float)[at])))
        for (horizon, _), at in held.table.groupby(["horizon", "origin"]).indices.items()
    ]
    by_origin = pd.DataFrame(relative, columns=["horizon", "relative_difference"])
    return table.join(by_origin.groupby("horizon").mean())


def arrivals(held: Trial, quantiles: pd.DataFrame, draws: pd.DataFrame, more: float, chance: float) -> pd.DataFrame:
    """Score forecasts of net arrivals, as `present`, and the warnings that they would have given.

    Parameters
    ----------
    held : Trial
        What came, as `nuzuh.forecast.hindcast.of_arrivals` gives it.
    quantiles, draws : DataFrame
        As for `present`.
    more, chance : float
        A warning is given where the chance of more arrivals than `more` is at least `chance`.
    """
    table, series = held.table, held.reports.series()
    cases = zip(table["place"], table["origin"], strict=True)
    before = [last(series[place], held.reports.day(origin)) for place, origin in cases]
    unchanged = forecasts(Last(), held) - np.array(before, dtype=float)[:, None]
    return _scores(held, quantiles, draws, unchanged).join(_warnings(held, quantiles, more, chance))


def _scores(held: Trial, quantiles: pd.DataFrame, draws: pd.DataFrame, unchanged: NDArray[np.float64]) -> pd.DataFrame:
    """Scores that any target has; `unchanged` are the quantiles of `LEVELS` that the last count gives."""
    levels, values = quantiles.columns.to_numpy(float), quantiles.to_numpy()
    cases = scored(held.table, quantiles[list(LEVELS)].to_numpy())
    truth = cases["truth"].to_numpy(float)
    cases["last"] = scores.pinball(unchanged, LEVELS, truth)
    cases["wis"] = scores.weighted_interval(values, levels, truth)
    if {0.025, 0.975} <= set(levels):
        cases["held95"] = scores.held(quantiles[0.025].to_numpy(), quantiles[0.975].to_numpy(), truth)
    if not draws.empty:
        cases["pit"], cases["crps"] = scores.pit(draws.to_numpy(), truth), scores.crps(draws.to_numpy(), truth)
    table = score(cases)
    table.insert(3, "skill", 1 - table["score"] / table["last"])
    table["mase"] = _scaled(held, quantiles[0.5].to_numpy())
    if not draws.empty:
        table["energy"] = _together(cases, draws.to_numpy())
    return table.join(cases.groupby("horizon")["pit"].apply(_tenths).unstack())


def _scaled(held: Trial, middle: NDArray[np.float64]) -> pd.Series:
    """Scaled error by horizon, of the places that have a past of as many days."""
    usual, truth = _usual(held), held.table["truth"].to_numpy(float)
    by_horizon = held.table[np.isfinite(usual)].groupby("horizon").groups
    each = {h: (middle[at], truth[at], usual[at]) for h, at in by_horizon.items() if usual[at].any()}
    return pd.Series({h: scores.scaled_error(*errors) for h, errors in each.items()}, dtype=float)


def _usual(held: Trial) -> NDArray[np.float64]:
    """Mean absolute change of each case's place over as many days, before the origin; not a number without a past."""
    series, out = held.reports.series(), np.full(len(held.table), np.nan)
    for k, case in enumerate(held.table.itertuples()):
        day = held.reports.day(case.origin)
        known = [report for report in series[case.place] if report.published <= day]
        counts = [last(known, at) for at in range(day, -1, -case.horizon)]
        past = np.array([people for people in counts if people is not None])
        if len(past) > 1:
            out[k] = np.abs(np.diff(past)).mean()
    return out


def _together(cases: pd.DataFrame, draws: NDArray[np.float64]) -> pd.Series:
    """Energy score of all places of an origin, per person truly there; by horizon the mean over the origins."""
    off = {
        key: float(scores.energy(draws[at].T, cases["truth"].to_numpy(float)[at])) / people
        for key, at in cases.groupby(["horizon", "origin"]).indices.items()
        if (people := float(cases["people"].to_numpy()[at].sum())) > 0
    }
    return pd.Series(off).groupby(level=0).mean()


def _tenths(pit: pd.Series) -> pd.Series:
    """Share of the cases in each tenth of the probability integral transform: all alike where it is calibrated."""
    counted, edges = np.histogram(pit, bins=TENTHS, range=(0, 1))
    return pd.Series(counted / len(pit), index=[f"pit{100 * edge:.0f}" for edge in edges[1:]])


def _warnings(held: Trial, quantiles: pd.DataFrame, more: float, chance: float) -> pd.DataFrame:
    """Count warnings of more arrivals, by horizon."""
    truth, after = held.table["truth"].to_numpy(float), _passed(held, more)
    levels, values = quantiles.columns.to_numpy(float), quantiles.to_numpy()
    threshold = np.full(len(truth), more)
    rows = {
        horizon: scores.warned(values[at], levels, truth[at], threshold[at], after[at], chance)._asdict()
        for horizon, at in held.table.groupby("horizon").indices.items()
    }
    whole = dict.fromkeys(("hits", "misses", "false_alarms", "quiet"), "Int64")  # beside rows that have none
    return pd.DataFrame.from_dict(rows, orient="index").astype(whole)


def _passed(held: Trial, more: float) -> NDArray[np.float64]:
    """Days from each case's origin to the first on which more people than so many had arrived, if any."""
    series, out = held.reports.series(), np.full(len(held.table), np.nan)
    for k, case in enumerate(held.table.itertuples()):
        counts = series[case.place]
        days = held.reports.day(case.origin) + np.arange(1, case.horizon + 1)
        course = np.interp(days, [report.day for report in counts], [report.people for report in counts])
        passed = np.flatnonzero(course - case.now > more)
        out[k] = passed[0] + 1 if len(passed) else np.nan
    return out
