"""What the verb above a noun does with the document: sends it, says something in it, is said by it."""

from __future__ import annotations

from dataclasses import replace

from onrecord.extract.citations_nouns import OBJECTS
from onrecord.extract.citations_people import LEADING, People
from onrecord.extract.citations_seen import Seen
from onrecord.extract.responses_reality import unreal
from onrecord.extract.span_index import SpanIndex
from onrecord.types.annotated import Token
from onrecord.types.rows import Ask, Event
from onrecord.types.spans import Span

IN = ("in", "via", "through", "with", "by")
"""Prepositions of a document in which somebody says or does something."""

_TO = ("to", "onto", "on")
_HAPPENED = ("past", "reported", "ongoing")
_HANGING = ("acl", "advcl", "xcomp")


class VerbReader:
    """Reads the verbs above the nouns of one document, with the events and asks found in it."""

    def __init__(self, people: People, events: SpanIndex[Event], asks: SpanIndex[Ask]) -> None:
        self._people, self._page, self._words = people, people.page, people.words
        self._events, self._asks = events, asks

    def read(self, noun: Token) -> Seen:
        """Return what the verb above says of the document, whose sending may be an event."""
        place = Span(noun.start, noun.end)
        seen = Seen("", place, place)
        event = next((event for _, event in self._events.over(place)), None)
        if event is not None:
            roles = {part.role: part.actors for part in event.participants}
            seen = seen.and_issuers(roles.get("actor", ())).and_addressees(roles.get("recipient", ()))
            seen = replace(seen, real=event.factuality in _HAPPENED)
        head = self._page.annotated.tokens[noun.head]
        if noun.dep in OBJECTS and head.pos == "VERB":
            return self._object(seen, noun, head)
        if noun.dep == "nsubj" and head.pos in ("VERB", "AUX"):
            return replace(seen, told=self._people.tells(head))
        return self._behind(seen, noun, head) if noun.dep == "pobj" else seen

    def asked(self, noun: Token) -> tuple[str, ...]:
        """Return whom a letter asks: "in the letter X asked the Minister to …", "a letter urging X to …"."""
        annotated = self._page.annotated
        head = annotated.tokens[noun.head]
        above = annotated.tokens[head.head] if noun.dep == "pobj" else head
        verbs = [*annotated.children(noun), *annotated.children(above)]
        asking = [verb for verb in verbs if verb.pos == "VERB" and verb.dep in _HANGING]
        for verb in [above, *asking] if noun.dep == "pobj" else asking:
            if annotated.text[verb.end :].lstrip().startswith("for "):
                continue  # "asking for money for X"
            for _, ask in self._asks.over(Span(verb.start, verb.end)):
                return ask.addressees
        return ()

    def only_shows(self, noun: Token) -> bool:
        """Tell whether the verb above may make known what others wrote: "released the Office's report"."""
        return self._page.annotated.tokens[noun.head].lemma.casefold() in self._words.showing

    def joins(self, noun: Token) -> bool:
        """Tell whether the verb above is one of taking part: "the letter was also signed by X"."""
        return self._page.annotated.tokens[noun.head].lemma.casefold() in self._words.joining

    def says_also(self, noun: Token) -> bool:
        """Tell whether the verb above adds others: "the letter was also signed by X"."""
        above = self._page.annotated.tokens[noun.head]
        return any(part.text.casefold() == "also" for part in self._page.annotated.children(above))

    def _object(self, seen: Seen, noun: Token, verb: Token) -> Seen:
        """Read "X sent Y a letter", "the letter was sent by X", "X received a letter from Y"."""
        people, lemma = self._people, verb.lemma.casefold()
        children = self._page.annotated.children(verb)
        seen = replace(seen, real=seen.real and unreal(self._page, verb, "letter") is None)
        if lemma in self._words.receiving:
            subject = people.subject(verb)
            givers = [t for c in children if c.text.casefold() == "from" for t in people.under(c)]
            to = people.who(subject) if subject else ()
            return (
                replace(seen, issuers=(), addressees=()).and_issuers(people.named(givers)).and_addressees(to)
            )
        if lemma not in self._words.issuing:
            return seen
        if noun.dep == "nsubjpass":
            seen = people.add_sent(seen, verb)
        elif not seen.issuers:
            seen = seen.and_issuers(people.senders(verb))
        for part in children:
            if part.dep in ("prep", "dative") and part.text.casefold() == "to" and part.i > verb.i:
                seen = people.add_recipients(seen, part)
            elif part.dep == "dative" and part.pos != "ADP":
                seen = seen.and_addressees(people.named((part,)))
        saying = (part for part in children if part.dep in ("advcl", "xcomp") and part.i > noun.i)
        return replace(seen, told=seen.told or any(people.tells(part) for part in saying))

    def _behind(self, seen: Seen, noun: Token, preposition: Token) -> Seen:
        """Read "X said in a letter", "in a letter X wrote", "according to a report"."""
        people, word = self._people, preposition.text.casefold()
        verb = self._page.annotated.tokens[preposition.head]
        if verb.lemma.casefold() == "accord" and word == "to":
            return replace(seen, told=True)
        if verb.dep == "pcomp" or verb.pos != "VERB":
            return seen
        subject = self._subject(noun, verb)
        if subject is None or subject.tag in ("WDT", "WP"):
            return seen
        lemma = verb.lemma.casefold()
        if word in _TO and lemma in self._words.joining:
            return replace(seen, issuers=people.who(subject))
        tells = people.tells(verb)
        if word not in IN or not (tells or lemma in self._words.issuing):
            return seen
        real = seen.real and unreal(self._page, verb, "letter") is None
        return replace(seen, issuers=seen.issuers or people.who(subject), told=tells, real=real)

    def _subject(self, noun: Token, verb: Token) -> Token | None:
        """Return who says something in the document; where it has an owner, only the verb's own subject."""
        subject = self._people.subject(verb)
        children = self._page.annotated.children(verb)
        passive = any(child.dep in ("nsubjpass", "auxpass") for child in children)
        owned = any(child.dep == "poss" for child in self._page.annotated.children(noun))
        if subject is not None or passive or owned:
            return subject
        return self._page.subject(verb, LEADING, frozenset())
