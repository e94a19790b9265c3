"""Pronouns: where "it" and "they" stand for the subject before them and where not."""

from __future__ import annotations

from onrecord.types.annotated import Annotated, Token

_OBJECTS = ("dobj", "pobj", "dative", "iobj")
_LINKING = ("be", "seem", "appear", "become", "remain", "take", "make")
_MAKING = ("make", "find", "consider", "deem", "think")
_CLAUSES = ("ccomp", "xcomp", "advcl", "csubj", "relcl", "acl")

_NEAR_FRONT = 30
"""Characters before a pronoun that opens its sentence: "In March, it"."""


def stands_for_no_subject(annotated: Annotated, pronoun: Token) -> bool:
    """Tell whether "it" or "they" is an object, which its own subject cannot be, or stands for nothing.

    Nothing is meant by "it" in "it is clear that …" and in "a go-it-alone course".
    """
    text = annotated.text
    if text[pronoun.start - 1 : pronoun.start] == "-" or text[pronoun.end : pronoun.end + 1] == "-":
        return True
    if pronoun.dep in _OBJECTS or pronoun.dep == "expl":
        return True
    return pronoun.text.casefold() == "it" and _is_filler(annotated, pronoun)


def _is_filler(annotated: Annotated, pronoun: Token) -> bool:
    """Tell whether "it" only holds the place of a clause: "it is clear that", "make it clear"."""
    before = annotated.tokens[pronoun.i - 1 : pronoun.i]
    if before and before[0].lemma in _MAKING:
        return True
    verb = annotated.tokens[pronoun.head]
    if verb.lemma not in _LINKING:
        return False
    below = annotated.children(verb)
    inside = [child for held in below if held.dep in ("acomp", "attr") for child in annotated.children(held)]
    return any(child.dep in _CLAUSES and child.start > pronoun.end for child in (*below, *inside))


def takes_up_subject(annotated: Annotated, subject: Token, pronoun: Token) -> bool:
    """Tell whether a pronoun is a subject like the one it stands for: in the next sentence or after "and"."""
    if pronoun.dep not in ("nsubj", "nsubjpass"):
        return False
    verb, before = annotated.tokens[pronoun.head], annotated.tokens[subject.head]
    if pronoun.sentence != subject.sentence:
        first = annotated.sentences[pronoun.sentence].start
        return verb.dep == "ROOT" and pronoun.start - first < _NEAR_FRONT
    return verb.dep == "conj" and verb.head == before.i
