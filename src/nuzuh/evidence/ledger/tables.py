"""The ledger's tables, and the triggers by which the database itself refuses to change or delete a row."""

import datetime as dt
from typing import Any

from sqlalchemy import (
    DDL,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    event,
)

VERSION = 1
"""Version of the tables; one that adds to or changes them gets the next number."""


class Utc(TypeDecorator[dt.datetime]):
    """A moment, kept in UTC: SQLite knows no time zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        """Bring a moment to UTC."""
        return value and value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        """Say that it is in UTC."""
        return value and value.replace(tzinfo=dt.UTC)


metadata = MetaData()

version = Table("nuzuh_ledger", metadata, Column("version", Integer, primary_key=True, autoincrement=False))

# What is kept whole is JSON (columns "told"), in which any text of a report is safe: PostgreSQL's own text takes no
# null character.
documents = Table(
    "documents",
    metadata,
    Column("document", String(64), primary_key=True),  # SHA-256 of the day of publication and the text
    Column("name", Text, nullable=False, unique=True),
    Column("published", Date, index=True),
    Column("recorded", Utc, nullable=False),
    Column("told", Text, nullable=False),
)
readings = Table(
    "readings",
    metadata,
    Column("document", ForeignKey(documents.c.document), primary_key=True),
    Column("reader", String(100), primary_key=True),  # its version
    Column("recorded", Utc, nullable=False),
)
claims = Table(
    "claims",
    metadata,
    Column("document", String(64), primary_key=True),
    Column("reader", String(100), primary_key=True),
    Column("claim", String(13), primary_key=True, index=True),
    Column("position", Integer, nullable=False),  # in the order of the text
    Column("told", Text, nullable=False),
    ForeignKeyConstraint(["document", "reader"], [readings.c.document, readings.c.reader]),
)
decisions = Table(
    "decisions",
    metadata,
    Column("claim", String(13), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # 1 for the first on a claim
    Column("recorded", Utc, nullable=False, index=True),
    Column("becomes", String(13), index=True),  # id of the corrected claim
    Column("told", Text, nullable=False),
)


def _append_only(table: Table) -> None:
    """Have the database refuse to change, delete or replace rows of a table."""
    refusal = f"the ledger is append-only: rows of {table.name} are neither changed nor deleted"
    for verb in ("UPDATE", "DELETE"):
        trigger = f"CREATE TRIGGER {table.name}_no_{verb.lower()} BEFORE {verb} ON {table.name}"
        _after(table, "sqlite", f"{trigger} BEGIN SELECT RAISE(ABORT, '{refusal}'); END")
    same = " AND ".join(f"{column.name} = NEW.{column.name}" for column in table.primary_key)
    # INSERT OR REPLACE deletes without asking the trigger above; a row of a key that is there is passed over instead
    _after(
        table,
        "sqlite",
        f"CREATE TRIGGER {table.name}_no_replace BEFORE INSERT ON {table.name} "
        f"WHEN EXISTS (SELECT 1 FROM {table.name} WHERE {same}) BEGIN SELECT RAISE(IGNORE); END",
    )
    function = f"{table.name}_append_only"
    _after(
        table,
        "postgresql",
        f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql "
        f"AS $$ BEGIN RAISE EXCEPTION '{refusal}'; END $$",
    )
    _after(
        table,
        "postgresql",
        f"CREATE TRIGGER {function} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table.name} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
    )


def _after(table: Table, dialect: str, statement: str) -> None:
    event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]


for _table in metadata.sorted_tables:
    _append_only(_table)
