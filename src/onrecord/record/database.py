"""The database of a record, whatever holds it: connections that read, snapshots, transactions that write.

`sqlite` and `postgresql` each make one; what reads and writes rows knows this module alone.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, bindparam, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from onrecord.record.address import Address
from onrecord.record.schema import documents, meta
from onrecord.record.sources import HashedFiles
from onrecord.types.errors import RecordCannotBeOpened

REVISION = "0006"
"""The newest revision of `migrations`; a test holds the two together."""

BUSY_SECONDS = 60
"""How long a writer waits for another's transaction before it gives up."""

RECORD_ID = "record_id"
"""The name under which a record's own id is kept, so that an index of another record is noticed."""

COMPARED_WHOLE = "compared_whole"
"""The name under which it is kept which change last made a stage anew as a whole, or took one away."""


class Lock(Protocol):
    """What a build holds so that no other writes to its record meanwhile."""

    def release(self) -> None:
        """Let it go; does nothing the second time."""


@dataclass(frozen=True, slots=True)
class Remains:
    """What is left of a record: its files, its tables where they can be read, and known damage.

    Each damage is a code, where it is, and a sentence.
    """

    sources: HashedFiles
    texts: HashedFiles
    database: Database | None
    damage: tuple[tuple[str, str, str], ...] = ()


class Database(ABC):
    """The tables and files of one record. Reads see what was committed; each write is one transaction."""

    part = "database"
    """What of the record the tables are, for a person who looks for what is damaged."""

    def __init__(
        self,
        engine: Engine,
        address: Address,
        files: tuple[HashedFiles, HashedFiles],
        clearance: str | None = None,
    ) -> None:
        self._engine = engine
        self.address = address
        self.sources, self.texts = files
        self.clearance = clearance

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection whose every query sees the latest commit."""
        with self._engine.connect() as connection:
            yield connection

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[Connection]:
        """Give a connection whose queries all see the record as it was at the first of them."""

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection in a transaction that commits at the end, and counts the change.

        Writers wait for one another. Raises RecordIsBusy after BUSY_SECONDS, RecordCannotBeWritten where
        the disk or the server refuses; what was committed before stays.
        """
        with self.keep() as connection:
            yield connection
            _count_change(connection)

    @abstractmethod
    def keep(self) -> AbstractContextManager[Connection]:
        """Give a connection in a transaction that is no change of the record: accounts, sessions, logs.

        What is held in memory of the record's rows stays good. Raises what `write` raises.
        """

    @abstractmethod
    def storing(self) -> AbstractContextManager[None]:
        """Turn the refusals of disk and database into sentences a user can act on."""

    @abstractmethod
    def to_decide(self) -> AbstractContextManager[Database]:
        """Give the whole database to write to, also where it was opened to read alone or by a clearance."""

    @abstractmethod
    def damage(self, connection: Connection) -> Iterator[tuple[str, str]]:
        """Yield what the database itself finds damaged: a code and a sentence without a remedy."""

    @abstractmethod
    def settle_copied(self, connection: Connection) -> None:
        """Make what goes with lines that were copied here with their numbers, in their transaction."""

    @property
    @abstractmethod
    def index_folder(self) -> Path:
        """The folder of what is derived from the record, which may not be there yet."""

    @abstractmethod
    def make_index_folder(self) -> bool:
        """Make the folder of what is derived from the record; return whether it can be written."""

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


_KEPT = select(meta.c.value).where(meta.c.name == bindparam("of"))

_KEEP = update(meta).where(meta.c.name == bindparam("of")).values(value=bindparam("now"))


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
    return connection.execute(_KEPT, {"of": name}).scalar()


def set_meta(connection: Connection, name: str, value: str) -> None:
    """Set one value that holds for the whole record."""
    changed = connection.execute(_KEEP, {"of": name, "now": value})
    if not changed.rowcount:
        connection.execute(insert(meta).values(name=name, value=value))


def check_revision(address: Address, found: str | None) -> None:
    """Raise RecordCannotBeOpened where tables of revision `found` cannot be read as they are."""
    if found is None or found < REVISION:
        raise RecordCannotBeOpened(
            f"{address}: this record was not finished or was made by an older version of On Record. "
            "Run `onrecord build` on it once to bring it up to date."
        )
    check_not_newer(address, found)


def check_not_newer(address: Address, found: str | None) -> None:
    """Raise RecordCannotBeOpened where tables of revision `found` are of a later version of this program."""
    if found is not None and found > REVISION:
        raise RecordCannotBeOpened(
            f"{address}: this record was made by a newer version of On Record. "
            "Install that version to open it."
        )


def revision_of(connection: Connection) -> str | None:
    """Return the revision of the tables; raises a DBAPIError where there are none."""
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def reason_of(error: Exception) -> str:
    """Return what the database itself says went wrong."""
    return str(error.orig) if isinstance(error, DBAPIError) else str(error)


def upgrade(connection: Connection) -> None:
    """Run the migrations up to the newest revision, on any database SQLAlchemy connects to."""
    from alembic import command  # noqa: PLC0415  (a third of a second, needed once a record)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
