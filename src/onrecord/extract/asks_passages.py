"""Where in a long report somebody may ask for something: the sentences worth a parse, told by their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from onrecord.extract.asks_words import AskWords
from onrecord.types.documents import Document
from onrecord.types.spans import Span, trimmed

LEAST_CHARACTERS = 20_000
"""Shorter documents are read whole: what tells who speaks may stand sentences before."""

WHOLE = ("letter", "joint_letter", "resolution")
"""Kinds of document in which every sentence counts: an item of a list need hold no word of asking."""

MOST_BEFORE = 3
"""Sentences before one that opens with a pronoun which are read with it, until one opens with a name."""

_SENTENCE_END = re.compile(r"(?:[.?!]|\);)[”\"’')\]]{0,3}\s+(?=[“\"‘'(\[]?[A-Z0-9])")
_PRONOUN = re.compile(r"[“\"‘'(\s]{0,3}(?:It|They|He|She|We|This|These|The latter)\b")
_MADE_BY = re.compile(r"\((?:the\s)?[A-Z](?:[^()]|\([^()]{0,60}\)){2,400}\)[;.,:\s*\d]*$")
"""The makers of a recommendation in brackets: what such a list asks is told without a parse."""


class AskPassages:
    """Narrows long reports to the sentences that hold a word of asking."""

    def __init__(self, words: AskWords) -> None:
        asking, nouns, wishes = (_forms(each) for each in words.triggers())
        self._told = re.compile(
            rf"\b(?:{asking})\b|\b(?:{nouns})\s+(?:to|that|for|of|by|from)\b|\bwould\b.*\b(?:{wishes})\b",
            re.IGNORECASE | re.DOTALL,
        )

    def narrowed(self, document: Document) -> Document:
        """Return the document with those sentences as its paragraphs; short ones and letters as they are."""
        layout = document.layout
        if len(document.text) < LEAST_CHARACTERS or layout.kind in WHOLE:
            return document
        kept = tuple(span for paragraph in layout.paragraphs for span in self._kept(document.text, paragraph))
        return replace(document, layout=replace(layout, paragraphs=kept))

    def _kept(self, text: str, paragraph: Span) -> Iterator[Span]:
        """Yield the sentences of a paragraph that are read, those that follow one another as one stretch."""
        sentences = list(_sentences(text, paragraph))
        wanted: set[int] = set()
        for at, sentence in enumerate(sentences):
            words = sentence.slice(text)
            if self._told.search(words) and _MADE_BY.search(words) is None:
                first = at
                while first and at - first < MOST_BEFORE and _PRONOUN.match(text, sentences[first].start):
                    first -= 1
                wanted.update(range(first, at + 1))
        run: list[Span] = []
        for at, sentence in enumerate(sentences):
            if at in wanted:
                run.append(sentence)
            elif run:
                yield Span(run[0].start, run[-1].end)
                run = []
        if run:
            yield Span(run[0].start, run[-1].end)


def _sentences(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    for end in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end):
        span = trimmed(text, start, end.end())
        if span is not None:
            yield span
        start = end.end()
    span = trimmed(text, start, paragraph.end)
    if span is not None:
        yield span


def _forms(words: Iterable[str]) -> str:
    """Return a pattern of the regular forms of some words: urge, urges, urged, urging; plea, pleas."""
    stems = sorted({re.escape(word[:-1] if word[-1] in "ey" else word) for word in words})
    return rf"(?:{'|'.join(stems)})(?:e|y|e?s|e?d|ies|ied|ing|[bgt]ing|[bgt]ed)?" if stems else "(?!)"
