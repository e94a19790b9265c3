"""Runs of words as keys: few enough to store, enough to meet in every shared run of seven words."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.resolve.words import FOLDS_AT_HAND
from onrecord.types.findings import BlockKey

SHINGLE_STAGE = "s"
"""One letter: it stands three times in every row of the record's largest table, a quarter of its bytes."""

SHINGLE_WORDS = 5
WINDOW = 3
"""Winnowing (Schleimer, Wilkerson and Aiken 2003): of every three shingles in a row the one with the
smallest hash is kept, so two texts that share SHINGLE_WORDS + WINDOW - 1 = 7 words share a key, and in 12
they share two at one distance. Shorter shingles are in so many documents that they lead to ten times as
many by chance; longer ones miss short quotations."""

COMMON = 40
"""A run of words in more documents than this is boilerplate or a title: it shows no derivation."""

_KEY_BYTES = 6
_KEY_LETTERS = _KEY_BYTES * 8 // 6
_ODD = np.uint64(0x9E3779B97F4A7C15)

Hashes = NDArray[np.uint64]


class Kept(NamedTuple):
    """The shingles that winnowing keeps of a text, in its order.

    `places` is the index of the first word of each. A run of words that another text has too, and of which
    both keep a shingle as the first, does not begin before its word of `begins`; one of which they keep it as
    the last does not go on behind that of `ends`.
    """

    keys: list[str]
    places: list[int]
    begins: list[int]
    ends: list[int]


def keep(folded: Sequence[str]) -> Kept:
    """Return the shingles of folded words that winnowing keeps."""
    hashes = _shingles(folded)
    windows = len(hashes) - WINDOW + 1
    if windows <= 0:
        return Kept([], [], [], [])
    backwards = np.stack([hashes[last : last + windows] for last in range(WINDOW - 1, -1, -1)])
    smallest = np.arange(WINDOW - 1, len(hashes)) - backwards.argmin(axis=0)
    first_windows = np.flatnonzero(np.diff(smallest, prepend=-1))
    last_windows = np.append(first_windows[1:], windows) - 1
    places = smallest[first_windows]
    ends = last_windows + WINDOW - 1 + SHINGLE_WORDS
    return Kept(_keys(hashes[places]), places.tolist(), first_windows.tolist(), ends.tolist())


def winnow(folded: Sequence[str]) -> tuple[list[str], list[int]]:
    """Return the keys of the shingles that winnowing keeps, and the index of the first word of each."""
    kept = keep(folded)
    return kept.keys, kept.places


def shingle_keys(document: str, folded: Sequence[str]) -> Iterator[BlockKey]:
    """Yield the keys under which a document is found by its words."""
    for key, place in zip(*winnow(folded), strict=True):
        yield BlockKey(SHINGLE_STAGE, key, document, document, place)


def all_shingles(folded: Sequence[str]) -> list[str]:
    """Return the key of every shingle of folded words, kept or not: what a quotation is looked up by."""
    return _keys(_shingles(folded))


def _shingles(folded: Sequence[str]) -> Hashes:
    """Return a hash of every SHINGLE_WORDS words in a row, spread evenly over 64 bits (MurmurHash3's end)."""
    words = np.fromiter(map(_word_hash, folded), np.uint64, len(folded))
    count = len(words) - SHINGLE_WORDS + 1
    if count <= 0:
        return np.zeros(0, np.uint64)
    mixed = np.zeros(count, np.uint64)
    for first in range(SHINGLE_WORDS):
        mixed = mixed * _ODD + words[first : first + count]
    for odd in (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)):
        mixed = (mixed ^ (mixed >> np.uint64(33))) * odd
    return mixed ^ (mixed >> np.uint64(33))


@lru_cache(FOLDS_AT_HAND)
def _word_hash(folded: str) -> int:
    digest = hashlib.blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def _keys(hashes: Hashes) -> list[str]:
    """Return hashes as they are stored: their first bytes in letters."""
    first = np.ascontiguousarray(hashes.astype(">u8").view(np.uint8).reshape(-1, 8)[:, :_KEY_BYTES])
    letters = urlsafe_b64encode(first.tobytes()).decode("ascii")
    return [letters[start : start + _KEY_LETTERS] for start in range(0, len(letters), _KEY_LETTERS)]
