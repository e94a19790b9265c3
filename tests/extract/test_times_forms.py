"""Forms of temporal expressions, one table a family; sentences are the tests' own."""

from __future__ import annotations

import pytest

from onrecord.data import Vocabularies
from onrecord.text.layout import lay_out
from onrecord.types.documents import CanonicalText, Layout, Segment
from tests.builders import document
from tests.extract.test_times import extracted, told

Row = tuple[str, str, str, str | None]


def only(text: str, date: str | None = "2024-06-19") -> tuple[str, str, str | None, str | None]:
    [found] = told(text, date)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It ran from the mid-1980s.", ("the mid-1980s", "DATE", "198", "198X")),
        ("It ran in the nineties.", ("the nineties", "DATE", "199", "199X")),
        ("Ships came in the 1800s.", ("the 1800s", "DATE", "18", "18XX")),
        ("A law of the nineteenth century.", ("the nineteenth century", "DATE", "18", "18XX")),
        ("They left in nineteen ninety-one.", ("nineteen ninety-one", "DATE", "1991", "1991")),
        ("They left in two thousand and eight.", ("two thousand and eight", "DATE", "2008", "2008")),
        ("They met on March eighth, 1998.", ("March eighth, 1998", "DATE", "1998-03-08", "1998-03-08")),
        ("They met on the 4th of July 1998.", ("the 4th of July 1998", "DATE", "1998-07-04", "1998-07-04")),
        ("Filed 02/26/98 in court.", ("02/26/98", "DATE", "1998-02-26", "1998-02-26")),
        ("Filed 26.02.1998 in court.", ("26.02.1998", "DATE", "1998-02-26", "1998-02-26")),
        ("The 1990 third quarter was poor.", ("The 1990 third quarter", "DATE", "1990-Q3", "1990-35")),
        ("Fiscal 1989 third quarter was poor.", ("Fiscal 1989 third quarter", "DATE", "1989-Q3", "1989-35")),
        ("The first half of 1998 was dry.", ("The first half of 1998", "DATE", "1998-H1", "1998-01/1998-06")),
        ("The winter of 1994 was hard.", ("The winter of 1994", "DATE", "1994-WI", "1994-24")),
        ("By the end of 1990 it closed.", ("the end of 1990", "DATE", "1990", "1990~")),
        ("It may last to 1994 or later.", ("1994 or later", "DATE", "1994", "1994")),
        ("Week of May 6, 2024.", ("Week of May 6, 2024", "DATE", "2024-W19", "2024-05-06/2024-05-12")),
        ("The night of May 2, 2011.", ("The night of May 2, 2011", "TIME", "2011-05-02TNI", "2011-05-02")),
        ("First Monday in May 2024.", ("First Monday in May 2024", "DATE", "2024-05-06", "2024-05-06")),
        ("Open on New Year's Day 1999 only.", ("New Year's Day 1999", "DATE", "1999-01-01", "1999-01-01")),
        ("Closed on Thanksgiving 2023 again.", ("Thanksgiving 2023", "DATE", "2023-11-23", "2023-11-23")),
        ("On Good Friday 2024 they prayed.", ("Good Friday 2024", "DATE", "2024-03-29", "2024-03-29")),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)  # fmt: skip
def test_dates_that_the_words_name(text: str, expected: Row) -> None:
    assert only(text, None) == expected


@pytest.mark.parametrize(
    ("text", "exact", "value"),
    [
        ("It took about two years.", "about two years", "P2Y"),
        ("It took less than one hour.", "less than one hour", "PT1H"),
        ("They waited for a year and a half.", "a year and a half", "P1.5Y"),
        ("They waited for a minute and a half.", "a minute and a half", "PT1M30S"),
        ("A two-and-a-half-year term ended.", "two-and-a-half-year", "P2.5Y"),
        ("He sat for half an hour.", "half an hour", "PT30M"),
        ("It lay idle for half a century.", "half a century", "P50Y"),
        ("He ruled for a hundred days.", "a hundred days", "P100D"),
        ("They fought for decades.", "decades", "PXE"),
        ("They fought for several years.", "several years", "PXY"),
        ("The past 20 years were hard.", "The past 20 years", "P20Y"),
        ("In the first nine months sales rose.", "the first nine months", "P9M"),
        ("Over the next year they build.", "the next year", "P1Y"),
        ("A month-long strike ended.", "month-long", "P1M"),
        ("The 8-month-old truce broke.", "8-month-old", "P8M"),
        ("In the year ended they lost.", "the year", "P1Y"),
        ("They rested for a while.", "a while", "PXX"),
    ],
)
def test_lengths(text: str, exact: str, value: str) -> None:
    assert only(text) == (exact, "DURATION", value, None)


