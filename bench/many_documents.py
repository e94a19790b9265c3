"""Make a record of many documents from one of fewer: its rows several times over, with ids of their own.

python -m bench.many_documents RECORD OUT --times N

Every document stands N times under other paths, with other ids for it and its rows. Actors that at least
SHARED documents name, and norms, stay who they are, so that the best known are named N times as often;
other actors become others. Texts are shared. Sources, refusals and keys but those of names are left out:
the record is good for pages, and for nothing else.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from onrecord.record.store import Record
from onrecord.types.naming import STAGE

SHARED = 3
"""Documents that name an actor who is the same in every copy."""

AT_ONCE = 20_000

_ID = re.compile(r"\b([a-z])-([0-9a-f]{16})\b")
_MIX = 0x9E3779B97F4A7C15  # 2^64 divided by the golden ratio: spreads small numbers over all bits
_YEAR = re.compile(r'"edtf":"(20\d\d)-')


def main() -> None:
    """Make the record that the arguments ask for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("record", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--times", type=int, default=8)
    given = parser.parse_args()
    multiply(given.record, given.out, given.times)


def multiply(record: Path, out: Path, times: int) -> None:
    """Make the record at `out`, which must not exist, from `times` copies of another."""
    with Record.create(out):
        pass
    shutil.copytree(record / "texts", out / "texts", dirs_exist_ok=True)
    source = sqlite3.connect(f"file:{record / 'record.sqlite'}?mode=ro", uri=True)
    made = sqlite3.connect(out / "record.sqlite", isolation_level=None)
    made.execute("PRAGMA synchronous = OFF")
    made.execute("PRAGMA foreign_keys = OFF")
    counts = "SELECT id FROM rows WHERE type = 'actor' GROUP BY id HAVING COUNT(*) >= ?"
    shared = {id_ for (id_,) in source.execute(counts, (SHARED,))}
    made.execute("BEGIN")
    _copy(source, made, "stages", ("stage", "version", "rank"), lambda line: line)
    for copy in range(times):
        _copy_all(source, made, copy, shared)
    made.execute("UPDATE meta SET value = (SELECT max(changed) + 1 FROM documents) WHERE name = 'changes'")
    made.execute("COMMIT")
    made.execute("ANALYZE")
    made.close()


def _copy_all(source: sqlite3.Connection, made: sqlite3.Connection, copy: int, shared: set[str]) -> None:
    [last] = source.execute("SELECT max(number) FROM documents").fetchone()

    def other(found: re.Match[str]) -> str:
        if not copy or found[1] == "n" or found[0] in shared:
            return found[0]
        return f"{found[1]}-{(int(found[2], 16) ^ (copy * _MIX)) & (2**64 - 1):016x}"

    def changed(value: Any) -> Any:
        return _ID.sub(other, value) if isinstance(value, str) else value

    def line_of(line: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(map(changed, line))

    def document(line: tuple[Any, ...]) -> tuple[Any, ...]:
        number, id_, path, payload, *rest = line
        moved = f"copy-{copy:02}/{path}"
        payload = changed(payload)
        if payload:
            payload = payload.replace(f'"path":"{path}"', f'"path":"{moved}"', 1)
            payload = _YEAR.sub(lambda year: f'"edtf":"{int(year[1]) - copy}-', payload, count=1)
        return (number + copy * last, changed(id_), moved, payload, *rest)

    documents = ("number", "id", "path", "payload", "sha256", "fingerprint", "generation", "changed")
    _copy(source, made, "documents", (*documents, "retired", "text_sha256", "passages"), document)
    _copy(source, made, "rows", ("document", "id", "type", "start", "end", "generation", "payload"), line_of)
    resolved = ("stage", "unit", "id", "type", "rank", "document", "start", "end", "payload")
    _copy(source, made, "resolved_rows", resolved, line_of, again=copy > 0)
    _copy(source, made, "resolved_documents", ("stage", "id", "document"), line_of, again=copy > 0)
    _copy(source, made, "redirects", ("stage", "unit", "row", "to", "reason"), line_of, again=copy > 0)
    _copy(
        source,
        made,
        "block_keys",
        ("document_number", "stage", "key", "row", "start"),
        lambda line: (line[0] + copy * last, *line[1:]),
        where=f"stage = '{STAGE}'",
    )


def _copy(
    source: sqlite3.Connection,
    made: sqlite3.Connection,
    table: str,
    columns: tuple[str, ...],
    change: Callable[[tuple[Any, ...]], tuple[Any, ...]],
    *,
    again: bool = False,
    where: str = "1",
) -> None:
    """Copy a table line by line as `change` gives them; lines that are there already stay where `again`."""
    names = ", ".join(f'"{name}"' for name in columns)
    places = ", ".join("?" * len(columns))
    order = f"INSERT {'OR IGNORE ' if again else ''}INTO {table} ({names}) VALUES ({places})"
    lines = source.execute(f"SELECT {names} FROM {table} WHERE {where}")
    for part in _parts(lines):
        made.executemany(order, map(change, part))


def _parts(lines: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while part := list(islice(lines, AT_ONCE)):
        yield part


if __name__ == "__main__":
    main()
