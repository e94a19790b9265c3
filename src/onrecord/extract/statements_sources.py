"""Who says it: the words that are the subject of a cue, wherever the grammar keeps them."""

from __future__ import annotations

from onrecord.extract.statements_words import SpeechWords
from onrecord.types.annotated import Annotated, Token
from onrecord.types.spans import Span

_DEPTH = 6
_SUBJECTS = ("nsubj", "csubj")
_LONG_SOURCE = 90
_TRIM = ",;:—–-\"“”‘’'«»()[]"
_JOINTS = frozenset([",", "—", "–", "-", "--", "and", "while", "but", "also"])
_OCCASION = frozenset(["in", "on", "at", "during", "after", "before", "with", "through", "via", "while"])
_LEFT = frozenset(["det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet", "case"])


def subject_of(annotated: Annotated, verb: Token, words: SpeechWords, depth: int = 0) -> Token | None:
    """Return the head of the words that name the speaker of `verb`, None where nobody is named.

    The subject; the agent of a passive; for a participle, an infinitive or a second verb the subject
    of the verb it hangs on; for a participle after a noun that noun, or whoever put it out.
    """
    children = annotated.children(verb)
    if is_passive(annotated, verb):
        return _agent(annotated, verb)
    for child in children:
        if child.dep in _SUBJECTS:
            return child if child.dep == "nsubj" else None
    if depth > _DEPTH or verb.head == verb.i:
        return None
    return _inherited(annotated, verb, annotated.tokens[verb.head], words, depth)


def _inherited(
    annotated: Annotated, verb: Token, head: Token, words: SpeechWords, depth: int
) -> Token | None:
    if verb.dep in ("acl", "relcl") and head.pos in ("NOUN", "PROPN", "PRON"):
        issuer = _issuer_of(annotated, head, words, depth)
        if issuer is None and any(child.tag == "TO" for child in annotated.children(verb)):
            return None  # "his refusal to say": a noun with an infinitive is no speaker
        return issuer or head
    above = reporting_above(annotated, verb, words)
    if above is not None:
        return subject_of(annotated, above, words, depth + 1)
    if verb.dep in ("pcomp", "prep") or (verb.dep == "advcl" and head.pos == "ADP"):
        while head.pos in ("ADP", "SCONJ") and head.head != head.i:
            head = annotated.tokens[head.head]
    if head.pos not in ("VERB", "AUX", "ADJ"):
        return None
    if verb.dep == "xcomp":
        controlled = [child for child in annotated.children(head) if child.dep in ("dobj", "dative")]
        if controlled and controlled[-1].i < verb.i:
            return controlled[-1]
    if verb.dep in ("conj", "xcomp", "advcl", "pcomp", "prep", "ccomp", "dep"):
        passive = is_passive(annotated, head)
        if passive and verb.dep in ("xcomp", "advcl", "conj", "pcomp"):
            return next((child for child in annotated.children(head) if child.dep == "nsubjpass"), None)
        return subject_of(annotated, head, words, depth + 1)
    return None


def reporting_above(annotated: Annotated, verb: Token, words: SpeechWords) -> Token | None:
    """Return the verb of speech whose speaker goes on with a participle: "said X, adding that Y".

    The parser hangs "adding" inside what was said; it is one more thing said by the same speaker.
    """
    if verb.dep not in ("advcl", "conj") or words.taking(verb.lemma.casefold(), "", "clause") is None:
        return None
    children = annotated.children(verb)
    if not any(child.dep == "ccomp" and child.i > verb.i for child in children):
        return None
    if any(child.dep in _SUBJECTS for child in children) or annotated.tokens[verb.i - 1].text not in _JOINTS:
        return None
    inner = annotated.tokens[verb.head]
    for _ in range(_DEPTH):
        if inner.dep == "ccomp" and inner.head < inner.i:
            head = annotated.tokens[inner.head]
            same = verb.tag == "VBG" or (verb.tag == head.tag != inner.tag)
            return head if same and words.taking(head.lemma.casefold(), "", "clause") else None
        if inner.head == inner.i:
            return None
        inner = annotated.tokens[inner.head]
    return None


