"""What holds of any ledger: it only grows, the same again adds nothing, and a day knows nothing of later ones."""

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, select

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.decisions import Decision, outcome
from nuzuh.evidence.documents import Document
from nuzuh.evidence.ledger import Ledger, View, document_hash, open_ledger
from nuzuh.evidence.ledger.tables import metadata
from tests.ledgers import moment

FIRST = dt.date(2031, 3, 1)
DAYS = st.dates(FIRST, FIRST + dt.timedelta(days=5))
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)


@st.composite
def stories(draw: st.DrawFn) -> tuple[Document, list[Claim]]:
    published = draw(st.none() | DAYS)
    document = Document(draw(TEXTS | st.sampled_from("ab")), draw(TEXTS), published, "given" if published else None)
    told = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(document.text) - 1))
        end = draw(st.integers(start + 1, len(document.text)))
        told.append(
            Claim(
                report=document.name,
                kind=draw(st.sampled_from(["displacement", "control", "casualty"])),
                place=draw(st.none() | TEXTS),
                low=draw(st.none() | st.floats(0, 1e9)),
                valid_from=draw(st.none() | DAYS),
                known=published,
                start=start,
                end=end,
                text=document.text[start:end],
            )
        )
    return document, list(dict.fromkeys(told))


@dataclass(frozen=True)
class Step:
    """Something that is done with a ledger on a day: reading a report, or deciding on one of the claims so far."""

    day: dt.date
    story: tuple[Document, list[Claim]]
    reader: str
    decides: int | None
    verb: str


STEPS = st.lists(
    st.builds(
        Step,
        DAYS,
        stories(),
        st.sampled_from(["1", "2"]),
        st.none() | st.integers(0, 5),
        st.sampled_from(["accept", "reject", "correct"]),
    ),
    max_size=8,
)


def take(ledger: Ledger, step: Step) -> None:
    if step.decides is None:
        ledger.add(*step.story, step.reader, moment(step.day))
        return
    claims = sorted(entry.claim.claim for entry in ledger.as_of().entries())
    if step.decides < len(claims):
        changes = {"actor": "somebody else"} if step.verb == "correct" else {}
        told = {"claim": claims[step.decides], "verb": step.verb, "reason": "so", "when": moment(step.day)}
        ledger.decide(Decision.model_validate(told | {"changes": changes}))


def rows(file: Path) -> set[tuple[object, ...]]:
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        found = {(t.name, *row) for t in metadata.sorted_tables for row in connection.execute(select(t))}
    engine.dispose()
    return found


def all_of(view: View) -> tuple[list[Document], list[Claim], list[Decision], list[Claim]]:
    return list(view.documents()), [e.claim for e in view.entries()], view.decisions(), list(view.standing())


@given(STEPS)
@settings(max_examples=40)
def test_it_only_grows_and_the_same_again_adds_nothing(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.db"
        with open_ledger(str(file), create=True) as ledger:
            before = rows(file)
            for step in steps:
                take(ledger, step)
                after = rows(file)
                assert before <= after
                if step.decides is None:
                    take(ledger, step)
                    assert rows(file) == after
                before = after


@given(stories())
@settings(max_examples=60)
def test_a_report_and_its_claims_come_back(story: tuple[Document, list[Claim]]) -> None:
    document, claims = story
    with tempfile.TemporaryDirectory() as folder, open_ledger(f"{folder}/x.db", create=True) as ledger:
        name = ledger.add(document, claims, "1").name
        (kept,) = ledger.as_of().documents()
        assert document_hash(kept) == document_hash(document)
        assert name == kept.name
        found = [e.claim for e in ledger.as_of().entries()]
        assert found == [c.model_copy(update={"report": name}) for c in claims]
        for claim in found:
            assert kept.text[claim.start : claim.end] == claim.text
            assert ledger.find(claim.claim) is not None


@given(STEPS, DAYS)
@settings(max_examples=60)
def test_a_day_knows_nothing_of_later_ones(steps: list[Step], day: dt.date) -> None:
    """What a day gives holds nothing later, and is the same whatever is added of later days."""
    with tempfile.TemporaryDirectory() as folder, open_ledger(f"{folder}/x.db", create=True) as ledger:
        for step in steps:
            take(ledger, step)
        known = all_of(ledger.as_of(day))
        documents, claims, decisions, stands = known
        assert leaks(known, day) == []
        names = {d.name for d in documents}
        assert {c.report for c in claims} <= names
        for claim in stands:
            assert claim.known is None or claim.known <= day
        later = day + dt.timedelta(days=1)
        late = Document("late", "Something later.", later, "given")
        ledger.add(late, [Claim(report="late", kind="attack", known=later, start=0, end=9, text="Something")], "3")
        for claim in claims:
            told = {"claim": claim.claim, "verb": "reject", "reason": "later", "when": moment(later, 0)}
            ledger.decide(Decision.model_validate(told))
        assert all_of(ledger.as_of(day)) == known
        last = {d.claim: d for d in decisions}
        assert stands == [c for claim in claims if (c := outcome(claim, last.get(claim.claim))) is not None]


def leaks(known: tuple[list[Document], list[Claim], list[Decision], list[Claim]], day: dt.date) -> list[object]:
    documents, claims, decisions, _ = known
    return [
        *(d for d in documents if d.published and d.published > day),
        *(c for c in claims if c.known and c.known > day),
        *(d for d in decisions if d.when.date() > day),
    ]


def test_a_view_of_a_day_too_late_would_be_found_out(tmp_path: Path) -> None:
    """The check above, on a ledger that is asked for another day."""
    late = Document("late", "Something later.", FIRST + dt.timedelta(days=1), "given")
    with open_ledger(str(tmp_path / "x.db"), create=True) as ledger:
        ledger.add(late, [], "1")
        assert leaks(all_of(ledger.as_of(FIRST)), FIRST) == []
        assert leaks(all_of(ledger.as_of()), FIRST) == [late]


@pytest.mark.parametrize("hour", [0, 23])
def test_a_day_ends_at_midnight_utc(tmp_path: Path, hour: int) -> None:
    undated = Document("undated", "Something.")
    with open_ledger(str(tmp_path / "x.db"), create=True) as ledger:
        ledger.add(undated, [], "1", moment(FIRST, hour))
        assert list(ledger.as_of(FIRST).documents()) == [undated]
        assert list(ledger.as_of(FIRST - dt.timedelta(days=1)).documents()) == []
