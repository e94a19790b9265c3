"""Asks by a noun: "the community's repeated calls to open the border", "issued an appeal for …"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extract.asks_drafts import Draft, Refusal, action_span, is_negative, verb_phrase
from onrecord.extract.asks_page import Page
from onrecord.extract.asks_words import AskWords
from onrecord.types.annotated import Token
from onrecord.types.spans import Span

_ISSUING = frozenset("make issue repeat renew reiterate send join launch publish deliver echo".split())
_OWNERS = ("of", "by", "from")
_AT_REQUEST = ("at", "on", "upon")


class NounRules:
    """Finds asks anchored in a noun of the scale that somebody named owns."""

    def __init__(self, words: AskWords) -> None:
        self._words = words

    def find(self, page: Page) -> Iterator[Draft | Refusal]:
        """Yield asks in text order."""
        for token in page.annotated.tokens:
            strength = self._words.nouns.get(token.lemma.casefold()) if token.pos == "NOUN" else None
            if strength is not None:
                yield from self._ask(page, token, strength)

    def _ask(self, page: Page, noun: Token, strength: str) -> Iterator[Draft]:
        if self._is_sum(page, noun) or self._is_reason(page, noun):
            return
        owner = self._owner(page, noun)
        requesters = page.actors(owner) if owner else ()
        found = self._action(page, noun)
        if not requesters or found is None:
            return
        action, verb, target = found
        targets = page.actors(target) if target else self._heeding(page, noun, requesters)
        statement = page.holding(noun.start)
        yield Draft(
            Span(noun.start, noun.end), action, strength, requesters, targets, targets,
            statement=statement.id if statement else None,
            negative=verb is not None and is_negative(page.annotated, verb),
        )  # fmt: skip

    def _is_sum(self, page: Page, noun: Token) -> bool:
        """Tell whether a noun names a sum in a budget: "the ministry's budget request"."""
        parts = page.annotated.children(noun)
        return any(part.i < noun.i and part.lemma.casefold() in self._words.sums for part in parts)

    def _is_reason(self, page: Page, noun: Token) -> bool:
        """Tell whether a noun says why something was done: "at the request of X" asks for nothing new."""
        return noun.dep == "pobj" and page.annotated.tokens[noun.head].text.casefold() in _AT_REQUEST

    def _heeding(self, page: Page, noun: Token, requesters: tuple[str, ...]) -> tuple[str, ...]:
        """Return X where "X ignored the calls": the verb says that they were meant for its subject."""
        verb = page.annotated.tokens[noun.head]
        if noun.dep != "dobj" or verb.lemma.casefold() not in self._words.heeding:
            return ()
        subject = page.subject(verb, self._words.carriers, self._words.documents)
        named = page.actors(subject) if subject is not None else ()
        return () if set(named) & set(requesters) else named

    def _owner(self, page: Page, noun: Token) -> Token | None:
        children = page.annotated.children(noun)
        for child in children:
            if child.dep == "poss":
                return child
        for child in children:
            if child.dep == "acl" and child.tag == "VBN":  # "a request submitted by X that Y …"
                agents = [p for p in page.annotated.children(child) if p.dep == "agent"]
                by = [p for agent in agents for p in page.annotated.children(agent) if p.dep == "pobj"]
                if by:
                    return by[0]
            if child.dep == "prep" and child.text.casefold() in _OWNERS:
                return next((p for p in page.annotated.children(child) if p.dep == "pobj"), None)
        verb = page.annotated.tokens[noun.head]
        if noun.dep == "dobj" and verb.lemma.casefold() in _ISSUING:
            return next((p for p in page.annotated.children(verb) if p.dep == "nsubj"), None)
        return None

    def _right_behind(self, page: Page, noun: Token) -> Token | None:
        """Return the infinitive that stands right behind a noun, whatever the parser hung it on."""
        tokens = page.annotated.tokens
        if noun.i + 1 >= len(tokens) or tokens[noun.i + 1].tag != "TO":
            return None
        verb = tokens[tokens[noun.i + 1].head]
        return verb if verb.i > noun.i + 1 else None

    def _action(self, page: Page, noun: Token) -> tuple[Span, Token | None, Token | None] | None:
        annotated = page.annotated
        behind = self._right_behind(page, noun)
        governed = [child for child in annotated.children(noun) if child.i > noun.i]
        for child in (*governed, *([behind] if behind else [])):
            parts = annotated.children(child)
            if (child is behind or child.dep in ("acl", "xcomp")) and any(
                p.tag == "TO" and p.i < child.i for p in parts
            ):
                action = action_span(page.text, *verb_phrase(annotated, child))
                subject = next((p for p in parts if p.dep == "nsubj"), None)
                return (action, child, subject) if action else None
            if child.dep in ("acl", "ccomp", "relcl") and any(
                p.dep == "mark" and p.text.casefold() == "that" for p in parts
            ):
                subject = next((p for p in parts if p.dep == "nsubj" and page.meant(p)), None)
                if child.tag in ("VB", "VBP") and subject is not None:
                    action = action_span(page.text, *verb_phrase(annotated, child))
                    return (action, child, subject) if action else None
            if child.dep == "prep" and child.text.casefold() == "for":
                thing = next((p for p in parts if p.dep == "pobj"), None)
                bare = thing is not None and not annotated.children(thing)
                verb = self._right_behind(page, annotated.subtree(thing)[-1]) if thing is not None else None
                if thing is not None and verb is not None and page.meant(thing):
                    action = action_span(page.text, *verb_phrase(annotated, verb))
                    return (action, verb, thing) if action else None
                if thing is None or thing.pos in ("NUM", "PRON", "PROPN") or page.is_time(thing):
                    return None
                if bare and not self._words.is_act(thing.lemma):
                    return None
                below = annotated.subtree(thing)
                action = action_span(page.text, below[0].start, below[-1].end)
                return (action, None, None) if action else None
        return None
