"""Each rule against numbers worked out by hand, and against its limits."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nuzuh.model.departure import departure
from nuzuh.model.destination import NEGLIGIBLE, attraction, destination, nearness, pull
from nuzuh.model.parameters import Parameters
from nuzuh.model.returning import returning
from nuzuh.model.threat import threat
from nuzuh.model.travel import passing
from tests.worlds import PARAMETERS, parameters

FAR = np.inf
#: Three places in a row, 20 km apart. The first has just been taken by actor 0, whom group 0 fears, not group 1.
KM = np.array([[0.0, 20, 40], [20, 0, 20], [40, 20, 0]])
HOSTILITY = np.array([[1.0, 0.0], [0.0, 1.0]])


def felt(
    fighting: tuple[float, float, float] = (0.0, 0.0, 0.0),
    holder: tuple[int, int, int] = (0, -1, -1),
    days: tuple[float, float, float] = (0.0, FAR, FAR),
    km: NDArray[np.float64] = KM,
    hostility: NDArray[np.float64] = HOSTILITY,
    p: Parameters = PARAMETERS,
) -> NDArray[np.float64]:
    return threat(np.array(fighting), np.array(holder), np.array(days), km, hostility, p)


def test_threat_of_fighting_is_its_share() -> None:
    assert felt((0.4, 1.0, 0.0), (-1, -1, -1)) == pytest.approx(np.array([[0.2, 0.5, 0.0]] * 2))


def test_threat_of_fighting_is_no_more_than_1() -> None:
    assert felt((1.0, 0.0, 0.0), (-1, -1, -1), p=parameters(fighting_threat=1.7))[0, 0] == 1


def test_threat_of_a_front_falls_with_the_road_to_it() -> None:
    assert felt()[0] == pytest.approx([1, math.exp(-1), math.exp(-2)])


def test_threat_of_a_front_falls_with_the_days_since_it_moved() -> None:
    assert felt(days=(10, FAR, FAR))[0] == pytest.approx([math.exp(-2), math.exp(-3), math.exp(-4)])


def test_a_front_frightens_those_who_fear_who_comes() -> None:
    assert (felt()[1] == 0).all()
    half = felt(hostility=np.array([[0.5, 0.0], [0.25, 0.0]]))
    assert half[:, 1] == pytest.approx(np.array([0.5, 0.25]) * math.exp(-1))


def test_the_worst_front_counts_and_fighting_adds_to_it() -> None:
    told = felt((0.0, 0.4, 0.0), (0, -1, 0), (0, FAR, 5))
    assert told[0, 1] == pytest.approx(1 - (1 - 0.2) * (1 - math.exp(-1)))
    assert told[0, 2] == pytest.approx(math.exp(-1))  # its own capture five days ago, before the new one 40 km off


def test_no_threat_comes_over_closed_roads_or_from_places_that_have_not_changed_hands() -> None:
    cut = np.where(np.eye(3, dtype=bool), 0.0, FAR)
    assert felt(km=cut)[0].tolist() == pytest.approx([1, 0, 0])
    assert (felt(days=(FAR, FAR, FAR)) == 0).all()
    assert (felt(holder=(-1, -1, -1)) == 0).all()


SHARE = st.floats(0, 1)


@settings(max_examples=100)
@given(
    st.tuples(SHARE, SHARE, SHARE),
    st.tuples(*[st.integers(-1, 1)] * 3),
    st.tuples(*[st.floats(0, 60) | st.just(FAR)] * 3),
    st.lists(st.floats(0, 500) | st.just(FAR), min_size=9, max_size=9),
    st.lists(SHARE, min_size=4, max_size=4),
    st.floats(0.05, 3),
)
def test_threat_is_a_share_and_falls_with_distance_and_time(
    fighting: tuple[float, float, float],
    holder: tuple[int, int, int],
    days: tuple[float, float, float],
    km: list[float],
    hostility: list[float],
    worst: float,
) -> None:
    p = parameters(fighting_threat=worst)
    roads, fears = np.array(km).reshape(3, 3), np.array(hostility).reshape(2, 2)
    now = felt(fighting, holder, days, roads, fears, p)
    assert ((now >= 0) & (now <= 1)).all()
    assert (felt(fighting, holder, days, roads + 5, fears, p) <= now).all()
    later = (days[0] + 1, days[1] + 1, days[2] + 1)
    assert (felt(fighting, holder, later, roads, fears, p) <= now).all()


def test_departure_in_closed_form() -> None:
    threats = np.array([[0.0, 0.1, 0.55], [0.325, 1.0, 0.05]])
    expected = [[0, 0, 1 - math.exp(-0.4 * 0.25)], [1 - math.exp(-0.4 * 0.0625), 1 - math.exp(-0.4), 0]]
    assert departure(threats, PARAMETERS) == pytest.approx(np.array(expected))


@settings(max_examples=60)
@given(st.lists(SHARE, min_size=2, max_size=2).map(sorted), st.floats(0.01, 9), st.floats(0, 0.9), st.floats(0.5, 4))
def test_departure_is_a_chance_that_grows_with_threat(
    threats: list[float], rate: float, floor: float, power: float
) -> None:
    low, high = departure(np.array([threats]), parameters(leave_rate=rate, threat_floor=floor, threat_power=power))[0]
    assert 0 <= low <= high <= 1
    assert (high == 0) == (threats[1] <= floor) or threats[1] - floor < 1e-4


CALM = np.zeros((1, 3))


def weigh(
    fear: NDArray[np.float64] = CALM,
    trust: NDArray[np.float64] = CALM,
    size: tuple[float, float, float] = (100.0, 400.0, 900.0),
    kin: tuple[float, float, float] = (100.0, 400.0, 900.0),
    room: tuple[float, float, float] = (1.0, 1.0, 1.0),
    p: Parameters = PARAMETERS,
) -> NDArray[np.float64]:
    return pull(attraction(np.array(size), np.array([kin]), p), fear, trust, np.array(room), p)[0]


def test_pull_grows_with_the_root_of_size() -> None:
    assert weigh() == pytest.approx([10, 20, 30])


def test_pull_is_shared_by_kin_and_size() -> None:
    pulls = weigh(size=(100, 400, 0), kin=(0, 400, 0), p=parameters(kin_pull=0.25))
    assert pulls == pytest.approx([math.sqrt(75), 20, 0])


def test_pull_falls_with_threat_and_grows_with_trust() -> None:
    pulls = weigh(np.array([[0.5, 0.0, 0.25]]), np.array([[0.0, -0.5, 1.0]]))
    assert pulls == pytest.approx([10 * math.exp(-2), 20 * math.exp(-1), 30 * math.exp(-1 + 2)])


def test_pull_is_in_proportion_to_the_room_that_is_left() -> None:
    assert weigh(room=(0.5, 0.0, 1.0)) == pytest.approx([5, 0, 30])


def test_pull_is_each_groups_own() -> None:
    fear, trust = np.array([[0.0, 0.0], [0.25, 0.5]]), np.array([[0.0, 0.0], [1.0, 0.0]])
    drawn = attraction(np.array([100.0, 400.0]), np.array([[9.0, 9.0], [100.0, 400.0]]), parameters(kin_pull=1.0))
    pulls = pull(drawn, fear, trust, np.ones(2), PARAMETERS)
    assert pulls == pytest.approx(np.array([[3, 3], [10 * math.exp(-1 + 2), 20 * math.exp(-2)]]))


def test_nearness_falls_with_travel_time() -> None:
    near = nearness(np.array([0.0, 24.0, FAR]), parameters(travel_scale_days=2.0))
    assert near == pytest.approx([1, math.exp(-0.25), 0])


def weighed(place: int, pulls: list[float], near: list[float]) -> dict[int, float]:
    goals, upto = destination(place, np.array(pulls), np.array(near))
    return dict(zip(goals.tolist(), upto.tolist(), strict=True))


def test_destinations_in_proportion_to_pull_and_nearness() -> None:
    assert weighed(0, [50.0, 10.0, 20.0], [1.0, 0.5, 0.75]) == pytest.approx({1: 5, 2: 20})


def test_nobody_goes_where_no_road_leads() -> None:
    assert weighed(1, [10.0, 10.0, 20.0], [0.0, 1.0, 0.5]) == pytest.approx({2: 10})


def test_nowhere_to_go() -> None:
    assert weighed(1, [10.0, 10.0, 20.0], [0.0, 1.0, 0.0]) == {}
    assert weighed(1, [0.0, 10.0, 0.0], [1.0, 1.0, 1.0]) == {}


def test_destinations_that_hardly_weigh_are_not_considered() -> None:
    upto = weighed(0, [9.0, 1.0, 1.01 * NEGLIGIBLE, 0.99 * NEGLIGIBLE], [1.0] * 4)
    assert upto == pytest.approx({1: 1, 2: 1 + 1.01 * NEGLIGIBLE})


def test_returning_in_closed_form() -> None:
    trust, fear = np.array([[1.0, 0.5], [0.0, -0.1]]), np.array([[0.0, 0.5], [0.0, 0.0]])
    expected = [[1 - math.exp(-0.1), 1 - math.exp(-0.1 * 0.5 * 0.75)], [1 - math.exp(-0.05), 0]]
    assert returning(np.array([3.0, FAR]), trust, fear, PARAMETERS) == pytest.approx(np.array(expected))


def test_nobody_returns_before_it_has_been_quiet_for_long_enough() -> None:
    chance = returning(np.array([2.0, 3.0]), np.ones((1, 2)), np.zeros((1, 2)), PARAMETERS)
    assert chance[0, 0] == 0 < chance[0, 1]


PARTIES = st.lists(st.integers(0, 5000), min_size=1, max_size=20).map(lambda sizes: np.array(sizes, dtype=np.float64))


@settings(max_examples=200)
@given(PARTIES, st.integers(0, 20_000), st.floats(0, 1, exclude_max=True))
def test_a_road_takes_no_more_than_it_can_and_nobody_who_is_not_there(
    waiting: NDArray[np.float64], throughput: int, offset: float
) -> None:
    before = waiting.copy()
    passed = passing(waiting, float(throughput), offset, True)
    assert (waiting == before).all()
    assert ((passed >= 0) & (passed <= waiting) & (passed == np.floor(passed))).all()
    # rounding must not leave a free place unused by more than the last person
    assert min(throughput, waiting.sum()) - 1 <= passed.sum() <= min(throughput, waiting.sum())
    exact = passing(waiting, float(throughput), offset, False)
    assert exact == pytest.approx(waiting * min(1.0, throughput / max(1, waiting.sum())))
    assert (np.abs(passed - exact) <= 1 + 1e-6).all()


@settings(max_examples=40)
@given(PARTIES, st.integers(0, 20_000))
def test_passing_is_in_proportion_on_average_over_the_offset(waiting: NDArray[np.float64], throughput: int) -> None:
    offsets = (np.arange(2000) + 0.5) / 2000
    mean = np.mean([passing(waiting, float(throughput), offset, True) for offset in offsets], axis=0)
    assert mean == pytest.approx(waiting * min(1.0, throughput / max(1, waiting.sum())), abs=2 / 2000 + 1e-6)


def test_all_pass_where_the_road_is_wide_enough() -> None:
    waiting = np.array([3.0, 4.0])
    assert passing(waiting, 7.0, 0.3, True).tolist() == [3, 4]
    assert passing(waiting, 0.0, 0.3, True).tolist() == [0, 0]
