"""How much a word tells of which ask is meant: little where many asks of a document or the record have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache

from onrecord.resolve.asks_known import DOCUMENTS_KEPT, Known
from onrecord.types.findings import Corpus
from onrecord.types.rows import Ask

FEW_ASKS = 3
"""Asks that may have a word which still tells as much as any word can."""

FEW_OF_RECORD = 0.02
"""Share of a record's asks that may have such a word, where that is more."""


class Rarity:
    """Weighs words by how many asks have them, each ask once: `deed_of` leads to the first for one deed."""

    def __init__(self, corpus: Corpus, known: Known, deed_of: Callable[[str], str]) -> None:
        self._known = known
        self._deed_of = deed_of
        self._in_document = lru_cache(DOCUMENTS_KEPT)(lambda document: self._count(known.asks(document))[0])
        self._in_record, asks = self._count(corpus.rows(Ask))
        self._few = max(FEW_ASKS, FEW_OF_RECORD * asks)

    def weigh(self, ask: Ask, words: Iterable[str]) -> float:
        """Return what some words weigh beside an ask, each 1 at most and less the more asks have it."""
        here = self._in_document(ask.document)
        return sum(
            min(1.0, FEW_ASKS / max(here[word], 1), self._few / max(self._in_record[word], 1))
            for word in words
        )

    def _count(self, asks: Iterable[Ask]) -> tuple[Counter[str], int]:
        """Return in how many asks each word stands, and how many there are."""
        found: Counter[str] = Counter()
        met: set[str] = set()
        for ask in asks:
            deed = self._deed_of(ask.id)
            if deed not in met:
                met.add(deed)
                found.update(self._known.action(ask).words)
        return found, len(met)
