"""A record in memory for tests of resolvers: the Corpus protocol over lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from onrecord.types.codec import to_json
from onrecord.types.findings import BlockKey, Corpus, DocumentFindings, Redirect, Resolver
from onrecord.types.judgements import Judgement
from onrecord.types.rows import Actor, DocumentRow, Event, Norm, Row

R = TypeVar("R")

MERGED = (Actor, Norm, Event)
"""Rows that several readings give under one id; what comparing makes of others stands in their place."""


def items_of(resolver: Resolver, corpus: Corpus) -> list[Row | Redirect]:
    """Return what a resolver makes of all units."""
    return [made.item for made in resolver.resolve(corpus)]


class MemoryCorpus:
    """The findings of a few documents, and what resolvers yielded so far."""

    def __init__(self, findings: Iterable[DocumentFindings], resolvers: Iterable[Resolver] = ()) -> None:
        self._findings = {found.row.id: found for found in findings}
        self.resolved: list[Row] = []
        self.judged: tuple[Judgement, ...] = ()
        self._blocks: dict[str, dict[str, list[BlockKey]]] = defaultdict(lambda: defaultdict(list))
        for resolver in resolvers:
            for found in self._findings.values():
                for key in resolver.keys(found):
                    self._blocks[key.stage][key.key].append(key)

    def documents(self) -> Iterator[DocumentRow]:
        yield from sorted(
            (found.row for found in self._findings.values()), key=lambda row: (row.path, row.id)
        )

    def document(self, document: str) -> DocumentRow | None:
        found = self._findings.get(document)
        return found.row if found else None

    def text(self, document: str) -> str:
        return self._findings[document].text

    def rows(self, kind: type[R], document: str | None = None) -> Iterator[R]:
        made = {row.id: row for row in self.resolved}
        read = [row for found in self._findings.values() for row in found.rows]
        held = [row for row in read if isinstance(row, MERGED) or row.id not in made]
        rows = [row for row in (*held, *made.values()) if isinstance(row, kind)]
        shown = [row for row in rows if document is None or row.position[0] == document]
        yield from sorted(shown, key=lambda row: row.position)

    def row(self, row: str) -> Row | None:
        return next((held for held in self.rows(Row) if held.id == row), None)

    def blocks(self, stage: str, smallest: int = 2) -> Iterator[tuple[str, tuple[BlockKey, ...]]]:
        for key, members in sorted(self._blocks[stage].items()):
            if len({member.document for member in members}) >= smallest:
                yield key, tuple(sorted(members))

    def lookup(self, stage: str, keys: Iterable[str]) -> Mapping[str, tuple[BlockKey, ...]]:
        held = self._blocks[stage]
        return {key: tuple(sorted(held[key])) for key in dict.fromkeys(keys) if key in held}

    def spread(self, stage: str, keys: Iterable[str], smallest: int = 1) -> Mapping[str, int]:
        held = self._blocks[stage]
        return {key: len({one.document for one in held[key]}) for key in keys if key in held}

    def keys_of(self, stage: str, documents: Iterable[str]) -> frozenset[str]:
        wanted = set(documents)
        return frozenset(
            key
            for key, members in self._blocks[stage].items()
            if any(member.document in wanted for member in members)
        )

    def about(self, kind: type[R], document: str) -> Iterator[R]:
        for row in self.resolved:
            if isinstance(row, kind) and document in to_json(row):
                yield row

    def judgements(self) -> tuple[Judgement, ...]:
        return self.judged
