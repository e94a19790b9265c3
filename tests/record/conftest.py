from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from onrecord.record.store import Record
from tests.record.papers import ticking

if TYPE_CHECKING:
    from bench.server import Server


@pytest.fixture
def store(request: pytest.FixtureRequest) -> str:
    """Return where the record of a test lies: in a folder, unless the test is `on_every_store`."""
    return str(getattr(request, "param", "folder"))


@pytest.fixture
def place(store: str, tmp_path: Path, request: pytest.FixtureRequest) -> Path | str:
    """Return the folder or the address at which the record of a test lies."""
    if store == "folder":
        return tmp_path / "bridge.record"
    server: Server = request.getfixturevalue("server")
    return server.address(request.getfixturevalue("empty"))


@pytest.fixture(scope="session")
def empty(server: Server) -> str:
    """Return the name of a database with a record that holds nothing yet: to be copied, not opened."""
    address = server.address()
    Record.create(address).close()
    return address.partition("@/")[2].partition("?")[0]


@pytest.fixture
def record(place: Path | str) -> Iterator[Record]:
    """Give a new record, open to write."""
    with Record.create(place, clock=ticking(), who="mira") as made:
        yield made
