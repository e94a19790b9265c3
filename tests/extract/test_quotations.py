"""Quotation marks: what they hold, where it ends, and what in marks is no speech."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.data import Vocabularies
from onrecord.extract.quotations import QuotationExtractor
from onrecord.types.annotated import Annotated
from onrecord.types.documents import Layout, Segment
from onrecord.types.errors import Rejected
from onrecord.types.findings import Found
from onrecord.types.rows import Quotation
from tests.builders import annotated, document, paragraphs_of

EXTRACTOR = QuotationExtractor(Vocabularies())
STYLES = {
    "curly": "“{}”",
    "straight": '"{}"',
    "guillemets": "«{}»",
    "guillemets with spaces": "«\u00a0{}\u00a0»",
    "inverted guillemets": "»{}«",
    "low and high": "„{}“",
    "two straight singles": "''{}''",
    "corner brackets": "「{}」",
    "white corner brackets": "『{}』",
    "curly singles": "‘{}’",
    "straight singles": "'{}'",
}
WORDS = st.lists(st.sampled_from("boats sailed home after dawn while nobody watched".split()), min_size=5)


def unparsed(text: str, layout: Layout | None = None) -> list[Quotation]:
    return rows_of(Annotated(document(text, layout)))


def rows_of(page: Annotated) -> list[Quotation]:
    rows = [row for row in EXTRACTOR.extract(page, Found()) if isinstance(row, Quotation)]
    assert all(piece.holds_in(page.text) for row in rows for piece in row.pieces)
    assert len({row.id for row in rows}) == len(rows)
    return rows


def words(rows: list[Quotation]) -> list[list[str]]:
    return [[piece.exact for piece in row.pieces] for row in rows]


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_every_style_of_marks_gives_the_same_words(style: str) -> None:
    said = "The dam will hold until the rains are over."
    [row] = unparsed(f"Ana Ruiz told us: {style.format(said)} Then she left.")
    assert words([row]) == [[said]]
    assert row.closed
    assert row.speech


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@given(before=WORDS, said=WORDS, after=WORDS)
def test_pieces_hold_exactly_what_stands_between_the_marks(
    style: str, before: list[str], said: list[str], after: list[str]
) -> None:
    text = f"{' '.join(before)} {style.format(' '.join(said))} {' '.join(after)}."
    assert words(unparsed(text)) == [[" ".join(said)]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will “never” go,” he said.", [["We will “never” go,"]]),
        ('"He said "no" to me," Ana said.', [['He said "no" to me,']]),
        ("‘He said “no way” to me,’ Ana said.", [["He said “no way” to me,"]]),
        ('They spoke of "the year of long friendship.” Then all left.', [["the year of long friendship."]]),
        ("«Nous partons «demain» à midi», dit-il.", [["Nous partons «demain» à midi"]]),
        ("“Their safety is first. And then it rained.", [["Their safety is first. And then it rained."]]),
        ('"I am 6" tall and proud," she said.', [['I am 6" tall and proud,']]),
        ("‘Go to the workers’ hall at once,’ he said.", [["Go to the workers’ hall at once,"]]),
        ("“The first is lost. “One is not,” he said.", [["The first is lost."], ["One is not,"]]),
    ],
    ids=[
        "nested curly", "nested straight", "double in single", "mixed styles", "nested guillemets",
        "never closed", "inches inside", "possessive inside", "opened twice",
    ],
)  # fmt: skip
def test_marks_inside_others_belong_to_the_outer_pair(text: str, expected: list[list[str]]) -> None:
    assert words(unparsed(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        'He is 5\'10" tall and the board is 6" wide.',
        "Don't touch the workers' tools; it's the city's.",
        "In the '90s they played rock 'n' roll.",
        "The 6' wall fell.",
        "It was the ministers‘ idea.",
        "",
    ],
    ids=["feet and inches", "apostrophes", "decades", "feet", "wrong way round", "nothing"],
)
def test_measures_and_apostrophes_are_no_quotations(text: str) -> None:
    assert unparsed(text) == []


def test_a_mark_that_is_opened_again_on_the_next_paragraph_goes_on_there() -> None:
    rows = unparsed(
        "“The first paragraph ends.\n“The second ends too.\n“And here it closes,” she said.\n“New one.”"
    )
    assert words(rows) == [
        ["The first paragraph ends.", "The second ends too.", "And here it closes,"],
        ["New one."],
    ]
    assert rows[0].closed


def test_a_mark_that_is_not_opened_again_ends_with_its_paragraph() -> None:
    [row] = unparsed("“Their safety must come first.\nThe report said nothing of it.")
    assert words([row]) == [["Their safety must come first."]]
    assert not row.closed


def test_a_quotation_never_runs_from_one_item_of_a_listing_into_the_next() -> None:
    text = "“The first item is cut off here\n“The second item is complete,” he said."
    first, second = paragraphs_of(text)
    items = tuple(Segment(span.start, span.end, "item") for span in (first, second))
    rows = unparsed(text, Layout(paragraphs=(first, second), segments=items))
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('They signed the "Treaty on the Safety of River Dams" in May.', "title"),
        ('The text defines the term "refugee" and no other.', "term"),
        ("The so-called “experts” were paid.", "term"),
        ('Maria "Mimi" Jensen came late.', "nickname"),
        ("《水库安全条例》公布。", "title"),
    ],
    ids=["title", "defined term", "scare quotes", "nickname", "title marks"],
)
def test_titles_terms_and_names_in_marks_are_not_speech(text: str, reason: str) -> None:
    [row] = rows_of(annotated(text))
    assert not row.speech
    assert row.reason is not None
    assert reason in row.reason.casefold()


@pytest.mark.parametrize(
    "text",
    [
        "“No,” he said.",
        'The minister said "never" twice.',
        "She said the plan was “very bad” for them.",
        "“We go.”",
    ],
    ids=["one word with a comma", "one word after said", "fragment in a report", "short sentence"],
)
def test_short_words_are_speech_where_somebody_says_them(text: str) -> None:
    [row] = rows_of(annotated(text))
    assert row.speech


@pytest.mark.parametrize(
    "text",
    [
        "They spoke up for the Boat Repair Program.\n“With winter so near, we ask you to act,” she said.",
        "They spoke up for the Boat Repair Program.\n\n“With winter so near, we ask you to act,” she said.",
        "Nobody had read the report! “The boats must come home before the winter,” said Ana Ruiz.",
        "“The boats must come home before the winter.” Program leaders were silent.",
        "In the report “the boats must come home before the winter,” she wrote.",
    ],
    ids=["next paragraph", "blank line", "next sentence", "sentence behind", "a cue of speech"],
)
def test_a_word_of_naming_names_nothing_outside_its_sentence(text: str) -> None:
    [row] = rows_of(annotated(text))
    assert row.speech


def test_a_kind_of_law_right_behind_the_marks_names_them() -> None:
    [row] = rows_of(annotated("They voted for the “Safe harbours for all” Act in May."))
    assert not row.speech


def test_stray_and_empty_marks_are_refused_by_name() -> None:
    page = Annotated(document("It ended.” Then “” and nothing."))
    refused = [item for item in EXTRACTOR.extract(page, Found()) if isinstance(item, Rejected)]
    assert {item.code for item in refused} == {"unopened_mark", "empty_marks"}


@pytest.mark.parametrize(
    ("unit", "expected"), [('"a ', 50_000), ("“a” ", 100_000), ("“a\n", 1), ("'a ", 0)], ids=repr
)
def test_a_hundred_thousand_marks_are_read(unit: str, expected: int) -> None:
    assert len(unparsed(unit * 100_000)) == expected


@given(st.text(alphabet="\"“”'‘’«»„「」 ab.\n5", max_size=200))
def test_any_muddle_of_marks_gives_pieces_in_order_that_do_not_overlap(text: str) -> None:
    pieces = [piece for row in unparsed(text) for piece in row.pieces]
    assert all(one.end <= other.start for one, other in pairwise(pieces))
