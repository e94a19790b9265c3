from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.record.store import Record
from tests.record.papers import ticking


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return where the record of a test lies."""
    return tmp_path / "bridge.record"


@pytest.fixture
def record(place: Path) -> Iterator[Record]:
    """Give a new record, open to write."""
    with Record.create(place, clock=ticking(), who="mira") as made:
        yield made
