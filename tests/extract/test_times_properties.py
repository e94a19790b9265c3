"""Properties of temporal expressions: forms of one date agree, EDTF parses, and hostile text stays linear."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extract.test_times import extracted

DAYS = st.dates(min_value=datetime.date(1950, 1, 1), max_value=datetime.date(2039, 12, 31))
FORMS = (
    "{0:%B} {0.day}, {0.year}",
    "{0.day} {0:%B} {0.year}",
    "{0:%A}, {0:%B} {0.day}, {0.year}",
    "{0:%A}, {0.day} {0:%B} {0.year}",
    "{0:%B} {0.day:02d} {0.year}",
    "the {0.day}th of {0:%B} {0.year}",
    "{0:%Y-%m-%d}",
    "{0.month}/{0.day}/{0.year}",
)

_ONE = r"-?\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?|-(?:2[1-4]|3[3-9]|40|41))?|\d{3}X|\d\dXX"
EDTF = re.compile(rf"(?:{_ONE})[~?%]?(?:/(?:(?:{_ONE})[~?%]?|\.\.))?|\.\./(?:{_ONE})[~?%]?")
"""The part of EDTF levels 0 to 2 that is printed: dates, seasons and quarters, decades, intervals, doubt."""

TIMEX = re.compile(
    r"(?:\d{4}|\d{2,3})(?:-(?:\d\d(?:-\d\d)?|W\d\d(?:-WE)?|Q[1-4]|H[12]|SP|SU|FA|WI))?"
    r"(?:T(?:\d\d:\d\d|MO|AF|EV|NI))?"
    r"|P(?:T?(?:[\d.]+[YMWDQHS]|X[YMWDQHSECLX]))+|PXX|PT\d+[MH]\d+[SM]"
    r"|XXXX-(?:\d\d|SP|SU|FA|WI|WXX-(?:\d|WE)(?:T[A-Z]{2})?|XX-XXT[A-Z]{2})"
    r"|(?:PAST|PRESENT|FUTURE)_REF"
)

PIECES = (
    "on", "since", "until", "about", "the", "last", "next", "this", "early", "mid-", "late", "two", "a",
    "year", "years", "months", "week", "weekend", "quarter", "decade", "century", "ago", "later", "earlier",
    "Monday", "Friday", "May", "March", "June", "3", "12", "31", "1998", "2024", "1990s", "of", "and", "to",
    "first", "second", "half", "morning", "night", "9 a.m.", "noon", "EST", "every", "each", "spring", "now",
    "end", "before", "after", "ended", "will", "said", ",", ".", "'s", "-", "fiscal", "Q3", "Christmas",
)  # fmt: skip


@given(DAYS, st.sampled_from(FORMS))
def test_every_form_of_a_day_gives_the_same_edtf(day: datetime.date, form: str) -> None:
    [found] = extracted(f"They met on {form.format(day)} in town.", None)
    assert (found.value, found.edtf, found.basis) == (day.isoformat(), day.isoformat(), "stated")


@given(DAYS, st.sampled_from(("{0:%B} {0.year}", "{0:%B} of {0.year}", "{0:%B}, {0.year}")))
def test_every_form_of_a_month_gives_the_same_edtf(day: datetime.date, form: str) -> None:
    [found] = extracted(f"They met in {form.format(day)} in town.", None)
    assert found.edtf == f"{day:%Y-%m}"


@given(DAYS, DAYS)
def test_moving_the_documents_date_moves_relative_dates_alone(
    one: datetime.date, other: datetime.date
) -> None:
    text = (
        "On March 12, 2024 they met; two days later they parted. They met again yesterday, "
        "last week and in the third quarter of 2021."
    )
    before, after = extracted(text, one.isoformat()), extracted(text, other.isoformat())
    assert [row.anchor for row in before] == [row.anchor for row in after]
    for held, moved in zip(before, after, strict=True):
        if held.basis != "relative":
            assert held == moved
    shown = {row.anchor.exact: row.value for row in after}
    assert shown["yesterday"] == (other - datetime.timedelta(days=1)).isoformat()


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14), st.one_of(st.none(), DAYS))
def test_what_is_printed_is_anchored_apart_and_well_formed(
    words: list[str], day: datetime.date | None
) -> None:
    text = " ".join(words)
    rows = extracted(text, day.isoformat() if day else None)
    end = 0
    for row in rows:
        assert row.anchor.holds_in(text)
        assert row.anchor.start >= end
        end = row.anchor.end
        assert row.type in ("DATE", "TIME", "DURATION", "SET")
        assert row.value is None or TIMEX.fullmatch(row.value), row
        assert row.edtf is None or EDTF.fullmatch(row.edtf), row
        assert row.value is not None or row.constraint


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "1" * 1_000_000,
        "1998" * 250_000,
        "January 1, " * 20_000,
        "two " * 250_000,
        "second " * 60_000,
        "the last " * 110_000,
        "May" + " " * 1_000_000 + "5",
        "12:" * 330_000,
        "1990-" * 200_000,
    ],
    ids=lambda text: text[:12],
)
def test_a_long_hostile_text_is_read_to_its_end(text: str) -> None:
    assert all(row.anchor.holds_in(text) for row in extracted(text, "2024-06-19"))
