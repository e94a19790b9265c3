"""Documents going into the catalogue: each with the entries of its rows, in the place of those it had."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from hashlib import blake2b
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import select

from onrecord.record.catalogue_rows import MENTIONS, Context, Kept, kept
from onrecord.record.catalogue_tables import PLACES, ROWS_OF_A_DOCUMENT, SHELF
from onrecord.record.judgements import Judged
from onrecord.record.merging import MERGED
from onrecord.record.reading import Reader, View, document_of
from onrecord.record.receipts import in_parts
from onrecord.record.schema import documents, resolved_rows, rows
from onrecord.types.codec import encode, from_json
from onrecord.types.ledger import stems_of
from onrecord.types.rows import EXPORTED_TYPES, Actor, Ask, DocumentRow, Norm, Row, Statement

T = TypeVar("T")

TOGETHER = 100
"""Documents whose rows are in memory at once."""

OF_WORDS = tuple(name for name in EXPORTED_TYPES if name != "document" and name not in MERGED)
"""Types whose rows stand in one document each."""

STEM = "stem"
"""Stands as the state of an ask that only opens a list: it is never listed."""

NOWHERE = 0
"""The place of rows that stand in no document."""

_VALUES = attrgetter(*(each.name for each in fields(Kept)))
_COLUMNS = len(fields(Kept)) - 4  # all but named, edges, about and words
_ENTRY = f"INSERT INTO entries VALUES (?, {', '.join('?' * (_COLUMNS + 1))})"


class NoRoom(Exception):
    """No place is left between two documents: the catalogue has to be made anew."""


@dataclass(slots=True)
class Dirty:
    """What has to be counted anew: merged rows, first mentions of asks, wanted documents; rows that changed.

    After everything changed, `everything` stands for them all.
    """

    targets: set[int] = field(default_factory=set)
    asks: set[str] = field(default_factory=set)
    wanted: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    everything: bool = False


def unjudged(view: View) -> View:
    """Return a view in which no rows are one because reviewers say so: a page asks for that when it is made.

    So uniting two actors of a thousand documents costs no more than of one.
    """
    held = view.judged
    return replace(view, judged=Judged({}, held.stopped, held.apart))


def parts_of(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield items in lists of at most `size`."""
    waiting = iter(items)
    while part := list(islice(waiting, size)):
        yield part


