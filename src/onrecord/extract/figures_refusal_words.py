"""The words that make a number no figure: labels, ages, addresses, months, set phrases."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Any

from onrecord.data import Vocabularies
from onrecord.extract.figures_counted import Counted
from onrecord.extract.numbers import Amount
from onrecord.extract.numbers_scan import any_of, flat


class RefusalWords:
    """The words that make a number no figure; made once from the vocabulary."""

    def __init__(self, vocabularies: Vocabularies, units: AbstractSet[str]) -> None:
        table, counted = vocabularies.table("numbers"), vocabularies.table("counted")
        self._units = units
        self.idioms = re.compile(rf"(?<![\w-])(?:{any_of(table['idioms']['phrases'])})(?![\w-])", re.I)
        words = table["words_only"]
        self.words_only = re.compile(
            rf"(?<![\w-])(?<!as )(?<!how )(?<!so )(?:{any_of(words['phrases'])})(?![\w-])", re.I
        )
        self.one_verbs = frozenset(counted["one_verbs"])
        self._labels = _codes(table["labels"])
        self._before = re.compile(rf"(?<![\w])(?P<w>{any_of(self._labels)})\s*(?:\(\s*)?\Z", re.I)
        self._labels_after = _codes(table["labels_after"])
        self._after = re.compile(rf"(?P<w>{_any_exactly(self._labels_after)})", re.I)
        ages = table["ages"]
        self._age_before = re.compile(
            rf"\b(?:{any_of(ages['people'])})\s+(?:{any_of(ages['words'])})\s+(?:the\s+age\s+of\s+)?\Z", re.I
        )
        address = table["address"]
        self._street = re.compile(
            rf"[ ]+(?:[NSEW]{{1,2}}\.?[ ]+)?(?:(?:[A-Z][\w.'’]*|\d+(?:st|nd|rd|th))[ ]+){{1,4}}"
            rf"(?i:{any_of(address['after'])})(?!\w)|[ ]+(?i:{any_of(address['before'])})\.?\s+[A-Z]"
        )
        self._month = re.compile(
            rf"\s+(?:(?:and|or|to)\s+\d{{1,2}}\s+)?(?-i:{any_of(table['months']['names'])})(?!\w)", re.I
        )
        durations = any_of(counted["durations"])
        self._duration = re.compile(rf"[\s-]+(?:[a-z]+\s+)?(?:{durations})s?\b", re.I)

    def label_before(self, before: str) -> tuple[str, str] | None:
        """Return the code of the label that ends the words before a number, and the label."""
        found = self._before.search(before)
        return (self._labels[flat(found["w"])], found["w"]) if found else None

    def label_after(self, after: str) -> str | None:
        """Return the code of the label that begins the words after a number."""
        found = self._after.match(after)
        return self._labels_after[found["w"].lower()] if found else None

    def is_age(self, before: str, after: str, counted: Counted | None) -> bool:
        """Tell whether a number is an age: 34-year-old, children under 5, "Ana Ruiz, 34, said"."""
        if self.label_after(after) == "age" or _AGE_ASIDE.search(before + "\0" + after):
            return True
        return counted is None and self._age_before.search(before) is not None

    def is_address(self, after: str) -> bool:
        """Tell whether the words after a number are a street's."""
        return self._street.match(after) is not None

    def month_follows(self, after: str) -> bool:
        """Tell whether a number is the day of a month that stands behind it ("1 and 7 July")."""
        return self._month.match(after) is not None

    def is_unit(self, counted: Counted | None) -> bool:
        """Tell whether what is counted are units of time, money or measurement."""
        return counted is not None and counted.head.text.lower() in self._units

    def duration_follows(self, text: str, amount: Amount) -> bool:
        """Tell whether a number counts units of time, wherever that stands."""
        return self._duration.match(text, amount.number_end) is not None


_NAME = r"[A-Z][\w’'-]+"
_AGE_ASIDE = re.compile(rf"\b{_NAME},\s+\x00,\s+(?:[a-z]|$)|\b{_NAME} {_NAME},\s+\x00[.;]")


def _codes(table: Any) -> dict[str, str]:
    return {word.lower(): code for code, words in table.items() for word in words}


def _any_exactly(words: Any) -> str:
    """Return a pattern of any of some words with the spaces they are written with."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
