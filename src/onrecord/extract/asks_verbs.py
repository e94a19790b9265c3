"""Asks by a verb of asking: "we urge the ministry to open the road", "called on X not to …"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onrecord.extract.actors_lookup import PLURAL, SECOND_PERSON, SINGULAR_PERSON, THING
from onrecord.extract.asks_complements import Complement, Complements
from onrecord.extract.asks_drafts import (
    Draft,
    Refusal,
    action_span,
    is_negative,
    thing_end,
    verb_phrase,
    with_joined,
)
from onrecord.extract.asks_page import Page
from onrecord.extract.asks_refusals import Refusals
from onrecord.extract.asks_sent import only_addressee, senders, sent_phrase, sent_to
from onrecord.extract.asks_words import AskVerb, AskWords
from onrecord.types.annotated import Token
from onrecord.types.documents import EmbeddedLetter
from onrecord.types.spans import Span

THIRD_PERSON = SINGULAR_PERSON | PLURAL | THING
INVITING = "S1"
"""The strength of verbs that things can be the subject of as well as people."""

MOST_CONJUNCTS = 12
"""Asking verbs joined in one sentence that are read as relays of one ask."""

_PARTING = " \t\r\n\u00a0,;"
_JOINING = (" and", " or", " to")


class VerbRules:
    """Finds asks anchored in the verbs of the scale."""

    def __init__(self, words: AskWords) -> None:
        self._words = words
        self._complements = Complements(words)
        self._refusals = Refusals(words)

    def find(self, page: Page) -> Iterator[Draft | Refusal]:
        """Yield asks and refusals in text order; a verb that only relays another's ask is no second one."""
        relayed: set[int] = set()
        for token in page.annotated.tokens:
            verb = self._words.verbs.get(token.lemma.casefold()) if token.pos == "VERB" else None
            if verb is None or token.i in relayed:
                continue
            complement = self._complements.of(page, token, verb)
            if complement is None:
                refusal = self._refusals.question(page, token)
                if refusal:
                    yield refusal
                continue
            refusal = self._refusals.of(page, token)
            if refusal:
                yield refusal
                continue
            yield from self._asks(page, token, verb, complement, relayed)

    def _asks(
        self, page: Page, token: Token, verb: AskVerb, found: Complement, relayed: set[int]
    ) -> Iterator[Draft | Refusal]:
        requesters, subject = self._requesters(page, token)
        operative = self._operative(page, token, found)
        if not requesters and not self._speaks(page, token, subject):
            yield Refusal(operative, "no_requester", "Nobody is named who asks this.")
            return
        addressees, targets = self._asked(page, token, found, requesters)
        statement = page.saying(operative) or page.holding(token.start)
        relays = self._relays(page, found, relayed) if not found.thing else []
        frame = Draft(
            operative, operative, verb.strength, requesters, addressees, targets,
            statement=statement.id if statement else None,
            modifiers=self._modifiers(page, token, found.action),
            condition=_condition(page, token, found.action),
        )  # fmt: skip
        first = relays[0][0] if relays else None
        if first is None or first.i != found.action.i:
            until = first.i if first else None
            yield from self._plain(page, frame, token, found, until)
        for inner, its_verb, its_complement in relays:
            yield from self._relayed(page, frame, inner, its_verb, its_complement)

    def _asked(
        self, page: Page, token: Token, found: Complement, requesters: tuple[str, ...]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return whom the words are said to, and who is to act: often the same."""
        target = found.target
        told = self._told(page, token, found, requesters)
        pronoun = target is not None and target.text.casefold() in THIRD_PERSON | SECOND_PERSON
        named = page.meant(target, found.action.start) if target is not None else ()
        if pronoun:
            named = told or tuple(one for one in named if one not in requesters)
        if found.clause:
            return told, (named or told)
        return (told, told) if target is None else (named, named)

    def _told(
        self, page: Page, token: Token, found: Complement, requesters: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Return who hears an ask that names nobody: whom the letter addresses in which it stands.

        A release tells of the letter that it prints: what its senders ask is said to those whom the letter
        addresses, but for what is called for, which is said to everybody.
        """
        second = found.target is not None and found.target.text.casefold() in SECOND_PERSON
        own = set(requesters) & set(page.speakers_at(token.start)) or not requesters
        if own and page.is_own_voice(token.start):
            told_of = token.tag in ("VBD", "VBN") and not second  # "I asked that the bank publish it"
            return () if told_of else page.addressees_at(token.start)
        quoted = page.addressees_at(token.start) if page.quoted(token.start) else ()
        if quoted or (page.quoted(token.start) and not second):
            return quoted
        if second:
            told = self._written_to(page, token)
            if told:
                return told
        phrase = sent_phrase(page, token, self._words.documents)
        sent = sent_to(page, token, self._words.documents)
        letter = page.parties.only_letter
        takes = self._words.verbs[token.lemma.casefold()].takes
        third = found.target is not None and found.target.text.casefold() not in THIRD_PERSON | SECOND_PERSON
        called = phrase is None and (third or not {"person", "object"} & takes)
        if letter is None or called or not page.parties.tells_of(letter, requesters):
            return sent
        addressed = page.parties.addressed(letter)
        return addressed if phrase is None or self._is_same(page, phrase, sent, letter) else sent

    def _written_to(self, page: Page, token: Token) -> tuple[str, ...]:
        """Return to whom quoted words were written: "“…,” they wrote to X", or "wrote in a letter to X"."""
        held = page.holding(token.start)
        cue = page.annotated.token_at(held.cue.start) if held is not None and held.cue else None
        told = sent_to(page, cue, self._words.documents | {"write"}) if cue is not None else ()
        return told or only_addressee(page, token)

    def _is_same(self, page: Page, phrase: Span, sent: tuple[str, ...], letter: EmbeddedLetter) -> bool:
        """Tell whether a letter told of is the one printed: sent to its addressees or their body."""
        words = page.annotated.tokens_in(phrase.start, phrase.end)
        addressed = page.parties.addressed(letter)
        many = any(token.tag in ("NNS", "NNPS") for token in words) and len(addressed) == 1
        unnamed = not many and all(page.index.kind(actor) == "group" for actor in sent)
        return unnamed or bool({*sent} & {*addressed}) or bool(page.parties.described(words, letter))

    def _plain(
        self, page: Page, frame: Draft, asking: Token, found: Complement, until: int | None
    ) -> Iterator[Draft]:
        annotated = page.annotated
        if found.thing:
            start, end = self._thing(page, asking, found)
        elif found.whole:
            below = annotated.subtree(found.action)
            start = next(
                (token.start for token in below if token.text.casefold() not in ("that", "for")),
                below[0].start,
            )
            end = below[-1].end
        else:
            start, end = verb_phrase(annotated, found.action)
        if until is None:
            end = with_joined(annotated, asking, end)
        else:
            end = start + len(_unjoined(annotated.text[start : min(end, annotated.tokens[until].start)]))
        action = action_span(page.text, start, end)
        if action is not None:
            negative = not found.thing and is_negative(annotated, found.action)
            yield replace(frame, action=action, negative=negative)

    def _thing(self, page: Page, asking: Token, found: Complement) -> tuple[int, int]:
        """Return the place of a thing asked for, with what it is to serve ("a meeting … to discuss …")."""
        end = thing_end(page.annotated, asking, found.action)
        if found.purpose is not None:
            end = max(end, page.annotated.subtree(found.purpose)[-1].end)
        return page.annotated.subtree(found.action)[0].start, end

    def _relayed(
        self, page: Page, frame: Draft, inner: Token, verb: AskVerb, found: Complement
    ) -> Iterator[Draft]:
        targets = page.meant(found.target, found.action.start) if found.target else ()
        relaying = replace(frame, targets=targets, relay=verb.strength)
        yield from self._plain(page, relaying, inner, found, None)

    def _relays(
        self, page: Page, found: Complement, relayed: set[int]
    ) -> list[tuple[Token, AskVerb, Complement]]:
        """Return the asking verbs among the verbs of the action: "condemn … and urge X to …"."""
        inner: list[tuple[Token, AskVerb, Complement]] = []
        waiting = [found.action]
        while waiting and len(inner) < MOST_CONJUNCTS:
            token = waiting.pop(0)
            verb = self._words.verbs.get(token.lemma.casefold())
            complement = self._complements.of(page, token, verb) if verb else None
            of_whom = complement and complement.target is not None and page.whom(complement.target)
            if verb and complement and (of_whom or not complement.thing):
                inner.append((token, verb, complement))
                relayed.add(token.i)
            waiting += [child for child in page.annotated.children(token) if child.dep == "conj"]
        return inner

    def _requesters(self, page: Page, token: Token) -> tuple[tuple[str, ...], Token | None]:
        if self._complements.is_passive(page, token):
            agents = [child for child in page.annotated.children(token) if child.dep == "agent"]
            by = [
                inner for agent in agents for inner in page.annotated.children(agent) if inner.dep == "pobj"
            ]
            return (page.actors(by[0]), by[0]) if by else ((), None)
        subject = page.subject(token, self._words.carriers, self._words.documents)
        statement = page.saying(Span(token.start, token.end))
        own = page.speakers_at(token.start)
        letter = page.parties.only_letter
        addressed = page.parties.addressed(letter) if letter and token.tag == "VBG" else ()
        heard = (*sent_to(page, token, self._words.documents), *addressed)
        if statement is not None and set(heard) & set(statement.speakers):
            statement = None  # "wrote to X asking for …": a model may take X for who asks
        if statement is not None and statement.speakers:
            return (own if own and statement.level == 0 else statement.speakers), subject
        if statement is not None and statement.level == 0 and own:
            return own, subject
        named: tuple[str, ...] = ()
        if subject is not None:
            named = own if subject.lemma.casefold() in self._words.documents else page.actors(subject)
        told = senders(page, token, self._words.documents) if not page.is_own_voice(token.start) else ()
        if set(named) & set(heard):
            return told or (page.parties.signers(letter) if letter else ()), subject
        own_you = not named and token.tag == "VBP" and self._asks_you(page, token)
        return (own if own_you else named or told), subject

    def _asks_you(self, page: Page, token: Token) -> bool:
        """Tell whether a letter asks its "you" by a verb whose subject the parser lost."""
        objects = (child for child in page.annotated.children(token) if child.dep == "dobj")
        second = any(child.text.casefold() in SECOND_PERSON for child in objects)
        return second and page.is_own_voice(token.start)

    def _speaks(self, page: Page, token: Token, subject: Token | None) -> bool:
        """Tell whether an ask without a known actor still has an asker in the text: "we", "they"."""
        if subject is None:
            return False
        if subject.text.casefold() in ("we", "i") or subject.lemma.casefold() in self._words.documents:
            return True
        strength = self._words.verbs[token.lemma.casefold()].strength
        many = (
            subject.tag in ("NNS", "NNPS") and strength != INVITING
        )  # rules and prices invite and encourage
        people = many or subject.text.casefold() in ("they", "he", "she")
        return people and page.saying(Span(token.start, token.end)) is not None

    def _operative(self, page: Page, token: Token, found: Complement) -> Span:
        """Return the verb with the preposition that belongs to it, where it stands right behind."""
        after = page.annotated.tokens[token.i + 1] if token.i + 1 < len(page.annotated.tokens) else None
        takes = self._words.verbs[token.lemma.casefold()].takes
        belongs = after is not None and after.text.casefold() in takes and after.tag != "TO"
        if after is not None and belongs and after.i < found.action.i and after.dep != "det":
            return Span(token.start, after.end)
        return Span(token.start, token.end)

    def _modifiers(self, page: Page, token: Token, action: Token) -> tuple[Span, ...]:
        return self._words.modifying(
            (*page.annotated.children(token), *page.annotated.children(action), action)
        )


def _unjoined(words: str) -> str:
    """Return words without what only joins them to the next: "resign" of "resign, and to"."""
    while True:
        words = words.rstrip(_PARTING)
        joining = next((each for each in _JOINING if words.endswith(each)), None)
        if joining is None:
            return words
        words = words.removesuffix(joining)


def _condition(page: Page, *verbs: Token) -> Span | None:
    """Return the "if …" or "unless …" clause that an ask or its action depends on."""
    for verb in verbs:
        for child in page.annotated.children(verb):
            if child.dep == "advcl" and any(
                part.dep == "mark" and part.text.casefold() in ("if", "unless", "provided")
                for part in page.annotated.children(child)
            ):
                return page.annotated.subtree_span(child)
    return None
