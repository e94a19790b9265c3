"""What is found in one text, as it is printed: one object a thing, actors and norms by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from onrecord.types.codec import encode
from onrecord.types.dates import TimeExpression
from onrecord.types.findings import Found
from onrecord.types.rows import Actor, Ask, Event, Figure, Norm, Response, Row, Statement
from onrecord.types.spans import Evidence

LAYERS: Mapping[str, tuple[str, type[Row | TimeExpression]]] = {
    "time": ("times", TimeExpression),
    "statement": ("statements", Statement),
    "figure": ("figures", Figure),
    "event": ("events", Event),
    "ask": ("asks", Ask),
    "response": ("responses", Response),
    "norm": ("norms", Norm),
    "actor": ("actors", Actor),
}
"""Each layer with the step of the plan that finds it and the class of what it finds."""

_OF_A_RECORD = frozenset(
    {"id", "document", "parent", "chain", "event", "statement", "figures", "asks", "private", "possible_same"}
    | {"statements", "mentions"}
)
"""Fields that point to rows or repeat a mention: they mean nothing outside a record."""

NamesState = Callable[[str], bool]
"""Tells whether some words are a name of a state, and no adjective, capital or government."""


def things_of(found: Found, layers: Sequence[str], names_state: NamesState) -> list[dict[str, Any]]:
    """Return the things of the wanted layers in text order; a state is named as this text names it."""
    names = {actor.id: _name(actor, names_state) for actor in found.of(Actor)}
    names |= {norm.id: norm.name for norm in found.of(Norm)}
    things = [thing for layer in layers for thing in _written(layer, found, names)]
    things.sort(key=lambda thing: (thing["start"], thing["end"], layers.index(thing["layer"])))
    return things


def _name(actor: Actor, names_state: NamesState) -> str:
    """Return an actor's name; a state's is the one it has most often here, without its article."""
    if actor.kind != "state":
        return actor.name
    written = (" ".join(mention.exact.split()).removeprefix("the ") for mention in actor.mentions)
    forms = Counter(form for form in written if names_state(form))
    return max(forms, key=lambda form: (forms[form], len(form), form), default=actor.name)


def _written(layer: str, found: Found, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield the things of one layer as they are printed."""
    if layer == "statement":
        yield from _statements(found.of(Statement), names)
        return
    asks = {ask.id: ask for ask in found.of(Ask)}
    answers = {ask: row.kind for row in found.of(Response) for ask in row.asks}
    for item in found.of(LAYERS[layer][1]):
        if isinstance(item, TimeExpression):
            yield _placed(layer, [item.anchor], _time(item))
        elif isinstance(item, Actor | Norm | Event):
            fields = _fields(item, names)
            yield from (_placed(layer, [mention], fields) for mention in item.mentions)
        elif isinstance(item, Ask):
            yield _placed(layer, _extent(item), _fields(item, names) | {"response": answers.get(item.id)})
        elif isinstance(item, Response):
            answered = [asks[ask].action for ask in item.asks if ask in asks]
            shown = {"asks": [[action.start, action.end] for action in answered]}
            yield _placed(layer, _extent(item), _fields(item, names) | shown)
        elif isinstance(item, Row):
            yield _placed(layer, _extent(item), _fields(item, names))


def _statements(rows: Sequence[Statement], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the statements of a document; what is said inside another one stands in its list `inner`."""
    held = {row.id: _placed("statement", _extent(row), _fields(row, names)) for row in rows}
    for row in rows:
        if row.parent is not None:
            held[row.parent].setdefault("inner", []).append(held[row.id])
    return [held[row.id] for row in rows if row.parent is None]


def _placed(layer: str, anchors: Sequence[Evidence], fields: Mapping[str, Any]) -> dict[str, Any]:
    start = min(anchor.start for anchor in anchors)
    end = max(anchor.end for anchor in anchors)
    place: dict[str, Any] = {"layer": layer, "start": start, "end": end}
    if len(anchors) == 1:
        place["exact"] = anchors[0].exact
    return place | dict(fields)


def _extent(row: Row) -> list[Evidence]:
    """Return the anchors that make up the row itself, without its context (hedges, date words)."""
    if isinstance(row, Statement):
        return [*row.content, *(part for part in (row.source, row.cue) if part)]
    if isinstance(row, Ask):
        return [row.operative, row.action]
    if isinstance(row, Figure | Response):
        return [row.anchor]
    return list(row.anchors())


def _time(item: TimeExpression) -> dict[str, Any]:
    return {
        "type": item.type,
        "value": item.value,
        "edtf": item.edtf,
        "basis": item.basis,
        "constraint": item.constraint,
    }


def _fields(row: Row, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a row's own fields: anchors as [start, end], actors and norms by name."""
    shown = {
        name: _plain(value, names)
        for name, value in encode(row).items()
        if name not in _OF_A_RECORD and name not in ("type", "start")
    }
    if isinstance(row, Statement):  # a list of places each, as the benchmarks write attributions
        shown["source"] = [shown["source"]] if shown["source"] else None
        shown["cue"] = [shown["cue"]] if shown["cue"] else None
    return shown


def _plain(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [_plain(item, names) for item in value]
    if isinstance(value, dict):
        if value.keys() == {"document", "start", "end", "exact"}:
            return [value["start"], value["end"]]
        return {key: _plain(item, names) for key, item in value.items()}
    return value
