"""Whether a database file was cut short: SQLite uses such a file until it meets what is missing."""

from __future__ import annotations

import struct
from pathlib import Path

_PAGE_SIZE = struct.Struct(">16xH")
_PAGES = struct.Struct(">24xI I 60xI")
_LARGEST = 65_536
"""The page size that its own field has no room for: 1 stands for it (sqlite.org/fileformat2.html, 1.3)."""


def is_cut_short(database: Path) -> bool:
    """Tell whether a file holds fewer pages than its header counts; False where its journal may hold them."""
    journal = database.with_name(f"{database.name}-wal")
    if journal.exists() and journal.stat().st_size:
        return False
    with database.open("rb") as stream:
        header = stream.read(100)
    if len(header) < 100:
        return bool(header)
    (page_size,) = _PAGE_SIZE.unpack_from(header)
    changed, pages, counted_at = _PAGES.unpack_from(header)
    written = database.stat().st_size // (_LARGEST if page_size == 1 else max(page_size, 1))
    return bool(changed == counted_at and written < pages)
