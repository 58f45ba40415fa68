"""Rule 4: travel by road: time, daily throughput and queues."""

import numpy as np
from numpy.typing import NDArray

from nuzuh.model.kernel import kernel

#: Travel time is counted in half hours.
TICKS_A_DAY = 48
#: What a line between two holders costs whoever crosses it (assumption: half a day of waiting and searches).
FRONT_DELAY_TICKS = TICKS_A_DAY // 2


@kernel
def passing(waiting: NDArray[np.float64], throughput: float, offset: float, sampled: bool) -> NDArray[np.float64]:
    r"""How many of each party that waits for a road get onto it.

    Where more wait than pass in what is left of the day, each party passes in proportion to its size; the fractions
    are rounded by systematic sampling (Madow 1949), so that the expectation is exact and the limit is kept to the
    person; where nothing is sampled, they are left as they are.

    Parameters
    ----------
    waiting : array, shape (parties,)
        People of each party.
    throughput : float
        People that may still pass today.
    offset : float
        A uniform draw from [0, 1).
    sampled : bool
        Let whole people pass; else the expected number.

    Returns
    -------
    array, shape (parties,)
        People that pass, of each party at most its size, together at most `throughput`.
    """
    total = waiting.sum()
    if total <= throughput:
        return waiting.copy()
    share = throughput / total
    passed: NDArray[np.float64] = waiting * share
    if not sampled:
        return passed
    before, taken = 0.0, 0.0
    for k in range(waiting.size):
        upto = before + waiting[k] * share
        count = np.floor(upto + offset) - np.floor(before + offset)
        passed[k] = min(count, waiting[k], throughput - taken)
        taken += passed[k]
        before = upto
    return passed
