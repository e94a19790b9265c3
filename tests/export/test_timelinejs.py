"""TimelineJS JSON, held against the rules its makers document, written down as a JSON schema."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from onrecord.types.dates import RecordDate
from onrecord.types.rows import Actor, Event, Participants
from tests.export.exporting import BASE, told, written
from tests.records import Page, make_record, record_of

DATE = {
    "type": "object",
    "required": ["year"],
    "properties": {
        "year": {"type": "integer"},
        "month": {"type": "integer", "minimum": 1, "maximum": 12},
        "day": {"type": "integer", "minimum": 1, "maximum": 31},
        "display_date": {"type": "string"},
    },
    "dependentRequired": {"day": ["month"]},
    "additionalProperties": False,
}
TEXT = {
    "type": "object",
    "properties": {"headline": {"type": "string"}, "text": {"type": "string"}},
    "additionalProperties": False,
}
SLIDE = {
    "type": "object",
    "properties": {
        "start_date": DATE,
        "end_date": DATE,
        "text": TEXT,
        "group": {"type": "string"},
        "display_date": {"type": "string"},
        "autolink": {"type": "boolean"},
        "unique_id": {"type": "string", "pattern": r"^[A-Za-z0-9_-]+$"},
    },
}
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["events"],
    "properties": {
        "events": {"type": "array", "items": {**SLIDE, "required": ["start_date"]}},
        "title": SLIDE,
        "eras": {"type": "array"},
        "scale": {"enum": ["human", "cosmological"]},
    },
    "additionalProperties": False,
}
PAGE = Page("papers/a.txt", "The Board <b>evicted</b> families at the lake & left.")


def timeline(content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(content)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    ids = [slide["unique_id"] for slide in found["events"]]
    assert len(ids) == len(set(ids))
    return found


def record_of_event(path: Path, **fields: Any) -> Path:
    event = Event("e-1", "MOVE.FLIGHT", (PAGE.words("Board <b>evicted</b>"),), "past", **fields)
    board = Actor("a-1", "Harbour <Board>", "body", mentions=(PAGE.words("Board"),))
    return record_of(path, [(PAGE, replace(PAGE.row("other", "2024"), title=None), (event, board))], [])


@pytest.mark.parametrize(
    ("edtf", "start", "end", "display"),
    [
        ("2024-03-12", {"year": 2024, "month": 3, "day": 12}, None, "12 March 2024"),
        ("2023-08~", {"year": 2023, "month": 8}, None, "about August 2023"),
        (
            "2023-10-01/2023-10-09",
            {"year": 2023, "month": 10, "day": 1},
            {"year": 2023, "month": 10, "day": 9},
            "from 1 October 2023 to 9 October 2023",
        ),
        ("2021-07-14/..", {"year": 2021, "month": 7, "day": 14}, None, "from 14 July 2021 on"),
        ("2021-22", {"year": 2021}, None, "summer 2021"),
    ],
)
def test_a_date_is_placed_and_told_with_its_doubt(
    tmp_path: Path, edtf: str, start: dict[str, int], end: dict[str, int] | None, display: str
) -> None:
    [slide] = timeline(written(record_of_event(tmp_path / "a.record", date=edtf), "timelinejs"))["events"]
    assert (slide["start_date"], slide.get("end_date")) == (start, end)
    assert slide["display_date"] == display
    assert slide["edtf"] == [edtf]


def test_dates_that_contradict_each_other_all_show(tmp_path: Path) -> None:
    dates = (RecordDate("2024-03-14", "stated"), RecordDate("2024-03-12", "stated"))
    [slide] = timeline(written(record_of_event(tmp_path / "a.record", dates=dates), "timelinejs"))["events"]
    assert slide["display_date"] == "12 March 2024 or 14 March 2024 (documents differ)"
    assert (slide["start_date"]["day"], slide["end_date"]["day"]) == (12, 14)


@pytest.mark.parametrize("edtf", [None, "202X"])
def test_events_without_a_date_are_left_out_and_counted(tmp_path: Path, edtf: str | None) -> None:
    content, outcome = told(record_of_event(tmp_path / "a.record", date=edtf), "timelinejs")
    assert timeline(content)["events"] == []
    assert outcome == (0, ("1 event has no date that a timeline can place: left out.",))


def test_words_are_escaped_and_the_row_is_linked(tmp_path: Path) -> None:
    path = record_of_event(
        tmp_path / "a.record",
        date="2024",
        participants=(Participants("actor", ("a-1", "a-1")),),
        place="<i>lake</i>",
    )
    [slide] = timeline(written(path, "timelinejs"))["events"]
    assert slide["unique_id"] == "e-1"
    assert slide["text"]["headline"] == "Flight: Harbour &lt;Board&gt;"
    assert "Board &lt;b&gt;evicted&lt;/b&gt;" in slide["text"]["text"]
    assert "&lt;i&gt;lake&lt;/i&gt;" in slide["text"]["text"]
    assert f'<a href="{BASE}/rows/e-1">' in slide["text"]["text"]
    assert slide["autolink"] is False


def test_what_is_feared_is_told_as_feared(tmp_path: Path) -> None:
    event = Event("e-1", "MOVE.FLIGHT", (PAGE.words("evicted"),), "feared", date="2024")
    path = record_of(
        tmp_path / "a.record", [(PAGE, replace(PAGE.row("other", "2024"), title=None), (event,))], []
    )
    [slide] = timeline(written(path, "timelinejs"))["events"]
    assert slide["text"]["headline"] == "Flight (feared)"
    assert slide["factuality"] == "feared"


def test_the_sample_and_hostile_words_are_valid(sample_record: Path, tmp_path: Path) -> None:
    assert len(timeline(written(sample_record, "timelinejs"))["events"]) > 5
    assert len(timeline(written(make_record(tmp_path / "a.record"), "timelinejs"))["events"]) == 1
