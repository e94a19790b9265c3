"""An Excel workbook: a sheet for each type of rows, with links from row to row and to the permalinks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, BinaryIO, NamedTuple

from xlsxwriter import Workbook

from onrecord.export.columns import Column, cells_of, columns_of
from onrecord.export.excerpt import Excerpt, Outcome
from onrecord.export.telling import DATES, MACHINE_MADE, masked_told
from onrecord.export.zipped import Cell
from onrecord.types.rows import EXPORTED_TYPES, ROW_TYPES, Row
from onrecord.types.shown import shown

MOST_ROWS = 1_048_576
"""Rows of a sheet, the header among them (Excel specifications and limits)."""

MOST_CHARACTERS = 32_767
"""Characters of a cell, counted in UTF-16 (Excel specifications and limits)."""

MOST_LINKS = 65_530
"""Links of a sheet (Excel specifications and limits); what is more stays as text."""

CUT = "… [cut: the cell holds {held} of {all} characters; the whole stands in the record]"

_CREATED = datetime(2000, 1, 1)
"""When every workbook says it was made: equal records give equal bytes."""

_WIDE, _NARROW = 44, 16
_NARROW_ENDS = ("_start", "_end", "_basis", "_id", "_ids", "_in", "_places")

Places = Mapping[str, tuple[str, int]]


def write(excerpt: Excerpt, out: BinaryIO) -> Outcome:
    """Write the workbook; a type of more rows than a sheet holds goes on in another sheet."""
    kinds = [ROW_TYPES[name] for name in EXPORTED_TYPES if excerpt.choice.of_type(name)]
    counts = {kind.row_type: 0 for kind in kinds}
    places: dict[str, tuple[str, int]] = {}
    for row in excerpt.rows(*kinds):
        at = counts[row.row_type]
        places[row.id] = (_sheet_name(row.row_type, at), at % (MOST_ROWS - 1) + 1)
        counts[row.row_type] += 1
    book = Workbook(out, _OPTIONS)
    book.set_properties({"title": shown(f"Record “{excerpt.name_of_record}”"), "created": _CREATED})
    try:
        styles = _Styles(
            book.add_format({"bold": True, "bg_color": "#E7E6E6"}), book.get_default_url_format()
        )
        _write_about(book.add_worksheet("About"), excerpt, counts, styles)
        left = 0
        for kind in kinds:
            left += _write_kind(book, excerpt, kind, places, styles)
    finally:
        book.close()
    notes = (f"{left} links did not fit into their sheets and stand as text.",) if left else ()
    return Outcome(sum(counts.values()), notes)


_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "max_url_length": 2079,
}


class _Styles(NamedTuple):
    head: Any
    link: Any


class _Ways(NamedTuple):
    """Where cells lead to: rows by their ids, and whether permalinks lead anywhere."""

    places: Places
    web: bool


def _sheet_name(row_type: str, at: int) -> str:
    part = at // (MOST_ROWS - 1)
    name = row_type.replace("_", " ").capitalize()
    return name if part == 0 else f"{name} {part + 1}"


def _write_about(sheet: Any, excerpt: Excerpt, counts: Mapping[str, int], styles: _Styles) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    lines: list[tuple[str, Cell]] = [
        ("Record", excerpt.name_of_record),
        ("Permalinks", excerpt.base),
        ("Persons", masked_told(excerpt)),
        ("Dates", DATES),
        ("Rows", MACHINE_MADE),
        *((_sheet_name(name, 0), count) for name, count in counts.items()),
    ]
    for at, (label, value) in enumerate(lines):
        sheet.write_string(at, 0, label, styles.head)
        _write_cell(sheet, at, 1, value)


def _write_kind(book: Any, excerpt: Excerpt, kind: type[Row], places: Places, styles: _Styles) -> int:
    """Write the sheets of one type; return how many links did not fit."""
    columns = columns_of(kind)
    ways = _Ways(places, excerpt.on_the_web)
    sheet = _Sheet(book.add_worksheet(_sheet_name(kind.row_type, 0)), columns, ways, styles)
    left = 0
    for at, row in enumerate(excerpt.rows(kind)):
        name = _sheet_name(kind.row_type, at)
        if name != sheet.name:
            left += sheet.close()
            sheet = _Sheet(book.add_worksheet(name), columns, ways, styles)
        sheet.add(cells_of(row, excerpt))
    return left + sheet.close()


class _Sheet:
    """One sheet with its header, written row by row."""

    def __init__(self, sheet: Any, columns: tuple[Column, ...], ways: _Ways, styles: _Styles) -> None:
        self.name = sheet.get_name()
        self._columns = columns
        self._ways = ways
        self._styles = styles
        self._links = self._left = self._at = 0
        self._sheet = sheet
        self._sheet.freeze_panes(1, 1)
        for number, column in enumerate(columns):
            narrow = column.leads or column.name.endswith(_NARROW_ENDS)
            self._sheet.set_column(
                number, number, _NARROW if narrow else min(_WIDE, 12 + 2 * len(column.name))
            )
            self._sheet.write_string(0, number, column.name, styles.head)

    def add(self, cells: Iterable[Cell]) -> None:
        """Write one row."""
        self._at += 1
        for number, (column, cell) in enumerate(zip(self._columns, cells, strict=True)):
            target = self._target(column, cell)
            if target is None:
                _write_cell(self._sheet, self._at, number, cell)
            elif self._links < MOST_LINKS:
                self._links += 1
                self._sheet.write_url(self._at, number, target, self._styles.link, str(cell))
            else:
                self._left += 1
                _write_cell(self._sheet, self._at, number, cell)

    def _target(self, column: Column, cell: Cell) -> str | None:
        """Return where a cell leads: to the row of its id, or to a permalink."""
        if not isinstance(cell, str):
            return None
        if column.name == "link":
            return cell if self._ways.web else None
        if column.name == "id" or not column.leads or cell not in self._ways.places:
            return None
        sheet, at = self._ways.places[cell]
        return f"internal:'{sheet}'!A{at + 1}"

    def close(self) -> int:
        """Set the filter over all that was written; return how many links did not fit."""
        self._sheet.autofilter(0, 0, max(self._at, 1), len(self._columns) - 1)
        return self._left


def _write_cell(sheet: Any, at: int, number: int, cell: Cell) -> None:
    """Write a cell as what it is: words never as a formula, a link or a number."""
    if isinstance(cell, str):
        sheet.write_string(at, number, fitting(shown(cell)))
    elif cell is not None:
        sheet.write_number(at, number, cell)


def fitting(words: str) -> str:
    """Return words that fit into a cell, what is cut off told at their end."""
    held = len(words.encode("utf-16-le")) // 2
    if held <= MOST_CHARACTERS:
        return words
    room = MOST_CHARACTERS - len(CUT) - 2 * len(str(held))
    kept = words.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
    return kept + CUT.format(held=len(kept), all=len(words))
