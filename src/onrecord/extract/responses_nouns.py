"""Responses anchored in a noun: "its pledge to …", "assurances from the ministry that …"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extract.actors_lookup import FIRST_PERSON
from onrecord.extract.asks_drafts import Refusal
from onrecord.extract.asks_page import Page
from onrecord.extract.responses_parties import owner_of, propose, span_of, told_to, who_does
from onrecord.extract.responses_reality import unreal
from onrecord.extract.responses_rules import Answer, Frame, ResponseWords
from onrecord.types.annotated import Token

_WANTING = ("for", "without", "if", "unless", "on")
_NONE = ("no", "any", "without", "some", "every", "each", "what", "which")

Who = tuple[tuple[str, ...], Token | None]


class NounRules:
    """Finds responses anchored in a noun that has an owner, a giver or somebody who got it from a giver."""

    def __init__(self, words: ResponseWords) -> None:
        self._words = words

    def find(self, page: Page) -> Iterator[Answer | Refusal]:
        """Yield responses and refusals in text order."""
        for token in page.annotated.tokens:
            if token.pos != "NOUN":
                continue
            for frame in self._words.nouns.get(token.lemma.casefold(), ()):
                seen = self._answer(page, token, frame)
                if seen is not None:
                    yield seen
                    break

    def _answer(self, page: Page, noun: Token, frame: Frame) -> Answer | Refusal | None:
        verb = page.annotated.tokens[noun.head] if noun.dep in ("dobj", "nsubjpass") else None
        lemma = verb.lemma.casefold() if verb is not None else ""
        thing = _content(page, noun, frame)
        if thing is None and verb is not None and lemma in self._words.given_by | self._words.given_from:
            thing = _clause_behind(page, noun, verb) if "clause" in frame.takes else None
        if thing is None:
            return None
        if self._is_wanted(page, noun, lemma) or _has_determiner(page, noun):
            return Refusal(span_of(noun), "not_done", "This supposes, asks for or plans a response.")
        owner: Who = owner_of(page, noun)
        to: tuple[str, ...] = ()
        vague = thing.tag == "VB" and thing.lemma.casefold() in self._words.vague
        ours = owner[1] is not None and owner[1].text.casefold() in FIRST_PERSON
        vague = vague or (ours and thing.lemma.casefold() not in self._words.acts)
        if verb is not None and (lemma in self._words.given_by or lemma in self._words.given_from):
            refusal = unreal(page, verb, frame.kind)
            if refusal is not None:
                return Refusal(span_of(noun), refusal.code, refusal.reason)
            owner, to = self._transfer(page, noun, verb, owner)
        elif vague and noun.lemma.casefold() == "commitment":
            reason = "A commitment of this kind is an attitude, it binds nobody to an act."
            return Refusal(span_of(noun), "disposition", reason)
        if owner[1] is None:
            return None
        first = page.annotated.subtree(owner[1])[0].start
        start = first if first < noun.start else page.annotated.subtree(noun)[0].start
        end = page.annotated.subtree(thing)[-1].end
        return propose(page, self._words, frame.kind, noun, place=(start, end), who=owner, to=to)

    def _transfer(self, page: Page, noun: Token, verb: Token, owner: Who) -> tuple[Who, tuple[str, ...]]:
        """Return who gave it to whom, where a verb of giving or getting says so."""
        does = who_does(page, verb)
        if verb.lemma.casefold() in self._words.given_by:
            return does, told_to(page, verb) if _gives_to(page, verb, noun) else ()
        if owner[1] is not None:
            return owner, does[0]
        for child in page.annotated.children(verb):
            if child.dep == "prep" and child.text.casefold() == "from":
                giver = next((p for p in page.annotated.children(child) if p.dep == "pobj"), None)
                if giver is not None:
                    return (page.whom(giver), giver), does[0]
        return ((), None), ()

    def _is_wanted(self, page: Page, noun: Token, lemma: str) -> bool:
        if lemma in self._words.asked_for:
            return True
        above = page.annotated.tokens[noun.head]
        if noun.dep != "pobj" or above.text.casefold() not in _WANTING:
            return False
        higher = page.annotated.tokens[above.head].lemma.casefold()
        return above.text.casefold() != "for" or higher in self._words.asked_for | {
            "call",
            "look",
            "press",
            "push",
        }


def _content(page: Page, noun: Token, frame: Frame) -> Token | None:
    for child in page.annotated.children(noun):
        if child.i < noun.i:
            continue
        parts = page.annotated.children(child)
        infinitive = child.tag == "VB" and any(part.tag == "TO" for part in parts)
        if "to" in frame.takes and child.dep in ("acl", "xcomp", "relcl") and infinitive:
            return child
        told = any(part.text.casefold() == "that" and part.dep == "mark" for part in parts)
        if "clause" in frame.takes and child.dep in ("acl", "ccomp") and told:
            return child
        if (
            "preposition" in frame.takes
            and child.dep == "prep"
            and child.text.casefold() == frame.preposition
        ):
            inside = [part for part in page.annotated.children(child) if part.dep == "pobj"]
            if inside and frame.counts(inside[0].lemma):
                return child
    return None


def _clause_behind(page: Page, noun: Token, verb: Token) -> Token | None:
    """Return the clause that "received assurances from the ministry that …" puts behind the giver."""
    for part in page.annotated.subtree(verb):
        marks = [child for child in page.annotated.children(part) if child.dep == "mark" and child.i > noun.i]
        if part.pos in ("VERB", "AUX") and any(mark.text.casefold() == "that" for mark in marks):
            return part
    return None


def _has_determiner(page: Page, noun: Token) -> bool:
    return any(part.dep == "det" and part.text.casefold() in _NONE for part in page.annotated.children(noun))


def _gives_to(page: Page, verb: Token, noun: Token) -> bool:
    return any(
        child.i != noun.i and child.dep in ("dative", "iobj", "prep")
        for child in page.annotated.children(verb)
    )
