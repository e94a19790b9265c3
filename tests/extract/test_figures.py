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
        ("They did (1) nothing.", "note_mark"),
        ("The law says so.[12]", "note_mark"),
        ("It was adopted by the council, 98\n", "note_mark"),
        ("See http://example.org/2024/17 for it.", "web_address"),
        ("Write to 575 Wilbraham Road.", "address"),
        ("A Boeing 737 jet and Model 3 sedans passed the Big 12.", "name"),
        ("They won 3-0 there.", "score"),
        ("The 5-4 decision stands.", "score"),
        ("The 22nd amendment passed.", "ordinal"),
        ("The forty-third session opened.", "ordinal"),
        ("Ana Ruiz, 65, now faces it.", "age"),
        ("Children under 5 were there.", "age"),
        ("On the one hand, it works; zero tolerance does not.", "idiom"),
        ("They spoke of 1951 and of the 1990s.", "date"),
        ("The 90049 ZIP code is theirs.", "postal_code"),
        ("Page 3 of it, under docket No. 19-123.", "reference_number"),
        ("They toured Piers 1, 2 and 3.", "name"),
        ("It came on 1 and 7 July 1993.", "date"),
        ("His wife, Bea Ruiz, 80.", "age"),
        ("Today the 957 Engineer Company of that guard came home from its mission abroad.", "name"),
        ("Many men, several women and both of them came despite repeated calls.", "words_only"),
    ],
)
def test_numbers_that_are_no_figures_are_refused_with_the_reason(text: str, code: str) -> None:
    found, refused = read(text)
    assert found == []
    assert {refusal.code for refusal in refused} == {code}


@pytest.mark.parametrize(
    ("text", "measure", "quantity", "unit", "limits"),
    [
        ("More than 600 men came.", "flow", "count", None, (601, None)),
        ("It cost more than $5 million.", "other", "money", "dollar", (5000000, None)),
        ("It cost less than 5 million dollars.", "other", "money", "dollar", (None, 5000000)),
        ("It cost more than $30 per hour.", "other", "rate", "dollar", (30, None)),
        ("More than 43 percent stayed.", "other", "share", "percent", (43, None)),
        ("More than half of them stayed.", "other", "share", "share", (0.5, None)),
        ("It took six weeks or less.", "duration", "duration", "week", (None, 6)),
        ("It took more than 5 years.", "duration", "duration", "year", (5, None)),
        ("He was gone half a century.", "duration", "duration", "century", (0.5, 0.5)),
        ("They ran more than 100 miles.", "other", "measure", "mile", (100, None)),
        ("It went 80km/h.", "other", "measure", "kilometre an hour", (80, 80)),
        ("They paid it over five years.", "duration", "duration", "year", (5, 5)),
        ("They were there for over five years.", "duration", "duration", "year", (5, None)),
        ("It was their third time there.", "rank", "rank", None, (3, 3)),
        ("It was the deadliest attack since 2014.", "rank", "rank", None, (1, 1)),
    ],
)
def test_what_kind_of_number_it_is_sets_its_limits(
    text: str, measure: str, quantity: str, unit: str | None, limits: tuple[float | None, float | None]
) -> None:
    found = read(text)[0][0]
    assert (found.measure, found.quantity, found.unit, (found.low, found.high)) == (
        measure,
        quantity,
        unit,
        limits,
    )


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Prices rose 5 percent.", "up"),
        ("Prices fell by 5 percent.", "down"),
        ("Prices were up 5 percent.", "up"),
        ("They saw a 5 percent drop.", "down"),
        ("They set up 5 camps.", None),
        ("They paid 5 percent.", None),
    ],
)
def test_the_size_of_a_change_says_which_way(text: str, change: str | None) -> None:
    [found], _ = read(text)
    assert found.change == change


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("They held 1,170 North Korean (DPRK) refugees.", "North Korean refugee"),
        ("They held 30 Women and 5 children.", "woman"),
        ("They signed a five-year plan.", "year"),
        ("They reached 9 community anchor institutions.", "community anchor institution"),
    ],
)
def test_what_is_counted_is_normalised_too(text: str, lemma: str) -> None:
    assert (read(text)[0][0].counted_lemma or "").casefold() == lemma.casefold()


def test_more_counts_what_the_figure_before_it_counts() -> None:
    first, second = read("They returned 600 poor families and roughly 200 more in April.")[0]
    assert (second.counted, second.counted_lemma, second.additive) == ("poor families", "poor family", True)
    assert first.additive is False


def test_there_were_so_many_counts_again_what_the_sentence_before_counts_and_where() -> None:
    before, found = read("More than 1,500 people are living at Camp Sorrel. In April there were 1,200.")[0]
    assert (found.counted, found.counted_lemma, found.place) == ("people", "person", "Camp Sorrel")
    assert before.place == "Camp Sorrel"


@pytest.mark.parametrize(
    "text",
    [
        "More than 1,500 people are living at Camp Sorrel. The guards have 1,200.",
        "More than 1,500 people are living there. Nobody knows why. In April there were 1,200.",
        "They waited for 18 months. There were 1,200.",
    ],
    ids=["nothing that is there", "two sentences before", "a length of time"],
)
def test_a_number_alone_counts_nothing_else_again(text: str) -> None:
    assert read(text)[0][-1].counted is None


def test_a_conversion_in_brackets_has_the_bound_of_what_it_converts() -> None:
    first, second = read("They ran more than 100 miles (160 km) there.")[0]
    assert (first.bound, second.bound, second.low) == ("more_than", "more_than", 160)


def test_a_date_in_a_clause_on_another_noun_is_not_the_figures() -> None:
    text = "We wrote of 1,170 refugees detained in Norway whose return has been on hold since January 2020."
    [found], _ = read(text)
    assert (found.date, found.place) == (None, "Norway")


@pytest.mark.parametrize("words", ["up from", "down from", "compared with"])
def test_the_date_of_an_earlier_number_is_not_that_of_the_number_held_against_it(words: str) -> None:
    (now, before), _ = read(f"There were 270 arrests in Lorvik, {words} 250 arrests on April 11, 2024.")
    assert (now.date, before.date) == (None, "2024-04-11")


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


@pytest.mark.parametrize("unit", ["500 men killed 3 dogs ", "one of ", "( 5 ) ", "x@example.com/5 "])
def test_a_text_of_one_thing_again_and_again_is_read_to_its_end(unit: str) -> None:
    page = annotated(unit * 2000)
    assert len(list(FIGURES.extract(page, Found()))) >= 2000


def test_numbers_of_paragraphs_in_one_line_are_labels() -> None:
    text = "76. We met in May. 77. They agreed with that view. 78. I will say why. 79. It is late."
    figures, refused = read(text)
    assert figures == []
    assert [r.code for r in refused if r.anchor.exact.isdigit()] == ["list_label"] * 4
