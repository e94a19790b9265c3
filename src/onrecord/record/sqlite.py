"""A record in a folder: its tables in a SQLite file, its sources and texts in files beside it."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool

from onrecord.record.address import FolderAddress
from onrecord.record.database import (
    BUSY_SECONDS,
    REVISION,
    Database,
    Remains,
    check_not_newer,
    check_revision,
    reason_of,
    revision_of,
    upgrade,
)
from onrecord.record.folder import DATABASE, DESCRIPTION, INDEX, LOCK, check_format, make_folder
from onrecord.record.lock import BuildLock
from onrecord.record.sight import hide_above
from onrecord.record.sources import source_files, text_files
from onrecord.record.truncation import is_cut_short
from onrecord.types.errors import RecordCannotBeOpened, RecordCannotBeWritten, RecordIsBusy

JOURNAL_PAGES = 8000
"""Pages (32 MB) of the journal before it is folded into the database: fewer, larger writes."""

IDLE = 5
"""Connections to read over that are kept open while nobody does."""

OF_THE_SYSTEM = "os error"
"""What stands in a ValueError by which the search index tells that the disk refuses."""

_REFUSED = ("full", "readonly", "read-only", "disk i/o", "unable to open")
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)


class FolderDatabase(Database):
    """The tables and files of a record in a folder."""

    part = DATABASE

    def __init__(self, engine: Engine, folder: Path, clearance: str | None, *, to_write: bool) -> None:
        files = (source_files(folder), text_files(folder))
        super().__init__(engine, FolderAddress(folder), files, clearance)
        self.folder = folder
        self._to_write = to_write
        self._idle: list[Connection] = []

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection whose every query sees the latest commit.

        One that was read over without an error is given again: taking it from the pool and back costs more
        than most queries.
        """
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._engine.connect()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        if len(self._idle) < IDLE:
            self._idle.append(connection)
        else:
            connection.close()

    def close(self) -> None:
        """Close every connection."""
        while self._idle:
            self._idle.pop().close()
        super().close()

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Give a connection whose queries all see the record as it was at the first of them."""
        with self._engine.connect().execution_options(onrecord_begin="BEGIN") as connection:
            yield connection

    @contextmanager
    def keep(self) -> Iterator[Connection]:
        """Give a connection in a transaction that is no change of the record.

        Raises RecordCannotBeWritten on a full or read-only disk; what was committed before stays.
        """
        with (
            self.storing(),
            self._engine.connect().execution_options(onrecord_begin="BEGIN IMMEDIATE") as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def storing(self) -> Iterator[None]:
        """Turn the refusals of disk and database into sentences a user can act on."""
        with storing(self.folder):
            yield

    @contextmanager
    def to_decide(self) -> Iterator[Database]:
        """Give this database to write to: opened once more where it was opened to read alone."""
        if self._to_write:
            yield self
            return
        opened = open_again(self.folder)
        try:
            yield opened
        finally:
            opened.close()

    def damage(self, connection: Connection) -> Iterator[tuple[str, str]]:
        """Yield what SQLite finds damaged, and references that lead nowhere."""
        for (found,) in connection.execute(text("PRAGMA integrity_check(20)")):
            if found != "ok":
                yield "database_damaged", f"The database is damaged: {found}."
        for table, *_ in connection.execute(text("PRAGMA foreign_key_check")):
            yield "reference_broken", f"Table {table} refers to lines that are missing."

    def settle_copied(self, connection: Connection) -> None:
        """Do nothing: SQLite counts on from the highest number, and the index is made when it is asked."""

    @property
    def index_folder(self) -> Path:
        """The folder of the index in the record's own: those of each clearance lie apart."""
        return self.folder / (INDEX if self.clearance is None else f"{INDEX}-{self.clearance}")

    def make_index_folder(self) -> bool:
        """Make the folder of the index; return False on a disk that cannot be written."""
        if not os.access(self.folder, os.W_OK):
            return False
        with self.storing():
            self.index_folder.mkdir(exist_ok=True)
        return True


def make(folder: Path) -> tuple[Database, BuildLock]:
    """Return the database of the record in `folder`, made where there is none, and the lock of its build."""
    with storing(folder):
        make_folder(folder)
        lock = BuildLock.take(folder / LOCK)
    try:
        return open_for_writing(folder), lock
    except BaseException:
        lock.release()
        raise


def open_for_writing(folder: Path) -> FolderDatabase:
    """Return the database of a record folder, made or brought to the newest revision where needed."""
    database = FolderDatabase(_engine(folder, _connect_to_write), folder, None, to_write=True)
    try:
        with storing(folder):
            _migrate(database)
    except BaseException:
        database.close()
        raise
    return database


def open_again(folder: Path) -> FolderDatabase:
    """Return the database of a record that was opened before, to write to.

    Raises RecordCannotBeWritten where it was taken away since: a new and empty one must not stand in for it.
    """
    if not (folder / DATABASE).exists():
        raise RecordCannotBeWritten(
            f"{folder}: the record is no longer here. Put it back, then do this again."
        )
    return open_for_writing(folder)


def open_to_read(folder: Path, clearance: str | None = None) -> FolderDatabase:
    """Return the database of a record folder, never written to; also from a read-only disk.

    With a `clearance` it holds nothing of the documents above it (record/sight.py). Raises
    RecordCannotBeOpened where it is missing, damaged or of another revision.
    """
    check_format(folder)
    return open_tables(folder, clearance)


