"""Responses anchored in a verb: "pledged to …", "denied the allegations", "turned down the request"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extract.actors_lookup import FIRST_PERSON
from onrecord.extract.asks_drafts import Refusal
from onrecord.extract.asks_page import SUBJECTS, Page
from onrecord.extract.responses_parties import (
    agent,
    owner_of,
    phrase_start,
    propose,
    span_of,
    told_to,
    who_does,
)
from onrecord.extract.responses_reality import unreal
from onrecord.extract.responses_rules import Answer, Frame, ResponseWords
from onrecord.types.annotated import Token

_FUTURE = frozenset("will would 'll ’ll 'd ’d shall".split())
_MONEY = frozenset("dollar euro pound million billion trillion percent".split())
_PERSONS = ("dobj", "iobj", "dative")
_BINDING = ("commit", "recommit")
_SELVES = frozenset("itself themselves himself herself ourselves myself yourself yourselves".split())
_BEING = ("be", "remain", "seem", "stay", "become")


class VerbRules:
    """Finds responses anchored in a verb that `responses.toml` lists."""

    def __init__(self, words: ResponseWords) -> None:
        self._words = words

    def find(self, page: Page) -> Iterator[Answer | Refusal]:
        """Yield responses and refusals in text order."""
        for token in page.annotated.tokens:
            lemma = token.lemma.casefold()
            if token.pos == "ADJ" and lemma == "committed" and _binds(page, token):
                yield _disposition(token)
            if token.pos not in ("VERB", "AUX"):
                continue
            frames = self._words.verbs.get(lemma, ())
            seen = next((found for frame in frames if (found := self._answer(page, token, frame))), None)
            trap = _trap(page, token) if frames and seen is None else None
            if seen is not None or trap is not None:
                yield seen or trap  # type: ignore[misc]

    def _answer(self, page: Page, token: Token, frame: Frame) -> Answer | Refusal | None:
        found = _content(page, token, frame)
        if found is None:
            return None
        thing, end = found
        if frame.done and not _is_done(page, token):
            return Refusal(span_of(token), "not_done", "This supposes, asks for or plans a response.")
        if _is_state(page, token):
            return _disposition(token)
        if frame.plain and _has_object(page, token):
            return None
        if frame.kind == "refusal" and self._is_rhetorical(page, token, thing):
            return Refusal(span_of(token), "idiom", "What is refused here was asked by nobody.")
        if frame.kind == "acknowledgement" and (_opens(page, token) or _to_oneself(page, token)):
            return None
        if frame.kind == "refusal" and thing.lemma.casefold() in self._words.idioms and thing.tag == "VB":
            return Refusal(span_of(token), "idiom", "What is refused here was asked by nobody.")
        if token.dep in ("acl", "amod") and token.tag == "VBN" and agent(page, token) is None:
            return Refusal(span_of(token), "not_done", "This describes something, nobody responds here.")
        refusal = unreal(page, token, frame.kind)
        if refusal is not None:
            return refusal
        who = who_does(page, token)
        to = told_to(page, token) if frame.kind in ("commitment", "acknowledgement") else ()
        to = to or owner_of(page, thing)[0] if thing.pos == "NOUN" else to
        return propose(
            page,
            self._words,
            frame.kind,
            token,
            place=(phrase_start(page, who[1], token), end),
            who=who,
            to=to,
        )

    def _is_rhetorical(self, page: Page, token: Token, thing: Token) -> bool:
        """Tell whether "we refuse to …" only strikes an attitude: said of nothing that is in one's hand."""
        subject = next((child for child in page.annotated.children(token) if child.dep in SUBJECTS), None)
        first = subject is not None and subject.text.casefold() in FIRST_PERSON
        at_once = first and token.tag in ("VBP", "VB")
        return at_once and thing.tag == "VB" and thing.lemma.casefold() not in self._words.withheld


def _is_done(page: Page, token: Token) -> bool:
    """Tell whether a verb tells of something as done: in a past form, or as what somebody is thanked for."""
    thanked = token.tag == "VBG" and page.annotated.tokens[token.head].text.casefold() == "for"
    return token.tag in ("VBD", "VBN") or thanked


