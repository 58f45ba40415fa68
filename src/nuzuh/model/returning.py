"""Rule 5: going home."""

import numpy as np
from numpy.typing import NDArray

from nuzuh.model.kernel import kernel
from nuzuh.model.parameters import Parameters


@kernel
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
    chance = np.zeros(trust.shape)
    for place in range(quiet.size):
        if quiet[place] >= p.quiet_days:
            for g in range(trust.shape[0]):
                if trust[g, place] >= 0:
                    rate = p.return_rate * (1 - threat[g, place]) * (1 + trust[g, place]) / 2
                    chance[g, place] = 1 - np.exp(-rate)
    return chance
