r"""The model beside the baselines, each with a weight from how it did on past days of the same conflict.

A quantile is the weighted mean of those of all (Lichtendahl et al. 2013, Management Science 59, 1594-1611: averaged
quantiles are sharper than averaged probabilities). The weights are

.. math:: w_e \propto w_{0,e}\, \ell_e^{-\eta n}

with :math:`\ell_e` the score of the forecaster e, a share of the people there, over the past forecasts whose outcome is
known by then, and n the number of those that do not overlap: exponential weights on relative losses (Vovk 1998, Journal
of Computer and System Sciences 56, 153-173).
"""

import datetime as dt
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nuzuh.forecast.baselines import Formula, Last, Trend
from nuzuh.forecast.camps import Camps
from nuzuh.forecast.forecaster import Forecaster
from nuzuh.forecast.hindcast import FIRST, HORIZONS, against, by_origin, run
from nuzuh.forecast.priors import Growth
from nuzuh.scenario.reports import Reports

#: Weights where there is no past: the model's, and the rest in equal parts (assumption: it was the best of the four in
#: nearly all conflicts, and a twentieth is enough for another to come up).
MODEL, EACH = 0.85, 0.05
#: Power of a past score (assumption: half, as the places of one day are not so many trials).
RATE = 0.5
#: Days between the past days that are forecast from.
EVERY = 10
#: A score below this share of the people is as good as none.
LEAST = 1e-4


class Blend(Forecaster):
    """Averages the model of `Camps` and the baselines.

    Parameters
    ----------
    growth : Growth
        What other conflicts say.
    """

    def __init__(self, growth: Growth) -> None:
        self.forecasters: tuple[Forecaster, ...] = (Camps(growth), Last(), Trend(), Formula())
        self.before = np.array([MODEL, EACH, EACH, EACH])

    def _predict(
        self, reports: Reports, origins: Sequence[dt.date], horizons: Sequence[int], levels: NDArray[np.float64]
    ) -> Iterator[NDArray[np.float64]]:
        # what is known of the past changes from one origin to the next where counts came late
        timely = all(report.published == report.day for report in reports.rows)
        past = self._past(reports, origins[-1])
        each = zip(*(one.predict(reports, origins, horizons, levels) for one in self.forecasters), strict=True)
        for origin, predictions in zip(origins, each, strict=True):
            past = past if timely else self._past(reports.by(origin), origin)
            weigh = {scored: self._weights(past, origin, scored) for scored in set(map(_nearest, horizons))}
            weights = np.stack([weigh[_nearest(horizon)] for horizon in horizons])
            yield np.einsum("he,elhp->lhp", weights, np.stack([one.quantiles for one in predictions]))

    def _past(self, reports: Reports, until: dt.date) -> pd.DataFrame:
        """Score all forecasters on past days: a row a case, a column a forecaster."""
        days = range(FIRST, reports.day(until), EVERY)
        trial = against(reports, [reports.start + dt.timedelta(days=day) for day in days], HORIZONS)
        scores = {k: run(one, trial)["score"] for k, one in enumerate(self.forecasters) if not trial.table.empty}
        return trial.table.assign(**{str(k): score for k, score in scores.items()})

    def _weights(self, past: pd.DataFrame, origin: dt.date, scored: int) -> NDArray[np.float64]:
        """Weigh the forecasters by how they did at one horizon."""
        known = past[(past["known"] <= origin) & (past["horizon"] == scored)]
        if known.empty:
            return self.before
        columns = [str(k) for k in range(len(self.forecasters))]
        losses = by_origin(known, columns)
        apart = len(losses) * EVERY / max(scored, EVERY)
        weights = self.before * np.maximum(losses.mean().to_numpy(), LEAST) ** (-RATE * apart)
        return np.asarray(weights / weights.sum())


def _nearest(horizon: int) -> int:
    """The horizon that was scored and is nearest to this one."""
    return min(HORIZONS, key=lambda h: float(abs(np.log(h / max(horizon, 1)))))
