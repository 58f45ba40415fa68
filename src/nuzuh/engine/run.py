"""The order of a day, and one run of all days.

threat → leave home → flee again → go home → travel → count
"""

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from nuzuh.engine.roads import AT, GOAL, GROUP, HOME, LEFT, PEOPLE, ROAD, Parties, enlarged, travel
from nuzuh.engine.streams import Stream, at, binomial, multinomial, stream
from nuzuh.model.departure import departure
from nuzuh.model.destination import destination, pull
from nuzuh.model.parameters import Parameters
from nuzuh.model.returning import returning
from nuzuh.model.threat import threat
from nuzuh.model.travel import TICKS_A_DAY
from nuzuh.model.world import Arrays

LEAVE, WHITHER, AGAIN, RETURN = range(1, 5)


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
    flows: NDArray[np.int64]  # (O, P) arrivals after the as-of day, by home and place


@numba.njit(cache=True, nogil=True)
def start(w: Arrays) -> State:
    """Everyone at home."""
    groups, places = w.residents.shape
    return State(
        w.residents.copy(),
        np.zeros((groups, places), dtype=np.int64),
        np.zeros((groups, places), dtype=np.int64),
        np.zeros((groups, places, places), dtype=np.int64),
    )


@numba.njit(cache=True, nogil=True)
def _set_out(
    parties: Parties, count: int, group: int, home: int, place: int, split: NDArray[np.int64]
) -> tuple[Parties, int]:
    """Put those who leave a place on the road to their goals."""
    parties = enlarged(parties, count + len(split))
    for goal in range(len(split)):
        if split[goal] > 0:
            party = parties[count]
            party[GROUP], party[HOME], party[GOAL], party[AT] = group, home, goal, place
            party[ROAD], party[LEFT], party[PEOPLE] = -1, 0, split[goal]
            count += 1
    return parties, count


@numba.njit(cache=True, nogil=True)
def _present(away: NDArray[np.int64]) -> NDArray[np.int64]:
    total = np.zeros(away.shape[1], dtype=np.int64)
    for g in range(away.shape[0]):
        for place in range(away.shape[1]):
            total[place] += away[g, place].sum()
    return total


@numba.njit(cache=True, nogil=True)
def _leave_home(
    s: State,
    parties: Parties,
    count: int,
    g: int,
    place: int,
    chance: float,
    upto: NDArray[np.float64],
    left: int,
    day: int,
    draws: Stream,
) -> tuple[Parties, int, int]:
    """Residents leave, or are trapped where no road leads anywhere; who had returned leaves again."""
    places = len(upto)
    here = g * places + place
    wish = binomial(at(draws, day, LEAVE, here), s.home[g, place], chance)
    returned = binomial(draws, s.back[g, place], chance)
    s.home[g, place] -= wish
    if upto[-1] <= 0:
        s.trapped[g, place] += wish
        return parties, count, left
    first_time = wish + s.trapped[g, place]
    s.trapped[g, place] = 0
    s.back[g, place] -= returned
    split = multinomial(at(draws, day, WHITHER, here), first_time + returned, upto, -1)
    parties, count = _set_out(parties, count, g, place, place, split)
    return parties, count, left + first_time


@numba.njit(cache=True, nogil=True)
def _others(upto: NDArray[np.float64], home: int) -> float:
    """Share of all destinations but one."""
    return float(upto[-1] - upto[home] + (upto[home - 1] if home > 0 else 0.0))


@numba.njit(cache=True, nogil=True)
def _flee_again(
    s: State,
    parties: Parties,
    count: int,
    g: int,
    place: int,
    chance: float,
    upto: NDArray[np.float64],
    day: int,
    draws: Stream,
) -> tuple[Parties, int]:
    """Displaced people leave a place that is threatened in its turn, for any other but their home."""
    places = len(upto)
    for home in range(places):
        if s.away[g, place, home] == 0 or _others(upto, home) <= 1e-9:
            continue
        cell = (g * places + home) * places + place
        fled = binomial(at(draws, day, AGAIN, cell), s.away[g, place, home], chance)
        if fled > 0:
            s.away[g, place, home] -= fled
            parties, count = _set_out(parties, count, g, home, place, multinomial(draws, fled, upto, home))
    return parties, count


@numba.njit(cache=True, nogil=True)
def _go_home(
    s: State,
    parties: Parties,
    count: int,
    g: int,
    place: int,
    chances: NDArray[np.float64],
    nearness: NDArray[np.float64],
    day: int,
    draws: Stream,
) -> tuple[Parties, int]:
    """Displaced people set out for a home that is quiet and to which a road leads."""
    places = len(chances)
    for home in range(places):
        if chances[home] <= 0 or nearness[home] <= 0 or s.away[g, place, home] == 0:
            continue
        cell = (g * places + home) * places + place
        going = binomial(at(draws, day, RETURN, cell), s.away[g, place, home], chances[home])
        if going > 0:
            s.away[g, place, home] -= going
            split = np.zeros(places, dtype=np.int64)
            split[home] = going
            parties, count = _set_out(parties, count, g, home, place, split)
    return parties, count


