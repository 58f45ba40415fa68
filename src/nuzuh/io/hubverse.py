"""Forecasts in the hubverse's model-output form: a row a quantile, or a draw."""

import csv
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from nuzuh.scenario import InputError, Problem

#: Name of a target in the file, and the variable of the dataset that it is.
TARGETS = {"newly displaced": "newly_displaced", "present": "present", "arrivals": "arrivals_since_origin"}
#: Kinds of row: the dimension that tells them apart, and what stands behind the name of the variable.
KINDS = {"quantile": ("quantile", ""), "sample": ("draw", "_draws")}
COLUMNS = ["origin_date", "target", "horizon", "target_end_date", "location", "output_type", "output_type_id", "value"]


def to_hubverse(quantiles: xr.Dataset, origin: pd.Timestamp, horizons: Sequence[int]) -> str:
    """Write quantiles, and draws if there are any, as CSV.

    Parameters
    ----------
    quantiles : Dataset
        Dimensions (quantile, time, location), with some or all of the variables of `TARGETS`; draws are variables of
        dimensions (draw, time, location), with ``_draws`` behind the name.
    origin : Timestamp
        The as-of date.
    horizons : sequence of int
        Days after the origin, each within the dataset's time.

    Returns
    -------
    str
        The file's text; ``horizon`` in days, ``value`` in people.
    """
    days = {origin + pd.Timedelta(days=horizon): horizon for horizon in horizons}
    parts = []
    for (target, variable), (kind, (dimension, ending)) in product(TARGETS.items(), KINDS.items()):
        if variable + ending in quantiles:
            values = quantiles[variable + ending].sel(time=list(days)).transpose("time", "location", dimension)
            part = values.to_series().rename("value").reset_index().rename(columns={dimension: "output_type_id"})
            part["target"], part["output_type"] = target, kind
            parts.append(part.astype({"output_type_id": object}))  # a draw's number stays whole beside a level
    table = pd.concat(parts, ignore_index=True)
    table["horizon"] = table["time"].map(days)
    table["target_end_date"] = table["time"].map({day: f"{day:%Y-%m-%d}" for day in days})
    table["origin_date"] = f"{origin:%Y-%m-%d}"
    text: str = table[COLUMNS].to_csv(index=False, lineterminator="\n")
    return text


def read_values(path: Path, target: str, kind: str) -> pd.DataFrame:
    """Read the quantiles or draws of one target.

    Parameters
    ----------
    path : Path
        A file as `to_hubverse` writes it.
    target : str
        One of `TARGETS`.
    kind : str
        One of `KINDS`.

    Returns
    -------
    DataFrame
        Index ``origin`` (date), ``horizon`` (days), ``place``; columns the levels, or the draws' numbers, ascending.
        Empty where the file has none of them.

    Raises
    ------
    InputError
        If the file cannot be read, or a level or draw is missing somewhere.
    """
    try:
        table = pd.read_csv(path, encoding="utf-8", dtype={"location": str}, keep_default_na=False)
        missing = [name for name in COLUMNS if name not in table]
        if missing:
            raise InputError([Problem(path.name, "is missing", 1, name) for name in missing])
        table = table[(table["target"] == target) & (table["output_type"] == kind)]
        keys = {"origin": pd.to_datetime(table["origin_date"]).dt.date, "horizon": table["horizon"].astype(int)}
        keys |= {"place": table["location"], "level": table["output_type_id"].astype(float).round(4)}
        flat = pd.Series(table["value"].to_numpy(float), index=pd.MultiIndex.from_frame(pd.DataFrame(keys)))
        wide = flat.unstack("level")
    except OSError as error:
        raise InputError([Problem(str(path), f"cannot be read: {error.strerror}")]) from None
    except (ValueError, csv.Error) as error:
        raise InputError([Problem(path.name, f"is no forecast in the hubverse's form: {error}")]) from None
    if not np.isfinite(wide.to_numpy()).all():
        what = f"lacks a {kind} of some forecasts of '{target}'"
        raise InputError([Problem(path.name, what, mend="write it with nuzuh forecast")])
    return wide
