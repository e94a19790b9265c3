"""Which documents of the record a draft names: by their kind, their day and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from onrecord.resolve.claims import Held, claim_reader
from onrecord.resolve.draft_context import DraftContext
from onrecord.resolve.draft_names import names_in, share_a_name
from onrecord.resolve.draft_sentences import Day, Sentence, day_of_edtf, days_of
from onrecord.types.chronology import in_words
from onrecord.types.drafts import Compared
from onrecord.types.rows import DocumentRow
from onrecord.types.spans import Evidence, Span

MOST_BETWEEN = 60
"""Characters between a noun and the date it is named by: "letter to the ambassador of 3 May"."""

TIED = 0.4
"""Share of a sentence's words that one of a document has from which on that document can be meant."""

KNOWN = 0.6
"""Share of them that stand around it and in what the document is known by for the same."""

NAMED_APART = ("letter", "resolution")
"""Nouns that name documents of one kind alone: a statement or a report may be anything."""

ANY_KIND = "other"
"""The kind of documents whose kind is not known: any noun can name them."""

_LEADING = re.compile(
    r"\b(?:of|dated|from|(?:published|issued|released|adopted|signed|sent|dated)\s+(?:on|in))\s*\Z|[,(]\s*\Z",
    re.IGNORECASE,
)
_BREAKS = re.compile(r"[.;:!?“”\"]|\b(?:say|said|says|that|which|who)\b")
_BEHIND = re.compile(r"(?:['’]s)?\s+(?:\w+\s+){0,2}")


class Mention(NamedTuple):
    """A document that a text names with its date: the noun, the date, and the place of both in the text."""

    noun: str
    day: Day
    start: int
    end: int


class _Dated(NamedTuple):
    """A document that can be meant: its date, as it is told, and the words that tell it."""

    document: str
    day: Day
    told: str
    words: Evidence


