"""Checking a draft: the pipeline reads and compares it, and what came out becomes verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from onrecord.check.report import VERDICTS, DraftReport, Ground, Reference, Verdict
from onrecord.check.sentences import sentence_of
from onrecord.config import Config
from onrecord.pipeline.drafting import Drafted, DraftReader
from onrecord.record.address import Address
from onrecord.record.store import Record
from onrecord.types.documents import RawDocument
from onrecord.types.drafts import Compared, Standing
from onrecord.types.ledger import last_date
from onrecord.types.naming import DocumentNames
from onrecord.types.rows import Actor, DocumentRow

MOST_REFERENCES = 5
"""Citations suggested for one claim."""

REFERENCES_AT_HAND = 512
"""Documents whose citation is kept while one draft is checked."""


class DraftChecker:
    """Checks drafts against records.

    They are read in a process of their own, which starts with the first and is kept, its models loaded.
    """

    def __init__(self, config: Config | None = None) -> None:
        self._reader = DraftReader(config)

    def check(self, draft: Path | str, record: Record) -> DraftReport:
        """Return the verdicts on a draft; raises FileCannotBeRead where it has no text."""
        path = Path(draft)
        raw, findings = self._reader.read(path)
        return _report(str(path), self._reader.compare(raw, findings, record), record)

    def check_bytes(self, content: bytes, name: str, media_type: str, record: Record) -> DraftReport:
        """Return the verdicts on a draft that is no file: pasted text, or one sent to a page.

        They tell the record's name, not where it lies: who sent the draft may sit elsewhere.
        """
        raw = RawDocument(name, content, media_type)
        report = _report(name, self._reader.compare(raw, self._reader.read_raw(raw), record), record)
        return replace(report, record=record.address.name)


def _report(path: str, drafted: Drafted, record: Record) -> DraftReport:
    rows = [row for row in record.documents() if row.id != drafted.findings.row.id]
    as_of = last_date(rows)
    writer = _Writer(drafted, as_of)
    return DraftReport(
        document=drafted.findings.row.id,
        path=path,
        sha256=drafted.raw.sha256,
        media_type=drafted.raw.media_type,
        text=drafted.findings.text,
        record=str(record.address),
        documents=len(rows),
        as_of=as_of,
        verdicts=tuple(writer.verdicts(drafted.compared)),
        issues=drafted.issues,
    )


class _Writer:
    """Turns comparisons into verdicts, with documents named and cited."""

    def __init__(self, drafted: Drafted, as_of: str | None) -> None:
        self._corpus = drafted.corpus
        self._as_of = as_of
        self._named = DocumentNames(drafted.corpus)
        self._reference = lru_cache(REFERENCES_AT_HAND)(self._make_reference)

    def verdicts(self, compared: Iterable[Compared]) -> Iterator[Verdict]:
        """Yield the verdicts in text order, one for each claim of a kind at a place."""
        kinds = list(VERDICTS)
        seen: set[tuple[str, int, int]] = set()
        for one in sorted(compared, key=lambda held: (held.anchor.start, kinds.index(held.kind))):
            place = (one.kind, one.anchor.start, one.anchor.end)
            if place not in seen:
                seen.add(place)
                yield self._verdict(one)

    def _verdict(self, compared: Compared) -> Verdict:
        grounds = tuple(ground for one in compared.standing if (ground := self._ground(one)) is not None)
        references = (self._reference(document) for document in compared.supports[:MOST_REFERENCES])
        return Verdict(
            kind=compared.kind,
            code=compared.code,
            anchor=compared.anchor,
            sentence=sentence_of(compared, grounds, self._as_of),
            grounds=grounds,
            differences=compared.differences,
            rows=compared.rows,
            references=tuple(reference for reference in references if reference is not None),
            origins=compared.origins,
        )

    def _ground(self, standing: Standing) -> Ground | None:
        reference = self._reference(standing.anchor.document)
        return None if reference is None else Ground(standing.anchor, reference, standing.speakers)

    def _make_reference(self, document: str) -> Reference | None:
        row = self._corpus.document(document)
        if row is None:
            return None
        return Reference(
            document=row.id,
            called=self._named(row),
            path=row.path,
            kind=row.kind,
            authors=self._authors(row),
            title=" ".join(row.title.exact.split()) if row.title else None,
            date=row.date.edtf if row.date else None,
            url=row.url,
        )

    def _authors(self, row: DocumentRow) -> tuple[str, ...]:
        ids = row.signatories or row.issuers or row.authors
        found = (self._corpus.row(one) for one in ids)
        names = tuple(dict.fromkeys(one.name for one in found if isinstance(one, Actor)))
        return names or ((row.publisher,) if row.publisher else ())


def check_draft(draft: Path | str, record: Path | str | Address, config: Config | None = None) -> DraftReport:
    """Open a record and check one draft against it."""
    with Record.open(record) as opened:
        return DraftChecker(config).check(draft, opened)
