"""The fast engine against results in closed form."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from nuzuh.engine.ensemble import run_all
from nuzuh.engine.flee3 import Member
from nuzuh.model.flee3.world import World, build
from tests.flee_cases import case, day_one, link, place
from verification.verdicts import Check, multinomial_p

PEOPLE, MEMBERS = 1_000, 200


def present(world: World, members: int = MEMBERS) -> NDArray[np.float64]:
    """People at each place: (members, days, places)."""
    return np.stack([record.present for record, _ in run_all([Member(world, k) for k in range(members)], seed=7)])


def chain(wrong: bool) -> float:
    """Who stays at a place that each leaves with a chance q a day is binomial, with (1 - q)^t."""
    chance, day = 0.2, 7
    world = build(
        case(
            [place("A", "conflict_zone", 1e5), place("B", "camp")],
            [link("A", "B", 100)],
            days=day + 1,
            total=day_one(PEOPLE),
            conflict_movechance=chance + 0.01 * wrong,
            camp_movechance=0.0,
        )
    )
    # they appear on day 1 and may leave that day
    staying = present(world)[:, day, 0].sum()
    return float(stats.binomtest(int(staying), PEOPLE * MEMBERS, (1 - chance) ** day).pvalue)


def split(wrong: bool) -> float:
    """Who leaves at once splits over camps in proportion to score and 1 / (softening + km)."""
    km = {"B": 20.0, "C": 60.0, "D": 90.0, "E": 190.0}
    places = [
        place("A", "conflict_zone", 1e5),
        *(place(name, "camp") for name in "BCD"),
        place("E", "camp", country="Far"),
    ]
    world = build(
        case(
            places,
            [link("A", name, length) for name, length in km.items()],
            days=2,
            total=day_one(PEOPLE),
            camp_weight=3.0,
            foreign_weight=2.5,
            camp_movechance=0.0,
            distance_power=1.0 + 0.05 * wrong,
        )
    )
    weights = np.array([1 / (10 + length) for length in km.values()]) * [1, 1, 1, 2.5]
    return multinomial_p(present(world)[:, 1, 1:].sum(axis=0), weights)


def ring(wrong: bool) -> float:
    """A lazy walk on a ring of roads of two days: the chances come from the transition matrix."""
    size, chance, day = 8, 0.6, 13
    names = [f"R{k}" for k in range(size)]
    world = build(
        case(
            [place("R0", "conflict_zone", 1e5), *(place(name) for name in names[1:])],
            # on the second day 50 km are left, so that they arrive and may go on
            [link(names[k], names[(k + 1) % size], 250) for k in range(size)],
            days=day + 1,
            total=day_one(PEOPLE),
            conflict_movechance=chance,
            default_movechance=chance,
            conflict_weight=1.0,
        )
    )
    if wrong:
        near = world.network.option_near.copy()
        n = world.network
        places = np.repeat(np.arange(size), np.diff(n.option_range[0]))
        near[n.option_end == (places + 1) % size] *= 1.05
        world = replace(world, network=world.network._replace(option_near=near))
    # states: at each place; on the road forth and back from each place, a day old
    step = np.zeros((3 * size, 3 * size))
    for k in range(size):
        forth, back = size + k, 2 * size + k
        step[k, [k, forth, back]] = 1 - chance, chance / 2, chance / 2
        for road, end in ((forth, (k + 1) % size), (back, (k - 1) % size)):
            step[road, [end, size + end, 2 * size + end]] = 1 - chance, chance / 2, chance / 2
    chances = np.linalg.matrix_power(step, day)[0]
    seen = present(world)[:, day].sum(axis=0)
    observed = np.array([*seen, PEOPLE * MEMBERS - seen.sum()])
    return multinomial_p(observed, np.array([*chances[:size], chances[size:].sum()]))


def travel_time(wrong: bool) -> float:
    """Who walks on a day with a chance w has come km after D days of driving and n - D of walking, D binomial."""
    walking, km, days = 0.3, 1000.0, 12
    world = build(
        case(
            [place("A", "conflict_zone", 1e5), place("B", "camp")],
            [link("A", "B", km, walk_probability=walking + 0.01 * wrong)],
            days=days + 1,
            total=day_one(PEOPLE),
            camp_movechance=0.0,
        )
    )
    arrived = np.array(
        [
            sum(stats.binom.pmf(d, n, 1 - walking) for d in range(n + 1) if 200 * d + 35 * (n - d) > km)
            for n in range(days + 1)
        ]
    )
    seen = np.diff(present(world)[:, :, 1].sum(axis=0), prepend=0)
    observed = np.array([*seen[1:], PEOPLE * MEMBERS - seen.sum()])
    return multinomial_p(observed, np.array([*np.diff(arrived), 1 - arrived[-1]]))


CHECKS = [
    Check("staying at a place is binomial", chain, "a chance of 0.21 instead of 0.20"),
    Check("a choice of camps is multinomial", split, "a distance power of 1.05 instead of 1"),
    Check("a walk on a ring follows its matrix", ring, "ways round to the right weigh 5 % too much"),
    Check("days on a road are those of a binomial", travel_time, "1 in 100 more walk"),
]
