"""What the counts published so far say of the parameters: an ensemble smoother.

Parameter sets are run to the as-of date and moved towards the counts, a few times over, by how the sets' figures and
parameters go together in the ensemble (ensemble smoother with multiple data assimilation: Emerick & Reynolds 2013,
Computers & Geosciences 55, 3-15). All sets weigh the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from nuzuh.engine.ensemble import uniform_draws
from nuzuh.engine.run import Record
from nuzuh.model.world import World
from nuzuh.scenario import Scenario

#: Error of a published count: standard deviation of its logarithm (assumption: counts of the first days are revised
#: by a third, and two bodies' counts of one day differ by as much).
COUNT_ERROR = 0.3
#: Error of the model itself, likewise: it knows little of why one town draws more than another (assumption).
MODEL_ERROR = {"place": 1.0, "area": 0.6, "whole": 0.1}
#: "At least" says little of how much more, and is seldom too high: its error upwards is so many times larger, and
#: downwards so many times smaller (assumption); "up to" the other way round.
OPEN_END = 2.0
#: Counts err by some people, too, not by a share alone (assumption: a few buses not registered).
FLOOR = 500.0
#: Counts of one series share their errors: correlation between any two (assumption).
SHARED_ERROR = 0.5
#: How often the sets are moved; each time the errors are wider by the square root of it, so that no count is used
#: twice.
ROUNDS = 3
#: After the as-of date each parameter drifts by so many standard deviations of its prior: who is threatened next are
#: other people in other places than those whose flight was counted (assumption).
DRIFT = 0.5
#: Purpose of the draws: parameters, the counts' errors in each round, and the drift.
PARAMETERS, ERRORS, DRIFTS = 0, 7, 8


@dataclass(frozen=True)
class Counts:
    """Published counts that a run can be held against.

    Attributes
    ----------
    table : DataFrame
        A row a count: ``where``, ``measure``, ``day``, ``first`` (day counted), ``low``, ``high``, ``qualifier``,
        ``source``, ``known``, and ``error``, the standard deviation of the logarithm.
    places : list of array of int
        Indices of the places that each counts.
    """

    table: pd.DataFrame
    places: list[NDArray[np.int64]]


def counts(scenario: Scenario, world: World, last_day: int) -> Counts:
    """Collect the counts of newly displaced, present and arrived people, of days from the start to the last known."""
    index = {name: k for k, name in enumerate(world.places)}
    inside = set(scenario.places.loc[lambda p: p["kind"] != "country", "place"])
    members = scenario.areas.groupby("area")["place"].apply(list).to_dict()
    rows, places = [], []
    for _, count in scenario.observations.iterrows():
        day = (count["valid_to"].date() - world.start).days
        if count["measure"] == "displaced_before" or not 0 <= day <= last_day:
            continue
        one = pd.notna(count["place"])
        where = count["place"] if one else count["area"]
        counted = [where] if one else members[where]
        extent = "place" if one else "whole" if inside <= set(counted) else "area"
        error = float(np.hypot(COUNT_ERROR, MODEL_ERROR[extent]))
        row = {"where": where, "day": count["valid_to"], "first": count["valid_from"], "error": error}
        rows.append(row | {name: count[name] for name in ("measure", "low", "high", "qualifier", "source", "known")})
        places.append(np.array([index[place] for place in counted], dtype=np.int64))
    columns = ["where", "measure", "day", "first", "low", "high", "qualifier", "source", "known", "error"]
    return Counts(pd.DataFrame(rows, columns=columns), places)


def modelled(published: Counts, world: World, records: Sequence[Record]) -> NDArray[np.float64]:
    """What each member says of each count.

    Returns
    -------
    array, shape (members, counts)
        People; arrivals summed from the count's first day, or the start, to its last.
    """
    start = pd.Timestamp(world.start)
    values = np.empty((len(records), len(published.places)))
    for c, (places, row) in enumerate(zip(published.places, published.table.itertuples(), strict=True)):
        day = (row.day - start).days
        first = 0 if pd.isna(row.first) else max(0, (row.first - start).days)
        for m, record in enumerate(records):
            series = getattr(record, row.measure)
            values[m, c] = (
                series[first : day + 1, places].sum() if row.measure == "arrivals" else series[day, places].sum()
            )
    return values


def prior_scores(seed: int, sets: int, parameters: int) -> NDArray[np.float64]:
    """Draw the sets to begin with, as normal scores: a parameter's score is 0 at its prior's median.

    Returns
    -------
    array, shape (sets, parameters)
    """
    return np.asarray(ndtri(uniform_draws(seed, PARAMETERS, 0, sets, parameters)))


def moved(
    scores: NDArray[np.float64], said: NDArray[np.float64], published: Counts, seed: int, turn: int
) -> NDArray[np.float64]:
    r"""Move the parameter sets towards the counts, once.

    .. math:: z \leftarrow z + C_{zd} (C_{dd} + n R)^{-1} (y + \sqrt{n}\,\varepsilon - d)

    where d is the logarithm of what a set says of each count, y the nearest point of the count's range, n the number
    of rounds, R the errors' covariance and :math:`\varepsilon` a draw from it. Figures within a count's range are not
    moved by it.

    Parameters
    ----------
    scores : array, shape (sets, parameters)
        Normal scores z.
    said : array, shape (sets, counts)
        What each set says of each count, in people.
    published : Counts
        The counts.
    seed, turn : int
        Key of the draws; the round, from 0.

    Returns
    -------
    array, shape (sets, parameters)
        The scores moved.
    """
    table = published.table
    if not len(table):
        return scores
    figure = np.log(said + FLOOR)
    low = np.log(table["low"].fillna(table["high"]).to_numpy(float) + FLOOR)
    high = np.log(table["high"].fillna(table["low"]).to_numpy(float) + FLOOR)
    nearest = np.clip(figure, low, high)
    openness = OPEN_END ** (table["high"].isna().to_numpy(float) - table["low"].isna().to_numpy(float))
    error = table["error"].to_numpy(float) * np.where(figure.mean(axis=0) > high, openness, 1 / openness)
    series = table.groupby(["where", "measure"], sort=False).ngroup().to_numpy()
    shared = np.where(series[:, None] == series, SHARED_ERROR, 0.0)
    covariance = ROUNDS * np.outer(error, error) * (shared + (1 - SHARED_ERROR) * np.eye(len(table)))
    draws = ndtri(uniform_draws(seed, ERRORS, turn, len(scores), len(table)))
    noise = draws @ np.linalg.cholesky(covariance).T
    step = np.where(nearest == figure, 0.0, nearest + noise - figure)
    apart, spread = scores - scores.mean(axis=0), figure - figure.mean(axis=0)
    others = max(1, len(scores) - 1)  # a single set has no spread, and stays where it is
    gain = np.linalg.solve(spread.T @ spread / others + covariance, spread.T @ apart / others)
    return np.asarray(scores + step @ gain)


def drifted(scores: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """Let the parameter sets drift from what the past says of them.

    Returns
    -------
    array, shape (sets, parameters)
        Normal scores to go on with after the as-of date.
    """
    return np.asarray(scores + DRIFT * ndtri(uniform_draws(seed, DRIFTS, 0, *scores.shape)))
