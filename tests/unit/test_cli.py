"""The command line: what it prints where, and with which exit code."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import xarray as xr
from click.testing import Result
from typer.testing import CliRunner

from nuzuh.cli import app
from tests import report_files, worlds

# a narrow terminal would break messages into lines
ENVIRONMENT = {"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env=ENVIRONMENT)


def subprocess_of(
    *arguments: object, code: str = "from nuzuh.cli import main; main()"
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | ENVIRONMENT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return worlds.save(worlds.country(), tmp_path / "country")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "report.txt"
    file.write_text("Some 4,000 people fled Goma on Sunday, the mayor said.", encoding="utf-8")
    return file


def test_help_lists_the_commands() -> None:
    done = call("--help")
    assert done.exit_code == 0
    for command in ("check", "read", "forecast", "report"):
        assert f" {command} " in done.stdout


@pytest.mark.parametrize("command", ["check", "read", "settle", "forecast", "report"])
def test_every_command_has_help(command: str) -> None:
    done = call(command, "--help")
    assert done.exit_code == 0
    assert "Usage" in done.stdout


def test_help_loads_nothing_heavy() -> None:
    code = """
import sys
from nuzuh.cli import app
try:
    app(["--help"])
except SystemExit as end:
    assert not end.code
heavy = {"numba", "numpy", "pandas", "scipy", "spacy", "xarray", "bokeh", "networkx", "trafilatura"}
print("loaded:", sorted(heavy & set(sys.modules)))
"""
    done = subprocess_of(code=code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "loaded: []"


def test_check_of_a_good_scenario(folder: Path) -> None:
    done = call("check", folder)
    assert done.exit_code == 0
    assert "no problem found in 7 places, 7 routes" in done.stdout
    assert done.stderr == ""


def test_check_of_a_bad_scenario(folder: Path) -> None:
    for name, old, new in (("places.csv", ",20000,", ",-1,"), ("events.csv", ",0.9,", ",much,")):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    done = subprocess_of("check", folder)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "places.csv, row 2, column 'population': '-1' is out of range (it must be at least 0)",
        "events.csv, row 6, column 'intensity': 'much' is no number "
        "(write a number with a point for decimals and no thousands separator)",
    ]


def test_check_of_no_scenario(tmp_path: Path) -> None:
    done = call("check", tmp_path / "nowhere")
    assert done.exit_code == 1
    assert "there is no such folder" in done.stderr
    assert not isinstance(done.exception, OSError)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["chek", "x"],
        ["check", "x", "--fast"],
        ["read", "x.txt", "--format", "xml"],
        ["read", "x.txt", "--published", "yesterday"],
        ["forecast", "x"],
        ["forecast", "x", "--out", "y", "--as-of", "2031-02-30"],
        ["forecast", "x", "--out", "y", "--members", "2"],
        ["forecast", "x", "--out", "y", "--seed", "-1"],
        ["forecast", "x", "--out", "y", "--cores", "0"],
        ["forecast", "x", "--out", "y", "--horizons", "0"],
        ["forecast", "x", "--out", "y", "--horizons", "7,soon"],
        ["forecast", "x", "--out", "y", "--horizons", "367"],
        ["report", "x", "--out", "y", "--since", "1"],
    ],
)
def test_a_call_that_is_wrong(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = call(*arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Error" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_claims_as_lines_of_json(report: Path) -> None:
    done = call("read", report, "--published", "2023-02-07", "--format", "jsonl")
    assert done.exit_code == 0
    claims = [json.loads(line) for line in done.stdout.splitlines()]
    (claim,) = [c for c in claims if c["kind"] == "displacement"]
    assert (claim["low"], claim["place"], claim["valid_from"]) == (4000, "Goma", "2023-02-05")
    text = report.read_text(encoding="utf-8")
    assert text[claim["start"] : claim["end"]] == claim["text"]


def test_claims_as_a_table(report: Path) -> None:
    done = call("read", report, "--published", "2023-02-07")
    assert done.exit_code == 0
    assert "Goma" in done.stdout
    assert "4,000" in done.stdout


def test_an_undated_report_is_told_and_is_no_failure(report: Path) -> None:
    done = call("read", report, "--format", "jsonl")
    assert done.exit_code == 0
    (claim,) = map(json.loads, done.stdout.splitlines())
    assert (claim["known"], claim["valid_from"]) == (None, None)
    assert done.stderr.startswith("report.txt: no date of publication was given or found; dates such as 'on Thursday'")
    assert call("read", report, "--published", "2023-02-07", "--format", "jsonl").stderr == ""


def test_many_undated_reports_are_told_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "reports.jsonl"
    file.write_bytes(b"".join(report_files.record(f"{n} people fled Goma, he said.", id=n) for n in range(1200)))
    done = call("read", file, "--format", "jsonl")
    assert done.exit_code == 0
    assert [json.loads(line)["report"] for line in done.stdout.splitlines()] == [str(n) for n in range(1200)]
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("1,200 reports: no date of publication")


STRANGE = "\u202eSome 4,000 people\u2028 fled\u200b Goma\x1b[2J, \x85the mayor of it\u2069 said.\n"


def test_a_report_cannot_command_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "a\u202e\x1b[2J.txt"
    file.write_text(STRANGE, encoding="utf-8")
    done = subprocess_of("read", file, tmp_path / "b\x1b[2J.txt", "--published", "2023-02-07")
    assert "Goma" in done.stdout
    assert r"a\u202e" in done.stdout
    assert r"b\x1b[2J.txt: cannot be read" in done.stderr
    assert not set("\u202e\u2069\x1b\x85") & set(done.stdout + done.stderr)


def test_a_claim_is_one_line_whatever_its_text_holds(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(STRANGE, encoding="utf-8")
    done = subprocess_of("read", file, "--published", "2023-02-07", "--format", "jsonl")
    claims = [json.loads(line) for line in done.stdout.splitlines()]
    assert claims
    assert all(STRANGE[claim["start"] : claim["end"]] == claim["text"] for claim in claims)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals on Windows")
def test_progress_is_shown_on_a_terminal_and_never_among_the_claims(report: Path) -> None:
    import pty

    parent, child = pty.openpty()
    command = [sys.executable, "-c", "from nuzuh.cli import main; main()", "read", str(report), "--format", "jsonl"]
    environment = os.environ | ENVIRONMENT | {"TERM": "xterm"}
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=child, check=True, env=environment)
    os.close(child)
    assert b"Opening reports" in (shown := os.read(parent, 100_000))
    assert b"Reading reports" in shown
    os.close(parent)
    assert [json.loads(line)["report"] for line in done.stdout.splitlines()] == ["report.txt"]


def test_where_reports_differ_as_a_table_and_as_lines_of_json(report: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Some 9,000 people fled Goma on Sunday, a monitor said.", encoding="utf-8")
    done = call("settle", report, other, "--published", "2031-03-11")
    assert done.exit_code == 0
    assert all(told in done.stdout for told in ("differ", "People fled Goma", "4,000 to 9,000 people", "report.txt"))
    lines = call("settle", report, other, "--published", "2031-03-11", "--format", "jsonl").stdout.splitlines()
    topic = json.loads(lines[0])
    assert (topic["verdict"], topic["low"], topic["high"], topic["independent_sources"]) == ("differ", 4000, 9000, 2)
    assert len(topic["trail"]) == 2


def test_one_story_in_two_reports_is_one_source(tmp_path: Path) -> None:
    story = "Some 4,000 people fled the lakeside city of Goma on Sunday as fighters came near its airport and port."
    for name in ("first.txt", "second.txt"):
        (tmp_path / name).write_text(story, encoding="utf-8")
    done = call(
        "settle", tmp_path / "second.txt", tmp_path / "first.txt", "--published", "2031-03-11", "--format", "jsonl"
    )
    topic = next(t for t in map(json.loads, done.stdout.splitlines()) if t["kind"] == "displacement")
    assert (topic["verdict"], topic["sources"]) == ("single", ["first.txt"])
    assert topic["reports"] == ["first.txt", "second.txt"]


def test_a_single_report_has_no_topic_of_several(report: Path) -> None:
    done = call("settle", report, "--published", "2031-03-11")
    assert "0 topics of several sources or reports; 1 of one" in done.stderr


def test_a_bad_report_among_good_ones(report: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"Some 4,000 people fled \xff\xfe")
    missing = tmp_path / "missing.txt"
    done = subprocess_of("read", bad, report, missing, "--published", "2023-02-07", "--format", "jsonl")
    assert done.returncode == 1
    assert {json.loads(line)["report"] for line in done.stdout.splitlines()} == {"report.txt"}
    assert "bad.txt" in done.stderr
    assert "missing.txt" in done.stderr
    assert "Traceback" not in done.stderr


def forecast(folder: Path, out: Path, *more: object) -> Result:
    return call("forecast", folder, "--out", out, "--members", 6, *more)


def test_a_forecast_as_hubverse(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "f.csv"
    done = forecast(folder, out, "--horizons", "3,1")
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    table = pd.read_csv(out)
    assert set(table["horizon"]) == {1, 3}
    assert set(table["origin_date"]) == {str(worlds.day(5))}
    first = out.read_bytes()
    assert forecast(folder, out, "--horizons", "1,3", "--cores", 1).exit_code == 0
    assert out.read_bytes() == first
    assert forecast(folder, out, "--horizons", "1,3", "--seed", 2).exit_code == 0
    assert out.read_bytes() != first


def test_a_forecast_of_every_day_and_from_another_day(folder: Path, tmp_path: Path) -> None:
    done = forecast(folder, tmp_path / "f.csv", "--as-of", worlds.day(2))
    assert done.exit_code == 0, done.output
    table = pd.read_csv(tmp_path / "f.csv")
    assert sorted(set(table["horizon"])) == list(range(1, 7))
    assert set(table["origin_date"]) == {str(worlds.day(2))}


def test_a_forecast_as_netcdf(folder: Path, tmp_path: Path) -> None:
    done = forecast(folder, tmp_path / "f.nc", "--format", "netcdf", "--horizons", "2")
    assert done.exit_code == 0, done.output
    with xr.open_dataset(tmp_path / "f.nc", engine="h5netcdf") as data:
        assert data.attrs["title"] == "A made-up country"
        assert data.sizes["time"] == 5 + 1 + 2
        assert data["present"].attrs["units"] == "people"


def failed(done: Result, out: Path) -> str:
    assert done.exit_code == 1
    assert done.stdout == ""
    assert isinstance(done.exception, SystemExit)
    assert not out.exists()
    return str(done.stderr)


def test_a_forecast_from_before_the_start(folder: Path, tmp_path: Path) -> None:
    told = failed(
        forecast(folder, tmp_path / "f.csv", "--as-of", worlds.START - dt.timedelta(days=1)), tmp_path / "f.csv"
    )
    assert "the as-of date 2031-02-28 is before the start 2031-03-01" in told
    assert "take a later date" in told


def test_a_forecast_with_futures_that_are_wrong(folder: Path, tmp_path: Path) -> None:
    (folder / "futures.toml").write_text(worlds.FUTURES.replace('"rebels"', '"nobody"'), encoding="utf-8")
    told = failed(forecast(folder, tmp_path / "f.csv"), tmp_path / "f.csv")
    assert "futures.toml, column 'actor': 'nobody' is not among the actors" in told


def test_a_forecast_that_cannot_be_written(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    told = failed(forecast(folder, tmp_path / "file" / "f.csv"), tmp_path / "file" / "f.csv")
    assert "file" in told
    assert "Traceback" not in told


def test_a_report_does_not_replace_what_is_not_a_report(folder: Path) -> None:
    before = sorted(folder.iterdir())
    done = call("report", folder, "--out", folder, "--members", 6)
    assert done.exit_code == 1
    assert "holds something that is not a report of nuzuh" in done.stderr
    assert sorted(folder.iterdir()) == before


def test_the_situation_report(folder: Path, tmp_path: Path) -> None:
    # all its places lie at one point of the map
    done = call("report", folder, "--out", tmp_path / "out", "--members", 6)
    assert done.exit_code == 0, done.output
    written = {file.name for file in (tmp_path / "out").iterdir()}
    assert written == {"report.html", "claims.jsonl", "forecast.csv", "forecast.nc", "provenance.json", "scenario"}
    assert call("check", tmp_path / "out" / "scenario").exit_code == 0
    assert "report.html" in done.stdout
