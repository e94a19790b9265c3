"""The one codec: rows to JSON objects as RECORD.md writes them, and back without loss."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter, itemgetter
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
    form = _form_of(kind)
    written = {"type": row.row_type, "id": row.id, **form.write(row)}
    if isinstance(row, DocumentRow):
        written["document"], written["start"] = row.id, 0
    else:
        written["document"], written["start"] = document or None, start
    return written


def decode(written: Mapping[str, Any]) -> Row:
    """Return the row that `encode` wrote; raises KeyError on an unknown type or a missing field."""
    kind: Any = ROW_TYPES[written["type"]]
    row: Row = _form_of(kind).read(written)
    return row


def to_json(row: Row) -> str:
    """Return a row as one line of JSON, the same bytes for equal rows."""
    return _write_json(encode(row))


def from_json(line: str) -> Row:
    """Return the row of a line that `to_json` wrote."""
    return decode(json.loads(line))


_write_json = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


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


class _Form:
    """How values of a class are written and read: all fields are fetched at once, few go through a step."""

    def __init__(self, kind: type) -> None:
        hints = get_type_hints(kind)
        self._kind = kind
        self._parts = [_part_of(kind, field.name, hints[field.name]) for field in fields(kind)]
        self._written = [part.written for part in self._parts]
        self._fields = _all_of(attrgetter, [part.name for part in self._parts])
        self._items = _all_of(itemgetter, self._written)
        self._encodes = [(part.written, part.encode) for part in self._parts if part.encode is not None]
        self._decodes = [(at, part.decode) for at, part in enumerate(self._parts) if part.decode is not None]

    def write(self, value: Any) -> dict[str, Any]:
        """Return a value as a JSON object."""
        shown = dict(zip(self._written, self._fields(value), strict=True))
        for name, encode_one in self._encodes:
            item = shown[name]
            if item is not None:
                shown[name] = encode_one(item)
        return shown

    def read(self, written: Mapping[str, Any]) -> Any:
        """Return the value of a JSON object; a field that it does not have is as the class leaves it."""
        try:
            items = list(self._items(written))
        except KeyError:
            return self._read_some(written)
        for at, decode_one in self._decodes:
            item = items[at]
            if item is not None:
                items[at] = decode_one(item)
        return self._kind(*items)

    def _read_some(self, written: Mapping[str, Any]) -> Any:
        held = {part.name: (part, written[part.written]) for part in self._parts if part.written in written}
        return self._kind(
            **{
                name: item if part.decode is None or item is None else part.decode(item)
                for name, (part, item) in held.items()
            }
        )


@cache
def _form_of(kind: type) -> _Form:
    return _Form(kind)


def _all_of(getter: Callable[..., Any], names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what fetches some fields or items of a value as a tuple."""
    fetch: Callable[[Any], Any] = getter(*names)
    return fetch if len(names) > 1 else lambda value: (fetch(value),)


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
        lambda value: tuple([decode_one(item) for item in value]) if value else (),
    )


def _fixed_steps(inner: tuple[Any, ...]) -> tuple[_Step, _Step]:
    steps = [_steps_for(kind) for kind in inner]
    if any(step is not None for pair in steps for step in pair):
        raise TypeError(f"a tuple of {inner} has no form in JSON yet")
    return list, lambda value: tuple(item for item, _ in zip(value, inner, strict=True))


def _object_steps(kind: type) -> tuple[_Step, _Step]:
    form = _form_of(kind)
    return (_without_empty_label if kind is Segment else form.write), form.read


def _without_empty_label(segment: Segment) -> dict[str, Any]:
    shown = _form_of(Segment).write(segment)
    if shown["label"] is None:
        del shown["label"]
    return shown
