"""Part of a document with the rows that have words in it: what a reader of a long document is shown."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select

from onrecord.record.custody import CustodyEntry, entries_on
from onrecord.record.reading import Reader
from onrecord.record.receipts import in_parts
from onrecord.record.schema import documents, resolved_documents, resolved_rows, rows
from onrecord.record.store import Record
from onrecord.types.codec import from_json
from onrecord.types.identity import LETTERS
from onrecord.types.rows import Row

SPOKEN_OF = 500
"""Rows made by comparing that are shown of one document at most: a much cited one has thousands."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a document's text, half-open, in code points."""

    document: str
    start: int
    end: int

    def holds(self, row: Row) -> bool:
        """Tell whether a row has words in it."""
        return any(
            anchor.document == self.document and anchor.start < self.end and self.start < anchor.end
            for anchor in row.anchors()
        )


def passages_of(record: Record, document: str) -> tuple[tuple[int, int], ...]:
    """Return the passages of a document in text order: paragraphs, long ones in pieces."""
    with record.reader() as reader:
        stored = reader.connection.scalar(select(documents.c.passages).where(documents.c.id == document))
    return tuple((start, end) for start, end in json.loads(stored or "[]"))


def rows_in(record: Record, window: Window, kinds: Collection[str]) -> list[Row]:
    """Return the rows of some types that have words in a window, in the order of the text."""
    with record.reader() as reader:
        found = [*_read_in(reader, window, kinds), *_made_in(reader, window, kinds)]
    return sorted(found, key=lambda row: (row.position, row.id))


def _read_in(reader: Reader, window: Window, kinds: Collection[str]) -> Iterator[Row]:
    query = select(rows.c.type, rows.c.start, rows.c.payload).where(
        rows.c.document == window.document,
        rows.c.type.in_(kinds),
        rows.c.start < window.end,
        rows.c.end > window.start,
    )
    read: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    for line in reader.connection.execute(query.order_by(rows.c.start, rows.c.id)):
        row = from_json(line.payload)
        if window.holds(row):
            read[line.type].append((line.start, row))
    for kind, found in read.items():
        for _, row in reader.shown_of(kind, found):
            yield reader.reviewed(row)


def _made_in(reader: Reader, window: Window, kinds: Collection[str]) -> Iterator[Row]:
    """Yield rows that comparing made of their own: those that stand here, and those that speak of here."""
    near = or_(
        resolved_rows.c.document != window.document,
        and_(resolved_rows.c.start < window.end, resolved_rows.c.end > window.start),
    )
    for row in _spoken_of(reader, window.document, kinds, near):
        if window.holds(row):
            yield row


def rows_about(record: Record, document: str, kind: str) -> list[Row]:
    """Return rows of one type that comparing made of their own and that speak of a document."""
    with record.reader() as reader:
        found = list(_spoken_of(reader, document, [kind]))
    return sorted(found, key=lambda row: (row.position, row.id))


def _spoken_of(reader: Reader, document: str, kinds: Collection[str], where: Any = None) -> Iterator[Row]:
    """Yield the rows of `kinds` that comparing made of their own and that speak of a document.

    Ids are looked up first, each type by its letter: a join would go through all rows of a type.
    """
    query = select(resolved_documents.c.id).distinct().where(resolved_documents.c.document == document)
    spoken = sorted(reader.connection.scalars(query))
    for kind in sorted(reader.view.resolved.intersection(kinds) - _READ):
        ids = [id_ for id_ in spoken if id_.startswith(f"{LETTERS[kind]}-")][:SPOKEN_OF]
        if where is not None:
            ids = _where(reader, ids, where)
        for row in reader.made_by_id(kind, ids).values():
            if reader.shows(row.id):
                yield reader.reviewed(row)


def _where(reader: Reader, ids: Sequence[str], where: Any) -> list[str]:
    found: list[str] = []
    for some in in_parts(ids):
        found += reader.connection.scalars(
            select(resolved_rows.c.id).where(resolved_rows.c.id.in_(some), where)
        )
    return found


_READ = frozenset({"actor", "ask", "event", "figure", "norm", "party_status", "response", "statement"})
"""Types whose rows come from reading: comparing only adds to them."""


def custody_of(record: Record, document: str, sha256: str) -> tuple[CustodyEntry, ...]:
    """Return what the custody log says of a document and of the bytes it was read from, in its order."""
    with record.reader() as reader:
        return tuple(entries_on(reader.connection, (document, sha256)))
