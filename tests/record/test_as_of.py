"""What holds as of the record's last date is read with that date, which is written nowhere."""

from __future__ import annotations

from dataclasses import replace

from onrecord.record.store import Record
from onrecord.types.dates import RecordDate
from onrecord.types.rows import AS_OF, Finding
from tests.record.papers import Paper, letter, put, reply, report
from tests.records import made


def save(record: Record, paper: Paper, date: str | None) -> None:
    """Store a paper of some date."""
    put(record, paper)
    found = paper.found()
    dated = replace(found.row, date=RecordDate(date, "stated") if date else None)
    record.save_document(replace(found, row=dated), "rules 1")


def compare(record: Record) -> None:
    """Make a finding on words of a document, and one on none."""
    title = f"One ask: no reply in this record{AS_OF}."
    findings = [
        Finding("i-1", "unanswered_ask", "low", title, (), (letter.words("urge"),)),
        Finding("i-2", "unanswered_ask", "low", title, (), ()),
    ]
    record.replace_resolved("findings", "1", made(findings))


def told(record: Record) -> str:
    """Return the title that both findings are shown with, by every way of reading them."""
    listed = list(record.rows(Finding))
    exported = [row for row in record.export_rows() if isinstance(row, Finding)]
    single = [row for id_ in ("i-1", "i-2") if isinstance(row := record.row(id_), Finding)]
    assert sorted(listed, key=lambda row: row.id) == sorted(exported, key=lambda row: row.id) == single
    [title] = {row.title for row in single}
    return title


def test_it_is_the_date_of_the_latest_document_in_sight(record: Record) -> None:
    for paper, date in ((letter, "2024-03-05"), (reply, "2024-04"), (report, None)):
        save(record, paper, date)
    compare(record)
    assert told(record) == "One ask: no reply in this record as of 2024-04."
    record.seen("papers", {letter.path: letter.id, report.path: report.id})
    assert told(record) == "One ask: no reply in this record as of 2024-03-05."


def test_a_later_document_moves_it_and_nothing_is_compared_for_that(record: Record) -> None:
    save(record, letter, "2024-03-05")
    compare(record)
    save(record, report, "2025-01-02")
    assert told(record) == "One ask: no reply in this record as of 2025-01-02."


def test_a_date_that_a_reviewer_corrects_counts_as_corrected(record: Record) -> None:
    save(record, letter, "2042-03-05")
    compare(record)
    right = {"edtf": "2024-03-05", "basis": "stated", "anchor": None, "reason": None}
    record.decide(letter.id, "correct", {"field": "date", "value": right})
    assert told(record) == "One ask: no reply in this record as of 2024-03-05."


def test_without_dates_a_title_says_nothing_of_them(record: Record) -> None:
    save(record, letter, None)
    compare(record)
    assert told(record) == "One ask: no reply in this record."
