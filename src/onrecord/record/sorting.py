"""Sorting on disk: more lines than memory holds, in and out by key."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType

Key = tuple[str | int, ...]


class DiskSort:
    """Takes (key, line) pairs in any order and gives them in key order, held in a temporary file.

    The file is SQLite's own temporary one, gone when it is closed; it is no part of a record.
    """

    def __init__(self, key_length: int) -> None:
        self._length = key_length
        self._lines = sqlite3.connect("", isolation_level=None)
        columns = ", ".join(f"k{index}" for index in range(key_length))
        self._lines.execute("PRAGMA journal_mode = OFF")
        self._lines.execute(f"CREATE TABLE lines (n INTEGER PRIMARY KEY, {columns}, line BLOB)")
        self._columns = columns

    def __enter__(self) -> DiskSort:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lines.close()

    def take(self, pairs: Iterable[tuple[Key, str]]) -> None:
        """Add lines with their keys."""
        marks = ", ".join("?" * (self._length + 1))
        self._lines.execute("BEGIN")
        self._lines.executemany(
            f"INSERT INTO lines ({self._columns}, line) VALUES ({marks})",  # noqa: S608  (names of its own)
            ((*key, line.encode("utf-8", "surrogatepass")) for key, line in pairs),
        )
        self._lines.execute("COMMIT")

    def given(self) -> Iterator[tuple[Key, str]]:
        """Yield what was taken in key order; equal keys in the order they came."""
        query = f"SELECT * FROM lines ORDER BY {self._columns}, n"  # noqa: S608  (names of its own)
        for _, *key, line in self._lines.execute(query):
            yield tuple(key), line.decode("utf-8", "surrogatepass")
