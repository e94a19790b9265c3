from __future__ import annotations

import pytest

from onrecord.data import Vocabularies
from onrecord.extract.times import TimeExtractor
from onrecord.types.annotated import Annotated
from onrecord.types.dates import RecordDate, TimeExpression
from onrecord.types.documents import Layout, Segment
from onrecord.types.findings import Found
from tests.builders import document, paragraphs_of

EXTRACTOR = TimeExtractor(Vocabularies())


def extracted(
    text: str, date: str | None = "2024-06-19", layout: Layout | None = None
) -> list[TimeExpression]:
    if layout is None:
        layout = Layout(paragraphs=paragraphs_of(text), date=RecordDate(date, "stated") if date else None)
    rows = EXTRACTOR.extract(Annotated(document(text, layout)), Found())
    return [row for row in rows if isinstance(row, TimeExpression)]


def told(text: str, date: str | None = "2024-06-19") -> list[tuple[str, str, str | None, str | None]]:
    return [(row.anchor.exact, row.type, row.value, row.edtf) for row in extracted(text, date)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on March 12, 2024.", ("March 12, 2024", "DATE", "2024-03-12", "2024-03-12")),
        ("They met on 12 March 2024.", ("12 March 2024", "DATE", "2024-03-12", "2024-03-12")),
        ("They met on Tuesday, 2 May 2023.", ("Tuesday, 2 May 2023", "DATE", "2023-05-02", "2023-05-02")),
        ("In October 2023 it rained.", ("October 2023", "DATE", "2023-10", "2023-10")),
        ("It began in early January 2020.", ("early January 2020", "DATE", "2020-01", "2020-01~")),
        ("Closed since January 2020, it fell.", ("January 2020", "DATE", "2020-01", "2020-01/..")),
        ("A report in 2014 said so.", ("2014", "DATE", "2014", "2014")),
        ("They came in the 1980s.", ("the 1980s", "DATE", "198", "198X")),
        (
            "In the third quarter of 2025 it ends.",
            ("the third quarter of 2025", "DATE", "2025-Q3", "2025-35"),
        ),
        ("It fell in summer 2021.", ("summer 2021", "DATE", "2021-SU", "2021-22")),
        ("He will come in fiscal year 2026.", ("fiscal year 2026", "DATE", "2026", "2026")),
        ("They wait for more than four decades.", ("more than four decades", "DURATION", "P40Y", None)),
        ("After a 6-year hiatus they met.", ("6-year", "DURATION", "P6Y", None)),
        ("The paper comes out weekly.", ("weekly", "SET", "P1W", None)),
        ("They pray every Friday.", ("every Friday", "SET", "XXXX-WXX-5", None)),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_expressions_that_need_no_date_of_the_document(
    text: str, expected: tuple[str, str, str | None, str | None]
) -> None:
    assert told(text, None) == [expected]


@pytest.mark.parametrize(
    ("text", "exact", "value"),
    [
        ("He spoke yesterday.", "yesterday", "2024-06-18"),
        ("He spoke on Monday.", "Monday", "2024-06-17"),
        ("She will speak on Monday.", "Monday", "2024-06-24"),
        ("He spoke last month.", "last month", "2024-05"),
        ("It happened two months ago.", "two months ago", "2024-04"),
        ("It happened in March.", "March", "2024-03"),
        ("It happened in December.", "December", "2023-12"),
        ("They met on May 9.", "May 9", "2024-05-09"),
        ("He left last year.", "last year", "2023"),
        ("He left this week.", "this week", "2024-W25"),
    ],
)
def test_relative_expressions_are_resolved_against_the_documents_date(
    text: str, exact: str, value: str
) -> None:
    [found] = extracted(text)
    assert (found.anchor.exact, found.value, found.basis) == (exact, value, "relative")


@pytest.mark.parametrize(
    ("text", "constraint"),
    [
        ("It was unveiled on Thursday (Seoul time) at home.", "a Thursday, Seoul time"),
        ("It was unveiled yesterday.", "yesterday"),
        ("It rained in July and after.", "July"),
    ],
)
def test_without_a_date_of_the_document_nothing_is_guessed(text: str, constraint: str) -> None:
    [found] = extracted(text, None)
    assert (found.value, found.edtf, found.constraint) == (None, None, constraint)


def test_what_is_counted_from_an_event_alone_is_a_length_and_says_so() -> None:
    [found] = extracted("It came two weeks later.", None)
    assert (found.type, found.value, found.edtf) == ("DURATION", "P2W", None)
    assert found.constraint == "two weeks later"
    found, month = extracted("It came two months after the June hearing, as planned.")
    assert (found.anchor.exact, found.value) == ("two months", "P2M")
    assert found.constraint == "two months after the June hearing"
    assert month.value == "2024-06"


@pytest.mark.parametrize(
    "text",
    [
        "Close to 2000 refugees wait.",
        "The 1951 Convention binds them.",
        "They may march on the palace.",
        "See section 2014 of the code.",
        "Call 202-555-1998 for help.",
        "Prices fall and spring back.",
    ],
)
def test_numbers_and_verbs_are_no_dates(text: str) -> None:
    assert extracted(text) == []


def test_items_of_a_listing_have_no_date_to_lean_on() -> None:
    text = "They met yesterday."
    layout = Layout(
        paragraphs=paragraphs_of(text),
        date=RecordDate("2024-06-19", "stated"),
        segments=(Segment(0, len(text), "item"),),
    )
    [found] = EXTRACTOR.extract(Annotated(document(text, layout)), Found())
    assert isinstance(found, TimeExpression)
    assert found.value is None


@pytest.mark.parametrize(
    ("text", "value"), [("for two centuries", "P200Y"), ("for three weeks", "P3W"), ("six days", "P6D")]
)
def test_every_plural_leads_to_its_unit(text: str, value: str) -> None:
    assert [row.value for row in extracted(text)] == [value]
