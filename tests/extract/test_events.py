from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.data import Vocabularies
from onrecord.extract.actors import ActorExtractor
from onrecord.extract.events import EventExtractor
from onrecord.extract.figures import FigureExtractor
from onrecord.extract.norms import NormExtractor
from onrecord.extract.times import TimeExtractor
from onrecord.types.errors import Rejected
from onrecord.types.findings import Found
from onrecord.types.rows import Actor, Event, Figure
from tests.builders import annotated

VOCABULARIES = Vocabularies()


def read(
    text: str, vocabularies: Vocabularies = VOCABULARIES
) -> tuple[list[Event], dict[str, str], list[Rejected]]:
    page = annotated(text)
    found = Found()
    for extractor in (
        TimeExtractor(VOCABULARIES),
        ActorExtractor(VOCABULARIES),
        NormExtractor(VOCABULARIES),
    ):
        found = found.with_(item for item in extractor.extract(page, found) if not isinstance(item, Rejected))
    items = list(EventExtractor(vocabularies).extract(page, found))
    names = {actor.id: actor.name for actor in found.of(Actor)}
    events = [item for item in items if isinstance(item, Event)]
    return events, names, [item for item in items if isinstance(item, Rejected)]


@pytest.mark.parametrize(
    ("text", "kind", "trigger"),
    [
        ("Police arrested seven men on March 3, 2024.", "HARM.DETENTION", "arrested"),
        ("France deported fifty people in May 2023.", "HARM.REFOULEMENT", "deported"),
        ("The deportation of fifty people by France went on.", "HARM.REFOULEMENT", "deportation"),
        ("Soldiers killed nine farmers near the river.", "HARM.KILLING", "killed"),
        ("Kenya ratified the treaty in 1991.", "LEGAL.TREATY", "ratified"),
        ("The committee held a hearing on the floods.", "COMM.HEARING", "held"),
        ("The senators sent a letter to the minister.", "COMM.LETTER", "sent"),
        ("Norway closed its border in 2020.", "MOVE.BORDER", "closed"),
        ("Parliament passed a law on shipping.", "LEGAL.LEGISLATION", "passed"),
        ("Thousands protested outside the ministry.", "COMM.PROTEST", "protested"),
    ],
)
def test_a_trigger_with_its_arguments_tells_the_kind(text: str, kind: str, trigger: str) -> None:
    [event] = read(text)[0]
    assert (event.kind, event.triggers[0].exact) == (kind, trigger)


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("Police arrested seven men.", "past"),
        ("Seven men are detained in the north.", "ongoing"),
        ("Police may arrest seven men.", "conditional"),
        ("They fear the deportation of fifty people.", "feared"),
        ("We urge Kenya to ratify the treaty.", "requested"),
        ("Police reportedly arrested seven men.", "reported"),
        ("Police did not arrest the seven men.", "disputed"),
        ("Police refused to arrest the seven men.", "disputed"),
        ("The seven men should never have been arrested.", "past"),
        ("We call on France not to deport the teachers.", "feared"),
        ("The men must be released by the police.", "requested"),
        ("Release the prisoners now.", "requested"),
        ("Demands that France release the prisoners.", "requested"),
        ("The council calls upon France to desist from deporting more families.", "ongoing"),
        ("They urged France to refrain from deporting families.", "feared"),
        ("If the seven men are not arrested, others will follow.", "conditional"),
        ("Police will arrest seven men.", "conditional"),
        ("Police plan to arrest seven men.", "conditional"),
        ("Kenya was the first country to ratify the treaty.", "past"),
        ("Thousands were forced to flee the city.", "past"),
        ("We write to you about the law.", "ongoing"),
        ("The senators are proud to introduce the bill.", "past"),
        ("The law prohibits the torture of prisoners.", "generic"),
        ("The committee spoke of torture.", "generic"),
        ("Neighbours say that police arrested seven men.", "reported"),
        ("The court suspects the general of killing two men.", "reported"),
        ("The blockade of the city must end.", "ongoing"),
        ("We condemn the deportation of fifty people.", "past"),
        ("We urge France to halt the deportation of families.", "ongoing"),
        ("The deportation of families by France was put on hold.", "suspended"),
    ],
)
def test_factuality_is_read_from_what_governs_the_trigger(text: str, factuality: str) -> None:
    [event] = read(text)[0]
    assert event.factuality == factuality


