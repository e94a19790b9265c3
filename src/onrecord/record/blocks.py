"""Keys under which documents meet: who has them, how many, and which a document has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Text, bindparam, distinct, func, select

from onrecord.record.asked import Asked, plain
from onrecord.record.database import Database
from onrecord.record.long_keys import asked_by
from onrecord.record.receipts import MANY
from onrecord.record.schema import block_keys, documents, unescaped
from onrecord.types.findings import BlockKey

_NUMBER = block_keys.c.document_number

_IN_SIGHT = _NUMBER.not_in(select(documents.c.number).where(documents.c.retired))
"""The condition that a key is of a document in sight, asked of its number: no document is read."""

_OF_STAGE = plain(block_keys.c.stage) == bindparam("stage", type_=Text)

_MEMBERS = Asked(
    lambda keys: (
        select(plain(block_keys.c.key), plain(documents.c.id), plain(block_keys.c.row), block_keys.c.start)
        .join(documents, documents.c.number == _NUMBER)
        .where(_OF_STAGE, plain(block_keys.c.key).in_(keys), documents.c.retired.is_(False))
    )
)


def _spread(keys: Any) -> Any:
    return (
        select(plain(block_keys.c.key), func.count(distinct(_NUMBER)))
        .where(_OF_STAGE, plain(block_keys.c.key).in_(keys), _IN_SIGHT)
        .group_by(block_keys.c.key)
    )


_SPREAD = Asked(_spread)

_SHARED_SPREAD = Asked(lambda keys: _spread(keys).having(func.min(_NUMBER) < func.max(_NUMBER)))
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
        asked = _SPREAD if smallest < 2 else _SHARED_SPREAD
        with self._database.read() as connection:
            counted = asked.of(connection, wanted, stage=stage)
        return {wanted[unescaped(key)]: many for key, many in counted if many >= smallest}


def _keys_of(stage: str, having: Any) -> Any:
    return (
        select(block_keys.c.key)
        .where(block_keys.c.stage == stage, _IN_SIGHT)
        .group_by(block_keys.c.key)
        .having(having)
        .order_by(block_keys.c.key)
    )


def _members(connection: Connection, stage: str, keys: Sequence[str]) -> dict[str, tuple[BlockKey, ...]]:
    found = [
        BlockKey(stage, unescaped(key), document, unescaped(row) if row else document, start)
        for key, document, row, start in _MEMBERS.of(connection, keys, stage=stage)
    ]
    found.sort()  # of one stage: by key, document, row and start
    return {key: tuple(members) for key, members in groupby(found, key=lambda member: member.key)}
