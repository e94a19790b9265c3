from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.record import sqlite
from onrecord.record.store import Record
from onrecord.record.verification import verify
from onrecord.types.errors import RecordCannotBeOpened, RecordCannotBeWritten
from tests.record.papers import letter, put, reply, save, save_three

ROOT = Path(__file__).parents[2]

FILL = """
import resource, sys
from pathlib import Path
from onrecord.record.store import Record
from onrecord.types.errors import RecordCannotBeWritten
from tests.record.papers import save
from tests.record.writing import paper

limit = int(sys.argv[2])
record = Record.create(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
saved = 0
try:
    for number in range(10_000):
        made = paper(number)
        save(record, made, made.statement(f"letter {number}"))
        saved += 1
except RecordCannotBeWritten as error:
    print(saved)
    print(error)
"""


@pytest.mark.parametrize("limit", [2_000_000, 1_000], ids=["the database is full", "a text does not fit"])
def test_a_full_disk_is_told_and_what_was_saved_stays(place: Path, limit: int) -> None:
    command = [sys.executable, "-c", FILL, str(place), str(limit)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stderr == ""
    count, told = done.stdout.splitlines()
    assert "cannot be written" in told
    assert "run the same command again" in told
    assert verify(place).breaks == ()
    with Record.create(place) as record:
        assert record.counts()["document"] == record.counts()["statement"] == int(count)
        save_three(record)
    assert limit == 1_000 or int(count) > 5


@pytest.mark.parametrize(
    "code", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT], ids=errno.errorcode.get
)
def test_a_disk_that_refuses_is_told(place: Path, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    with Record.create(place) as record:
        save(record, letter)
        monkeypatch.setattr(os, "fsync", refuse)
        with pytest.raises(RecordCannotBeWritten, match=os.strerror(code)):
            put(record, reply)
        monkeypatch.undo()
        assert [row.id for row in record.documents()] == [letter.id]
        assert not list(place.rglob("*.unfinished"))
        save(record, reply)
    assert verify(place).holds


def test_a_record_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(RecordCannotBeWritten):
        Record.create(tmp_path / "file")


def read_only_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let SQLite open a database as it does on a read-only disk: without its journal, or not at all."""
    readable = sqlite._readable

    def only_immutable(path: Path, mode: str) -> object:
        if "immutable" not in mode:
            raise sqlite3.OperationalError("unable to open database file")
        return readable(path, mode)

    monkeypatch.setattr(sqlite, "_readable", only_immutable)


def test_a_record_on_a_read_only_disk_can_be_read_and_verified(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Record.create(place) as record:
        save_three(record)
        rows = list(record.export_rows())
    read_only_connections(monkeypatch)
    with Record.open(place) as record:
        assert list(record.export_rows()) == rows
    assert verify(place).holds
    assert rows


def test_a_record_left_open_on_a_read_only_disk_says_what_to_do(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Record.create(place) as record:
        save(record, letter)
        read_only_connections(monkeypatch)
        with pytest.raises(RecordCannotBeOpened, match="Copy the folder"):
            Record.open(place)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_record_in_a_folder_without_permission_can_be_read(place: Path) -> None:
    with Record.create(place) as record:
        save_three(record)
        rows = list(record.export_rows())
    folders = [place, *(path for path in place.rglob("*") if path.is_dir())]
    for path in folders:
        path.chmod(0o555)
    try:
        with Record.open(place) as record:
            assert list(record.export_rows()) == rows
        with pytest.raises(RecordCannotBeWritten):
            Record.create(place)
    finally:
        for path in folders:
            path.chmod(0o755)