@pytest.mark.parametrize(
    "text",
    [
        "France deported Kenyan teachers in May 2023.",
        "Kenyan teachers were deported by France in May 2023.",
        "The deportation of Kenyan teachers by France in May 2023 was swift.",
    ],
)
def test_verb_passive_and_noun_give_the_same_roles_and_date(text: str) -> None:
    events, names, _ = read(text)
    [event] = [event for event in events if event.kind == "HARM.REFOULEMENT"]
    roles = {part.role: [names[actor] for actor in part.actors] for part in event.participants}
    assert roles["actor"] == ["France"]
    assert event.date == "2023-05"


def test_every_one_of_several_senders_takes_part() -> None:
    events, names, _ = read(
        "Senator Ana Ruiz and Senator Tom Beck sent a letter to the Secretary of Defense."
    )
    [event] = events
    [actors] = [part.actors for part in event.participants if part.role == "actor"]
    assert {names[actor] for actor in actors} == {"Ana Ruiz", "Tom Beck"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("They demonstrate great courage.", "other_sense"),
        ("The figures demonstrate that prices rose.", "other_sense"),
        ("History demonstrates this.", "other_sense"),
        ("They were deporting.", "no_arguments"),
        ("The detention centre stands in the north.", "kind_of_thing"),
        ("She works for the Committee against Torture.", "name"),
    ],
)
def test_a_word_that_tells_of_no_event_is_refused(text: str, code: str) -> None:
    events, _, refused = read(text)
    assert events == []
    assert code in {refusal.code for refusal in refused}


@pytest.mark.parametrize(
    "text",
    [
        "The council released a plan.",
        "They will meet the target in May.",
        "The law would kill jobs.",
        "She answered the telephone.",
        "Police arrested the spread of the fire.",
        "The company returned the money to its customers.",
        "He is a general. The strike began on Monday.",
        "Death to the tyrant, they cried.",
    ],
)
def test_a_trigger_with_an_object_of_another_sense_is_no_event(text: str) -> None:
    assert read(text)[0] == []


def roles_of(text: str, kind: str) -> dict[str, list[str]]:
    [event] = [event for event in read(text)[0] if event.kind == kind]
    roles: dict[str, list[str]] = {}
    for argument in event.arguments:
        roles.setdefault(argument.role, []).append(argument.anchor.exact)
    return roles


@pytest.mark.parametrize(
    ("text", "kind", "roles"),
    [
        (
            "Two teachers were arrested and deported by Kenyan police.",
            "HARM.REFOULEMENT",
            {"actor": ["Kenyan police"], "recipient": ["Two teachers"]},
        ),
        (
            "The court accused the general of killing nine farmers.",
            "HARM.KILLING",
            {"actor": ["the general"], "recipient": ["nine farmers"]},
        ),
        (
            "They called on France to release the prisoners.",
            "STATUS.PROTECTION",
            {"actor": ["France"], "recipient": ["the prisoners"]},
        ),
        (
            "Soldiers carried out the arrest of six monks in Paris.",
            "HARM.DETENTION",
            {"actor": ["Soldiers"], "location": ["Paris"], "recipient": ["six monks"]},
        ),
        (
            "The prisoners suffered torture.",
            "HARM.TORTURE",
            {"recipient": ["The prisoners"]},
        ),
        (
            "Families who fled the war reached Norway.",
            "MOVE.FLIGHT",
            {"actor": ["Families"]},
        ),
        (
            "The council calls upon France to desist from deporting more families.",
            "HARM.REFOULEMENT",
            {"actor": ["France"], "recipient": ["more families"]},
        ),
        (
            "In a letter sent to the minister, Tom Beck asked for a list.",
            "COMM.LETTER",
            {"actor": ["Tom Beck"], "document": ["a letter"], "recipient": ["the minister"]},
        ),
        (
            "They spoke of refugees whose deportation by France was put on hold.",
            "HARM.REFOULEMENT",
            {"actor": ["France"], "recipient": ["refugees"]},
        ),
        (
            "France signed an agreement with Kenya.",
            "LEGAL.AGREEMENT",
            {"actor": ["France"], "instrument": ["an agreement"], "recipient": ["Kenya"]},
        ),
    ],
)
def test_every_role_stands_on_its_words(text: str, kind: str, roles: dict[str, list[str]]) -> None:
    assert roles_of(text, kind) == roles


