"""Who read what of restricted and secret documents: a log beside custody, sealed the same way.

An entry is one answer: who asked, when, for which page, which confidential documents it showed and how many
rows of them. It is stored before the answer is sent. `onrecord verify` proves that none was changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import Connection, Select, select

from onrecord.record import comparing, custody
from onrecord.record.classes import classes_of
from onrecord.record.custody import Custodian
from onrecord.record.database import Database
from onrecord.record.opening import open_again
from onrecord.record.receipts import in_parts
from onrecord.record.schema import readings, resolved_documents, rows
from onrecord.record.store import Record
from onrecord.types.errors import OnRecordError
from onrecord.types.shown import shown

LEAST = "restricted"
"""The most open class whose readings are logged."""

READ = "read"

_ID = re.compile(r"(?<![\w-])[a-z]-[0-9a-f]{16}(?![\w-])")


class ReadingCannotBeLogged(OnRecordError):
    """What confidential documents were read cannot be stored: so they are not shown."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer in which confidential documents were shown: their classes by id, and rows of them."""

    seq: int
    when: str
    who: str
    page: str
    documents: dict[str, str]
    rows: int


class Audit:
    """Logs the readings of a record; it keeps one connection to write over, for any number of threads."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._database: Database | None = None
        self._lock = Lock()

    def log(self, who: str, page: str, documents: dict[str, str], shown: int) -> None:
        """Store that somebody is about to be shown something; raises ReadingCannotBeLogged."""
        detail = {"documents": documents, "rows": shown}
        custodian = Custodian(who, self._record.ticking)
        try:
            with self._lock:
                if self._database is None:
                    self._database = open_again(self._record.address)
                with self._database.keep() as connection:
                    custodian.add_to(custody.READINGS, connection, READ, [(page, detail)])
        except Exception as error:
            raise ReadingCannotBeLogged(
                f"That confidential documents are read could not be logged ({str(error).rstrip('.')}): so "
                "nothing is shown. Whoever runs this server has to see to it."
            ) from error

    def shown_in(self, text: str) -> tuple[dict[str, str], int]:
        """Return the confidential documents that an answer shows by any id, and how many rows of them."""
        ids = set(_ID.findall(text))
        with self._record.reading() as connection:
            found = classes_of(connection, comparing.documents_with(connection, ids), LEAST)
            return found, _rows_of(connection, ids, found) if found else 0

    def named_in(self, text: str) -> tuple[dict[str, str], int]:
        """Return the confidential documents that a list shows by any id or by their files, and its lines.

        Lists to take along name documents by their files, as cells of CSV have them.
        """
        every, _ = self.every()
        found, _ = self.shown_in(text)
        for id_, path in self._record.paths(every).items():
            if shown(path.rpartition("/")[2]).replace('"', '""') in text:
                found[id_] = every[id_]
        return found, text.count("\n")

    def every(self, documents: Collection[str] = ()) -> tuple[dict[str, str], int]:
        """Return all confidential documents, or those of some, and how many rows stand in them."""
        with self._record.reading() as connection:
            found = classes_of(connection, documents or self._record.document_ids(), LEAST)
            many = 0
            for some in in_parts(found):
                query = select(rows.c.number).where(rows.c.document.in_(some))
                many += len(connection.execute(query).all())
            return found, many

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None


def _rows_of(connection: Connection, ids: Collection[str], documents: Collection[str]) -> int:
    found: set[str] = set()
    for some in in_parts(sorted(ids)):
        read = select(rows.c.id).where(rows.c.id.in_(some), rows.c.document.in_(documents))
        made = select(resolved_documents.c.id).where(
            resolved_documents.c.id.in_(some), resolved_documents.c.document.in_(documents)
        )
        found.update(connection.scalars(read), connection.scalars(made))
    return len(found | (set(ids) & set(documents)))


def readings_of(
    record: Record, *, who: str = "", document: str = "", since: str = "", until: str = ""
) -> Iterator[Reading]:
    """Yield the readings, the last first: of a person, of a document, from and to a day (ISO)."""
    query: Select[tuple[int]] = select(readings)
    if who:
        query = query.where(readings.c.who == who)
    if document:
        query = query.where(readings.c.detail.contains(json.dumps(document), autoescape=True))
    if since:
        query = query.where(readings.c.when >= since)
    if until:
        query = query.where(readings.c.when < until + "~")
    with record.reading() as connection:
        for row in connection.execute(query.order_by(readings.c.seq.desc())):
            told = json.loads(row.detail)
            yield Reading(row.seq, row.when, row.who, row.subject, told["documents"], told["rows"])
