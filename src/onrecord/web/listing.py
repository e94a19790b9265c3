"""Pages of rows straight from the record, until they come from an index."""

from __future__ import annotations

from collections import Counter

from onrecord.record.catalogue import RowEntry, RowPage, RowQuery
from onrecord.record.store import Record
from onrecord.types.rows import ROW_TYPES, DocumentRow, QuotationCheck, Row


class Catalogue:
    """Lists rows of a record."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def page(self, query: RowQuery) -> RowPage:
        """Return one page of rows."""
        every: list[Row] = list(self._record.rows(ROW_TYPES[query.type], query.document))
        kinds = Counter(row.kind for row in every if isinstance(row, DocumentRow))
        verdicts = Counter(row.verdict for row in every if isinstance(row, QuotationCheck))
        kept = [
            row
            for row in every
            if (not query.kinds or getattr(row, "kind", "") in query.kinds)
            and (not query.verdicts or getattr(row, "verdict", "") in query.verdicts)
        ]
        first = int(query.after or 0)
        after = first + query.limit
        return RowPage(
            tuple(RowEntry(row) for row in kept[first:after]),
            len(kept),
            {"kinds": tuple(kinds.most_common()), "verdicts": tuple(verdicts.most_common())},
            str(after) if after < len(kept) else None,
        )

    def related(self, row: str) -> dict[str, tuple[str, ...]]:
        """Return what a row is tied to."""
        return {}
