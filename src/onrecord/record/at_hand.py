"""Rows of documents as one view shows them, kept while comparing goes through documents one after the other.

Each resolver asks for rows of some types of each document, one document after the other. So what is read of a
document is read of those that follow it as well, in one query for all of them. What readings gave is kept
from one resolver to the next, as far as room is; what is shown of it, and what comparing made, as long as the
view holds.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Text, bindparam, select

from onrecord.record.asked import Asked, plain
from onrecord.record.reading import (
    MADE_COLUMNS,
    MADE_UNDER,
    MadeLine,
    Reader,
    View,
    document_of,
    made_lines,
    read_under,
)
from onrecord.record.schema import documents, resolved_rows, rows, unescaped
from onrecord.types.codec import from_json
from onrecord.types.rows import DocumentRow, Row

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

TOGETHER = 32
"""Documents that are read at once where one of them is asked for."""

READ_KEPT = 24_000_000
"""Characters of rows as they are written that are kept as they were read, about 100 MB."""

OF_NONE = 100
"""Characters that it counts for where a document has no rows of a type."""

SHOWN_KEPT = 4096
"""Lists of rows of one type of one document that are kept as they are shown, about 30 MB."""

DOCUMENTS_KEPT = 4096
"""Documents' own rows that are kept, about 10 MB."""

Read = Sequence[tuple[int, Row]]
"""Rows of one type of one document as its reading gave them, each with the offset that it stands at."""

_KIND = bindparam("kind", type_=Text)

_READ = Asked(
    lambda owners: (
        select(plain(rows.c.document), rows.c.start, plain(rows.c.payload))
        .where(plain(rows.c.type) == _KIND, plain(rows.c.document).in_(owners))
        .order_by(rows.c.document, rows.c.start, rows.c.id)
    )
)

_DOCUMENTS = Asked(
    lambda ids: select(plain(documents.c.id), plain(documents.c.path), plain(documents.c.payload)).where(
        plain(documents.c.id).in_(ids), documents.c.payload.is_not(None)
    )
)

_MADE = Asked(
    lambda owners: (
        select(*MADE_COLUMNS)
        .where(
            plain(resolved_rows.c.type) == _KIND,
            plain(resolved_rows.c.document).in_(owners),
            ~read_under(resolved_rows.c.id),
        )
        .order_by(resolved_rows.c.rank)
    )
)