def test_nouns_side_by_side_share_what_the_last_one_has() -> None:
    text = "Soldiers committed crimes, including the detention, torture and murder of monks."
    for kind in ("HARM.DETENTION", "HARM.TORTURE", "HARM.KILLING"):
        roles = roles_of(text, kind)
        assert (roles["actor"], roles["recipient"]) == (["Soldiers"], ["monks"])


def test_words_tied_by_a_hyphen_are_one_trigger() -> None:
    for text, kind in (
        ("They co-sponsored the bill.", "LEGAL.LEGISLATION"),
        ("The cease-fire began in May 2023.", "LEGAL.AGREEMENT"),
        ("The hostage-taking of nine men went on.", "HARM.DETENTION"),
    ):
        assert [event.kind for event in read(text)[0]] == [kind], text


def test_a_chain_of_examples_is_followed_one_step() -> None:
    assert len(read("arrests such as " * 800 + "these.")[0]) == 800


def test_them_is_not_who_acts() -> None:
    events, names, _ = read("Kenya and Norway met. France allowed Kenya to deport them.")
    [event] = [event for event in events if event.kind == "HARM.REFOULEMENT"]
    named = {part.role: {names[actor] for actor in part.actors} for part in event.participants}
    assert "Kenya" not in named.get("recipient", set())


def test_a_date_belongs_to_the_verb_it_stands_with() -> None:
    events, _, _ = read("Police said on May 3, 2024 that soldiers killed nine men on April 1, 2024.")
    [killing] = [event for event in events if event.kind == "HARM.KILLING"]
    assert killing.date == "2024-04-01"


def test_a_date_behind_after_is_another_deeds() -> None:
    events, _, _ = read("The reopening of the border, after being closed since January 2020, was welcome.")
    assert [(event.kind, event.date) for event in events] == [("MOVE.BORDER", None)]


def test_a_date_that_cannot_be_resolved_is_kept_as_words() -> None:
    [event] = read("Police arrested seven men on Thursday.")[0]
    assert (event.date, event.date_basis) == (None, None)
    assert event.date_anchor is not None
    assert event.date_anchor.exact == "Thursday"
    assert event.date_constraint == "a Thursday"


def test_a_figure_in_the_words_of_an_event_is_given_the_event() -> None:
    page = annotated("Soldiers killed nine farmers near the river.")
    figure = next(
        item for item in FigureExtractor(VOCABULARIES).extract(page, Found()) if isinstance(item, Figure)
    )
    items = list(EventExtractor(VOCABULARIES).extract(page, Found((figure,))))
    [event] = [item for item in items if isinstance(item, Event)]
    assert [item for item in items if isinstance(item, Figure)] == [replace(figure, event=event.id)]


def test_a_list_of_names_that_the_parse_breaks_is_followed_to_its_end() -> None:
    roles = roles_of(
        "Senators Ana Ruiz (D-NV), Tom Beck (R-OH), and Eva Lund (D-MN) sent a letter to the minister.",
        "COMM.LETTER",
    )
    assert [name for name in ("Ruiz", "Beck", "Lund") if any(name in held for held in roles["actor"])] == [
        "Ruiz",
        "Beck",
        "Lund",
    ]


def test_a_users_folder_adds_kinds_for_another_issue(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(
        '[kinds."HAZARD.FLOOD"]\nplover = ""\nverbs = ["inundate", "submerge"]\nnouns = ["flooding"]\n',
        "utf-8",
    )
    events, _, _ = read("The river submerged forty villages.", Vocabularies(tmp_path))
    assert [event.kind for event in events] == ["HAZARD.FLOOD"]
    assert read("The river submerged forty villages.")[0] == []
