"""What builds did: which documents were read or retired, which findings are new and which are gone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from onrecord.record.json_fields import json_field
from onrecord.record.schema import builds, resolved_rows
from onrecord.record.store import Record
from onrecord.types.rows import AS_OF

NAMED = 200
"""Documents and findings that the log of one build names; how many there were it says in any case."""


@dataclass(frozen=True, slots=True)
class BuildLog:
    """One build that changed something: when it ended (UTC), how much it did, and the first NAMED of each.

    Documents and new findings stand by their ids, findings that are gone by what they said.
    """

    when: str
    documents: int
    read: int
    failed: int
    retired: int
    found: int
    gone: int
    documents_read: tuple[str, ...] = ()
    documents_retired: tuple[str, ...] = ()
    findings_new: tuple[str, ...] = ()
    findings_gone: tuple[str, ...] = ()


Findings = Mapping[str, str]
"""The findings of a record by their ids, with their titles."""


@dataclass(frozen=True, slots=True)
class Before:
    """What a record held before a build: its documents and findings."""

    documents: frozenset[str]
    findings: Findings


def before(record: Record) -> Before:
    """Return what a record holds, to be told apart from what it holds after a build."""
    with record.reader() as reader:
        return Before(frozenset(record.document_ids()), _findings(reader.connection))


def _findings(connection: Connection) -> dict[str, str]:
    title = json_field(connection, resolved_rows.c.payload, "title")
    query = select(resolved_rows.c.id, title.label("title")).where(resolved_rows.c.type == "finding")
    return {row.id: (row.title or "").replace(AS_OF, "") for row in connection.execute(query)}


def note(record: Record, held: Before, read: Sequence[str], failed: int) -> Before:
    """Add to the log what a build did, from what it read and what was there before, where it did anything.

    Returns what is there now.
    """
    now = before(record)
    retired = sorted(held.documents - now.documents)
    new = [id_ for id_ in now.findings if id_ not in held.findings]
    gone = [title for id_, title in held.findings.items() if id_ not in now.findings]
    if not (read or failed or retired or new or gone):
        return now
    with record.deciding() as (connection, custodian):
        log = BuildLog(
            when=custodian.now(),
            documents=len(now.documents),
            read=len(read),
            failed=failed,
            retired=len(retired),
            found=len(new),
            gone=len(gone),
            documents_read=tuple(read[:NAMED]),
            documents_retired=tuple(retired[:NAMED]),
            findings_new=tuple(new[:NAMED]),
            findings_gone=tuple(gone[:NAMED]),
        )
        connection.execute(insert(builds).values(when=log.when, payload=json.dumps(asdict(log))))
    return now


def last(record: Record) -> BuildLog | None:
    """Return what the last build did that changed anything, None where none is logged."""
    with record.reader() as reader:
        query = select(builds.c.payload).order_by(builds.c.number.desc()).limit(1)
        payload = reader.connection.scalar(query)
    if payload is None:
        return None
    held: dict[str, Any] = json.loads(payload)
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in held.items()
    }
    return BuildLog(**values)
