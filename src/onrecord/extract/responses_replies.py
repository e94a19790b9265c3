"""Replies, and what was done because it was asked: "in its reply …", "at the request of …", "as promised"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extract.actors_lookup import FIRST_PERSON, SECOND_PERSON
from onrecord.extract.asks_drafts import Refusal
from onrecord.extract.asks_page import Page
from onrecord.extract.responses_parties import owner_of, phrase_start, propose, span_of, told_to, who_does
from onrecord.extract.responses_reality import unreal
from onrecord.extract.responses_rules import Answer, ResponseWords
from onrecord.types.annotated import Token

_SAYING = frozenset(
    "say state write insist claim explain note indicate maintain argue tell declare confirm deny assert cite "
    "stress affirm answer testify acknowledge promise inform announce emphasize emphasise contend suggest "
    "reject".split()
)
_ASKED = frozenset("request demand call appeal recommendation".split())
_PASTS = ("VBD", "VBN")

Who = tuple[tuple[str, ...], Token | None]


class ReplyRules:
    """Finds sentences that tell of a reply: "In its reply of 3 May, the ministry insisted that …"."""

    def __init__(self, words: ResponseWords) -> None:
        self._words = words

    def find(self, page: Page) -> Iterator[Answer | Refusal]:
        """Yield replies in text order."""
        for token in page.annotated.tokens:
            lemma = token.lemma.casefold()
            seen: Answer | Refusal | None = None
            if token.pos == "NOUN" and lemma in self._words.reply_nouns:
                seen = self._in_reply(page, token) or self._sent(page, token) or self._owned(page, token)
            elif token.pos == "VERB" and lemma in self._words.reply_verbs:
                seen = self._verb(page, token)
            elif token.pos == "VERB" and lemma == "write":
                seen = self._wrote_back(page, token)
            elif token.pos == "VERB" and lemma == "thank":
                seen = self._thanked(page, token)
            if seen is not None:
                yield seen

    def _in_reply(self, page: Page, noun: Token) -> Answer | Refusal | None:
        """Read "in its reply, X said …", "in response to your letter, we …": who says it replies."""
        annotated = page.annotated
        above = annotated.tokens[noun.head]
        if above.text.casefold() != "in":
            return None
        verb = annotated.tokens[above.head]
        if verb.dep in ("xcomp", "prep") and verb.pos != "VERB":
            verb = annotated.tokens[verb.head]
        owner = next((child for child in annotated.children(noun) if child.dep == "poss"), None)
        asked = self._answered(page, noun)
        if verb.pos not in ("VERB", "AUX"):
            return None
        if asked is not None and not self._is_ask(page, asked) and not page.whom(asked):
            return None
        if owner is None and verb.lemma.casefold() not in _SAYING:
            return None
        if verb.lemma.casefold() == "write" and asked is not None and not _is_yours(page, verb, asked):
            return None
        if unreal(page, verb, "reply") is not None:
            return None
        who = who_does(page, verb)
        if not who[0] and owner is not None:
            who = page.whom(owner), owner
        to = owner_of(page, asked)[0] if asked is not None else ()
        below = annotated.subtree(verb)
        place = (min(below[0].start, phrase_start(page, who[1], verb)), below[-1].end)
        return propose(page, self._words, "reply", noun, place=place, who=who, to=to)

    def _answered(self, page: Page, noun: Token) -> Token | None:
        """Return what a reply is to: "in reply to the letter"."""
        for child in page.annotated.children(noun):
            if child.dep in ("prep", "dative") and child.text.casefold() == "to" and child.i > noun.i:
                return next((part for part in page.annotated.children(child) if part.dep == "pobj"), None)
        return None

    def _is_ask(self, page: Page, thing: Token) -> bool:
        return thing.lemma.casefold() in self._words.replied_to | self._words.letters

    def _sent(self, page: Page, noun: Token) -> Answer | Refusal | None:
        """Read "sent a reply to the members", "received a response from the ministry"."""
        verb = page.annotated.tokens[noun.head]
        lemma = verb.lemma.casefold()
        if noun.dep != "dobj" or verb.tag == "VBP" or lemma not in self._words.sent | self._words.received:
            return None
        refusal = unreal(page, verb, "reply")
        if refusal is not None:
            return Refusal(span_of(noun), refusal.code, refusal.reason)
        below = page.annotated.subtree(verb)
        does = who_does(page, verb)
        place = (phrase_start(page, does[1], verb), below[-1].end)
        asked = self._answered(page, noun) or self._answered(page, verb)
        if lemma in self._words.received:
            giver = _from(page, noun) or _from(page, verb)
            if giver is None:
                return None
            return propose(
                page, self._words, "reply", noun, place=place, who=(page.whom(giver), giver), to=does[0]
            )
        written = any(
            part.dep == "amod" and part.text.casefold() in ("written", "formal", "official")
            for part in page.annotated.children(noun)
        )
        if not written and (asked is None or not (self._is_ask(page, asked) or page.whom(asked))):
            return None
        to = (owner_of(page, asked)[0] or page.whom(asked)) if asked is not None else told_to(page, verb)
        return propose(page, self._words, "reply", noun, place=place, who=does, to=to)

    def _owned(self, page: Page, noun: Token) -> Answer | Refusal | None:
        """Read "the ministry's reply to our letter": a reply that has an owner and an ask."""
        asked = self._answered(page, noun)
        owner = next((child for child in page.annotated.children(noun) if child.dep == "poss"), None)
        if owner is None or asked is None or asked.lemma.casefold() not in self._words.letters:
            return None
        if self._is_awaited(page, noun):
            return Refusal(span_of(noun), "not_done", "This supposes, asks for or plans a response.")
        below = page.annotated.subtree(noun)
        place = (below[0].start, below[-1].end)
        return propose(
            page,
            self._words,
            "reply",
            noun,
            place=place,
            who=owner_of(page, noun),
            to=owner_of(page, asked)[0],
        )

    def _is_awaited(self, page: Page, noun: Token) -> bool:
        """Tell whether a reply is still to come: "we look forward to your response"."""
        above = page.annotated.tokens[noun.head]
        if above.text.casefold() in ("for", "until", "by"):
            return True
        higher = page.annotated.tokens[above.head] if above.pos == "ADP" else above
        waiting = self._words.asked_for | {"look", "appreciate", "hear"}
        return higher.lemma.casefold() in waiting

    def _verb(self, page: Page, token: Token) -> Answer | Refusal | None:
        """Read "responded to the letter", "replied that …" where the answer to an ask is told."""
        annotated = page.annotated
        parts = annotated.children(token)
        if token.dep in ("amod", "compound") or (token.dep == "acl" and token.tag == "VBN"):
            return None
        to = [
            p for c in parts if c.dep == "prep" and c.text.casefold() == "to" for p in annotated.children(c)
        ]
        asked = [thing for thing in to if thing.lemma.casefold() in self._words.replied_to]
        objects = [
            child
            for child in parts
            if child.dep == "dobj" and child.lemma.casefold() in self._words.replied_to
        ]
        if token.lemma.casefold() == "answer":
            asked = [thing for thing in asked + objects if thing.lemma.casefold() != "call"]
        says = token.lemma.casefold() in ("reply", "respond") and any(
            child.dep == "ccomp" and child.i > token.i for child in parts
        )
        if not asked and not says:
            return None
        refusal = unreal(page, token, "reply")
        if refusal is not None:
            return refusal
        who = who_does(page, token)
        below = annotated.subtree(token)
        place = (phrase_start(page, who[1], token), below[-1].end)
        told = owner_of(page, asked[0])[0] if asked else told_to(page, token)
        return propose(page, self._words, "reply", token, place=place, who=who, to=told)

    def _wrote_back(self, page: Page, token: Token) -> Answer | Refusal | None:
        """Read "wrote back", "I write in response to your letter" by who sends it."""
        parts = page.annotated.children(token)
        back = any(child.dep in ("advmod", "prt") and child.text.casefold() == "back" for child in parts)
        if not back or unreal(page, token, "reply") is not None:
            return None
        who = who_does(page, token)
        place = (phrase_start(page, who[1], token), page.annotated.subtree(token)[-1].end)
        return propose(page, self._words, "reply", token, place=place, who=who, to=told_to(page, token))

    def _thanked(self, page: Page, token: Token) -> Answer | Refusal | None:
        """Read "Thank you for your letter of …", by who answers it."""
        speakers, addressees = page.speakers_at(token.start), page.addressees_at(token.start)
        if not speakers or not addressees or not page.is_own_voice(token.start):
            return None
        for child in page.annotated.children(token):
            if child.dep != "prep" or child.text.casefold() != "for":
                continue
            for thing in page.annotated.children(child):
                owner = next((part for part in page.annotated.children(thing) if part.dep == "poss"), None)
                yours = owner is not None and owner.text.casefold() in SECOND_PERSON
                if yours and thing.dep == "pobj" and thing.lemma.casefold() in self._words.letters:
                    place = (token.start, page.annotated.subtree(thing)[-1].end)
                    return propose(
                        page,
                        self._words,
                        "reply",
                        token,
                        place=place,
                        who=(speakers, token),
                        to=addressees,
                    )
        return None


class FulfilmentRules:
    """Finds what was done because it was asked or promised: "at the request of X, Y did", "as promised"."""

    def __init__(self, words: ResponseWords) -> None:
        self._words = words

    def find(self, page: Page) -> Iterator[Answer | Refusal]:
        """Yield fulfilments in text order."""
        for token in page.annotated.tokens:
            lemma = token.lemma.casefold()
            if token.pos == "NOUN" and lemma in _ASKED:
                seen = self._at_request(page, token)
            elif lemma in self._words.fulfilled_as and token.tag in _PASTS:
                seen = self._as_asked(page, token)
            else:
                continue
            if seen is not None:
                yield seen

    def _at_request(self, page: Page, noun: Token) -> Answer | Refusal | None:
        """Read "at the request of the ministry", "in response to the request" with what was done."""
        annotated = page.annotated
        above = annotated.tokens[noun.head]
        if above.text.casefold() == "at" and noun.lemma.casefold() == "request":
            verb = annotated.tokens[above.head]
        elif above.text.casefold() == "to":
            reply = annotated.tokens[above.head]
            governor = annotated.tokens[reply.head]
            if reply.lemma not in self._words.reply_nouns or governor.text.casefold() != "in":
                return None  # "received no response to the request" tells of nothing done
            verb = annotated.tokens[governor.head]
        else:
            return None
        if verb.lemma.casefold() in _SAYING:
            return None
        return self._done(page, noun, verb, owner_of(page, noun)[0])

    def _as_asked(self, page: Page, token: Token) -> Answer | Refusal | None:
        """Read "released the files as requested", "as it had promised"."""
        parts = page.annotated.children(token)
        marks = [child for child in parts if child.text.casefold() == "as" and child.i < token.i]
        verb = page.annotated.tokens[token.head]
        if not marks or token.dep != "advcl" or verb.i == token.i:
            return None
        by = next((part for part in parts if part.dep == "agent"), None)
        asker = next((p for p in page.annotated.children(by) if p.dep == "pobj"), None) if by else None
        return self._done(page, token, verb, page.whom(asker) if asker is not None else ())

    def _done(self, page: Page, cue: Token, verb: Token, to: tuple[str, ...]) -> Answer | Refusal | None:
        if verb.lemma.casefold() in self._words.verbs:
            return None
        if verb.pos != "VERB" or verb.tag not in _PASTS or unreal(page, verb, "fulfilment") is not None:
            return None
        who = who_does(page, verb)
        below = page.annotated.subtree(verb)
        place = (min(below[0].start, phrase_start(page, who[1], verb)), below[-1].end)
        return propose(page, self._words, "fulfilment", cue, place=place, who=who, to=to)


def _is_yours(page: Page, verb: Token, asked: Token) -> bool:
    """Tell whether who writes answers whom they write to; a letter on somebody else's words is no reply."""
    subject = next((child for child in page.annotated.children(verb) if child.dep == "nsubj"), None)
    if subject is None or subject.text.casefold() not in FIRST_PERSON:
        return True
    owner = next((child for child in page.annotated.children(asked) if child.dep == "poss"), None)
    return owner is not None and owner.text.casefold() in SECOND_PERSON


def _from(page: Page, token: Token) -> Token | None:
    for child in page.annotated.children(token):
        if child.dep == "prep" and child.text.casefold() == "from":
            return next((part for part in page.annotated.children(child) if part.dep == "pobj"), None)
    return None
