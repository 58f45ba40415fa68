"""Sobol's indices: which inputs the spread of an outcome comes from.

The first-order index of an input is the share of an outcome's variance that goes if the input is known; the total index
is the share that stays if all others are. Saltelli's design and estimators, by SALib (Saltelli et al. 2010, Computer
Physics Communications 181, 259-270; Herman & Usher 2017, Journal of Open Source Software 2, 97).
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from SALib.analyze import sobol as estimates
from SALib.sample import sobol as samples

#: Inputs are probabilities; those of 0 and 1 are at no finite place of a prior.
EDGE = 1e-6
#: Resamples of the bootstrap, and what share of them the intervals hold.
RESAMPLES, CONFIDENCE = 400, 0.9


def design(inputs: int, size: int, seed: int) -> NDArray[np.float64]:
    """Lay the runs out: blocks of inputs + 2 rows, the first and the last of a block independent of each other.

    Parameters
    ----------
    inputs : int
        Number of inputs.
    size : int
        Number of blocks, a power of 2.
    seed : int
        Key of the scrambled sequence.

    Returns
    -------
    array, shape (size * (inputs + 2), inputs)
        Probabilities, in (0, 1).
    """
    return np.asarray(samples.sample(_problem(inputs), size, calc_second_order=False, seed=seed))


def indices(outcome: NDArray[np.float64], inputs: int, seed: int) -> pd.DataFrame:
    """Estimate the indices of all inputs from an outcome of the runs of a `design`.

    Parameters
    ----------
    outcome : array, shape (size * (inputs + 2),)
        What each run came to.
    inputs : int
        Number of inputs.
    seed : int
        Key of the bootstrap.

    Returns
    -------
    DataFrame
        A row an input: ``first``, ``total``, and the ends of their intervals, ``first_low`` and so on. An outcome that
        is the same in all runs hangs on none: all are 0.
    """
    names = ["first_low", "first", "first_high", "total_low", "total", "total_high"]
    if np.ptp(outcome) == 0:
        return pd.DataFrame(0.0, index=range(inputs), columns=names)
    told = estimates.analyze(
        _problem(inputs), outcome, calc_second_order=False, num_resamples=RESAMPLES, conf_level=CONFIDENCE,
        seed=seed + 1,  # SALib takes a seed of 0 for none
    )  # fmt: skip
    ends = {kind: (told[key] - told[f"{key}_conf"], told[key], told[key] + told[f"{key}_conf"])
            for kind, key in (("first", "S1"), ("total", "ST"))}  # fmt: skip
    return pd.DataFrame(dict(zip(names, (*ends["first"], *ends["total"]), strict=True)))


def base(outcome: NDArray[np.float64], inputs: int) -> NDArray[np.float64]:
    """Outcomes of the runs whose inputs are independent draws: the first and the last of each block."""
    blocks = outcome.reshape(-1, inputs + 2, *outcome.shape[1:])
    return np.concatenate([blocks[:, 0], blocks[:, -1]])


def _problem(inputs: int) -> dict[str, object]:
    names = [str(k) for k in range(inputs)]
    return {"num_vars": inputs, "names": names, "bounds": [[EDGE, 1 - EDGE]] * inputs}
