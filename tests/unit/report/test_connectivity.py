import datetime as dt

import pytest

from nuzuh.report.connectivity import State, attacker, cut_off, ways
from nuzuh.report.falls import fall
from nuzuh.report.situation import Situation
from nuzuh.scenario import Scenario
from nuzuh.scenario.schema import Route
from tests.unit.report import made_up


@pytest.fixture
def world() -> Scenario:
    return made_up.world()


@pytest.fixture
def state(world: Scenario) -> State:
    return State.on(world, made_up.AS_OF)


def test_the_state_is_that_of_the_day(world: Scenario, state: State) -> None:
    assert state.holder["north"] == "rebels"
    assert state.closed_routes == {"west--north"}
    assert State.on(world, dt.date(2031, 3, 3)).holder["north"] == "government"
    assert not State.on(world, dt.date(2031, 3, 3)).closed_routes


def test_ways_lead_by_the_shortest_open_road_on_ones_own_side(world: Scenario, state: State) -> None:
    found = ways(world, state)
    assert found["west"] == {"capital": 60 + 40 + 160, "coast": 0, "border": 90}
    # the rebels of the north may not pass the government's Middleham, and their road to the west is shut
    assert found["north"] == {}


def test_the_taker_holds_the_nearest_place_of_another_side(world: Scenario, state: State) -> None:
    assert attacker(world, state, "middle") == "rebels"
    assert attacker(world, State({"middle": "government"}, frozenset(), frozenset()), "middle") is None


def test_what_the_fall_cuts_off(world: Scenario, state: State) -> None:
    losses = {loss.place: loss for loss in cut_off(world, state, "middle", "rebels")}
    assert losses["west"].lost == losses["hill"].lost == ("capital",)
    assert losses["south"].lost == ("coast", "border")
    # nobody is known to hold Eastwell: it may pass through anybody's place
    assert "east" not in losses
    assert "middle" not in losses


def test_a_longer_way_is_no_loss(world: Scenario, state: State) -> None:
    row = {"route": "round", "from": "hill", "to": "south", "distance_km": 300, "speed_km_day": 400}
    wider = world.add("routes", [Route.model_validate(made_up.KNOWN | row)])
    losses = {loss.place: loss for loss in cut_off(wider, state, "middle", "rebels")}
    assert losses["hill"].lost == ()
    assert losses["hill"].longer == ("capital",)
    assert losses["hill"].after["capital"] == 300


def test_the_section_counts_the_residents_concerned(situation: Situation) -> None:
    found = fall(situation)
    assert found is not None
    assert [row.name for row in found.lost] == ["Southcity", "Westport", "Hillfort"]
    assert found.residents == 1_500_000 + 300_000 + 40_000
    assert found.taker == "Rebels & <b>allies</b>"
