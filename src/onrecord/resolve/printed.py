"""The letter, speech or article that a document prints whole beside what it quotes from it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from onrecord.resolve.alignment import SourceText
from onrecord.resolve.claims import Held
from onrecord.resolve.words import WordColumns, words_of
from onrecord.types.rows import DocumentRow
from onrecord.types.spans import Span

LEAST_WORDS = 7
"""Words of a quotation that stand in the same order by no chance."""

LEAST_FOUND = 2
"""Quotations that must stand in a text word for word before it is taken for what they are quoted from."""


MOST_PLACES = 50
"""Places of the same words that are looked at: a text that has them more often prints no original."""


class Printed:
    """A text inside a document that its quotations are held against, where it surely prints one.

    Sure are a letter that opens with its salutation, and a stretch without marks that holds two quotations or
    more word for word. `salutation` tells which.
    """

    def __init__(self, start: int, text: SourceText, salutation: bool) -> None:
        self.start = start
        self.text = text
        self.salutation = salutation

    def is_quoted_by(self, held: Held) -> bool:
        """Tell whether a quotation stands outside the printed text, above it."""
        return held.evidence.end <= self.start


def printed_in(
    document: DocumentRow, text: str, words: WordColumns, speech: Sequence[Held]
) -> Printed | None:
    """Return the text that a document prints and quotes from, None where it prints none."""
    first = speech[0].evidence.start
    greeted = [s.start for s in document.segments if s.what == "salutation" and s.start > first]
    if greeted:
        return _from(greeted[0], text, salutation=True)
    marked = _Marked(speech)
    places = [place for held in speech if (place := _second_place(words, held, marked)) is not None]
    if len(places) < LEAST_FOUND:
        return None
    start = text.rfind("\n", 0, min(places)) + 1
    above = [held for held in speech if held.evidence.end <= start]
    return _from(start, text, salutation=False) if len(above) >= LEAST_FOUND else None


def _from(start: int, text: str, *, salutation: bool) -> Printed:
    return Printed(start, SourceText(text, [Span(start, len(text))]), salutation)


class _Marked:
    """Which characters stand between marks, asked without going through all quotations each time."""

    def __init__(self, speech: Sequence[Held]) -> None:
        spans = sorted((piece.span.start, piece.span.end) for one in speech for piece in one.quotation.pieces)
        self._starts = [start for start, _ in spans]
        self._ends = list(accumulate((end for _, end in spans), max))

    def overlaps(self, span: Span) -> bool:
        """Tell whether a part of `span` stands between marks."""
        begun = bisect_left(self._starts, span.end)
        return begun > 0 and self._ends[begun - 1] > span.start


def _second_place(words: WordColumns, held: Held, marked: _Marked) -> int | None:
    """Return where the words of a quotation stand again, below it and outside of marks."""
    quoted = [word.folded for word in words_of(held.words)]
    if len(quoted) < LEAST_WORDS:
        return None
    index = bisect_left(words.offsets[::2], held.evidence.end)
    for _ in range(MOST_PLACES):
        index = _index_of(words.folded, quoted, index)
        if index < 0:
            return None
        span = words.span(index, len(quoted))
        if not marked.overlaps(span):
            return span.start
        index += 1
    return None


def _index_of(words: Sequence[str], wanted: Sequence[str], start: int) -> int:
    """Return where some words stand in a row, at or behind an index; -1 where they do not."""
    size, last = len(wanted), len(words) - len(wanted)
    while start <= last:
        try:
            start = words.index(wanted[0], start, last + 1)
        except ValueError:
            return -1
        if words[start : start + size] == wanted:
            return start
        start += 1
    return -1
