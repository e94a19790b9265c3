"""Headlines whose line end was lost: the title ends where the headline does, and so does its paragraph."""

from __future__ import annotations

import pytest

from onrecord.data import Vocabularies
from onrecord.text.layout import lay_out
from onrecord.types.documents import CanonicalText, Layout
from tests.builders import document

HEADLINE = "Ruiz Urges Quay Board to Open Northern Quay"
DEED = "Senator Ana Ruiz (D-VA) today sent a letter to the board asking it to open the northern quay."


def layout(text: str) -> Layout:
    return lay_out(document(text), CanonicalText(text, "text"), Vocabularies())


@pytest.mark.parametrize(
    "behind",
    [
        f"{' ' * 40}For Immediate Release: May 4, 2024\n\tContact:\n{DEED}",
        f" FOR IMMEDIATE RELEASE: May 4, 2024 {DEED}",
        f" May 4, 2024 PORT VAREDA, AR- {DEED}",
        f" May 4, 2024 PORT VAREDA, AR -{DEED}",
        f" PORT VAREDA (May 4, 2024) – {DEED}",
    ],
)
def test_a_headline_ends_where_the_release_begins(behind: str) -> None:
    found = layout(HEADLINE + behind)
    assert found.title is not None
    assert found.title.exact == HEADLINE
    assert [segment.span for segment in found.of("headline")] == [found.title.span]
    assert found.title.span in found.paragraphs
    assert found.date is not None
    assert found.date.edtf == "2024-05-04"
    assert [party.name.exact for party in found.issuers] == ["Ana Ruiz"]


def test_a_headline_under_the_headline_ends_at_a_dateline_in_capitals() -> None:
    under = "Families Need More Time to Move, Ruiz Says"
    text = f"{HEADLINE}\n{under} PORT VAREDA (May 4, 2024) – {DEED}"
    assert under in [text[span.start : span.end] for span in layout(text).paragraphs]


@pytest.mark.parametrize(
    "sentence",
    [
        f"The members will speak on May 4, 2024 PORT VAREDA, AR – {DEED}",
        f"The families were brought to PORT VAREDA, AR – {DEED}",
        "Senator Ana Ruiz told the board on May 4, 2024 that the northern quay is open to all families.",
        f"Lake Tessara May 4, 2024, and what the board did that day. {DEED}",
    ],
)
def test_a_day_or_place_inside_a_sentence_ends_no_headline(sentence: str) -> None:
    (paragraph,) = layout(sentence).paragraphs
    assert (paragraph.start, paragraph.end) == (0, len(sentence))
