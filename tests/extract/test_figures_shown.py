"""What is printed for people says the same number and bound when it is read again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.data import Vocabularies
from onrecord.extract.numbers import Amount, NumberReader
from onrecord.extract.numbers_bounds import limits
from onrecord.types.rows import Figure
from onrecord.types.shown import SIGNS, shown_number, shown_value
from onrecord.types.spans import Evidence

READER = NumberReader(Vocabularies())

whole = st.integers(2, 10**12)
decimals = st.decimals(1, 10**6, places=2, allow_nan=False).map(float)
fractions = st.integers(2, 900).flatmap(
    lambda under: st.integers(1, under - 1).map(lambda over: over / under)
)


Limits = tuple[float | int | None, float | int | None]


def figure(number: float | int, bound: str = "exact", unit: str | None = None, more: bool = False) -> Figure:
    """Return a figure of a number with the limits of its bound."""
    low, high = limits(number, bound, whole=unit is None)
    return replace(PLAIN, low=low, high=high, bound=bound, number=number, unit=unit, additive=more)


def ranged(span: Limits, unit: str | None = None) -> Figure:
    """Return a figure that is a range."""
    return replace(PLAIN, low=span[0], high=span[1], bound="between", number=span[0], unit=unit)


def vague(words: str, span: Limits) -> Figure:
    """Return a figure of a vague word."""
    place = Evidence("d-0", 0, len(words), words)
    return replace(PLAIN, anchor=place, value=place, low=span[0], high=span[1], bound="vague")


PLAIN = Figure("f-0", "d-0", Evidence("d-0", 0, 1, "5"), Evidence("d-0", 0, 1, "5"), 5, 5, "exact", number=5)


def read(text: str) -> Amount:
    [amount] = READER.amounts(text, 0, len(text))
    return amount


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (figure(600), "600"),
        (figure(1170, "at_least"), "≥ 1,170"),
        (figure(600, "more_than"), "> 600"),
        (figure(200, "about"), "≈ 200"),
        (figure(200, "about", more=True), "≈ 200 more"),
        (figure(2000, "at_most"), "≤ 2,000"),
        (figure(2000, "nearly"), "≲ 2,000"),
        (ranged((180000, 400000)), "180,000–400,000"),
        (vague("Dozens", (24, 99)), "24–99 (dozens)"),
        (vague("more than dozens", (24, None)), "≥ 24 (more than dozens)"),
        (figure(43, unit="percent"), "43 %"),
        (ranged((5, 7), "percent"), "5–7 %"),
        (figure(5000000, unit="dollar"), "$5,000,000"),
        (figure(1.5, unit="ringgit"), "1.5"),
        (figure(2 / 3, "nearly", "share"), "≲ 2/3"),
        (figure(-5), "−5"),
        (ranged((-5, -3)), "−5 to −3"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_figure_is_shown_in_signs(row: Figure, shown: str) -> None:
    assert shown_value(row) == shown


@given(
    whole | decimals, st.sampled_from(["exact", *SIGNS]), st.sampled_from([None, "percent", "dollar", "euro"])
)
def test_a_shown_number_is_read_back(number: float | int, bound: str, unit: str | None) -> None:
    row = figure(number, bound, unit)
    back = read(shown_value(row))
    assert (back.number, back.bound, back.unit) == (number, bound, unit)
    assert (back.low, back.high) == (row.low, row.high)


@given(whole, whole, st.sampled_from([None, "percent", "dollar"]))
def test_a_shown_range_is_read_back(one: int, other: int, unit: str | None) -> None:
    low, high = sorted((one, one + other))
    back = read(shown_value(ranged((low, high), unit)))
    assert (back.low, back.high, back.bound, back.unit) == (low, high, "between", unit)


@given(fractions)
def test_a_shown_share_is_read_back(share: float) -> None:
    back = read(shown_number(share, "share").replace("/", "⁄"))
    assert back.number == pytest.approx(share)


@given(st.integers(2, 999_999_999))
def test_a_number_in_words_is_the_number_in_digits(number: int) -> None:
    assert read(in_words(number)).number == number


ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(number: int) -> str:
    """Return a number as English writes it, an oracle of its own for the reader."""
    for name, scale in (("million", 10**6), ("thousand", 1000), ("hundred", 100)):
        if number >= scale:
            many, rest = divmod(number, scale)
            joined = " and " if rest and rest < 100 else " "
            return f"{in_words(many)} {name}{joined + in_words(rest) if rest else ''}"
    if number < 20:
        return ONES[number]
    ten, one = divmod(number, 10)
    return TENS[ten] + (f"-{ONES[one]}" if one else "")
