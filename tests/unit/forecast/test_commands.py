"""Forecasts of counts from the command line: a Flee folder in, quantiles out, scores."""

import csv
import datetime as dt
import io
import random
import runpy
import tomllib
from pathlib import Path

import pytest
import xarray as xr
from click.testing import Result
from typer.testing import CliRunner

from nuzuh.cli import app
from nuzuh.forecast.forecaster import LEVELS
from tests import flee_folder

SHARED = Path(__file__).parents[4] / "shared"


def call(*arguments: object) -> Result:
    environment = {"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env=environment)


def counts(name: str, days: range, people: int) -> dict[str, bytes]:
    """A file of counts of every so many days."""
    start = dt.date(2031, 3, 1)
    rows = (f"{start + dt.timedelta(days=day)},{people + 10 * day}\n" for day in days)
    return {f"source_data/{name}.csv": "".join(rows).encode()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose counts go on for long enough to be forecast and scored."""
    long = counts("eyre", range(0, 200, 10), 400) | counts("eyre-more", range(0, 200, 20), 90)
    long |= counts("fenn", range(5, 200, 15), 5000)
    files = flee_folder.files(CORRECTIONS="Eyre,2031-04-10,normalize\n") | long
    return flee_folder.write(tmp_path / "folder", files)


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_a_forecast_of_several_days_has_every_camp_and_level(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "f.csv"
    call_ = call(
        "forecast", folder, "--as-of", "2031-06-01", "--as-of", "2031-05-01", "--horizons", "7,30", "--out", out
    )
    assert call_.exit_code == 0, call_.output
    told = rows(out)
    assert len(told) == 2 * 2 * 2 * 3 * 21
    assert {row["target"] for row in told} == {"present", "arrivals"}
    assert {f"{level:g}" for level in LEVELS} | {"0.025", "0.975"} == {row["output_type_id"] for row in told}
    assert [row["origin_date"] for row in told] == sorted(row["origin_date"] for row in told)
    assert {row["location"] for row in told} == {"Eyre", "Fenn", "total"}


@pytest.mark.parametrize("method", ["model", "alone", "formula", "trend", "last"])
def test_every_method_can_be_scored(folder: Path, tmp_path: Path, method: str) -> None:
    out = tmp_path / "f.csv"
    done = call("forecast", folder, "--as-of", "2031-06-01", "--horizons", "7,30", "--method", method, "--out", out)
    assert done.exit_code == 0, done.output
    done = call("score", out, "--truth", folder)
    assert done.exit_code == 0, done.output
    table = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["target"], row["horizon"]) for row in table] == [
        (target, horizon) for target in ("present", "arrivals") for horizon in ("7", "30")
    ]
    assert all(float(row["score"]) >= 0 for row in table)
    if method == "last":  # the file has whole people
        assert all(abs(float(row["skill"])) < 0.01 for row in table)


def test_without_a_day_it_forecasts_from_the_last_count(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "f.nc"
    assert call("forecast", folder, "--format", "netcdf", "--out", out).exit_code == 0
    with xr.open_dataset(out, engine="h5netcdf") as data:
        assert data["present"].dims == ("quantile", "time", "location")
        assert data.sizes["time"] == 90
        assert str(data["time"].to_numpy()[0])[:10] == "2031-09-08"
        assert data["present"].attrs["units"] == "people"


def test_draws_and_every_day_are_written_as_netcdf(folder: Path, tmp_path: Path) -> None:
    out, days = tmp_path / "f.nc", ("--as-of", "2031-06-01", "--days", "10")
    assert call("forecast", folder, *days, "--draws", 20, "--format", "netcdf", "--out", out).exit_code == 0
    with xr.open_dataset(out, engine="h5netcdf") as data:
        for name in ("present", "arrivals_since_origin"):
            assert data[name].dims == ("quantile", "time", "location")
            assert data[f"{name}_draws"].sizes == {"draw": 20, "time": 10, "location": 3}
            assert data[f"{name}_draws"].attrs["units"] == "people"
        assert "counts that it rests on" in data.attrs["comment"]


def test_draws_beside_the_quantiles_give_more_scores(folder: Path, tmp_path: Path) -> None:
    out, call_ = tmp_path / "f.csv", ("--every", "60", "--horizons", "7,30")
    assert call("forecast", folder, *call_, "--draws", 30, "--out", out).exit_code == 0
    with_draws = list(csv.DictReader(io.StringIO(call("score", out, "--truth", folder).stdout)))
    assert all(float(row["energy"]) > 0 < float(row["crps"]) for row in with_draws)
    call("forecast", folder, *call_, "--out", out)
    without = list(csv.DictReader(io.StringIO(call("score", out, "--truth", folder).stdout)))
    assert [row["score"] for row in without] == [row["score"] for row in with_draws]
    assert "energy" not in without[0]


def test_every_so_many_days_from_the_first_count_to_the_last(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "f.csv"
    assert call("forecast", folder, "--every", "60", "--horizons", "7", "--out", out).exit_code == 0
    assert sorted({row["origin_date"] for row in rows(out)}) == ["2031-03-01", "2031-04-30", "2031-06-29", "2031-08-28"]
    one = tmp_path / "one.csv"
    assert call("forecast", folder, "--as-of", "2031-06-29", "--horizons", "7", "--out", one).exit_code == 0
    assert rows(one) == [row for row in rows(out) if row["origin_date"] == "2031-06-29"]


def test_flows_are_written_with_what_they_rest_on(folder: Path, tmp_path: Path) -> None:
    flows = tmp_path / "flows.csv"
    call_ = ("--as-of", "2031-03-11", "--as-of", "2031-09-01", "--horizons", "7", "--out", tmp_path / "f.csv")
    assert call("forecast", folder, *call_, "--flows", flows).exit_code == 0
    told = {(row["origin_date"], row["from"], row["to"]): row["basis"] for row in rows(flows)}
    # Brod is new, Alba is fought over from the start; of the summer nothing is known
    assert told == {
        ("2031-03-11", "Brod", "Eyre"): "new fighting",
        ("2031-03-11", "Brod", "Fenn"): "new fighting",
        ("2031-09-01", "unknown", "Eyre"): "no fighting known within reach",
        ("2031-09-01", "unknown", "Fenn"): "no fighting known within reach",
    }


def test_it_says_what_it_rests_on(folder: Path, tmp_path: Path) -> None:
    done = call("forecast", folder, "--as-of", "2032-01-01", "--horizons", "7", "--out", tmp_path / "f.csv")
    assert done.exit_code == 0
    assert "2032-01-01: counts that it rests on: 33, the last of 2031-09-07; places: 2" in done.stderr
    assert "2032-01-01: last counted more than 60 days before: Eyre, Fenn" in done.stderr
    done = call("forecast", folder, "--as-of", "2031-03-07", "--horizons", "7", "--out", tmp_path / "f.csv")
    assert "2031-03-07: one count only, so other conflicts say the rest: Eyre, Fenn" in done.stderr


@pytest.mark.parametrize(
    ("method", "told"), [("model", "what was new of it in the month before counts"), ("last", "it has no part in this")]
)
def test_it_says_which_future_of_the_fighting_it_takes(folder: Path, tmp_path: Path, method: str, told: str) -> None:
    out = tmp_path / "f.nc"
    done = call("forecast", folder, "--method", method, "--format", "netcdf", "--out", out)
    with xr.open_dataset(out, engine="h5netcdf") as data:
        assert data.attrs["comment"].startswith("futures of the fighting: none is supposed")
        assert told in data.attrs["comment"]
    assert "note: futures of the fighting: none is supposed" in done.stderr
    assert told in done.stderr


def test_an_impossible_count_is_left_out_and_told(folder: Path, tmp_path: Path) -> None:
    with (folder / "source_data" / "fenn.csv").open("a", encoding="utf-8") as file:
        file.write("2031-09-20,-7\n")
    done = call("forecast", folder, "--as-of", "2031-09-21", "--horizons", "7", "--out", tmp_path / "f.csv")
    assert done.exit_code == 0
    assert "fenn.csv, row 14, column 'people': -7 is out of bounds" in done.stderr


def test_more_people_than_there_are_is_told(folder: Path, tmp_path: Path) -> None:
    with (folder / "source_data" / "fenn.csv").open("a", encoding="utf-8") as file:
        file.write("2031-09-20,70000\n")
    done = call("forecast", folder, "--as-of", "2031-09-21", "--horizons", "7", "--out", tmp_path / "f.csv")
    assert done.exit_code == 0
    assert "2031-09-21: more people than the 50000 listed for Home: Fenn" in done.stderr


def test_of_several_days_those_before_the_first_count_are_passed_over(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "f.csv"
    done = call("forecast", folder, "--as-of", "2031-02-01", "--as-of", "2031-06-01", "--horizons", "7", "--out", out)
    assert done.exit_code == 0
    assert "no forecast from 2031-02-01: the first count is of 2031-03-01" in done.stderr
    assert {row["origin_date"] for row in rows(out)} == {"2031-06-01"}


def test_before_the_first_count_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    done = call("forecast", folder, "--as-of", "2031-02-01", "--out", tmp_path / "f.csv")
    assert done.exit_code == 1
    assert "holds no count by 2031-02-01" in done.stderr
    assert not (tmp_path / "f.csv").exists()


def test_several_days_are_for_flee_folders_in_the_hubverses_form(folder: Path, tmp_path: Path) -> None:
    days = ("--as-of", "2031-05-01", "--as-of", "2031-06-01", "--out", tmp_path / "f")
    assert call("forecast", folder, *days, "--format", "netcdf").exit_code == 2
    assert call("forecast", tmp_path, *days).exit_code == 2
    assert call("forecast", tmp_path, "--every", "9", "--out", tmp_path / "f").exit_code == 2
    assert call("forecast", tmp_path, "--draws", "9", "--out", tmp_path / "f").exit_code == 2


@pytest.mark.parametrize("both", [("--days", "9", "--horizons", "7"), ("--every", "9", "--as-of", "2031-05-01")])
def test_what_says_the_same_twice_is_refused(folder: Path, tmp_path: Path, both: tuple[str, ...]) -> None:
    done = call("forecast", folder, *both, "--out", tmp_path / "f.csv")
    assert done.exit_code == 2
    assert "give --horizons or --days, --as-of or --every" in done.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is no file of priors"),
        ("[parameter.tail]\nvalue = 0.1\n", "greater than or equal to 1.2"),
        ("[parameter.tial]\nvalue = 3\n", "tial"),
        ("no toml", "is no file of priors"),
    ],
)
def test_priors_that_are_wrong(folder: Path, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "p.toml").write_text(text, encoding="utf-8")
    done = call("forecast", folder, "--priors", tmp_path / "p.toml", "--out", tmp_path / "f.csv")
    assert done.exit_code == 1
    assert "p.toml" in done.stderr
    assert told in done.stderr


def test_a_calibration_leaves_out_a_conflict_and_its_country(folder: Path, tmp_path: Path) -> None:
    places = flee_folder.TEXTS[flee_folder.LOCATIONS].replace("Home", "Other")
    other = flee_folder.write(
        tmp_path / "other", flee_folder.files(LOCATIONS=places) | counts("eyre", range(0, 200, 9), 70)
    )
    (tmp_path / "LICENSE").write_text("beside the folders\n", encoding="utf-8")
    out = tmp_path / "priors"
    done = call("calibrate", folder, other, tmp_path / "LICENSE", "--out", out, "--steps", "3", "--every", "60")
    assert done.exit_code == 0, done.output
    assert "note: LICENSE: is no folder: left out" in done.stderr
    fitted = {path.stem: tomllib.loads(path.read_text(encoding="utf-8"))["fitted"] for path in out.iterdir()}
    assert {name: made["conflicts"] for name, made in fitted.items()} == {
        "all": ["folder", "other"], "without-folder": ["other"], "without-other": ["folder"],
    }  # fmt: skip
    done = call("forecast", folder, "--priors", out / "all.toml", "--horizons", "7", "--out", tmp_path / "f.csv")
    assert done.exit_code == 0, done.output
    call("calibrate", other, folder, "--out", tmp_path / "again", "--steps", "3", "--every", "60")
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {
        path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()
    }


def test_a_score_of_what_is_no_forecast(folder: Path, tmp_path: Path) -> None:
    for text in ("", "a,b\n1,2\n"):
        (tmp_path / "f.csv").write_text(text, encoding="utf-8")
        done = call("score", tmp_path / "f.csv", "--truth", folder)
        assert done.exit_code == 1
        assert "f.csv" in done.stderr
    call("forecast", folder, "--as-of", "2031-12-01", "--horizons", "7", "--out", tmp_path / "late.csv")
    done = call("score", tmp_path / "late.csv", "--truth", folder)
    assert done.exit_code == 1
    assert "is of no day that came" in done.stderr


@pytest.mark.skipif(not (SHARED / "tools").is_dir(), reason=f"the trial and its conflicts are not at {SHARED}")
@pytest.mark.parametrize("name", ["car2013", "mali2017_adm1", "nigeria2016", "ssudan2016"])
def test_a_folder_that_was_cut_gives_the_same_bytes(tmp_path: Path, name: str) -> None:
    """On days taken at random; draws and flows as well."""
    tool = runpy.run_path(str(SHARED / "tools" / "forecast_trial.py"))
    whole = SHARED / "flee" / name
    start, length = tool["period"](whole)
    for k, after in enumerate(random.Random(name).sample(range(30, min(length, 400)), 2)):
        origin = start + dt.timedelta(days=after)
        cut = tmp_path / f"cut{k}"
        tool["write_as_of"](whole, cut, origin, start)
        for folder, out in ((whole, "whole"), (cut, "cut")):
            files = "--out", tmp_path / f"{out}.csv", "--flows", tmp_path / f"{out}-flows.csv"
            done = call("forecast", folder, "--as-of", origin, "--horizons", "7,30,90", "--draws", "5", *files)
            assert done.exit_code == 0, done.output
        for kind in ("", "-flows"):
            assert (tmp_path / f"whole{kind}.csv").read_bytes() == (tmp_path / f"cut{kind}.csv").read_bytes()
