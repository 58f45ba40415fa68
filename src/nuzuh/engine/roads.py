"""People on the road: parties that travel, wait, and arrive."""

import numpy as np
from numpy.typing import NDArray

from nuzuh.engine.streams import Stream, at, uniform
from nuzuh.model.kernel import kernel
from nuzuh.model.travel import TICKS_A_DAY, passing
from nuzuh.model.world import Arrays

#: Columns of a party: group, home, goal, the place it is at or left, its road (-1: at the place), ticks left on the
#: road, ticks left of the day, people.
GROUP, HOME, GOAL, AT, ROAD, LEFT, TIME, PEOPLE = range(8)
ROAD_PURPOSE = 6
#: Parties are merged every so many days: that bounds their number, and sorting them costs as much as moving them.
MERGE_DAYS = 4
#: No way takes more hops in a day than there are ticks.
SWEEPS = TICKS_A_DAY + 1

Parties = NDArray[np.int64]


@kernel
def enlarged(parties: Parties, size: int) -> Parties:
    """Make room for `size` parties."""
    if size <= len(parties):
        return parties
    larger = np.zeros((2 * size, 8), dtype=np.int64)
    larger[: len(parties)] = parties
    return larger


@kernel
def _key(p: Parties, k: int, places: int, roads: int) -> int:
    """One number for everything about a party but its size."""
    where = ((p[k, GROUP] * places + p[k, HOME]) * places + p[k, GOAL]) * places + p[k, AT]
    return int((where * (roads + 1) + p[k, ROAD] + 1) * 2**14 + min(p[k, LEFT], 2**14 - 1))


@kernel
def merge(parties: Parties, places: int, roads: int) -> Parties:
    """Make parties that differ in nothing but their size one."""
    keys = np.empty(len(parties), dtype=np.int64)
    for k in range(len(parties)):
        keys[k] = _key(parties, k, places, roads)
    merged = np.empty_like(parties)
    count = 0
    last = -1
    for k in np.argsort(keys):
        if keys[k] == last:
            merged[count - 1, PEOPLE] += parties[k, PEOPLE]
        else:
            merged[count] = parties[k]
            last = keys[k]
            count += 1
    return merged[:count].copy()


@kernel
def _next_road(p: Parties, k: int, first: NDArray[np.int64]) -> int:
    """Return the road that a party at a place wants to take; -1 if it is on one, has arrived, or finds no way."""
    if p[k, ROAD] >= 0 or p[k, AT] == p[k, GOAL]:
        return -1
    return int(first[p[k, AT], p[k, GOAL]])


@kernel
def _is_there(p: Parties, k: int, first: NDArray[np.int64]) -> bool:
    """Tell whether a party is at a place from where it does not go on."""
    return bool(p[k, PEOPLE] > 0 and p[k, ROAD] < 0 and _next_road(p, k, first) < 0)


@kernel
def _queue(
    parties: Parties,
    count: int,
    moving: NDArray[np.int64],
    next_road: NDArray[np.int64],
    full: NDArray[np.bool_],
    may_pass: NDArray[np.int64],
    day: int,
    sweep: int,
    s: Stream,
) -> tuple[Parties, int]:
    """Split the parties that want to enter a road which is full into those that pass and those that wait."""
    if not full.any():
        return parties, count
    # one pass puts the parties in the order of their roads
    upto = np.zeros(len(full) + 1, dtype=np.int64)
    for road in next_road:
        if road >= 0:
            upto[road + 1] += 1
    for road in range(len(full)):
        upto[road + 1] += upto[road]
    ordered = np.empty(upto[-1], dtype=np.int64)
    filled = upto.copy()
    for j, road in enumerate(next_road):
        if road >= 0:
            ordered[filled[road]] = moving[j]
            filled[road] += 1
    for road in range(len(full)):
        if not full[road]:
            continue
        queue = ordered[upto[road] : upto[road + 1]]
        people = np.empty(len(queue), dtype=np.int64)
        for j in range(len(queue)):
            people[j] = parties[queue[j], PEOPLE]
        offset = uniform(at(s, day, ROAD_PURPOSE, road * SWEEPS + sweep))
        passed = passing(people, may_pass[road], offset)
        parties = enlarged(parties, count + len(queue))
        for j in range(len(queue)):
            k = queue[j]
            if passed[j] < parties[k, PEOPLE]:
                parties[count] = parties[k]
                parties[count, PEOPLE] -= passed[j]
                parties[count, TIME] = 0
                count += 1
            parties[k, PEOPLE] = passed[j]
    return parties, count


