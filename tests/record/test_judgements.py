"""Judgements on pairs of actors: applied at once, kept over later builds, undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.record.decisions import DecisionCannotBeMade
from onrecord.record.store import Record
from onrecord.record.verification import verify
from onrecord.types.findings import Redirect
from onrecord.types.rows import Actor, Statement
from tests.record.papers import Paper, letter, reply, save
from tests.records import made

RUIZ = letter.actor("Ana Ruiz")
COUNCIL = reply.actor("The council")


def shown(record: Record) -> dict[str, Actor]:
    exported = {row.id: row for row in record.export_rows() if isinstance(row, Actor)}
    read = {row.id for row in record.rows(Actor)}
    assert set(exported) == read
    assert record.counts()["actor"] == len(exported)
    return exported


def test_two_judged_the_same_are_shown_as_the_first_with_the_names_of_both(record: Record) -> None:
    save(record, letter, RUIZ)
    save(record, reply, COUNCIL)
    made = record.judge(RUIZ.id, COUNCIL.id, "positive", "one office")
    [actor] = shown(record).values()
    assert (actor.id, actor.name, actor.aliases) == (RUIZ.id, RUIZ.name, (COUNCIL.name,))
    assert {mention.document for mention in actor.mentions} == {letter.id, reply.id}
    assert record.row(COUNCIL.id) == actor
    assert {row.id for row in record.united(RUIZ.id)} == {RUIZ.id, COUNCIL.id}
    record.undo(made.id)
    assert set(shown(record)) == {RUIZ.id, COUNCIL.id}


def test_a_judgement_tells_who_and_when(record: Record) -> None:
    save(record, letter, RUIZ)
    save(record, reply, COUNCIL)
    record.judge(RUIZ.id, COUNCIL.id, "unsure", "ask the clerk")
    [judgement] = record.judgements()
    assert (judgement.verdict, judgement.who, judgement.why) == ("unsure", "mira", "ask the clerk")
    assert judgement.when.startswith("2024-03-01T09:")
    assert set(shown(record)) == {RUIZ.id, COUNCIL.id}


def test_what_comparing_led_together_comes_apart_when_judged_two(record: Record) -> None:
    save(record, letter, RUIZ)
    save(record, reply, COUNCIL)
    record.replace_resolved("actors", "1", made([Redirect(COUNCIL.id, RUIZ.id, "one name")]))
    assert set(shown(record)) == {RUIZ.id}
    judged = record.judge(RUIZ.id, COUNCIL.id, "negative")
    assert set(shown(record)) == {RUIZ.id, COUNCIL.id}
    assert record.row(COUNCIL.id) != record.row(RUIZ.id)
    record.undo(judged.id)
    assert set(shown(record)) == {RUIZ.id}


def test_two_judged_not_the_same_are_no_longer_proposed(record: Record) -> None:
    doubtful = Actor(RUIZ.id, RUIZ.name, "person", mentions=RUIZ.mentions, possible_same=(COUNCIL.id,))
    save(record, letter, doubtful)
    save(record, reply, COUNCIL)
    assert shown(record)[RUIZ.id].possible_same == (COUNCIL.id,)
    record.judge(COUNCIL.id, RUIZ.id, "unsure")
    assert shown(record)[RUIZ.id].possible_same == (COUNCIL.id,)
    record.judge(COUNCIL.id, RUIZ.id, "negative")
    assert shown(record)[RUIZ.id].possible_same == ()
    assert [judgement.verdict for judgement in record.judgements()] == ["negative"]


def test_judgements_hold_over_a_later_build_with_another_document(place: Path) -> None:
    with Record.create(place) as record:
        save(record, letter, RUIZ)
        save(record, reply, COUNCIL)
        record.judge(RUIZ.id, COUNCIL.id, "positive")
        record.end_comparing("one")
    changed = Paper(f"{reply.text} It met twice.", reply.path)
    with Record.create(place) as record:
        again = changed.actor("The council")
        assert again.id == COUNCIL.id
        save(record, changed, again)
        record.seen("papers", {letter.path: letter.id, changed.path: changed.id})
        record.replace_resolved("actors", "1", made([]))
        record.end_comparing("two")
        [actor] = shown(record).values()
        assert {mention.document for mention in actor.mentions} == {letter.id, changed.id}
    assert verify(place).holds


def test_a_judgement_calls_for_another_comparison(record: Record) -> None:
    save(record, letter, RUIZ)
    save(record, reply, COUNCIL)
    record.end_comparing("stamp")
    record.judge(RUIZ.id, COUNCIL.id, "negative")
    assert record.begin_comparing("stamp")


def test_a_judgement_that_another_forbids_is_refused(record: Record) -> None:
    third = letter.actor("the bridge")
    save(record, letter, RUIZ, third)
    save(record, reply, COUNCIL)
    record.judge(RUIZ.id, COUNCIL.id, "positive")
    record.judge(COUNCIL.id, third.id, "positive")
    with pytest.raises(DecisionCannotBeMade, match="Undo a judgement first"):
        record.judge(RUIZ.id, third.id, "negative")
    assert [judgement.verdict for judgement in record.judgements()] == ["positive", "positive"]
    assert set(shown(record)) == {RUIZ.id}


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (RUIZ.id, RUIZ.id, "positive"),
        (RUIZ.id, "a-0000000000000000", "positive"),
        (RUIZ.id, COUNCIL.id, "perhaps"),
    ],
    ids=["with itself", "with nobody", "no verdict"],
)
def test_a_judgement_that_says_nothing_is_refused(record: Record, one: str, other: str, verdict: str) -> None:
    save(record, letter, RUIZ)
    save(record, reply, COUNCIL)
    with pytest.raises(DecisionCannotBeMade):
        record.judge(one, other, verdict)
    assert record.decisions() == []


def test_rows_that_name_one_name_the_other_they_are_shown_as(record: Record) -> None:
    save(record, letter, RUIZ)
    save(record, reply, COUNCIL, reply.statement("will open the bridge", speaker="The council"))
    record.judge(RUIZ.id, COUNCIL.id, "positive")
    [said] = record.rows(Statement)
    assert said.speakers == (RUIZ.id,)
