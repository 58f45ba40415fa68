"""The order of a day, and one run of all days.

threat → release → leave home → flee again → go home → travel → count
"""

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from nuzuh.engine.roads import AT, GOAL, GROUP, HOME, LEFT, PEOPLE, ROAD, Parties, enlarged, travel
from nuzuh.engine.streams import binomial, multinomial, stream
from nuzuh.model.departure import departure
from nuzuh.model.destination import destination, pull
from nuzuh.model.parameters import Parameters
from nuzuh.model.returning import returning
from nuzuh.model.threat import threat
from nuzuh.model.travel import TICKS_A_DAY
from nuzuh.model.world import Arrays

LEAVE, WHITHER, AGAIN, WHITHER_AGAIN, RETURN = range(1, 6)
#: Threat below which the trapped no longer wish to leave (assumption).
CALM = 0.05


class State(NamedTuple):
    """Where everyone is, by group (G), home (O) and place (P); beside these, the parties on the road."""

    home: NDArray[np.int64]  # (G, P) never left
    trapped: NDArray[np.int64]  # (G, P) never left, would, and cannot
    back: NDArray[np.int64]  # (G, P) left and returned
    away: NDArray[np.int64]  # (G, O, P) displaced, at a place


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
def _at_places(away: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sum people over all axes but the last, the place."""
    total = np.zeros(away.shape[-1], dtype=np.int64)
    for row in away.reshape(-1, away.shape[-1]):
        total += row
    return total


@numba.njit(cache=True, nogil=True)
def step(
    s: State,
    parties: Parties,
    w: Arrays,
    p: Parameters,
    nearness: NDArray[np.float64],
    day: int,
    seed: int,
    member: int,
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
    day, seed, member : int
        Key of the draws.

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
    present = _at_places(s.away)
    room = w.stays * np.maximum(0.0, 1.0 - present / w.capacity[day])
    size = w.size + p.abroad_pull * w.abroad
    kin = w.residents.astype(np.float64)
    left = np.zeros(places, dtype=np.int64)
    count = len(parties)
    for g in range(groups):
        pulls = pull(g, fear, trust, size, kin, room, p)
        for place in range(places):
            if fear[g, place] < CALM:
                s.home[g, place] += s.trapped[g, place]
                s.trapped[g, place] = 0
            here = g * places + place
            wish = binomial(stream(seed, member, day, LEAVE, here), s.home[g, place], leave[g, place])
            returned = binomial(
                stream(seed, member, day, LEAVE, groups * places + here), s.back[g, place], leave[g, place]
            )
            if wish + s.trapped[g, place] + returned > 0:
                shares = destination(place, place, pulls, nearness[place])
                s.home[g, place] -= wish
                if shares.max() > 0:
                    first_time = wish + s.trapped[g, place]
                    s.trapped[g, place] = 0
                    s.back[g, place] -= returned
                    left[place] += first_time
                    split = multinomial(stream(seed, member, day, WHITHER, here), first_time + returned, shares)
                    parties, count = _set_out(parties, count, g, place, place, split)
                else:
                    s.trapped[g, place] += wish
        for place in range(places):
            if present[place] == 0:
                continue
            for home in range(places):
                people = s.away[g, home, place]
                if people == 0:
                    continue
                cell = (g * places + home) * places + place
                fled = binomial(stream(seed, member, day, AGAIN, cell), people, again[g, place])
                if fled > 0:
                    shares = destination(place, home, pulls, nearness[place])
                    if shares.max() > 0:
                        split = multinomial(stream(seed, member, day, WHITHER_AGAIN, cell), fled, shares)
                        s.away[g, home, place] -= fled
                        parties, count = _set_out(parties, count, g, home, place, split)
                        people -= fled
                if home_again[g, home] > 0 and nearness[place, home] > 0:
                    going = binomial(stream(seed, member, day, RETURN, cell), people, home_again[g, home])
                    if going > 0:
                        s.away[g, home, place] -= going
                        split = np.zeros(places, dtype=np.int64)
                        split[home] = going
                        parties, count = _set_out(parties, count, g, home, place, split)
    on_road, arrived = travel(parties, count, w, day, seed, member)
    for party in arrived:
        g, home, at = party[GROUP], party[HOME], party[AT]
        if at == home:
            s.back[g, home] += party[PEOPLE]
        else:
            s.away[g, home, at] += party[PEOPLE]
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
    nearness = np.empty((places, places))
    for day in range(days):
        if day == 0 or w.network[day] != w.network[day - 1]:
            nearness = np.exp(-w.ticks[w.network[day]] / (p.travel_scale_days * TICKS_A_DAY))
        parties, arrived, left = step(s, parties, w, p, nearness, day, seed, member)
        newly[day] = left + newly[max(day - 1, 0)]
        present[day] = _at_places(s.away)
        trapped[day] = _at_places(s.trapped)
        on_road[day] = parties[:, PEOPLE].sum()
        for party in arrived:
            if party[AT] != party[HOME]:
                arrivals[day, party[AT]] += party[PEOPLE]
                if day > origin:
                    flows[party[HOME], party[AT]] += party[PEOPLE]
    return Record(newly, present, arrivals, trapped, on_road, flows)
