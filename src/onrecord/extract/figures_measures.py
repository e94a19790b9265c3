"""What kind of number a figure is: stock or flow, money, share, duration; and whether it is a change."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.data import Vocabularies
from onrecord.extract.figures_counted import Counted
from onrecord.extract.numbers import Amount
from onrecord.extract.numbers_scan import any_of
from onrecord.types.annotated import Annotated, Token


@dataclass(frozen=True, slots=True)
class Kind:
    """RECORD.md's `measure`, the finer `quantity`, the unit, and `up` or `down` for the size of a change."""

    measure: str
    quantity: str
    unit: str | None
    change: str | None


class Measures:
    """Tells the kind of a figure; made once from the vocabulary."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        table = vocabularies.table("counted")
        self._flow_verbs = frozenset(table["flow_verbs"])
        self._stock_verbs = frozenset(table["stock_verbs"])
        self._flow_nouns = frozenset(table["flow_nouns"])
        self._durations = frozenset(table["durations"])
        self._money: dict[str, str] = dict(table["money"])
        self._measured = frozenset(table["measured"]["nouns"])
        self._measured_or_timed = self._durations | self._measured
        nouns = {*self._durations, *self._money, *self._measured}
        self.units = frozenset(form for noun in nouns for form in (noun, f"{noun}s", _plural(noun)))
        rates = table["rates"]
        self._rate = re.compile(
            rf"[\s-]+(?:{any_of(rates['words'])})[\s-]+(?:{any_of(rates['units'])})s?\b|\s?/\s?"
            rf"(?:{any_of(rates['units'])})\b",
            re.I,
        )
        changes = vocabularies.table("numbers")["changes"]
        words = {word: way for way in ("up", "down") for word in changes[way]}
        self._ways = words
        self._changed_before = re.compile(
            rf"\b(?P<w>{any_of(words)})(?:\s+(?:by|of|another|an?|some|as\s+much\s+as))*\s+\Z", re.I
        )
        self._changed_after = re.compile(
            rf"(?:\s+points?|\s+percentage\s+points?)?\s+(?:[a-z]+\s+)?(?P<w>{any_of(words)})\b", re.I
        )

    def is_unit(self, counted: Counted) -> bool:
        """Tell whether what is counted are units of measurement, time or money."""
        return counted.is_unit or counted.head.text.lower() in self.units

    def kind_of(self, annotated: Annotated, amount: Amount, counted: Counted | None, end: int) -> Kind:
        """Return the kind of an amount; `end` is where its whole phrase ends."""
        if amount.ordinal:
            return Kind("rank", "rank", None, None)
        change = self._change(annotated.text, amount)
        lemma = counted.head.lemma.lower() if counted else ""
        if amount.unit == "percent" or (amount.unit == "share" and lemma not in self._measured_or_timed):
            return Kind("other", "share", amount.unit, change)
        rate = self._rate.match(annotated.text, end, end + 24) is not None
        if amount.unit not in (None, "share"):
            quantity = "measure" if amount.unit_span else "money"
            if amount.unit in self._durations:
                return Kind("duration", "duration", amount.unit, change)
            return Kind("other", "rate" if rate else quantity, amount.unit, change)
        if lemma == "time" and _AS_MUCH.match(annotated.text, end):
            return Kind("other", "rate", "times", change)
        if lemma in self._durations:
            return Kind("duration", "duration", lemma, change)
        if lemma in self._money:
            return Kind("other", "rate" if rate else "money", self._money[lemma], change)
        if lemma in self._measured:
            return Kind("other", "rate" if rate else "measure", lemma, change)
        token = counted.head if counted else annotated.token_at(amount.number_start)
        measure = "other" if token is None else self._flow_or_stock(annotated, token)
        return Kind(measure, "rate" if rate else "count", None, change)

    def _change(self, text: str, amount: Amount) -> str | None:
        """Return whether the words around say a rise or fall by so much ("up 5 percent")."""
        found = self._changed_before.search(text, max(0, amount.start - 36), amount.start)
        if found is not None and amount.unit is None and found["w"].lower() in _PARTICLES:
            return None
        if found is None and amount.unit in ("percent", "share"):
            found = self._changed_after.match(text, amount.end, amount.end + 40)
        return self._ways[" ".join(found["w"].lower().split())] if found else None

    def _flow_or_stock(self, annotated: Annotated, token: Token) -> str:
        """Return what the words around a counted noun say: a participle after it, a noun or verb above it."""
        for child in annotated.children(token):
            if child.dep in ("acl", "relcl") and child.i > token.i:
                told = self._of_verb(child)
                if told != "other":
                    return told
        if token.lemma.lower() in self._flow_nouns:
            return "flow"
        for _ in range(6):
            head = annotated.tokens[token.head]
            if head.i == token.i:
                break
            if head.pos == "NOUN" and head.lemma.lower() in self._flow_nouns and token.text.lower() in _OF:
                return "flow"
            if head.lemma.lower() == "be" and token.dep not in ("nsubj", "attr"):
                break
            if head.text.lower() == "including":
                token = head
                continue
            if head.pos in ("VERB", "AUX") and (told := self._of_verb(head)) != "other":
                return told
            if token.dep == "nsubj" and (told := self._of_what_is_agreed(annotated, head)) != "other":
                return told
            token = head
        return "other"

    def _of_what_is_agreed(self, annotated: Annotated, verb: Token) -> str:
        """Return what the infinitive under a verb says of its subject: "84 families agreed to leave"."""
        inner = [child for child in annotated.children(verb) if child.dep == "xcomp" and child.pos == "VERB"]
        return self._of_verb(inner[0]) if inner else "other"

    def _of_verb(self, verb: Token) -> str:
        lemma = verb.lemma.lower()
        return "flow" if lemma in self._flow_verbs else "stock" if lemma in self._stock_verbs else "other"


_AS_MUCH = re.compile(r"\s+(?:more|as|less|fewer|higher|greater|lower|larger|faster|the|over)\b", re.I)
"""What follows "times" where a number compares: "four times more likely"."""

_PARTICLES = ("up", "down", "lower", "higher")
"""Words of change that stand before a bare number for other reasons ("set up 5 camps", "the Lower 48")."""

_OF = ("of", "by", "to", "against", "among")
"""The words that tie what a noun of happening happened to: "the repatriation of 50 refugees"."""


def _plural(noun: str) -> str:
    """Return the plural of a unit where it is not made with an s alone."""
    if noun.endswith("y"):
        return noun[:-1] + "ies"
    return {"foot": "feet", "inch": "inches", "penny": "pence"}.get(noun, noun + "es")
