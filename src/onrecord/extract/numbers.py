"""Numbers as they are written, in digits and in words, with their bounds."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.data import Vocabularies

NEAR = 0.1
"""Half width of "about", and depth of "nearly", as a share of the number (RECORD.md, FIELD.md section 4)."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its bound at its place in the text.

    `start` to `end` holds the bound words too, `number_start` to `number_end` the number alone. `low`
    and `high` are inclusive and None where open. `unit` is a currency, `percent` or None.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    number: float | int | None
    low: float | int | None
    high: float | int | None
    bound: str
    unit: str | None = None
    ordinal: bool = False
    additive: bool = False


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    value: float | int | None
    vague: tuple[int, int] | None = None
    unit: str | None = None
    ordinal: bool = False


CURRENCIES = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₩": "won", "₹": "rupee"}


class NumberReader:
    """Finds amounts in a stretch of text; made once from the vocabulary."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        table = vocabularies.table("numbers")
        self._cardinals: dict[str, int] = dict(table["cardinals"])
        self._scales: dict[str, int] = dict(table["scales"])
        self._amounts: dict[str, int] = dict(table["amounts"])
        self._vague: dict[str, Any] = dict(table["vague"])
        self._fractions: dict[str, Any] = dict(table["fractions"])
        self._number = self._number_pattern()
        before = {phrase: bound for bound, phrases in table["bounds"]["before"].items() for phrase in phrases}
        after = {phrase: bound for bound, phrases in table["bounds"]["after"].items() for phrase in phrases}
        self._before_words, self._after_words = before, after
        self._before = re.compile(rf"(?<![\w-])(?P<b>{_any(before)})\s+(?:the\s+|an?\s+(?=\d))?$", re.I)
        self._after = re.compile(rf"\s*(?:-\s*)?(?P<b>{_any(after)})(?!\w)|(?P<plus>\+)(?!\d)", re.I)

    def amounts(self, text: str, start: int, end: int) -> Iterator[Amount]:
        """Yield the amounts between two offsets in order; ranges are one amount."""
        numbers = list(self._numbers(text, start, end))
        skip = False
        for index, number in enumerate(numbers):
            if skip:
                skip = False
                continue
            following = numbers[index + 1] if index + 1 < len(numbers) else None
            spanned = _range(text, start, number, following)
            if spanned is not None:
                skip = True
                yield spanned
            else:
                yield self._bounded(text, start, end, number)

    def _numbers(self, text: str, start: int, end: int) -> Iterator[_Number]:
        for match in self._number.finditer(text, start, end):
            number = self._read(match)
            if number is not None:
                yield number

    def _number_pattern(self) -> re.Pattern[str]:
        word = rf"(?:{_any(self._cardinals)})"
        scale = rf"(?:{_any(self._scales)})"
        words = rf"{word}(?:(?:[\s-]+(?:and\s+)?)(?:{word}|{scale})(?!\w))*"
        return re.compile(
            rf"(?<![\w])(?P<vague>{_any(self._vague)})(?!\w)"
            rf"|(?<![\w])(?P<amount>{_any(self._amounts)})(?!\w)"
            rf"|(?<![\w])(?P<half>half\s+an?\s+(?P<halfof>{scale}))(?!\w)"
            rf"|(?<![\w])(?P<inn>(?P<ina>\d{{1,3}}|{word})\s+(?:in|out\s+of)\s+(?:every\s+)?(?P<inb>\d{{1,4}}|{word}))(?!\w)"
            rf"|(?<![\w])(?P<frac>(?:(?P<fn>{word}|an?)[\s-])(?P<fd>{_any(self._fractions)}))(?![\w-])"
            rf"|(?P<cur>(?:US|C|A)?[$€£¥₩₹]\s?)?(?<![\w.])(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
            rf"(?:(?P<ord>st|nd|rd|th)(?!\w)|[\s-]*(?P<dscale>{scale}|bn|mn|m(?=\b(?!\s*(?:/|²)))|k)(?!\w))?"
            rf"(?P<pct>\s?%|\s?per\s?cent(?!\w|age))?"
            rf"|(?<![\w-])(?P<aword>an?\s+(?P<ascale>{scale}))(?!\w)"
            rf"|(?<![\w-])(?P<words>{words})(?!\w)(?P<wpct>\s+per\s?cent(?!\w|age))?",
            re.I,
        )

    def _read(self, match: re.Match[str]) -> _Number | None:
        given = match.groupdict()
        start, end = match.span()
        if given["vague"]:
            low, high = self._vague[_flat(given["vague"])]
            return _Number(start, end, None, (low, high))
        if given["amount"]:
            return _Number(start, end, self._amounts[_flat(given["amount"])])
        if given["half"]:
            return _Number(start, end, _whole(self._scales[given["halfof"].lower()] / 2))
        if given["inn"]:
            part, whole = self._small(given["ina"]), self._small(given["inb"])
            return _Number(start, end, part / whole, unit="share") if whole > part else None
        if given["frac"]:
            part, whole = self._fractions[given["fd"].lower()]
            times = 1 if given["fn"].lower() in ("a", "an") else self._small(given["fn"])
            return _Number(start, end, times * part / whole, unit="share")
        if given["digits"]:
            return self._read_digits(match)
        if given["aword"]:
            return _Number(start, end, self._scales[given["ascale"].lower()])
        unit = "percent" if given["wpct"] else None
        return _Number(start, end, self._in_words(given["words"]), unit=unit)

    def _read_digits(self, match: re.Match[str]) -> _Number:
        given = match.groupdict()
        value = _whole(float(given["digits"].replace(",", "")))
        scale = (given["dscale"] or "").lower()
        short = {"bn": 10**9, "mn": 10**6, "m": 10**6, "k": 1000}
        if scale:
            value = _whole(round(value * (self._scales.get(scale) or short[scale]), 6))
        currency = CURRENCIES[given["cur"].strip()[-1]] if given["cur"] else None
        unit = currency or ("percent" if given["pct"] else None)
        return _Number(match.start(), match.end(), value, unit=unit, ordinal=bool(given["ord"]))

    def _small(self, word: str) -> int:
        return int(word) if word.isdigit() else self._cardinals[word.lower()]

    def _in_words(self, words: str) -> int:
        total = group = 0
        for word in re.split(r"[\s-]+", words.lower()):
            if word == "and":
                continue
            if word in self._cardinals:
                group += self._cardinals[word]
            elif self._scales[word] == 100:
                group = max(1, group) * 100
            else:
                total, group = total + max(1, group) * self._scales[word], 0
        return total + group

    def _bounded(self, text: str, start: int, end: int, number: _Number) -> Amount:
        before = self._before.search(text, max(start, number.start - 40), number.start)
        after = self._after.match(text, number.end, min(end, number.end + 20))
        bound = self._before_words[_flat(before["b"])] if before else None
        first = before.start("b") if before else number.start
        last = number.end
        if after is not None and (bound is None or bound == "exact"):
            bound = "at_least" if after["plus"] else self._after_words[_flat(after["b"])]
            last = after.end()
        additive = bool(_MORE.match(text, last, min(end, last + 12))) or bool(
            before and _flat(before["b"]) in _ADDED
        )
        if bound == "exact":
            first = first if before and _flat(before["b"]) in ("exactly", "precisely") else number.start
        if number.vague:
            low, high = _vague_limits(number.vague, bound)
            return Amount(
                first, last, number.start, number.end, None, low, high, "vague", number.unit, False, additive
            )
        assert number.value is not None
        kind = bound or "exact"
        lowest, highest = limits(number.value, kind, number.unit)
        return Amount(
            first,
            last,
            number.start,
            number.end,
            number.value,
            lowest,
            highest,
            kind,
            number.unit,
            number.ordinal,
            additive,
        )


_ADDED = ("another", "an additional")
_MORE = re.compile(r"\s+(?:more|additional|further)(?!\s+than)\b", re.I)


def limits(
    value: float | int, bound: str, unit: str | None = None
) -> tuple[float | int | None, float | int | None]:
    """Return the inclusive lowest and highest number that a bound allows.

    >>> limits(600, "more_than"), limits(2000, "at_most"), limits(200, "about"), limits(2000, "nearly")
    ((601, None), (None, 2000), (180, 220), (1800, 2000))
    """
    counts = isinstance(value, int) and unit is None
    step: float | int = 1 if counts else 0
    if bound == "at_least":
        return value, None
    if bound == "more_than":
        return value + step, None
    if bound == "at_most":
        return None, value
    if bound == "less_than":
        return None, value - step
    if bound == "about":
        return _rounded(value * (1 - NEAR), counts, math.ceil), _rounded(
            value * (1 + NEAR), counts, math.floor
        )
    if bound == "nearly":
        return _rounded(value * (1 - NEAR), counts, math.ceil), value
    return value, value


def _rounded(value: float, counts: bool, inwards: Any) -> float | int:
    return int(inwards(round(value, 6))) if counts else _whole(round(value, 6))


def _vague_limits(vague: tuple[int, int], bound: str | None) -> tuple[int | None, int | None]:
    low, high = vague
    if bound in ("at_least", "more_than"):
        return low, None
    return (None, high) if bound in ("at_most", "less_than") else (low, high)


_BETWEEN = re.compile(r"(?:between|from|of)\s+(?:[$€£¥]\s*)?$", re.I)


def _range(text: str, start: int, one: _Number, other: _Number | None) -> Amount | None:
    """Return two numbers that span a range as one amount, None where they do not."""
    if other is None or one.value is None or other.value is None or one.ordinal or other.ordinal:
        return None
    if one.unit != other.unit and one.unit is not None:
        return None
    if re.fullmatch(r"(?:1[5-9]|20)\d\d", text[one.start : one.end]) and other.value > 9999:
        return None  # "rose in 2018 to 3.9 million" spans nothing
    between = text[one.end : other.start]
    if len(between) > 8 or not re.fullmatch(r"\s*(?:-|–|—|to|and)\s*", between, re.I):
        return None
    led = _BETWEEN.search(text, max(start, one.start - 12), one.start)
    joined = between.strip().lower()
    if joined == "and" and not (led and led.group().lower().startswith("between")):
        return None
    low = _scaled_alike(one, other, text)
    if low is None or low >= other.value:
        return None
    first = led.start() if led and not led.group().lower().startswith("of") else one.start
    unit = one.unit or other.unit
    return Amount(first, other.end, one.start, other.end, low, low, other.value, "between", unit)


def _scaled_alike(one: _Number, other: _Number, text: str) -> float | int | None:
    """Return the first number of a range with the second's scale ("3 to 4 million")."""
    assert one.value is not None
    assert other.value is not None
    scale = re.search(r"(hundred|thousand|million|billion|trillion)", text[other.start : other.end], re.I)
    if scale and one.value < 1000 and not re.search(r"[a-z]{4}", text[one.start : one.end], re.I):
        factors = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
        return _whole(one.value * factors[scale[1].lower()])
    return one.value


def _whole(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _flat(words: str) -> str:
    return " ".join(words.lower().split())


def _any(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
