"""Words as search compares them, each with its place in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

LONGEST = 100
"""Longer runs of letters (encoded data) are cut: nobody looks for them whole."""

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(f"[{_IDEOGRAPHS}]|(?:(?![{_IDEOGRAPHS}])[\\w\u0300-\u036f])+")

_PLAIN_WORD = re.compile(r"\w+", re.ASCII)


class Word(NamedTuple):
    """A word as it is compared, and where it stands."""

    start: int
    end: int
    folded: str


def words_in(text: str) -> Iterator[Word]:
    """Yield the words of `text`; writing without spaces is one word a character.

    >>> [word.folded for word in words_in("Türk’s 1,170 cases")]
    ['turk', 's', '1', '170', 'cases']
    """
    for found in _WORD.finditer(text):
        folded = fold(found.group())
        if folded:
            yield Word(found.start(), found.end(), folded)


def folded_in(text: str) -> list[str]:
    """Return the words of `text` as they are compared, without their places.

    >>> folded_in("Türk’s 1,170 __init__ cases")
    ['turk', 's', '1', '170', 'init', 'cases']
    """
    if not text.isascii():
        return [word.folded for word in words_in(text)]
    found: list[str] = _PLAIN_WORD.findall(text.lower())
    if "_" not in text and len(max(found, key=len, default="")) <= LONGEST:
        return found
    return [folded for word in found if (folded := word.strip("_")[:LONGEST])]


def fold(word: str) -> str:
    """Return a word without case, marks and compatibility forms, as one run of letters."""
    if word.isascii():
        return word.lower().strip("_")[:LONGEST]
    plain = unicodedata.normalize("NFKD", word)
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return "".join(kept.casefold().split()).strip("_")[:LONGEST]