@kernel
def travel(parties: Parties, count: int, w: Arrays, day: int, s: Stream) -> tuple[Parties, Parties]:
    """Move all parties through one day.

    Each goes the quickest open way towards its goal. Where a road takes fewer than want to enter it, the others wait
    until the next day; whom a closure meets on the road turns back; who finds no way on stays where it is.

    Parameters
    ----------
    parties : array of int, shape (at least count, 8)
        Everyone on the road; overwritten.
    count : int
        How many parties there are.
    w : Arrays
        The world.
    day : int
        Which day it is.
    s : Stream
        The member's draws.

    Returns
    -------
    array of int, shape (parties, 8)
        Who is still on the road at the day's end.
    array of int, shape (parties, 8)
        Who has arrived, at ``AT``: the goal, or a place from where no way leads on.
    """
    places, roads = w.holder.shape[1], len(w.road_end)
    first, is_open, ticks = w.first[w.network[day]], w.road_open[w.network[day]], w.road_ticks[w.network[day]]
    may_pass = w.throughput.copy()
    for k in range(count):
        parties[k, TIME] = TICKS_A_DAY
        if parties[k, ROAD] >= 0 and not is_open[parties[k, ROAD]]:
            parties[k, ROAD], parties[k, LEFT], parties[k, TIME] = -1, 0, 0  # back where it came from, a day lost
    moving = np.empty(count, dtype=np.int64)
    still = 0
    for k in range(count):
        if parties[k, TIME] > 0:
            moving[still] = k
            still += 1
    moving = moving[:still]
    for sweep in range(SWEEPS):
        next_road = np.full(len(moving), -1, dtype=np.int64)
        wanted = np.zeros(roads, dtype=np.int64)
        for j, k in enumerate(moving):
            road = _next_road(parties, k, first)
            if road >= 0:
                next_road[j] = road
                wanted[road] += parties[k, PEOPLE]
        parties, count = _queue(parties, count, moving, next_road, wanted > may_pass, may_pass, day, sweep, s)
        may_pass = np.maximum(0, may_pass - wanted)
        still = 0
        for j in range(len(moving)):
            k = moving[j]
            if next_road[j] >= 0:
                parties[k, ROAD], parties[k, LEFT] = next_road[j], ticks[next_road[j]]
            if parties[k, ROAD] >= 0 and parties[k, PEOPLE] > 0:
                stretch = min(parties[k, TIME], parties[k, LEFT])
                parties[k, TIME] -= stretch
                parties[k, LEFT] -= stretch
                if parties[k, LEFT] == 0:
                    parties[k, AT], parties[k, ROAD] = w.road_end[parties[k, ROAD]], -1
                    if parties[k, TIME] > 0 and parties[k, AT] != parties[k, GOAL]:
                        moving[still] = k
                        still += 1
        moving = moving[:still]
        if still == 0:
            break
    arrivals = 0
    for k in range(count):
        arrivals += _is_there(parties, k, first)
    arrived = np.empty((arrivals, 8), dtype=np.int64)
    arrivals, under_way = 0, 0
    for k in range(count):
        if _is_there(parties, k, first):
            arrived[arrivals] = parties[k]
            arrivals += 1
        elif parties[k, PEOPLE] > 0:
            parties[under_way] = parties[k]
            under_way += 1
    rest = parties[:under_way].copy()
    return merge(rest, places, roads) if day % MERGE_DAYS == 0 else rest, arrived
