"""Which documents hold the same text: passages in common that neither of them tells as another's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from onrecord.resolve.dates_and_keys import later
from onrecord.resolve.passages import SharedPassage
from onrecord.resolve.reuse import Reuse
from onrecord.resolve.reuse_keys import LEAST_OWN
from onrecord.types.findings import Corpus
from onrecord.types.identity import row_id
from onrecord.types.rows import DocumentLink, DocumentRow, Quotation, Statement
from onrecord.types.spans import Evidence, Span

DOCUMENTS_AT_HAND = 1024
"""Documents of which it is kept which words they tell as another's."""


LEAST_SMALL = 6
"""Words of a passage that are written small; a postal address or a line of contacts has two or three."""

_WORD = re.compile(r"(?<![\w@./-])[^\W\d_]+(?![\w@])(?!\.\w)")
"""Words that are no part of a web or mail address."""

_REPORTED, _QUOTED = 1, 2  # 0 is what a document says itself


class SameText:
    """Finds the documents that hold a passage of another one as their own words.

    Words in quotation marks are nobody's own: two documents that quote the same words, or of which one
    quotes the other, are no same text. Nor are words that one of the two reports and the other says.
    """

    def __init__(self, corpus: Corpus, reuse: Reuse) -> None:
        self._corpus = corpus
        self._reuse = reuse
        self._voices = lru_cache(DOCUMENTS_AT_HAND)(self._read_voices)

    def links(self, document: DocumentRow) -> Iterator[DocumentLink]:
        """Yield a link to each document of the same text that is earlier, or has the smaller id.

        The evidence is all passages the two share, the place here and the place there in turn.
        """
        for other, passages in self._reuse.passages(document.id).items():
            source = self._corpus.document(other)
            if source is None or not _comes_first(source, document):
                continue
            text = self._corpus.text(document.id)
            prose = [passage for passage in passages if is_prose(passage.here.slice(text))]
            if any(self._own(passage, document.id, other) >= LEAST_OWN for passage in prose):
                yield self._link(document.id, other, passages)

    def _own(self, passage: SharedPassage, document: str, other: str) -> int:
        """Return how many words of a passage both documents say in one voice, outside quotation marks."""
        here = self._voices_in(document, passage.here)
        there = self._voices_in(other, passage.there)
        return sum(one == another != _QUOTED for one, another in zip(here, there, strict=True))

    def _voices_in(self, document: str, span: Span) -> bytes:
        within = self._reuse.words(document).within(span)
        return self._voices(document)[within.start : within.stop]

    def _read_voices(self, document: str) -> bytes:
        """Return for each word of a document whether it says it itself, reports it or quotes it."""
        words = self._reuse.words(document)
        voices = bytearray(len(words))
        reported = (row.content for row in self._corpus.rows(Statement, document) if row.level > 0)
        quoted = (row.pieces for row in self._corpus.rows(Quotation, document))
        for voice, parts in ((_REPORTED, reported), (_QUOTED, quoted)):
            for span in _spans(parts):
                within = words.within(span)
                voices[within.start : within.stop] = bytes([voice]) * len(within)
        return bytes(voices)

    def _link(self, document: str, other: str, passages: Sequence[SharedPassage]) -> DocumentLink:
        here, there = self._corpus.text(document), self._corpus.text(other)
        shown = [
            Evidence(held, span.start, span.end, span.slice(text))
            for passage in passages
            for held, span, text in ((document, passage.here, here), (other, passage.there, there))
        ]
        return DocumentLink(
            id=row_id("document_link", document, "same_text", other),
            from_document=document,
            kind="same_text",
            to_document=other,
            wanted=None,
            evidence=tuple(dict.fromkeys(shown)),
        )


def is_prose(words: str) -> bool:
    """Tell whether words are a sentence's, most of them written small, and no address or line of contacts.

    >>> is_prose("nobody who lives at the lake was told of the plan")
    True
    >>> is_prose("Media Contact: Ana Ruiz, 12 Pier Avenue NW, Washington, DC 20580")
    False
    """
    small = [word for word in _WORD.findall(words) if word[0].islower()]
    return len(small) >= LEAST_SMALL


def _spans(parts: Iterable[Iterable[Evidence]]) -> Iterator[Span]:
    return (part.span for some in parts for part in some)


def _comes_first(source: DocumentRow, document: DocumentRow) -> bool:
    """Tell whether the link of two documents starts from `document`: the later one, else by id."""
    if later(document, source) != later(source, document):
        return later(document, source)
    return source.id < document.id
