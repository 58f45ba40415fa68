"""What a check is, and how it is judged.

A check gives a p-value: how often a right engine would look as wrong as this one does. It passes if that is above
`FALSE_ALARM`. Every check is also run on a wrong engine, and must then fail.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

#: A check refuses a right engine once in so many runs; all together do so less than once in a hundred.
FALSE_ALARM = 1e-4


@dataclass(frozen=True)
class Check:
    """One check.

    Attributes
    ----------
    name : str
        What should agree with what.
    p_value : callable
        Of the engine as it is (False), or made wrong (True).
    wrong : str
        What is made wrong.
    """

    name: str
    p_value: Callable[[bool], float]
    wrong: str


def multinomial_p(observed: NDArray[np.float64], chances: NDArray[np.float64]) -> float:
    """Chi-square test of counts against exact chances; cells that expect fewer than 5 lumped together."""
    expected = chances / chances.sum() * observed.sum()
    few = expected < 5
    cells = [*observed[~few], observed[few].sum()] if few.any() else list(observed)
    wanted = [*expected[~few], expected[few].sum()] if few.any() else list(expected)
    if few.any() and wanted[-1] < 5:
        if wanted[-1] == 0 and cells[-1] > 0:
            return 0.0
        cells[-2:], wanted[-2:] = [sum(cells[-2:])], [sum(wanted[-2:])]
    return float(stats.chisquare(cells, wanted).pvalue)


def samples_p(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Test that two samples of counts have the same means and spreads.

    Every cell is held to Welch's test of means and to the Brown-Forsythe test of spreads; the smallest of the p-values,
    times their number (Bonferroni), is the p-value of all.

    Parameters
    ----------
    first, second : array, shape (members, cells)
        Counts.
    """
    varied = (first.std(axis=0) > 0) & (second.std(axis=0) > 0)
    steady = ~varied & (first.mean(axis=0) != second.mean(axis=0))
    a, b = first[:, varied], second[:, varied]
    # a cell that one engine leaves all but empty follows no normal law: what is rare is left to its neighbours
    busy = np.minimum(a.mean(axis=0), b.mean(axis=0)) > 5
    if (np.maximum(first.mean(axis=0), second.mean(axis=0))[steady] > 5).any():
        return 0.0
    means = stats.ttest_ind(a[:, busy], b[:, busy], equal_var=False).pvalue
    spreads = [stats.levene(a[:, k], b[:, k], center="median").pvalue for k in np.flatnonzero(busy)]
    everything = np.concatenate([np.atleast_1d(means), spreads])
    return float(min(1.0, everything.min() * everything.size)) if everything.size else 1.0
