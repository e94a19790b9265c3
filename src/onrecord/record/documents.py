"""Readings of documents going into the record: each in one transaction, nothing of an older one lost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, insert, select, tuple_, update

from onrecord.record import custody
from onrecord.record.bulk import insert_lines, insert_many
from onrecord.record.classes import first_class
from onrecord.record.custody import Custodian
from onrecord.record.database import change_counter
from onrecord.record.long_keys import kept_key
from onrecord.record.merging import MERGED, merge
from onrecord.record.receipts import places_of
from onrecord.record.schema import block_keys, documents, issues, rejected, rows, stale_keys, superseded
from onrecord.types.codec import from_json, to_json
from onrecord.types.errors import Issue
from onrecord.types.findings import BlockKey, DocumentFindings
from onrecord.types.rows import DocumentRow, Row

READ_AGAIN = "read again"
NOT_READ = "could not be read any more"


@dataclass(frozen=True, slots=True)
class Unread:
    """A document that could not be read, and why."""

    document: str
    path: str
    sha256: str
    issue: Issue


@dataclass(frozen=True, slots=True)
class _Reading:
    """Where a document stands: its number in the database and the number of this reading."""

    document: str
    number: int
    generation: int


def save(connection: Connection, findings: DocumentFindings, fingerprint: str, custodian: Custodian) -> None:
    """Put what a reading found in the place of what the reading before it found."""
    row = findings.row
    reading = _open_reading(
        connection,
        row.id,
        {
            "path": row.path,
            "sha256": row.sha256,
            "fingerprint": fingerprint,
            "text_sha256": row.text_sha256,
            "payload": to_json(row),
            "passages": json.dumps(findings.passages, separators=(",", ":")),
        },
    )
    if connection.dialect.name == "postgresql":  # elsewhere the index lies beside the record
        from onrecord.record import postgresql_passages  # noqa: PLC0415

        postgresql_passages.put(connection, row.id, findings.text, findings.passages)
    told = list(findings.issues)
    kept = unique(findings.rows, row.path, told)
    _replace_rows(connection, reading, kept, READ_AGAIN, custodian.now())
    _replace_refusals(connection, reading, findings)
    if reading.generation > 1:
        _take_keys_away(connection, reading)
    _put_keys(connection, reading.number, findings.keys)
    replace_issues(connection, "document", row.id, told)
    detail = {
        "fingerprint": fingerprint,
        "reading": reading.generation,
        "reader": row.reader,
        "text_sha256": row.text_sha256,
        "rows": len(kept),
    }
    custodian.log(connection, custody.DOCUMENT_READ, row.id, detail)


def save_failure(connection: Connection, unread: Unread, fingerprint: str, custodian: Custodian) -> None:
    """Enter that a document could not be read; what an earlier reading found is superseded."""
    document, issue = unread.document, unread.issue
    nothing = dict.fromkeys(("text_sha256", "payload", "passages"))
    values = {"path": unread.path, "sha256": unread.sha256, "fingerprint": fingerprint, **nothing}
    reading = _open_reading(connection, document, values)
    _replace_rows(connection, reading, {}, NOT_READ, custodian.now())
    connection.execute(delete(rejected).where(rejected.c.document == document))
    _take_keys_away(connection, reading)
    replace_issues(connection, "document", document, [issue])
    detail = {"fingerprint": fingerprint, "code": issue.code, "message": issue.message}
    custodian.log(connection, custody.DOCUMENT_NOT_READ, document, detail)


def unique(found: Iterable[Row], path: str, told: list[Issue]) -> dict[str, Row]:
    """Return rows by id; those found twice are merged where they can be, else the first stays and is told."""
    kept: dict[str, Row] = {}
    for row in found:
        known = kept.get(row.id)
        if known is None:
            kept[row.id] = row
        elif known != row:
            if row.row_type in MERGED:
                kept[row.id] = merge(row.id, [known, row])
            else:
                told.append(_found_twice(row, path))
    return kept


def _found_twice(row: Row, path: str) -> Issue:
    return Issue(
        path=path,
        code="same_id_twice",
        message=f"Two rows of type {row.row_type} were given the id {row.id}; the second was left out.",
        remedy="Report this.",
        severity="notice",
    )


_KNOWN = select(documents.c.number, documents.c.generation).where(documents.c.id == bindparam("of"))

_ENTER = insert(documents)

_FORGET_ISSUES = delete(issues).where(
    issues.c.scope == bindparam("of_scope"), issues.c.owner == bindparam("of_owner")
)


def _open_reading(connection: Connection, document: str, values: Mapping[str, Any]) -> _Reading:
    """Enter or renew a document's own line; return its number and which reading this is."""
    places = places_of(connection, document)
    values = {
        **values,
        "path": places[0] if places else values["path"],
        "retired": places == (),
        "changed": change_counter(connection) + 1,
    }
    known = connection.execute(_KNOWN, {"of": document}).first()
    if known is None:
        values |= first_class(connection, document, values["path"])
        made = connection.execute(_ENTER, {"id": document, "generation": 1, **values})
        [number] = made.inserted_primary_key or (0,)
        return _Reading(document, number, 1)
    generation = known.generation + 1
    connection.execute(
        update(documents).where(documents.c.id == document).values(generation=generation, **values)
    )
    return _Reading(document, known.number, generation)


