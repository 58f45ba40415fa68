"""What must hold of every run in every world: nobody is lost or counted twice, and a run can be taken up again."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nuzuh.engine.run import Position, Record, run, start
from nuzuh.model.parameters import PRIORS, Parameters, draw
from nuzuh.model.world import Arrays, Builder
from nuzuh.scenario import Scenario
from tests import worlds
from tests.worlds import Cells, closed, day, fighting, held, road, town

DAYS = 9


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Up to eight places of every kind, joined at random: narrow, one-way and closed roads, fronts, and two groups."""
    size = draw(st.integers(2, 8))
    names = [f"p{k}" for k in range(size)]
    people = st.sampled_from([0, 1, 7, 300, 5000, 400_000])
    places = [town(names[0], draw(people) + 100)]
    for name in names[1:]:
        kind = draw(st.sampled_from(["town", "town", "town", "camp", "crossing", "country"]))
        places.append(town(name, draw(people), kind=kind, capacity=draw(st.none() | st.sampled_from([0, 5, 900]))))
    wide = st.none() | st.sampled_from([0, 3, 50, 2000])
    km = st.sampled_from([5, 60, 250, 1100])
    routes = [
        road(names[draw(st.integers(0, k - 1))], names[k], draw(km), people_per_day=draw(wide)) for k in range(1, size)
    ]
    for k in range(draw(st.integers(0, 4))):
        ends = draw(st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda pair: pair[0] != pair[1]))
        routes.append(
            road(*ends, draw(km), route=f"r{k}", people_per_day=draw(wide), one_way=draw(st.booleans()))
        )  # fmt: skip
    at, when = st.sampled_from(names), st.integers(0, DAYS - 1)
    events: list[Cells] = [held(name, draw(st.sampled_from(["government", "rebels"]))) for name in names[::2]]
    for k in range(draw(st.integers(0, 8))):
        first = draw(when)
        last = draw(st.none() | st.just(min(first + 2, DAYS)))
        kind = draw(st.sampled_from(["held", "fighting", "closed", "shut", "room"]))
        if kind == "held":
            events.append(held(draw(at), draw(st.sampled_from(["government", "rebels"])), first, event=f"e{k}"))
        elif kind == "fighting":
            events.append(fighting(draw(at), first, last, draw(st.floats(0.2, 1)), event=f"e{k}"))
        elif kind == "closed":
            route = draw(st.sampled_from([r["route"] for r in routes]))
            events.append(closed(route, first, last, event=f"e{k}"))
        else:
            event: Cells = {"event": f"e{k}", "place": draw(at), "valid_from": day(first)}
            more: Cells = {"kind": "closure"} if kind == "shut" else {"kind": "capacity", "intensity": 40}
            events.append(event | more | {"valid_to": None if last is None else day(last)})
    return worlds.scenario(
        places,
        routes,
        events=events,
        groups=[{"place": name, "group": "hill folk", "share": 0.4} for name in names[:3]],
        affinity=[
            {"group": "hill folk", "actor": actor, "value": value, "basis": "made up"}
            for actor, value in (("rebels", -0.9), ("government", 0.6))
        ],
    )


@st.composite
def parameters(draw_: st.DrawFn) -> Parameters:
    """Anything that the priors allow, with people who leave and return soon, so that much happens in few days."""
    u = draw_(st.lists(st.floats(0.02, 0.98), min_size=len(PRIORS), max_size=len(PRIORS)))
    return draw(np.array([u]))[0]._replace(
        leave_rate=draw_(st.sampled_from([0.1, 1.0, 50.0])),
        threat_floor=0.02,
        quiet_days=draw_(st.sampled_from([1.0, 3.0])),
        return_rate=draw_(st.sampled_from([0.0, 0.3, 50.0])),
    )


KEYS = st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 1000))


def whereabouts(position: Position) -> NDArray[np.float64]:
    """People by group and home, wherever they are."""
    s = position.state
    people = s.home + s.trapped + s.back
    for rows in (position.away, position.parties):
        np.add.at(people, (rows["group"], rows["home"]), rows["people"])
    return people


def parts(position: Position) -> list[NDArray[np.float64]]:
    return [*position.state, position.away, position.parties]


def day_by_day(builders: list[Builder], p: Parameters, key: tuple[int, int]) -> list[tuple[Arrays, Record, Position]]:
    """A run that is taken up anew every day, in a world that ends with that day."""
    lived = []
    position: Position | None = None
    for builder in builders:
        w = builder.build().arrays
        record, position = run(w, p, *key, position or start(w))
        lived.append((w, record, position))
    return lived