class Filling:
    """Puts documents into one catalogue and takes them out, and notes what has to be counted anew."""

    def __init__(self, catalogue: sqlite3.Connection, reader: Reader) -> None:
        self.catalogue = catalogue
        self.judged = reader.view.judged
        self.reader = Reader(reader.connection, unjudged(reader.view))
        self.dirty = Dirty()
        self._things: dict[str, int] = {}
        self._slims: set[int] = set()

    # places

    def spread_places(self) -> list[str]:
        """Give every document in sight a place in the order of paths; return them in that order."""
        query = _in_sight().order_by(documents.c.path, documents.c.id)
        found = self.reader.connection.execute(query).all()
        step = (1 << PLACES) // (len(found) + 1)
        self._put_papers((step * number, row) for number, row in enumerate(found, start=1))
        return [row.id for row in found]

    def give_places(self, ids: Sequence[str]) -> list[str]:
        """Give those of some documents that are in sight a place between others, and return them.

        Raises NoRoom.
        """
        found: list[Any] = []
        for some in in_parts(ids):
            found += self.reader.connection.execute(_in_sight().where(documents.c.id.in_(some)))
        found.sort(key=lambda row: (row.path, row.id))
        for gap, rows_here in self._gaps(found):
            step = (gap[1] - gap[0]) // (len(rows_here) + 1)
            if step < 1:
                raise NoRoom
            self._put_papers((gap[0] + step * number, row) for number, row in enumerate(rows_here, 1))
        return [row.id for row in found]

    def _gaps(self, found: Iterable[Any]) -> Iterator[tuple[tuple[int, int], list[Any]]]:
        """Yield the gaps between places that documents go into, with those that do, in order."""
        gaps: dict[tuple[int, int], list[Any]] = {}
        for row in found:
            before, after = self.catalogue.execute(
                "SELECT (SELECT max(place) FROM papers WHERE (path, id) < (?1, ?2)),"
                " (SELECT min(place) FROM papers WHERE (path, id) > (?1, ?2))",
                (row.path, row.id),
            ).fetchone()
            gaps.setdefault((before or 0, after or 1 << PLACES), []).append(row)
        yield from gaps.items()

    def _put_papers(self, placed: Iterable[tuple[int, Any]]) -> None:
        self.catalogue.executemany(
            "INSERT INTO papers VALUES (?, ?, ?, '')",
            ((place, row.id, _clean(row.path)) for place, row in placed),
        )

    # taking out

    def take_out(self, ids: Iterable[str]) -> None:
        """Take documents out, with all that stands in them; `""` stands for what stands in none."""
        for id_ in ids:
            found = self.catalogue.execute("SELECT place FROM papers WHERE id = ?", (id_,)).fetchone()
            if found is None and id_:
                continue
            first, last = keys_at(found[0] if found else NOWHERE)
            self.mark(first, last)
            remove(self.catalogue, first, last)
            self.catalogue.execute("DELETE FROM parts WHERE key BETWEEN ? AND ?", (first, last))
            self.catalogue.execute("DELETE FROM papers WHERE id = ?", (id_,))

    def mark(self, first: int, last: int) -> None:
        """Note what has to be counted anew where entries from one key to another come or go."""
        ask, wanted, between = SHELF["ask"], SHELF["wanted"], (first, last)
        dirty, run = self.dirty, self.catalogue.execute
        dirty.targets.update(
            n for (n,) in run("SELECT DISTINCT target FROM parts WHERE key BETWEEN ? AND ?", between)
        )
        for id_, shelf, leads in run(
            "SELECT id, shelf, leads FROM entries WHERE key BETWEEN ? AND ?", between
        ):
            dirty.touched.add(id_)
            if abs(shelf) == ask:
                dirty.asks.update((id_, leads))
            elif abs(shelf) == wanted:
                dirty.wanted.add(leads)
        answered = run(
            "SELECT other FROM edges WHERE key BETWEEN ? AND ? AND relation = 'asks'", between
        ).fetchall()
        dirty.asks.update(other for (other,) in answered)

    # putting in

    def put(self, ids: Iterable[str]) -> None:
        """Put documents that have a place into the catalogue."""
        for some in parts_of(ids, TOGETHER):
            self._put_together(some)

    def put_nowhere(self) -> None:
        """Put in the rows that stand in no document."""
        found = [(0, row.id, row) for kind in OF_WORDS for row in self.reader.rows_in_no_document(kind)]
        self._put_document(NOWHERE, None, found, [])

    def _put_together(self, ids: Sequence[str]) -> None:
        papers = self._documents(ids)
        owners = list(papers)
        of_words: dict[str, list[tuple[int, str, Row]]] = {owner: [] for owner in owners}
        for kind in OF_WORDS:
            for owner, start, row in self.reader.placed_rows_of(kind, owners):
                if row.id not in self.judged.added:
                    of_words[owner].append((start, row.id, row))
        merged = self._merged(owners)
        for owner, document in papers.items():
            [place] = self.catalogue.execute("SELECT place FROM papers WHERE id = ?", (owner,)).fetchone()
            self._put_document(place, document, of_words[owner], merged.get(owner, []))

    def _documents(self, ids: Sequence[str]) -> dict[str, DocumentRow]:
        """Return documents as reviewers left them, also those that they rejected."""
        found = self.reader.connection.execute(
            select(documents.c.path, documents.c.payload).where(documents.c.id.in_(ids))
        ).all()
        read = self.reader.lead([document_of(row.payload, row.path) for row in found if row.payload])
        reviewed = (self.reader.view.review.corrected(row) for row in read)
        here = {row.id: row for row in reviewed if isinstance(row, DocumentRow)}
        return {id_: here[id_] for id_ in ids if id_ in here}

    def _merged(self, owners: Sequence[str]) -> dict[str, list[tuple[int, str, Row, Row]]]:
        """Return what documents tell of actors, norms and events.

        Of each: where it starts, its own id, the row as it was read and as its ids are led.
        """
        read = select(rows.c.document, rows.c.start, rows.c.payload).where(
            rows.c.type.in_(sorted(MERGED)), rows.c.document.in_(owners)
        )
        made = select(resolved_rows.c.document, resolved_rows.c.start, resolved_rows.c.payload).where(
            resolved_rows.c.type.in_(sorted(MERGED)),
            resolved_rows.c.document.in_(owners),
            resolved_rows.c.stage.in_(self.reader.view.stages),
        )
        kinds = MERGED & self.reader.view.resolved
        found = [
            (row.document, row.start, from_json(row.payload))
            for query in ((read, made) if kinds else (read,))
            for row in self.reader.connection.execute(query)
            if query is read or not self.reader.view.tells_of_retired(row.payload)
        ]
        held: dict[str, list[tuple[int, str, Row, Row]]] = {}
        led = self.reader.lead([row for _, _, row in found])
        for (owner, start, before), after in zip(found, led, strict=True):
            held.setdefault(owner, []).append((start, before.id, before, after))
        return held

    def _put_document(
        self,
        place: int,
        document: DocumentRow | None,
        of_words: Iterable[tuple[int, str, Row]],
        merged: Sequence[tuple[int, str, Row, Row]],
    ) -> None:
        first, last = keys_at(place)
        items: list[tuple[int, str, Row | None, Row]] = [
            *((start, id_, None, row) for start, id_, row in of_words),
            *merged,
        ]
        items.sort(key=lambda item: item[:2])
        found = [item[3] for item in items]
        context = Context(document, {row.id: row for row in found if isinstance(row, Statement)})
        stems = stems_of(row for row in found if isinstance(row, Ask))
        if document is not None:
            self._put_paper(place, document, context, len(items))
        for key, (_, _, before, row) in enumerate(items, start=first + 1):
            if before is not None:
                self._put_part(key, before, row)
            else:
                entry = kept(row, context)
                self.put_entry(key, replace(entry, state=STEM) if row.id in stems else entry)
        self._put_invocations(place, (row for _, _, _, row in merged))
        if not self.dirty.everything:
            self.mark(first, last)

    def _put_paper(self, place: int, document: DocumentRow, context: Context, held: int) -> None:
        edtf = document.date.edtf if document.date else ""
        if self.reader.shows(document.id):
            entry = replace(kept(document, context), mentions=held, rank=-float(held))
            self.put_entry(keys_at(place)[0], entry)
        else:
            edtf = ""
        self.catalogue.execute("UPDATE papers SET edtf = ? WHERE place = ?", (_clean(edtf), place))

    def put_entry(self, key: int, entry: Kept, payload: str | None = None, derived: int = 0) -> None:
        """Put in one entry with all that belongs to it."""
        run = self.catalogue.execute
        *values, named, edges, about, words = _VALUES(entry)
        run(_ENTRY, (key, *map(_clean, values), payload))
        if named:
            self.catalogue.executemany(
                "INSERT OR IGNORE INTO named VALUES (?, ?, ?, ?, ?)",
                [(key, self.thing(id_), role, entry.shelf, derived) for role, id_ in named],
            )
        if edges:
            self.catalogue.executemany(
                "INSERT INTO edges VALUES (?, ?, ?)", [(key, relation, id_) for relation, id_ in edges]
            )
        if about:
            self.catalogue.executemany("INSERT INTO about VALUES (?, ?)", [(key, id_) for id_ in about])
        run("INSERT INTO words (rowid, folded) VALUES (?, ?)", (key, _clean(words)))

    def thing(self, id_: str) -> int:
        """Return the number that stands for an actor, norm or event, given now where it has none."""
        known = self._things.get(id_)
        if known is None:
            run = self.catalogue.execute
            found = run("SELECT n FROM things WHERE id = ?", (id_,)).fetchone()
            known = int(
                found[0] if found else run("INSERT INTO things (id) VALUES (?)", (id_,)).lastrowid or 0
            )
            if len(self._things) > 500_000:
                self._things.clear()
            self._things[id_] = known
        return known

    def _put_part(self, key: int, before: Row, row: Row) -> None:
        """Put in what one document tells of a thing; what several tell alike is kept once.

        That is all but the places of an actor or norm, of which the first MENTIONS are kept apart.
        """
        mentions = len(getattr(row, "mentions", ()))
        slim: int | None = None
        seen = row
        if isinstance(row, Actor):
            slim = self._slim(as_json(replace(row, mentions=())))
            seen = replace(row, mentions=row.mentions[:MENTIONS])
        elif isinstance(row, Norm):
            slim = self._slim(as_json(replace(row, mentions=(), invocations=())))
            held = row.invocations[:MENTIONS]
            seen = replace(row, mentions=row.mentions[:MENTIONS], invocations=held)
        line = (key, self.thing(row.id), before.id, mentions, slim, as_json(seen))
        self.catalogue.execute("INSERT INTO parts VALUES (?, ?, ?, ?, ?, ?)", line)

    def _put_invocations(self, place: int, found: Iterable[Row]) -> None:
        """Let the statements that invoke a norm be found by it: they name it then."""
        shelf = SHELF["statement"]
        for norm in found:
            said = {each.statement for each in norm.invocations} if isinstance(norm, Norm) else set()
            for statement in sorted(filter(None, said)):
                self.catalogue.execute(
                    "INSERT OR IGNORE INTO named SELECT key, ?, 'norm', shelf, 0 FROM entries"
                    " WHERE key BETWEEN ? AND ? AND id = ? AND shelf IN (?, ?)",
                    (self.thing(norm.id), *keys_at(place), statement, shelf, -shelf),
                )

    def _slim(self, payload: str) -> int:
        number = int.from_bytes(blake2b(payload.encode(), digest_size=8).digest(), signed=True)
        if number not in self._slims:
            self.catalogue.execute("INSERT OR IGNORE INTO slims VALUES (?, ?)", (number, payload))
            if len(self._slims) > 500_000:
                self._slims.clear()
            self._slims.add(number)
        return number


def as_json(row: Row) -> str:
    """Return a row as JSON in ASCII, which holds any code point."""
    return _IN_ASCII(encode(row))


_IN_ASCII = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode


def keys_at(place: int) -> tuple[int, int]:
    """Return the first and last key of the entries of a document."""
    first = place << ROWS_OF_A_DOCUMENT
    return first, first + (1 << ROWS_OF_A_DOCUMENT) - 1


def remove(catalogue: sqlite3.Connection, first: int, last: int) -> None:
    """Take the entries from one key to another out, with all that belongs to them."""
    for table in ("entries", "named", "edges", "about"):
        catalogue.execute(f"DELETE FROM {table} WHERE key BETWEEN ? AND ?", (first, last))
    catalogue.execute("DELETE FROM words WHERE rowid BETWEEN ? AND ?", (first, last))


def _in_sight() -> Any:
    return select(documents.c.id, documents.c.path).where(
        documents.c.retired.is_(False), documents.c.payload.is_not(None)
    )


def _clean(value: Any) -> Any:
    """Return a value as SQLite takes it: in text, a lone surrogate becomes a question mark."""
    if not isinstance(value, str) or value.isascii():
        return value
    return value.encode("utf-8", "replace").decode("utf-8")
