"""Fit the priors of `nuzuh.forecast.growth` to the forecasts of past conflicts."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import exp, log
from multiprocessing import get_context
from signal import SIG_IGN, SIGINT, signal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import ndtri

from nuzuh.forecast.baselines import Last, Trend
from nuzuh.forecast.camps import Camps
from nuzuh.forecast.hindcast import Trial, run, score
from nuzuh.forecast.priors import Growth

#: Weight of the horizons: a week is mostly the last report.
WEIGHTS = {7: 0.5, 30: 1.0, 90: 1.0}
#: Inflows under alarm that are tried once the rest is fitted.
ALARMS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
#: Horizon at which places' surprises are compared.
MONTH = 30
#: The 90 % interval is to hold this share of all cases, and what a share outside costs: as much as so much skill.
HOLDS, COST = (0.91, 0.96), 1.5
#: Cost of a parameter that is off its round figure by a factor e, so that those that the past does not tell stay.
STAY = 0.002
#: How far the fit's first steps go, in logarithms, a tenth of that for a power or a weight kept.
FIRST_STEP = 0.5


def fit(trials: Sequence[Trial], steps: int, step: Callable[[], None] = lambda: None) -> Growth:
    """Find the parameters that would have forecast past conflicts best.

    Nelder & Mead's simplex on the logarithms of the parameters. What is minimised is the score relative to the
    better of the last report and the trend, the mean over conflicts and horizons, and the cost of intervals that
    hold too little or too much.

    Parameters
    ----------
    trials : sequence of Trial
        One a conflict.
    steps : int
        Evaluations at most, beside those of `ALARMS`.
    step : callable
        Called after each.

    Returns
    -------
    Growth
        The best.
    """
    beaten = [np.minimum(*(score(run(base, trial))["score"] for base in (Last(), Trend()))) for trial in trials]

    def cost(growth: Growth) -> float:
        step()
        results = [run(Camps(growth), trial) for trial in trials]
        scores = [score(result)["score"] for result in results]
        relative = [(mine / base).rename(k) for k, (mine, base) in enumerate(zip(scores, beaten, strict=True))]
        by_horizon = pd.concat(relative, axis=1).mean(axis=1)
        weights = pd.Series(WEIGHTS)
        inside = pd.concat(results).groupby("horizon")["held90"].mean().loc[[30, 90]]
        missed = (HOLDS[0] - inside).clip(lower=0) + (inside - HOLDS[1]).clip(lower=0)
        return float((by_horizon * weights).sum() / weights.sum() + COST * missed.sum())

    start = np.zeros(len(_FITTED))
    size = np.array([FIRST_STEP if name not in _NEAR_ONE else FIRST_STEP / 10 for name in _FITTED])

    def moved(x: NDArray[np.float64]) -> float:
        return cost(_growth(x)) + STAY * float(np.mean(x**2))

    simplex = np.vstack([start, start + np.diag(size)])
    found = minimize(
        moved, start, method="Nelder-Mead", options={"maxfev": steps, "initial_simplex": simplex, "adaptive": True}
    )
    fitted = _growth(found.x)
    alarms = [fitted.model_copy(update={"alarm_inflow": alarm}) for alarm in ALARMS]
    fitted = min(alarms, key=cost)
    return fitted.model_copy(update={"together": together([run(Camps(fitted), trial) for trial in trials])})


def fit_each(sets: Sequence[Sequence[Trial]], steps: int, cores: int | None) -> Iterator[Growth]:
    """Fit to each of several sets of trials, as many at once as there are cores; the fits do not depend on that."""
    # who breaks it off breaks the pool off, which ends its processes
    with get_context("spawn").Pool(cores, initializer=signal, initargs=(SIGINT, SIG_IGN)) as pool:
        yield from pool.imap(partial(fit, steps=steps), sets)


def together(results: Sequence[pd.DataFrame]) -> float:
    """Correlation of the normal scores of two places' counts 30 days on from one day; the mean of conflicts."""
    each = []
    for result in results:
        month = result[result["horizon"] == MONTH]
        scores = pd.Series(ndtri(month["pit"].to_numpy()), index=month["origin"])
        by_origin = scores.groupby(level=0)
        both, pairs = (
            by_origin.sum() ** 2 - (scores**2).groupby(level=0).sum(),
            by_origin.size() * (by_origin.size() - 1),
        )
        if pairs.sum():
            each.append(both.sum() / pairs.sum() / (scores**2).mean())
    return float(np.clip(np.mean(each), 0, 1)) if each else 0.0


#: Without those that are fitted after the others.
_FITTED = [name for name in Growth.model_fields if name not in ("alarm_inflow", "together")]
_NEAR_ONE = ("memory", "shared_memory", "spread_power", "least_left")


def _growth(x: NDArray[np.float64]) -> Growth:
    """Parameters from their logarithms relative to the start, kept within their bounds."""
    values = {}
    for name, moved in zip(_FITTED, x, strict=True):
        info = Growth.model_fields[name]
        low, high = (getattr(bound, kind) for bound, kind in zip(info.metadata, ("ge", "le"), strict=True))
        values[name] = exp(min(max(log(info.default) + moved, log(low)), log(high)))
    return Growth(**values)
