"""What a forecast of counts tells: people present, net arrivals, and their total."""

import datetime as dt

import numpy as np
import pytest
from scipy.special import ndtri

from nuzuh.forecast.forecaster import LEVELS, Prediction
from nuzuh.forecast.result import TOTAL
from nuzuh.forecast.told import WRITTEN, told
from nuzuh.forecast.totals import DENSE

#: Two places on two days, the second age: normal about 1,000, then about 1,200 with a standard deviation of 100.
AHEAD = np.repeat((1200 + 100 * ndtri(DENSE))[:, None, None], 2, axis=2)
COUNTED = Prediction(
    dt.date(2031, 3, 1), [0, 30], ["a", "b"], np.concatenate([np.full_like(AHEAD, 1000), AHEAD], axis=1), [0, 0]
)


def spread(together: float) -> float:
    total = told(COUNTED, together, 1)["present"].sel(location=TOTAL).squeeze().sel(quantile=[0.05, 0.95]).to_numpy()
    return float(total[1] - total[0]) / (2 * ndtri(0.95))


def test_places_that_go_together_add_their_spreads() -> None:
    # a quantile's error is 2 % of the spread, a draw's grid takes away a little
    assert spread(1) == pytest.approx(200, rel=0.06)
    assert spread(0) == pytest.approx(100 * 2**0.5, rel=0.06)
    assert spread(0.5) == pytest.approx(100 * 3**0.5, rel=0.06)


def test_the_places_keep_their_quantiles() -> None:
    said = told(COUNTED, 0.3, 1)
    assert list(said["location"].to_numpy()) == ["a", "b", TOTAL]
    assert set(LEVELS) | {0.025, 0.975} == set(said["quantile"].to_numpy())
    assert said["present"].sel(location="a").to_numpy()[:, 0] == pytest.approx(1200 + 100 * ndtri(WRITTEN), abs=1)


def test_net_arrivals_are_the_change_since_a_count_of_the_origin() -> None:
    said = told(COUNTED, 0.3, 1)
    for place in "ab":
        expected = said["present"].sel(location=place) - 1000
        # a quantile of 4,000 draws against the exact one: at the ends four standard errors are 16
        assert said["arrivals_since_origin"].sel(location=place).to_numpy() == pytest.approx(expected, abs=16)


def test_where_people_leave_net_arrivals_are_negative() -> None:
    fewer = COUNTED._replace(quantiles=np.concatenate([np.full_like(AHEAD, 5000), AHEAD], axis=1))
    assert (told(fewer, 0.3, 1)["arrivals_since_origin"].to_numpy() < 0).all()


def test_of_an_old_count_what_came_before_the_origin_is_no_arrival() -> None:
    """The same spread of the count on the day: the older the last count, the less of it is to come."""
    sd = 10 * np.sqrt(np.array([70.0, 100.0]))
    quantiles = np.repeat((1000 + ndtri(DENSE)[:, None] * sd)[:, :, None], 2, axis=2)
    said = told(COUNTED._replace(quantiles=quantiles, ages=[70, 70]), 0.0, 1)["arrivals_since_origin"]
    low, high = said.sel(location="a", quantile=[0.05, 0.95]).to_numpy()[:, 0]
    assert (high - low) / (2 * ndtri(0.95)) == pytest.approx(10 * 30**0.5, rel=0.1)


def test_draws_are_told_as_many_as_are_asked_for_and_add_up() -> None:
    said = told(COUNTED, 0.3, 1, 50)
    assert said["present_draws"].sizes == {"draw": 50, "time": 1, "location": 3}
    arrived = said["arrivals_since_origin_draws"]
    assert np.array_equal(arrived.sel(location="a"), said["present_draws"].sel(location="a") - 1000)
    parts = said["present_draws"].sel(location=["a", "b"]).sum("location")
    assert np.abs(parts - said["present_draws"].sel(location=TOTAL)).max() <= 1  # each is rounded
    assert "present_draws" not in told(COUNTED, 0.3, 1)
