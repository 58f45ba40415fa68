"""A scenario as arrays by day: what is open, who holds what, where it is fought, who lives where."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.model.travel import FRONT_DELAY_TICKS, TICKS_A_DAY
from nuzuh.model.world import FIGHTING_HALF_LIFE_DAYS, QUIET_BELOW, TOUCHED_PEOPLE, UNKNOWN_CAMP_PEOPLE, Arrays, Builder
from nuzuh.scenario import Scenario
from tests import worlds
from tests.worlds import Cells, closed, day, fighting, held, road, town

A, B, C = range(3)


def line(*events: Cells, places: list[Cells] | None = None, routes: list[Cells] | None = None) -> Scenario:
    """Towns a, b and c in a row, 40 and 60 km apart."""
    return worlds.scenario(
        places or [town("a"), town("b"), town("c")], routes or [road("a", "b"), road("b", "c", 60)], events=events
    )


def arrays(made: Scenario, days: int = 8, known_to: int | None = None) -> Arrays:
    return worlds.world(made, days, known_to).arrays


def is_open(w: Arrays, start: int, end: int) -> list[bool]:
    """By day, whether the road from one place to another is open."""
    (number,) = np.flatnonzero((w.road_start == start) & (w.road_end == end))
    return [bool(w.road_open[state, number]) for state in w.network]


def by_day(matrices: np.ndarray, w: Arrays, start: int, end: int) -> list[float]:
    return [float(matrices[state, start, end]) for state in w.network]


def test_names_are_in_the_order_of_the_arrays() -> None:
    made = worlds.world(worlds.country(), 6)
    assert made.places == ("north", "middle", "south", "west", "camp", "gate", "abroad")
    assert set(made.groups) == {"hill folk", "other"}
    assert made.actors == ("government", "rebels")
    assert made.start == worlds.START
    assert made.arrays.holder.shape == (6, 7)


def test_time_and_distance_of_the_way() -> None:
    w = arrays(line())
    assert w.km[0].tolist() == [[0, 40, 100], [40, 0, 60], [100, 60, 0]]
    # 480 km a day are 10 km a tick
    assert w.ticks[0].tolist() == [[0, 4, 10], [4, 0, 6], [10, 6, 0]]
    assert (w.network == w.network[0]).all()


def test_travel_takes_a_tick_at_least_and_is_rounded_up() -> None:
    w = arrays(line(routes=[road("a", "b", 1), road("b", "c", 41)]))
    assert (w.ticks[0, A, B], w.ticks[0, B, C]) == (1, 5)


def test_a_one_way_road() -> None:
    w = arrays(line(routes=[road("a", "b", one_way=True), road("b", "c")]))
    assert w.ticks[0, A, B] == 4
    assert np.isinf(w.ticks[0, B, A])
    assert np.isinf(w.km[0, C, A])
    assert w.first[0, B, A] == -1


def test_a_closure_closes_a_road_from_its_first_day_to_its_last() -> None:
    w = arrays(line(closed("b--c", 2, 4)))
    assert is_open(w, B, C) == is_open(w, C, B) == [d not in (2, 3, 4) for d in range(8)]
    assert all(is_open(w, A, B))
    assert [np.isinf(t) for t in by_day(w.ticks, w, A, C)] == [d in (2, 3, 4) for d in range(8)]
    assert [f < 0 for f in by_day(w.first, w, A, C)] == [d in (2, 3, 4) for d in range(8)]
    assert len(set(w.network)) == 2 == len(w.km)


def test_an_opening_ends_a_closure_that_had_no_end() -> None:
    opening = {"event": "o", "kind": "opening", "route": "b--c", "valid_from": day(3)}
    assert is_open(arrays(line(opening, closed("b--c", 1))), B, C) == [True, False, False] + [True] * 5


def test_a_closure_from_before_the_start() -> None:
    assert is_open(arrays(line(closed("b--c", -9, 1))), B, C) == [False, False] + [True] * 6
    assert all(is_open(arrays(line(closed("b--c", -9, -1))), B, C))


def test_a_closed_place_closes_all_its_roads() -> None:
    shut = {"event": "x", "kind": "closure", "place": "b", "valid_from": day(1), "valid_to": day(1)}
    w = arrays(line(shut))
    for start, end in ((A, B), (B, A), (B, C), (C, B)):
        assert is_open(w, start, end) == [True, False] + [True] * 6


def test_a_line_between_two_holders_costs_time() -> None:
    w = arrays(line(held("a", "rebels"), held("b", "government"), held("b", "rebels", 2), held("c", "government")))
    assert by_day(w.ticks, w, A, B) == [4 + FRONT_DELAY_TICKS] * 2 + [4] * 6
    assert by_day(w.ticks, w, B, C) == [6] * 2 + [6 + FRONT_DELAY_TICKS] * 6
    assert set(by_day(w.km, w, A, B)) == {40}


def test_there_is_no_line_at_a_place_that_nobody_holds() -> None:
    w = arrays(line(held("a", "rebels")))
    assert set(by_day(w.ticks, w, A, B)) == {4}


def test_control_by_day() -> None:
    w = arrays(
        line(held("a", "government"), held("a", "rebels", 2), held("a", "government", 5), held("b", "rebels", 4))
    )
    government, rebels = 0, 1
    assert w.holder[:, A].tolist() == [government] * 2 + [rebels] * 3 + [government] * 3
    assert w.holder[:, B].tolist() == [-1] * 4 + [rebels] * 4
    assert w.holder[:, C].tolist() == [-1] * 8
    assert w.days_held[:, A].tolist() == [np.inf, np.inf, 0, 1, 2, 0, 1, 2]
    assert w.days_held[:, B].tolist() == [np.inf] * 4 + [0, 1, 2, 3]


def test_a_holder_that_stays_has_not_taken_the_place_anew() -> None:
    w = arrays(line(held("a", "rebels"), held("a", "rebels", 3)))
    assert np.isinf(w.days_held[:, A]).all()
    assert np.isinf(w.quiet[:, A]).all()


def test_a_place_taken_on_the_first_day_has_changed_hands() -> None:
    assert arrays(line(held("a", "government"), held("a", "rebels", 0))).days_held[:3, A].tolist() == [0, 1, 2]


def test_of_two_reports_of_a_day_the_later_known_stands() -> None:
    first, later = held("a", "rebels", 1, event="x", known=day(3)), held("a", "government", 1, event="y", known=day(2))
    assert arrays(line(first, later)).holder[1, A] == 1


def test_fighting_by_day_and_the_heaviest_counts() -> None:
    w = arrays(line(fighting("a", 1, 3, 0.4), fighting("a", 3, 4, 0.7), fighting("b", -5, 0, 0.2)))
    assert w.fighting[:, A].tolist() == [0, 0.4, 0.4, 0.7, 0.7, 0, 0, 0]
    assert w.fighting[:, B].tolist() == [0.2] + [0] * 7


def test_strikes_on_a_place_are_felt_there_those_on_a_road_are_not() -> None:
    strikes = [
        {"event": f"s{k}", "kind": "strike", "intensity": 0.5, "valid_from": day(0), "valid_to": day(0)} | target
        for k, target in enumerate(({"place": "a"}, {"route": "b--c"}))
    ]
    assert arrays(line(*strikes)).fighting[0].tolist() == [0.5, 0, 0]


def test_fighting_touches_a_part_of_a_large_place() -> None:
    places = [town("a", TOUCHED_PEOPLE), town("b", 4 * TOUCHED_PEOPLE), town("c", 0)]
    w = arrays(line(*(fighting(p, 0, 7, 0.8) for p in "abc"), places=places))
    assert w.fighting[0] == pytest.approx([0.8, 0.4, 0.8])


def test_fighting_that_was_on_when_last_heard_of_fades() -> None:
    w = arrays(
        line(fighting("a", 0, None, 0.8, event="open"), fighting("b", 1, 2, 0.8), fighting("c", 1, 3, 0.8)), 20, 3
    )
    # 'a' had no end, and 'c' ended on the last day known: both were on when last heard of; 'b' was over
    assert w.fighting[:3, A] == pytest.approx(0.8)
    after = 0.8 * 0.5 ** (np.arange(17) / FIGHTING_HALF_LIFE_DAYS)
    assert w.fighting[3:, A] == pytest.approx(after)
    assert w.fighting[3:, C] == pytest.approx(after)
    assert w.fighting[10, C] == pytest.approx(0.4)
    assert w.fighting[:, B].tolist() == [0, 0.8, 0.8] + [0] * 17


def test_quiet_days_count_from_the_last_fighting_or_change_of_hands() -> None:
    w = arrays(
        line(fighting("a", 1, 2, QUIET_BELOW), fighting("b", 1, 2, QUIET_BELOW / 2), held("a", "rebels", 5)), 8, 8
    )
    assert w.quiet[:, A].tolist() == [np.inf, 0, 0, 1, 2, 0, 1, 2]
    assert np.isinf(w.quiet[:, B]).all()


def test_fading_fighting_keeps_a_place_from_being_quiet() -> None:
    w = arrays(line(fighting("a", 0, 1, 0.8)), 60, 1)
    last = int(np.ceil(1 + FIGHTING_HALF_LIFE_DAYS * np.log2(0.8 / QUIET_BELOW)))
    assert (w.quiet[: last - 1, A] == 0).all()
    assert w.quiet[last + 1, A] >= 1


def test_capacity_is_unknown_until_it_is_told() -> None:
    room = {"event": "r", "kind": "capacity", "place": "b", "intensity": 700, "valid_from": day(2), "valid_to": day(3)}
    w = arrays(line(room, places=[town("a"), town("b", capacity=50), town("c")]))
    assert np.isinf(w.capacity[:, A]).all()
    assert w.capacity[:, B].tolist() == [50, 50, 700, 700, 50, 50, 50, 50]


def test_a_camp_of_which_nothing_is_known_has_a_usual_size_and_no_limit() -> None:
    w = arrays(line(places=[town("a", None, kind="camp"), town("b", None, kind="crossing"), town("c", 0, kind="camp")]))
    assert (w.size == [UNKNOWN_CAMP_PEOPLE, 0, 0]).all()
    assert np.isinf(w.capacity).all()


def test_size_is_of_residents_or_of_shelter_and_of_a_country_apart() -> None:
    w = worlds.world(worlds.country(), 6).arrays
    assert w.size[0].tolist() == [20_000, 60_000, 90_000, 30_000, 5000, 0, 0]
    room = {"event": "r", "kind": "capacity", "place": "b", "intensity": 700, "valid_from": day(2), "valid_to": day(3)}
    told = arrays(line(room, places=[town("a"), town("b", population=90, capacity=50), town("c")]))
    assert told.size[:, B].tolist() == [90, 90, 700, 700, 90, 90, 90, 90]
    assert w.abroad.tolist() == [0] * 6 + [4_000_000]
    assert w.stays.tolist() == [1, 1, 1, 1, 1, 0, 1]
    assert w.residents[:, -1].tolist() == [0, 0]


def test_throughput_is_that_of_the_road_or_none() -> None:
    w = arrays(line(routes=[road("a", "b", people_per_day=12), road("b", "c")]))
    narrow = (w.road_start == A) | (w.road_end == A)
    assert (w.throughput[narrow] == 12).all()
    assert (w.throughput[~narrow] > 10**10).all()


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, 10**7), min_size=2, max_size=2),
    st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=2, max_size=2),
)
def test_residents_by_group_sum_to_the_population(people: list[int], shares: list[list[float]]) -> None:
    groups = [
        {"place": place, "group": group, "share": share / max(1, sum(of))}
        for place, of in zip("ab", shares, strict=True)
        for group, share in zip(("x", "y", "other"), of, strict=True)
    ]
    made = worlds.scenario([town("a", people[0]), town("b", people[1])], [road("a", "b")], groups=groups)
    world = worlds.world(made, 2)
    assert (world.arrays.residents >= 0).all()
    assert world.arrays.residents.sum(axis=0).tolist() == people
    for row in groups:
        if row["group"] != "other":
            there = world.arrays.residents[world.groups.index(row["group"]), "ab".index(row["place"])]
            assert there == pytest.approx(row["share"] * people["ab".index(row["place"])], abs=1, rel=1e-5)


def test_a_group_called_other_takes_in_those_of_no_group() -> None:
    groups = [{"place": "a", "group": "x", "share": 0.3}, {"place": "a", "group": "other", "share": 0.5}]
    world = worlds.world(worlds.scenario([town("a"), town("b")], [road("a", "b")], groups=groups), 2)
    assert dict(zip(world.groups, world.arrays.residents[:, A].tolist(), strict=True)) == {"x": 300, "other": 700}


def test_affinity_is_neither_where_it_is_not_told() -> None:
    world = worlds.world(worlds.country(), 2)
    told = {(g, a): world.arrays.affinity[i, j] for i, g in enumerate(world.groups) for j, a in enumerate(world.actors)}
    assert told == {
        ("hill folk", "rebels"): -0.9,
        ("hill folk", "government"): 0.5,
        ("other", "rebels"): 0,
        ("other", "government"): 0,
    }


def test_supposed_events_happen_in_the_world_they_are_supposed_in_alone() -> None:
    made = worlds.country()
    builder = Builder(made, day(5), 12)
    as_known = builder.build()
    supposed = made.events.iloc[:1].assign(
        event="s", place="south", actor="rebels", valid_from=pd.Timestamp(day(8)), known=pd.Timestamp(day(5))
    )
    taken, south = builder.build(supposed), as_known.places.index("south")
    assert taken.arrays.holder[:, south].tolist() == [0] * 8 + [1] * 4
    assert as_known.arrays.holder[:, south].tolist() == [0] * 12
    again = builder.build(made.events.iloc[:0])
    for name in ("holder", "fighting", "days_held", "quiet", "residents"):
        np.testing.assert_array_equal(getattr(again.arrays, name), getattr(as_known.arrays, name))


@pytest.mark.parametrize("days", range(1, 9))
def test_a_shorter_world_is_the_beginning_of_a_longer_one(days: int) -> None:
    made = worlds.country()
    short, long = (Builder(made, day(7), n).build().arrays for n in (days, 8))
    for name in ("holder", "days_held", "fighting", "quiet", "capacity"):
        np.testing.assert_array_equal(getattr(short, name), getattr(long, name)[:days])
    for name in ("km", "ticks", "first", "road_open", "road_ticks"):
        for d in range(days):
            np.testing.assert_array_equal(
                getattr(short, name)[short.network[d]], getattr(long, name)[long.network[d]], err_msg=name
            )
    for name in ("residents", "abroad", "stays", "affinity", "throughput", "road_start", "road_end"):
        np.testing.assert_array_equal(getattr(short, name), getattr(long, name))


def test_ticks_are_half_hours() -> None:
    assert TICKS_A_DAY == 48
