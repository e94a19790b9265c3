"""The catalogue brought up to its record: made anew, or with what changed since alone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, or_, select

from onrecord.record.catalogue_counting import Counting, end_of
from onrecord.record.catalogue_filling import Filling, NoRoom
from onrecord.record.catalogue_tables import FORMAT, INDEXES, connect, make, set_standing, standing_of
from onrecord.record.comparing import documents_with
from onrecord.record.database import COMPARED_WHOLE, read_meta
from onrecord.record.decisions import Decision, all_of
from onrecord.record.judgements import Judged
from onrecord.record.merging import MERGED
from onrecord.record.reading import Reader
from onrecord.record.receipts import in_parts
from onrecord.record.redirects import Redirects
from onrecord.record.schema import documents, resolved_documents, resolved_rows
from onrecord.types.identity import LETTERS

FEW = 200
"""Documents that may change before more than MOST of them call for a new catalogue."""

MOST = 0.25
"""Share of the documents beyond which making the catalogue anew costs less than changing it."""

SILENT = frozenset({"accept", "note", "grade", "assess", "release", "unrelease", "settle"})
"""Decisions that change nothing of what is listed: they are looked up when a page is asked for."""

_MERGED_LETTERS = frozenset(LETTERS[kind] for kind in MERGED)


@dataclass(frozen=True, slots=True)
class Known:
    """What a catalogue holds: of which record, up to which change and decision, which rows are led apart.

    `listed` is the change that last altered what is listed.
    """

    record: str
    counter: int
    listed: int
    decision: int
    stopped: frozenset[str]


@dataclass(frozen=True, slots=True)
class Behind:
    """What to redo: documents, and ids of actors, norms and events that are counted anew alone."""

    documents: frozenset[str] = frozenset()
    merged: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Tell whether there is anything to redo."""
        return bool(self.documents or self.merged)


def known_of(path: Path) -> Known | None:
    """Return what the catalogue at `path` holds, None where there is none that can be read."""
    if not path.is_file():
        return None
    try:
        connection = connect(path)
        try:
            return _known(standing_of(connection))
        finally:
            connection.close()
    except (sqlite3.Error, UnicodeDecodeError):
        return None


def _known(held: Mapping[str, str]) -> Known | None:
    try:
        if held["format"] != str(FORMAT):
            return None
        stopped = frozenset(json.loads(held["stopped"]))
        counter = int(held["counter"])
        listed = int(held.get("listed", counter))
        return Known(held["record"], counter, listed, int(held["decision"]), stopped)
    except (KeyError, ValueError, TypeError):
        return None


def make_anew(path: Path, reader: Reader, record: str) -> None:
    """Make the catalogue at `path`, which must not exist yet, from everything the record shows."""
    catalogue = make(path)
    try:
        catalogue.execute("BEGIN")
        filling = Filling(catalogue, reader)
        filling.dirty.everything = True
        filling.put(filling.spread_places())
        filling.put_nowhere()
        for statement in INDEXES.splitlines():
            catalogue.execute(statement)
        Counting(filling).count()
        _note(catalogue, reader, record, reader.view.changes)
        catalogue.execute("COMMIT")
        catalogue.execute("ANALYZE")
        catalogue.execute("PRAGMA journal_mode = WAL")
    finally:
        catalogue.close()


def change(catalogue: sqlite3.Connection, reader: Reader, record: str, known: Known) -> bool:
    """Redo what changed since `known`; returns False where the catalogue has to be made anew."""
    behind = _behind(reader, known)
    if behind is None:
        return False
    if not behind:
        _note(catalogue, reader, record, known.listed)
        return True
    filling = Filling(catalogue, reader)
    filling.take_out([*sorted(behind.documents), ""])
    try:
        filling.put(filling.give_places(sorted(behind.documents)))
    except NoRoom:
        return False
    filling.put_nowhere()
    for id_ in behind.merged:
        filling.dirty.targets.add(filling.thing(id_))
    Counting(filling).count()
    _note(catalogue, reader, record, reader.view.changes)
    return True


def _note(catalogue: sqlite3.Connection, reader: Reader, record: str, listed: int) -> None:
    made = all_of(reader.connection)
    set_standing(
        catalogue,
        format=str(FORMAT),
        record=record,
        counter=str(reader.view.changes),
        listed=str(listed),
        decision=str(max((decision.id for decision in made), default=0)),
        stopped=json.dumps(sorted(reader.view.judged.stopped)),
        added=json.dumps(dict(sorted(reader.view.judged.added.items()))),
    )


def _behind(reader: Reader, known: Known) -> Behind | None:
    """Return what changed since `known`, None where that is too much, or not told."""
    connection = reader.connection
    if int(read_meta(connection, COMPARED_WHOLE) or 0) > known.counter:
        return None
    later = or_(documents.c.changed > known.counter, documents.c.compared > known.counter)
    found = set(connection.scalars(select(documents.c.id).where(later)))
    found |= _telling_of(connection, found & reader.view.retired)
    ids = set(_decided(connection, known.decision))
    parted = known.stopped ^ reader.view.judged.stopped
    base = Redirects(connection, reader.view.stages, reader.view.redirects)
    for sources in base.sources_of(parted).values():
        found |= documents_with(connection, sources)
    merged = {id_ for id_ in ids if id_[:1] in _MERGED_LETTERS}
    found |= documents_with(connection, ids - merged)
    total = connection.scalar(select(func.count()).select_from(documents)) or 0
    if len(found) > max(FEW, MOST * total):
        return None
    return Behind(frozenset(found), frozenset(_ends(merged, base, reader.view.judged)))


def _telling_of(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Return the documents in which rows stand that speak of some documents: out of sight with these."""
    found: set[str] = set()
    for some in in_parts(sorted(ids)):
        told = select(resolved_documents.c.id).where(resolved_documents.c.document.in_(some))
        found.update(connection.scalars(select(resolved_rows.c.document).where(resolved_rows.c.id.in_(told))))
    return found - {""}


def _decided(connection: Connection, since: int) -> Iterable[str]:
    """Yield the rows on which decisions that tell were made or undone after a decision."""
    made = {decision.id: decision for decision in all_of(connection)}
    for decision in made.values():
        if decision.id > since:
            yield from _on(decision, made)


def _on(decision: Decision, made: Mapping[int, Decision]) -> Iterable[str]:
    while decision.undoes is not None:
        decision = made[decision.undoes]
    if decision.action in SILENT:
        return
    yield decision.row
    if isinstance(decision.value, Mapping):
        if "other" in decision.value:
            yield decision.value["other"]
        if decision.action == "add":
            yield decision.value["document"]


def _ends(ids: Iterable[str], base: Redirects, judged: Judged) -> Iterable[str]:
    """Yield ids with those under which comparing shows them, and those under which reviewers do."""
    targets = base.over(Judged({}, judged.stopped, frozenset())).targets(ids)
    for id_ in ids:
        yield from (id_, targets.get(id_, id_), end_of(targets.get(id_, id_), judged.added))
