"""`onrecord check -o FILE`: the file's ending says what is written beside what is printed."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import jsonschema
import pytest
from click.testing import CliRunner, Result

from onrecord.cli import main
from tests.check.test_cli_check import FAULTY
from tests.check.test_sarif import SARIF


def _run(tmp_path: Path, record: Path, output: str) -> Result:
    document = docx.Document()
    document.add_paragraph("Notes")
    document.add_paragraph(FAULTY.split("\n\n")[1].strip())
    draft = tmp_path / "draft.docx"
    document.save(str(draft))
    return CliRunner().invoke(main, ["check", str(draft), "--record", str(record), "-o", output])


def test_the_drafts_own_word_file_is_written_with_a_comment_on_each_fault(
    papers: Path, tmp_path: Path
) -> None:
    output = tmp_path / "checked.docx"
    result = _run(tmp_path, papers, str(output))
    assert result.exit_code == 1
    assert "Written to " in result.output
    told = [comment.text.splitlines()[0] for comment in docx.Document(str(output)).comments]
    assert "Quotation: altered. The record says otherwise." in told


@pytest.mark.parametrize(("ending", "beginning"), [("html", "<!DOCTYPE html>"), ("jsonl", '{"type":"draft"')])
def test_other_endings_write_other_formats(papers: Path, tmp_path: Path, ending: str, beginning: str) -> None:
    output = tmp_path / f"checked.{ending}"
    assert _run(tmp_path, papers, str(output)).exit_code == 1
    assert output.read_text("utf-8").startswith(beginning)


def test_the_list_for_editors_is_valid_and_says_the_fault(papers: Path, tmp_path: Path) -> None:
    output = tmp_path / "checked.sarif"
    _run(tmp_path, papers, str(output))
    log = json.loads(output.read_text("utf-8"))
    jsonschema.validate(log, SARIF)
    found = {(each["ruleId"], each["level"]) for each in log["runs"][0]["results"]}
    assert ("quotation/altered", "error") in found


def test_an_ending_without_a_format_is_refused_before_the_draft_is_read(papers: Path, tmp_path: Path) -> None:
    result = _run(tmp_path, papers, str(tmp_path / "checked.txt"))
    assert result.exit_code == 2
    assert "Give -o with a file that ends in .docx, .html, .sarif, .jsonl." in " ".join(result.output.split())
    assert not (tmp_path / "checked.txt").exists()
