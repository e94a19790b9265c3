"""Checking a draft leaves the record as it was."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

import onrecord
from onrecord.check.checking import DraftChecker
from onrecord.record.store import Record
from onrecord.types.errors import FileCannotBeRead

DRAFT = "Notes\n\n“The valley will drink again before the harvest is in,” said Petra Lund.\n"

SHARED_MEMORY = "-shm"
"""End of the name of the file in which SQLite holds the locks of readers: no content of the record."""

LOG = "-wal"
"""End of the name of the file in which SQLite writes ahead; the first reader makes it, empty."""


def _bytes_of(record: Path) -> dict[str, str]:
    return {
        str(path.relative_to(record)): sha256(path.read_bytes()).hexdigest()
        for path in record.rglob("*")
        if path.is_file() and not path.name.endswith(SHARED_MEMORY)
        if not path.name.endswith(LOG) or path.stat().st_size
    }


def test_a_check_changes_no_byte_of_the_record(papers: Path, checker: DraftChecker, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(DRAFT, "utf-8")
    before = _bytes_of(papers)
    with Record.open(papers) as record:
        checker.check(draft, record)
    assert _bytes_of(papers) == before


def test_a_check_makes_no_search_index_where_there_is_none(
    papers: Path, checker: DraftChecker, tmp_path: Path, copied: Callable[[Path], Path]
) -> None:
    record_path = copied(papers)
    for path in (record_path / "index").rglob("*"):
        if path.is_file():
            path.unlink()
    before = _bytes_of(record_path)
    draft = tmp_path / "draft.txt"
    draft.write_text(DRAFT, "utf-8")
    with Record.open(record_path) as record:
        [found] = [one.code for one in checker.check(draft, record).verdicts if one.kind == "quotation"]
    assert found == "verbatim"
    assert _bytes_of(record_path) == before


def test_a_document_of_the_record_does_not_bear_itself_out(papers: Path, checker: DraftChecker) -> None:
    source = papers.parent / "wells" / "2031-05-03-news.txt"
    with Record.open(papers) as record:
        report = checker.check(source, record)
    assert report.documents == 2
    assert all(ground.anchor.document != report.document for one in report.verdicts for ground in one.grounds)
    assert "not_in_record" in [one.code for one in report.verdicts if one.kind == "quotation"]


def test_the_verb_at_the_root_checks_a_draft(papers: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT, "utf-8")
    report = onrecord.check(draft, papers)
    assert report.counts()["sound"] == 1
    assert report.verdicts[0].references[0].cited == (
        "Tom Okoye, “Valley waits for water”, 2031-05-03, wells/2031-05-03-news.txt"
    )


@pytest.mark.parametrize("name", ["missing.md", "."])
def test_what_is_no_draft_is_refused_in_one_sentence(papers: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(FileCannotBeRead, match="Give one file"):
        onrecord.check(tmp_path / name, papers)
