"""Rule 2: the daily chance to leave."""

import numba
import numpy as np
from numpy.typing import NDArray

from nuzuh.model.parameters import Parameters


@numba.njit(cache=True, nogil=True)
def departure(threat: NDArray[np.float64], p: Parameters) -> NDArray[np.float64]:
    r"""Chance that somebody leaves on a day, growing with threat.

    .. math:: q = 1 - \exp(-\lambda\,\theta^\kappa)

    a rate (``leave_rate``, per day) turned into a daily chance, as in any discrete-time hazard model; the power
    (``threat_power``) is an assumption.

    Parameters
    ----------
    threat : array
        0 to 1, any shape.
    p : Parameters
        Uses ``leave_rate`` and ``threat_power``.

    Returns
    -------
    array
        Chance a day, of the same shape.
    """
    return -np.expm1(-p.leave_rate * threat**p.threat_power)
