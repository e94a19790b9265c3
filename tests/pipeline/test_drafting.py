"""A draft that is meant to harm costs its writer an answer, and nobody else anything."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from onrecord.config import Config
from onrecord.pipeline.build import build
from onrecord.pipeline.drafting import MOST_FOUND, DraftReader
from onrecord.pipeline.engines import InlineEngine
from onrecord.pipeline.processes import WorkersCannotStart
from onrecord.record.store import Record
from onrecord.types.documents import RawDocument
from onrecord.types.errors import FileCannotBeRead
from tests.ingest.test_discovery import zipped
from tests.pipeline.folders import RELEASE, make_unparsed, path_to_tests, write_folder
from tests.pipeline.readers import make_broken, make_obedient

MEGABYTES = 600


@pytest.fixture(scope="module")
def reader() -> Iterator[DraftReader]:
    with pytest.MonkeyPatch.context() as patching:
        patching.setenv("PYTHONPATH", path_to_tests())
        made = DraftReader(Config(document_seconds=2, worker_megabytes=MEGABYTES), make_obedient)
        yield made
        made.close()


def draft(words: str) -> RawDocument:
    return RawDocument("draft.txt", words.encode(), "text/plain")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("hang", "took_too_long"),
        (f"allocate {2 * MEGABYTES}", "needs_more_memory"),
        ("die", "worker_died"),
        ("exit", "worker_died"),
        ("raise", "reading_failed"),
        ("refuse", "damaged"),
    ],
)
def test_a_draft_that_harms_its_reader_is_refused_and_the_next_is_read(
    reader: DraftReader, words: str, code: str
) -> None:
    with pytest.raises(FileCannotBeRead) as refused:
        reader.read_raw(draft(words))
    assert refused.value.issue.code == code
    assert refused.value.issue.path == "draft.txt"
    assert reader.read_raw(draft("Good words.")).text == "Good words."


def test_drafts_are_read_in_one_process_that_is_not_this_one(reader: DraftReader) -> None:
    texts = [reader.read_raw(draft("threads")).text for _ in range(2)]
    assert texts == ["1", "1"] != [os.environ.get("OMP_NUM_THREADS")] * 2
    [worker] = reader._crew.workers.values()
    assert worker.process.pid != os.getpid()
    assert worker.process.poll() is None


def test_a_reader_that_is_forgotten_ends_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", path_to_tests())
    reader = DraftReader(Config(), make_obedient)
    reader.read_raw(draft("Words."))
    [worker] = reader._crew.workers.values()
    del reader
    assert worker.process.poll() is not None


def test_of_an_archive_sent_as_a_draft_only_the_first_few_members_are_unpacked(
    reader: DraftReader, tmp_path: Path
) -> None:
    (tmp_path / "many.zip").write_bytes(zipped({f"{n}.txt": f"Words {n}." for n in range(3 * MOST_FOUND)}))
    with pytest.raises(FileCannotBeRead, match="no single document"):
        reader.read(tmp_path / "many.zip")


def test_comparing_a_draft_ends_when_its_time_is_up(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "papers")
    build([folder], tmp_path / "r", Config(), engine=InlineEngine(make_unparsed, Config()))
    raw = RawDocument("draft.txt", RELEASE.encode(), "text/plain")
    findings = make_unparsed(Config())(raw)
    hours = count(step=3600.0)
    with Record.open(tmp_path / "r") as record:
        assert DraftReader(Config()).compare(raw, findings, record).compared
        with pytest.raises(FileCannotBeRead, match="took longer than 300 s"):
            DraftReader(Config(), clock=lambda: next(hours)).compare(raw, findings, record)


def test_after_a_process_that_could_not_start_another_is_started_for_the_next_draft(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONPATH", path_to_tests())
    reader = DraftReader(Config(), make_broken)
    with pytest.raises(WorkersCannotStart):
        reader.read_raw(draft("Words."))
    reader._crew.make_reader = make_obedient
    assert reader.read_raw(draft("Good words.")).text == "Good words."
