"""The total of all places, and how places go together."""

import datetime as dt

import numpy as np
import pytest
from scipy.special import ndtri

from nuzuh.forecast.forecaster import LEVELS, Prediction
from nuzuh.forecast.totals import DENSE, draws, with_total

#: Two places, one horizon: normal about 1,000 with a standard deviation of 100.
NORMAL = np.repeat((1000 + 100 * ndtri(DENSE))[:, None, None], 2, axis=2)
ALIKE = Prediction(dt.date(2031, 3, 1), [30], ["a", "b"], NORMAL)


def spread(together: float) -> float:
    quantiles = with_total(ALIKE, together, 1).quantiles[:, 0, -1]
    return float(quantiles[-1] - quantiles[0]) / (2 * ndtri(0.95))


def test_places_that_go_together_add_their_spreads() -> None:
    # a quantile's error is 2 % of the spread, a draw's grid takes away a little
    assert spread(1) == pytest.approx(200, rel=0.06)
    assert spread(0) == pytest.approx(100 * 2**0.5, rel=0.06)
    assert spread(0.5) == pytest.approx(100 * 3**0.5, rel=0.06)


def test_the_places_keep_their_quantiles() -> None:
    whole = with_total(ALIKE, 0.3, 1)
    assert whole.places == ["a", "b", "total"]
    assert whole.quantiles[:, 0, 0] == pytest.approx(1000 + 100 * ndtri(LEVELS), rel=1e-3)


def test_draws_go_together_as_asked() -> None:
    drawn = draws(ALIKE, 0.5, 1)[:, 0]
    assert np.corrcoef(drawn.T)[0, 1] == pytest.approx(0.5, abs=0.06)  # five standard errors
    assert not np.array_equal(drawn, draws(ALIKE, 0.5, 2)[:, 0])
    assert np.array_equal(drawn, draws(ALIKE, 0.5, 1)[:, 0])
