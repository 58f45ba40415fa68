"""A ledger's address on each kind of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import ledgers


@pytest.fixture(params=ledgers.DATABASES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield str(tmp_path / "new" / "ledger.db")
    else:
        yield from ledgers.new_database()
