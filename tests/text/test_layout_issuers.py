"""Whose document it is: who acts in the first sentence of a release, the body that heads a page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.data import Vocabularies
from onrecord.text.layout import lay_out
from onrecord.types.documents import CanonicalText, Layout, Metadata
from tests.builders import document

REST = "\n\n“The people of the lake cannot wait any longer for the quay,” said Peter Lang of the crews.\n"


def layout(text: str, given: Metadata | None = None, said: Metadata | None = None) -> Layout:
    page = document(text)
    if given or said:
        given, said = given or Metadata(), said or Metadata()
        page = replace(page, given=given, metadata=given.over(said))
    return lay_out(page, CanonicalText(text, "text"), Vocabularies())


@pytest.mark.parametrize(
    ("opening", "issuers"),
    [
        (
            "PORT VAREDA — Today, Senator Ana Ruiz (D-VA) announced that the northern quay will open.",
            ["Ana Ruiz"],
        ),
        (
            "WASHINGTON, D.C. – U.S. Senators Ana Ruiz (D-VA) and Tom Hale (R-UT) introduced a bill on it.",
            ["Ana Ruiz", "Tom Hale"],
        ),
        (
            "Senator Ana Ruiz (D-VA), chair of the Committee on Quays, and Rep. Tom Hale (UT-03) "
            "today urged the board to open the northern quay.",
            ["Ana Ruiz", "Tom Hale"],
        ),
        (
            "In light of the floods of spring, Congresswoman Ana Ruiz (VA-08) called on the board.",
            ["Ana Ruiz"],
        ),
        (
            "Republican Leader Ana Ruiz (R-VA) issued the following statement on the quays.",
            ["Ana Ruiz"],
        ),
        (
            "Senators Ruiz and Hale Urge Quayways to Reconsider, and the two wrote a letter to "
            "the board today and said that it must open the quay to the families.",
            ["Ruiz", "Hale"],
        ),
        (
            "Senators Warn President Ruiz against it, and they told the board today that it must open.",
            [],
        ),
        ("Rep. Ruiz released the following statement on the northern quay and the families of it.", ["Ruiz"]),
        (
            "Congressman Paul Ruiz, D.D.S. (AZ-09) today announced the opening of the northern quay.",
            ["Paul Ruiz, D.D.S."],
        ),
        (
            "The harbour board today announced that it will open the quay Senator Ana Ruiz (D-VA) asked for.",
            [],
        ),
        ("The quay will open in May, and the families of the lake are glad of it, they said today.", []),
        (
            "(Port Vareda) – The board should open the quay to all, Lake Rights Watch said today.",
            ["Lake Rights Watch"],
        ),
    ],
)
def test_a_release_is_of_those_whose_deed_it_opens_with(opening: str, issuers: list[str]) -> None:
    text = f"FOR IMMEDIATE RELEASE\n\nThe Quay Opens at Last\n\n{opening}{REST}"
    found = layout(text)
    assert found.kind == "press_release"
    assert [party.name.exact for party in found.issuers] == issuers


def test_a_headline_in_capitals_is_no_masthead() -> None:
    text = (
        f"RUIZ CALLS FOR ACTION OF THE HARBOUR BANKS\n\nFOR IMMEDIATE RELEASE\n\nThe quay opens in May.{REST}"
    )
    assert layout(text).issuers == ()


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        (
            "Testimony of Nadia Perrin before the Commission\n\nI thank you for your time.\n",
            "Nadia Perrin",
        ),
        (
            "641 (1989). Resolution of 30 August 1989\n\nThe Harbour Council,\n\n1. Extends;\n",
            "Harbour Council",
        ),
        (
            "Statement by the Harbour Authority on the quay\n\nThe quay will open in May.\n",
            "Harbour Authority",
        ),
    ],
)
def test_headings_and_enacting_words_name_the_issuer(text: str, issuer: str) -> None:
    assert [party.name.exact for party in layout(text).issuers] == [issuer]


DATED = "The Quay Opens\nMay 4, 2024\nThe minister came to the harbour and spoke to the people there.\n"


@pytest.mark.parametrize(
    ("given", "said", "edtf", "anchored"),
    [
        pytest.param("2024-05-09", None, "2024-05-09", False, id="given beside the file"),
        pytest.param("2024-05", None, "2024-05-04", True, id="given more coarsely than stated"),
        pytest.param("2019", None, "2019", False, id="given otherwise"),
        pytest.param(None, "2024-05-09", "2024-05-04", True, id="headers of the year stated"),
        pytest.param(None, "2021-01-01", "2021-01-01", False, id="headers of another year"),
        pytest.param("2024-05-09", "2021-01-01", "2024-05-09", False, id="both"),
    ],
)
def test_a_date_given_beside_the_file_goes_before_all(
    given: str | None, said: str | None, edtf: str, anchored: bool
) -> None:
    found = layout(DATED, Metadata(date=given), Metadata(date=said)).date
    assert found is not None
    assert (found.edtf, found.anchor is not None) == (edtf, anchored)


@pytest.mark.parametrize(
    ("opening", "issuers"),
    [
        (
            "Senator Ana Ruiz (D-VA) today joined Senators Tom Hale (R-UT) and Nadia Perrin (D-AR) "
            "in sending a letter to Chair Paul Vask (D-TE).",
            ["Ana Ruiz", "Tom Hale", "Nadia Perrin"],
        ),
        (
            "Senator Ana Ruiz (D-VA), along with Reps. Tom Hale and Nadia Perrin, wrote to Chair Paul Vask.",
            ["Ana Ruiz", "Tom Hale", "Nadia Perrin"],
        ),
        (
            "In a letter led by Senator Ana Ruiz (D-VA), Senators Tom Hale (R-UT) and Nadia Perrin (D-AR) "
            "today warned the board.",
            ["Ana Ruiz", "Tom Hale", "Nadia Perrin"],
        ),
        (
            "Congressman Tom Hale (UT-03) a member of the Caucus on Quays, and Senator Ana Ruiz (D-VA) "
            "sent a letter to the board.",
            ["Tom Hale", "Ana Ruiz"],
        ),
        (
            "Nadia Perrin and Tom Hale, Members of Parliament, and Senator Ana Ruiz sent a letter to it.",
            ["Nadia Perrin", "Tom Hale", "Ana Ruiz"],
        ),
        ("Senator Ana Ruiz (D-VA) joined Senator Tom Hale (R-UT) on the quay in Port Vareda.", ["Ana Ruiz"]),
        (
            "Senator Ana Ruiz (D-VA), chair of the caucus, today urged the board and Senator Tom Hale (R-UT) "
            "to open it.",
            ["Ana Ruiz"],
        ),
        (
            "Senator Ana Ruiz (D-VA) wrote to ask the board along with Senator Tom Hale (R-UT) for papers.",
            ["Ana Ruiz"],
        ),
    ],
)
def test_all_who_act_together_issue_a_release_and_none_of_those_they_ask(
    opening: str, issuers: list[str]
) -> None:
    found = layout("FOR IMMEDIATE RELEASE\n\n" + opening + REST)
    assert [party.name.exact for party in found.issuers] == issuers


def test_a_report_of_the_united_nations_is_of_the_body_whose_session_heads_it() -> None:
    text = (
        "UNITED NATIONS A General Assembly Distr. GENERAL A/HRC/8/2 13 May 2024 Original: ENGLISH "
        "HUMAN RIGHTS COUNCIL Eighth session Agenda item 6\nReport of the Working Group on Lakes\nVareda\n"
        + REST
    )
    assert [party.name.exact for party in layout(text).issuers] == ["HUMAN RIGHTS COUNCIL"]
