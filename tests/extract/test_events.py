from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.data import Vocabularies
from onrecord.extract.actors import ActorExtractor
from onrecord.extract.events import EventExtractor
from onrecord.extract.times import TimeExtractor
from onrecord.types.errors import Rejected
from onrecord.types.findings import Found
from onrecord.types.rows import Actor, Event
from tests.builders import annotated

VOCABULARIES = Vocabularies()


def read(
    text: str, vocabularies: Vocabularies = VOCABULARIES
) -> tuple[list[Event], dict[str, str], list[Rejected]]:
    page = annotated(text)
    found = Found()
    for extractor in (TimeExtractor(VOCABULARIES), ActorExtractor(VOCABULARIES)):
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
        ("The committee spoke of torture.", "no_arguments"),
    ],
)
def test_a_word_without_its_arguments_is_refused(text: str, code: str) -> None:
    events, _, refused = read(text)
    assert events == []
    assert {refusal.code for refusal in refused} == {code}


def test_a_users_folder_adds_kinds_for_another_issue(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(
        '[kinds."HAZARD.FLOOD"]\nplover = ""\nverbs = ["inundate", "submerge"]\nnouns = ["flooding"]\n',
        "utf-8",
    )
    events, _, _ = read("The river submerged forty villages.", Vocabularies(tmp_path))
    assert [event.kind for event in events] == ["HAZARD.FLOOD"]
    assert read("The river submerged forty villages.")[0] == []