def _opens(page: Page, token: Token) -> bool:
    """Tell whether a participle opens its sentence: "Acknowledging that …, the members introduced …"."""
    if token.tag != "VBG" or token.dep not in ("advcl", "prep"):
        return False
    return page.annotated.subtree(token)[0].i == page.annotated.sentences[token.sentence].first


def _to_oneself(page: Page, token: Token) -> bool:
    """Tell whether something is granted to nobody but oneself: "we must admit to ourselves …"."""
    return any(
        part.text.casefold() in _SELVES
        for child in page.annotated.children(token)
        if child.dep in ("prep", "dative", "dobj")
        for part in (child, *page.annotated.children(child))
    )


def _has_object(page: Page, token: Token) -> bool:
    """Tell whether a verb has an object, beside it or as the noun that its relative clause describes."""
    parts = page.annotated.children(token)
    subject = next((child for child in parts if child.dep in SUBJECTS), None)
    described = token.dep == "relcl" and subject is not None and subject.tag not in ("WP", "WDT")
    return described or any(child.dep == "dobj" for child in parts)


def _content(page: Page, token: Token, frame: Frame) -> tuple[Token, int] | None:
    """Return what is answered or promised and where its words end, None where the verb stands without it."""
    annotated = page.annotated
    children = annotated.children(token)
    if frame.particle and not any(
        child.dep == "prt" and child.text.casefold() == frame.particle for child in children
    ):
        return None
    if token.lemma.casefold() in _BINDING and _binds_another(page, token, frame):
        return None
    if token.lemma.casefold() == "agree" and _is_opinion(page, token):
        return None
    described = _described(page, token) if "object" in frame.takes else None
    if described is not None and frame.objects and frame.counts(described.lemma):
        return described, annotated.subtree(token)[-1].end
    if frame.kind == "acknowledgement" and "clause" in frame.takes and _is_parenthesis(token, children):
        above = annotated.tokens[token.head]
        return above, annotated.subtree(above)[-1].end
    for child in children:
        if child.i > token.i and _fits(page, token, child, frame):
            return child, annotated.subtree(child)[-1].end
        passive = child.dep == "nsubjpass" and "object" in frame.takes and child.pos == "NOUN"
        if passive and frame.objects and frame.counts(child.lemma) and agent(page, token) is not None:
            return child, annotated.subtree(token)[-1].end
    return None


def _is_parenthesis(token: Token, children: tuple[Token, ...]) -> bool:
    """Tell whether somebody is said to grant what the sentence says: "As the ministry acknowledges, …"."""
    named = any(child.dep in SUBJECTS for child in children)
    bare = not any(child.i > token.i and child.dep != "punct" for child in children)
    marked = any(child.text.casefold() == "as" for child in children if child.i < token.i)
    return token.dep == "advcl" and named and bare and marked


def _is_opinion(page: Page, token: Token) -> bool:
    """Tell whether somebody agrees with a thing, not with a party: "agreed with the decision to …"."""
    for child in page.annotated.children(token):
        if child.dep == "prep" and child.text.casefold() == "with":
            things = [part for part in page.annotated.children(child) if part.dep == "pobj"]
            return bool(things) and not page.whom(things[0])
    return False


def _described(page: Page, token: Token) -> Token | None:
    """Return the noun that a relative clause makes the object of its verb: "the claims, which it denies"."""
    if token.dep != "relcl":
        return None
    relative = [
        child for child in page.annotated.children(token) if child.dep == "dobj" and child.i < token.i
    ]
    return page.annotated.tokens[token.head] if relative and relative[0].tag in ("WDT", "WP") else None


def _binds_another(page: Page, token: Token, frame: Frame) -> bool:
    """Tell whether it is neither oneself nor money that is committed: "an agreement commits us to …"."""
    things = [child for child in page.annotated.children(token) if child.dep == "dobj"]
    return any(
        thing.text.casefold() not in _SELVES
        and thing.lemma.casefold() not in frame.objects
        and not _is_amount(page, thing)
        for thing in things
    )


