from __future__ import annotations

import pytest

from onrecord.data import Vocabularies
from onrecord.extract.actors import ActorExtractor
from onrecord.extract.norms import NormExtractor
from onrecord.extract.norms_parties import PartyExtractor
from onrecord.types.dates import TimeExpression
from onrecord.types.findings import Found
from onrecord.types.rows import Actor, Norm, PartyStatus
from tests.builders import annotated

ACTORS = ActorExtractor(Vocabularies())
NORMS = NormExtractor(Vocabularies())
PARTIES = PartyExtractor(Vocabularies())
REFUGEES = "Convention relating to the Status of Refugees"
PROTOCOL = "Protocol relating to the Status of Refugees"


def party_rows(text: str, *dates: tuple[str, str]) -> list[tuple[str, str, str | None, list[str]]]:
    page = annotated(text)
    times = [
        TimeExpression(
            page.evidence(text.index(words), text.index(words) + len(words)), "DATE", edtf, edtf, "stated"
        )
        for words, edtf in dates
    ]
    found = Found(tuple(times))
    actors = [item for item in ACTORS.extract(page, found) if isinstance(item, Actor)]
    norms = [item for item in NORMS.extract(page, found) if isinstance(item, Norm)]
    items = PARTIES.extract(page, found.with_([*actors, *norms]))
    names = {actor.id: actor.name for actor in actors} | {norm.id: norm.name for norm in norms}
    return [
        (names[item.actor], item.act, item.date, [names[norm] for norm in item.norms])
        for item in items
        if isinstance(item, PartyStatus)
    ]


def test_who_ratified_what_and_when() -> None:
    text = "In September 1982, France ratified the 1951 Refugee Convention and its 1967 Protocol."
    assert party_rows(text, ("September 1982", "1982-09")) == [
        ("France", "ratified", "1982-09", [REFUGEES, PROTOCOL])
    ]


def test_two_states_that_sign_are_two_rows() -> None:
    text = "In June 1964, Norway and Sweden signed the Fjord Fishing Agreement."
    rows = party_rows(text, ("June 1964", "1964-06"))
    assert [(actor, act, date) for actor, act, date, _ in rows] == [
        ("Norway", "signed", "1964-06"),
        ("Sweden", "signed", "1964-06"),
    ]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        pytest.param("Norway is a party to the Genocide Convention.", "party", id="is a party"),
        pytest.param("Norway has not ratified the Genocide Convention.", "not_ratified", id="has not"),
        pytest.param("Norway acceded to the Genocide Convention.", "acceded", id="acceded"),
        pytest.param("Norway is not only a party to the Genocide Convention.", "party", id="not only"),
    ],
)
def test_the_act_is_read_from_the_verb(text: str, act: str) -> None:
    assert [row[1] for row in party_rows(text)] == [act]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Norway withdrew from the Genocide Convention.", [("Norway", "withdrew")], id="withdrew from"
        ),
        pytest.param(
            "Norway withdrew its reservations to the Genocide Convention.",
            [("Norway", "withdrew_reservation")],
            id="withdrew a reservation",
        ),
        pytest.param(
            "Norway made a reservation to the Genocide Convention.",
            [("Norway", "reservation")],
            id="made a reservation",
        ),
        pytest.param(
            "France welcomed the ratification of the Genocide Convention by Norway.",
            [("Norway", "ratified")],
            id="a deed told by a noun",
        ),
        pytest.param(
            "Norway has ratified several treaties, including the Genocide Convention.",
            [("Norway", "ratified")],
            id="one of several",
        ),
    ],
)
def test_the_act_is_read_with_what_it_is_done_to(text: str, expected: list[tuple[str, str]]) -> None:
    assert [row[:2] for row in party_rows(text)] == expected


def test_each_verb_has_its_own_norms() -> None:
    text = "Norway ratified the Genocide Convention and signed the Rome Statute."
    names = [(act, norms[0].split()[0]) for _, act, _, norms in party_rows(text)]
    assert names == [("ratified", "Convention"), ("signed", "Rome")]


def test_a_protocol_that_is_ratified_is_not_the_treaty_it_belongs_to() -> None:
    text = "Norway ratified the Additional Protocols to the Geneva Conventions."
    assert [norms for _, _, _, norms in party_rows(text)] == [
        ["Additional Protocols to the Geneva Conventions"]
    ]


def test_a_year_in_brackets_behind_a_norm_does_not_date_the_act() -> None:
    text = "Norway ratified the Genocide Convention (1948)."
    assert [row[2] for row in party_rows(text, ("1948", "1948"))] == [None]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("We urge Norway to ratify the Genocide Convention.", id="urged to"),
        pytest.param("Norway should ratify the Genocide Convention.", id="should"),
        pytest.param("France recommended that Norway ratify the Genocide Convention.", id="recommended that"),
        pytest.param("France hoped that Norway signs the Genocide Convention.", id="hoped that"),
        pytest.param(
            "France recommended the ratification of the Genocide Convention by Norway.", id="a noun"
        ),
        pytest.param("Norway is considering ratifying the Genocide Convention.", id="is considering"),
        pytest.param("Norway praised the committee of the Genocide Convention.", id="another verb"),
        pytest.param("Norway joined the authors of the Genocide Convention.", id="what is named after it"),
        pytest.param("Norway ratified the two Protocols to the Genocide Convention.", id="protocols to it"),
        pytest.param("Norway ratified an amendment to the Rome Statute.", id="an amendment to it"),
        pytest.param("Norway adheres to the Genocide Convention.", id="complies"),
        pytest.param("If Norway ratified the Genocide Convention, all were well.", id="if"),
    ],
)
def test_what_is_asked_or_supposed_is_no_status(text: str) -> None:
    assert party_rows(text) == []
