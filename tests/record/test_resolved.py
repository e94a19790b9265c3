from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.record.redirects import RedirectsRunInACircle
from onrecord.record.store import Record
from onrecord.types.errors import Issue
from onrecord.types.findings import Changes, Made, Redirect, Told
from onrecord.types.rows import Actor, DocumentLink, Event, Finding, Participants, Response, Row, Statement
from tests.record.papers import letter, reply, report, save, save_three
from tests.record.stores import on_every_store
from tests.records import made

ORPHAN = Issue("", "orphan", "It quotes nothing.", "Report this.")


def finding(number: int, title: str = "It is so.", *rows: str) -> Finding:
    anchors = (letter.words("open it"),)
    return Finding(f"i-{number:016x}", "repeated_ask", "low", title, rows, anchors)


def same(row: str, to: str) -> Redirect:
    return Redirect(row, to, "the same name")


def test_a_stage_replaces_what_it_gave_before(record: Record) -> None:
    save(record, letter)
    assert (
        record.replace_resolved("findings", "1", made([finding(1), finding(2), same("e-1", "e-2")])).count
        == 3
    )
    assert record.replace_resolved("findings", "2", made([finding(2), finding(3)])).count == 2
    assert [row.id[-1] for row in record.rows(Finding)] == ["2", "3"]


def test_a_stage_leaves_the_others_alone(record: Record) -> None:
    save(record, letter)
    link = DocumentLink("l-0000000000000001", letter.id, "cites", reply.id)
    record.replace_resolved("links", "1", made([link]))
    record.replace_resolved("findings", "1", made([finding(1)]))
    record.replace_resolved("findings", "1", made([]))
    assert list(record.rows(DocumentLink)) == [link]


@on_every_store
def test_a_stage_that_fails_keeps_what_it_gave_before(record: Record) -> None:
    save(record, letter)
    record.replace_resolved("findings", "1", made([finding(1)]))

    def failing() -> Iterator[Row]:
        yield finding(2)
        raise LookupError

    with pytest.raises(LookupError):
        record.replace_resolved("findings", "1", made(failing()))
    assert list(record.rows(Finding)) == [finding(1)]


def test_a_row_with_the_id_of_one_that_was_read_is_shown_in_its_place(record: Record) -> None:
    answer = reply.response("will open the bridge")
    save(record, reply, answer, reply.statement("Ana Ruiz was right"))
    filled = replace(answer, asks=("k-0000000000000001",))
    record.replace_resolved("asks", "1", made([filled]))
    assert list(record.rows(Response)) == list(record.rows(Response, reply.id)) == [filled]
    assert record.row(answer.id) == filled
    assert [row for row in record.export_rows() if row.row_type == "response"] == [filled]
    assert record.counts()["response"] == 1
    record.replace_resolved("asks", "1", made([]))
    assert list(record.rows(Response)) == [answer]


def test_the_later_of_two_stages_is_shown(record: Record) -> None:
    answer = reply.response("will open the bridge")
    save(record, reply, answer)
    first, second = replace(answer, asks=("k-1",)), replace(answer, asks=("k-1", "k-2"))
    record.replace_resolved("zeroth", "1", made([first]))
    record.replace_resolved("another", "1", made([second]))
    assert list(record.rows(Response)) == [second]
    assert [row for row in record.export_rows() if row.row_type == "response"] == [second]
    record.replace_resolved("zeroth", "1", made([first]))
    assert list(record.rows(Response)) == [second]


def test_every_id_a_row_holds_is_led(record: Record) -> None:
    local, whole = letter.actor("Ana Ruiz", local=True), reply.actor("Ana Ruiz")
    said = replace(
        letter.statement("the bridge is closed"),
        speakers=(local.id, whole.id),
        chain=(local.id, letter.id),
    )
    met = letter.event("open it", participants=(Participants("actor", (local.id,)),))
    save(record, letter, local, said, met)
    save(record, reply, whole)
    record.replace_resolved("actors", "1", made([same(local.id, whole.id)]))
    [shown] = record.rows(Statement)
    assert shown.speakers == (whole.id,)
    assert shown.chain == (whole.id, letter.id)
    [event] = record.rows(Event)
    assert event.participants == (Participants("actor", (whole.id,)),)
    assert record.row(said.id) == shown
    assert said.speakers == (local.id, whole.id)


