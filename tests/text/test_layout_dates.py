"""A document's own date where its prose says it: in a dateline, behind a release mark, or called today."""

from __future__ import annotations

import pytest

from onrecord.data import Vocabularies
from onrecord.text.layout import lay_out
from onrecord.types.dates import RecordDate
from onrecord.types.documents import CanonicalText
from tests.builders import document

PROSE = " Maria Jensen and Peter Okoro sent a letter to the Minister of the Interior about the camps."


def date_of(text: str) -> RecordDate | None:
    return lay_out(document(text), CanonicalText(text, "text"), Vocabularies()).date


@pytest.mark.parametrize(
    ("opening", "edtf", "exact"),
    [
        ("PORT VAREDA (May 4, 2024) —", "2024-05-04", "May 4, 2024"),
        ("PORT VAREDA, May 4, 2024 —", "2024-05-04", "May 4, 2024"),
        ("PORT VAREDA [4 May 2024] —", "2024-05-04", "4 May 2024"),
        (
            "FOR IMMEDIATE RELEASE: May 4, 2024 Contact: Dana Whitlow, Port Vareda.",
            "2024-05-04",
            "May 4, 2024",
        ),
        ("Press Release - For Immediate Release Saturday, May 4, 2024:", "2024-05-04", "May 4, 2024"),
    ],
)
def test_an_opening_line_that_runs_on_states_the_date(opening: str, edtf: str, exact: str) -> None:
    found = date_of(opening + PROSE)
    assert found is not None
    assert found.anchor is not None
    assert (found.edtf, found.basis, found.anchor.exact) == (edtf, "stated", exact)


def test_a_day_that_the_text_calls_today_is_inferred_with_its_reason() -> None:
    found = date_of(f"PORT VAREDA — Today, May 4th, 2024,{PROSE}")
    assert found is not None
    assert (found.edtf, found.basis) == ("2024-05-04", "inferred")
    assert found.reason == "the text calls this day today"


@pytest.mark.parametrize(
    "text",
    [
        f"PORT VAREDA — On May 4, 2024,{PROSE}",
        f"PORT VAREDA — Today,{PROSE} They wrote on May 4, 2024.",
        f"PORT VAREDA (Harbour Times, May 4) —{PROSE}",
        f"PORT VAREDA, May 2024 —{PROSE}",
    ],
)
def test_other_dates_of_the_prose_are_not_the_documents(text: str) -> None:
    assert date_of(text) is None


LETTER = """

The Honorable Nadia Perrin
Harbour Board
Port Vareda, AR 20500

Dear Chair Perrin:

We ask you to open the northern quay to the families of the lake, who have waited long.

Sincerely,

Ana Ruiz
Tom Hale
"""


def test_the_date_of_a_printed_letter_is_a_releases_only_where_nothing_else_states_one() -> None:
    opening = "The text of the letter that Senators Ana Ruiz and Tom Hale sent to the board is below:"
    printed = f"{opening}\n\nMay 3, 2024{LETTER}"
    alone, marked = date_of(printed), date_of(f"FOR IMMEDIATE RELEASE: May 4, 2024 {printed}")
    assert alone is not None
    assert marked is not None
    assert (alone.edtf, marked.edtf) == ("2024-05-03", "2024-05-04")


@pytest.mark.parametrize(
    ("masthead", "exact"),
    [
        (
            "UNITED NATIONS A General Assembly Distr. GENERAL A/VAR/8/2 13 May 2024 Original: ENGLISH",
            "13 May 2024",
        ),
        ("Distr.General Assembly GENERAL A/VAR/12/9 20 JULY 2024   Original:  ENGLISH", "20 JULY 2024"),
        (
            "United Nations\nDistr.: General\n4 January 2024 English\nOriginal: English/French",
            "4 January 2024",
        ),
    ],
)
def test_a_masthead_of_the_united_nations_states_the_date(masthead: str, exact: str) -> None:
    found = date_of(
        f"{masthead} Reissued for technical reasons on 2 August 2024. The present report is of it."
    )
    assert found is not None
    assert found.anchor is not None
    assert found.anchor.exact == exact
