from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from onrecord.record.store import Record
from onrecord.types.documents import Metadata
from onrecord.types.errors import Issue, RecordCannotBeOpened, RecordCannotBeWritten, Rejected
from onrecord.types.findings import Redirect
from onrecord.types.identity import sha256_of
from onrecord.types.rows import Actor, Ask, DocumentRow, Statement
from tests.record.papers import LETTER, Paper, letter, put, reply, report, save, save_three, ticking
from tests.record.stores import on_every_store
from tests.records import made


def superseded(place: Path) -> list[tuple[str, int, int, str]]:
    with sqlite3.connect(place / "record.sqlite") as connection:
        found = connection.execute(
            "SELECT id, generation, superseded_by, reason FROM superseded ORDER BY number"
        ).fetchall()
    connection.close()
    return found


def test_a_source_comes_back_byte_for_byte(record: Record) -> None:
    content = bytes(range(256)) * 3
    sha256 = record.put_source(
        content, path="a/b.bin", media_type="x", metadata=Metadata(), container=None, origin="/b.bin"
    )
    assert sha256 == sha256_of(content)
    assert record.source(sha256) == content
    stored = Path(str(record.address)) / "sources" / sha256[:2] / sha256
    assert stored.read_bytes() == content
    assert stored.stat().st_mode & 0o222 == 0


@on_every_store
def test_a_source_received_again_is_not_logged_again(record: Record) -> None:
    put(record, letter)
    put(record, letter)
    assert len(list(record.custody())) == 1
    put(record, Paper(LETTER, "papers/copy.txt"))
    assert [entry.detail["path"] for entry in record.custody()] == ["papers/letter.txt", "papers/copy.txt"]


@pytest.mark.parametrize(
    "text",
    [
        "line\r\nline\rline\n",
        "a\x00b",
        "lone \ud83d surrogate",
        "two \ud83d\ude00 lone ones",
        "한국어 “quoted”",
    ],
    ids=["line ends", "NUL", "surrogate", "pair of surrogates", "beyond Latin"],
)
@on_every_store
def test_a_text_comes_back_code_point_for_code_point(record: Record, text: str) -> None:
    paper = Paper(text)
    save(record, paper, paper.statement(text))
    assert record.text(paper.id) == text
    [found] = record.rows(Statement)
    assert found.content[0].exact == text
    assert record.row(found.id) == found


def test_rows_come_back_as_they_were_saved(record: Record) -> None:
    actor, statement, ask = (
        letter.actor("Ana Ruiz"),
        letter.statement("the bridge"),
        letter.ask("urge", "open it"),
    )
    save(record, letter, ask, actor, statement)
    assert list(record.rows(Statement)) == [statement]
    assert list(record.rows(Ask, letter.id)) == [ask]
    assert record.row(actor.id) == actor
    assert record.document(letter.id) == letter.row
    assert record.row(letter.id) == letter.row
    assert list(record.rows(DocumentRow)) == [letter.row]
    assert record.row("s-0000000000000000") is None


@on_every_store
def test_a_record_that_was_closed_opens_as_it_was(place: Path) -> None:
    with Record.create(place) as record:
        save_three(record)
        rows, counts = list(record.export_rows()), record.counts()
    with Record.open(place) as again:
        assert list(again.export_rows()) == rows
        assert again.counts() == counts
        assert again.text(letter.id) == LETTER
    assert len(rows) == 10


def test_documents_come_by_path(record: Record) -> None:
    for paper in (report, letter, reply):
        save(record, paper)
    assert [row.path for row in record.documents()] == [letter.path, reply.path, report.path]


@on_every_store
def test_rows_come_in_document_order_then_by_place(record: Record) -> None:
    save(record, reply, reply.statement("Ana Ruiz was right"))
    save(record, letter, letter.statement("open it"), letter.statement("the bridge is closed"))
    found = [statement.content[0].exact for statement in record.rows(Statement)]
    assert found == ["the bridge is closed", "open it", "Ana Ruiz was right"]


@on_every_store
def test_more_documents_than_fit_in_one_part_all_come(record: Record) -> None:
    papers = [Paper(f"Ana Ruiz wrote letter {number}.", f"papers/{number:03}.txt") for number in range(120)]
    for paper in papers:
        save(record, paper, paper.statement("wrote letter"))
    assert [row.path for row in record.documents()] == [paper.path for paper in papers]
    assert [row.document for row in record.rows(Statement)] == [paper.id for paper in papers]


def test_the_fingerprint_is_that_of_the_last_reading(record: Record) -> None:
    assert record.fingerprint(letter.id) is None
    save(record, letter, fingerprint="rules 1")
    assert record.fingerprint(letter.id) == "rules 1"
    save(record, letter, fingerprint="rules 2")
    assert record.fingerprint(letter.id) == "rules 2"


