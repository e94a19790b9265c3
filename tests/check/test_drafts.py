"""Drafts of other forms, and drafts that are meant to harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from onrecord.check.checking import DraftChecker
from onrecord.pipeline.drafting import LONGEST_PARAGRAPH, MOST_CHARACTERS
from onrecord.record.store import Record
from onrecord.types.errors import FileCannotBeRead

from .conftest import Check

ALTERED = "“The valley will drink again before the winter is in,” said Petra Lund."


def _codes(check: Check, text: str, name: str) -> list[str]:
    return [one.code for one in check(text, name).verdicts if one.kind == "quotation"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("draft.md", f"# Wells\n\n{ALTERED}[^1]\n\n[^1]: Valley waits for water, 3 May 2031.\n"),
        ("draft.txt", f"Subject: Wells\n\nHi,\n\n{ALTERED}\n\nBest\n"),
        ("draft.html", f"<html><body><h1>Wells</h1><p>FOR RELEASE</p><p>{ALTERED}</p></body></html>"),
    ],
)
def test_a_draft_is_read_in_every_form(check: Check, name: str, text: str) -> None:
    assert _codes(check, text, name) == ["altered"]


def test_a_word_file_is_read(papers: Path, checker: DraftChecker, tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Wells", 1)
    document.add_paragraph(ALTERED)
    document.save(str(tmp_path / "draft.docx"))
    with Record.open(papers) as record:
        report = checker.check(tmp_path / "draft.docx", record)
    assert [one.code for one in report.verdicts] == ["altered"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A short line.\n" * (MOST_CHARACTERS // 14 + 1), "draft_too_long"),
        ("word " * (LONGEST_PARAGRAPH // 5 + 1), "paragraph_too_long"),
        ("", "empty_file"),
    ],
)
def test_a_draft_that_would_take_too_long_is_refused(check: Check, text: str, code: str) -> None:
    with pytest.raises(FileCannotBeRead) as refused:
        check(text)
    assert refused.value.issue.code == code


def test_marks_that_steer_a_terminal_stand_in_no_way(check: Check) -> None:
    text = (
        "Wells\n\n\u202e<script>x</script> \x1b[31m“The valley will drink again before the harvest is in,” "
    )
    report = check(f"{text}said Petra Lund.\n")
    assert [one.code for one in report.verdicts if one.kind == "quotation"] == ["verbatim"]


def test_pasted_words_are_checked_without_a_file(papers: Path, checker: DraftChecker) -> None:
    with Record.open(papers) as record:
        report = checker.check_bytes(f"Wells\n\n{ALTERED}\n".encode(), "pasted.txt", "text/plain", record)
        assert report.record == record.address.name
    assert (report.path, [one.code for one in report.verdicts]) == ("pasted.txt", ["altered"])


def test_every_anchor_quotes_the_draft_or_the_record_exactly(check: Check, papers: Path) -> None:
    report = check(f"Wells\n\n{ALTERED} About 60 trucks bring water. More than 412 farms lost their wells.\n")
    assert len(report.verdicts) > 1
    with Record.open(papers) as record:
        for verdict in report.verdicts:
            assert verdict.anchor.holds_in(report.text)
            assert all(one.anchor.holds_in(record.text(one.anchor.document)) for one in verdict.grounds)
