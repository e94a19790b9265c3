"""Which rows of a record a person asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.record.store import Record
from onrecord.types.codec import encode
from onrecord.types.errors import OnRecordError
from onrecord.types.identity import folded_name
from onrecord.types.rows import Actor, Row


class NoSuchActor(OnRecordError):
    """The record has no actor of the name or id that was asked for."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows of one type, document and set of actors whose words contain `match`; None asks nothing."""

    row_type: str | None = None
    document: str | None = None
    actors: frozenset[str] | None = None
    match: str | None = None

    def rows(self, record: Record) -> Iterator[Row]:
        """Yield the selected rows in the order of the export."""
        return (row for row in record.export_rows() if self._takes(row))

    def _takes(self, row: Row) -> bool:
        return (
            self.row_type in (None, row.row_type)
            and (self.document is None or _is_in(row, self.document))
            and (self.actors is None or not self.actors.isdisjoint(_strings(encode(row))))
            and (self.match is None or _reads(row, folded_name(self.match)))
        )


def actors_called(record: Record, reference: str) -> frozenset[str]:
    """Return the ids of the actors meant by an id or by part of a name; raises NoSuchActor."""
    wanted = folded_name(reference)
    found = frozenset(
        row.id
        for row in record.export_rows()
        if isinstance(row, Actor)
        and (row.id == reference or any(wanted in folded_name(name) for name in (row.name, *row.aliases)))
    )
    if not found:
        raise NoSuchActor(
            f"There is no actor {reference!r} in this record. `onrecord show RECORD actor` lists them."
        )
    return found


def _is_in(row: Row, document: str) -> bool:
    return document in (row.id, getattr(row, "document", None)) or any(
        anchor.document == document for anchor in row.anchors()
    )


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
