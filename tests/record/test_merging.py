"""Events of one happening united: where their tellings disagree, each stays with its words."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from onrecord.record.merging import merge
from onrecord.types.rows import Event
from tests.record.papers import letter, reply, report


def united(*events: Event) -> Event:
    row = merge(events[0].id, events)
    assert isinstance(row, Event)
    return row


def told(*dates: str | None) -> list[Event]:
    words = [letter.words("open it"), reply.words("open the bridge"), report.words("met the council")]
    papers = [letter, reply, report]
    return [
        paper.event(anchor.exact, date=date, date_basis="stated" if date else None, date_anchor=anchor)
        for paper, anchor, date in zip(papers, words, dates, strict=False)
    ]


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        pytest.param(["2024-03", "2024-03-12"], "2024-03-12", id="the finer lies inside the coarser"),
        pytest.param(["2024-03-12", "2024-03-13"], None, id="two days contradict each other"),
        pytest.param(["2024-03", "2024-03-12", "2024-03-13"], None, id="no day fits both others"),
        pytest.param(["2024-03-11/2024-03-17", "2024-03"], "2024-03-11/2024-03-17", id="a week of the month"),
        pytest.param(["2024-03-12", None], "2024-03-12", id="one tells no date"),
        pytest.param([None, None], None, id="none tells a date"),
    ],
)
def test_the_finest_date_that_no_telling_contradicts_is_shown(dates: list[str], shown: str | None) -> None:
    for events in permutations(told(*dates)):
        row = united(*events)
        assert row.date == shown
        assert row.date_anchor is None or shown is None or row.date_anchor.document in {
            event.mentions[0].document for event in events if event.date == shown
        }  # fmt: skip
        distinct = {date for date in dates if date}
        assert {date.edtf for date in row.dates} == (distinct if len(distinct) > 1 else set())


def test_each_date_is_told_with_the_words_that_tell_it() -> None:
    events = told("2024-03-12", "2024-03-13")
    assert [(date.edtf, date.anchor) for date in united(*events).dates] == [
        (event.date, event.mentions[0]) for event in events
    ]


def test_what_was_united_before_keeps_its_dates() -> None:
    first, second, third = told("2024-03-12", "2024-03-13", "2024-03-14")
    assert united(united(first, second), third).dates == united(first, second, third).dates


def test_a_happening_is_past_where_one_telling_says_so_on_its_own_word() -> None:
    first, second = told("2024-03-12", "2024-03-12")
    reported = replace(first, factuality="reported")
    assert united(reported, second).factuality == "past"
    assert united(reported).factuality == "reported"


def test_the_place_told_in_most_words_is_shown() -> None:
    first, second = told("2024-03-12", "2024-03-12")
    near, exact = replace(first, place="Lorvik"), replace(second, place="Old Port of Lorvik")
    assert united(near, exact).place == united(exact, near).place == "Old Port of Lorvik"
