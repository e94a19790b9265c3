"""CSV: a ZIP archive with a file for each type of rows, every field in a column of its own."""

from __future__ import annotations

from typing import BinaryIO

from onrecord.export.columns import cells_of, columns_of
from onrecord.export.excerpt import Excerpt, Outcome
from onrecord.export.telling import about
from onrecord.export.zipped import ZippedTables
from onrecord.types.rows import EXPORTED_TYPES, ROW_TYPES


def write(excerpt: Excerpt, out: BinaryIO) -> Outcome:
    """Write a file `TYPE.csv` for each type that is handed on, also where it has no row, and `README.txt`."""
    count = 0
    with ZippedTables(out) as archive:
        for name in EXPORTED_TYPES:
            if excerpt.choice.of_type(name):
                kind = ROW_TYPES[name]
                lines = (cells_of(row, excerpt) for row in excerpt.rows(kind))
                count += archive.table(f"{name}.csv", [each.name for each in columns_of(kind)], lines)
        archive.text("README.txt", about(excerpt, _WHAT))
    return Outcome(count)


_WHAT = (
    "One CSV file for each type of rows, in UTF-8. Several values of one field stand in one cell, with “ | ” "
    "between them. A cell that a spreadsheet would compute begins with an apostrophe. Characters that cannot "
    "be seen or that steer how text is shown are written as ‹U+202E›."
)
