"""What rows are recognised by: their own words, with the characters around them, where they stand."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, and_, select

from onrecord.record.receipts import in_parts
from onrecord.record.schema import documents, resolved_documents, resolved_rows, rows
from onrecord.types.codec import from_json
from onrecord.types.identity import sha256_of
from onrecord.types.rows import Actor, Ask, DocumentRow, Event, FigureSet, Norm, Row, Statement
from onrecord.types.spans import Evidence

CONTEXT = 32
"""Characters before and after words that must be the same as well (as a W3C TextQuoteSelector has them)."""

MOST_KEPT = 20
"""Mentions of a row, and documents that tell of it, that are kept with a decision."""

Texts = Callable[[str], str]
"""Gives the canonical text of a document; raises KeyError where there is none."""


def own_words(row: Row) -> tuple[Evidence, ...]:
    """Return the words that make a row, in its order: not those that only tell more of it."""
    if isinstance(row, DocumentRow):
        return ()
    if isinstance(row, Statement):
        return row.content
    if isinstance(row, Ask):
        return (row.operative, row.action)
    if isinstance(row, Actor | Norm | Event):
        return row.mentions
    if isinstance(row, FigureSet):
        return row.anchors_of_figures
    anchor = getattr(row, "anchor", None) or getattr(row, "quotation", None)
    if isinstance(anchor, Evidence):
        return (anchor,)
    held: tuple[Evidence, ...] = getattr(row, "evidence", ()) or getattr(row, "pieces", ())
    return held


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the characters before and after words that must be the same for them to be the same words."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


@dataclass(frozen=True, slots=True)
class Telling:
    """The words of a row in the places where they stand: what it is recognised by."""

    id: str
    kind: str
    places: tuple[tuple[str, str], ...]
    sha256: str
    once: bool

    def is_at(self, places: Sequence[Sequence[str]]) -> bool:
        """Tell whether it stands in the same documents, or in those that lie there now."""
        return len(places) == len(self.places) and all(
            one[0] == other[0] or one[1] == other[1] for one, other in zip(self.places, places, strict=True)
        )


@dataclass
class Words:
    """The words of rows as the record has them now."""

    connection: Connection
    stages: Collection[str]
    texts: Texts
    _known: dict[tuple[str, str], tuple[Telling, ...]] = field(default_factory=dict)

    def is_here(self, id_: str) -> bool:
        """Tell whether the record has something in sight under an id."""
        return bool(present(self.connection, self.stages, [id_]))

    def of(self, id_: str) -> dict[str, Any]:
        """Return what a row is found again by: its type, and its words in each document that tells of it."""
        found = self._rows_under(id_)
        tellings = [telling for row in found if (telling := self._telling(row)) is not None]
        return {
            "type": found[0].row_type if found else "",
            "tellings": [[telling.kind, telling.places, telling.sha256] for telling in tellings],
        }

    def _rows_under(self, id_: str) -> list[Row]:
        query = (
            select(rows.c.payload)
            .join(documents, documents.c.id == rows.c.document)
            .where(rows.c.id == id_, documents.c.retired.is_(False))
            .order_by(documents.c.path, documents.c.id)
            .limit(MOST_KEPT)
        )
        read = [from_json(payload) for payload in self.connection.scalars(query)]
        if read:
            return read
        made = select(resolved_rows.c.payload).where(
            resolved_rows.c.id == id_, resolved_rows.c.stage.in_(self.stages)
        )
        last = self.connection.scalars(made.order_by(resolved_rows.c.rank.desc())).first()
        return [from_json(last)] if last else []

    def _telling(self, row: Row) -> Telling | None:
        words = own_words(row)
        if not words:
            return None
        paths = self._paths({anchor.document for anchor in words})
        written, once = [], True
        in_order = sorted(
            words, key=lambda anchor: (paths.get(anchor.document, ""), anchor.start, anchor.end)
        )
        for anchor in in_order:
            text = self.texts(anchor.document)
            before, after = context(text, anchor.start, anchor.end)
            written.append([before, anchor.exact, after])
            once = once and _is_once(text, before + anchor.exact + after)
        order = dict.fromkeys(anchor.document for anchor in in_order)
        places = tuple((document, paths.get(document, "")) for document in order)
        kind = str(getattr(row, "kind", ""))
        return Telling(row.id, kind, places, sha256_of(json.dumps(written).encode()), once)

    def _paths(self, ids: Collection[str]) -> dict[str, str]:
        query = select(documents.c.id, documents.c.path).where(documents.c.id.in_(sorted(ids)))
        return {row.id: row.path for row in self.connection.execute(query)}

    def tellings_in(self, kind: str, document: str) -> tuple[Telling, ...]:
        """Return what the rows of one type that speak of a document are recognised by."""
        if (kind, document) not in self._known:
            read = select(rows.c.payload).where(rows.c.type == kind, rows.c.document == document)
            spoken_of = and_(
                resolved_documents.c.id == resolved_rows.c.id,
                resolved_documents.c.stage == resolved_rows.c.stage,
            )
            made = (
                select(resolved_rows.c.payload)
                .join(resolved_documents, spoken_of)
                .where(
                    resolved_documents.c.document == document,
                    resolved_rows.c.type == kind,
                    resolved_rows.c.stage.in_(self.stages),
                )
            )
            found = [*self.connection.scalars(read), *self.connection.scalars(made)]
            tellings = (self._telling(from_json(payload)) for payload in found)
            self._known[kind, document] = tuple(one for one in tellings if one is not None)
        return self._known[kind, document]

    def around(self, anchors: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
        """Return each anchor as document, path, text's SHA-256, and the characters before and after it."""
        kept = []
        for anchor in anchors:
            document = str(anchor["document"])
            query = select(documents.c.path, documents.c.text_sha256).where(documents.c.id == document)
            line = self.connection.execute(query).one()
            before, after = context(self.texts(document), anchor["start"], anchor["end"])
            kept.append([document, line.path, line.text_sha256, before, after])
        return kept


def _is_once(text: str, words: str) -> bool:
    first = text.find(words)
    return first >= 0 and text.find(words, first + 1) < 0


def present(connection: Connection, stages: Collection[str], ids: Iterable[str]) -> set[str]:
    """Return those of `ids` under which the record has something in sight."""
    found: set[str] = set()
    retired = select(documents.c.id).where(documents.c.retired)
    for some in in_parts(sorted(set(ids))):
        # not joined with the documents in sight: SQLite would go through all of them
        read = select(rows.c.id).where(rows.c.id.in_(some), rows.c.document.not_in(retired))
        found.update(connection.scalars(read))
        made = select(resolved_rows.c.id).where(
            resolved_rows.c.id.in_(some),
            resolved_rows.c.stage.in_(stages),
            resolved_rows.c.document.not_in(retired),
        )
        found.update(connection.scalars(made))
        held = select(documents.c.id).where(
            documents.c.id.in_(some), documents.c.id.not_in(retired), documents.c.payload.is_not(None)
        )
        found.update(connection.scalars(held))
    return found
