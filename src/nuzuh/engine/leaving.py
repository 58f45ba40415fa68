"""Who sets out on a day, and where to: from home, from a refuge, and back home."""

import numpy as np
from numpy.typing import NDArray

from nuzuh.engine.away import Away, go
from nuzuh.engine.roads import Parties, enlarged, put
from nuzuh.engine.streams import Stream, at, one_of, split, thin
from nuzuh.model.destination import destination, nearness
from nuzuh.model.kernel import inner
from nuzuh.model.parameters import Parameters

LEAVE, WHITHER, AGAIN, RETURN = range(1, 5)
#: Up to so many people choose one by one, which is then quicker; the distribution is the same.
FEW_LEAVE = 24


@inner
def _scatter(
    parties: Parties,
    count: int,
    group: int,
    home: int,
    place: int,
    people: float,
    goals: NDArray[np.int64],
    upto: NDArray[np.float64],
    s: Stream,
    sampled: bool,
) -> tuple[Parties, int]:
    """Draw where those who leave a place go, and put them on the road."""
    parties = enlarged(parties, count, count + FEW_LEAVE + goals.size)
    if sampled and people <= FEW_LEAVE:
        for _ in range(int(people)):
            put(parties, count, group, home, place, goals[one_of(s, upto)], 1.0)
            count += 1
        return parties, count
    shares = split(s, people, upto, sampled)
    for k in range(goals.size):
        if shares[k] > 0.0:
            put(parties, count, group, home, place, goals[k], shares[k])
            count += 1
    return parties, count


@inner
def _flee_again(
    parties: Parties,
    count: int,
    group: int,
    place: int,
    away: Away,
    chance: float,
    goals: NDArray[np.int64],
    upto: NDArray[np.float64],
    s: Stream,
    sampled: bool,
) -> tuple[Parties, int]:
    homes, people, length = away.homes[group, place], away.people[group, place], away.lengths[group, place]
    gone = np.empty(length)
    for k in range(length):
        gone[k] = thin(s, people[k], chance, sampled)
        if gone[k] > 0.0:
            parties, count = _scatter(parties, count, group, homes[k], place, gone[k], goals, upto, s, sampled)
    go(away, group, place, gone)
    return parties, count


@inner
def _go_home(
    parties: Parties,
    count: int,
    group: int,
    place: int,
    away: Away,
    chances: NDArray[np.float64],
    ticks: NDArray[np.float64],
    s: Stream,
    sampled: bool,
) -> tuple[Parties, int]:
    homes, people, length = away.homes[group, place], away.people[group, place], away.lengths[group, place]
    parties = enlarged(parties, count, count + length)
    gone, before = np.zeros(length), count
    for k in range(length):
        home = homes[k]
        if chances[home] > 0.0 and ticks[home] < np.inf:
            gone[k] = thin(s, people[k], chances[home], sampled)
            if gone[k] > 0.0:
                put(parties, count, group, home, place, home, gone[k])
                count += 1
    if count > before:
        go(away, group, place, gone)
    return parties, count


@inner
def set_out(
    home: NDArray[np.float64],
    trapped: NDArray[np.float64],
    back: NDArray[np.float64],
    away: Away,
    leave: NDArray[np.float64],
    go_home: NDArray[np.float64],
    pulls: NDArray[np.float64],
    ticks: NDArray[np.float64],
    p: Parameters,
    parties: Parties,
    count: int,
    newly: NDArray[np.float64],
    day: int,
    s: Stream,
    sampled: bool,
) -> tuple[Parties, int]:
    """Draw who leaves home, who flees again, and who goes home, and put them on the road.

    Residents leave, or are trapped where no road leads anywhere; who had returned leaves again. Displaced people leave
    a place that is threatened in its turn, where a safe home is one choice among others; or they set out for a home
    that is quiet and to which a road leads.

    Parameters
    ----------
    home, trapped, back : array, shape (groups, places)
        People of `nuzuh.engine.run.State`; changed in place.
    away : Away
        The displaced; changed in place.
    leave : array, shape (groups, places)
        Chance that a resident leaves today.
    go_home : array, shape (groups, homes)
        Chance that somebody displaced goes home today.
    pulls : array, shape (groups, places)
        Weight of each place as a refuge.
    ticks : array, shape (places, places)
        Travel time in half hours, infinite where no road leads.
    p : Parameters
        Uses ``again`` and what `nuzuh.model.destination.nearness` does.
    parties : array of PARTY, shape (at least count,)
        Who is on the road.
    count : int
        How many parties there are.
    newly : array, shape (places,)
        People who have left home so far, by home; changed in place.
    day : int
        Which day it is.
    s : Stream
        The member's draws.
    sampled : bool
        Draw; else take expectations.

    Returns
    -------
    parties : array of PARTY, shape (at least count,)
        Who is on the road now, those who set out last.
    count : int
        How many parties there are.
    """
    groups, places = home.shape
    near = np.empty(places)
    for place in range(places):
        if leave[:, place].max() > 0.0:
            near = nearness(ticks[place], p)
        for g in range(groups):
            here, chance = g * places + place, leave[g, place]
            if chance <= 0.0:
                home[g, place] += trapped[g, place]
                trapped[g, place] = 0.0
            elif home[g, place] + trapped[g, place] + back[g, place] > 0.0 or away.lengths[g, place] > 0:
                goals, upto = destination(place, pulls[g], near)
                wish = thin(at(s, day, LEAVE, here), home[g, place], chance, sampled)
                returned = thin(s, back[g, place], chance, sampled)
                home[g, place] -= wish
                trapped[g, place] += wish
                if goals.size > 0:
                    gone = trapped[g, place] + returned
                    back[g, place] -= returned
                    newly[place] += trapped[g, place]
                    trapped[g, place] = 0.0
                    at(s, day, WHITHER, here)
                    parties, count = _scatter(parties, count, g, place, place, gone, goals, upto, s, sampled)
                    at(s, day, AGAIN, here)
                    again = min(1.0, chance * p.again)
                    parties, count = _flee_again(parties, count, g, place, away, again, goals, upto, s, sampled)
            if away.lengths[g, place] > 0:
                at(s, day, RETURN, here)
                parties, count = _go_home(parties, count, g, place, away, go_home[g], ticks[place], s, sampled)
    return parties, count
