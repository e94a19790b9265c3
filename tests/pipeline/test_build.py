from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.config import Config
from onrecord.pipeline.build import BuildReport, NothingToRead, build, make_reader
from onrecord.pipeline.dividing import Hands
from onrecord.pipeline.engines import Engine, InlineEngine, LocalEngine
from onrecord.pipeline.progress import Progress
from onrecord.pipeline.units import Fetch, Outcome, Unit
from onrecord.record.store import Record
from onrecord.record.verification import verify
from onrecord.resolve.quotations import QuotationResolver
from tests.pipeline.folders import FRENCH, LETTER, exported, make_unparsed, write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "papers")


def quick_build(paths: list[Path], output: Path, config: Config | None = None) -> BuildReport:
    """Build without the language model, in this process."""
    config = config or Config()
    return build(paths, output, config, engine=InlineEngine(make_unparsed, config))


def rows_of(path: Path, row_type: str) -> list[dict[str, object]]:
    rows = [json.loads(line) for line in exported(path).splitlines()]
    return [row for row in rows if row["type"] == row_type]


class Backwards:
    """Runs another engine and hands over its outcomes last first."""

    name = "backwards"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def run(self, units: Iterable[Unit], fetch: Fetch) -> Iterator[Outcome]:
        yield from reversed(list(self._engine.run(units, fetch)))

    def hands(self, record: Record) -> AbstractContextManager[Hands | None]:
        return self._engine.hands(record)


def test_every_engine_gives_the_same_record_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    config, two = Config(), Config(workers=2)
    engines: list[Engine] = [
        InlineEngine(make_reader, config),
        Backwards(InlineEngine(make_reader, config)),
        LocalEngine(make_reader, config),
        LocalEngine(make_reader, two),
    ]
    exports = []
    for number, engine in enumerate(engines):
        output = tmp_path / f"{number}.record"
        report = build([folder], output, config, engine=engine)
        assert (report.documents, report.read, report.failed) == (4, 4, 0)
        assert verify(output).breaks == ()
        exports.append(exported(output))
    assert rows_of(tmp_path / "0.record", "statement")
    assert exports.count(exports[0]) == len(engines)


