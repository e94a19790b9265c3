"""`onrecord check`: what it prints, and the exit status that a script goes by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli import main

FAULTY = "Notes\n\n“The valley will drink again before the winter is in,” said Petra Lund.\n"
CLEAN = "Notes\n\n“The valley will drink again before the harvest is in,” said Petra Lund.\n"


def _run(tmp_path: Path, record: Path, text: str, *options: str) -> Result:
    draft = tmp_path / "draft.txt"
    draft.write_text(text, "utf-8")
    return CliRunner().invoke(main, ["check", str(draft), "--record", str(record), *options])


def test_a_fault_is_printed_with_the_words_of_both_and_status_1(papers: Path, tmp_path: Path) -> None:
    result = _run(tmp_path, papers, FAULTY)
    assert result.exit_code == 1
    assert "1 fault" in result.output
    assert "“winter” for “harvest”" in result.output
    assert "draft, line 3: “The valley will drink again before the winter is in,”" in result.output


def test_a_clean_draft_ends_with_status_0_and_all_shows_its_claims(papers: Path, tmp_path: Path) -> None:
    result = _run(tmp_path, papers, CLEAN)
    assert (result.exit_code, "quotation:" in result.output) == (0, False)
    shown = _run(tmp_path, papers, CLEAN, "--all")
    assert shown.exit_code == 0
    assert "cite: Tom Okoye, “Valley waits for water”, 2031-05-03" in shown.output


def test_json_has_the_draft_then_a_line_a_verdict(papers: Path, tmp_path: Path) -> None:
    result = _run(tmp_path, papers, FAULTY, "--json")
    head, verdict = map(json.loads, result.output.splitlines())
    assert (head["type"], head["counts"]["fault"]) == ("draft", 1)
    assert (verdict["code"], verdict["weight"]) == ("altered", "fault")
    assert FAULTY[verdict["anchor"]["start"] : verdict["anchor"]["end"]] == verdict["anchor"]["exact"]


@pytest.mark.parametrize("missing", ["draft", "record"])
def test_what_cannot_be_read_ends_with_status_2_and_a_sentence(
    papers: Path, tmp_path: Path, missing: str
) -> None:
    draft, record = tmp_path / "nothing.md", papers
    if missing == "record":
        draft.write_text(CLEAN, "utf-8")
        record = tmp_path / "nothing.record"
    result = CliRunner().invoke(main, ["check", str(draft), "--record", str(record)])
    assert result.exit_code == 2
    assert "nothing" in result.output
    assert "Traceback" not in result.output
