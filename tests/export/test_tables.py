"""CSV and workbooks, read by the csv module and by openpyxl."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given

from onrecord.export.columns import cells_of, columns_of
from onrecord.export.excerpt import Excerpt, excerpt_of
from onrecord.export.spreadsheet import FORMULA
from onrecord.export.xlsx import MOST_CHARACTERS, fitting
from onrecord.record.store import Record
from onrecord.types.rows import EXPORTED_TYPES, ROW_TYPES, Row
from tests.export.exporting import BASE, members, told, written
from tests.export.private_people import make_private_record
from tests.record.papers import Paper, save
from tests.records import LETTER_PAGE, make_record
from tests.types.any_rows import any_row


def tables(content: bytes) -> dict[str, list[dict[str, str]]]:
    return {
        name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(text, newline="")))
        for name, text in members(content).items()
        if name.endswith(".csv")
    }


def book(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def records(sheet: Any) -> list[dict[str, Any]]:
    head, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_csv_has_a_file_for_each_type_with_every_row(tmp_path: Path) -> None:
    path = make_record(tmp_path / "a.record")
    content, outcome = told(path, "csv")
    found = tables(content)
    assert set(found) == set(EXPORTED_TYPES)
    with Record.open(path) as record:
        assert {name: len(lines) for name, lines in found.items()} == {
            name: count for name, count in record.counts().items() if name in EXPORTED_TYPES
        }
    assert outcome.rows == sum(map(len, found.values()))
    [statement] = [line for line in found["statement"] if line["id"] == "s-1"]
    assert statement["link"] == f"{BASE}/rows/s-1"
    assert statement["speakers"] == "the writers"
    assert statement["content"] == "to publish the survey"
    assert statement["content_places"] == f"{LETTER_PAGE.id}:26-47"
    assert statement["document_name"].startswith("the letter of 2024-03-04")
    assert statement["document_path"] == LETTER_PAGE.path
    [figure] = found["figure"]
    assert (figure["shown"], figure["low"], figure["high"], figure["date"]) == ("> 600", "601", "", "2024-02")
    assert figure["date_in_words"] == "February 2024"
    [event] = found["event"]
    assert event["participants"] == "actor: Harbour Board"


def test_no_cell_of_csv_is_a_formula(tmp_path: Path) -> None:
    paper = Paper("=HYPERLINK(1) said +1. @SUM said -2.")
    with Record.create(tmp_path / "a.record") as record:
        save(record, paper, paper.statement("=HYPERLINK(1)"), paper.statement("+1"), paper.statement("@SUM"))
    found = tables(written(tmp_path / "a.record", "csv"))
    assert {line["content"] for line in found["statement"]} == {"'=HYPERLINK(1)", "'+1", "'@SUM"}
    assert not any(
        cell.startswith(FORMULA) for lines in found.values() for line in lines for cell in line.values()
    )


def test_masked_rows_of_csv_say_so(tmp_path: Path) -> None:
    found = tables(written(make_private_record(tmp_path / "a.record"), "csv"))
    assert {line["id"]: line["masked"] for line in found["statement"]} == {"s-1": "yes", "s-2": ""}
    first = found["actor"][0]
    assert (first["id"], first["link"], first["name"]) == ("person-1", "", "Person 1")


def test_a_workbook_has_a_sheet_for_each_type_that_a_reader_can_use(tmp_path: Path) -> None:
    path = make_record(tmp_path / "a.record")
    content, outcome = told(path, "xlsx")
    read = book(content)
    names = [name.replace("_", " ").capitalize() for name in EXPORTED_TYPES]
    assert read.sheetnames == ["About", *names]
    assert outcome.rows == sum(read[name].max_row - 1 for name in names)
    for name, row_type in zip(names, EXPORTED_TYPES, strict=True):
        sheet = read[name]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert [cell.value for cell in sheet[1]] == [each.name for each in columns_of(ROW_TYPES[row_type])]
    [figure] = records(read["Figure"])
    assert (figure["low"], figure["high"], figure["number"]) == (601, None, 600)


def test_links_of_a_workbook_lead_to_rows_and_permalinks(tmp_path: Path) -> None:
    read = book(written(make_record(tmp_path / "a.record"), "xlsx"))
    sheet = read["Statement"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    link = sheet.cell(2, heads["link"])
    assert link.hyperlink.target == link.value
    document = sheet.cell(2, heads["document"])
    place = document.hyperlink.location
    assert read["Document"][place.split("!")[1]].value == document.value
    plain = book(written(tmp_path / "a.record", "xlsx", base=None))["Statement"].cell(2, heads["link"])
    assert plain.hyperlink is None
    assert plain.value.startswith("onrecord:a/rows/s-")


def test_words_are_never_formulas_links_or_numbers_in_a_workbook(tmp_path: Path) -> None:
    words = ["=1+1", "http://evil.example/", "007", "{=A1}", "\x00\x07 and \u202e"]
    paper = Paper(". ".join(words))
    with Record.create(tmp_path / "a.record") as record:
        save(record, paper, *(paper.statement(each) for each in words))
    sheet = book(written(tmp_path / "a.record", "xlsx"))["Statement"]
    column = next(cell.column for cell in sheet[1] if cell.value == "content")
    cells = [sheet.cell(row, column) for row in range(2, 2 + len(words))]
    assert sorted(cell.value for cell in cells) == sorted([*words[:4], "‹U+0000›‹U+0007› and ‹U+202E›"])
    assert {(cell.data_type, cell.hyperlink) for cell in cells} == {("s", None)}


def test_a_cell_that_is_too_long_says_what_was_cut() -> None:
    assert fitting("x" * MOST_CHARACTERS) == "x" * MOST_CHARACTERS
    cut = fitting("𝒳" * MOST_CHARACTERS)
    assert len(cut.encode("utf-16-le")) // 2 <= MOST_CHARACTERS
    assert cut.endswith(f"of {MOST_CHARACTERS} characters; the whole stands in the record]")


@pytest.mark.parametrize("kind", [ROW_TYPES[name] for name in EXPORTED_TYPES])
def test_columns_have_names_of_their_own(kind: type[Row]) -> None:
    names = [column.name for column in columns_of(kind)]
    assert len(names) == len(set(names))


@pytest.fixture(scope="module")
def excerpt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Excerpt]:
    with Record.open(make_record(tmp_path_factory.mktemp("any") / "a.record")) as record:
        yield excerpt_of(record)


@given(any_row)
def test_any_row_fills_its_columns(excerpt: Excerpt, row: Row) -> None:
    assert len(cells_of(row, excerpt)) == len(columns_of(type(row)))