def test_words_that_look_like_an_id_are_not_led(record: Record) -> None:
    paper = type(letter)("The note says a-0000000000000001 and no more.", "papers/note.txt")
    said = replace(paper.statement("a-0000000000000001"), hedges=(paper.words("a-0000000000000001"),))
    save(record, paper, said)
    record.replace_resolved("actors", "1", made([same("a-0000000000000001", "a-0000000000000002")]))
    assert list(record.rows(Statement)) == [said]


def test_an_actor_led_to_another_is_part_of_it(record: Record) -> None:
    local = letter.actor("Ana Ruiz", local=True, roles=("mayor",))
    whole = reply.actor("Ana Ruiz")
    save(record, letter, local)
    save(record, reply, whole)
    record.replace_resolved("actors", "1", made([same(local.id, whole.id)]))
    assert [(row.id, row.mentions[0].document) for row in record.rows(Actor)] == [
        (whole.id, letter.id),
        (whole.id, reply.id),
    ]
    for id_ in (local.id, whole.id):
        shown = record.row(id_)
        assert isinstance(shown, Actor)
        assert shown.id == whole.id
        assert {mention.document for mention in shown.mentions} == {letter.id, reply.id}
        assert shown.roles == ("mayor",)
    assert record.counts()["actor"] == 1


@on_every_store
def test_redirects_are_followed_to_the_end_over_stages(record: Record) -> None:
    papers = (letter, reply, report)
    first, second, third = (paper.actor("Ana Ruiz", local=True) for paper in papers)
    for paper, actor in zip(papers, (first, second, third), strict=True):
        save(record, paper, actor)
    record.replace_resolved("names", "1", made([same(first.id, second.id)]))
    record.replace_resolved("actors", "1", made([same(second.id, third.id)]))
    shown = record.row(first.id)
    assert isinstance(shown, Actor)
    assert (shown.id, len(shown.mentions)) == (third.id, 3)
    assert record.counts()["actor"] == 1


@pytest.mark.parametrize(
    "pairs", [[("a-1", "a-1")], [("a-1", "a-2"), ("a-2", "a-3"), ("a-3", "a-1")]], ids=["itself", "three"]
)
def test_a_circle_is_refused_and_nothing_changes(record: Record, pairs: list[tuple[str, str]]) -> None:
    record.replace_resolved("actors", "1", made([same("a-8", "a-9")]))
    with pytest.raises(RedirectsRunInACircle):
        record.replace_resolved("actors", "2", made([same(row, to) for row, to in pairs]))
    assert record.replace_resolved("actors", "3", made([])).count == 0


def test_a_circle_over_two_stages_is_refused(record: Record) -> None:
    record.replace_resolved("names", "1", made([same("a-1", "a-2")]))
    with pytest.raises(RedirectsRunInACircle):
        record.replace_resolved("actors", "1", made([same("a-2", "a-1")]))


def test_a_row_led_two_ways_goes_the_first_and_is_told(record: Record) -> None:
    record.replace_resolved("actors", "1", made([same("a-1", "a-2"), same("a-1", "a-3"), same("a-1", "a-2")]))
    [issue] = record.issues()
    assert issue.code == "redirected_twice"
    record.replace_resolved("actors", "1", made([same("a-1", "a-2")]))
    assert list(record.issues()) == []


@on_every_store
def test_a_row_made_twice_is_told_once_and_an_event_is_united(record: Record) -> None:
    one, other = letter.event("open it"), reply.event("open the bridge")
    united = replace(one, mentions=other.mentions)
    record.replace_resolved("events", "1", made([one, finding(1, "one"), finding(1, "other"), united]))
    assert list(record.rows(Finding)) == []  # its document is not in the record
    [issue] = record.issues()
    assert issue.code == "same_id_twice"
    shown = record.row(one.id)
    assert isinstance(shown, Event)
    assert len(shown.mentions) == 2


