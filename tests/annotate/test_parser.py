"""Documents become tokens, sentences and entities that stand where their words stand in the text."""

from __future__ import annotations

from itertools import pairwise

import pytest

from onrecord.annotate.parser import Parser
from onrecord.types.annotated import Annotated
from onrecord.types.documents import Document, Layout
from onrecord.types.spans import Span

PARAGRAPHS = [
    "  Mira Castellan  of the Herring Council   spoke. She   left Port Ansel on May 3.",
    " \u00a0 ",
    "Halvard Brekke did not.  ",
]


@pytest.fixture(scope="module")
def read() -> Annotated:
    spans, start = [], 0
    for paragraph in PARAGRAPHS:
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + 1
    text = "\n".join(PARAGRAPHS)
    return Parser().annotate(
        Document("d", "d.txt", "", "text/plain", text, "en", Layout(paragraphs=tuple(spans)))
    )


def test_tokens_are_the_words_of_the_text_without_its_spaces(read: Annotated) -> None:
    assert [token.text for token in read.tokens] == [
        read.text[token.start : token.end] for token in read.tokens
    ]
    assert "".join(token.text for token in read.tokens) == "".join(read.text.split())
    assert [token.i for token in read.tokens] == list(range(len(read.tokens)))


def test_sentences_hold_all_tokens_and_stand_in_their_paragraphs(read: Annotated) -> None:
    assert [(sentence.i, sentence.paragraph) for sentence in read.sentences] == [(0, 0), (1, 0), (2, 2)]
    assert [read.text[sentence.start : sentence.end] for sentence in read.sentences] == [
        "Mira Castellan  of the Herring Council   spoke.", "She   left Port Ansel on May 3.",
        "Halvard Brekke did not.",
    ]  # fmt: skip
    assert read.sentences[0].first == 0
    assert read.sentences[-1].last == len(read.tokens) - 1
    assert all(one.last + 1 == other.first for one, other in pairwise(read.sentences))
    for sentence in read.sentences:
        assert {token.sentence for token in read.sentence_tokens(sentence)} == {sentence.i}


def test_words_are_governed_by_words_of_their_sentence(read: Annotated) -> None:
    spoke = next(token for token in read.tokens if token.text == "spoke")
    assert spoke.head == spoke.i
    assert next(token for token in read.tokens if token.text == "Castellan").head == spoke.i
    assert all(read.tokens[token.head].sentence == token.sentence for token in read.tokens)


def test_entities_are_tokens_and_characters_alike(read: Annotated) -> None:
    names = {read.text[entity.start : entity.end]: entity.label for entity in read.entities}
    assert names["Mira Castellan"] == names["Halvard Brekke"] == "PERSON"
    for entity in read.entities:
        assert (read.tokens[entity.first].start, read.tokens[entity.last].end) == (entity.start, entity.end)


def test_a_text_of_spaces_has_no_tokens() -> None:
    blank = Document("d", "d.txt", "", "text/plain", " \u00a0 ", "en", Layout(paragraphs=(Span(0, 3),)))
    assert Parser().annotate(blank) == Annotated(blank)
