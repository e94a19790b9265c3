"""The words of time from `times.toml`, as parts of patterns and as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from onrecord.data import Vocabularies


class TimeWords:
    """Months, weekdays, units, numbers and references, with the pattern of each."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        table = vocabularies.table("times")
        self.months = {name.lower(): number for number, name in enumerate(table["months"], 1)}
        self.months |= {name.lower(): number for name, number in table["month_abbreviations"].items()}
        self.weekdays = {name.lower(): number for number, name in enumerate(table["weekdays"], 1)}
        self.weekdays |= {name.lower(): number for name, number in table["weekday_abbreviations"].items()}
        self.seasons: Mapping[str, Any] = table["seasons"]
        self.units: Mapping[str, str] = table["units"]
        self.numbers: Mapping[str, int] = table["numbers"]
        self.ordinals: Mapping[str, int] = table["ordinals"]
        self.references: Mapping[str, str] = table["references"]
        self.sets: Mapping[str, str] = table["sets"]
        self.not_years: Mapping[str, Any] = table["not_years"]
        self.patterns = self._patterns(table)

    def _patterns(self, table: Mapping[str, Any]) -> dict[str, str]:
        months = [*table["months"], *(name + r"\.?" for name in table["month_abbreviations"])]
        days = [*table["weekdays"], *(name + r"\." for name in table["weekday_abbreviations"])]
        small = [name for name in self.numbers if name not in ("a", "an")]
        number = rf"(?:\d{{1,3}}(?:\.\d)?|(?:{_any(small)})(?:[- ](?:{_any(small)}))?)"
        return {
            # Names of months and days are capital (or all capital): "may" and "march" are other words.
            "MONTH": "(?:" + "|".join(_capital(name) for name in _longest(months)) + r")(?![\w])",
            "WEEKDAY": "(?:" + "|".join(_capital(name) for name in _longest(days)) + r")(?![\w])",
            "UNIT": rf"(?i:{_any(self.units)})",
            "SEASON": rf"(?i:{_any(self.seasons)})",
            "NUMBER": rf"(?i:{number})",
            "COUNT": rf"(?i:{number}|(?:{_any(_OPEN_COUNTS)})(?!\w))",
            "ORDINAL": rf"(?i:{_any(self.ordinals)}|\d{{1,2}}(?:st|nd|rd|th))",
            "DAY": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d.,]*\d)",
            "YEAR": r"(?:1[5-9]|20)\d\d(?!\d|,\d|\.\d)",
            "SETS": _any(self.sets),
            "REFERENCES": _any(self.references),
            "PART": r"(?i:morning|afternoon|evening|night)",
        }

    def count(self, words: str) -> float | None:
        """Return the number that words of a count give, None where it is open ("several")."""
        found = re.fullmatch(r"\d+(?:\.\d+)?", words)
        if found:
            return float(words)
        folded = words.lower().strip()
        if folded in ("half a", "half an"):
            return 0.5
        if folded.startswith("a couple"):
            return 2
        total = 0
        for part in re.split(r"[- ]", folded):
            if part not in self.numbers:
                return None
            total = total * 100 if part == "hundred" else total + self.numbers[part]
        return total

    def ordinal(self, words: str) -> int | None:
        """Return the number of an ordinal in words or digits."""
        digits = re.match(r"\d+", words)
        return int(digits.group()) if digits else self.ordinals.get(words.lower())

    def month(self, words: str) -> int:
        """Return the number of a month."""
        return self.months[words.lower().rstrip(".")]

    def weekday(self, words: str) -> int:
        """Return the ISO number of a weekday."""
        return self.weekdays[words.lower().rstrip(".")]

    def unit(self, words: str) -> str:
        """Return the TIMEX3 unit of a unit word in singular or plural."""
        folded = words.lower().removesuffix("s")
        singular = folded.removesuffix("ie") + "y" if folded.endswith("ie") else folded
        return self.units[singular]


_OPEN_COUNTS = (
    "a", "an", "several", "many", "few", "a few", "some", "a couple of", "a couple", "half a", "half an",
)  # fmt: skip


def _longest(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in _longest(words))


def _capital(name: str) -> str:
    return f"{name}|{name.upper()}" if not name.endswith(("?", r"\.")) else name
