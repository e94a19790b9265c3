"""What a verb of asking asks for: the verb of the action or a thing, and who is to act."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extract.actors_lookup import PRONOUNS, SECOND_PERSON
from onrecord.extract.asks_page import SUBJECTS, Page
from onrecord.extract.asks_words import AskVerb, AskWords
from onrecord.types.annotated import Token

ASKING_WHETHER = ("if", "whether", "why", "how", "what", "when", "where", "who", "which")
_VERBAL = ("xcomp", "ccomp", "advcl", "acl", "relcl", "pcomp", "conj", "oprd", "dobj")
_OWN = ("your",)
_POINTING = ("the", "this", "that", "these", "those")
_PEOPLE = ("person", "group")
"""Kinds of actors that one stands up for, and that nobody is asked for: "advocate for parents"."""


@dataclass(frozen=True, slots=True)
class Complement:
    """What an asking verb asks: the verb of the action, or a thing; and who is to act.

    `clause` tells that who is to act is the subject of a clause, so that another may be asked; `whole`
    that the action is that clause with its subject.
    """

    action: Token
    target: Token | None
    whole: bool = False
    thing: bool = False
    clause: bool = False
    purpose: Token | None = None


class Complements:
    """Finds what the verbs of the scale ask for, as the vocabulary says each of them takes it."""

    def __init__(self, words: AskWords) -> None:
        self._words = words

    def of(self, page: Page, token: Token, verb: AskVerb) -> Complement | None:
        """Return what a verb asks for, None where it asks for nothing."""
        if self.is_passive(page, token):
            return self._of_passive(page, token, verb)
        children = page.annotated.children(token)
        if any(child.dep == "prt" and child.text.casefold() not in verb.takes for child in children):
            return None  # "call them out", "push back"
        for child in children:
            preposition = child.text.casefold()
            if child.i > token.i and child.dep in ("prep", "mark", "prt") and preposition in verb.takes:
                found = self._after_preposition(page, token, child)
                if found:
                    return found
        if "for" in verb.takes:
            found = self._for_clause(page, token)
            if found:
                return found
        thing = next((child for child in children if child.dep == "dobj" and child.i > token.i), None)
        askable = thing is not None and self._is_askable(page, thing, verb)
        person = self._person(page, token, thing) if "person" in verb.takes else None
        if person is not None and not self._is_given(page, person, verb, askable):
            return person
        if person is not None and thing is not None:
            return Complement(thing, None, thing=True, purpose=person.action)
        if "clause" in verb.takes or "loose" in verb.takes:
            found = self._clause(page, token, loose="loose" in verb.takes)
            if found:
                return found
        if askable and thing is not None:
            return Complement(thing, None, thing=True, purpose=self._infinitive(page, token, thing))
        return None

    def is_passive(self, page: Page, token: Token) -> bool:
        """Tell whether a verb stands in the passive."""
        return any(child.dep == "nsubjpass" for child in page.annotated.children(token))

    def _person(self, page: Page, token: Token, thing: Token | None) -> Complement | None:
        """Find somebody and what they are to do: "urge the ministry to open …"."""
        infinitive = self._infinitive(page, token, thing)
        if infinitive is None:
            return None
        subjects = [c for c in page.annotated.children(infinitive) if c.dep in SUBJECTS and c.i > token.i]
        target = subjects[0] if subjects else thing
        if target is None or target.i > infinitive.i or self._is_amount(page, target):
            return None
        return Complement(infinitive, target)

    def _is_given(self, page: Page, person: Complement, verb: AskVerb, askable: bool) -> bool:
        """Tell whether what stands before "to …" is asked for itself: "request a meeting to discuss …"."""
        thing = person.target
        if thing is None or thing.dep != "dobj" or thing.pos == "PRON" or page.meant(thing):
            return False
        act = "act" in verb.takes and self._words.is_act(thing.lemma)
        anything = "object" in verb.takes and not verb.objects  # "request funds to buy …"
        return act or anything or (askable and "object" in verb.takes)

    def _after_preposition(self, page: Page, token: Token, preposition: Token) -> Complement | None:
        annotated = page.annotated
        inside = [child for child in annotated.children(preposition) if child.dep in ("pobj", "pcomp")]
        thing = next((child for child in inside if child.dep == "pobj"), None)
        if thing is not None and preposition.text.casefold() == "for" and page.is_time(thing):
            return None
        infinitive = self._infinitive(page, token, thing) or self._infinitive(page, preposition, thing)
        if infinitive is not None and infinitive.i > preposition.i:
            subjects = [
                c for c in annotated.children(infinitive) if c.dep in SUBJECTS and c.i > preposition.i
            ]
            target = subjects[0] if subjects else thing
            named = target is not None and (preposition.text.casefold() != "for" or page.whom(target))
            if target is not None and named and target.i < infinitive.i:
                return Complement(infinitive, target)
        if preposition.text.casefold() != "for":
            return None
        asked = thing or next(iter(inside), None)
        if asked is None or asked.pos in ("NUM", "PRON") or asked.lemma.casefold() in self._words.no_things:
            return None
        if any(page.index.kind(actor) in _PEOPLE for actor in page.actors(asked)):
            return None
        bare = asked.pos in ("NOUN", "PROPN") and self._is_bare(page, asked)
        if bare and not self._words.is_act(asked.lemma):
            return None
        before = (c for c in annotated.children(token) if token.i < c.i < preposition.i)
        person = next((child for child in before if child.dep == "dobj"), None)
        if token.lemma.casefold() == "ask" and person is not None and not page.whom(person):
            return None
        purpose = infinitive if infinitive is not None and infinitive.i > asked.i else None
        return Complement(asked, person, thing=True, purpose=purpose)

    def _for_clause(self, page: Page, token: Token) -> Complement | None:
        """Find what is called for as a clause: "call for all gates to be opened"."""
        for child in page.annotated.children(token):
            parts = page.annotated.children(child)
            opened = any(p.dep == "mark" and p.text.casefold() == "for" for p in parts if p.i < child.i)
            subject = next((p for p in parts if p.dep in SUBJECTS and token.i < p.i < child.i), None)
            if child.i > token.i and opened and subject is not None and self._has_to(page, child):
                acts = subject.dep == "nsubj" and bool(page.meant(subject))
                return Complement(child, subject if acts else None, whole=not acts)
        return None

    def _clause(self, page: Page, token: Token, loose: bool) -> Complement | None:
        """Find a clause of what somebody is to do: in the subjunctive, with should or must, or loosely."""
        for child in page.annotated.children(token):
            if child.dep != "ccomp" or child.i < token.i:
                continue
            parts = page.annotated.children(child)
            if any(p.tag == "TO" or p.text.casefold() in ASKING_WHETHER for p in parts if p.i < child.i):
                continue
            subject = next((p for p in parts if p.dep in SUBJECTS), None)
            if subject is None or subject.i < token.i:
                continue
            asking = self._hopes(child, subject, parts) if loose else self._asks(token, child, parts)
            if asking:
                second = subject.text.casefold() in SECOND_PERSON
                acts = subject.dep == "nsubj" and (second or bool(page.meant(subject)))
                named = subject.pos == "PROPN" and bool(page.addressees_at(token.start))
                if acts or named or not loose:
                    return Complement(child, subject if acts else None, whole=not acts, clause=True)
        return None

    def _asks(self, token: Token, verb: Token, parts: tuple[Token, ...]) -> bool:
        """Tell whether a clause says what is to be done: in the subjunctive, or with should or must."""
        modals = {p.lemma.casefold() for p in parts if p.dep in ("aux", "auxpass")}
        passive = modals <= {"be"} and "be" in {p.text.casefold() for p in parts if p.i < verb.i}
        bare = passive or (verb.tag == "VB" and not modals)
        if modals & {"should", "must"} or bare:
            return True
        return verb.tag == "VBP" and not modals and token.lemma.casefold() not in ("insist", "suggest")

    def _hopes(self, verb: Token, subject: Token, parts: tuple[Token, ...]) -> bool:
        """Tell whether a clause says what somebody is hoped to do ("that you will reply")."""
        modals = {p.lemma.casefold() for p in parts if p.dep == "aux"}
        if subject.text.casefold() in SECOND_PERSON:
            return bool(modals & {"will", "would", "can"})
        if subject.text.casefold() in PRONOUNS or verb.lemma.casefold() in self._words.supposing:
            return False
        return "will" in modals

    def _infinitive(self, page: Page, governor: Token, thing: Token | None) -> Token | None:
        """Return the first verb with "to" that a verb, or its object, governs behind it."""
        heads = [governor, *([thing] if thing is not None else [])]
        found: list[Token] = []
        for head in heads:
            children = page.annotated.children(head)
            verbal = (child for child in children if child.i > governor.i and child.dep in _VERBAL)
            found += [child for child in verbal if self._has_to(page, child)]
        if not found and thing is not None:
            return self._right_behind(page, governor, thing)
        return min(found, default=None, key=lambda token: token.i)

    def _right_behind(self, page: Page, governor: Token, thing: Token) -> Token | None:
        """Return the infinitive that stands right behind a phrase, whatever the parser hung it on."""
        tokens = page.annotated.tokens
        at = max(page.annotated.subtree(held)[-1].i for held in (governor, thing)) + 1
        while at < len(tokens) and tokens[at].text in (",", ")"):
            at += 1
        if at >= len(tokens) or tokens[at].tag != "TO" or tokens[at].sentence != thing.sentence:
            return None
        verb = tokens[tokens[at].head]
        return verb if verb.i > at else None

    def _has_to(self, page: Page, verb: Token) -> bool:
        return any(child.tag == "TO" and child.i < verb.i for child in page.annotated.children(verb))

    def _of_passive(self, page: Page, token: Token, verb: AskVerb) -> Complement | None:
        """Read "X is urged to …": the subject is to act."""
        if "person" not in verb.takes and not {"on", "upon"} & verb.takes:
            return None
        infinitive = self._infinitive(page, token, None)
        subject = next((c for c in page.annotated.children(token) if c.dep == "nsubjpass"), None)
        if infinitive is None or subject is None:
            return None
        return Complement(infinitive, subject)

    def _is_askable(self, page: Page, thing: Token, verb: AskVerb) -> bool:
        """Tell whether an object is something to be done or given, as the verb's entry says."""
        noun = thing.lemma.casefold()
        if thing.pos in ("NUM", "PRON", "PROPN") or noun in self._words.no_things:
            return False
        parts = page.annotated.children(thing)
        yours = any(part.text.casefold() in _OWN for part in parts)
        if yours and {"object", "act"} & verb.takes:
            return True
        if self._is_bare(page, thing) and not self._words.is_act(noun):
            return False
        if "object" in verb.takes and (not verb.objects or noun in verb.objects):
            return True
        return "act" in verb.takes and self._words.is_act(noun)

    def _is_amount(self, page: Page, thing: Token) -> bool:
        """Tell whether a phrase is a sum of money: a budget that is requested asks nobody to act."""
        return thing.pos == "NUM" or any(part.tag == "$" for part in page.annotated.children(thing))

    def _is_bare(self, page: Page, thing: Token) -> bool:
        """Tell whether a noun stands alone or with "the": "call for action" names no act."""
        parts = page.annotated.children(thing)
        return all(part.text.casefold() in _POINTING or part.dep == "punct" for part in parts)
