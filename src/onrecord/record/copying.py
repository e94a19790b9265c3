"""A whole record copied from where it lies to another place: from a folder to a server, or back.

What is derived from it (lists, a folder's index) is made anew there. Sessions stay behind: people sign in
anew. The copy has an id of its own, so that nothing derived from the one is taken to be of the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection, Table, delete, func, select

from onrecord.record import custody, opening
from onrecord.record.address import Address
from onrecord.record.bulk import insert_many
from onrecord.record.database import RECORD_ID, Database, read_meta, set_meta
from onrecord.record.schema import metadata, sessions
from onrecord.record.sources import HashedFiles
from onrecord.types.errors import OnRecordError, RecordCannotBeOpened, RecordCannotBeWritten
from onrecord.types.identity import sha256_of

BATCH = 1000
"""Lines handed over at once."""

LEFT = frozenset({sessions.name})
"""Tables that are not copied."""


class CopyDiffers(OnRecordError):
    """What arrived is not what was sent: nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class Copied:
    """How many documents, lines of all tables and files a copy holds."""

    documents: int
    lines: int
    files: int


def copy(source: Address, target: Address) -> Copied:
    """Copy the record at one address to another, where none may be yet; return what was copied.

    The tables are stored in one transaction, when all files are there. A copy that was stopped goes on when
    it is asked for again. Raises RecordCannotBeWritten where the target holds a record, RecordCannotBeOpened
    where the source is damaged, CopyDiffers where something was lost on the way.
    """
    if source == target:
        raise RecordCannotBeWritten(f"{target}: this is the record itself. Give another place to copy it to.")
    held = opening.open_to_read(source)
    try:
        database, lock = opening.make(target)
        try:
            return _copy(held, database)
        finally:
            database.close()
            lock.release()
    finally:
        held.close()


def _refuse_a_record(target: Database) -> None:
    """Raise RecordCannotBeWritten where there is a record: one that was being copied here has no id yet."""
    with target.read() as connection:
        if read_meta(connection, RECORD_ID) is None:
            return
    raise RecordCannotBeWritten(
        f"{target.address}: there is a record here already. Give a new folder, or another schema of the "
        "database with ?schema=NAME."
    )


def _copy(source: Database, target: Database) -> Copied:
    _refuse_a_record(target)
    with source.snapshot() as reading:
        files = _copy_files(source, source.sources, target, target.sources)
        files += _copy_files(source, source.texts, target, target.texts)
        with target.keep() as writing:
            for table in reversed(metadata.sorted_tables):
                writing.execute(delete(table))
            lines = sum(_copy_table(reading, writing, table) for table in _tables())
            set_meta(writing, RECORD_ID, uuid4().hex)
            target.settle_copied(writing)
            _check(writing, target)
            documents = writing.scalar(select(func.count()).select_from(metadata.tables["documents"]))
    return Copied(int(documents or 0), lines, files)


def _tables() -> Iterator[Table]:
    """Yield the tables that are copied, each after those it refers to."""
    return (table for table in metadata.sorted_tables if table.name not in LEFT)


def _copy_files(source: Database, held: HashedFiles, target: Database, copied: HashedFiles) -> int:
    many = 0
    for sha256 in held.names():
        try:
            content = held.get(sha256)
        except OSError as error:
            raise _damaged(source, held.where(sha256)) from error
        if sha256_of(content) != sha256:
            raise _damaged(source, held.where(sha256))
        with target.storing():
            copied.put(content, sha256)
        many += 1
    return many


def _damaged(source: Database, where: str) -> RecordCannotBeOpened:
    return RecordCannotBeOpened(
        f"{source.address}: {where} is damaged or missing, so this record is not copied. "
        "`onrecord verify` lists all that is; put it back from a backup first."
    )


def _copy_table(reading: Connection, writing: Connection, table: Table) -> int:
    """Copy the lines of a table in the order of its key; return how many there are."""
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    many = 0
    for part in reading.execute(query).mappings().partitions():
        insert_many(writing, table, [dict(line) for line in part])
        many += len(part)
    if writing.scalar(select(func.count()).select_from(table)) != many:
        raise CopyDiffers(f"Lines of {table.name} were lost on the way: nothing was copied. Copy again.")
    return many


def _check(writing: Connection, target: Database) -> None:
    """Raise CopyDiffers where the logs do not hold as they are in the copy."""
    for log in (custody.CUSTODY, custody.READINGS):
        for seq, told in custody.broken_links(writing, log):
            raise CopyDiffers(
                f"{target.address}: entry {seq} of the {log.name} does not hold ({told}): nothing is copied. "
                "`onrecord verify` says whether it holds where it came from."
            )
