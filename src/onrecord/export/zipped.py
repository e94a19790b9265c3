"""ZIP archives of CSV files with the same bytes for the same content: no clock, one order, one system."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import BinaryIO

from onrecord.export.spreadsheet import formula_free
from onrecord.types.shown import shown

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP archive can give a file."""

_UNIX = 3
_MODE = 0o644 << 16

Cell = str | int | float | None


class ZippedTables:
    """A ZIP archive that tables are written into one after the other; a context manager."""

    def __init__(self, out: BinaryIO) -> None:
        self._archive = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)

    def table(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
        """Write a CSV file; cells are freed of formulas and of what steers a terminal. Return its rows."""
        count = 0
        with self._archive.open(_entry(name), "w") as raw:
            text = io.TextIOWrapper(raw, encoding="utf-8", newline="", write_through=True)
            writer = csv.writer(text)
            writer.writerow(columns)
            for row in rows:
                writer.writerow([plain_cell(cell) for cell in row])
                count += 1
            text.detach()
        return count

    @staticmethod
    def csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
        """Return the bytes of a CSV file as `table` writes it."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(columns)
        writer.writerows([plain_cell(cell) for cell in row] for row in rows)
        return text.getvalue().encode()

    def file(self, name: str, content: bytes) -> None:
        """Write a file of bytes."""
        self._archive.writestr(_entry(name), content)

    def text(self, name: str, words: str) -> None:
        """Write a text file."""
        self._archive.writestr(_entry(name), words)

    def __enter__(self) -> ZippedTables:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()


def plain_cell(cell: Cell) -> str:
    """Return a cell that no spreadsheet computes and no terminal obeys; "" for None."""
    if cell is None:
        return ""
    return formula_free(shown(cell)) if isinstance(cell, str) else str(cell)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _MODE
    return entry
