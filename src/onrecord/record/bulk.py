"""Many lines into a table at once, past SQLAlchemy's handling of each single value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert

from onrecord.record.schema import escaped


def insert_many(connection: Connection, table: Table, lines: Sequence[Mapping[str, Any]]) -> None:
    """Insert lines that all have the same columns; half the time of SQLAlchemy's own executemany."""
    if not lines:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, lines)
        return
    statement, order = _statement(table, tuple(lines[0]), connection.dialect)
    if order is None:
        values: Any = [{name: _plain(value) for name, value in line.items()} for line in lines]
    else:
        values = [tuple([_plain(line[name]) for name in order]) for line in lines]
    connection.exec_driver_sql(statement, values)


def _copy(connection: Connection, table: Table, lines: Sequence[Mapping[str, Any]]) -> None:
    """Insert lines by COPY, which PostgreSQL takes several times as fast as statements."""
    quoted = connection.dialect.identifier_preparer.quote
    names = ", ".join(quoted(name) for name in lines[0])
    connection.exec_driver_sql("SELECT 1")  # the transaction has begun, whatever was asked before
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {quoted(table.name)} ({names}) FROM STDIN") as copy:
        for line in lines:
            copy.write_row([_plain(value) for value in line.values()])


@lru_cache
def _statement(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[str, tuple[str, ...] | None]:
    """Return the statement, and the order of its values where the driver takes them by place."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(names))
    order = compiled.positiontup
    return str(compiled), None if order is None else tuple(order)


def _plain(value: Any) -> Any:
    return escaped(value) if isinstance(value, str) else value
