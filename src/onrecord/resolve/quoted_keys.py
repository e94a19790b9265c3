"""The keys by which quotations and the documents that hold their words find each other, either way."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from onrecord.resolve.shingles import COMMON, SHINGLE_STAGE, SHINGLE_WORDS, WINDOW, all_shingles, winnow
from onrecord.resolve.words import WordColumns
from onrecord.types.findings import BlockKey, Corpus
from onrecord.types.rows import Quotation

FIRST_STAGE, END_STAGE = "quotations_first", "quotations_end"
"""Stages of keys that tell where in a document's words its quotations begin and end: keys are documents."""

SHORT_STAGE = "quotations_short"
"""Stage of the keys of all words of short quotations, kept by winnowing or not."""

SHORT = 24
"""Words of a quotation all of whose shingles are keys: with a word changed it may share no kept one."""

Range = tuple[int, int]
"""Words in a row: the index of the first and the one behind the last."""


def quoted_ranges(words: WordColumns, quotation: Quotation) -> Iterator[Range]:
    """Yield where the pieces of a quotation stand in the words of its document."""
    starts = words.offsets[::2]
    for piece in quotation.pieces:
        first, end = bisect_left(starts, piece.start), bisect_left(starts, piece.end)
        if end > first:
            yield first, end


def quotation_keys(document: str, words: WordColumns, quotations: Iterable[Quotation]) -> Iterator[BlockKey]:
    """Yield the keys by which a document is met that holds words which this one quotes as speech."""
    for quotation in quotations:
        for first, end in quoted_ranges(words, quotation) if quotation.speech else ():
            yield BlockKey(FIRST_STAGE, document, document, document, first)
            yield BlockKey(END_STAGE, document, document, document, end)
            if end - first <= SHORT:
                for key in all_shingles(words.folded[first:end]):
                    yield BlockKey(SHORT_STAGE, key, document, document)


class Lookup(NamedTuple):
    """The keys that a quotation is looked up by, and how many of them a text surely has that reads so."""

    keys: frozenset[str]
    certain: int


def lookup_of(words: WordColumns, quotation: Quotation) -> Lookup:
    """Return what a quotation is looked up by; of a short one a text keeps one key in WINDOW at least."""
    found: set[str] = set()
    certain = 0
    for first, end in quoted_ranges(words, quotation):
        piece = words.folded[first:end]
        keys = set(all_shingles(piece) if end - first <= SHORT else winnow(piece)[0])
        certain += len(keys) // WINDOW if end - first <= SHORT else len(keys)
        found |= keys
    return Lookup(frozenset(found), max(1, certain))


class Holders:
    """Finds the documents that hold words: what more than COMMON of them hold leads to none."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._common: set[str] = set()

    def of(self, keys: Collection[frozenset[str]]) -> list[Counter[str]]:
        """Count, for each of several sets of keys, how many of them each document holds."""
        wanted = frozenset().union(*keys) - self._common
        spread = self._corpus.spread(SHINGLE_STAGE, sorted(wanted))
        self._common.update(key for key, documents in spread.items() if documents > COMMON)
        rare = sorted(key for key, documents in spread.items() if documents <= COMMON)
        members = self._corpus.lookup(SHINGLE_STAGE, rare)
        holding = {key: {member.document for member in found} for key, found in members.items()}
        return [Counter(one for key in some if key in holding for one in holding[key]) for some in keys]


def quoting(corpus: Corpus, documents: Collection[str]) -> set[str]:
    """Return the documents that quote words which some others hold, or held when last compared."""
    keys = corpus.keys_of(SHINGLE_STAGE, documents)
    spread = corpus.spread(SHINGLE_STAGE, keys)
    near = COMMON + len(documents)  # a key may have become common with these documents, or no longer be
    found = {
        member.document
        for members in corpus.lookup(
            SHORT_STAGE, [key for key in keys if spread.get(key, 0) <= near]
        ).values()
        for member in members
    }
    places: dict[str, set[int]] = defaultdict(set)
    for members in corpus.lookup(SHINGLE_STAGE, [key for key in spread if spread[key] <= near]).values():
        for member in members:
            places[member.document].add(member.start)
    return found | set(_with_quotations_at(corpus, places))


def _with_quotations_at(corpus: Corpus, places: Mapping[str, Collection[int]]) -> Iterator[str]:
    """Yield the documents in whose quotations some of their words begin."""
    firsts, ends = (corpus.lookup(stage, sorted(places)) for stage in (FIRST_STAGE, END_STAGE))
    for document in firsts:
        begin, end = _sorted_starts(firsts[document]), _sorted_starts(ends.get(document, ()))
        for place in places[document]:
            quotation = bisect_left(end, place + SHINGLE_WORDS)
            if quotation < len(end) and begin[quotation] <= place:
                yield document
                break


def _sorted_starts(members: Sequence[BlockKey]) -> list[int]:
    return sorted(member.start for member in members)
