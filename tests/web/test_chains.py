"""A chain is told from who said it to where it stands, with what the text leaves unsaid."""

from __future__ import annotations

from onrecord.types.rows import ChainMark
from onrecord.web.chains import Step, steps_of


def told(*chain: str, marks: tuple[ChainMark, ...] = ()) -> list[tuple[str, str]]:
    return [(step.label, step.id) for step in steps_of(chain, marks)]


def test_who_comes_first_said_it_and_who_comes_after_reported_it() -> None:
    assert told("a-1", "a-2", "d-1", "d-2") == [
        ("said by", "a-1"),
        ("reported by", "a-2"),
        ("through", "d-1"),
        ("in", "d-2"),
    ]


def test_where_nobody_is_named_it_comes_from_a_document() -> None:
    assert told("d-1", "d-2") == [("from", "d-1"), ("in", "d-2")]
    assert told("d-2") == [("in", "d-2")]
    assert told() == []


def test_only_what_the_text_does_not_say_has_a_note() -> None:
    marks = (ChainMark("d-1", "same_words"), ChainMark("d-2", "stated"))
    notes = [step.note for step in steps_of(("a-1", "d-1", "d-2", "d-3"), marks)]
    assert notes == ["", "It has the words of an earlier document and does not say so.", "", ""]
    assert isinstance(steps_of(("a-1",))[0], Step)
