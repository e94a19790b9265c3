"""The model with its memory gives what spaCy's own pipeline gives."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from onrecord.annotate.dependencies import DependencyFinder
from onrecord.annotate.language_model import LanguageModel, ParsedPiece
from onrecord.annotate.parser import MODELS
from onrecord.annotate.word_vectors import Features, WordVectors

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

TEXTS = [
    "Let's go, said Mira Castellan of the Herring Council on May 3, 2024.",
    "There's a boat off Port Ansel. There are 40 boats, and there 's no permit. Y'all ain't gonna let 's us.",
    "He  has been   held since 2019 .   ",
    " \u00a0 ",
    "$12 million",
    "Ana",
    "They couldn't have known; we'll see what they're doing, won't we? I 'd gotta ask her about the boats",
    "The Ministry of Fisheries of the Republic of Ansel and the United Nations Office in Geneva met 3 times.",
    "WASHINGTON — but Halvard Brekke, 52, did not. That is the law that he has had to do.",
]


@pytest.fixture(scope="module")
def spacy_model() -> Language:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import spacy

        return spacy.load(MODELS["en"])


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel(MODELS["en"])


def _words(piece: ParsedPiece) -> list[tuple[object, ...]]:
    return [
        (word.text, word.lemma, word.pos, word.tag, word.dep, start, head, space)
        for word, start, head, space in zip(piece.words, piece.starts, piece.heads, piece.spaces, strict=True)
        if not space
    ]


@pytest.mark.parametrize("texts", [TEXTS, TEXTS[::-1], *([text] for text in TEXTS)], ids=repr)
def test_words_and_entities_are_those_of_the_whole_pipeline(
    texts: list[str], model: LanguageModel, spacy_model: Language
) -> None:
    read = list(model.parse(texts))
    for piece, doc in zip(read, spacy_model.pipe(texts), strict=True):
        assert _words(piece) == [
            (word.text, word.lemma_, word.pos_, word.tag_, word.dep_, word.idx, word.head.i, False)
            for word in doc
            if not word.is_space
        ]
        assert [tuple(found) for found in piece.entities] == [
            (entity.start, entity.end, entity.label_) for entity in doc.ents
        ]
        assert [at for at, opens in enumerate(piece.opens) if opens] == [
            sentence.start for sentence in doc.sents
        ]


def test_the_texts_hold_names_and_words_that_rules_of_two_words_are_about(model: LanguageModel) -> None:
    read = list(model.parse(TEXTS))
    assert {found.label for piece in read for found in piece.entities} >= {"PERSON", "ORG", "DATE", "MONEY"}
    lemmas = {(word.text, word.lemma, word.pos) for piece in read for word in piece.words}
    assert {("'s", "us", "PRON"), ("gon", "go", "VERB")} <= lemmas


def test_a_words_own_vector_hangs_on_no_word_read_with_it(spacy_model: Language) -> None:
    network = spacy_model.get_pipe("tok2vec").model  # type: ignore[attr-defined]
    columns: Any = list(WordVectors(network).columns)
    features = [spacy_model.make_doc(text).to_array(columns).astype(np.uint64) for text in TEXTS]
    together, alone = WordVectors(network), WordVectors(network)
    together.vectors(features)
    for text, vectors in zip(features, together.vectors(features), strict=True):
        alone.vectors([text[::-1].copy()])
        assert np.array_equal(alone.vectors([text])[0], together.vectors([text])[0])
        assert vectors.shape == (len(text), 96)


def test_a_memory_that_is_full_starts_anew(monkeypatch: pytest.MonkeyPatch, spacy_model: Language) -> None:
    monkeypatch.setattr("onrecord.annotate.word_vectors.KNOWN_WORDS", 20)
    monkeypatch.setattr("onrecord.annotate.word_rules.KNOWN_WORDS", 20)
    small = LanguageModel(MODELS["en"])
    for text in TEXTS * 2:
        [piece] = small.parse([text])
        tags = [word.tag for word, space in zip(piece.words, piece.spaces, strict=True) if not space]
        assert tags == [word.tag_ for word in spacy_model(text) if not word.is_space]


SENTENCES = [
    "She went to the U.S. Senate on Monday. The boats of Port Ansel stayed. Nobody asked why. It rained.",
    "The Herring Council said that the boats had left.  Halvard Brekke did not answer! He was away.",
    "“We were there. They were not there,” she said. The law of Ansel vs. Brekke is many years old.",
]


def _everywhere(_: DependencyFinder, doc: Doc, stops: Sequence[int]) -> Iterator[int]:
    yield from range(4, len(doc) - 4, 5)


@pytest.mark.parametrize("wrongly", [False, True])
def test_sentences_parsed_side_by_side_are_those_of_a_text_parsed_in_one_go(
    wrongly: bool, model: LanguageModel, spacy_model: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[int] = []
    parse = DependencyFinder._parsed

    def counted(finder: DependencyFinder, docs: Sequence[Doc]) -> list[Features]:
        parsed.append(len(docs))
        return parse(finder, docs)

    monkeypatch.setattr(DependencyFinder, "_parsed", counted)
    if wrongly:
        monkeypatch.setattr(DependencyFinder, "_cuts", _everywhere)
    read = list(model.parse(SENTENCES))
    assert parsed[0] > len(SENTENCES)
    assert parsed[1] == (len(SENTENCES) if wrongly else 0)
    for piece, doc in zip(read, spacy_model.pipe(SENTENCES), strict=True):
        assert _words(piece) == [
            (word.text, word.lemma_, word.pos_, word.tag_, word.dep_, word.idx, word.head.i, False)
            for word in doc
            if not word.is_space
        ]
        assert np.flatnonzero(piece.opens).tolist() == [sentence.start for sentence in doc.sents]
