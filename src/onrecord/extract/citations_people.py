"""Whom the words around a cited document name: who wrote it and to whom it goes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from onrecord.extract.asks_page import Page
from onrecord.extract.citations_seen import Seen
from onrecord.extract.citations_words import CitationWords
from onrecord.extract.statements_words import SpeechWords
from onrecord.types.annotated import Token
from onrecord.types.spans import Span

LONGEST_PHRASE = 200
"""Characters of the words shown for a citation, or for a group; a longer phrase is cut."""

LONGEST_NAME = 80
"""Characters of the words that say to whom a document goes where they name no actor."""

NEAR_TO = 50
"""Characters behind "to" in which a name stands that the parse did not hang on it, behind its title."""

MOST_WITHIN = 3
"""Words between "in sending" and the verb of those who lead others in it."""

LEADING = frozenset(("join", "lead"))
"""Verbs whose subject does what others do "in sending"."""

_NAMED = ("body", "organization", "person")
_ENDS = re.compile(r"[,;:\n“”\"]")


class People:
    """Finds people in the parse of one document."""

    def __init__(self, page: Page, words: CitationWords, speech: SpeechWords) -> None:
        self.page, self.words = page, words
        self._speech = speech

    def tells(self, verb: Token) -> bool:
        """Tell whether a verb says that something is said: speech, or asking."""
        return bool(self._speech.verb(verb.lemma.casefold()))

    def under(self, preposition: Token) -> list[Token]:
        """Return the objects of a preposition."""
        return [child for child in self.page.annotated.children(preposition) if child.dep == "pobj"]

    def named(self, things: Iterable[Token]) -> tuple[str, ...]:
        """Return the actors that some phrases name, without those that tell a time."""
        return tuple(one for thing in things if not self.page.is_time(thing) for one in self.page.whom(thing))

    def known(self, actors: Iterable[str]) -> tuple[str, ...]:
        """Return actors without those that are called by a title alone: "the Senator"."""
        titles, index = self.words.legislators, self.page.index
        return tuple(
            one
            for one in actors
            if index.kind(one) == "group" or (index.name(one) or "").casefold() not in titles
        )

    def authors(self, things: Iterable[Token]) -> tuple[str, ...]:
        """Return those named who can write: no states ("the China report") and no groups."""
        return tuple(one for one in self.named(things) if self.page.index.kind(one) in _NAMED)

    def subject(self, verb: Token) -> Token | None:
        """Return the subject that stands nearest to a verb: "the camp held 300, the clinic said"."""
        subjects = [child for child in self.page.annotated.children(verb) if child.dep == "nsubj"]
        return min(subjects, key=lambda child: abs(child.i - verb.i), default=None)

    def who(self, subject: Token) -> tuple[str, ...]:
        """Return whom a subject names; "the ministry" is the only ministry that the text names before."""
        found = self.page.whom(subject)
        if found or subject.pos != "NOUN":
            return found
        index, lemma = self.page.index, subject.lemma.casefold()
        bodies = {
            actor
            for actor in index.within(0, subject.start)
            if index.kind(actor) in ("body", "organization")
            and lemma in (index.name(actor) or "").casefold().split()
        }
        return tuple(bodies) if len(bodies) == 1 else ()

    def senders(self, verb: Token) -> tuple[str, ...]:
        """Return who sends: the subject, or those who lead or join others "in sending"."""
        if verb.dep != "pcomp" or self.subject(verb) is not None:
            return self._doing(verb)
        tokens = self.page.annotated.tokens
        leading = tokens[tokens[verb.head].head]
        for _ in range(MOST_WITHIN):  # "led four of his colleagues in sending"
            if leading.pos == "VERB":
                break
            leading = tokens[leading.head]
        leads = leading.pos == "VERB" and leading.lemma.casefold() in LEADING
        return self._doing(leading) if leads else ()

    def _doing(self, verb: Token) -> tuple[str, ...]:
        """Return who does what a verb tells, found up the tree; a dateline before them is no subject."""
        subjects = (self.page.subject(verb, LEADING, frozenset()), self.subject(verb))
        named = (self.who(subject) for subject in subjects if subject is not None)
        return next((actors for actors in named if actors), ())

    def add_recipients(self, seen: Seen, preposition: Token) -> Seen:
        """Add whom a document goes to behind "to", by name, else in the words of the text."""
        things = self.under(preposition)
        if any(thing.lemma.casefold() in self.words.sorts for thing in things):
            return seen  # "a reply to the letter"
        people, to = self.named(things), seen.to
        below = [t for thing in things[:1] for t in self.page.annotated.subtree(thing)]
        proper = any(t.pos == "PROPN" for t in below) and not any(
            t.tag == "VBG" and t.text.istitle() for t in below
        )
        if not people and proper:
            to = self._short(*self.page.phrase(things[0]))
        if not things:  # the parse lost what stands behind "to"
            people = self.page.index.within(preposition.end, preposition.end + NEAR_TO)[:1]
        return replace(seen.and_addressees(people), to=to)

    def add_sent(self, seen: Seen, participle: Token) -> Seen:
        """Read "sent by X to Y", "signed by the members"."""
        for part in self.page.annotated.children(participle):
            if part.dep in ("agent", "prep") and part.text.casefold() == "by":
                seen = seen.and_issuers(self.named(self.under(part)))
            elif part.dep in ("prep", "dative") and part.text.casefold() == "to":
                seen = self.add_recipients(seen, part)
        return seen

    def group(self, noun: Token, issuers: tuple[str, ...]) -> Span | None:
        """Return the words for a group that wrote it where nobody is named: "the Chairs of the X"."""
        index = self.page.index
        if not issuers or any(index.kind(one) != "group" for one in issuers):
            return None
        sentence = self.page.annotated.sentences[noun.sentence]
        for start, end in index.places(sentence.start, sentence.end):
            if index.starting_at(start) in issuers:
                first, last = self.page.phrase(self.page.annotated.tokens_in(start, end)[-1])
                before = self.page.text[first:start]
                if not before.replace(" ", "").isalnum():  # a dateline: "(Paris)—The chairs"
                    first = start - 4 if before.casefold().endswith("the ") else start
                return Span(first, min(max(last, end), first + LONGEST_PHRASE))
        return None

    def _short(self, start: int, end: int) -> Span | None:
        """Return words up to the first mark that ends a phrase; nothing where they run long."""
        stop = _ENDS.search(self.page.text, start, end)
        last = stop.start() if stop else end
        return Span(start, last) if 0 < last - start <= LONGEST_NAME else None
