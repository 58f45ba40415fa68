"""How counts go on: what a report does to the state, and what is expected next."""

import datetime as dt
from dataclasses import replace

import pytest

from nuzuh.forecast.growth import State, ahead, horizon, observe, restlessness
from nuzuh.forecast.priors import Growth
from nuzuh.scenario.reports import Report

GROWTH = Growth()


def state_of(*counts: tuple[int, float], place: str = "Eyre", anew: int = -1) -> State:
    state = State()
    for day, people in counts:
        state = observe(state, Report(day, place, people, day == anew), GROWTH)
    return state


def expected(state: State, days: int, place: str = "Eyre") -> float:
    return ahead(state, state.places[place], days, GROWTH).people


def test_one_report_goes_on_as_it_is() -> None:
    assert expected(state_of((0, 1000)), 30) == 1000


def test_a_place_that_grows_goes_on_growing_less_and_less() -> None:
    state = state_of(*((day, 1000 + 20 * day) for day in range(0, 70, 7)))
    now = state.places["Eyre"].people
    first, second = expected(state, 30) - now, expected(state, 60) - expected(state, 30)
    assert 0 < second < first < 20 * 30


def test_a_place_that_shrinks_keeps_a_share_of_its_people() -> None:
    state = state_of(*((day, 10_000 - 100 * day) for day in range(0, 91, 7)))
    people = state.places["Eyre"].people
    assert GROWTH.least_left * people <= expected(state, 365) < people


def test_a_reregistration_moves_the_count_and_not_the_inflow() -> None:
    counts = [(0, 10_000.0), (7, 10_000.0), (14, 5_000.0)]
    told, untold = state_of(*counts, anew=14).places["Eyre"], state_of(*counts).places["Eyre"]
    assert told.people == 5_000
    assert told.inflow == 0
    assert told.squares <= untold.squares


def test_a_jump_tells_little_of_the_inflow() -> None:
    calm = [(day, 10_000.0 + 10 * day) for day in range(0, 70, 7)]
    before = state_of(*calm)
    small, large = (state_of(*calm, (70, 10_700.0 + by)).places["Eyre"].inflow for by in (100, 20_000))
    assert small > before.places["Eyre"].inflow
    assert large < small


def test_a_restless_past_widens_what_is_expected() -> None:
    calm = state_of(*((day, 10_000.0) for day in range(0, 100, 10)))
    restless = state_of(*((day, 10_000.0 + 800 * (day % 20 > 0)) for day in range(0, 100, 10)))
    spread = [
        ahead(s, s.places["Eyre"]._replace(inflow=0, people=10_000), 30, GROWTH).variance for s in (calm, restless)
    ]
    assert spread[0] < spread[1]


def test_a_new_place_is_as_restless_as_its_conflict() -> None:
    restless = state_of(*((day, 10_000.0 + 2_000 * (day % 20 > 0)) for day in range(0, 100, 10)))
    both = observe(restless, Report(95, "Fenn", 10_000, False), GROWTH)
    alone = observe(State(), Report(95, "Fenn", 10_000, False), GROWTH)
    assert restlessness(both, both.places["Fenn"], GROWTH) > restlessness(alone, alone.places["Fenn"], GROWTH)


def test_what_is_expected_widens_with_time() -> None:
    state = state_of((0, 1000), (7, 1100))
    variances = [ahead(state, state.places["Eyre"], days, GROWTH).variance for days in (1, 7, 30, 90)]
    assert variances == sorted(variances)
    assert len(set(variances)) == 4


def test_a_place_that_opens_begins_anew() -> None:
    state = state_of((0, 0), (10, 0), (20, 4_000))
    place = state.places["Eyre"]
    assert (place.since, place.day, place.people, place.inflow) == (0, 20, 4_000, 0)


def test_a_state_is_not_changed_by_what_follows() -> None:
    before = state_of((0, 1000), (7, 1100))
    kept = replace(before, places=dict(before.places))
    observe(before, Report(14, "Eyre", 9000, False), GROWTH)
    assert before == kept


def test_a_damped_inflow_counts_for_its_damping_days_in_all() -> None:
    assert horizon(1e9, GROWTH) == pytest.approx(GROWTH.damping_days)
    assert horizon(0.01, GROWTH) == pytest.approx(0.01, rel=1e-3)
    assert dt.timedelta(days=horizon(30, GROWTH)) < dt.timedelta(days=30)


def test_alarm_adds_to_what_is_expected() -> None:
    state, alarmed = state_of((0, 1000), (7, 1100)), GROWTH.model_copy(update={"alarm_inflow": 1.0})
    place = state.places["Eyre"]
    calm, half, full = (ahead(state, place, 30, alarmed, alarm).people for alarm in (0, 0.5, 1))
    assert calm == expected(state, 30)
    assert full - calm == pytest.approx(2 * (half - calm))
    assert full > calm
