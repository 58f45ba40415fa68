"""The published counts of a Flee folder, whole, cut short, or spoilt."""

import datetime as dt
import random
from pathlib import Path

import pytest

from nuzuh.io.flee.published import published
from nuzuh.scenario import InputError
from nuzuh.scenario.reports import Report
from tests import flee_folder


def test_counts_of_several_files_are_summed(tmp_path: Path) -> None:
    reports, notes = published(flee_folder.write(tmp_path, flee_folder.files()))
    assert not notes
    assert (reports.start, reports.country) == (dt.date(2031, 3, 1), "Home")
    assert reports.series()["Eyre"] == [
        Report(-4, "Eyre", 70, False),
        Report(3, "Eyre", 420, False),
        Report(8, "Eyre", 330, True),
        Report(11, "Eyre", 940, False),
    ]
    assert list(reports.series()) == ["Eyre", "Fenn"]


def test_a_file_that_begins_later_is_added_from_then_on(tmp_path: Path) -> None:
    files = flee_folder.files() | {"source_data/eyre-more.csv": b"2031-03-06,25\n"}
    reports, _ = published(flee_folder.write(tmp_path, files))
    assert [(r.day, r.people) for r in reports.series()["Eyre"]] == [(-4, 60), (3, 400), (5, 425), (8, 325), (11, 925)]


def test_what_cannot_be_is_left_out_and_told(tmp_path: Path) -> None:
    files = flee_folder.files() | {"source_data/fenn.csv": b"2031-02-25,30\n2031-03-04,-280\n2031-03-12,many\n"}
    reports, notes = published(flee_folder.write(tmp_path, files))
    assert reports.series()["Fenn"] == [Report(-4, "Fenn", 30, False)]
    assert [(note.file, note.row) for note in notes] == [("fenn.csv", 2), ("fenn.csv", 3)]


def test_more_people_than_there_can_be_are_left_out_and_told(tmp_path: Path) -> None:
    counts = b"2031-02-25,30\n2031-03-04,500000\n2031-03-12,500001\n"  # ten times the people of Home, and one more
    reports, notes = published(flee_folder.write(tmp_path, flee_folder.files() | {"source_data/fenn.csv": counts}))
    assert [report.people for report in reports.series()["Fenn"]] == [30, 500000]
    assert ["500001 people at Fenn on 2031-03-12 cannot be" in str(note) for note in notes] == [True]
    assert reports.population == 50000


def test_of_two_counts_of_one_day_the_later_row_is_the_last_word(tmp_path: Path) -> None:
    counts = b"2031-02-25,30\n2031-03-04,280\n2031-03-04,250\n"
    reports, _ = published(flee_folder.write(tmp_path, flee_folder.files() | {"source_data/fenn.csv": counts}))
    assert [report.people for report in reports.series()["Fenn"]] == [30, 250]


def test_a_missing_file_costs_its_own_counts_only(tmp_path: Path) -> None:
    files = flee_folder.files()
    del files["source_data/fenn.csv"], files["source_data/all.csv"]
    reports, notes = published(flee_folder.write(tmp_path, files))
    assert list(reports.series()) == ["Eyre"]
    assert [note.file for note in notes] == ["fenn.csv"]


@pytest.mark.parametrize("seed", range(3))
def test_a_spoilt_folder_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    for k, (_, content) in enumerate(flee_folder.corpus(random.Random(seed).randrange(1000), 1)):
        folder = flee_folder.write(tmp_path / str(k), content)
        if not (folder / "input_csv").exists():
            continue
        try:
            reports, _ = published(folder)
        except InputError as error:
            assert error.problems
        else:
            assert all(report.people >= 0 for report in reports.rows)
            assert list(reports.rows) == sorted(reports.rows)
