"""Rows of any type made one by a reviewer, and taken apart again."""

from __future__ import annotations

import pytest

from onrecord.record.decisions import DecisionCannotBeMade
from onrecord.record.store import Record
from onrecord.types.findings import Redirect
from onrecord.types.rows import Actor, Ask, Event, Response, Row
from tests.record.papers import letter, reply, save
from tests.record.stores import on_every_store
from tests.records import made

ONE, OTHER = letter.ask("urge", "open it"), letter.ask("said", "the bridge is closed")
ANSWER = reply.response("will open the bridge", asks=(OTHER.id,))


def shown(record: Record, kind: str) -> list[Row]:
    exported = [row for row in record.export_rows() if row.row_type == kind]
    assert record.counts()[kind] == len(exported)
    return exported


def save_asks(record: Record) -> None:
    save(record, letter, ONE, OTHER)
    save(record, reply, ANSWER)


@on_every_store
def test_two_rows_merged_are_shown_under_the_first_and_references_are_led_there(record: Record) -> None:
    save_asks(record)
    merged = record.decide(ONE.id, "merge", {"other": OTHER.id}, "one and the same")
    assert shown(record, "ask") == [ONE] == list(record.rows(Ask))
    assert record.row(OTHER.id) == ONE
    [answer] = record.rows(Response)
    assert answer.asks == (ONE.id,)
    record.undo(merged.id)
    assert {row.id for row in record.rows(Ask)} == {ONE.id, OTHER.id}
    assert next(record.rows(Response)).asks == (OTHER.id,)


def test_a_row_that_is_both_merged_and_read_as_another_is_shown_once(record: Record) -> None:
    save_asks(record)
    record.replace_resolved("asks", "1", made([letter.ask("said", "the bridge is closed", list_label="A")]))
    record.decide(ONE.id, "merge", {"other": OTHER.id})
    assert shown(record, "ask") == [ONE] == list(record.rows(Ask))


def test_events_merged_have_the_mentions_of_both(record: Record) -> None:
    one, other = letter.event("the bridge is closed"), reply.event("will open the bridge")
    save(record, letter, one)
    save(record, reply, other)
    record.decide(one.id, "merge", {"other": other.id})
    [event] = shown(record, "event")
    assert isinstance(event, Event)
    assert {mention.document for mention in event.mentions} == {letter.id, reply.id}
    assert {row.id for row in record.each_under(one.id)} == {one.id, other.id}
    assert record.led_to(one.id, 5) == (other,)
    assert record.led_to(one.id, 0) == record.led_to(other.id, 5) == ()


def test_a_row_split_off_stands_alone_again_and_undoing_that_leads_it_back(record: Record) -> None:
    one, other = letter.event("the bridge is closed"), reply.event("will open the bridge")
    save(record, letter, one)
    save(record, reply, other)
    record.replace_resolved("events", "1", made([Redirect(other.id, one.id, "one day")]))
    assert [row.id for row in shown(record, "event")] == [one.id]
    split = record.decide(other.id, "split")
    assert split.value == {"other": one.id}
    assert {row.id for row in shown(record, "event")} == {one.id, other.id}
    record.undo(split.id)
    assert [row.id for row in shown(record, "event")] == [one.id]


def test_what_was_merged_can_be_split_again(record: Record) -> None:
    save_asks(record)
    record.decide(ONE.id, "merge", {"other": OTHER.id})
    record.decide(OTHER.id, "split")
    assert {row.id for row in record.rows(Ask)} == {ONE.id, OTHER.id}


def test_merging_and_splitting_actors_are_judgements(record: Record) -> None:
    ruiz, council = letter.actor("Ana Ruiz"), reply.actor("The council")
    save(record, letter, ruiz)
    save(record, reply, council)
    record.decide(ruiz.id, "merge", {"other": council.id})
    assert [(made.one, made.other, made.verdict) for made in record.judgements()] == [
        (ruiz.id, council.id, "positive")
    ]
    record.decide(council.id, "split")
    assert [made.verdict for made in record.judgements()] == ["negative"]
    assert len(list(record.rows(Actor))) == 2


@pytest.mark.parametrize(
    ("row", "action", "value"),
    [
        (ONE.id, "merge", None),
        (ONE.id, "merge", {"other": ONE.id}),
        (ONE.id, "merge", {"other": "k-0000000000000000"}),
        (ONE.id, "merge", {"other": ANSWER.id}),
        (letter.id, "merge", {"other": reply.id}),
        (ONE.id, "split", None),
        (ONE.id, "split", {"other": OTHER.id}),
    ],
    ids=["nothing", "itself", "nobody", "other type", "documents", "alone", "not one"],
)
def test_what_cannot_be_made_one_or_two_is_refused(
    record: Record, row: str, action: str, value: object
) -> None:
    save_asks(record)
    with pytest.raises(DecisionCannotBeMade):
        record.decide(row, action, value)
    assert record.decisions() == []


def test_splitting_what_another_merging_holds_together_is_refused(record: Record) -> None:
    third = letter.ask("We", "council")
    save(record, letter, ONE, OTHER, third)
    record.decide(ONE.id, "merge", {"other": OTHER.id})
    record.decide(OTHER.id, "merge", {"other": third.id})
    with pytest.raises(DecisionCannotBeMade, match="Undo a judgement first"):
        record.decide(third.id, "split", {"other": ONE.id})


def test_merging_calls_for_another_comparison(record: Record) -> None:
    save_asks(record)
    record.end_comparing("stamp")
    record.decide(ONE.id, "merge", {"other": OTHER.id})
    assert record.begin_comparing("stamp").documents >= {letter.id}


@on_every_store
def test_undoing_never_makes_one_of_actors_that_are_judged_two(record: Record) -> None:
    ruiz, council, third = letter.actor("Ana Ruiz"), reply.actor("The council"), letter.actor("the bridge")
    save(record, letter, ruiz, third)
    save(record, reply, council)
    first = record.judge(ruiz.id, council.id, "positive")
    record.judge(council.id, third.id, "positive")
    undone = record.undo(first.id)
    apart = record.judge(ruiz.id, third.id, "negative")
    with pytest.raises(DecisionCannotBeMade, match=f"decision {apart.id}"):
        record.undo(undone.id)
    record.undo(apart.id)
    record.undo(undone.id)
    assert [row.id for row in record.export_rows() if isinstance(row, Actor)] == [ruiz.id]
