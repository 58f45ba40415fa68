"""Rule 4: travel by road: time, daily throughput and queues."""

import numpy as np
from numpy.typing import NDArray

from nuzuh.model.kernel import kernel

#: Travel time is counted in half hours.
TICKS_A_DAY = 48
#: What a line between two holders costs whoever crosses it (assumption: half a day of waiting and searches).
FRONT_DELAY_TICKS = TICKS_A_DAY // 2


@kernel
def passing(waiting: NDArray[np.int64], throughput: int, offset: float) -> NDArray[np.int64]:
    r"""How many of each party that waits for a road get onto it.

    Where more wait than pass in what is left of the day, each party passes in proportion to its size; the fractions
    are rounded by systematic sampling (Madow 1949), so that the expectation is exact and the limit is kept to the
    person.

    Parameters
    ----------
    waiting : array, shape (parties,)
        People of each party.
    throughput : int
        People that may still pass today.
    offset : float
        A uniform draw from [0, 1).

    Returns
    -------
    array, shape (parties,)
        People that pass, of each party at most its size, together at most `throughput`.
    """
    total = waiting.sum()
    if total <= throughput:
        return waiting.copy()
    passed = np.zeros_like(waiting)
    before, taken = 0.0, 0
    for k in range(waiting.size):
        upto = before + waiting[k] * (throughput / total)
        count = int(np.floor(upto + offset)) - int(np.floor(before + offset))
        passed[k] = min(count, waiting[k], throughput - taken)
        taken += passed[k]
        before = upto
    return passed
