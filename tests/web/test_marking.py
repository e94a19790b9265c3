from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.web.layers import LAYERS, Mark
from onrecord.web.marking import Focus, marked, pieces, visible

TEXT = "The clerk said <b>600</b> families & “more” left."


class Words(HTMLParser):
    """Reads HTML back: its words with how many code points each run stands for, and the tags still open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.runs: list[tuple[str, frozenset[str]]] = []
        self.points = 0
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id" and value]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        told = next((attrs["data-n"] for _, attrs in self.open if "data-n" in attrs), None)
        self.points += int(told) if told else len(data)
        rows = next((attrs["data-rows"] for _, attrs in self.open if "data-rows" in attrs), None)
        self.runs.append((data, frozenset((rows or "").split())))


def words_of(html: str) -> Words:
    read = Words()
    read.feed(html)
    read.close()
    assert read.open == []
    return read


marks = st.lists(
    st.builds(
        lambda start, size, row, layer: Mark(start, start + size, f"r{row}", layer),
        st.integers(0, len(TEXT)),
        st.integers(1, 30),
        st.integers(0, 6),
        st.sampled_from([layer.name for layer in LAYERS]),
    ),
    max_size=8,
)


@given(marks=marks, start=st.integers(0, 20), size=st.integers(1, 40))
def test_overlapping_marks_give_well_formed_html_with_every_character_and_its_rows(
    marks: list[Mark], start: int, size: int
) -> None:
    end = min(len(TEXT), start + size)
    read = words_of(marked(TEXT, start, end, marks, Focus()))
    assert "".join(words for words, _ in read.runs) == TEXT[start:end]
    at = start
    for words, rows in read.runs:
        for place in range(at, at + len(words)):
            assert rows == {mark.row for mark in marks if mark.start <= place < mark.end}
        at += len(words)


@given(text=st.text(max_size=60))
def test_every_character_counts_though_some_are_shown_as_signs(text: str) -> None:
    html = visible(text)
    assert words_of(html).points == len(text)
    html.encode()


def test_signs_stand_for_what_reorders_a_line() -> None:
    assert visible("a\u202eb") == 'a<span class="sign" data-n="1">‹U+202E›</span>b'
    assert visible("a\r\nb") == 'a<span data-n="2">\n</span>b'


def test_the_row_in_focus_shows_its_parts_and_is_scrolled_to_once() -> None:
    parts = (Mark(4, 9, "s-1", "statement", "source"), Mark(15, 40, "s-1", "statement", "content"))
    html = marked(TEXT, 0, len(TEXT), [Mark(18, 21, "f-1", "figure")], Focus("s-1", parts, 15))
    read = words_of(html)
    assert read.ids == ["r-s-1"]
    assert html.count('data-part="source"') == html.count('data-part="content"') == 1


def test_parts_are_named_where_they_open_the_longest_first() -> None:
    parts = (
        Mark(4, 20, "e-1", "event", "event"),
        Mark(4, 9, "e-1", "event", "actor"),
        Mark(10, 14, "e-1", "event", "verb"),
    )
    html = marked(TEXT, 0, len(TEXT), [], Focus("e-1", parts, 4))
    assert re.findall('data-part="([^"]+)">', html) == ["event · actor", "verb"]


@pytest.mark.parametrize(("start", "end"), [(0, 10), (10, 30)])
def test_a_mark_that_runs_beyond_a_stretch_holds_up_to_its_end(start: int, end: int) -> None:
    [piece] = pieces(start, end, [Mark(0, 100, "s-1", "statement")])
    assert (piece.start, piece.end, len(piece.marks)) == (start, end, 1)
