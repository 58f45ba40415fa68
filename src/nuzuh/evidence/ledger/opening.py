"""Opening a ledger: from a path or URL to a database that is one, and what went wrong in words."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, insert, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError

from nuzuh.evidence.ledger.store import Ledger
from nuzuh.evidence.ledger.tables import VERSION, metadata, version
from nuzuh.scenario.problems import InputError, Problem

_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_PATIENCE = 60  # seconds to wait for another process that writes; one transaction takes milliseconds
_CONNECTING = 10  # seconds to wait for a server to answer
_MAKING = 0x6E757A7568  # key of the lock under which the tables are made on PostgreSQL: "nuzuh" in ASCII
# What SQLite says, what it means, how to mend it
_MEANINGS = (
    ("file is not a database", "is no SQLite database", "name another file, or restore it from a copy"),
    ("malformed", "is damaged", "restore it from a copy; SQLite's '.recover' saves what can be read"),
    ("readonly", "may not be written", "check the rights of the file and of its folder"),
    ("full", "cannot be written: the disk is full", "make room and run it again: what was written so far is kept"),
    ("disk I/O", "cannot be written or read: the disk fails or is full", "make room, or check the disk"),
    ("unable to open", "cannot be opened", "check the path, and the rights of its folder"),
    ("locked", f"has been in use by another process for {_PATIENCE} seconds", "run it again later"),
)


@contextmanager
def open_ledger(address: str, *, create: bool = False) -> Iterator[Ledger]:
    """Open a ledger, and close it at the end.

    Parameters
    ----------
    address : str
        Path of an SQLite file, or URL: ``sqlite:///ledger.db``, ``postgresql://user:password@host/database``.
    create : bool
        Make the ledger where there is none.

    Raises
    ------
    InputError
        If it cannot be opened, is no ledger or one of a newer version, or fails while it is in use. The message
        holds no password.
    """
    url = _url(address)
    shown = _shown(url)
    if url.drivername == "sqlite" and url.database and "uri" not in url.query and not Path(url.database).exists():
        if not create:
            raise _no_ledger(shown)
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = _engine(url, shown)
    try:
        _prepare(engine, shown, create)
        yield Ledger(engine)
    except DBAPIError as error:
        raise InputError([_meaning(error, url, shown)]) from None
    finally:
        engine.dispose()


def _url(address: str) -> URL:
    if "://" not in address:
        return URL.create("sqlite", database=address)
    mend = "write a path, sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/DATABASE"
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise InputError([Problem("the ledger", "its address cannot be understood", mend=mend)]) from None
    driver = _DRIVERS.get(url.get_backend_name())
    if driver is None:
        raise InputError(
            [Problem("the ledger", f"'{url.get_backend_name()}' is no database that it can be in", mend=mend)]
        )
    if "@" in (url.host or ""):
        mend = "write an @ in a user's name or password as %40"
        raise InputError([Problem("the ledger", "its address cannot be understood: it has two @", mend=mend)])
    return url.set(drivername=driver)


def _shown(url: URL) -> str:
    """Write an address without what is secret."""
    if url.drivername == "sqlite":
        return url.database or "the ledger in memory"
    return url.set(drivername="postgresql", password=None, query={}).render_as_string()


def _engine(url: URL, shown: str) -> Engine:
    if url.drivername == "sqlite":
        engine = create_engine(url, connect_args={"timeout": _PATIENCE})
        event.listen(engine, "connect", _keep_keys)
        event.listen(engine, "begin", _begin)
        return engine
    try:
        given = {} if "connect_timeout" in url.query else {"connect_timeout": _CONNECTING}
        return create_engine(url, connect_args=given)
    except ModuleNotFoundError:
        mend = "install it: pip install 'nuzuh[postgresql]'"
        raise InputError([Problem(shown, "needs the package psycopg, which is not installed", mend=mend)]) from None


def _keep_keys(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says, tables included
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _prepare(engine: Engine, shown: str, create: bool) -> None:
    """Make the tables where there are none and they are asked for; refuse a database that is no ledger."""
    with engine.begin() as connection:
        empty = _empty(connection, shown)
    if not empty:
        return
    if not create:
        raise _no_ledger(shown)
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as raw:
            raw.cursor().execute("PRAGMA journal_mode = WAL")  # who reads and who writes do not wait for each other
    with engine.execution_options(begin="BEGIN IMMEDIATE").begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_MAKING)))
        if _empty(connection, shown):  # still, now that nobody else can make them
            metadata.create_all(connection)
            connection.execute(insert(version).values(version=VERSION))


def _empty(connection: Connection, shown: str) -> bool:
    """Whether a database holds nothing yet; raise if it holds something other than a ledger of this version."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return True
    if version.name not in tables:
        raise InputError(
            [Problem(shown, "holds something that is not a ledger of nuzuh", mend="name another database")]
        )
    found = connection.scalar(select(func.max(version.c.version)))
    if found != VERSION:
        mend = "install the nuzuh that wrote it, or a later one"
        raise InputError([Problem(shown, f"is a ledger of version {found}; this nuzuh knows {VERSION}", mend=mend)])
    return False


def _no_ledger(shown: str) -> InputError:
    mend = "`nuzuh read REPORT… --ledger` makes one"
    return InputError([Problem(shown, "there is no ledger here", mend=mend)])


def _meaning(error: DBAPIError, url: URL, shown: str) -> Problem:
    said = " ".join(str(error.orig).split())
    if url.drivername == "sqlite":
        for words, message, mend in _MEANINGS:
            if words in said:
                return Problem(shown, message, mend=mend)
        return Problem(shown, f"the database says: {said}")
    for secret in (url.password, url.query.get("password")):
        said = said.replace(str(secret), "***") if secret else said
    return Problem(shown, f"the server says: {said}", mend="check the address, the user, the password and the server")
