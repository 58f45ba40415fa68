"""The key of what reconciliation finds between the five reports: from the key's own facts, and from what is read."""

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.documents import load_documents
from nuzuh.evidence.names import fold
from nuzuh.evidence.reader import read
from nuzuh.evidence.reconcile import Settled, reconcile
from nuzuh.evidence.weigh import Verdict

SHARED = Path(__file__).parents[4] / "shared"
KEY = SHARED / "gold" / "settled.csv"
pytestmark = pytest.mark.skipif(not KEY.is_file(), reason=f"the answer key is not at {KEY}")

Row = dict[str, str]
# first word of a row's topic: kind of its claims
KINDS = {
    "displaced": "displacement", "fled": "displacement", "families": "displacement", "dead": "casualty",
    "killed": "casualty", "distance": "distance", "bridge": "attack",
}  # fmt: skip


def rows_of(file: Path) -> list[Row]:
    if not file.is_file():
        return []
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


ROWS = rows_of(KEY)


@pytest.fixture(scope="module")
def known() -> list[Settled]:
    """What the key's facts come to, cut as a perfect reader would; traps and optional rows left out."""
    facts = rows_of(KEY.with_name("seeds.csv"))
    return reconcile(_fact(row) for row in facts if row["kind"] != "trap" and "-O" not in row["id"])


def _fact(row: Row) -> Claim:
    def day(text: str) -> dt.date | None:
        return dt.date.fromisoformat(text) if text else None

    low, high = (float(row[k]) if row[k] else None for k in ("value_low", "value_high"))
    civilians = "civilians" in row["phrase"] and row["kind"] == "casualty"
    return Claim.model_validate(
        {
            "report": row["report"],
            "kind": row["kind"],
            "place": row["place"] if "bridge connecting" in row["phrase"] else row["place"].split(";")[0],
            "place_to": row["place_to"] or None,
            "actor": row["actor"] or None,
            "group": "civilians" if civilians else None,
            "low": low,
            "high": high,
            "qualifier": "at least" if low and high is None else None,
            "unit": row["unit"] or None,
            "scope": row["scope"] or None,
            "status": row["status"],
            "valid_from": day(row["date_low"]),
            "valid_to": day(row["date_high"]),
            "known": dt.date(2024, 12, 7 if row["report"] == "003" else 6),
            "attributed_to": row["attributed_to"] or None,
            "start": 0,
            "end": len(row["phrase"]),
            "text": row["phrase"],
        }
    )


@pytest.fixture(scope="module")
def found() -> list[Settled]:
    """What the five reports come to as they are read."""
    reports = SHARED / "reports"
    documents, problems = load_documents(sorted(reports.glob("*.txt")), manifest=reports / "manifest.csv")
    assert not problems
    return [replace(s, reports=tuple(r[:3] for r in s.reports)) for s in reconcile(read(documents))]


def about(row: Row, settled: Settled) -> bool:
    """Whether a topic is the one that a row of the key is about: kind, places, reports, and what is set apart."""
    topic = row["topic"]
    words = topic.split()
    told = f"{settled.topic} {settled.place}"
    return (
        settled.kind == KINDS[words[0]]
        and set(row["reports"].split(";")) <= set(settled.reports)
        and all(fold(word) in fold(told) for word in words if word[0].isupper() and word != "Observatory")
        and ("Families" in settled.topic) == ("families" in topic)
        and (settled.kind == "casualty" or (";" in settled.topic) == ("families" in topic))
        and ("according to" in settled.topic) == (" per " in topic)
        and ("since 2011" in settled.topic) == ("2011" in topic)
        and (" since " in settled.topic or "since" not in topic)
    )


def answers(row: Row, settled: Settled) -> bool:
    """Whether a topic says what a row of the key expects: verdict, bounds and sources."""
    bounds = tuple(float(row[end]) if row[end] else None for end in ("low", "high"))
    sources = row["independent_sources"]
    return (
        settled.verdict == row["expect"]
        and (bounds == (None, None) or (settled.low, settled.high) == bounds)
        and (not sources or settled.independent_sources == int(sources))
    )


def meets(row: Row, settled: list[Settled]) -> bool:
    return any(about(row, s) and answers(row, s) for s in settled)


def told(row: Row, settled: list[Settled]) -> str:
    return "\n".join(f"{s.verdict}: {s.topic}, {s.low} to {s.high}, {s.sources}" for s in settled if about(row, s))


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r["topic"])
def test_the_keys_facts_are_settled_as_the_key_says(row: Row, known: list[Settled]) -> None:
    assert meets(row, known), told(row, known)


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r["topic"])
def test_the_reports_are_settled_as_the_key_says(row: Row, found: list[Settled]) -> None:
    assert meets(row, found), told(row, found)


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r["topic"])
def test_a_wrong_key_is_not_met(row: Row, known: list[Settled]) -> None:
    wrong = [row | {"expect": verdict} for verdict in get_args(Verdict) if verdict != row["expect"]]
    wrong += [row | {end: str(float(row[end]) + 1)} for end in ("low", "high") if row[end]]
    wrong += [row | {"independent_sources": str(int(n) + 1)} for n in [row["independent_sources"]] if n]
    wrong += [row | {"reports": "999"}]
    assert not [other for other in wrong if meets(other, known)]
