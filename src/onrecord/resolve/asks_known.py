"""The rows that asks are compared by, kept while they are looked at again and again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from onrecord.data import Vocabularies
from onrecord.resolve.asks_words import Action, ActionReader
from onrecord.resolve.content_words import content
from onrecord.types.findings import Corpus
from onrecord.types.ledger import asks_by_modal, clause_of, has_no_subject, says_of_a_thing
from onrecord.types.rows import Actor, Ask, Norm, Response
from onrecord.types.spans import Span

ASKING_KEPT = 16_384
"""Documents whose asks are held in memory at a time: every key leads to some of them."""

ASKS_READ = 65_536
"""Asks whose words are held in memory at a time."""

DOCUMENTS_KEPT = 2_048
"""Documents whose actors, norms and responses are held in memory at a time."""

TEXTS_KEPT = 64
"""Texts held in memory at a time."""


class Known:
    """What the record says of asks, their actions, and who is who in each document."""

    def __init__(self, corpus: Corpus, vocabularies: Vocabularies) -> None:
        self._corpus = corpus
        self.reader = ActionReader(
            vocabularies.table("ledger").get("actions", {}), vocabularies.table("asks").get("modifiers", {})
        )
        self.text = lru_cache(TEXTS_KEPT)(corpus.text)
        self.document = lru_cache(ASKING_KEPT)(corpus.document)
        self.actors = lru_cache(DOCUMENTS_KEPT)(self._actors)
        self.asks = lru_cache(ASKING_KEPT)(self._asks)
        self.responses = lru_cache(DOCUMENTS_KEPT)(self._responses)
        self.by_id = lru_cache(ASKING_KEPT)(self._asks_by_id)
        self._norms = lru_cache(DOCUMENTS_KEPT)(self._places_of_norms)
        self.content = lru_cache(ASKS_READ)(lambda words: frozenset(content(words)))
        self._read: dict[str, Action] = {}

    def action(self, ask: Ask) -> Action:
        """Return what an ask asks for."""
        if ask.id not in self._read:
            if len(self._read) >= ASKS_READ:
                self._read.clear()
            text = self.text(ask.document) if asks_by_modal(ask) else ""
            words = clause_of(ask, text) if says_of_a_thing(ask) else ask.action
            norms = self._norms(ask.document) if ask.norms else ()
            negative = ask.negative or has_no_subject(ask, text)
            self._read[ask.id] = self.reader.read(words, negative=negative, norms=norms)
        return self._read[ask.id]

    def _actors(self, document: str) -> Mapping[str, Actor]:
        """Return the actors of one document by id, as it tells of them."""
        return {actor.id: actor for actor in self._corpus.rows(Actor, document)}

    def _asks(self, document: str) -> tuple[Ask, ...]:
        return tuple(self._corpus.rows(Ask, document))

    def _responses(self, document: str) -> tuple[Response, ...]:
        return tuple(self._corpus.rows(Response, document))

    def _asks_by_id(self, document: str) -> Mapping[str, Ask]:
        return {ask.id: ask for ask in self.asks(document)}

    def _places_of_norms(self, document: str) -> tuple[tuple[Span, str], ...]:
        return tuple(
            (mention.span, norm.id)
            for norm in self._corpus.rows(Norm, document)
            for mention in norm.mentions
            if mention.document == document
        )
