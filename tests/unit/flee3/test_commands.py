"""``nuzuh run`` and ``nuzuh import flee``: what they write, and what they refuse."""

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from nuzuh.scenario import load
from tests.flee_folder import TEXTS, files, write
from tests.unit.test_cli import call

SHARED = Path(__file__).parents[4] / "shared" / "flee"
FOLDERS = ["car2013", "mali2012", "mali2017_adm1", "nigeria2016", "ssudan2013", "ssudan2016", "syria2013"]


@pytest.fixture
def valley(tmp_path: Path) -> Path:
    return write(tmp_path / "valley", files())


def done(*arguments: object) -> str:
    result = call(*arguments)
    assert result.exit_code == 0, result.stderr
    return result.stderr


def refused(*arguments: object) -> str:
    result = call(*arguments)
    assert result.exit_code == 1
    assert "Traceback" not in result.stderr
    return result.stderr


def test_a_run_writes_what_flee_writes(valley: Path, tmp_path: Path) -> None:
    done("run", valley, "--members", 3, "--out", tmp_path / "out")
    table = pd.read_csv(tmp_path / "out" / "out.csv")
    camps = [f"{camp} {what}" for camp in ("Eyre", "Fenn") for what in ("sim", "data", "error")]
    sums = ["Total error", "refugees in camps (UNHCR)", "total refugees (simulation)", "raw UNHCR refugee count",
            "refugees in camps (simulation)", "refugee_debt"]  # fmt: skip
    assert list(table) == ["Day", "Date", *camps, *sums]
    assert table["Day"].tolist() == list(range(12))
    assert table["Date"].iloc[[0, -1]].tolist() == ["2031-03-02", "2031-03-13"]
    # 400 and 20 on day 3, scaled as the registration of day 8 scales the last count before it
    assert table["Eyre data"].iloc[3] == 330
    sim, data = table["Eyre sim"], table["Eyre data"]
    np.testing.assert_allclose(table["Eyre error"], np.round(np.abs(sim / data - 1), 4))
    np.testing.assert_array_equal(table["refugees in camps (simulation)"], sim + table["Fenn sim"])

    dataset = xr.load_dataset(tmp_path / "out" / "present.nc")
    assert dict(dataset.sizes) == {"member": 3, "time": 12, "location": 6}
    assert dataset["time"].values[0] == np.datetime64("2031-03-01")
    np.testing.assert_array_equal(dataset["present"].sel(member=0, location="Eyre"), sim)
    assert dataset.attrs["Conventions"].startswith("CF-")
    made = json.loads((tmp_path / "out" / "provenance.json").read_text())
    assert made["call"]["seed"] == 1


def test_a_kept_run_goes_on_with_the_same_bytes_on_any_number_of_cores(valley: Path, tmp_path: Path) -> None:
    done("run", valley, "--members", 3, "--out", tmp_path / "whole")
    done("run", valley, "--members", 3, "--cores", 1, "--until", 5, "--keep", tmp_path / "s", "--out", tmp_path / "a")
    done("run", valley, "--resume", tmp_path / "s", "--cores", 2, "--out", tmp_path / "b")
    whole, begun, ended = ((tmp_path / name / "out.csv").read_bytes() for name in ("whole", "a", "b"))
    assert begun + ended.partition(b"\n")[2] == whole
    all_, rest = (xr.load_dataset(tmp_path / name / "present.nc")["present"] for name in ("whole", "b"))
    np.testing.assert_array_equal(all_.isel(time=slice(5, None)), rest)


def test_what_cannot_be_resumed(valley: Path, tmp_path: Path) -> None:
    done("run", valley, "--until", 5, "--keep", tmp_path / "s", "--out", tmp_path / "a")
    junk = tmp_path / "junk"
    junk.write_text("nothing")
    assert "junk: holds no state of a run" in refused("run", valley, "--resume", junk, "--out", tmp_path / "b")
    with junk.open("wb") as file:
        np.savez(file, other=np.ones(3))
    assert "junk: holds the state of another world" in refused("run", valley, "--resume", junk, "--out", tmp_path / "b")
    text = TEXTS["input_csv/locations.csv"] + "Glen,West,Beyond,12,22,town,,\n"
    other = write(tmp_path / "other", files(LOCATIONS=text))
    assert "another world" in refused("run", other, "--resume", tmp_path / "s", "--out", tmp_path / "b")
    assert "no day from 5 to before 3" in refused(
        "run", valley, "--resume", tmp_path / "s", "--until", 3, "--out", tmp_path / "b"
    )
    assert "no day from 0 to before 13" in refused("run", valley, "--until", 13, "--out", tmp_path / "b")
    assert not (tmp_path / "b").exists()


def test_the_mean_field_has_shares_of_people_and_no_seed(valley: Path, tmp_path: Path) -> None:
    for seed in (1, 2):
        done("run", valley, "--mean-field", "--seed", seed, "--out", tmp_path / str(seed))
    one, two = (xr.load_dataset(tmp_path / str(seed) / "present.nc")["present"] for seed in (1, 2))
    np.testing.assert_array_equal(one, two)
    assert (one % 1 > 0).any()


def test_bugs_are_mended_where_that_is_asked_for(valley: Path, tmp_path: Path) -> None:
    shut = {"CLOSURES": "#closure_type,name1,name2,closure_start,closure_end\nlink,Dell,Eyre,1,12\n"}
    folder = write(tmp_path / "shut", files(**shut))
    done("run", folder, "--out", tmp_path / "a")
    done("run", folder, "--fix-flee-bugs", "--out", tmp_path / "b")
    flee, mended = (pd.read_csv(tmp_path / name / "out.csv")["Eyre sim"] for name in ("a", "b"))
    assert flee.iloc[-1] > flee.iloc[0]
    assert mended.iloc[-1] <= mended.iloc[0]


def test_an_unknown_setting_is_refused_by_its_name(valley: Path, tmp_path: Path) -> None:
    (valley / "simsetting.yml").write_text("move_rules:\n  max_moov_speed: 200\n")
    told = refused("run", valley, "--out", tmp_path / "out")
    assert "max_moov_speed" in told
    assert "max_move_speed" in told


def test_an_import_tells_what_was_known_when(valley: Path, tmp_path: Path) -> None:
    done("import", "flee", valley, "--out", tmp_path / "scenario")
    made = load(tmp_path / "scenario")
    assert call("check", tmp_path / "scenario").exit_code == 0
    assert made.places["name"].tolist() == ["Alba", "Brod", "Cray", "Dell", "Eyre", "Fenn"]
    counts = made.observations
    assert (counts["known"] >= counts["valid_to"]).all()
    early = made.as_of(dt.date(2031, 3, 4)).observations
    assert 0 < len(early) < len(counts)
    assert (early["known"] <= pd.Timestamp("2031-03-04")).all()


@pytest.mark.parametrize("name", FOLDERS)
@pytest.mark.skipif(not SHARED.is_dir(), reason="the folders of ../shared are not here")
def test_shared_folders_run_and_import_unchanged(name: str, tmp_path: Path) -> None:
    done("run", SHARED / name, "--until", 3, "--out", tmp_path / "run")
    table = pd.read_csv(tmp_path / "run" / "out.csv")
    assert len(table) == 3
    assert (table["total refugees (simulation)"].iloc[1:] > 0).all()
    done("import", "flee", SHARED / name, "--out", tmp_path / "scenario")
    assert len(load(tmp_path / "scenario").observations) > 50