def test_an_unchanged_document_is_not_read_again(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "papers.record"
    quick_build([folder], output)
    before = exported(output)
    report = quick_build([folder], output)
    assert (report.read, report.unchanged) == (0, 4)
    assert exported(output) == before


def test_a_changed_document_alone_is_read_again(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "papers.record"
    quick_build([folder], output)
    (folder / "letters" / "letter.txt").write_text(LETTER.replace("600", "700"), "utf-8")
    report = quick_build([folder], output)
    assert (report.read, report.unchanged, report.retired) == (1, 3, 1)
    fresh = tmp_path / "fresh.record"
    quick_build([folder], fresh)
    assert exported(output) == exported(fresh)


def test_what_is_said_of_a_document_beside_it_is_part_of_its_reading(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "papers.record"
    quick_build([folder], output)
    sidecar = folder / "release.txt.meta.json"
    sidecar.write_text(json.dumps({"url": "https://example.org/release"}), "utf-8")
    assert quick_build([folder], output).read == 1
    assert "https://example.org/release" in [row["url"] for row in rows_of(output, "document")]


def test_another_configuration_of_reading_reads_everything_again(folder: Path, tmp_path: Path) -> None:
    output, words = tmp_path / "papers.record", tmp_path / "words"
    words.mkdir()
    quick_build([folder], output)
    (words / "norms.toml").write_text("[extra]\nwords = ['shore']\n", "utf-8")
    assert quick_build([folder], output, Config(vocabularies=str(words))).read == 4
    assert quick_build([folder], output, Config(vocabularies=str(words), workers=2)).read == 0


def test_a_removed_document_is_retired_and_comes_back_unread(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "papers.record"
    quick_build([folder], output)
    before = exported(output)
    shutil.move(folder / "release.txt", tmp_path / "release.txt")
    report = quick_build([folder], output)
    assert (report.documents, report.retired, report.read) == (3, 1, 0)
    shutil.move(tmp_path / "release.txt", folder / "release.txt")
    report = quick_build([folder], output)
    assert (report.documents, report.retired, report.read) == (4, 0, 0)
    assert exported(output) == before


def test_two_folders_are_built_at_once_or_one_after_the_other(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "more"
    other.mkdir()
    (other / "a.txt").write_text("The Shore Union met on May 2, 2024.\n", "utf-8")
    quick_build([folder, other], tmp_path / "once.record")
    quick_build([other], tmp_path / "steps.record")
    report = quick_build([folder], tmp_path / "steps.record")
    assert (report.documents, report.retired) == (5, 0)
    assert exported(tmp_path / "once.record") == exported(tmp_path / "steps.record")


def test_the_same_bytes_under_two_paths_are_one_document_with_the_first_path(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "a-copy.txt").write_text(LETTER, "utf-8")
    output = tmp_path / "papers.record"
    report = quick_build([folder], output)
    assert report.documents == 4
    assert "papers/a-copy.txt" in [row["path"] for row in rows_of(output, "document")]
    [issue] = [issue for issue in report.issues if issue.code == "same_bytes"]
    assert (issue.path, issue.severity) == ("papers/letters/letter.txt", "notice")
    assert "papers/a-copy.txt" in issue.message
    assert report.exit_status == 0


@pytest.mark.parametrize("first", ["early", "late"])
def test_the_same_bytes_in_two_folders_are_one_document_in_whatever_order_they_are_built(
    tmp_path: Path, first: str
) -> None:
    folders = {"early": tmp_path / "early", "late": tmp_path / "late"}
    for folder in folders.values():
        folder.mkdir()
        (folder / "letter.txt").write_text(LETTER, "utf-8")
    output = tmp_path / "both.record"
    order = [folders.pop(first), *folders.values()]
    for each in (*order, *order):
        report = quick_build([each], output)
    assert (report.documents, report.read) == (1, 0)
    assert [row["path"] for row in rows_of(output, "document")] == ["early/letter.txt"]


def test_a_file_that_cannot_be_read_is_an_issue_and_the_others_are_read(folder: Path, tmp_path: Path) -> None:
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.7\nnothing follows")
    (folder / "empty.txt").write_bytes(b"")
    output = tmp_path / "papers.record"
    report = quick_build([folder], output)
    assert report.documents == 4
    assert {issue.path for issue in report.issues if issue.severity == "error"} == {
        "papers/damaged.pdf",
        "papers/empty.txt",
    }
    assert report.exit_status == 3
    again = quick_build([folder], output)
    assert (again.read, again.exit_status) == (0, 3)
    assert [issue.path for issue in again.issues] == [issue.path for issue in report.issues]


def test_a_document_in_a_language_without_a_model_is_kept_with_a_notice(folder: Path, tmp_path: Path) -> None:
    config = Config()
    output = tmp_path / "papers.record"
    report = build([folder / "declaration.txt"], output, config, engine=InlineEngine(make_reader, config))
    assert [(issue.code, issue.severity) for issue in report.issues] == [("no_language_model", "notice")]
    [row] = rows_of(output, "document")
    assert row["language"] == "fr"
    with Record.open(output) as record:
        assert record.text(str(row["id"])) == FRENCH


def test_a_record_inside_the_folder_it_is_built_from_is_not_read(folder: Path) -> None:
    output = folder / "papers.record"
    for _ in range(2):
        report = quick_build([folder], output)
        assert (report.documents, report.issues) == (4, ())


def test_a_folder_given_twice_is_read_once(folder: Path, tmp_path: Path) -> None:
    report = quick_build([folder, folder / "letters" / ".."], tmp_path / "papers.record")
    assert report.documents == 4


def test_progress_is_told_stage_by_stage(folder: Path, tmp_path: Path) -> None:
    config = Config()
    told: list[Progress] = []
    engine = InlineEngine(make_unparsed, config)
    build([folder], tmp_path / "papers.record", config, told.append, engine)
    assert list(dict.fromkeys(step.stage for step in told)) == ["discover", "read", "resolve", "index"]
    assert [step.done for step in told if step.stage == "read"] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("given", [["nowhere"], ["papers", "other/papers"]], ids=["missing", "same-name"])
def test_paths_that_cannot_be_told_apart_or_found_end_the_build_before_it_begins(
    folder: Path, tmp_path: Path, given: list[str]
) -> None:
    (tmp_path / "other" / "papers").mkdir(parents=True)
    output = tmp_path / "papers.record"
    with pytest.raises(NothingToRead):
        build([tmp_path / name for name in given], output)
    assert not output.exists()


def test_a_path_that_is_gone_is_told_and_loses_nothing(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "papers.record"
    quick_build([folder], output)
    other = tmp_path / "more"
    other.mkdir()
    (other / "note.txt").write_text("The mayor spoke to the press on the quay.", "utf-8")
    away = folder.rename(tmp_path / "away")
    report = quick_build([folder, other], output)
    assert [issue.code for issue in report.issues if issue.severity == "error"] == ["no_such_path"]
    assert (report.documents, report.retired) == (5, 0)
    assert away.exists()


def test_sources_are_kept_as_received(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "papers.record"
    quick_build([folder], output)
    with Record.open(output) as record:
        by_path = {row.path: record.source(row.sha256) for row in record.documents()}
    assert by_path["papers/letters/letter.txt"] == os.fsencode(LETTER)
    assert len(by_path) == 4


def test_the_exit_status_tells_whether_something_was_lost() -> None:
    clean = BuildReport(0, 0, 0, 0, 0, {}, (), 0.0)
    from onrecord.types.errors import Issue

    notice = Issue("a", "note", "Odd.", "Nothing.", "notice")
    assert clean.exit_status == 0
    assert replace(clean, issues=(notice,)).exit_status == 0
    assert replace(clean, issues=(notice, replace(notice, severity="error"))).exit_status == 3


def test_resolvers_that_change_cost_no_reading(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "papers.record"
    first = quick_build([folder], output)
    with Record.open(output) as record:
        before = record.keyed_by()
    monkeypatch.setattr(QuotationResolver, "version", "of tomorrow")
    monkeypatch.setattr(QuotationResolver, "keys", lambda self, findings: ())
    again = quick_build([folder], output)
    assert (again.read, again.unchanged) == (0, first.read)
    assert exported(output) == export_of_a_new_build(folder, tmp_path)
    with Record.open(output) as record:
        assert record.keyed_by() != before


def export_of_a_new_build(folder: Path, tmp_path: Path) -> bytes:
    quick_build([folder], tmp_path / "new.record")
    return exported(tmp_path / "new.record")
