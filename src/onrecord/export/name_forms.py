"""Finding names in text, however they are written: other case, other marks, "Family, Given", in an address.

Only whole words count: "Lee Ito" does not stand in "Lee Itoh". Scripts that set no space between words are
the exception: there a name is found wherever its signs stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from onrecord.types.identity import folded_name

_INVISIBLE = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f"
_WORD = re.compile(rf"%[0-9A-Fa-f]{{2}}|((?:[^\W_]|(?<=[^\W_])[{_INVISIBLE}{_MARKS}])+)")
"""A word, with the invisible characters inside it; an escape of an address stands between words."""

_UNSEEN = re.compile(rf"[{_INVISIBLE}]")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Thai, Lao, Khmer, Kana, Han and Hangul: words in them run into one another."""

_GAP = 60
"""Characters between two words of one name at most, line breaks and spaces included."""

_GAP_MARKS = 3
"""Signs other than spaces between two words of one name at most."""

_ADDRESS_MARKS = frozenset("@#/._-=?&+")
_GLUED = 8
"""Letters a name has at least that is also looked for written as one word ("@mariaquint")."""


class Word(NamedTuple):
    """A word of a text: where it stands, folded for comparing, and whether a capital opens it."""

    start: int
    end: int
    folded: str
    capital: bool


class Hit(NamedTuple):
    """A name in a text: where it stands, whose it is, and of how many words it is."""

    start: int
    end: int
    number: int
    words: int


def words_of(text: str) -> list[Word]:
    """Return the words of a text in order."""
    return [
        Word(found.start(1), found.end(1), _folded(found[1]), found[1][0].isupper())
        for found in _WORD.finditer(text)
        if found[1]
    ]


def is_name_of_somebody(name: str) -> bool:
    """Tell whether words can be looked for as a person's name: two capitals, not all abbreviations.

    >>> [is_name_of_somebody(name) for name in ("Li Na", "J. Quint", "N.M.", "D-IL", "op-ed", "김철수")]
    [True, True, False, False, False, True]
    """
    if _UNSPACED.search(name):
        return True
    capital = [word for word in words_of(name) if word.capital]
    written = (name[word.start : word.end] for word in capital)
    return len(capital) > 1 and any(len(word) > 2 or not word.isupper() for word in written)


def _folded(word: str) -> str:
    return word.lower() if word.isascii() else folded_name(_UNSEEN.sub("", word))


class _Form(NamedTuple):
    """A way to write a name: whose it is, and whether its last word stands before the others."""

    number: int
    turned: bool


class _Text(NamedTuple):
    whole: str
    words: list[Word]
    any_case: bool

    def reads(self, at: int, form: tuple[str, ...]) -> bool:
        """Tell whether the words from `at` on are those of a form, near enough to one another for a name."""
        if at < 0 or at + len(form) > len(self.words):
            return False
        if any(self.words[at + offset].folded != folded for offset, folded in enumerate(form)):
            return False
        words = self.words[at : at + len(form)]
        return all(len(gap) <= _GAP and len("".join(gap.split())) <= _GAP_MARKS for gap in self._gaps(words))

    def writes(self, at: int, length: int, *, turned: bool) -> bool:
        """Tell whether words are written as a name is: with capitals, or joined as in an address."""
        words = self.words[at : at + length]
        gaps = self._gaps(words)
        if self.any_case or not any(char.isspace() for gap in gaps for char in gap):
            return True
        if turned:
            return "," in gaps[0] or (words[0].capital and words[-1].capital)
        return words[0].capital or words[-1].capital

    def is_address(self, word: Word) -> bool:
        """Tell whether a word stands in an address or behind the sign of an account."""
        before, after = self.whole[word.start - 1 : word.start], self.whole[word.end : word.end + 1]
        return self.any_case or before in _ADDRESS_MARKS or after in _ADDRESS_MARKS

    def _gaps(self, words: list[Word]) -> list[str]:
        return [self.whole[one.end : other.start] for one, other in pairwise(words)]


