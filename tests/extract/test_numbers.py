from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.data import Vocabularies
from onrecord.extract.numbers import Amount, NumberReader

READER = NumberReader(Vocabularies())


def amounts(text: str) -> list[Amount]:
    return list(READER.amounts(text, 0, len(text)))


@pytest.mark.parametrize(
    ("text", "exact", "low", "high", "bound"),
    [
        ("600 refugees", "600", 600, 600, "exact"),
        ("more than 600 refugees", "more than 600", 601, None, "more_than"),
        ("at least 1,170 people", "at least 1,170", 1170, None, "at_least"),
        ("no fewer than twelve men", "no fewer than twelve", 12, None, "at_least"),
        ("as many as 2,000 people", "as many as 2,000", None, 2000, "at_most"),
        ("up to fifty houses", "up to fifty", None, 50, "at_most"),
        ("fewer than 100 families", "fewer than 100", None, 99, "less_than"),
        ("roughly 200 people", "roughly 200", 180, 220, "about"),
        ("close to 2000 people", "close to 2000", 1800, 2000, "nearly"),
        ("between 180,000 and 400,000 men", "between 180,000 and 400,000", 180000, 400000, "between"),
        ("3 to 4 million people", "3 to 4 million", 3000000, 4000000, "between"),
        ("dozens of boats", "dozens", 24, 99, "vague"),
        ("tens of thousands of people", "tens of thousands", 20000, 99999, "vague"),
        ("half a million people", "half a million", 500000, 500000, "exact"),
        ("some 1.2 million people", "some 1.2 million", 1080000, 1320000, "about"),
        ("a dozen men", "a dozen", 12, 12, "exact"),
        ("twenty-five boats", "twenty-five", 25, 25, "exact"),
        ("one hundred and five men", "one hundred and five", 105, 105, "exact"),
        ("300-plus homes", "300-plus", 300, None, "at_least"),
        ("10 or more homes", "10 or more", 10, None, "at_least"),
        ("it topped 500 that day", "topped 500", 501, None, "more_than"),
        ("exactly 84 families", "exactly 84", 84, 84, "exact"),
    ],
)
def test_numbers_with_their_bounds(
    text: str, exact: str, low: int | None, high: int | None, bound: str
) -> None:
    [found] = amounts(text)
    assert (text[found.start : found.end], found.low, found.high, found.bound) == (exact, low, high, bound)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("one in five of them", 0.2, "share"),
        ("two-thirds of them", 2 / 3, "share"),
        ("43 percent of them", 43, "percent"),
        ("5.5% of them", 5.5, "percent"),
        ("$1.3 billion in aid", 1_300_000_000, "dollar"),
        ("€40 a day", 40, "euro"),
    ],
)
def test_shares_and_money_carry_their_unit(text: str, number: float, unit: str) -> None:
    [found] = amounts(text)
    assert found.number == pytest.approx(number)
    assert found.unit == unit


def test_more_after_a_number_adds_to_an_earlier_one() -> None:
    first, second = amounts("600 people came, and roughly 200 more in April")
    assert (first.additive, second.additive) == (False, True)


def test_an_ordinal_is_told_from_a_number() -> None:
    [found] = amounts("the 75th anniversary")
    assert (found.number, found.ordinal) == (75, True)


@given(st.integers(2, 10**9))
def test_a_bound_changes_nothing_but_the_bound(number: int) -> None:
    [bare] = amounts(f"they saw {number:,} people")
    [bounded] = amounts(f"they saw at least {number:,} people")
    assert (bare.number, bare.low, bare.high) == (number, number, number)
    assert (bounded.number, bounded.low, bounded.high) == (number, number, None)
    assert bounded.number_end - bounded.number_start == bare.number_end - bare.number_start


@given(st.text(max_size=60))
def test_every_amount_lies_inside_the_text_in_order(text: str) -> None:
    found = amounts(text)
    assert all(0 <= a.start <= a.number_start < a.number_end <= len(text) for a in found)
    assert all(one.number_end <= other.number_start for one, other in pairwise(found))


def test_a_wall_of_digits_is_read_in_one_pass() -> None:
    assert len(amounts("12 and " * 20_000)) == 20_000
