"""The days go by while the number of people is given: only who of them is where is left to the rules.

threat → who flees → which camp they reach
"""

import numpy as np
from numpy.typing import NDArray

from nuzuh.model.departure import departure
from nuzuh.model.destination import attraction, destination, nearness, pull, room
from nuzuh.model.kernel import inner, kernel
from nuzuh.model.parameters import Parameters
from nuzuh.model.threat import threat
from nuzuh.model.world import Arrays


@inner
def _shares(
    fleeing: NDArray[np.float64], pulls: NDArray[np.float64], ticks: NDArray[np.float64], p: Parameters
) -> NDArray[np.float64]:
    """Weight of each place among the goals of all who flee; all 0 if none of them finds a way to one with room."""
    shares = np.zeros(pulls.size)
    for place in range(pulls.size):
        if fleeing[place] > 0.0:
            goals, upto = destination(place, pulls, nearness(ticks[place], p))
            before = 0.0
            for k in range(goals.size):
                shares[goals[k]] += fleeing[place] * (upto[k] - before) / upto[-1]
                before = upto[k]
    return shares


@kernel
def given(
    w: Arrays,
    camps: NDArray[np.bool_],
    begin: NDArray[np.float64],
    arriving: NDArray[np.float64],
    p: Parameters,
) -> NDArray[np.float64]:
    r"""Expected number of people in each camp, by day, where it is given how many come in all.

    .. math:: n_d(t) = n_d(t-1) + A(t)\,\frac{\sum_p N_p\,q_p\,P_{pd}}{\sum_p \sum_e N_p\,q_p\,P_{pe}}

    with the chance to leave q of `departure`, the shares P of `destination` over the camps alone, and for kin the
    people who are in a camp already. Where nobody who flees finds a way to a camp with room, those who come all the
    same are shared by attraction.

    Parameters
    ----------
    w : Arrays
        The world.
    camps : array of bool, shape (places,)
        Where the people given are.
    begin : array, shape (places,)
        People in each camp before the first day.
    arriving : array, shape (days,)
        People A that come on each day, to all camps together.
    p : Parameters
        The rules' parameters.

    Returns
    -------
    array, shape (days, places)
        At the end of each day; the sum is what began and came.
    """
    # nobody has an affinity in such a world: all are one group
    residents = w.residents.sum(axis=0).astype(np.float64)
    hostility, trust = np.zeros((1, w.affinity.shape[1])), np.zeros((1, begin.size))
    stays = w.stays * camps
    here, present = begin.copy(), np.zeros((arriving.size, begin.size))
    for day in range(arriving.size):
        if arriving[day] > 0.0:
            net = w.network[day]
            fear = threat(w.fighting[day], w.holder[day], w.days_held[day], w.km[net], hostility, p)
            drawn = attraction(w.size[day], here.reshape((1, -1)), p)
            pulls = pull(drawn, fear, trust, room(here, w.capacity[day], stays), p)[0]
            shares = _shares(residents * departure(fear, p)[0], pulls, w.ticks[net], p)
            if shares.sum() == 0.0:
                shares = drawn[0] * stays
            if shares.sum() == 0.0:
                shares = stays
            here += arriving[day] * shares / shares.sum()
        present[day] = here
    return present
