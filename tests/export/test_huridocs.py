"""HURIDOCS events standard formats, read by the csv module."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

from onrecord.data import Vocabularies
from onrecord.export.excerpt import excerpt_of
from onrecord.export.formats import FORMATS
from onrecord.record.store import Record
from onrecord.types.rows import Actor, Ask, Event, Participants, Response
from tests.export.exporting import BASE, members, told, written
from tests.export.private_people import make_private_record
from tests.records import Page, record_of

PAGE = Page(
    "papers/a.txt",
    "The guard held Ana Ruiz. Torture is feared. Families fled. Families were evicted. Free her.",
)
GUARD, ANA, BOB = "a-1", "a-2", "a-3"


def files(content: bytes) -> dict[str, list[dict[str, str]]]:
    return {
        name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(text, newline="")))
        for name, text in members(content).items()
        if name.endswith(".csv")
    }


def happening(id_: str, kind: str, words: str, factuality: str = "past", date: str | None = None) -> Event:
    roles = (Participants("actor", (GUARD,)), Participants("recipient", (ANA, BOB)))
    triggers = (PAGE.words(words),)
    return Event(id_, kind, triggers, factuality, roles, date, "the gate", triggers=triggers)


def make(path: Path) -> Path:
    actors = (
        Actor(GUARD, "Gate Guard", "group", mentions=(PAGE.words("guard"),)),
        Actor(ANA, "Ana Ruiz", "person", ("Ruiz",), (PAGE.words("Ana Ruiz"),)),
        Actor(BOB, "Bob Ito", "person", mentions=(PAGE.words("her"),)),
    )
    events = (
        happening("e-1", "HARM.DETENTION", "held", date="2024-02"),
        happening("e-2", "HARM.TORTURE", "Torture", "feared"),
        happening("e-3", "MOVE.FLIGHT", "fled"),
        happening("e-4", "MOVE.FLIGHT", "evicted", date="2024-03-12"),
        happening("e-5", "COMM.LETTER", "Free"),
    )
    asked = Ask("k-1", PAGE.id, PAGE.words("Free"), PAGE.words("Free her"), "S6", (ANA,), (GUARD,))
    answer = Response("r-1", PAGE.id, "refusal", PAGE.words("feared"), GUARD, (ANA,), asks=("k-1",))
    row = replace(PAGE.row("letter", "2024-04-01"), title=None, signatories=(ANA,))
    return record_of(path, [(PAGE, row, (*actors, *events, asked, answer))], [])


def test_an_act_has_its_code_of_the_micro_thesaurus_and_one_line_for_each_victim(tmp_path: Path) -> None:
    content, outcome = told(make(tmp_path / "a.record"), "huridocs")
    found = files(content)
    acts = {act["act_record_number"]: act for act in found["acts"]}
    assert set(acts) == {"e-1-1", "e-1-2", "e-4-1", "e-4-2"}
    first = acts["e-1-1"]
    assert (first["type_of_act"], first["type_of_act_term"]) == ("03010200000004", "Detention")
    assert (first["victim"], first["victim_name"], first["event"]) == (ANA, "Ana Ruiz", "e-1")
    assert (first["initial_date"], first["final_date"]) == ("2024-02-01", "2024-02-29")
    assert (first["initial_date_type"], first["edtf"]) == ("within these dates", "2024-02")
    assert (acts["e-4-1"]["initial_date_type"], acts["e-4-1"]["type_of_act"]) == ("exact", "33010100000004")
    assert outcome.notes == ("1 event of a kind with a code is no act, as documents tell it.",)


def test_every_event_is_there_with_how_it_is_told_and_what_is_not_judged_is_empty(tmp_path: Path) -> None:
    found = files(written(make(tmp_path / "a.record"), "huridocs"))
    events = {event["event_record_number"]: event for event in found["events"]}
    assert set(events) == {"e-1", "e-2", "e-3", "e-4", "e-5"}
    assert events["e-2"]["factuality"] == "feared"
    assert events["e-1"]["permalink"] == f"{BASE}/rows/e-1"
    assert {event["violation_status"] for event in events.values()} == {""}
    assert {line["reliability_of_information"] for line in found["information"]} == {""}


def test_persons_and_information_lead_to_events_and_sources(tmp_path: Path) -> None:
    found = files(written(make(tmp_path / "a.record"), "huridocs"))
    persons = {person["person_record_number"]: person for person in found["persons"]}
    assert (persons[ANA]["counting_unit"], persons[GUARD]["counting_unit"]) == ("individual", "group")
    assert persons[ANA]["other_names"] == "Ruiz"
    [told_once] = [line for line in found["information"] if line["event"] == "e-1"]
    assert (told_once["source"], told_once["date_of_source_material"]) == (ANA, "2024-04-01")
    assert (told_once["type_of_source_material"], told_once["remarks"]) == ("letter", "held")


def test_an_ask_with_its_reply_is_an_intervention(tmp_path: Path) -> None:
    [ask] = files(written(make(tmp_path / "a.record"), "huridocs"))["interventions"]
    assert (ask["intervening_party"], ask["parties_requested"]) == (ANA, "Gate Guard")
    assert (ask["response"], ask["response_words"]) == ("refusal", "feared")
    assert (ask["date_of_intervention"], ask["strength"], ask["times_asked"]) == ("2024-04-01", "S6", "1")


def test_an_ask_without_a_reply_is_told_as_of_a_date(tmp_path: Path) -> None:
    [ask] = files(written(make_private_record(tmp_path / "a.record"), "huridocs"))["interventions"]
    assert ask["response"] == "commitment"
    with Record.open(tmp_path / "a.record") as record:
        record.decide("r-1", "reject", why="It answers another letter.")
    [ask] = files(written(tmp_path / "a.record", "huridocs"))["interventions"]
    assert ask["response"] == "no reply in this record as of 2024-03-20"


def test_grades_of_reviewers_are_the_reliability_of_information(tmp_path: Path) -> None:
    path = make(tmp_path / "a.record")
    with Record.open(path) as record:
        record.decide("e-1", "grade", {"source": "B", "item": 3})
    [line] = [line for line in files(written(path, "huridocs"))["information"] if line["event"] == "e-1"]
    assert line["reliability_of_information"] == "B3"


def test_a_folder_of_vocabularies_gives_codes_to_other_kinds(tmp_path: Path) -> None:
    folder = tmp_path / "words"
    (folder / "exports").mkdir(parents=True)
    (folder / "events.toml").write_text('[kinds."COMM.LETTER"]\nhuridocs = "99"\n')
    (folder / "exports" / "huridocs.toml").write_text('[acts]\n"99" = "Writing"\n')
    out = io.BytesIO()
    with Record.open(make(tmp_path / "a.record")) as record:
        FORMATS["huridocs"].write(excerpt_of(record, vocabularies=Vocabularies(folder)), out)
    assert ("99", "Writing") in {
        (act["type_of_act"], act["type_of_act_term"]) for act in files(out.getvalue())["acts"]
    }


def test_every_code_of_a_kind_has_a_term() -> None:
    words = Vocabularies()
    kinds = words.table("events")["kinds"].values()
    assert {kind["huridocs"] for kind in kinds if kind.get("huridocs")} <= set(
        words.table("exports/huridocs")["acts"]
    )
