"""The fast engine against the reference engine, on random worlds; and both as levels are refined."""

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nuzuh.engine.reference import Reference
from nuzuh.model.flee3.world import World, build
from nuzuh.scenario.flee import FleeCase
from tests.flee_cases import case, link, place
from verification.theory import present
from verification.verdicts import Check, samples_p

WORLDS, DAYS, RUNS = 8, 16, 60
SHOWN = (5, 10, DAYS - 1)


@st.composite
def cases(draw: Any) -> FleeCase:
    """Draw a case: a few places of all kinds, roads, closures and settings; camps without limits.

    Where a camp fills up, the order of the agents matters, and the two engines agree only about (decision 8).
    """
    size = draw(st.integers(4, 7))
    kind = st.sampled_from(["town", "conflict_zone", "camp", "idpcamp", "forwarding_hub", "marker"])
    kinds = ["conflict_zone", *draw(st.lists(kind, min_size=size - 2, max_size=size - 2)), "camp"]
    names = [f"P{k}" for k in range(size)]
    countries = [draw(st.sampled_from(["Home", "Away"])) for _ in names]
    places = [
        place(name, kind, 1e6 if "camp" not in kind else np.nan, country=country)
        for name, kind, country in zip(names, kinds, countries, strict=True)
    ]
    pairs = [(k, draw(st.integers(0, k - 1))) for k in range(1, size)]
    pairs += draw(st.lists(st.sampled_from([(a, b) for a in range(size) for b in range(a)]), max_size=4))
    roads = [
        link(names[a], names[b], draw(st.integers(5, 700)), walk_probability=draw(st.sampled_from([0.0, 0.0, 0.4])))
        for a, b in pairs
    ]
    closing = draw(st.integers(1, 8))
    closures = draw(
        st.lists(
            st.sampled_from([("country", "Home", "Away", closing, closing + 5), ("location", names[1], "", 3, 9)]),
            max_size=2,
        )
    )
    return case(
        places,
        roads,
        days=DAYS,
        total=np.arange(DAYS) * 60.0,
        closures=closures,
        spawn={"sum_from_camps": False, "insert_day0": True},
        awareness_level=draw(st.sampled_from([1, 1, 2, 3])),
        start_on_foot=draw(st.booleans()),
        avoid_short_stints=draw(st.booleans()),
        weight_softening=draw(st.sampled_from([0.0, 0.5])),
        distance_power=draw(st.sampled_from([1.0, 2.0])),
        camp_movechance=0.05,
    )


def reference(world: World, runs: int = RUNS, exact: bool = False) -> NDArray[np.float64]:
    """People at each place by the reference engine: (runs, days, places)."""
    return np.stack([Reference(world, np.random.default_rng(k), exact).run() for k in range(runs)])


def cells(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Counts of the days that are looked at: (runs, cells)."""
    return counts[:, SHOWN].reshape(len(counts), -1)


def random_worlds(wrong: bool) -> float:
    """Means and spreads at every place agree on every world; the smallest p-value, times the number of worlds."""
    values: list[float] = []

    @seed(20_241_206)
    @settings(
        max_examples=WORLDS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases())
    def one(drawn: FleeCase) -> None:
        world = build(drawn)
        fast = world
        if wrong:
            network = world.network._replace(option_near=np.ones_like(world.network.option_near))
            fast = replace(world, network=network)
        values.append(samples_p(cells(reference(world)), cells(present(fast, 3 * RUNS))))

    one()
    return min(1.0, min(values) * len(values))


def _country(levels: int, fineness: int) -> World:
    """Build a chain of towns a short way apart, where recent travel decides who goes on."""
    towns = [place(f"T{k}") for k in range(6)]
    km = [30, 45, 70, 60, 90, 40, 120]
    names = ["A", *(town["place"] for town in towns), "C"]
    drawn = case(
        [place("A", "conflict_zone", 1e6), *towns, place("C", "camp")],
        [link(a, b, d) for a, b, d in zip(names, names[1:], km, strict=False)],
        days=12,
        total=np.arange(12) * 300.0,
        avoid_short_stints=True,
        start_on_foot=True,
        default_movechance=0.3,
    )
    return build(drawn, levels=levels, fineness=fineness)


def refined(wrong: bool) -> float:
    """With 64 levels, the fast engine agrees with the reference that counts recent travel exactly."""
    exact = reference(_country(8, 2), 40, exact=True)[:, [4, 8, 11]].reshape(40, -1)
    fast = present(_country(1, 1) if wrong else _country(64, 4), 100)[:, [4, 8, 11]].reshape(100, -1)
    return samples_p(exact, fast)


def distance_from_exact(levels: int, fineness: int) -> float:
    """How far the fast engine's means are from the exact ones, as a share of all people: for the table of levels."""
    exact = reference(_country(8, 2), 40, exact=True).mean(axis=0)
    fast = present(_country(levels, fineness), 400).mean(axis=0)
    return float(np.abs(exact - fast).sum() / exact.sum())


CHECKS = [
    Check(f"fast and reference agree on {WORLDS} random worlds", random_worlds, "a choice that ignores distance"),
    Check("64 levels agree with exact recent travel", refined, "a single level"),
]