class NameForms:
    """Names of several words with the numbers of those who bear them, and the finding of them in texts.

    A name has a capital, as names are written ("Will Long", not "will long"), but in an address. A word alone
    is a name only where it is said to be: "Rose" is one person's name in one text and nobody's in another.
    """

    def __init__(self) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], _Form]] = {}
        self._glued: dict[str, int] = {}
        self._left: dict[str, set[tuple[str, ...]]] = {}
        self._unspaced: dict[str, int] = {}
        self._unspaced_pattern: re.Pattern[str] | None = None

    def add(self, name: str, number: int) -> None:
        """Have a name found, also with the last word before the others and, a long one, as one word."""
        if _UNSPACED.search(name):
            self._unspaced.setdefault(name, number)
            self._unspaced_pattern = None
        words = tuple(word.folded for word in words_of(name))
        if len(words) > 1:
            self._by_first.setdefault(words[0], {}).setdefault(words, _Form(number, turned=False))
            turned = (words[-1], *words[:-1])
            self._by_first.setdefault(turned[0], {}).setdefault(turned, _Form(number, turned=True))
            glued = "".join(words)
            if len(glued) >= _GLUED:
                self._glued.setdefault(glued, number)

    def leave(self, name: str) -> None:
        """Have single words be no names where they stand in this longer one: "Rose" in "Axel Rose"."""
        words = tuple(word.folded for word in words_of(name))
        for word in words if len(words) > 1 else ():
            self._left.setdefault(word, set()).add(words)

    def hits(self, text: str, also: Mapping[str, int] | None = None, *, any_case: bool = False) -> list[Hit]:
        """Return the names in a text, in order and apart, at each place the longest.

        `also` are single words, folded, that are names in this text. With `any_case` no capital is asked for,
        as in the name of a file.
        """
        found = list(self._spaced(_Text(text, words_of(text), any_case), also or {}))
        if self._unspaced:
            found = _apart([*found, *self._without_spaces(text)])
        return found

    def _spaced(self, text: _Text, also: Mapping[str, int]) -> Iterator[Hit]:
        at = 0
        while at < len(text.words):
            hit = self._whole(text, at)
            if hit is None and text.words[at].folded in also and not self._is_left(text, at):
                hit = _single(text, at, also)
            if hit is not None:
                yield hit
            at += hit.words if hit is not None else 1

    def _whole(self, text: _Text, at: int) -> Hit | None:
        """Return the longest name of several words, or one written as one word, that begins at a word."""
        first = text.words[at]
        if first.folded not in self._by_first and first.folded not in self._glued:
            return None
        reading = [
            (len(words), form.number)
            for words, form in self._by_first.get(first.folded, {}).items()
            if text.reads(at, words) and text.writes(at, len(words), turned=form.turned)
        ]
        if first.folded in self._glued and text.is_address(first):
            reading.append((1, self._glued[first.folded]))
        if not reading:
            return None
        length, number = max(reading)
        return Hit(first.start, text.words[at + length - 1].end, number, length)

    def _is_left(self, text: _Text, at: int) -> bool:
        """Tell whether a word stands in a longer name of somebody who is not looked for."""
        word = text.words[at].folded
        return any(
            held == word and text.reads(at - offset, form)
            for form in self._left.get(word, ())
            for offset, held in enumerate(form)
        )

    def _without_spaces(self, text: str) -> Iterator[Hit]:
        if self._unspaced_pattern is None:
            longest_first = sorted(self._unspaced, key=lambda name: (-len(name), name))
            self._unspaced_pattern = re.compile("|".join(map(re.escape, longest_first)))
        for found in self._unspaced_pattern.finditer(text):
            yield Hit(found.start(), found.end(), self._unspaced[found[0]], 1)


def _single(text: _Text, at: int, names: Mapping[str, int]) -> Hit | None:
    word = text.words[at]
    number = names.get(word.folded)
    if number is None or not (word.capital or text.any_case):
        return None
    return Hit(word.start, word.end, number, 1)


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """Return hits in order without those that overlap one before them."""
    kept: list[Hit] = []
    for hit in sorted(hits):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept
