"""What is shown of the review of a row, and which decisions are refused."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import Any

import pytest

from onrecord.record.decisions import DecisionCannotBeMade
from onrecord.record.store import Record
from onrecord.record.verification import verify
from onrecord.types.review import NOT_GRADED
from onrecord.types.rows import FigureSet, Statement
from tests.record.papers import letter, reply, report, save
from tests.records import made

SAID = letter.statement("the bridge is closed")
PERSON = letter.actor("Ana Ruiz", private=True)


@pytest.mark.parametrize(
    ("decisions", "reviewed"),
    [
        ([], None),
        ([("accept", None)], "accepted"),
        ([("reject", None)], "rejected"),
        ([("correct", {"field": "act", "value": "warn"})], "corrected"),
        ([("correct", {"field": "act", "value": "warn"}), ("accept", None)], "accepted"),
        ([("note", "look again")], None),
    ],
)
def test_the_last_decision_tells_how_a_row_was_reviewed(
    record: Record, decisions: list[tuple[str, Any]], reviewed: str | None
) -> None:
    save(record, letter, SAID)
    for action, value in decisions:
        record.decide(SAID.id, action, value)
    assert record.review(SAID.id).reviewed == reviewed


def test_history_tells_who_when_why_and_whether_it_still_holds(record: Record) -> None:
    save(record, letter, SAID)
    rejected = record.decide(SAID.id, "reject", why="misread")
    record.undo(rejected.id, "it is right")
    record.decide(SAID.id, "note", " ask the clerk ")
    told = record.review(SAID.id)
    assert [(past.action, past.state, past.undone_by, past.why) for past in told.history] == [
        ("note", "holds", None, ""),
        ("undo", "holds", None, "it is right"),
        ("reject", "undone", 2, "misread"),
    ]
    assert [(note.text, note.who, note.decision) for note in told.notes] == [("ask the clerk", "mira", 3)]
    assert record.history() == told.history


def test_an_undone_undoing_gives_the_decision_back(record: Record) -> None:
    save(record, letter, SAID)
    undone = record.undo(record.decide(SAID.id, "accept").id)
    assert record.review(SAID.id).reviewed is None
    record.undo(undone.id)
    assert record.review(SAID.id).reviewed == "accepted"


def test_a_grade_is_set_by_a_person_alone_and_its_two_fields_stay_apart(record: Record) -> None:
    save(record, letter, SAID)
    assert record.review(SAID.id).grade is NOT_GRADED
    assert str(NOT_GRADED) == "not graded (F6)"
    record.decide(SAID.id, "grade", {"source": "B", "item": "2"})
    record.decide(SAID.id, "grade", {"source": "B", "item": 3})
    grade = record.review(SAID.id).grade
    assert (str(grade), grade.source, grade.item, grade.who) == ("B3", "B", 3, "mira")


def test_standard_of_proof_and_finding_are_fields_of_their_own(record: Record) -> None:
    save(record, letter, SAID)
    assert record.review(SAID.id).assessment.standard == "not_assessed"
    record.decide(SAID.id, "assess", {"standard": "reasonable_grounds", "finding": "The bridge was closed."})
    told = record.review(SAID.id)
    assert (told.assessment.standard, told.assessment.finding) == (
        "reasonable_grounds",
        "The bridge was closed.",
    )
    assert told.grade is NOT_GRADED
    assert told.reviewed is None


def test_confirmed_is_refused_where_one_document_tells_it(record: Record) -> None:
    save(record, letter, SAID)
    with pytest.raises(DecisionCannotBeMade, match=r"two independent origins.*one origin"):
        record.decide(SAID.id, "grade", {"source": "A", "item": 1})
    record.decide(SAID.id, "grade", {"source": "A", "item": 2})


def test_two_statements_of_two_origins_may_be_confirmed_and_two_of_one_origin_not(record: Record) -> None:
    ruiz = SAID.speakers
    one = letter.statement("the bridge is closed", chain=ruiz)
    again = report.statement("Ana Ruiz met the council", chain=ruiz)
    other = reply.statement("Ana Ruiz was right", speaker="The council")
    save(record, letter, one)
    save(record, reply, other)
    save(record, report, again)
    record.decide(one.id, "merge", {"other": again.id})
    with pytest.raises(DecisionCannotBeMade, match="one origin"):
        record.decide(one.id, "grade", {"source": "A", "item": 1})
    record.decide(one.id, "merge", {"other": other.id})
    record.decide(one.id, "grade", {"source": "A", "item": 1})
    assert record.review(one.id).grade.item == 1


@pytest.mark.parametrize(("origins", "allowed"), [(None, False), (1, False), (2, True)])
def test_confirmed_goes_by_the_origins_of_a_set_of_figures(
    record: Record, origins: int | None, allowed: bool
) -> None:
    save(record, letter, SAID)
    figures = FigureSet("g-00000000000000aa", "bridges", ("f-1",), "agree", origins)
    record.replace_resolved("figures", "1", made([figures]))
    if not allowed:
        with pytest.raises(DecisionCannotBeMade, match="two independent origins"):
            record.decide(figures.id, "grade", {"source": "A", "item": 1})
        return
    record.decide(figures.id, "grade", {"source": "A", "item": 1})
    assert str(record.review(figures.id).grade) == "A1"


@pytest.mark.parametrize(
    ("action", "value", "told"),
    [
        ("accept", "yes", "takes no value"),
        ("grade", {"source": "A"}, "two fields"),
        ("grade", {"source": "G", "item": 2}, "A to F"),
        ("grade", {"source": "A", "item": 7}, "1 to 6"),
        ("note", "  ", "text of 1"),
        ("note", {"text": "x"}, "text of 1"),
        ("assess", {}, "standard"),
        ("assess", {"standard": "proven"}, "no standard of proof"),
        ("release", None, "no private person"),
        ("add", None, "has a `type`"),
        ("correct", {"field": "content", "value": [{"start": 0, "end": 9999}]}, "no words from 0"),
        (
            "correct",
            {
                "field": "content",
                "value": [{"document": letter.id, "start": 0, "end": 3, "exact": "Eva"}],
            },
            "does not read 'Eva'",
        ),
        ("correct", {"field": "content", "value": [{"document": "d-none", "start": 0, "end": 3}]}, "d-none"),
    ],
)
def test_a_decision_that_says_nothing_is_refused_in_a_sentence(
    record: Record, action: str, value: Any, told: str
) -> None:
    save(record, letter, SAID)
    with pytest.raises(DecisionCannotBeMade, match=told):
        record.decide(SAID.id, action, value)
    assert record.decisions() == []


def test_a_span_is_corrected_by_its_ends_and_the_words_come_from_the_text(record: Record) -> None:
    save(record, letter, SAID)
    start = letter.text.index("bridge is closed")
    made = record.decide(
        SAID.id, "correct", {"field": "content", "value": [{"start": start, "end": start + 16}]}
    )
    assert made.value["value"][0]["exact"] == "bridge is closed"
    [shown] = record.rows(Statement)
    assert [anchor.exact for anchor in shown.content] == ["bridge is closed"]


def test_a_private_person_is_released_and_taken_back(record: Record) -> None:
    save(record, letter, PERSON)
    with pytest.raises(DecisionCannotBeMade, match="not been released"):
        record.decide(PERSON.id, "unrelease")
    released = record.decide(PERSON.id, "release", why="asked to be named")
    assert record.released() == {PERSON.id}
    assert record.review(PERSON.id).released
    with pytest.raises(DecisionCannotBeMade, match="released already"):
        record.decide(PERSON.id, "release")
    taken = record.decide(PERSON.id, "unrelease")
    assert record.released() == frozenset()
    record.undo(taken.id)
    assert record.released() == {PERSON.id}
    record.undo(released.id)
    assert record.released() == frozenset()


def test_a_row_led_to_another_has_the_review_it_is_shown_with(record: Record) -> None:
    other = letter.statement("open it")
    save(record, letter, SAID, other)
    record.decide(SAID.id, "accept")
    record.decide(SAID.id, "merge", {"other": other.id})
    assert record.review(other.id) == record.review(SAID.id)
    assert [past.action for past in record.review(SAID.id).history] == ["merge", "accept"]


def _decide(place: Path, who: str, times: int) -> None:
    with Record.open(place, who=who) as record:
        for number in range(times):
            record.decide(SAID.id, "note", f"{who} {number}")


def test_two_processes_that_decide_at_once_lose_nothing(place: Path) -> None:
    with Record.create(place) as record:
        save(record, letter, SAID)
    context = multiprocessing.get_context("spawn")
    others = [context.Process(target=_decide, args=(place, who, 12)) for who in ("rosa", "ivo")]
    for other in others:
        other.start()
    for other in others:
        other.join()
    with Record.open(place) as record:
        notes = record.review(SAID.id).notes
        assert sorted(note.text for note in notes) == sorted(
            f"{who} {number}" for who in ("rosa", "ivo") for number in range(12)
        )
        assert [made.id for made in record.decisions()] == list(range(1, 25))
    assert verify(place).holds
