"""Names of ids until the record gives them."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.record.store import Record
from onrecord.types.naming import DocumentNames
from onrecord.types.rows import Actor, DocumentRow, Norm, Row


class Names:
    """Ids as a sentence names them."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._documents = DocumentNames(record)

    def one(self, id_: str) -> str:
        """Return the name of one actor, norm or document; the id where there is none."""
        if id_.startswith("d-"):
            found = self._record.document(id_)
            return self._documents(found) if found else id_
        row = self._record.row(id_)
        return row.name if isinstance(row, Actor | Norm) else id_

    def many(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the names of several."""
        return tuple(self.one(id_) for id_ in ids)

    def document(self, row: DocumentRow) -> str:
        """Return what a document is called."""
        return self._documents(row)

    def told(self, row: Row) -> str:
        """Return a phrase that tells a row."""
        return " … ".join(anchor.exact for anchor in row.anchors()) or row.id
