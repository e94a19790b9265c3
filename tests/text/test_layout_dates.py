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
