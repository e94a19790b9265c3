"""spaCy's model as this record needs it: the same answers, with what each word repeats kept from before."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate.dependencies import DependencyFinder
from onrecord.annotate.entities import EntityFinder, Found, Words
from onrecord.annotate.word_rules import Key, Word, WordRules
from onrecord.annotate.word_vectors import Features, WordVectors

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH_PIECES = 64
"""Paragraphs a batch: 0.4 GB at most where whole documents took 3.6 GB (measured on 81,742 tokens)."""

_COLUMNS = ("ORTH", "TAG", *DependencyFinder.COLUMNS, "IDX", "IS_SPACE")
_FOUND = slice(2, 2 + len(DependencyFinder.COLUMNS))


@dataclass(frozen=True, slots=True)
class ParsedPiece:
    """A parsed text word by word: the analysis of each, its offset and its governing word.

    `opens` tells the words that open a sentence, `spaces` those of white space; entities are ranges of words.
    """

    words: Sequence[Word]
    starts: NDArray[np.int64]
    heads: NDArray[np.int64]
    opens: NDArray[np.bool_]
    spaces: NDArray[np.bool_]
    entities: Sequence[Found]


class LanguageModel:
    """A model of spaCy with a tagger, a dependency parser, rules for lemmas and a recogniser of entities."""

    def __init__(self, name: str) -> None:
        """Load the model `name`."""
        model = _load(name)
        self._make = model.make_doc
        self._tagger: Any = model.get_pipe("tagger")
        self._dependencies = DependencyFinder(model.get_pipe("parser"))
        self._vectors = WordVectors(model.get_pipe("tok2vec").model)  # type: ignore[attr-defined]
        self._entities = EntityFinder(model.get_pipe("ner"))
        self._rules = WordRules(model)
        _quicken(model, {*self._vectors.columns, *self._entities.columns, *_COLUMNS, "LOWER"})

    def parse(self, texts: Sequence[str]) -> Iterator[ParsedPiece]:
        """Yield each text parsed."""
        for at in range(0, len(texts), BATCH_PIECES):
            yield from self._parse_together(texts[at : at + BATCH_PIECES])

    def _parse_together(self, texts: Sequence[str]) -> Iterator[ParsedPiece]:
        docs = [self._make(text) for text in texts]
        features = [_columns(doc, self._vectors.columns) for doc in docs]
        vectors = self._vectors.vectors(features)
        for doc, made in zip(docs, vectors, strict=True):
            doc.tensor = made  # type: ignore[assignment]
        self._tagger.set_annotations(docs, self._tagger.predict(docs))
        rows = [_columns(doc, _COLUMNS) for doc in docs]
        for row, found in zip(rows, self._dependencies.find(docs, vectors), strict=True):
            row[:, _FOUND] = found
        entities = self._entities_of(docs, rows)
        words = self._rules.read([_keys(row) for row in rows])
        for row, read, names in zip(rows, words, entities, strict=True):
            yield _piece(row, read, names)

    def _entities_of(self, docs: Sequence[Doc], rows: Sequence[Features]) -> Iterator[list[Found]]:
        """Yield the entities of each text, all found together."""
        features = [_columns(doc, self._entities.columns) for doc in docs]
        every = np.concatenate(rows)
        bounds = np.cumsum([len(row) for row in rows])
        ends = np.append(every[1:, _COLUMNS.index("SENT_START")] == 1, True)
        ends[bounds - 1] = True
        found = self._entities.find(features, Words(every[:, _COLUMNS.index("IS_SPACE")] != 0, ends))
        start = 0
        at = 0
        for bound in bounds.tolist():
            inside = []
            while at < len(found) and found[at].start < bound:
                inside.append(found[at]._replace(start=found[at].start - start, end=found[at].end - start))
                at += 1
            yield inside
            start = bound


def _keys(rows: Features) -> list[Key]:
    return list(zip(*(column.tolist() for column in rows.T[:3]), strict=True))


def _piece(rows: Features, words: Sequence[Word], entities: Sequence[Found]) -> ParsedPiece:
    heads, opens, starts, spaces = rows.T[3:]
    return ParsedPiece(
        words=words,
        starts=starts.astype(np.int64),
        heads=heads.astype(np.int64) + np.arange(len(rows)),
        opens=opens == 1,
        spaces=spaces != 0,
        entities=entities,
    )


def _columns(doc: Doc, names: Sequence[str]) -> Features:
    """Return [words, names] of spaCy's numbers for features of words."""
    columns: Any = list(names)
    return np.asarray(doc.to_array(columns), dtype=np.uint64)


def _quicken(model: Language, read: Set[str]) -> None:
    """Look lemmas up in sets, not in lists, and find no features of a new word beside those `read`."""
    from spacy.attrs import IDS  # type: ignore[import-not-found]  # noqa: PLC0415

    lemmatizer: Any = model.get_pipe("lemmatizer")
    index = lemmatizer.lookups.get_table("lemma_index")
    for kind, forms in list(index.items()):
        index[kind] = frozenset(forms)
    vocabulary: Any = model.vocab
    getters = vocabulary.lex_attr_getters
    for name in getters.keys() - {IDS[name] for name in read}:
        del getters[name]


def _load(name: str) -> Language:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from thinc.api import NumpyOps, set_current_ops  # noqa: PLC0415

        set_current_ops(NumpyOps(use_blis=False))  # 34-52 % more words a core, same output
        import spacy  # noqa: PLC0415

        return spacy.load(name)
