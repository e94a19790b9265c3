"""One noun that names a document: who wrote it, to whom, when, and what the text does with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.extract.actors_lookup import SECOND_PERSON
from onrecord.extract.asks_page import Page
from onrecord.extract.citations_nouns import OBJECTS, NounReader
from onrecord.extract.citations_people import People
from onrecord.extract.citations_phrases import PhraseReader
from onrecord.extract.citations_seen import Seen
from onrecord.extract.citations_titles import TitleReader
from onrecord.extract.citations_verbs import IN, VerbReader
from onrecord.extract.citations_words import CitationWords, Sort
from onrecord.extract.events_dates import DateReader
from onrecord.extract.span_index import SpanIndex
from onrecord.extract.statements_words import SpeechWords
from onrecord.types.annotated import Token
from onrecord.types.dates import TimeExpression
from onrecord.types.rows import Ask, Event, Figure
from onrecord.types.spans import Span

LETTER = "letter"

_GREETING = re.compile(r"\s\w{3,12}:\s{1,4}[“\"]?(?:Dear|The Honou?rable|Hon\.)\s[A-Z]")
_TITLES = ("headline", "heading")
"""Segments of a layout that are titles."""

_POINTING = frozenset(("the", "this"))
_INDEFINITE = frozenset(("a", "an", "another", "one"))


@dataclass(frozen=True, slots=True)
class Rows:
    """What earlier extractors found that tells of documents, by place."""

    events: SpanIndex[Event]
    figures: SpanIndex[Figure]
    asks: SpanIndex[Ask]
    sources: SpanIndex[None]
    norms: SpanIndex[None]


class CitationReader:
    """Reads the nouns of one document that name another."""

    def __init__(
        self, page: Page, rows: Rows, dates: DateReader, words: CitationWords, speech: SpeechWords
    ) -> None:
        self._page, self._rows, self._dates, self._words = page, rows, dates, words
        self._people = People(page, words, speech)
        self._nouns = NounReader(self._people, rows.norms)
        self._phrases = PhraseReader(self._people)
        self._verbs = VerbReader(self._people, rows.events, rows.asks)
        self._titles = TitleReader(page, words.plain)

    def read(self) -> Iterator[Seen]:
        """Yield what is said of documents, in text order."""
        for token in self._page.annotated.tokens:
            sort = self._nouns.sort(token)
            if sort is not None:
                yield self._told(token, sort, self._parties(token, sort))

    def _parties(self, noun: Token, sort: Sort) -> Seen:
        """Return who is said to have written the document, and to whom."""
        seen = Seen(sort.name, self._phrases.place(noun), Span(noun.start, noun.end), noun.lemma.casefold())
        phrase, above = self._phrases.read(noun), self._verbs.read(noun)
        if (phrase.issuers or phrase.by) and self._verbs.only_shows(noun):
            above = replace(above, issuers=())
        seen = seen.joined(phrase, above)
        seen = replace(seen, issuers=self._people.known(seen.issuers))
        if sort.name == LETTER and not seen.addressees and seen.to is None:
            seen = seen.and_addressees(self._verbs.asked(noun))
        kind = self._page.index.kind
        people = tuple(one for one in seen.addressees if kind(one) != "state")
        by = self._people.group(noun, seen.issuers) if seen.issuers else seen.by
        return replace(
            seen,
            addressees=people or seen.addressees,  # "Ambassador of X to Y"
            by=by,
            number=self._number(by) if by else None,
        )

    def _told(self, noun: Token, sort: Sort, seen: Seen) -> Seen:
        """Add what the text does with the document, and when it is of."""
        parts = self._page.annotated.children(noun)
        title = self._titles.title(noun) if sort.titled else None
        if title is not None and title.overlaps(seen.noun):  # the parse may cut a name in two
            seen = replace(seen, place=Span(min(title.start, seen.place.start), seen.place.end))
        articles = {part.text.casefold() for part in parts if part.dep == "det"}
        joins = noun.dep in OBJECTS and self._verbs.joins(noun) and bool(articles & _POINTING)
        unowned = not any(part.dep == "poss" for part in parts)
        return replace(
            seen,
            time=seen.time or self._time(noun, sort) or (self._edition(title) if title else None),
            title=title,
            titled=" ".join(title.slice(self._page.text).casefold().split()) if title else "",
            told=seen.told or self._is_source(noun),
            answered=self._is_answered(noun),
            printed=self._is_printed(noun),
            heading=self._is_title(noun),
            joins=joins,
            as_well=joins and self._verbs.says_also(noun),
            quoted=self._page.quoted(noun.start),
            follows=any(part.text.casefold() == "following" for part in parts),
            fresh=bool(articles & _INDEFINITE) or (not articles and unowned),
        )

    def _is_title(self, noun: Token) -> bool:
        """Tell whether a noun stands in the title of its own document, or in a heading."""
        layout = self._page.annotated.document.layout
        if layout.title is not None and layout.title.start <= noun.start < layout.title.end:
            return True
        return any(s.start <= noun.start < s.end for what in _TITLES for s in layout.of(what))

    def _is_source(self, noun: Token) -> bool:
        """Tell whether the document is said to say something: it is what a statement's source names."""
        above = self._page.annotated.tokens[noun.head]
        return any(
            above.start < span.start or above.start >= span.end or above.i == noun.i
            for span, _ in self._rows.sources.over(Span(noun.start, noun.end))
        )

    def _time(self, noun: Token, sort: Sort) -> TimeExpression | None:
        """Return the day a document is of: that in its own phrase, else that of the verb that sends it."""
        annotated = self._page.annotated
        start, end = self._page.phrase(noun)
        head = annotated.tokens[noun.head]
        verb = annotated.tokens[head.head] if noun.dep == "pobj" else head
        sent = noun.dep in OBJECTS and verb.lemma.casefold() in self._words.issuing
        said = noun.dep == "pobj" and head.text.casefold() in IN and verb.pos == "VERB"
        words = (verb, noun) if sent or said else (noun,)
        time = self._dates.when(words, start, max(end, noun.end))
        if time is None or time.anchor.start < noun.end:
            return time
        between = annotated.tokens_in(noun.end, time.anchor.start)
        others = any(self._words.sorts.get(token.lemma.casefold()) is sort for token in between)
        apart = not (sent or said) and any(token.text == "," for token in between)
        dated = any(token.text.casefold() == "dated" for token in between)
        return None if others or (apart and not dated) else time

    def _edition(self, title: Span) -> TimeExpression | None:
        """Return the year right before a title: "the 2024 Shores Report"."""
        time = self._page.time_in(max(0, title.start - len("2024 ")), title.start)
        return time if time is not None and time.anchor.end < title.start else None

    def _number(self, place: Span) -> int | None:
        """Return how many the group is said to be that wrote it: "a letter from three lawmakers"."""
        for _, figure in self._rows.figures.between(place.start, place.end):
            if figure.anchor.end <= place.end and figure.bound == "exact" and isinstance(figure.number, int):
                return figure.number
        return None

    def _is_answered(self, noun: Token) -> bool:
        """Tell whether the text answers the document: "thank you for your letter", "Re: your letter of …"."""
        annotated = self._page.annotated
        parts = annotated.children(noun)
        if not any(part.dep == "poss" and part.text.casefold() in SECOND_PERSON for part in parts):
            return False
        if any(s.start <= noun.start < s.end for s in annotated.document.layout.of("subject_line")):
            return True
        if not self._page.is_own_voice(noun.start):
            return False
        head = annotated.tokens[noun.head]
        above = annotated.tokens[head.head] if noun.dep == "pobj" else head
        return above.lemma.casefold() in self._words.answers | self._words.answering

    def _is_printed(self, noun: Token) -> bool:
        """Tell whether the document follows: "the full letter is below", "Full text of the letter:"."""
        tokens = self._page.annotated.tokens
        sentence = self._page.annotated.sentences[noun.sentence]
        if any(t.text.casefold() in self._words.printing for t in tokens[noun.i + 1 : sentence.last + 1]):
            return True
        if noun.dep == "nsubj" and _GREETING.match(self._page.text, noun.end):
            return True  # "The letter states: Dear Secretary …"
        above = tokens[tokens[noun.head].head]
        whole = noun.dep == "pobj" and above.lemma.casefold() in self._words.whole
        line = self._page.text[noun.end : sentence.end + 2].split("\n")[0]
        return whole and line.rstrip().endswith(":")
