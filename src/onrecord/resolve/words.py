"""Words as they are compared: what FIELD.md section 5 tolerates silently is folded away here."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(
    r"[$€£¥₩]?\d+(?:[.,:/]\d+)*(?:[\-‐‑–]?\w+)*%?"
    r"|\w[\w\u00ad]*(?:['’‘ʼ\-‐‑–]\w[\w\u00ad]*)*"
)
_MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "\u00ad": None})


@dataclass(frozen=True, slots=True)
class Word:
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
    stop = len(text) if end is None else end
    return tuple(
        Word(match.group(), folded(match.group()), match.start(), match.end())
        for match in _WORD.finditer(text, start, stop)
    )


def folded(word: str) -> str:
    """Return a word without what may differ silently: style of marks, ligatures, soft hyphens, case.

    >>> folded("Eﬃcient"), folded("MEMBERS’")
    ('efficient', "members'")
    """
    plain = word.translate(_MARKS)
    return (plain if plain.isascii() else unicodedata.normalize("NFKC", plain)).casefold()


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
