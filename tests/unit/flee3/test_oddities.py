"""What Flee does otherwise than it says: kept as it is, and mended where that is asked for."""

import numpy as np
import pytest
from numpy.typing import NDArray

from nuzuh.engine.flee3 import Member
from nuzuh.model.flee3.world import World, build
from nuzuh.scenario.flee import Counts, FleeCase
from tests.flee_cases import case, day_one, link, place

BUGS = pytest.mark.parametrize("fix", [False, True], ids=["as in Flee", "mended"])
SOURCE, TOWN, CAMP = place("A", "conflict_zone", 1e5), place("B"), place("C", "camp")


def present(made: FleeCase | World, fix: bool = False) -> NDArray[np.float64]:
    """People at each place, by day, in one run."""
    world = made if isinstance(made, World) else build(made, fix=fix)
    return Member(world, 0).run(1)[0].present


def to_camp(**more: object) -> FleeCase:
    """1,000 people, all of whom leave A at once for the camp C, and stay there; from a day on, if that is closed."""
    rules = {"camp_movechance": 0.0} | more
    return case([SOURCE, CAMP], [link("A", "C", 100)], days=6, total=day_one(1000), **rules)  # type: ignore[arg-type]


@BUGS
def test_a_closure_of_a_link_does_nothing(fix: bool) -> None:
    shut = present(to_camp(closures=[("link", "A", "C", 0, 4)]), fix)
    assert shut[2].tolist() == ([1000, 0] if fix else [0, 1000])
    assert shut[5].tolist() == [0, 1000]


@pytest.mark.parametrize("kind", ["camp", "idpcamp"])
def test_a_closure_that_names_an_unknown_camp_acts_on_the_first_place(kind: str) -> None:
    world = build(
        case([TOWN, SOURCE, CAMP], [link("A", "B", 50)], days=6, closures=[(kind, "Nowhere", "", 1, 4)],
             idpcamp_movechance=0.25)
    )  # fmt: skip
    assert world.kinds.camp[:, 0].tolist() == [False] * 4 + [True] * 2
    assert world.kinds.town[:, 0].tolist() == [True] * 4 + [False] * 2
    assert world.kinds.move_chance[5, 0] == (0.25 if kind == "idpcamp" else 0.001)
    assert not world.kinds.camp[:, 1].any()


def redirected(value: int) -> FleeCase:
    return case(
        [SOURCE, TOWN, CAMP],
        [link("A", "B", 90, redirection=value), link("A", "C", 90)],
        days=2,
        total=day_one(90_000),
        conflict_weight=1.0,
        default_movechance=0.0,
        camp_movechance=0.0,
    )


def test_a_forced_redirection_of_1_counts_twice_and_forces_nobody() -> None:
    to_b, to_c = present(redirected(1))[1, 1:]
    # 2 : 1, within 5 standard deviations of a binomial of 90,000
    assert abs(to_b - 60_000) < 5 * np.sqrt(90_000 * 2 / 9)
    assert to_b + to_c == 90_000


def test_a_forced_redirection_is_heeded_when_mended() -> None:
    assert present(redirected(1), fix=True)[1].tolist() == [0, 90_000, 0]


def test_a_forced_redirection_of_2_is_that_of_1_the_other_way_round() -> None:
    links = [link("B", "A", 90, redirection=2), link("A", "C", 90)]
    made = case([SOURCE, TOWN, CAMP], links, days=2, total=day_one(1000), default_movechance=0.0)
    assert present(made, fix=True)[1, 1] == 1000
    assert 0 < present(made)[1, 1] < 1000


@BUGS
def test_of_parallel_links_each_is_weighed_and_the_first_is_taken(fix: bool) -> None:
    links = [link("A", "C", 190), link("A", "C", 40), link("A", "B", 190)]
    made = case(
        [SOURCE, TOWN, CAMP], links, days=2, total=day_one(90_000), conflict_weight=1.0, default_movechance=0.0,
        camp_movechance=0.0,
    )  # fmt: skip
    world = build(made, fix=fix)
    share = (1 / 200 + 1 / 50) / (2 / 200 + 1 / 50)
    assert abs(present(world)[1, 2] - 90_000 * share) < 5 * np.sqrt(90_000 * share * (1 - share))
    taken = {int(world.network.leg_link[leg]) for leg in world.network.option_leg}
    assert world.links.km[sorted(taken)].tolist().count(40) == 0


