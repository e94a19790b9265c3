from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.export.excerpt import Excerpt, excerpt_of
from onrecord.export.jsonl import write
from onrecord.record.store import Record
from onrecord.types.rows import Actor, DocumentLink, DocumentRow, Statement
from tests.export.exporting import members, written
from tests.export.private_people import LETTER, MARIA, MINISTER, REPLY, make_private_record


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(make_private_record(tmp_path / "private.record"), who="Ada Reviewer") as opened:
        yield opened


@pytest.fixture
def excerpt(record: Record) -> Excerpt:
    return excerpt_of(record)


def test_names_are_masked_also_where_a_title_is_cut(excerpt: Excerpt) -> None:
    assert excerpt.names([MARIA, "person-1", MINISTER, "a-unknown"]) == (
        "Person 1", "Person 1", "Peter Quint", "a-unknown",
    )  # fmt: skip
    assert excerpt.name(LETTER.id) == (
        "the letter of 2024-03-04, “Appeal for [Person 1] the teacher” (papers/[Person 1]-letter.txt)"
    )


def test_masked_rows_are_told_without_names(excerpt: Excerpt) -> None:
    told = [excerpt.told(row) for row in excerpt.rows(Statement, DocumentLink, Actor, DocumentRow)]
    assert "Person 1 says: “saw more than 600 families leave”" in told
    assert not [words for words in told if "Maria" in words or "Ileana" in words]


def test_rows_come_with_what_reviewers_left_on_them(record: Record) -> None:
    record.decide("s-1", "accept", why="Heard on the tape.")
    record.decide("s-1", "grade", {"source": "B", "item": 2})
    record.decide("s-1", "assess", {"standard": "reasonable_grounds", "finding": "Maria Quint is right."})
    record.decide("s-1", "note", "Ask Maria Quint again.")
    out = io.BytesIO()
    write(excerpt_of(record), out)
    rows = {row["id"]: row for row in map(json.loads, out.getvalue().splitlines())}
    assert rows["s-1"]["review"] == {
        "reviewed": "accepted",
        "grade": "B2",
        "standard_of_proof": "reasonable_grounds",
        "finding": "[Person 1] is right.",
        "notes": ["Ask [Person 1] again."],
    }
    assert "review" not in rows["s-2"]
    text = members(written(Path(str(record.address)), "csv"))["statement.csv"]
    [line] = [line for line in csv.DictReader(io.StringIO(text)) if line["id"] == "s-1"]
    assert (line["reviewed"], line["grade"], line["notes"]) == ("accepted", "B2", "Ask [Person 1] again.")


def test_a_row_made_by_hand_says_so(record: Record) -> None:
    start = REPLY.text.index("says")
    place = {"start": start, "end": start + 4}
    fields = {"type": "statement", "content": [place], "mode": "indirect", "act": "assert", "level": 1}
    made = record.add(REPLY.id, fields, "The machine missed it.")
    out = io.BytesIO()
    write(excerpt_of(record), out)
    [row] = [row for row in map(json.loads, out.getvalue().splitlines()) if row["id"] == made.row]
    assert row["review"] == {"reviewed": "by hand", "made_by_hand": True}


def test_a_record_named_like_a_person_is_not_named_so(tmp_path: Path) -> None:
    with Record.open(make_private_record(tmp_path / "maria_quint.record")) as record:
        assert excerpt_of(record).name_of_record == "[Person 1]"
