"""Rule 5: going home."""

import numba
import numpy as np
from numpy.typing import NDArray

from nuzuh.model.parameters import Parameters


@numba.njit(cache=True, nogil=True)
def returning(
    quiet: NDArray[np.float64], trust: NDArray[np.float64], threat: NDArray[np.float64], p: Parameters
) -> NDArray[np.float64]:
    r"""Chance that somebody displaced goes home on a day.

    .. math:: q = 1 - \exp\bigl(-\rho\,(1-\theta)\,\tfrac{1+t}{2}\,[\text{quiet} \ge Q]\bigr)

    A home is thought of once it has been quiet for Q days (``quiet_days``) under a holder that the group trusts more
    than it distrusts; then at the rate ``return_rate``, less where threat or distrust remain. The form is an
    assumption.

    Parameters
    ----------
    quiet : array, shape (places,)
        Days without fighting or strikes, or change of hands.
    trust : array, shape (groups, places)
        Affinity of each group to each place's holder, -1 to 1.
    threat : array, shape (groups, places)
        0 to 1.
    p : Parameters
        Uses ``quiet_days`` and ``return_rate``.

    Returns
    -------
    array, shape (groups, places)
        Chance a day, by group and home.
    """
    willing = (quiet >= p.quiet_days) & (trust >= 0)
    return np.where(willing, -np.expm1(-p.return_rate * (1 - threat) * (1 + trust) / 2), 0.0)
