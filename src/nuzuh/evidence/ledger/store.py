"""What is written into a ledger, and what is read from it."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, NamedTuple

from packaging.version import Version
from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, Select, Table, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.decisions import Decision, corrected, latest, outcome, utc_now
from nuzuh.evidence.documents import Document
from nuzuh.evidence.ledger import tables
from nuzuh.scenario.problems import InputError, Problem

_DOCUMENT = TypeAdapter(Document)
_LONGEST_NAME = 500  # characters; PostgreSQL indexes no key beyond some 2,700 bytes
_AT_ONCE = 1_000  # rows fetched at a time


class Added(NamedTuple):
    """What became of a document that was to be added: its name in the ledger, and whether the reading is new."""

    name: str
    new: bool


@dataclass(frozen=True)
class Entry:
    """A claim in the ledger: as it was read, in which document (by hash), by which version of the reader."""

    claim: Claim
    document: str
    reader: str
    decision: Decision | None


@dataclass(frozen=True)
class Found:
    """All that the ledger holds about a claim."""

    claim: Claim
    hash: str
    document: Document
    recorded: dt.datetime
    readers: tuple[str, ...]
    decisions: tuple[Decision, ...]


def document_hash(document: Document) -> str:
    """SHA-256 of a report's day of publication and text, by which it is known whatever its file is called."""
    return hashlib.sha256(f"{document.published or ''}\n{document.text}".encode()).hexdigest()


