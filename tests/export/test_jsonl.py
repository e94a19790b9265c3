from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given

from onrecord.export.jsonl import line_of, write_jsonl
from onrecord.record.store import Record
from onrecord.types.codec import encode
from onrecord.types.rows import Row
from tests.record.papers import Paper, save, save_three
from tests.types.any_rows import any_row


def test_a_record_is_written_one_object_a_line(tmp_path: Path) -> None:
    out = BytesIO()
    with Record.create(tmp_path / "record") as record:
        save_three(record)
        assert write_jsonl(record, out) == 10
        expected = [encode(row) for row in record.export_rows()]
    lines = out.getvalue().decode().splitlines()
    assert [json.loads(line) for line in lines] == expected
    assert out.getvalue().endswith(b"\n")


@given(any_row)
def test_a_line_is_valid_utf_8_and_holds_the_row(row: Row) -> None:
    line = line_of(row).decode()
    assert line.count("\n") == 1
    assert json.loads(line) == encode(row)


@pytest.mark.parametrize("text", ["한국어 “so”", "lone \ud800 mark", "NUL \x00", "line\u2028end"])
def test_odd_texts_are_written(tmp_path: Path, text: str) -> None:
    paper = Paper(text)
    out = BytesIO()
    with Record.create(tmp_path / "record") as record:
        save(record, paper, paper.statement(text))
        write_jsonl(record, out)
    _, statement = (json.loads(line) for line in out.getvalue().decode().split("\n")[:2])
    assert statement["content"][0]["exact"] == text
