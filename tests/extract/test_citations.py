"""Which documents a text names: whose, to whom, of when, and what is none."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from onrecord.extract.asks import AskExtractor
from onrecord.extract.citations import CitationExtractor
from onrecord.extract.events import EventExtractor
from onrecord.extract.figures import FigureExtractor
from onrecord.types.findings import Found
from onrecord.types.rows import Citation
from tests.extract.readings import VOCABULARIES, kept, names, read

DATED = "FOR IMMEDIATE RELEASE\n\nMay 22, 2024\n\n"


def citations(text: str) -> tuple[list[Citation], Found]:
    annotated, found = read(text)
    for make in (FigureExtractor, EventExtractor, AskExtractor):
        found = found.with_(kept(make(VOCABULARIES), annotated, found))
    rows = [
        row for row in CitationExtractor(VOCABULARIES).extract(annotated, found) if isinstance(row, Citation)
    ]
    assert all(anchor.holds_in(text) for row in rows for anchor in row.anchors())
    return rows, found


@dataclass(frozen=True)
class Told:
    """What a reader takes from the words about one document."""

    sort: str
    issuers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    date: str | None = None
    title: str | None = None
    told: bool = False


def told(row: Citation, found: Found) -> Told:
    issuers, addressees = (tuple(names(found, ids)) for ids in (row.issuers, row.addressees))
    return Told(row.sort, issuers, addressees, row.date, row.title, row.told)


RUIZ, SAND, CLINIC = "Ana Ruiz", "Viktor Sand", "Lakeland Legal Clinic"

NAMED = {
    "sent to somebody": (
        "Senator Ana Ruiz sent a letter to Minister Viktor Sand on May 3, 2024.",
        Told("letter", (RUIZ,), (SAND,), "2024-05-03"),
    ),
    "said in it": (
        "In a letter to Minister Viktor Sand, Senator Ana Ruiz wrote that the shore was empty.",
        Told("letter", (RUIZ,), (SAND,), told=True),
    ),
    "told of twice": (
        "Senator Ana Ruiz sent a letter to Minister Viktor Sand. The letter says that the shore was empty.",
        Told("letter", (RUIZ,), (SAND,), told=True),
    ),
    "urging somebody": (
        "Senator Ana Ruiz sent a letter urging Minister Viktor Sand to stop the evictions.",
        Told("letter", (RUIZ,), (SAND,), told=True),
    ),
    "led by one": (
        "Senator Ana Ruiz led four colleagues in sending a letter to Minister Viktor Sand.",
        Told("letter", (RUIZ,), (SAND,)),
    ),
    "signed by others too": (
        "Senator Ana Ruiz sent a letter to Minister Viktor Sand. The letter was also signed by Senator Lena "
        "Okafor.",
        Told("letter", (RUIZ, "Lena Okafor"), (SAND,)),
    ),
    "said in a report": (
        "The Lakeland Legal Clinic said in a report in April 2024 that families were living in tents.",
        Told("report", (CLINIC,), (), "2024-04", told=True),
    ),
    "owned": (
        "According to the Lakeland Legal Clinic's report of April 2024, families are living in tents.",
        Told("report", (CLINIC,), (), "2024-04", told=True),
    ),
    "titled": (
        "The Lakeland Legal Clinic published a report, “Cleared Shores of the Lake,” in April 2024.",
        Told("report", (CLINIC,), (), "2024-04", "Cleared Shores of the Lake"),
    ),
    "named by what it is called": (
        "According to the Lakeland Legal Clinic's Cleared Shores Report, families are living in tents.",
        Told("report", (CLINIC,), (), None, "Cleared Shores Report", told=True),
    ),
    "of a year": (
        "According to the Lakeland Legal Clinic's 2023 Cleared Shores Report, families were living in tents.",
        Told("report", (CLINIC,), (), "2023", "Cleared Shores Report", told=True),
    ),
    "shown by another": (
        "Senator Ana Ruiz released the Lakeland Legal Clinic's report of April 2024.",
        Told("report", (CLINIC,), (), "2024-04"),
    ),
    "received": (
        "Senator Ana Ruiz received a letter from Minister Viktor Sand.",
        Told("letter", (SAND,), (RUIZ,)),
    ),
    "a reply of a day": (
        "In its reply of September 27, 2021, the Lakeland Legal Clinic insisted that the families had left.",
        Told("reply", (CLINIC,), (), "2021-09-27", told=True),
    ),
}


@pytest.mark.parametrize(("text", "expected"), NAMED.values(), ids=NAMED.keys())
def test_a_document_is_known_by_what_is_told_of_it(text: str, expected: Told) -> None:
    rows, found = citations(text)
    assert [told(row, found) for row in rows] == [expected]


def test_a_letter_told_of_in_the_title_and_below_is_one() -> None:
    text = (
        "Ruiz Sends Letter to Minister\n\nTESH – On May 3, 2024, Senator Ana Ruiz sent a letter to Minister "
        "Viktor Sand on the evictions, which went on all through the winter at the lake.\n"
    )
    rows, found = citations(text)
    assert [told(row, found) for row in rows] == [Told("letter", (RUIZ,), (SAND,), "2024-05-03")]


def test_a_letter_that_stands_whole_behind_a_colon_is_held_there() -> None:
    text = (
        "TESH – Senator Ana Ruiz sent a letter to Minister Viktor Sand on the evictions at the lake, in "
        "which she asks for help. The letter states: Dear Minister Sand, We urge you to stop the evictions."
    )
    [row], _ = citations(text)
    assert row.printed


def test_the_letter_outside_a_quotation_is_none_that_only_a_quotation_names() -> None:
    text = (
        "Senator Ana Ruiz spoke at the lake. “You ignored a May 6, 2024, letter from Senator Lena Okafor,” "
        "she wrote. Senator Marek Halden joined her in signing the letter."
    )
    rows, found = citations(text)
    [quoted] = [row for row in rows if row.date == "2024-05-06"]
    assert names(found, quoted.issuers) == ["Lena Okafor"]
    assert [anchor.exact for anchor in quoted.mentions] == ["a May 6, 2024, letter from Senator Lena Okafor"]


NONE = {
    "nobody's": "The report was welcomed, and a letter was mentioned.",
    "a sort of letter": "Ana Ruiz sent a cover letter and a letter of recommendation to Viktor Sand.",
    "an answer in deeds": "Senator Ana Ruiz spoke in response to the attacks on the Lakeland Legal Clinic.",
    "an answer by word of mouth": "In her response, Senator Ana Ruiz said that the shore was empty.",
    "an answer that is awaited": (
        "Dear Minister Sand,\n\nThank you for your response to these questions.\n\nSincerely,\n\nAna Ruiz\n"
    ),
    "a title's": "The Senator's letter followed the evictions.",
    "only asked for": "The bill would require the Lakeland Legal Clinic to publish a report by May 2024.",
    "not written": "Senator Ana Ruiz did not send a letter to Minister Viktor Sand.",
    "several": "Senator Ana Ruiz has sent letters to many ministers.",
    "a part of a name": "Senator Ana Ruiz introduced the Shore Study and Report Act in 2024.",
    "its own statement": f"{DATED}Senator Ana Ruiz released the following statement on the evictions:\n\nNo.",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE.keys())
def test_what_names_no_document_is_no_citation(text: str) -> None:
    rows, found = citations(text)
    assert [told(row, found) for row in rows] == []


def test_letters_side_by_side_keep_their_own_days() -> None:
    text = (
        "You ignored a May 6, 2024, letter from Senator Ana Ruiz and a June 20, 2024, letter from Senator "
        "Lena Okafor."
    )
    rows, found = citations(text)
    assert [told(row, found) for row in rows] == [
        Told("letter", (RUIZ,), (), "2024-05-06"),
        Told("letter", ("Lena Okafor",), (), "2024-06-20"),
    ]


def test_who_signed_this_letter_as_well_is_told_with_those_who_led_it() -> None:
    rows, found = citations(
        "Senators Ana Ruiz and Tom Okafor led a letter to Minister Viktor Sand urging him to act.\n\n"
        "In addition to Ruiz and Okafor, this letter was also signed by Senators Mary Holt and Peter Lund."
    )
    assert [names(found, row.issuers) for row in rows] == [[RUIZ, "Tom Okafor", "Mary Holt", "Peter Lund"]]


def test_who_signed_as_well_is_no_sender_where_nobody_is_known_to_lead() -> None:
    rows, found = citations(
        "A letter signed by seven members of Congress asked Minister Viktor Sand to act.\n\n"
        "This letter was also signed by Senators Mary Holt and Peter Lund."
    )
    assert "Mary Holt" not in [name for row in rows for name in names(found, row.issuers)]


def test_the_letter_is_the_one_named_by_its_day_right_before() -> None:
    rows, found = citations(
        f"The {CLINIC} today repeated the call it made in its joint letter of June 2, 2023 to Minister Sand. "
        f"In the letter, the {CLINIC} asked the minister to release all detained workers."
    )
    assert [(names(found, row.issuers), row.date) for row in rows] == [([CLINIC], "2023-06-02")]


def test_two_letters_to_two_people_are_two() -> None:
    text = (
        "Senator Ana Ruiz sent a letter to Minister Viktor Sand. In March 2024, Senator Ana Ruiz also sent a "
        "letter to Ambassador Lena Okafor."
    )
    rows, found = citations(text)
    assert [(row.date, names(found, row.addressees)) for row in rows] == [
        (None, [SAND]),
        ("2024-03", ["Lena Okafor"]),
    ]


def test_a_group_without_names_is_told_in_its_words() -> None:
    rows, found = citations("The count was repeated in a letter from three lawmakers in Tesh.")
    [row] = rows
    assert (names(found, row.issuers), row.number, row.by and row.by.exact) == (
        ["lawmakers"],
        3,
        "three lawmakers in Tesh",
    )


def test_an_owner_who_is_no_actor_is_told_in_their_words() -> None:
    rows, _ = citations("In March 2021, Senator Ana Ruiz released Genexis’s response to her letter.")
    assert [(row.sort, bool(row.issuers), row.by and row.by.exact) for row in rows] == [
        ("reply", False, "Genexis"),
        ("letter", True, None),
    ]


LETTER = """{before}Dear Minister Sand:

