"""A record on a PostgreSQL server: tables, sources and texts in one schema of a database.

What is derived from it for lists lies in a folder of the machine that reads, so several may serve one record.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.exc import DBAPIError

from onrecord.record.address import ServerAddress
from onrecord.record.database import (
    BUSY_SECONDS,
    RECORD_ID,
    REVISION,
    Database,
    Lock,
    Remains,
    check_not_newer,
    check_revision,
    read_meta,
    revision_of,
    upgrade,
)
from onrecord.record.folder import SOURCES, TEXTS
from onrecord.record.postgresql_errors import going_on, holder_of, lost
from onrecord.record.postgresql_files import ServerFiles
from onrecord.record.postgresql_passages import put_all
from onrecord.record.postgresql_sight import hide_above
from onrecord.record.schema import metadata
from onrecord.types.errors import RecordCannotBeOpened, RecordCannotBeWritten, RecordIsBusy

CONNECTIONS = 5
"""Connections that are kept open by one process."""

MOST_CONNECTIONS = 50
"""Connections that one process opens at most; a server takes 100 unless it is set otherwise."""

SETTINGS = {
    "lock_timeout": f"{BUSY_SECONDS}s",
    "jit": "off",  # the queries are many and short: compiling them costs more than it saves
    "tcp_keepalives_idle": "30",  # a machine that is gone lets its locks go within a minute
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}

LOCK_SECONDS = 1
"""How long a build waits for the lock: the server may not have noticed yet that the last one ended."""


class ServerDatabase(Database):
    """The tables and files of a record in a schema; a build writes over the connection with its lock."""

    def __init__(
        self,
        engine: Engine,
        address: ServerAddress,
        clearance: str | None = None,
        build: BuildSession | None = None,
    ) -> None:
        reading = engine.execution_options(isolation_level="AUTOCOMMIT")
        files = (ServerFiles(reading, address, SOURCES), ServerFiles(reading, address, TEXTS))
        super().__init__(engine, address, files, clearance)
        self._server = address
        self._reading = reading
        self._build = build
        self._lock_of_writers = key_of(address, "write")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection whose every query sees the latest commit."""
        with going_on(self._server), self._reading.connect() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Give a connection whose queries all see the record as it was at the first of them."""
        with (
            going_on(self._server),
            self._engine.connect().execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            ) as connection,
        ):
            yield connection

    @contextmanager
    def keep(self) -> Iterator[Connection]:
        """Give a connection in a transaction, one writer after another, that is no change of the record."""
        with self.storing(), self._to_write() as connection, connection.begin():
            connection.execute(select(func.pg_advisory_xact_lock(self._lock_of_writers)))
            yield connection

    @contextmanager
    def _to_write(self) -> Iterator[Connection]:
        if self._build is not None:
            with self._build.connection() as connection:
                yield connection
        else:
            with self._engine.connect() as connection:
                yield connection

    @contextmanager
    def storing(self) -> Iterator[None]:
        """Turn the refusals of the server into sentences a user can act on."""
        with going_on(self._server, RecordCannotBeWritten):
            yield

    @contextmanager
    def to_decide(self) -> Iterator[Database]:
        """Give the whole of this database: what a server lets be read it lets be written as well."""
        yield self if self.clearance is None else self._whole

    @cached_property
    def _whole(self) -> ServerDatabase:
        return ServerDatabase(_engine(self._server), self._server)

    def close(self) -> None:
        """Close every connection."""
        super().close()
        if "_whole" in self.__dict__:
            self._whole.close()

    def damage(self, connection: Connection) -> Iterator[tuple[str, str]]:
        """Yield nothing: the server keeps references whole, and tells of damaged pages when they are read."""
        yield from ()

    def settle_copied(self, connection: Connection) -> None:
        """Count on from the highest numbers, and store the passages that search finds."""
        for table in metadata.sorted_tables:
            [first, *_] = table.primary_key.columns
            sequence = func.pg_get_serial_sequence(table.name, first.name)
            if connection.scalar(select(sequence)) is not None:
                highest = select(func.coalesce(func.max(first), 0) + 1).scalar_subquery()
                connection.execute(select(func.setval(sequence, highest, text("false"))))
        put_all(connection, self)

    @cached_property
    def index_folder(self) -> Path:
        """The folder in this machine's cache for what is derived from this record at this address."""
        cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
        with self.read() as connection:
            record = read_meta(connection, RECORD_ID) or ""
        place = sha256(str(self.address).encode()).hexdigest()[:8]
        apart = "" if self.clearance is None else f"-{self.clearance}"
        return Path(cache).expanduser() / "onrecord" / f"{record}-{place}{apart}"

    def make_index_folder(self) -> bool:
        """Make the folder in the cache for nobody but its owner; return False where it cannot be written."""
        try:
            self.index_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            return False
        return os.access(self.index_folder, os.W_OK)


