"""The layers of the reader: which words of a document each row marks, and what a mark is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.types.rows import (
    Actor,
    Ask,
    Event,
    Figure,
    Finding,
    Norm,
    PartyStatus,
    QuotationCheck,
    Response,
    Row,
    Statement,
)
from onrecord.types.spans import Evidence


@dataclass(frozen=True, slots=True)
class Layer:
    """Rows that are marked alike: `one` names a row of it, `many` the layer, `types` are its row types."""

    name: str
    one: str
    many: str
    types: tuple[str, ...]


LAYERS = (
    Layer("statement", "statement", "Statements", (Statement.row_type,)),
    Layer("quotation", "quotation", "Quotations", (QuotationCheck.row_type,)),
    Layer("figure", "figure", "Figures", (Figure.row_type,)),
    Layer("ask", "ask", "Asks", (Ask.row_type,)),
    Layer("response", "response", "Responses", (Response.row_type,)),
    Layer("event", "event", "Events", (Event.row_type,)),
    Layer("norm", "norm", "Norms", (Norm.row_type, PartyStatus.row_type)),
    Layer("actor", "actor", "Actors", (Actor.row_type,)),
    Layer("finding", "finding", "Findings", (Finding.row_type,)),
)
"""In the order of the legend; of words in several layers the first stands outermost."""

SHOWN_FIRST = ("statement", "quotation", "figure", "ask", "response", "finding")
"""Layers that are on until a reader says otherwise: what is said, counted, asked, and what to look at."""

LAYER_OF = {row_type: layer for layer in LAYERS for row_type in layer.types}


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a row in a text; `part` says what they are in it, where the row has several parts."""

    start: int
    end: int
    row: str
    layer: str
    part: str = ""


def layers_named(asked: Iterable[str] | None) -> tuple[Layer, ...]:
    """Return the layers of these names in their order, those shown first where nothing is asked."""
    wanted = SHOWN_FIRST if asked is None else {name for names in asked for name in names.split(",")}
    return tuple(layer for layer in LAYERS if layer.name in wanted)


def marks_of(row: Row, document: str) -> list[Mark]:
    """Return the words of a row in one document, as its layer marks them."""
    return _marks(row, document, ((anchor, "") for anchor in main_words(row)))


def parts_of(row: Row, document: str) -> list[Mark]:
    """Return every part of a row in one document with its name: source, cue, content."""
    return _marks(row, document, named_parts(row))


def _marks(row: Row, document: str, parts: Iterable[tuple[Evidence, str]]) -> list[Mark]:
    layer = LAYER_OF[row.row_type].name
    return [
        Mark(anchor.start, anchor.end, row.id, layer, part)
        for anchor, part in parts
        if anchor.document == document
    ]


def main_words(row: Row) -> tuple[Evidence, ...]:
    """Return the words that a row is marked by."""
    match row:
        case Statement():
            return row.content
        case Figure() | Response() | PartyStatus():
            return (row.anchor,)
        case Ask():
            return (row.operative, row.action)
        case QuotationCheck():
            return (row.quotation, *((row.found,) if row.found else ()))
        case Event() | Norm() | Actor():
            return row.mentions
        case Finding():
            return row.evidence
    return tuple(row.anchors())


def named_parts(row: Row) -> Iterator[tuple[Evidence, str]]:
    """Yield every part of a row with its name."""
    match row:
        case Statement():
            named = [("source", row.source), ("cue", row.cue), *(("hedge", hedge) for hedge in row.hedges)]
            yield from ((anchor, part) for part, anchor in named if anchor)
            yield from ((anchor, "content") for anchor in row.content)
        case Figure():
            yield row.anchor, "figure"
            yield row.value, "number"
            if row.date_anchor:
                yield row.date_anchor, "date"
        case Ask():
            yield row.operative, "verb"
            yield row.action, "action"
            yield from ((anchor, "modifier") for anchor in row.modifiers)
            if row.condition:
                yield row.condition, "condition"
        case Response():
            yield row.anchor, "response"
            if row.cue:
                yield row.cue, "cue"
        case Event():
            yield from ((anchor, "event") for anchor in row.mentions)
            yield from ((argument.anchor, argument.role) for argument in row.arguments)
            if row.date_anchor:
                yield row.date_anchor, "date"
        case _:
            yield from ((anchor, LAYER_OF[row.row_type].one) for anchor in main_words(row))
