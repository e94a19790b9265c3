from __future__ import annotations

import pytest

from onrecord.data import Vocabularies
from onrecord.extract.figures import FigureExtractor
from onrecord.extract.times import TimeExtractor
from onrecord.types.dates import TimeExpression
from onrecord.types.errors import Rejected
from onrecord.types.findings import Found
from onrecord.types.identity import row_id
from onrecord.types.rows import Figure, Row, Statement
from tests.builders import annotated

FIGURES = FigureExtractor(Vocabularies())
TIMES = TimeExtractor(Vocabularies())


def read(text: str, *rows: Row) -> tuple[list[Figure], list[Rejected]]:
    page = annotated(text)
    times = [row for row in TIMES.extract(page, Found()) if isinstance(row, TimeExpression)]
    items = list(FIGURES.extract(page, Found((*times, *rows))))
    return (
        [item for item in items if isinstance(item, Figure)],
        [item for item in items if isinstance(item, Rejected)],
    )


@pytest.mark.parametrize(
    ("text", "anchor", "value", "counted"),
    [
        (
            "Police evicted more than 340 poor families.",
            "more than 340 poor families",
            "more than 340",
            "poor families",
        ),
        ("Hundreds of boats were burned.", "Hundreds of boats", "Hundreds", "boats"),
        ("About 90 boats were burned.", "About 90 boats", "About 90", "boats"),
        ("They waited for more than four decades.", "more than four decades", "more than four", "decades"),
    ],
)
def test_a_figure_holds_its_bound_and_what_is_counted(
    text: str, anchor: str, value: str, counted: str
) -> None:
    [found], _ = read(text)
    assert (found.anchor.exact, found.value.exact, found.counted) == (anchor, value, counted)


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Police evicted 340 families.", "flow"),
        ("The eviction of 340 families was swift.", "flow"),
        ("At least 1,200 people are living in tents.", "stock"),
        ("They met 2,000 refugees detained in the north.", "stock"),
        ("They waited for 18 months.", "duration"),
        ("They marked the 75th anniversary.", "rank"),
        ("It cost 43 percent of the budget.", "other"),
    ],
)
def test_stock_flow_duration_and_rank_are_told_apart(text: str, measure: str) -> None:
    [found], _ = read(text)
    assert found.measure == measure


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("They met on March 12, 2024.", "date"),
        ("Resolution 2397 was adopted.", "reference_number"),
        ("See section 12 of the law.", "reference_number"),
        ("Call 202-555-1998 for help.", "telephone"),
        ("Write to Washington, DC 20515.", "postal_code"),
        ("Congressman Roe (VA-11) spoke.", "designation"),
        ("COVID-19 closed it.", "designation"),
        ("Ana Ruiz, a 34-year-old teacher, spoke.", "age"),
        ("No one came.", "pronoun"),
        ("One of the men spoke.", "pronoun"),
        ("1. Calls upon the minister to act", "list_label"),
    ],
)
def test_numbers_that_are_no_figures_are_refused_with_the_reason(text: str, code: str) -> None:
    found, refused = read(text)
    assert found == []
    assert {refusal.code for refusal in refused} == {code}


def test_a_figure_takes_the_date_of_its_clause() -> None:
    [found], _ = read("Police evicted 340 families on March 12, 2024.")
    assert (found.date, found.date_basis) == ("2024-03-12", "stated")
    assert found.date_anchor is not None
    assert found.date_anchor.exact == "March 12, 2024"


def test_a_figure_belongs_to_the_statement_that_holds_it() -> None:
    text = "The clinic said that police evicted 340 families."
    page = annotated(text)
    content = page.evidence(text.index("police"), len(text) - 1)
    chain = ("a-0123456789abcdef", page.document.id)
    statement = Statement(
        row_id("statement", "x"), page.document.id, (content,), "indirect", "report", 1, chain=chain
    )
    [found], _ = read(text, statement)
    assert (found.statement, found.chain) == (statement.id, chain)


def test_a_figure_in_the_documents_own_voice_leads_to_the_document_alone() -> None:
    [found], _ = read("Police evicted 340 families.")
    assert (found.statement, found.chain) == (None, (found.document,))
