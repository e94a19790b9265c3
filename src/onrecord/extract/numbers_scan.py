"""Numbers alone as they are written: in digits and words, vague ones, fractions, with currency or unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_DIGITS = 15
"""Digits beyond which a row of them is a code and counts nothing."""

LENGTH_OF_CODE = 3
"""Letters of a currency's code (ISO 4217), which may stand behind the number too: "110 JPY"."""

DENOMINATORS = frozenset((2, 3, 4, 5, 6, 8, 10, 16, 32, 64, 100, 128))
"""What "a/b" is divided by where it is a fraction and neither a date nor an idiom."""

MOST_OF_FEW = 9
"""Largest part in "three in ten"; "12 in 20 attacks" are twelve."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number at its place: `value`, or for a vague word the lowest and highest it can mean.

    `unit` is a currency, `percent`, `share` or a unit of measurement; `unit_span` holds the words of the
    last, which stand behind the number. `value` and `vague` are both None where the digits are too many.
    """

    start: int
    end: int
    value: float | int | None
    vague: tuple[int, int] | None = None
    unit: str | None = None
    unit_span: tuple[int, int] | None = None
    ordinal: bool = False


class NumberScanner:
    """Finds numbers in a stretch of text; made once from the vocabulary."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._cardinals: dict[str, int] = dict(table["cardinals"])
        self._scales: dict[str, int] = dict(table["scales"])
        self._short_scales: dict[str, int] = dict(table["short_scales"])
        self._sure_scales = frozenset(table["sure_scales"]["forms"])
        self._amounts: dict[str, int] = dict(table["amounts"])
        self._vague: dict[str, Any] = dict(table["vague"])
        self._fractions: dict[str, Any] = dict(table["fractions"])
        self._signs: dict[str, float] = dict(table["fraction_signs"])
        self._ordinals = _with_tens(table["ordinals"], self._cardinals)
        self._currencies: dict[str, str] = dict(table["currencies"])
        self._weak_currencies = frozenset(table["weak_currencies"]["codes"])
        self._units: dict[str, str] = dict(table["units"])
        shares = table["shares"]
        self._share_after = re.compile(rf"\s+(?:{any_of(shares['after'])})\b", re.I)
        self._share_before = re.compile(rf"\b(?:{any_of(shares['before'])})\s+\Z", re.I)
        self._no_half = re.compile(rf"(?:\b(?:{any_of(shares['not_before_half'])})\s+|[-–])\Z", re.I)
        scale, short = any_of(self._scales), any_of(self._short_scales)
        self._scale = re.compile(
            rf"\+?[\s-]{{0,2}}(?P<scale>(?:{scale})(?:\s+(?:{scale}))?)(?!\w)"
            rf"|(?P<gap>\s?)(?P<short>{short})(?![\w²³/])",
            re.I,
        )
        self._unit = re.compile(rf"[\s-]?(?P<unit>{any_of(self._units)})(?![\w/])")
        codes = [code for code in self._currencies if code.isalpha() and len(code) == LENGTH_OF_CODE]
        self._code_after = re.compile(rf"\s(?P<code>{any_of(codes)})(?!\w)")
        self._digits = self._pattern_of_digits()
        self._words = self._pattern_of_words()
        self._ordinal_after = re.compile(
            rf"(?:\s+and)?[\s-]+(?P<ordinal>{any_of(self._ordinals)})(?!\w)", re.I
        )
        self._word = re.compile(
            rf"(?P<cardinal>{any_of(self._cardinals)})(?!\w)|(?P<scale>{any_of(self._scales)})(?!\w)", re.I
        )
        self._start = self._pattern_of_starts()

    def numbers(self, text: str, start: int, end: int) -> Iterator[Number]:
        """Yield the numbers between two offsets in order."""
        at = start
        while found := self._start.search(text, at, end):
            place = found.start()
            digits = self._digits.match(text, place, end)
            number = self._of_digits(text, digits) if digits else self._of_words(text, place, start, end)
            if number is not None:
                yield number
                at = max(number.end, number.unit_span[1] if number.unit_span else 0)
            else:
                at = digits.end() if digits else place + 1

    def _pattern_of_starts(self) -> re.Pattern[str]:
        """Return what any number can begin with, cheap to look for."""
        words = [*self._cardinals, *self._scales, *self._vague, *self._ordinals, "a", "an", "half", "few"]
        words += ["minus", *self._amounts]
        first = sorted({re.escape(word.split()[0].split("-")[0].rstrip(",")) for word in words})
        return re.compile(
            rf"(?<![\w.])(?<!\d,)(?:{self._money()}\s?|[-−–]|minus[\s-])?\.?\d"
            rf"|[{''.join(self._signs)}]|(?<!\w)(?:{'|'.join(first)})(?!\w)",
            re.I,
        )

    def _money(self) -> str:
        codes = "|".join(re.escape(code) for code in sorted(self._currencies, key=lambda c: (-len(c), c)))
        return rf"(?-i:(?<![A-Za-z])(?:{codes}))"

    def _pattern_of_digits(self) -> re.Pattern[str]:
        signs = "".join(self._signs)
        return re.compile(
            rf"(?P<minus>(?<=[\s(])[-–](?=[\d.$€£])|(?<!\w)−|minus[\s-])?(?:(?P<cur>{self._money()})\s?)?"
            rf"(?:(?P<over>\d{{1,3}})\s?[/⁄]\s?(?P<under>\d{{1,3}})(?![\d/⁄,]|\.\d)"
            rf"|(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\d{{1,2}}(?:,\d\d)+,\d{{3}}(?!\d)"
            rf"|\d{{1,3}}(?:[\u00a0\u202f\u2009]\d{{3}})+(?!\d)|\d+(?:\.\d+)?|\.\d+)"
            rf"(?:(?P<ord>st|nd|rd|th)(?!\w)|\s?(?P<sign>[{signs}])"
            rf"|\s+(?P<over2>\d)/(?P<under2>\d{{1,2}})(?![\d/])"
            rf"|\s+and\s+an?\s+(?P<half>half|quarter)(?!\w))?"
            rf"|(?P<alone>[{signs}]))",
            re.I,
        )

    def _pattern_of_words(self) -> re.Pattern[str]:
        word, scale = any_of(self._cardinals), any_of(self._scales)
        ordinal = any_of(self._ordinals).replace(r"\-", r"\-\s?")
        return re.compile(
            rf"(?P<vague>{any_of(self._vague)})(?!\w)"
            rf"|(?P<amount>{any_of(self._amounts)})(?!\w)"
            rf"|(?P<half>(?:an?[\s-]+half|half)[\s-]+(?:an?[\s-]+)?(?P<halfof>{scale}))(?!\w)"
            rf"|(?P<ordinal>{ordinal})(?!\w)"
            rf"|(?P<part>{word})(?=[\s-]+(?:in|out\s+of)[\s-])"
            rf"|(?P<times>{word}|an?)[\s-](?P<fraction>{any_of(self._fractions)})(?![\w-])"
            rf"|(?P<bare>half)(?![\w-])"
            rf"|(?P<words>(?:{word})(?!\w)|an?(?=[\s-]+(?:{scale})(?!\w)))",
            re.I,
        )

    def _of_digits(self, text: str, match: re.Match[str]) -> Number | None:
        given = match.groupdict()
        start, end = match.span()
        money = self._currencies[given["cur"]] if given["cur"] else None
        if given["alone"]:
            return Number(start, end, self._signs[given["alone"]], unit=money or "share")
        if given["over"]:
            part, whole = int(given["over"]), int(given["under"])
            if 0 < part < whole and (whole in DENOMINATORS or "⁄" in match[0]):
                return Number(start, end, part / whole, unit=money or "share")
            return Number(start, match.end("over"), part, unit=money)
        digits = re.sub(r"[^\d.]", "", given["digits"])
        if len(digits) > LONGEST_DIGITS:
            return Number(start, end, None)
        weak = given["cur"] in self._weak_currencies and given["digits"].isdigit()
        if weak and self._scale.match(text, end) is None:
            return None
        value = whole_if(float(digits)) + self._added(given)
        factor, end = self._factor(text, end, money is not None)
        value = whole_if(round(value * factor, 6)) * (-1 if given["minus"] else 1)
        if percent := _PERCENT.match(text, end):
            return Number(start, percent.end(), value, unit="percent")
        if share := self._in_every(text, start, end, value) if money is None else None:
            return share
        if money is None and (unit := self._unit.match(text, end)):
            return Number(start, end, value, unit=self._units[unit["unit"]], unit_span=unit.span("unit"))
        if money is None and (code := self._code_after.match(text, end)):
            return Number(start, code.end(), value, unit=self._currencies[code["code"]])
        return Number(start, end, value, unit=money, ordinal=bool(given["ord"]))

    def _added(self, given: Mapping[str, str | None]) -> float | int:
        """Return what "½", "1/2" or "and a half" add to the number before them."""
        if given["sign"]:
            return self._signs[given["sign"]]
        if given["over2"] and given["under2"]:
            return int(given["over2"]) / max(1, int(given["under2"]))
        return 0 if not given["half"] else _HALVES[given["half"].lower()]

    def _factor(self, text: str, end: int, of_money: bool) -> tuple[int, int]:
        """Return by what the scale behind digits multiplies, and where the number ends with it."""
        scale = self._scale.match(text, end)
        if scale is None:
            return 1, end
        if scale["scale"]:
            factor = 1
            for word in scale["scale"].lower().split():
                factor *= self._scales[word]
            return factor, scale.end()
        short = scale["short"].lower()
        glued, capital = not scale["gap"], scale["short"].isupper()
        told = capital or glued
        decimal = glued and capital and _DECIMAL.search(text, max(0, end - 4), end) is not None
        sure = of_money or decimal or short in self._sure_scales or (glued and scale["short"] == "k")
        if sure or (told and _COUNTED_NEXT.match(text, scale.end())):
            return self._short_scales[short], scale.end()
        return 1, end

    def _in_every(self, text: str, start: int, end: int, part: float | int) -> Number | None:
        """Return the share in "one in five", "9 out of every 10", None where the words say something else."""
        found = _OUT_OF.match(text, end, end + 30)
        if found is None:
            return None
        word = found["whole"].lower().replace(",", "")
        whole = int(word) if word.isdigit() else self._cardinals.get(word, 0)
        few = part <= MOST_OF_FEW or found["in"].lower() != "in"
        if not 0 < part < whole or not few or 1900 <= whole <= 2100:
            return None
        return Number(start, found.end(), part / whole, unit="share")

    def _of_words(self, text: str, place: int, floor: int, end: int) -> Number | None:
        match = self._words.match(text, place, end)
        if match is None:
            return None
        given = match.groupdict()
        start, last = match.span()
        if given["vague"]:
            low, high = self._vague[flat(given["vague"])]
            last -= len(" of") if flat(given["vague"]).endswith(" of") else 0
            return Number(start, last, None, (low, high))
        if given["amount"]:
            return Number(start, last, self._amounts[flat(given["amount"])])
        if given["half"]:
            return Number(start, last, whole_if(self._scales[given["halfof"].lower()] / 2))
        if given["part"]:
            share = self._in_every(text, start, match.end("part"), self._cardinals[given["part"].lower()])
            return share or self._in_words(text, place, end)
        if given["fraction"]:
            return self._fraction(text, match, floor) or self._in_words(text, place, end)
        if given["bare"]:
            return self._half(text, match, floor)
        if given["ordinal"]:
            return Number(start, last, self._ordinals[_tight(given["ordinal"])], ordinal=True)
        return self._in_words(text, place, end)

    def _fraction(self, text: str, match: re.Match[str], floor: int) -> Number | None:
        name, times = match["fraction"].lower(), match["times"].lower()
        part, whole = self._fractions[name]
        if times in ("a", "an", "one"):
            sure = times == "one" and "-" in match[0]
            if name.endswith(("s", "halves")) or not (sure or self._is_share(text, match, floor)):
                return None
            return Number(*match.span(), part / whole, unit="share")
        many = self._cardinals[times]
        return Number(*match.span(), many * part / whole, unit="share") if name.endswith("s") else None

    def _is_share(self, text: str, match: re.Match[str], floor: int) -> bool:
        before = self._share_before.search(text, max(floor, match.start() - 16), match.start())
        return bool(before or self._share_after.match(text, match.end()))

    def _half(self, text: str, match: re.Match[str], floor: int) -> Number | None:
        before = max(floor, match.start() - 16)
        if self._no_half.search(text, before, match.start()) or not self._is_share(text, match, floor):
            return None
        return Number(*match.span(), 0.5, unit="share")

    def _in_words(self, text: str, place: int, end: int) -> Number | None:
        """Return the number in words at a place: as many words as make one number ("two | three-year")."""
        total = group = 0
        at, over, smallest = place, None, 10**18
        if article := _ARTICLE.match(text, place, end):
            at, group = article.end(), 1
        while word := self._word.match(text, at, end):
            if word["cardinal"]:
                value = self._cardinals[word["cardinal"].lower()]
                if over is not None and not _may_follow(group, value):
                    break
                group += value
            else:
                scale = self._scales[word["scale"].lower()]
                if scale > 100 and scale < smallest:
                    total, group, smallest = total + max(1, group) * scale, 0, scale
                elif scale <= 100 and group < 100:
                    group = max(1, group) * scale
                else:
                    break
            over = word.end()
            gap = _GAP.match(text, over, end)
            if gap is None or (gap["and"] and not word["scale"]):
                break
            at = gap.end()
        return None if over is None else self._with_fraction(text, place, over, total + group, smallest)

    def _with_fraction(self, text: str, place: int, over: int, value: float | int, scale: int) -> Number:
        """Return a number in words with "and a half" and percent behind it; `scale` is its last one."""
        if more := _AND_A_HALF.match(text, over):
            factor = self._scales.get((more["scale"] or "").lower(), 1)
            said = scale if value >= scale else 1
            value, over = (value + _HALVES[more["part"].lower()] * said) * factor, more.end()
        if value >= 100 and (last := self._ordinal_after.match(text, over)):
            value += self._ordinals[_tight(last["ordinal"])]
            return Number(place, last.end(), value, ordinal=True)
        if percent := _PERCENT.match(text, over):
            return Number(place, percent.end(), whole_if(value), unit="percent")
        return Number(place, over, whole_if(value))


_HALVES = {"half": 0.5, "quarter": 0.25}
_ARTICLE = re.compile(r"an?[\s-]+", re.I)
_GAP = re.compile(r"[\s-]{1,3}(?P<and>and[\s-]+)?", re.I)
_AND_A_HALF = re.compile(
    r"\s+and\s+an?\s+(?P<part>half|quarter)(?!\w)"
    r"(?:\s+(?P<scale>hundred|thousand|million|billion|trillion)(?!\w))?",
    re.I,
)
_PERCENT = re.compile(r"\s?%|[\s-]?per\s?cent(?!\w)|\s?pct\b\.?|(?<=\d)pc\b", re.I)
_DECIMAL = re.compile(r"\.\d{1,2}\Z")
_COUNTED_NEXT = re.compile(
    r"(?!\s+(?:in|on|at|to|from|and|or|by|away|deep|long|wide|high|tall|above|below|is|was|has)\b)"
    r"(?:\s+[a-z]+){0,4}?\s+(?:[a-z]{2,}(?<!s)s|people|men|women|children)\b"
)
_OUT_OF = re.compile(
    r"[\s-]+(?P<in>in|out\s+of)[\s-]+(?:every\s+)?(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,6}|[a-z]+)(?!\w|[,.]\d)",
    re.I,
)


def _tight(words: str) -> str:
    """Return a word in small letters without the white space that a line's end put into it."""
    return "".join(words.lower().split())


def _with_tens(ordinals: Mapping[str, int], cardinals: Mapping[str, int]) -> dict[str, int]:
    """Return ordinals in words with those made of two ("forty-third")."""
    tens = {word: value for word, value in cardinals.items() if value in range(20, 100, 10)}
    units = {"first": 1} | {word: value for word, value in ordinals.items() if value < 10}
    made = {f"{ten}-{unit}": tens[ten] + units[unit] for ten in tens for unit in units}
    return {**made, **ordinals}


def _may_follow(group: int, value: int) -> bool:
    """Tell whether a number word can go on from what stands before it: twenty | five, hundred | ten."""
    if value < 10:
        return value > 0 and group % 10 == 0 and group % 100 != 10
    return group % 100 == 0


def whole_if(value: float | int) -> float | int:
    """Return a number without a fractional part as an integer."""
    return int(value) if value == int(value) else value


def flat(words: str) -> str:
    """Return words in lower case with single spaces."""
    return " ".join(words.lower().split())


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of any of some phrases, the longest first, with any white space inside."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
