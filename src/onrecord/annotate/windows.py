"""Cut a text into the windows of word pieces that the attribution model reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate.parser import split_long
from onrecord.annotate.wordpieces import Piece, WordPieces
from onrecord.types.spans import Span

LONGEST = 254
"""Word pieces a window holds beside its first and last mark (the model was trained on 256)."""

_OPENING = "“„«「『"
_CLOSING = "”»」』"
_SENTENCE_ENDS = frozenset(".!?")
_PLAIN, _TITLE, _CAPITALS, _OTHER = range(4)


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
        quoted = _quoted(paragraph.slice(text)) if pieces else b""
        for first, last in _cuts(text, pieces):
            part = pieces[first:last]
            writing = [
                _writing(text[piece.start : piece.end]) + 4 * quoted[piece.start - paragraph.start]
                for piece in part
            ]
            numbers, starts, ends, joined = zip(*part, strict=True)
            yield Window(
                np.asarray(numbers, dtype=np.int64), np.asarray(writing, dtype=np.int64),
                np.asarray(starts, dtype=np.int64), np.asarray(ends, dtype=np.int64),
                np.asarray(joined, dtype=np.bool_),
            )  # fmt: skip


def _cuts(text: str, pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Yield from which to which piece each window-sized part of a paragraph runs."""
    first = 0
    while len(pieces) - first > LONGEST:
        last = first + LONGEST
        ended = (
            at for at in range(last, first + LONGEST // 2, -1) if text[pieces[at - 1].start] in _SENTENCE_ENDS
        )
        last = next(ended, last)
        yield first, last
        first = last
    if first < len(pieces):
        yield first, len(pieces)


def _writing(word: str) -> int:
    if word.islower() or not word:
        return _PLAIN
    if not word[0].isupper():
        return _OTHER
    return _CAPITALS if len(word) > 1 and word.isupper() else _TITLE


def _quoted(words: str) -> bytearray:
    """Return 1 for each character between double quotation marks of its paragraph, the marks included."""
    inside = bytearray(len(words))
    opened = ""
    for at, char in enumerate(words):
        if opened:
            inside[at] = 1
            if char in _CLOSING or char == '"' or (char == "“" and opened == "„"):
                opened = ""
        elif char in _OPENING or char == '"':
            opened = char
            inside[at] = 1
    return inside
