from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from onrecord.record import decisions, reading
from onrecord.record.decisions import Decision, DecisionCannotBeMade
from onrecord.record.store import Record
from onrecord.record.verification import verify
from onrecord.types.findings import Redirect
from onrecord.types.rows import Actor, Ask, Event, Statement
from tests.record.papers import letter, reply, save, save_three, ticking
from tests.record.stores import on_every_store
from tests.records import made

SAID = letter.statement("the bridge is closed")


def test_a_rejected_row_is_not_shown(record: Record) -> None:
    save_three(record)
    made = record.decide(SAID.id, "reject", why="nobody said so")
    assert (made.who, made.action, made.why) == ("mira", "reject", "nobody said so")
    assert list(record.rows(Statement)) == []
    assert record.row(SAID.id) is None
    assert "statement" not in {row.row_type for row in record.export_rows()}
    assert record.counts()["statement"] == 0


@on_every_store
def test_a_decision_finds_its_row_again_after_it_was_read_anew(record: Record) -> None:
    save(record, letter, SAID)
    record.decide(SAID.id, "reject")
    save(record, letter, SAID, fingerprint="rules 2")
    assert list(record.rows(Statement)) == []


@on_every_store
def test_an_undone_decision_no_longer_holds_and_stays_listed(record: Record) -> None:
    save(record, letter, SAID)
    made = record.decide(SAID.id, "reject")
    undone = record.undo(made.id, why="it was said")
    assert list(record.rows(Statement)) == [SAID]
    record.undo(undone.id)
    assert list(record.rows(Statement)) == []
    assert [(decision.id, decision.action, decision.undoes) for decision in record.decisions(SAID.id)] == [
        (1, "reject", None),
        (2, "undo", 1),
        (3, "undo", 2),
    ]


def test_what_was_undone_cannot_be_undone_again(record: Record) -> None:
    save(record, letter, SAID)
    made = record.decide(SAID.id, "note", "look again")
    record.undo(made.id)
    for decision in (made.id, 99):
        with pytest.raises(DecisionCannotBeMade):
            record.undo(decision)


@pytest.mark.parametrize(
    ("field", "value"),
    [("act", "accuse"), ("speakers", ["a-00000000000000aa"]), ("cue", None), ("level", 2)],
)
def test_a_correction_changes_one_field(record: Record, field: str, value: Any) -> None:
    save(record, letter, SAID)
    record.decide(SAID.id, "correct", {"field": field, "value": value})
    [shown] = record.rows(Statement)
    expected = tuple(value) if isinstance(value, list) else value
    assert getattr(shown, field) == expected
    assert record.row(SAID.id) == shown
    assert list(record.export_rows())[-1] == shown


def test_the_later_of_two_corrections_holds(record: Record) -> None:
    save(record, letter, SAID)
    record.decide(SAID.id, "correct", {"field": "act", "value": "accuse"})
    later = record.decide(SAID.id, "correct", {"field": "act", "value": "warn"})
    assert [row.act for row in record.rows(Statement)] == ["warn"]
    record.undo(later.id)
    assert [row.act for row in record.rows(Statement)] == ["accuse"]


@on_every_store
def test_a_correction_that_moves_a_row_keeps_the_order_of_the_export(record: Record) -> None:
    late, early = letter.statement("open it"), letter.statement("the bridge is closed")
    save(record, letter, late, early)
    moved = letter.words("Ana Ruiz")
    value = [{"document": letter.id, "start": moved.start, "end": moved.end, "exact": moved.exact}]
    record.decide(late.id, "correct", {"field": "content", "value": value})
    assert [row.id for row in record.export_rows()][1:] == [late.id, early.id]


