"""How much of the fighting within reach of a place is new."""

import numpy as np
import pytest

from nuzuh.forecast.alarm import NEW_DAYS, REACH_KM, alarm
from nuzuh.scenario.reports import Fighting


def fighting(*courses: list[float], km: tuple[float, ...]) -> Fighting:
    names = [f"town {k}" for k in range(len(courses))]
    return Fighting(np.array(courses).T, names, np.full(len(courses), 3000.0), {"camp": np.array(km)})


def course(first: int, days: int = 100) -> list[float]:
    return [float(day >= first) for day in range(days)]


def test_what_is_there_from_the_start_is_not_new() -> None:
    assert alarm(fighting(course(0), km=(10,)), "camp", 10) == 0


def test_new_fighting_alarms_for_a_month() -> None:
    world = fighting(course(50), km=(10,))
    assert [alarm(world, "camp", day) for day in (49, 50, 49 + NEW_DAYS, 50 + NEW_DAYS)] == [0, 1, 1, 0]


def test_near_fighting_alarms_more_than_far() -> None:
    near, far = (fighting(course(50), course(0), km=km) for km in ((10, 200), (200, 10)))
    assert alarm(near, "camp", 60) > alarm(far, "camp", 60) > 0
    same = fighting(course(50), course(0), km=(REACH_KM, REACH_KM))
    assert alarm(same, "camp", 60) == pytest.approx(0.5)


def test_fighting_of_which_nobody_knows_yet_changes_nothing() -> None:
    known = fighting(course(50, 61), km=(10,))
    later = fighting(course(50), course(70), km=(10, 5))
    assert alarm(known, "camp", 60) == alarm(later, "camp", 60)


def test_out_of_reach_or_unknown_there_is_no_alarm() -> None:
    assert alarm(fighting(course(50), km=(np.inf,)), "camp", 60) == 0
    assert alarm(fighting(course(50), km=(10,)), "elsewhere", 60) == 0
    assert alarm(None, "camp", 60) == 0
    assert alarm(fighting(course(50), km=(10,)), "camp", -3) == 0
