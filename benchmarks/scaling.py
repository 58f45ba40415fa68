"""How the cost of a run grows with people, places and members."""

import time
from dataclasses import replace

import numpy as np

from nuzuh.engine.ensemble import run_all
from nuzuh.engine.flee3 import Member
from nuzuh.model.flee3.world import World, build
from nuzuh.scenario.flee import Counts
from tests.flee_cases import case, link, place

FACTORS = (1, 10, 100, 1_000, 10_000, 100_000)
TOWNS = (25, 50, 100, 200)
MEMBERS = (1, 2, 4, 8, 16, 32)


def country(towns: int, people: float = 1_000.0, days: int = 100) -> World:
    """A made-up country: towns on a grid with roads between neighbours, a camp on every tenth; counts rise steadily."""
    random = np.random.default_rng(3)
    side = int(np.ceil(np.sqrt(towns)))
    places, roads = [], []
    for k in range(towns):
        fights = random.random() < 0.2 or k == 0
        places.append(place(f"T{k}", "conflict_zone" if fights else "town", float(random.integers(10_000, 100_000))))
        for other in (k - 1 if k % side else -1, k - side):
            if other >= 0:
                roads.append(link(f"T{k}", f"T{other}", float(random.integers(20, 150))))
        if k % 10 == 5:
            places.append(place(f"C{k}", "camp", country="Beyond"))
            roads.append(link(f"T{k}", f"C{k}", float(random.integers(20, 150))))
    drawn = case(
        places,
        roads,
        days=days,
        total=np.arange(days) * people / days,
        camp_weight=2.0,
        default_movechance=0.5,
        start_on_foot=True,
        avoid_short_stints=True,
    )
    return build(drawn)


def scaled(world: World, factor: float) -> World:
    """The same case with so many times the people."""
    old = world.case
    counts = {name: Counts(days, people * factor) for name, (days, people) in old.counts.items()}
    return build(replace(old, counts=counts, places=old.places.assign(size=old.places["size"] * factor)))


def seconds(world: World, repeats: int = 5) -> float:
    """Least time of a member."""
    Member(world, 0).run(1)
    times = []
    for k in range(repeats):
        began = time.perf_counter()
        Member(world, k).run(1)
        times.append(time.perf_counter() - began)
    return min(times)


def ensemble_seconds(world: World, members: int) -> float:
    """Time of an ensemble on all cores."""
    began = time.perf_counter()
    list(run_all([Member(world, k) for k in range(members)], seed=1))
    return time.perf_counter() - began
