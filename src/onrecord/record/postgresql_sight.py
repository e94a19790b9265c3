"""What a clearance lets be seen on a PostgreSQL server: the views of record/sight.py in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psycopg

from onrecord.record.sight import views_of

_WHOLE = """
    SELECT * FROM pg_temp.resolved_apart AS r WHERE NOT EXISTS (
        SELECT 1 FROM regexp_matches(r.payload, '"([a-ce-z]-[0-9a-f]{16})"', 'g') AS part(ids)
        WHERE (EXISTS (SELECT 1 FROM main.rows AS there WHERE there.id = part.ids[1])
               OR EXISTS (SELECT 1 FROM main.resolved_rows AS there WHERE there.id = part.ids[1]))
        AND NOT EXISTS (SELECT 1 FROM pg_temp.rows AS seen WHERE seen.id = part.ids[1])
        AND NOT EXISTS (SELECT 1 FROM pg_temp.resolved_apart AS seen WHERE seen.id = part.ids[1]))"""
"""The rows that comparing made, found whole by the ids in them: SQLite walks their JSON for these."""

_INSTEAD = (
    (re.compile(r"\btemp\."), "pg_temp."),
    (re.compile(r"instr\(([^()]+), ([^()]+)\)"), r"strpos(\1, \2) > 0"),
    (re.compile(r"WHERE 0\b"), "WHERE false"),
    (re.compile(r"(?<![.\w\"])row\b(?!s)"), '"row"'),
)


def hide_above(connection: psycopg.Connection[object], schema: str, clearance: str) -> None:
    """Lay the views of a clearance over the tables of a connection, for as long as it is open."""
    statements = "; ".join(
        f"CREATE TEMP VIEW {name} AS {selected}" for name, selected in _views(schema, clearance)
    )
    connection.execute(statements.encode())
    connection.commit()


def _views(schema: str, clearance: str) -> Iterator[tuple[str, str]]:
    for name, selected in views_of(clearance):
        said = _WHOLE if name == "resolved_rows" else selected
        for pattern, instead in _INSTEAD:
            said = pattern.sub(instead, said)
        yield name, said.replace("main.", f'"{schema}".')
