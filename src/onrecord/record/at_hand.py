"""Rows of documents as one view shows them, kept while comparing goes through documents one after the other.

Each resolver asks for rows of many types of one document, then of the next. So what is read of a document is
read of those that follow it as well, in three queries for all of them, and kept as long as the view holds.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy import bindparam, select

from onrecord.record.reading import MADE_UNDER, Reader, View, read_under
from onrecord.record.receipts import in_parts
from onrecord.record.schema import resolved_rows, rows
from onrecord.types.codec import from_json
from onrecord.types.rows import DocumentRow, Row

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

TOGETHER = 32
"""Documents that are read at once where one of them is asked for."""

READ_KEPT = 256
"""Documents whose rows are kept as they were read, about 15 MB."""

SHOWN_KEPT = 4096
"""Lists of rows of one type of one document that are kept as they are shown, about 30 MB."""

DOCUMENTS_KEPT = 4096
"""Documents' own rows that are kept, about 10 MB."""

_READ = (
    select(rows.c.document, rows.c.type, rows.c.start, rows.c.id, rows.c.payload)
    .where(rows.c.document.in_(bindparam("owners", expanding=True)))
    .order_by(rows.c.document, rows.c.type, rows.c.start, rows.c.id)
)

_MADE = (
    select(resolved_rows)
    .where(
        resolved_rows.c.type.in_(bindparam("kinds", expanding=True)),
        resolved_rows.c.document.in_(bindparam("owners", expanding=True)),
        ~read_under(resolved_rows.c.id),
    )
    .order_by(resolved_rows.c.rank)
)


class Kept(Generic[K, V]):
    """The values that were asked for last, up to so many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        """Return a value, None where it is not kept."""
        held = self._held.get(key)
        if held is not None:
            self._held.move_to_end(key)
        return held

    def keep(self, key: K, value: V) -> V:
        """Keep a value; the one that was not asked for longest makes room."""
        self._held[key] = value
        if len(self._held) > self._most:
            self._held.popitem(last=False)
        return value

    def clear(self) -> None:
        """Keep nothing."""
        self._held.clear()


@dataclass(slots=True)
class _Stored:
    """What the tables hold of one document, as it is written, by type."""

    read: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    made: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    looked_up: set[str] = field(default_factory=set)
    made_under: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))


class AtHand:
    """What one view shows of the documents that were asked for last, and of those that come next."""

    def __init__(self) -> None:
        self._view: View | None = None
        self._coming: Sequence[str] = ()
        self._place: dict[str, int] = {}
        self._stored: Kept[str, _Stored] = Kept(READ_KEPT)
        self._shown: Kept[tuple[str, str], tuple[Row, ...]] = Kept(SHOWN_KEPT)
        self._documents: Kept[str, tuple[DocumentRow | None]] = Kept(DOCUMENTS_KEPT)

    def rows(self, view: View | None, kind: str, document: str) -> tuple[Row, ...] | None:
        """Return the rows of one type of a document where they are kept."""
        return self._shown.get((kind, document)) if view is not None and view is self._view else None

    def document(self, view: View | None, document: str) -> tuple[DocumentRow | None] | None:
        """Return a document, in a tuple of its own, where it is kept; it may not be shown."""
        return self._documents.get(document) if view is not None and view is self._view else None

    def come(self, ids: Sequence[str]) -> None:
        """Take note of the documents that will be asked for next, in their order."""
        self._coming = ids
        self._place = {id_: place for place, id_ in enumerate(ids)}

    def read_document(self, reader: Reader, document: str) -> DocumentRow | None:
        """Return one document as a reader shows it, None where it is not shown, and keep it."""
        self._of(reader.view)
        following = self._with_next(document)
        coming = [id_ for id_ in following if id_ == document or self._documents.get(id_) is None]
        shown = {row.id: row for row in reader.document_rows(coming)}
        for id_ in coming:
            self._documents.keep(id_, (shown.get(id_),))
        return shown.get(document)

    def read_rows(self, reader: Reader, kind: str, document: str) -> tuple[Row, ...]:
        """Return the rows of one type of a document as a reader shows them, and keep them."""
        self._of(reader.view)
        stored = self._stored.get(document)
        if stored is None:
            coming = self._with_next(document)
            self._read(reader, [id_ for id_ in coming if self._stored.get(id_) is None])
            stored = self._stored.get(document) or _Stored()
        shown = _StoredReader(reader, stored).rows_of(kind, [document])
        return self._shown.keep((kind, document), tuple(shown))

    def _of(self, view: View) -> None:
        if view is not self._view:
            self._view = view
            for kept in (self._stored, self._shown, self._documents):
                kept.clear()

    def _with_next(self, document: str) -> Sequence[str]:
        place = self._place.get(document)
        return [document] if place is None else self._coming[place : place + TOGETHER]

    def _read(self, reader: Reader, owners: Sequence[str]) -> None:
        found = {owner: _Stored() for owner in owners}
        connection, view = reader.connection, reader.view
        ids: dict[str, list[str]] = {owner: [] for owner in owners}
        for document, kind, start, id_, payload in connection.execute(_READ, {"owners": owners}):
            found[document].read[kind].append((start, payload))
            if kind in view.resolved:
                ids[document].append(id_)
        if view.resolved:
            for row in connection.execute(_MADE, {"owners": owners, "kinds": sorted(view.resolved)}):
                if row.stage in view.stages:
                    found[row.document].made[row.type].append(row)
            self._look_up(reader, found, ids)
        for owner, stored in found.items():
            self._stored.keep(owner, stored)

    def _look_up(self, reader: Reader, found: dict[str, _Stored], ids: dict[str, list[str]]) -> None:
        """Read what comparing made under the ids of rows, and under those that these are led to."""
        every = {id_ for some in ids.values() for id_ in some}
        targets = reader.redirects.targets(every) if reader.view.redirected else {}
        under: dict[str, list[Any]] = defaultdict(list)
        for some in in_parts(sorted(every.union(targets.values()))):
            for row in reader.connection.execute(MADE_UNDER, {"ids": some}):
                under[row.id].append(row)
        for owner, some in ids.items():
            stored = found[owner]
            stored.looked_up = {*some, *(targets[id_] for id_ in some if id_ in targets)}
            stored.made_under = {id_: under[id_] for id_ in stored.looked_up if id_ in under}


class _StoredReader(Reader):
    """Reads the rows of one document from what was read of it, and asks the tables for nothing else."""

    def __init__(self, reader: Reader, stored: _Stored) -> None:
        self.connection, self.view, self.redirects = reader.connection, reader.view, reader.redirects
        self._stored = stored

    def _read_rows(self, kind: str, owners: Sequence[str]) -> dict[str, list[tuple[int, Row]]]:
        [owner] = owners
        return {owner: [(start, from_json(payload)) for start, payload in self._stored.read.get(kind, ())]}

    def made_by_id(self, kind: str, ids: Collection[str]) -> dict[str, Row]:
        known = [id_ for id_ in ids if id_ in self._stored.looked_up]
        if kind not in self.view.resolved or len(known) < len(ids):
            return super().made_by_id(kind, ids)
        held = self._stored.made_under
        return self.leading(row for id_ in sorted(known) for row in held.get(id_, ()) if row.type == kind)

    def _stored_made(self, kind: str, owners: Sequence[str] | None) -> Iterable[Any]:
        return super()._stored_made(kind, owners) if owners is None else self._stored.made.get(kind, ())
