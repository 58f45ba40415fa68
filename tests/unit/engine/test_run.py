"""A run of all days: who moves, who waits, who stays, and where everyone is at the end of a day."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from nuzuh.engine.ensemble import Member, run_all, uniform_draws
from nuzuh.engine.run import Position, Record, run, start
from nuzuh.model.parameters import PRIORS, Parameters, draw
from nuzuh.model.world import World
from nuzuh.scenario import Scenario
from tests import worlds
from tests.worlds import PARAMETERS, Cells, closed, fighting, held, parameters, road, town


def panic(**changes: float) -> Parameters:
    """All leave the worst fighting at once, and nobody returns but as told."""
    return parameters(**{"leave_rate": 1e6, "fighting_threat": 1, "return_rate": 0, **changes})


PANIC = panic()


def line(*events: Cells, people: int = 1000, narrow: int | None = None) -> Scenario:
    """Town a, 40 km from town b, 60 km from town c."""
    return worlds.scenario(
        [town("a", people), town("b", 5000), town("c", 5000)],
        [road("a", "b", people_per_day=narrow), road("b", "c", 60)],
        events=events,
    )


def lived(made: Scenario, days: int = 6, p: Parameters = PANIC, seed: int = 1, member: int = 0) -> Record:
    w = worlds.world(made, days).arrays
    return run(w, p, seed, member, start(w))[0]


def same(one: Record, other: Record) -> bool:
    return all(np.array_equal(here, there) for here, there in zip(one, other, strict=True))


def test_at_the_start_everyone_is_at_home() -> None:
    w = worlds.world(worlds.country(), 3).arrays
    position = start(w)
    np.testing.assert_array_equal(position.state.home, w.residents)
    assert position.day == 0
    assert not any(part.any() for part in (*position.state[1:], position.newly_displaced))
    assert len(position.away) == len(position.parties) == 0


def test_nobody_moves_in_peace() -> None:
    record = lived(line())
    assert not any(counts.any() for counts in record)


def test_all_leave_the_worst_threat_and_arrive_the_same_day() -> None:
    record = lived(line(fighting("a", 0, 0)), p=PANIC)
    assert record.newly_displaced.tolist() == [[1000, 0, 0]] * 6
    assert record.arrivals[0, 0] == 0
    assert record.arrivals[0].sum() == 1000 == record.present[0].sum()
    assert record.flows[0].tolist() == record.arrivals[0].tolist()
    assert not record.on_road.any()
    assert not record.trapped.any()


def test_days_on_the_road() -> None:
    # 480 km a day: 1,200 km take two days and a half
    made = worlds.scenario([town("a"), town("b")], [road("a", "b", 1200)], events=[fighting("a", 0, 0)])
    record = lived(made)
    assert record.on_road.tolist() == [1000, 1000, 0, 0, 0, 0]
    assert record.arrivals[:, 1].tolist() == [0, 0, 1000, 0, 0, 0]


def test_a_narrow_road_makes_people_wait() -> None:
    record = lived(line(fighting("a", 0, 0), narrow=300))
    assert record.arrivals.sum(axis=1).tolist() == [300, 300, 300, 100, 0, 0]
    assert record.on_road.tolist() == [700, 400, 100, 0, 0, 0]
    assert record.newly_displaced[0, 0] == 1000


def test_a_road_that_takes_nobody() -> None:
    record = lived(line(fighting("a", 0, 0), narrow=0))
    assert record.on_road.tolist() == [1000] * 6


def test_whom_no_road_leads_away_is_trapped_until_one_opens() -> None:
    record = lived(line(fighting("a", 0, 5), closed("a--b", 0, 2)))
    assert record.trapped.tolist() == [[1000, 0, 0]] * 3 + [[0, 0, 0]] * 3
    assert record.newly_displaced[:, 0].tolist() == [0] * 3 + [1000] * 3


def test_the_trapped_stay_when_the_threat_is_over() -> None:
    record = lived(line(fighting("a", 0, 1), closed("a--b", 0, 3)))
    assert record.trapped[:, 0].tolist() == [1000, 1000, 0, 0, 0, 0]
    assert not record.newly_displaced.any()


def test_whom_a_closure_meets_on_the_road_turns_back() -> None:
    made = worlds.scenario(
        [town("a"), town("b")], [road("a", "b", 1200)], events=[fighting("a", 0, 0), closed("a--b", 1)]
    )
    w = worlds.world(made, 2).arrays
    record, position = run(w, PANIC, 1, 0, start(w))
    assert record.on_road.tolist() == [1000, 0]
    assert position.state.back.tolist() == [[1000, 0]]
    assert not record.present.any()


def test_who_is_displaced_flees_again() -> None:
    made = worlds.scenario(
        [town("a"), town("b", 5000), town("c", 5000)],
        [road("a", "b"), road("b", "c", 60)],
        # c is cut off on the first day, and b is not safe on the second
        events=[fighting("a", 0, 3), closed("b--c", 0, 0), fighting("b", 1, 3)],
    )
    record = lived(made, 3)
    assert record.present[0].tolist() == [0, 1000, 0]
    assert record.present[1].tolist() == [0, 0, 6000]
    assert record.newly_displaced[1].tolist() == [1000, 5000, 0]
    assert lived(made, 3, panic(again=0.0)).present[1].tolist() == [0, 1000, 5000]


def test_people_go_home_once_it_is_quiet() -> None:
    made = line(fighting("a", 0, 1))
    w = worlds.world(made, 8).arrays
    record, position = run(w, panic(return_rate=1e6, quiet_days=3), 1, 0, start(w))
    # last fought on day 1, quiet for three days on day 4
    assert record.present.sum(axis=1).tolist() == [1000] * 4 + [0] * 4
    assert position.state.back.tolist() == [[1000, 0, 0]]
    assert record.newly_displaced[:, 0].tolist() == [1000] * 8
    assert record.arrivals[4:].sum() == 0, "who comes home does not arrive as displaced"


def test_who_has_returned_and_flees_again_is_counted_once() -> None:
    made = line(fighting("a", 0, 1), fighting("a", 5, 5, event="again"))
    record = lived(made, 6, panic(return_rate=1e6, quiet_days=3))
    assert record.present.sum(axis=1).tolist() == [1000, 1000, 1000, 1000, 0, 1000]
    assert record.newly_displaced[:, 0].tolist() == [1000] * 6


def test_nobody_goes_home_to_a_holder_whom_they_fear() -> None:
    made = worlds.scenario(
        [town("a"), town("b", 5000), town("c", 5000)],
        [road("a", "b"), road("b", "c", 60)],
        events=[held("a", "rebels"), fighting("a", 0, 1)],
        groups=[{"place": "a", "group": "all", "share": 1}],
        affinity=[{"group": "all", "actor": "rebels", "value": -0.1, "basis": "made up"}],
    )
    assert lived(made, 8, panic(return_rate=1e6)).present[-1].sum() == 1000


def test_nobody_stays_at_a_crossing() -> None:
    made = worlds.scenario(
        [town("a"), town("gate", None, kind="crossing"), town("abroad", 10**6, kind="country")],
        [road("a", "gate"), road("gate", "abroad")],
        events=[fighting("a", 0, 0)],
    )
    record = lived(made)
    assert record.present[-1].tolist() == [0, 0, 1000]


def test_a_full_place_takes_nobody() -> None:
    made = worlds.scenario(
        [town("a"), town("camp", None, kind="camp", capacity=100), town("c", 1)],
        [road("a", "camp"), road("camp", "c")],
        events=[fighting("a", 0, 0), fighting("c", 1, 1, event="late")],
    )
    # the camp is overfull after the first day; who leaves 'c' then finds no free place
    p = panic(kin_pull=0.0)
    record = lived(made, 2, p)
    assert record.present[0, 1] > 100
    assert record.present[1, 1] <= record.present[0, 1]


def test_chance_of_leaving_is_that_of_the_rules() -> None:
    made = line(fighting("a", 0, 0, 0.8), people=1_000_000)
    threat = PARAMETERS.fighting_threat * 0.8 * np.sqrt(50_000 / 1_000_000)
    felt = max(0.0, (threat - 0.02) / 0.98)
    chance = 1 - np.exp(-0.4 * felt)
    record = lived(made, 1, parameters(threat_floor=0.02, threat_power=1.0))
    spread = np.sqrt(1e6 * chance * (1 - chance))
    assert abs(record.newly_displaced[0, 0] - 1e6 * chance) < 5 * spread  # false alarm: one key in a million


def test_another_seed_and_another_member_draw_other_numbers() -> None:
    made = line(fighting("a", 0, 5), people=100_000)
    records = [lived(made, 3, PARAMETERS, *key) for key in ((1, 0), (1, 1), (2, 0))]
    assert same(records[0], lived(made, 3, PARAMETERS, 1, 0))
    assert not any(same(records[a], records[b]) for a, b in ((0, 1), (0, 2), (1, 2)))


def ensemble(world: World, number: int = 12) -> list[Member]:
    sets = draw(uniform_draws(1, 0, 0, number, len(PRIORS)))
    return [Member(world, p, k) for k, p in enumerate(sets)]


def as_bytes(outcomes: list[tuple[Record, Position]]) -> list[bytes]:
    return [
        # as lists: rows of parties have gaps that hold anything
        repr([part.tolist() for part in (*record, *position.state, *position[1:4])]).encode()
        for record, position in outcomes
    ]


def test_the_number_of_threads_does_not_change_the_numbers() -> None:
    members = ensemble(worlds.world(worlds.country(), 12))
    one, two = (list(run_all(members, seed=9, cores=cores)) for cores in (1, 2))
    assert as_bytes(one) == as_bytes(two)
    assert sum(record.newly_displaced[-1].sum() for record, _ in one) > 0


def test_a_member_does_not_depend_on_the_others() -> None:
    members = ensemble(worlds.world(worlds.country(), 12))
    alone = list(run_all(members[7:8], seed=9, cores=1))
    assert as_bytes(alone) == as_bytes(list(run_all(members, seed=9, cores=2)))[7:8]


def test_progress_is_told_after_each_member() -> None:
    told: list[int] = []
    list(run_all(ensemble(worlds.world(worlds.country(), 2), 5), seed=1, cores=1, progress=lambda: told.append(1)))
    assert len(told) == 5


def test_a_run_leaves_the_position_that_it_began_from_as_it_was() -> None:
    made = worlds.country()
    early, late = worlds.world(made, 5, 5).arrays, worlds.world(made, 9, 5).arrays
    _, position = run(early, PARAMETERS, 1, 0, start(early))
    nothing = Record(*[np.zeros(1)] * 6)
    before = as_bytes([(nothing, position)])
    run(late, PARAMETERS, 1, 0, position)
    assert before == as_bytes([(nothing, position)])


@pytest.mark.parametrize("members", [1, 7, 64])
def test_uniform_draws_are_one_in_each_slice(members: int) -> None:
    draws = uniform_draws(3, 0, 0, members, 9)
    assert draws.shape == (members, 9)
    slices = np.sort(np.floor(draws * members), axis=0)
    assert (slices == np.arange(members)[:, None]).all()
    for key in ((4, 0, 0), (3, 7, 0), (3, 0, 1)):
        assert not np.array_equal(draws, uniform_draws(*key, members, 9))
    if members == 64:
        assert np.abs(np.corrcoef(draws.T) - np.eye(9)).max() < 0.6


def test_a_place_without_room_traps_nobody() -> None:
    made = worlds.scenario(
        [town("a"), town("camp", None, kind="camp", capacity=0), town("c")],
        [road("a", "camp"), road("camp", "c")],
        events=[fighting("a", 0, 0)],
    )
    assert lived(made).present.tolist() == [[0, 0, 1000]] * 6


def test_the_mean_field_is_the_mean_of_the_members() -> None:
    """What the day makes of the people is linear in them while no road is narrow and no place can fill up."""
    made = worlds.scenario(
        [town("a", 3000), town("b", 2000), town("c", 500), town("d", 800)],
        [road("a", "b", 300), road("b", "c", 700), road("a", "d", 90)],
        events=[
            held("a", "rebels"), fighting("a", 0, 2), fighting("b", 1, 4), fighting("d", 3, 3), closed("b--c", 5, 5)
        ],
        groups=[{"place": name, "group": "hill folk", "share": 0.4} for name in "ab"],
        affinity=[{"group": "hill folk", "actor": "rebels", "value": -0.9, "basis": "made up"}],
    )  # fmt: skip
    p = parameters(return_rate=0.5, quiet_days=1, threat_floor=0.02, kin_pull=0.0)
    w = worlds.world(made, 8).arrays
    mean = flat(run(w, p, 1, 0, start(w), sampled=False)[0])
    members = np.array([flat(run(w, p, 1, k, start(w))[0]) for k in range(400)])
    error = np.maximum(members.std(axis=0, ddof=1), 0.05) / np.sqrt(len(members))
    # false alarm: one key in ten thousand, for all cells together
    limit = stats.norm.isf(1e-4 / 2 / mean.size)
    assert (np.abs(members.mean(axis=0) - mean) < limit * error).all()
    assert (np.abs(members.mean(axis=0) - 1.02 * mean) > limit * error).any(), "2 % more people would be told"


def test_in_the_mean_field_nobody_is_lost_and_no_road_takes_more_than_it_can() -> None:
    w = worlds.world(line(fighting("a", 0, 0), narrow=300), 6).arrays
    record, position = run(w, parameters(return_rate=0.0), 1, 0, start(w), sampled=False)
    assert (record.arrivals.sum(axis=1) <= 300 + 1e-9).all()
    assert record.newly_displaced[-1, 0] % 1 > 0, "a share of a person has left"
    np.testing.assert_allclose(record.newly_displaced[:, 0], record.present.sum(axis=1) + record.on_road, rtol=1e-12)
    assert position.state.home[:, 0].sum() + record.newly_displaced[-1, 0] == pytest.approx(1000)


def flat(record: Record) -> NDArray[np.float64]:
    return np.concatenate([part.ravel() for part in record])
