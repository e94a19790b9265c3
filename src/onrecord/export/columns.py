"""A row of any type as the cells of one line: for CSV and for workbooks.

No field is left out: names stand beside the ids they belong to, exact words beside their places. Several
values of one field stand in one cell, with ` | ` between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, NamedTuple, get_args, get_type_hints

from onrecord.export.excerpt import Excerpt, masked
from onrecord.export.lists import SEVERAL, office_told
from onrecord.export.zipped import Cell
from onrecord.types.chronology import in_words
from onrecord.types.dates import RecordDate
from onrecord.types.documents import Segment
from onrecord.types.knowledge import Office
from onrecord.types.review import RowReview
from onrecord.types.rows import DocumentRow, Figure, Participants, Row
from onrecord.types.shown import shown_value
from onrecord.types.spans import Evidence

ACTORS = frozenset(
    "issuers addressees signatories authors member_of possible_same speakers requesters targets to "
    "original_speakers origin_ids actor".split()
)
"""Fields that hold ids of actors, with the documents that origins can be."""

NAMED = frozenset("chain from_document to_document claimed_source norms asks_in".split())
"""Fields that hold ids of documents or norms, which have names too."""

REFERENCES = frozenset(
    "id document statement event parent restates restates_in from_document to_document claimed_source "
    "actor".split()
)
"""Fields that hold one id: a workbook leads from them to the row."""

_WRITTEN = {"from_document": "from", "to_document": "to"}

Values = Iterator[tuple[str, Cell]]


class Column(NamedTuple):
    """One column: its name, and whether its cells are ids of rows."""

    name: str
    leads: bool = False


def columns_of(kind: type[Row]) -> tuple[Column, ...]:
    """Return the columns of a row type, the same for every row of it."""
    names = [name for field in _fields(kind) for name in field.columns]
    return tuple(
        Column(name, name in REFERENCES or name.endswith("_id")) for name in (*_FIRST, *names, *_LAST)
    )


def cells_of(row: Row, excerpt: Excerpt) -> list[Cell]:
    """Return the cells of a masked row, in the order of its columns."""
    values: list[Cell] = [row.id, excerpt.link(row.id)]
    for field in _fields(type(row)):
        values += field.cells(row, excerpt)
    return [*values, *_review_cells(excerpt.review(row)), _yes(masked(row))]


def _review_cells(review: RowReview) -> list[Cell]:
    assessed = review.assessment if review.assessment.who else None
    return [
        review.reviewed,
        _yes(review.made_by is not None),
        str(review.grade) if review.grade.graded else None,
        assessed.standard if assessed else None,
        assessed.finding if assessed else None,
        SEVERAL.join(note.text for note in review.notes),
    ]


_FIRST = ("id", "link")
_LAST = ("reviewed", "made_by_hand", "grade", "standard_of_proof", "reviewers_finding", "notes", "masked")


class _Field(NamedTuple):
    columns: tuple[str, ...]
    cells: Callable[[Any, Excerpt], Iterable[Cell]]


def _fields(kind: Any) -> tuple[_Field, ...]:
    return _fields_of(kind)


@cache
def _fields_of(kind: Any) -> tuple[_Field, ...]:
    found = [_document_named()] if "document" in kind.__dataclass_fields__ else []
    hints = get_type_hints(kind)
    found += [_field_of(each.name, hints[each.name]) for each in fields(kind) if each.name != "id"]
    if kind is Figure:
        found.insert(1, _Field(("shown",), lambda row, excerpt: [shown_value(row)]))
    if kind is DocumentRow:
        found.insert(0, _Field(("called",), lambda row, excerpt: [excerpt.name(row.id)]))
    return tuple(found)


def _document_named() -> _Field:
    return _Field(
        ("document_name", "document_path"),
        lambda row, excerpt: [excerpt.name(row.document), excerpt.place(row.document)],
    )


def _field_of(name: str, hint: Any) -> _Field:
    """Return how a field is written, by what it can hold."""
    kinds = _kinds_in(hint)
    written = _WRITTEN.get(name, name)
    if Evidence in kinds:
        several = tuple in kinds
        return _anchors(name, written) if several else _anchor(name, written)
    if RecordDate in kinds:
        return _dates(name, written) if tuple in kinds else _date(name, written)
    if Participants in kinds:
        return _Field((written, f"{written}_ids"), _participants)
    if name in ACTORS or name in NAMED:
        one = tuple not in kinds
        return _Field(
            (written, f"{written}_id" if one else f"{written}_ids"),
            lambda row, excerpt: _named(getattr(row, name), excerpt),
        )
    if name == "date":
        return _Field(
            (written, "date_in_words"),
            lambda row, excerpt: [
                getattr(row, name),
                in_words(getattr(row, name)) if getattr(row, name) else None,
            ],
        )
    return _Field((written,), lambda row, excerpt: [_cell(getattr(row, name), excerpt)])


def _kinds_in(hint: Any) -> frozenset[Any]:
    inner = get_args(hint)
    found = frozenset().union(*(_kinds_in(each) for each in inner))
    origin = getattr(hint, "__origin__", None)
    return found | {origin or hint}


def _anchor(name: str, written: str) -> _Field:
    def cells(row: Row, excerpt: Excerpt) -> list[Cell]:
        anchor: Evidence | None = getattr(row, name)
        if anchor is None:
            return [None, None, None, None]
        return [anchor.exact, anchor.document, anchor.start, anchor.end]

    return _Field((written, f"{written}_in", f"{written}_start", f"{written}_end"), cells)


def _anchors(name: str, written: str) -> _Field:
    def cells(row: Row, excerpt: Excerpt) -> list[Cell]:
        anchors: tuple[Evidence, ...] = getattr(row, name)
        places = (f"{anchor.document}:{anchor.start}-{anchor.end}" for anchor in anchors)
        return [SEVERAL.join(anchor.exact for anchor in anchors), SEVERAL.join(places)]

    return _Field((written, f"{written}_places"), cells)


def _date(name: str, written: str) -> _Field:
    def cells(row: Row, excerpt: Excerpt) -> list[Cell]:
        date: RecordDate | None = getattr(row, name)
        return [None, None, None] if date is None else [date.edtf, in_words(date.edtf), date.basis]

    return _Field((written, f"{written}_in_words", f"{written}_basis"), cells)


def _dates(name: str, written: str) -> _Field:
    return _Field((written,), lambda row, excerpt: [SEVERAL.join(date.edtf for date in getattr(row, name))])


def _participants(row: Any, excerpt: Excerpt) -> list[Cell]:
    roles: tuple[Participants, ...] = row.participants
    return [
        SEVERAL.join(f"{part.role}: {'; '.join(excerpt.names(part.actors))}" for part in roles),
        SEVERAL.join(f"{part.role}: {' '.join(part.actors)}" for part in roles),
    ]


def _named(value: str | tuple[str, ...] | None, excerpt: Excerpt) -> list[Cell]:
    ids = () if value is None else (value,) if isinstance(value, str) else value
    return [SEVERAL.join(excerpt.names(ids)), SEVERAL.join(ids)]


def _cell(value: Any, excerpt: Excerpt) -> Cell:
    if value is None or value == ():
        return None
    if isinstance(value, bool):
        return _yes(value)
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return SEVERAL.join(_told(item, excerpt) for item in value)
    return _told(value, excerpt)


def _told(value: Any, excerpt: Excerpt) -> str:
    """Return a value that has parts, in one line."""
    if isinstance(value, Evidence):
        return value.exact
    if isinstance(value, Office):
        return office_told(value)
    if isinstance(value, Segment):
        label = f" {value.label}" if value.label else ""
        return f"{value.what}{label} {value.start}-{value.end}"
    if isinstance(value, tuple):
        return ": ".join(_told(item, excerpt) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return "; ".join(_parts(value, excerpt))
    return excerpt.masking.pseudonym(str(value)) or str(value)


def _parts(value: Any, excerpt: Excerpt) -> Iterator[str]:
    for field in fields(value):
        held = getattr(value, field.name)
        if held not in (None, (), ""):
            ids = isinstance(held, tuple) and field.name in ("by", "against")
            told = "; ".join(excerpt.names(held)) if ids else _told(held, excerpt)
            yield f"{field.name}: {told}"


def _yes(value: bool) -> str | None:
    return "yes" if value else None
