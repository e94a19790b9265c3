"""A draft laid over a record: what resolvers see of both, and what they make of it, held in memory alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from onrecord.record.redirects import ids_in, led
from onrecord.record.store import Record
from onrecord.types.errors import Issue, RecordCannotBeOpened
from onrecord.types.findings import BlockKey, Changes, DocumentFindings, Redirect, Resolver
from onrecord.types.judgements import Judgement
from onrecord.types.rows import DocumentRow, Row

R = TypeVar("R")


class Overlay:
    """The record as it would be with a draft in it: a Corpus that nothing is written to.

    A document of the record with the draft's own bytes is out of sight, so that no draft bears itself out.
    Rows of the record stand as it shows them, led to the draft's names only where these are theirs.
    """

    def __init__(self, record: Record, findings: DocumentFindings) -> None:
        self.record = record
        self.findings = findings
        self.draft = findings.row.id
        self._own = (findings.row, *sorted(findings.rows, key=lambda row: (row.position[1], row.id)))
        self._made: dict[str, Row] = {}
        self._led: dict[str, str] = {}
        self._held_by_record = lru_cache(None)(self._read_held)
        self._keys: dict[str, dict[str, list[BlockKey]]] = defaultdict(lambda: defaultdict(list))
        for key in sorted(set(findings.keys)):
            self._keys[key.stage][key.key].append(key)

    # what a Corpus has

    def documents(self) -> Iterator[DocumentRow]:
        """Yield the documents of the record, then the draft."""
        yield from (self._lead(row) for row in self.record.documents() if row.id != self.draft)
        yield self._lead(self.findings.row)

    def document(self, document: str) -> DocumentRow | None:
        """Return one document, None where it is not in sight."""
        found = self.findings.row if document == self.draft else self.record.document(document)
        return None if found is None else self._lead(found)

    def text(self, document: str) -> str:
        """Return the canonical text of a document."""
        return self.findings.text if document == self.draft else self.record.text(document)

    def rows(self, kind: type[R], document: str | None = None) -> Iterator[R]:
        """Yield the rows of one class, of one document or of all, those of the draft last."""
        if document != self.draft:
            for row in self.record.rows(kind, document):
                if self._stands(row):
                    yield self._shown(row)
        if document in (None, self.draft):
            yield from self._own_rows(kind)

    def _own_rows(self, kind: type[R]) -> Iterator[R]:
        own = [row for row in self._own if isinstance(row, kind)]
        ids = {row.id for row in own}
        made = [
            row
            for row in self._made.values()
            if isinstance(row, kind) and row.id not in ids and row.position[0] == self.draft
        ]
        yield from (self._shown(row) for row in own)
        yield from (self._lead(row) for row in made)

    def row(self, row: str) -> Row | None:
        """Return one row by id."""
        target = self._target(row)
        own = next((one for one in self._own if one.id in (row, target)), None)
        found = self._made.get(row) or self.record.row(target) or own
        if found is None or (isinstance(found, DocumentRow) and found.id == self.draft):
            return own
        shown: Row = self._lead(found)
        return shown

    def blocks(self, stage: str, smallest: int = 2) -> Iterator[tuple[str, tuple[BlockKey, ...]]]:
        """Yield each key that the draft has and that `smallest` documents share, with its members."""
        for key, members in self.lookup(stage, sorted(self._keys[stage])).items():
            if len({member.document for member in members}) >= smallest:
                yield key, members

    def lookup(self, stage: str, keys: Iterable[str]) -> Mapping[str, tuple[BlockKey, ...]]:
        """Return the members under each of `keys` that has any."""
        wanted = list(dict.fromkeys(keys))
        found = dict(self.record.lookup(stage, wanted))
        own = self._keys[stage]
        for key in wanted:
            members = [member for member in found.get(key, ()) if member.document != self.draft]
            members += own.get(key, ())
            if members:
                found[key] = tuple(sorted(members, key=lambda one: (one.document, one.row, one.start)))
            else:
                found.pop(key, None)
        return found

    def spread(self, stage: str, keys: Iterable[str], smallest: int = 1) -> Mapping[str, int]:
        """Return how many documents share each of `keys` that at least `smallest` have."""
        wanted = list(dict.fromkeys(keys))
        found = dict(self.record.spread(stage, wanted))
        held = self._held_by_record(stage)
        for key in wanted:
            many = found.get(key, 0) - (key in held) + (key in self._keys[stage])
            if many >= smallest:
                found[key] = many
            else:
                found.pop(key, None)
        return found

    def _read_held(self, stage: str) -> frozenset[str]:
        """Return the keys of a document of the record that has the draft's bytes."""
        if self.record.document(self.draft) is None:
            return frozenset()
        return self.record.keys_of(stage, [self.draft])

    def keys_of(self, stage: str, documents: Iterable[str]) -> frozenset[str]:
        """Return the keys of a stage that documents have."""
        wanted = set(documents)
        own = frozenset(self._keys[stage]) if self.draft in wanted else frozenset()
        return own | self.record.keys_of(stage, wanted - {self.draft})

    def about(self, kind: type[R], document: str) -> Iterator[R]:
        """Yield the rows that comparing made and that speak of a document."""
        if document != self.draft:
            yield from (self._shown(row) for row in self.record.about(kind, document) if self._stands(row))
        for row in self._made.values():
            if isinstance(row, kind) and self.draft in _documents_of(row) and document in _documents_of(row):
                yield self._lead(row)

    def judgements(self) -> tuple[Judgement, ...]:
        """Return what reviewers said of pairs of actors."""
        return self.record.judgements()

    # what comparing adds

    def compare(self, resolvers: Sequence[Resolver]) -> tuple[Issue, ...]:
        """Run the resolvers for the draft alone and keep what they make; return what went wrong."""
        failures = []
        for resolver in resolvers:
            try:
                units = resolver.units(self, Changes(documents=frozenset([self.draft])))
                for made in list(resolver.resolve(self, self._of_draft(units))):
                    self._take(made.item)
            except (RecordCannotBeOpened, MemoryError):
                raise
            except Exception as error:  # one module must not cost the report
                failures.append(_failed(self.findings.row.path, resolver.name, error))
        return tuple(failures)

    def _of_draft(self, units: Iterable[str]) -> frozenset[str]:
        """Return units without those of other documents: what these quote is as the record has it."""
        return frozenset(unit for unit in units if unit == self.draft or not unit.startswith("d-"))

    def _take(self, item: Row | Redirect) -> None:
        if isinstance(item, Redirect):
            if self._target(item.to) != item.row:  # the record may lead them the other way round
                self._led[item.row] = item.to
        elif self.draft in _documents_of(item):
            self._made[item.id] = item

    def _stands(self, row: Any) -> bool:
        """Tell whether a row of the record says nothing of the document that the draft takes the place of."""
        standing: bool = row.id != self.draft and row.position[0] != self.draft
        return standing

    def _shown(self, row: Any) -> Any:
        return self._lead(self._made.get(row.id, row))

    def _target(self, id_: str) -> str:
        seen = {id_}
        while id_ in self._led and self._led[id_] not in seen:
            id_ = self._led[id_]
            seen.add(id_)
        return id_

    def _lead(self, row: Any) -> Any:
        targets = {id_: self._target(id_) for id_ in ids_in(row) if id_ in self._led} if self._led else {}
        return led(row, targets) if targets else row


def _documents_of(row: Row) -> frozenset[str]:
    """Return the documents that a row speaks of."""
    return frozenset(
        id_ for id_ in (*ids_in(row), *(one.document for one in row.anchors())) if id_[:2] == "d-"
    )


def _failed(path: str, name: str, error: Exception) -> Issue:
    what = f"{type(error).__name__}: {error}"[:300]
    return Issue(
        path=path,
        code="resolver_failed",
        message=f"Comparing the draft with the record failed in {name} ({what}).",
        remedy="What it would have told is missing. Report this.",
    )
