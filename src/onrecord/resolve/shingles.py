"""Runs of words as keys: few enough to store, enough to meet in every shared run of seven words."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence

from onrecord.resolve.words import Word, words_of

SHINGLE_WORDS = 4
WINDOW = 4
"""Winnowing (Schleimer, Wilkerson and Aiken 2003): of every four shingles in a row the one with the
smallest hash is kept, so two texts that share SHINGLE_WORDS + WINDOW - 1 = 7 words share a key."""


def shingle_keys(text: str) -> Iterator[tuple[str, int]]:
    """Yield the kept shingles of `text` as (key, offset of its first word), in text order."""
    words = words_of(text)
    for key, index in winnow(words):
        yield key, words[index].start


def winnow(words: Sequence[Word]) -> Iterator[tuple[str, int]]:
    """Yield (key, index of its first word) of the shingles that winnowing keeps."""
    held: deque[tuple[str, int]] = deque()
    last = -1
    for index in range(len(words) - SHINGLE_WORDS + 1):
        key = _key(words[index : index + SHINGLE_WORDS])
        while held and held[-1][0] >= key:
            held.pop()
        held.append((key, index))
        if held[0][1] <= index - WINDOW:
            held.popleft()
        if index >= WINDOW - 1 and held[0][1] != last:
            last = held[0][1]
            yield held[0]


def all_shingles(words: Sequence[Word]) -> Iterator[str]:
    """Yield the key of every shingle, kept or not: what a quotation is looked up by."""
    for index in range(len(words) - SHINGLE_WORDS + 1):
        yield _key(words[index : index + SHINGLE_WORDS])


def _key(words: Sequence[Word]) -> str:
    joined = " ".join(word.folded for word in words)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
