"""What a forecast says, and what it rests on."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd
import xarray as xr

from nuzuh.scenario import Scenario

#: The quantiles of a hubverse file.
QUANTILES = tuple(round(0.05 * i, 2) for i in range(1, 20))
#: The location that sums all places.
TOTAL = "total"


@dataclass(frozen=True)
class Difference:
    """What a supposition changes: supposed less unchanged, member by member, with the same parameters and draws.

    Attributes
    ----------
    name : str
        The supposition's.
    events : DataFrame
        What is supposed: rows of the events table.
    quantiles : Dataset
        Dimensions and variables of the forecast's; time from the origin on.
    by_future : Dataset
        The same for `TOTAL`, with a further first dimension ``future``.
    above, below : Dataset
        Dimensions (time, location): the chance that there are more, and that there are fewer, than unchanged.
    """

    name: str
    events: pd.DataFrame
    quantiles: xr.Dataset
    by_future: xr.Dataset
    above: xr.Dataset
    below: xr.Dataset


@dataclass(frozen=True)
class Forecast:
    """A forecast from one as-of date.

    Attributes
    ----------
    scenario : Scenario
        The world as it was known on the as-of date.
    origin : date
        The as-of date.
    days : int
        Days forecast after it.
    members, seed : int
        Size of the ensemble, and the seed of its random streams.
    quantiles : Dataset
        Dimensions (quantile, time, location): quantile 0.05 to 0.95 by 0.05; time, every day from the scenario's
        start to origin + days; location, every place and `TOTAL`. Variables, in people: ``newly_displaced``
        (cumulative; by the place that they left), ``present`` (displaced people there; the total counts those on the
        road as well), ``arrivals`` (that day; the total sums them), ``arrivals_since_origin`` (from the day after
        the origin on), ``trapped`` (would leave and cannot).
    even : Dataset
        The same for the location `TOTAL` alone, under even weights of the futures.
    by_future : Dataset
        The same for `TOTAL`, with a further first dimension ``future``: within one future of the fighting.
    flows : Dataset
        Dimensions (quantile, home, destination), quantile 0.05, 0.5, 0.95: variable ``arrivals``, people from a home
        who arrive at a destination from the day after the origin to the last day. The destination `TOTAL` sums them.
    futures : DataFrame
        A row a future: ``future``, ``title``, ``weight`` (by the rule), ``even`` (its even weight), ``why``.
    replays : DataFrame
        The same rule run from earlier as-of dates: ``as_of``, ``future``, ``weight``, ``why``.
    parameters : DataFrame
        A row a parameter: ``parameter``, ``meaning``, ``unit``, ``basis``, ``prior_low``, ``prior_median``,
        ``prior_high``, ``low``, ``median``, ``high`` (5, 50 and 95 %; the latter three after the counts).
    fit : DataFrame
        A row a count that the members were held against: ``where``, ``measure``, ``day``, ``low``, ``high``,
        ``qualifier``, ``source``, ``known``, ``model_low``, ``model_median``, ``model_high`` (5, 50 and 95 %).
    differences : tuple of Difference
        One a supposition.
    """

    scenario: Scenario
    origin: dt.date
    days: int
    members: int
    seed: int
    quantiles: xr.Dataset
    even: xr.Dataset
    by_future: xr.Dataset
    flows: xr.Dataset
    futures: pd.DataFrame
    replays: pd.DataFrame
    parameters: pd.DataFrame
    fit: pd.DataFrame
    differences: tuple[Difference, ...] = ()

    @property
    def fighting(self) -> str:
        """Which futures of the fighting were taken, with their weights, in words."""
        told = zip(self.futures["title"], self.futures["weight"], strict=True)
        return "; ".join(f"{title} ({weight:.0%})" for title, weight in told)
