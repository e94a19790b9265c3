"""Word pieces of the uncased BERT vocabulary (WordPiece, greedy from the left), with their places.

A library for this would bring a client for model hubs with it, which has no place in a program that must
not be able to call anybody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+|[^\w\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060\ufeff]|_")
_MARKS = str.maketrans("“”„‟«»「」『』‘’‚‛", '"' * 10 + "'" * 4)
"""Quotation marks of every style read alike, so that what is found does not hang on the style."""

_LONGEST = 100
"""Characters of the longest word that is cut into pieces; a longer one is unknown."""

_KNOWN_WORDS = 200_000
"""Words whose pieces are kept; beyond that the memory starts anew."""


PLAIN, TITLE, CAPITALS, OTHER = range(4)
"""How a word is written: small letters, title case, capitals, else."""


class Piece(NamedTuple):
    """A piece of a word: its number in the vocabulary, its place in the word, how it is written."""

    number: int
    first: int
    last: int
    writing: int


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a text column by column: their places, how they are written, which go on with a word."""

    numbers: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    writing: list[int] = field(default_factory=list)
    joined: list[bool] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.numbers)


class WordPieces:
    """Cuts words into the pieces of a vocabulary, one piece a line in the order of their numbers."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._numbers = {piece.rstrip("\n"): number for number, piece in enumerate(vocabulary)}
        self._unknown = self._numbers["[UNK]"]
        self._kept: dict[str, tuple[Piece, ...]] = {}

    def __call__(self, text: str, start: int, end: int) -> Pieces:
        """Return the pieces of the text between two offsets."""
        found = Pieces()
        kept = self._kept
        add_number, add_start, add_end = found.numbers.append, found.starts.append, found.ends.append
        add_writing, add_joined = found.writing.append, found.joined.append
        for match in _WORD.finditer(text, start, end):
            offset = match.start()
            joined = False
            for number, first, last, writing in kept.get(match[0]) or self._learn(match[0]):
                add_number(number)
                add_start(offset + first)
                add_end(offset + last)
                add_writing(writing)
                add_joined(joined)
                joined = True
        return found

    def _learn(self, word: str) -> tuple[Piece, ...]:
        if len(self._kept) >= _KNOWN_WORDS:
            self._kept.clear()
        self._kept[word] = tuple(
            Piece(number, first, last, _writing(word[first:last]))
            for number, first, last in self._pieces(word)
        )
        return self._kept[word]

    def _pieces(self, word: str) -> tuple[tuple[int, int, int], ...]:
        plain = plain_form(word)
        whole = ((self._unknown, 0, len(word)),)
        if len(plain) > _LONGEST:
            return whole
        same = len(plain) == len(word)
        found: list[tuple[int, int, int]] = []
        first = 0
        while first < len(plain):
            last = len(plain)
            while last > first and (("##" if first else "") + plain[first:last]) not in self._numbers:
                last -= 1
            if last == first:
                return whole
            number = self._numbers[("##" if first else "") + plain[first:last]]
            found.append((number, first, last) if same else (number, 0, len(word)))
            first = last
        return tuple(found) or whole


def _writing(word: str) -> int:
    if word.islower() or not word:
        return PLAIN
    if not word[0].isupper():
        return OTHER
    return CAPITALS if len(word) > 1 and word.isupper() else TITLE


def plain_form(word: str) -> str:
    """Return a word in small letters, without accents, quotation marks as straight ones.

    >>> plain_form("Étéville")
    'eteville'
    """
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFD", word.translate(_MARKS).lower())
    return "".join(char for char in parts if unicodedata.category(char) != "Mn")
