"""The order of a day, and one run of all days.

threat → leave home → flee again → go home → travel → count
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuzuh.engine.leaving import set_out
from nuzuh.engine.roads import AT, GROUP, HOME, PEOPLE, Parties, travel
from nuzuh.engine.streams import Stream, stream
from nuzuh.model.departure import departure
from nuzuh.model.destination import nearness, pull
from nuzuh.model.kernel import kernel
from nuzuh.model.parameters import Parameters
from nuzuh.model.returning import returning
from nuzuh.model.threat import threat
from nuzuh.model.world import Arrays


class State(NamedTuple):
    """Where everyone is, by group (G), home (O) and place (P); beside these, the parties on the road."""

    home: NDArray[np.int64]  # (G, P) never left
    trapped: NDArray[np.int64]  # (G, P) never left, would, and cannot
    back: NDArray[np.int64]  # (G, P) left and returned
    away: NDArray[np.int64]  # (G, P, O) displaced, at a place, by home


class Record(NamedTuple):
    """What a run counts, in people, by day (D) and place (P)."""

    newly_displaced: NDArray[np.int64]  # (D, P) cumulative, by home
    present: NDArray[np.int64]  # (D, P)
    arrivals: NDArray[np.int64]  # (D, P) that day
    trapped: NDArray[np.int64]  # (D, P)
    on_road: NDArray[np.int64]  # (D,)
    flows: NDArray[np.int64]  # (O, P) arrivals on all of its days, by home and place


class Position(NamedTuple):
    """Where a run has come to: it can go on from here, in this world or in another with the same past."""

    state: State
    parties: Parties
    newly_displaced: NDArray[np.int64]  # (P,) so far, by home
    day: int  # the next day to go by


def start(w: Arrays) -> Position:
    """Everyone at home, before the first day."""
    groups, places = w.residents.shape
    state = State(
        w.residents.copy(),
        np.zeros((groups, places), dtype=np.int64),
        np.zeros((groups, places), dtype=np.int64),
        np.zeros((groups, places, places), dtype=np.int64),
    )
    return Position(state, np.empty((0, 8), dtype=np.int64), np.zeros(places, dtype=np.int64), 0)


@kernel
def _settle(arrived: Parties, back: NDArray[np.int64], away: NDArray[np.int64]) -> None:
    """Let parties stay where they have arrived."""
    for k in range(len(arrived)):
        group, home, here = arrived[k, GROUP], arrived[k, HOME], arrived[k, AT]
        if here == home:
            back[group, home] += arrived[k, PEOPLE]
        else:
            away[group, here, home] += arrived[k, PEOPLE]


def step(
    s: State,
    parties: Parties,
    w: Arrays,
    p: Parameters,
    near: NDArray[np.float64],
    day: int,
    draws: Stream,
) -> tuple[Parties, Parties, NDArray[np.int64]]:
    """Let one day go by; the state is changed in place.

    Parameters
    ----------
    s : State
        Where everyone is.
    parties : array of int, shape (parties, 8)
        Who is on the road; left as it was.
    w : Arrays
        The world.
    p : Parameters
        The rules' parameters.
    near : array, shape (places, places)
        `nuzuh.model.destination.nearness` in the day's network.
    day : int
        Which day it is.
    draws : Stream
        The member's draws.

    Returns
    -------
    parties : array of int, shape (parties, 8)
        Who is on the road now.
    arrived : array of int, shape (parties, 8)
        Who arrived today; who came home is among them.
    left : array of int, shape (places,)
        Who left home today for the first time.
    """
    holder = w.holder[day]
    fear = threat(w.fighting[day], holder, w.days_held[day], w.km[w.network[day]], np.maximum(0.0, -w.affinity), p)
    trust = np.where(holder >= 0, w.affinity[:, holder], 0.0)
    sheltered = s.away.sum(axis=2)
    # a place of no capacity is full with nobody in it
    filled = sheltered.sum(axis=0) / np.maximum(w.capacity[day], 1e-9)
    room = w.stays * (w.capacity[day] > 0) * np.maximum(0.0, 1.0 - filled)
    size = w.size + p.abroad_pull * w.abroad
    kin = w.residents.astype(np.float64)
    pulls = np.stack([pull(g, fear, trust, size, kin, room, p) for g in range(len(kin))])
    go_home = returning(w.quiet[day], trust, fear, p)
    all_parties, count, left = set_out(
        *s, sheltered, departure(fear, p), p.again, go_home, pulls, near, parties, day, draws
    )
    on_road, arrived = travel(all_parties, count, w, day, draws)
    _settle(arrived, s.back, s.away)
    return on_road, arrived, left


def run(w: Arrays, p: Parameters, seed: int, member: int, begin: Position) -> tuple[Record, Position]:
    """Run one member from where it is to the last day of a world.

    Parameters
    ----------
    w : Arrays
        The world.
    p : Parameters
        The rules' parameters.
    seed, member : int
        Key of the draws.
    begin : Position
        Where it is; left as it was.

    Returns
    -------
    Record
        Counts at the end of each day that went by.
    Position
        Where it has come to.
    """
    last, places = w.holder.shape
    days = last - begin.day
    newly = np.zeros((days, places), dtype=np.int64)
    present = np.zeros((days, places), dtype=np.int64)
    arrivals = np.zeros((days, places), dtype=np.int64)
    trapped = np.zeros((days, places), dtype=np.int64)
    on_road = np.zeros(days, dtype=np.int64)
    flows = np.zeros((places, places), dtype=np.int64)
    old = begin.state
    s = State(old.home.copy(), old.trapped.copy(), old.back.copy(), old.away.copy())
    parties = begin.parties
    so_far = begin.newly_displaced.copy()
    draws = stream(seed, member)
    for k in range(days):
        day = begin.day + k
        if k == 0 or w.network[day] != w.network[day - 1]:
            near = nearness(w.ticks[w.network[day]], p)
        parties, arrived, left = step(s, parties, w, p, near, day, draws)
        so_far += left
        newly[k] = so_far
        present[k] = s.away.sum(axis=(0, 2))
        trapped[k] = s.trapped.sum(axis=0)
        on_road[k] = parties[:, PEOPLE].sum()
        home, here = arrived[:, HOME], arrived[:, AT]
        came = np.bincount(home * places + here, arrived[:, PEOPLE] * (here != home), places * places)
        moved = came.astype(np.int64).reshape(places, places)
        arrivals[k] = moved.sum(axis=0)
        flows += moved
    return Record(newly, present, arrivals, trapped, on_road, flows), Position(s, parties, so_far, last)
