from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.resolve.words import is_acronym_of, same_spelling, word_columns, words_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("Don’t", ["don't"], id="curly apostrophe"),
        pytest.param("well‑known", ["well-known"], id="no-break hyphen"),
        pytest.param("1,170 of 3.5", ["1,170", "of", "3.5"], id="numbers keep their points"),
        pytest.param("$600 or 43%", ["$600", "or", "43%"], id="signs belong to the number"),
        pytest.param("ﬁnal eﬀort", ["final", "effort"], id="ligatures"),
        pytest.param("re\u00adturned", ["returned"], id="soft hyphen"),
    ],
)
def test_words_are_folded_as_the_tolerances_say(text: str, folded: list[str]) -> None:
    assert [word.folded for word in words_of(text)] == folded


@given(st.text(max_size=80))
def test_every_word_stands_at_its_offsets(text: str) -> None:
    assert all(text[word.start : word.end] == word.text for word in words_of(text))


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_words_between_two_offsets_are_those_of_what_stands_there(text: str, start: int, end: int) -> None:
    alone = words_of(text[start:end])
    moved = [(word.text, word.folded, word.start + start, word.end + start) for word in alone]
    assert [tuple(word) for word in words_of(text, start, end)] == moved


@given(st.text("lake’s 1,170–$ \u00ad.\n", max_size=80))
def test_columns_hold_the_same_words(text: str) -> None:
    columns, words = word_columns(text), words_of(text)
    assert columns.folded == [word.folded for word in words]
    for index, word in enumerate(words):
        span = columns.span(index, 1)
        assert (span.start, span.end) == (word.start, word.end)
        assert columns.within(span) == range(index, index + 1)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("recognise", "recognize", True),
        ("labour", "labor", True),
        ("centre", "center", True),
        ("defence", "defense", True),
        ("travelled", "traveled", True),
        ("türk", "turk", True),
        ("four", "for", False),
        ("halt", "end", False),
        ("evicted", "evicting", False),
        ("600", "6000", False),
    ],
)
def test_spelling_variants_are_told_from_other_words(one: str, other: str, same: bool) -> None:
    assert same_spelling(one, other) is same


def test_an_acronym_abbreviates_capitals_alone() -> None:
    assert is_acronym_of("LLC", ("Lakeland", "Legal", "Clinic"))
    assert not is_acronym_of("LLC", ("Lakeland", "Clinic"))
    assert not is_acronym_of("we", ("West", "End"))
