"""The ledger on both kinds of database: what it keeps, what it refuses, what it gives back."""

import datetime as dt
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.decisions import Decision
from nuzuh.evidence.documents import Document
from nuzuh.evidence.ledger import Ledger, document_hash, open_ledger
from nuzuh.evidence.ledger.tables import metadata
from nuzuh.scenario import InputError
from tests.ledgers import DAY, claim, moment, report

NEXT = DAY + dt.timedelta(days=1)
BEFORE = DAY - dt.timedelta(days=1)


def add(ledger: Ledger, document: Document, *claims: Claim, reader: str = "1", day: dt.date = DAY) -> bool:
    return ledger.add(document, claims, reader, moment(day)).new


def decide(ledger: Ledger, claim: str, verb: str, day: dt.date = DAY, reason: str = "so", **changes: object) -> bool:
    told = {"claim": claim, "verb": verb, "reason": reason, "when": moment(day), "changes": changes}
    return ledger.decide(Decision.model_validate(told))


def claims_of(ledger: Ledger, day: dt.date | None = None) -> list[Claim]:
    return [entry.claim for entry in ledger.as_of(day).entries()]


def test_what_was_added_comes_back(address: str) -> None:
    document = report("名\x00.txt", "Nobody\x00 fled.")
    one, two = claim(document, "Homs"), claim(document, None, start=12, end=15)
    with open_ledger(address, create=True) as ledger:
        assert add(ledger, document, two, one)
    with open_ledger(address) as ledger:
        (kept,) = ledger.as_of().documents()
        assert kept == Document("名\ufffd.txt", document.text, DAY, "given")
        named = [c.model_copy(update={"report": "名\ufffd.txt"}) for c in (two, one)]
        assert claims_of(ledger) == named
        (entry, _) = ledger.as_of().entries()
        assert (entry.document, entry.reader, entry.decision) == (document_hash(document), "1", None)
        assert kept.text[entry.claim.start : entry.claim.end] == entry.claim.text
        assert ledger.as_of().text(kept.name) == document.text
        assert ledger.as_of().text("another") is None


def test_a_report_is_kept_once_whatever_its_name(address: str) -> None:
    first, other = report("a.txt"), report("b.txt")
    with open_ledger(address, create=True) as ledger:
        assert ledger.add(first, [claim(first)], "1") == ("a.txt", True)
        assert ledger.add(first, [claim(first)], "1") == ("a.txt", False)
        assert ledger.add(other, [claim(other)], "1") == ("a.txt", False)
        assert ledger.add(first, [claim(first, "Homs")], "1") == ("a.txt", False)
        assert claims_of(ledger) == [claim(first)]
        assert [d.name for d in ledger.as_of().documents()] == ["a.txt"]


def test_another_text_or_day_is_another_report_and_has_a_name_of_its_own(address: str) -> None:
    first, later, changed = report("a.txt"), report("a.txt", day=NEXT), report("a.txt", "Some 9,000 people fled Goma.")
    with open_ledger(address, create=True) as ledger:
        names = [ledger.add(d, [claim(d)], "1").name for d in (first, later, changed, changed)]
        assert names[0] == "a.txt"
        assert names[1:] == [f"a.txt ({document_hash(d)[:12]})" for d in (later, changed, changed)]
        assert {c.report for c in claims_of(ledger)} == set(names)
        assert {d.name: d.text for d in ledger.as_of().documents()}[names[2]] == changed.text


def test_a_report_without_claims_is_kept(address: str) -> None:
    with open_ledger(address, create=True) as ledger:
        assert add(ledger, report())
        assert not add(ledger, report())
        assert list(ledger.as_of().documents()) == [report()]
        assert claims_of(ledger) == []


def test_the_newest_reader_is_shown_and_the_others_are_kept(address: str) -> None:
    document = report()
    old, new = claim(document, "Goma"), claim(document, "Homs")
    with open_ledger(address, create=True) as ledger:
        add(ledger, document, new, reader="0.10.0+aa")
        add(ledger, document, old, reader="0.9.0+ff", day=NEXT)
        assert claims_of(ledger) == [new]
        found = ledger.find(old.claim)
        assert found is not None and found.readers == ("0.9.0+ff",)
        add(ledger, document, old, reader="0.10.0+11", day=NEXT)
        assert claims_of(ledger) == [old], "of one release, the one recorded last"
        add(ledger, document, reader="1")
        assert claims_of(ledger) == [], "a newer reader may find nothing"


def test_what_somebody_accepted_or_corrected_outlives_its_reader(address: str) -> None:
    document = report()
    accepted, corrected, rejected = (claim(document, place) for place in ("Goma", "Homs", "Sake"))
    with open_ledger(address, create=True) as ledger:
        add(ledger, document, accepted, corrected, rejected)
        decide(ledger, accepted.claim, "accept")
        decide(ledger, corrected.claim, "correct", place="Hama")
        decide(ledger, rejected.claim, "reject")
        add(ledger, document, claim(document, "Kyiv"), accepted, reader="2")
        assert [c.place for c in claims_of(ledger)] == ["Kyiv", "Goma", "Homs"]
        assert [c.place for c in ledger.as_of().standing()] == ["Kyiv", "Goma", "Hama"]