def test_a_range_of_lengths_keeps_both_ends() -> None:
    [found] = extracted("It takes two to three years.")
    assert (found.anchor.exact, found.value) == ("two to three years", "PXY")
    assert found.constraint == "two to three years"


@pytest.mark.parametrize(
    ("text", "exact", "value"),
    [
        ("They vote every two years.", "every two years", "P2Y"),
        ("They meet twice a week.", "twice a week", "P1W"),
        ("They march each July.", "each July", "XXXX-07"),
        ("They meet every Monday morning.", "every Monday morning", "XXXX-WXX-1TMO"),
        ("They meet on Fridays.", "Fridays", "XXXX-WXX-5"),
        ("They pay monthly.", "monthly", "P1M"),
    ],
)
def test_repetitions(text: str, exact: str, value: str) -> None:
    assert only(text) == (exact, "SET", value, None)


@pytest.mark.parametrize(
    ("text", "exact", "value"),
    [
        ("He left last night.", "last night", "2024-06-18TNI"),
        ("He left early Tuesday morning.", "early Tuesday morning", "2024-06-18TMO"),
        ("He left yesterday afternoon.", "yesterday afternoon", "2024-06-18TAF"),
        ("They begin at 9 a.m. on Friday.", "9 a.m. on Friday", "2024-06-21T09:00"),
        ("It ended at midnight Monday.", "midnight Monday", "2024-06-17T24:00"),
        ("He came at nine o'clock this morning.", "nine o'clock this morning", "2024-06-19T09:00"),
        ("It fell at 0600 GMT.", "0600 GMT", "2024-06-19T06:00"),
    ],
)
def test_times_of_day_stand_on_their_day(text: str, exact: str, value: str) -> None:
    assert only(text)[:3] == (exact, "TIME", value)


def test_a_time_zone_that_the_text_names_is_kept() -> None:
    [hour] = extracted("The hearing begins at 5 p.m. EST on June 20.")
    assert (hour.anchor.exact, hour.value, hour.constraint) == (
        "5 p.m. EST on June 20",
        "2024-06-20T17:00",
        "EST",
    )
    [day] = extracted("It was shown on Tuesday (Seoul time) at home.")
    assert (day.value, day.constraint) == ("2024-06-18", "Seoul time")


@pytest.mark.parametrize(
    ("text", "exact", "value"),
    [
        ("The panel will meet Friday.", "Friday", "2024-06-21"),
        ("The panel met Friday.", "Friday", "2024-06-14"),
        ("The hearing will be held on Tuesday.", "Tuesday", "2024-06-25"),
        ("The hearing was held on Tuesday.", "Tuesday", "2024-06-18"),
        ("The offer had been due to expire Friday.", "Friday", "2024-06-14"),
        ("The pact takes effect in March.", "March", "2025-03"),
        ("The pact took effect in March.", "March", "2024-03"),
        ("They have until mid-November to answer.", "mid-November", "2024-11"),
        ("It closed in mid-November.", "mid-November", "2023-11"),
        ("The lease expires Feb. 1.", "Feb. 1", "2025-02-01"),
        ("The lease expired Feb. 1.", "Feb. 1", "2024-02-01"),
        ("Next spring they vote.", "Next spring", "2025-SP"),
        ("Early next year they vote.", "Early next year", "2025"),
        ("It rose later this month.", "later this month", "2024-06"),
        ("It rained over the weekend.", "the weekend", "2024-W24-WE"),
        ("Monday of last week was hot.", "Monday of last week", "2024-06-10"),
        ("In the third quarter profit rose.", "the third quarter", "2023-Q3"),
        ("Last year's third quarter was poor.", "Last year's third quarter", "2023-Q3"),
        ("May of last year was wet.", "May of last year", "2023-05"),
        ("A year and a half ago they left.", "A year and a half ago", "2022-12"),
        ("Years ago they left.", "Years ago", "PAST_REF"),
        ("They hope for the future.", "the future", "FUTURE_REF"),
    ],
)
def test_tense_and_context_choose_past_or_future(text: str, exact: str, value: str) -> None:
    assert only(text)[0] == exact
    assert only(text)[2] == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On May 3, 2011 they met. Two days later they parted.", ("Two days later", "2011-05-05")),
        ("In March 2012 he left. The following month he died.", ("The following month", "2012-04")),
        ("They met in May 2012. That month it rained.", ("That month", "2012-05")),
        ("He left in 1995 and the following year he died.", ("the following year", "1996")),
        ("They met on May 3, 2011. The next day they parted.", ("The next day", "2011-05-04")),
        ("They met on May 3, 2011. That evening they ate.", ("That evening", "2011-05-03TEV")),
        ("He left in 1995. The year before, he had come.", ("The year before", "1994")),
        (
            "They met on May 3, 2011. The following Monday they parted.",
            ("The following Monday", "2011-05-09"),
        ),
    ],
    ids=lambda value: value[0],
)
@pytest.mark.parametrize("date", ["2024-06-19", None])
def test_a_date_named_before_is_leaned_on(text: str, expected: tuple[str, str], date: str | None) -> None:
    _, found = extracted(text, date)
    assert (found.anchor.exact, found.value, found.basis) == (*expected, "inferred")


