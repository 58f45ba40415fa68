"""Where the number of people is given, the rules say who of them is where."""

import numpy as np
import pytest
from numpy.typing import NDArray

from nuzuh.engine.given import given
from nuzuh.model.world import UNKNOWN_CAMP_PEOPLE, World
from tests.worlds import Cells, closed, fighting, parameters, road, scenario, town, world

RULES = parameters(threat_floor=0.0, size_power=1.0, travel_scale_days=0.25)
DAYS = 4


def camp(place: str, capacity: int | None = None) -> Cells:
    return town(place, None, kind="camp", capacity=capacity)


def valley(near: int | None = None, far: int | None = None, events: list[Cells] | None = None) -> World:
    """Fighting in one town, and two camps: one at an eighth of a day's travel, and one at a quarter."""
    places = [town("home"), camp("near", near), camp("far", far), town("quiet", 90_000)]
    roads = [road("home", "near", 60), road("home", "far", 120), road("home", "quiet", 10)]
    fights = [fighting("home", 0, None)] if events is None else events
    return world(scenario(places, roads, events=fights), DAYS)


def people(made: World, arriving: list[float], begin: tuple[float, float] = (0.0, 0.0)) -> NDArray[np.float64]:
    """Who is in the near camp and in the far one, by day; nobody is elsewhere."""
    camps = np.array([False, True, True, False])
    present = given(made.arrays, camps, np.array([0.0, *begin, 0.0]), np.array(arriving), RULES)
    assert not present[:, ~camps].any()
    return present[:, camps]


def test_they_are_shared_by_travel_time_and_by_who_is_there() -> None:
    present = people(valley(), [0.0, 100.0, 100.0, 0.0])
    first = np.exp([-0.125 / 0.25, -0.25 / 0.25])
    np.testing.assert_allclose(present[1], 100 * first / first.sum())
    then = first * (UNKNOWN_CAMP_PEOPLE + present[1])
    np.testing.assert_allclose(present[2], present[1] + 100 * then / then.sum())
    np.testing.assert_array_equal(present[3], present[2])


def test_who_is_there_before_stays_and_draws_others() -> None:
    begun = people(valley(), [0.0, 100.0, 0.0, 0.0], begin=(0.0, 50_000.0))
    assert begun[0].tolist() == [0.0, 50_000.0]
    assert begun[1, 1] - 50_000 > people(valley(), [0.0, 100.0, 0.0, 0.0])[1, 1]


def test_a_camp_draws_by_its_capacity_until_it_is_full() -> None:
    larger = people(valley(near=1000, far=4000), [10.0, 0.0, 0.0, 0.0])[0]
    weight = np.array([1000.0, 4000.0]) * np.exp([-0.5, -1.0])
    np.testing.assert_allclose(larger, 10 * weight / weight.sum())
    full = people(valley(near=1000, far=4000), [10.0, 10.0, 0.0, 0.0], begin=(1000.0, 0.0))
    np.testing.assert_allclose(full[:2], [[1000, 10], [1000, 20]])


def test_a_closed_road_leads_to_no_camp() -> None:
    closure = [fighting("home", 0, None), closed("home--near", 0, 1)]
    present = people(valley(events=closure), [10.0, 10.0, 10.0, 0.0])
    assert present[1].tolist() == [0.0, 20.0]
    assert present[2, 0] > 0


@pytest.mark.parametrize("events", [[], [fighting("home", 0, None), closed("home--near", 0), closed("home--far", 0)]])
def test_who_comes_although_nobody_flees_or_finds_a_way_is_shared_by_attraction(events: list[Cells]) -> None:
    present = people(valley(near=1000, far=3000, events=events), [100.0, 0.0, 0.0, 0.0])
    np.testing.assert_allclose(present[0], [25.0, 75.0])
