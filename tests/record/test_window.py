from __future__ import annotations

from pathlib import Path

from onrecord.record.store import Record
from onrecord.record.window import Window, custody_of, passages_of, rows_about, rows_in
from tests.records import LETTER_PAGE, REPLY_PAGE, make_record

KINDS = ("actor", "ask", "event", "figure", "finding", "norm", "quotation_check", "response", "statement")


def ids_in(record: Record, document: str, start: int, end: int) -> list[str]:
    return [row.id for row in rows_in(record, Window(document, start, end), KINDS)]


def test_a_window_has_the_rows_with_words_in_it_in_text_order(tmp_path: Path) -> None:
    with Record.open(make_record(tmp_path / "r.record")) as record:
        sentence = LETTER_PAGE.words("The Board evicted more than 600 families")
        found = ids_in(record, LETTER_PAGE.id, sentence.start, sentence.end)
        assert found == ["e-1", "f-1"]
        first = ids_in(record, LETTER_PAGE.id, 0, sentence.start)
        assert {"k-1", "s-1", "n-1"} <= set(first)
        assert "f-1" not in first
        assert ids_in(record, LETTER_PAGE.id, 10_000, 20_000) == []


def test_what_comparing_says_of_words_elsewhere_stands_at_the_original_too(tmp_path: Path) -> None:
    with Record.open(make_record(tmp_path / "r.record")) as record:
        original = LETTER_PAGE.words("publish the survey")
        assert "q-1" in ids_in(record, LETTER_PAGE.id, original.start, original.end)
        assert "q-1" not in ids_in(record, LETTER_PAGE.id, original.end, original.end + 20)
        quoted = REPLY_PAGE.words("will publish the survey")
        assert {"q-1", "i-1", "r-1"} <= set(ids_in(record, REPLY_PAGE.id, quoted.start, quoted.end))


def test_rejected_rows_are_not_in_a_window_and_corrected_ones_as_corrected(tmp_path: Path) -> None:
    with Record.open(make_record(tmp_path / "r.record"), who="Ada") as record:
        record.decide("f-1", "reject")
        record.decide("q-1", "reject")
        record.decide("k-1", "correct", {"field": "strength", "value": "S3"})
        rows = {row.id: row for row in rows_in(record, Window(LETTER_PAGE.id, 0, 10_000), KINDS)}
        assert {"f-1", "q-1"}.isdisjoint(rows)
        assert rows["k-1"].strength == "S3"  # type: ignore[attr-defined]


def test_rows_about_a_document_are_found_from_both_ends(tmp_path: Path) -> None:
    with Record.open(make_record(tmp_path / "r.record")) as record:
        assert [row.id for row in rows_about(record, LETTER_PAGE.id, "document_link")] == ["l-2", "l-1"]
        assert [row.id for row in rows_about(record, REPLY_PAGE.id, "document_link")] == ["l-1"]


def test_passages_and_custody_of_one_document(tmp_path: Path) -> None:
    with Record.open(make_record(tmp_path / "r.record")) as record:
        assert passages_of(record, LETTER_PAGE.id) == ((0, len(LETTER_PAGE.text)),)
        assert passages_of(record, "d-nothing") == ()
        told = custody_of(record, LETTER_PAGE.id, LETTER_PAGE.sha256)
        assert [entry.action for entry in told] == ["source received", "document read"]
