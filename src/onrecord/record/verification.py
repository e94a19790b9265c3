"""Proof that a record still is what it was: every file, every anchor, the custody log.

Everything is read, nothing is mended; a record that is damaged is described, not refused.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DBAPIError

from onrecord.record import custody, decisions, opening
from onrecord.record.address import Address, address_of
from onrecord.record.database import Database
from onrecord.record.folder import SOURCES, TEXTS
from onrecord.record.schema import documents, rejected, resolved_rows, rows, sources
from onrecord.record.sources import HashedFiles, decode_text
from onrecord.types.codec import from_json
from onrecord.types.identity import document_id
from onrecord.types.rows import Row
from onrecord.types.spans import Evidence

TEXTS_AT_HAND = 32
"""Texts in memory while rows made by comparing are checked."""

_RESTORE = "Put it back from a backup, or build the record anew in another folder."


@dataclass(frozen=True, slots=True, order=True)
class Break:
    """One thing that does not hold: a stable code, the file or row, and a sentence on what it means."""

    code: str
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked, counted by kind, and what does not hold."""

    checked: Mapping[str, int]
    breaks: tuple[Break, ...]

    @property
    def holds(self) -> bool:
        """Tell whether nothing is broken."""
        return not self.breaks


@dataclass(slots=True)
class _Check:
    """A check at work: what was looked at and what did not hold."""

    counts: Counter[str] = field(default_factory=Counter)
    breaks: list[Break] = field(default_factory=list)

    def note(self, code: str, where: str, message: str) -> None:
        self.breaks.append(Break(code, where, message))


def verify(place: Path | str | Address) -> Verification:
    """Check the record at a folder or an address; raises RecordCannotBeOpened only where there is none."""
    address = address_of(place)
    check = _Check(Counter(dict.fromkeys(("sources", "texts", "rows", "anchors", "custody"), 0)))
    remains = opening.remains_of(address)
    for code, where, told in remains.damage:
        check.note(code, where, told)
    _check_files(check, remains.sources, SOURCES)
    _check_files(check, remains.texts, TEXTS)
    if remains.database is not None:
        try:
            _check_database(check, remains.database)
        finally:
            remains.database.close()
    return Verification(dict(check.counts), tuple(sorted(set(check.breaks))))


def _check_files(check: _Check, files: HashedFiles, kind: str) -> None:
    """Hash every file again and hold it against its name."""
    if not files.is_there:
        check.note("folder_missing", kind, f"The folder {kind}/ is missing. {_RESTORE}")
        return
    for stored in files.stored():
        check.counts[kind] += 1
        if stored.now is None:
            told = f"This file cannot be read ({stored.error}). {_RESTORE}"
            check.note("file_unreadable", stored.where, told)
        elif stored.now != stored.sha256:
            what = "source" if kind == SOURCES else "canonical text"
            check.note(
                f"{what.rsplit(' ', 1)[-1]}_changed",
                stored.where,
                f"This {what} is not what was stored: its SHA-256 is now {stored.now}. {_RESTORE}",
            )


def _check_database(check: _Check, database: Database) -> None:
    steps: tuple[Callable[[_Check, Database, Connection], None], ...] = (
        _check_integrity,
        _check_custody,
        _check_readings,
        _check_sources,
        _check_documents,
        _check_resolved,
    )
    for step in steps:
        try:
            with database.snapshot() as connection:
                step(check, database, connection)
        except Exception as error:  # a garbled database may give anything
            told = error.orig if isinstance(error, DBAPIError) else f"{type(error).__name__}: {error}"
            check.note(
                "database_damaged", database.part, f"Part of the database cannot be read ({told}). {_RESTORE}"
            )


def _check_integrity(check: _Check, database: Database, connection: Connection) -> None:
    for code, told in database.damage(connection):
        check.note(code, database.part, f"{told} {_RESTORE}")


def _check_custody(check: _Check, database: Database, connection: Connection) -> None:
    try:
        for seq, told in custody.broken_links(connection):
            check.note("custody_broken", f"custody entry {seq}", f"The custody log was altered: {told}")
        _check_logged(check, database, connection, list(custody.entries(connection)))
    except ValueError as error:
        check.note("custody_broken", "custody log", f"The custody log cannot be read ({error}). {_RESTORE}")


def _check_readings(check: _Check, database: Database, connection: Connection) -> None:
    try:
        for seq, told in custody.broken_links(connection, custody.READINGS):
            check.note("readings_broken", f"reading {seq}", f"The log of readings was altered: {told}")
    except ValueError as error:
        told = f"The log of readings cannot be read ({error}). {_RESTORE}"
        check.note("readings_broken", "log of readings", told)


