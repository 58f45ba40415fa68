"""Forecasts in the hubverse's model-output form: a row a quantile."""

from collections.abc import Sequence

import pandas as pd
import xarray as xr

#: Name of a target in the file, and the variable of the dataset that it is.
TARGETS = {"newly displaced": "newly_displaced", "present": "present", "arrivals": "arrivals_since_origin"}
COLUMNS = ["origin_date", "target", "horizon", "target_end_date", "location", "output_type", "output_type_id", "value"]


def to_hubverse(quantiles: xr.Dataset, origin: pd.Timestamp, horizons: Sequence[int]) -> str:
    """Write quantiles as CSV.

    Parameters
    ----------
    quantiles : Dataset
        Dimensions (quantile, time, location), with some or all of the variables of `TARGETS`.
    origin : Timestamp
        The as-of date.
    horizons : sequence of int
        Days after the origin, each within the dataset's time.

    Returns
    -------
    str
        The file's text; ``horizon`` in days, ``value`` in people.
    """
    parts = []
    for target, variable in TARGETS.items():
        if variable not in quantiles:
            continue
        for horizon in horizons:
            day = origin + pd.Timedelta(days=horizon)
            part = (
                quantiles[variable]
                .sel(time=day)
                .transpose("location", "quantile")
                .to_series()
                .rename("value")
                .reset_index()
            )
            part["target"], part["horizon"], part["target_end_date"] = target, horizon, f"{day:%Y-%m-%d}"
            parts.append(part)
    table = pd.concat(parts, ignore_index=True).rename(columns={"quantile": "output_type_id"})
    table["origin_date"], table["output_type"] = f"{origin:%Y-%m-%d}", "quantile"
    text: str = table[COLUMNS].to_csv(index=False, lineterminator="\n")
    return text
