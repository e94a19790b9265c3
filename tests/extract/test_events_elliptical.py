"""Happenings that a sentence tells of without saying their verb again."""

from __future__ import annotations

import pytest

from onrecord.data import Vocabularies
from onrecord.extract.actors import ActorExtractor
from onrecord.extract.events import EventExtractor
from onrecord.extract.figures import FigureExtractor
from onrecord.extract.times import TimeExtractor
from onrecord.types.errors import Rejected
from onrecord.types.findings import Found
from onrecord.types.rows import Event, Figure
from tests.builders import annotated


def read(text: str) -> tuple[list[Event], dict[str, Figure]]:
    vocabularies = Vocabularies()
    page = annotated(text)
    found = Found()
    for extractor in (
        TimeExtractor(vocabularies),
        ActorExtractor(vocabularies),
        FigureExtractor(vocabularies),
    ):
        found = found.with_(item for item in extractor.extract(page, found) if not isinstance(item, Rejected))
    items = list(EventExtractor(vocabularies).extract(page, found))
    figures = [item for item in (*found.items, *items) if isinstance(item, Figure)]
    return [item for item in items if isinstance(item, Event)], {row.id: row for row in figures}


@pytest.mark.parametrize(
    "text",
    [
        "Police evicted 340 families in March 2024 and roughly 25 more in May 2024.",
        "Police evicted 340 families in March 2024, which was bad, and about 25 families in May 2024.",
    ],
)
def test_a_second_number_with_a_time_of_its_own_is_a_second_happening(text: str) -> None:
    events, figures = read(text)
    assert [(event.kind, (event.date or "")[:7]) for event in events] == [
        ("MOVE.FLIGHT", "2024-03"),
        ("MOVE.FLIGHT", "2024-05"),
    ]
    first, second = events
    assert [figures[id_].number for id_ in first.figures] == [340]
    [told] = [figures[id_] for id_ in second.figures]
    assert (told.number, told.event) == (25, second.id)
    assert second.mentions[0].exact.endswith("in May 2024")
    assert second.factuality == first.factuality == "past"
    assert second.participants == first.participants


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Police evicted 340 families and 25 traders in March 2024.", id="one time"),
        pytest.param(
            "Police evicted 340 families in March 2024 and built 25 houses in May 2024.", id="a verb"
        ),
        pytest.param(
            "Police evicted 340 families in March 2024, which was bad, and 25 families left in May 2024.",
            id="a verb behind",
        ),
        pytest.param("Police evicted 340 families in March 2024, 25 of them near the port.", id="a part"),
        pytest.param(
            "Police evicted 340 families in March 2024. In May 2024 25 families left.", id="a sentence"
        ),
    ],
)
def test_what_has_no_time_or_a_verb_of_its_own_is_no_happening_of_the_first_verb(text: str) -> None:
    events, _ = read(text)
    evicted = [event for event in events if event.triggers[0].exact == "evicted"]
    assert [(event.date or "")[:7] for event in evicted] == ["2024-03"]
