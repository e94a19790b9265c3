"""The catalogue's file: kept up to date with its record, opened by every thread for itself."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from onrecord.record.catalogue_building import change, known_of, make_anew
from onrecord.record.catalogue_tables import NAME, connect, connect_to_read
from onrecord.record.classes import last_classed
from onrecord.record.folder import CATALOGUE
from onrecord.record.lock import BuildLock
from onrecord.record.reading import Reader
from onrecord.record.sqlite import storing
from onrecord.record.store import Record
from onrecord.types.errors import RecordIsBusy

FRESH = 0.2
"""Seconds for which a catalogue is taken to be up to date while another process may change the record."""

LOCK = f"{CATALOGUE}.lock"


class Keeper:
    """Keeps the catalogue of one record, for any number of threads.

    `counter` is another whenever what it lists may be other than before, `seen` whenever the record changed.
    """

    def __init__(self, record: Record) -> None:
        self.counter = 0
        self.seen = 0
        self._record = record
        self._path = record.index / NAME
        self._apart: TemporaryDirectory[str] | None = None
        self._here = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._lock = threading.RLock()
        self._standing: tuple[str, int] | None = None
        self._listed: tuple[int, int] | None = None
        self._made = 0
        self._file: tuple[int, int] | None = None
        self._asked, self._entered = float("-inf"), -1

    def refresh(self) -> None:
        """Bring the catalogue up to the record; does nothing where it is.

        Raises RecordCannotBeWritten on a full disk. On a read-only one it is made apart, in a temporary file.
        """
        now = monotonic()
        if now < self._asked + FRESH and self._entered == self._record.entered:
            return
        with self._lock:
            entered = self._record.entered
            standing = self._record.standing()
            if standing != self._standing:
                self._bring_up(standing[0])
                self.seen += 1
            self._asked, self._entered = now, entered

    def rebuild(self) -> None:
        """Make the catalogue anew."""
        with self._lock:
            self._record.make_index_folder()
            with self._record.snapshot() as reader:
                self._make_anew(reader, self._record.standing()[0])

    def _bring_up(self, record: str) -> None:
        if self._apart is None and not self._record.make_index_folder():
            self._make_apart(record)
            return
        known = known_of(self._path)
        with storing(self._path.parent), self._record.snapshot() as reader:
            if (
                known is None
                or known.record != record
                or known.counter > reader.view.changes
                or self._hides_others_than(reader, known.counter)
                or (known.counter != reader.view.changes and not self._change(reader, record))
            ):
                self._make_anew(reader, record)
            self._notice_file()
            known = known_of(self._path)
            if known is not None and known.record == record:  # behind where another process is still at it
                self._stands_at(record, known.counter, known.listed)

    def _hides_others_than(self, reader: Reader, counter: int) -> bool:
        """Tell whether other documents are above the clearance since `counter`.

        What was made of them stands in documents that did not change: it is found by making all anew.
        """
        classed = last_classed(reader.connection)
        return self._record.clearance is not None and classed > counter

    def _notice_file(self) -> None:
        """Have threads open anew a file that was replaced: they would go on reading the old one."""
        status = self._path.stat()
        file = (status.st_dev, status.st_ino)
        if file != self._file:
            self._file = file
            self._made += 1

    def _change(self, reader: Reader, record: str) -> bool:
        """Redo what changed; returns False where the catalogue has to be made anew."""
        connection = connect(self._path)
        try:
            connection.execute("BEGIN IMMEDIATE")
            known = known_of(self._path)
            if known is None:
                return False
            done = known.counter >= reader.view.changes or change(connection, reader, record, known)
            connection.execute("COMMIT" if done else "ROLLBACK")
        except sqlite3.DatabaseError:  # damaged, or another process made it anew meanwhile
            return False
        else:
            return done
        finally:
            connection.close()

    def _make_anew(self, reader: Reader, record: str) -> None:
        """Make it beside the one there is, then in its place; who reads the old one goes on with it."""
        try:
            lock = BuildLock.take(self._path.with_name(LOCK))
        except RecordIsBusy:
            if known_of(self._path) is not None:
                return  # another process is at it: what there was before is read meanwhile
            raise
        unfinished = self._path.with_name(f"{NAME}.{os.getpid()}.unfinished")
        try:
            unfinished.unlink(missing_ok=True)
            make_anew(unfinished, reader, record)
            self._path.unlink(missing_ok=True)
            for ending in ("-wal", "-shm", "-journal"):
                self._path.with_name(NAME + ending).unlink(missing_ok=True)
            unfinished.replace(self._path)
            self._made += 1
        finally:
            unfinished.unlink(missing_ok=True)
            lock.release()

    def _make_apart(self, record: str) -> None:
        """Make it in a temporary folder: the record lies on a disk that cannot be written."""
        with self._record.snapshot() as reader:
            self._apart = TemporaryDirectory(prefix="onrecord-")
            self._path = Path(self._apart.name) / NAME
            self._make_anew(reader, record)
            self._stands_at(record, reader.view.changes, reader.view.changes)

    def _stands_at(self, record: str, changes: int, listed: int) -> None:
        self._standing, self.counter, self._listed = (record, changes), listed, (changes, listed)

    def listed_at(self, changes: int) -> int | None:
        """Return which change last altered what is listed, None where it is not brought up to `changes`."""
        known = self._listed
        return known[1] if known is not None and known[0] == changes else None

    def close(self) -> None:
        """Close every connection; a catalogue that was made apart from the record is thrown away."""
        with self._lock:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
            self._standing = self._listed = None
            self._made += 1
            if self._apart is not None:
                self._apart.cleanup()
                self._apart = None

    def connection(self) -> sqlite3.Connection:
        """Return this thread's connection to the catalogue as it is, which only reads."""
        known: sqlite3.Connection | None = getattr(self._here, "connection", None)
        if known is None or self._here.made != self._made:
            with self._lock:
                if known is not None and known in self._opened:
                    self._opened.remove(known)
                    known.close()
                known = self._here.connection = connect_to_read(self._path)
                self._here.made = self._made
                self._opened.append(known)
        return known
