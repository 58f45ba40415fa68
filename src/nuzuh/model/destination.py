"""Rule 3: where those who leave go."""

import numpy as np
from numpy.typing import NDArray

from nuzuh.model.kernel import kernel
from nuzuh.model.parameters import Parameters
from nuzuh.model.travel import TICKS_A_DAY

#: Destinations below this share of the best one's weight are not considered (assumption; it saves draws).
NEGLIGIBLE = 1e-2


@kernel
def attraction(size: NDArray[np.float64], kin: NDArray[np.float64], p: Parameters) -> NDArray[np.float64]:
    r"""What draws a group to a place whatever the day: :math:`A_d = \bigl(k K_d + (1-k) S_d\bigr)^{\beta}`.

    Parameters
    ----------
    size : array, shape (places,)
        People S that live there; abroad, those that ``abroad_pull`` leaves of them.
    kin : array, shape (groups, places)
        People K of the group that live there.
    p : Parameters
        Uses ``kin_pull`` (k) and ``size_power`` (beta).

    Returns
    -------
    array, shape (groups, places)
    """
    return (p.kin_pull * kin + (1 - p.kin_pull) * size) ** p.size_power


@kernel
def room(
    present: NDArray[np.float64], capacity: NDArray[np.float64], stays: NDArray[np.float64]
) -> NDArray[np.float64]:
    r"""Share of each place that is free: :math:`r_d = \max(0, 1 - n_d / C_d)`.

    Parameters
    ----------
    present : array, shape (places,)
        People n sheltered there.
    capacity : array, shape (places,)
        C, infinite where it is unknown; a place of no capacity is full with nobody in it.
    stays : array, shape (places,)
        1 where people can stay, else 0.

    Returns
    -------
    array, shape (places,)
        0 to 1; 1 where the capacity is unknown.
    """
    return stays * (capacity > 0) * np.maximum(0.0, 1.0 - present / np.maximum(capacity, 1e-9))


@kernel
def pull(
    attraction: NDArray[np.float64],
    threat: NDArray[np.float64],
    trust: NDArray[np.float64],
    room: NDArray[np.float64],
    p: Parameters,
) -> NDArray[np.float64]:
    r"""Weigh every place as a refuge for each group, before distance.

    .. math:: W_d = r_d\,A_d\, e^{-c\,\theta_d + b\,t_d}

    A gravity model (Lewer & Van den Berg 2008) whose attractions are safety and trust; their exponential form is an
    assumption.

    Parameters
    ----------
    attraction : array, shape (groups, places)
        A of `attraction`.
    threat : array, shape (groups, places)
        Threat at each place.
    trust : array, shape (groups, places)
        Affinity t of the group to the place's holder, -1 to 1.
    room : array, shape (places,)
        Share r of the capacity that is free, 1 where it is unknown; 0 where nobody stays.
    p : Parameters
        Uses ``safety_pull`` (c) and ``trust_pull`` (b).

    Returns
    -------
    array, shape (groups, places)
        Weight of each place.
    """
    return room * attraction * np.exp(p.trust_pull * trust - p.safety_pull * threat)


@kernel
def nearness(ticks: NDArray[np.float64], p: Parameters) -> NDArray[np.float64]:
    r"""What travel time leaves of a place's weight: :math:`e^{-T/s}`.

    Parameters
    ----------
    ticks : array, shape (places,)
        Travel time T to each place over open roads in half hours, infinite where no road leads.
    p : Parameters
        Uses ``travel_scale_days`` (s).

    Returns
    -------
    array, shape (places,)
        0 to 1; 0 where no road leads.
    """
    return np.exp(ticks / (-p.travel_scale_days * TICKS_A_DAY))


@kernel
def destination(
    place: int, pulls: NDArray[np.float64], nearness: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
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
    goals : array of int, shape (goals,)
        Where they may go; none where there is nowhere to go: these people are trapped.
    upto : array, shape (goals,)
        Running sum of the goals' weights.
    """
    weight = pulls * nearness
    weight[place] = 0.0
    least = max(NEGLIGIBLE * weight.max(), 1e-300)
    goals, upto, count, total = np.empty(weight.size, dtype=np.int64), np.empty(weight.size), 0, 0.0
    for goal in range(weight.size):
        if weight[goal] >= least:
            total += weight[goal]
            goals[count], upto[count] = goal, total
            count += 1
    return goals[:count], upto[:count]
