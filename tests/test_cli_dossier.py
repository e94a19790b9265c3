"""`onrecord export --format dossier`: the file's ending says what is written."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from onrecord.cli import main
from tests.records import LETTER_PAGE, make_record


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return make_record(tmp_path / "papers.record")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["export", *map(str, arguments)])


@pytest.mark.parametrize("ending", ["docx", "html", "pdf"])
def test_the_ending_of_the_file_says_what_is_written(record: Path, tmp_path: Path, ending: str) -> None:
    output = tmp_path / f"dossier.{ending}"
    done = run(record, "--format", "dossier", "-o", output)
    assert done.exit_code == 0, done.output
    assert done.stderr == f"A dossier with 2 exhibits written to {output}\n"
    assert output.read_bytes()[:4] in (b"PK\x03\x04", b"<!DO", b"%PDF")


def test_title_purpose_and_choice_are_said_on_the_first_page(record: Path, tmp_path: Path) -> None:
    output = tmp_path / "dossier.docx"
    done = run(
        record, "--format", "dossier", "-o", output, "--title", "The survey", "--purpose", "To find it.",
        "--document", LETTER_PAGE.path, "--type", "ask", "--since", "2024",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    text = "\n".join(each.text for each in docx.Document(str(output)).paragraphs)
    assert text.startswith("The survey\n")
    for told in ("To find it.", "what 1 document says; rows of these types: ask; from 2024 on"):
        assert told in text
    assert "Asked of" in text
    assert "Chronology" not in text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "dossier"], "give -o with FILE.docx, FILE.html or FILE.pdf"),
        (["--format", "dossier", "-o", "a.txt"], "give -o with FILE.docx, FILE.html or FILE.pdf"),
        (
            ["--format", "dossier", "-o", "a.docx", "--type", "actor"],
            "'actor' makes no chapter. Known: event",
        ),
        (["--format", "dossier", "-o", "a.docx", "--since", "May"], "Write 2024, 2024-05 or 2024-05-09"),
        (["--title", "A"], "jsonl is no dossier"),
    ],
)
def test_what_cannot_be_made_is_told(record: Path, arguments: list[str], told: str) -> None:
    done = run(record, *arguments)
    assert done.exit_code != 0
    assert told in done.output
    assert not Path("a.docx").exists()


def test_versions_are_told_of_a_record_that_this_very_version_read(
    sample_record: Path, tmp_path: Path
) -> None:
    output = tmp_path / "dossier.html"
    assert run(sample_record, "--format", "dossier", "-o", output).exit_code == 0
    page = output.read_text("utf-8")
    assert "Read with: parser" in page
    assert "Read with: extract figures" in page
    assert "is not known of a record" not in page
