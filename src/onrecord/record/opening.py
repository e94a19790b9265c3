"""Records opened wherever they lie: which database an address stands for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from onrecord.record import sqlite
from onrecord.record.address import Address, FolderAddress
from onrecord.record.database import Database, Lock, Remains
from onrecord.record.folder import check_format
from onrecord.types.errors import RecordCannotBeOpened


def make(address: Address) -> tuple[Database, Lock]:
    """Return the database of a record to build, made where there is none, and the lock that a build holds.

    Raises RecordIsBusy where another build writes to it, RecordCannotBeWritten where it cannot be made,
    RecordCannotBeOpened where it is damaged or of another format.
    """
    if isinstance(address, FolderAddress):
        return sqlite.make(address.folder)
    with _needing_its_driver():
        from onrecord.record import postgresql  # noqa: PLC0415  (not for those who use folders alone)
    return postgresql.make(address)


def open_to_read(address: Address, clearance: str | None = None) -> Database:
    """Return the database of a record to read, without the documents above a clearance where one is given.

    Raises RecordCannotBeOpened with what to do.
    """
    if isinstance(address, FolderAddress):
        return sqlite.open_to_read(address.folder, clearance)
    with _needing_its_driver():
        from onrecord.record import postgresql  # noqa: PLC0415  (not for those who use folders alone)
    return postgresql.open_to_read(address, clearance)


def open_again(address: Address) -> Database:
    """Return the whole database of a record that was opened before, to write to.

    Raises RecordCannotBeWritten where it was taken away since.
    """
    if isinstance(address, FolderAddress):
        return sqlite.open_again(address.folder)
    with _needing_its_driver():
        from onrecord.record import postgresql  # noqa: PLC0415  (not for those who use folders alone)
    return postgresql.open_to_read(address)


def check_is_there(address: Address) -> None:
    """Raise RecordCannotBeOpened where a record that was opened before is no longer there to be read."""
    if isinstance(address, FolderAddress):
        check_format(address.folder)
    else:
        with _needing_its_driver():
            from onrecord.record import postgresql  # noqa: PLC0415
        postgresql.open_to_read(address).close()


def remains_of(address: Address) -> Remains:
    """Return what is left of a record that may be damaged; raises RecordCannotBeOpened where nothing is."""
    if isinstance(address, FolderAddress):
        return sqlite.remains_of(address.folder)
    with _needing_its_driver():
        from onrecord.record import postgresql  # noqa: PLC0415  (not for those who use folders alone)
    return postgresql.remains_of(address)


@contextmanager
def _needing_its_driver() -> Iterator[None]:
    """Raise RecordCannotBeOpened where what reaches a server is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        raise RecordCannotBeOpened(
            "A record on a PostgreSQL server needs the extra `postgres`, which is not installed: "
            "pip install 'onrecord[postgres]'."
        ) from error
