"""Draws of all places: how places, and the days before and after the as-of date, go together."""

import datetime as dt

import numpy as np
import pytest
from scipy.special import ndtri

from nuzuh.forecast.forecaster import Prediction
from nuzuh.forecast.totals import DENSE, draws

#: Five standard errors of a correlation of no more than 0.5 in 4,000 draws.
NEAR = 0.08


def walk(*ages: int) -> Prediction:
    """Places that go as a random walk of 10 people a day about 1,000, some days after their last counts."""
    horizons = [0, 10, 30]
    sd = 10 * np.sqrt(np.add.outer(horizons, ages))
    quantiles = 1000 + ndtri(DENSE)[:, None, None] * sd
    return Prediction(dt.date(2031, 3, 1), horizons, [f"camp {k}" for k in range(len(ages))], quantiles, ages)


def test_draws_have_the_quantiles_that_they_are_drawn_from() -> None:
    drawn = draws(walk(0, 20), 0.3, 1)
    assert drawn.shape == (4000, 3, 2)
    assert (drawn[:, 0, 0] == 1000).all()
    assert drawn.std(axis=0)[1:, 0] == pytest.approx([10 * 10**0.5, 10 * 30**0.5], rel=0.03)
    assert drawn.std(axis=0)[:, 1] == pytest.approx([10 * 20**0.5, 10 * 30**0.5, 10 * 50**0.5], rel=0.03)


def test_what_changes_after_the_origin_is_that_of_a_random_walk() -> None:
    """However old the count is from which it starts."""
    drawn = draws(walk(0, 20, 200), 0.0, 1)
    change = drawn[:, 1:] - drawn[:, :1]
    for place in range(3):
        # the quantiles end at 1 in 400, which takes 2 % off a spread, more off the difference of two wide ones
        assert change.std(axis=0)[:, place] == pytest.approx([10 * 10**0.5, 10 * 30**0.5], rel=0.1)


def test_places_go_together_as_asked() -> None:
    drawn = draws(walk(0, 0, 20), 0.5, 1)[:, 1]
    assert np.corrcoef(drawn.T)[0, 1] == pytest.approx(0.5, abs=NEAR)
    # of the old count a part is known to have happened at another time
    assert np.corrcoef(drawn.T)[0, 2] == pytest.approx(0.5 * (10 / 30) ** 0.5, abs=NEAR)
    apart = draws(walk(0, 0), 0.0, 1)[:, 1]
    assert np.corrcoef(apart.T)[0, 1] == pytest.approx(0, abs=NEAR)


def test_draws_depend_on_the_seed_alone_and_not_on_the_other_days() -> None:
    asked = walk(0, 20)
    fewer = asked._replace(horizons=[0, 30], quantiles=asked.quantiles[:, [0, 2]])
    assert np.array_equal(draws(asked, 0.5, 1)[:, [0, 2]], draws(fewer, 0.5, 1))
    assert not np.array_equal(draws(asked, 0.5, 1), draws(asked, 0.5, 2))
