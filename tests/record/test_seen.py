from __future__ import annotations

from onrecord.record.store import Record
from onrecord.types.errors import Issue, Rejected
from onrecord.types.findings import Redirect
from onrecord.types.rows import Actor, FigureSet, Finding, Statement
from tests.record.papers import LETTER, Paper, letter, put, reply, save, save_three
from tests.record.stores import on_every_store
from tests.records import made


def everything_here(record: Record, *papers: Paper) -> None:
    record.seen("papers", {paper.path: paper.id for paper in papers})


def logged(record: Record) -> list[tuple[str, str]]:
    names = {"document retired", "document revived"}
    return [(entry.action, entry.subject) for entry in record.custody() if entry.action in names]


@on_every_store
def test_a_document_no_longer_there_retires_with_all_its_rows(record: Record) -> None:
    refused = Rejected(letter.words("open it"), "asks", "no_verb", "No verb.")
    notice = Issue(letter.path, "odd", "It is odd.", "Look.", "notice")
    save(record, letter, letter.statement("open it"), keys=[("w", "b")], rejected=[refused], issues=[notice])
    save(record, reply, keys=[("w", "b")])
    everything_here(record, letter, reply)
    everything_here(record, reply)
    assert [row.id for row in record.documents()] == [reply.id]
    assert list(record.rows(Statement)) == list(record.rows(Statement, letter.id)) == []
    assert record.row(letter.statement("open it").id) is None
    assert list(record.rejected()) == []
    assert list(record.issues()) == []
    assert list(record.blocks("w")) == []
    assert [row.id for row in record.export_rows()] == [reply.id]
    assert record.counts()["statement"] == record.counts()["issues"] == 0
    assert logged(record) == [("document retired", letter.id)]


@on_every_store
def test_a_document_seen_again_is_shown_again_without_being_read(record: Record) -> None:
    save_three(record)
    before = list(record.export_rows())
    here = {row.path: row.id for row in record.documents()}
    record.seen("papers", here)
    record.seen("papers", {})
    assert list(record.export_rows()) == []
    record.seen("papers", here)
    assert list(record.export_rows()) == before
    assert record.fingerprint(letter.id) == "rules 1"
    assert [action for action, _ in logged(record)] == ["document retired"] * 3 + ["document revived"] * 3


def test_seeing_the_same_again_changes_nothing(record: Record) -> None:
    save_three(record)
    here = {row.path: row.id for row in record.documents()}
    record.seen("papers", here)
    entries = list(record.custody())
    record.seen("papers", here)
    assert list(record.custody()) == entries


def test_another_root_is_left_alone(record: Record) -> None:
    save(record, letter)
    elsewhere = Paper("Another letter.", "archive/other.txt")
    save(record, elsewhere)
    record.seen("archive", {elsewhere.path: elsewhere.id})
    record.seen("papers", {})
    assert [row.id for row in record.documents()] == [elsewhere.id]


def test_a_file_that_changed_retires_what_it_was(record: Record) -> None:
    save(record, letter)
    everything_here(record, letter)
    changed = Paper(LETTER + " At once.", letter.path)
    save(record, changed)
    everything_here(record, changed)
    assert [row.id for row in record.documents()] == [changed.id]
    [entry] = [entry for entry in record.custody() if entry.action == "document retired"]
    assert entry.detail["replaced_by"] == changed.id


@on_every_store
def test_copies_are_one_document_under_the_first_path_that_is_there(record: Record) -> None:
    copy = Paper(LETTER, "papers/a-copy.txt")
    save(record, letter)
    put(record, copy)
    record.seen("papers", {letter.path: letter.id, copy.path: copy.id})
    assert [row.path for row in record.documents()] == [copy.path]
    everything_here(record, letter)
    assert [row.path for row in record.documents()] == [letter.path]
    assert logged(record) == []


def test_a_file_stored_by_a_build_that_was_killed_retires_when_it_is_gone(record: Record) -> None:
    save(record, letter)  # and killed before it could say what it saw
    everything_here(record)
    assert list(record.documents()) == []


@on_every_store
def test_rows_made_from_a_retired_document_are_out_of_sight_at_once(record: Record) -> None:
    save(record, letter, letter.statement("open it"))
    save(record, reply)
    everything_here(record, letter, reply)
    both = (letter.words("open it"), reply.words("open the bridge"))
    finding = Finding("i-0000000000000001", "repeated_ask", "low", "It is asked twice.", (), both)
    record.replace_resolved("findings", "1", made([finding, Redirect("e-1", "e-2", "same")]))
    assert list(record.rows(Finding)) == [finding]
    everything_here(record, reply)
    assert list(record.rows(Finding)) == []
    assert [row.row_type for row in record.export_rows()] == ["document"]
    assert record.row(finding.id) is None


def test_an_actor_keeps_the_mentions_of_documents_in_sight(record: Record) -> None:
    save_three(record)
    here = {row.path: row.id for row in record.documents()}
    record.seen("papers", {path: id_ for path, id_ in here.items() if id_ != letter.id})
    person = letter.actor("Ana Ruiz").id
    whole = record.row(person)
    assert isinstance(whole, Actor)
    assert letter.id not in {mention.document for mention in whole.mentions}
    assert len(whole.mentions) == 2


def test_a_row_without_anchor_stays(record: Record) -> None:
    empty = FigureSet("g-0000000000000001", "deaths", (), "single", None)
    record.replace_resolved("figures", "1", made([empty]))
    assert list(record.rows(FigureSet)) == list(record.export_rows()) == [empty]
