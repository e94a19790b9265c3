"""The database of a record: connections that read, snapshots and transactions that write."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool

from onrecord.record.folder import DATABASE
from onrecord.record.schema import documents, meta
from onrecord.record.sight import hide_above
from onrecord.record.truncation import is_cut_short
from onrecord.types.errors import RecordCannotBeOpened, RecordCannotBeWritten, RecordIsBusy

REVISION = "0005"
"""The newest revision of `migrations`; a test holds the two together."""

BUSY_SECONDS = 60
"""How long a writer waits for another's transaction before it gives up."""

JOURNAL_PAGES = 8000
"""Pages (32 MB) of the journal before it is folded into the database: fewer, larger writes."""

COMPARED_WHOLE = "compared_whole"
"""The name under which it is kept which change last made a stage anew as a whole, or took one away."""

OF_THE_SYSTEM = "os error"
"""What stands in a ValueError by which the search index tells that the disk refuses."""

_REFUSED = ("full", "readonly", "read-only", "disk i/o", "unable to open")
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)


class Database:
    """The tables of one record. Reads see what was committed; each write is one transaction."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self.folder = folder

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection whose every query sees the latest commit."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Give a connection whose queries all see the record as it was at the first of them."""
        with self._engine.connect().execution_options(onrecord_begin="BEGIN") as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection in a transaction that commits at the end, and counts the change.

        Raises RecordCannotBeWritten on a full or read-only disk; what was committed before stays.
        """
        with self.keep() as connection:
            yield connection
            _count_change(connection)

    @contextmanager
    def keep(self) -> Iterator[Connection]:
        """Give a connection in a transaction that is no change of the record: accounts, sessions, logs.

        What is held in memory of the record's rows stays good. Raises what `write` raises.
        """
        with (
            storing(self.folder),
            self._engine.connect().execution_options(onrecord_begin="BEGIN IMMEDIATE") as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


@contextmanager
def storing(folder: Path) -> Iterator[None]:
    """Turn the disk's and the database's refusals into sentences a user can act on."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise _cannot_be_written(folder, error.strerror or str(error)) from error
        raise
    except (DBAPIError, sqlite3.Error) as error:
        reason = _reason(error)
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


def change_counter(connection: Connection) -> int:
    """Return how many transactions have changed the record."""
    return int(read_meta(connection, "changes") or 0)


def rows_changed(connection: Connection) -> int:
    """Return the change that last gave or took rows: of a reading, of comparing, or of a stage as a whole."""
    last = select(func.max(documents.c.changed), func.max(documents.c.compared))
    read, compared = connection.execute(last).one()
    return max(read or 0, compared or 0, int(read_meta(connection, COMPARED_WHOLE) or 0))


def _count_change(connection: Connection) -> None:
    set_meta(connection, "changes", str(change_counter(connection) + 1))


def read_meta(connection: Connection, name: str) -> str | None:
    """Return one value that holds for the whole record."""
    return connection.execute(select(meta.c.value).where(meta.c.name == name)).scalar()


def set_meta(connection: Connection, name: str, value: str) -> None:
    """Set one value that holds for the whole record."""
    changed = connection.execute(update(meta).where(meta.c.name == name).values(value=value))
    if not changed.rowcount:
        connection.execute(insert(meta).values(name=name, value=value))


def open_for_writing(folder: Path) -> Database:
    """Return the database of a record folder, made or brought to the newest revision where needed."""
    database = Database(_engine(folder, _connect_to_write), folder)
    try:
        with storing(folder):
            _migrate(database, folder)
    except BaseException:
        database.close()
        raise
    return database


def open_again(folder: Path) -> Database:
    """Return the database of a record that was opened before, to write to.

    Raises RecordCannotBeWritten where it was taken away since: a new and empty one must not stand in for it.
    """
    if not (folder / DATABASE).exists():
        raise RecordCannotBeWritten(
            f"{folder}: the record is no longer here. Put it back, then do this again."
        )
    return open_for_writing(folder)


def open_for_reading(folder: Path, clearance: str | None = None) -> Database:
    """Return the database of a record folder, never written to; also from a read-only disk.

    With a `clearance` it holds nothing of the documents above it (record/sight.py). Raises
    RecordCannotBeOpened where it is missing, damaged or of another revision.
    """
    database = Database(_engine(folder, partial(_connect_to_read, clearance=clearance)), folder)
    try:
        with database.read() as connection:
            _refuse_cut_short(folder)
            found = _revision(connection)
    except (DBAPIError, UnicodeDecodeError) as error:  # garbled names break the driver's own messages
        database.close()
        raise RecordCannotBeOpened(
            f"{folder}: {DATABASE} cannot be read ({_reason(error)}). Put it back from a backup, "
            "or build the record anew; `onrecord verify` lists what is damaged."
        ) from error
    except RecordCannotBeOpened:
        database.close()
        raise
    if found != REVISION:
        database.close()
        raise _wrong_revision(folder, found)
    return database


def _refuse_cut_short(folder: Path) -> None:
    if is_cut_short(folder / DATABASE):
        raise RecordCannotBeOpened(
            f"{folder}: {DATABASE} is damaged (its end is missing). Put it back from a backup, "
            "or build the record anew in another folder."
        )


def _wrong_revision(folder: Path, found: str | None) -> RecordCannotBeOpened:
    if found is None or found < REVISION:
        return RecordCannotBeOpened(
            f"{folder}: this record was not finished or was made by an older version of On Record. "
            "Run `onrecord build` on it once to bring it up to date."
        )
    return RecordCannotBeOpened(
        f"{folder}: this record was made by a newer version of On Record. Install that version to open it."
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
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except OperationalError as error:
        if "no such table" in str(error.orig):
            return None
        raise


def _reason(error: Exception) -> str:
    return str(error.orig) if isinstance(error, DBAPIError) else str(error)


def _migrate(database: Database, folder: Path) -> None:
    try:
        with database.read() as connection:
            _refuse_cut_short(folder)
            found = _revision(connection)
    except (DBAPIError, UnicodeDecodeError) as error:
        reason = _reason(error).lower()
        if "locked" in reason or any(word in reason for word in _REFUSED):
            raise
        raise RecordCannotBeOpened(
            f"{folder}: {DATABASE} is damaged ({_reason(error)}). Put it back from a backup, "
            "or build the record anew in another folder."
        ) from error
    if found is not None and found > REVISION:
        raise _wrong_revision(folder, found)
    if found != REVISION:
        with database.write() as connection:
            upgrade(connection)


def upgrade(connection: Connection) -> None:
    """Run the migrations up to the newest revision, on any database SQLAlchemy connects to."""
    from alembic import command  # noqa: PLC0415  (a third of a second, needed once a record)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