@BUGS
def test_changes_of_kind_are_looked_for_elsewhere(fix: bool) -> None:
    made = case([SOURCE, TOWN], [link("A", "B", 90)], days=4, changes=[("B", "idpcamp", 2)])
    assert build(made, fix=fix).kinds.camp[:, 1].tolist() == ([False, False, True, True] if fix else [False] * 4)


@pytest.mark.parametrize(
    ("written", "fix", "kept"),
    [("camps_are_sinks", False, False), ("camps_are_sicks", False, True), ("camps_are_sinks", True, True)],
)
def test_sinks_are_read_under_another_name(written: str, fix: bool, kept: bool) -> None:
    camp = place("C", "camp", deactivation_probability=1.0)
    made = case(
        [SOURCE, camp], [link("A", "C", 300)], days=40, total=day_one(1000), spawn={written: True}, camp_movechance=0.5
    )
    last = present(made, fix)[-1].tolist()
    if kept:
        # they stay for good: in Flee as people in the camp, else out of sight
        assert last == [0, 0 if fix else 1000]
    else:
        assert 0 < sum(last) < 1000, "some are on the road again"


@BUGS
def test_whoever_is_in_a_camp_on_day_0_lowers_its_capacity(fix: bool) -> None:
    made = case(
        [SOURCE, place("C", "camp", 1000.0)], [link("A", "C", 100)], total=[400.0],
        counts={"C": Counts(np.array([0]), np.array([400.0]))}, spawn={"insert_day0": True},
    )  # fmt: skip
    world = build(made, fix=fix)
    assert world.arrays.capacity[1] == (1000 if fix else 600)
    assert world.arrays.day0[1] == 400


@BUGS
def test_at_awareness_0_nobody_moves(fix: bool) -> None:
    made = case(
        [SOURCE, TOWN, CAMP], [link("A", "B", 30), link("A", "C", 190)], days=2, total=day_one(90_000),
        awareness_level=0, default_movechance=0.0, camp_movechance=0.0, camp_weight=9.0,
    )  # fmt: skip
    staying, to_b, to_c = present(made, fix)[1]
    if fix:
        # whichever link, whatever its length and its end
        assert staying == 0
        assert abs(to_b - to_c) < 5 * np.sqrt(90_000)
    else:
        assert staying == 90_000


@BUGS
def test_home_is_the_country_of_the_first_place(fix: bool) -> None:
    places = [place("B", country="Beyond"), SOURCE, CAMP]
    score = build(case(places, [link("A", "B", 50)], foreign_weight=7.0, camp_weight=2.0), fix=fix).arrays.score[0]
    assert score[0] == (7 if fix else 1)
    assert score[2] == (2 if fix else 14)


@BUGS
def test_on_day_0_the_sum_of_the_camps_holds_the_total_as_well(fix: bool) -> None:
    def count(people: float) -> Counts:
        return Counts(np.array([0, 10]), np.array([people, people + 100]))

    made = case(
        [SOURCE, CAMP, place("D", "camp")], [link("A", "C", 50)], days=3,
        counts={"total": count(700), "C": count(500), "D": count(200)},
        spawn={"sum_from_camps": True, "insert_day0": False},
    )  # fmt: skip
    # nobody stands in the camps, so that all of day 0 appear; and Flee adds the total to the camps
    assert build(made, fix=fix).totals.arriving[:2].tolist() == [700 if fix else 1400, 20]


@BUGS
def test_latitude_is_taken_for_longitude(fix: bool) -> None:
    places = [place("A", "conflict_zone", 1e5, latitude=60.0), place("B", latitude=60.0, longitude=1.0)]
    made = case(places, [link("A", "B", 90)], stay_close_to_home=True, home_distance_power=1.0)
    near = build(made, fix=fix).network.option_home[0]
    # a degree of longitude is half as long at 60° as at the equator
    assert 1 / near == pytest.approx(111.2 * (0.5 if fix else 1), rel=1e-2)


@BUGS
def test_a_population_above_1_weighs_as_1(fix: bool) -> None:
    places = [SOURCE, place("B", "town", 10_000.0), CAMP]
    made = case(places, [link("A", "B", 90)], use_pop_for_loc_weight=True, pop_power_for_loc_weight=0.5)
    assert build(made, fix=fix).arrays.lure[0].tolist() == [np.sqrt(1e5) if fix else 1, 100 if fix else 1, 1]
