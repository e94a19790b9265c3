"""Records of texts alone, on disk and in memory: their words and the keys of these, no models and no rows."""

from __future__ import annotations

import gzip
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from onrecord.record.store import Record
from onrecord.resolve.shingles import shingle_keys, winnow
from onrecord.resolve.words import word_columns
from onrecord.types.findings import BlockKey, DocumentFindings
from onrecord.types.identity import document_id, sha256_of, text_sha256_of
from onrecord.types.judgements import Judgement
from onrecord.types.rows import DocumentRow, Row

R = TypeVar("R")

SEED = 20240504


def read_texts(corpus: Path) -> list[str]:
    """Return the texts of a corpus (JSON Lines, gzip), each once, in their order."""
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        return list(dict.fromkeys(json.loads(line)["text"] for line in lines))


def drawn(texts: Sequence[str], size: int) -> Sequence[str]:
    """Return so many of the texts, in their order, always the same ones; all where `size` is 0."""
    if not 0 < size < len(texts):
        return texts
    return [texts[at] for at in sorted(random.Random(SEED).sample(range(len(texts)), size))]


def id_of(text: str) -> str:
    """Return the id of the document that a text is saved as."""
    return document_id(sha256_of(text.encode("utf-8", "surrogatepass")))


def save_texts(place: Path, texts: Sequence[str]) -> float:
    """Make a record of texts at `place`; return the processor seconds that their keys took."""
    seconds, seen = 0.0, {}
    with Record.create(place) as record:
        for number, text in enumerate(texts):
            path = f"{number:06}.txt"
            seen[path] = id_of(text)
            sha256 = sha256_of(text.encode("utf-8", "surrogatepass"))
            row = DocumentRow(seen[path], path, sha256, text_sha256_of(text), "text/plain", "press_release")
            started = time.process_time()
            keys = tuple(shingle_keys(row.id, word_columns(text).folded))
            seconds += time.process_time() - started
            record.save_document(DocumentFindings(row, text, keys=keys), "read")
        record.seen("texts", seen)
    return seconds


class TextCorpus:
    """Texts with the keys of their words, as resolvers see a record that has no rows."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = {id_of(text): text for text in texts}
        self._places: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for document, text in self._texts.items():
            for key, place in zip(*winnow(word_columns(text).folded), strict=True):
                self._places[key].append((document, place))

    def text(self, document: str) -> str:
        """Return a text by its id."""
        return self._texts[document]

    def lookup(self, stage: str, keys: Iterable[str]) -> Mapping[str, tuple[BlockKey, ...]]:
        """Return where keys stand."""
        known = (key for key in dict.fromkeys(keys) if key in self._places)
        return {
            key: tuple(sorted(BlockKey(stage, key, held, held, place) for held, place in self._places[key]))
            for key in known
        }

    def spread(self, stage: str, keys: Iterable[str], smallest: int = 1) -> Mapping[str, int]:
        """Return in how many texts keys stand."""
        del stage
        return {key: len({held for held, _ in self._places[key]}) for key in keys if key in self._places}

    def blocks(self, stage: str, smallest: int = 2) -> Iterator[tuple[str, tuple[BlockKey, ...]]]:
        """Yield the keys that at least so many texts share."""
        for key in sorted(self._places):
            members = self.lookup(stage, [key])[key]
            if len({member.document for member in members}) >= smallest:
                yield key, members

    def keys_of(self, stage: str, documents: Iterable[str]) -> frozenset[str]:
        """Return the keys of texts."""
        del stage
        return frozenset(key for held in documents for key in winnow(word_columns(self.text(held)).folded)[0])

    def documents(self) -> Iterator[DocumentRow]:
        """Yield nothing: texts have no rows."""
        return iter(())

    def document(self, document: str) -> DocumentRow | None:
        """Return None: texts have no rows."""
        del document
        return None

    def rows(self, kind: type[R], document: str | None = None) -> Iterator[R]:
        """Yield nothing: texts have no rows."""
        del kind, document
        return iter(())

    def row(self, row: str) -> Row | None:
        """Return None: texts have no rows."""
        del row
        return None

    def about(self, kind: type[R], document: str) -> Iterator[R]:
        """Yield nothing: texts have no rows."""
        del kind, document
        return iter(())

    def judgements(self) -> tuple[Judgement, ...]:
        """Return none: nobody reviewed texts."""
        return ()
