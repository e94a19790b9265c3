"""Which nouns name one document: not a sort of thing, a part of a name, or several."""

from __future__ import annotations

from onrecord.extract.actors_lookup import SECOND_PERSON
from onrecord.extract.citations_people import People
from onrecord.extract.citations_words import Sort
from onrecord.extract.span_index import SpanIndex
from onrecord.types.annotated import Token

OBJECTS = ("dobj", "obj", "nsubjpass")
"""Dependencies of what a verb does something to."""

_NONE = ("no", "any", "every", "each", "such", "whatever", "neither", "either")
_HYPHENS = ("-", "‑", "–")


class NounReader:
    """Judges the nouns of one document; `norms` are the places where laws are named."""

    def __init__(self, people: People, norms: SpanIndex[None]) -> None:
        self._people, self._norms = people, norms

    def sort(self, token: Token) -> Sort | None:
        """Return the sort of document that a token names, None where it names none."""
        words = self._people.words
        sort = words.sorts.get(token.lemma.casefold()) if token.pos in ("NOUN", "PROPN") else None
        return sort if sort is not None and self._is_one(token, sort) else None

    def _is_one(self, noun: Token, sort: Sort) -> bool:
        if noun.tag in ("NNS", "NNPS") or noun.dep == "compound" or self._norms.covers(noun.start):
            return False
        annotated = self._people.page.annotated
        tokens, parts = annotated.tokens, annotated.children(noun)
        before = tokens[noun.i - 1].text.casefold() if noun.i else ""
        lemma = tokens[noun.i - 1].lemma.casefold() if noun.i else ""
        if {before, lemma} & sort.before or before in _HYPHENS or (sort.only and before not in sort.only):
            return False
        behind = tokens[noun.i + 1].text if noun.i + 1 < len(tokens) else ""
        if behind in _HYPHENS[:2] or any(p.dep == "det" and p.text.casefold() in _NONE for p in parts):
            return False
        of = (thing for part in parts if part.text.casefold() == "of" for thing in self._people.under(part))
        if any(thing.lemma.casefold() in sort.of for thing in of):
            return False
        return not sort.answers or self._is_reply(noun, parts)

    def _is_reply(self, noun: Token, parts: tuple[Token, ...]) -> bool:
        """Tell whether a reply is something written: not "in response to the attacks", "a strong response".

        It is somebody's ("its", "a", "the") and said to be written, to answer a letter, to be sent, or to say
        something. One of "yours" is still awaited, unless it has a day.
        """
        owners = [part for part in parts if part.dep == "poss"]
        if not owners and not any(part.dep == "det" for part in parts):
            return False
        phrase = self._people.page.phrase(noun)
        dated = self._people.page.time_in(*phrase) is not None
        if any(owner.text.casefold() in SECOND_PERSON for owner in owners) and not dated:
            return False
        people, words = self._people, self._people.words
        beside = {part.lemma.casefold() for part in parts if part.dep in ("amod", "compound")}
        to = (thing for part in parts if part.text.casefold() == "to" for thing in people.under(part))
        if beside & words.written or any(thing.lemma.casefold() in words.replied_to for thing in to):
            return True
        if noun.lemma.casefold() in words.loose and not dated:
            return False
        tokens = people.page.annotated.tokens
        head = tokens[noun.head]
        if noun.dep == "pobj":
            verb = tokens[head.head]
            return head.text.casefold() == "in" and verb.pos == "VERB" and people.tells(verb)
        sent = head.lemma.casefold() in words.receiving | words.sending
        return (noun.dep in OBJECTS and sent) or (noun.dep == "nsubj" and people.tells(head))
