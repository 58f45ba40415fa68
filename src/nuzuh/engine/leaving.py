"""Who sets out on a day, and where to: from home, from a refuge, and back home."""

import numpy as np
from numpy.typing import NDArray

from nuzuh.engine.roads import AT, GOAL, GROUP, HOME, LEFT, PEOPLE, ROAD, Parties, enlarged
from nuzuh.engine.streams import Stream, at, binomial, leavers, multinomial, one_of
from nuzuh.model.destination import destination
from nuzuh.model.kernel import kernel

LEAVE, WHITHER, AGAIN, RETURN = range(1, 5)
#: Up to so many people choose one by one, which is then quicker; the distribution is the same.
FEW_LEAVE = 16


@kernel
def _party(parties: Parties, k: int, group: int, home: int, place: int, goal: int, people: int) -> None:
    parties[k, GROUP], parties[k, HOME], parties[k, GOAL], parties[k, AT] = group, home, goal, place
    parties[k, ROAD], parties[k, LEFT], parties[k, PEOPLE] = -1, 0, people


@kernel
def _rows(people: int, places: int) -> int:
    """Return how many parties `_scatter` makes at most."""
    return min(people, FEW_LEAVE + places)


@kernel
def _scatter(
    parties: Parties, count: int, group: int, home: int, place: int, people: int, upto: NDArray[np.float64], s: Stream
) -> int:
    """Draw where those who leave a place go, and put them on the road."""
    if people <= FEW_LEAVE:
        for _ in range(people):
            _party(parties, count, group, home, place, one_of(s, upto), 1)
            count += 1
        return count
    split = multinomial(s, people, upto)
    for goal in range(split.size):
        if split[goal] > 0:
            _party(parties, count, group, home, place, goal, split[goal])
            count += 1
    return count


@kernel
def _flee_again(
    parties: Parties,
    count: int,
    group: int,
    place: int,
    here: NDArray[np.int64],
    gone: NDArray[np.int64],
    upto: NDArray[np.float64],
    s: Stream,
) -> int:
    for home in range(gone.size):
        if gone[home] > 0:
            here[home] -= gone[home]
            count = _scatter(parties, count, group, home, place, gone[home], upto, s)
    return count


@kernel
def _go_home(
    parties: Parties, count: int, group: int, place: int, here: NDArray[np.int64], gone: NDArray[np.int64]
) -> int:
    for home in range(gone.size):
        if gone[home] > 0:
            here[home] -= gone[home]
            _party(parties, count, group, home, place, home, gone[home])
            count += 1
    return count


@kernel
def set_out(
    home: NDArray[np.int64],
    trapped: NDArray[np.int64],
    back: NDArray[np.int64],
    away: NDArray[np.int64],
    sheltered: NDArray[np.int64],
    leave: NDArray[np.float64],
    again: float,
    go_home: NDArray[np.float64],
    pulls: NDArray[np.float64],
    nearness: NDArray[np.float64],
    parties: Parties,
    day: int,
    s: Stream,
) -> tuple[Parties, int, NDArray[np.int64]]:
    """Draw who leaves home, who flees again, and who goes home, and put them on the road.

    Residents leave, or are trapped where no road leads anywhere; who had returned leaves again. Displaced people leave
    a place that is threatened in its turn, where a safe home is one choice among others; or they set out for a home
    that is quiet and to which a road leads.

    Parameters
    ----------
    home, trapped, back : array of int, shape (groups, places)
        People of `nuzuh.engine.run.State`; changed in place.
    away : array of int, shape (groups, places, homes)
        Likewise.
    sheltered : array of int, shape (groups, places)
        Sum of `away` over homes.
    leave : array, shape (groups, places)
        Chance that a resident leaves today.
    again : float
        Chance of the displaced to leave, relative to residents.
    go_home : array, shape (groups, homes)
        Chance that somebody displaced goes home today.
    pulls : array, shape (groups, places)
        Weight of each place as a refuge.
    nearness : array, shape (places, places)
        What distance leaves of it, from the first place to the second.
    parties : array of int, shape (parties, 8)
        Who is on the road; left as it was.
    day : int
        Which day it is.
    s : Stream
        The member's draws.

    Returns
    -------
    parties : array of int, shape (at least count, 8)
        Who is on the road now, those who set out last.
    count : int
        How many parties there are.
    left : array of int, shape (places,)
        Who left home today for the first time.
    """
    groups, places = home.shape
    left = np.zeros(places, dtype=np.int64)
    chances = np.empty(places)
    count = len(parties)
    parties = enlarged(parties, count + 1)
    for g in range(groups):
        for place in range(places):
            here = g * places + place
            if leave[g, place] <= 0:
                home[g, place] += trapped[g, place]
                trapped[g, place] = 0
            elif home[g, place] + trapped[g, place] + back[g, place] + sheltered[g, place] > 0:
                upto = destination(place, pulls[g], nearness[place])
                wish = binomial(at(s, day, LEAVE, here), home[g, place], leave[g, place])
                returned = binomial(s, back[g, place], leave[g, place])
                home[g, place] -= wish
                trapped[g, place] += wish
                if upto[-1] > 0:
                    first_time = trapped[g, place]
                    trapped[g, place] = 0
                    back[g, place] -= returned
                    left[place] += first_time
                    at(s, day, WHITHER, here)
                    parties = enlarged(parties, count + _rows(first_time + returned, places))
                    count = _scatter(parties, count, g, place, place, first_time + returned, upto, s)
                    if sheltered[g, place] > 0:
                        chances[:] = min(1.0, leave[g, place] * again)
                        gone = leavers(at(s, day, AGAIN, here), away[g, place], chances)
                        rows = 0
                        for people in gone:
                            rows += _rows(people, places)
                        parties = enlarged(parties, count + rows)
                        count = _flee_again(parties, count, g, place, away[g, place], gone, upto, s)
            if sheltered[g, place] > 0:
                for origin in range(places):
                    chances[origin] = go_home[g, origin] if nearness[place, origin] > 0 else 0.0
                gone = leavers(at(s, day, RETURN, here), away[g, place], chances)
                parties = enlarged(parties, count + places)
                count = _go_home(parties, count, g, place, away[g, place], gone)
    return parties, count, left
