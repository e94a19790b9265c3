from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.data import Vocabularies
from onrecord.extract.actors import ActorExtractor
from onrecord.types.annotated import Annotated
from onrecord.types.documents import Layout, Party
from onrecord.types.errors import Rejected
from onrecord.types.findings import Found
from onrecord.types.rows import Actor
from tests.builders import annotated, document, paragraphs_of

EXTRACTOR = ActorExtractor(Vocabularies())


def actors(page: Annotated) -> list[Actor]:
    return [item for item in EXTRACTOR.extract(page, Found()) if isinstance(item, Actor)]


def named(text: str) -> dict[str, Actor]:
    return {actor.name: actor for actor in actors(annotated(text))}


def words(actor: Actor) -> list[str]:
    return [mention.exact for mention in actor.mentions]


@pytest.mark.parametrize(
    ("text", "name", "kind", "mentions"),
    [
        pytest.param(
            "Representative Anna Holm (R-NJ) spoke. Rep. Holm left.",
            "Anna Holm", "person", ["Representative Anna Holm", "Rep. Holm"],
            id="title and surname are one person",
        ),
        pytest.param(
            "Rep. Chris Holm came. Later Christopher Holm said no.",
            "Christopher Holm", "person", ["Rep. Chris Holm", "Christopher Holm"],
            id="a short first name",
        ),
        pytest.param(
            "Representatives Anna Holm (VA-02) and Peter Dahl (VA-03) wrote.",
            "Peter Dahl", "person", ["Peter Dahl"],
            id="a title in the plural before two",
        ),
        pytest.param(
            "the UN High Commissioner for Human Rights Maria Lund spoke",
            "Maria Lund", "person", ["Maria Lund"],
            id="an office with its field before the name",
        ),
        pytest.param(
            "President Lee Min-ho met Dahl.", "Lee Min-ho", "person", ["President Lee Min-ho"],
            id="a hyphenated name",
        ),
        pytest.param(
            "Speaker J. Anna Holm came. Later Anna Holm left.", "J. Anna Holm", "person",
            ["Speaker J. Anna Holm", "Anna Holm"],
            id="an initial before the first name",
        ),
        pytest.param(
            "President Holm left. It was in President Holms speech.", "Holm", "person",
            ["President Holm", "President Holms"],
            id="an apostrophe lost",
        ),
        pytest.param(
            "The Department of Ferries and Quays is late. Officials of the DFQ met DFQ staff.",
            "Department of Ferries and Quays", "body",
            ["Department of Ferries and Quays", "DFQ", "DFQ"],
            id="a short form that no brackets define",
        ),
        pytest.param(
            "The Commission on the Harbour Guard met. The Commission on Harbour Guard agreed.",
            "Commission on the Harbour Guard", "body",
            ["Commission on the Harbour Guard", "Commission on Harbour Guard"],
            id="an article inside a name",
        ),
        pytest.param(
            "The Chinese government said no. Beijing urged calm in China.",
            "China", "state", ["Chinese government", "Beijing", "China"],
            id="adjective, capital and name are the state",
        ),
        pytest.param(
            "the Government of the Republic of Kenya agreed", "Kenya", "state",
            ["Government of the Republic of Kenya"],
            id="government of",
        ),
        pytest.param(
            "the Lake Towns Commission on Water (LTCW) met. The LTCW and the Commission wrote.",
            "Lake Towns Commission on Water", "body",
            ["Lake Towns Commission on Water", "LTCW", "LTCW", "Commission"],
            id="a defined acronym and a short form",
        ),
        pytest.param(
            "the U.N. Security Council met; the Security Council voted",
            "United Nations Security Council", "body", ["U.N. Security Council", "Security Council"],
            id="a body of the vocabulary",
        ),
        pytest.param(
            "Two U.S. lawmakers voted. The lawmakers left.",
            "U.S. lawmakers", "group", ["U.S. lawmakers", "lawmakers"],
            id="a group and its bare noun",
        ),
        pytest.param(
            "Resolution: Requests the Secretary-General to report. The Secretary-General agreed.",
            "Secretary-General", "person", ["Secretary-General", "Secretary-General"],
            id="an office holder without a name",
        ),
    ],
)  # fmt: skip
def test_forms_of_a_name_are_one_actor(text: str, name: str, kind: str, mentions: list[str]) -> None:
    found = named(text)
    assert name in found, sorted(found)
    assert found[name].kind == kind
    assert words(found[name]) == mentions