def test_what_a_unit_told_stays_until_that_unit_is_made_again(record: Record) -> None:
    twice = [Made("one", finding(1, "one")), Made("one", finding(1, "other"))]
    record.replace_resolved("findings", "1", twice)
    record.replace_resolved("findings", "1", [Told("two", ORPHAN)], ["two"])
    assert [issue.code for issue in record.issues()] == ["orphan", "same_id_twice"]
    record.replace_resolved("findings", "1", twice[:1], ["one"])
    assert list(record.issues()) == [ORPHAN]
    record.replace_resolved("findings_of_others", "1", [])
    assert list(record.issues()) == [ORPHAN]
    record.replace_resolved("findings", "1", [])
    assert list(record.issues()) == []


def test_a_resolver_does_not_see_what_it_or_a_later_one_gave_before(record: Record) -> None:
    local, whole = letter.actor("Ana Ruiz", local=True), reply.actor("Ana Ruiz")
    save(record, letter, local)
    save(record, reply, whole)
    seen: list[list[str]] = []

    def resolver() -> Iterator[Row | Redirect]:
        seen.append(sorted(row.id for row in record.rows(Actor)))
        seen.append([row.id for row in record.rows(Finding)])
        yield same(local.id, whole.id)

    for _ in range(2):
        assert record.begin_comparing("stamp")
        record.replace_resolved("actors", "1", made(resolver()))
        record.replace_resolved("findings", "1", made([finding(1)]))
        record.end_comparing("other stamp")
    assert seen == [sorted([local.id, whole.id]), []] * 2


def test_a_resolver_sees_what_those_before_it_gave(record: Record) -> None:
    local, whole = letter.actor("Ana Ruiz", local=True), reply.actor("Ana Ruiz")
    save(record, letter, local)
    save(record, reply, whole)
    assert record.begin_comparing("stamp")
    record.replace_resolved("actors", "1", made([same(local.id, whole.id)]))
    assert {row.id for row in record.rows(Actor)} == {whole.id}


@on_every_store
def test_a_reader_sees_the_last_comparison_while_the_next_is_at_work(record: Record, place: Path) -> None:
    save(record, letter)
    record.replace_resolved("findings", "1", made([finding(1)]))
    record.end_comparing("stamp")
    with Record.open(place) as reading:
        assert record.begin_comparing("another")
        assert list(record.rows(Finding)) == []
        assert list(reading.rows(Finding)) == [finding(1)]


def test_comparing_is_needed_until_it_is_marked_done(record: Record, place: Path) -> None:
    assert record.begin_comparing("one")
    record.end_comparing("one")
    assert not record.begin_comparing("one")
    with Record.open(place) as reading:
        assert not reading.begin_comparing("one")
    assert record.begin_comparing("two")
    with Record.open(place) as reading:
        assert reading.begin_comparing("one").everything, "one that was begun and not ended counts as none"


def test_a_stage_that_is_no_longer_run_is_gone_after_the_next_comparison(record: Record) -> None:
    save(record, letter)
    record.replace_resolved("old", "1", made([finding(1)]))
    assert record.begin_comparing("stamp")
    record.replace_resolved("new", "1", made([finding(2)]))
    record.end_comparing("stamp")
    assert list(record.rows(Finding)) == [finding(2)]


@on_every_store
def test_a_comparison_cut_short_is_begun_again(place: Path) -> None:
    with Record.create(place) as record:
        save_three(record)
        assert record.begin_comparing("stamp")
        record.replace_resolved("findings", "1", made([finding(1)]))
    with Record.create(place) as record:
        assert list(record.rows(Finding)) == [finding(1)]
        assert record.begin_comparing("stamp")
        assert list(record.rows(Finding)) == []


