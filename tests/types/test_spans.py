from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.types.spans import Evidence, Span, hull, trimmed

spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 50), st.integers(1, 20))


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 3)], ids=["empty", "reversed", "negative"])
def test_a_span_that_holds_nothing_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="span"):
        Span(start, end)


@settings(deadline=None)
@given(spans, spans)
def test_spans_overlap_where_they_share_a_character(one: Span, other: Span) -> None:
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    assert one.overlaps(other) == other.overlaps(one) == bool(shared)
    assert one.contains(other) == (set(range(other.start, other.end)) <= set(range(one.start, one.end)))


@settings(deadline=None)
@given(spans, st.integers(0, 80))
def test_a_span_covers_its_own_characters(span: Span, offset: int) -> None:
    assert span.covers(offset) == (offset in range(span.start, span.end))
    assert len(span) == span.end - span.start


@settings(deadline=None)
@given(st.lists(spans, min_size=1))
def test_the_hull_holds_every_span_and_no_more(held: list[Span]) -> None:
    found = hull(held)
    assert all(found.contains(span) for span in held)
    assert found.start in {span.start for span in held}
    assert found.end in {span.end for span in held}


@settings(deadline=None)
@given(st.text(" \n\tab", max_size=30), st.data())
def test_trimming_takes_white_space_and_nothing_else(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = trimmed(text, start, end)
    assert (found.slice(text) if found else "") == text[start:end].strip()


@settings(deadline=None)
@given(st.text(min_size=1), st.data())
def test_evidence_holds_in_its_own_text_and_not_in_another(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    evidence = Evidence("d-1", start, end, text[start:end])
    assert evidence.holds_in(text)
    assert not evidence.holds_in(text[:start])
    assert evidence.span.slice(text) == evidence.exact


@pytest.mark.parametrize("exact", ["", "too long"], ids=["no words", "other length"])
def test_evidence_must_be_as_long_as_its_span(exact: str) -> None:
    with pytest.raises(ValueError, match="characters long"):
        Evidence("d-1", 0, len(exact[:3]), exact)
