"""The contract that baselines and models of counts share: reports in, quantiles of the people present out."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import xarray as xr
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

    def dataset(self) -> xr.Dataset:
        """Give the quantiles names and units: variable ``present``, (quantile, time, location); of `LEVELS`."""
        days = [pd.Timestamp(self.origin) + pd.Timedelta(days=h) for h in self.horizons]
        coords = {"quantile": LEVELS, "time": pd.DatetimeIndex(days), "location": list(self.places)}
        meaning = {"units": "people", "long_name": "displaced people present at a place"}
        return xr.Dataset({"present": (("quantile", "time", "location"), self.quantiles, meaning)}, coords=coords)


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
            Days after each, above 0.
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
        first = min((report.day for report in reports.rows), default=None)
        if first is None:
            raise InputError(
                [Problem("source_data/", "holds no count at all", mend="name files of counts in data_layout.csv")]
            )
        begin = reports.start + dt.timedelta(days=first)
        early = [origin for origin in origins if origin < begin]
        if early:
            raise InputError([Problem("source_data/", f"holds no count by {early[0]}", mend=f"take {begin} or later")])
        for origin, values in zip(origins, self._predict(reports, origins, horizons, levels), strict=True):
            last = reports.day(origin)
            places = sorted({report.place for report in reports.rows if report.day <= last})
            yield Prediction(origin, horizons, places, values)

    @abstractmethod
    def _predict(
        self, reports: Reports, origins: Sequence[dt.date], horizons: Sequence[int], levels: NDArray[np.float64]
    ) -> Iterator[NDArray[np.float64]]:
        """Quantiles (level, horizon, place) from each origin; places in the order of the reports' `series`."""