def _issuer_of(annotated: Annotated, noun: Token, words: SpeechWords, depth: int) -> Token | None:
    """Return who put out a document that then speaks: X in "X released a letter calling for …"."""
    if noun.lemma.casefold() not in words.documents or noun.dep not in ("dobj", "obj"):
        return None
    verb = annotated.tokens[noun.head]
    if verb.lemma.casefold() not in words.issuing:
        return None
    return subject_of(annotated, verb, words, depth + 1)


def is_passive(annotated: Annotated, verb: Token) -> bool:
    """Tell whether a verb stands in the passive, also without its auxiliary ("a plan proposed by …")."""
    deps = {child.dep for child in annotated.children(verb)}
    if "auxpass" in deps or "nsubjpass" in deps:
        return True
    return verb.tag == "VBN" and "aux" not in deps and ("agent" in deps or verb.dep in ("acl", "advcl"))


def _agent(annotated: Annotated, verb: Token) -> Token | None:
    for child in annotated.children(verb):
        if child.dep == "agent":
            return next((below for below in annotated.children(child) if below.dep == "pobj"), None)
    return None


def phrase_of(annotated: Annotated, head: Token, without: frozenset[int] = frozenset()) -> Span | None:
    """Return the noun phrase of `head`: all it governs, without loose clauses and the tokens `without`.

    What stands beside the name stays ("Ana Ruiz, who leads the council"); where and when a person
    said it does not ("Ana Ruiz in her speech").
    """
    held = [token for token in annotated.subtree(head) if token.i not in without]
    if not held or len(held) > _LONG_SOURCE:
        held = _narrow(annotated, head)
    cut = {
        below.i
        for child in annotated.children(head)
        if child.i > head.i and _stands_apart(annotated, head, child)
        for below in annotated.subtree(child)
    }
    kept = _around(head, [token for token in held if token.i not in cut])
    while (
        kept and kept[0] != head and (kept[0].pos == "PUNCT" or kept[0].text in _TRIM or kept[0].dep == "cc")
    ):
        kept = kept[1:]
    while kept and kept[-1] != head and _hangs_over(annotated, kept[-1]):
        kept = kept[:-1]
    return Span(kept[0].start, kept[-1].end) if kept else None


def _stands_apart(annotated: Annotated, head: Token, child: Token) -> bool:
    """Tell whether what `child` heads is no part of the name: a clause beside it, a place or an occasion."""
    if child.dep in ("advcl", "parataxis", "ccomp"):
        return True
    if child.dep == "acl":
        return _after_comma(annotated, child)
    if child.dep != "prep" or head.pos not in ("PROPN", "PRON") or child.text.casefold() not in _OCCASION:
        return False
    of_what = next((below for below in annotated.children(child) if below.dep == "pobj"), None)
    return of_what is not None and of_what.text[0].islower()


def _hangs_over(annotated: Annotated, token: Token) -> bool:
    if token.dep == "npadvmod":  # "Senator Ruiz today denounced": the day is no part of the name
        return True
    if token.text in {")", '."'}:
        return False
    return token.text in _TRIM or token.text == "." or token.dep in ("cc", "preconj")


def _narrow(annotated: Annotated, head: Token) -> list[Token]:
    left = [child for child in annotated.children(head) if child.i < head.i and child.dep in _LEFT]
    held = {head.i: head}
    for child in left:
        held.update({below.i: below for below in annotated.subtree(child)})
    return [held[i] for i in sorted(held)]


def _around(head: Token, tokens: list[Token]) -> list[Token]:
    """Return the unbroken stretch of `tokens` that holds `head`."""
    index = {token.i: token for token in tokens}
    first = last = head.i
    while first - 1 in index:
        first -= 1
    while last + 1 in index:
        last += 1
    return [index.get(i, head) for i in range(first, last + 1)]


def _after_comma(annotated: Annotated, token: Token) -> bool:
    first = annotated.subtree(token)[0]
    return first.i > 0 and annotated.tokens[first.i - 1].text in (",", "—", "–", "-", "--")
