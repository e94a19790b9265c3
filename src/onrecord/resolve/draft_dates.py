"""Each date of a draft held against what the record tells of the same, and the days of its documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from onrecord.resolve.draft_context import DraftContext
from onrecord.resolve.draft_documents import DocumentsMeant, day_of
from onrecord.resolve.draft_nearest import Near
from onrecord.resolve.draft_sentences import Day, Sentence, clauses_of, day_of_edtf, days_of
from onrecord.resolve.words import words_of
from onrecord.types.chronology import in_words
from onrecord.types.drafts import Compared
from onrecord.types.rows import Event, Figure, Norm
from onrecord.types.spans import Evidence, Span

ON_IT = 0.3
"""Share of a sentence's words that one of the record has to bear its date out."""

ONE_MATTER, IN_CLAUSE = 0.55, 0.5
"""Share of the sentence's words, and of its clause's, from which on another date there contradicts."""

SURELY = 0.7
"""Both shares from which on another date weighs more than one that only agrees as far as it goes."""

SPOKEN = 0.6
"""Share from which on words are those of a document, so that its day is the day they were said."""

LEAST_TOLD = 2
"""Words of a sentence outside of marks below which no date is told apart."""

_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")

ENOUGH = 4
"""Words that a sentence without a quotation has at least for that."""

OF_THEIR_DAY = ("letter", "joint_letter", "statement", "testimony", "hearing", "resolution")
"""Kinds of document whose words are said on the day of the document; others tell of days before."""

_DAY = 3


class Told(NamedTuple):
    """A date that the record tells near one of the draft: the date, as it is told, how near its clause is."""

    day: Day
    told: str
    words: Evidence
    share: float
    clause: float
    sure: bool


