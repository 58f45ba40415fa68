"""What suppositions change, as files: the table, the page, and the commands that write them."""

import csv
import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from click.testing import Result
from typer.testing import CliRunner

from nuzuh.cli import app
from nuzuh.forecast.result import TOTAL, Difference
from nuzuh.report.differences import page, signed, table
from nuzuh.report.situation import Situation
from tests import flee_folder, worlds
from tests.unit.report.made_up import HOSTILE
from tests.worlds import closed, day, held

TABLE = "event,kind,place,route,actor,intensity,valid_from,valid_to,source,known\n"
TAKEN = TABLE + "t,control,south,,rebels,,2031-03-08,,supposed,2031-03-06\n"
SHUT = TABLE + "s,closure,,south--camp,,,2031-03-09,,supposed,2031-03-06\n"
CELLS = ["supposed", "origin_date", "target", "horizon", "target_end_date", "location"]


def call(*arguments: object) -> Result:
    environment = {"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env=environment)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return worlds.save(worlds.country(), tmp_path / "country")


@pytest.fixture(scope="module")
def supposed() -> Situation:
    """The made-up situation with two suppositions, one of which changes nothing."""
    from tests.unit.report import made_up

    told = made_up.situation()
    quantiles = told.forecast.quantiles.sel(time=slice("2031-03-11", None))
    quantiles = (quantiles.assign(arrivals_since_origin=quantiles["arrivals"]) - 3000).astype(int)
    by_future = xr.concat([quantiles.sel(location=[TOTAL])] * 2, pd.Index(["taken", "holds"], name="future"))
    above = xr.ones_like(quantiles.isel(quantile=0, drop=True), dtype=float) * 0.75
    rows = worlds.scenario([worlds.town("a")], events=[held("middle", "rebels", 12), closed("west--north", 13)]).events
    one = Difference(HOSTILE, rows.assign(source=HOSTILE), quantiles, by_future, above, 1 - above)
    none = replace(one, name="none", quantiles=0 * quantiles, by_future=0 * by_future, above=0 * above, below=0 * above)
    return replace(told, forecast=replace(told.forecast, differences=(one, none)))


def test_the_table_has_a_row_a_supposition_target_horizon_and_place(supposed: Situation) -> None:
    rows = list(csv.DictReader(table(supposed.forecast, [1, 7]).splitlines()))
    places = supposed.forecast.quantiles["location"].to_numpy().tolist()
    assert len(rows) == 2 * 4 * 2 * len(places)
    assert len({tuple(row[cell] for cell in CELLS) for row in rows}) == len(rows)
    (row,) = (
        row for row in rows if [row[c] for c in ("supposed", "target", "horizon", "location")]
        == [HOSTILE, "trapped", "7", "north"]
    )  # fmt: skip
    values = supposed.forecast.differences[0].quantiles["trapped"].sel(time="2031-03-18", location="north")
    for percent in (5, 25, 50, 75, 95):
        exact = values.sel(quantile=percent / 100, method="nearest").item()
        assert row[f"people_{percent}_percent"] == str(exact)
    assert (row["chance_more"], row["chance_fewer"], row["target_end_date"]) == ("0.75", "0.25", "2031-03-18")
    assert {float(row[f"people_{p}_percent"]) for row in rows if row["supposed"] == "none" for p in (5, 95)} == {0}


def test_no_spreadsheet_takes_a_name_for_a_formula(supposed: Situation) -> None:
    one = replace(supposed.forecast.differences[0], name="=1+1")
    assert "\n'=1+1," in table(replace(supposed.forecast, differences=(one,)), [1])


@pytest.mark.parametrize(
    ("value", "told"),
    [(0, "0"), (0.4, "0"), (-3, "about 0"), (9.9, "about 0"), (12_345, "+12,000"), (-678, "−680"), (10, "+10")],
)
def test_a_difference_is_told_with_its_sign(value: float, told: str) -> None:
    assert signed(value) == told


def test_the_page_tells_what_is_supposed_and_which_futures_were_taken(supposed: Situation) -> None:
    html = page(supposed)
    for words in ("Middleham held by Rebels", "The road Westport – Northtown closed", "from 13 March 2031"):
        assert words in html
    assert "The middle is taken (70%); The front &lt;holds&gt; (30%)" in html
    assert "In no run does anything differ." in html
    assert "75 % more, 25 % fewer" in html


def test_the_page_needs_nothing_and_runs_nothing_but_its_own(supposed: Situation) -> None:
    html = page(supposed)
    assert HOSTILE not in html
    assert "<img" not in html
    assert html.count("<script>") == 2
    policy = re.search(r'Content-Security-Policy" content="([^"]*)', html)
    assert policy is not None
    assert unescape(policy[1]).startswith("default-src 'none'; script-src 'sha256-")
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert data is not None
    # totals of three measures, and three places, for the one that changes something
    assert sorted(json.loads(data[1])) == [str(k) for k in range(6)]


def run(folder: Path, out: Path, *files: Path, command: str = "forecast") -> Result:
    options = [part for file in files for part in ("--suppose", file)]
    return call(command, folder, "--out", out, "--members", 6, *options)


def test_the_command_writes_the_unchanged_forecast_and_the_differences_beside_it(folder: Path, tmp_path: Path) -> None:
    taken, shut = tmp_path / "taken.csv", tmp_path / "shut.csv"
    taken.write_text(TAKEN, encoding="utf-8")
    shut.write_text(SHUT, encoding="utf-8")
    assert run(folder, tmp_path / "alone" / "f.csv").exit_code == 0
    done = run(folder, tmp_path / "out" / "f.csv", taken, shut)
    assert done.exit_code == 0, done.output
    names = {file.name for file in (tmp_path / "out").iterdir()}
    assert names == {"f.csv", "f-differences.csv", "f-differences.html"}
    assert (tmp_path / "out" / "f.csv").read_bytes() == (tmp_path / "alone" / "f.csv").read_bytes()
    rows = pd.read_csv(tmp_path / "out" / "f-differences.csv")
    assert rows["supposed"].unique().tolist() == ["taken", "shut"]
    assert sorted(rows["horizon"].unique()) == list(range(1, 7))
    assert "note: futures of the fighting: The front holds (" in done.stderr
    again = run(folder, tmp_path / "out" / "f.csv", shut)
    assert again.exit_code == 0, again.output
    alone = pd.read_csv(tmp_path / "out" / "f-differences.csv")
    np.testing.assert_array_equal(alone, rows[rows["supposed"] == "shut"])


def test_an_empty_supposition_differs_by_nothing(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "nothing.csv").write_text(TABLE, encoding="utf-8")
    done = run(folder, tmp_path / "f.csv", tmp_path / "nothing.csv")
    assert done.exit_code == 0, done.output
    rows = pd.read_csv(tmp_path / "f-differences.csv")
    assert (rows.filter(regex="people|chance") == 0).all(axis=None)
    assert "Nothing is supposed." in (tmp_path / "f-differences.html").read_text(encoding="utf-8")


def test_what_comes_after_the_last_day_is_told_to_be_without_effect(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "late.csv").write_text(SHUT.replace("03-09", "04-09"), encoding="utf-8")
    done = run(folder, tmp_path / "f.csv", tmp_path / "late.csv")
    assert done.exit_code == 0, done.output
    assert "note: late: after the last day forecast, 2031-03-12, and without effect: s" in done.stderr


def test_a_supposition_that_is_wrong_writes_nothing(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "wrong.csv").write_text(TAKEN.replace("south", "sout"), encoding="utf-8")
    done = run(folder, tmp_path / "out" / "f.csv", tmp_path / "wrong.csv")
    assert done.exit_code == 1
    assert "wrong.csv, row 2, column 'place': 'sout' is not among the places (did you mean 'south'?)" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_forecast_of_counts_refuses_a_supposition_and_says_where_it_can_be_told(tmp_path: Path) -> None:
    counts = flee_folder.write(tmp_path / "folder", flee_folder.files())
    (tmp_path / "taken.csv").write_text(TAKEN, encoding="utf-8")
    done = run(counts, tmp_path / "f.csv", tmp_path / "taken.csv")
    assert done.exit_code == 2
    assert "nuzuh import flee" in " ".join(done.stderr.split())
    assert not (tmp_path / "f.csv").exists()


def test_the_report_has_the_differences_and_their_events(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "taken.csv").write_text(TAKEN, encoding="utf-8")
    done = run(folder, tmp_path / "out", tmp_path / "taken.csv", command="report")
    assert done.exit_code == 0, done.output
    out = tmp_path / "out"
    assert {"differences.csv", "differences.html"} <= {file.name for file in out.iterdir()}
    assert 'href="differences.html"' in (out / "report.html").read_text(encoding="utf-8")
    provenance = json.loads((out / "provenance.json").read_text(encoding="utf-8"))
    assert sum(provenance["futures"].values()) == pytest.approx(1)
    assert "t,control,south,,rebels,,2031-03-08" in provenance["supposed"]["taken"]
    with xr.open_dataset(out / "forecast.nc", engine="h5netcdf") as data:
        assert data.attrs["comment"].startswith("futures of the fighting: The front holds (")
    assert str(day(5)) == provenance["as_of"]
