"""Lists that people take along: the same rows as on the page, as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import TypeVar

from starlette.responses import Response, StreamingResponse

from onrecord.export.lists import Cells, Table
from onrecord.export.spreadsheet import formula_free
from onrecord.types.rows import Row
from onrecord.types.shown import shown
from onrecord.web.downloads import attachment
from onrecord.web.site import Site

R = TypeVar("R")

CSV = "text/csv; charset=utf-8"


class CellNames:
    """What stands in cells for ids: actors and norms by name, documents by the name of their file."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._paths: dict[str, str] = {}
        self._dates: dict[str, str] = {}

    def one(self, row: str | None) -> str:
        """Return the name of one actor, norm or document, "" for none."""
        if row is None:
            return ""
        return PurePosixPath(self.path(row)).name if row.startswith("d-") else self._site.names.one(row)

    def row(self, row: str) -> Row | None:
        """Return a row by its id."""
        return self._site.record.row(row)

    def path(self, document: str) -> str:
        """Return the path of a document, its id where it is not here."""
        self._look_up(document)
        return self._paths[document]

    def date(self, document: str) -> str:
        """Return the date of a document in EDTF, "" where it has none."""
        self._look_up(document)
        return self._dates[document]

    def text(self, document: str) -> str:
        """Return the canonical text of a document."""
        return self._site.record.text(document)

    def _look_up(self, document: str) -> None:
        if document not in self._paths:
            found = self._site.record.document(document)
            self._paths[document] = found.path if found else document
            self._dates[document] = found.date.edtf if found and found.date else ""


def csv_of(site: Site, table: Table[R], rows: Iterable[R], name: str) -> Response:
    """Return rows as a file to keep, named after the record and the list."""
    names = CellNames(site)
    return csv_file(table.columns, (table.cells(row, names) for row in rows), f"{site.name}-{name}.csv")


def csv_file(columns: Cells, rows: Iterable[Cells], name: str) -> Response:
    """Return a table as a file to keep: no cell steers what shows it or is computed by it."""
    return StreamingResponse(_lines(columns, rows), media_type=CSV, headers=attachment(name))


def _lines(columns: Cells, rows: Iterable[Cells]) -> Iterator[bytes]:
    yield _line(columns)
    for row in rows:
        yield _line([formula_free(shown(cell)) for cell in row])


def _line(cells: Cells) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue().encode()
