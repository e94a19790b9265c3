"""A record that grew one document at a time is the record built at once, byte for byte."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from evals.sample import SAMPLE

from onrecord.config import Config, read_config
from onrecord.pipeline.build import build, make_reader
from onrecord.pipeline.engines import InlineEngine
from onrecord.pipeline.units import Read
from onrecord.record.catalogue import Catalogue
from onrecord.record.store import Record
from onrecord.types.documents import RawDocument
from onrecord.types.findings import DocumentFindings
from onrecord.types.identity import document_id, sha256_of
from onrecord.types.rows import Finding
from tests.pipeline.folders import exported
from tests.record.listed import listed_as

Build = Callable[[Path, Path], bytes]

DOCUMENTS = SAMPLE / "documents"


@pytest.fixture(scope="module")
def build_from() -> Build:
    """Return what builds a record of a folder and exports it; no document is read twice."""
    config = read_config(SAMPLE / "onrecord.toml")
    read = make_reader(config)
    known: dict[tuple[str, str], DocumentFindings] = {}

    def read_once(raw: RawDocument) -> DocumentFindings:
        key = (raw.id, raw.path)
        if key not in known:
            known[key] = read(raw)
        return known[key]

    def make(config: Config) -> Read:
        del config
        return read_once

    def build_and_export(folder: Path, output: Path) -> bytes:
        report = build([folder], output, config, engine=InlineEngine(make, config))
        assert not any(issue.code == "resolver_failed" for issue in report.issues), report.issues
        return exported(output)

    return build_and_export


def sample_files() -> list[Path]:
    return sorted(path.relative_to(DOCUMENTS) for path in DOCUMENTS.rglob("*") if path.is_file())


def add(folder: Path, name: Path) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(DOCUMENTS / name, folder / name)


def in_order(seed: int) -> list[Path]:
    """Return the sample's files in some order, what says things of others (manifests, sidecars) first."""
    files = sample_files()
    random.Random(seed).shuffle(files)
    return sorted(files, key=lambda name: name.suffix not in (".csv", ".json"))


@pytest.mark.parametrize("seed", [1, 2])
def test_documents_added_one_by_one_make_the_record_built_at_once(
    build_from: Build, tmp_path: Path, seed: int
) -> None:
    folder, grown = tmp_path / "documents", tmp_path / "grown.record"
    names = in_order(seed)
    for count, name in enumerate(names, start=1):
        add(folder, name)
        found = build_from(folder, grown)
        if count in (len(names) // 2, len(names)):
            assert found == build_from(folder, tmp_path / f"{count}.record")
            assert_listed_alike(grown, tmp_path / f"{count}.record")


def test_a_document_taken_out_leaves_the_record_as_if_it_had_never_been(
    build_from: Build, tmp_path: Path
) -> None:
    folder, record = tmp_path / "documents", tmp_path / "shrunk.record"
    shutil.copytree(DOCUMENTS, folder)
    build_from(folder, record)
    for number, name in enumerate(name for name in in_order(4) if name.suffix not in (".csv", ".json")):
        (folder / name).unlink()
        assert build_from(folder, record) == build_from(folder, tmp_path / f"{number}.record")
        if number == 5:
            assert_listed_alike(record, tmp_path / f"{number}.record")
            return


def test_a_text_that_changes_is_compared_anew(build_from: Build, tmp_path: Path) -> None:
    folder, record = tmp_path / "documents", tmp_path / "changed.record"
    shutil.copytree(DOCUMENTS, folder)
    build_from(folder, record)
    letter = folder / "letters" / "2024-05-21-members-to-ambassador.txt"
    letter.write_text(letter.read_text().replace("340 families", "304 families").replace("halt", "stop"))
    assert build_from(folder, record) == build_from(folder, tmp_path / "anew.record")
    assert_listed_alike(record, tmp_path / "anew.record")
    shutil.copy(DOCUMENTS / letter.relative_to(folder), letter)
    assert build_from(folder, record) == build_from(folder, tmp_path / "as_before.record")


def test_a_decision_is_compared_anew_where_it_tells(build_from: Build, tmp_path: Path) -> None:
    folder, record, fresh = tmp_path / "documents", tmp_path / "decided.record", tmp_path / "fresh.record"
    shutil.copytree(DOCUMENTS, folder)
    build_from(folder, record)
    build_from(folder, fresh)
    with Record.open(record) as held:
        figure = next(row for row in held.export_rows() if row.row_type == "figure_set").figures[0]  # type: ignore[attr-defined]
    for place in (record, fresh):
        with Record.open(place) as held:
            held.decide(figure, "reject", why="misread")
    redone = build_from(folder, record)
    shutil.rmtree(fresh / "index", ignore_errors=True)
    with Record.create(fresh) as held:
        held.begin_comparing("other rules")  # begun and not ended: everything is compared anew
    assert redone == build_from(folder, fresh)
    assert_listed_alike(record, fresh)


def test_what_a_build_did_is_logged_where_it_changed_anything(build_from: Build, tmp_path: Path) -> None:
    folder, place = tmp_path / "documents", tmp_path / "logged.record"
    shutil.copytree(DOCUMENTS, folder)
    build_from(folder, place)
    with Record.open(place) as record:
        first = Catalogue(record).changed_since_last_build()
        findings = {row.id: row.title for row in record.rows(Finding)}
    assert first is not None
    assert (first.read, first.documents, first.retired, first.gone) == (first.documents, 14, 0, 0)
    assert (set(first.findings_new), first.found) == (set(findings), len(findings))
    build_from(folder, place)
    letter = folder / "letters" / "2024-05-21-members-to-ambassador.txt"
    gone = document_id(sha256_of(letter.read_bytes()))
    letter.unlink()
    with Record.open(place) as record:
        assert Catalogue(record).changed_since_last_build() == first, "a build that did nothing is not logged"
    build_from(folder, place)
    with Record.open(place) as record:
        second = Catalogue(record).changed_since_last_build()
        left = {row.id for row in record.rows(Finding)}
    assert second is not None
    assert second.documents_retired == (gone,)
    assert second.gone == len(findings.keys() - left)
    titles = {findings[id_].replace(" as of 2024-06-27", "") for id_ in findings.keys() - left}
    assert set(second.findings_gone) == titles


def assert_listed_alike(one: Path, other: Path) -> None:
    """Assert that the catalogues of two records list the same, each as its builds left it."""
    with Record.open(one) as first, Record.open(other) as second:
        lists = [Catalogue(first), Catalogue(second)]
        found, wanted = map(listed_as, lists)
        for catalogue in lists:
            catalogue.close()
    for name, lines in wanted.items():
        assert found[name] == lines, name
