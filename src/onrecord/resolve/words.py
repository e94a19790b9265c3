"""Words as they are compared: what FIELD.md section 5 tolerates silently is folded away here."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate
from typing import NamedTuple

from onrecord.resolve.remnants import without_remnants
from onrecord.types.spans import Span

_WORD = re.compile(
    r"([$€£¥₩]?\d+(?:[.,:/]\d+)*(?:[\-‐‑–]?\w+)*%?"
    r"|\w[\w\u00ad]*(?:['’‘ʼ\-‐‑–]\w[\w\u00ad]*)*)"
)
_MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "\u00ad": None})


FOLDS_AT_HAND = 1 << 16
"""Words whose folded form is kept: a language's common ones, which make up most of any text."""


class Word(NamedTuple):
    """A word as written with the form it is compared by, at its offsets."""

    text: str
    folded: str
    start: int
    end: int


def words_of(text: str, start: int = 0, end: int | None = None) -> tuple[Word, ...]:
    """Return the words of `text` between two offsets, in order.

    >>> [word.folded for word in words_of("The UN’s “co\u00adoperation”")]
    ['the', "un's", 'cooperation']
    """
    given = text[start:end]
    plain = without_remnants(given)
    pieces = _WORD.split(plain)
    words, offsets = pieces[1::2], list(accumulate(map(len, pieces), initial=start))
    starts, ends = offsets[1:-1:2], offsets[2::2]
    written = words if plain is given else [text[at:to] for at, to in zip(starts, ends, strict=True)]
    return tuple(map(_word, zip(written, map(_folded, words), starts, ends, strict=True)))


_word = partial(tuple.__new__, Word)  # what Word itself calls, without a call in Python


@dataclass(frozen=True, slots=True)
class WordColumns:
    """The words of a text as they are compared, and where each starts and ends, in turn.

    The same as `words_of` tells, at two thirds of its time and a fifth of its memory.
    """

    folded: list[str]
    offsets: array[int]

    def __len__(self) -> int:
        return len(self.folded)

    def span(self, first: int, words: int) -> Span:
        """Return the place of some words in a row."""
        return Span(self.offsets[2 * first], self.offsets[2 * (first + words) - 1])

    def within(self, span: Span) -> range:
        """Return the indices of the words that begin inside a span."""
        first, end = (bisect_left(self.offsets, offset) for offset in (span.start, span.end))
        return range((first + 1) // 2, (end + 1) // 2)


def word_columns(text: str) -> WordColumns:
    """Return the words of `text` in columns, the same as `words_of` gives.

    >>> word_columns("The UN’s").folded
    ['the', "un's"]
    """
    pieces = _WORD.split(without_remnants(text))
    offsets = array("i", accumulate(map(len, pieces[:-1])))
    return WordColumns(list(map(_folded, pieces[1::2])), offsets)


def folded(word: str) -> str:
    """Return a word without what may differ silently: style of marks, ligatures, soft hyphens, case.

    >>> folded("Eﬃcient"), folded("MEMBERS’")
    ('efficient', "members'")
    """
    plain = word.translate(_MARKS)
    return (plain if plain.isascii() else unicodedata.normalize("NFKC", plain)).casefold()


_folded = lru_cache(FOLDS_AT_HAND)(folded)


def same_spelling(one: str, other: str) -> bool:
    """Tell whether two folded words differ only in US or UK spelling, diacritics, or a joining hyphen.

    >>> same_spelling("organisation", "organization"), same_spelling("türk", "turk")
    (True, True)
    >>> same_spelling("advice", "advise"), same_spelling("600", "6000")
    (False, False)
    """
    return one == other or _spelling(one) == _spelling(other)


_UK_TO_US = (
    (re.compile(r"is(?=(?:e[ds]?|ing|ations?|ers?)$)"), "iz"),
    (re.compile(r"ys(?=(?:e[ds]?|ing)$)"), "yz"),
    (re.compile(r"(?<=[a-z]{2})our(?=(?:s|ed|ing|able|ful|er|ers)?$)"), "or"),
    (re.compile(r"(?<=[bt])re(?=s?$)"), "er"),
    (re.compile(r"(?<=[a-z])ll(?=(?:ed|ing|ers?)$)"), "l"),
    (re.compile(r"(?<=fen)c(?=es?$)"), "s"),
    (re.compile(r"ogue(?=s?$)"), "og"),
    (re.compile(r"gramme(?=s?$)"), "gram"),
)
_SHORTEST_RESPELLED = 5
"""Shorter words ("four", "rise", "more") are left alone: the endings are no spelling variant there."""


def _spelling(word: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    plain = plain.replace("-", "")
    if len(plain) < _SHORTEST_RESPELLED:
        return plain
    for pattern, us in _UK_TO_US:
        plain = pattern.sub(us, plain)
    return plain


def is_acronym_of(short: str, long: tuple[str, ...]) -> bool:
    """Tell whether `short`, as written, abbreviates the words of `long`, as written.

    >>> is_acronym_of("USA", ("United", "States", "of", "America"))
    True
    """
    letters = short.removesuffix("'s").removesuffix("’s").replace(".", "")
    if len(letters) < 2 or not letters.isupper():
        return False
    initials = "".join(word[0] for word in long if word[0].isupper())
    return len(long) >= len(letters) and initials == letters
