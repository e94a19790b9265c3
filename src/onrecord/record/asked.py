"""Queries for many values at once, made once: comparing asks them so often that compiling them would show.

SQLite is given all values as one JSON array, and its answers past SQLAlchemy's handling of each value: texts
come as they are stored (`schema.unescaped`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Select, Text, bindparam, func, select, type_coerce
from sqlalchemy.dialects import sqlite

from onrecord.record.receipts import in_parts
from onrecord.record.schema import escaped


def plain(column: Any) -> Any:
    """Return a column of texts as they are stored."""
    return type_coerce(column, Text)


class Asked:
    """A query with a condition that a column is one of some texts, which `make` is given."""

    def __init__(self, make: Callable[[Any], Select[Any]]) -> None:
        self._make = make

    def of(self, connection: Connection, values: Collection[str], **given: Any) -> list[Any]:
        """Return the lines found for some texts; `given` are the other parameters of the query."""
        if not values:
            return []
        stored = [escaped(value) for value in values]
        if connection.dialect.name == "sqlite":
            statement, names = self._in_one
            given["values"] = json.dumps(stored, ensure_ascii=False)
            return list(connection.exec_driver_sql(statement, tuple([given[name] for name in names])).all())
        found: list[Any] = []
        for some in in_parts(stored):
            found += connection.execute(self._in_parts, {"values": some, **given}).all()
        return found

    @cached_property
    def _in_parts(self) -> Select[Any]:
        return self._make(bindparam("values", expanding=True, type_=Text))

    @cached_property
    def _in_one(self) -> tuple[str, tuple[str, ...]]:
        """Return the query in SQLite's words, and the names of its parameters in their order."""
        each = func.json_each(bindparam("values", type_=Text)).table_valued("value")
        compiled = self._make(select(each.c.value)).compile(dialect=sqlite.dialect())
        return str(compiled), tuple(compiled.positiontup or ())
