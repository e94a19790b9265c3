"""How a decision finds its row again: by its id, else by the same words in the same place, else not at all.

With a decision the row is kept as it was, each of its words with CONTEXT characters before and after. Where a
rebuild gives no row of its id, the decision holds on a row of the same type and kind in the same document, or
in the one that lies now under the same path, that has exactly these words between exactly these characters,
once only. Nothing is stored of this: when the document comes back, so does the decision.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from onrecord.record.decisions import Decision, Orphan
from onrecord.record.receipts import in_parts
from onrecord.record.schema import documents, resolved_documents, resolved_rows, rows
from onrecord.types.codec import decode, encode, from_json
from onrecord.types.identity import sha256_of
from onrecord.types.rows import Actor, Ask, DocumentRow, Event, FigureSet, Norm, Row, Statement
from onrecord.types.spans import Evidence

CONTEXT = 32
"""Characters before and after words that must be the same as well (as a W3C TextQuoteSelector has them)."""

MOST_KEPT = 20
"""Mentions of a row, and documents that tell of it, that are kept with a decision."""

_ID = re.compile("[a-z]-[0-9a-f]{16}")

Texts = Callable[[str], str]
"""Gives the canonical text of a document; raises KeyError where there is none."""

GONE = "Its document is not in the record any more."
CHANGED = "Its words, with what stands before and after them, are not there any more."
TWICE = "Its words stand there more than once, so that it cannot be told which are meant."
NO_WORDS = "No row has its id any more, and it has no words to be found by."


class _CannotBeFound(Exception):
    """A decision finds nothing to hold on; the message is the reason."""


def keep(connection: Connection, stages: Collection[str], texts: Texts, made: tuple[str, Row, Any]) -> str:
    """Return what is kept with a decision on (id, row, value): what it is found again by, as JSON."""
    id_, row, value = made
    words = _Words(connection, stages, texts)
    named = {found for found in _ids_in(value) if found != id_}
    kept = {
        "row": encode(_short(row)),
        "found_by": words.of(id_),
        "names": {other: words.of(other) for other in sorted(named) if words.is_here(other)},
        "around": words.around(_anchors_in(value)),
    }
    return json.dumps(kept, ensure_ascii=True, sort_keys=True)


def _short(row: Row) -> Row:
    """Return a row with as many mentions as are kept."""
    return replace(row, mentions=row.mentions[:MOST_KEPT]) if isinstance(row, Actor | Norm | Event) else row


def kept_row(decision: Decision) -> Row | None:
    """Return the row as it was when a decision was made on it, None where none was kept."""
    written = _kept(decision)["row"]
    return decode(written) if written else None


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


def _ids_in(value: Any) -> Iterator[str]:
    """Yield the ids of rows that a JSON value names, those of anchors' documents left out."""
    if isinstance(value, str):
        if _ID.fullmatch(value):
            yield value
    elif isinstance(value, Mapping):
        if "exact" not in value:
            for name, item in value.items():
                if name not in ("id", "document"):
                    yield from _ids_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _ids_in(item)


