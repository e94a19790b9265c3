"""A row that a person makes: its fields checked, its words taken from the text, its id a hash of both."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any

from onrecord.record.by_hand import TYPES
from onrecord.record.deciding import Deciding, check_anchors, with_words
from onrecord.record.decisions import DecisionCannotBeMade
from onrecord.record.redirects import ids_in
from onrecord.types.codec import decode, encode
from onrecord.types.identity import row_id
from onrecord.types.rows import ROW_TYPES, Row

_OF_ACTORS = ("speakers", "requesters", "addressees", "targets", "to", "actor", "member_of")
"""Fields that hold ids of actors alone."""


def made_row(record: Deciding, document: str, given: Mapping[str, Any]) -> Row:
    """Return the row that fields of RECORD.md make in a document; raises DecisionCannotBeMade."""
    kind = given.get("type")
    if kind not in {made.row_type for made in TYPES}:
        known = ", ".join(made.row_type for made in TYPES)
        raise DecisionCannotBeMade(f"A row of type {kind!r} cannot be made by hand. Known: {known}.")
    if record.document(document) is None:
        raise DecisionCannotBeMade(f"{document}: no such document is in the record.")
    row_class: Any = ROW_TYPES[kind]
    names = {field.name for field in fields(row_class)}
    written = {name: with_words(record, document, value) for name, value in given.items() if name != "start"}
    if "document" in names:
        written["document"] = document
    elif kind != "document_link":
        written.pop("document", None)
    _refuse_missing(row_class, written)
    unknown = set(written) - set(encode(_decoded({**written, "id": "-"}))) - {"document"}
    if unknown:
        raise DecisionCannotBeMade(f"{_article(kind)} has no field {min(unknown)!r}.")
    row = _decoded({**written, "id": _id_of(kind, document, written)})
    if next(row.anchors(), None) is None:
        raise DecisionCannotBeMade("A row made by hand stands on words of a document: select some.")
    check_anchors(record, row)
    _refuse_unknown(record, row)
    if record.row(row.id) is not None:
        raise DecisionCannotBeMade(f"This {_called(kind)} has been made by hand before: it is {row.id}.")
    return row


def _id_of(kind: str, document: str, written: Mapping[str, Any]) -> str:
    told = {name: value for name, value in written.items() if name != "id"}
    return row_id(kind, "by hand", document, json.dumps(told, sort_keys=True, ensure_ascii=True))


def _called(kind: str) -> str:
    return kind.replace("_", " ")


def _article(kind: str) -> str:
    """Return a type of rows with its article, as it opens a sentence."""
    return f"{'An' if kind[0] in 'aeiou' else 'A'} {_called(kind)}"


def _refuse_missing(row_class: Any, written: Mapping[str, Any]) -> None:
    needed = [
        field.name
        for field in fields(row_class)
        if field.name != "id" and field.default is MISSING and field.default_factory is MISSING
    ]
    names = {"from_document": "from"}
    missing = [names.get(name, name) for name in needed if names.get(name, name) not in written]
    if missing:
        told = ", ".join(f"`{name}`" for name in missing)
        raise DecisionCannotBeMade(f"{_article(row_class.row_type)} needs {told}.")


def _decoded(written: Mapping[str, Any]) -> Row:
    try:
        row = decode(written)
        again = json.loads(json.dumps(encode(row)))
        plain = json.loads(json.dumps(dict(written)))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DecisionCannotBeMade(f"{_article(written['type'])} cannot be made of that: {error}.") from error
    for name, value in plain.items():
        if name in again and name not in ("document", "start") and again[name] != value:
            raise DecisionCannotBeMade(
                f"{name!r} of {_article(written['type']).lower()} cannot be {value!r}."
            )
    return row


def _refuse_unknown(record: Deciding, row: Row) -> None:
    for id_ in ids_in(row):
        if id_ != row.id and record.document(id_) is None and record.row(id_) is None:
            raise DecisionCannotBeMade(f"{id_}: no such row is in the record, and this one names it.")
    for name, id_ in _actors_named(row):
        if not id_.startswith("a-"):
            raise DecisionCannotBeMade(f"{name!r} names actors, and {id_} is none.")


def _actors_named(row: Row) -> Iterator[tuple[str, str]]:
    for name in _OF_ACTORS:
        value = getattr(row, name, None)
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, tuple):
            yield from ((name, str(id_)) for id_ in value)
