"""What the counts published so far say of the parameters."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import logsumexp, ndtr, ndtri

from nuzuh.engine.ensemble import parameter_draws
from nuzuh.engine.run import Record
from nuzuh.engine.streams import at, stream, uniform
from nuzuh.model.parameters import PRIORS
from nuzuh.model.world import World
from nuzuh.scenario import Scenario

#: Error of a published count: standard deviation of its logarithm (assumption: counts of the first days are revised
#: by a third, and two bodies' counts of one day differ by as much).
COUNT_ERROR = 0.3
#: Error of the model itself, likewise: it knows little of why one town draws more than another (assumption).
MODEL_ERROR = {"place": 1.0, "area": 0.6, "whole": 0.1}
#: "At least" says little of how much more: its error upwards is so many times larger (assumption).
OPEN_END = 2.0
#: Counts err by some people, too, not by a share alone (assumption: a few buses not registered).
FLOOR = 500.0
#: Degrees of freedom of the errors (assumption): a town's count that nothing explains does not rule all, but the whole
#: country's figure is what is forecast.
TAILS = {"place": 4.0, "area": 4.0, "whole": 30.0}
#: Counts of one series share their errors: correlation between any two (assumption).
SHARED_ERROR = 0.5
#: The weight is never left on fewer sets than this, counted by Kish's measure: the error is widened until it is not.
LEAST_EFFECTIVE = 10.0
#: Rounds in which parameter sets are drawn, how many in each, and how much wider than fitted.
ROUNDS = 3
SETS = 120
WIDER = 1.5
RESAMPLE_PURPOSE = 7


@dataclass(frozen=True)
class Counts:
    """Published counts that a run can be held against.

    Attributes
    ----------
    table : DataFrame
        A row a count: ``where``, ``measure``, ``day``, ``first`` (day counted), ``low``, ``high``, ``qualifier``,
        ``source``, ``known``, ``error`` (standard deviation of the logarithm) and ``tails`` (degrees of freedom).
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
        row = {"where": where, "day": count["valid_to"], "first": count["valid_from"]}
        row |= {"error": error, "tails": TAILS[extent]}
        rows.append(row | {name: count[name] for name in ("measure", "low", "high", "qualifier", "source", "known")})
        places.append(np.array([index[place] for place in counted], dtype=np.int64))
    columns = ["where", "measure", "day", "first", "low", "high", "qualifier", "source", "known", "error", "tails"]
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
    standard deviations; deviations of one series (place or area, and measure) follow a multivariate t distribution
    with a common correlation, those of different series are independent.

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
    low = np.log(np.maximum(table["low"].fillna(table["high"]).to_numpy(float), 0.0) + FLOOR)
    high = np.log(np.maximum(table["high"].fillna(table["low"]).to_numpy(float), 0.0) + FLOOR)
    figure = np.log(values + FLOOR)
    error = table["error"].to_numpy(float) * widening
    above = np.where(table["high"].isna(), OPEN_END, 1.0) * error
    below = np.where(table["low"].isna(), OPEN_END, 1.0) * error
    deviation = np.where(figure > high, (figure - high) / above, np.where(figure < low, (figure - low) / below, 0.0))
    total = np.zeros(len(values))
    for series in table.groupby(["where", "measure"], sort=False).indices.values():
        correlation = (1 - SHARED_ERROR) * np.eye(len(series)) + SHARED_ERROR
        part = deviation[:, series]
        squared = np.sum(part * np.linalg.solve(correlation, part.T).T, axis=1)
        tails = table["tails"].iloc[series[0]]
        total -= (tails + len(series)) / 2 * np.log1p(squared / tails)
    return total


def weights(
    log_prior_odds: NDArray[np.float64], published: Counts, values: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Weight members by the counts, with the error widened where hardly any member meets them.

    Parameters
    ----------
    log_prior_odds : array, shape (members,)
        Logarithm of the prior's density over the density that the member was drawn from.
    published : Counts
        The counts.
    values : array, shape (members, counts)
        The members' figures.

    Returns
    -------
    array, shape (members,)
        Weights, which sum to 1.
    float
        By how much the error had to be widened; 1 if not at all.
    """
    widening = 1.0
    while True:
        logs = log_prior_odds + log_likelihood(published, values, widening)
        weight = np.exp(logs - logs.max())
        weight /= weight.sum()
        if effective(weight) >= min(LEAST_EFFECTIVE, len(weight) / 2):
            return weight, widening
        widening *= 1.1


def effective(weight: NDArray[np.float64]) -> float:
    """Kish's effective sample size: how many equal weights would be as good."""
    return float(1 / np.sum(weight**2))


class Sampler:
    """Draws parameter sets where the counts put them, by population Monte Carlo.

    The first round is drawn from the prior; each later one from a normal distribution fitted to all sets so far by
    their weights, the parameters being turned into normal scores. A set's weight is prior times likelihood over the
    mixture that all rounds together were drawn from (Cappé et al. 2004, J. Comput. Graph. Stat. 13, 907-929;
    Veach & Guibas 1995 for the mixture).

    Parameters
    ----------
    seed : int
        Key of the draws.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.scores = np.empty((0, len(PRIORS)))
        self._rounds: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []

    def next_round(self, weight: NDArray[np.float64]) -> NDArray[np.float64]:
        """Draw a round; `weight` is that of all sets drawn before.

        Returns
        -------
        array, shape (SETS, parameters)
            Probabilities that `nuzuh.model.parameters.draw` turns into parameters.
        """
        number = len(self._rounds)
        mean, spread = np.zeros(len(PRIORS)), np.eye(len(PRIORS))
        if number:
            mean = weight @ self.scores
            apart = self.scores - mean
            # few sets tell little of so many parameters' correlations: they are drawn half way to none
            fitted = (apart * weight[:, None]).T @ apart
            spread = WIDER * (fitted + np.diag(np.diag(fitted))) / 2
        scores = mean + ndtri(parameter_draws(self.seed, number, SETS)) @ np.linalg.cholesky(spread).T
        self._rounds.append((mean, spread))
        self.scores = np.vstack([self.scores, scores])
        return ndtr(scores)

    def log_prior_odds(self) -> NDArray[np.float64]:
        """Logarithm of the prior's density over the mixture's, for all sets so far."""
        drawn = [_log_normal(self.scores - mean, spread) for mean, spread in self._rounds]
        prior = _log_normal(self.scores, np.eye(len(PRIORS)))
        odds: NDArray[np.float64] = prior - logsumexp(drawn, axis=0)
        return odds


def _log_normal(apart: NDArray[np.float64], spread: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-density of a multivariate normal distribution, up to a constant that all spreads share."""
    root = np.linalg.cholesky(spread)
    scaled = np.linalg.solve(root, apart.T)
    return np.asarray(-0.5 * np.sum(scaled**2, axis=0) - np.sum(np.log(np.diag(root))))


def resample(weight: NDArray[np.float64], size: int, seed: int) -> NDArray[np.int64]:
    """Draw `size` members by their weights, systematically: each comes up its share of times, to within one."""
    offset = uniform(at(stream(seed, 0), 0, RESAMPLE_PURPOSE, 0))
    return np.minimum(np.searchsorted(np.cumsum(weight), (np.arange(size) + offset) / size), len(weight) - 1)