def test_rows_made_by_comparing_stand_in_the_document_they_begin_in(record: Record) -> None:
    save(record, letter)
    save(record, reply)
    save(record, report)
    words = (reply.words("open the bridge"), letter.words("open it"))
    held = [replace(finding(1), evidence=words), replace(finding(2), evidence=words[::-1])]
    record.replace_resolved("findings", "1", made(held))
    assert list(record.rows(Finding, reply.id)) == held[:1]
    assert list(record.rows(Finding, letter.id)) == held[1:]
    assert list(record.rows(Finding, report.id)) == []


def changes(record: Record) -> Changes:
    """Return what changed since the last comparison, which is ended here."""
    found = record.begin_comparing("rules")
    record.end_comparing("rules")
    return found


@on_every_store
def test_what_changed_is_told_by_document(record: Record) -> None:
    save(record, letter)
    save(record, reply)
    assert changes(record).everything
    assert not changes(record)
    save(record, report)
    assert changes(record).documents == {report.id}
    record.seen("papers", {letter.path: letter.id, report.path: report.id})
    assert changes(record).documents == {reply.id}


def test_a_decision_that_tells_changes_the_documents_of_its_row(record: Record) -> None:
    actor = letter.actor("Ana Ruiz", local=True)
    save(record, letter, actor)
    save(record, reply)
    changes(record)
    decided = record.decide(actor.id, "reject")
    assert changes(record).documents == {letter.id}
    record.undo(decided.id)
    assert changes(record).documents == {letter.id}


def test_a_unit_made_anew_leaves_the_others_and_tells_what_changed(record: Record) -> None:
    save(record, letter)
    save(record, reply)
    here = replace(finding(1), evidence=(letter.words("open it"),))
    there = replace(finding(2), evidence=(reply.words("open the bridge"),))
    record.replace_resolved("findings", "1", [Made("one", here), Made("other", there)])
    same_again = record.replace_resolved("findings", "1", [Made("one", here)], ["one"])
    assert not same_again.changes
    graver = replace(here, severity="high")
    replaced = record.replace_resolved("findings", "1", [Made("one", graver)], ["one"])
    assert replaced.changes == Changes(frozenset({letter.id}), frozenset({here.id}))
    assert sorted(record.rows(Finding), key=lambda row: row.id) == [graver, there]
    gone = record.replace_resolved("findings", "1", [], ["other", "never made"])
    assert gone.changes.documents == {reply.id}
    assert list(record.rows(Finding)) == [graver]


def test_a_redirect_that_leads_elsewhere_changes_the_documents_of_its_row(record: Record) -> None:
    local, whole = letter.actor("Ana Ruiz", local=True), reply.actor("Ana Ruiz")
    save(record, letter, local)
    save(record, reply, whole)
    record.replace_resolved("actors", "1", made([same(local.id, whole.id)], "ruiz"))
    apart = record.replace_resolved("actors", "1", [], ["ruiz"])
    assert apart.changes == Changes(frozenset({letter.id}), frozenset({local.id}))


@on_every_store
def test_keys_that_a_document_lost_are_told_until_documents_are_compared(record: Record) -> None:
    save(record, letter, keys=[("words", "bridge"), ("words", "closed")])
    changes(record)
    save(record, letter, keys=[("words", "open"), ("words", "closed")])
    assert record.keys_of("words", [letter.id]) == {"bridge", "closed", "open"}
    assert record.spread("words", ["bridge", "closed"]) == {"closed": 1}
    changes(record)
    assert record.keys_of("words", [letter.id]) == {"closed", "open"}


def test_rows_about_a_document_are_found_wherever_they_stand(record: Record) -> None:
    save(record, letter)
    save(record, reply)
    words = (reply.words("open the bridge"), letter.words("open it"))
    both = replace(finding(1), evidence=words)
    record.replace_resolved("findings", "1", made([both, replace(finding(2), evidence=words[:1])]))
    assert list(record.about(Finding, letter.id)) == [both]
