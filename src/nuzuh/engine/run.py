"""The order of a day, and one run of all days.

threat → leave home → flee again → go home → travel → count
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuzuh.engine.roads import AT, GOAL, GROUP, HOME, LEFT, PEOPLE, ROAD, Parties, enlarged, travel
from nuzuh.engine.streams import Stream, at, binomial, leavers, multinomial, one_of, stream
from nuzuh.model.departure import departure
from nuzuh.model.destination import destination, pull
from nuzuh.model.kernel import kernel
from nuzuh.model.parameters import Parameters
from nuzuh.model.returning import returning
from nuzuh.model.threat import threat
from nuzuh.model.travel import TICKS_A_DAY
from nuzuh.model.world import Arrays

LEAVE, WHITHER, AGAIN, RETURN = range(1, 5)
#: Up to so many people choose one by one, which is then quicker; the distribution is the same.
FEW_LEAVE = 16


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


@kernel
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
def _party(parties: Parties, k: int, group: int, home: int, place: int, goal: int, people: int) -> None:
    parties[k, GROUP], parties[k, HOME], parties[k, GOAL], parties[k, AT] = group, home, goal, place
    parties[k, ROAD], parties[k, LEFT], parties[k, PEOPLE] = -1, 0, people


@kernel
def _set_out(
    parties: Parties, count: int, group: int, home: int, place: int, people: int, upto: NDArray[np.float64], s: Stream
) -> tuple[Parties, int]:
    """Draw where those who leave a place go, and put them on the road."""
    if people <= FEW_LEAVE:
        parties = enlarged(parties, count + people)
        for _ in range(people):
            _party(parties, count, group, home, place, one_of(s, upto), 1)
            count += 1
        return parties, count
    split = multinomial(s, people, upto)
    parties = enlarged(parties, count + len(split))
    for goal in range(len(split)):
        if split[goal] > 0:
            _party(parties, count, group, home, place, goal, split[goal])
            count += 1
    return parties, count


@kernel
def _present(away: NDArray[np.int64]) -> NDArray[np.int64]:
    groups, places, homes = away.shape
    total = np.zeros(places, dtype=np.int64)
    for g in range(groups):
        for place in range(places):
            for home in range(homes):
                total[place] += away[g, place, home]
    return total


@kernel
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
    whither = at(draws, day, WHITHER, here)
    parties, count = _set_out(parties, count, g, place, place, first_time + returned, upto, whither)
    return parties, count, left + first_time


@kernel
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
    """Displaced people leave a place that is threatened in its turn; a safe home is one choice among others."""
    if upto[-1] <= 0:
        return parties, count
    draws = at(draws, day, AGAIN, g * len(upto) + place)
    gone = leavers(draws, s.away[g, place], np.full(len(upto), chance))
    for home in range(len(gone)):
        if gone[home] > 0:
            s.away[g, place, home] -= gone[home]
            parties, count = _set_out(parties, count, g, home, place, gone[home], upto, draws)
    return parties, count


@kernel
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
    draws = at(draws, day, RETURN, g * len(chances) + place)
    gone = leavers(draws, s.away[g, place], np.where(nearness > 0, chances, 0.0))
    parties = enlarged(parties, count + len(gone))
    for home in range(len(gone)):
        if gone[home] > 0:
            s.away[g, place, home] -= gone[home]
            _party(parties, count, g, home, place, home, gone[home])
            count += 1
    return parties, count


@kernel
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
                upto = destination(place, pulls, nearness[place])
                parties, count, left[place] = _leave_home(
                    s, parties, count, g, place, leave[g, place], upto, left[place], day, draws
                )
                parties, count = _flee_again(
                    s, parties, count, g, place, min(1.0, leave[g, place] * p.again), upto, day, draws
                )
            if present[place] > 0:
                parties, count = _go_home(s, parties, count, g, place, home_again[g], nearness[place], day, draws)
    on_road, arrived = travel(parties, count, w, day, draws)
    for k in range(len(arrived)):
        g, home, here = arrived[k, GROUP], arrived[k, HOME], arrived[k, AT]
        if here == home:
            s.back[g, home] += arrived[k, PEOPLE]
        else:
            s.away[g, here, home] += arrived[k, PEOPLE]
    return on_road, arrived, left


@kernel
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
    nearness = np.empty((places, places))
    for k in range(days):
        day = begin.day + k
        if k == 0 or w.network[day] != w.network[day - 1]:
            nearness = np.exp(-w.ticks[w.network[day]] / (p.travel_scale_days * TICKS_A_DAY))
        parties, arrived, left = step(s, parties.copy(), w, p, nearness, day, draws)
        so_far += left
        newly[k] = so_far
        present[k] = _present(s.away)
        for g in range(s.trapped.shape[0]):
            trapped[k] += s.trapped[g]
        for party in range(len(parties)):
            on_road[k] += parties[party, PEOPLE]
        for party in range(len(arrived)):
            home, here = arrived[party, HOME], arrived[party, AT]
            if here != home:
                arrivals[k, here] += arrived[party, PEOPLE]
                flows[home, here] += arrived[party, PEOPLE]
    return Record(newly, present, arrivals, trapped, on_road, flows), Position(s, parties, so_far, last)
