"""`onrecord wanted`: what is cited and not here, once each, as text, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli import main
from onrecord.types.rows import DocumentLink, Wanted
from tests.records import Page, record_of

ONE = Page("papers/one.txt", "Ana Ruiz sent a letter to the Harbour Board. The clinic published a report.")
OTHER = Page("papers/other.txt", "The letter of Ana Ruiz was \x1b[31mred\x1b[0m.")
LETTER = Wanted(
    "letter from Ana Ruiz to Harbour Board (2024-03)", "letter", "Ana Ruiz", "Harbour Board", "2024-03",
    id="w-1", cited_by=tuple(sorted((ONE.id, OTHER.id))),
)  # fmt: skip
REPORT = Wanted("report from the clinic", "report", "the clinic", id="w-2", cited_by=(ONE.id,))


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    links = (
        DocumentLink("l-1", ONE.id, "reports_on", wanted=LETTER, evidence=(ONE.words("a letter"),)),
        DocumentLink("l-2", OTHER.id, "cites", wanted=LETTER, evidence=(OTHER.words("The letter"),)),
        DocumentLink("l-3", ONE.id, "cites", wanted=REPORT, evidence=(ONE.words("a report"),)),
        DocumentLink("l-4", ONE.id, "cites", OTHER.id),
    )
    pages = [(page, page.row("press_release", "2024-03-04"), ()) for page in (ONE, OTHER)]
    return record_of(tmp_path_factory.mktemp("records") / "papers.record", pages, links)


def run(*words: object, status: int = 0) -> str:
    result = CliRunner().invoke(main, ["wanted", *(str(word) for word in words)])
    assert result.exit_code == status, result.output
    return result.stdout


def test_each_is_told_once_the_most_cited_first(record: Path) -> None:
    first, second = run(record).strip().split("\n\n")
    assert first.splitlines()[0].split(maxsplit=1) == ["2024-03", LETTER.description]
    assert "papers/one.txt" in first
    assert "papers/other.txt" in first
    assert REPORT.description in second
    assert "other.txt" not in second


def test_csv_tells_all_that_is_known(record: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(record, "--csv"))))
    assert [(row["id"], row["times_cited"], row["date"], row["addressee"]) for row in rows] == [
        ("w-1", "2", "2024-03", "Harbour Board"),
        ("w-2", "1", "", ""),
    ]
    assert set(rows[0]["cited_by"].split()) == {ONE.path, OTHER.path}


def test_json_has_every_link(record: Path) -> None:
    rows = [json.loads(line) for line in run(record, "--json").splitlines()]
    assert [row["wanted"]["id"] for row in rows] == ["w-1", "w-1", "w-2"]
    assert {row["from"] for row in rows[:2]} == {ONE.id, OTHER.id}


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (("--kind", "report"), ["w-2"]),
        (("--actor", "harbour"), ["w-1"]),
        (("--document", "other.txt"), ["w-1"]),
        (("--match", "a report"), ["w-2"]),
    ],
    ids=["kind", "actor", "document", "match"],
)
def test_a_reader_chooses_what_is_shown(record: Path, options: tuple[str, str], shown: list[str]) -> None:
    rows = csv.DictReader(io.StringIO(run(record, "--csv", *options)))
    assert [row["id"] for row in rows] == shown


def test_a_record_in_which_nothing_is_missing_says_so(record: Path) -> None:
    assert run(record, "--kind", "memo") == "No rows.\n"
