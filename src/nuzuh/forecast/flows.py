"""From where the net arrivals of a forecast come: attributed by a rule, not observed."""

import datetime as dt

import pandas as pd
import xarray as xr

from nuzuh.forecast.alarm import near
from nuzuh.forecast.result import TOTAL
from nuzuh.scenario.reports import Reports

#: Quantiles that are told.
SPREAD = {"low": 0.05, "median": 0.5, "high": 0.95}
COLUMNS = ["origin_date", "horizon", "target_end_date", "from", "to", "share", *SPREAD, "basis"]
#: Where people come from as far as the rule can tell.
UNKNOWN = "unknown"


def shares(reports: Reports, place: str, origin: dt.date) -> tuple[dict[str, float], str]:
    r"""Share of a place's arrivals that come from each place that was fought over.

    .. math:: s_i = w_i f_i / \sum_j w_j f_j

    with the weights :math:`w_i` by people and distance of `nuzuh.forecast.alarm.alarm`, and :math:`f_i` by how much
    fighting rose in the past month; where it rose nowhere, the worst that it was in that month; where there was none,
    nobody knows.

    Returns
    -------
    dict
        Shares above 0 by place, or 1 for `UNKNOWN`; their sum is 1.
    str
        What they rest on.
    """
    if seen := near(reports.fighting, place, reports.day(origin)):
        for basis, fought in (("new fighting", seen.new), ("fighting of the past month", seen.lately)):
            parts = seen.weight * fought
            if parts.sum() > 0:
                each = zip(seen.places, parts / parts.sum(), strict=True)
                return {name: float(share) for name, share in each if share > 0}, basis
    return {UNKNOWN: 1.0}, "no fighting known within reach"


def attributed(told: xr.Dataset, reports: Reports, origin: dt.date) -> pd.DataFrame:
    """Attribute the net arrivals of a forecast to places; where people leave on balance, nobody arrives.

    Parameters
    ----------
    told : Dataset
        As `nuzuh.forecast.told.told` gives it.
    reports : Reports
        What it was made from; fighting after the origin is not looked at.
    origin : date
        The as-of date.

    Returns
    -------
    DataFrame
        The columns of `COLUMNS`: a row a day, origin and place, with people at the quantiles of `SPREAD`.
    """
    arrivals = told["arrivals_since_origin"].sel(quantile=list(SPREAD.values())).clip(min=0)
    rows = []
    for place in map(str, told["location"].to_numpy()):
        if place == TOTAL:
            continue
        each, basis = shares(reports, place, origin)
        for day, people in zip(told["time"].to_index(), arrivals.sel(location=place).to_numpy().T, strict=True):
            horizon = (day.date() - origin).days
            for home, share in each.items():
                rows.append([origin, horizon, day.date(), home, place, share, *(share * people), basis])
    return pd.DataFrame(rows, columns=COLUMNS)
