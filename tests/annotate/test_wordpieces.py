from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.annotate.windows import LONGEST, windows
from onrecord.annotate.wordpieces import WordPieces
from onrecord.types.spans import Span

PIECES = WordPieces(["[UNK]", "said", "un", "##wel", "##come", '"', "'", "cafe", "a", ".", "##s"])


def read(text: str) -> list[tuple[int, str, bool]]:
    found = PIECES(text, 0, len(text))
    places = zip(found.starts, found.ends, strict=True)
    words = (text[start:end] for start, end in places)
    return list(zip(found.numbers, words, found.joined, strict=True))


def test_a_word_is_cut_greedily_from_the_left() -> None:
    assert read("Unwelcome") == [(2, "Un", False), (3, "wel", True), (4, "come", True)]


def test_a_word_with_no_pieces_is_unknown_as_a_whole() -> None:
    assert read("said xyz") == [(1, "said", False), (0, "xyz", False)]


@pytest.mark.parametrize("marks", ["“”", "„“", "«»", "「」", '""'])
def test_every_style_of_marks_is_one_piece(marks: str) -> None:
    assert [number for number, _, _ in read(f"{marks[0]}said{marks[1]}")] == [5, 1, 5]


@pytest.mark.parametrize("word", ["café", "cafe\u0301", "CAFÉ"])
def test_accents_and_capitals_change_no_piece(word: str) -> None:
    assert read(word)[0][0] == 7


def test_what_cannot_be_seen_is_no_piece() -> None:
    assert [number for number, _, _ in read("said\u200b said\x00 said")] == [1, 1, 1]


@given(st.text(max_size=80))
def test_pieces_stand_in_order_inside_the_text(text: str) -> None:
    found = PIECES(text, 0, len(text))
    assert all(0 <= start < end <= len(text) for start, end in zip(found.starts, found.ends, strict=True))
    assert found.starts == sorted(found.starts)


@given(st.lists(st.text(alphabet="as .", min_size=1, max_size=30), min_size=1, max_size=5))
def test_a_window_holds_the_pieces_of_one_paragraph(paragraphs: list[str]) -> None:
    text = "\n".join(paragraphs)
    spans, start = [], 0
    for paragraph in paragraphs:
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + 1
    for window in windows(PIECES, text, spans):
        first, last = int(window.starts[0]), int(window.ends[-1])
        assert any(span.start <= first and last <= span.end for span in spans)


def test_a_long_paragraph_is_cut_after_a_sentence() -> None:
    text = ("a " * 200 + ". ") * 3
    sizes = [len(window.pieces) for window in windows(PIECES, text, [Span(0, len(text))])]
    assert sizes == [201, 201, 201]


def test_a_long_paragraph_without_a_sentence_end_is_cut_at_the_windows_end() -> None:
    text = "a " * 600
    sizes = [len(window.pieces) for window in windows(PIECES, text, [Span(0, len(text))])]
    assert sizes == [LONGEST, LONGEST, 600 - 2 * LONGEST]
