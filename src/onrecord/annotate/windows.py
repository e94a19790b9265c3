"""Cut a text into the windows of word pieces that the attribution model reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate.parser import split_long
from onrecord.annotate.wordpieces import WordPieces
from onrecord.types.spans import Span

LONGEST = 254
"""Word pieces a window holds beside its first and last mark (the model was trained on 256)."""

_OPENING = "“„«「『"
_CLOSING = "”»」』"
_MARK = re.compile(f'[{_OPENING}{_CLOSING}"]')
_SENTENCE_ENDS = frozenset(".!?")


@dataclass(frozen=True, slots=True)
class Window:
    """The word pieces of a paragraph, or of a part of a long one, with where they stand in the text.

    `features` is 0 to 7 a piece: how its word is written (small letters, title case, capitals, else), and
    4 more inside quotation marks. `joined` tells the pieces that go on with a word.
    """

    pieces: NDArray[np.int64]
    features: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    joined: NDArray[np.bool_]


def windows(pieces_of: WordPieces, text: str, paragraphs: Iterable[Span]) -> Iterator[Window]:
    """Yield the windows of a text in order, each paragraph by itself.

    What is read in one paragraph so never depends on another. A paragraph longer than a window is cut
    after a sentence, or where it has none at the window's end.
    """
    for paragraph in (part for whole in paragraphs for part in split_long(text, whole)):
        pieces = pieces_of(text, paragraph.start, paragraph.end)
        if not len(pieces):
            continue
        numbers, starts, ends, writing = (
            np.asarray(column, dtype=np.int64)
            for column in (pieces.numbers, pieces.starts, pieces.ends, pieces.writing)
        )
        joined = np.asarray(pieces.joined, dtype=np.bool_)
        features = writing + 4 * _quoted(paragraph.slice(text))[starts - paragraph.start]
        for first, last in _cuts(text, pieces.starts):
            part = slice(first, last)
            yield Window(numbers[part], features[part], starts[part], ends[part], joined[part])


def _cuts(text: str, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield from which to which piece each window-sized part of a paragraph runs."""
    first = 0
    while len(starts) - first > LONGEST:
        last = first + LONGEST
        ended = (at for at in range(last, first + LONGEST // 2, -1) if text[starts[at - 1]] in _SENTENCE_ENDS)
        last = next(ended, last)
        yield first, last
        first = last
    if first < len(starts):
        yield first, len(starts)


def _quoted(words: str) -> NDArray[np.uint8]:
    """Return 1 for each character between double quotation marks of its paragraph, the marks included."""
    inside = np.zeros(len(words), dtype=np.uint8)
    opened, start = "", 0
    for match in _MARK.finditer(words):
        char = match[0]
        if not opened:
            if char in _OPENING or char == '"':
                opened, start = char, match.start()
        elif char in _CLOSING or char == '"' or (char == "“" and opened == "„"):
            inside[start : match.end()] = 1
            opened = ""
    if opened:
        inside[start:] = 1
    return inside