def builders(made: Scenario) -> list[Builder]:
    return [Builder(made, day(DAYS), days) for days in range(1, DAYS + 1)]


@settings(max_examples=60)
@given(scenarios(), parameters(), KEYS)
def test_nobody_is_lost_on_any_day_in_any_group(made: Scenario, p: Parameters, key: tuple[int, int]) -> None:
    for w, record, position in day_by_day(builders(made), p, key):
        s = position.state
        for counts in (*s, position.away["people"], position.parties["people"], *record):
            assert (counts >= 0).all()
        np.testing.assert_array_equal(whereabouts(position), w.residents)
        # what is counted is where people are
        np.testing.assert_array_equal(record.newly_displaced[-1], (w.residents - s.home - s.trapped).sum(axis=0))
        away = np.bincount(position.away["place"], position.away["people"], len(record.present[-1]))
        np.testing.assert_array_equal(record.present[-1], away)
        np.testing.assert_array_equal(record.trapped[-1], s.trapped.sum(axis=0))
        assert record.on_road[-1] == position.parties["people"].sum()
        np.testing.assert_array_equal(record.flows.sum(axis=0), record.arrivals.sum(axis=0))
        assert (np.diagonal(record.flows) == 0).all(), "nobody arrives as displaced at home"
        assert (record.present[-1] <= position.newly_displaced.sum()).all()


@settings(max_examples=40)
@given(scenarios(), parameters(), KEYS)
def test_a_run_taken_up_again_every_day_gives_the_same_numbers(
    made: Scenario, p: Parameters, key: tuple[int, int]
) -> None:
    pieces = day_by_day(builders(made), p, key)
    w = pieces[-1][0]
    whole, end = run(w, p, *key, start(w))
    for name in ("newly_displaced", "present", "arrivals", "trapped", "on_road"):
        joined = np.concatenate([getattr(record, name) for _, record, _ in pieces])
        np.testing.assert_array_equal(joined, getattr(whole, name), err_msg=name)
    np.testing.assert_array_equal(sum(record.flows for _, record, _ in pieces), whole.flows)
    for there, here in zip(parts(end), parts(pieces[-1][2]), strict=True):
        np.testing.assert_array_equal(there, here)
    assert (np.diff(whole.newly_displaced, axis=0) >= 0).all()


@settings(max_examples=40)
@given(scenarios(), parameters(), KEYS, st.integers(0, DAYS), st.data())
def test_an_event_that_touches_nobody_before_it_changes_no_number_before_it(
    made: Scenario, p: Parameters, key: tuple[int, int], when: int, data: st.DataObject
) -> None:
    place = data.draw(st.sampled_from(list(made.places["place"])))
    kind = data.draw(st.sampled_from(["fighting", "closure", "control", "capacity"]))
    cells = {"event": "what if", "kind": kind, "place": place, "actor": "rebels", "intensity": 1.0}
    supposed = worlds.scenario([], events=[cells | {"valid_from": day(when)}]).events
    builder = Builder(made, day(DAYS), DAYS)
    records = []
    for world in (builder.build(), builder.build(supposed)):
        records.append(run(world.arrays, p, *key, start(world.arrays))[0])
    for name in ("newly_displaced", "present", "arrivals", "trapped", "on_road"):
        np.testing.assert_array_equal(getattr(records[0], name)[:when], getattr(records[1], name)[:when])


@settings(max_examples=20)
@given(KEYS, st.floats(0.1, 1))
def test_an_event_elsewhere_leaves_a_places_first_draws_alone(key: tuple[int, int], intensity: float) -> None:
    towns = [town(name, 40_000) for name in "abc"]
    roads = [road("a", "b"), road("b", "c", 2000)]
    first = []
    for elsewhere in ([], [fighting("c", 0, 3, intensity)], [fighting("c", 0, 3, 1), closed("b--c", 0)]):
        made = worlds.scenario(towns, roads, events=[fighting("a", 0, 3, 0.8), *elsewhere])
        w = worlds.world(made, 2).arrays
        first.append(run(w, worlds.PARAMETERS, *key, start(w))[0].newly_displaced[0])
    assert first[0][0] == first[1][0] == first[2][0] > 0
    assert first[0][2] == 0
    assert first[1][2] > 0 or intensity < 0.25
