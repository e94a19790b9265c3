"""Whether the text presents an event as past, ongoing, feared, requested, conditional, or disputed."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.types.annotated import Annotated, Token

_CLIMB = 6
"""Governors looked at above a trigger; what stands higher no longer bears on it."""

_SUBORDINATE = ("xcomp", "ccomp", "pcomp", "dobj", "pobj", "acl", "prep", "oprd", "nsubjpass")

_GOVERNING = ("of", "for", "from", "to", "about", "against", "on")
"""Prepositions by which a verb bears on an event: fear of, calls for, keep from; not "in its reply"."""


def factuality_of(annotated: Annotated, trigger: Token, words: Mapping[str, frozenset[str]]) -> str:
    """Return the factuality of the event that `trigger` tells of.

    Read in turn: negation, words that dispute, fear, suspend or request right above it, modals, reports,
    tense.
    """
    around = _around(annotated, trigger)
    lemmas = {token.lemma.lower() for token in around}
    if _negated(annotated, trigger):
        return "disputed" if trigger.pos in ("VERB", "AUX") else "conditional"
    if lemmas & words["disputed"]:
        return "disputed"
    if lemmas & words["feared"]:
        return "feared"
    if lemmas & words["suspended"] or _on_hold(annotated, around, words["suspended_on"]):
        # Where a stop is only asked for, what is to stop goes on.
        return "ongoing" if _is_wanted(annotated, around, words) else "suspended"
    if lemmas & words["requested"]:
        return "requested"
    if lemmas & words["ongoing"]:
        return "ongoing"
    helpers = {
        child.lemma.lower()
        for token in (trigger, *(head for head in around if head.pos in ("VERB", "AUX")))
        for child in annotated.children(token)
        if child.dep in ("aux", "mark")
    }
    if helpers & words["conditional"]:
        return "conditional"
    beside = {child.lemma.lower() for child in annotated.children(trigger)}
    if (lemmas | beside) & words["reported"]:
        return "reported"
    return _by_tense(annotated, trigger)


def _around(annotated: Annotated, trigger: Token) -> list[Token]:
    """Return what governs a trigger up to its first verb, and that verb's own governors by complement.

    A noun under another verb ("condemn the repatriation") takes its factuality from nothing above that
    verb: what is asked for is the condemning.
    """
    found: list[Token] = [c for c in annotated.children(trigger) if c.dep in ("amod", "advmod")]
    token = trigger
    for _ in range(_CLIMB):
        head = annotated.tokens[token.head]
        if head.i == token.i or token.dep not in _SUBORDINATE:
            break
        if token.dep == "prep" and token.text.lower() not in _GOVERNING:
            break
        found.append(head)
        if head.pos in ("VERB", "AUX") and trigger.pos == "NOUN":
            break
        token = head
    return found


def _on_hold(annotated: Annotated, around: list[Token], nouns: frozenset[str]) -> bool:
    """Tell whether a verb above puts the event on hold."""
    return any(
        thing.lemma.lower() in nouns
        for head in around
        for preposition in annotated.children(head)
        if preposition.dep == "prep" and preposition.text.lower() == "on"
        for thing in annotated.children(preposition)
    )


def _is_wanted(annotated: Annotated, around: list[Token], words: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether the stop itself is only asked for: "urge X to halt", "should stop"."""
    for head in around:
        if head.lemma.lower() not in words["suspended"]:
            continue
        if head.tag in ("VB", "VBP", "VBG"):
            return True
        if annotated.tokens[head.head].lemma.lower() in words["requested"]:
            return True
    return False


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
