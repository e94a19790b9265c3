"""What kind a text is where no release mark says it: told by whose prose it is."""

from __future__ import annotations

import pytest

from onrecord.data import Vocabularies
from onrecord.text.layout import lay_out
from onrecord.types.documents import CanonicalText, Layout
from tests.builders import document

SPEECH = (
    "Allow me at the outset to congratulate you on your election. I wish to thank the people of the lake, "
    "whose hands hold our boats. My country has always stood by its neighbours, and we call upon States of "
    "the shore to adopt the resolution that we tabled, for our children will ask what we did. We know that "
    "the Security Council, in its resolution 12, asked for a report on the harbours, and we support it. I am "
    "proud to say that we kept our word, and that my delegation will keep it. We owe it to those who wait "
    "for us on the quays, and I trust that this hall will not forget. We thank you, and ask for your help. "
)
NEWS = (
    "Ferry strike ends at the lake\n\n"
    "PORT VAREDA - The ferries ran again on Tuesday after a strike of nine days, and the quays were full.\n\n"
    "“It was a long week,” said Tom Hale, who sells fish at the harbour. His wife said that they had lost "
    "half of their trade, and the mayor told a crowd on Monday that the town would pay for some of it.\n\n"
    "A spokesman of the company said that it would meet the crews again. It did not say when.\n"
)
RELEASE = (
    "Ruiz Presses Harbour Board on Ferries\n\n"
    "PORT VAREDA – Today, Senator Ana Ruiz (D-VA), a member of the Committee on Harbours, urged the board to "
    "open the northern quay.\n\n“The families of the lake cannot wait,” said Ruiz.\n"
)
SPOKEN = (
    "“We lost a friend of the lake today, and a neighbour who never closed his door to anybody in need.\n\n"
    "“He built the northern quay with his own hands, and every family of the shore will remember him.”\n"
)
RESOLUTION = (
    "315 (1972). Resolution of 15 June 1972\n\nThe Harbour Council,\n\nNoting from the report of the "
    "Secretary that the board is still needed,\n\n1. Extends the board until May;\n"
)
REPORT = "Harbour Board\nAnnual report\n\nThe board met nine times and opened two quays in the year.\n"


def layout(text: str) -> Layout:
    return lay_out(document(text), CanonicalText(text, "text"), Vocabularies())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param(SPEECH, "statement", id="speech"),
        pytest.param(NEWS, "news_article", id="news"),
        pytest.param(RELEASE, "press_release", id="release"),
        pytest.param(SPOKEN, "statement", id="all in quotation marks"),
        pytest.param(RESOLUTION, "resolution", id="resolution that notes a report"),
        pytest.param(REPORT, "report", id="report"),
        pytest.param(f"Ferries\n\n{'The report of the board was read to us. ' * 4}", "other", id="mention"),
    ],
)
def test_kinds_are_told_by_the_voice_of_the_prose(text: str, kind: str) -> None:
    found = layout(text)
    assert found.kind == kind
    assert bool(found.reasons) is (kind != "other")


def test_headings_with_dashes_are_no_listing() -> None:
    text = "\n".join(
        f"{name} — The crews of the lake went back to their boats after the long strike of the spring."
        for name in ("WHAT THE CREWS SAY", "WHAT THE BOARD SAYS", "Tom Hale")
    )
    assert layout(f"Ferries of the lake\n{text}\n").kind != "listing_page"


def test_delegates_listed_with_dashes_are_no_datelines() -> None:
    text = "\n".join(
        f"Mr. {name} Hale- Deputy Secretary, Ministry of Harbours of the Republic of Arden, Alternate;"
        for name in ("Tom", "Ana", "Jon", "Max", "Udo")
    )
    assert layout(text).of("dateline") == ()


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "We ask the board to (a) open the quay; (b) mend the gate; and (c) publish its plan of 2 May.",
            [("a", "(a) open the quay"), ("b", "(b) mend the gate"), ("c", "(c) publish its plan of 2 May")],
        ),
        (
            "The board will (1) open the quay, and (2) mend the gate. It met in May.",
            [("1", "(1) open the quay"), ("2", "(2) mend the gate")],
        ),
        ("They cite article 6 (a) of the code and article 9 (b) of the other.", []),
        ("The board (a) opened the quay and (c) mended the gate.", []),
        ("Only one label (a) stands in this sentence of the board.", []),
    ],
)
def test_items_that_run_on_inside_a_paragraph(text: str, items: list[tuple[str, str]]) -> None:
    found = layout(text).of("list_item")
    assert [(item.label, text[item.start : item.end]) for item in found] == items


def test_the_line_that_says_the_kind_is_the_title_and_a_wrapped_sentence_is_none() -> None:
    head = "UNITED LAKES\nDistr.: General 4 May 2024\n\nReport of the Working Group on Harbours"
    report = layout(f"{head}\n\nIt met.\n")
    assert report.title is not None
    assert report.title.exact == "Report of the Working Group on Harbours"
    assert report.date is not None
    assert report.date.edtf == "2024-05-04"
    assert layout(f"I should like to\ncongratulate the chair. {SPEECH}").title is None
