"""Records opened wherever they lie: which database an address stands for."""

from __future__ import annotations

from pathlib import Path

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
    return sqlite.make(_folder_of(address))


def open_to_read(address: Address, clearance: str | None = None) -> Database:
    """Return the database of a record to read, without the documents above a clearance where one is given.

    Raises RecordCannotBeOpened with what to do.
    """
    return sqlite.open_to_read(_folder_of(address), clearance)


def open_again(address: Address) -> Database:
    """Return the whole database of a record that was opened before, to write to.

    Raises RecordCannotBeWritten where it was taken away since.
    """
    return sqlite.open_again(_folder_of(address))


def check_is_there(address: Address) -> None:
    """Raise RecordCannotBeOpened where a record that was opened before is no longer there to be read."""
    check_format(_folder_of(address))


def remains_of(address: Address) -> Remains:
    """Return what is left of a record that may be damaged; raises RecordCannotBeOpened where nothing is."""
    return sqlite.remains_of(_folder_of(address))


def _folder_of(address: Address) -> Path:
    if not isinstance(address, FolderAddress):
        raise RecordCannotBeOpened(f"{address}: a record on a server cannot be opened yet. Give a folder.")
    return address.folder
