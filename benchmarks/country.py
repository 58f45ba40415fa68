"""The cost of an ensemble under the ``nuzuh`` rules in a made-up country.

The country is drawn from a seed: places at random in a square of 430 km, joined by their minimum spanning tree and then
by the shortest of all other pairs; populations log-normal, 20 million in all; six groups, each around a centre of its
own; a front that goes from east to west by a place a day, with fighting in the 12 % of places that lie nearest to it.
"""

import datetime as dt
import time
from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial.distance import pdist, squareform

from benchmarks.process import peak_mb
from nuzuh.engine.ensemble import Member, run_all, uniform_draws
from nuzuh.model.parameters import PRIORS, draw
from nuzuh.model.world import Builder, World
from nuzuh.scenario import Scenario, Settings
from nuzuh.scenario.schema import TABLES
from nuzuh.scenario.tables import frame

SEED = 1
PLACES, CAMPS, CROSSINGS, COUNTRIES = 300, 12, 6, 4
ROADS, GROUPS, PEOPLE, DAYS = 900, 6, 20_000_000, 60
SIDE_KM, KM_A_DEGREE = 430.0, 111.0
#: Places between the east and the front on the first day, and on either side of it where there is fighting.
TAKEN, NEAR = 90, 18
MEMBERS = (100, 1_000)
START = dt.date(2031, 3, 1)
ACTORS = ("government", "rebels", "militia")


def country() -> Scenario:
    """Draw the country."""
    random = np.random.default_rng(SEED)
    at = random.uniform(0, SIDE_KM, (PLACES, 2))
    names = [f"p{k}" for k in range(PLACES)]
    kinds = ["camp"] * CAMPS + ["crossing"] * CROSSINGS + ["country"] * COUNTRIES
    kinds = random.permutation(kinds + ["town"] * (PLACES - len(kinds)))
    people = random.lognormal(0, 1.3, PLACES) * (kinds == "town")
    people = np.where(kinds == "country", 30e6, people / people.sum() * PEOPLE)
    places = [
        {"place": name, "name": name, "kind": kind, "country": "XX", "latitude": 33 + y / KM_A_DEGREE,
         "longitude": 35 + x / KM_A_DEGREE, "population": int(count), "capacity": 20_000 if kind == "camp" else None}
        for name, kind, (x, y), count in zip(names, kinds, at, people, strict=True)
    ]  # fmt: skip
    km = squareform(pdist(at))
    tree = list(zip(*minimum_spanning_tree(km).nonzero(), strict=True))
    joined = {(min(pair), max(pair)) for pair in tree}
    for pair in zip(*np.unravel_index(np.argsort(km, axis=None), km.shape), strict=True):
        if pair[0] < pair[1] and len(joined) < ROADS:
            joined.add(pair)
    routes = [
        {"route": f"{names[a]}--{names[b]}", "from": names[a], "to": names[b], "distance_km": 1.3 * km[a, b],
         "speed_km_day": random.choice([240, 480]), "people_per_day": 5000 if random.random() < 0.1 else None}
        for a, b in sorted(joined)
    ]  # fmt: skip
    rank = np.argsort(np.argsort(-at[:, 0])).tolist()
    south = at[:, 1] < SIDE_KM / 4
    events = []
    for k, name in enumerate(names):
        held = "rebels" if rank[k] < TAKEN else "militia" if south[k] else "government"
        events.append(
            {"event": f"held-{name}", "kind": "control", "place": name, "actor": held, "valid_from": _day(-9)}
        )
        near = range(max(0, rank[k] - TAKEN - NEAR), min(DAYS, rank[k] - TAKEN + NEAR))
        if near:
            events.append({"event": f"fighting-{name}", "kind": "fighting", "place": name, "valid_from": _day(near[0]),
                           "valid_to": _day(near[-1]), "intensity": random.uniform(0.2, 1)})  # fmt: skip
        if 0 <= rank[k] - TAKEN < DAYS:
            taken = {"event": f"taken-{name}", "kind": "control", "place": name, "actor": "rebels"}
            events.append(taken | {"valid_from": _day(rank[k] - TAKEN)})
    centres = random.uniform(0, SIDE_KM, (GROUPS, 2))
    share = np.exp(-np.hypot(*(at[:, None] - centres).transpose(2, 0, 1)) / 40)
    share = np.where(share < 0.05 * share.sum(axis=1, keepdims=True), 0, share)
    share /= share.sum(axis=1, keepdims=True)
    groups = [
        {"place": names[k], "group": f"g{g}", "share": share[k, g]} for k, g in zip(*share.nonzero(), strict=True)
    ]
    affinity = [
        {"group": f"g{g}", "actor": actor, "value": random.uniform(-1, 1), "basis": "made up"}
        for g in range(GROUPS) for actor in ACTORS
    ]  # fmt: skip
    told = {"source": "made up", "known": _day(-20)}
    rows = {"places": places, "routes": routes, "events": events, "groups": groups, "affinity": affinity}
    return Scenario(
        Settings(title="A made-up country", start=START, as_of=START, actors={name: {"name": name} for name in ACTORS}),
        {
            name: frame(name, [row.model_validate(told | cells) for cells in rows.get(name, [])])
            for name, row in TABLES.items()
        },
    )


def _day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


def built() -> World:
    """Build its world."""
    return Builder(country(), _day(DAYS), DAYS).build()


@dataclass(frozen=True)
class Cost:
    """What an ensemble costs.

    Attributes
    ----------
    members : int
        How many.
    seconds : float
        Of all, on all cores.
    core_ms : float
        Milliseconds of one core a member and day.
    memory : float
        Peak of the process, GB.
    """

    members: int
    seconds: float
    core_ms: float
    memory: float


def measure(members: int) -> Cost:
    """Run an ensemble of so many members, and keep what each counts."""
    world = built()
    sets = draw(uniform_draws(SEED, 0, 0, members, len(PRIORS)))
    list(run_all([Member(world, sets[0], 0)], seed=SEED))  # compiles
    began, busy = time.perf_counter(), time.process_time()
    kept = [record for record, _ in run_all([Member(world, p, k) for k, p in enumerate(sets)], seed=SEED)]
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    return Cost(len(kept), seconds, busy / members / DAYS * 1e3, peak_mb() / 1024)
