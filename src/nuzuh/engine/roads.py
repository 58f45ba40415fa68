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
_LONGEST = 2**14

Parties = NDArray[np.int64]


@kernel
def enlarged(parties: Parties, size: int) -> Parties:
    """Make room for `size` parties."""
    if size <= len(parties):
        return parties
    larger = np.empty((2 * size, 8), dtype=np.int64)
    for k in range(len(parties)):
        for column in range(8):
            larger[k, column] = parties[k, column]
    return larger


def merge(parties: Parties, places: int, roads: int) -> Parties:
    """Make parties that differ in nothing but their size one."""
    group, home, goal, at_, road, left, _, people = parties.T
    where = ((group * places + home) * places + goal) * places + at_
    keys = (where * (roads + 1) + road + 1) * _LONGEST + np.minimum(left, _LONGEST - 1)
    order = np.argsort(keys)
    first = np.flatnonzero(np.diff(keys[order], prepend=-1))
    merged = parties[order[first]]
    merged[:, PEOPLE] = np.add.reduceat(people[order], first)
    return merged


@kernel
def _copy(source: Parties, k: int, target: Parties, to: int) -> None:
    for column in range(8):
        target[to, column] = source[k, column]


@kernel
def _queue(
    parties: Parties,
    count: int,
    moving: NDArray[np.int64],
    next_road: NDArray[np.int64],
    wanted: NDArray[np.int64],
    may_pass: NDArray[np.int64],
    day: int,
    sweep: int,
    s: Stream,
) -> tuple[Parties, int]:
    """Split the parties that want to enter a road which is full into those that pass and those that wait."""
    for road in range(wanted.size):
        if wanted[road] <= may_pass[road]:
            continue
        queue = np.empty(moving.size, dtype=np.int64)
        waiting = np.empty(moving.size, dtype=np.int64)
        length = 0
        for j in range(moving.size):
            if next_road[j] == road:
                queue[length] = moving[j]
                waiting[length] = parties[moving[j], PEOPLE]
                length += 1
        offset = uniform(at(s, day, ROAD_PURPOSE, road * SWEEPS + sweep))
        passed = passing(waiting[:length], may_pass[road], offset)
        parties = enlarged(parties, count + length)
        for j in range(length):
            k = queue[j]
            if passed[j] < parties[k, PEOPLE]:
                _copy(parties, k, parties, count)
                parties[count, PEOPLE] -= passed[j]
                parties[count, TIME] = 0
                count += 1
            parties[k, PEOPLE] = passed[j]
    return parties, count


@kernel
def _move(
    parties: Parties,
    count: int,
    first: NDArray[np.int64],
    is_open: NDArray[np.bool_],
    ticks: NDArray[np.int64],
    road_end: NDArray[np.int64],
    throughput: NDArray[np.int64],
    day: int,
    s: Stream,
) -> tuple[Parties, Parties]:
    moving = np.empty(count, dtype=np.int64)
    next_road = np.empty(count, dtype=np.int64)
    still = 0
    for k in range(count):
        parties[k, TIME] = TICKS_A_DAY
        if parties[k, ROAD] >= 0 and not is_open[parties[k, ROAD]]:
            # back where it came from, a day lost
            parties[k, ROAD], parties[k, LEFT], parties[k, TIME] = -1, 0, 0
        else:
            moving[still] = k
            still += 1
    may_pass = throughput.copy()
    wanted = np.empty_like(throughput)
    for sweep in range(SWEEPS):
        wanted[:] = 0
        for j in range(still):
            k = moving[j]
            next_road[j] = -1
            if parties[k, ROAD] < 0:
                road = first[parties[k, AT], parties[k, GOAL]]
                if road >= 0:
                    next_road[j] = road
                    wanted[road] += parties[k, PEOPLE]
        full = False
        for road in range(wanted.size):
            full |= wanted[road] > may_pass[road]
        if full:
            parties, count = _queue(parties, count, moving[:still], next_road, wanted, may_pass, day, sweep, s)
        for road in range(wanted.size):
            may_pass[road] = max(0, may_pass[road] - wanted[road])
        moved, still = still, 0
        for j in range(moved):
            k, road = moving[j], next_road[j]
            if road >= 0:
                parties[k, ROAD], parties[k, LEFT] = road, ticks[road]
            if parties[k, ROAD] >= 0 and parties[k, PEOPLE] > 0:
                stretch = min(parties[k, TIME], parties[k, LEFT])
                parties[k, TIME] -= stretch
                parties[k, LEFT] -= stretch
                if parties[k, LEFT] == 0:
                    parties[k, AT], parties[k, ROAD] = road_end[parties[k, ROAD]], -1
                    if parties[k, TIME] > 0 and parties[k, AT] != parties[k, GOAL]:
                        moving[still] = k
                        still += 1
        if still == 0:
            break
    arrived = np.empty((count, 8), dtype=np.int64)
    arrivals, under_way = 0, 0
    for k in range(count):
        if parties[k, PEOPLE] > 0:
            if parties[k, ROAD] < 0 and first[parties[k, AT], parties[k, GOAL]] < 0:
                _copy(parties, k, arrived, arrivals)
                arrivals += 1
            else:
                _copy(parties, k, parties, under_way)
                under_way += 1
    return parties[:under_way], arrived[:arrivals]


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
    state = w.network[day]
    on_road, arrived = _move(
        parties, count, w.first[state], w.road_open[state], w.road_ticks[state], w.road_end, w.throughput, day, s
    )
    on_road = merge(on_road, w.holder.shape[1], len(w.road_end)) if day % MERGE_DAYS == 0 else on_road.copy()
    return on_road, arrived
