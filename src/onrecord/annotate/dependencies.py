"""Dependencies by spaCy's own parser, the sentences of a text side by side instead of one after the other.

The parser goes through a text word by word and breaks off where a sentence ends. What it then does hangs on
nothing before the break, and up to there it looks at no more than the next two words. So a text is cut where
a sentence seems to end, each part is given the next words with it, and where the parser does not break at a
cut the text is parsed again as a whole. A step for many sentences at once costs little more than for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from onrecord.annotate.word_vectors import Features, Floats

if TYPE_CHECKING:
    from spacy.tokens import Doc

AHEAD = 3
"""Words behind a cut that go with the part before it: one more than the parser looks at."""

SHORTEST = 4
"""Words of the shortest part: abbreviations stand closer together."""

_STOPS = (".", "?", "!")


class _Part(NamedTuple):
    """The words of a text from `start` to before `end`, with those behind them as far as the parser looks."""

    text: int
    start: int
    end: int
    doc: Doc


class DependencyFinder:
    """Gives each word of texts its dependency, its governing word and whether it opens a sentence."""

    COLUMNS = ("DEP", "HEAD", "SENT_START")

    def __init__(self, parser: Any) -> None:
        """Take a DependencyParser."""
        self._parser = parser
        self._stops = [parser.vocab.strings.add(stop) for stop in _STOPS]

    def find(self, docs: Sequence[Doc], vectors: Sequence[Floats]) -> list[Features]:
        """Return [words, COLUMNS] of each text, given the vectors of its words."""
        parts = [
            part
            for at, (doc, made) in enumerate(zip(docs, vectors, strict=True))
            for part in self._parts(at, doc, made)
        ]
        found: list[list[Features]] = [[] for _ in docs]
        again = set()
        for part, rows in zip(parts, self._parsed([part.doc for part in parts]), strict=True):
            size = part.end - part.start
            found[part.text].append(rows[:size])
            if size < len(rows) and rows[size, 2] != 1:
                again.add(part.text)
        whole = sorted(again)
        for at, rows in zip(whole, self._parsed([docs[at] for at in whole]), strict=True):
            found[at] = [rows]
        return [np.concatenate(rows) if rows else np.empty((0, 3), dtype=np.uint64) for rows in found]

    def _parsed(self, docs: Sequence[Doc]) -> list[Features]:
        if not docs:
            return []
        self._parser.set_annotations(docs, self._parser.predict(docs))
        columns: Any = list(self.COLUMNS)
        return [np.asarray(doc.to_array(columns), dtype=np.uint64) for doc in docs]

    def _parts(self, text: int, doc: Doc, vectors: Floats) -> Iterator[_Part]:
        from spacy.tokens import Doc  # noqa: PLC0415

        orth: Any = "ORTH"
        words = doc.to_array(orth)
        cuts = list(self._cuts(doc, np.flatnonzero(np.isin(words[:-1], self._stops)).tolist()))
        if not cuts:
            yield _Part(text, 0, len(doc), doc)
            return
        for start, end in zip([0, *cuts], [*cuts, len(words)], strict=True):
            last = min(end + AHEAD, len(words))
            part = Doc(doc.vocab, words=words[start:last].tolist())
            part.tensor = vectors[start:last]  # type: ignore[assignment]
            yield _Part(text, start, end, part)

    def _cuts(self, doc: Doc, stops: Sequence[int]) -> Iterator[int]:
        """Yield where a sentence seems to begin: with a capital behind a stop."""
        before = 0
        for stop in stops:
            cut = stop + 1
            if cut - before >= SHORTEST and len(doc) - cut >= SHORTEST and doc[cut].text[0].isupper():
                yield cut
                before = cut
