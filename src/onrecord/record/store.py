"""A record: opened here, written by builds, read by everyone else."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import Connection, select

from onrecord.record import (
    by_hand,
    classes,
    comparing,
    contract,
    custody,
    documents,
    opening,
    receipts,
    resolved,
)
from onrecord.record.address import Address, ServerAddress, address_of
from onrecord.record.at_hand import AtHand, Kept
from onrecord.record.blocks import Blocks
from onrecord.record.custody import Clock, Custodian, CustodyEntry
from onrecord.record.database import (
    RECORD_ID,
    Database,
    Lock,
    change_counter,
    read_meta,
    rows_changed,
    set_meta,
)
from onrecord.record.decisions import last_telling
from onrecord.record.lookup import rows_with
from onrecord.record.reading import TOGETHER, LastDate, Reader, View, read_view
from onrecord.record.receipts import Receipt
from onrecord.record.recognising import Texts
from onrecord.record.redirects import HeldRedirects
from onrecord.record.resolved import Replaced
from onrecord.record.reviewing import Reviewing
from onrecord.record.schema import documents as documents_table
from onrecord.record.schema import issues as issues_table
from onrecord.record.schema import rejected as rejected_table
from onrecord.record.sources import HashedFiles, decode_text, encode_text
from onrecord.types.access import CLASSES
from onrecord.types.documents import Metadata
from onrecord.types.errors import Issue, RecordCannotBeOpened, Rejected
from onrecord.types.findings import BlockKey, Changes, DocumentFindings, Made, Told
from onrecord.types.identity import sha256_of
from onrecord.types.rows import EXPORTED_TYPES, ROW_TYPES, DocumentRow, Row
from onrecord.types.spans import Evidence

R = TypeVar("R")

TEXTS_AT_HAND = 16
"""Texts kept in memory where others may read documents anew."""

TEXTS_KEPT = 16_000_000
"""Characters of texts that a build keeps: each resolver goes through all documents again."""

KEYED = "keyed"
"""The name under which it is kept by which rules the keys of documents were made."""

VERSIONS = "versions"
"""Opens the names under which it is kept what a fingerprint of a reading stands for."""


class Record(Reviewing):
    """One record, opened by `create` to build it or by `open` to read it; a context manager.

    It is the Corpus that resolvers see. What it shows: rows of the last reading of every document
    that is not retired, with what comparing them added, led by redirects and reviewed. `entered` counts what
    was written through it, so that what is kept of it elsewhere can be seen to be behind without a query.
    """

    def __init__(self, database: Database, custodian: Custodian, lock: Lock | None) -> None:
        self.address = database.address
        self._database = database
        self._custodian = custodian
        self.entered = 0
        self._lock = lock
        self._still = lock is not None
        self._run = resolved.Run()
        self._view: View | None = None
        self._redirects = HeldRedirects()
        self._last_date = LastDate()
        self._at_hand = AtHand()
        self.clearance = database.clearance
        self._received: tuple[str, receipts.Known] | None = None
        self._sources = database.sources
        self._texts = database.texts
        self._blocks = Blocks(database)
        self._kept_texts: Kept[str, str] = Kept(TEXTS_KEPT)
        self._text_with = lru_cache(TEXTS_AT_HAND)(self._decoded)

    @classmethod
    def create(
        cls, place: Path | str | Address, *, clock: custody.Clock = custody.utc_now, who: str | None = None
    ) -> Record:
        """Open the record at a folder or an address to write, made first where there is none.

        Raises RecordIsBusy where another build writes to it, RecordCannotBeWritten where the disk
        refuses, RecordCannotBeOpened where it is damaged or of another format.
        """
        database, lock = opening.make(address_of(place))
        try:
            with database.read() as connection:
                named = read_meta(connection, RECORD_ID)
            if named is None:
                with database.write() as connection:
                    set_meta(connection, RECORD_ID, uuid4().hex)
        except BaseException:
            database.close()
            lock.release()
            raise
        return cls(database, Custodian(who or custody.machine_user(), clock), lock)

    @classmethod
    def open(
        cls,
        place: Path | str | Address,
        *,
        clock: custody.Clock = custody.utc_now,
        who: str | None = None,
        sight: resolved.Run | None = None,
        clearance: str | None = None,
    ) -> Record:
        """Open the record at a folder or an address to read; decisions can be entered.

        It may lie on a read-only disk. With a `clearance` it is the record without the documents above it:
        whatever is asked of it, and whatever is made from it, holds nothing of them (record/sight.py). Its
        indexes lie apart. With the `sight` of a build that compares it shows what that build sees, and goes
        on doing so. Raises RecordCannotBeOpened with what to do.
        """
        database = opening.open_to_read(address_of(place), clearance)
        record = cls(database, Custodian(who or custody.machine_user(), clock), None)
        if sight is not None:
            record.look_as(sight)
        return record

    @property
    def is_on_a_server(self) -> bool:
        """Tell whether other machines can open this record while it is written: a folder's they cannot."""
        return isinstance(self.address, ServerAddress)

    def close(self) -> None:
        """Close the record and let its lock go."""
        self._database.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # sources and texts

    def put_source(
        self,
        content: bytes,
        *,
        path: str,
        media_type: str,
        metadata: Metadata,
        container: str | None,
        origin: str,
    ) -> str:
        """Store bytes as received and log where from, once; return their SHA-256."""
        receipt = Receipt(path, sha256_of(content), len(content), media_type, metadata, container, origin)
        with self._database.storing():
            self._sources.put(content, receipt.sha256)
        known = self._received_under(receipts.root_named_in(path))
        if not receipts.is_known(known, receipt):
            with self._writing() as connection:
                receipts.take(connection, receipt, self._custodian)
            known[receipt.path, receipt.document] = receipts.told_by(receipt)
        return receipt.sha256

    def _received_under(self, root: str) -> receipts.Known:
        """Return what has been received under a root."""
        if self._received is None or self._received[0] != root:
            with self._database.read() as connection:
                self._received = (root, receipts.received_under(connection, root))
        return self._received[1]

    def source(self, sha256: str) -> bytes:
        """Return the bytes of a source; raises RecordCannotBeOpened where they are missing."""
        try:
            return self._sources.get(sha256)
        except OSError as error:
            raise self._missing(self._sources, sha256, error) from error

    def text(self, document: str) -> str:
        """Return the canonical text of a document; raises KeyError where it has none."""
        if not self._still:
            return self._read_text(document)  # another may read it anew, or make it more confidential
        kept = self._kept_texts.get(document)
        if kept is None:
            kept = self._read_text(document)
            self._kept_texts.keep(document, kept, len(kept))
        return kept

    def _read_text(self, document: str) -> str:
        with self._database.read() as connection:
            return self._text_by(connection, document)

    def _texts_of(self, connection: Any) -> Texts:
        """Return what gives the texts of documents as one connection sees them, a few kept."""
        return lru_cache(TEXTS_AT_HAND)(partial(self._text_by, connection))

    def _text_by(self, connection: Any, document: str) -> str:
        query = select(documents_table.c.text_sha256).where(documents_table.c.id == document)
        sha256 = connection.scalar(query)
        if sha256 is None:
            raise KeyError(document)
        return self._text_with(sha256)

    def _decoded(self, sha256: str) -> str:
        try:
            return decode_text(self._texts.get(sha256))
        except (OSError, UnicodeDecodeError) as error:
            raise self._missing(self._texts, sha256, error) from error

    def _missing(self, files: HashedFiles, sha256: str, error: Exception) -> RecordCannotBeOpened:
        return RecordCannotBeOpened(
            f"{self.address}: {files.where(sha256)}: this part of the record cannot be read ({error}). "
            "Run `onrecord verify` to see what is damaged, then put it back from a backup."
        )

    # readings, as a build makes them

    def fingerprint(self, document: str) -> str | None:
        """Return the fingerprint of the last attempt to read a document, None where there was none."""
        return self.fingerprints([document]).get(document)

    def fingerprints(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the fingerprint of the last attempt to read each of some documents, where there was one."""
        found: dict[str, str] = {}
        with self._database.read() as connection:
            for some in receipts.in_parts(list(ids)):
                query = select(documents_table.c.id, documents_table.c.fingerprint)
                for row in connection.execute(query.where(documents_table.c.id.in_(some))):
                    found[row.id] = row.fingerprint
        return found

    def save_document(self, findings: DocumentFindings, fingerprint: str) -> None:
        """Store what reading a document found, in the place of what was found before, in one transaction."""
        with self._database.storing():
            self._texts.put(encode_text(findings.text), findings.row.text_sha256)
        with self._writing() as connection:
            documents.save(connection, findings, fingerprint, self._custodian)
            by_hand.settle_document(connection, self._texts_of(connection), findings.row.id)

    def save_failure(self, document: str, path: str, sha256: str, issue: Issue, fingerprint: str) -> None:
        """Store that a document could not be read, so that it is left alone while nothing changes."""
        with self._writing() as connection:
            unread = documents.Unread(document, path, sha256, issue)
            documents.save_failure(connection, unread, fingerprint, self._custodian)

    def save_issues(self, root: str, issues: Iterable[Issue]) -> None:
        """Store what finding files under `root` met, in the place of what its last build met."""
        with self._writing() as connection:
            documents.replace_issues(connection, "root", root, issues)

    def seen(self, root: str, found: Mapping[str, str]) -> None:
        """Make `found` (path to document) all that lies under `root`.

        Documents no longer there retire: nothing of them is deleted, and nothing is shown. Those
        found again are shown again. Both are logged.
        """
        with self._writing() as connection:
            receipts.see(connection, root, found, self._custodian)
            by_hand.settle(connection, self._texts_of(connection))

    def class_documents(self, rules: classes.Rules | None = None) -> int:
        """Class every document by `rules`, None for those of before; return how many classes changed."""
        with self._writing() as connection:
            return classes.settle(connection, rules)

    def class_of(self, document: str) -> str | None:
        """Return how confidential a document is, None where it is not shown."""
        with self._database.read() as connection:
            return classes.class_of(connection, document)

    def classes(self) -> dict[str, int]:
        """Return how many documents that are shown are of each class that any is of."""
        with self._database.read() as connection:
            return classes.counted(connection)

    def classes_of(self, documents: Iterable[str], least: str) -> dict[str, str]:
        """Return the class of those of some documents whose class is `least` or stricter."""
        with self._database.read() as connection:
            return classes.classes_of(connection, documents, least)

    def highest_class(self, up_to: str = CLASSES[-1]) -> str:
        """Return the strictest class that a document up to a class has, shown or not."""
        with self._database.read() as connection:
            return classes.highest(connection, up_to)

    def keyed_by(self) -> str | None:
        """Return the rules by which the keys of documents were made."""
        with self._database.read() as connection:
            return read_meta(connection, KEYED)

    def read_documents(self) -> list[str]:
        """Return the documents whose reading the record holds, in sight or not, in the order they came."""
        query = select(documents_table.c.id).where(documents_table.c.payload.is_not(None))
        with self._database.read() as connection:
            return list(connection.scalars(query.order_by(documents_table.c.number)))

    def findings(self, document: str) -> DocumentFindings:
        """Return what the last reading of a document found, as it gave it: its row, text and rows."""
        with self._database.read() as connection:
            return documents.findings_of(connection, document, self.text(document))

    def replace_keys(self, document: str, keys: Iterable[BlockKey]) -> None:
        """Put keys in the place of those that a document has; what was compared by them no longer counts."""
        with self._database.write() as connection:
            comparing.forget_standing(connection)
            documents.replace_keys(connection, document, keys)

    def keep_versions(self, mark: str, versions: Mapping[str, str]) -> None:
        """Keep which versions fingerprints that begin with `mark` stand for, so that a reader can be told."""
        if self.versions_behind(mark) is None:
            with self._database.write() as connection:
                set_meta(connection, f"{VERSIONS} {mark}", json.dumps(versions, sort_keys=True))

    def versions_behind(self, mark: str) -> dict[str, str] | None:
        """Return name and version of all that read the documents whose fingerprints begin with `mark`.

        None where nobody kept it: an older version of On Record read them.
        """
        with self._database.read() as connection:
            kept = read_meta(connection, f"{VERSIONS} {mark}")
        return None if kept is None else dict(json.loads(kept))

    def mark_keyed(self, rules: str) -> None:
        """Note that the keys of all documents are made by `rules`."""
        with self._database.write() as connection:
            set_meta(connection, KEYED, rules)

    # comparisons

    def begin_comparing(self, rules: str) -> Changes:
        """Return what changed since documents were last compared by `rules`, and begin to compare them.

        Until `end_comparing`, rows of stages that have not run since are out of sight, and nothing counts
        as compared: where a build is killed in between, the next one compares all documents.
        """
        with self._database.read() as connection:
            changes = comparing.changed(connection, rules)
            decided = comparing.telling(connection)
        if changes and self._lock is not None and not self._run.begun:
            with self._writing() as connection:
                comparing.forget_standing(connection)
            self._run = resolved.Run(begun=True, decided=decided)
        return changes

    def sight(self) -> resolved.Run:
        """Return what this record shows of an unfinished comparison, for other processes to open it with."""
        return replace(self._run, done=[*self._run.done])

    def look_as(self, sight: resolved.Run) -> None:
        """Show from now on what a build sees that compares: it went on since this record was opened."""
        self._run, self._still, self._view = sight, True, None
        self._redirects.forget()

    def replace_resolved(
        self, stage: str, version: str, items: Iterable[Made | Told], units: Collection[str] | None = None
    ) -> Replaced:
        """Put rows and redirects in the place of what some units of a stage gave before, or all of them.

        They are stored in one transaction when the last is here; `items` may read the record. A row
        with the id of one that reading gave is shown in its place. Raises RedirectsRunInACircle.
        """
        self._view = None
        try:
            replaced = resolved.replace_stage(self._database, self._run, (stage, version), items, units)
        finally:
            self._view = None
            self.entered += 1
        if replaced.led:
            self._redirects.forget(stage)
        return replaced

    def end_comparing(self, rules: str) -> None:
        """Note that all that changed has been compared by `rules`."""
        resolved.finish(self._database, self._run, rules)
        self._view = None

    # what the record shows

    def documents(self) -> Iterator[DocumentRow]:
        """Yield the documents by path, then id."""
        with self.reader() as reader:
            if not self._still:
                yield from reader.document_rows()
                return
            for ids in reader.documents_in_order():
                self._at_hand.come(ids)
                yield from filter(None, map(self.document, ids))

    def document_ids(self) -> set[str]:
        """Return the ids of the documents that are shown."""
        shown = documents_table.c.retired.is_(False) & documents_table.c.payload.is_not(None)
        with self.reader() as reader:
            found = reader.connection.scalars(select(documents_table.c.id).where(shown))
            return {document for document in found if reader.shows(document)}

    def document(self, document: str) -> DocumentRow | None:
        """Return one document, None where it is not shown."""
        kept = self._at_hand.document(self._own_view(), document)
        if kept is not None:
            return kept[0]
        with self.reader() as reader:
            if not self._still:  # threads share a record that only reads, and each goes its own way
                return next(reader.document_rows([document]), None)
            return self._at_hand.read_document(reader, document)

    def last_date(self) -> str | None:
        """Return the date of the latest document in EDTF: "no reply" holds as of it. None without dates."""
        with self.reader() as reader:
            return reader.last_date()

    def paths(self, documents: Iterable[str]) -> dict[str, str]:
        """Return where each of `documents` that is shown lies."""
        found: dict[str, str] = {}
        with self.reader() as reader:
            for some in receipts.in_parts(list(dict.fromkeys(documents))):
                query = select(documents_table.c.id, documents_table.c.path).where(
                    documents_table.c.id.in_(some), documents_table.c.payload.is_not(None)
                )
                for row in reader.connection.execute(query):
                    if row.id not in reader.view.retired and reader.shows(row.id):
                        found[row.id] = row.path
        return found

    def rows(self, kind: type[R], document: str | None = None) -> Iterator[R]:
        """Yield the rows of one class as each document gives them, of one or of all by path, then start.

        An actor, norm or event several documents tell of comes once for each, under one id, with that
        document's mentions; `row` gives it whole.
        """
        if kind is DocumentRow:
            found: Iterator[Any] = self._some_documents(document)
        else:
            found = self._some_rows(kind.row_type, document)  # type: ignore[attr-defined]
        for row in found:
            if isinstance(row, kind):
                yield row

    def _some_documents(self, document: str | None) -> Iterator[Row]:
        with self.reader() as reader:
            yield from reader.document_rows(None if document is None else [document])

    def _some_rows(self, kind: str, document: str | None) -> Iterator[Row]:
        if kind not in ROW_TYPES:
            raise ValueError(f"{kind!r} is no type of rows")
        if document is not None:
            yield from self._rows_in(kind, document)
            return
        with self.reader() as reader:
            yield from reader.rows_in_no_document(kind)
            part: list[str] = []
            for row in reader.document_rows():
                part.append(row.id)
                if len(part) == TOGETHER:
                    yield from reader.rows_of(kind, part)
                    part = []
            yield from reader.rows_of(kind, part)

    def _rows_in(self, kind: str, document: str) -> Sequence[Row]:
        kept = self._at_hand.rows(self._own_view(), kind, document)
        if kept is not None:
            return kept
        with self.reader() as reader:
            if document in reader.view.retired or not reader.shows(document):
                return ()
            if not self._still:
                return tuple(reader.rows_of(kind, [document]))
            return self._at_hand.read_rows(reader, kind, document)

    def _own_view(self) -> View | None:
        """Return the view of one who writes or stands still; None of a reader, whose view may be behind."""
        return self._view if self._still else None

    def come(self, documents: Sequence[str]) -> None:
        """Take note of documents that will be asked for one after the other: they are read together."""
        self._at_hand.come(documents)

    def row(self, row: str) -> Row | None:
        """Return what is shown under an id, whole and wherever a redirect leads; None where nothing is."""
        return self.rows_with([row]).get(row)

    def rows_with(self, ids: Iterable[str]) -> dict[str, Row]:
        """Return what `row` gives for each of some ids, in few queries; ids of nothing are left out."""
        with self.reader() as reader:
            return rows_with(reader, ids)

    def blocks(self, stage: str, smallest: int = 2) -> Iterator[tuple[str, tuple[BlockKey, ...]]]:
        """Yield each key of a stage that at least `smallest` documents share, with its members."""
        return self._blocks.shared(stage, smallest)

    def lookup(self, stage: str, keys: Iterable[str]) -> Mapping[str, tuple[BlockKey, ...]]:
        """Return the members under each of `keys` that has any."""
        return self._blocks.lookup(stage, keys)

    def spread(self, stage: str, keys: Iterable[str], smallest: int = 1) -> Mapping[str, int]:
        """Return how many documents share each of `keys` that at least `smallest` have."""
        return self._blocks.spread(stage, keys, smallest)

    def keys_of(self, stage: str, documents: Iterable[str]) -> frozenset[str]:
        """Return the keys of a stage that documents have, or had when documents were last compared."""
        with self._database.read() as connection:
            return frozenset(comparing.keys_of(connection, stage, documents))

    def about(self, kind: type[R], document: str) -> Iterator[R]:
        """Yield the rows that comparing made and that speak of a document, wherever they stand."""
        with self.reader() as reader:
            for row in reader.made_about(kind.row_type, document):  # type: ignore[attr-defined]
                if isinstance(row, kind):
                    yield row

    def export_rows(self, types: Collection[str] = EXPORTED_TYPES) -> Iterator[Row]:
        """Yield the rows of RECORD.md in its order, as the record was when the first was asked for.

        Only those of some types where given.
        """
        with self.snapshot() as reader:
            yield from contract.rows_in_order(reader, types)

    def counts(self) -> dict[str, int]:
        """Return how many rows of each exported type are shown, with `rejected` and `issues`."""
        with self.snapshot() as reader:
            return contract.count_rows(reader)

    def issues(self) -> Iterator[Issue]:
        """Yield what could not be taken in, by path."""
        query = select(issues_table).where(contract.issue_is_shown())
        with self._database.read() as connection:
            found = connection.execute(query).all()
        yield from sorted(Issue(row.path, row.code, row.message, row.remedy, row.severity) for row in found)

    def rejected(self, document: str | None = None) -> Iterator[Rejected]:
        """Yield the words extractors saw and refused, by document and place."""
        query = (
            select(rejected_table)
            .join(documents_table, documents_table.c.id == rejected_table.c.document)
            .where(documents_table.c.retired.is_(False))
            .order_by(
                documents_table.c.path,
                rejected_table.c.document,
                rejected_table.c.start,
                rejected_table.c.number,
            )
        )
        if document is not None:
            query = query.where(rejected_table.c.document == document)
        with self._database.snapshot() as connection:
            for row in connection.execution_options(yield_per=1000).execute(query):
                anchor = Evidence(row.document, row.start, row.end, row.exact)
                yield Rejected(anchor, row.extractor, row.code, row.reason)

    def custody(self) -> Iterator[CustodyEntry]:
        """Yield the custody log from its first entry."""
        with self._database.snapshot() as connection:
            yield from custody.entries(connection)

    # review: the rest is in Reviewing

    @contextmanager
    def deciding(self) -> Iterator[tuple[Connection, Custodian]]:
        """Give one transaction for what a person decides, and who logs it; also where this only reads."""
        try:
            with self._database.to_decide() as database, database.write() as connection:
                yield connection, self._custodian
        finally:
            self._at_hand.forget()
            self._view = None
            self.entered += 1

    @contextmanager
    def keeping(self) -> Iterator[tuple[Connection, Custodian]]:
        """Give one transaction for what leaves the rows as they are, and who logs it: accounts, sessions."""
        with self._database.to_decide() as database, database.keep() as connection:
            yield connection, self._custodian

    @contextmanager
    def by(self, who: str) -> Iterator[Record]:
        """Give this record with what is entered in the name of somebody else; it shares all that is held."""
        other = copy(self)
        other._custodian = Custodian(who, self._custodian.clock)
        before = other.entered
        try:
            yield other
        finally:
            if other.entered != before:
                self._view = None
                self.entered += 1

    @property
    def who(self) -> str:
        """In whose name decisions are entered."""
        return self._custodian.who

    @property
    def ticking(self) -> Clock:
        """The clock that the logs go by."""
        return self._custodian.clock

    def readings_hold(self) -> bool:
        """Tell whether no entry of the log of readings was changed or taken away."""
        with self._database.snapshot() as connection:
            return not any(custody.broken_links(connection, custody.READINGS))

    def clock(self) -> str:
        """Return the time in UTC, to the second, by the clock that the log goes by."""
        return self._custodian.now()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection whose every query sees the latest commit, to other modules of this room."""
        with self._database.read() as connection:
            yield connection

    # what search goes by

    @property
    def index(self) -> Path:
        """Where the indexes of what this record shows lie, or will: those of each clearance apart."""
        return self._database.index_folder

    def index_passages(self) -> None:
        """Make the passages of every document anew where a server searches them."""
        from onrecord.record import postgresql_passages  # noqa: PLC0415  (not for a folder)

        with self._database.to_decide() as database, database.keep() as connection:
            postgresql_passages.put_all(connection, database)

    def make_index_folder(self) -> bool:
        """Make the folder of what is derived from the record; return whether it can be written."""
        return self._database.make_index_folder()

    def standing(self) -> tuple[str, int]:
        """Return the record's own id and how many changes it has seen."""
        with self._database.read() as connection:
            return read_meta(connection, RECORD_ID) or "", change_counter(connection)

    def standing_of_rows(self) -> tuple[str, int, int]:
        """Return the record's own id, the last change of its rows, and the last decision that tells on them.

        It stands still while reviewers only accept, annotate and grade.
        """
        with self._database.read() as connection:
            return read_meta(connection, RECORD_ID) or "", rows_changed(connection), last_telling(connection)

    def last_classed(self) -> int:
        """Return the change that last gave a document another class, 0 where none did."""
        with self._database.read() as connection:
            return classes.last_classed(connection)

    def shows_more_than(self, documents: int) -> bool:
        """Tell whether the record shows more than so many documents, without counting the others."""
        query = select(documents_table.c.number).where(documents_table.c.retired.is_(False))
        with self._database.read() as connection:
            return connection.scalar(query.offset(documents).limit(1)) is not None

    def has_changed_since(self, counter: int) -> bool:
        """Tell whether any document changed after `counter`."""
        query = select(documents_table.c.number).where(documents_table.c.changed > counter).limit(1)
        with self._database.read() as connection:
            return connection.scalar(query) is not None

    def changed_since(self, counter: int) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
        """Yield the documents that changed after `counter` with their passages, none where out of sight."""
        query = (
            select(documents_table)
            .where(documents_table.c.changed > counter)
            .order_by(documents_table.c.path, documents_table.c.id)
        )
        with self._database.snapshot() as connection:
            for row in connection.execution_options(yield_per=100).execute(query):
                shown = not row.retired and row.passages is not None
                passages = json.loads(row.passages) if shown else ()
                yield row.id, tuple((start, end) for start, end in passages)

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        with self._database.write() as connection:
            yield connection
        self._at_hand.forget()
        self._view = None
        self.entered += 1
        self._kept_texts.clear()

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """Give a reader of what the record shows now, to other modules of this room."""
        with self._database.read() as connection:
            yield Reader(connection, self._current_view(connection))

    @contextmanager
    def snapshot(self) -> Iterator[Reader]:
        """Give a reader whose every query sees the record as it was at the first, to other modules here."""
        with self._database.snapshot() as connection:
            yield Reader(connection, self._fresh_view(connection))

    def _current_view(self, connection: Any) -> View:
        """Return what holds now; a build's own view changes only with what it writes itself."""
        known = self._view
        if known is None or (not self._still and known.changes != change_counter(connection)):
            texts = self._texts_of(connection)
            known = self._view = read_view(connection, self._run, texts, self._redirects, self._last_date)
        return known

    def _fresh_view(self, connection: Any) -> View:
        """Return what holds at a snapshot; readers take it too until something else is entered."""
        texts = self._texts_of(connection)
        view = read_view(connection, self._run, texts, self._redirects, self._last_date)
        if not self._still:
            self._view = view
        return view
