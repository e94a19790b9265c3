from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli.terminal import one_line, safe
from onrecord.cli.text import pieces
from onrecord.types.spans import Span

STEERING = {"Cc", "Cs"}


@given(text=st.text())
def test_nothing_that_steers_a_terminal_is_left(text: str) -> None:
    shown = safe(text)
    assert not {char for char in shown if unicodedata.category(char) in STEERING} - {"\n", "\t"}
    assert not {
        char for char in shown if unicodedata.bidirectional(char) in {"LRO", "RLO", "LRE", "RLE", "PDF"}
    }
    shown.encode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "plain – “words”, naïve, 中文, עברית, नमस्ते, 👩‍👧\n\tnext",
            "plain – “words”, naïve, 中文, עברית, नमस्ते, 👩‍👧\n\tnext",
        ),
        ("line\r\nline", "line\nline"),
        ("over\rwrite", "over‹U+000D›write"),
        ("\x1b]0;title\x07", "‹U+001B›]0;title‹U+0007›"),
        ("a\u202eb\u2066c", "a‹U+202E›b‹U+2066›c"),
        ("lone \ud800", "lone ‹U+D800›"),
    ],
    ids=["left-as-it-is", "line-end", "carriage-return", "escape", "bidirectional", "surrogate"],
)
def test_what_steers_is_shown_as_its_code_point(text: str, shown: str) -> None:
    assert safe(text) == shown


@given(text=st.text(), width=st.integers(3, 40))
def test_one_line_is_one_line_of_the_width(text: str, width: int) -> None:
    shown = one_line(text, width)
    assert len(shown) <= width
    assert len(shown.splitlines()) <= 1


def test_a_long_line_keeps_its_beginning_and_its_end() -> None:
    assert one_line("the beginning and all that lies between it and the end", 20) == "the beginnin…the end"


spans = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda pair: Span(pair[0], pair[0] + pair[1])),
    max_size=6,
)


@given(text=st.text(min_size=41, max_size=60), marked=spans)
def test_marked_pieces_are_the_whole_text_and_the_spans(text: str, marked: list[Span]) -> None:
    found = list(pieces(text, marked))
    assert "".join(piece for piece, _ in found) == text
    inside = [is_marked for piece, is_marked in found for _ in piece]
    assert inside == [any(span.covers(offset) for span in marked) for offset in range(len(text))]
