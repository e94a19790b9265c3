"""Where a name begins and ends, and what has a capital and is no name."""

from __future__ import annotations

import pytest

from onrecord.types.documents import Layout, Party
from onrecord.types.rows import Actor
from tests.builders import annotated, document, paragraphs_of
from tests.extract.test_actors import actors, named, words


@pytest.mark.parametrize(
    ("text", "name", "mentions"),
    [
        pytest.param(
            "On Friday night the committee heard Secretary Anna Holm Wednesday on the harbour.",
            "Anna Holm", ["Secretary Anna Holm"], id="a weekday after it",
        ),
        pytest.param(
            "It was written by Mrs. Maria Lund December 12 in the town hall.",
            "Maria Lund", ["Mrs. Maria Lund"], id="a month and its day after it",
        ),
        pytest.param(
            "“We build ferries,” said President & CEO Maria Lund of the yard.",
            "Maria Lund", ["President & CEO Maria Lund"], id="two offices of a company joined by &",
        ),
        pytest.param(
            "“We build ferries,” said Chairman and Chief Executive Officer Peter Dahl.",
            "Peter Dahl", ["Chairman and Chief Executive Officer Peter Dahl"], id="and by and",
        ),
        pytest.param(
            "Senators Anna Holm, D-Mass., and Peter Dahl, R-Ohio, wrote the bill.",
            "Peter Dahl", ["Peter Dahl"], id="party tags without brackets",
        ),
        pytest.param(
            "The meeting on the harbour was opened by Mr. Anders\nHolm and closed at noon.",
            "Anders Holm", ["Mr. Anders\nHolm"], id="a line that folds inside it",
        ),
    ],
)  # fmt: skip
def test_a_name_ends_where_it_ends(text: str, name: str, mentions: list[str]) -> None:
    found = named(text)
    assert name in found, sorted(found)
    assert words(found[name]) == mentions


def test_people_in_a_list_with_semicolons_are_each_found_with_their_office() -> None:
    found = named(
        "The panel: Maria Lund, director of the Lake Institute; Peter Dahl, professor of law; "
        "and Anna Holm, editor of the Lake Times."
    )
    assert {"Maria Lund", "Peter Dahl", "Anna Holm"} <= set(found)
    assert found["Anna Holm"].roles == ("editor of the Lake Times",)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Senators Anna Holm Warn President Dahl on Ferries", id="a person"),
        pytest.param("Holm, Friends Call on Dahl Administration to Act", id="a body"),
        pytest.param(
            "Anna Holm spoke.\n\nSENS. DAHL, ANNA HOLM URGE PRESIDENT TO GRANT RELIEF", id="in capitals"
        ),
    ],
)
def test_a_name_holds_no_verb_of_a_headline(text: str) -> None:
    found = named(text)
    assert found
    assert not any(verb in each.casefold() for each in found for verb in ("warn", "call", "urge"))
    assert not any("urge" in role.casefold() for actor in found.values() for role in actor.roles)


def test_a_surname_in_capitals_ends_a_name_in_a_list() -> None:
    assert "Anna Maria HOLMSDOTTIR" in named("Ms. Anna Maria HOLMSDOTTIR, Adviser, spoke.")
    both = named("Ms. Anna HOLMSDOTTIR, Adviser, spoke. Ms. Anna Holmsdottir left.")
    assert words(both["Anna Holmsdottir"]) == ["Ms. Anna HOLMSDOTTIR", "Ms. Anna Holmsdottir"]


@pytest.mark.parametrize(
    ("text", "never"),
    [
        pytest.param("They sank the barge, Maria Lund, at night.", "Maria Lund", id="a ship's name"),
        pytest.param("We praised the Secretary-General. We went on.", "We", id="the next sentence"),
        pytest.param("He is Vice President and General Counsel of it.", "Counsel", id="an office"),
        pytest.param("The letter went to New Jersey and New York.", "New Jersey", id="provinces"),
        pytest.param("Everyone has the right to a lawyer.", "lawyer", id="whoever holds a calling"),
        pytest.param("It went to the General Harbour Office (GHO).", "Harbour", id="a body's first word"),
        pytest.param("M. Paul Holm, Ministre Conseiller, came.", "Ministre Conseiller", id="a foreign title"),
        pytest.param(
            "WHARF REPAIRS\nHolm Celebrates Wharf Repairs Nationwide", "Wharf Repairs", id="heading"
        ),
    ],
)
def test_what_is_no_persons_name_is_left(text: str, never: str) -> None:
    assert never not in named(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("She joined the law firm Holm & Dahl LLP in Lakeside in May.", "Holm & Dahl LLP"),
        ("The Lake Defense Task Force met.", "Lake Defense Task Force"),
        ("She leads the Senate Committee on Water, Forests, and Mines.",
         "Senate Committee on Water, Forests, and Mines"),
        ("He spoke for the New Harbour Coalition.", "New Harbour Coalition"),
    ],
)  # fmt: skip
def test_an_organisation_keeps_its_whole_name(text: str, name: str) -> None:
    assert name in named(text)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        pytest.param("It bought Lake Patrol Vehicles (LPV). The LPV is slow.", "LPV", id="a thing's letters"),
        pytest.param("Write to 12 High Street NW.", "NW", id="a quarter"),
        pytest.param("See chapter XIV of it.", "XIV", id="a number"),
        pytest.param("It lies in the Holm Senate Office Building.", "Holm Senate Office", id="a building"),
        pytest.param("They moved the Embassy to East Lakeside.", "Embassy to East Lakeside", id="a place"),
    ],
)
def test_what_is_no_organisation_is_left(text: str, never: str) -> None:
    assert never not in named(text)


def test_a_term_of_congress_is_not_the_congress() -> None:
    assert "United States Congress" not in named("The United States acts. This Congress must pass it.")
    assert "United States Congress" in named("The United States acts. Then Congress must pass it.")


def test_two_names_of_an_address_are_not_one() -> None:
    found = named("The Honorable Anna Holm\nLake Water Agency\nDepartment of Forests\n12 High Street")
    assert {"Lake Water Agency", "Department of Forests"} <= set(found)


def test_holders_of_one_office_in_two_countries_stay_apart() -> None:
    found = named("The Prime Minister of Kenya met the Prime Minister of Canada. The Prime Minister left.")
    one, other = found["Prime Minister of Kenya"], found["Prime Minister of Canada"]
    assert set(found["Prime Minister"].possible_same) == {one.id, other.id}


def test_members_of_two_bodies_are_two_groups() -> None:
    found = named("He met members of the militia and members of other sects.")
    assert {name for name, actor in found.items() if actor.kind == "group"} >= {
        "members of the militia",
        "members of other sects",
    }


def test_a_group_keeps_its_prefix() -> None:
    assert {"non-citizens", "co-chairs"} <= set(named("The co-chairs spoke of non-citizens at length."))


def test_a_partys_line_that_is_a_phrase_is_no_person() -> None:
    text = "Dear all,\nwrite.\nSincerely,\nHolm asks everybody to visit www.holm.example for more"
    page = document(text)
    start = text.index("Holm asks")
    layout = Layout(
        kind="letter",
        signatories=(Party(page.evidence(start, len(text))),),
        paragraphs=paragraphs_of(text),
    )
    found: list[Actor] = actors(annotated(text, layout))
    assert [actor.name for actor in found if actor.kind == "person"] == []
