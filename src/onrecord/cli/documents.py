"""Which document a person means, and the short name a table shows it by."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath

from onrecord.cli.terminal import one_line
from onrecord.record.store import Record
from onrecord.types.errors import OnRecordError
from onrecord.types.rows import DocumentRow
from onrecord.types.spans import Evidence

NAME_WIDTH = 20
"""Columns a document's name may fill in a table: the words beside it matter more."""

SHORTEST_PREFIX = 4
"""Characters of an id (with `d-`) or of a path that are enough to mean it by its beginning."""


class NoSuchDocument(OnRecordError):
    """The record has no document, or several, that answer to what was asked for."""


class Library:
    """The documents of a record, numbered from 1 in path order, as every list shows them."""

    def __init__(self, record: Record) -> None:
        self.rows = tuple(record.documents())
        self._numbers = {row.id: number for number, row in enumerate(self.rows, start=1)}
        self._paths = {row.id: row.path for row in self.rows}
        self._dates = {row.id: row.date.edtf for row in self.rows if row.date}
        self._bases = Counter(PurePosixPath(row.path).name for row in self.rows)

    def number(self, document: str) -> int:
        """Return the number of a document."""
        return self._numbers[document]

    def name(self, document: str, width: int = NAME_WIDTH) -> str:
        """Return the short name of a document: its file's name, its whole path where two share that."""
        path = self._paths.get(document)
        if path is None:
            return one_line(document, width)
        base = PurePosixPath(path).name
        return one_line(base if self._bases[base] == 1 else path, width)

    def path(self, document: str) -> str:
        """Return the path of a document, its id where it is not here."""
        return self._paths.get(document, document)

    def date(self, document: str) -> str:
        """Return the date of a document in EDTF, "" where it has none."""
        return self._dates.get(document, "")

    def place(self, anchor: Evidence, width: int = NAME_WIDTH) -> str:
        """Return where words stand: the document's short name and the offset of their first character."""
        return f"{self.name(anchor.document, width)}:{anchor.start}"

    def find(self, reference: str) -> DocumentRow:
        """Return the document meant by a number, a path, a file's name, or the beginning of an id or path.

        Raises NoSuchDocument, naming what could be meant.
        """
        if reference.isascii() and reference.isdigit() and 1 <= int(reference) <= len(self.rows):
            return self.rows[int(reference) - 1]
        exact = [row for row in self.rows if reference in (row.id, row.path, PurePosixPath(row.path).name)]
        found = exact or [row for row in self.rows if self._begins(row, reference)]
        if len(found) == 1:
            return found[0]
        raise NoSuchDocument(self._complaint(reference, found))

    def _begins(self, row: DocumentRow, reference: str) -> bool:
        names = (row.id, row.path, PurePosixPath(row.path).name)
        return len(reference) >= SHORTEST_PREFIX and any(name.startswith(reference) for name in names)

    def _complaint(self, reference: str, found: list[DocumentRow]) -> str:
        if not found:
            return (
                f"There is no document {reference!r} in this record. "
                "`onrecord show RECORD document` lists them with number, id and path."
            )
        shown = ", ".join(f"{self.number(row.id)} ({row.path})" for row in found[:5])
        return f"{reference!r} could be {len(found)} documents: {shown}. Give the number or more of the name."
