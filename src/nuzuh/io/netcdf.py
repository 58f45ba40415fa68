"""Forecasts as NetCDF by the CF conventions."""

from pathlib import Path

import xarray as xr


def write_netcdf(quantiles: xr.Dataset, file: Path, *, title: str, history: str, source: str, comment: str) -> None:
    """Write quantiles as NetCDF 4.

    Parameters
    ----------
    quantiles : Dataset
        Variables with ``units`` and ``long_name``; the time axis in days.
    file : Path
        Where to write.
    title, history, source, comment : str
        What it is, how it came about, what made it, and what it rests on: CF's attributes of these names.
    """
    attributes = {"Conventions": "CF-1.11", "title": title, "history": history, "source": source, "comment": comment}
    data = quantiles.assign_attrs(attributes)
    data["time"].attrs["standard_name"] = "time"
    data["location"].attrs["long_name"] = "place, or the total of all"
    encoding: dict[str, dict[str, object]] = {
        "time": {"units": f"days since {data['time'].to_index()[0]:%Y-%m-%d}", "dtype": "int32"}
    }
    encoding |= {str(name): {"zlib": True, "complevel": 4} for name in data.data_vars}
    data.to_netcdf(file, engine="h5netcdf", encoding=encoding)
