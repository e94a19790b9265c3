"""How a decision finds its row again: by its id, else by the same words in the same place, else not at all.

With a decision the row is kept as it was, with a hash of its words and of the 32 characters before and after
each. Where a rebuild gives no row of its id, it holds on a row of the same type and kind in that document, or
in the one that lies now under the same path, that has exactly these words between exactly these characters,
once only. Nothing is stored of this: when the document comes back, so does the decision.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, or_, select

from onrecord.record.decisions import Decision, Orphan
from onrecord.record.recognising import MOST_KEPT, Texts, Words, context, present
from onrecord.record.schema import documents
from onrecord.types.codec import decode, encode
from onrecord.types.rows import Actor, Event, Norm, Row

_ID = re.compile("[a-z]-[0-9a-f]{16}")

GONE = "Its document is not in the record any more."
CHANGED = "Its words, with what stands before and after them, are not there any more."
TWICE = "Its words stand there more than once, so that it cannot be told which are meant."
NO_WORDS = "No row has its id any more, and it has no words to be found by."


class _CannotBeFound(Exception):
    """A decision finds nothing to hold on; the message is the reason."""


def keep(connection: Connection, stages: Collection[str], texts: Texts, made: tuple[str, Row, Any]) -> str:
    """Return what is kept with a decision on (id, row, value): what it is found again by, as JSON."""
    id_, row, value = made
    words = Words(connection, stages, texts)
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


def place(
    connection: Connection, stages: Collection[str], texts: Texts, made: Sequence[Decision]
) -> tuple[list[Decision], list[Orphan]]:
    """Return decisions that hold with the ids and places their rows have now, and those that find none."""
    if not made:
        return [], []
    kept = {decision.id: _kept(decision) for decision in made}
    named = {name for decision in made for name in (decision.row, *kept[decision.id]["names"])}
    placing = _Placing(Words(connection, stages, texts), present(connection, stages, named))
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
    placing = _Placing(Words(connection, stages, texts), present(connection, stages, kept["names"]))
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

    words: Words
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