def test_decisions_are_rows_of_which_the_last_counts(address: str) -> None:
    document = report()
    read = claim(document)
    with open_ledger(address, create=True) as ledger:
        add(ledger, document, read)
        assert decide(ledger, read.claim, "reject", reason="wrong town")
        assert list(ledger.as_of().standing()) == []
        assert decide(ledger, read.claim, "correct", BEFORE, low=40, high=50), "a clock may be wrong"
        (stands,) = ledger.as_of().standing()
        assert (stands.low, stands.high, stands.corrects) == (40, 50, read.claim)
        assert stands.claim != read.claim
        assert not decide(ledger, read.claim, "correct", NEXT, low=40, high=50), "said over again"
        assert decide(ledger, read.claim, "accept")
        assert list(ledger.as_of().standing()) == [read]
        found = ledger.find(stands.claim)
        assert found is not None and found.claim == read, "the way back"
        assert [d.verb for d in found.decisions] == ["reject", "correct", "accept"]
        assert (found.document, found.recorded) == (document, moment())


def test_a_decision_on_nothing_or_to_no_effect_is_refused(address: str) -> None:
    document = report()
    read = claim(document)
    with open_ledger(address, create=True) as ledger:
        add(ledger, document, read)
        for name, changes, told in [
            ("c000000000000", {}, "no such claim"),
            (read.claim, {"low": 9000}, "low is above high"),
            (read.claim, {"kind": "weather"}, "'kind'"),
            (read.claim, {"place": "Goma"}, "changes nothing"),
        ]:
            with pytest.raises(InputError, match=told):
                decide(ledger, name, "correct" if changes else "accept", **changes)
        assert ledger.as_of().decisions() == []


@pytest.mark.parametrize("change", [{"text": "Some 5,000"}, {"known": NEXT}, {"report": "b"}, {"corrects": "c1"}])
def test_a_claim_that_is_not_of_the_report_is_refused(change: dict[str, object], tmp_path: Path) -> None:
    document = report()
    wrong = claim(document).model_copy(update=change)
    with open_ledger(str(tmp_path / "x.db"), create=True) as ledger:
        with pytest.raises(ValueError, match=r"is no claim of|is not at its span"):
            add(ledger, document, claim(document, "Homs"), wrong)
        assert list(ledger.as_of().documents()) == []


def test_as_of_a_day_nothing_later_is_known(address: str) -> None:
    early, late, undated = report("early"), report("late", day=NEXT), report("undated", day=None)
    with open_ledger(address, create=True) as ledger:
        for document in (undated, late, early):
            add(ledger, document, claim(document), day=NEXT)
        decide(ledger, claim(early).claim, "reject", NEXT)
        assert [d.name for d in ledger.as_of(BEFORE).documents()] == []
        assert [d.name for d in ledger.as_of(DAY).documents()] == ["early"]
        assert list(ledger.as_of(DAY).standing()) == [claim(early)]
        assert ledger.as_of(DAY).decisions() == []
        assert [d.name for d in ledger.as_of(NEXT).documents()] == ["early", "late", "undated"]
        assert list(ledger.as_of(NEXT).standing()) == [claim(late), claim(undated)]
        assert [d.verb for d in ledger.as_of(NEXT).decisions()] == ["reject"]
        assert ledger.as_of(BEFORE).text("late") is None


CHANGES = [
    "UPDATE {table} SET {column} = {column}",
    "UPDATE {table} SET {column} = {column} WHERE 1 = 0",
    "DELETE FROM {table}",
]


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_the_database_refuses_to_change_what_was_written(address: str, table: str) -> None:
    document = report()
    with open_ledger(address, create=True) as ledger:
        add(ledger, document, claim(document))
        decide(ledger, claim(document).claim, "accept")
    url = make_url(address) if "://" in address else make_url(f"sqlite:///{address}")
    engine = create_engine(url.set(drivername="postgresql+psycopg") if "://" in address else url)
    column = next(iter(metadata.tables[table].primary_key)).name
    changes = [change.format(table=table, column=column) for change in CHANGES]
    if engine.dialect.name == "postgresql":
        changes.append(f"TRUNCATE {table} CASCADE")
    else:
        changes.remove(f"UPDATE {table} SET {column} = {column} WHERE 1 = 0")  # fires no trigger of a row
    for change in changes:
        with pytest.raises(DBAPIError, match="the ledger is append-only"), engine.begin() as connection:
            connection.execute(text(change))
    with engine.begin() as connection:
        before = connection.execute(text(f"SELECT * FROM {table}")).all()
        assert len(before) == 1
        if engine.dialect.name == "sqlite":
            columns = ", ".join(c.name for c in metadata.tables[table].primary_key)
            others = [c.name for c in metadata.tables[table].columns if not c.primary_key]
            values = ", ".join([columns, *("'another'" for _ in others)])
            connection.execute(
                text(f"INSERT OR REPLACE INTO {table} ({', '.join([columns, *others])}) SELECT {values} FROM {table}")
            )
        assert connection.execute(text(f"SELECT * FROM {table}")).all() == before
    engine.dispose()


def test_without_its_triggers_a_ledger_could_be_changed(tmp_path: Path) -> None:
    """What the test above would find if a trigger were missing."""
    with open_ledger(str(tmp_path / "x.db"), create=True) as ledger:
        add(ledger, report())
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute("DROP TRIGGER documents_no_update")
        connection.execute("UPDATE documents SET name = 'another'")
    connection.close()
    with open_ledger(str(tmp_path / "x.db")) as ledger:
        assert ledger.as_of().text("another") is not None