def test_the_second_day_of_a_range_is_one_of_the_same_month() -> None:
    assert [(row.anchor.exact, row.value) for row in extracted("They met on June 3 to 5 in town.")] == [
        ("June 3", "2024-06-03"),
        ("5", "2024-06-05"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("From April to June 1964.", [("April", "1964-04"), ("June 1964", "1964-06")]),
        (
            "In April, May and June 1964.",
            [("April", "1964-04"), ("May", "1964-05"), ("June 1964", "1964-06")],
        ),
        ("On 18 and 19 May 1979.", [("18", "1979-05-18"), ("19 May 1979", "1979-05-19")]),
        ("June 3 to July 5, 2011.", [("June 3", "2011-06-03"), ("July 5, 2011", "2011-07-05")]),
        ("Nov. 3-5, 2011.", [("Nov. 3", "2011-11-03"), ("5, 2011", "2011-11-05")]),
        ("The years 1994-98.", [("1994", "1994"), ("98", "1998")]),
    ],
    ids=lambda value: value if isinstance(value, str) else str(len(value)),
)
def test_dates_that_share_a_month_or_year(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(row.anchor.exact, row.value) for row in extracted(text, None)] == expected


def test_a_report_of_results_compares_with_the_quarter_a_year_before() -> None:
    text = (
        "In the first quarter it lost $3 million, against $2 million a year earlier. "
        "Sales in the year-earlier quarter were higher. For the quarter, costs fell."
    )
    assert [(row.anchor.exact, row.value) for row in extracted(text)] == [
        ("the first quarter", "2024-Q1"),
        ("a year earlier", "2023-Q1"),
        ("the year-earlier quarter", "2023-Q1"),
        ("the quarter", "2024-Q1"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It costs $40 a year.",
        "She is 52 years old.",
        "A 14-year-old girl spoke.",
        "A second group came.",
        "Three-quarters of them left.",
        "They had annual sales and daily losses.",
        "Do it as soon as you can.",
        "They don't have the time to read.",
        "He was previously a judge.",
        "The person of the hour spoke.",
        "It was a one-time charge.",
    ],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert told(text) == []


def test_items_of_a_listing_lean_on_their_own_date() -> None:
    text = "March 3, 2024\nThey met yesterday.\nMarch 9, 2024\nThey met yesterday."
    starts = [0, text.index("March 9")]
    segments = [Segment(starts[0], starts[1] - 1, "item"), Segment(starts[1], len(text), "item")]
    segments += [Segment(start, start + len("March 3, 2024"), "date_line") for start in starts]
    layout = Layout(paragraphs=document(text).layout.paragraphs, segments=tuple(segments))
    values = [row.value for row in extracted(text, None, layout)]
    assert values == ["2024-03-03", "2024-03-02", "2024-03-09", "2024-03-08"]


def test_a_letter_that_a_release_prints_leans_on_its_own_date() -> None:
    text = (
        "FOR IMMEDIATE RELEASE\nMay 4, 2024\nJensen Urges Minister to Visit the Camps\n"
        "PORT VAREDA — Maria Jensen sent a letter to the Minister of the Interior yesterday.\n\n"
        "March 11, 2024\n\nThe Honorable Ana Ruiz\nMinister of the Interior\n12 Harbour Street\n\n"
        "Dear Minister Ruiz,\n\nWe visited the camps yesterday, as you asked us to do.\n\n"
        "Sincerely,\n\nMaria Jensen\nMember of Parliament\n"
    )
    layout = lay_out(document(text), CanonicalText(text, "text"), Vocabularies())
    assert layout.letters
    values = [row.value for row in extracted(text, None, layout) if row.anchor.exact == "yesterday"]
    assert values == ["2024-05-03", "2024-03-10"]
