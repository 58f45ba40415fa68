"""Rule 2: the daily chance to leave."""

import numpy as np
from numpy.typing import NDArray

from nuzuh.model.kernel import kernel
from nuzuh.model.parameters import Parameters


@kernel
def departure(threat: NDArray[np.float64], p: Parameters) -> NDArray[np.float64]:
    r"""Chance that somebody leaves on a day, growing with threat.

    .. math:: q = 1 - \exp\Bigl(-\lambda \max\bigl(0, \tfrac{\theta - \theta_0}{1 - \theta_0}\bigr)^\kappa\Bigr)

    a rate (``leave_rate``, per day) turned into a daily chance, as in any discrete-time hazard model; the floor
    below which nobody leaves (``threat_floor``) and the power (``threat_power``) are assumptions.

    Parameters
    ----------
    threat : array
        0 to 1, any shape.
    p : Parameters
        Uses ``leave_rate``, ``threat_floor`` and ``threat_power``.

    Returns
    -------
    array
        Chance a day, of the same shape.
    """
    chance = np.zeros(threat.shape)
    for where, felt in np.ndenumerate(threat):
        if felt > p.threat_floor:
            share = (felt - p.threat_floor) / (1 - p.threat_floor)
            chance[where] = -np.expm1(-p.leave_rate * share**p.threat_power)
    return chance
