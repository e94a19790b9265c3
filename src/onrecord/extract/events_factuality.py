"""Whether the text presents an event as past, ongoing, feared, requested, conditional, or disputed."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.types.annotated import Annotated, Token

_CLIMB = 6
"""Governors looked at above a trigger; what stands higher no longer bears on it."""

_SUBORDINATE = ("xcomp", "ccomp", "advcl", "pcomp", "dobj", "pobj", "acl", "conj", "prep", "oprd", "relcl")


def factuality_of(annotated: Annotated, trigger: Token, words: Mapping[str, frozenset[str]]) -> str:
    """Return the factuality of the event that `trigger` tells of.

    Read in turn: negation, words that suspend, fear or request above it, a report, modals, tense.
    """
    around = _around(annotated, trigger)
    lemmas = {token.lemma.lower() for token in around}
    if _negated(annotated, trigger):
        return "disputed" if trigger.pos in ("VERB", "AUX") else "conditional"
    if lemmas & words["disputed"]:
        return "disputed"
    if lemmas & words["feared"]:
        return "feared"
    if lemmas & words["requested"]:
        return "requested"
    if lemmas & words["suspended"]:
        return "suspended"
    helpers = {child.lemma.lower() for child in annotated.children(trigger) if child.dep in ("aux", "mark")}
    above = {
        child.lemma.lower()
        for token in around
        for child in annotated.children(token)
        if child.dep in ("aux", "mark")
    }
    if (helpers | above) & words["conditional"]:
        return "conditional"
    if (
        lemmas & words["reported"]
        or {c.lemma.lower() for c in annotated.children(trigger)} & words["reported"]
    ):
        return "reported"
    return _by_tense(annotated, trigger)


def _around(annotated: Annotated, trigger: Token) -> list[Token]:
    """Return the words that govern a trigger, nearest first, within its sentence."""
    found: list[Token] = []
    token = trigger
    for _ in range(_CLIMB):
        head = annotated.tokens[token.head]
        if head.i == token.i or token.dep not in _SUBORDINATE:
            break
        # What a clause says of the side ("he said, after the arrest, …") does not bear on the side.
        if token.dep in ("advcl", "conj", "relcl"):
            break
        found.append(head)
        token = head
    found += [c for c in annotated.children(trigger) if c.dep in ("amod", "advmod")]
    return found


def _negated(annotated: Annotated, trigger: Token) -> bool:
    if any(child.dep == "neg" for child in annotated.children(trigger)):
        return True
    subjects = [c for c in annotated.children(trigger) if c.dep in ("nsubj", "nsubjpass")]
    return any(
        subject.text.lower() in ("nobody", "no", "none")
        or any(child.text.lower() == "no" for child in annotated.children(subject))
        for subject in subjects
    )


def _by_tense(annotated: Annotated, trigger: Token) -> str:
    if trigger.pos == "NOUN" or trigger.tag == "NN":
        return "generic" if trigger.tag == "NNS" and not _has_time(annotated, trigger) else "past"
    helpers = {child.text.lower() for child in annotated.children(trigger) if child.dep in ("aux", "auxpass")}
    if trigger.tag in ("VBD", "VBN"):
        passive_now = (
            trigger.tag == "VBN" and helpers & {"is", "are"} and not helpers & {"have", "has", "been"}
        )
        return "ongoing" if passive_now else "past"
    if trigger.tag == "VBG":
        return "ongoing" if helpers & {"is", "are", "been", "’s", "'s"} or not helpers else "past"
    return "generic" if trigger.tag in ("VBZ", "VBP") else "conditional"


def _has_time(annotated: Annotated, trigger: Token) -> bool:
    sentence = annotated.sentences[trigger.sentence]
    inside = annotated.entities_in(sentence.start, sentence.end)
    return any(entity.label in ("DATE", "TIME", "CARDINAL") for entity in inside)
