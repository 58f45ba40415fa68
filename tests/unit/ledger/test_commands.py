"""`nuzuh ledger`, and what other commands do with a ledger."""

import json
from pathlib import Path

import pytest
from click.testing import Result

from nuzuh.report import build
from tests import worlds
from tests.unit.test_cli import call

TEXT = "A heading\n\nSome 4,000 people fled Goma on Sunday, the mayor said. It rained.\n\nRebels seized Sake on Monday."


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("NUZUH_LEDGER", raising=False)
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "other.txt").write_text("About 6,000 people fled Goma on Sunday.", encoding="utf-8")
    file = str(tmp_path / "ledger.db")
    done = read(tmp_path, file)
    assert done.exit_code == 0
    assert "reports added to the ledger: 2; in it already, as read by this version: 0" in done.stderr
    return file


def read(folder: Path, ledger: str) -> Result:
    reports = sorted(folder.glob("*.txt"))
    return call("read", *reports, "--published", "2023-02-07", "--format", "jsonl", "--ledger", ledger)


def exported(ledger: str, *more: object) -> list[dict[str, object]]:
    done = call("ledger", "export", "--ledger", ledger, *more)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def displaced(ledger: str, low: int = 4000) -> str:
    return next(str(c["claim"]) for c in exported(ledger) if c["low"] == low)


def test_export_gives_what_was_read_and_reading_again_adds_nothing(ledger: str, tmp_path: Path) -> None:
    again = read(tmp_path, ledger)
    assert "reports added to the ledger: 0; in it already, as read by this version: 2" in again.stderr
    assert exported(ledger) == sorted(
        map(json.loads, again.stdout.splitlines()),
        key=lambda c: [d["report"] for d in exported(ledger)].index(c["report"]),
    )
    (tmp_path / "copy.txt").write_text(TEXT, encoding="utf-8")
    assert "note: copy.txt is in the ledger as report.txt" in " ".join(read(tmp_path, ledger).stderr.split("\n"))
    table = call("ledger", "export", "--ledger", ledger, "--format", "csv", "--out", tmp_path / "claims.csv")
    assert table.exit_code == 0
    assert (tmp_path / "claims.csv").read_text(encoding="utf-8").count("Goma") >= 2


def test_list_with_every_filter(ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUZUH_LEDGER", ledger)
    assert "Sake" in call("ledger", "list").stdout
    for filters, found, lost in [
        (("--kind", "control"), "Sake", "Goma"),
        (("--place", "GOMA"), "4,000", "Sake"),
        (("--report", "other.txt"), "6,000", "4,000"),
        (("--status", "rejected"), "", "Goma"),
        (("--as-of", "2023-02-06"), "", "Goma"),
        (("--as-of", "2023-02-07"), "Goma", "never"),
    ]:
        shown = call("ledger", "list", *filters)
        assert shown.exit_code == 0
        assert found in shown.stdout and lost not in shown.stdout, filters


def test_decisions_and_what_becomes_of_a_claim(ledger: str) -> None:
    name = displaced(ledger)
    how = ("--ledger", ledger, "--reason", "a misprint", "--by", "information manager")
    assert call("ledger", "reject", name, *how).exit_code == 0
    assert name not in {c["claim"] for c in exported(ledger)}
    assert name in call("ledger", "list", "--ledger", ledger, "--status", "rejected").stdout
    assert call("ledger", "correct", name, *how, "--set", "low=6000", "--set", "high=6000").exit_code == 0
    assert call("ledger", "correct", name, *how, "--set", "attributed_to=").exit_code == 0
    (now,) = [c for c in exported(ledger) if c["corrects"] == name]
    assert (now["low"], now["high"], now["attributed_to"]) == (6000, 6000, None)
    shown = call("ledger", "show", now["claim"], "--ledger", ledger).stdout
    for line in (
        "kind: displacement", "low: 4000.0", "»Some 4,000 people fled Goma« on Sunday, the mayor said. It rained.",
        "report: report.txt, published 2023-02-07 (given)", "sha256: ", "read by: nuzuh ",
        "  low: 6000.0, read as 4000.0", "  attributed_to: empty, read as mayor", "rejected by information manager on ",
    ):  # fmt: skip
        assert line in shown, line
    assert "Sake" not in shown
    settled = call("ledger", "settle", "--ledger", ledger, "--format", "jsonl").stdout
    (topic,) = [t for t in map(json.loads, settled.splitlines()) if t["kind"] == "displacement"]
    assert topic["verdict"] == "agree"
    assert any("was corrected to" in line and line.endswith("a misprint") for line in topic["trail"])
    assert call("ledger", "accept", name, *how).exit_code == 0
    assert "as it was" in call("ledger", "accept", name, *how).stderr
    assert displaced(ledger) == name


def test_a_decision_that_cannot_be(ledger: str) -> None:
    name = displaced(ledger)
    for code, message, call_it in [
        (2, "Missing option '--reason'", ["reject", name]),
        (2, "give a reason", ["reject", name, "--reason", " "]),
        (2, "Missing option '--set'", ["correct", name, "--reason", "x"]),
        (2, "'text=x' is none of", ["correct", name, "--reason", "x", "--set", "text=x"]),
        (2, "'low' is none of", ["correct", name, "--reason", "x", "--set", "low"]),
        (1, "low is above high", ["correct", name, "--reason", "x", "--set", "low=9000"]),
        (1, "the ledger has no such claim", ["accept", "c0", "--reason", "x"]),
        (1, "the ledger has no such claim", ["show", "c0"]),
        (2, "'weather' is none of", ["list", "--kind", "weather"]),
    ]:
        done = call("ledger", *call_it, "--ledger", ledger)
        assert done.exit_code == code, call_it
        assert message in " ".join(done.stderr.replace("│", "").split()), done.stderr
        assert done.stdout == ""


def test_no_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NUZUH_LEDGER", raising=False)
    assert call("ledger", "list").exit_code == 2
    done = call("ledger", "list", "--ledger", tmp_path / "x.db")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "there is no ledger here" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_report_that_cannot_be_kept_tells_so(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "ledger.db").write_text("no database " * 100)
    done = read(tmp_path, str(tmp_path / "ledger.db"))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "ledger.db: is no SQLite database" in done.stderr


def test_a_forecast_rests_on_the_claims_of_the_ledger_that_stand(ledger: str, tmp_path: Path) -> None:
    world = worlds.save(worlds.country(), tmp_path / "country")
    basis = build.prepare(world, worlds.day(5), ledger)
    assert {d.name for d in basis.documents} == {"report.txt", "other.txt"}
    assert [c.model_dump(mode="json") for c in basis.claims] == exported(ledger)
    assert {c for s in basis.settled for c in s.claims} == {c.claim for c in basis.claims}
    assert build.prepare(world, worlds.day(5)).claims == []
