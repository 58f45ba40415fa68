"""Forecasts written out and read back."""

import io
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest
import xarray as xr

from nuzuh.io.hubverse import COLUMNS, TARGETS, read_values, to_hubverse
from nuzuh.io.netcdf import write_netcdf
from nuzuh.scenario import InputError

ORIGIN = pd.Timestamp("2031-03-02")
LEVELS = [0.05, 0.5, 0.95]
PLACES = ["Ḥimṣ, old town", 'the "gate"', "total"]
NAMES = [*TARGETS.values(), "trapped"]


@pytest.fixture
def quantiles() -> xr.Dataset:
    """Figures of five days, each one different."""
    shape = (len(LEVELS), 5, len(PLACES))
    figures = {name: 1000 * k + np.arange(np.prod(shape)).reshape(shape) for k, name in enumerate(NAMES)}
    return xr.Dataset(
        {
            name: (("quantile", "time", "location"), values, {"units": "people", "long_name": f"about {name}"})
            for name, values in figures.items()
        },
        {
            "quantile": ("quantile", LEVELS, {"units": "1"}),
            "time": pd.date_range("2031-03-01", periods=5),
            "location": PLACES,
        },
    )


def read(quantiles: xr.Dataset, *horizons: int) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(to_hubverse(quantiles, ORIGIN, horizons)))


def test_hubverse_columns_and_rows(quantiles: xr.Dataset) -> None:
    table = read(quantiles, 1, 3)
    assert list(table) == COLUMNS == [
        "origin_date", "target", "horizon", "target_end_date", "location", "output_type", "output_type_id", "value",
    ]  # fmt: skip
    assert set(table["origin_date"]) == {"2031-03-02"}
    assert set(table["target"]) == {"newly displaced", "present", "arrivals"}
    assert set(table["output_type"]) == {"quantile"}
    assert set(zip(table["horizon"], table["target_end_date"], strict=True)) == {(1, "2031-03-03"), (3, "2031-03-05")}
    assert set(table["location"]) == set(PLACES)
    assert len(table) == len(TARGETS) * 2 * len(PLACES) * len(LEVELS)
    assert not table.duplicated(["target", "horizon", "location", "output_type_id"]).any()


def test_hubverse_values_are_those_of_the_dataset(quantiles: xr.Dataset) -> None:
    for row in read(quantiles, 1, 2, 3).itertuples():
        exact = quantiles[TARGETS[row.target]].sel(
            time=row.target_end_date, location=row.location, quantile=row.output_type_id
        )
        assert row.value == exact.item()


def test_hubverse_arrivals_are_those_since_the_origin(quantiles: xr.Dataset) -> None:
    assert TARGETS["arrivals"] == "arrivals_since_origin"


def test_hubverse_writes_whole_people_and_plain_levels(quantiles: xr.Dataset) -> None:
    lines = to_hubverse(quantiles, ORIGIN, [1]).splitlines()
    assert (
        lines[-1]
        == f"2031-03-02,arrivals,1,2031-03-03,total,quantile,0.95,{quantiles.arrivals_since_origin[2, 2, 2].item()}"
    )


def test_hubverse_draws_stand_beside_the_quantiles_and_are_read_back(quantiles: xr.Dataset, tmp_path: Path) -> None:
    drawn = np.arange(2 * 5 * 3).reshape(2, 5, 3)
    both = quantiles.assign(present_draws=(("draw", "time", "location"), drawn))
    (tmp_path / "f.csv").write_text(to_hubverse(both, ORIGIN, [1, 3]), encoding="utf-8")
    table = pd.read_csv(tmp_path / "f.csv")
    assert table["output_type"].value_counts()["sample"] == 2 * 2 * len(PLACES)
    assert table[table["output_type"] == "quantile"]["value"].tolist() == read(quantiles, 1, 3)["value"].tolist()
    again = read_values(tmp_path / "f.csv", "present", "sample")
    assert list(again.columns) == [0, 1]
    assert again.loc[(ORIGIN.date(), 3, "total")].tolist() == drawn[:, 4, 2].tolist()
    assert read_values(tmp_path / "f.csv", "arrivals", "sample").empty
    assert list(read_values(tmp_path / "f.csv", "arrivals", "quantile").columns) == LEVELS


def test_hubverse_with_a_level_missing_is_refused(quantiles: xr.Dataset, tmp_path: Path) -> None:
    lines = to_hubverse(quantiles, ORIGIN, [1]).splitlines()
    (tmp_path / "f.csv").write_text("\n".join(lines[:-1]), encoding="utf-8")
    with pytest.raises(InputError, match="lacks a quantile of some forecasts of 'arrivals'"):
        read_values(tmp_path / "f.csv", "arrivals", "quantile")


def test_hubverse_refuses_a_horizon_beyond_the_forecast(quantiles: xr.Dataset) -> None:
    with pytest.raises(KeyError):
        to_hubverse(quantiles, ORIGIN, [9])


def write(quantiles: xr.Dataset, folder: Path) -> Path:
    file = folder / "forecast.nc"
    write_netcdf(quantiles, file, title="Ein Titel", history="forecast from then", source="nuzuh 1", comment="on")
    return file


def test_netcdf_reopened(quantiles: xr.Dataset, tmp_path: Path) -> None:
    before = quantiles.copy(deep=True)
    with xr.open_dataset(write(quantiles, tmp_path), engine="h5netcdf") as again:
        xr.testing.assert_equal(again, before)
        for name in NAMES:
            assert again[name].attrs["units"] == "people"
            assert again[name].attrs["long_name"] == f"about {name}"
            assert again[name].dtype == np.int64
        assert again["quantile"].attrs["units"] == "1"
        assert again["time"].attrs["standard_name"] == "time"
        assert again["location"].attrs["long_name"]
        assert again.attrs == {
            "Conventions": "CF-1.11", "title": "Ein Titel", "history": "forecast from then", "source": "nuzuh 1",
            "comment": "on",
        }  # fmt: skip
    xr.testing.assert_identical(quantiles, before)


def test_netcdf_counts_days_from_the_first(quantiles: xr.Dataset, tmp_path: Path) -> None:
    with h5py.File(write(quantiles, tmp_path)) as file:
        assert file["time"].attrs["units"] == b"days since 2031-03-01" or (
            file["time"].attrs["units"] == "days since 2031-03-01"
        )
        assert file["time"][:].tolist() == [0, 1, 2, 3, 4]
