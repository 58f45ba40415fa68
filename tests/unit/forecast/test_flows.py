"""From where net arrivals come, by the rule."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from nuzuh.forecast.alarm import REACH_KM
from nuzuh.forecast.flows import UNKNOWN, attributed, shares
from nuzuh.forecast.result import TOTAL
from nuzuh.forecast.told import WRITTEN
from nuzuh.scenario.reports import Fighting, Reports

START = dt.date(2031, 3, 1)
DAY_60 = START + dt.timedelta(days=60)


def world(*firsts: int, km: tuple[float, ...], people: tuple[float, ...] = (), last: int = 100) -> Reports:
    """Towns fought over from a day each to the last, so far from the camp."""
    course = np.array([[float(first <= day <= last) for first in firsts] for day in range(101)])
    residents = np.array(people or [3000.0] * len(firsts))
    fighting = Fighting(course, ["Alba", "Brod", "Cray"][: len(firsts)], residents, {"camp": np.array(km)})
    return Reports(START, "Home", (), fighting)


def test_the_near_and_the_large_send_more() -> None:
    near, basis = shares(world(50, 50, km=(10, 10 + REACH_KM)), "camp", DAY_60)
    assert basis == "new fighting"
    assert near["Alba"] / near["Brod"] == pytest.approx(np.e)
    large, _ = shares(world(50, 50, km=(10, 10), people=(7000, 1000)), "camp", DAY_60)
    assert large["Alba"] / large["Brod"] == pytest.approx(2)  # by the root of the people and a thousand
    assert sum(near.values()) == pytest.approx(1)


def test_new_fighting_goes_before_old() -> None:
    assert shares(world(50, 0, km=(10, 10)), "camp", DAY_60) == ({"Alba": 1.0}, "new fighting")
    assert shares(world(0, km=(10,)), "camp", DAY_60) == ({"Alba": 1.0}, "fighting of the past month")


def test_without_fighting_it_is_unknown() -> None:
    unknown = ({UNKNOWN: 1.0}, "no fighting known within reach")
    assert shares(Reports(START, "Home", ()), "camp", DAY_60) == unknown
    assert shares(world(0, km=(10,), last=20), "camp", DAY_60) == unknown  # it ended more than a month ago
    assert shares(world(70, km=(10,)), "camp", DAY_60) == unknown  # of what is to come nobody knows
    assert shares(world(50, km=(np.inf,)), "camp", DAY_60) == unknown


def test_flows_add_up_to_the_net_arrivals_that_there_are() -> None:
    values = (
        np.array([[[1.0, 1.0]] * len(WRITTEN)]).reshape(len(WRITTEN), 1, 2)
        * np.linspace(-300, 900, len(WRITTEN))[:, None, None]
    )
    said = xr.Dataset(
        {"arrivals_since_origin": (("quantile", "time", "location"), values)},
        {"quantile": WRITTEN, "time": [pd.Timestamp(DAY_60) + pd.Timedelta(days=30)], "location": ["camp", TOTAL]},
    )
    table = attributed(said, world(50, 50, km=(10, 400)), DAY_60)
    assert set(table["to"]) == {"camp"}
    assert set(table["horizon"]) == {30}
    arrived = said["arrivals_since_origin"].sel(location="camp").squeeze()
    assert table["low"].sum() == 0 > arrived.sel(quantile=0.05)
    assert table["median"].sum() == pytest.approx(arrived.sel(quantile=0.5).item())
    assert table["high"].sum() == pytest.approx(arrived.sel(quantile=0.95).item())
