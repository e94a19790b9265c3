"""`onrecord review`: counts of machine rows and reviewed rows, decisions, and those that lost their row."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli import main
from onrecord.record.store import Record
from tests.records import LETTER_PAGE, make_record


@pytest.fixture
def place(tmp_path: Path) -> Path:
    record = make_record(tmp_path / "shore.record")
    with Record.open(record, who="mira") as held:
        held.decide("s-1", "accept", why="=looked up")
        held.decide("f-1", "reject")
        held.decide("k-1", "correct", {"field": "strength", "value": "S4"})
        held.undo(1, "too early")
        start = LETTER_PAGE.text.index("evicted")
        fields = {
            "type": "event",
            "kind": "HARM.PERSECUTION",
            "factuality": "past",
            "mentions": [{"start": start, "end": start + 7}],
        }
        held.add(LETTER_PAGE.id, fields)
    return record


def run(*args: str | Path) -> str:
    result = CliRunner().invoke(main, ["review", *map(str, args)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_counts_keep_machine_and_people_apart(place: Path) -> None:
    lines = [re.split(r"\s{2,}", line.strip()) for line in run(place).splitlines()]
    table = {line[0]: line[1:] for line in lines}
    assert table["event"] == ["2", "1", "1", "0", "0", "1", "0"]
    assert table["ask"] == ["1", "1", "0", "0", "1", "0", "0"]
    assert table["figure"] == ["0", "0", "0", "0", "0", "0", "1"]
    assert table["statement"] == ["2", "2", "2", "0", "0", "0", "0"]


def test_decisions_are_told_the_last_first_with_what_was_undone(place: Path) -> None:
    printed = run(place)
    heads = [line for line in printed.splitlines() if line[:1].isdigit()]
    assert heads == [
        "5  made by hand",
        "4  undid decision 1",
        "3  corrected strength to “S4”",
        "2  rejected",
        "1  accepted  [undone]",
    ]
    assert "because: too early" in printed
    assert "mira" in printed


def test_decisions_of_one_row_and_as_csv_and_json(place: Path) -> None:
    lines = [json.loads(line) for line in run(place, "--row", "s-1", "--json").splitlines()]
    assert [(line["id"], line["action"], line["state"]) for line in lines] == [
        (4, "undo", "holds"),
        (1, "accept", "undone"),
    ]
    rows = list(csv.DictReader(io.StringIO(run(place, "--csv"))))
    assert [row["decision"] for row in rows] == ["5", "4", "3", "2", "1"]
    assert rows[4]["why"] == "'=looked up"
    assert json.loads(rows[2]["value"]) == {"field": "strength", "value": "S4"}
    assert "600" in rows[3]["what"]
    assert run(place, "--by", "nobody") == "No decisions.\n"


def test_orphaned_decisions_are_listed_with_the_reason(place: Path) -> None:
    with Record.create(place) as record:
        record.seen("papers", {})
    lines = [json.loads(line) for line in run(place, "--orphaned", "--json").splitlines()]
    assert {line["reason"] for line in lines} == {"Its document is not in the record any more."}
    assert {line["id"] for line in lines} == {2, 3, 5}
    assert "3 decisions are orphaned" in run(place)