def test_two_people_of_one_surname_stay_apart_and_the_bare_surname_is_neither() -> None:
    found = named("Rep. Anna Holm spoke. Rep. Peter Holm answered. Then Rep. Holm left.")
    anna, peter, neither = found["Anna Holm"], found["Peter Holm"], found["Holm"]
    assert len({anna.id, peter.id, neither.id}) == 3
    assert set(neither.possible_same) == {anna.id, peter.id}
    assert words(neither) == ["Rep. Holm"]


def test_a_title_tells_two_people_of_one_surname_apart() -> None:
    found = named("Rep. Anna Holm spoke. Senator Peter Holm answered. Then Senator Holm left.")
    assert words(found["Peter Holm"]) == ["Senator Peter Holm", "Senator Holm"]
    assert "Holm" not in found


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The rally was held in Beijing in July.", id="in the capital"),
        pytest.param("BEIJING, China – It rained.", id="a date line"),
        pytest.param("It opened on Thursday, Seoul time.", id="a time zone"),
    ],
)
def test_a_capital_that_is_a_place_is_refused_as_the_government(text: str) -> None:
    found = list(EXTRACTOR.extract(annotated(text), Found()))
    assert "capital_as_place" in [item.code for item in found if isinstance(item, Rejected)]
    named_by = [m.exact for item in found if isinstance(item, Actor) for m in item.mentions]
    assert not {"Beijing", "BEIJING", "Seoul"} & set(named_by)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        pytest.param("It joined the UN Refugee Convention.", "United Nations", id="in a treaty"),
        pytest.param("It happened to us, and who knows why.", "United States", id="small letters"),
        pytest.param("Jordan Smith wrote a song.", "Jordan", id="a first name that is a state"),
        pytest.param("They walked to the Indiana Dunes again.", "Indiana Dunes", id="a place"),
        pytest.param("Dear Madam, thank you.", "Dear Madam", id="a salutation"),
    ],
)  # fmt: skip
def test_what_is_no_actor_is_left(text: str, never: str) -> None:
    assert never not in named(text)


def test_states_carry_their_code() -> None:
    found = named("The DPRK and the PRC met the United States.")
    assert {name: dict(actor.identifiers)["iso3"] for name, actor in found.items()} == {
        "North Korea": "PRK",
        "China": "CHN",
        "United States": "USA",
    }


def test_roles_and_membership_come_from_the_words_beside_a_name() -> None:
    text = "Anna Holm and Peter Dahl, co-chairs of the Lake Towns Commission, wrote a letter."
    found = named(text)
    commission = found["Lake Towns Commission"].id
    for name in ("Anna Holm", "Peter Dahl"):
        assert found[name].roles == ("co-chairs of the Lake Towns Commission",)
        assert found[name].member_of == (commission,)
        assert not found[name].private


def test_people_with_long_offices_before_one_verb_are_the_group_that_speaks() -> None:
    text = (
        "Subcommittee on Water Chairman Pete Holm (VA-17) and Subcommittee on Trade Chairwoman Lisa Dahl "
        "(OR-09) are opening a probe. “No,” the Senators wrote."
    )
    found = named(text)
    group = found["Senators"].id
    assert group in found["Pete Holm"].member_of
    assert group in found["Lisa Dahl"].member_of


def test_a_groups_name_holds_no_quotation_mark() -> None:
    text = "Rep. Anna Holm and Sen. Peter Dahl wrote: “There is plain fraud,”the lawmakers added."
    assert not any(mark in actor.name for actor in actors(annotated(text)) for mark in "“”,")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A UN commission of inquiry (COI) met. The COI noted a delay.", "UN commission of inquiry"),
        ("The lake towns alliance (LTA) met. LTA noted a delay.", "lake towns alliance"),
    ],
)
def test_a_body_written_small_is_known_by_its_short_form(text: str, name: str) -> None:
    assert len(words(named(text)[name])) == 3


def test_a_thing_with_a_short_form_is_no_actor() -> None:
    assert "weapons of mass destruction" not in named("It has weapons of mass destruction (WMD). WMD kill.")


def test_lawmakers_named_together_are_the_group_that_speaks() -> None:
    text = "Rep. Anna Holm (D-VA) and Sen. Peter Dahl (R-OR) sent a letter. “No,” said the lawmakers."
    found = named(text)
    group = found["lawmakers"].id
    assert found["Anna Holm"].member_of == found["Peter Dahl"].member_of == (group,)


