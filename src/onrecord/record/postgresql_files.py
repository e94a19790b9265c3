"""Sources and texts of a record on a server: in a table, named by the SHA-256 of their bytes."""

from __future__ import annotations

import errno
from collections.abc import Iterator

from sqlalchemy import ColumnElement, Engine, func, select
from sqlalchemy.dialects.postgresql import insert

from onrecord.record.address import ServerAddress
from onrecord.record.postgresql_errors import going_on
from onrecord.record.postgresql_tables import files
from onrecord.record.sources import Stored
from onrecord.types.errors import RecordCannotBeWritten
from onrecord.types.identity import sha256_of

TOGETHER = 20
"""Files in memory at once while all are hashed anew."""


class ServerFiles:
    """The files of one kind, over connections of which each statement is a transaction."""

    def __init__(self, engine: Engine, address: ServerAddress, kind: str) -> None:
        self._engine = engine
        self._address = address
        self._kind = kind

    @property
    def is_there(self) -> bool:
        """Tell that there is a table: no record is without."""
        return True

    def where(self, sha256: str) -> str:
        """Return what a file is called in messages."""
        return f"{self._kind} {sha256}"

    def put(self, content: bytes, sha256: str | None = None) -> str:
        """Store `content` unless it is there in full; return its hash."""
        name = sha256 or sha256_of(content)
        size = select(func.octet_length(files.c.content)).where(*self._is(name))
        with going_on(self._address, RecordCannotBeWritten), self._engine.connect() as connection:
            if connection.scalar(size) != len(content):
                added = insert(files).values(kind=self._kind, sha256=name, content=content)
                connection.execute(
                    added.on_conflict_do_update(
                        index_elements=[files.c.kind, files.c.sha256], set_={"content": content}
                    )
                )
        return name

    def get(self, sha256: str) -> bytes:
        """Return the bytes; raises FileNotFoundError where they are missing."""
        with going_on(self._address), self._engine.connect() as connection:
            content = connection.scalar(select(files.c.content).where(*self._is(sha256)))
        if content is None:
            raise FileNotFoundError(errno.ENOENT, "it is not among the record's files", self.where(sha256))
        return bytes(content)

    def holds(self, sha256: str) -> bool:
        """Tell whether there are bytes under this hash."""
        with going_on(self._address), self._engine.connect() as connection:
            return connection.scalar(select(files.c.kind).where(*self._is(sha256))) is not None

    def names(self) -> Iterator[str]:
        """Yield the hashes that files are named by, in order."""
        query = select(files.c.sha256).where(files.c.kind == self._kind).order_by(files.c.sha256)
        with going_on(self._address), self._engine.connect() as connection:
            found = list(connection.scalars(query))
        yield from found

    def stored(self) -> Iterator[Stored]:
        """Yield every file, hashed anew."""
        after = ""
        while True:
            query = select(files.c.sha256, files.c.content).where(
                files.c.kind == self._kind, files.c.sha256 > after
            )
            with going_on(self._address), self._engine.connect() as connection:
                part = connection.execute(query.order_by(files.c.sha256).limit(TOGETHER)).all()
            for row in part:
                yield Stored(self.where(row.sha256), row.sha256, sha256_of(bytes(row.content)))
            if len(part) < TOGETHER:
                return
            after = part[-1].sha256

    def _is(self, sha256: str) -> tuple[ColumnElement[bool], ...]:
        return files.c.kind == self._kind, files.c.sha256 == sha256
