"""Scores of forecasts; arrays in, arrays out. Lower is better unless said otherwise."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def pinball(quantiles: Floats, levels: Floats, truth: Floats) -> Floats:
    """Score quantiles: twice the mean pinball score, which approaches the CRPS as the levels get denser.

    Gneiting & Raftery 2007, Journal of the American Statistical Association 102, 359-378.

    Parameters
    ----------
    quantiles : array, shape (..., levels)
        In the unit of the truth.
    levels : array, shape (levels,)
        Their probabilities.
    truth : array, shape (...)
        What came.

    Returns
    -------
    array, shape (...)
        In the unit of the truth.
    """
    off = truth[..., None] - quantiles
    return np.asarray(2 * np.maximum(off * levels, off * (levels - 1)).mean(axis=-1))


def crps(draws: Floats, truth: Floats) -> Floats:
    """Continuous ranked probability score of equally likely draws (..., draws), in the unit of the truth.

    The mean distance to the truth less half the mean distance between two draws.
    """
    ordered, n = np.sort(draws, axis=-1), draws.shape[-1]
    between = ordered @ (2 * np.arange(n) - n + 1) / n**2
    return np.asarray(np.abs(draws - truth[..., None]).mean(axis=-1) - between)


def energy(draws: Floats, truth: Floats) -> Floats:
    """Energy score: the CRPS of all places together, for draws (..., draws, places) and truth (..., places).

    Gneiting & Raftery 2007; unlike the sum of the places' scores, it sees how places go together.
    """
    miss = np.linalg.norm(draws - truth[..., None, :], axis=-1).mean(axis=-1)
    apart = np.linalg.norm(draws[..., :, None, :] - draws[..., None, :, :], axis=-1).mean(axis=(-2, -1))
    return np.asarray(miss - apart / 2)


def weighted_interval(quantiles: Floats, levels: Floats, truth: Floats) -> Floats:
    """Weighted interval score of quantiles (..., levels) whose levels are symmetric about a median.

    Bracher et al. 2021, PLOS Computational Biology 17, e1008618: the median weighs 1/2, an interval that leaves
    out the share alpha weighs alpha/2; the sum is divided by the number of intervals and 1/2.
    """
    pairs = len(levels) // 2
    alpha = 2 * levels[:pairs]
    low, high, y = quantiles[..., :pairs], quantiles[..., ::-1][..., :pairs], truth[..., None]
    intervals = high - low + 2 / alpha * (np.maximum(low - y, 0) + np.maximum(y - high, 0))
    middle = np.abs(truth - quantiles[..., pairs])
    return np.asarray((middle / 2 + (alpha / 2 * intervals).sum(axis=-1)) / (pairs + 0.5))


def held(low: Floats, high: Floats, truth: Floats) -> NDArray[np.bool_]:
    """Whether an interval holds the truth, its ends included."""
    return np.asarray((low <= truth) & (truth <= high))


def pit(draws: Floats, truth: Floats) -> Floats:
    """Probability integral transform of draws (..., draws): uniform where forecasts are calibrated.

    The share of the draws below the truth, and half of those that equal it.
    """
    y = truth[..., None]
    return np.asarray((draws < y).mean(axis=-1) + (draws == y).mean(axis=-1) / 2)


def scaled_error(forecast: Floats, truth: Floats, usual: Floats) -> float:
    """Mean absolute scaled error: errors by the mean absolute change that was usual in the past.

    Hyndman & Koehler 2006, International Journal of Forecasting 22, 679-688. Below 1: better than no change was.
    Of several places it is that of all together, or one that hardly ever changed would outweigh the rest.
    """
    return float(np.abs(forecast - truth).mean() / usual.mean())


def relative_difference(forecast: Floats, truth: Floats) -> Floats:
    """Averaged relative difference of a day, as Flee defines it: the sum of the camps' absolute errors by the people.

    Parameters
    ----------
    forecast, truth : array, shape (..., places)
        People.

    Returns
    -------
    array, shape (...)
        0 where nobody is there.
    """
    people = truth.sum(axis=-1)
    errors = np.abs(forecast - truth).sum(axis=-1)
    return np.asarray(np.divide(errors, people, out=np.zeros_like(errors), where=people > 0))


class Warnings(NamedTuple):
    """How often an event was warned of, and came."""

    hits: int
    misses: int
    false_alarms: int
    quiet: int  # neither warned of nor come
    lead_days: float  # of the hits, on average from the warning to the day on which it came; not a number without any


def warned(
    quantiles: Floats, levels: Floats, truth: Floats, threshold: Floats, came_after: Floats, chance: float
) -> Warnings:
    """Count warnings: a warning is given where the chance that the threshold is passed is at least so much.

    Parameters
    ----------
    quantiles : array, shape (cases, levels)
        The forecasts.
    levels : array, shape (levels,)
        Their probabilities.
    truth, threshold : array, shape (cases,)
        What came, and what is to be passed, in the unit of the quantiles.
    came_after : array, shape (cases,)
        Days from the forecast to the one on which the threshold was passed, where it was.
    chance : float
        Probability that makes a warning: the quantile of 1 - `chance` passes the threshold.
    """
    level = int(np.argmin(np.abs(levels - (1 - chance))))
    told, came = quantiles[:, level] > threshold, truth > threshold
    hits, misses, false, quiet = (int(np.sum(k)) for k in (told & came, ~told & came, told & ~came, ~told & ~came))
    return Warnings(hits, misses, false, quiet, float(came_after[told & came].mean()) if hits else np.nan)
