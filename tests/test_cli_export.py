from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord import export
from onrecord.cli import main
from onrecord.export.excerpt import ExportCannotBeMade
from onrecord.export.formats import FORMATS
from onrecord.record.store import Record
from tests.export.exporting import everything_in
from tests.export.private_people import MARIA, REPLY, make_private_record


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return make_private_record(tmp_path / "private.record")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["export", *map(str, arguments)])


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_to_a_file_with_its_count(record: Path, tmp_path: Path, name: str) -> None:
    output = tmp_path / f"out.{FORMATS[name].suffix}"
    done = run(record, "--format", name, "-o", output)
    assert done.exit_code == 0
    assert f"rows written to {output}" in done.stderr
    assert done.stdout == ""
    told = "It names 2 private persons." if name == "jsonl" else "It masks 2 private persons."
    assert told in done.stderr
    assert stat.S_IMODE(output.stat().st_mode) & 0o600 == 0o600


def test_jsonl_masks_where_it_is_asked_to(record: Path) -> None:
    plain, masked = run(record), run(record, "--mask")
    assert "Maria Quint" in plain.stdout
    assert "Maria Quint" not in masked.stdout
    assert "It masks 2 private persons." in masked.stderr
    statement = next(row for row in map(json.loads, masked.stdout.splitlines()) if row["id"] == "s-1")
    assert statement["source"]["masked"] is True


def test_every_person_is_named_where_it_is_asked_to(record: Path, tmp_path: Path) -> None:
    done = run(record, "--format", "csv", "--unmasked", "-o", tmp_path / "a.zip")
    assert "It names 2 private persons." in done.stderr
    assert "Maria Quint" in everything_in((tmp_path / "a.zip").read_bytes())


def test_a_released_person_is_named(record: Path) -> None:
    with Record.open(record) as opened:
        opened.decide(MARIA, "release", why="She agreed.")
    done = run(record, "--mask")
    assert "Maria Quint" in done.stdout
    assert "It masks 1 private person." in done.stderr


def test_rows_of_one_document_and_type(record: Path) -> None:
    done = run(record, "--document", REPLY.path, "--type", "statement", "--base", "https://records.example")
    [row] = map(json.loads, done.stdout.splitlines())
    assert (row["id"], row["link"]) == ("s-2", "https://records.example/rows/s-2")


def test_a_record_without_private_persons_says_nothing_of_them(tmp_path: Path) -> None:
    Record.create(tmp_path / "empty.record").close()
    done = run(tmp_path / "empty.record")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--mask", "--unmasked"], "opposite things"),
        (["--base", "nowhere"], "'nowhere' is no address"),
        (["--document", "no such paper"], "no such paper"),
        (["--format", "odt"], "'odt' is not one of"),
        (["-o", "no/such/folder/a.jsonl"], "Choose a folder that exists"),
    ],
)
def test_what_cannot_be_done_is_told(record: Path, arguments: list[str], said: str) -> None:
    done = run(record, *arguments)
    assert done.exit_code != 0
    assert said in done.stderr


def test_the_verb_writes_every_format_masked(record: Path, tmp_path: Path) -> None:
    assert export(record, tmp_path / "a.jsonl") == export(record, tmp_path / "a.zip", "csv") > 0
    assert "Maria Quint" in (tmp_path / "a.jsonl").read_text()
    assert "Maria Quint" not in everything_in((tmp_path / "a.zip").read_bytes())
    export(record, tmp_path / "b.jsonl", masked=True, base="http://127.0.0.1:8321")
    assert "Maria Quint" not in (tmp_path / "b.jsonl").read_text()
    with pytest.raises(ExportCannotBeMade, match="odt"):
        export(record, tmp_path / "a.odt", "odt")
    assert not (tmp_path / "a.odt").exists()
