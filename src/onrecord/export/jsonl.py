"""The record as JSON Lines: RECORD.md, one object a line, the same bytes for equal records.

An anchor of the contract quotes its document exactly, so this format names private persons unless it is asked
to mask them; then an anchor that had to change carries `"masked": true` and no longer equals the text. A row
that a reviewer looked at has `review` beside the fields of the contract, and every row `link` where a base of
permalinks is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from onrecord.export.excerpt import Excerpt, Outcome
from onrecord.export.json_bytes import compact
from onrecord.export.masking import Masking
from onrecord.types.codec import encode
from onrecord.types.review import RowReview
from onrecord.types.rows import EXPORTED_TYPES, Row

if TYPE_CHECKING:
    from onrecord.record.store import Record


def write_jsonl(record: Record, out: BinaryIO) -> int:
    """Write every row of `record` to `out`, nobody masked; return how many there are."""
    return write(Excerpt(record, Masking.off(record)), out).rows


def write(excerpt: Excerpt, out: BinaryIO) -> Outcome:
    """Write the rows of an excerpt."""
    count = 0
    types = [name for name in EXPORTED_TYPES if excerpt.choice.of_type(name)]
    for row in excerpt.record.export_rows(types):
        if excerpt.choice.takes(row):
            out.write(compact({**excerpt.masking.encoded(row), **_beside(row, excerpt)}) + b"\n")
            count += 1
    return Outcome(count)


def _beside(row: Row, excerpt: Excerpt) -> dict[str, Any]:
    """Return what stands beside the fields of the contract."""
    review = review_written(excerpt.review(row))
    beside: dict[str, Any] = {"review": review} if review else {}
    if excerpt.linked:
        beside["link"] = excerpt.link(row.id)
    return beside


def review_written(review: RowReview) -> dict[str, Any]:
    """Return what reviewers left on a row as a JSON object, empty where nobody left anything."""
    assessed = review.assessment if review.assessment.who else None
    held = {
        "reviewed": review.reviewed,
        "made_by_hand": review.made_by is not None or None,
        "grade": str(review.grade) if review.grade.graded else None,
        "standard_of_proof": assessed.standard if assessed else None,
        "finding": (assessed.finding or None) if assessed else None,
        "notes": [note.text for note in review.notes] or None,
    }
    return {name: value for name, value in held.items() if value is not None}


def line_of(row: Row) -> bytes:
    """Return a row as one line of UTF-8; a lone surrogate, which UTF-8 cannot hold, as a JSON escape."""
    return compact(encode(row)) + b"\n"