class BuildSession:
    """The connection of a build, which holds the record's lock as long as it lasts.

    It is never opened again: another build may have begun since.
    """

    def __init__(self, connection: Connection, address: ServerAddress) -> None:
        self._connection = connection
        self._address = address
        self._turn = threading.Lock()

    @classmethod
    def take(cls, engine: Engine, address: ServerAddress) -> BuildSession:
        """Return the session that holds the lock of the record; raises RecordIsBusy with who holds it."""
        key = key_of(address, "build")
        with going_on(address):
            connection = engine.connect()
            try:
                connection.exec_driver_sql(f"SET lock_timeout = '{LOCK_SECONDS}s'")
                connection.execute(select(func.pg_advisory_lock(key)))
                connection.exec_driver_sql(f"SET lock_timeout = '{BUSY_SECONDS}s'")
                connection.commit()
            except DBAPIError as error:
                connection.invalidate()
                connection.close()
                if getattr(error.orig, "sqlstate", None) != "55P03":
                    raise
                with engine.connect() as asking:
                    holder = holder_of(asking, key)
                raise RecordIsBusy(
                    f"{address}: another build is writing to this record ({holder}). "
                    "Wait until it has ended, or stop it, then run this again."
                ) from error
        return cls(connection, address)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Give the connection to one thread at a time; raises RecordCannotBeWritten once it was lost."""
        with self._turn:
            if self._connection.closed or self._connection.invalidated:
                raise lost(self._address, RecordCannotBeWritten)
            yield self._connection

    def release(self) -> None:
        """End the connection and with it the lock; does nothing the second time."""
        if not self._connection.closed:
            self._connection.invalidate()
            self._connection.close()


def key_of(address: ServerAddress, use: str) -> int:
    """Return the number of an advisory lock of a record in its database."""
    named = sha256(f"onrecord {use} {address.schema}".encode()).digest()
    return int.from_bytes(named[:8], "big", signed=True)


def make(address: ServerAddress) -> tuple[Database, Lock]:
    """Return the database of a record, made where there is none, and the lock of its build."""
    engine = _engine(address)
    try:
        build = BuildSession.take(engine, address)
        try:
            database = ServerDatabase(engine, address, build=build)
            _migrate(database, address)
        except BaseException:
            build.release()
            raise
    except BaseException:
        engine.dispose()
        raise
    return database, build


def open_to_read(address: ServerAddress, clearance: str | None = None) -> ServerDatabase:
    """Return the database of a record, without the documents above a clearance where one is given.

    Raises RecordCannotBeOpened where there is none or it is of another revision.
    """
    database = ServerDatabase(_engine(address, clearance), address, clearance)
    try:
        with database.read() as connection:
            if not _has_tables(connection):
                _check_rights(connection, address)
                raise RecordCannotBeOpened(
                    f"{address}: there is no record here. Make one with `onrecord build`, "
                    "or bring one here with `onrecord copy`."
                )
            check_revision(address, revision_of(connection))
    except BaseException:
        database.close()
        raise
    return database


def remains_of(address: ServerAddress) -> Remains:
    """Return a record to be verified; raises RecordCannotBeOpened where it cannot be reached."""
    database = open_to_read(address)
    return Remains(database.sources, database.texts, database)


def _engine(address: ServerAddress, clearance: str | None = None) -> Engine:
    url = address.url
    given = url.query.get("options", "")
    settings = {"search_path": address.schema, **SETTINGS}
    options = " ".join([str(given), *(f"-c {name}={value}" for name, value in settings.items())])
    engine = create_engine(
        url.difference_update_query(["options"]),
        pool_size=CONNECTIONS,
        max_overflow=MOST_CONNECTIONS - CONNECTIONS,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": int(str(url.query.get("connect_timeout", 10))),
            "application_name": f"onrecord process {os.getpid()} on {socket.gethostname()}"[:63],
            "options": options.strip(),
        },
    )
    if clearance is not None:

        @event.listens_for(engine, "connect")
        def _hide(connection: psycopg.Connection[Any], _record: object) -> None:
            hide_above(connection, address.schema, clearance)

    return engine


def _check_rights(connection: Connection, address: ServerAddress) -> None:
    """Raise RecordCannotBeOpened where there is a schema that this user may not look into."""
    hidden = "SELECT count(*) FROM pg_namespace WHERE nspname = :s AND NOT has_schema_privilege(oid, 'USAGE')"
    if connection.scalar(text(hidden), {"s": address.schema}):
        raise RecordCannotBeOpened(
            f"{address}: this user of the database may not read the schema {address.schema}. Its owner can "
            "GRANT the user USAGE of the schema, and SELECT, INSERT, UPDATE, DELETE of its tables."
        )


def _has_tables(connection: Connection) -> bool:
    return connection.scalar(select(func.to_regclass("alembic_version"))) is not None


def _migrate(database: ServerDatabase, address: ServerAddress) -> None:
    """Make the schema and its tables, or bring them to the newest revision."""
    with database.storing():
        with database.read() as connection:
            found = revision_of(connection) if _has_tables(connection) else None
            if found is None:
                _check_empty(connection, address)
        check_not_newer(address, found)
        if found != REVISION:
            with database.write() as connection:
                connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{address.schema}"'))
                upgrade(connection)


def _check_empty(connection: Connection, address: ServerAddress) -> None:
    """Raise RecordCannotBeWritten where the schema holds other things, or the database other characters."""
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise RecordCannotBeWritten(
            f"{address}: this database keeps its text as {encoding}. Make one that keeps UTF-8: "
            "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0."
        )
    held = "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = :s"
    if connection.scalar(text(held), {"s": address.schema}):
        raise RecordCannotBeWritten(
            f"{address}: the schema {address.schema} holds other tables and is no record. "
            "Give another with ?schema=NAME."
        )
