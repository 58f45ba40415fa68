"""Ledgers for tests, in SQLite and on a PostgreSQL server, and reports and claims to put into them."""

import datetime as dt
import os
import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, make_url, text

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.documents import Document

SERVER = os.environ.get("NUZUH_TEST_POSTGRESQL")
on_a_server = pytest.mark.skipif(SERVER is None, reason="NUZUH_TEST_POSTGRESQL names no server; .ci/run starts one")
DATABASES = ["sqlite", pytest.param("postgresql", marks=on_a_server)]
DAY = dt.date(2031, 3, 5)


def moment(day: dt.date = DAY, hour: int = 12) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, tzinfo=dt.UTC)


def new_database() -> Iterator[str]:
    """URL of an empty database on the server, which is dropped at the end."""
    assert SERVER
    url, name = make_url(SERVER).set(drivername="postgresql+psycopg"), f"nuzuh_{uuid.uuid4().hex}"
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def report(name: str = "report.txt", said: str = "Some 4,000 people fled Goma.", day: dt.date | None = DAY) -> Document:
    return Document(name, f"A heading\n\n{said} نزوح 🏚\nIt rained.", day, "given" if day else None)


def claim(document: Document, place: str | None = "Goma", low: float = 4000, start: int = 11, end: int = 20) -> Claim:
    return Claim(
        report=document.name,
        kind="displacement",
        place=place,
        low=low,
        high=low,
        qualifier="exact",
        unit="people",
        valid_from=document.published,
        known=document.published,
        start=start,
        end=end,
        text=document.text[start:end],
    )