def _check_logged(
    check: _Check, database: Database, connection: Connection, log: Iterable[custody.CustodyEntry]
) -> None:
    """Hold sources, texts and decisions against what the log says of them."""
    received, decided = set(), {}
    for entry in log:
        check.counts["custody"] += 1
        if entry.action == custody.SOURCE_RECEIVED:
            received.add(entry.subject)
        elif entry.action == custody.DOCUMENT_READ:
            _check_present(check, database.texts, str(entry.detail.get("text_sha256")), entry.subject)
        elif entry.action == custody.DECISION_MADE:
            decided[entry.detail.get("decision")] = (entry.subject, dict(entry.detail))
    for sha256 in sorted(set(connection.scalars(select(sources.c.sha256))) - received):
        check.note(
            "source_not_logged",
            f"source {sha256}",
            "The custody log does not say where this source came from.",
        )
    for made in decisions.all_of(connection):
        if decided.pop(made.id, None) != (made.row, decisions.told(made)):
            check.note(
                "decision_changed",
                f"decision {made.id}",
                "This decision is not the one that the custody log tells of: it was altered later.",
            )
    for number in sorted(map(str, decided)):
        check.note(
            "decision_missing", f"decision {number}", "The custody log tells of a decision that is gone."
        )


def _check_sources(check: _Check, database: Database, connection: Connection) -> None:
    for row in connection.execute(select(sources).order_by(sources.c.sha256)):
        _check_present(check, database.sources, row.sha256, "")


def _check_present(check: _Check, files: HashedFiles, sha256: str, document: str) -> None:
    if not files.holds(sha256):
        of = f" of {document}" if document else ""
        check.note(
            "file_missing",
            files.where(sha256),
            f"This file{of} is in the record and not on disk. {_RESTORE}",
        )


def _check_documents(check: _Check, database: Database, connection: Connection) -> None:
    """Hold every document and every row of its reading against its text."""
    texts = _texts(database, connection)
    query = select(documents).where(documents.c.payload.is_not(None)).order_by(documents.c.number)
    for line in connection.execute(query):
        check.counts["documents"] += 1
        words = texts(line.id)
        row = _check_row(check, line.id, line.payload, texts)
        if row is not None and _differs(row, line):
            check.note("row_changed", line.id, f"The document row does not fit the file it is of. {_RESTORE}")
        _check_passages(check, line, words)
        for found in connection.execute(_lines_of(rows, line.id)):
            _check_row(check, found.id, found.payload, texts)
        for found in connection.execute(_lines_of(rejected, line.id)):
            _check_span(check, f"rejected words of {line.id}", found, words)


def _lines_of(table: Table, document: str) -> Any:
    return select(table).where(table.c.document == document).order_by(table.c.number)


def _differs(row: Row, line: Any) -> bool:
    written = (row.id, getattr(row, "sha256", None), getattr(row, "text_sha256", None))
    return written != (line.id, line.sha256, line.text_sha256) or document_id(line.sha256) != line.id


def _check_passages(check: _Check, line: Any, words: str | None) -> None:
    try:
        passages = json.loads(line.passages or "[]")
        outside = words is not None and any(not 0 <= start < end <= len(words) for start, end in passages)
    except (ValueError, TypeError):
        outside = True
    if outside:
        check.note("passage_outside", line.id, f"A passage for searching lies outside the text. {_RESTORE}")


def _check_span(check: _Check, where: str, found: Any, words: str | None) -> None:
    check.counts["anchors"] += 1
    if words is not None and words[found.start : found.end] != found.exact:
        check.note(
            "anchor_orphaned",
            where,
            f"The text no longer reads {_short(found.exact)} at {found.start} to {found.end}.",
        )


def _check_resolved(check: _Check, database: Database, connection: Connection) -> None:
    """Hold every row made by comparing documents against their texts."""
    texts = _texts(database, connection)
    query = select(resolved_rows).order_by(
        resolved_rows.c.document, resolved_rows.c.start, resolved_rows.c.stage, resolved_rows.c.id
    )
    for found in connection.execute(query):
        _check_row(check, found.id, found.payload, texts)


def _check_row(check: _Check, id_: str, payload: str, texts: Callable[[str], str | None]) -> Row | None:
    check.counts["rows"] += 1
    try:
        row = from_json(payload)
        found = list(row.anchors())
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        check.note("row_unreadable", id_, f"This row cannot be read ({error}). {_RESTORE}")
        return None
    if row.id != id_:
        check.note("row_changed", id_, f"This row says that it is {row.id}. {_RESTORE}")
    for anchor in found:
        check.counts["anchors"] += 1
        _check_anchor(check, id_, anchor, texts(anchor.document))
    return row


def _check_anchor(check: _Check, id_: str, anchor: Evidence, words: str | None) -> None:
    if words is None:
        check.note(
            "anchor_orphaned",
            id_,
            f"This row quotes {anchor.document}, whose text is missing or cannot be read.",
        )
    elif not anchor.holds_in(words):
        check.note(
            "anchor_orphaned",
            id_,
            f"{anchor.document} no longer reads {_short(anchor.exact)} at {anchor.start} to {anchor.end}: "
            "the row or the text was changed.",
        )


def _short(words: str) -> str:
    return f"“{words}”" if len(words) <= 60 else f"“{words[:59]}…”"


def _texts(database: Database, connection: Connection) -> Callable[[str], str | None]:
    """Return what gives the text of a document as it is stored, None where there is none."""
    files = database.texts

    @lru_cache(TEXTS_AT_HAND)
    def read(document: str) -> str | None:
        query = select(documents.c.text_sha256).where(documents.c.id == document)
        sha256 = connection.scalar(query)
        try:
            return None if sha256 is None else decode_text(files.get(sha256))
        except (OSError, UnicodeDecodeError):
            return None

    return read
