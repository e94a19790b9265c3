"""Two numbers that make one range ("5 to 7 percent"), told from a change ("rose from 5 to 7 percent")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from onrecord.extract.numbers_scan import Number, any_of, whole_if

LONGEST_JOIN = 24
"""Characters between the numbers of a range; more hold other words."""

REACH_OF_CHANGE = 70
"""Characters before "from" among which a word of rising or falling makes a range a change."""


class Range(NamedTuple):
    """A range at its place, `start` with the words that lead to it."""

    start: int
    end: int
    number_start: int
    low: float | int
    high: float | int
    unit: str | None
    unit_span: tuple[int, int] | None


class RangeReader:
    """Tells whether two numbers in a row are one range; made once from the vocabulary."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        changes = [word for words in table["changes"].values() for word in words]
        self._change = re.compile(rf"\b(?:{any_of(changes)})\b[^.;:]*\Z", re.I)
        self._scales: dict[str, int] = dict(table["scales"])
        self._scale = re.compile(rf"({any_of(self._scales)})(?!\w)|(?<=[\d\s])(bn|mn|m|k|b)(?!\w)", re.I)
        self._short_scales: dict[str, int] = dict(table["short_scales"])

    def range_of(self, text: str, start: int, one: Number, other: Number | None) -> Range | None:
        """Return two numbers that span a range, None where they do not."""
        if other is None or one.value is None or other.value is None or one.ordinal or other.ordinal:
            return None
        priced = other.unit is None and text[one.end : other.start] in _HYPHENS  # "$2-3"
        if (one.unit not in (None, other.unit) and not priced) or other.start - one.end > LONGEST_JOIN:
            return None
        joined = _JOIN.fullmatch(text, one.end, other.start)
        if joined is None or not self._is_led(text, start, one, other, joined["join"].lower()):
            return None
        noun = joined["noun"]
        if noun and not _follows(text, other, noun):
            return None
        low = self._scaled_alike(text, one, other)
        if low >= other.value:
            return None
        led = _LEAD.search(text, max(start, one.start - 12), one.start)
        first = led.start("lead") if led else one.start
        return Range(first, other.end, one.start, low, other.value, other.unit or one.unit, other.unit_span)

    def _is_led(self, text: str, start: int, one: Number, other: Number, join: str) -> bool:
        """Tell whether the words before two numbers let `join` make a range of them."""
        led = _LEAD.search(text, max(start, one.start - 12), one.start)
        lead = led["lead"].lower() if led else None
        if join == "and":
            return lead == "between"
        if join == "or":
            return one.unit == other.unit and one.value in (other.value - 1, other.value / 2)  # type: ignore[operator]
        if _YEAR.fullmatch(text, one.start, one.end) and not _YEAR.fullmatch(text, other.start, other.end):
            return False  # "rose in 2018 to 3.9 million" spans nothing
        if join != "to" and re.search(r"\s", text[one.end : other.start]) and one.unit != other.unit:
            return False
        if lead == "from" and "to" in join:
            assert led is not None
            clause = max(start, led.start() - REACH_OF_CHANGE)
            return self._change.search(text, clause, led.start()) is None
        return True

    def _scaled_alike(self, text: str, one: Number, other: Number) -> float | int:
        """Return the first number of a range with the second's scale ("3 to 4 million"), where it fits."""
        assert one.value is not None
        assert other.value is not None
        bare = not re.search(r"[a-z]", text[one.start : one.end].lower().lstrip("usacr$ "), re.I)
        said = self._scale.search(text, one.start, one.end)
        scale = self._scale.search(text, other.start, other.end)
        if scale is None or said is not None or (one.value >= 1000 and bare):
            return one.value
        word = scale[0].lower()
        scaled = whole_if(round(one.value * (self._scales.get(word) or self._short_scales[word]), 6))
        return scaled if scaled < other.value else one.value


_JOIN = re.compile(
    r"\s*(?P<noun>[a-z]+(?:\s[a-z]+)?)?\s*(?P<join>-\s+to\b|[-–‑]|\bto\b(?:\s+up\s+to\b)?|\bup\s+to\b|\band\b|\bor\b)\s*",
    re.I,
)
_HYPHENS = ("-", "–", "‑")
_LEAD = re.compile(r"\b(?P<lead>between|from)\s+\Z", re.I)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


def _follows(text: str, number: Number, noun: str) -> bool:
    """Tell whether the noun behind the first number of a range stands behind the second too."""
    after = text[number.end : number.end + len(noun) + 3].lower().lstrip(" -")
    return after.startswith(noun.lower())
