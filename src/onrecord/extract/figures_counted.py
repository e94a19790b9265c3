"""What a number counts: the noun with its words, and the same with its noun in the singular."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from onrecord.extract.numbers import Amount
from onrecord.types.annotated import Annotated, Token
from onrecord.types.spans import Span

LONGEST_COUNTED = 100
"""Characters of a counted phrase beyond which the parse has run away with the sentence."""

MOST_WORDS_COUNTED = 8
"""Words after a number among which its noun is looked for where the parse does not tie them."""

_NUMBER_DEPS = ("nummod", "quantmod", "compound", "amod", "nmod", "npadvmod", "det", "advmod", "predet")
_PART_DEPS = ("nummod", "compound", "amod", "nmod", "predet", "det")
_OF_UNITS = ("square", "cubic", "nautical", "metric", "fluid")
_CASUALTIES = ("dead", "injured", "wounded", "missing", "hurt", "homeless")
"""Words that stand for people behind a number without being nouns: "15 dead and 20 injured"."""

_TIED_BY = ("in", "of")


@dataclass(frozen=True, slots=True)
class Counted:
    """The noun that is counted with its words; `head` governs the sentence part the figure stands in.

    `is_unit` tells that it is a shortened unit of measurement ("km").
    """

    head: Token
    span: Span
    is_unit: bool = False

    def words(self, annotated: Annotated) -> str:
        """Return what is counted in its own words, on one line."""
        return " ".join(self.span.slice(annotated.text).split())

    def lemma(self, annotated: Annotated, singulars: Mapping[str, str]) -> str:
        """Return the same with the noun in the singular, without articles and brackets."""
        said, bracket = [], False
        for token in annotated.tokens_in(self.span.start, self.span.end):
            bracket = (bracket or token.text == "(") and token.text != ")"
            if token.i == self.head.i:
                said.append(
                    singulars.get(token.text.lower(), token.lemma if token.pos == "NOUN" else token.text)
                )
            elif not bracket and (token.pos not in ("DET", "PUNCT") or token.text == "-"):
                said.append(token.text)
        return " ".join(said).replace(" - ", "-")


def counted_by(annotated: Annotated, amount: Amount, units: AbstractSet[str]) -> Counted | None:
    """Return what a number counts, None where it stands alone ("killed 35").

    One of `units` right behind a number is what it counts, whatever the parse ties it to ("a two-year plan").
    """
    if amount.unit_span is not None:
        token = annotated.token_at(amount.unit_span[0])
        return Counted(token, Span(*amount.unit_span), is_unit=True) if token is not None else None
    inside = annotated.tokens_in(amount.number_start, amount.number_end)
    if not inside:
        return None
    last = inside[-1]
    following = annotated.tokens[last.i + 1] if last.i + 1 < len(annotated.tokens) else None
    unit = _unit_after(annotated, amount, last, units)
    if unit is not None:
        return unit
    tied = following is not None and following.sentence == last.sentence
    if tied and following is not None and following.text.lower() in _ties(amount):
        return _object_of(annotated, amount, following, units)
    if amount.unit is not None:
        return _shared(annotated, amount, inside)
    head = _governor(annotated, inside, _NUMBER_DEPS)
    if head is not None and head.pos == "ADJ" and amount.ordinal:
        head = annotated.tokens[head.head]
    if head is None or not _is_counted(head, last):
        head = _noun_after(annotated, last)
    if head is None and following is not None and following.text.lower() in _CASUALTIES:
        return _counted(annotated, following, amount.end)
    if head is None or not _is_counted(head, last):
        return None
    start = amount.end if amount.end <= head.start else amount.number_end
    return _counted(annotated, _end_of_compound(annotated, head, last), start)


def _unit_after(annotated: Annotated, amount: Amount, last: Token, units: AbstractSet[str]) -> Counted | None:
    if amount.unit is not None:
        return None
    for token in annotated.tokens[last.i + 1 : last.i + 4]:
        if token.sentence != last.sentence:
            return None
        if token.text.lower() in units:
            start = amount.end if amount.end <= token.start else amount.number_end
            return _counted(annotated, token, start)
        if token.text not in ("-", "–", "‑") and token.text.lower() not in _OF_UNITS:
            return None
    return None


def _ties(amount: Amount) -> tuple[str, ...]:
    """Return the words that tie an amount to what it is of: money may be "in" something too."""
    return ("of",) if amount.unit in (None, "percent", "share") else _TIED_BY


def _object_of(
    annotated: Annotated, amount: Amount, following: Token, units: AbstractSet[str]
) -> Counted | None:
    objects = [child for child in annotated.children(following) if child.dep == "pobj"]
    if not objects and following.text.lower() == "of":
        objects = [noun for noun in (_noun_after(annotated, following),) if noun]
    if not objects or objects[0].pos not in ("NOUN", "PROPN", "PRON"):
        return None
    if following.text.lower() == "in" and objects[0].text.lower() in units:
        return None
    if following.text.lower() == "in" and objects[0].tag != "NNS" and objects[0].pos != "NOUN":
        return None
    if objects[0].pos == "PRON" and amount.unit != "share":
        return None
    return _counted(annotated, objects[0], following.end)


def _shared(annotated: Annotated, amount: Amount, inside: tuple[Token, ...]) -> Counted | None:
    """Return the noun that a percentage, share or price stands before: "a 25 percent duty"."""
    head = _governor(annotated, inside, _PART_DEPS)
    if head is None or not _is_counted(head, inside[-1]):
        return None
    counted = _counted(annotated, head, amount.end)
    plain = counted is not None and all(
        token.pos in ("NOUN", "PROPN", "ADJ", "DET") or token.text == "-"
        for token in annotated.tokens_in(counted.span.start, counted.span.end)
    )
    return counted if plain else None


def _counted(annotated: Annotated, head: Token, start: int) -> Counted | None:
    span = _words_before(annotated, head, start)
    return Counted(head, span) if span is not None and len(span) <= LONGEST_COUNTED else None


def _is_counted(head: Token, last: Token) -> bool:
    return head.i > last.i and head.pos in ("NOUN", "PROPN") and head.sentence == last.sentence


def _end_of_compound(annotated: Annotated, head: Token, last: Token) -> Token:
    """Return the noun that ends the compound a number is tied into ("9 community anchor institutions")."""
    hyphened = annotated.tokens[last.i + 1].text in ("-", "–", "‑")
    for _ in range(MOST_WORDS_COUNTED):
        above = annotated.tokens[head.head]
        joined = head.dep in ("compound", "nmod") and above.i > head.i and above.pos in ("NOUN", "PROPN")
        if hyphened or not joined:
            break
        head = above
    return head


def _noun_after(annotated: Annotated, last: Token) -> Token | None:
    """Return the plural noun that ends the run of names and adjectives after a number.

    Words in brackets may stand in the run: "300 Kenyan (coast) families".
    """
    found, bracket = None, False
    for token in annotated.tokens[last.i + 1 : last.i + 1 + MOST_WORDS_COUNTED]:
        if token.sentence != last.sentence:
            break
        if token.text in "()":
            bracket = token.text == "("
        elif (
            not bracket
            and token.pos not in ("NOUN", "PROPN", "ADJ", "NUM")
            and token.tag not in ("VBN", "VBG")
        ):
            break
        elif not bracket and token.tag in ("NNS", "NNPS"):
            found = token
    return found


def _governor(annotated: Annotated, inside: tuple[Token, ...], deps: tuple[str, ...]) -> Token | None:
    """Return the noun that a number modifies: the first governor outside the number itself."""
    token = inside[-1]
    first, last = inside[0].i, inside[-1].i
    for _ in range(6):
        head = annotated.tokens[token.head]
        if head.i == token.i:
            return None
        if not first <= head.i <= last:
            hyphen = head.dep == "punct" or head.text == "-"
            return head if not hyphen and token.dep in deps else None
        token = head
    return None


_ADDITIONS = re.compile(
    r"(?:[\s–‑-]|\(\d+\)|(?:an?|more|additional|further|other|extra|odd|plus)(?=[\s-]))*", re.I
)
"""What stands between a number and its noun and is neither: "three (3) years", "200-odd more people"."""


def _words_before(annotated: Annotated, head: Token, start: int) -> Span | None:
    """Return the words from behind the number to the counted noun, without "more" and hyphens."""
    text = annotated.text
    if head.end - start > 2 * LONGEST_COUNTED:
        return None
    skipped = _ADDITIONS.match(text, start, head.start)
    first = skipped.end() if skipped else start
    broken = _APART.search(text, first, head.end) is not None or _JOINED.match(text, first) is not None
    return Span(first, head.end) if first < head.end and not broken else None


_APART = re.compile(r"\n\n|\s[–—-]\s|[;:]")
_JOINED = re.compile(r"(?:and|or)\b|[,.]", re.I)
