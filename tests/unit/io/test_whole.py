"""Output is there whole or not at all."""

from pathlib import Path

import pytest

from nuzuh.io.whole import whole_file, whole_folder
from nuzuh.scenario import InputError

INTERRUPTIONS = [ValueError, KeyboardInterrupt, SystemExit]


def tree(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text() for file in folder.rglob("*") if file.is_file()}


def old(folder: Path) -> Path:
    """A report that nuzuh wrote before."""
    target = folder / "out"
    target.mkdir()
    (target / "provenance.json").write_text("{}")
    (target / "report.html").write_text("old")
    return target


def test_a_new_file(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "er" / "f.csv"
    with whole_file(target) as draft:
        draft.write_text("new")
        assert not target.exists()
    assert tree(tmp_path) == {"deep/er/f.csv": "new"}
    assert target.stat().st_mode & 0o777 == 0o644


def test_a_file_that_was_there(tmp_path: Path) -> None:
    target = tmp_path / "f.csv"
    target.write_text("old")
    with whole_file(target) as draft:
        draft.write_text("new")
        assert target.read_text() == "old"
    assert tree(tmp_path) == {"f.csv": "new"}


@pytest.mark.parametrize("interruption", INTERRUPTIONS)
@pytest.mark.parametrize("before", [{}, {"f.csv": "old"}])
def test_an_interrupted_file(tmp_path: Path, before: dict[str, str], interruption: type[BaseException]) -> None:
    for name, text in before.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(interruption), whole_file(tmp_path / "f.csv") as draft:
        draft.write_text("half")
        raise interruption
    assert tree(tmp_path) == before


def test_a_new_folder(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "out"
    with whole_folder(target) as draft:
        assert list(draft.iterdir()) == []
        (draft / "sub").mkdir()
        (draft / "sub" / "f").write_text("new")
        assert not target.exists()
    assert tree(tmp_path) == {"deep/out/sub/f": "new"}
    assert list((tmp_path / "deep").iterdir()) == [target]
    assert target.stat().st_mode & 0o777 == 0o755


def test_an_old_report_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = old(tmp_path)
    with whole_folder(target) as draft:
        (draft / "new.html").write_text("new")
        assert tree(target) == {"provenance.json": "{}", "report.html": "old"}
    assert tree(tmp_path) == {"out/new.html": "new"}
    assert list(tmp_path.iterdir()) == [target]


def test_an_empty_folder_is_written_into(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with whole_folder(tmp_path / "out") as draft:
        (draft / "f").write_text("new")
    assert tree(tmp_path) == {"out/f": "new"}


@pytest.mark.parametrize("interruption", INTERRUPTIONS)
def test_an_interrupted_report_leaves_the_old_one(tmp_path: Path, interruption: type[BaseException]) -> None:
    target = old(tmp_path)
    with pytest.raises(interruption), whole_folder(target) as draft:
        (draft / "report.html").write_text("half")
        raise interruption
    assert tree(tmp_path) == {"out/provenance.json": "{}", "out/report.html": "old"}
    assert list(tmp_path.iterdir()) == [target]


def test_an_interrupted_first_report_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), whole_folder(tmp_path / "out") as draft:
        (draft / "report.html").write_text("half")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_what_is_not_a_report_is_never_replaced(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "precious"
    if kind == "folder":
        target.mkdir()
        (target / "thesis.txt").write_text("years of work")
    else:
        target.write_text("years of work")
    before = tree(tmp_path)
    with pytest.raises(InputError, match="holds something that is not a report of nuzuh") as told, whole_folder(target):
        pytest.fail("nothing may be written")
    assert told.value.problems[0].mend == "name another folder, or remove it"
    assert tree(tmp_path) == before
