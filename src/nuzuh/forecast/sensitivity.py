"""What a forecast hangs on: Sobol's indices of its parameters, of the future of the fighting, and of chance."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nuzuh.engine.ensemble import Member, run_all
from nuzuh.forecast import sobol
from nuzuh.forecast.assimilate import FLOOR
from nuzuh.forecast.camps import Camps
from nuzuh.forecast.forecast import Progress, check_origin, worlds
from nuzuh.forecast.futures import AS_BEFORE, Futures, front, weigh
from nuzuh.forecast.priors import Growth
from nuzuh.forecast.totals import DENSE, draws
from nuzuh.model.parameters import PRIORS, draw
from nuzuh.scenario import Scenario
from nuzuh.scenario.reports import Reports

#: Places that are told of: those where most people are.
PLACES = 5
#: A place whose 95 % and 5 % quantiles differ by less than this factor is left out: there is nothing to explain.
STEADY = 1.01
#: Different draws that chance is taken from.
CHANCES = 2**31
FUTURE = (
    "future",
    "which future of the fighting comes, by the rule's weights, at which pace and by which course",
)
CHANCE = ("chance", "the draws of who leaves and where to")


@dataclass(frozen=True)
class Sensitivity:
    """What the spread of some outcomes comes from: of the logarithms of people (and `FLOOR` of them).

    Attributes
    ----------
    factors : DataFrame
        A row a factor: ``factor``, ``meaning``.
    outcomes : DataFrame
        A row an outcome: ``outcome``, ``low``, ``median``, ``high``: 5, 50 and 95 % of the runs, in people.
    table : DataFrame
        A row an outcome and factor: ``outcome``, ``factor``, and the columns of `nuzuh.forecast.sobol.indices`.
    runs : int
        How many there were.
    """

    factors: pd.DataFrame
    outcomes: pd.DataFrame
    table: pd.DataFrame
    runs: int


@dataclass(frozen=True)
class _Run:
    """A member of which only the last day is kept: newly displaced in all, and the people present by place."""

    member: Member

    def run(self, seed: int) -> NDArray[np.float64]:
        record, _ = self.member.run(seed)
        return np.array([record.newly_displaced[-1].sum(), *record.present[-1]])


def of_scenario(
    scenario: Scenario,
    *,
    as_of: dt.date,
    days: int,
    futures: Futures | None,
    size: int,
    seed: int,
    cores: int | None,
    progress: Progress,
) -> Sensitivity:
    """Find what the forecast of a scenario hangs on, before any count is held against it.

    Parameters come from their priors. Runs with the same draw of chance share their random streams, so that they
    differ by the factor alone.

    Parameters
    ----------
    scenario : Scenario
        The world; it is cut here.
    as_of : date
        The origin.
    days : int
        Days after it.
    futures : Futures or None
        Supposed futures of the fighting; None: it goes on as it has so far.
    size : int
        Blocks of runs, a power of 2; there are as many runs a block as factors, and two.
    seed : int
        Key of all draws.
    cores : int or None
        Threads; the numbers do not depend on it.
    progress : callable
        Called with a label and a number of steps; returns what to call after each step.

    Raises
    ------
    InputError
        If the as-of date is before the scenario's start.
    """
    check_origin(scenario, as_of)
    known, futures = scenario.as_of(as_of), futures or AS_BEFORE
    branches = worlds(known, futures, as_of, days, seed)
    weights, _ = weigh(futures, front(known, futures, as_of))
    variants = [world for branch in branches for world in branch]
    share = np.cumsum([weight / len(branch) for weight, branch in zip(weights, branches, strict=True) for _ in branch])
    factors = [*((prior.name, prior.meaning) for prior in PRIORS), FUTURE, CHANCE]
    u = sobol.design(len(factors), size, seed)
    which = np.searchsorted(share, u[:, -2] * share[-1])
    chance = (u[:, -1] * CHANCES).astype(int)
    runs = [
        _Run(Member(variants[world], parameters, int(number)))
        for world, parameters, number in zip(which, draw(u[:, : len(PRIORS)]), chance, strict=True)
    ]
    step = progress("Running", len(runs))
    values = np.array(list(run_all(runs, seed=seed, cores=cores, progress=step)))
    present = pd.DataFrame(values[:, 1:], columns=known.places["name"])
    outcomes = {"newly displaced, all places": values[:, 0]}
    outcomes |= {f"present, {place}": present[place].to_numpy() for place in _most(present)}
    return _analysed(factors, outcomes, seed)


@dataclass(frozen=True)
class _Prediction:
    """One forecast of counts: the median and the width of the total, and the medians of the places."""

    reports: Reports
    origin: dt.date
    days: int
    growth: Growth

    def run(self, seed: int) -> NDArray[np.float64]:
        predicted = next(Camps(self.growth).predict(self.reports, [self.origin], [self.days], DENSE))
        total = draws(predicted, self.growth.together, seed)[:, 0, :].sum(axis=1)
        low, median, high = np.quantile(total, (0.05, 0.5, 0.95))
        return np.array([median, high - low, *np.median(predicted.quantiles[:, 0, :], axis=0)])


def of_counts(
    reports: Reports,
    fits: Sequence[Growth],
    *,
    as_of: dt.date,
    days: int,
    size: int,
    seed: int,
    cores: int | None,
    progress: Progress,
) -> Sensitivity:
    """Find what a forecast of counts hangs on, as far as fits to past conflicts leave its parameters open.

    Every parameter is uniform between the lowest and the highest of the fits. The rest is as in `of_scenario`.

    Parameters
    ----------
    reports : Reports
        All that was published; what is later than the as-of date is not used.
    fits : sequence of Growth
        Parameters fitted to several sets of past conflicts.
    """
    ends = np.array([list(fit.model_dump().values()) for fit in fits])
    low, high = ends.min(axis=0), ends.max(axis=0)
    factors = [(name, str(info.description)) for name, info in Growth.model_fields.items()]
    values = low + (high - low) * sobol.design(len(factors), size, seed)
    names = list(Growth.model_fields)
    runs = [_Prediction(reports, as_of, days, Growth(**dict(zip(names, row, strict=True)))) for row in values]
    step = progress("Running", len(runs))
    said = np.array(list(run_all(runs, seed=seed, cores=cores, progress=step)))
    present = pd.DataFrame(said[:, 2:], columns=sorted(reports.by(as_of).series()))
    outcomes = {"total, median": said[:, 0], "total, width of the 90 % interval": said[:, 1]}
    outcomes |= {f"{place}, median": present[place].to_numpy() for place in _most(present)}
    return _analysed(factors, outcomes, seed)


def _most(present: pd.DataFrame) -> list[str]:
    """Places where most people are, the mean of all runs; none where there is nothing to explain."""
    mean = present.mean().sort_values(ascending=False, kind="stable")
    low, high = present.quantile(0.05), present.quantile(0.95)
    return [str(place) for place in mean.index if high[place] > low[place] * STEADY][:PLACES]


def _analysed(
    factors: Sequence[tuple[str, str]], outcomes: Mapping[str, NDArray[np.float64]], seed: int
) -> Sensitivity:
    told = pd.DataFrame(factors, columns=["factor", "meaning"])
    base = {name: sobol.base(values, len(factors)) for name, values in outcomes.items()}
    spread = [(name, *np.quantile(values, (0.05, 0.5, 0.95))) for name, values in base.items()]
    ranges = pd.DataFrame(spread, columns=["outcome", "low", "median", "high"])
    tables = []
    for name, values in outcomes.items():
        # people spread over orders of magnitude: a few extreme runs would rule the variance of their number
        table = sobol.indices(np.log(values + FLOOR), len(factors), seed)
        table.insert(0, "outcome", name)
        table.insert(1, "factor", told["factor"])
        tables.append(table)
    runs = len(next(iter(outcomes.values())))
    return Sensitivity(told, ranges, pd.concat(tables, ignore_index=True), runs)
