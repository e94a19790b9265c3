"""Passages that two documents share word for word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.resolve.alignment import SourceText
from onrecord.types.spans import Span

LEAST_PASSAGE = 12
"""Words in a row that make a shared passage; FIELD.md takes 8 as a sign of derivation, and 12 leaves out
the titles of treaties and bodies that every document of an issue repeats."""

_MOST_PLACES = 8
"""Places of one shingle in one document that are followed up: a refrain is one passage, not hundreds."""


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """The same words in two documents, at their offsets in each."""

    here: Span
    there: Span
    words: int


def shared_passages(here: SourceText, there: SourceText) -> Iterator[SharedPassage]:
    """Yield the longest runs of at least LEAST_PASSAGE equal words, in the order of `here`."""
    places: dict[str, list[int]] = defaultdict(list)
    for key, index in there.shingles:
        if len(places[key]) < _MOST_PLACES:
            places[key].append(index)
    reached: dict[int, int] = {}
    for key, index in here.shingles:
        for other in places.get(key, ()):
            if reached.get(other - index, -1) > index:
                continue
            first, length = _extend(here, there, index, other)
            reached[other - index] = first + length
            if length >= LEAST_PASSAGE:
                yield SharedPassage(
                    _span(here, first, length), _span(there, first + other - index, length), length
                )


def _extend(here: SourceText, there: SourceText, index: int, other: int) -> tuple[int, int]:
    """Return the first word and the length of the run of equal words around two places."""
    back = 0
    while index > back and other > back and _same(here, there, index - back - 1, other - back - 1):
        back += 1
    ahead = 0
    while (
        index + ahead < len(here.words)
        and other + ahead < len(there.words)
        and _same(here, there, index + ahead, other + ahead)
    ):
        ahead += 1
    return index - back, back + ahead


def _same(here: SourceText, there: SourceText, index: int, other: int) -> bool:
    return here.words[index].folded == there.words[other].folded


def _span(source: SourceText, first: int, length: int) -> Span:
    return Span(source.words[first].start, source.words[first + length - 1].end)
