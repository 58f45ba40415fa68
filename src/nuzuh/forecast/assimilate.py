"""What the counts published so far say of the parameters."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nuzuh.engine.run import Record
from nuzuh.engine.streams import stream, uniform
from nuzuh.model.world import World
from nuzuh.scenario import Scenario

#: Error of a published count: standard deviation of its logarithm (assumption: counts of the first days are revised
#: by a third, and two bodies' counts of one day differ by as much).
COUNT_ERROR = 0.3
#: "At least" says little of how much more: its error upwards is so many times larger (assumption).
OPEN_END = 3.0
#: Counts of one series share their errors: correlation between any two (assumption).
SHARED_ERROR = 0.5
#: The weight is never left on fewer than this share of the members: the error is widened until it is not.
LEAST_EFFECTIVE = 0.05
RESAMPLE_PURPOSE = 7


@dataclass(frozen=True)
class Counts:
    """Published counts that a run can be held against.

    Attributes
    ----------
    table : DataFrame
        A row a count: ``where``, ``measure``, ``day``, ``low``, ``high``, ``qualifier``, ``source``, ``known``.
    places : list of array of int
        Indices of the places that each counts.
    """

    table: pd.DataFrame
    places: list[NDArray[np.int64]]


def counts(scenario: Scenario, world: World, last_day: int) -> Counts:
    """Collect the counts of newly displaced, present and arrived people, of days from the start to the last known."""
    index = {name: k for k, name in enumerate(world.places)}
    members = scenario.areas.groupby("area")["place"].apply(list).to_dict()
    rows, places = [], []
    for _, count in scenario.observations.iterrows():
        day = (count["valid_to"].date() - world.start).days
        if count["measure"] == "displaced_before" or not 0 <= day <= last_day:
            continue
        where = count["place"] if pd.notna(count["place"]) else count["area"]
        rows.append(
            {
                "where": where,
                "day": count["valid_to"],
                "first": count["valid_from"],
                **count[["measure", "low", "high", "qualifier", "source", "known"]],
            }
        )
        places.append(np.array([index[p] for p in members.get(where, [where]) if p in index], dtype=np.int64))
    columns = ["where", "measure", "day", "first", "low", "high", "qualifier", "source", "known"]
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


def log_likelihood(published: Counts, values: NDArray[np.float64], widening: float = 1.0) -> NDArray[np.float64]:
    r"""Log-likelihood of the counts under each member.

    The deviation of a count is how far the logarithm of the member's figure lies outside the count's range, in
    standard deviations; deviations of one series (place or area, and measure) are normal with a common correlation,
    those of different series independent.

    Parameters
    ----------
    published : Counts
        The counts.
    values : array, shape (members, counts)
        The members' figures.
    widening : float
        Factor on the error.

    Returns
    -------
    array, shape (members,)
        Up to a constant.
    """
    table = published.table
    low = np.log(np.maximum(table["low"].fillna(table["high"]).to_numpy(float), 1.0))
    high = np.log(np.maximum(table["high"].fillna(table["low"]).to_numpy(float), 1.0))
    figure = np.log(np.maximum(values, 1.0))
    above = np.where(table["high"].isna(), OPEN_END, 1.0) * COUNT_ERROR * widening
    below = np.where(table["low"].isna(), OPEN_END, 1.0) * COUNT_ERROR * widening
    deviation = np.where(figure > high, (figure - high) / above, np.where(figure < low, (figure - low) / below, 0.0))
    total = np.zeros(len(values))
    for series in table.groupby(["where", "measure"], sort=False).indices.values():
        correlation = (1 - SHARED_ERROR) * np.eye(len(series)) + SHARED_ERROR
        part = deviation[:, series]
        total -= 0.5 * np.sum(part * np.linalg.solve(correlation, part.T).T, axis=1)
    return total


def weights(published: Counts, values: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Weight members by the counts, with the error widened where hardly any member meets them.

    Returns
    -------
    array, shape (members,)
        Weights, which sum to 1.
    float
        By how much the error had to be widened; 1 if not at all.
    """
    widening = 1.0
    while True:
        logs = log_likelihood(published, values, widening)
        weight = np.exp(logs - logs.max())
        weight /= weight.sum()
        if effective(weight) >= LEAST_EFFECTIVE * len(weight):
            return weight, widening
        widening *= 1.1


def effective(weight: NDArray[np.float64]) -> float:
    """Kish's effective sample size: how many equal weights would be as good."""
    return float(1 / np.sum(weight**2))


def resample(weight: NDArray[np.float64], size: int, seed: int) -> NDArray[np.int64]:
    """Draw `size` members by their weights, systematically: each comes up its share of times, to within one."""
    offset = uniform(stream(seed, 0, 0, RESAMPLE_PURPOSE, 0))
    return np.minimum(np.searchsorted(np.cumsum(weight), (np.arange(size) + offset) / size), len(weight) - 1)
