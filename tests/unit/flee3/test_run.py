"""Runs under the flee3 rules: nobody is lost, a broken run is an unbroken one, means are met."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy import stats

from nuzuh.engine.ensemble import run_all
from nuzuh.engine.flee3 import Member, Record
from nuzuh.model.flee3.world import World, build
from nuzuh.scenario import InputError
from nuzuh.scenario.flee import FleeCase
from tests.flee_cases import case, day_one, link, place

DAYS = 25
PLACES = [
    place("A", "conflict_zone", 50_000.0),
    place("B", "conflict_zone", 20_000.0),
    place("C"),
    place("D", "forwarding_hub"),
    place("M", "marker"),
    place("E", "camp", 700.0, country="Beyond", deactivation_probability=0.02),
    place("F", "idpcamp"),
]
LINKS = [
    link("A", "B", 60),
    link("A", "C", 130),
    link("B", "C", 250, walk_probability=0.5),
    link("C", "M", 40),
    link("M", "D", 90),
    link("D", "E", 20, max_move_speed=20.0),
    link("C", "F", 430),
]
RICH = {
    "start_on_foot": True,
    "avoid_short_stints": True,
    "awareness_level": 2,
    "camp_weight": 2.0,
    "foreign_weight": 2.0,
}


def country(**more: object) -> FleeCase:
    """Every kind of place, closures that meet people on the road, fighting that moves on, and people all the time."""
    days = np.arange(DAYS)
    rules = {
        "total": days * 120.0,
        "closures": [("location", "E", "Beyond", 6, 9), ("country", "Home", "Beyond", 12, 15)],
        "conflicts": {"A": (days < 20) * 1.0, "B": (days >= 8) * 0.6},
        "spawn": {"camps_are_sicks": True},
    }
    return case(PLACES, LINKS, days=DAYS, **(rules | RICH | more))  # type: ignore[arg-type]


def everyone(record: Record) -> NDArray[np.float64]:
    return record.present.sum(axis=1) + record.on_road


def runs(world: World, members: int, *, sampled: bool = True, cores: int | None = None) -> list[Record]:
    return [
        record
        for record, _ in run_all([Member(world, k, sampled=sampled) for k in range(members)], seed=5, cores=cores)
    ]


@pytest.mark.parametrize("sampled", [True, False])
@pytest.mark.parametrize("fix", [True, False])
def test_nobody_is_lost(sampled: bool, fix: bool) -> None:
    world = build(country(spawn={}), fix=fix)
    (record,) = runs(world, 1, sampled=sampled)
    np.testing.assert_allclose(everyone(record), np.cumsum(world.arrays.arriving), rtol=1e-9)
    assert (record.present >= 0).all()
    assert record.on_road.max() > 0
    if sampled:
        assert (record.present % 1 == 0).all()


def test_a_run_that_is_taken_up_again_has_the_numbers_of_an_unbroken_one() -> None:
    world = build(country())
    whole = Member(world, 3).run(5)[0]
    position, pieces = None, []
    for until in (1, 7, 13, DAYS):
        record, position = Member(world, 3, position, until).run(5)
        pieces.append(record)
    for name in ("present", "on_road"):
        joined = np.concatenate([getattr(piece, name) for piece in pieces])
        assert joined.tobytes() == getattr(whole, name).tobytes()


def test_numbers_do_not_depend_on_cores_or_on_the_other_members() -> None:
    world = build(country())
    one, two = (runs(world, 6, cores=cores) for cores in (1, 2))
    assert [r.present.tobytes() for r in one] == [r.present.tobytes() for r in two]
    assert runs(world, 2)[1].present.tobytes() == one[1].present.tobytes()
    assert one[0].present.tobytes() != one[1].present.tobytes()


def test_the_mean_field_is_the_mean_of_the_members() -> None:
    """Without capacities what a day makes of the people is linear in them."""
    places = [row | {"size": np.nan} if row["kind"] == "camp" else row for row in PLACES]
    world = build(case(places, LINKS, days=DAYS, total=np.arange(DAYS) * 20.0, **RICH))  # type: ignore[arg-type]
    (field,) = runs(world, 1, sampled=False)
    members = np.array([record.present for record in runs(world, 300)])
    error = np.maximum(members.std(axis=0, ddof=1), 0.05) / np.sqrt(len(members))
    # false alarm: one key in ten thousand, for all cells together
    limit = stats.norm.isf(1e-4 / 2 / field.present.size)
    assert (np.abs(members.mean(axis=0) - field.present) < limit * error).all()
    assert (np.abs(members.mean(axis=0) - 1.02 * field.present) > limit * error).any(), "2 % more would be told"


def driven(mode: str, rate: float, days: int = 6, **spawn: object) -> FleeCase:
    rules = {"spawn_mode": mode, "displaced_per_conflict_day": rate}
    return case(
        [place("A", "conflict_zone", 10_000.0), place("B", "conflict_zone", 2_000.0), place("C")],
        [link("A", "C", 90), link("B", "C", 90)],
        days=days,
        conflicts={"A": np.ones(days), "B": np.full(days, 0.5)},
        spawn={"conflict_driven_spawning": rules, **spawn},
    )


def test_people_appear_from_conflict() -> None:
    (constant,) = runs(build(driven("constant", 301.0)), 1)
    # a half of 301 is cut to whole people
    assert everyone(constant).tolist() == [451.0 * (day + 1) for day in range(6)]
    (ratio,) = runs(build(driven("pop_ratio", 0.01)), 1)
    assert everyone(ratio).tolist() == [110.0 * (day + 1) for day in range(6)]
    (taken,) = runs(build(driven("pop_ratio", 0.1, take_from_population=True)), 1)
    assert everyone(taken)[:2].tolist() == [1000 + 100, 1000 + 100 + 900 + 95]


def test_people_appear_from_conflict_by_a_poisson_draw() -> None:
    appeared = np.array([everyone(record)[-1] for record in runs(build(driven("poisson", 40.0)), 400)])
    mean = 6 * 40 * 1.5
    # two tests, each with a false alarm for one key in a hundred thousand
    assert abs(appeared.mean() - mean) < stats.norm.isf(5e-6) * np.sqrt(mean / 400)
    assert stats.chi2.interval(1 - 1e-5, 399)[0] < 399 * appeared.var(ddof=1) / mean
    assert stats.chi2.interval(1 - 1e-5, 399)[1] > 399 * appeared.var(ddof=1) / mean


def test_the_weight_of_a_source_falls_with_who_has_left_it() -> None:
    rules = {"take_from_population": True}
    total = np.arange(11) * 1000.0
    made = case(
        [place("A", "conflict_zone", 10_000.0), place("B", "conflict_zone", 10_000.0)], [link("A", "B", 90)],
        days=11, total=total, spawn=rules, conflict_movechance=0.0,
    )  # fmt: skip
    taken, left = (np.std([r.present[-1, 0] for r in runs(build(case_), 200)]) for case_ in (made, _kept(made)))
    # without: a binomial of 10,000; with: who has left one town makes the other likelier
    assert left == pytest.approx(50, rel=0.25)
    assert taken < 0.9 * left


def _kept(made: FleeCase) -> FleeCase:
    rules = made.settings.spawn_rules.model_copy(update={"take_from_population": False})
    return replace(made, settings=made.settings.model_copy(update={"spawn_rules": rules}))


def test_more_people_than_live_there_are_refused() -> None:
    made = case(
        [place("A", "conflict_zone", 100.0), place("C")], [link("A", "C", 90)], days=3,
        total=day_one(101), spawn={"take_from_population": True},
    )  # fmt: skip
    with pytest.raises(InputError, match="more people appear in A than live there"):
        runs(build(made), 1)


def test_people_who_appear_without_fighting_are_refused() -> None:
    made = case(PLACES[2:4], LINKS[3:4][:0], days=3, total=day_one(7), conflicts={"C": [0, 0, 0]})
    with pytest.raises(InputError, match="7 people appear on days without fighting"):
        runs(build(made), 1)


def test_groups_see_places_with_their_own_eyes() -> None:
    def split(**rules: object) -> NDArray[np.float64]:
        ages = pd.DataFrame({"value": [10.0, 30.0], "Default": [1.0, 1.0]})
        sexes = pd.DataFrame({"value": ["male", "female"], "Default": [1.0, 1.0]})
        made = case(
            [place("A", "conflict_zone", 1e5), place("C", "camp", country="Beyond"), place("D", "camp")],
            [link("A", "C", 90), link("A", "D", 90)],
            days=2,
            total=day_one(90_000),
            demographics={"age": ages, "gender": sexes},
            foreign_weight=3.0,
            camp_movechance=0.0,
            **rules,  # type: ignore[arg-type]
        )
        share: NDArray[np.float64] = runs(build(made), 1)[0].present[1, 1:] / 90_000
        return share

    error = 5 * np.sqrt(0.25 / 90_000)
    assert split()[0] == pytest.approx(3 / 4, abs=error)
    # children, half of all, square the weight
    assert split(ChildrenAvoidHazards=True)[0] == pytest.approx(3 / 4 / 2 + 9 / 10 / 2, abs=error)
    # and of the rest, the half that is male does not care
    bold = split(ChildrenAvoidHazards=True, BoysTakeRisk=True)[0]
    assert bold == pytest.approx(9 / 10 / 2 + 3 / 4 / 4 + 1 / 2 / 4, abs=error)