We urge you to stop the evictions at the lake and to publish the plan for the shore before the winter.

Sincerely,

Ana Ruiz
Senator
"""


def test_a_letter_that_a_release_prints_is_held_there() -> None:
    before = (
        "FOR IMMEDIATE RELEASE\n\nRuiz Writes to Minister\n\n"
        "TESH – Senator Ana Ruiz today sent a letter to Minister Viktor Sand on the evictions at the "
        "lake. They have driven hundreds of families from the shore.\n\nThe full letter reads:\n\n"
    )
    rows, found = citations(LETTER.format(before=before))
    [row] = rows
    assert (row.printed, row.sort, names(found, row.issuers)) == (True, "letter", [RUIZ])
    assert names(found, row.addressees)[0].endswith("Sand")


def test_a_letter_names_not_itself_but_the_one_it_answers() -> None:
    text = (
        "Ministry of Waterways\n\nJune 17, 2024\n\nThe Honorable Ana Ruiz\nParliament of Osmar\nTesh 1040\n\n"
        "Dear Senator Ruiz,\n\nThank you for your letter of June 3, 2024. This letter tells what we found: "
        "no family was evicted by force.\n\nSincerely,\n\nViktor Sand\nMinister of Waterways\n"
    )
    rows, found = citations(text)
    [row] = rows
    assert (row.answered, row.date) == (True, "2024-06-03")
    assert (names(found, row.issuers), names(found, row.addressees)) == ([RUIZ], [SAND])


def test_numbers_and_symbols_name_documents() -> None:
    text = "As the expert found in A/HRC/19/61, and as Security Council resolution 2397 (2017) says."
    rows, _ = citations(text)
    assert {(row.sort, row.title) for row in rows} == {
        ("document", "A/HRC/19/61"),
        ("resolution", "Security Council resolution 2397 (2017)"),
    }
    assert not any(row.printed for row in rows)


def test_a_document_is_what_its_head_numbers_it() -> None:
    text = (
        "ASSEMBLY OF LAKE STATES\n\nResolution 12 (2024)\n\nAdopted on 27 June 2024\n\nThe Assembly of Lake "
        "States,\n\nRecalling its resolution 7 (2021) on the rights of lake communities,\n\n1. Calls upon "
        "all States of the lake to halt evictions;\n\n2. Decides to remain seized of the matter.\n"
    )
    rows, _ = citations(text)
    assert {row.title: row.printed for row in rows} == {
        "resolution 12 (2024)": True,
        "resolution 7 (2021)": False,
    }