def _anchors_in(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the anchors in a JSON value, in its order."""
    if isinstance(value, Mapping):
        if "exact" in value:
            yield value
        else:
            for item in value.values():
                yield from _anchors_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _anchors_in(item)


@dataclass(frozen=True, slots=True)
class _Telling:
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
class _Words:
    """The words of rows as the record has them now."""

    connection: Connection
    stages: Collection[str]
    texts: Texts
    _known: dict[tuple[str, str], tuple[_Telling, ...]] = field(default_factory=dict)

    def is_here(self, id_: str) -> bool:
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

    def _telling(self, row: Row) -> _Telling | None:
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
        return _Telling(row.id, kind, places, sha256_of(json.dumps(written).encode()), once)

    def _paths(self, ids: Collection[str]) -> dict[str, str]:
        query = select(documents.c.id, documents.c.path).where(documents.c.id.in_(sorted(ids)))
        return {row.id: row.path for row in self.connection.execute(query)}

    def tellings_in(self, kind: str, document: str) -> tuple[_Telling, ...]:
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
    shown = documents.c.retired.is_(False)
    retired = select(documents.c.id).where(documents.c.retired)
    for some in in_parts(sorted(set(ids))):
        read = select(rows.c.id).join(documents, documents.c.id == rows.c.document)
        found.update(connection.scalars(read.where(rows.c.id.in_(some), shown)))
        made = select(resolved_rows.c.id).where(
            resolved_rows.c.id.in_(some),
            resolved_rows.c.stage.in_(stages),
            resolved_rows.c.document.not_in(retired),
        )
        found.update(connection.scalars(made))
        held = select(documents.c.id).where(documents.c.id.in_(some), shown, documents.c.payload.is_not(None))
        found.update(connection.scalars(held))
    return found


def place(
    connection: Connection, stages: Collection[str], texts: Texts, made: Sequence[Decision]
) -> tuple[list[Decision], list[Orphan]]:
    """Return decisions that hold with the ids and places their rows have now, and those that find none."""
    if not made:
        return [], []
    kept = {decision.id: _kept(decision) for decision in made}
    named = {name for decision in made for name in (decision.row, *kept[decision.id]["names"])}
    placing = _Placing(_Words(connection, stages, texts), present(connection, stages, named))
    placed: list[Decision] = []
    orphaned: list[Orphan] = []
    for decision in made:
        try:
            placed.append(placing.moved(decision, kept[decision.id]))
        except _CannotBeFound as error:
            orphaned.append(Orphan(decision, str(error)))
    return placed, orphaned


def place_value(
    connection: Connection, stages: Collection[str], texts: Texts, decision: Decision
) -> Any | None:
    """Return the value of a decision with the ids and anchors it has now, None where it finds them not."""
    kept = _kept(decision)
    placing = _Placing(_Words(connection, stages, texts), present(connection, stages, kept["names"]))
    try:
        return placing.moved_value(decision.value, kept, {})
    except _CannotBeFound:
        return None


def _kept(decision: Decision) -> dict[str, Any]:
    kept: dict[str, Any] = {"row": None, "found_by": None, "names": {}, "around": []}
    kept.update(json.loads(decision.snapshot) if decision.snapshot else {})
    return kept


@dataclass
class _Placing:
    """Finds what decisions are on, in the record as it is."""

    words: _Words
    here: Collection[str]

    def moved(self, decision: Decision, kept: Mapping[str, Any]) -> Decision:
        """Return a decision with the ids and places it has now; raises _CannotBeFound."""
        if decision.action == "add":
            if decision.row not in self.here:
                raise _CannotBeFound(self._why_not(kept["around"]))
            return decision
        row = decision.row if decision.row in self.here else self._found(kept["found_by"])
        value = self.moved_value(decision.value, kept, {decision.row: row})
        return (
            decision
            if (row, value) == (decision.row, decision.value)
            else replace(decision, row=row, value=value)
        )

    def moved_value(self, value: Any, kept: Mapping[str, Any], ids: dict[str, str]) -> Any:
        """Return a JSON value with the ids and anchors it names as they are now; raises _CannotBeFound."""
        for name, found_by in kept["names"].items():
            if name not in self.here:
                ids[name] = self._found(found_by)
        anchors = [
            self._moved_anchor(anchor, around, ids)
            for anchor, around in zip(_anchors_in(value), kept["around"], strict=False)
        ]
        return _renamed(value, {one: other for one, other in ids.items() if one != other}, iter(anchors))

    def _found(self, found_by: Mapping[str, Any] | None) -> str:
        """Return the id under which a row that is not here stands now."""
        if not found_by or not found_by["tellings"]:
            raise _CannotBeFound(NO_WORDS)
        ids: set[str] = set()
        seen = twice = False
        for kind, places, sha256 in found_by["tellings"]:
            for document in self._documents_at(places[0]):
                seen = True
                for telling in self.words.tellings_in(found_by["type"], document):
                    if (telling.kind, telling.sha256) == (kind, sha256) and telling.is_at(places):
                        twice = twice or not telling.once
                        ids.add(telling.id)
        if twice or len(ids) > 1:
            raise _CannotBeFound(TWICE)
        if not ids:
            raise _CannotBeFound(CHANGED if seen else GONE)
        return ids.pop()

    def _documents_at(self, at: Sequence[str]) -> list[str]:
        """Return the document that a place names where it is in sight, and the one under its path now."""
        query = select(documents.c.id).where(
            or_(documents.c.id == at[0], documents.c.path == at[1]),
            documents.c.retired.is_(False),
            documents.c.payload.is_not(None),
        )
        return list(self.words.connection.scalars(query.order_by(documents.c.id)))

    def _moved_anchor(
        self, anchor: Mapping[str, Any], around: Sequence[Any], ids: dict[str, str]
    ) -> dict[str, Any]:
        """Return an anchor where its words stand now."""
        document, path, text_sha256, before, after = around
        at = self._documents_at((document, path))
        if not at:
            raise _CannotBeFound(GONE)
        here = document if document in at else at[0]
        query = select(documents.c.text_sha256).where(documents.c.id == here)
        if here == document and self.words.connection.scalar(query) == text_sha256:
            return dict(anchor)
        text, words = self.words.texts(here), f"{before}{anchor['exact']}{after}"
        first = text.find(words)
        if first < 0:
            raise _CannotBeFound(CHANGED)
        if text.find(words, first + 1) >= 0:
            raise _CannotBeFound(TWICE)
        start, end = first + len(before), first + len(before) + len(anchor["exact"])
        if context(text, start, end) != (before, after):  # words at the edge of a text stand in it now
            raise _CannotBeFound(CHANGED)
        if here != document:
            ids[document] = here
        return {**anchor, "document": here, "start": start, "end": end}

    def _why_not(self, around: Sequence[Sequence[Any]]) -> str:
        """Return why a row made by hand is not in sight."""
        if not all(self._documents_at((document, path)) for document, path, *_ in around):
            return GONE
        return CHANGED


def _renamed(value: Any, ids: Mapping[str, str], anchors: Iterator[Mapping[str, Any]]) -> Any:
    """Return a JSON value with other ids and other anchors, in its order; its own id stays."""
    if isinstance(value, str):
        return ids.get(value, value)
    if isinstance(value, Mapping):
        if "exact" in value:
            return next(anchors, value)
        return {name: item if name == "id" else _renamed(item, ids, anchors) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_renamed(item, ids, anchors) for item in value]
    return value