class DraftDates:
    """Compares the dates of one draft, in text order; those that name a document are compared elsewhere."""

    def __init__(self, context: DraftContext, meant: DocumentsMeant) -> None:
        self._context, self._meant = context, meant
        corpus, words = context.corpus, context.words
        self._stems, self._speaking = words.stems, words.speaking
        self._events = lru_cache(128)(lambda document: tuple(corpus.rows(Event, document)))
        self._named = lru_cache(128)(lambda document: tuple(corpus.rows(Norm, document)))
        self._figures = lru_cache(128)(lambda document: tuple(corpus.rows(Figure, document)))

    def compared(self) -> Iterator[Compared]:
        """Yield one comparison for each date, those of documents among them."""
        named = self._meant.dated
        yield from (compared for _, compared in named)
        taken = [span for span, _ in named]
        taken += [anchor.span for norm in self._norms() for anchor in norm.mentions]
        for sentence in self._context.sentences:
            for day in days_of(sentence.text):
                span = Span(sentence.start + day.start, sentence.start + day.end)
                if not any(one.overlaps(span) for one in taken) and not self._context.in_speech(span):
                    yield from self._compare(sentence, day)

    def _norms(self) -> Iterator[Norm]:
        return self._context.corpus.rows(Norm, self._context.draft)

    def _compare(self, sentence: Sentence, day: Day) -> Iterator[Compared]:
        clause = _clause_at(sentence.text, day.start)
        nears = self._context.nearest.of(sentence.text)
        told = list(self._told(clause, nears))
        held = [one for one in told if one.share >= ON_IT and one.day.agrees(day)]
        exact = [one for one in held if one.day.precision == day.precision]
        told_of = len(self._stems(_QUOTED.sub(" ", sentence.text)))
        apart = [one for one in told if not one.day.agrees(day) and one.clause >= IN_CLAUSE]
        apart = [one for one in apart if self._context.names_meet(sentence.text, one.words.document)]
        apart = apart if told_of >= LEAST_TOLD else []
        apart = [one for one in apart if one.sure and one.share >= ONE_MATTER]
        surely = [one for one in apart if one.share >= SURELY and one.clause >= SURELY]
        if surely:
            exact = [one for one in exact if one.clause >= IN_CLAUSE]
        of_day = self._document_of_day(nears, day)
        spoken = self._spoken(sentence, clause, nears, day)
        says = not self._speaking.isdisjoint(word.folded for word in words_of(clause))
        if exact or (of_day is not None and (says or not surely)):
            yield self._agrees(sentence, day, max(exact, key=_nearness, default=of_day))
        elif surely or (apart and not held):
            yield self._outcome(sentence, day, "differs", max(surely or apart, key=_nearness))
        elif held and (held := [one for one in held if one.sure]):
            yield self._agrees(sentence, day, max(held, key=_nearness))
        else:
            yield self._outcome(sentence, day, "differs" if spoken else "not_in_record", spoken)

    def _told(self, clause: str, nears: Sequence[Near]) -> Iterator[Told]:
        """Yield the dates that the record tells in and around sentences near one, in its words or rows."""
        wanted = self._stems(clause)
        share, known = self._context.nearest.share, self._context.nearest.known_by
        for near in nears:
            context = known(near.sentence.document)
            nearness = max(near.share, near.wide) if near.share >= ON_IT else near.share
            for sentence in near.beside:
                for day in self._days(sentence):
                    there = {*self._stems(_clause_at(sentence.text, day.start)), *context}
                    yield Told(
                        day,
                        _told_in(sentence, day),
                        sentence.evidence,
                        nearness,
                        share(wanted, there),
                        near.sure,
                    )
            held = Span(near.sentence.start, near.sentence.end)
            for date, anchor in self._resolved(near.sentence.document, held):
                told = day_of_edtf(date)
                if told is not None:
                    yield Told(
                        told,
                        in_words(date),
                        near.sentence.evidence,
                        near.share,
                        share(wanted, self._stems(anchor)),
                        near.sure,
                    )

    def _days(self, sentence: Sentence) -> Iterator[Day]:
        """Yield the dates of a sentence of the record, without the years in the names of norms."""
        names = [anchor.span for norm in self._named(sentence.document) for anchor in norm.mentions]
        for day in days_of(sentence.text):
            span = Span(sentence.start + day.start, sentence.start + day.end)
            if not any(name.overlaps(span) for name in names):
                yield day

    def _resolved(self, document: str, span: Span) -> Iterator[tuple[str, str]]:
        """Yield the dates that rows of a document have in a place, also where its words say "last week"."""
        for event in self._events(document):
            if event.date and event.date_basis == "relative":
                yield from (
                    (event.date, mention.exact) for mention in event.mentions if span.overlaps(mention.span)
                )
        for figure in self._figures(document):
            if figure.date and figure.date_basis == "relative" and span.overlaps(figure.anchor.span):
                yield figure.date, figure.anchor.exact

    def _document_of_day(self, nears: Sequence[Near], day: Day) -> Told | None:
        """Return a document near a sentence that is of a day."""
        found = (self._of_document(near) for near in nears if near.share >= ON_IT)
        return next((told for told in found if told is not None and told.day.agrees(day)), None)

    def _spoken(self, sentence: Sentence, clause: str, nears: Sequence[Near], day: Day) -> Told | None:
        """Return the day of the document that has what a draft dates as said, where it is another day."""
        if day.precision < _DAY or self._speaking.isdisjoint(word.folded for word in words_of(clause)):
            return None
        for near in nears:
            row = self._context.document(near.sentence.document)
            own = self._of_document(near) if row is not None and row.kind in OF_THEIR_DAY else None
            of_day = own is not None and own.day.precision == _DAY
            if of_day and near.sure and near.share >= SPOKEN and self._has_words(sentence, near):
                return own
        return None

    def _has_words(self, sentence: Sentence, near: Near) -> bool:
        """Tell whether a document has what a sentence quotes, or else enough of its words."""
        if self._context.in_speech(Span(sentence.start, sentence.end)):
            return self._meant.quotes(sentence, near.sentence.document)
        return len(self._stems(sentence.text)) >= ENOUGH

    def _of_document(self, near: Near) -> Told | None:
        """Return the day of the document that a sentence stands in."""
        row = self._context.document(near.sentence.document)
        day = day_of(row) if row is not None else None
        if row is None or row.date is None or day is None:
            return None
        words = row.date.anchor or near.sentence.evidence
        return Told(day, in_words(row.date.edtf), words, near.share, 1.0, near.sure)

    def _agrees(self, sentence: Sentence, day: Day, told: Told | None) -> Compared:
        if told is None:
            return self._outcome(sentence, day, "not_in_record", None)
        code = "agrees"
        if day.precision != told.day.precision:
            code = "finer" if day.precision > told.day.precision else "coarser"
        return self._outcome(sentence, day, code, told)

    def _outcome(self, sentence: Sentence, day: Day, code: str, told: Told | None) -> Compared:
        here = sentence.text[day.start : day.end]
        start = sentence.start + day.start
        anchor = Evidence(sentence.document, start, start + len(here), here)
        words = [told.words] if told is not None else []
        return Compared(
            "date", code, anchor, here=here, there=told.told if told is not None else "",
            standing=self._context.standing(words),
            supports=tuple(one.document for one in words) if code in ("agrees", "coarser") else (),
        )  # fmt: skip


def _nearness(told: Told) -> tuple[float, float]:
    return told.clause, told.share


def _told_in(sentence: Sentence, day: Day) -> str:
    return " ".join(sentence.text[day.start : day.end].split())


def _clause_at(text: str, offset: int) -> str:
    """Return the clause that holds a date, with the one behind where it only says when: "By May 3, all …"."""
    clauses = clauses_of(text)
    for at, clause in enumerate(clauses):
        if clause.covers(offset):
            bare = clause.slice(text)
            day = next((one for one in days_of(bare) if clause.start + one.start <= offset), None)
            opens = day is not None and not words_of(bare[day.end :]) and at == 0
            beside = clauses[at + 1 : at + 2] if opens else ()
            if day is not None and not beside and len(words_of(bare)) <= len(words_of(bare[day.start :])) + 1:
                beside = clauses[max(0, at - 1) : at]
            return " ".join([bare, *(one.slice(text) for one in beside)])
    return text