def _replace_rows(
    connection: Connection, reading: _Reading, found: Mapping[str, Row], reason: str, when: str
) -> None:
    """Store the rows that are new or other than before; set aside those they take the place of."""
    lines = [_line_of(row, reading) for row in found.values()]
    written = {line["id"]: line["payload"] for line in lines}
    if reading.generation > 1:
        before = connection.execute(select(rows).where(rows.c.document == reading.document)).all()
        gone = [row for row in before if written.get(row.id) != row.payload]
        _set_aside(connection, reading, gone, reason, when)
        unchanged = {row.id for row in before} - {row.id for row in gone}
    else:
        unchanged = set()
    added = [line for line in lines if line["id"] not in unchanged]
    insert_many(connection, rows, added)


def _line_of(row: Row, reading: _Reading) -> dict[str, Any]:
    return {
        "document": reading.document,
        "id": row.id,
        "type": row.row_type,
        **place_in(row, reading.document),
        "generation": reading.generation,
        "payload": to_json(row),
    }


def _set_aside(
    connection: Connection, reading: _Reading, gone: Sequence[Any], reason: str, when: str
) -> None:
    if not gone:
        return
    kept = [
        {
            "document": row.document,
            "id": row.id,
            "type": row.type,
            "generation": row.generation,
            "superseded_by": reading.generation,
            "when": when,
            "reason": reason,
            "payload": row.payload,
        }
        for row in gone
    ]
    insert_many(connection, superseded, kept)
    connection.execute(
        delete(rows).where(rows.c.number == bindparam("gone")), [{"gone": row.number} for row in gone]
    )


def place_in(row: Row, document: str) -> dict[str, int]:
    """Return `start` and `end` of a row in a document: where it sorts, and where its last anchor ends."""
    anchors = list(row.anchors())
    own = [anchor for anchor in anchors if anchor.document == document]
    if not own:
        start = row.position[1] if row.position[0] == document else 0
        return {"start": start, "end": start}
    of_its_own = getattr(row, "document", None) is not None
    first = anchors[0] if not of_its_own and anchors[0].document == document else None
    start = first.start if first else min([anchor.start for anchor in own])
    return {"start": start, "end": max([anchor.end for anchor in own])}


def _replace_refusals(connection: Connection, reading: _Reading, findings: DocumentFindings) -> None:
    if reading.generation > 1:
        connection.execute(delete(rejected).where(rejected.c.document == reading.document))
    added = [
        {
            "document": reading.document,
            "extractor": refusal.extractor,
            "code": refusal.code,
            "reason": refusal.reason,
            "start": refusal.anchor.start,
            "end": refusal.anchor.end,
            "exact": refusal.anchor.exact,
        }
        for refusal in findings.rejected
    ]
    insert_many(connection, rejected, added)


def replace_keys(connection: Connection, document: str, keys: Iterable[BlockKey]) -> None:
    """Put keys in the place of those a document that was read has."""
    number = connection.scalars(select(documents.c.number).where(documents.c.id == document)).one()
    connection.execute(delete(block_keys).where(block_keys.c.document_number == number))
    _put_keys(connection, number, keys)


def findings_of(connection: Connection, document: str, text: str) -> DocumentFindings:
    """Return what the last reading of a document found, as it gave it: its row, text and rows."""
    payload = connection.scalars(select(documents.c.payload).where(documents.c.id == document)).one()
    found = connection.scalars(
        select(rows.c.payload).where(rows.c.document == document).order_by(rows.c.number)
    )
    row = from_json(payload or "")
    if not isinstance(row, DocumentRow):
        raise TypeError(f"a {row.row_type} stands where a document row should")
    return DocumentFindings(row, text, tuple(map(from_json, found)))


def _put_keys(connection: Connection, number: int, keys: Iterable[BlockKey]) -> None:
    added = [
        (number, stage, kept_key(key), None if row == document else row, start)
        for stage, key, document, row, start in dict.fromkeys(keys)
    ]
    insert_lines(connection, block_keys, _KEY, added)


_KEY = ("document_number", "stage", "key", "row", "start")


def _take_keys_away(connection: Connection, reading: _Reading) -> None:
    """Take a document's keys away, and keep under which of them it met others at the last comparison."""
    here = block_keys.c.document_number == reading.number
    known = select(stale_keys.c.stage, stale_keys.c.key).where(stale_keys.c.document_number == reading.number)
    lost = select(block_keys.c.document_number, block_keys.c.stage, block_keys.c.key).where(here).distinct()
    names = ["document_number", "stage", "key"]
    if connection.scalar(select(exists(known))):
        lost = lost.where(tuple_(block_keys.c.stage, block_keys.c.key).not_in(known))
    connection.execute(insert(stale_keys).from_select(names, lost))
    connection.execute(delete(block_keys).where(here))


def replace_issues(connection: Connection, scope: str, owner: str, told: Iterable[Issue]) -> None:
    """Put the issues of a root, document or stage in the place of those it had."""
    connection.execute(_FORGET_ISSUES, {"of_scope": scope, "of_owner": owner})
    added = [{"scope": scope, "owner": owner, **asdict(issue)} for issue in told]
    insert_many(connection, issues, added)