@numba.njit(cache=True, nogil=True)
def step(
    s: State,
    parties: Parties,
    w: Arrays,
    p: Parameters,
    nearness: NDArray[np.float64],
    day: int,
    draws: Stream,
) -> tuple[Parties, Parties, NDArray[np.int64]]:
    """Let one day go by; the state is changed in place.

    Parameters
    ----------
    s : State
        Where everyone is.
    parties : array of int, shape (parties, 8)
        Who is on the road.
    w : Arrays
        The world.
    p : Parameters
        The rules' parameters.
    nearness : array, shape (places, places)
        exp(-travel time / travel scale) in the day's network.
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
    groups, places = s.home.shape
    state = w.network[day]
    hostility = np.maximum(0.0, -w.affinity)
    fear = threat(w.fighting[day], w.holder[day], w.days_held[day], w.km[state], hostility, p)
    leave = departure(fear, p)
    again = np.minimum(1.0, leave * p.again)
    trust = np.zeros((groups, places))
    for place in range(places):
        if w.holder[day, place] >= 0:
            trust[:, place] = w.affinity[:, w.holder[day, place]]
    home_again = returning(w.quiet[day], trust, fear, p)
    present = _present(s.away)
    room = w.stays * np.maximum(0.0, 1.0 - present / w.capacity[day])
    size = w.size + p.abroad_pull * w.abroad
    kin = w.residents.astype(np.float64)
    left = np.zeros(places, dtype=np.int64)
    count = len(parties)
    for g in range(groups):
        pulls = pull(g, fear, trust, size, kin, room, p)
        for place in range(places):
            if leave[g, place] <= 0:
                s.home[g, place] += s.trapped[g, place]
                s.trapped[g, place] = 0
            elif s.home[g, place] + s.trapped[g, place] + s.back[g, place] + present[place] > 0:
                upto = np.cumsum(destination(place, pulls, nearness[place]))
                parties, count, left[place] = _leave_home(
                    s, parties, count, g, place, leave[g, place], upto, left[place], day, draws
                )
                parties, count = _flee_again(s, parties, count, g, place, again[g, place], upto, day, draws)
            if present[place] > 0:
                parties, count = _go_home(s, parties, count, g, place, home_again[g], nearness[place], day, draws)
    on_road, arrived = travel(parties, count, w, day, draws)
    for party in arrived:
        g, home, here = party[GROUP], party[HOME], party[AT]
        if here == home:
            s.back[g, home] += party[PEOPLE]
        else:
            s.away[g, here, home] += party[PEOPLE]
    return on_road, arrived, left


@numba.njit(cache=True, nogil=True)
def run(w: Arrays, p: Parameters, seed: int, member: int, origin: int) -> Record:
    """Run one member through all days of a world.

    Parameters
    ----------
    w : Arrays
        The world.
    p : Parameters
        The rules' parameters.
    seed, member : int
        Key of the draws.
    origin : int
        The as-of day; flows are counted after it.

    Returns
    -------
    Record
        Counts at the end of each day.
    """
    days, places = w.holder.shape
    newly = np.zeros((days, places), dtype=np.int64)
    present = np.zeros((days, places), dtype=np.int64)
    arrivals = np.zeros((days, places), dtype=np.int64)
    trapped = np.zeros((days, places), dtype=np.int64)
    on_road = np.zeros(days, dtype=np.int64)
    flows = np.zeros((places, places), dtype=np.int64)
    s = start(w)
    parties = np.empty((0, 8), dtype=np.int64)
    draws = stream(seed, member)
    nearness = np.empty((places, places))
    for day in range(days):
        if day == 0 or w.network[day] != w.network[day - 1]:
            nearness = np.exp(-w.ticks[w.network[day]] / (p.travel_scale_days * TICKS_A_DAY))
        parties, arrived, left = step(s, parties, w, p, nearness, day, draws)
        newly[day] = left + newly[max(day - 1, 0)]
        present[day] = _present(s.away)
        trapped[day] = s.trapped.sum(axis=0)
        on_road[day] = parties[:, PEOPLE].sum()
        for party in arrived:
            if party[AT] != party[HOME]:
                arrivals[day, party[AT]] += party[PEOPLE]
                if day > origin:
                    flows[party[HOME], party[AT]] += party[PEOPLE]
    return Record(newly, present, arrivals, trapped, on_road, flows)
