"""States and territories by every name, and the capitals that stand for their governments."""

from __future__ import annotations

import pytest

from tests.extract.test_actors import named, words


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("Türkiye and Turkey are one.", {"TUR"}),
        ("The Democratic People's Republic of Korea is not the Republic of Korea.", {"PRK", "KOR"}),
        ("Côte d’Ivoire was called Ivory Coast.", {"CIV"}),
        ("the United Kingdom of Great Britain and Northern Ireland", {"GBR"}),
        ("the Bolivarian Republic of Venezuela, Viet Nam, Lao PDR and Czechia", {"VEN", "VNM", "LAO", "CZE"}),
        ("Burma, Swaziland, Upper Volta, Zaire and Ceylon", {"MMR", "SWZ", "BFA", "COD", "LKA"}),
        ("the Union of Soviet Socialist Republics, or the USSR", {"SUN"}),
        ("The Hong Kong authorities and Greenland spoke.", {"HKG", "GRL"}),
        ("The Soviet Government and the East German authorities signed.", {"SUN", "DDR"}),
    ],
)
def test_official_former_and_short_names_carry_the_code(text: str, iso3: set[str]) -> None:
    codes = [dict(actor.identifiers).get("iso3") for actor in named(text).values()]
    assert sorted(code for code in codes if code) == sorted(iso3)


def test_a_territory_says_that_it_is_one() -> None:
    found = named("Bermuda and Canada signed.")
    assert (found["Bermuda"].roles, found["Canada"].roles) == (("territory",), ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Democratic Republic of the Congo voted. Then Congo left.", "Democratic Republic of the Congo"),
        ("The Republic of the Congo voted. Then Congo left.", "Republic of the Congo"),
    ],
)
def test_a_name_that_two_states_share_is_the_one_named_in_full(text: str, name: str) -> None:
    assert words(named(text)[name])[-1] == "Congo"


def test_a_name_that_two_states_share_is_neither_where_both_are_named() -> None:
    text = "The Republic of the Congo met the Democratic Republic of the Congo. Then Congo left."
    assert all("Congo" not in words(actor) for actor in named(text).values())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Beijing denied the report.", id="it acts"),
        pytest.param("The council pressed Beijing for an answer.", id="it is addressed"),
        pytest.param("They deplored Beijing’s refusal to answer.", id="what it did"),
        pytest.param("The authorities in Beijing refused.", id="where it sits"),
        pytest.param("They sent a warning to Beijing.", id="a warning to it"),
        pytest.param("They put pressure on Beijing.", id="pressure on it"),
    ],
)
def test_a_capital_that_acts_is_the_state(text: str) -> None:
    assert "Beijing" in words(named(text)["China"])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("They visited Beijing twice.", id="visited"),
        pytest.param("They flew to Beijing on Monday.", id="flew to"),
        pytest.param("Beijing is large and old.", id="is large"),
        pytest.param("Beijing’s airport was closed.", id="its airport"),
        pytest.param("Beijing was bombed at night.", id="was bombed"),
    ],
)
def test_a_capital_that_is_a_town_is_no_state(text: str) -> None:
    assert "China" not in named(text)


@pytest.mark.parametrize(
    ("text", "is_state"),
    [
        pytest.param("Georgia and Armenia voted.", True, id="beside a state"),
        pytest.param("The Government of Georgia agreed.", True, id="its government"),
        pytest.param("Georgia agreed. Then Tbilisi refused.", True, id="its capital"),
        pytest.param("Sen. Anna Holm (R-GA) spoke. The people of Georgia agreed.", False, id="a tag"),
        pytest.param("Senators from Georgia met. Georgia and Canada trade.", False, id="its senators"),
        pytest.param("Florida, Georgia, and Alabama voted.", False, id="beside provinces"),
        pytest.param("We travel around Georgia in summer.", False, id="doubt"),
    ],
)
def test_a_name_shared_with_a_province_is_the_state_only_where_the_text_says_so(
    text: str, is_state: bool
) -> None:
    assert ("Georgia" in named(text)) is is_state


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        pytest.param("U.S. Senator Anna Holm spoke. The U.S. agreed.", ["U.S."], id="whose senator"),
        pytest.param("U.S. Senators Anna Holm and Peter Dahl asked the U.S.", ["U.S."], id="two"),
    ],
)
def test_a_state_before_a_title_is_no_actor_of_its_own(text: str, mentions: list[str]) -> None:
    found = named(text)
    assert "Anna Holm" in found
    assert words(found["United States"]) == mentions
