"""Keys under which documents meet: who has them, how many, and which a document has.

Comparing asks for keys more often than for anything else, so the statements are made once and their values
go to the driver as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Text, bindparam, distinct, func, select, type_coerce

from onrecord.record.database import Database
from onrecord.record.long_keys import asked_by
from onrecord.record.receipts import MANY, in_parts
from onrecord.record.schema import block_keys, documents, escaped, unescaped
from onrecord.types.findings import BlockKey

_NUMBER = block_keys.c.document_number

_IN_SIGHT = _NUMBER.not_in(select(documents.c.number).where(documents.c.retired))
"""The condition that a key is of a document in sight, asked of its number: no document is read."""


def _plain(column: Any) -> Any:
    return type_coerce(column, Text)


_THESE = (
    _plain(block_keys.c.stage) == bindparam("stage", type_=Text),
    _plain(block_keys.c.key).in_(bindparam("keys", expanding=True, type_=Text)),
)

_MEMBERS = (
    select(_plain(block_keys.c.key), _plain(documents.c.id), _plain(block_keys.c.row), block_keys.c.start)
    .join(documents, documents.c.number == _NUMBER)
    .where(*_THESE, documents.c.retired.is_(False))
)

_SPREAD = (
    select(_plain(block_keys.c.key), func.count(distinct(_NUMBER)))
    .where(*_THESE, _IN_SIGHT)
    .group_by(block_keys.c.key)
)

_SHARED_SPREAD = _SPREAD.having(func.min(_NUMBER) < func.max(_NUMBER))
"""The same of keys that two documents have at least, most being of one: they are not even fetched."""


class Blocks:
    """Keys under which documents meet."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def shared(self, stage: str, smallest: int) -> Iterator[tuple[str, tuple[BlockKey, ...]]]:
        """Yield each key of a stage that at least `smallest` documents share, in key order."""
        after: str | None = None
        while True:
            query = _keys_of(stage, func.count(distinct(_NUMBER)) >= smallest)
            if after is not None:
                query = query.where(block_keys.c.key > after)
            with self._database.read() as connection:
                keys = list(connection.scalars(query.limit(MANY)))
                members = _members(connection, stage, keys)
            for key in keys:
                yield key, members[key]
            if len(keys) < MANY:
                return
            after = keys[-1]

    def lookup(self, stage: str, keys: Iterable[str]) -> Mapping[str, tuple[BlockKey, ...]]:
        """Return the members under each of `keys` that has any."""
        wanted = asked_by(keys)
        if not wanted:
            return {}
        with self._database.read() as connection:
            found = _members(connection, stage, list(wanted))
        return {wanted[key]: members for key, members in found.items()}

    def spread(self, stage: str, keys: Iterable[str], smallest: int = 1) -> Mapping[str, int]:
        """Return how many documents share each of `keys` that at least `smallest` have."""
        wanted = asked_by(keys)
        if not wanted:
            return {}
        statement = _SPREAD if smallest < 2 else _SHARED_SPREAD
        with self._database.read() as connection:
            counted = _asked(connection, statement, stage, list(wanted))
        return {wanted[unescaped(key)]: many for key, many in counted if many >= smallest}


def _keys_of(stage: str, having: Any) -> Any:
    return (
        select(block_keys.c.key)
        .where(block_keys.c.stage == stage, _IN_SIGHT)
        .group_by(block_keys.c.key)
        .having(having)
        .order_by(block_keys.c.key)
    )


def _asked(connection: Connection, statement: Any, stage: str, keys: Sequence[str]) -> list[Any]:
    found: list[Any] = []
    for some in in_parts([escaped(key) for key in keys]):
        found += connection.execute(statement, {"stage": stage, "keys": some}).all()
    return found


def _members(connection: Connection, stage: str, keys: Sequence[str]) -> dict[str, tuple[BlockKey, ...]]:
    found = [
        BlockKey(stage, unescaped(key), document, unescaped(row) if row else document, start)
        for key, document, row, start in _asked(connection, _MEMBERS, stage, keys)
    ]
    found.sort()  # of one stage: by key, document, row and start
    return {key: tuple(members) for key, members in groupby(found, key=lambda member: member.key)}
