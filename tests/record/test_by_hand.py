"""Rows that a person makes: shown, counted, exported and verified like any other, until they are undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from onrecord.record.decisions import DecisionCannotBeMade
from onrecord.record.store import Record
from onrecord.record.verification import verify
from onrecord.types.codec import from_json, to_json
from onrecord.types.rows import Ask, Event, Figure, Row, Statement
from tests.record.papers import Paper, letter, reply, save, save_three
from tests.records import made

SAID = letter.words("the bridge is closed")
RUIZ = letter.actor("Ana Ruiz")
STATEMENT = {
    "type": "statement",
    "content": [{"start": SAID.start, "end": SAID.end}],
    "mode": "indirect",
    "act": "assert",
    "level": 1,
    "speakers": [RUIZ.id],
}


def exported(record: Record, kind: str) -> list[Row]:
    found = [row for row in record.export_rows() if row.row_type == kind]
    assert record.counts()[kind] == len(found)
    return found


def test_a_row_made_by_hand_is_read_counted_exported_and_verified(record: Record, place: Path) -> None:
    save(record, letter, RUIZ)
    made = record.add(letter.id, STATEMENT, "overlooked")
    [row] = record.rows(Statement)
    assert (row.id, row.content, row.speakers) == (made.row, (SAID,), (RUIZ.id,))
    assert list(record.rows(Statement, letter.id)) == exported(record, "statement") == [row]
    assert record.row(made.row) == row == from_json(to_json(row))
    told = record.review(row.id)
    assert (told.reviewed, told.made_by) == ("by hand", ("mira", made.when))
    found = verify(place)
    assert found.holds
    assert found.checked["rows"] >= 3


def test_undoing_takes_the_row_away_and_undoing_that_brings_it_back(record: Record, place: Path) -> None:
    save(record, letter, RUIZ)
    made = record.add(letter.id, STATEMENT)
    undone = record.undo(made.id)
    assert exported(record, "statement") == []
    assert record.row(made.row) is None
    record.undo(undone.id)
    assert [row.id for row in exported(record, "statement")] == [made.row]
    assert verify(place).holds


def test_comparing_never_takes_it_away_and_it_is_in_sight_while_documents_are_compared(
    record: Record,
) -> None:
    save(record, letter, RUIZ)
    record.replace_resolved("actors", "1", made([]))
    added = record.add(letter.id, STATEMENT)
    assert record.begin_comparing("rules").everything
    assert [row.id for row in record.rows(Statement)] == [added.row]
    record.replace_resolved("actors", "2", made([]))
    record.end_comparing("rules")
    assert [row.id for row in exported(record, "statement")] == [added.row]
    record.decide(added.row, "correct", {"field": "act", "value": "warn"})
    assert [row.act for row in record.rows(Statement)] == ["warn"]
    record.decide(added.row, "reject")
    assert exported(record, "statement") == []


def test_adding_calls_for_another_comparison_of_its_document(record: Record) -> None:
    save(record, letter, RUIZ)
    save(record, reply)
    record.end_comparing("stamp")
    added = record.add(letter.id, STATEMENT)
    assert record.begin_comparing("stamp").documents == {letter.id}
    record.end_comparing("stamp")
    record.undo(added.id)
    assert record.begin_comparing("stamp").documents == {letter.id}


def test_a_decision_taken_while_documents_are_compared_calls_for_another_comparison(
    record: Record, place: Path
) -> None:
    save(record, letter, RUIZ)
    assert record.begin_comparing("stamp")
    with Record.open(place) as reviewing:
        reviewing.decide(RUIZ.id, "reject")
    record.end_comparing("stamp")
    assert record.begin_comparing("stamp").documents == {letter.id}


def test_rows_of_other_types_are_made_by_hand(record: Record) -> None:
    save_three(record)
    record.add(
        letter.id,
        {
            "type": "figure",
            "anchor": {"start": 0, "end": 8},
            "value": {"start": 0, "end": 3},
            "low": 1,
            "high": 1,
            "bound": "exact",
        },
    )
    at = letter.text.index("closed")
    record.add(
        letter.id,
        {
            "type": "event",
            "kind": "MOVE.BORDER",
            "mentions": [{"start": at, "end": at + 6}],
            "factuality": "past",
            "participants": {"actor": [RUIZ.id]},
        },
    )
    [figure] = record.rows(Figure)
    events = [row for row in record.rows(Event) if row.kind == "MOVE.BORDER"]
    assert (figure.value.exact, figure.document) == ("Ana", letter.id)
    assert events[0].participants[0].actors == (RUIZ.id,)


def test_decisions_on_a_row_made_by_hand_hold_after_its_document_moved_the_words(record: Record) -> None:
    save(record, letter, RUIZ)
    added = record.add(letter.id, STATEMENT)
    record.decide(added.row, "grade", {"source": "B", "item": 3})
    later = Paper(f"{letter.text} It was Monday.", letter.path)
    save(record, later, later.actor("Ana Ruiz"))
    record.seen("papers", {later.path: later.id})
    [row] = record.rows(Statement)
    assert row.id == added.row
    assert row.document == later.id
    assert row.content[0] == later.words("the bridge is closed")
    assert str(record.review(row.id).grade) == "B3"
    assert record.orphaned() == ()


@pytest.mark.parametrize(
    "text",
    [
        letter.text.replace("said that the", "writes that the"),
        f"{letter.text} {letter.text}",
        "Nothing of it.",
    ],
    ids=["other words before it", "twice", "gone"],
)
def test_a_row_by_hand_whose_words_are_not_exactly_there_once_is_orphaned(
    record: Record, place: Path, text: str
) -> None:
    save(record, letter, RUIZ)
    added = record.add(letter.id, STATEMENT)
    later = Paper(text, letter.path)
    save(record, later)
    record.seen("papers", {later.path: later.id})
    assert exported(record, "statement") == []
    assert [orphan.decision for orphan in record.orphaned()] == [added]
    assert verify(place).holds
    record.seen("papers", {letter.path: letter.id})
    assert [row.content for row in record.rows(Statement)] == [(SAID,)]
    assert record.orphaned() == ()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"type": "finding"}, "cannot be made by hand"),
        ({"type": "statement"}, "^A statement needs `content`, `mode`, `act`, `level`"),
        ({"type": "ask"}, "^An ask needs `operative`"),
        ({**STATEMENT, "mode": "sung"}, "mode"),
        ({**STATEMENT, "colour": "red"}, "no field 'colour'"),
        ({**STATEMENT, "speakers": ["a-0000000000000000"]}, "no such row"),
        ({**STATEMENT, "speakers": [letter.id]}, "names actors"),
        ({**STATEMENT, "speakers": "Ana"}, "cannot be"),
        ({**STATEMENT, "content": [{"start": 5, "end": 5}]}, "no words from 5 to 5"),
        ({**STATEMENT, "content": []}, "has content"),
        ({"type": "norm", "name": "Bridge Charter", "kind": "treaty"}, "select some"),
    ],
)
def test_a_row_that_cannot_be_made_is_refused(record: Record, fields: dict[str, Any], told: str) -> None:
    save(record, letter, RUIZ)
    with pytest.raises(DecisionCannotBeMade, match=told):
        record.add(letter.id, fields)
    assert record.decisions() == []


def test_the_same_row_is_made_once_and_in_a_document_that_is_here(record: Record) -> None:
    save(record, letter, RUIZ)
    record.decide(letter.id, "add", STATEMENT)
    with pytest.raises(DecisionCannotBeMade, match="made by hand before"):
        record.add(letter.id, STATEMENT)
    with pytest.raises(DecisionCannotBeMade, match="no such document"):
        record.add("d-0000000000000000", STATEMENT)


def test_a_preview_enters_nothing(record: Record) -> None:
    save(record, letter, RUIZ)
    row = record.preview(letter.id, STATEMENT)
    assert isinstance(row, Statement)
    assert record.decisions() == []
    assert list(record.rows(Ask)) == []
