"""The record as JSON Lines: RECORD.md, one object a line, the same bytes for equal records."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, BinaryIO

from onrecord.types.codec import encode, to_json
from onrecord.types.rows import Row

if TYPE_CHECKING:
    from onrecord.record.store import Record


def write_jsonl(record: Record, out: BinaryIO) -> int:
    """Write every row of `record` to `out`; return how many there are."""
    count = 0
    for row in record.export_rows():
        out.write(line_of(row))
        count += 1
    return count


def line_of(row: Row) -> bytes:
    """Return a row as one line of UTF-8; a lone surrogate, which UTF-8 cannot hold, as a JSON escape."""
    try:
        return to_json(row).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(encode(row), ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
