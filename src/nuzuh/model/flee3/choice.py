"""Where people who leave a place go: the weight of each route."""

import numpy as np
from numpy.typing import NDArray

from nuzuh.model.flee3.world import Rules
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
    first: int,
    last: int,
    power: float,
    score: NDArray[np.float64],
    lure: NDArray[np.float64],
    rooms: NDArray[np.float64],
    end: NDArray[np.int64],
    near: NDArray[np.float64],
    home: NDArray[np.float64],
    r: Rules,
    upto: NDArray[np.float64],
) -> None:
    r"""Weigh the routes from a place.

    .. math:: W = \Bigl(\frac{u + S^g\,\ell\,h}{(d_0 + d)^p}\;m\Bigr)^q

    with the score S of the route's end, the group's power g, the factors for its population and for its distance
    from where people are, the length d of the route, the room m at its end, and the settings ``weight_softening`` (u),
    ``softening`` (d0), ``distance_power`` (p) and ``weight_power`` (q). Where all weights are 0 the choice is even.

    Parameters
    ----------
    first, last : int
        The options of the place: from the first to before the last.
    power : float
        Of the score, in the group's eyes.
    score, lure, rooms : array, shape (places,)
        Score S and factor l of each place on the day, and its `room`.
    end : array of int, shape (options,)
        Where each option leads.
    near, home : array, shape (options,)
        :math:`(d_0 + d)^{-p}`, and h.
    r : Rules
        Settings.
    upto : array, shape (options,)
        Filled in for the options of the place: running sum of their weights.
    """
    highest, total = 0.0, 0.0
    for k in range(first, last):
        attraction = score[end[k]] if power == 1.0 else score[end[k]] ** power
        weight = (r.weight_softening + attraction * lure[end[k]] * home[k]) * near[k] * rooms[end[k]]
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