def test_reading_again_replaces_rows_and_keeps_the_old_ones_aside(record: Record, place: Path) -> None:
    stays, goes = letter.statement("the bridge is closed"), letter.ask("urge", "open it")
    changes, changed = letter.actor("Ana Ruiz"), letter.actor("Ana Ruiz", roles=("mayor",))
    save(record, letter, stays, goes, changes)
    save(record, letter, stays, changed, fingerprint="rules 2")
    assert list(record.rows(Ask)) == []
    assert list(record.rows(Statement)) == [stays]
    assert list(record.rows(Actor)) == [changed]
    assert sorted(superseded(place)) == sorted(
        [(goes.id, 1, 2, "read again"), (changes.id, 1, 2, "read again")]
    )


def test_a_document_that_can_no_longer_be_read_shows_its_issue_alone(record: Record, place: Path) -> None:
    save(record, letter, letter.statement("the bridge is closed"))
    issue = Issue(letter.path, "reading_failed", "It could not be read.", "Report this.")
    record.save_failure(letter.id, letter.path, letter.sha256, issue, "rules 2")
    assert record.fingerprint(letter.id) == "rules 2"
    assert record.document(letter.id) is None
    assert list(record.rows(Statement)) == []
    assert list(record.issues()) == [issue]
    assert [reason for *_, reason in superseded(place)] == ["could not be read any more"]
    save(record, letter, letter.statement("the bridge is closed"), fingerprint="rules 3")
    assert list(record.issues()) == []
    assert len(list(record.rows(Statement))) == 1


@on_every_store
def test_a_document_never_read_is_remembered(record: Record) -> None:
    issue = Issue("papers/x.pdf", "damaged", "It is damaged.", "Save it anew.")
    record.save_failure("d-00000000000000aa", "papers/x.pdf", "aa", issue, "rules 1")
    assert record.fingerprint("d-00000000000000aa") == "rules 1"
    assert record.counts()["document"] == 0
    assert record.counts()["issues"] == 1


def test_a_row_found_twice_with_other_words_is_told(record: Record) -> None:
    one = letter.statement("the bridge is closed")
    other = letter.statement("the bridge is closed", speaker="The council")
    save(record, letter, one, other, one)
    assert list(record.rows(Statement)) == [one]
    [issue] = record.issues()
    assert (issue.code, issue.severity) == ("same_id_twice", "notice")


def test_an_actor_found_twice_in_a_document_is_one(record: Record) -> None:
    paper = Paper("ANA RUIZ wrote. Ana Ruiz signed.")
    save(record, paper, paper.actor("Ana Ruiz"), paper.actor("ANA RUIZ"))
    [found] = record.rows(Actor)
    assert [mention.exact for mention in found.mentions] == ["ANA RUIZ", "Ana Ruiz"]
    assert (found.name, found.aliases) == ("Ana Ruiz", ("ANA RUIZ",))


@on_every_store
def test_issues_of_a_root_replace_those_of_its_last_build(record: Record) -> None:
    empty = Issue("papers/a.txt", "empty_file", "It is empty.", "Remove it.")
    locked = Issue("papers/b.pdf", "password_protected", "It is locked.", "Unlock it.")
    other = Issue("other/c.txt", "empty_file", "It is empty.", "Remove it.")
    record.save_issues("papers", [locked, empty])
    record.save_issues("other", [other])
    assert list(record.issues()) == [other, empty, locked]
    record.save_issues("papers", [])
    assert list(record.issues()) == [other]


@on_every_store
def test_refusals_come_by_document_and_place(record: Record) -> None:
    late = Rejected(letter.words("open it"), "asks", "no_verb", "There is no verb of asking.")
    early = Rejected(letter.words("Ana Ruiz"), "asks", "a_name", "This is a name.")
    other = Rejected(reply.words("The council"), "asks", "a_name", "This is a name.")
    save(record, reply, rejected=[other])
    save(record, letter, rejected=[late, early])
    assert list(record.rejected()) == [early, late, other]
    assert list(record.rejected(reply.id)) == [other]
    save(record, letter, fingerprint="rules 2", rejected=[early])
    assert list(record.rejected()) == [early, other]
    assert record.counts()["rejected"] == 2


@on_every_store
def test_keys_are_found_where_documents_share_them(record: Record) -> None:
    save(record, letter, keys=[("words", "bridge"), ("words", "urge"), ("names", "bridge")])
    save(record, reply, keys=[("words", "bridge"), ("words", "right")])
    shared = dict(record.blocks("words"))
    assert {key: {member.document for member in members} for key, members in shared.items()} == {
        "bridge": {letter.id, reply.id}
    }
    assert [key for key, _ in record.blocks("words", smallest=1)] == ["bridge", "right", "urge"]
    found = record.lookup("words", ["right", "nowhere", "urge"])
    assert {key: [member.document for member in members] for key, members in found.items()} == {
        "right": [reply.id],
        "urge": [letter.id],
    }
    save(record, letter, fingerprint="rules 2", keys=[("words", "urge")])
    assert list(record.blocks("words")) == []