@pytest.mark.parametrize(
    ("text", "name", "private"),
    [
        pytest.param("Maria Lund lives near the border.", "Maria Lund", True, id="nobody official"),
        pytest.param("Ms. Maria Lund lives near the border.", "Maria Lund", True, id="a form of address"),
        pytest.param("Senator Maria Lund lives near the border.", "Maria Lund", False, id="a title"),
        pytest.param("Maria Lund, a spokeswoman for it, said so.", "Maria Lund", False, id="spokeswoman"),
        pytest.param("Maria Lund, an activist, said so.", "Maria Lund", True, id="an activist"),
        pytest.param("They fled the Maria Lund regime.", "Maria Lund", False, id="holds office"),
    ],
)  # fmt: skip
def test_only_an_office_makes_a_person_public(text: str, name: str, private: bool) -> None:
    assert named(text)[name].private is private


def letter(text: str, signers: list[tuple[str, str | None]], addressee: str) -> Annotated:
    page = document(text)

    def party(name: str, role: str | None = None) -> Party:
        start = text.rindex(name)
        at = text.index(role, start) if role else 0
        return Party(
            page.evidence(start, start + len(name)), page.evidence(at, at + len(role)) if role else None
        )

    layout = Layout(
        kind="joint_letter",
        signatories=tuple(party(name, role) for name, role in signers),
        addressees=(party(addressee),),
        paragraphs=paragraphs_of(text),
    )
    return annotated(text, layout)


LETTER = (
    "The Honorable Carl Berg\nDear Minister,\nWe ask you to act. Our towns cannot wait.\nSincerely,\n"
    "Ana Ruiz, M.D.\nMember of Council\nTomas Vik\nRiver Towns Alliance (RTA)"
)


def test_every_party_of_the_layout_is_an_actor_with_exactly_its_words() -> None:
    page = letter(
        LETTER,
        [("Ana Ruiz, M.D.", "Member of Council"), ("Tomas Vik", None), ("River Towns Alliance (RTA)", None)],
        "Carl Berg",
    )
    found = actors(page)
    mentioned = {(m.start, m.end): actor for actor in found for m in actor.mentions}
    layout = page.document.layout
    for party in (*layout.signatories, *layout.addressees):
        assert (party.name.start, party.name.end) in mentioned, party.name.exact
    ana = next(actor for actor in found if actor.name == "Ana Ruiz")
    assert "Member of Council" in ana.roles
    assert next(actor for actor in found if actor.name == "River Towns Alliance").kind == "organization"


def test_we_in_a_joint_letter_is_the_group_of_its_signatories() -> None:
    page = letter(LETTER, [("Ana Ruiz, M.D.", None), ("Tomas Vik", None)], "Carl Berg")
    found = actors(page)
    [group] = [actor for actor in found if actor.name == "signatories"]
    assert words(group) == ["We", "Our"]
    assert group.aliases == ()
    members = [actor.name for actor in found if group.id in actor.member_of]
    assert sorted(members) == ["Ana Ruiz", "Tomas Vik"]


def test_the_chairs_before_a_comma_are_no_title_of_the_next_person() -> None:
    found = named("The Commission’s Chairs, Representative Anna Holm and Senator Peter Dahl, spoke.")
    assert words(found["Anna Holm"]) == ["Representative Anna Holm"]


def test_a_full_name_is_one_actor_in_every_document_and_a_group_is_not() -> None:
    one, other = named("Senator Maria Lund met activists."), named("Activists met Senator Maria Lund again.")
    assert one["Maria Lund"].id == other["Maria Lund"].id
    assert one["activists"].id != other["Activists"].id


def test_a_body_that_many_countries_have_stays_with_its_document() -> None:
    one, other = named("The Ministry of Justice wrote."), named("The Ministry of Justice answered.")
    assert one["Ministry of Justice"].id != other["Ministry of Justice"].id


def test_a_language_without_a_parser_still_has_its_states() -> None:
    found = actors(Annotated(document("China und die USA.")))
    assert [actor.name for actor in found] == ["China", "United States"]


PIECES = [
    "Rep. ", "Anna Holm", " and ", "Senator ", "Holm", " (R-NJ)", ", ", "the Commission", " on Water", "\n",
    "U.S. ", "Chinese ", "authorities", " said ", "“", "”", "we ", "Beijing", "’s", ".", "Å", "lawmakers ",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=20))
def test_mentions_hold_do_not_overlap_and_ids_are_unique(parts: list[str]) -> None:
    text = "".join(parts)
    found = actors(annotated(text))
    assert all(mention.holds_in(text) for actor in found for mention in actor.mentions)
    assert len({actor.id for actor in found}) == len(found)
    spans = sorted((m.start, m.end) for actor in found for m in actor.mentions)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    ids = {actor.id for actor in found}
    assert all(set(actor.member_of) <= ids and set(actor.possible_same) <= ids for actor in found)
