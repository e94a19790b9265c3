from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record.query import LONGEST_QUERY, Either, Every, Not, Part, Terms, understand
from onrecord.record.words import fold, words_in


def word(*words: str, open_end: bool = False) -> Terms:
    return Terms(words, open_end)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("bridge", word("bridge")),
        ("open bridge", Every((word("open"), word("bridge")))),
        ("open AND bridge", Every((word("open"), word("bridge")))),
        ("open OR bridge", Either((word("open"), word("bridge")))),
        ("a b OR c", Either((Every((word("a"), word("b"))), word("c")))),
        ("open NOT bridge", Every((word("open"), Not(word("bridge"))))),
        ("open -bridge", Every((word("open"), Not(word("bridge"))))),
        ('-"open bridge"', Not(word("open", "bridge"))),
        ('"open the bridge"', word("open", "the", "bridge")),
        ("“open the bridge”", word("open", "the", "bridge")),
        ('"open the', word("open", "the")),
        ("brid*", word("brid", open_end=True)),
        ('"open brid*"', word("open", "brid", open_end=True)),
        ("Türk's", word("turk", "s")),
        ("1,170", word("1", "170")),
        ("(a OR b) c", Every((Either((word("a"), word("b"))), word("c")))),
        ("a NOT (b OR c)", Every((word("a"), Not(Either((word("b"), word("c"))))))),
        ("NOT NOT a", word("a")),
        ("AND a OR", word("a")),
        ("a ) ( b", Every((word("a"), word("b")))),
        ("or and not", Every((word("or"), word("and"), word("not")))),
        ("a -... b", Every((word("a"), word("b")))),
    ],
)
def test_what_is_typed_is_understood(typed: str, expected: Part) -> None:
    understood = understand(typed)
    assert understood.part == expected
    assert understood.complaint is None


@pytest.mark.parametrize("typed", ["", "   ", '"', "()", "AND", "OR NOT", "-", "***", "...", "—"])
def test_what_holds_no_word_is_told(typed: str) -> None:
    understood = understand(typed)
    assert understood.part is None
    assert understood.complaint == "Type at least one word to look for."


def test_a_query_that_is_too_long_is_cut_and_told() -> None:
    understood = understand("bridge " * LONGEST_QUERY)
    assert understood.part is not None
    assert "2000 characters" in (understood.complaint or "")


@given(st.text() | st.text('()"-* ANDORNTab“', max_size=200))
def test_nothing_that_is_typed_raises(typed: str) -> None:
    understood = understand(typed)
    assert (understood.part is None) == (not list(understood.wanted()) and understood.part is None)
    assert understood.part is not None or understood.complaint


@pytest.mark.parametrize("count", [50, 500], ids=["some", "many"])
def test_brackets_may_be_as_deep_as_they_like(count: int) -> None:
    assert list(understand("(" * count + "bridge" + ")" * count).wanted()) == [word("bridge")]


@given(st.text())
def test_words_stand_where_they_are_said_to(text: str) -> None:
    last = 0
    for found in words_in(text):
        assert last <= found.start < found.end <= len(text)
        assert fold(text[found.start : found.end]) == found.folded
        assert found.folded
        assert " " not in found.folded
        last = found.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Snake_case _x_", ["snake_case", "x"]),
        ("cafe\u0301 CAFÉ", ["cafe", "cafe"]),
        ("ﬁne", ["fine"]),
        ("서울 回聲 x", ["서울", "回", "聲", "x"]),
        ("x" * 500, ["x" * 100]),
    ],
    ids=["underscores", "marks", "ligature", "no spaces", "long"],
)
def test_words_as_they_are_compared(text: str, expected: list[str]) -> None:
    from unicodedata import normalize

    assert [normalize("NFC", found.folded) for found in words_in(text)] == expected
