"""How attractive each place is, by day, before distance and crowding."""

import numpy as np
from numpy.typing import NDArray

from nuzuh.scenario.flee import FleeSettings


def decay(since: NDArray[np.int64], steps: tuple[float, ...] | None, interval: int) -> NDArray[np.float64]:
    """What time leaves of the weight of fighting.

    Parameters
    ----------
    since : array of int
        Days since the fighting began, any shape.
    steps : tuple of float or None
        Factor in each interval, the last for good; None for no decay.
    interval : int
        Days.

    Returns
    -------
    array
        Factors, of the same shape.
    """
    if not steps:
        return np.ones(since.shape)
    return np.asarray(steps)[np.minimum(since // interval, len(steps) - 1)]


def scores(
    foreign: NDArray[np.bool_],
    camp: NDArray[np.bool_],
    conflict: NDArray[np.float64],
    since: NDArray[np.int64],
    settings: FleeSettings,
) -> NDArray[np.float64]:
    r"""Attractiveness of each place.

    .. math:: S = f^{[\text{foreign}]}\, c^{[\text{camp}]}\, w^{\,d\,i}

    with the weights f (``foreign_weight``), c (``camp_weight``) and w (``conflict_weight``), the intensity i of the
    fighting and its `decay` d.

    Parameters
    ----------
    foreign : array of bool, shape (places,)
        Whether a place is abroad.
    camp : array of bool, shape (days, places)
        Whether it is a camp.
    conflict : array, shape (days, places)
        Intensity, 0 for none.
    since : array of int, shape (days, places)
        Day on which fighting began.
    settings : FleeSettings
        Weights and decay.

    Returns
    -------
    array, shape (days, places)
        1 for a town at peace.
    """
    move, spawn = settings.move_rules, settings.spawn_rules
    elapsed = np.arange(len(camp))[:, None] - since
    fading = decay(elapsed, spawn.conflict_spawn_decay, spawn.conflict_spawn_decay_interval)
    quiet = np.where(foreign, move.foreign_weight, 1.0) * np.where(camp, move.camp_weight, 1.0)
    return np.asarray(quiet * np.where(conflict > 0, move.conflict_weight ** (fading * conflict), 1.0))