class DocumentsMeant:
    """Tells which documents of the record the sentences of a draft name."""

    def __init__(self, context: DraftContext) -> None:
        self._context = context
        self._kinds = context.words.documents
        self._reader = claim_reader()
        nouns = "|".join(sorted(self._kinds, key=len, reverse=True))
        self._noun = re.compile(rf"\b(?P<noun>{nouns})\b", re.IGNORECASE)

    def mentions_in(self, text: str) -> Iterator[Mention]:
        """Yield the documents that a text names with a date, in order."""
        for day in days_of(text):
            noun = self._noun_before(text, day) or self._noun_behind(text, day)
            if noun is not None:
                yield Mention(
                    noun["noun"].casefold(), day, min(noun.start(), day.start), max(noun.end(), day.end)
                )

    def _noun_before(self, text: str, day: Day) -> re.Match[str] | None:
        before = list(self._noun.finditer(text, 0, day.start))
        between = text[before[-1].end() : day.start] if before else ""
        near = bool(before) and len(between) <= MOST_BETWEEN and not _BREAKS.search(between)
        return before[-1] if near and _LEADING.search(between) else None

    def _noun_behind(self, text: str, day: Day) -> re.Match[str] | None:
        noun = self._noun.search(text, day.end)
        return noun if noun is not None and _BEHIND.fullmatch(text[day.end : noun.start()]) else None

    def _is_of_kind(self, row: DocumentRow | None, noun: str) -> bool:
        return row is not None and (row.kind in self._kinds[noun] or row.kind == ANY_KIND)

    # the document that a quotation is said to be from

    def noun_of(self, held: Held) -> str:
        """Return the words by which a quotation's sentence names its document, else the noun."""
        for mention in self.mentions_in(held.frame):
            return " ".join(held.frame[mention.start : mention.end].split())
        return self._reader.claim(held).noun or "document"

    def of_quotation(self, held: Held) -> frozenset[str]:
        """Return the documents of the record that a quotation can be said to be from; none where not told.

        By a noun and a day these are the documents of that day; by a noun that names one kind alone, all of
        that kind.
        """
        mentions = list(self.mentions_in(held.frame))
        near = self._near(held.evidence.span)
        if mentions:
            return frozenset(
                row.id
                for row in near
                if self._is_of_kind(row, mentions[0].noun) and _is_of_day(row, mentions[0].day)
            )
        source = held.statement.source.exact if held.statement and held.statement.source else ""
        noun = None if names_in(source) else self._reader.claim(held).noun  # "Ana Ruiz, who wrote the letter"
        noun = noun.removesuffix("s") if noun else None
        if noun not in NAMED_APART:
            return frozenset()
        return frozenset(row.id for row in near if self._is_of_kind(row, noun))

    def _near(self, span: Span) -> list[DocumentRow]:
        found = (
            self._context.document(one) for one in self._context.near_documents(self._context.near(span))
        )
        return [row for row in found if row is not None]

    def is_elsewhere(self, held: Held) -> bool:
        """Tell whether a quotation is said to be from a document that is not near anything it says."""
        claim = self._reader.claim(held)
        if not claim.explicit:
            return False
        near = [row for row in self._near(held.evidence.span) if row.kind in claim.kinds]
        named = names_in(f"{claim.described or ''} {held.frame}")
        if not named:
            return not near
        return not any(share_a_name(named, self._context.speakers.parties(row.id)) for row in near)

    # the days of documents

    @cached_property
    def dated(self) -> tuple[tuple[Span, Compared], ...]:
        """The documents that the draft names with a date, each compared, with the place of the date."""
        return tuple(
            (Span(sentence.start + mention.day.start, sentence.start + mention.day.end), compared)
            for sentence in self._context.sentences
            for mention in self.mentions_in(sentence.text)
            for compared in [self._compare(sentence, mention)]
        )

    def named_in(self, span: Span) -> frozenset[str]:
        """Return the documents of the record that the sentence around a place names with their date."""
        sentence = self._context.sentence_at(span.start)
        if sentence is None:
            return frozenset()
        around = Span(sentence.start, sentence.end)
        return frozenset(
            one for place, dated in self.dated if around.overlaps(place) for one in dated.supports
        )

    def _compare(self, sentence: Sentence, mention: Mention) -> Compared:
        candidates = list(self._candidates(sentence, mention))
        agreeing = [one for one in candidates if one.day.agrees(mention.day)]
        start, end = sentence.start + mention.start, sentence.start + mention.end
        anchor = Evidence(sentence.document, start, end, sentence.text[mention.start : mention.end])
        here = sentence.text[mention.day.start : mention.day.end]
        if not candidates:
            reason = f"no such {mention.noun} is in this record"
            return Compared("date", "not_in_record", anchor, here=here, reason=reason)
        first = (agreeing or candidates)[0]
        code = _code(mention.day, first.day) if agreeing else "differs"
        return Compared(
            "date", code, anchor, here=here, there=first.told,
            standing=self._context.standing([first.words]), rows=(first.document,),
            supports=(first.document,) if agreeing else (),
        )  # fmt: skip

    def _candidates(self, sentence: Sentence, mention: Mention) -> Iterator[_Dated]:
        """Yield the documents that can be meant, the nearest first, with their dates and words."""
        named = names_in(sentence.text)
        for near in self._context.nearest.of(sentence.text):
            row = self._context.document(near.sentence.document)
            if row is None:
                continue
            day = day_of(row)
            tied = share_a_name(named, self._context.speakers.parties(row.id)) or self.quotes(
                sentence, row.id
            )
            likely = tied and near.sure and (near.share >= TIED or near.wide >= KNOWN)
            can_be = day is not None and (day.agrees(mention.day) or likely)
            if can_be and day is not None and row.date is not None and self._is_of_kind(row, mention.noun):
                words = row.date.anchor or near.sentence.evidence
                yield _Dated(row.id, day, in_words(row.date.edtf), words)
            if near.sure and near.share >= TIED:
                for told in self.mentions_in(near.sentence.text):
                    if set(self._kinds[told.noun]) & set(self._kinds[mention.noun]):
                        written = " ".join(near.sentence.text[told.day.start : told.day.end].split())
                        yield _Dated(row.id, told.day, written, near.sentence.evidence)

    def quotes(self, sentence: Sentence, document: str) -> bool:
        """Tell whether a sentence quotes words that stand in a document."""
        span = Span(sentence.start, sentence.end)
        return any(
            aligned is not None and aligned.verbatim
            for held in self._context.quotations
            if held.quotation.speech and held.evidence.span.overlaps(span)
            for aligned in [self._context.originals.align(held, document)]
        )


def day_of(row: DocumentRow) -> Day | None:
    """Return the date of a document, None where it has none that names a time."""
    return day_of_edtf(row.date.edtf) if row.date else None


def _is_of_day(row: DocumentRow, day: Day) -> bool:
    own = day_of(row)
    return own is not None and own.agrees(day)


def _code(here: Day, there: Day) -> str:
    """Return how a date of a draft that agrees with one of the record stands to it."""
    if here.precision == there.precision:
        return "agrees"
    return "finer" if here.precision > there.precision else "coarser"