class Kept(Generic[K, V]):
    """The values that were asked for last, up to so much weight."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._weight = 0
        self._held: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def get(self, key: K) -> V | None:
        """Return a value, None where it is not kept."""
        held = self._held.get(key)
        if held is None:
            return None
        self._held.move_to_end(key)
        return held[0]

    def keep(self, key: K, value: V, weight: int = 1) -> V:
        """Keep a value; those that were not asked for longest make room."""
        before = self._held.pop(key, None)
        self._held[key] = value, weight
        self._weight += weight - (before[1] if before else 0)
        while self._weight > self._most:
            self._weight -= self._held.popitem(last=False)[1][1]
        return value

    def clear(self) -> None:
        """Keep nothing."""
        self._held.clear()
        self._weight = 0


@dataclass(frozen=True, slots=True)
class _Made:
    """What comparing made of one type in a document: rows of its own, and others under ids of those read."""

    apart: Sequence[MadeLine]
    looked_up: Collection[str]
    under: Mapping[str, Sequence[MadeLine]]


_NOTHING = _Made((), frozenset(), {})


class AtHand:
    """What one view shows of the documents that were asked for last, and of those that come next."""

    def __init__(self) -> None:
        self._view: View | None = None
        self._coming: Sequence[str] = ()
        self._place: dict[str, int] = {}
        self._read: Kept[tuple[str, str], Read] = Kept(READ_KEPT)
        self._documents_read: Kept[str, tuple[DocumentRow | None]] = Kept(DOCUMENTS_KEPT)
        self._made: Kept[tuple[str, str], _Made] = Kept(SHOWN_KEPT)
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

    def forget(self) -> None:
        """Keep nothing of what was read: documents are read anew, come or go."""
        self._view = None
        for kept in (self._read, self._documents_read, self._made, self._shown, self._documents):
            kept.clear()

    def read_document(self, reader: Reader, document: str) -> DocumentRow | None:
        """Return one document as a reader shows it, None where it is not shown, and keep it."""
        self._of(reader.view)
        following = self._with_next(document)
        coming = [id_ for id_ in following if id_ == document or self._documents.get(id_) is None]
        read = [row for row in self._documents_of(reader, coming) if row.id not in reader.view.retired]
        shown = {row.id: row for row in reader.shown_documents(read)}
        for id_ in coming:
            self._documents.keep(id_, (shown.get(id_),))
        return shown.get(document)

    def read_rows(self, reader: Reader, kind: str, document: str) -> tuple[Row, ...]:
        """Return the rows of one type of a document as a reader shows them, and keep them."""
        self._of(reader.view)
        read = self._read.get((kind, document))
        if read is None:
            read = self._rows_of(reader, kind, self._with_next(document))[document]
        made = _NOTHING
        if kind in reader.view.resolved:
            made = self._made.get((kind, document)) or self._made_of(reader, kind, document)
        shown = _StoredReader(reader, read, made).rows_of(kind, [document])
        return self._shown.keep((kind, document), tuple(shown))

    def _of(self, view: View) -> None:
        if view is not self._view:
            self._view = view
            for kept in (self._made, self._shown, self._documents):
                kept.clear()

    def _with_next(self, document: str) -> Sequence[str]:
        place = self._place.get(document)
        return [document] if place is None else self._coming[place : place + TOGETHER]

    def _documents_of(self, reader: Reader, ids: Sequence[str]) -> list[DocumentRow]:
        """Return documents as their readings gave them, those of `ids` that were read."""
        held = {id_: self._documents_read.get(id_) for id_ in ids}
        missing = [id_ for id_, known in held.items() if known is None]
        found = {
            id_: document_of(unescaped(payload), unescaped(path))
            for id_, path, payload in _DOCUMENTS.of(reader.connection, missing)
        }
        for id_ in missing:
            held[id_] = self._documents_read.keep(id_, (found.get(id_),))
        return [known[0] for known in held.values() if known is not None and known[0] is not None]

    def _rows_of(self, reader: Reader, kind: str, owners: Sequence[str]) -> dict[str, Read]:
        """Return the rows of one type of some documents as their readings gave them."""
        held = {owner: self._read.get((kind, owner)) for owner in owners}
        found: dict[str, Read] = {owner: read for owner, read in held.items() if read is not None}
        missing = [owner for owner in owners if owner not in found]
        lists: dict[str, list[tuple[int, Row]]] = {owner: [] for owner in missing}
        weights = dict.fromkeys(missing, OF_NONE)
        for owner, start, payload in _READ.of(reader.connection, missing, kind=kind):
            lists[owner].append((start, from_json(unescaped(payload))))
            weights[owner] += len(payload)
        for owner, read in lists.items():
            found[owner] = self._read.keep((kind, owner), read, weights[owner])
        return found

    def _made_of(self, reader: Reader, kind: str, document: str) -> _Made:
        """Return what comparing made of one type in a document, and keep it of the next ones as well."""
        owners = [owner for owner in self._with_next(document) if self._made.get((kind, owner)) is None]
        ids = {
            owner: [row.id for _, row in read] for owner, read in self._rows_of(reader, kind, owners).items()
        }
        every = {id_ for some in ids.values() for id_ in some}
        targets = reader.redirects.targets(every) if reader.view.redirected else {}
        under = _by(lambda line: line.id, _in_sight(reader, MADE_UNDER, every.union(targets.values())), kind)
        apart = _by(lambda line: line.document, _in_sight(reader, _MADE, owners, kind=kind), kind)
        for owner, some in ids.items():
            looked_up = {*some, *(targets[id_] for id_ in some if id_ in targets)}
            here = {id_: under[id_] for id_ in looked_up if id_ in under}
            self._made.keep((kind, owner), _Made(apart.get(owner, ()), looked_up, here))
        return self._made.get((kind, document)) or _NOTHING


def _in_sight(reader: Reader, asked: Asked, values: Collection[str], **given: str) -> Iterable[MadeLine]:
    for line in made_lines(asked.of(reader.connection, sorted(values), **given)):
        if line.stage in reader.view.stages:
            yield line


def _by(name: Callable[[MadeLine], str], lines: Iterable[MadeLine], kind: str) -> dict[str, list[MadeLine]]:
    found: dict[str, list[MadeLine]] = {}
    for line in lines:
        if line.type == kind:
            found.setdefault(name(line), []).append(line)
    return found


class _StoredReader(Reader):
    """Reads rows of one type of one document from what was read of it, and asks no table for more."""

    def __init__(self, reader: Reader, read: Read, made: _Made) -> None:
        self.connection, self.view, self.redirects = reader.connection, reader.view, reader.redirects
        self._own, self._made = read, made

    def _read_rows(self, kind: str, owners: Sequence[str]) -> dict[str, Read]:
        [owner] = owners
        return {owner: self._own}

    def made_by_id(self, kind: str, ids: Collection[str]) -> dict[str, Row]:
        known = [id_ for id_ in ids if id_ in self._made.looked_up]
        if kind not in self.view.resolved or len(known) < len(ids):
            return super().made_by_id(kind, ids)
        under = self._made.under
        return self.leading(line for id_ in sorted(known) for line in under.get(id_, ())) if under else {}

    def _stored_made(self, kind: str, owners: Sequence[str] | None) -> Iterable[Any]:
        return super()._stored_made(kind, owners) if owners is None else self._made.apart
