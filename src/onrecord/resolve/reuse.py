"""What a document shares word for word with any other of the record, found by keys."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import accumulate, chain

from onrecord.resolve.passages import (
    LEAST_PASSAGE,
    MOST_PLACES,
    Place,
    Run,
    SharedPassage,
    runs_at,
    shared_passages,
)
from onrecord.resolve.shingles import COMMON, SHINGLE_STAGE, SHINGLE_WORDS, WINDOW, winnow
from onrecord.resolve.words import WordColumns, word_columns
from onrecord.types.findings import BlockKey, Corpus
from onrecord.types.rows import Actor, Norm
from onrecord.types.spans import Span

LEAST_OWN = 8
"""Words of a passage that must stand outside boilerplate and names for it to be reuse (FIELD.md section 4:
"a shared run of 8 words or more outside boilerplate and treaty titles")."""

NAMED = ("person", "organization", "state", "body")
"""Kinds of actors whose mentions are names; a group's are words as any other."""

WORDS_AT_HAND = 2_000_000
"""Words of texts kept cut, some 50 MB: what a document meets is met again by the next ones."""

DOCUMENTS_AT_HAND = 256
"""Documents whose passages are kept."""

MOST_TOLD = 64
"""Places of one key in one other document that are followed up."""

Shared = Mapping[str, tuple[SharedPassage, ...]]
"""Passages by the id of the document that they are shared with."""


class Reuse:
    """Finds what documents share word for word, one document at a time.

    Every run of at least LEAST_PASSAGE equal words is found that stands in two documents, has at least
    one key that no more than COMMON documents share, and at least LEAST_OWN words outside boilerplate and
    names. Boilerplate is LEAST_OWN words or more in a row all of whose keys more than COMMON documents
    share; names are those of laws, people, states and bodies that the document's own rows tell, and what
    is mostly names is no reuse.
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

    def between(self, document: str, other: str, least: int = LEAST_PASSAGE) -> tuple[SharedPassage, ...]:
        """Return all runs of at least `least` words that two documents share, names and boilerplate too."""
        return tuple(shared_passages(self.words(document), self.words(other), least))

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
        keys = _Keys(*winnow(words.folded))
        common, members = self._ask(document, keys.places)
        found = {
            other: runs_at(places, words.folded, self.words(other).folded, LEAST_PASSAGE)
            for other, places in keys.likely(members, common).items()
        }
        if not any(found.values()):
            return {}
        names = [words.within(name) for name in self._names(document)]
        unnamed, own = _Outside(len(words), names), _Outside(len(words), [*names, *keys.boilerplate(common)])
        shown: dict[str, tuple[SharedPassage, ...]] = {}
        for other in sorted(found):
            there = self.words(other)
            passages = tuple(
                SharedPassage(
                    words.span(run.here, run.words), there.span(run.there, run.words), run.words, own.of(run)
                )
                for run in found[other]
                if own.of(run) >= LEAST_OWN and 2 * unnamed.of(run) >= run.words
            )
            if passages:
                shown[other] = passages
        return shown

    def _ask(
        self, document: str, keys: Iterable[str]
    ) -> tuple[frozenset[str], Mapping[str, tuple[BlockKey, ...]]]:
        """Return which of a document's keys are common, and where else those stand that are not.

        A key that was found to be common is not counted again.
        """
        held = frozenset(keys)
        spread = self._corpus.spread(SHINGLE_STAGE, sorted(held - self._common))
        self._common.update(key for key, documents in spread.items() if documents > COMMON)
        shared = sorted(key for key, documents in spread.items() if 2 <= documents <= COMMON)
        members = self._corpus.lookup(SHINGLE_STAGE, shared)
        others = {
            key: tuple(member for member in members[key] if member.document != document) for key in members
        }
        return held & self._common, others

    def _names(self, document: str) -> Iterator[Span]:
        named = (actor.mentions for actor in self._corpus.rows(Actor, document) if actor.kind in NAMED)
        norms = (norm.mentions for norm in self._corpus.rows(Norm, document))
        for mention in chain.from_iterable((*named, *norms)):
            if mention.document == document:
                yield mention.span


class _Keys:
    """The kept shingles of a document, and where in it each stands."""

    def __init__(self, keys: list[str], places: list[int]) -> None:
        self._keys = keys
        self._at = places
        self.places: dict[str, list[int]] = defaultdict(list)
        for index, key in enumerate(keys):
            self.places[key].append(index)

    def likely(
        self, members: Mapping[str, tuple[BlockKey, ...]], common: Collection[str]
    ) -> dict[str, list[Place]]:
        """Return, by document, the places in both around which a passage may stand.

        The shingles that a passage shares follow each other at one distance in both texts, and their hull
        lacks at most WINDOW - 1 words of it at either end. Keys that are common, or that stand in too many
        places to follow, may be shared as well.
        """
        unknown = {key for key in self.places if key in common or len(self.places[key]) > MOST_PLACES}
        votes: dict[tuple[str, int], set[int]] = defaultdict(set)
        for key, shared in members.items():
            if len(shared) > MOST_TOLD:
                unknown.add(key)
            for member in shared[:MOST_TOLD]:
                for index in self.places[key][:MOST_PLACES]:
                    votes[member.document, member.start - self._at[index]].add(index)
        found: dict[str, list[Place]] = defaultdict(list)
        for (other, distance), voted in votes.items():
            for index in self._in_chains(voted, unknown):
                found[other].append((self._at[index], self._at[index] + distance))
        return {other: sorted(places) for other, places in found.items()}

    def _in_chains(self, voted: set[int], unknown: Collection[str]) -> Iterator[int]:
        """Yield the keys among `voted` that stand in a row long enough for a passage."""
        reached = -1
        for index in sorted(voted):
            if index <= reached:
                yield index  # stands in the chain of the one before
                continue
            first = last = index
            while first > 0 and (first - 1 in voted or self._keys[first - 1] in unknown):
                first -= 1
            while last + 1 < len(self._keys) and (last + 1 in voted or self._keys[last + 1] in unknown):
                last += 1
            if self._hull(first, last) + 2 * (WINDOW - 1) >= LEAST_PASSAGE:
                reached = last
                yield index

    def _hull(self, first: int, last: int) -> int:
        return self._at[last] + SHINGLE_WORDS - self._at[first]

    def boilerplate(self, common: Collection[str]) -> Iterator[range]:
        """Yield the words that stand under common keys in a row, LEAST_OWN of them or more.

        With them go the WINDOW - 1 words at either end that may be as common and have no key of their own.
        """
        first: int | None = None
        for index, key in enumerate([*self._keys, ""]):
            if key in common:
                first = index if first is None else first
            elif first is not None:
                if self._hull(first, index - 1) >= LEAST_OWN:
                    end = self._at[index - 1] + SHINGLE_WORDS
                    yield range(max(0, self._at[first] - WINDOW + 1), end + WINDOW - 1)
                first = None


class _Outside:
    """Counts the words of a run that stand outside some ranges."""

    def __init__(self, words: int, ranges: Iterable[range]) -> None:
        outside = bytearray(b"\x01") * (words + WINDOW)  # boilerplate may be told to go on behind the end
        for some in ranges:
            outside[some.start : some.stop] = bytes(len(some))
        self._before = [*accumulate(outside, initial=0)]

    def of(self, run: Run) -> int:
        return self._before[run.here + run.words] - self._before[run.here]
