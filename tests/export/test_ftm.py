"""FollowTheMoney entities, read and validated by the followthemoney package."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from followthemoney import model
from followthemoney.exc import InvalidData

from onrecord.types.knowledge import Office
from onrecord.types.rows import Actor, DocumentLink, Event
from tests.export.exporting import BASE, told, written
from tests.export.private_people import BOARD, LETTER, MINISTER, REPLY, make_private_record
from tests.records import Page, make_record, record_of

Entities = dict[str, list[dict[str, Any]]]


def entities(content: bytes) -> Entities:
    """Return the entities by schema, each held against the model: all values are taken as they are."""
    found: Entities = defaultdict(list)
    for line in content.decode().splitlines():
        entity = json.loads(line)
        schema = model.get(entity["schema"])
        assert schema is not None
        try:
            schema.validate(entity)
        except InvalidData as error:
            raise AssertionError((entity, error.errors)) from error
        proxy = model.get_proxy(entity, cleaned=False)
        assert {name: sorted(proxy.get(name)) for name in entity["properties"]} == {
            name: sorted(values) for name, values in entity["properties"].items()
        }
        found[entity["schema"]].append(entity)
    return found


def references(found: Entities) -> Iterator[tuple[str, str, Any, Any]]:
    """Yield every value that names another entity, with the schema its property asks for and that it has."""
    schemata = {entity["id"]: schema for schema, held in found.items() for entity in held}
    for schema, held in found.items():
        for entity in held:
            for name, values in entity["properties"].items():
                asked = model.schemata[schema].get(name)
                assert asked is not None
                if asked.type.name == "entity":
                    for value in values:
                        yield entity["id"], name, asked.range, model.get(schemata.get(value, "")) or value


@pytest.mark.parametrize("make", [make_record, make_private_record])
def test_every_entity_is_valid_and_leads_to_entities_of_the_right_schema(tmp_path: Path, make: Any) -> None:
    found = entities(written(make(tmp_path / "a.record"), "ftm"))
    ids = [entity["id"] for held in found.values() for entity in held]
    assert len(ids) == len(set(ids))
    for id_, name, asked, given in references(found):
        assert not isinstance(given, str), f"{id_} names {given} in {name}, which is not there"
        assert given.is_a(asked), f"{id_}: {name} is {given}, not {asked}"


def test_the_sample_is_valid(sample_record: Path) -> None:
    content, outcome = told(sample_record, "ftm")
    found = entities(content)
    assert {"Person", "Organization", "PublicBody", "Message", "Document", "Article", "Event"} <= set(found)
    assert {"Mention", "Note", "Documentation"} <= set(found)
    for id_, name, asked, given in references(found):
        assert not isinstance(given, str), f"{id_} names {given} in {name}, which is not there"
        assert given.is_a(asked)
    assert outcome.rows > 300


def test_a_letter_is_a_message_with_sender_recipient_and_what_it_answers(tmp_path: Path) -> None:
    letter = Page("papers/letter.txt", "Dear Board, the gate is shut.")
    reply = Page("papers/reply.txt", "Dear Ana, the gate is open.")
    ana = Actor("a-1", "Ana Ruiz", "person", mentions=(reply.words("Ana"),))
    board = Actor("a-2", "Harbour Board", "body", mentions=(letter.words("Board"),))
    rows = (
        replace(letter.row("letter", "2024-03"), signatories=("a-1",), addressees=("a-2",), title=None),
        replace(reply.row("letter", "2024-03-09"), issuers=("a-2",), addressees=("a-1",), title=None),
    )
    path = record_of(
        tmp_path / "a.record",
        [(letter, rows[0], (board,)), (reply, rows[1], (ana,))],
        [DocumentLink("l-1", reply.id, "replies_to", letter.id, evidence=(reply.words("Dear Ana"),))],
    )
    messages = {each["id"]: each["properties"] for each in entities(written(path, "ftm"))["Message"]}
    assert messages[reply.id]["sender"] == ["a-2"]
    assert messages[reply.id]["recipients"] == ["a-1"]
    assert messages[reply.id]["inReplyToMessage"] == [letter.id]
    assert messages[reply.id]["bodyText"] == [reply.text]
    assert messages[letter.id]["date"] == ["2024-03"]
    assert "inReplyToMessage" not in messages[letter.id]


def test_offices_are_positions_that_are_held(tmp_path: Path) -> None:
    page = Page("papers/a.txt", "Senator Lee and Senator Ito spoke.")
    office = Office("Senator", "2019-01-03", None, "NJ", "Independent", "legislators.yaml")
    actors = tuple(
        Actor(f"a-{name}", f"{name} Doe", "person", mentions=(page.words(name),), offices=(office,))
        for name in ("Lee", "Ito")
    )
    path = record_of(
        tmp_path / "a.record", [(page, replace(page.row("other", "2024"), title=None), actors)], []
    )
    found = entities(written(path, "ftm"))
    [position] = found["Position"]
    assert position["properties"]["name"] == ["Senator, NJ"]
    assert {held["properties"]["holder"][0] for held in found["Occupancy"]} == {"a-Lee", "a-Ito"}
    assert all(held["properties"]["startDate"] == ["2019-01-03"] for held in found["Occupancy"])


def test_events_keep_doubt_beside_their_coarser_date(tmp_path: Path) -> None:
    page = Page("papers/a.txt", "A gate was shut. A road was closed. A port was opened.")
    dates = {"shut": "2023-08~", "closed": "2021-07-14/..", "opened": None}
    events = tuple(
        Event(f"e-{word}", "MOVE.BORDER", (page.words(word),), "feared", date=date)
        for word, date in dates.items()
    )
    path = record_of(
        tmp_path / "a.record", [(page, replace(page.row("other", "2024"), title=None), events)], []
    )
    found = {each["id"]: each["properties"] for each in entities(written(path, "ftm"))["Event"]}
    assert (found["e-shut"]["date"], found["e-shut"]["notes"]) == (["2023-08"], ["EDTF: 2023-08~"])
    assert found["e-closed"]["startDate"] == ["2021-07-14"]
    assert not {"date", "endDate"} & found["e-closed"].keys()
    assert not {"date", "startDate", "notes"} & found["e-opened"].keys()
    assert "feared" in found["e-opened"]["keywords"]
    assert "(feared)" in found["e-opened"]["name"][0]


def test_what_is_said_is_a_note_tied_to_its_exact_words(tmp_path: Path) -> None:
    found = entities(written(make_private_record(tmp_path / "a.record"), "ftm"))
    notes = {each["id"]: each["properties"] for each in found["Note"]}
    assert notes["s-2"]["entity"] == ["person-1"]
    assert notes["s-2"]["name"] == ["Person 1 says: “saw 60 families leave”"]
    assert notes["s-2"]["sourceUrl"] == [f"{BASE}/rows/s-2"]
    assert "Names of private persons are masked in the words." in notes["s-1"]["notes"]
    ties = [each["properties"] for each in found["Documentation"] if each["properties"]["entity"] == ["s-2"]]
    [tie] = ties
    assert tie["document"] == [REPLY.id]
    assert "saw 60 families leave" in tie["summary"]
    persons = {each["id"]: each["properties"] for each in found["Person"]}
    assert persons["person-1"]["name"] == ["Person 1"]
    assert "sourceUrl" not in persons["person-1"]
    assert persons[MINISTER]["sourceUrl"] == [f"{BASE}/rows/{MINISTER}"]
    [public] = found["PublicBody"]
    assert public["id"] == BOARD
    letter = next(each for each in found["Message"] if each["id"] == LETTER.id)
    assert letter["properties"]["sender"] == ["person-2"]
