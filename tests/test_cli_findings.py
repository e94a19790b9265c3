"""`onrecord findings`: in order of severity, each with its words; chosen, counted, as CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli import main
from onrecord.record.store import Record
from onrecord.types.rows import Finding, Row
from tests.records import LETTER, LETTER_PAGE, REPLY, REPLY_PAGE, made, make_record


def finding(
    number: int, kind: str, severity: str, title: str, *words: str, rows: tuple[str, ...] = ()
) -> Finding:
    anchors = tuple((LETTER_PAGE if each in LETTER else REPLY_PAGE).words(each) for each in words)
    return Finding(f"i-{number}", kind, severity, title, rows, anchors)


FINDINGS: tuple[Row, ...] = (
    finding(3, "wanted_document", "low", "The survey is not in this record.", "the survey"),
    finding(4, "unsourced_figure", "medium", "“600” has no origin.", "more than 600 families", rows=("f-1",)),
    finding(5, "dropped_ask", "medium", "The reply leaves out an ask.", "urge", "publish the survey",
            rows=(REPLY_PAGE.id, "k-1")),
    finding(6, "figure_conflict", "high", "“600” and “no family” cannot both hold.",
            "more than 600 families", "No family was evicted"),
)  # fmt: skip


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make_record(tmp_path_factory.mktemp("records") / "papers.record")
    with Record.create(path) as held:
        held.replace_resolved("more", "1", made(FINDINGS))
    return path


def run(*words: object, status: int = 0) -> str:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == status, result.output
    return result.stdout if status == 0 else result.stderr


def ids(*words: object) -> list[str]:
    return [json.loads(line)["id"] for line in run(*words, "--json").splitlines()]


def test_the_severe_come_first_and_of_one_severity_what_changes_words_and_numbers(record: Path) -> None:
    assert ids("findings", record) == ["i-1", "i-6", "i-5", "i-4", "i-2", "i-3"]


def test_each_finding_stands_above_the_words_and_places_it_stands_on(record: Path) -> None:
    shown = run("findings", record)
    heading, kinds, *_ = shown.splitlines()
    assert heading == "6 findings: 2 high, 2 medium, 2 low"
    assert kinds.startswith("1 altered_quotation · 1 figure_conflict · 1 dropped_ask")
    headings = [line for line in shown.splitlines() if line in ("HIGH", "MEDIUM", "LOW")]
    assert headings == ["HIGH", "MEDIUM", "LOW"]
    lines = [line.strip() for line in shown.splitlines()]
    at = lines.index("2  “600” and “no family” cannot both hold.")
    assert lines[at + 1 : at + 4] == [
        f"letter.txt:{LETTER.index('more than 600')}  “more than 600 families”",
        f"reply.txt:{REPLY.index('No family')}   “No family was evicted”",
        "figure conflict · i-6",
    ]


def test_words_near_each_other_are_quoted_with_what_stands_between(record: Path) -> None:
    shown = run("findings", record, "--kind", "dropped-ask")
    assert f"letter.txt:{LETTER.index('urge')}  “urge the Harbour Board to publish the survey”" in shown


@pytest.mark.parametrize(
    ("options", "chosen"),
    [
        (["--kind", "dropped_ask", "--kind", "Wanted-Document"], ["i-5", "i-3"]),
        (["--severity", "medium"], ["i-5", "i-4"]),
        (["--severity", "low", "--severity", "high"], ["i-1", "i-6", "i-2", "i-3"]),
        (["--document", "reply.txt"], ["i-1", "i-6", "i-5"]),
        (["--match", "NO ORIGIN"], ["i-4"]),
        (["--actor", "harbour board"], ["i-5"]),
        (["--limit", "2"], ["i-1", "i-6"]),
    ],
    ids=["kinds", "severity", "severities", "document", "match", "actor", "limit"],
)
def test_findings_are_chosen(record: Path, options: list[str], chosen: list[str]) -> None:
    assert ids("findings", record, *options) == chosen


def test_what_a_limit_leaves_out_is_counted(record: Path) -> None:
    shown = run("findings", record, "--limit", 1)
    assert shown.startswith("6 findings: 2 high, 2 medium, 2 low")
    assert shown.splitlines()[-1] == "1 of 6 findings; --limit 0 shows all."


def test_csv_has_all_words_and_places(record: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("findings", record, "--csv"))))
    row = next(row for row in rows if row["id"] == "i-6")
    start, end = LETTER.index("more than 600"), LETTER.index(" families.") + len(" families")
    assert (row["severity"], row["document"]) == ("high", "papers/letters/letter.txt")
    assert (row["start"], row["end"]) == (str(start), str(end))
    assert row["words"] == "more than 600 families | No family was evicted"
    assert row["places"].startswith(f"papers/letters/letter.txt:{start}-{end} | papers/reply.txt:")


def test_json_is_the_rows_of_the_contract(record: Path) -> None:
    [line] = run("findings", record, "--kind", "figure_conflict", "--json").splitlines()
    assert json.loads(line)["title"] == "“600” and “no family” cannot both hold."


def test_nothing_found_is_said(record: Path, tmp_path: Path) -> None:
    assert run("findings", record, "--match", "sea monsters").strip() == "None of the 6 findings."
    with Record.create(tmp_path / "empty.record"):
        pass
    assert run("findings", tmp_path / "empty.record").strip() == "No findings."


def test_a_kind_that_is_none_is_a_usage_error_that_names_them(record: Path) -> None:
    assert "altered_quotation, figure_conflict" in " ".join(
        run("findings", record, "--kind", "lies", status=2).split()
    )


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_no_line_is_wider_than_the_terminal(
    record: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    class Narrow:
        width = columns

    monkeypatch.setattr("onrecord.cli.terminal.console", Narrow)
    assert max(map(len, run("findings", record).splitlines())) <= columns
