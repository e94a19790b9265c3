from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.record import search as search_module
from onrecord.record.passages import passages_of
from onrecord.record.search import Passages
from onrecord.record.store import Record
from tests.record.papers import LETTER, Paper, letter, put, reply, report, save, save_three
from tests.record.stores import on_every_store


@pytest.fixture
def passages(record: Record) -> Passages:
    save_three(record)
    return passages_of(record)


def found(passages: Passages, query: str) -> set[str]:
    return {hit.path.rsplit("/", 1)[1] for hit in passages.search(query)}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bridge", {"letter.txt", "reply.txt", "report.txt"}),
        ("BRIDGE council", {"letter.txt", "reply.txt", "report.txt"}),
        ("bridge closed", {"letter.txt"}),
        ("closed OR signed", {"letter.txt", "report.txt"}),
        ("bridge NOT council", set()),
        ("bridge -charter", {"letter.txt", "reply.txt"}),
        ("NOT charter", {"letter.txt", "reply.txt"}),
        ('"open the bridge"', {"reply.txt"}),
        ('"the open bridge"', set()),
        ("chart*", {"report.txt"}),
        ('"bridge chart*"', {"report.txt"}),
        ("chart", set()),
        ("(closed OR signed) NOT (charter urge)", {"letter.txt", "report.txt"}),
        ("pôrto", {"report.txt"}),
        ("nowhere", set()),
    ],
)
def test_passages_are_found(passages: Passages, query: str, expected: set[str]) -> None:
    assert found(passages, query) == expected
    assert passages.complaint(query) is None


def test_a_hit_marks_every_word_that_was_looked_for(passages: Passages) -> None:
    [hit] = passages.search('clos* "Ana Ruiz" -charter -right')
    assert (hit.document, hit.path) == (letter.id, letter.path)
    assert [LETTER[start:end] for start, end in hit.marks] == ["Ana Ruiz", "closed"]
    assert (hit.start, hit.end) == (0, len(LETTER))
    assert hit.score > 0


@on_every_store
def test_hits_come_best_first_and_no_more_than_asked(record: Record) -> None:
    for number in range(5):
        paper = Paper(f"{'bridge ' * number}and the river at mile {number}", f"papers/{number}.txt")
        save(record, paper)
    hits = passages_of(record).search("river OR bridge", limit=3)
    assert [hit.path for hit in hits] == ["papers/4.txt", "papers/3.txt", "papers/2.txt"]
    assert passages_of(record).search("river", limit=0) == []


@pytest.mark.parametrize("width", [20, 60, 300])
def test_a_snippet_shows_the_words_found(record: Record, width: int) -> None:
    text = "Some words come first and go on for a while before the bridge is named, and more words follow it."
    save(record, Paper(text))
    passages = passages_of(record)
    [hit] = passages.search("bridge")
    snippet = passages.snippet(hit, width)
    assert snippet.text in text
    assert len(snippet.text) <= width + len("bridge")
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["bridge"]


@given(query=st.text(max_size=40) | st.text('ab*"()-: ^~[]{}\\/+!?&|ORANDT', max_size=60))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_odd_input_never_raises(passages: Passages, query: str) -> None:
    hits = passages.search(query)
    assert hits == [] or passages.complaint(query) is None


@pytest.mark.parametrize("query", ["a" * 100_000, "(" * 50_000 + "bridge", '"' * 9_999, "bridge " * 9_999])
def test_long_input_is_answered(passages: Passages, query: str) -> None:
    passages.search(query)
    assert passages.complaint(query)


@on_every_store
def test_the_index_follows_the_record(record: Record) -> None:
    passages = passages_of(record)
    assert found(passages, "bridge") == set()
    save(record, letter)
    assert found(passages, "bridge") == {"letter.txt"}
    save(record, reply)
    assert found(passages, "bridge") == {"letter.txt", "reply.txt"}
    record.seen("papers", {reply.path: reply.id})
    assert found(passages, "bridge") == {"reply.txt"}
    record.seen("papers", {letter.path: letter.id})
    assert found(passages, "bridge") == {"letter.txt"}


@on_every_store
def test_a_document_read_otherwise_is_found_by_its_new_words(record: Record) -> None:
    save(record, letter)
    passages = passages_of(record)
    assert found(passages, "closed") == {"letter.txt"}
    put(record, letter)
    other = Paper("Every word is another.", letter.path)
    findings = other.found()
    record.save_document(
        replace(findings, row=replace(findings.row, id=letter.id, sha256=letter.sha256)), "2"
    )
    assert found(passages, "closed") == set()
    assert found(passages, "another") == {"letter.txt"}


