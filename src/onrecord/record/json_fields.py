"""A field of a row as it is written, asked of the database itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Connection, Text, case, cast, func, literal, type_coerce

_ESCAPED = "\x10"  # a payload that begins with it is no JSON as it stands (record/schema.py)


def json_field(connection: Connection, payload: Any, *names: str) -> Any:
    """Return the expression for the text under some names in a payload, NULL where it is not there.

    A payload that had to be escaped is passed over.
    """
    plain = type_coerce(payload, Text)
    found: Any
    if connection.dialect.name == "sqlite":
        found = func.json_extract(plain, "$." + ".".join(names))
    else:  # PostgreSQL reads no JSON in which any string has a NUL
        readable = func.replace(plain, "\\u0000", "\\ufffd")
        found = func.json_extract_path_text(cast(readable, JSON), *names).collate("C")
    return case((func.substr(plain, 1, 1) != literal(_ESCAPED, Text), found))
