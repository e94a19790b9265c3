"""Word pieces of the uncased BERT vocabulary (WordPiece, greedy from the left), with their places.

A library for this would bring a client for model hubs with it, which has no place in a program that must
not be able to call anybody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+|[^\w\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060\ufeff]|_")
_MARKS = str.maketrans("“”„‟«»「」『』‘’‚‛", '"' * 10 + "'" * 4)
"""Quotation marks of every style read alike, so that what is found does not hang on the style."""

_LONGEST = 100
"""Characters of the longest word that is cut into pieces; a longer one is unknown."""

_KNOWN_WORDS = 200_000
"""Words whose pieces are kept; beyond that the memory starts anew."""


class Piece(NamedTuple):
    """One piece: its number in the vocabulary, its place in the text, whether it goes on with a word."""

    number: int
    start: int
    end: int
    joined: bool


class WordPieces:
    """Cuts words into the pieces of a vocabulary, one piece a line in the order of their numbers."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._numbers = {piece.rstrip("\n"): number for number, piece in enumerate(vocabulary)}
        self._unknown = self._numbers["[UNK]"]
        self._kept: dict[str, tuple[tuple[int, int, int], ...]] = {}

    def __call__(self, text: str, start: int, end: int) -> list[Piece]:
        """Return the pieces of the text between two offsets."""
        found: list[Piece] = []
        for match in _WORD.finditer(text, start, end):
            word, offset = match[0], match.start()
            pieces = self._kept.get(word)
            if pieces is None:
                pieces = self._pieces(word)
                if len(self._kept) >= _KNOWN_WORDS:
                    self._kept.clear()
                self._kept[word] = pieces
            for at, (number, first, last) in enumerate(pieces):
                found.append(Piece(number, offset + first, offset + last, at > 0))
        return found

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


def plain_form(word: str) -> str:
    """Return a word in small letters, without accents, quotation marks as straight ones.

    >>> plain_form("Étéville")
    'eteville'
    """
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFD", word.translate(_MARKS).lower())
    return "".join(char for char in parts if unicodedata.category(char) != "Mn")
