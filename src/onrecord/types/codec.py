"""The one codec: rows to JSON objects as RECORD.md writes them, and back without loss."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from onrecord.types.documents import Segment
from onrecord.types.rows import ROW_TYPES, DocumentRow, Participants, Row

_WRITTEN = {"from_document": "from", "to_document": "to", "anchors_of_figures": "anchors"}
_WRITTEN_BY_TYPE = {("finding", "evidence"): "anchors"}
_PAIRED = ("identifiers",)  # tuples of pairs that are written as an object

_Step = Callable[[Any], Any] | None


def encode(row: Row) -> dict[str, Any]:
    """Return a row as the JSON object of RECORD.md, with `document` and `start` that it sorts by.

    A document's segments are written without the document's id: they are places in its own text.
    """
    document, start = row.position
    kind: Any = type(row)
    written: dict[str, Any] = {"type": row.row_type, "id": row.id}
    for part in _parts_of(kind):
        if part.name != "id":
            value = getattr(row, part.name)
            written[part.written] = value if part.encode is None or value is None else part.encode(value)
    written["document"] = row.id if isinstance(row, DocumentRow) else document or None
    written["start"] = 0 if isinstance(row, DocumentRow) else start
    return written


def decode(written: Mapping[str, Any]) -> Row:
    """Return the row that `encode` wrote; raises KeyError on an unknown type or a missing field."""
    row_class: Any = ROW_TYPES[written["type"]]
    values: dict[str, Any] = {}
    for part in _parts_of(row_class):
        if part.written in written:
            value = written[part.written]
            values[part.name] = value if part.decode is None or value is None else part.decode(value)
    row: Row = row_class(**values)
    return row


def to_json(row: Row) -> str:
    """Return a row as one line of JSON, the same bytes for equal rows."""
    return json.dumps(encode(row), ensure_ascii=False, separators=(",", ":"))


def from_json(line: str) -> Row:
    """Return the row of a line that `to_json` wrote."""
    return decode(json.loads(line))


def encode_value(value: Any) -> Any:
    """Return a frozen value that is no row as a JSON object, its fields under their names."""
    kind: Any = type(value)
    encode_one, _ = _steps_for(kind)
    return value if encode_one is None else encode_one(value)


def decode_value(kind: type, written: Any) -> Any:
    """Return the value of a class that `encode_value` wrote; raises TypeError where a field is missing."""
    _, decode_one = _steps_for(kind)
    return written if decode_one is None else decode_one(written)


class _Part(NamedTuple):
    """One field of a class: its names here and in JSON, and what its values go through, if anything."""

    name: str
    written: str
    encode: _Step
    decode: _Step


@cache
def _parts_of(kind: type) -> tuple[_Part, ...]:
    hints = get_type_hints(kind)
    return tuple(_part_of(kind, field.name, hints[field.name]) for field in fields(kind))


def _part_of(kind: type, name: str, hint: Any) -> _Part:
    row_type = getattr(kind, "row_type", "")
    written = _WRITTEN_BY_TYPE.get((row_type, name)) or _WRITTEN.get(name, name)
    if name in _PAIRED:
        return _Part(name, written, dict, lambda value: tuple(value.items()))
    if name == "participants":
        return _Part(name, written, _encode_participants, _decode_participants)
    return _Part(name, written, *_steps_for(hint))


def _encode_participants(value: tuple[Participants, ...]) -> dict[str, list[str]]:
    return {part.role: list(part.actors) for part in value}


def _decode_participants(value: Mapping[str, list[str]]) -> tuple[Participants, ...]:
    return tuple(Participants(role, tuple(value[role])) for role in value)


@cache
def _steps_for(hint: Any) -> tuple[_Step, _Step]:
    """Return how values of a type are written and read; None where they are written as they are."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        kinds = [kind for kind in get_args(hint) if kind is not NoneType]
        return _steps_for(kinds[0])
    if origin is tuple:
        inner = get_args(hint)
        return _list_steps(inner[0]) if inner[1:] == (Ellipsis,) else _fixed_steps(inner)
    if isinstance(hint, type) and is_dataclass(hint):
        return _object_steps(hint)
    return None, None


def _list_steps(inner: Any) -> tuple[_Step, _Step]:
    encode_one, decode_one = _steps_for(inner)
    if encode_one is None or decode_one is None:
        return list, tuple
    return (
        lambda value: [encode_one(item) for item in value],
        lambda value: tuple([decode_one(item) for item in value]),
    )


def _fixed_steps(inner: tuple[Any, ...]) -> tuple[_Step, _Step]:
    steps = [_steps_for(kind) for kind in inner]
    if any(step is not None for pair in steps for step in pair):
        raise TypeError(f"a tuple of {inner} has no form in JSON yet")
    return list, lambda value: tuple(item for item, _ in zip(value, inner, strict=True))


def _object_steps(kind: type) -> tuple[_Step, _Step]:
    def write(value: Any) -> dict[str, Any]:
        shown = {}
        for name, written, encode_one, _ in _parts_of(kind):
            item = getattr(value, name)
            shown[written] = item if encode_one is None or item is None else encode_one(item)
        if kind is Segment and shown["label"] is None:
            del shown["label"]
        return shown

    def read(value: Mapping[str, Any]) -> Any:
        held = {}
        for name, written, _, decode_one in _parts_of(kind):
            if written in value:
                item = value[written]
                held[name] = item if decode_one is None or item is None else decode_one(item)
        return kind(**held)

    return write, read