class Ledger:
    """A ledger that was opened by `nuzuh.evidence.ledger.open_ledger`.

    Any number of processes may write into one ledger at a time.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, document: Document, claims: Iterable[Claim], reader: str, now: dt.datetime | None = None) -> Added:
        """Keep a document with what a reader read in it, all or nothing.

        Nothing is added if this version of the reader has read the document before, under whatever name. The first name
        stays; a document whose name another has gets a part of its hash beside it. Its claims go by the name as kept.

        Parameters
        ----------
        document : Document
            The report.
        claims : iterable of Claim
            Its claims, in the order of the text.
        reader : str
            The reader's version, as PEP 440 writes versions.
        now : datetime, optional
            When it is recorded; the moment by default.

        Raises
        ------
        ValueError
            If a claim is not of this document, or not at its span; or if the version is none.
        """
        told, key, now = list(dict.fromkeys(claims)), document_hash(document), now or utc_now()
        Version(reader)
        for claim in told:
            if claim.report != document.name or claim.known != document.published or claim.corrects:
                raise ValueError(f"{claim.claim} is no claim of {document.name} as read")
            if document.text[claim.start : claim.end] != claim.text:
                raise ValueError(f"{claim.claim} is not at its span in {document.name}")
        with self._engine.begin() as connection:
            name = self._keep(connection, key, document, now)
            new = self._insert(connection, tables.readings, document=key, reader=reader, recorded=now)
            named = [claim.model_copy(update={"report": name}) for claim in told] if new else []
            if named:
                rows = [
                    {"document": key, "reader": reader, "claim": c.claim, "position": n, "told": _told(c)}
                    for n, c in enumerate(named)
                ]
                connection.execute(tables.claims.insert(), rows)
        return Added(name, new)

    def _keep(self, connection: Connection, key: str, document: Document, now: dt.datetime) -> str:
        """Keep a document unless it is there; give the name that it goes by."""
        plain = document.name.replace("\x00", "\ufffd")[:_LONGEST_NAME]
        kept = select(tables.documents.c.name).where(tables.documents.c.document == key)
        for name in (plain, f"{plain} ({key[:12]})"):
            told = _DOCUMENT.dump_json(replace(document, name=name)).decode()
            row = {"document": key, "name": name, "published": document.published, "recorded": now, "told": told}
            self._insert(connection, tables.documents, **row)
            if (found := connection.scalar(kept)) is not None:
                return str(found)
        raise ValueError(f"both names of {plain} are taken")

    def _insert(self, connection: Connection, table: Table, **row: Any) -> bool:
        """Insert a row unless one of its keys is there, also by a process that writes at the same time."""
        make = sqlite.insert if self._engine.dialect.name == "sqlite" else postgresql.insert
        inserted = make(table).values(**row).on_conflict_do_nothing().returning(*table.primary_key)
        return connection.execute(inserted).first() is not None

    def decide(self, decision: Decision) -> bool:
        """Keep a decision beside those that were made on the claim before; the last one counts.

        Returns
        -------
        bool
            Whether it was added: the last decision said over again adds nothing.

        Raises
        ------
        InputError
            If the ledger has no such claim, or the correction makes none.
        """
        found = self.find(decision.claim)
        if found is None or found.claim.claim != decision.claim:
            raise unknown_claim(decision.claim)
        becomes = corrected(found.claim, decision.changes).claim if decision.verb == "correct" else None
        taken = tables.decisions.c.claim == decision.claim
        while True:
            with self._engine.connect() as connection:
                so_far = [*_decisions(connection, select(tables.decisions).where(taken))]
            if so_far and so_far[-1].model_copy(update={"when": decision.when}) == decision:
                return False
            row = {"claim": decision.claim, "number": len(so_far) + 1, "recorded": decision.when, "becomes": becomes}
            with self._engine.begin() as connection:
                if self._insert(connection, tables.decisions, **row, told=decision.model_dump_json()):
                    return True

    def find(self, claim: str) -> Found | None:
        """All about a claim, by its id as read or as corrected; None where there is none."""
        with self._engine.connect() as connection:
            made = select(tables.decisions.c.claim).where(tables.decisions.c.becomes == claim)
            claim = connection.scalar(made) or claim
            where = tables.claims.c.claim == claim
            rows = connection.execute(select(tables.claims).where(where).order_by(tables.claims.c.reader)).all()
            if not rows:
                return None
            this = tables.documents.c.document == rows[0].document
            kept = connection.execute(select(tables.documents).where(this)).one()
            on_it = select(tables.decisions).where(tables.decisions.c.claim == claim)
            return Found(
                Claim.model_validate_json(rows[0].told),
                kept.document,
                _DOCUMENT.validate_json(kept.told),
                kept.recorded,
                tuple(row.reader for row in rows),
                tuple(_decisions(connection, on_it)),
            )

    def as_of(self, day: dt.date | None = None) -> "View":
        """What was known on a day; None for all that the ledger holds.

        That is: documents published by then with their claims, undated ones from the day on which they were recorded,
        and decisions made by then. Days of recording and deciding are those of UTC.
        """
        return View(self._engine, day)


class View:
    """What was known on a day, read from the database as it is asked for."""

    def __init__(self, engine: Engine, day: dt.date | None) -> None:
        self._engine, self._day = engine, day

    def documents(self) -> Iterator[Document]:
        """Documents, in the order of their publication; undated ones last."""
        for row in self._rows(self._known(select(tables.documents)).order_by(*_document_order())):
            yield _DOCUMENT.validate_json(row.told)

    def text(self, name: str) -> str | None:
        """The text of a document by its name; None where there is none."""
        named = self._known(select(tables.documents).where(tables.documents.c.name == name))
        with self._engine.connect() as connection:
            row = connection.execute(named).one_or_none()
        return _DOCUMENT.validate_json(row.told).text if row else None

    def decisions(self) -> list[Decision]:
        """Decisions by claim; on each in the order in which they were made, so that the last one counts."""
        made = select(tables.decisions)
        if self._day is not None:
            made = made.where(tables.decisions.c.recorded <= _end_of(self._day))
        with self._engine.connect() as connection:
            return _decisions(connection, made)

    def entries(self) -> Iterator[Entry]:
        """Claims with their decisions, by document and in the order of the text.

        Of a document's readings that of the newest version of the reader is taken, of equal ones the one recorded last.
        A claim that somebody accepted or corrected stays, even if that reader does not find it any more.
        """
        decided = latest(self.decisions())
        read: Select[Any] = select(
            tables.documents.c.document,
            tables.readings.c.reader,
            tables.readings.c.recorded,
            tables.claims.c.claim,
            tables.claims.c.told,
        )
        read = read.select_from(tables.documents.join(tables.readings).outerjoin(tables.claims))
        read = self._known(read).order_by(*_document_order(), tables.readings.c.reader, tables.claims.c.position)
        for document, group in groupby(self._rows(read), key=lambda row: row.document):
            rows = list(group)
            newest = max(rows, key=lambda row: (Version(Version(row.reader).public), row.recorded)).reader
            shown: dict[str, Entry] = {}
            for row in sorted(rows, key=lambda row: row.reader != newest):
                decision = decided.get(row.claim)
                kept = decision is not None and decision.verb != "reject"
                if row.claim is not None and (row.reader == newest or kept) and row.claim not in shown:
                    shown[row.claim] = Entry(Claim.model_validate_json(row.told), document, row.reader, decision)
            yield from shown.values()

    def standing(self) -> Iterator[Claim]:
        """Claims as they stand after the decisions made by then, in the order of `entries`."""
        told = (outcome(entry.claim, entry.decision) for entry in self.entries())
        return (claim for claim in told if claim is not None)

    def _known(self, query: Select[Any]) -> Select[Any]:
        if self._day is None:
            return query
        undated = tables.documents.c.published.is_(None) & (tables.documents.c.recorded <= _end_of(self._day))
        return query.where(or_(tables.documents.c.published <= self._day, undated))

    def _rows(self, query: Select[Any]) -> Iterator[Any]:
        with (
            self._engine.connect().execution_options(yield_per=_AT_ONCE) as connection,
            connection.execute(query) as rows,
        ):
            yield from rows


def _decisions(connection: Connection, query: Select[Any]) -> list[Decision]:
    rows = connection.execute(query.order_by(tables.decisions.c.claim, tables.decisions.c.number)).all()
    return [Decision.model_validate_json(row.told) for row in rows]


def _told(claim: Claim) -> str:
    return claim.model_dump_json(exclude={"claim"}, exclude_none=True)


def _document_order() -> tuple[Any, ...]:
    return tables.documents.c.published.is_(None), tables.documents.c.published, tables.documents.c.document


def _end_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.max, dt.UTC)


def unknown_claim(claim: str) -> InputError:
    """What to tell where the ledger has no such claim."""
    return InputError(
        [Problem(claim, "the ledger has no such claim", mend="`nuzuh ledger list` shows those that it has")]
    )
