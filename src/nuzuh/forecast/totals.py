"""The total of all places: draws in which places go together as they did in the past."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from nuzuh.engine.ensemble import uniform_draws
from nuzuh.forecast.forecaster import LEVELS, Prediction
from nuzuh.forecast.result import TOTAL

#: Levels of the quantiles that draws are taken from, and draws: the error of a quantile of the total is some 2 % of
#: its spread.
DENSE = (np.arange(200) + 0.5) / 200
DRAWS = 4000
#: Purpose of the draws, beside those of `nuzuh.forecast.assimilate`.
TOGETHER = 9


def draws(prediction: Prediction, together: float, seed: int) -> NDArray[np.float64]:
    r"""Draw all places at once, from their quantiles, by a Gaussian copula with one correlation.

    .. math:: u_c = \Phi(\sqrt{r}\,z + \sqrt{1 - r}\,z_c)

    A draw has one :math:`u_c` for all horizons, so that it is a course of the days.

    Parameters
    ----------
    prediction : Prediction
        With the levels `DENSE`.
    together : float
        The correlation r, 0 to 1.
    seed : int
        Key of the draws.

    Returns
    -------
    array, shape (DRAWS, horizons, places)
        People.
    """
    z = ndtri(uniform_draws(seed, TOGETHER, 0, DRAWS, 1 + len(prediction.places)))
    u = ndtr(np.sqrt(together) * z[:, :1] + np.sqrt(1 - together) * z[:, 1:])
    rank = np.minimum((u * len(DENSE)).astype(int), len(DENSE) - 1)
    return np.take_along_axis(prediction.quantiles, rank[:, None, :], axis=0)


def with_total(prediction: Prediction, together: float, seed: int) -> Prediction:
    """Give a prediction of the levels `DENSE` those of `LEVELS`, and the total of all places as one more place."""
    total = np.quantile(draws(prediction, together, seed).sum(axis=2), LEVELS, axis=0)
    places = np.quantile(prediction.quantiles, LEVELS, axis=0, method="hazen")
    both = np.concatenate([places, total[:, :, None]], axis=2)
    return prediction._replace(places=[*prediction.places, TOTAL], quantiles=both)
