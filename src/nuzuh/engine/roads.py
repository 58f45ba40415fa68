"""People on the road: parties that travel, wait, and arrive."""

import numpy as np
from numpy.typing import NDArray

from nuzuh.engine.streams import Stream, at, uniform
from nuzuh.model.kernel import inlined, inner
from nuzuh.model.travel import TICKS_A_DAY, passing
from nuzuh.model.world import Arrays

#: A party: the place it is at or left, its road (-1: at the place), ticks left on the road, ticks left of the day.
PARTY = np.dtype(
    [(name, np.int32) for name in ("group", "home", "goal", "at", "road", "left", "time")] + [("people", np.float64)],
    align=True,
)
ROAD_PURPOSE = 6
#: Parties are merged every so many days: that bounds their number, and sorting them costs as much as moving them.
MERGE_DAYS = 4
#: No way takes more hops in a day than there are ticks.
SWEEPS = TICKS_A_DAY + 1

Parties = NDArray[np.void]


@inner
def enlarged(parties: Parties, count: int, size: int) -> Parties:
    """Make room for `size` parties; the first `count` are kept."""
    if size <= len(parties):
        return parties
    larger = np.empty(2 * size, dtype=PARTY)
    larger[:count] = parties[:count]
    return larger


@inlined
def put(parties: Parties, k: int, group: int, home: int, place: int, goal: int, people: float) -> None:
    """Let a party set out from a place."""
    party = parties[k]
    party["group"], party["home"], party["goal"], party["at"] = group, home, goal, place
    party["road"], party["left"], party["people"] = -1, 0, people


@inner
def merge(parties: Parties, count: int) -> int:
    """Make parties that differ in nothing but their size one; returns how many are left."""
    keys = np.empty(count, dtype=np.int64)
    for k in range(count):
        party = parties[k]
        key = np.int64(party["road"])
        for part in (party["group"], party["home"], party["goal"], party["at"], party["left"]):
            key = key * 1_000_003 + part
        keys[k] = key
    old = parties[:count].copy()
    merged = -1
    for k in np.argsort(keys):
        if merged >= 0 and _alike(old[k], parties[merged]):
            parties[merged]["people"] += old[k]["people"]
        else:
            merged += 1
            parties[merged] = old[k]
    return merged + 1


@inner
def _alike(one: np.void, other: np.void) -> bool:
    return bool(
        one["group"] == other["group"]
        and one["home"] == other["home"]
        and one["goal"] == other["goal"]
        and one["at"] == other["at"]
        and one["road"] == other["road"]
        and one["left"] == other["left"]
    )


@inner
def _queue(
    road: int,
    parties: Parties,
    count: int,
    moving: NDArray[np.int64],
    next_road: NDArray[np.int64],
    may_pass: float,
    draw: float,
    sampled: bool,
) -> tuple[Parties, int]:
    """Split the parties that want to enter a road which is full into those that pass and those that wait."""
    queue = moving[next_road == road]
    waiting = np.empty(queue.size)
    for j in range(queue.size):
        waiting[j] = parties[queue[j]]["people"]
    passed = passing(waiting, may_pass, draw, sampled)
    parties = enlarged(parties, count, count + queue.size)
    for j in range(queue.size):
        if passed[j] < waiting[j]:
            parties[count] = parties[queue[j]]
            parties[count]["people"] -= passed[j]
            parties[count]["time"] = 0
            count += 1
        parties[queue[j]]["people"] = passed[j]
    return parties, count


@inner
def travel(
    parties: Parties,
    count: int,
    first: NDArray[np.int32],
    is_open: NDArray[np.bool_],
    ticks: NDArray[np.int64],
    w: Arrays,
    day: int,
    s: Stream,
    sampled: bool,
) -> tuple[Parties, int]:
    """Move all parties through one day.

    Each goes the quickest open way towards its goal. Where a road takes fewer than want to enter it, the others wait
    until the next day; whom a closure meets on the road turns back; who finds no way on stays where it is.

    Parameters
    ----------
    parties : array of PARTY, shape (at least count,)
        Everyone on the road; changed in place.
    count : int
        How many parties there are.
    first : array of int, shape (places, places)
        Road to take first from a place to another, -1 where no way leads.
    is_open, ticks : array, shape (roads,)
        Whether a road is open, and how long it takes.
    w : Arrays
        The world.
    day : int
        Which day it is.
    s : Stream
        The member's draws.
    sampled : bool
        Draw; else take expectations.

    Returns
    -------
    parties : array of PARTY, shape (at least count,)
        Everyone; some are of nobody.
    count : int
        How many parties there are.
    """
    road_end, may_pass = w.road_end, w.throughput.astype(np.float64)
    moving = np.empty(count, dtype=np.int64)
    next_road = np.empty(count, dtype=np.int64)
    wanted = np.zeros(road_end.size)
    still = 0
    for k in range(count):
        party = parties[k]
        road = party["road"]
        party["time"] = TICKS_A_DAY
        if road >= 0 and not is_open[road]:
            # back where it came from, a day lost
            party["road"], party["left"], party["time"] = -1, 0, 0
            continue
        if road < 0:
            road = first[party["at"], party["goal"]]
            if road < 0:
                continue
            wanted[road] += party["people"]
            moving[still], next_road[still] = k, road
        else:
            moving[still], next_road[still] = k, -1
        still += 1
    sweep = 0
    while still > 0:
        for road in range(wanted.size):
            if wanted[road] <= may_pass[road]:
                continue
            draw = uniform(at(s, day, ROAD_PURPOSE, road * SWEEPS + sweep))
            parties, count = _queue(
                road, parties, count, moving[:still], next_road[:still], may_pass[road], draw, sampled
            )
        may_pass = np.maximum(0.0, may_pass - wanted)
        wanted[:] = 0.0
        moved, still = still, 0
        for j in range(moved):
            party = parties[moving[j]]
            road = next_road[j]
            if road >= 0:
                party["road"], party["left"] = road, ticks[road]
            if party["people"] > 0.0:
                stretch = min(party["time"], party["left"])
                party["time"] -= stretch
                party["left"] -= stretch
                if party["left"] == 0:
                    here = road_end[party["road"]]
                    party["at"], party["road"] = here, -1
                    if party["time"] > 0 and here != party["goal"]:
                        road = first[here, party["goal"]]
                        if road >= 0:
                            wanted[road] += party["people"]
                            moving[still], next_road[still] = moving[j], road
                            still += 1
        sweep += 1
    return parties, count
