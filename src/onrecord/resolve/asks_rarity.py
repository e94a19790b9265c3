"""How much a word tells of which ask is meant: little where many asks of a document or the record have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache

from onrecord.resolve.asks_groups import deeds
from onrecord.resolve.asks_keys import ANSWERED_STAGE, ASKED_STAGE, FEW_ANSWERED, FEW_DOCUMENTS
from onrecord.resolve.asks_known import DOCUMENTS_KEPT, Known
from onrecord.types.findings import Corpus
from onrecord.types.rows import Ask, AskPair

FEW_ASKS = 3
"""Asks of one document that may have a word which still tells as much as any word can."""

COMMON_WORD = 0.2
"""What a word weighs, of what it would, that many documents of the record ask or answer with."""

WORDS_KEPT = 100_000
"""Words whose spread is held in memory at a time."""


class Rarity:
    """Weighs words by how many asks of a document have them, and tells which few documents have."""

    def __init__(self, corpus: Corpus, known: Known) -> None:
        self._corpus = corpus
        self._known = known
        self._in_document = lru_cache(DOCUMENTS_KEPT)(self._count)
        self._rare: dict[str, bool] = {}

    def rare(self, words: Collection[str]) -> frozenset[str]:
        """Return those of some words that few documents of the record ask for, and few answer with."""
        unknown = [word for word in words if word not in self._rare]
        if len(self._rare) + len(unknown) > WORDS_KEPT:
            self._rare.clear()
            unknown = list(words)
        if unknown:
            asked = self._corpus.spread(ASKED_STAGE, unknown)
            answered = self._corpus.spread(ANSWERED_STAGE, unknown)
            for word in unknown:
                few = asked.get(word, 0) <= FEW_DOCUMENTS and answered.get(word, 0) <= FEW_ANSWERED
                self._rare[word] = few
        return frozenset(word for word in words if self._rare[word])

    def weigh(self, ask: Ask, words: Iterable[str]) -> float:
        """Return what some words weigh beside an ask, each 1 at most and less the more asks by it have it."""
        here = self._in_document(ask.document)
        return sum(min(1.0, FEW_ASKS / max(here[word], 1)) for word in words)

    def _count(self, document: str) -> Counter[str]:
        """Return in how many asks of a document each word stands, those for one deed counted once."""
        asks = self._known.asks(document)
        pairs = (pair for pair in self._corpus.rows(AskPair, document) if pair.other_document == document)
        deed_of = deeds((pair.ask, pair.other) for pair in pairs)
        one_each = {deed_of.get(ask.id, ask.id): ask for ask in reversed(asks)}
        return Counter(word for ask in one_each.values() for word in self._known.action(ask).words)
