"""Letters that releases print: found where they stand, with their own date, addressees and signatories."""

from __future__ import annotations

import pytest

from onrecord.data import Vocabularies
from onrecord.text.layout import lay_out
from onrecord.types.documents import CanonicalText, EmbeddedLetter, Layout, Party
from tests.builders import document

INTRODUCED = (
    "PORT VAREDA – Senator Ana Ruiz (D-VA) today sent a letter to the Harbour Board about the homes of the "
    "families of the north shore, who wait for its word since March.\n\n"
)
BODY = "We write to ask that the board hear the families of the lake before the summer and answer them.\n"
HEAD = (
    "May 3, 2024\n\nThe Honorable Peter Okoro\nChairman\nHarbour Board\n12 Quay Street\nPort Vareda 10400\n\n"
)


def layout(text: str) -> Layout:
    return lay_out(document(text), CanonicalText(text, "text"), Vocabularies())


def names(parties: tuple[Party, ...]) -> list[str]:
    return [party.name.exact for party in parties]


def roles(parties: tuple[Party, ...]) -> list[str | None]:
    return [party.role.exact if party.role else None for party in parties]


def letter_of(text: str) -> EmbeddedLetter:
    [letter] = layout(text).letters
    return letter


def test_a_letter_in_a_release_has_its_own_date_and_parties() -> None:
    text = f"{INTRODUCED}{HEAD}Dear Chairman Okoro:\n\n{BODY}\nSincerely,\n\nAna Ruiz\nSenator\n"
    letter = letter_of(text)
    assert (names(letter.addressees), roles(letter.addressees)) == (["Peter Okoro"], ["Chairman"])
    assert (names(letter.signatories), roles(letter.signatories)) == (["Ana Ruiz"], ["Senator"])
    assert letter.date is not None
    assert letter.date.edtf == "2024-05-03"
    assert layout(text).kind == "press_release"


def test_a_letter_whose_line_ends_were_lost_is_cut_at_its_parts() -> None:
    text = (
        f"{INTRODUCED.strip()} The letter is below. May 3, 2024 The Honorable Peter Okoro  Chairman  "
        f"Harbour Board  12 Quay Street  Port Vareda 10400 Dear Chairman Okoro: {BODY.strip()} Thank you. "
        "Sincerely,   Ana Ruiz    Senator   ###"
    )
    found = layout(text)
    [letter] = found.letters
    assert names(letter.addressees) == ["Peter Okoro"]
    assert names(letter.signatories) == ["Ana Ruiz"]
    assert text[letter.start :].startswith("May 3, 2024")
    assert found.letter_at(text.index("We write")) is letter
    assert found.letter_at(text.index("today sent")) is None
    assert [text[segment.start : segment.end] for segment in found.of("salutation")] == [
        "Dear Chairman Okoro:"
    ]


def test_each_letter_of_a_release_is_read() -> None:
    answer = (
        "The answer of the board:\n\nMay 9, 2024\n\nThe Honorable Ana Ruiz\nSenator\n\nDear Senator Ruiz:\n\n"
        f"{BODY}\nSincerely yours,\n\nPeter Okoro\n"
    )
    text = f"{INTRODUCED}{HEAD}Dear Chairman Okoro:\n\n{BODY}\nSincerely,\n\nAna Ruiz\nSenator\n\n{answer}"
    first, second = layout(text).letters
    assert (names(first.signatories), names(first.addressees)) == (["Ana Ruiz"], ["Peter Okoro"])
    assert (names(second.signatories), names(second.addressees)) == (["Peter Okoro"], ["Ana Ruiz"])
    assert first.end <= second.start
    assert layout(text).letter_at(text.rindex("We write")) == second


@pytest.mark.parametrize(
    ("salutation", "addressed"),
    [
        ("Dear Chairman Okoro and Ranking Member Lang:", ["Okoro", "Lang"]),
        ("Dear Senators Okoro and Lang,", ["Okoro", "Lang"]),
        ("Dear Madam Secretary:", ["Madam Secretary"]),
        ("Dear Mr. President:", ["Mr. President"]),
        ("Dear Colleagues,", []),
        ("Dear Sir or Madam:", []),
        ("To Whom It May Concern:", []),
    ],
)
def test_without_an_address_block_the_salutation_says_whom_it_greets(
    salutation: str, addressed: list[str]
) -> None:
    text = f"{INTRODUCED}The letter:\n\nMay 3, 2024\n\n{salutation}\n\n{BODY}\nSincerely,\n\nAna Ruiz\n"
    assert names(letter_of(text).addressees) == addressed


