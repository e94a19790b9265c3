"""Hypothesis builders of any row that can stand in a record."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from onrecord.types import rows
from onrecord.types.dates import BASES, RecordDate
from onrecord.types.documents import DOCUMENT_KINDS
from onrecord.types.rows import (
    Citation,
    Difference,
    DocumentLink,
    Event,
    Figure,
    Participants,
    Row,
    Statement,
    Wanted,
)
from onrecord.types.spans import Evidence

any_text = st.text(max_size=12)
words = st.text(min_size=1, max_size=12)
ids = st.sampled_from([f"{letter}-{number:016x}" for letter in "adefgiklnpqrsu" for number in (1, 2, 2**63)])
documents = st.sampled_from([f"d-{number:016x}" for number in range(5)])
numbers = st.none() | st.integers(0, 10**12) | st.floats(0, 1e9, allow_nan=False)


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    exact = draw(words)
    start = draw(st.integers(0, 10**7))
    return Evidence(draw(documents), start, start + len(exact), exact)


_CHOICES: dict[tuple[type, str], tuple[str | None, ...]] = {
    (rows.DocumentRow, "kind"): DOCUMENT_KINDS,
    (rows.Actor, "kind"): rows.ACTOR_KINDS,
    (rows.Statement, "mode"): rows.MODES,
    (rows.Statement, "act"): rows.ACTS,
    (rows.Figure, "bound"): rows.BOUNDS,
    (rows.Figure, "measure"): rows.MEASURES,
    (rows.Figure, "quantity"): rows.QUANTITIES,
    (rows.Figure, "change"): (None, *rows.CHANGES),
    (rows.Event, "factuality"): rows.FACTUALITIES,
    (rows.Ask, "strength"): rows.STRENGTHS,
    (rows.Response, "kind"): rows.RESPONSE_KINDS,
    (rows.Norm, "kind"): rows.NORM_KINDS,
    (Difference, "weight"): ("tolerable", "substantive"),
    (rows.QuotationCheck, "verdict"): rows.QUOTATION_VERDICTS,
    (rows.ChainMark, "how"): rows.CHAIN_MARKS,
    (rows.FigureChange, "change"): rows.FIGURE_CHANGES,
    (rows.FigureComparison, "verdict"): rows.FIGURE_VERDICTS,
    (rows.FigureComparison, "rule"): rows.FIGURE_RULES,
    (rows.FigureSet, "verdict"): rows.FIGURE_VERDICTS,
    (rows.FigureSet, "rule"): rows.FIGURE_RULES,
    (rows.DocumentLink, "kind"): rows.LINK_KINDS,
    (rows.Finding, "kind"): rows.FINDING_KINDS,
    (rows.Finding, "severity"): rows.SEVERITIES,
    (RecordDate, "basis"): BASES,
}


def rows_of(kind: type[Row]) -> st.SearchStrategy[Row]:
    """Return a builder of rows of one class, every field filled at times."""
    if kind is DocumentLink:
        return _links()
    built: st.SearchStrategy[Row] = _objects(kind)
    return built


def _objects(kind: type) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    held = {field.name: _field(kind, field.name, hints[field.name]) for field in fields(kind)}
    if kind is Figure:
        held["high"] = st.none()  # an interval must not be empty
    return st.builds(kind, **held)


def _field(kind: type, name: str, hint: Any) -> st.SearchStrategy[Any]:
    if (kind, name) in _CHOICES:
        return st.sampled_from(_CHOICES[kind, name])
    if name == "id":
        return ids
    if name == "document":
        return documents
    if name == "relay":
        return st.none() | st.sampled_from(rows.STRENGTHS)
    if name == "identifiers":
        return st.dictionaries(words, any_text, max_size=3).map(lambda held: tuple(held.items()))
    if name == "participants":
        roles = st.dictionaries(words, st.lists(ids, max_size=3), max_size=3)
        return roles.map(lambda held: tuple(Participants(role, tuple(held[role])) for role in held))
    least = 1 if (kind, name) in ((Statement, "content"), (Event, "mentions"), (Citation, "mentions")) else 0
    return _values(hint, least)


def _values(hint: Any, least: int = 0) -> st.SearchStrategy[Any]:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        if float in inner:
            return numbers
        [kind] = [kind for kind in inner if kind is not NoneType]
        return st.none() | _values(kind)
    if origin is tuple:
        if inner[1:] == (Ellipsis,):
            return st.lists(_values(inner[0]), min_size=least, max_size=3).map(tuple)
        return st.tuples(*(_values(kind) for kind in inner))
    if hint is Evidence:
        return evidences()
    if is_dataclass(hint) and isinstance(hint, type):
        return _objects(hint)
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: any_text,
        int: st.integers(0, 10**6),
        float: st.floats(0, 1, allow_nan=False),
        bool: st.booleans(),
    }
    return plain[hint]


@st.composite
def _links(draw: st.DrawFn) -> DocumentLink:
    to_document = draw(st.none() | documents)
    return DocumentLink(
        id=draw(ids),
        from_document=draw(documents),
        kind=draw(st.sampled_from(rows.LINK_KINDS)),
        to_document=to_document,
        wanted=draw(_objects(Wanted)) if to_document is None else None,
        evidence=tuple(draw(st.lists(evidences(), max_size=3))),
    )


any_row: st.SearchStrategy[Row] = st.one_of([rows_of(kind) for kind in rows.ROW_CLASSES])
