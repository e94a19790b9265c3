"""One text at a time: what is found in files, without making a record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path
from typing import Any

from onrecord.config import Config
from onrecord.ingest.discovery import discover, root_of
from onrecord.pipeline.gathering import Gathering
from onrecord.pipeline.plan import STEPS, Tools, annotate, make_tools_for, run_extractors
from onrecord.text.reading import read_text
from onrecord.types.codec import encode
from onrecord.types.dates import RecordDate, TimeExpression
from onrecord.types.documents import Layout, RawDocument
from onrecord.types.errors import ConfigurationIsWrong, FileCannotBeRead, Issue
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

IN_OWN_VOICE = frozenset({"letter", "joint_letter", "statement", "testimony", "resolution"})
"""Kinds of document in which "we" is the issuer: their own acts are found by the parse alone."""

_NEEDS_NAMES = frozenset({"figure", "event", "ask", "response"})
_OF_A_RECORD = frozenset(
    {"id", "document", "parent", "chain", "event", "statement", "figures", "asks", "private", "possible_same"}
    | {"statements", "mentions"}
)
"""Fields that point to rows or repeat a mention: they mean nothing outside a record."""


def annotate_files(
    paths: Sequence[Path | str],
    layers: Sequence[str] = (),
    date: str | None = None,
    config: Config | None = None,
    complain: Callable[[Issue], None] | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield one object a found thing, file by file in the order given, by offset inside a file.

    Without `layers`, all of them; only the extractors a layer needs are run. For statements alone, news
    and the like are read without a parse: faster, without speakers and without what the rules of the parse
    add; documents that speak for themselves (`IN_OWN_VOICE`) are parsed. `date` is the document's date
    where the text does not say. Files that cannot be read go to `complain`.
    """
    wanted = [layer for layer in LAYERS if layer in layers or not layers]
    unknown = sorted(set(layers) - set(LAYERS))
    if unknown:
        raise ConfigurationIsWrong(f"There is no layer {unknown[0]!r}. Layers: {', '.join(LAYERS)}.")
    names = {LAYERS[layer][0] for layer in wanted}
    names |= {"actors"} if _NEEDS_NAMES.intersection(wanted) else set()
    names |= {"norms"} if "ask" in wanted else set()
    tools = make_tools_for(names, config or Config())
    parsing = tools
    if tools.attributes and not tools.parses:
        parsing = make_tools_for(_parsing(names), config or Config())
    known = RecordDate(date, "inferred", reason="given with --date") if date else None
    for path in map(Path, paths):
        for item in discover([path], tools.config):
            issues: tuple[Issue, ...] = (item,) if isinstance(item, Issue) else ()
            if isinstance(item, RawDocument):
                found, issues = _read(item, known, tools, parsing)
                shown_path = f"{path}{item.path.removeprefix(root_of(path))}"
                yield from ({"path": shown_path, **thing} for thing in _things(found, wanted))
            if complain is not None:
                for issue in issues:
                    complain(issue)


def _parsing(names: AbstractSet[str]) -> AbstractSet[str]:
    """Return the steps that name the actors of what the steps `names` find, and those steps."""
    return names | {other for name in names for other in STEPS[name].names}


def _read(
    raw: RawDocument, date: RecordDate | None, tools: Tools, parsing: Tools
) -> tuple[Found, tuple[Issue, ...]]:
    """Return what is found in one document, and what went wrong.

    `parsing` are the tools for a document that speaks for itself: with a parser, where `tools` have none.
    """
    try:
        canonical = read_text(raw, tools.config)
    except FileCannotBeRead as error:
        return Found(), (error.issue,)
    gathering = Gathering(raw.path, canonical.text)
    annotated = annotate(raw, canonical, tools, gathering, date)
    if parsing is not tools and _speaks_itself(annotated.document.layout):
        with gathering.watching("parser", "parser_failed"):
            parsed = parsing.parser.annotate(annotated.document)
            annotated = replace(parsed, attributions=annotated.attributions)
        tools = parsing
    run_extractors(annotated, tools, gathering)
    return gathering.found(), gathering.issues()


def _speaks_itself(layout: Layout) -> bool:
    return layout.kind in IN_OWN_VOICE or bool(layout.letters)


def _things(found: Found, layers: Sequence[str]) -> list[dict[str, Any]]:
    """Return the things of the wanted layers in text order."""
    things = [thing for layer in layers for thing in _written(layer, found)]
    things.sort(key=lambda thing: (thing["start"], thing["end"], layers.index(thing["layer"])))
    return things


def _written(layer: str, found: Found) -> Iterator[dict[str, Any]]:
    """Yield the things of one layer as they are printed, actors and norms by name."""
    names = {actor.id: actor.name for actor in found.of(Actor)} | {
        norm.id: norm.name for norm in found.of(Norm)
    }
    if layer == "statement":
        yield from _statements(found.of(Statement), names)
        return
    for item in found.of(LAYERS[layer][1]):
        if isinstance(item, TimeExpression):
            yield _placed(layer, [item.anchor], _time(item))
        elif isinstance(item, Actor | Norm | Event):
            for mention in item.mentions:
                yield _placed(layer, [mention], _fields(item, names))
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