@pytest.mark.parametrize(
    ("row", "action", "value"),
    [
        (SAID.id, "delete", None),
        (SAID.id, "undo", None),
        ("s-0000000000000000", "reject", None),
        (SAID.id, "correct", "accuse"),
        (SAID.id, "correct", {"field": "act", "value": "rumour"}),
        (SAID.id, "correct", {"field": "act", "value": ["accuse"]}),
        (SAID.id, "correct", {"field": "colour", "value": "red"}),
        (SAID.id, "correct", {"field": "id", "value": "s-1"}),
        (SAID.id, "correct", {"field": "content", "value": []}),
        (SAID.id, "correct", {"field": "content", "value": 7}),
        (SAID.id, "correct", {"field": "content", "value": [{"exact": "x"}]}),
    ],
    ids=["no decision", "undo", "no row", "no field", "vocabulary", "list", "no such field", "own", "empty",
         "number", "half an anchor"],
)  # fmt: skip
def test_a_decision_that_cannot_be_carried_out_is_refused(
    record: Record, row: str, action: str, value: Any
) -> None:
    save(record, letter, SAID)
    with pytest.raises(DecisionCannotBeMade):
        record.decide(row, action, value)
    assert record.decisions() == []
    assert list(record.rows(Statement)) == [SAID]


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("accept", None),
        ("grade", {"source": "F", "item": 6}),
        ("assess", {"standard": "reasonable_grounds", "finding": "met"}),
        ("note", "look again"),
    ],
)
def test_other_decisions_are_kept_and_change_nothing(record: Record, action: str, value: Any) -> None:
    save(record, letter, SAID)
    record.decide(SAID.id, action, value)
    [made] = record.decisions()
    assert (made.action, made.value) == (action, value)
    assert list(record.rows(Statement)) == [SAID]


def test_rejecting_a_merged_actor_hides_it_and_rejecting_a_mention_hides_that(record: Record) -> None:
    local, whole = letter.actor("Ana Ruiz", local=True), reply.actor("Ana Ruiz")
    save(record, letter, local)
    save(record, reply, whole)
    record.replace_resolved("actors", "1", made([Redirect(local.id, whole.id, "same")]))
    decided = record.decide(whole.id, "reject")
    assert list(record.rows(Actor)) == []
    assert [row for row in record.export_rows() if row.row_type == "actor"] == []
    record.undo(decided.id)
    assert len(list(record.rows(Actor))) == 2


def test_a_rejected_document_is_not_shown(record: Record) -> None:
    save(record, letter, SAID)
    save(record, reply)
    record.decide(letter.id, "reject")
    assert [row.id for row in record.documents()] == [reply.id]
    assert record.counts()["document"] == 1


@on_every_store
def test_deciding_calls_for_another_comparison_and_noting_does_not(record: Record) -> None:
    save(record, letter, SAID)
    record.end_comparing("stamp")
    record.decide(SAID.id, "note", "look again")
    assert not record.begin_comparing("stamp")
    record.decide(SAID.id, "reject")
    assert record.begin_comparing("stamp")
    record.end_comparing("stamp")
    assert not record.begin_comparing("stamp")


@on_every_store
def test_a_record_opened_to_read_takes_decisions(place: Path) -> None:
    with Record.create(place) as record:
        save(record, letter, SAID, letter.ask("urge", "open it"), letter.event("open it"))
    with Record.open(place, clock=ticking(), who="rosa") as reading:
        reading.decide(SAID.id, "reject")
        assert list(reading.rows(Statement)) == []
        assert len(list(reading.rows(Ask))) == len(list(reading.rows(Event))) == 1
        *_, last = reading.custody()
    assert (last.action, last.subject, last.who) == ("decision made", SAID.id, "rosa")
    assert verify(place).holds


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE decisions SET action = 'accept'", "decision_changed"),
        ("UPDATE decisions SET value = '7'", "decision_changed"),
        ("DELETE FROM decisions", "decision_missing"),
    ],
    ids=["other action", "other value", "removed"],
)
def test_a_decision_altered_afterwards_is_noticed(place: Path, statement: str, code: str) -> None:
    with Record.create(place) as record:
        save(record, letter, SAID)
        record.decide(SAID.id, "reject")
    connection = sqlite3.connect(place / "record.sqlite")
    with connection:
        connection.execute(statement)
    connection.close()
    assert [found.code for found in verify(place).breaks] == [code]


def test_what_is_decided_while_a_reader_looks_is_seen_when_it_looks_again(
    record: Record, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_three(record)
    known = decisions.active

    def decided_after(connection: Connection) -> tuple[Decision, ...]:
        found = known(connection)
        monkeypatch.setattr(reading, "active", known)
        record.decide(SAID.id, "reject")
        return found

    with Record.open(place) as seen:
        monkeypatch.setattr(reading, "active", decided_after)
        assert seen.row(SAID.id) is not None
        assert seen.row(SAID.id) is None
