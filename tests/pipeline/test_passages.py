from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onrecord.pipeline.passages import PASSAGE_CHARACTERS, passages_of
from onrecord.types.spans import Span
from tests.builders import paragraphs_of

words = st.text(alphabet="ab .\n\u00a0", max_size=5000)


@given(text=words)
def test_passages_cover_every_word_once_in_order(text: str) -> None:
    found = passages_of(text, paragraphs_of(text))
    assert "".join("".join(text[start:end].split()) for start, end in found) == "".join(text.split())
    assert all(end <= following for (_, end), (following, _) in pairwise(found))
    assert all(0 < end - start <= PASSAGE_CHARACTERS for start, end in found)


def test_paragraphs_are_passages() -> None:
    text = "First paragraph.\nSecond one.\n"
    assert [text[start:end] for start, end in passages_of(text, paragraphs_of(text))] == [
        "First paragraph.",
        "Second one.",
    ]


def test_a_long_paragraph_is_cut_after_a_sentence() -> None:
    text = "The council met again. " * 100
    found = passages_of(text, [Span(0, len(text))])
    assert len(found) > 1
    assert all(text[start:end].endswith("again.") for start, end in found)


def test_words_outside_every_paragraph_are_passages_too() -> None:
    text = "header\nbody text\nfooter"
    assert [text[start:end] for start, end in passages_of(text, [Span(7, 16)])] == [
        "header",
        "body text",
        "footer",
    ]


def test_overlapping_paragraphs_give_each_word_once() -> None:
    text = "abcdef"
    assert passages_of(text, [Span(0, 4), Span(2, 6)]) == ((0, 4), (4, 6))
