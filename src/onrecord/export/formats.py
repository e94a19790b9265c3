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
        Format(
            "bundle", "bundle.zip", _ZIP, "Rows, custody log and decisions that anybody can check.",
            text=False,
        ),
        Format("jsonld", "jsonld", "application/ld+json", "Linked data: Web Annotation, PROV-O, schema.org."),
        Format("ftm", "ftm.json", "application/x-ndjson", "FollowTheMoney 4 entities, as for Aleph."),
        Format("timelinejs", "timeline.json", _JSON, "Dated events for TimelineJS.", types=("event",)),
        Format("uwazi", "uwazi.zip", _ZIP, "CSV files to import into Uwazi, in a ZIP archive.", text=False),
        Format(
            "huridocs", "huridocs.zip", _ZIP, "HURIDOCS events standard formats as CSV, in a ZIP archive.",
            text=False,
        ),
        Format(
            "csl", "csl.json", "application/vnd.citationstyles.csl+json",
            "Citations of documents as CSL-JSON.", types=("document",),
        ),
        Format("ris", "ris", "application/x-research-info-systems", "Citations of documents as RIS.",
               types=("document",)),
    )
}  # fmt: skip
"""The formats by name, in the order they are offered."""


def format_called(name: str) -> Format:
    """Return the format of a name; raises ExportCannotBeMade where there is none."""
    if name not in FORMATS:
        raise ExportCannotBeMade(f"{name!r} is no format. Known: {', '.join(FORMATS)}.")
    return FORMATS[name]
