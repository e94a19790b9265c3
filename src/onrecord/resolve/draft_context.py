"""What comparing a draft's claims needs: its sentences and quotations, and where to look in the record."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from onrecord.resolve.claims import Frames, Held
from onrecord.resolve.draft_names import names_in, parts_of, share_a_name
from onrecord.resolve.draft_nearest import KEPT, Near, Nearest, PassageIndex
from onrecord.resolve.draft_sentences import Sentence, draft_words, sentences_of
from onrecord.resolve.draft_speakers import Speakers
from onrecord.resolve.originals import Originals
from onrecord.types.drafts import Standing
from onrecord.types.findings import Corpus
from onrecord.types.rows import DocumentRow, Quotation, Statement
from onrecord.types.spans import Evidence, Span

MOST_SENTENCES = 2000
"""Sentences of a draft that are held against the record; a draft of more is a book, not a draft."""


class DraftContext:
    """A draft laid over a record, with what its claims are looked up by."""

    def __init__(self, corpus: Corpus, index: PassageIndex, draft: str) -> None:
        self.corpus, self.draft = corpus, draft
        self.text = corpus.text(draft)
        self.words = draft_words()
        self.nearest = Nearest(corpus, index, draft)
        self.originals = Originals(corpus)
        self.speakers = Speakers(corpus)
        self._written = lru_cache(KEPT)(self._words_of)
        self.sentences = sentences_of(draft, self.text)[:MOST_SENTENCES]
        self._starts = [sentence.start for sentence in self.sentences]

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The draft's own statements, in text order."""
        return tuple(self.corpus.rows(Statement, self.draft))

    @cached_property
    def quotations(self) -> tuple[Held, ...]:
        """The draft's quotations with their frames, in text order."""
        rows = tuple(self.corpus.rows(Quotation, self.draft))
        return tuple(Frames(self.text, rows, self.statements).held())

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the draft's sentence at a place."""
        at = bisect_right(self._starts, offset) - 1
        return self.sentences[at] if at >= 0 and offset < self.sentences[at].end else None

    def over(self, span: Span) -> str:
        """Return the sentences that a span runs through, as one text."""
        first, last = self.sentence_at(span.start), self.sentence_at(span.end - 1)
        start = first.start if first else span.start
        end = last.end if last else span.end
        return self.text[start : max(end, span.end)]

    def near(self, span: Span) -> tuple[Near, ...]:
        """Return the record's sentences near what a span of the draft says."""
        return self.nearest.of(self.over(span))

    def in_speech(self, span: Span) -> bool:
        """Tell whether words of the draft stand in marks as speech: the quotation answers for them."""
        return any(held.quotation.speech and held.evidence.span.overlaps(span) for held in self.quotations)

    def names_meet(self, text: str, document: str, besides: Iterable[str] = ()) -> bool:
        """Tell whether all whom words of a draft name are named in a document: else it is of another matter.

        Of a name half its words are enough; `besides` are names that may be others there.
        """
        known = self._written(document)
        opening = text.lstrip(" \n\"'“‘«([#>*-").partition(" ")[0]  # has a capital whatever it is
        names = [name for name in names_in(text) if not (" " not in name and opening.startswith(name))]
        named = [parts_of(name) for name in names if not share_a_name((name,), besides)]
        return all(sum(part in known for part in parts) * 2 >= len(parts) for parts in named)

    def _words_of(self, document: str) -> frozenset[str]:
        parties = " ".join(self.speakers.parties(document))
        return frozenset(parts_of(f"{self.corpus.text(document)} {parties}"))

    def document(self, document: str) -> DocumentRow | None:
        """Return a document of the record."""
        return self.originals.document(document)

    def standing(self, anchors: Iterable[Evidence]) -> tuple[Standing, ...]:
        """Return words of the record with who says them there."""
        return tuple(Standing(anchor, self.speakers.told_at(anchor)) for anchor in anchors)

    def near_documents(self, nears: Iterable[Near]) -> Iterator[str]:
        """Yield the documents that sentences stand in, each once, in their order."""
        yield from dict.fromkeys(near.sentence.document for near in nears)
