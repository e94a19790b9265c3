"""The one codec: rows to JSON objects as RECORD.md writes them, and back without loss."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from onrecord.types.documents import Segment
from onrecord.types.rows import ROW_TYPES, DocumentRow, Participants, Row

_WRITTEN = {"from_document": "from", "to_document": "to", "anchors_of_figures": "anchors"}
_WRITTEN_BY_TYPE = {("finding", "evidence"): "anchors"}
_PAIRED = ("identifiers",)  # tuples of pairs that are written as an object


def encode(row: Row) -> dict[str, Any]:
    """Return a row as the JSON object of RECORD.md, with `document` and `start` that it sorts by.

    A document's segments are written without the document's id: they are places in its own text.
    """
    document, start = row.position
    written: dict[str, Any] = {"type": row.row_type, "id": row.id}
    for field in fields(row):
        if field.name != "id":
            name = _written_name(row.row_type, field.name)
            written[name] = _encode_field(field.name, getattr(row, field.name))
    written["document"] = row.id if isinstance(row, DocumentRow) else document or None
    written["start"] = 0 if isinstance(row, DocumentRow) else start
    return written


def decode(written: Mapping[str, Any]) -> Row:
    """Return the row that `encode` wrote; raises KeyError on an unknown type or a missing field."""
    row_class = ROW_TYPES[written["type"]]
    values: dict[str, Any] = {}
    for name, hint in _hints(row_class).items():
        written_name = _written_name(row_class.row_type, name)
        if written_name in written:
            values[name] = _decode_field(name, hint, written[written_name])
    return row_class(**values)


def to_json(row: Row) -> str:
    """Return a row as one line of JSON, the same bytes for equal rows."""
    return json.dumps(encode(row), ensure_ascii=False, separators=(",", ":"))


def from_json(line: str) -> Row:
    """Return the row of a line that `to_json` wrote."""
    return decode(json.loads(line))


def _written_name(row_type: str, name: str) -> str:
    return _WRITTEN_BY_TYPE.get((row_type, name)) or _WRITTEN.get(name, name)


def _encode_field(name: str, value: Any) -> Any:
    if name in _PAIRED:
        return dict(value)
    if name == "participants":
        return {part.role: list(part.actors) for part in value}
    return _encode_value(value)


def _encode_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_encode_value(item) for item in value]
    if is_dataclass(value):
        shown = {field.name: _encode_value(getattr(value, field.name)) for field in fields(value)}
        if isinstance(value, Segment) and value.label is None:
            del shown["label"]
        return shown
    return value


def _decode_field(name: str, hint: Any, value: Any) -> Any:
    if name in _PAIRED:
        return tuple((key, value[key]) for key in value)
    if name == "participants":
        return tuple(Participants(role, tuple(value[role])) for role in value)
    return _decode_value(hint, value)


def _decode_value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        kinds = [kind for kind in get_args(hint) if kind is not NoneType]
        return _decode_value(kinds[0], value)
    if origin is tuple:
        inner = get_args(hint)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_decode_value(inner[0], item) for item in value)
        return tuple(_decode_value(kind, item) for kind, item in zip(inner, value, strict=True))
    if isinstance(hint, type) and is_dataclass(hint):
        known = _hints(hint)
        return hint(**{name: _decode_value(known[name], item) for name, item in value.items()})
    return value


def _hints(kind: Any) -> dict[str, Any]:
    return _read_hints(kind)


@cache
def _read_hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
