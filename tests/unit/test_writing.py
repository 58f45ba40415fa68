"""Claims and places by the command line, in every format."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from click.testing import Result
from typer.testing import CliRunner

from nuzuh.cli import app
from nuzuh.commands.reading import _Intake
from nuzuh.commands.writing import ClaimFormat, PlaceFormat, claim_table, write_claims, write_tables
from nuzuh.evidence.claims import Claim
from nuzuh.evidence.documents import Document
from nuzuh.evidence.reader import Reader

STORY = (
    "Some 4,000 people fled Goma for Bukavu on Sunday, the mayor said. M23 rebels captured Sake on Sunday. "
    "Drone strikes on Goma killed 12 people on Sunday. At least 300 families fled Bunia, said Amina Sow, a nurse."
)
HEADED = {"csv": 1, "acled": 1, "idu": 1, "hxl": 2}


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "report.txt"
    file.write_text(STORY, encoding="utf-8")
    return file


def call(*arguments: object, columns: int = 200) -> Result:
    environment = {"COLUMNS": str(columns), "NO_COLOR": "1", "TERM": "dumb"}
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env=environment)


def read(report: Path, format: str, *more: object, columns: int = 200) -> Result:
    done = call("read", report, "--published", "2023-02-07", "--format", format, *more, columns=columns)
    assert done.exit_code == 0, done.output
    return done


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("format", get_args(ClaimFormat))
def test_a_file_holds_what_stdout_does(report: Path, tmp_path: Path, format: str) -> None:
    out = tmp_path / "new" / "claims"
    done = read(report, format, "--out", out)
    assert done.stdout == ""
    assert out.read_bytes().decode() == read(report, format).stdout


@pytest.mark.parametrize("format", get_args(ClaimFormat))
def test_a_report_without_claims_gives_an_empty_file_that_is_valid(tmp_path: Path, format: str) -> None:
    file = tmp_path / "report.txt"
    file.write_text("The sun shone on the hills all day long, and nothing else was new there.", encoding="utf-8")
    told = read(file, format).stdout
    if format in HEADED:
        assert len(told.splitlines()) == HEADED[format]
        assert tuple(told.splitlines()[0].split(",")) == claim_table(format).names  # type: ignore[arg-type]
    elif format == "geojson":
        assert json.loads(told) == {"type": "FeatureCollection", "features": []}
    else:
        assert told == ""


@pytest.mark.parametrize("format", ["table", "csv", "acled", "idu", "hxl", "geojson"])
def test_no_private_person_is_named_where_claims_are_shared(report: Path, format: str) -> None:
    told = read(report, format).stdout
    assert told
    assert "Sow" not in told


def test_lines_of_json_hold_the_exact_span(report: Path) -> None:
    claims = [json.loads(line) for line in read(report, "jsonl").stdout.splitlines()]
    assert {c["kind"] for c in claims} >= {"displacement", "control", "attack", "casualty"}
    assert all(STORY[c["start"] : c["end"]] == c["text"] for c in claims)


def test_csv_says_what_lines_of_json_say(report: Path) -> None:
    claims = [json.loads(line) for line in read(report, "jsonl").stdout.splitlines()]
    rows = table(read(report, "csv").stdout)
    for one, row in zip(claims, rows, strict=True):
        for field in ("claim", "kind", "place", "place_to", "actor", "unit", "status", "valid_from", "valid_to"):
            assert row[field] == (one[field] or "")
        assert [row[b] and float(row[b]) for b in ("low", "high")] == [one[b] or "" for b in ("low", "high")]


def test_acled_and_idu_take_what_is_theirs_and_count_the_rest(report: Path) -> None:
    done = read(report, "acled")
    assert {row["sub_event_type"] for row in table(done.stdout)} == {
        "Air/drone strike",
        "Non-state actor overtakes territory",
    }
    assert "left out of acled: displacement is no ACLED event" in done.stderr
    done = read(report, "idu")
    assert [row["figure"] for row in table(done.stdout)] == ["4000"]
    assert "left out of idu: counted in families; IDU counts people" in done.stderr


def test_a_flight_is_a_line_on_the_map(report: Path) -> None:
    features = json.loads(read(report, "geojson").stdout)["features"]
    (flight,) = [f for f in features if f["properties"]["place_to"] == "Bukavu"]
    assert flight["geometry"]["type"] == "LineString"
    assert flight["geometry"]["coordinates"][0] == pytest.approx([29.23, -1.68], abs=0.1)


@pytest.mark.parametrize("columns", [80, 160])
def test_the_table_fits_the_terminal(report: Path, columns: int) -> None:
    told = read(report, "table", columns=columns).stdout
    assert max(map(len, told.splitlines())) <= columns
    for part in ("report.txt", "displacement", "4,000 people", "Goma → Bukavu", "2023-02-05", "says: mayor", "air"):
        assert part in told


@pytest.mark.parametrize("format", ["table", "csv", "hxl"])
def test_nothing_that_a_report_says_steers_the_terminal(tmp_path: Path, format: str) -> None:
    file = tmp_path / "report.txt"
    file.write_text("Some 4,000 people fled in \x1b[2J\u202ecars from Goma on Sunday.", encoding="utf-8")
    told = read(file, format).stdout
    assert "Goma" in told
    assert "\x1b" not in told
    assert "\u202e" not in told


def test_a_file_that_was_there_stays_where_writing_fails(report: Path, tmp_path: Path) -> None:
    out = tmp_path / "folder"
    out.mkdir()
    done = call("read", report, "--format", "csv", "--out", out)
    assert done.exit_code == 1
    assert "Traceback" not in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder", "report.txt"]


@pytest.mark.parametrize("format", get_args(PlaceFormat))
def test_places(report: Path, tmp_path: Path, format: str) -> None:
    out = tmp_path / "places"
    done = call("places", report, "--format", format, "--out", out)
    assert done.exit_code == 0, done.output
    told = out.read_text(encoding="utf-8")
    assert told == call("places", report, "--format", format).stdout
    if format == "geojson":
        named = {f["properties"]["name"]: f["geometry"]["coordinates"] for f in json.loads(told)["features"]}
        assert named["Goma"] == pytest.approx([29.23, -1.68], abs=0.1)
    elif format == "csv":
        assert {row["name"] for row in table(told)} >= {"Goma", "Bukavu", "Bunia"}
    elif format == "jsonl":
        assert all(STORY[p["start"] : p["end"]] == p["text"] for p in map(json.loads, told.splitlines()))
    else:
        assert "Bukavu" in told


@pytest.mark.parametrize("format", get_args(ClaimFormat))
def test_what_one_report_says_is_written_while_others_are_read(format: ClaimFormat) -> None:
    out, written = io.StringIO(), list[int]()

    def reports() -> Iterator[tuple[Document, list[Claim]]]:
        for number in range(5):
            written.append(len(out.getvalue()))
            assert len(intake.texts) <= 2
            document = Document(f"report-{number}", STORY, dt.date(2023, 2, 7), "given")
            yield document, Reader().read(document)

    intake = _Intake()
    write_claims(intake.said(reports(), keep=format != "jsonl"), format, out, intake.text)
    assert written[0] < written[3] < written[4]
    assert not intake.texts


def test_tables_are_written_a_report_at_a_time() -> None:
    out, seen = io.StringIO(), list[bool]()

    def rows() -> Iterator[tuple[str, tuple[str, ...]]]:
        for number in range(3):
            seen.append(f"cell {number - 2}" in out.getvalue())
            yield f"report-{number}", (f"cell {number}",)

    assert write_tables(rows(), {"What": 1}, out) == 3
    assert seen == [False, False, True]