def open_tables(folder: Path, clearance: str | None = None) -> FolderDatabase:
    """Return the database of a record folder whose description may be damaged."""
    engine = _engine(folder, partial(_connect_to_read, clearance=clearance))
    database = FolderDatabase(engine, folder, clearance, to_write=False)
    try:
        with database.read() as connection:
            _refuse_cut_short(folder)
            check_revision(database.address, _revision(connection))
    except (DBAPIError, UnicodeDecodeError) as error:  # garbled names break the driver's own messages
        database.close()
        raise RecordCannotBeOpened(
            f"{folder}: {DATABASE} cannot be read ({reason_of(error)}). Put it back from a backup, "
            "or build the record anew; `onrecord verify` lists what is damaged."
        ) from error
    except RecordCannotBeOpened:
        database.close()
        raise
    return database


def _refuse_cut_short(folder: Path) -> None:
    if is_cut_short(folder / DATABASE):
        raise RecordCannotBeOpened(
            f"{folder}: {DATABASE} is damaged (its end is missing). Put it back from a backup, "
            "or build the record anew in another folder."
        )


def remains_of(folder: Path) -> Remains:
    """Return what is left of the record in `folder`; raises RecordCannotBeOpened where nothing is."""
    if not (folder / DESCRIPTION).exists() and not (folder / DATABASE).exists():
        check_format(folder)
    damage = []
    database: Database | None = None
    try:
        check_format(folder)
    except RecordCannotBeOpened as error:
        damage.append(("description_damaged", DESCRIPTION, str(error)))
    try:
        database = open_tables(folder)
    except RecordCannotBeOpened as error:
        damage.append(("database_unreadable", DATABASE, str(error)))
    return Remains(source_files(folder), text_files(folder), database, tuple(damage))


@contextmanager
def storing(folder: Path) -> Iterator[None]:
    """Turn the refusals of a folder's disk and its database into sentences a user can act on."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise _cannot_be_written(folder, error.strerror or str(error)) from error
        raise
    except (DBAPIError, sqlite3.Error) as error:
        reason = reason_of(error)
        if "locked" in reason or "busy" in reason:
            raise RecordIsBusy(
                f"{folder}: another process has been writing to this record for {BUSY_SECONDS} seconds. "
                "Wait until it has ended, then run this again."
            ) from error
        if any(word in reason.lower() for word in _REFUSED):
            raise _cannot_be_written(folder, reason) from error
        raise
    except ValueError as error:
        if OF_THE_SYSTEM in str(error):
            raise _cannot_be_written(folder, str(error)) from error
        raise


def _cannot_be_written(folder: Path, reason: str) -> RecordCannotBeWritten:
    return RecordCannotBeWritten(
        f"{folder}: the record cannot be written ({reason}). What was stored before is intact: "
        "make room or make the folder writable, then run the same command again; it goes on where it stopped."
    )


def _engine(folder: Path, connect: Callable[[Path], sqlite3.Connection]) -> Engine:
    engine = create_engine(
        "sqlite://",
        creator=lambda: connect(folder),
        poolclass=QueuePool,
        max_overflow=-1,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        statement = connection.get_execution_options().get("onrecord_begin")
        if statement:
            connection.exec_driver_sql(statement)

    return engine


def _connect_to_write(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        folder / DATABASE, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(
        "PRAGMA synchronous = NORMAL"
    )  # safe against kill -9; a power cut loses no consistency
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA wal_autocheckpoint = {JOURNAL_PAGES}")
    return connection


def _connect_to_read(folder: Path, clearance: str | None = None) -> sqlite3.Connection:
    connection = _opened_to_read(folder)
    if clearance is not None and _has_classes(connection):
        hide_above(connection, clearance)
    return connection


def _has_classes(connection: sqlite3.Connection) -> bool:
    """Tell whether a database is new enough to know classes; an older one is refused before it is read."""
    columns = connection.execute("SELECT name FROM pragma_table_info('documents')")
    return ("confidentiality",) in columns.fetchall()


def _opened_to_read(folder: Path) -> sqlite3.Connection:
    path = folder / DATABASE
    if not path.is_file():
        raise RecordCannotBeOpened(
            f"{folder}: {DATABASE} is missing. Put it back from a backup, or build the record anew."
        )
    try:
        return _readable(path, "mode=ro")
    except sqlite3.OperationalError:
        journal = path.with_name(f"{path.name}-wal")
        if journal.exists() and journal.stat().st_size:
            raise RecordCannotBeOpened(
                f"{folder}: the record was not closed and lies on a read-only disk. "
                "Copy the folder to a disk that can be written, then open the copy."
            ) from None
        return _readable(path, "mode=ro&immutable=1")


def _readable(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?{mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        connection.close()
        raise
    return connection


def _revision(connection: Connection) -> str | None:
    try:
        return revision_of(connection)
    except OperationalError as error:
        if "no such table" in str(error.orig):
            return None
        raise


def _migrate(database: FolderDatabase) -> None:
    try:
        with database.read() as connection:
            _refuse_cut_short(database.folder)
            found = _revision(connection)
    except (DBAPIError, UnicodeDecodeError) as error:
        reason = reason_of(error).lower()
        if "locked" in reason or any(word in reason for word in _REFUSED):
            raise
        raise RecordCannotBeOpened(
            f"{database.folder}: {DATABASE} is damaged ({reason_of(error)}). Put it back from a backup, "
            "or build the record anew in another folder."
        ) from error
    check_not_newer(database.address, found)
    if found != REVISION:
        with database.write() as connection:
            upgrade(connection)