def _fits(page: Page, token: Token, child: Token, frame: Frame) -> bool:
    parts = page.annotated.children(child)
    infinitive = any(part.tag == "TO" and part.i < child.i for part in parts)
    subject = any(part.dep in (*SUBJECTS, "expl") for part in parts)
    clause = child.dep == "ccomp" and subject and not infinitive and not _asking(page, child)
    takes = frame.takes
    if child.dep == "prep":
        return _fits_preposition(page, child, frame)
    return (
        ("to" in takes and child.dep in ("xcomp", "ccomp", "advcl") and infinitive and child.tag == "VB")
        or ("clause" in takes and clause)
        or ("future" in takes and clause and any(part.text.casefold() in _FUTURE for part in parts))
        or ("doing" in takes and child.dep in ("xcomp", "pcomp", "ccomp") and child.tag == "VBG")
        or ("object" in takes and child.dep == "dobj" and _counts(page, token, child, frame))
    )


def _fits_preposition(page: Page, preposition: Token, frame: Frame) -> bool:
    word = preposition.text.casefold()
    for part in page.annotated.children(preposition):
        if part.dep == "pcomp" and part.tag == "VBG" and word == "to" and "doing" in frame.takes:
            return True
        if part.dep == "pobj" and "preposition" in frame.takes and word == frame.preposition:
            return frame.counts(part.lemma)
    return False


def _counts(page: Page, token: Token, child: Token, frame: Frame) -> bool:
    """Tell whether an object is one of a verb of answering, given to nobody ("denied them entry")."""
    given = [part for part in page.annotated.children(token) if part.dep in ("dative", "iobj")]
    if given and frame.kind in ("denial", "refusal"):
        return False
    return frame.counts(child.lemma) or (frame.money and _is_amount(page, child))


def _is_amount(page: Page, noun: Token) -> bool:
    below = page.annotated.subtree(noun)
    return noun.lemma.casefold() in _MONEY or any(part.tag == "$" for part in below)


def _asking(page: Page, clause: Token) -> bool:
    """Tell whether a clause is a question: "admitted whether", "confirmed what it had done"."""
    first = page.annotated.subtree(clause)[0].text.casefold()
    return first in ("whether", "if", "who", "which", "when", "where")


def _binds(page: Page, token: Token) -> bool:
    return any(c.dep == "prep" and c.text.casefold() == "to" for c in page.annotated.children(token))


def _is_state(page: Page, token: Token) -> bool:
    """Tell whether somebody only is committed to something, as an attitude."""
    if token.lemma.casefold() not in _BINDING or token.tag != "VBN":
        return False
    parts = page.annotated.children(token)
    above = page.annotated.tokens[token.head]
    passive = any(part.dep == "auxpass" or (part.lemma == "be" and part.dep == "aux") for part in parts)
    being = token.dep in ("acomp", "xcomp", "oprd", "ccomp") and above.lemma in _BEING
    loose = token.dep not in ("ROOT", "conj") and not any(part.dep == "aux" for part in parts)
    joined = token.dep == "conj" and above.pos == "ADJ"
    return passive or being or loose or joined


def _disposition(token: Token) -> Refusal:
    return Refusal(span_of(token), "disposition", "Being committed to something binds nobody to an act.")


def _trap(page: Page, token: Token) -> Refusal | None:
    """Return why a verb of answering is none where what would make it one does not follow."""
    things = [child for child in page.annotated.children(token) if child.dep in _PERSONS]
    lemma = token.lemma.casefold()
    if not things:
        return None
    if lemma == "commit":
        return Refusal(span_of(token), "committed_an_act", "An act was committed here, nobody was bound.")
    if lemma == "promise":
        reason = "Something is promised to somebody, no ask is met."
        return Refusal(span_of(token), "promised_a_thing", reason)
    if lemma == "deny":
        return Refusal(span_of(token), "denied_a_thing", "Something is withheld, no allegation is denied.")
    return None