def test_only_documents_that_changed_are_indexed_again(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(record, letter)
    passages_of(record).refresh()
    save(record, reply)
    counters: list[int] = []
    changed_since = record.changed_since

    def watched(counter: int) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
        counters.append(counter)
        return changed_since(counter)

    monkeypatch.setattr(record, "changed_since", watched)
    passages = passages_of(record)
    assert found(passages, "bridge") == {"letter.txt", "reply.txt"}
    assert len(counters) == 1
    assert counters[0] > 0
    assert [document for document, _ in changed_since(counters[0])] == [reply.id]


def break_state(folder: Path) -> None:
    (folder / "state.json").write_text("{")


def other_record(folder: Path) -> None:
    state = json.loads((folder / "state.json").read_text())
    (folder / "state.json").write_text(json.dumps({**state, "record": "another"}))


def from_the_future(folder: Path) -> None:
    state = json.loads((folder / "state.json").read_text())
    (folder / "state.json").write_text(json.dumps({**state, "changes": 10**6}))


def other_format(folder: Path) -> None:
    state = json.loads((folder / "state.json").read_text())
    (folder / "state.json").write_text(json.dumps({**state, "format": search_module.FORMAT + 1}))


def lose_state(folder: Path) -> None:
    (folder / "state.json").unlink()


def lose_all(folder: Path) -> None:
    shutil.rmtree(folder)


def lose_meta(folder: Path) -> None:
    (folder / "meta.json").unlink()


def break_meta(folder: Path) -> None:
    (folder / "meta.json").write_text("{")


def lose_segments(folder: Path) -> None:
    for path in folder.glob("*.*"):
        if path.name not in ("meta.json", "state.json"):
            path.unlink()


@pytest.mark.parametrize(
    "damage",
    [
        break_state,
        other_record,
        from_the_future,
        other_format,
        lose_state,
        lose_all,
        lose_meta,
        break_meta,
        lose_segments,
    ],
)
def test_an_index_that_cannot_be_used_is_made_anew(place: Path, damage: object) -> None:
    with Record.create(place) as record:
        save_three(record)
        passages_of(record).refresh()
    damage(place / "index")  # type: ignore[operator]
    with Record.open(place) as record:
        assert found(passages_of(record), "signed") == {"report.txt"}
        assert found(passages_of(record), "signed") == {"report.txt"}


def test_the_index_is_made_in_memory_where_the_folder_cannot_be_written(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Record.create(place) as record:
        save(record, report)
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with Record.open(place) as record:
        assert found(passages_of(record), "charter") == {"report.txt"}
    assert not (place / "index").exists()


def test_while_another_process_writes_the_index_the_one_before_is_searched(record: Record) -> None:
    save(record, letter)
    passages = passages_of(record)
    passages.refresh()
    save(record, reply)
    busy = passages._index.writer(15_000_000, 1)
    assert found(passages, "bridge") == {"letter.txt"}
    busy.rollback()
    del busy
    assert found(passages, "bridge") == {"letter.txt", "reply.txt"}


@on_every_store
def test_a_rejected_document_is_not_found(record: Record) -> None:
    save_three(record)
    record.decide(letter.id, "reject")
    assert found(passages_of(record), "bridge") == {"reply.txt", "report.txt"}


@on_every_store
def test_what_is_found_is_counted_in_passages_and_documents(record: Record) -> None:
    save(record, Paper("bridge one\n\nbridge two", "papers/a.txt"))
    save(record, Paper("bridge three", "papers/b.txt"))
    counted = passages_of(record).counted("bridge")
    assert (counted.documents, counted.exact) == (2, True)
    assert counted.passages == len(passages_of(record).search("bridge"))
    assert passages_of(record).counted("").passages == 0


def test_passages_are_counted_by_document_without_those_a_reviewer_rejected(passages: Passages) -> None:
    assert passages.spread("bridge") == {letter.id: 1, reply.id: 1, report.id: 1}
    passages._record.decide(reply.id, "reject")
    assert passages.spread("bridge") == {letter.id: 1, report.id: 1}


def test_where_documents_are_too_many_to_tell_apart_their_number_is_an_estimate(
    passages: Passages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_module, "MOST_DOCUMENTS", 2)
    counted = passages.counted("bridge")
    assert (counted.passages, counted.exact) == (3, False)
    assert passages.spread("bridge") is None


def test_passages_are_looked_for_in_some_documents_alone(passages: Passages) -> None:
    hits = passages.search("bridge", documents={letter.id, report.id})
    assert {hit.document for hit in hits} == {letter.id, report.id}
    assert passages.search("bridge", documents=()) == []


def test_a_decision_that_changes_no_document_leaves_the_index_as_it_is(place: Path) -> None:
    with Record.create(place, who="mira") as record:
        save_three(record)
        passages = passages_of(record)
        passages.refresh()
        before = {path: path.stat().st_mtime_ns for path in (place / "index").glob("*.*")}
        [document, *_] = sorted(record.document_ids())
        record.decide(document, "accept")
        assert passages.search("bridge")
        after = {path: path.stat().st_mtime_ns for path in (place / "index").glob("*.*")}
    changed = {path.name for path in after if after[path] != before.get(path)}
    assert changed == {"state.json"}


def test_many_threads_bring_one_index_up_to_date_together(place: Path) -> None:
    with Record.create(place, who="mira") as record:
        save_three(record)
        passages = Passages(record)
        [document, *_] = sorted(record.document_ids())

        def decide_and_search(number: int) -> int:
            record.decide(document, "note", f"Read {number} times.")
            return len(passages.search("bridge"))

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(decide_and_search, range(24))) == {len(passages.search("bridge"))}
