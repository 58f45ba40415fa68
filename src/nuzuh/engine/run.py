"""The order of a day, and one run of all days.

threat → leave home → flee again → go home → travel → count
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuzuh.engine.away import CELL, Away, Cells, gather, settle, sheltered, spread
from nuzuh.engine.leaving import set_out
from nuzuh.engine.roads import MERGE_DAYS, PARTY, Parties, merge, travel
from nuzuh.engine.streams import Stream, stream
from nuzuh.model.departure import departure
from nuzuh.model.destination import attraction, pull, room
from nuzuh.model.kernel import inner, kernel
from nuzuh.model.parameters import Parameters
from nuzuh.model.returning import returning
from nuzuh.model.threat import threat
from nuzuh.model.world import Arrays


class State(NamedTuple):
    """Who is at home, in people, by group (G) and place (P); whole numbers but in the mean field."""

    home: NDArray[np.float64]  # (G, P) never left
    trapped: NDArray[np.float64]  # (G, P) never left, would, and cannot
    back: NDArray[np.float64]  # (G, P) left and returned


class Record(NamedTuple):
    """What a run counts, in people, by day (D) and place (P); whole numbers but in the mean field."""

    newly_displaced: NDArray[np.float64]  # (D, P) cumulative, by home
    present: NDArray[np.float64]  # (D, P)
    arrivals: NDArray[np.float64]  # (D, P) that day
    trapped: NDArray[np.float64]  # (D, P)
    on_road: NDArray[np.float64]  # (D,)
    flows: NDArray[np.float64]  # (O, P) arrivals on all of its days, by home (O) and place


class Position(NamedTuple):
    """Where a run has come to: it can go on from here, in this world or in another with the same past."""

    state: State
    away: Cells  # the displaced, at places
    parties: Parties  # the displaced, on the road
    newly_displaced: NDArray[np.float64]  # (P,) so far, by home
    day: int  # the next day to go by


def start(w: Arrays) -> Position:
    """Everyone at home, before the first day."""
    home = w.residents.astype(np.float64)
    state = State(home, np.zeros_like(home), np.zeros_like(home))
    return Position(state, np.empty(0, dtype=CELL), np.empty(0, dtype=PARTY), np.zeros(home.shape[1]), 0)


@inner
def _trust(affinity: NDArray[np.float64], holder: NDArray[np.int64]) -> NDArray[np.float64]:
    trust = np.zeros((len(affinity), holder.size))
    for place in range(holder.size):
        if holder[place] >= 0:
            trust[:, place] = affinity[:, holder[place]]
    return trust


@inner
def _arrive(parties: Parties, count: int, first: NDArray[np.int32], s: State, away: Away, day: int, r: Record) -> int:
    """Let parties stay where no way leads on; returns how many are still on the road, the first of the array."""
    back, arrivals, flows = s.back, r.arrivals[day], r.flows
    homes, there, rank, lengths = away
    still, on_road = 0, 0.0
    for k in range(count):
        party = parties[k]
        home, here, people = party["home"], party["at"], party["people"]
        if party["road"] >= 0 or first[here, party["goal"]] >= 0:
            if people > 0.0:
                on_road += people
                parties[still] = party
                still += 1
        elif here == home:
            back[party["group"], home] += people
        elif people > 0.0:
            settle(homes, there, rank, lengths, party["group"], here, home, people)
            arrivals[here] += people
            flows[home, here] += people
    r.on_road[day] = on_road
    return still


@kernel
def _days(
    first_day: int,
    st: State,
    away: Away,
    parties: Parties,
    newly: NDArray[np.float64],
    w: Arrays,
    p: Parameters,
    s: Stream,
    sampled: bool,
    r: Record,
) -> Parties:
    """Let all days from the first go by; the state, the displaced and the record are changed in place."""
    count = len(parties)
    kin = w.residents.astype(np.float64)
    hostility = np.maximum(0.0, -w.affinity)
    present = sheltered(away)
    for k in range(len(r.on_road)):
        day = first_day + k
        net = w.network[day]
        trust = _trust(w.affinity, w.holder[day])
        fear = threat(w.fighting[day], w.holder[day], w.days_held[day], w.km[net], hostility, p)
        free = room(present.sum(axis=0), w.capacity[day], w.stays)
        leave, go_home = departure(fear, p), returning(w.quiet[day], trust, fear, p)
        drawn = attraction(w.size[day] + p.abroad_pull * w.abroad, kin, p)
        pulls = pull(drawn, fear, trust, free, p)
        parties, count = set_out(
            st.home, st.trapped, st.back, away, leave, go_home, pulls, w.ticks[net], p,
            parties, count, newly, day, s, sampled,
        )  # fmt: skip
        parties, count = travel(parties, count, w.first[net], w.road_open[net], w.road_ticks[net], w, day, s, sampled)
        count = _arrive(parties, count, w.first[net], st, away, k, r)
        if day % MERGE_DAYS == 0:
            count = merge(parties, count)
        present = sheltered(away)
        r.newly_displaced[k] = newly
        r.present[k] = present.sum(axis=0)
        r.trapped[k] = st.trapped.sum(axis=0)
    return parties[:count].copy()


def run(
    w: Arrays, p: Parameters, seed: int, member: int, begin: Position, sampled: bool = True
) -> tuple[Record, Position]:
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
    sampled : bool
        Draw; else take the expectation of every draw: the mean field.

    Returns
    -------
    Record
        Counts at the end of each day that went by.
    Position
        Where it has come to.
    """
    last, places = w.holder.shape
    days = last - begin.day
    by_day = np.zeros((4, days, places))
    record = Record(by_day[0], by_day[1], by_day[2], by_day[3], np.zeros(days), np.zeros((places, places)))
    state = State(*map(np.copy, begin.state))
    away = spread(begin.away, *state.home.shape)
    newly = begin.newly_displaced.copy()
    draws = stream(seed, member)
    parties = _days(begin.day, state, away, begin.parties.copy(), newly, w, p, draws, sampled, record)
    return record, Position(state, gather(away), parties, newly, last)
