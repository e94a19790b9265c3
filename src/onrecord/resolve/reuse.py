"""What a document shares word for word with any other of the record, found by keys."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain

from onrecord.resolve.passages import LEAST_PASSAGE, SharedPassage, runs_at
from onrecord.resolve.reuse_keys import LEAST_OWN, KeyRow, WordsOutside
from onrecord.resolve.shingles import COMMON, SHINGLE_STAGE, keep
from onrecord.resolve.words import WordColumns, word_columns
from onrecord.types.findings import Corpus
from onrecord.types.rows import Actor, Norm
from onrecord.types.spans import Span

NAMED = ("person", "organization", "state", "body")
"""Kinds of actors whose mentions are names; a group's are words as any other."""

WORDS_AT_HAND = 2_000_000
"""Words of texts kept cut, some 50 MB: what a document meets is met again by the next ones."""

DOCUMENTS_AT_HAND = 256
"""Documents whose passages are kept."""

Shared = Mapping[str, tuple[SharedPassage, ...]]
"""Passages by the id of the document that they are shared with."""


class Reuse:
    """Finds what documents share word for word, one document at a time.

    Every run of at least LEAST_PASSAGE equal words is found that stands in two documents and has at least
    LEAST_OWN words outside boilerplate and names. Boilerplate is what stands under a key that more than
    COMMON documents share, and the WINDOW - 1 words at either end of it that may be as common and have no
    key of their own; names are those of laws, people, states and bodies that the document's own rows tell,
    and what is mostly names is no reuse.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._common: set[str] = set()
        self._texts: OrderedDict[str, WordColumns] = OrderedDict()
        self._words_at_hand = 0
        self._found = lru_cache(DOCUMENTS_AT_HAND)(self._find)

    def passages(self, document: str) -> Shared:
        """Return the passages that a document shares with others, in text order; none with none."""
        return self._found(document)

    def words(self, document: str) -> WordColumns:
        """Return the words of a document, without cutting its text again where it is at hand."""
        held = self._texts.get(document)
        if held is not None:
            self._texts.move_to_end(document)
            return held
        words = self._texts[document] = word_columns(self._corpus.text(document))
        self._words_at_hand += len(words)
        while self._words_at_hand > WORDS_AT_HAND and len(self._texts) > 1:
            self._words_at_hand -= len(self._texts.popitem(last=False)[1])
        return words

    def _find(self, document: str) -> Shared:
        words = self.words(document)
        kept = keep(words.folded)
        row = KeyRow(kept, len(words), *self._spread(kept.keys))
        members = self._corpus.lookup(SHINGLE_STAGE, row.sought)
        found = {
            other: runs_at(places, words.folded, self.words(other).folded, LEAST_PASSAGE)
            for other, places in row.likely(document, members).items()
        }
        if not any(found.values()):
            return {}
        names = [words.within(name) for name in self._names(document)]
        unnamed = WordsOutside(len(words), names)
        own = WordsOutside(len(words), [*names, *row.boilerplate])
        shown: dict[str, tuple[SharedPassage, ...]] = {}
        for other in sorted(found):
            there = self.words(other)
            passages = tuple(
                SharedPassage(words.span(at, count), there.span(to, count), count, own.count(at, count))
                for at, to, count in found[other]
                if own.count(at, count) >= LEAST_OWN and 2 * unnamed.count(at, count) >= count
            )
            if passages:
                shown[other] = passages
        return shown

    def _spread(self, keys: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
        """Return which of a document's keys are common, and which others another document has too.

        A key that was found to be common is not counted again.
        """
        held = frozenset(keys)
        spread = self._corpus.spread(SHINGLE_STAGE, sorted(held - self._common), smallest=2)
        self._common.update(key for key, documents in spread.items() if documents > COMMON)
        shared = frozenset(key for key, documents in spread.items() if documents <= COMMON)
        return held & self._common, shared

    def _names(self, document: str) -> Iterator[Span]:
        named = (actor.mentions for actor in self._corpus.rows(Actor, document) if actor.kind in NAMED)
        norms = (norm.mentions for norm in self._corpus.rows(Norm, document))
        for mention in chain.from_iterable((*named, *norms)):
            if mention.document == document:
                yield mention.span
