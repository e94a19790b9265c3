"""What a draft says is unanswered, held against the replies of the record."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.resolve.draft_context import DraftContext
from onrecord.resolve.draft_documents import day_of
from onrecord.resolve.draft_names import names_in, share_a_name
from onrecord.resolve.draft_sentences import Sentence, clauses_of, days_of
from onrecord.resolve.words import words_of
from onrecord.types.drafts import Compared
from onrecord.types.rows import DocumentLink, DocumentRow
from onrecord.types.spans import Evidence, Span

REPLIES = "replies_to"
"""The kind of link from a document to the one it answers."""


class DraftReplies:
    """Compares what one draft says that nobody answered, in text order."""

    def __init__(self, context: DraftContext) -> None:
        self._context = context
        self._words = context.words

    def compared(self) -> Iterator[Compared]:
        """Yield one comparison for each clause that says that no answer came."""
        for sentence in self._context.sentences:
            for clause in clauses_of(sentence.text):
                words = clause.slice(sentence.text)
                span = Span(sentence.start + clause.start, sentence.start + clause.end)
                if self._says_no_reply(words) and not self._context.in_speech(span):
                    yield self._compare(sentence, span)

    def _says_no_reply(self, words: str) -> bool:
        told = {word.folded for word in words_of(words)}
        silent = not told.isdisjoint(self._words.silent)
        return silent or (not told.isdisjoint(self._words.replies) and self._words.turned(words))

    def _compare(self, sentence: Sentence, span: Span) -> Compared:
        anchor = Evidence(sentence.document, span.start, span.end, span.slice(self._context.text))
        found = next(self._replies(sentence), None)
        if found is None:
            return Compared("reply", "agrees" if self._is_on_record(sentence) else "not_in_record", anchor)
        reply, link = found
        words = [one for one in link.evidence if one.document == reply.id] or list(link.evidence)
        return Compared(
            "reply", "contradicted", anchor, standing=self._context.standing(words[:2]),
            rows=(link.id, reply.id), supports=(reply.id,),
        )  # fmt: skip

    def _replies(self, sentence: Sentence) -> Iterator[tuple[DocumentRow, DocumentLink]]:
        """Yield the documents by somebody whom a sentence names that answer one it can mean."""
        named = names_in(sentence.text)
        days = days_of(sentence.text)
        for row in self._near(sentence):
            for link in self._context.corpus.about(DocumentLink, row.id):
                if link.kind != REPLIES or link.to_document is None:
                    continue
                reply = self._context.document(link.from_document)
                answered = self._context.document(link.to_document)
                if reply is None or not share_a_name(named, self._context.speakers.parties(reply.id)):
                    continue
                day = day_of(answered) if answered is not None else None
                if not days or day is None or any(day.agrees(one) for one in days):
                    yield reply, link

    def _near(self, sentence: Sentence) -> Iterator[DocumentRow]:
        nears = self._context.nearest.of(sentence.text)
        found = (self._context.document(one) for one in self._context.near_documents(nears))
        return (row for row in found if row is not None)

    def _is_on_record(self, sentence: Sentence) -> bool:
        """Tell whether the record has to do with who is said not to have answered."""
        named = names_in(sentence.text)
        texts = (near.sentence.text for near in self._context.nearest.of(sentence.text))
        return any(share_a_name(named, names_in(text)) for text in texts)
