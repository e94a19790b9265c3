"""`onrecord actors` and `onrecord judge`: who is who, and what a reviewer says of it, over rebuilds."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli import main
from onrecord.config import Config, read_config
from onrecord.pipeline.build import build, make_reader
from onrecord.pipeline.engines import InlineEngine

ONE = "It rained. Then Senator Anna Holm (R-VT) spoke. Sen. Holm said the harbour must open."
OTHER = "A. Holm wrote a note. Peter Dahl, a spokesman, read it."
MEMBERS = [
    {
        "id": {"bioguide": "H000009"},
        "name": {"first": "Anna", "last": "Holm", "official_full": "Anna M. Holm"},
        "terms": [
            {"type": "sen", "start": "2019-01-03", "end": "2031-01-03", "state": "VT", "party": "Republican"}
        ],
    }
]


def rebuild(folder: Path, config: Config | None = None) -> Path:
    config = config or Config()
    path = folder / "harbour.record"
    build([folder / "papers"], path, config, engine=InlineEngine(make_reader, config))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "one.txt").write_text(ONE, "utf-8")
    (papers / "other.txt").write_text(OTHER, "utf-8")
    return tmp_path


def run(*words: object, status: int = 0) -> str:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == status, result.output
    return result.stdout if status == 0 else result.stderr


def table(*words: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(*words, "--csv"))))


def test_actors_are_listed_with_names_and_doubt(folder: Path) -> None:
    record = rebuild(folder)
    people = {row["name"]: row for row in table("actors", record, "--kind", "person")}
    assert "Sen. Holm" in people["Anna Holm"]["aliases"].split(" | ")
    assert people["Anna Holm"]["roles"] == "Senator | R-VT"
    assert people["Anna Holm"]["possible_same"] == people["A. Holm"]["id"]
    shown = run("actors", record, "--actor", "Anna Holm")
    assert "may be A. Holm" in shown
    assert json.loads(run("actors", record, "--match", "Dahl", "--json"))["name"] == "Peter Dahl"


def test_a_group_is_listed_with_who_is_in_it_and_every_actor_with_where_it_is_met(folder: Path) -> None:
    (folder / "papers" / "plea.txt").write_text(
        "March 4, 2024\n\nDear Mayor Lund,\n\nWe urge you to open the harbour.\n\n"
        "Sincerely,\n\nAnna Holm\n\nPeter Dahl",
        "utf-8",
    )
    shown = run("actors", rebuild(folder), "--kind", "group")
    assert shown.startswith("group  signatories · Anna Holm; Peter Dahl\n")
    people = run("actors", folder / "harbour.record", "--match", "Lund")
    assert "mentioned once, at plea.txt:" in people
    assert "times in 2 documents, first at one.txt:" in run("actors", folder / "harbour.record")


def test_undoing_says_that_an_earlier_judgement_holds_again(folder: Path) -> None:
    record = rebuild(folder)
    run("judge", record, "Anna Holm", "A. Holm", "--unsure", "--by", "mira")
    run("judge", record, "Anna Holm", "A. Holm", "--different", "--by", "ole")
    said = run("judge", record, "Anna Holm", "A. Holm", "--undo")
    assert said.startswith(
        "The judgement of ole no longer holds.\nAn earlier one holds again: left open (mira, "
    )
    assert (
        run("judge", record, "Anna Holm", "A. Holm", "--undo") == "The judgement of mira no longer holds.\n"
    )


def test_a_judgement_survives_a_rebuild_with_a_changed_document_and_can_be_undone(folder: Path) -> None:
    record = rebuild(folder)
    assert [row["verdict"] for row in table("actors", record, "--pairs")] == ["open"]
    said = run("judge", record, "Anna Holm", "A. Holm", "--same", "--by", "mira", "--why", "her hand")
    assert said.startswith("Anna Holm and A. Holm are one actor")
    (folder / "papers" / "other.txt").write_text(f"{OTHER} It rained.", "utf-8")
    rebuild(folder)
    people = {row["name"]: row for row in table("actors", record, "--kind", "person")}
    assert set(people) == {"Anna Holm", "Peter Dahl"}
    assert people["Anna Holm"]["mentions"] == "3"
    [pair] = table("actors", record, "--pairs")
    assert (pair["verdict"], pair["who"], pair["why"]) == ("positive", "mira", "her hand")
    run("judge", record, pair["one"], pair["other"], "--undo")
    rebuild(folder)
    assert {row["name"] for row in table("actors", record, "--kind", "person")} >= {"Anna Holm", "A. Holm"}
    assert [row["verdict"] for row in table("actors", record, "--pairs")] == ["open"]


def test_a_pair_judged_two_leaves_the_queue_and_one_left_open_stays_in_it(folder: Path) -> None:
    record = rebuild(folder)
    run("judge", record, "Anna Holm", "A. Holm", "--unsure")
    assert run("actors", record, "--pairs").startswith("unsure")
    run("judge", record, "Anna Holm", "A. Holm", "--different")
    rebuild(folder)
    assert "not the same" in run("actors", record, "--pairs")
    people = {row["name"]: row for row in table("actors", record, "--kind", "person")}
    assert people["Anna Holm"]["possible_same"] == ""


def test_the_users_of_judge_are_told_what_is_missing(folder: Path) -> None:
    record = rebuild(folder)
    assert "could be 2 actors" in run("judge", record, "Holm", "Dahl", "--same", status=1)
    assert "no judgement" in run("judge", record, "Anna Holm", "A. Holm", "--undo", status=1)
    run("judge", record, "Anna Holm", "A. Holm", status=2)


def test_files_of_knowledge_give_a_build_identifiers_and_offices(folder: Path) -> None:
    (folder / "members.json").write_text(json.dumps(MEMBERS), "utf-8")
    (folder / "onrecord.toml").write_text('[knowledge]\nlegislators = ["members.json"]\n', "utf-8")
    rebuild(folder)
    record = rebuild(folder, read_config(folder / "onrecord.toml"))
    people = {row["name"]: row for row in table("actors", record, "--kind", "person")}
    assert people["Anna M. Holm"]["identifiers"] == "bioguide:H000009"
    assert people["Anna M. Holm"]["offices"] == "Senator VT Republican (2019-01-03 to 2031-01-03)"
