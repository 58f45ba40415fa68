"""Rule 1: the threat that a group feels at a place."""

import numpy as np
from numpy.typing import NDArray

from nuzuh.model.kernel import kernel
from nuzuh.model.parameters import Parameters

#: Threat below this share of a fresh front's is none (assumption; it saves time).
NEGLIGIBLE = 1e-3


@kernel
def threat(
    fighting: NDArray[np.float64],
    holder: NDArray[np.int64],
    days_held: NDArray[np.float64],
    km: NDArray[np.float64],
    hostility: NDArray[np.float64],
    p: Parameters,
) -> NDArray[np.float64]:
    r"""Threat from fighting at a place, and from a front that comes along open roads.

    .. math:: \theta_{gp} = 1 - (1 - w F_p)\,\bigl(1 - \max_q h_{g,a(q)}\, e^{-d_{qp}/L}\, e^{-s_q/\tau}\bigr)

    where q runs over places that changed hands. A front that has stood still for long frightens nobody new; a group
    that does not fear who comes stays. The form is an assumption.

    Parameters
    ----------
    fighting : array, shape (places,)
        Intensity F of fighting and strikes on the day, times the share of the place that they touch, 0 to 1.
    holder : array, shape (places,)
        Index a of the actor that holds each place, -1 for none.
    days_held : array, shape (places,)
        Days s since the place last changed hands, infinite if it has not.
    km : array, shape (places, places)
        Open-road distance d from q to p, infinite where there is none.
    hostility : array, shape (groups, actors)
        How much a group fears an actor, h: 0 to 1.
    p : Parameters
        Uses ``fighting_threat`` (w), ``front_reach_km`` (L) and ``front_memory_days`` (tau).

    Returns
    -------
    array, shape (groups, places)
        Threat, 0 to 1.
    """
    groups, places = hostility.shape[0], fighting.shape[0]
    felt = np.zeros((groups, places))
    for q in range(places):
        recent = np.exp(-days_held[q] / p.front_memory_days)
        if holder[q] < 0 or recent <= NEGLIGIBLE:
            continue
        reach = p.front_reach_km * np.log(recent / NEGLIGIBLE)
        for to in range(places):
            if km[q, to] < reach:
                near = recent * np.exp(-km[q, to] / p.front_reach_km)
                for g in range(groups):
                    felt[g, to] = max(felt[g, to], hostility[g, holder[q]] * near)
    for to in range(places):
        for g in range(groups):
            felt[g, to] = 1 - (1 - min(1.0, p.fighting_threat) * fighting[to]) * (1 - felt[g, to])
    return felt