@on_every_store
def test_a_key_longer_than_an_index_holds_is_found_as_every_other(record: Record) -> None:
    rng = random.Random(1)
    keys = ["".join(rng.choices("abcdefghij", k=4000)) for _ in range(2)]
    for paper in (letter, reply):
        save(record, paper, keys=[("names", keys[0])])
    save(record, report, keys=[("names", keys[1]), ("names", keys[1][:400])])
    assert record.spread("names", [*keys, "other"]) == {keys[0]: 2, keys[1]: 1}
    assert {member.document for member in record.lookup("names", keys)[keys[0]]} == {letter.id, reply.id}
    [(shared, members)] = record.blocks("names")
    assert record.lookup("names", [shared]) == {shared: members}


@on_every_store
def test_more_keys_than_fit_in_one_part_all_come(record: Record) -> None:
    keys = [("words", f"{number:05}") for number in range(1200)]
    save(record, letter, keys=keys)
    save(record, reply, keys=keys)
    assert [key for key, _ in record.blocks("words")] == [key for _, key in keys]
    assert len(record.lookup("words", [key for _, key in keys])) == 1200


@on_every_store
def test_two_generators_over_a_record_do_not_disturb_each_other(record: Record) -> None:
    save_three(record)
    pairs = [(one.id, other.id) for one in record.documents() for other in record.documents()]
    assert len(set(pairs)) == 9


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda path: None, "there is no record here"),
        (lambda path: path.mkdir(), "this folder is no record"),
        (lambda path: path.write_text("x"), "there is no record here"),
    ],
    ids=["missing", "other folder", "file"],
)
def test_what_is_no_record_cannot_be_opened(place: Path, make: object, expected: str) -> None:
    make(place)  # type: ignore[operator]
    with pytest.raises(RecordCannotBeOpened, match=expected):
        Record.open(place)


def test_a_record_of_another_format_says_so(place: Path) -> None:
    Record.create(place).close()
    (place / "record.toml").write_text("format = 99\n")
    with pytest.raises(RecordCannotBeOpened, match="format 99"):
        Record.open(place)
    with pytest.raises(RecordCannotBeOpened, match="format 99"):
        Record.create(place)


def test_a_folder_with_other_files_is_left_alone(place: Path) -> None:
    place.mkdir()
    (place / "thesis.docx").write_bytes(b"mine")
    with pytest.raises(RecordCannotBeWritten, match="other files"):
        Record.create(place)
    assert [entry.name for entry in place.iterdir()] == ["thesis.docx"]


def test_a_record_without_its_database_is_not_made_anew_over_its_sources(place: Path) -> None:
    with Record.create(place) as record:
        put(record, letter)
    (place / "record.sqlite").unlink()
    with pytest.raises(RecordCannotBeOpened, match=r"record\.sqlite is missing"):
        Record.create(place)
    with pytest.raises(RecordCannotBeOpened, match=r"record\.sqlite is missing"):
        Record.open(place)


def test_a_damaged_database_says_what_to_do(place: Path) -> None:
    Record.create(place).close()
    (place / "record.sqlite").write_bytes(b"no database at all" * 300)
    for opened in (Record.open, Record.create):
        with pytest.raises(RecordCannotBeOpened, match="backup"):
            opened(place)


def test_a_missing_text_says_what_to_do(record: Record) -> None:
    save(record, letter)
    [text] = (Path(str(record.address)) / "texts").glob("*/*.txt")
    text.unlink()
    with pytest.raises(RecordCannotBeOpened, match="onrecord verify"):
        record.text(letter.id)


@on_every_store
def test_a_reader_sees_what_a_build_beside_it_commits(place: Path) -> None:
    with Record.create(place, clock=ticking()) as building, Record.open(place) as reading:
        assert list(reading.documents()) == []
        save(building, letter)
        assert [row.id for row in reading.documents()] == [letter.id]
        save(building, reply)
        assert reading.counts()["document"] == 2


@on_every_store
def test_rows_are_given_by_their_ids_many_at_once(record: Record) -> None:
    save_three(record)
    local, whole = letter.actor("Ana Ruiz", local=True), reply.actor("Ana Ruiz")
    save(record, letter, local, letter.statement("the bridge is closed"))
    record.replace_resolved("actors", "1", made([Redirect(local.id, whole.id, "the same")]))
    rejected = reply.response("will open the bridge").id
    record.decide(rejected, "reject")
    shown = {row.id: row for row in record.export_rows()}
    assert record.rows_with([*shown, "a-unknown", rejected, "d-unknown"]) == shown
    assert record.rows_with([local.id]) == {local.id: shown[whole.id]}, "one led elsewhere, under its own id"


def test_what_a_fingerprint_stands_for_is_kept_once(tmp_path: Path) -> None:
    with Record.create(tmp_path / "record") as record:
        assert record.versions_behind("abc") is None
        record.keep_versions("abc", {"parser": "3", "lxml": "6"})
        record.keep_versions("abc", {"parser": "4"})
        record.keep_versions("abd", {"parser": "4"})
    with Record.open(tmp_path / "record") as record:
        assert record.versions_behind("abc") == {"lxml": "6", "parser": "3"}
        assert record.versions_behind("abd") == {"parser": "4"}
