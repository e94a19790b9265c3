from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from onrecord.record.store import Record
from onrecord.record.verification import Break, verify
from tests.record.papers import letter, put, reply, report, save, ticking
from tests.record.stores import on_every_store


def change(place: Path, statement: str) -> None:
    connection = sqlite3.connect(place / "record.sqlite")
    with connection:
        connection.execute(statement)
    connection.close()


def custody_breaks(place: Path) -> list[Break]:
    return [found for found in verify(place).breaks if found.code == "custody_broken"]


def test_the_log_says_who_did_what_when_and_from_where(record: Record) -> None:
    save(record, letter, letter.statement("open it"))
    received, read = record.custody()
    assert (received.seq, received.action, received.subject) == (1, "source received", letter.sha256)
    assert (received.who, received.when) == ("mira", "2024-03-01T09:00:01Z")
    assert received.detail["origin"] == "/home/ana/papers/letter.txt"
    assert (read.seq, read.action, read.subject) == (2, "document read", letter.id)
    assert read.detail["reader"] == "plain 1"
    assert read.detail["rows"] == 1
    assert read.previous == received.hash


def test_times_are_in_utc(place: Path) -> None:
    seoul = datetime(2024, 3, 1, 3, 0, tzinfo=timezone(timedelta(hours=9)))
    with Record.create(place, clock=lambda: seoul) as record:
        put(record, letter)
        [entry] = record.custody()
    assert entry.when == "2024-02-29T18:00:00Z"
    assert datetime.fromisoformat(entry.when) == seoul.astimezone(UTC)


@on_every_store
def test_every_entry_is_sealed_with_the_one_before(record: Record) -> None:
    for paper in (letter, reply, report):
        put(record, paper)
    entries = list(record.custody())
    assert [entry.previous for entry in entries] == ["0" * 64, *(entry.hash for entry in entries[:-1])]
    assert all(entry.sealed == entry.hash for entry in entries)


def test_the_same_history_gives_the_same_seals(tmp_path: Path) -> None:
    seals = []
    for name in ("one", "other"):
        with Record.create(tmp_path / name, clock=ticking(), who="mira") as record:
            save(record, letter)
            seals.append([entry.hash for entry in record.custody()])
    assert seals[0] == seals[1]
    assert len(set(seals[0])) == 2


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE custody SET who = 'nobody' WHERE seq = 2", "entry 2: this entry"),
        ("UPDATE custody SET detail = '{}' WHERE seq = 1", "entry 1: this entry"),
        ("UPDATE custody SET hash = 'ff' WHERE seq = 2", "entry 3: the entry before"),
        ("DELETE FROM custody WHERE seq = 2", "entry 3: entries 2 to 2"),
        ("DELETE FROM custody WHERE seq = 1", "entry 2: entries 1 to 1"),
        ("DELETE FROM custody WHERE seq = 3", "entry 3: entries at the end"),
        ("DELETE FROM custody", "entry 1: entries at the end"),
        ("UPDATE custody SET detail = 'no JSON' WHERE seq = 2", "cannot be read"),
    ],
    ids=["who", "detail", "hash", "one removed", "first removed", "last removed", "all removed", "damaged"],
)
def test_a_log_that_was_altered_is_noticed(place: Path, statement: str, expected: str) -> None:
    with Record.create(place) as record:
        for paper in (letter, reply, report):
            put(record, paper)
    assert verify(place).holds
    change(place, statement)
    told = [f"{found.where.removeprefix('custody ')}: {found.message}" for found in custody_breaks(place)]
    assert any(expected in line.replace("The custody log was altered: ", "") for line in told), told


def test_a_source_the_log_does_not_tell_of_is_noticed(place: Path) -> None:
    with Record.create(place) as record:
        put(record, letter)
    change(place, "INSERT INTO sources VALUES ('ab', 1, 'text/plain')")
    assert {found.code for found in verify(place).breaks} == {"source_not_logged", "file_missing"}
