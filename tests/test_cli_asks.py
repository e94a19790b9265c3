"""`onrecord asks`: the ledger as text, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli import main
from onrecord.record.store import Record
from onrecord.types.dates import RecordDate
from onrecord.types.rows import Actor, Response, Row
from tests.record.papers import Paper, put

LETTER = Paper(
    "Ana Ruiz asks the Lake Board to open the gate by May if it rains. Ana Ruiz asks Ivo Brandt to urge it."
)
RELEASE = Paper("Ana Ruiz urged the Lake Board to open the gate \x1b[31m soon.", "papers/release.txt")
OTHERS = Paper("Bo Lind calls on the Lake Board to open the gate now.", "papers/others.txt")
REPLY = Paper("The Lake Board refused to open the gate. In its reply it thanked Bo Lind.", "papers/reply.txt")


def rows() -> dict[Paper, tuple[str | None, tuple[Row, ...]]]:
    """Return each paper with its date and rows, as reading and comparing leave them."""
    ana, ivo = LETTER.actor("Ana Ruiz"), LETTER.actor("Ivo Brandt")
    board, bo = LETTER.actor("Lake Board", "body"), OTHERS.actor("Bo Lind")
    first = LETTER.ask(
        "asks", "open the gate by May", requesters=(ana.id,), addressees=(board.id,), targets=(board.id,),
        deadline="2024-05", condition=LETTER.words("if it rains"),
    )  # fmt: skip
    relayed = LETTER.ask(
        "asks", "urge it", requesters=(ana.id,), addressees=(ivo.id,), targets=(board.id,), relay="S5"
    )
    again = RELEASE.ask("urged", "open the gate \x1b[31m soon", requesters=(ana.id,), restates=first.id)
    other = OTHERS.ask(
        "calls on", "open the gate now", requesters=(bo.id,), addressees=(board.id,), targets=(board.id,)
    )
    refusal = Response(
        "r-0000000000000001", REPLY.id, "refusal", REPLY.words("refused to open the gate"), board.id,
        asks=(first.id,), reason="by the addressee, 9 days later, on: open, gate",
    )  # fmt: skip
    reply = Response(
        "r-0000000000000002", REPLY.id, "reply", REPLY.words("In its reply it thanked"), board.id
    )
    first = replace(first, strength="S3", also_asked=(other.id,))
    return {
        LETTER: ("2024-03-01", (ana, ivo, board, first, replace(relayed, strength="S3"))),
        RELEASE: (None, (_in(RELEASE, ana), again)),
        OTHERS: (
            "2024-03-05",
            (bo, _in(OTHERS, board), replace(other, strength="S4", also_asked=(first.id,))),
        ),
        REPLY: ("2024-03-10", (_in(REPLY, board), refusal, reply)),
    }


def _in(paper: Paper, actor: Actor) -> Actor:
    return replace(actor, mentions=(paper.words(actor.name),))


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("records") / "gate.record"
    with Record.create(path) as made:
        for paper, (date, found) in rows().items():
            put(made, paper)
            findings = paper.found(*found)
            dated = replace(findings.row, date=RecordDate(date, "stated") if date else None)
            made.save_document(replace(findings, row=dated), "rules 1")
    return path


def run(record: Path, *words: str, status: int = 0) -> str:
    result = CliRunner().invoke(main, ["asks", str(record), *words])
    assert result.exit_code == status, result.output
    return result.stdout if status == 0 else result.stderr


def table(record: Path, *words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(record, "--csv", *words))))


def actions(record: Path, *words: str) -> list[str]:
    return [row["action"] for row in table(record, *words)]


def test_each_ask_is_printed_once_with_its_mentions_and_what_became_of_it(record: Path) -> None:
    shown = run(record)
    opening, *blocks = shown.split("\n\n")
    assert opening == (
        "3 asks, 1 said more than once, 1 answered, 2 with no reply in this record as of 2024-03-10"
    )
    heading, *lines = [line.strip() for line in blocks[0].splitlines()]
    assert heading == "2024-03-01  Ana Ruiz → Lake Board"
    assert lines[0] == (
        "S3  asks “open the gate by May” · said 2 times · answered: refusal by Lake Board, 2024-03-10"
    )
    assert lines[1].startswith("letter.txt:9 · k-")
    assert lines[1].endswith(" · by 2024-05 · on condition “if it rains”")
    assert lines[2] == (
        "answer: “refused to open the gate” · reply.txt:15 · by the addressee, 9 days later, on: open, gate"
    )
    assert lines[3:] == [
        "drift: S3 asks → S5 urged",
        "said again: release.txt:9 S5 urged",
        "also asked: by Bo Lind, 2024-03-05, others.txt:8",
    ]


def test_a_relay_shows_through_whom_and_an_open_ask_as_of_when(record: Path) -> None:
    shown = run(record, "--to", "Ivo Brandt")
    assert "2024-03-01  Ana Ruiz → Ivo Brandt → Lake Board\n  S3→S5  asks “urge it” · no reply in " in shown
    assert "no reply in this record as of 2024-03-10" in shown
    assert "ignored" not in shown


def test_a_reply_to_what_is_not_asked_here_stands_at_the_end(record: Path) -> None:
    assert run(record).rstrip().splitlines()[-3].strip() == "Lake Board · reply · 2024-03-10"
    assert "In its reply" not in run(record, "--from", "Ana Ruiz")


def test_words_of_documents_do_not_steer_the_terminal(record: Path) -> None:
    assert "\x1b[31m" not in run(record)
    assert "\x1b" not in run(record, "--csv", "--from", "Ana Ruiz")


def test_csv_is_a_line_an_ask_with_every_field_by_name(record: Path) -> None:
    first, relayed, other = table(record)
    named = ("requesters", "addressees", "targets", "verb", "strength", "relay", "deadline", "condition")
    assert [first[name] for name in named] == [
        *("Ana Ruiz", "Lake Board", "Lake Board"), "asks", "S3", "", "2024-05", "if it rains"
    ]  # fmt: skip
    assert (first["mentions"], first["documents"]) == ("2", "papers/letter.txt; papers/release.txt")
    assert (first["drift"], first["also_asked_by"]) == ("S3 asks → S5 urged", "Bo Lind")
    told = ("state", "as_of", "response", "response_by", "response_date", "response_words", "reason")
    assert [first[name] for name in told] == [
        *("answered", "2024-03-10", "refusal", "Lake Board", "2024-03-10", "refused to open the gate"),
        "by the addressee, 9 days later, on: open, gate",
    ]
    assert (relayed["relay"], relayed["state"], relayed["response"]) == ("S5", "open", "")
    assert (other["document"], other["start"]) == ("papers/others.txt", "8")


def test_json_is_the_row_of_the_contract_with_mentions_state_and_answers(record: Path) -> None:
    first, *rest = [json.loads(line) for line in run(record, "--json").splitlines()]
    assert len(rest) == 2
    assert (first["type"], first["action"]["exact"]) == ("ask", "open the gate by May")
    assert [mention["document"] for mention in first["mentions"]] == [LETTER.id, RELEASE.id]
    assert (first["state"], first["as_of"]) == ("answered", "2024-03-10")
    assert [(row["type"], row["kind"]) for row in first["responses"]] == [("response", "refusal")]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("--from", "Bo Lind"), ["open the gate now"]),
        (("--requester", "ruiz"), ["open the gate by May", "urge it"]),
        (("--to", "Ivo"), ["urge it"]),
        (("--to", "Lake Board"), ["open the gate by May", "urge it", "open the gate now"]),
        (("--match", "soon"), ["open the gate by May"]),
        (("--document", "release.txt"), ["open the gate by May"]),
        (("--strength", "S4"), ["open the gate now"]),
        (("--strength", "s5+"), ["open the gate by May", "urge it"]),
        (("--state", "answered"), ["open the gate by May"]),
        (("--state", "open"), ["urge it", "open the gate now"]),
    ],
    ids=" ".join,
)
def test_asks_are_chosen_by_any_of_their_mentions(
    record: Path, words: tuple[str, ...], found: list[str]
) -> None:
    assert actions(record, *words) == found


def test_what_is_no_strength_is_a_usage_error(record: Path) -> None:
    assert "Write S1 to S6" in run(record, "--strength", "strong", status=2)


def test_nothing_found_is_said(record: Path) -> None:
    assert run(record, "--match", "no such words").strip() == "No asks."


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(
    record: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    class Narrow:
        width = columns

    monkeypatch.setattr("onrecord.cli.terminal.console", Narrow)
    assert max(map(len, run(record).splitlines())) <= columns


PLEA = Paper("Bo Lind calls on the Lake Board not, if it can, to close the gate.", "papers/plea.txt")


@pytest.fixture
def plea(tmp_path: Path) -> Path:
    bo, board = PLEA.actor("Bo Lind"), PLEA.actor("Lake Board", "body")
    ask = PLEA.ask("calls on", "close the gate", requesters=(bo.id,), targets=(board.id,), negative=True)
    with Record.create(tmp_path / "plea.record") as made:
        put(made, PLEA)
        made.save_document(PLEA.found(bo, board, ask), "rules 1")
    return tmp_path / "plea.record"


def test_an_ask_not_to_act_never_reads_as_an_ask_to_act(plea: Path) -> None:
    shown = run(plea)
    assert "calls on not “close the gate”" in shown
    assert shown.startswith("1 ask, with no reply in this record\n")
    [row] = table(plea)
    assert (row["verb"], row["negative"], row["action"]) == ("calls on", "yes", "not close the gate")
    [listed] = CliRunner().invoke(main, ["show", str(plea), "ask"]).stdout.split("calls on … ")[1:]
    assert listed.startswith("not close the gate")


def test_who_is_to_be_urged_by_somebody_not_named_is_not_shown_as_asked(tmp_path: Path) -> None:
    bo, board = PLEA.actor("Bo Lind"), PLEA.actor("Lake Board", "body")
    ask = PLEA.ask("calls on", "close the gate", requesters=(bo.id,), targets=(board.id,), relay="S5")
    with Record.create(tmp_path / "plea.record") as made:
        put(made, PLEA)
        made.save_document(PLEA.found(bo, board, ask), "rules 1")
    path = str(tmp_path / "plea.record")
    for words in (["asks", path], ["show", path, "ask"]):
        shown = " ".join(CliRunner().invoke(main, words).stdout.split())
        assert "Bo Lind → not named" in shown
        assert "Bo Lind → Lake Board" not in shown


def test_an_ask_that_nobody_be_harmed_is_printed_whole(tmp_path: Path) -> None:
    said = "No family should be moved for it"
    paper = Paper(f"Ana Ruiz wrote. {said}, said Ana Ruiz.", "papers/nobody.txt")
    ana = paper.actor("Ana Ruiz")
    ask = paper.ask("should", "be moved for it", requesters=(ana.id,), targets=(ana.id,))
    with Record.create(tmp_path / "r.record") as made:
        put(made, paper)
        made.save_document(paper.found(ana, ask), "rules 1")
    for command, *words in (["asks"], ["show", "ask"]):
        printed = CliRunner().invoke(main, [command, str(tmp_path / "r.record"), *words]).output
        assert said in printed, command
