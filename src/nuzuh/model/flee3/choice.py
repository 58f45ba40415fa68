"""Where people who leave a place go: the weight of each route."""

import numpy as np
from numpy.typing import NDArray

from nuzuh.model.flee3.network import Network
from nuzuh.model.flee3.world import Arrays, Rules
from nuzuh.model.kernel import kernel

#: Whoever finds the camp at a route's end with less room than this stays.
REFUSED_BELOW = 0.5


@kernel
def room(people: float, capacity: float, buffer: float) -> float:
    """How welcoming a place is: 1 up to a share `buffer` of its capacity, 0 when it is full, linear between."""
    if people <= buffer * capacity:
        return 1.0
    if people >= capacity:
        return 0.0
    return 1.0 - (people - buffer * capacity) / (capacity * (1.0 - buffer))


@kernel
def weigh(
    place: int,
    group: int,
    day: int,
    w: Arrays,
    n: Network,
    r: Rules,
    rooms: NDArray[np.float64],
    upto: NDArray[np.float64],
) -> None:
    r"""Weigh the routes from a place.

    .. math:: W = \Bigl(\frac{u + S^g\,\ell\,h}{(d_0 + d)^p}\;m\Bigr)^q

    with the score S of the route's end, the group's power g, the factors for its population and for its distance
    from where people are, the length d of the route, the room m at its end, and the settings ``weight_softening`` (u),
    ``softening`` (d0), ``distance_power`` (p) and ``weight_power`` (q). Where all weights are 0 the choice is even.

    Parameters
    ----------
    place, group, day : int
        Who chooses, and when.
    w : Arrays
        Places.
    n : Network
        Roads.
    r : Rules
        Settings.
    rooms : array, shape (places,)
        `room` of each place.
    upto : array, shape (options,)
        Filled in for the options of the place: running sum of their weights.
    """
    first, last = n.option_range[n.state[day], place], n.option_range[n.state[day], place + 1]
    power = w.power[group]
    highest, total = 0.0, 0.0
    for k in range(first, last):
        end = n.option_end[k]
        score = w.score[day, end] if power == 1.0 else w.score[day, end] ** power
        weight = (r.weight_softening + score * w.lure[day, end] * n.option_home[k]) * n.option_near[k] * rooms[end]
        if r.weight_power != 1.0:
            weight = weight**r.weight_power
        upto[k] = weight
        highest = max(highest, weight)
    for k in range(first, last):
        total += upto[k] if upto[k] >= highest / r.pruning else 0.0
        upto[k] = total
    if total <= 0:
        for k in range(first, last):
            upto[k] = k - first + 1.0
