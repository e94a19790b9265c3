"""What a PostgreSQL server refuses, in sentences that name the address without password, and the remedy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from onrecord.record.address import ServerAddress
from onrecord.record.database import BUSY_SECONDS
from onrecord.types.errors import OnRecordError, RecordCannotBeOpened, RecordCannotBeWritten, RecordIsBusy

_INTACT = "What was stored before is intact"
_AGAIN = "then run the same command again; it goes on where it stopped."

_ENDED = ("connection is closed", "connection is lost", "terminating connection", "closed the connection")

Kind = type[RecordCannotBeOpened] | type[RecordCannotBeWritten]


@contextmanager
def going_on(address: ServerAddress, kind: Kind = RecordCannotBeOpened) -> Iterator[None]:
    """Turn the refusals of a server into errors of one kind, or RecordIsBusy."""
    try:
        yield
    except (DBAPIError, psycopg.Error) as error:
        meant = told(address, error, kind)
        if meant is None:
            raise
        raise meant from error
    except NoConnectionLeft as error:
        raise RecordIsBusy(
            f"{address}: this process has as many connections in use as it may open. Ask again in a moment."
        ) from error


def told(address: ServerAddress, error: DBAPIError | psycopg.Error, kind: Kind) -> OnRecordError | None:
    """Return the error that says what a server refused, None where it is a fault of this program."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(cause, "sqlstate", None)
    if state is None:
        return (
            _not_connected(address, str(cause), kind) if isinstance(cause, psycopg.OperationalError) else None
        )
    if state == "55P03":
        return RecordIsBusy(
            f"{address}: another process has been writing to this record for {BUSY_SECONDS} seconds. "
            "Wait until it has ended, then run this again."
        )
    if state == "53100":
        return RecordCannotBeWritten(
            f"{address}: the disk of the server is full. {_INTACT}: make room there, {_AGAIN}"
        )
    if state == "25006":
        return RecordCannotBeWritten(
            f"{address}: the server takes no writes (it is a standby, or set to be read alone). {_INTACT}: "
            f"give the address of the one that takes writes, or set it back, {_AGAIN}"
        )
    if state == "42501":
        return kind(
            f"{address}: this user of the database may not do that ({_line(cause)}). "
            "Whoever runs the server can GRANT it the schema of the record, or give it a database of its own."
        )
    if state == "53300":
        return RecordIsBusy(f"{address}: the server has no connection left. Ask again in a moment.")
    if state[:3] == "57P" or state[:2] in ("08", "58", "XX"):
        return lost(address, kind)
    return _not_connected(address, str(cause), kind) if state[:2] in ("28", "3D") else None


def lost(address: ServerAddress, kind: Kind) -> OnRecordError:
    """Return the error that says that a server ended a connection."""
    return kind(f"{address}: the server ended the connection. {_INTACT}: see that it is running, {_AGAIN}")


def _not_connected(address: ServerAddress, reason: str, kind: Kind) -> OnRecordError:
    """Return what kept a connection from being made: the server says so in words alone."""
    words = reason.lower()
    if any(ended in words for ended in _ENDED):
        return lost(address, kind)
    if "password" in words or "authentication" in words or "no pg_hba.conf entry" in words:
        remedy = (
            "Put the right password into ~/.pgpass or PGPASSWORD, where other users of this machine do not "
            "see it, and see that the server lets this user in."
        )
        return kind(f"{address}: the server does not let this user in ({_line(reason)}). {remedy}")
    if "does not exist" in words:
        return kind(
            f"{address}: the server has no such database or user ({_line(reason)}). "
            "Make it with CREATE DATABASE or CREATE USER, or mend the address."
        )
    return kind(
        f"{address}: the server cannot be reached ({_line(reason)}). "
        f"{_INTACT}: see that it is running and that the address is right, {_AGAIN}"
    )


def _line(reason: object) -> str:
    """Return the last line of what a server said, which names the cause."""
    lines = [line.strip() for line in str(reason).splitlines() if line.strip()]
    return lines[0].removeprefix("connection failed: ") if lines else "it does not say why"


def holder_of(connection: Connection, key: int) -> str:
    """Return the name of the process that holds an advisory lock, as it gave it to the server."""
    named = connection.scalar(
        text(
            "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
            "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 "
            "AND (l.classid::bigint << 32 | l.objid::bigint) = :key"
        ),
        {"key": key},
    )
    return str(named) if named else "unknown process"
