"""An ask as a rule proposes it, before it becomes a row, and where the words of an action end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.types.annotated import Annotated, Token
from onrecord.types.spans import Span

_END_MARKS = ".,;:!?\"'”’»*_ \t\n\r\u00a0"
_FINITE = ("VBD", "VBZ")
_UNENDING = ("DT", "PDT", "PRP$", "POS", "$", "CC")
"""Tags of words that no phrase ends on: what follows them belongs to it, wherever the parser hung it."""

_OF_THE_THING = ("by", "before", "from", "for", "to", "with", "about", "regarding", "no")
"""Prepositions that go on with a thing asked for; "on Monday", "in a letter" rather tell of the asking."""

_NEGATIONS = ("not", "n't", "n’t", "never")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a rule says of one ask; actors are ids, places are spans.

    `listed` tells that its verb stands in a stem before it, or at the head of a resolution's paragraph.
    """

    operative: Span
    action: Span
    strength: str
    requesters: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    relay: str | None = None
    label: str | None = None
    listed: bool = False
    statement: str | None = None
    modifiers: tuple[Span, ...] = ()
    condition: Span | None = None
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Words that look like an ask and are none: a stable code and one sentence."""

    place: Span
    code: str
    reason: str


def action_span(text: str, start: int, end: int) -> Span | None:
    """Return the words of an action without what only joins it to the next: "; and", a full stop, a mark."""
    while True:
        while end > start and text[end - 1] in _END_MARKS:
            if text[end - 1] == "'" and end - 2 > start and text[end - 2] in "sS":
                break
            end -= 1
        tail = text[max(start, end - 5) : end].casefold()
        joined = next((word for word in (" and", " or") if tail.endswith(word)), None)
        if joined is None or text[: end - len(joined)].rstrip()[-1:] not in (";", ","):
            break
        end -= len(joined)
    while start < end and text[start] in _END_MARKS + "“‘":
        start += 1
    return Span(start, end) if start < end else None


def thing_end(annotated: Annotated, verb: Token, thing: Token) -> int:
    """Return where a thing that is asked for ends, with the phrases behind it that belong to it as well.

    The parser hangs some of them on the verb of asking: "request access for doctors to the camp by June".
    """
    end = annotated.subtree(thing)[-1].end
    for child in annotated.children(verb):
        below = annotated.subtree(child)
        follows = not annotated.text[end : below[0].start].strip()
        preposition = child.dep == "prep" or (child.dep == "dative" and child.pos == "ADP")
        if preposition and follows and below[0].text.casefold() in _OF_THE_THING:
            end = _before_remark(annotated, below)
    return end


def _before_remark(annotated: Annotated, below: Sequence[Token]) -> int:
    """Return the end of a phrase before a clause that a comma sets apart: "…, where people are in need"."""
    for token in below:
        start = annotated.subtree(token)[0].start
        if token.dep == "relcl" and annotated.text[below[0].start : start].rstrip().endswith(","):
            return start
    return below[-1].end


def is_negative(annotated: Annotated, verb: Token) -> bool:
    """Tell whether a verb is negated: "not to repatriate", "must never return"."""
    return any(
        child.dep == "neg" or child.text.casefold() in _NEGATIONS for child in annotated.children(verb)
    )


def verb_phrase(annotated: Annotated, verb: Token) -> tuple[int, int]:
    """Return the place of what a verb asks for, from its first word after its subject, "not" and "to"."""
    below = annotated.subtree(verb)
    subjects = [child for child in annotated.children(verb) if child.dep in ("nsubj", "nsubjpass")]
    theirs = {token.i for subject in subjects for token in annotated.subtree(subject)}
    before = [token for token in below if token.i < verb.i]
    start = verb.start
    for token in reversed(before):
        marked = token.tag in ("TO", "MD") or token.dep in ("mark", "punct", "cc", "neg")
        if token.i in theirs or marked:
            break
        start = token.start
    ends = [
        annotated.subtree(child)[0].start
        for child in annotated.children(verb)
        if child.i > verb.i and child.dep == "conj" and child.tag in _FINITE and verb.tag == "VB"
    ]
    end = completed(annotated, start, _unhyphened(annotated, min([below[-1].end, *ends])))
    words = annotated.text[start:end].rstrip()
    return start, start + len(words.removesuffix(" and").removesuffix(" but"))


def _unhyphened(annotated: Annotated, end: int) -> int:
    """Return the end of a phrase that the parser cut at a hyphen ("co-operate with …"), else `end`."""
    if annotated.text[end : end + 1] != "-" or not annotated.text[end + 1 : end + 2].isalpha():
        return end
    rest = annotated.token_at(end + 1)
    return annotated.subtree(rest)[-1].end if rest is not None else end


def completed(annotated: Annotated, start: int, end: int) -> int:
    """Return the end of a phrase that was cut in a bracket, before its object or behind an article.

    "make public all | previously sealed tapes", "provide | $4 million" with a new line between.
    """
    closing = _closing_bracket(annotated.text, start, end)
    after = annotated.token_at(_next_word(annotated.text, closing or end))
    last = annotated.token_at(end - 1)
    if after is None or last is None:
        return closing or end
    top = after
    while annotated.tokens[top.head].i > last.i and annotated.tokens[top.head].i != top.i:
        top = annotated.tokens[top.head]
    below = annotated.subtree(top)
    goes_on = below[0].i == after.i and after.i > last.i
    if closing:
        thing = top.pos in ("NOUN", "PROPN", "ADP", "NUM") and after.tag != "CC"
        return below[-1].end if goes_on and thing else closing
    money = last.pos == "VERB" and after.tag == "$"
    return below[-1].end if goes_on and (money or last.tag in _UNENDING) else end


def _closing_bracket(text: str, start: int, end: int) -> int | None:
    """Return the end of a bracket that a phrase leaves open, None where it leaves none."""
    if text.count("(", start, end) <= text.count(")", start, end):
        return None
    at = text.find(")", end)
    return at + 1 if at >= 0 and not set(text[end:at]) & {"(", "\n", "."} else None


def _next_word(text: str, end: int) -> int:
    """Return where the next word stands, behind white space but no blank line."""
    at = end
    while at < len(text) and text[at].isspace():
        at += 1
    return at if text.count("\n", end, at) < 2 else len(text)


def with_joined(annotated: Annotated, asking: Token, end: int) -> int:
    """Return the end of an action with the verbs joined to it that the parser hung on the verb of asking.

    A base form joins no finite verb or participle: "recommends that Vareda stop it, pay them and bring …".
    """
    if asking.tag not in ("VBD", "VBZ", "VBG", "VBN"):
        return end
    for child in annotated.children(asking):
        parts = annotated.children(child)
        bare = child.tag == "VB" and not any(
            part.dep in ("nsubj", "nsubjpass", "aux", "mark", "advmod") and part.i < child.i for part in parts
        )
        below = annotated.subtree(child)
        gap = annotated.text[end : below[0].start].replace(",", " ").split()
        if bare and child.dep in ("conj", "advcl") and below[0].start >= end and gap in ([], ["and"], ["or"]):
            end = below[-1].end
    return end
