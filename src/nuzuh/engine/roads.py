"""People on the road: parties that travel, wait, and arrive."""

import numba
import numpy as np
from numpy.typing import NDArray

from nuzuh.engine.streams import Stream, at, uniform
from nuzuh.model.travel import TICKS_A_DAY, passing
from nuzuh.model.world import Arrays

#: Columns of a party: group, home, goal, the place it is at or left, its road (-1: at the place), ticks left on the
#: road, ticks left of the day, people.
GROUP, HOME, GOAL, AT, ROAD, LEFT, TIME, PEOPLE = range(8)
ROAD_PURPOSE = 6
#: No way takes more hops in a day than there are ticks.
SWEEPS = TICKS_A_DAY + 1

Parties = NDArray[np.int64]


@numba.njit(cache=True, nogil=True)
def enlarged(parties: Parties, size: int) -> Parties:
    """Make room for `size` parties."""
    if size <= len(parties):
        return parties
    larger = np.zeros((2 * size, 8), dtype=np.int64)
    larger[: len(parties)] = parties
    return larger


@numba.njit(cache=True, nogil=True)
def _key(party: NDArray[np.int64], places: int, roads: int) -> int:
    """One number for everything about a party but its size."""
    where = ((party[GROUP] * places + party[HOME]) * places + party[GOAL]) * places + party[AT]
    return int((where * (roads + 1) + party[ROAD] + 1) * 2**14 + min(party[LEFT], 2**14 - 1))


@numba.njit(cache=True, nogil=True)
def merge(parties: Parties, places: int, roads: int) -> Parties:
    """Make parties that differ in nothing but their size one."""
    keys = np.empty(len(parties), dtype=np.int64)
    for k in range(len(parties)):
        keys[k] = _key(parties[k], places, roads)
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


@numba.njit(cache=True, nogil=True)
def _next_road(party: NDArray[np.int64], first: NDArray[np.int64]) -> int:
    """Return the road that a party at a place wants to take; -1 if it is on one, has arrived, or finds no way."""
    if party[ROAD] >= 0 or party[AT] == party[GOAL]:
        return -1
    return int(first[party[AT], party[GOAL]])


@numba.njit(cache=True, nogil=True)
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
        Who is still on the road at the day's end, each party once.
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
    moving = np.flatnonzero(parties[:count, TIME] > 0)
    for sweep in range(SWEEPS):
        wanted = np.zeros(roads, dtype=np.int64)
        parties_for = np.zeros(roads + 1, dtype=np.int64)
        for k in moving:
            road = _next_road(parties[k], first)
            if road >= 0:
                wanted[road] += parties[k, PEOPLE]
                parties_for[road + 1] += 1
        full = wanted > may_pass
        if full.any():
            # one pass puts the parties in the order of their roads
            upto = np.cumsum(parties_for)
            queues = np.empty(upto[-1], dtype=np.int64)
            for k in moving:
                road = _next_road(parties[k], first)
                if road >= 0:
                    parties_for[road + 1] -= 1
                    queues[upto[road + 1] - 1 - parties_for[road + 1]] = k
            for number in np.flatnonzero(full):
                road = int(number)
                queue = queues[upto[road] : upto[road + 1]]
                offset = uniform(at(s, day, ROAD_PURPOSE, road * SWEEPS + sweep))
                passed = passing(parties[:, PEOPLE][queue], may_pass[road], offset)
                parties = enlarged(parties, count + len(queue))
                for j in range(len(queue)):
                    party = parties[queue[j]]
                    if passed[j] < party[PEOPLE]:
                        parties[count] = party
                        parties[count, PEOPLE] -= passed[j]
                        parties[count, TIME] = 0
                        count += 1
                    party[PEOPLE] = passed[j]
                wanted[road] = may_pass[road]
        may_pass -= wanted
        for k in moving:
            road = _next_road(parties[k], first)
            if road >= 0:
                parties[k, ROAD], parties[k, LEFT] = road, ticks[road]
        still = 0
        for k in moving:
            party = parties[k]
            if party[ROAD] >= 0 and party[PEOPLE] > 0:
                stretch = min(party[TIME], party[LEFT])
                party[TIME] -= stretch
                party[LEFT] -= stretch
                if party[LEFT] == 0:
                    party[AT], party[ROAD] = w.road_end[party[ROAD]], -1
                if party[TIME] > 0:
                    moving[still] = k
                    still += 1
        moving = moving[:still]
        if still == 0:
            break
    under_way = np.empty_like(parties)
    arrived = np.empty_like(parties)
    a, b = 0, 0
    for k in range(count):
        if parties[k, PEOPLE] > 0:
            if parties[k, ROAD] < 0 and _next_road(parties[k], first) < 0:
                arrived[a] = parties[k]
                a += 1
            else:
                under_way[b] = parties[k]
                b += 1
    return merge(under_way[:b], places, roads), arrived[:a].copy()
