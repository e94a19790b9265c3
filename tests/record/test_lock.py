from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from onrecord.record import sqlite
from onrecord.record.store import Record
from onrecord.types.errors import RecordIsBusy
from tests.record.papers import letter, put, save


def test_a_second_build_is_told_who_is_writing(record: Record, place: Path) -> None:
    with pytest.raises(RecordIsBusy, match=f"process {os.getpid()} on "):
        Record.create(place)
    with Record.open(place) as reading:
        assert list(reading.documents()) == []


def test_the_lock_is_free_when_the_build_has_ended(place: Path) -> None:
    for _ in range(2):
        with Record.create(place) as record:
            put(record, letter)


def test_the_lock_is_free_when_a_record_could_not_be_opened(place: Path) -> None:
    Record.create(place).close()
    good = (place / "record.sqlite").read_bytes()
    (place / "record.sqlite").write_bytes(b"damaged" * 1000)
    with pytest.raises(Exception, match="damaged"):
        Record.create(place)
    (place / "record.sqlite").write_bytes(good)
    Record.create(place).close()


def test_a_worker_process_does_not_keep_the_lock(place: Path) -> None:
    record = Record.create(place)
    started, ended = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        os.write(started[1], b".")
        os.read(ended[0], 1)
        os._exit(0)
    try:
        os.read(started[0], 1)
        record.close()
        Record.create(place).close()
    finally:
        os.write(ended[1], b".")
        os.waitpid(child, 0)
        for end in (*started, *ended):
            os.close(end)


def test_another_writer_that_does_not_end_is_told(
    record: Record, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(record, letter)
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0)
    with Record.open(place) as reading:
        other = sqlite3.connect(place / "record.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordIsBusy):
            reading.decide(letter.id, "note", "x")
        other.execute("ROLLBACK")
        other.close()
        reading.decide(letter.id, "note", "x")
    assert len(record.decisions()) == 1
