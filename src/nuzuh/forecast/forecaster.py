"""The contract that baselines and models of counts share: reports in, quantiles of the people present out."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuzuh.forecast.result import QUANTILES
from nuzuh.scenario import InputError, Problem
from nuzuh.scenario.reports import Reports

LEVELS = np.array(QUANTILES)


class Prediction(NamedTuple):
    """Quantiles of the people present, from one as-of date."""

    origin: dt.date
    horizons: Sequence[int]
    places: Sequence[str]
    quantiles: NDArray[np.float64]  # (level, horizon, place)
    ages: Sequence[int]  # days from the last count of each place to the origin


class Forecaster(ABC):
    """Forecasts the count of every place that has a report."""

    def predict(
        self,
        reports: Reports,
        origins: Sequence[dt.date],
        horizons: Sequence[int],
        levels: NDArray[np.float64] = LEVELS,
    ) -> Iterator[Prediction]:
        """Forecast from each as-of date, with only what was published by then.

        Parameters
        ----------
        reports : Reports
            All that was published; what is later than an origin does not touch its forecast.
        origins : sequence of date
            As-of dates, ascending.
        horizons : sequence of int
            Days after each, ascending; 0 is the as-of date, of which the last count may be old.
        levels : array
            Probabilities of the quantiles, ascending.

        Yields
        ------
        Prediction
            One an origin: people present, by quantile, day and place.

        Raises
        ------
        InputError
            If nothing was published by the first as-of date.
        """
        first = min((report.published for report in reports.rows), default=None)
        if first is None:
            raise InputError(
                [Problem("source_data/", "holds no count at all", mend="name files of counts in data_layout.csv")]
            )
        begin = reports.start + dt.timedelta(days=first)
        early = [origin for origin in origins if origin < begin]
        if early:
            raise InputError([Problem("source_data/", f"holds no count by {early[0]}", mend=f"take {begin} or later")])
        for origin, values in zip(origins, self._predict(reports, origins, horizons, levels), strict=True):
            known = reports.by(origin).series()
            ages = [reports.day(origin) - counts[-1].day for counts in known.values()]
            yield Prediction(origin, horizons, list(known), values, ages)

    @abstractmethod
    def _predict(
        self, reports: Reports, origins: Sequence[dt.date], horizons: Sequence[int], levels: NDArray[np.float64]
    ) -> Iterator[NDArray[np.float64]]:
        """Quantiles (level, horizon, place) from each origin; places in the order of the reports' `series`."""
