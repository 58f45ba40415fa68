"""Opening a ledger: what is refused, in which words, and that no password is among them."""

import resource
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from nuzuh.evidence.ledger import open_ledger
from nuzuh.scenario import InputError
from tests.ledgers import SERVER, on_a_server, report


def told(address: str, *, create: bool = True) -> str:
    with pytest.raises(InputError) as wrong, open_ledger(address, create=create) as ledger:
        ledger.add(report(), [], "1")
    return str(wrong.value)


def test_no_ledger_is_made_unless_asked_for(address: str) -> None:
    assert "there is no ledger here" in told(address, create=False)
    with open_ledger(address, create=True):
        pass
    with open_ledger(address) as ledger:
        assert list(ledger.as_of().documents()) == []


def test_an_sqlite_file_by_its_url(tmp_path: Path) -> None:
    with open_ledger(f"sqlite:///{tmp_path / 'x.db'}", create=True) as ledger:
        ledger.add(report(), [], "1")
    assert "?" not in str(tmp_path)
    with open_ledger(str(tmp_path / "x.db")) as ledger:
        assert list(ledger.as_of().documents()) == [report()]


def test_a_foreign_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE documents (x)")
    connection.close()
    before = file.read_bytes()
    assert "other.db: holds something that is not a ledger of nuzuh" in told(str(file))
    assert file.read_bytes() == before


@on_a_server
def test_a_foreign_database_on_a_server_is_refused(address: str) -> None:
    if "://" not in address:
        pytest.skip("of SQLite there is a test of its own")
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE other (x integer)"))
    engine.dispose()
    assert "holds something that is not a ledger of nuzuh" in told(address)


def test_a_newer_ledger_is_refused(tmp_path: Path) -> None:
    with open_ledger(str(tmp_path / "x.db"), create=True):
        pass
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute("INSERT INTO nuzuh_ledger VALUES (99)")
    connection.close()
    assert "is a ledger of version 99; this nuzuh knows 1" in told(str(tmp_path / "x.db"))


def test_what_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("A report, not a database." * 100)
    assert "x.db: is no SQLite database" in told(str(tmp_path / "x.db"))
    assert "cannot be opened" in told(str(tmp_path))


def test_a_damaged_ledger(tmp_path: Path) -> None:
    with open_ledger(str(tmp_path / "x.db"), create=True) as ledger:
        for n in range(50):
            ledger.add(report(str(n), "It rained. " * n * 20), [], "1")
    with (tmp_path / "x.db").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 200_000)
    assert "x.db: is damaged" in told(str(tmp_path / "x.db"))


def test_a_ledger_that_may_not_be_written(tmp_path: Path) -> None:
    with open_ledger(str(tmp_path / "x.db"), create=True):
        pass
    assert "may not be written" in told(f"sqlite:///file:{tmp_path / 'x.db'}?mode=ro&uri=true")


def test_a_full_disk_loses_nothing_of_before(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    with open_ledger(str(file), create=True) as ledger:
        ledger.add(report("first"), [], "1")
    code = (
        "import sys; from nuzuh.evidence.ledger import open_ledger; from nuzuh.evidence.documents import Document\n"
        "from nuzuh.scenario import InputError\n"
        "try:\n"
        "    with open_ledger(sys.argv[1]) as ledger:\n"
        "        for n in range(100): ledger.add(Document(str(n), 'words ' * 10_000 + str(n)), [], '1')\n"
        "except InputError as error: sys.exit(str(error))\n"
    )

    def small_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    done = subprocess.run(
        [sys.executable, "-c", code, file], preexec_fn=small_disk, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "full" in done.stderr and "Traceback" not in done.stderr
    with open_ledger(str(file)) as ledger:
        kept = list(ledger.as_of().documents())
        assert "first" in {d.name for d in kept}
        assert 1 < len(kept) < 100
        assert all(len(d.text) > 50_000 for d in kept if d.name != "first")


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("://", "cannot be understood"),
        ("postgresql://me:secret@host:port/db", "cannot be understood"),
        ("postgresql://me:secr@et@host/db", "has two @"),
        ("mysql://me:secret@host/db", "'mysql' is no database that it can be in"),
        ("postgresql://me:secret@127.0.0.1:1/db", "the server says"),
        ("postgresql://me@127.0.0.1:1/db?password=secret", "the server says"),
        ("postgresql://me:secret@127.0.0.1:1/db?secret=1", "the server says"),
    ],
)
def test_an_address_that_leads_nowhere(address: str, message: str) -> None:
    said = told(address)
    assert message in said
    assert "secret" not in said and "et@" not in said


@on_a_server
def test_a_wrong_password_is_told_and_not_shown() -> None:
    assert SERVER
    url = make_url(SERVER).set(password="not-the-password")
    said = told(url.render_as_string(hide_password=False))
    assert "password authentication failed" in said
    assert "not-the-password" not in said


def test_without_the_package_for_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "pip install 'nuzuh[postgresql]'" in told("postgresql://me:secret@127.0.0.1:1/db")
