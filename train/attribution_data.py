"""Annotated texts as the windows the attribution network learns from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from onrecord.annotate.attributions import TAGS
from onrecord.annotate.windows import Window, windows
from onrecord.annotate.wordpieces import WordPieces
from onrecord.types.spans import Span

_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")


@dataclass(frozen=True)
class Quote:
    """One attribution of the training data as character spans."""

    content: tuple[Span, ...]
    source: Span | None
    cue: Span


@dataclass(frozen=True)
class Example:
    """A window with its tags and its attributions as ranges of pieces, first and last inclusive.

    `wanted` [length, 7] is how likely each tag is to be at each piece, [CLS] and [SEP] included, and
    `moves` [7, 7] how often each tag is to follow each other one: counts of the gold, what a teacher holds
    likely, or a mean of both.
    """

    window: Window
    tags: np.ndarray
    wanted: np.ndarray
    moves: np.ndarray
    attributions: tuple[tuple[tuple[tuple[int, int], ...], tuple[int, int] | None, tuple[int, int]], ...]


@dataclass(frozen=True)
class Text:
    """A text with its paragraphs and attributions."""

    text: str
    paragraphs: tuple[Span, ...]
    quotes: tuple[Quote, ...]


def read_texts(gold: Path, folder: Path) -> list[Text]:
    """Read gold lines {"doc", "quotes": [{"content", "source", "cue"}]} with their texts, one a line.

    A quote without a cue, and one that shares its content with an earlier one, is left out.
    """
    found = []
    for line in gold.read_text("utf-8").splitlines():
        row = json.loads(line)
        with (folder / f"{row['doc']}.txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        found.append(Text(text, paragraphs_of(text), tuple(_quotes(row["quotes"], len(text)))))
    return found


def paragraphs_of(text: str) -> tuple[Span, ...]:
    """Return the lines of a text that hold something, each a paragraph."""
    return tuple(Span(*match.span()) for match in _LINE.finditer(text))


def _quotes(rows: Sequence[dict[str, list[list[int]] | None]], length: int) -> Iterator[Quote]:
    taken = bytearray(length)
    for row in rows:
        content = tuple(Span(*piece) for piece in row["content"] or ())
        if not row["cue"] or any(any(taken[span.start : span.end]) for span in content):
            continue
        for span in content:
            taken[span.start : span.end] = b"\1" * len(span)
        source = row["source"]
        yield Quote(content, Span(*source[0]) if source else None, Span(*row["cue"][0]))


def examples(text: Text, pieces_of: WordPieces) -> Iterator[Example]:
    """Yield the windows of a text with their tags and attributions."""
    for window in windows(pieces_of, text.text, text.paragraphs):
        yield example_of(window, text.quotes)


def example_of(window: Window, quotes: Sequence[Quote]) -> Example:
    """Return a window with the attributions that reach into it, each part as far as it does."""
    tags = np.zeros(len(window.pieces), dtype=np.int64)
    held = []
    for quote in quotes:
        cue = _pieces(window, quote.cue)
        content = tuple(found for span in quote.content if (found := _pieces(window, span)))
        source = _pieces(window, quote.source) if quote.source else None
        for ranges, kind in (
            (content, "content"), ((source,) if source else (), "source"), ((cue,) if cue else (), "cue"),
        ):  # fmt: skip
            for first, last in ranges:
                tags[first : last + 1] = TAGS.index(f"I-{kind}")
                tags[first] = TAGS.index(f"B-{kind}")
        if cue and content:
            held.append((content, source, cue))
    path = np.concatenate([[0], tags, [0]])
    wanted = np.eye(len(TAGS), dtype=np.float16)[path]
    moves = np.zeros((len(TAGS), len(TAGS)), dtype=np.float32)
    np.add.at(moves, (path[:-1], path[1:]), 1)
    return Example(window, tags, wanted, moves, tuple(held))


def _pieces(window: Window, span: Span) -> tuple[int, int] | None:
    inside = np.flatnonzero((window.starts < span.end) & (window.ends > span.start))
    return (int(inside[0]), int(inside[-1])) if len(inside) else None
