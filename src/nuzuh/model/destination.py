"""Rule 3: where those who leave go."""

import numpy as np
from numpy.typing import NDArray

from nuzuh.model.kernel import kernel
from nuzuh.model.parameters import Parameters
from nuzuh.model.travel import TICKS_A_DAY

#: Destinations below this share of the best one's weight are not considered (assumption; it saves draws).
NEGLIGIBLE = 1e-2


@kernel
def pull(
    group: int,
    threat: NDArray[np.float64],
    trust: NDArray[np.float64],
    size: NDArray[np.float64],
    kin: NDArray[np.float64],
    room: NDArray[np.float64],
    p: Parameters,
) -> NDArray[np.float64]:
    r"""Weigh every place as a refuge for a group, before distance.

    .. math:: W_d = r_d\,\bigl(k K_d + (1-k) S_d\bigr)^{\beta} e^{-c\,\theta_d + b\,t_d}

    A gravity model (Lewer & Van den Berg 2008) whose attractions are safety and trust; their exponential form is an
    assumption.

    Parameters
    ----------
    group : int
        Index of the group.
    threat : array, shape (groups, places)
        Threat at each place.
    trust : array, shape (groups, places)
        Affinity t of the group to the place's holder, -1 to 1.
    size : array, shape (places,)
        People S that live there; abroad, those that ``abroad_pull`` leaves of them.
    kin : array, shape (groups, places)
        People K of the group that live there.
    room : array, shape (places,)
        Share r of the capacity that is free, 1 where it is unknown; 0 where nobody stays.
    p : Parameters
        Uses ``kin_pull`` (k), ``size_power`` (beta), ``safety_pull`` (c) and ``trust_pull`` (b).

    Returns
    -------
    array, shape (places,)
        Weight of each place.
    """
    weight = np.empty(size.size)
    for d in range(size.size):
        people = p.kin_pull * kin[group, d] + (1 - p.kin_pull) * size[d]
        attraction = np.exp(-p.safety_pull * threat[group, d] + p.trust_pull * trust[group, d])
        weight[d] = room[d] * people**p.size_power * attraction
    return weight


@kernel
def nearness(ticks: NDArray[np.float64], p: Parameters) -> NDArray[np.float64]:
    r"""What travel time leaves of a place's weight: :math:`e^{-T/s}`.

    Parameters
    ----------
    ticks : array, shape (places, places)
        Travel time T over open roads in half hours, infinite where no road leads.
    p : Parameters
        Uses ``travel_scale_days`` (s).

    Returns
    -------
    array, shape (places, places)
        From the first place to the second, 0 to 1; 0 where no road leads.
    """
    near = np.empty(ticks.shape)
    scale = p.travel_scale_days * TICKS_A_DAY
    for start in range(ticks.shape[0]):
        for end in range(ticks.shape[1]):
            near[start, end] = np.exp(-ticks[start, end] / scale)
    return near


@kernel
def destination(place: int, pulls: NDArray[np.float64], nearness: NDArray[np.float64]) -> NDArray[np.float64]:
    r"""Weigh each place as the goal of those who leave another; their shares are in proportion.

    .. math:: P_d \propto W_d\, e^{-T_{pd}/s}, \quad d \ne p

    Parameters
    ----------
    place : int
        Where they are.
    pulls : array, shape (places,)
        W of `pull`.
    nearness : array, shape (places,)
        Of each place from there: what the travel time T leaves of its weight, see `nearness`.

    Returns
    -------
    array, shape (places,)
        Running sum of the weights; all 0 where there is nowhere to go: these people are trapped.
    """
    upto = np.empty(pulls.size)
    highest = 0.0
    for d in range(pulls.size):
        upto[d] = pulls[d] * nearness[d] if d != place else 0.0
        highest = max(highest, upto[d])
    total = 0.0
    for d in range(pulls.size):
        if upto[d] >= NEGLIGIBLE * highest:
            total += upto[d]
        upto[d] = total
    return upto
