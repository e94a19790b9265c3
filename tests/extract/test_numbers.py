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
        ("not less than 30 men", "not less than 30", 30, None, "at_least"),
        ("upwards of 40 houses", "upwards of 40", 40, None, "at_least"),
        ("a minimum of 12 men", "a minimum of 12", 12, None, "at_least"),
        ("50+ houses", "50+", 50, None, "at_least"),
        ("no more than 30 men", "no more than 30", None, 30, "at_most"),
        ("as much as 30 men", "as much as 30", None, 30, "at_most"),
        ("in excess of 500 men", "in excess of 500", 501, None, "more_than"),
        ("just over 500 men", "just over 500", 501, None, "more_than"),
        ("well over 500 men", "well over 500", 501, None, "more_than"),
        ("surpassed 500 men", "surpassed 500", 501, None, "more_than"),
        ("more than a dozen men", "more than a dozen", 13, None, "more_than"),
        ("at least about 200 men", "at least about 200", 200, None, "at_least"),
        ("only about 200 men", "only about 200", 180, 220, "about"),
        ("200 or so men", "200 or so", 180, 220, "about"),
        ("an estimated 200 men", "an estimated 200", 180, 220, "about"),
        ("just under 2,000 men", "just under 2,000", 1800, 2000, "nearly"),
        ("just short of 2,000 men", "just short of 2,000", 1800, 2000, "nearly"),
        ("approaching 2,000 men", "approaching 2,000", 1800, 2000, "nearly"),
        ("ten days or more", "ten days or more", 10, None, "at_least"),
        ("sub-300 rooms", "sub-300", None, 299, "less_than"),
        (">500 men", ">500", 501, None, "more_than"),
        ("twice as many as 300 men", "300", 300, 300, "exact"),
        ("scores of men", "scores", 40, 99, "vague"),
        ("hundreds of men", "hundreds", 200, 999, "vague"),
        ("thousands of men", "thousands", 2000, 9999, "vague"),
        ("several hundred men", "several hundred", 300, 900, "vague"),
        ("a few hundred men", "a few hundred", 200, 500, "vague"),
        ("a few dozen men", "a few dozen", 24, 60, "vague"),
        ("half a dozen men", "half a dozen", 6, 6, "exact"),
        ("two dozen men", "two dozen", 24, 24, "exact"),
        ("two and a half million men", "two and a half million", 2500000, 2500000, "exact"),
        ("three or four men", "three or four", 3, 4, "between"),
        ("5 million to 7 million men", "5 million to 7 million", 5000000, 7000000, "between"),
        ("minus 5 yards", "minus 5", -5, -5, "exact"),
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
        ("US$4.2b in aid", 4_200_000_000, "dollar"),
        ("$US55,931 in aid", 55931, "dollar"),
        ("INR1 trillion of it", 10**12, "rupee"),
        ("PS8.1bn of it", 8_100_000_000, "pound sterling"),
        (".001 per cent of it", 0.001, "percent"),
        ("down (-1.3%) of it", -1.3, "percent"),
        ("-1.3% of it", 1.3, "percent"),
        ("1⁄32 of it", 1 / 32, "share"),
        ("9 out of every 10 of them", 0.9, "share"),
        ("more than half of them", 0.5, "share"),
        ("at 80km/h or so", 80, "kilometre an hour"),
        ("with 54GB of it", 54, "gigabyte"),
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


@pytest.mark.parametrize(
    "text",
    ["rose from 5 to 10 men", "cut it from 10 to 5 men", "two and three men", "two three-year terms"],
)
def test_two_numbers_stay_two(text: str) -> None:
    first, second = amounts(text)
    assert {first.bound, second.bound} == {"exact"}


@pytest.mark.parametrize(
    "text",
    [
        "the second half",
        "a third person",
        "in half",
        "scores of the tests: test scores",
        "PS5 and G20",
        "half-day",
    ],
)
def test_words_that_only_look_like_numbers_are_none(text: str) -> None:
    assert [found for found in amounts(text) if not found.ordinal and found.bound != "vague"] == []


@given(st.integers(2, 10**9), st.sampled_from(["", " percent", " dollars", " miles"]))
def test_at_least_opens_the_upper_limit_alone(number: int, unit: str) -> None:
    [bare] = amounts(f"they saw {number}{unit}")
    [bounded] = amounts(f"they saw at least {number}{unit}")
    changed = {"start", "number_start", "number_end", "end", "high", "bound"}
    for name in Amount.__slots__:
        if name not in changed:
            assert getattr(bare, name) == getattr(bounded, name)
    assert (bounded.bound, bounded.low, bounded.high) == ("at_least", number, None)


@pytest.mark.parametrize(
    "text",
    [
        "1" * 1_000_000,
        "1," * 500_000,
        "one hundred " * 100_000,
        "more than " * 100_000,
        "half a " * 100_000,
        "twenty-" * 100_000,
        "1 to " * 200_000,
        "from " * 200_000 + "5 to 6",
        "$" * 500_000,
        "a few " * 100_000,
        " " * 1_000_000 + "5",
    ],
    ids=lambda text: text[:10],
)
def test_a_long_hostile_text_is_read_to_its_end(text: str) -> None:
    for found in READER.amounts(text, 0, len(text)):
        assert found.number is None or found.number < 10**20


def test_a_wall_of_digits_is_read_in_one_pass() -> None:
    assert len(amounts("12 and " * 20_000)) == 20_000
