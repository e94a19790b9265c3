"""What the phrase of a noun tells of the document it names: whose it is, to whom it goes, of when it is."""

from __future__ import annotations

from dataclasses import replace

from onrecord.extract.actors_lookup import SECOND_PERSON
from onrecord.extract.asks_page import SUBJECTS
from onrecord.extract.citations_people import LONGEST_PHRASE, People
from onrecord.extract.citations_seen import Seen
from onrecord.types.annotated import Token
from onrecord.types.dates import TimeExpression
from onrecord.types.spans import Span

FURTHEST_OWNER = 8
"""Tokens from the noun back to a possessive mark that the parse did not hang on it."""

LONGEST_OWNER = 100
"""Characters of a name before that mark."""

SHORTENED = 80
"""Characters before the noun that are shown where its phrase runs long."""

_BESIDE = ("compound", "nmod", "amod", "poss")
_POSSESSIVES = ("'s", "’s", "'", "’")
_INSIDE = ("ADJ", "NOUN", "PROPN", "NUM", "ADP", "VERB")


class PhraseReader:
    """Reads the phrases of the nouns of one document."""

    def __init__(self, people: People) -> None:
        self._people, self._page = people, people.page

    def place(self, noun: Token) -> Span:
        """Return the noun with what stands before it and what tells whose, to whom and of when behind it."""
        start, end = self._page.phrase(noun)
        start = min(start, noun.start)
        long = end - start > LONGEST_PHRASE
        return Span(max(start, noun.start - SHORTENED), noun.end) if long else Span(start, end)

    def read(self, noun: Token) -> Seen:
        """Return what stands before and behind the noun; `by` is an owner who is no known actor."""
        place = Span(noun.start, noun.end)
        before, behind = (
            self._before(noun, Seen("", place, place)),
            self._behind(noun, Seen("", place, place)),
        )
        if not before.issuers and not behind.issuers:
            before = before.and_issuers(self._marked_owner(noun))
        whose = None if before.issuers or behind.issuers else self._whose(noun)
        return replace(before.joined(behind), by=whose)

    def _before(self, noun: Token, seen: Seen) -> Seen:
        """Read what stands before the noun: "the clinic's letter", "your letter", "the Commission report"."""
        time: TimeExpression | None = None
        for part in self._page.annotated.children(noun):
            if part.i > noun.i or part.dep not in _BESIDE:
                continue
            span = self._page.annotated.subtree_span(part)
            time = time or self._page.time_in(span.start, span.end)
            if part.dep == "poss" and part.text.casefold() in SECOND_PERSON:
                seen = seen.and_issuers(self._page.addressees_at(part.start) or self._written_to)
                seen = seen.and_addressees(self._page.speakers_at(part.start))
            elif part.dep == "poss":
                seen = seen.and_issuers(self._owner(part))
            elif part.pos == "PROPN":
                seen = seen.and_issuers(self._people.authors((part,)))
        return replace(seen, time=time)

    def _behind(self, noun: Token, seen: Seen) -> Seen:
        """Read what stands behind the noun: "from three groups to the Minister", "sent by X", "saying …"."""
        people = self._people
        for part in self._page.annotated.children(noun):
            if part.i < noun.i:
                continue
            word = part.text.casefold()
            if part.dep in ("prep", "agent", "dative"):
                if word in ("from", "by"):
                    seen = seen.and_issuers(people.named(people.under(part)))
                elif word == "of":
                    seen = seen.and_issuers(people.authors(people.under(part)))
                elif word == "to":
                    seen = people.add_recipients(seen, part)
            elif part.dep == "acl" and part.tag == "VBN" and part.lemma.casefold() in people.words.issued:
                seen = people.add_sent(seen, part)
            elif part.dep == "acl" and part.tag in ("VBG", "VB"):
                seen = replace(seen, told=seen.told or people.tells(part))
            elif part.dep == "relcl":
                seen = self._relative(seen, part)
        return seen

    def _relative(self, seen: Seen, verb: Token) -> Seen:
        """Read "that X sent to Y", "which was signed by X", "which says …"."""
        people, lemma = self._people, verb.lemma.casefold()
        subject = next((c for c in self._page.annotated.children(verb) if c.dep in SUBJECTS), None)
        if subject is None:
            return seen
        pronoun = subject.tag in ("WDT", "WP")
        if pronoun and subject.dep == "nsubj":
            return replace(seen, told=seen.told or people.tells(verb))
        if pronoun and lemma in people.words.issued:
            return people.add_sent(seen, verb)
        if not pronoun and subject.dep == "nsubj" and lemma in people.words.issuing:
            return people.add_sent(seen.and_issuers(self._page.whom(subject)), verb)
        return seen

    def _owner(self, owner: Token) -> tuple[str, ...]:
        if self._page.is_time(owner):
            return ()
        found = self._page.whom(owner)
        if found or owner.pos == "PRON":
            return found
        span = self._page.annotated.subtree_span(owner)
        named = self._page.index.owner(span.start, self._page.annotated.tokens[owner.head].start)
        return (named,) if named else ()

    def _marked_owner(self, noun: Token) -> tuple[str, ...]:
        """Return whom a possessive mark before the noun makes its owner where the parse loses it."""
        tokens, index = self._page.annotated.tokens, self._page.index
        for at in range(noun.i - 1, max(noun.i - FURTHEST_OWNER, -1), -1):
            if tokens[at].tag == "POS" or tokens[at].text in _POSSESSIVES:
                start = max(0, tokens[at].start - LONGEST_OWNER)
                owners = [
                    index.starting_at(first)
                    for first, last in index.places(start, tokens[at].start)
                    if not self._page.text[last : tokens[at].start].strip(" ()")
                ]
                return tuple(owner for owner in owners[:1] if owner)
            if tokens[at].pos not in _INSIDE:
                break
        return ()

    def _whose(self, noun: Token) -> Span | None:
        """Return the name of an owner that is no known actor: "Marlow's response"."""
        for part in self._page.annotated.children(noun):
            if part.dep == "poss" and part.pos == "PROPN":
                below = [t for t in self._page.annotated.subtree(part) if t.tag != "POS" and t.i <= part.i]
                return Span(below[0].start, part.end)
        return None

    @property
    def _written_to(self) -> tuple[str, ...]:
        return self._page.row.addressees if self._page.row else ()
