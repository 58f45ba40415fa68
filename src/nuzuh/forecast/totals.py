"""Draws of all places at once: how places, and the days before and after the as-of date, go together."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from nuzuh.engine.ensemble import uniform_draws
from nuzuh.forecast.forecaster import Prediction

#: Levels of the quantiles that draws are taken from, and draws: the error of a quantile of the total is some 2 % of
#: its spread.
DENSE = (np.arange(200) + 0.5) / 200
DRAWS = 4000
#: Purpose of the draws, beside those of `nuzuh.forecast.assimilate`; what came after the as-of date, and before it.
TOGETHER = 9
AFTER, BEFORE = 0, 1


def draws(prediction: Prediction, together: float, seed: int) -> NDArray[np.float64]:
    r"""Draw all places and days at once, from their quantiles, by a Gaussian copula.

    .. math:: u_{ch} = \Phi\left(\sqrt{\tfrac{a_c}{a_c + h}}\,x_c + \sqrt{\tfrac{h}{a_c + h}}\,y_c\right), \qquad
        y_c = \sqrt{r}\,z + \sqrt{1 - r}\,z_c

    with :math:`a_c` the days from the place's last count to the as-of date and h those after it. What happened before
    it, :math:`x_c`, made like :math:`y_c`, and what happens after it are independent, as in a random walk. A draw has
    one of each for all days, so that it is a course of the days.

    Parameters
    ----------
    prediction : Prediction
        With the levels `DENSE`.
    together : float
        The correlation r of two places, 0 to 1.
    seed : int
        Key of the draws.

    Returns
    -------
    array, shape (DRAWS, horizons, places)
        People.
    """
    ages, days = np.array(prediction.ages, dtype=float), np.array(prediction.horizons, dtype=float)[:, None]
    before, after = (_scores(len(ages), together, seed, when)[:, None, :] for when in (BEFORE, AFTER))
    # on the day of a count nothing is unknown, and any share will do
    share = np.divide(days, ages + days, out=np.ones((len(days), len(ages))), where=ages + days > 0)
    u = ndtr(np.sqrt(1 - share) * before + np.sqrt(share) * after)
    rank = np.minimum((u * len(DENSE)).astype(int), len(DENSE) - 1)
    return np.take_along_axis(prediction.quantiles, rank, axis=0)


def _scores(places: int, together: float, seed: int, when: int) -> NDArray[np.float64]:
    """Draw normal scores (draw, place) that correlate between places."""
    z = ndtri(uniform_draws(seed, TOGETHER, when, DRAWS, 1 + places))
    return np.asarray(np.sqrt(together) * z[:, :1] + np.sqrt(1 - together) * z[:, 1:])
