"""Asks put as wishes: "we would appreciate a briefing", "I would like to know how …"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onrecord.extract.actors_lookup import FIRST_PERSON, SECOND_PERSON
from onrecord.extract.asks_drafts import Draft, action_span, is_negative, thing_end, verb_phrase
from onrecord.extract.asks_page import SUBJECTS, Page
from onrecord.extract.asks_words import AskWords
from onrecord.types.annotated import Token
from onrecord.types.spans import Span

_WOULD = ("would", "should", "'d", "’d")
_WANTING = ("want", "wish")


class WishRules:
    """Finds wishes that ask: those of a letter, and those told of the people who sent it."""

    def __init__(self, words: AskWords) -> None:
        self._words = words

    def find(self, page: Page) -> Iterator[Draft]:
        """Yield asks in text order."""
        for token in page.annotated.tokens:
            lemma = token.lemma.casefold()
            if lemma in self._words.thanks and token.pos in ("VERB", "ADJ"):
                yield from self._thanks(page, token, self._words.thanks[lemma])
            elif lemma in self._words.learning and token.dep == "xcomp" and token.tag == "VB":
                yield from self._learning(page, token, self._words.learning[lemma])

    def _thanks(self, page: Page, token: Token, strength: str) -> Iterator[Draft]:
        """Read what one would be thankful for: a thing, or what "you" may do."""
        annotated = page.annotated
        verb = token if token.pos == "VERB" else annotated.tokens[token.head]
        would = next((part for part in annotated.children(verb) if part.text.casefold() in _WOULD), None)
        place = Span(would.start if would else token.start, token.end)
        supposed = self._supposed(page, verb, token)
        if supposed is not None and would is not None:
            action = action_span(page.text, *verb_phrase(annotated, supposed))
            for draft in self._ask(page, verb, place, action, strength):
                yield replace(draft, negative=is_negative(annotated, supposed))
            return
        thing = self._thing(page, token) or self._receiving(page, token)
        if thing is None or thing.lemma.casefold() in self._words.courtesies:
            return
        below = annotated.subtree(thing)
        start, until = below[0].start, thing_end(annotated, token, thing)
        if would is not None or (below[0].text.casefold() == "your" and page.deadline(start, until)):
            yield from self._ask(page, verb, place, action_span(page.text, start, until), strength)

    def _supposed(self, page: Page, verb: Token, token: Token) -> Token | None:
        """Return what "you" do in "if you could send …" behind the wish."""
        for child in (*page.annotated.children(verb), *page.annotated.children(token)):
            parts = page.annotated.children(child)
            second = any(part.dep in SUBJECTS and part.text.casefold() in SECOND_PERSON for part in parts)
            if child.i > token.i and child.dep in ("advcl", "ccomp") and second:
                return child
        return None

    def _thing(self, page: Page, token: Token) -> Token | None:
        """Return what one would be thankful for, where more than a bare noun says it."""
        children = page.annotated.children(token)
        prepositions = [child for child in children if child.dep == "prep" and child.text.casefold() == "for"]
        inside = [part for child in prepositions for part in page.annotated.children(child)]
        found = [part for part in (*children, *inside) if part.dep in ("dobj", "pobj") and part.i > token.i]
        thing = found[0] if found else None
        return thing if thing is not None and thing.pos in ("NOUN", "PROPN") else None

    def _receiving(self, page: Page, token: Token) -> Token | None:
        """Return "receiving" in "we would appreciate receiving the report"."""
        below = (child for child in page.annotated.children(token) if child.i > token.i)
        return next(
            (child for child in below if child.tag == "VBG" and child.dep in ("xcomp", "ccomp")), None
        )

    def _learning(self, page: Page, token: Token, strength: str) -> Iterator[Draft]:
        """Read "would like to know how …" and "wants to learn more about …"."""
        annotated = page.annotated
        above = annotated.tokens[token.head]
        would = next((part for part in annotated.children(above) if part.text.casefold() in _WOULD), None)
        likes = above.lemma.casefold() == "like" and would is not None
        wants = above.lemma.casefold() in _WANTING and above.tag in ("VBZ", "VBP")
        below = [part for part in annotated.subtree(token) if part.i > token.i and part.dep != "punct"]
        if not below or not (likes or wants):
            return
        place = Span(would.start if would is not None and likes else above.start, token.end)
        action = action_span(page.text, below[0].start, below[-1].end)
        yield from self._ask(page, above, place, action, strength)

    def _ask(
        self, page: Page, verb: Token, place: Span, action: Span | None, strength: str
    ) -> Iterator[Draft]:
        subject = page.subject(verb, self._words.carriers, self._words.documents)
        if action is None or subject is None or is_negative(page.annotated, verb):
            return
        requesters = page.actors(subject)
        if subject.text.casefold() in FIRST_PERSON:
            told = page.addressees_at(verb.start)
        else:
            letter = page.parties.only_letter
            told = (
                page.parties.addressed(letter) if letter and page.parties.tells_of(letter, requesters) else ()
            )
        if not requesters or not told:
            return
        statement = page.saying(place) or page.holding(verb.start)
        yield Draft(
            place, action, strength, requesters, told, told,
            statement=statement.id if statement else None,
        )  # fmt: skip
