"""Many lines into a table at once, past SQLAlchemy's handling of each single value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table

from onrecord.record.schema import escaped


def insert_many(connection: Connection, table: Table, lines: Sequence[Mapping[str, Any]]) -> None:
    """Insert lines that all have the same columns; half the time of SQLAlchemy's own executemany."""
    if lines:
        names = tuple(lines[0])
        insert_lines(connection, table, names, [tuple([line[name] for name in names]) for line in lines])


def insert_lines(
    connection: Connection, table: Table, names: tuple[str, ...], lines: Sequence[tuple[Any, ...]]
) -> None:
    """Insert lines of values that stand in the order of the named columns."""
    if not lines:
        return
    values = [
        tuple([escaped(value) if isinstance(value, str) else value for value in line]) for line in lines
    ]
    if connection.dialect.name == "postgresql":
        _copy(connection, table, names, values)
    else:
        connection.exec_driver_sql(_statement(table, names, connection.dialect), values)


def _copy(
    connection: Connection, table: Table, names: Sequence[str], lines: Sequence[tuple[Any, ...]]
) -> None:
    """Insert lines by COPY, which PostgreSQL takes several times as fast as statements."""
    quoted = connection.dialect.identifier_preparer.quote
    columns = ", ".join(quoted(name) for name in names)
    connection.exec_driver_sql("SELECT 1")  # the transaction has begun, whatever was asked before
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {quoted(table.name)} ({columns}) FROM STDIN") as copy:
        for line in lines:
            copy.write_row(line)


@lru_cache
def _statement(table: Table, names: tuple[str, ...], dialect: Dialect) -> str:
    """Return the statement, its values in the order of the names."""
    quoted = dialect.identifier_preparer.quote
    columns = ", ".join(quoted(name) for name in names)
    return f"INSERT INTO {quoted(table.name)} ({columns}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608
