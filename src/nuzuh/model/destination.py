"""Rule 3: where those who leave go."""

import numpy as np
from numpy.typing import NDArray

from nuzuh.model.kernel import kernel
from nuzuh.model.parameters import Parameters

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
    people = p.kin_pull * kin[group] + (1 - p.kin_pull) * size
    weight: NDArray[np.float64] = room * people**p.size_power
    weight *= np.exp(-p.safety_pull * threat[group] + p.trust_pull * trust[group])
    return weight


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
        exp(-T / s) for the travel time T over open roads and the scale s, ``travel_scale_days``; 0 where no road
        leads.

    Returns
    -------
    array, shape (places,)
        Running sum of the weights; all 0 where there is nowhere to go: these people are trapped.
    """
    weight = pulls * nearness
    weight[place] = 0.0
    least = NEGLIGIBLE * weight.max()
    total = 0.0
    for d in range(weight.size):
        if weight[d] >= least:
            total += weight[d]
        weight[d] = total
    return weight
