"""A table of aliases as CSV: one line a name, with kind, identifiers and at most one office."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from onrecord.types.errors import ConfigurationIsWrong
from onrecord.types.knowledge import KnownEntry, Office, file_name
from onrecord.types.rows import ACTOR_KINDS

_COLUMNS = (
    "name", "alias", "kind", "identifiers", "role", "since", "until", "area", "party",
)  # fmt: skip
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def read_aliases(text: str, path: str) -> Iterator[KnownEntry]:
    """Yield an entry a line; raises ConfigurationIsWrong with the line.

    `alias` and `identifiers` may hold several, with `|` between them; an identifier is `scheme:value`.
    """
    rows = csv.DictReader(io.StringIO(text), strict=True)
    try:
        unknown = [name for name in rows.fieldnames or () if name not in _COLUMNS]
        if "name" not in (rows.fieldnames or ()) or unknown:
            told = f"there is no column {unknown[0]!r}" if unknown else "the column 'name' is missing"
            raise _wrong(path, 1, told, f"Columns: {', '.join(_COLUMNS)}")
        for row in rows:
            yield _entry(row, path, rows.line_num)
    except csv.Error as error:
        raise _wrong(
            path, rows.line_num, f"this is no CSV ({error})", "Correct the quotation marks"
        ) from error


def _entry(row: dict[str, str], path: str, line: int) -> KnownEntry:
    if None in row:
        raise _wrong(path, line, "the line has more cells than columns", "Put cells with commas in quotes")
    cells = {name: (value or "").strip() for name, value in row.items()}
    if not cells["name"]:
        raise _wrong(path, line, "the name is empty", "Give the full name in the column 'name'")
    kind = cells.get("kind") or "person"
    if kind not in ACTOR_KINDS:
        raise _wrong(path, line, f"{kind!r} is no kind of actor", f"Kinds: {', '.join(ACTOR_KINDS)}")
    return KnownEntry(
        cells["name"],
        kind,
        _several(cells.get("alias", "")),
        tuple(sorted(_identifier(one, path, line) for one in _several(cells.get("identifiers", "")))),
        _offices(cells, path, line),
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _identifier(written: str, path: str, line: int) -> tuple[str, str]:
    scheme, colon, value = written.partition(":")
    if not (colon and scheme.strip() and value.strip()):
        raise _wrong(path, line, f"{written!r} is no identifier", "Write scheme:value, as in wikidata:Q42")
    return scheme.strip(), value.strip()


def _offices(cells: dict[str, str], path: str, line: int) -> tuple[Office, ...]:
    for name in ("since", "until"):
        if cells.get(name) and not _DAY.fullmatch(cells[name]):
            raise _wrong(path, line, f"{cells[name]!r} is no date", "Write 2024, 2024-05 or 2024-05-09")
    if not cells.get("role"):
        return ()
    held = {name: cells.get(name) or None for name in ("since", "until", "area", "party")}
    return (Office(cells["role"], source=file_name(path), **held),)


def _wrong(path: str, line: int, what: str, remedy: str) -> ConfigurationIsWrong:
    return ConfigurationIsWrong(f"{path}, line {line}: {what}. {remedy}.")
