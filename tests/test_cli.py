from __future__ import annotations

import csv
import io
import json
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord import __version__
from onrecord.cli import COMMANDS, main
from onrecord.types.ranking import first_of_each_kind
from onrecord.types.rows import EXPORTED_TYPES, Finding
from tests.pipeline.folders import write_folder
from tests.records import LETTER, LETTER_PAGE, REPLY_PAGE, make_record

ROW_WORDS = {
    "document": "papers/letters/letter.txt",
    "actor": "Harbour Board",
    "statement": "to publish the survey",
    "figure": "more than 600 families",
    "event": "MOVE.FLIGHT",
    "ask": "publish the survey",
    "response": "will publish the survey",
    "norm": "Shore Act",
    "party_status": "party to the Lake Treaty",
    "quotation_check": "altered",
    "figure_set": "families evicted",
    "document_link": "wanted: the survey of the shore",
    "finding": "The reply adds “will” to the letter’s words.",
}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_record(tmp_path_factory.mktemp("records") / "papers.record")


def run(*words: object, status: int = 0) -> Result:
    """Run the command with these words; a traceback is never an answer."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == status, result.output
    return result


def flat(text: str) -> str:
    return " ".join(text.split())


def test_help_names_every_command() -> None:
    shown = run("--help").stdout
    assert [name for name in COMMANDS if re.search(rf"^  {name} ", shown, re.MULTILINE)] == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    shown = run(name, "--help").stdout
    assert shown.startswith(f"Usage: main {name}")


def test_version() -> None:
    assert __version__ in run("--version").stdout


def test_a_misspelt_command_gets_a_suggestion() -> None:
    assert "Did you mean 'search'?" in run("serch", status=2).stderr


def test_help_imports_nothing_heavy() -> None:
    program = """
        import sys
        from onrecord.cli import main
        try:
            main(["--help"])
        except SystemExit:
            pass
        heavy = {"spacy", "sqlalchemy", "rich", "lxml", "tantivy", "lingua", "numpy"}
        print(sorted(heavy & {name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
    """
    lines = [line.strip() if line.strip() in ("try:",) else line[8:] for line in program.splitlines()]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True
    )
    assert "Usage:" in done.stdout
    assert done.stderr.splitlines()[-1] == "[]"


# show


def test_show_without_a_row_type_is_an_overview(record: Path) -> None:
    shown = run("show", record).stdout
    assert "2  documents" in shown
    assert "The reply adds “will” to the letter’s words." in shown
    assert shown.index("adds “will”") < shown.index("One document alone"), "severe findings come first"
    assert "1 error, 0 notices" in shown


def test_every_row_type_has_a_table(record: Path) -> None:
    assert list(ROW_WORDS) == list(EXPORTED_TYPES)
    for row_type, words in ROW_WORDS.items():
        assert words in flat(run("show", record, row_type).stdout), row_type


def test_a_table_says_where_the_words_stand(record: Path) -> None:
    start = LETTER.index("more than 600")
    assert f"letter.txt:{start}" in run("show", record, "figure").stdout


@pytest.mark.parametrize(
    ("given", "row_type"),
    [
        ("asks", "ask"),
        ("party-statuses", "party_status"),
        ("Links", "document_link"),
        ("quotation-check", "quotation_check"),
    ],
)
def test_row_types_are_understood_as_people_write_them(record: Path, given: str, row_type: str) -> None:
    shown = run("show", record, given, "--json").stdout
    assert {json.loads(line)["type"] for line in shown.splitlines()} == {row_type}


def test_an_unknown_row_type_is_a_usage_error_that_lists_them(record: Path) -> None:
    assert "party_status" in run("show", record, "quote", status=2).stderr


@pytest.mark.parametrize(
    "reference",
    ["1", "papers/letters/letter.txt", "letter.txt", LETTER_PAGE.id, LETTER_PAGE.id[:7], "papers/l"],
    ids=["number", "path", "name", "id", "id-prefix", "path-prefix"],
)
def test_a_document_is_found_by_what_a_person_knows_of_it(record: Path, reference: str) -> None:
    shown = run("show", record, "document", "--document", reference, "--json").stdout
    [row] = [json.loads(line) for line in shown.splitlines()]
    assert row["id"] == LETTER_PAGE.id


@pytest.mark.parametrize(
    ("reference", "says"),
    [("9", "no document"), ("nowhere.txt", "no document"), ("papers/", "2 documents"), ("d-", "no document")],
)
def test_a_document_that_is_not_clear_ends_with_one_sentence(record: Path, reference: str, says: str) -> None:
    result = run("text", record, reference, status=1)
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    assert says in line


def test_show_filters_by_actor_and_by_words(record: Path) -> None:
    by_actor = [
        json.loads(line)["id"]
        for line in run("show", record, "--actor", "harbour", "--json").stdout.splitlines()
    ]
    assert {"k-1", "r-1", "p-1", "e-1"} <= set(by_actor)
    assert not {"f-1", "n-1"} & set(by_actor)
    by_words = run("show", record, "--match", "MORE THAN 600", "--json").stdout.splitlines()
    assert {json.loads(line)["id"] for line in by_words} == {"f-1", "g-1"}
    assert "no actor" in run("show", record, "--actor", "nobody", status=1).stderr


def test_show_says_how_many_rows_it_left_out(record: Path) -> None:
    assert "1 of 2 rows" in run("show", record, "norm", "--limit", "1").stdout
    assert "rows;" not in run("show", record, "norm", "--limit", "0").stdout
    assert run("show", record, "norm", "--match", "nothing").stdout == "No rows.\n"


def test_show_leaves_out_what_is_less_certain_until_asked(record: Path) -> None:
    shown = run("show", record, "statement").stdout
    assert "No family" not in shown
    assert "1 less certain statement left out; --unsure shows them." in shown
    asked = run("show", record, "statement", "--unsure").stdout
    assert "No family" in asked
    assert "left out" not in asked


# words of documents in a terminal


@pytest.mark.parametrize(
    "command",
    [
        *[("text", "1"), ("search", "publish"), ("show", "document"), ("issues",)],
        *[("events",), ("figures",), ("figures", "--csv")],
    ],
)
def test_nothing_a_document_says_steers_the_terminal(record: Path, command: tuple[str, ...]) -> None:
    name, *rest = command
    shown = run(name, record, *rest).stdout
    assert shown.strip()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)


def test_markup_in_a_document_is_shown_as_it_stands(record: Path) -> None:
    shown = run("text", record, "letter.txt").stdout
    assert "[bold]Not markup[/bold] ‹U+001B›[31mred" in shown
    assert "‹U+202E›back" in shown


def test_text_marks_the_words_of_rows(record: Path) -> None:
    shown = run("text", record, "2").stdout
    assert "“⟦will publish the survey⟧”" in shown
    shown = run("text", record, "1", "--row", "f-1").stdout
    assert "⟦more than 600 families⟧" in shown
    assert shown.count("⟦") == 1
    assert "no row 'f-1'" in run("text", record, "2", "--row", "f-1", status=1).stderr


# search, issues, verify, export


def test_search_finds_passages_with_their_place(record: Path) -> None:
    shown = run("search", record, "treaty", "AND", "surv*").stdout
    assert "reply.txt:0" in shown
    assert "Lake Treaty" in shown
    [hit] = [json.loads(line) for line in run("search", record, "treaty", "--json").stdout.splitlines()]
    assert hit["document"] == REPLY_PAGE.id
    assert hit["exact"] == REPLY_PAGE.text[hit["start"] : hit["end"]]
    assert "Nothing found" in run("search", record, "xylophone").stdout


def test_search_counts_each_name_of_a_list(record: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("name\nHarbour Board\nxylophone\n=1+1\n", "utf-8")
    shown = run("search", record, "--batch", names)
    assert "The first line, “name”, was taken for the name of the column." in shown.stderr
    board, none, _ = shown.stdout.splitlines()
    assert board.startswith("Harbour Board  1 passage in 1 document · ")
    assert none == "xylophone  nothing"
    rows = list(csv.DictReader(io.StringIO(run("search", record, "--batch", names, "--csv").stdout)))
    assert [row["term"] for row in rows] == ["Harbour Board", "xylophone", "'=1+1"]
    assert (rows[0]["passages"], rows[0]["documents"], rows[0]["actor"]) == ("1", "1", "1")
    [told, *_] = run("search", record, "--batch", names, "--json").stdout.splitlines()
    assert json.loads(told)["found"] == {"passages": 1, "documents": 1, "exact": True}


def test_search_wants_words_or_a_list(record: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("lake", "utf-8")
    assert "Give words" in run("search", record, status=2).stderr
    assert "Give words" in run("search", record, "lake", "--batch", names, status=2).stderr
    assert "--csv is for --batch" in run("search", record, "lake", "--csv", status=2).stderr
    names.write_text("", "utf-8")
    assert "nothing to look for" in run("search", record, "--batch", names, status=1).stderr


@pytest.mark.parametrize("words", ['"open', "AND", "((", "*", "a:b^~["])
def test_odd_searches_get_an_answer_or_a_sentence(record: Path, words: str) -> None:
    result = run("search", record, words)
    assert len(result.stderr.splitlines()) <= 1
    assert result.output.strip()


def test_issues_and_refusals_are_listed(record: Path) -> None:
    assert "damaged_pdf" in run("issues", record).stdout
    [issue] = [json.loads(line) for line in run("issues", record, "--json").stdout.splitlines()]
    assert (issue["path"], issue["severity"]) == ("papers/torn\x1b[2J.pdf", "error")
    shown = flat(run("issues", record, "--rejected").stdout)
    assert "No is no number here." in shown
    assert f"reply.txt:{REPLY_PAGE.text.index('No family')}" in shown


def test_verify_says_what_it_checked(record: Path) -> None:
    assert run("verify", record).stdout.startswith("Everything holds.")


def test_verify_names_what_does_not_hold(tmp_path: Path) -> None:
    record = make_record(tmp_path / "broken.record")
    [text] = [file for file in (record / "texts").rglob("*.txt") if "Lake Treaty" in file.read_text("utf-8")]
    text.chmod(0o644)
    text.write_text(text.read_text("utf-8").replace("Lake", "Late"), "utf-8")
    assert "breaks. Checked:" in flat(run("verify", record, status=1).stdout)


def test_export_writes_the_same_rows_to_a_file_and_to_standard_output(record: Path, tmp_path: Path) -> None:
    output = tmp_path / "rows.jsonl"
    output.write_text("old")
    run("export", record, "--format", "jsonl", "-o", output)
    rows = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    assert {row["type"] for row in rows} == set(EXPORTED_TYPES)
    assert run("export", record).stdout_bytes == output.read_bytes()
    assert [file.name for file in tmp_path.iterdir()] == ["rows.jsonl"]


def test_an_export_that_cannot_be_written_ends_with_one_sentence(record: Path, tmp_path: Path) -> None:
    result = run("export", record, "-o", tmp_path / "nowhere" / "rows.jsonl", status=1)
    assert len(result.stderr.splitlines()) == 1


def test_a_reader_that_stops_early_is_no_error(record: Path) -> None:
    command = f"{sys.executable} -m onrecord export {record} | head -c 10"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", ["show", "search", "issues", "verify", "export", "text"])
def test_a_path_that_is_no_record_ends_with_one_sentence(tmp_path: Path, command: str) -> None:
    rest = {"search": ["words"], "text": ["1"]}.get(command, [])
    result = run(command, tmp_path, *rest, status=1)
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    assert "onrecord build" in line


# build and annotate


def test_build_shows_what_was_read_and_what_to_do_next(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "papers")
    (folder / "empty.pdf").write_bytes(b"")
    output = tmp_path / "papers.record"
    result = run("build", folder, "-o", output, status=3)
    assert "4 read" in result.stdout
    assert "Could not be read" in result.stdout
    assert "papers/empty.pdf" in result.stdout
    assert f"onrecord findings {output}" in result.stdout
    assert result.stderr.splitlines() == [
        "Taking in sources", "Reading documents", "Comparing documents", "Preparing search",
    ]  # fmt: skip
    again = json.loads(run("build", folder, "-o", output, "--json", status=3).stdout)
    assert (again["documents"], again["read"], again["unchanged"]) == (4, 0, 4)
    assert again["rows"]["statement"] > 0
    assert run("verify", output).stdout.startswith("Everything holds.")


def test_build_into_a_folder_of_other_files_ends_with_one_sentence(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "papers")
    result = run("build", folder, "-o", folder, status=1)
    assert [line for line in result.stderr.splitlines() if line.startswith("onrecord: ")]
    assert "Traceback" not in result.output


def test_a_wrong_setting_ends_with_one_sentence(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "papers")
    settings = tmp_path / "settings.toml"
    settings.write_text("wrokers = 2\n")
    result = run("build", folder, "-o", tmp_path / "x.record", "--config", settings, status=1)
    assert "'wrokers' is not a setting" in result.stderr


def test_a_build_stopped_by_ctrl_c_keeps_what_it_read_and_says_how_to_go_on(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "papers")
    output = tmp_path / "papers.record"
    command = [sys.executable, "-m", "onrecord", "build", str(folder), "-o", str(output)]
    # a shell that runs the tests in the background has its children ignore the signal
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as build:
        assert build.stderr is not None
        for line in build.stderr:
            if line.startswith("Reading"):
                break
        build.send_signal(signal.SIGINT)
        _, said = build.communicate()
    assert build.returncode == 130, said
    assert "run the same command to go on" in said
    assert "Traceback" not in said
    run("build", folder, "-o", output)


def test_annotate_writes_json_lines_with_the_path_as_given(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "papers")
    release = folder / "release.txt"
    text = release.read_text("utf-8")
    shown = run("annotate", release, "--layer", "statement", "--layer", "figure").stdout
    things = [json.loads(line) for line in shown.splitlines()]
    assert {thing["path"] for thing in things} == {str(release)}
    [said] = [thing for thing in things if thing.get("mode") == "direct"]
    assert [text[start:end] for start, end in said["content"]] == [
        "The families of Lake Orva deserve an answer,"
    ]
    assert [text[start:end] for start, end in said["source"]] == ["Calloway"]
    assert [text[start:end] for start, end in said["cue"]] == ["said"]
    assert 0 <= said["score"] <= 1
    [figure] = [thing for thing in things if thing["layer"] == "figure" and "550" in thing["exact"]]
    assert (figure["low"], figure["bound"]) == (550, "at_least")


def test_annotate_reads_a_text_without_a_date_by_the_date_given(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("The council met last week.\n", "utf-8")
    [dated] = run("annotate", note, "--layer", "time", "--date", "2024-03-13").stdout.splitlines()
    assert json.loads(dated)["value"] == "2024-W10"
    [undated] = run("annotate", note, "--layer", "time").stdout.splitlines()
    assert json.loads(undated)["value"] != "2024-W10"
    assert "YYYY-MM-DD" in run("annotate", note, "--date", "last week", status=2).stderr


def test_annotating_times_loads_no_language_model(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("The council met on March 4, 2024.\n", "utf-8")
    program = (
        "import sys\nfrom onrecord.cli import main\n"
        "try:\n    main(['annotate', sys.argv[1], '--layer', 'time'])\nexcept SystemExit:\n    pass\n"
        "assert 'spacy' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(note)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["edtf"] == "2024-03-04"


def test_annotate_names_a_file_it_could_not_read_and_reads_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text("The council met on March 4, 2024.\n", "utf-8")
    result = run("annotate", tmp_path / "a.txt", tmp_path / "b.txt", "--layer", "time", status=3)
    assert "a.txt" in result.stderr
    assert len(result.stdout.splitlines()) == 1


def test_findings_are_met_severe_first_and_one_of_each_kind_before_a_second() -> None:
    order = [
        ("low", "single_origin"),
        ("high", "figure_conflict"),
        ("high", "figure_conflict"),
        ("high", "ask_drift"),
    ]
    findings = [
        Finding(f"i-{n}", kind, severity, "A sentence.", (), ()) for n, (severity, kind) in enumerate(order)
    ]
    assert [finding.id for finding in first_of_each_kind(findings)] == ["i-1", "i-3", "i-2", "i-0"]
    many = [replace(findings[1], id=f"i-{n}") for n in range(4, 8)]
    assert [finding.id for finding in first_of_each_kind([*many, findings[0]])] == [
        "i-4",
        "i-5",
        "i-6",
        "i-0",
        "i-7",
    ]
