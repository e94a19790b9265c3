"""The formats a record can be handed on in: names, file endings, and the module that writes each."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from onrecord.export.excerpt import ExportCannotBeMade, Outcome

if TYPE_CHECKING:
    from onrecord.export.excerpt import Excerpt


class Format(NamedTuple):
    """One format: what it is called, how its files end, what it holds, and whether it names private persons.

    `text` tells that a terminal can show it. `types` are the row types it can hold, empty for all.
    """

    name: str
    suffix: str
    media_type: str
    what: str
    text: bool = True
    names_persons: bool = False
    types: tuple[str, ...] = ()

    def write(self, excerpt: Excerpt, out: BinaryIO) -> Outcome:
        """Write an excerpt to `out`."""
        written: Outcome = import_module(f"onrecord.export.{self.name}").write(excerpt, out)
        return written


_ZIP = "application/zip"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_JSON = "application/json"

FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        Format(
            "jsonl", "jsonl", "application/x-ndjson", "The record itself: every row, one JSON object a line.",
            names_persons=True,
        ),
        Format("csv", "csv.zip", _ZIP, "A CSV file for each type of rows, in a ZIP archive.", text=False),
        Format("xlsx", "xlsx", _XLSX, "An Excel workbook, a sheet for each type of rows.", text=False),
    )
}  # fmt: skip
"""The formats by name, in the order they are offered."""


def format_called(name: str) -> Format:
    """Return the format of a name; raises ExportCannotBeMade where there is none."""
    if name not in FORMATS:
        raise ExportCannotBeMade(f"{name!r} is no format. Known: {', '.join(FORMATS)}.")
    return FORMATS[name]
