"""The custody log: who did what to which part of the record and when, each entry sealed with the last.

After the Berkeley Protocol (HR/PUB/20/2): who, when in UTC, what, from where; only ever added to.
The hash of an entry is the SHA-256 of the hash before it and the entry as canonical JSON.
"""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from onrecord.record.bulk import insert_many
from onrecord.record.database import read_meta, set_meta
from onrecord.record.schema import custody, readings
from onrecord.types.identity import sha256_of

SOURCE_RECEIVED = "source received"
DOCUMENT_READ = "document read"
DOCUMENT_NOT_READ = "document could not be read"
DOCUMENT_RETIRED = "document retired"
DOCUMENT_REVIVED = "document revived"
DECISION_MADE = "decision made"
ACCESS_GIVEN = "access given"
ACCESS_TAKEN = "access taken away"
ACCOUNT_MADE = "account made"
ACCOUNT_CHANGED = "account changed"
ACCOUNT_DISABLED = "account disabled"
ACCOUNT_ENABLED = "account enabled"

FIRST = "0" * 64
"""What the first entry is sealed with."""

HEAD = "custody_head"
"""The name under which the last hash is kept: entries cut off the end are noticed."""


@dataclass(frozen=True, slots=True)
class Log:
    """A log that is only added to, each entry sealed with the one before; `head` names its last hash."""

    name: str
    table: Table
    head: str


CUSTODY = Log("custody log", custody, HEAD)
READINGS = Log("log of readings", readings, "readings_head")
"""Who read what of confidential documents (record/audit.py)."""

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class CustodyEntry:
    """One line of the log; `detail` is what else is to be known of the action, as plain JSON."""

    seq: int
    when: str
    who: str
    action: str
    subject: str
    detail: Mapping[str, Any]
    previous: str
    hash: str

    @property
    def sealed(self) -> str:
        """The hash this entry must have after the one before it."""
        return _seal(
            self.previous,
            {
                "seq": self.seq,
                "when": self.when,
                "who": self.who,
                "action": self.action,
                "subject": self.subject,
                "detail": self.detail,
            },
        )


@dataclass(frozen=True, slots=True)
class Custodian:
    """Adds to the log in the name of `who`, by `clock`."""

    who: str
    clock: Clock

    def now(self) -> str:
        """Return the time in UTC, to the second."""
        return self.clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def log(self, connection: Connection, action: str, subject: str, detail: Mapping[str, Any]) -> None:
        """Add one entry in the transaction of `connection`."""
        self.log_all(connection, action, [(subject, detail)])

    def log_all(
        self, connection: Connection, action: str, subjects: Iterable[tuple[str, Mapping[str, Any]]]
    ) -> None:
        """Add an entry of one action for each subject with its detail."""
        self.add_to(CUSTODY, connection, action, subjects)

    def add_to(
        self,
        log: Log,
        connection: Connection,
        action: str,
        subjects: Iterable[tuple[str, Mapping[str, Any]]],
    ) -> None:
        """Add entries to one of the sealed logs."""
        table = log.table
        last = connection.execute(_last_of(table)).first()
        seq, previous = (last.seq, last.hash) if last else (0, FIRST)
        when, added = self.now(), []
        for subject, detail in subjects:
            seq += 1
            told = {
                "seq": seq,
                "when": when,
                "who": self.who,
                "action": action,
                "subject": subject,
                "detail": detail,
            }
            sealed = _seal(previous, told)
            told["detail"] = _canonical(detail)
            added.append({**told, "previous": previous, "hash": sealed})
            previous = sealed
        if added:
            insert_many(connection, table, added)
            set_meta(connection, log.head, previous)


def machine_user() -> str:
    """Return the name the machine knows its user by, for the log."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run a number without a name
        return "unknown user"


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def entries(connection: Connection) -> Iterator[CustodyEntry]:
    """Yield the log from its first entry; raises ValueError on a detail that is no JSON."""
    yield from read(connection, select(custody))


def entries_on(connection: Connection, subjects: Collection[str]) -> Iterator[CustodyEntry]:
    """Yield the entries on some subjects; goes through the whole log."""
    yield from read(connection, select(custody).where(custody.c.subject.in_(subjects)))


def read(connection: Connection, query: Select[Any]) -> Iterator[CustodyEntry]:
    """Yield the entries of a query over a sealed log, in the order of their numbers."""
    for row in connection.execute(query.order_by("seq")):
        yield CustodyEntry(
            row.seq,
            row.when,
            row.who,
            row.action,
            row.subject,
            json.loads(row.detail),
            row.previous,
            row.hash,
        )


def broken_links(connection: Connection, log: Log = CUSTODY) -> Iterator[tuple[int, str]]:
    """Yield each place where the chain does not hold, with a sentence that says how."""
    expected_seq, previous = 1, FIRST
    for entry in read(connection, select(log.table)):
        if entry.seq != expected_seq:
            yield entry.seq, f"entries {expected_seq} to {entry.seq - 1} of the {log.name} are missing."
        elif entry.previous != previous:
            yield entry.seq, "the entry before this one was exchanged or changed."
        if entry.sealed != entry.hash:
            yield entry.seq, f"this entry of the {log.name} ({entry.action}) was changed after it was made."
        expected_seq, previous = entry.seq + 1, entry.hash
    head = read_meta(connection, log.head)
    if head is not None and head != previous:
        yield expected_seq, f"entries at the end of the {log.name} were removed or changed."


@cache
def _last_of(table: Table) -> Select[tuple[int, str]]:
    """Return the query of the last entry's number and hash."""
    return select(table.c.seq, table.c.hash).order_by(table.c.seq.desc()).limit(1)


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def _seal(previous: str, told: Mapping[str, Any]) -> str:
    return sha256_of(f"{previous}\n{_canonical(told)}".encode())
