from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.resolve.alignment import SourceText, align, is_stitch

LETTER = (
    "We write to ask you to raise the forced evictions at the lake. Evicted families have nowhere to go. The "
    "Clinic reports that at least 1,200 people are living in tents, where children are falling ill. The "
    "families must not be moved again before the rains. They must be allowed to return."
)
SOURCE = SourceText(LETTER)


def differences(quotation: str) -> list[tuple[str, str, str, str]]:
    found = align(quotation, SOURCE)
    assert found is not None
    return [(d.op, d.quoted, d.original, d.weight) for d in found.differences]


@pytest.mark.parametrize(
    "quotation",
    [
        pytest.param("Evicted families have nowhere to go,", id="full stop turned comma"),
        pytest.param("evicted families have\nnowhere to  go", id="white space and seam"),
        pytest.param("We write to ask you … to raise the forced evictions", id="marked ellipsis"),
        pytest.param(
            "The Clinic reports that . . . children are falling ill", id="spaced ellipsis over words"
        ),
        pytest.param("They must be allowed [by the authorities] to return.", id="words in brackets"),
        pytest.param("nowhere to go", id="three words as they stand"),
    ],
)
def test_tolerable_differences_leave_a_quotation_verbatim(quotation: str) -> None:
    found = align(quotation, SOURCE)
    assert found is not None
    assert found.verbatim


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        pytest.param(
            "at least 1,500 people are living in tents",
            [("replace", "1,500", "1,200", "substantive")],
            id="a number",
        ),
        pytest.param(
            "The families must be moved again before the rains",
            [("delete", "", "not", "substantive")],
            id="a negation dropped",
        ),
        pytest.param(
            "The families should not be moved again before the rains",
            [("replace", "should", "must", "substantive")],
            id="a modal",
        ),
        pytest.param(
            "at least 1,200 people are still living in tents",
            [("insert", "still", "", "substantive")],
            id="a word added",
        ),
    ],
)
def test_a_changed_word_is_told(quotation: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert differences(quotation) == expected


def test_a_silent_stitch_shows_what_was_left_out() -> None:
    found = align("We write to ask you to raise the forced evictions children are falling ill", SOURCE)
    assert found is not None
    assert any(map(is_stitch, found.differences))
    assert [d.op for d in found.differences] == ["delete"]
    assert "nowhere to go" in found.differences[0].original


@pytest.mark.parametrize(
    "quotation",
    [
        pytest.param("The ministry has rehoused every household", id="other words"),
        pytest.param("to the of at", id="common words alone"),
        pytest.param("nowhere to hide", id="a short phrase that differs"),
        pytest.param("They must be allowed … Evicted families have nowhere", id="pieces in another order"),
    ],
)
def test_words_that_do_not_stand_there_are_not_found(quotation: str) -> None:
    assert align(quotation, SOURCE) is None


def test_marked_gaps_alone_quote_nothing() -> None:
    assert align("… […] …", SOURCE) is None


@given(st.integers(0, 48), st.integers(4, 20))
def test_any_run_of_the_source_is_verbatim_where_it_stands(first: int, length: int) -> None:
    words = SOURCE.words[first : first + length]
    found = align(LETTER[words[0].start : words[-1].end], SOURCE)
    assert found is not None
    assert found.verbatim
    assert not found.differences or found.differences[0].weight == "tolerable"


@given(st.integers(0, 40), st.integers(6, 20), st.data())
def test_one_changed_word_is_never_called_verbatim(first: int, length: int, data: st.DataObject) -> None:
    words = [word.text for word in SOURCE.words[first : first + length]]
    place = data.draw(st.integers(0, len(words) - 1))
    words[place] = "zebra"
    found = align(" ".join(words), SOURCE)
    assert found is None or not found.verbatim


def test_the_work_grows_with_the_words_and_not_their_square() -> None:
    quotation = "the cat sat on the mat and the dog sat on the cat " * 40
    assert align(quotation, SourceText("the dog and the cat sat on a mat " * 4000)) is None
