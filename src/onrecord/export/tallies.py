"""The columns of a batch search: how often each name or phrase of a list is found."""

from __future__ import annotations

from onrecord.export.lists import Cells
from onrecord.record.batch import Tally

ROW_TYPES = (
    *("statement", "quotation_check", "figure", "figure_set", "event", "ask", "response", "norm"),
    *("party_status", "actor", "document", "wanted", "finding"),
)
COLUMNS = ("term", "query", "passages", "documents", "estimate", *ROW_TYPES, "note")


def cells_of(tally: Tally) -> Cells:
    """Return a tally as the cells of COLUMNS."""
    return (
        tally.term,
        tally.query,
        str(tally.found.passages),
        str(tally.found.documents),
        "" if tally.found.exact else "yes",
        *(str(tally.rows.get(row_type, 0)) for row_type in ROW_TYPES),
        tally.complaint or "",
    )
