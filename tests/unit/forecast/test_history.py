"""Futures of the fighting from the conflict's own history: what is counted, and what is drawn from it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from nuzuh.forecast.history import (
    BEGINS_DAYS,
    BEGINS_TIMES,
    COURSES,
    ENDS_DAYS,
    ENDS_TIMES,
    Past,
    courses,
    history,
    past,
)
from nuzuh.model.world import Builder
from tests import worlds
from tests.worlds import day, fighting, road, town

#: Chance that a test of draws fails though all is right.
FALSE_ALARM = 1e-4


def line(*rows: list[float], may: list[bool] | None = None) -> Past:
    """Places in a row, each joined with the next by road; fighting by day."""
    places = len(rows[0])
    beside = np.eye(places, k=1, dtype=bool) | np.eye(places, k=-1, dtype=bool)
    return Past(np.array(rows), beside, np.array(may or [True] * places))


def test_what_is_counted_by_hand() -> None:
    known = history(
        line(
            [1, 0, 0, 0],  # there on the first day: has not begun
            [1, 1, 0, 0],  # begins beside fighting
            [0, 1, 0, 1],  # ends; begins elsewhere, since its neighbour is quiet
            [1, 1, 0, 1],  # begins where it had been before
        )
    )
    assert known.begun.tolist() == [1, 1, 1]
    # the second place is quiet on day 0, the third and fourth on 0 and 1, the third on 2; the first on 2
    assert known.quiet_days.tolist() == [1 + 1 + 1, 1 + 1 + 1, 1]
    assert (known.ended, known.fought_days) == (1, 1 + 2 + 2)
    assert "began 1 times in 3 place-days elsewhere, 1 times in 3 place-days beside fighting" in str(known)


def test_a_place_that_may_not_be_fought_over_counts_for_nothing() -> None:
    known = history(line([1, 0, 0], [1, 0, 0], may=[True, True, False]))
    assert known.quiet_days.tolist() == [0, 1, 0]


def test_towns_and_what_was_fought_over_may_be_again() -> None:
    made = worlds.scenario(
        [town("a"), town("camp", None, kind="camp"), town("gate", None, kind="crossing"), town("out", kind="country")],
        [road("a", "gate"), road("gate", "out"), road("a", "camp")],
        events=[fighting("gate", 2, 3, 0.6), fighting("a", 4, None, 0.9), fighting("camp", 9, None)],
    )
    known = past(Builder(made, day(5), 6))
    assert known.may.tolist() == [True, False, True, False]
    assert known.intensity[:, 0].tolist() == [0, 0, 0, 0, 0.9, 0.9]
    assert known.intensity[:, 2].tolist() == [0, 0, 0.6, 0.6, 0, 0]
    assert known.beside.tolist() == [
        [False, True, True, False],
        [True, False, False, False],
        [True, False, False, False],
        [False] * 4,  # nothing spreads over a border
    ]


def many(fought: float, days: int = 400, places: int = 40) -> Past:
    """Places without roads, of which a share is fought over all the time."""
    intensity = np.zeros((days, places))
    intensity[:, : int(fought * places)] = 0.7
    return Past(intensity, np.zeros((places, places), dtype=bool), np.ones(places, dtype=bool))


def within(successes: float, mean: float, sd: float) -> bool:
    return bool(abs(successes - mean) <= sd * stats.norm.isf(FALSE_ALARM / 2))


def test_fighting_that_never_ended_ends_as_seldom_as_that_says() -> None:
    known, ahead = many(0.5), 30
    drawn = courses(known, ahead, 3)[:, -1, :20]
    # 1 - the chance to last: (b / (b + t)) ** a over the gamma distribution of the rate; courses share a rate
    shape, days = ENDS_TIMES, ENDS_DAYS + history(known).fought_days
    lasts = (days / (days + ahead)) ** shape
    again = (1 - lasts) * 0.05  # some of it may have begun again
    assert within((drawn > 0).mean(), lasts, 3 * np.sqrt(lasts * (1 - lasts) / COURSES) + again)
    assert (drawn > 0).mean() > 0.9
    assert set(np.unique(drawn)) <= {0.0, 0.7}


def test_fighting_that_always_ended_in_a_day_does_not_last() -> None:
    intensity = np.zeros((300, 20))
    intensity[1:-1:6] = 1.0
    intensity[-1] = 1.0
    drawn = courses(Past(intensity, np.zeros((20, 20), dtype=bool), np.ones(20, dtype=bool)), 60, 1)
    # it began in one of five quiet days, and ended after one
    known = history(Past(intensity, np.zeros((20, 20), dtype=bool), np.ones(20, dtype=bool)))
    begins = 1 - np.exp(-known.begun[2] / known.quiet_days[2])
    ends = 1 - np.exp(-known.ended / known.fought_days)
    assert (drawn[:, 20:] > 0).mean() == pytest.approx(begins / (begins + ends), abs=0.02)


def test_how_often_it_begins() -> None:
    intensity = np.zeros((1001, 100))
    intensity[10:, 0] = 1  # it began once in 99,000 place-days elsewhere
    known = Past(intensity, np.zeros((100, 100), dtype=bool), np.ones(100, dtype=bool))
    drawn = courses(known, 300, 5)
    begun = (drawn[:, :, 1:] > 0).any(axis=1).sum()
    rate = stats.gamma(BEGINS_TIMES + 1, scale=1 / (BEGINS_DAYS + history(known).quiet_days[0]))
    mean = COURSES * 99 * 300 * rate.mean()
    # draws of the rate, one in each slice of its distribution, and those of what happens
    assert within(begun, mean, np.sqrt(mean + (99 * 300 * rate.std()) ** 2 * COURSES))


def test_it_spreads_along_roads_where_it_has_done_so() -> None:
    places = 40
    intensity = np.zeros((places // 2, places))
    for k in range(places // 2):
        intensity[k, : k + 1] = 1  # a place a day down the road
    known = line(*intensity.tolist())
    drawn = (courses(known, 10, 1) > 0)[:, -1, places // 2 :]
    # once in a day of the place beside, thinned by what was thought before: 10 * 19.5 / 69 places, if all roads are one
    assert 2 <= drawn.sum(axis=1).mean() <= 4
    # the nearer, the likelier
    assert drawn[:, 0].mean() > 0.8 > 0.2 > drawn[:, 9].mean()


def test_nothing_known_and_nowhere_it_may_be() -> None:
    nothing = Past(np.zeros((1, 3)), np.zeros((3, 3), dtype=bool), np.ones(3, dtype=bool))
    assert courses(nothing, 50, 1).max() in (0.0, 1.0)
    assert courses(nothing._replace(may=np.zeros(3, dtype=bool)), 400, 1).max() == 0


pasts = st.integers(1, 6).flatmap(
    lambda places: st.lists(
        st.lists(st.sampled_from([0.0, 0.3, 1.0]), min_size=places, max_size=places), min_size=1, max_size=12
    )
)


@settings(max_examples=40)
@given(pasts, st.integers(0, 2**32 - 1))
def test_courses_of_any_past(rows: list[list[float]], seed: int) -> None:
    known = line(*rows)
    drawn = courses(known, 6, seed)
    assert drawn.shape == (COURSES, 6, len(rows[0]))
    assert set(np.unique(drawn)) <= {0.0, 1.0} | set(np.ravel(rows))
    # longer courses begin as shorter ones; the same key draws the same
    np.testing.assert_array_equal(courses(known, 3, seed), drawn[:, :3])
    counted = history(known)
    days: NDArray[np.float64] = counted.quiet_days
    assert days.sum() + counted.fought_days == (len(rows) - 1) * len(rows[0])
    assert (counted.begun <= days).all()
    assert counted.ended <= counted.fought_days
