"""The sentences of a record that a sentence of a draft can have its matter from, by the words both have."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple, Protocol

from onrecord.resolve.draft_sentences import Sentence, days_of, draft_words, sentences_of
from onrecord.types.findings import Corpus
from onrecord.types.rows import Actor, DocumentRow

MOST_PASSAGES = 14
"""Passages of the record that one sentence of a draft is held against."""

BESIDE = 400
"""Characters before and behind a passage that are read with it: a sentence goes on from those around it."""

HEAD = 300
"""Characters at the head of a document by which it is known where it does not say whose it is."""

KEPT = 512
"""Sentences of a draft whose neighbours are kept, and documents whose context is."""

UNKNOWN = 1.5
"""What a word weighs that no passage of the record holds: the draft's own way of telling."""

NO_CHANCE = 1.25
"""Times the logarithm of the number of passages that the words two sentences share must weigh.

A word weighs the logarithm of how few passages hold it, so that words of that weight would stand together in
less than one passage by chance; words of one matter come together more often, hence the margin.
"""

DATED = 4.0
"""What the same day of a month in two sentences weighs: most have none, and there are 366."""

LEAST_SHARE = 0.2
"""Share of a sentence's words from which on another one is looked at."""


class PassageIndex(Protocol):
    """What finds passages of the record by their words."""

    def alike(self, text: str, limit: int) -> Sequence[tuple[str, int, int]]:
        """Return the passages that share most words with a text, as document, start and end."""
        ...

    def holding(self, word: str) -> int:
        """Return how many passages hold a word."""
        ...

    def count(self) -> int:
        """Return how many passages there are."""
        ...


class Near(NamedTuple):
    """A sentence of the record near one of a draft.

    `beside` is it with the sentences around it. Of the draft sentence's words, by weight, `share` stand in
    the sentence itself, `wide` in what stands around it and in what its document is known by. `sure` tells
    that so many rare words do not meet by chance in a record of this size.
    """

    sentence: Sentence
    beside: tuple[Sentence, ...]
    share: float
    wide: float
    sure: bool


class Nearest:
    """Finds the sentences near those of a draft; what was found once is kept."""

    def __init__(self, corpus: Corpus, index: PassageIndex, draft: str) -> None:
        self._corpus, self._index, self._draft = corpus, index, draft
        self._words = draft_words()
        self._count = max(1, index.count())
        self.weight = lru_cache(1 << 14)(self._weight)
        self._document = lru_cache(KEPT)(corpus.document)
        self.of = lru_cache(KEPT)(self._of)
        self.known_by = lru_cache(KEPT)(self._known_by)
        self._cut = lru_cache(KEPT)(self._sentences)

    def _weight(self, word: str) -> float:
        held = self._index.holding(word)
        return math.log(1 + self._count / held) if held else UNKNOWN

    def _of(self, text: str) -> tuple[Near, ...]:
        """Return the sentences near one of a draft, those that share most first."""
        if not self._words.stems(text):
            return ()
        found: dict[tuple[str, int], Near] = {}
        for document, start, end in self._index.alike(text, MOST_PASSAGES):
            row = None if document == self._draft else self._document(document)
            if row is not None:
                for near in self._in_passage(text, row, start, end):
                    found.setdefault((document, near.sentence.start), near)
        order = sorted(found.values(), key=lambda one: (-(one.share + one.wide), one.sentence[:2]))
        return tuple(order)

    def of_both(self, text: str, part: str) -> tuple[Near, ...]:
        """Return the sentences near a sentence of a draft, then those near a part of it alone."""
        found = {near.sentence[:2]: near for near in (*self.of(part), *self.of(text))}
        known = [near.sentence[:2] for near in self.of(text)]
        return tuple(found[place] for place in dict.fromkeys((*known, *found)))

    def _in_passage(self, text: str, row: DocumentRow, start: int, end: int) -> Iterable[Near]:
        wanted, sentences = self._words.stems(text), self._cut(row.id, start, end)
        context = self.known_by(row.id)
        for at, sentence in enumerate(sentences):
            if sentence.end <= start or sentence.start >= end:
                continue
            beside = sentences[max(0, at - 1) : at + 2]
            share = self.share(wanted, self._words.stems(sentence.text))
            if share >= LEAST_SHARE:
                around = {one for each in beside for one in self._words.stems(each.text)}
                weight = self._met(wanted, around) + DATED * _days_shared(text, sentence.text)
                sure = weight >= NO_CHANCE * math.log(self._count)
                yield Near(sentence, beside, share, self.share(wanted, {*around, *context}), sure)

    def _sentences(self, document: str, start: int, end: int) -> tuple[Sentence, ...]:
        text = self._corpus.text(document)
        begin = max(0, start - BESIDE)
        return sentences_of(document, text, begin, min(len(text), end + BESIDE))

    def share(self, wanted: Mapping[str, str], held: Iterable[str]) -> float:
        """Return which part of some words, by weight, is among others."""
        total = sum(self.weight(word) for word in wanted.values())
        return self._met(wanted, set(held)) / total if total else 0.0

    def rare(self, wanted: Mapping[str, str], held: AbstractSet[str]) -> bool:
        """Tell whether the words that two texts share do not meet by chance in a record of this size."""
        return self._met(wanted, held) >= math.log(self._count)

    def _met(self, wanted: Mapping[str, str], held: AbstractSet[str]) -> float:
        return sum(self.weight(word) for each, word in wanted.items() if each in held)

    def _known_by(self, document: str) -> frozenset[str]:
        """Return the words that a document is known by: its kind, title and parties."""
        row = self._document(document)
        if row is None:
            return frozenset()
        parties = {*row.issuers, *row.signatories, *row.authors, *row.addressees}
        actors = [actor for actor in self._corpus.rows(Actor, document) if actor.id in parties]
        names = [actor.name for actor in actors]
        roles = [role for actor in actors for role in actor.roles]
        title = row.title.exact if row.title else ""
        head = "" if parties else self._corpus.text(document)[:HEAD]
        told = " ".join([row.kind.replace("_", " "), title, *names, *roles, row.publisher or "", head])
        return frozenset(self._words.stems(told))


def _days_shared(one: str, other: str) -> int:
    """Return how many days of a month both of two texts name."""
    days = [{(day.month, day.day) for day in days_of(text) if day.day} for text in (one, other)]
    return len(days[0] & days[1])
