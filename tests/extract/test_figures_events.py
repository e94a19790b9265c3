"""A figure's date is that of its event, also where an earlier sentence of its paragraph tells it."""

from __future__ import annotations

import pytest

from onrecord.extract.events import EventExtractor
from onrecord.extract.figures import FigureExtractor
from onrecord.extract.figures_events import FigureDateExtractor
from onrecord.types.rows import Figure
from tests.extract.readings import VOCABULARIES, kept, read


def dates(text: str) -> dict[str, tuple[str | None, str | None]]:
    """Return the figures that get a date from an event, with the date and its basis."""
    page, found = read(text)
    for make in (FigureExtractor, EventExtractor):
        found = found.with_(kept(make(VOCABULARIES), page, found))
    made = kept(FigureDateExtractor(VOCABULARIES), page, found)
    assert all(isinstance(row, Figure) for row in made)
    return {row.anchor.exact: (row.date, row.date_basis) for row in made if isinstance(row, Figure)}


EVICTED = "On March 12, 2024, police evicted 340 families from the north shore. "


@pytest.mark.parametrize(
    "told",
    [
        "About 90 boats were burned.",
        "It was a cold night. About 90 boats were burned.",
        "Lawyers had destroyed about 90 boats.",
    ],
)
def test_a_count_of_what_happened_has_the_date_of_the_event_told_before_it(told: str) -> None:
    [found] = dates(EVICTED + told).values()
    assert found == ("2024-03-12", "inferred")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(EVICTED + "About 90 boats were burned in April 2024.", id="a date of its own"),
        pytest.param(EVICTED + "About 90 boats will be burned.", id="the future"),
        pytest.param(EVICTED + "\n\nAbout 90 boats were burned.", id="another paragraph"),
        pytest.param(EVICTED + "About 90 people are living in tents.", id="a count at a time"),
        pytest.param("About 90 boats were burned. " + EVICTED, id="an event told later"),
        pytest.param(
            EVICTED + "On May 9, 2024, police evicted 25 more families. About 90 boats were burned.",
            id="two events",
        ),
        pytest.param(
            "On March 12, 2024, the minister sent a letter to the mayor. About 90 boats were burned.",
            id="an event that only dates itself",
        ),
        pytest.param("In 2024 police evicted 340 families. About 90 boats were burned.", id="a year"),
    ],
)
def test_nothing_is_inferred_that_may_be_of_another_time(text: str) -> None:
    assert dates(text) == {}


def test_the_date_stands_on_the_words_that_date_the_event() -> None:
    page, found = read(EVICTED + "About 90 boats were burned.")
    for make in (FigureExtractor, EventExtractor):
        found = found.with_(kept(make(VOCABULARIES), page, found))
    [made] = kept(FigureDateExtractor(VOCABULARIES), page, found)
    assert isinstance(made, Figure)
    assert made.date_anchor is not None
    assert made.date_anchor.exact == "March 12, 2024"