@pytest.mark.parametrize(
    ("block", "addressed"),
    [
        pytest.param(
            "The Honorable Peter Okoro\nChairman\nHarbour\n\nThe Honorable Maria Lang\nRanking Member\n",
            [("Peter Okoro", "Chairman"), ("Maria Lang", "Ranking Member")],
            id="two",
        ),
        pytest.param(
            "The Honorable Peter Okoro    The Honorable Maria Lang\nChairman    Ranking Member\n",
            [("Peter Okoro", "Chairman"), ("Maria Lang", "Ranking Member")],
            id="two columns",
        ),
        pytest.param(
            "The Honorable Peter Okoro Chairman Harbour Board 12 Quay Street Port Vareda 10400\n",
            [("Peter Okoro", "Chairman Harbour Board")],
            id="one line",
        ),
        pytest.param("Peter Okoro\nChairman\n12 Quay Street\n", [("Peter Okoro", "Chairman")], id="name"),
        pytest.param(
            "Chairman Peter Okoro\nHarbour Board\n", [("Peter Okoro", "Chairman")], id="title before"
        ),
        pytest.param("The President\nThe White Lodge\n", [("The President", None)], id="office"),
        pytest.param("Fishers Association\n12 Quay Street\n", [("Fishers Association", None)], id="body"),
    ],
)
def test_address_blocks_of_many_shapes(block: str, addressed: list[tuple[str, str | None]]) -> None:
    text = f"{INTRODUCED}May 3, 2024\n\n{block}\nDear Friends:\n\n{BODY}\nSincerely,\n\nAna Ruiz\n"
    letter = letter_of(text)
    assert list(zip(names(letter.addressees), roles(letter.addressees), strict=True)) == addressed


@pytest.mark.parametrize(
    ("block", "signed"),
    [
        pytest.param(
            "Ana Ruiz, Peter Lang, Maria Jensen, and Tom Hale.",
            ["Ana Ruiz", "Peter Lang", "Maria Jensen", "Tom Hale"],
            id="commas",
        ),
        pytest.param(
            "Sens. Ana Ruiz (D-VA), Peter Lang (R-UT), Maria Jensen (I-AR)",
            ["Ana Ruiz", "Peter Lang", "Maria Jensen"],
            id="seats",
        ),
        pytest.param("Ana Ruiz and Peter Lang, Senators", ["Ana Ruiz", "Peter Lang"], id="joined"),
        pytest.param("Senator Ruiz\nSenator Lang\n", ["Ruiz", "Lang"], id="surnames"),
        pytest.param("Ana Ruiz, Port Vareda", [], id="a name and a place is no list"),
        pytest.param("U.S. Senator Ana Ruiz (D-VA)\nSenator Lang", ["Ana Ruiz", "Lang"], id="titles"),
        pytest.param("Ana Ruiz\nSenator\n###\nNext Article\nHarbour News", ["Ana Ruiz"], id="end mark"),
        pytest.param("###", [], id="unsigned"),
    ],
)
def test_signatures_of_many_shapes(block: str, signed: list[str]) -> None:
    text = f"{INTRODUCED}{HEAD}Dear Chairman Okoro:\n\n{BODY}\nSincerely,\n\n{block}\n"
    assert names(letter_of(text).signatories) == signed


def test_roles_of_two_columns_go_to_the_names_above_them() -> None:
    block = "Ana Ruiz      Peter Lang\nChairwoman      Ranking Member\n"
    text = f"{INTRODUCED}{HEAD}Dear Chairman Okoro:\n\n{BODY}\nSincerely,\n\n{block}"
    assert roles(letter_of(text).signatories) == ["Chairwoman", "Ranking Member"]


def test_two_columns_whose_gap_was_lost_are_told_by_their_roles() -> None:
    block = "ANA RUIZ PETER LANG\nMember of Parliament Member of Parliament\n"
    text = f"{INTRODUCED}{HEAD}Dear Chairman Okoro:\n\n{BODY}\nSincerely,\n\n{block}"
    assert names(letter_of(text).signatories) == ["ANA RUIZ", "PETER LANG"]


def test_copies_and_what_follows_them_are_no_signatures() -> None:
    block = "Ana Ruiz\nSenator\n\nCc: Commissioner Hale\nCommissioner Jensen\n"
    text = f"{INTRODUCED}{HEAD}Dear Chairman Okoro:\n\n{BODY}\nSincerely,\n\n{block}"
    found = layout(text)
    assert names(found.letters[0].signatories) == ["Ana Ruiz"]
    assert [text[s.start : s.end] for s in found.of("copy_line")] == [
        "Cc: Commissioner Hale",
        "Commissioner Jensen",
    ]


def test_the_date_may_end_the_line_that_introduces_the_letter() -> None:
    text = (
        f"{INTRODUCED}[The letter follows below] May 3, 2024\n\nThe Honorable Peter Okoro\nChairman\n\n"
        f"Dear Chairman Okoro:\n\n{BODY}\nSincerely,\n\nAna Ruiz\n"
    )
    letter = letter_of(text)
    assert letter.date is not None
    assert letter.date.edtf == "2024-05-03"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{INTRODUCED}“Dear Chairman Okoro,” she began, and she smiled.\n", id="quoted"),
        pytest.param("Mr. President, distinguished delegates,\n\nI thank the lake states.\n", id="speech"),
        pytest.param("Dear reader of these pages\n\nThe fair opens in May.\n", id="nothing around it"),
    ],
)
def test_words_that_greet_are_not_always_a_letter(text: str) -> None:
    assert layout(text).letters == ()


def test_a_letter_under_a_title_is_the_document() -> None:
    text = f"About the lake\n\n{HEAD}Dear Chairman Okoro:\n\n{BODY}\nSincerely,\n\nAna Ruiz\nSenator\n"
    found = layout(text)
    assert (found.kind, found.letters) == ("letter", ())
    assert names(found.signatories) == ["Ana Ruiz"]
