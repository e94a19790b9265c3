"""Which rows of a record a person asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import Any

from onrecord.record.store import Record
from onrecord.types.codec import encode
from onrecord.types.errors import OnRecordError
from onrecord.types.identity import folded_name
from onrecord.types.rows import EXPORTED_TYPES, ROW_TYPES, Actor, Ask, Norm, Row, Statement


class NoSuchActor(OnRecordError):
    """The record has no actor of the name or id that was asked for."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows of one type, document and set of actors whose words contain `match`; None asks nothing.

    Statements that the extractor is less sure of are left out unless `unsure` is True.
    """

    row_type: str | None = None
    document: str | None = None
    actors: frozenset[str] | None = None
    match: str | None = None
    unsure: bool = False

    def rows(self, record: Record) -> Iterator[Row]:
        """Yield the selected rows type by type as a person reads them.

        By document path and place; actors and norms by how often they are mentioned.
        """
        types = EXPORTED_TYPES if self.row_type is None else (self.row_type,)
        for row_type in types:
            yield from (row for row in _all_of(record, row_type) if self._takes(row))

    def _takes(self, row: Row) -> bool:
        return (
            (self.unsure or not isinstance(row, Statement) or row.sure)
            and (self.document is None or _is_in(row, self.document))
            and (self.actors is None or speaks_of(row, self.actors))
            and (self.match is None or _reads(row, folded_name(self.match)))
        )


def _all_of(record: Record, row_type: str) -> Iterable[Row]:
    if row_type == "event":
        return _united(record, row_type)
    if row_type in ("actor", "norm"):
        return sorted(_united(record, row_type), key=_mentions, reverse=True)
    if row_type == "ask":
        return _as_listed(record.rows(Ask))
    return record.rows(ROW_TYPES[row_type])


def _united(record: Record, row_type: str) -> Iterator[Row]:
    """Yield rows that several documents may tell of, each once with all its mentions."""
    up_to_type = takewhile(lambda row: row.row_type <= row_type, record.export_rows())
    return (row for row in up_to_type if row.row_type == row_type)


def _as_listed(asks: Iterable[Ask]) -> Iterator[Ask]:
    """Yield asks with the items of a list, which share the verb of its stem, in the order of the list."""
    for _, items in groupby(asks, key=lambda ask: (ask.document, ask.operative.start)):
        yield from sorted(items, key=lambda ask: ask.action.start)


def _mentions(row: Row) -> int:
    return len(row.mentions) if isinstance(row, Actor | Norm) else 0


def actors_called(record: Record, reference: str) -> frozenset[str]:
    """Return the ids of the actors meant by an id or by part of a name; raises NoSuchActor."""
    wanted = folded_name(reference)
    found = frozenset(
        row.id
        for row in _united(record, "actor")
        if isinstance(row, Actor)
        and (row.id == reference or any(wanted in folded_name(name) for name in (row.name, *row.aliases)))
    )
    if not found:
        raise NoSuchActor(
            f"There is no actor {reference!r} in this record. `onrecord actors RECORD` lists them."
        )
    return found


def speaks_of(row: Row, ids: frozenset[str]) -> bool:
    """Tell whether a row is one of some, or names any of them."""
    return not ids.isdisjoint(_strings(encode(row)))


def _is_in(row: Row, document: str) -> bool:
    named = (row.id, getattr(row, "document", None), *getattr(row, "rows", ()))
    return document in named or any(anchor.document == document for anchor in row.anchors())


def _reads(row: Row, wanted: str) -> bool:
    return any(wanted in folded_name(text) for text in _strings(encode(row)))


def _strings(value: Any) -> Iterator[str]:
    """Yield every string of a written row, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
