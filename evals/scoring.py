"""Scores of an exported record against rows made by hand: rows are matched by their spans, then compared.

Both sides are lists of JSON objects as RECORD.md writes them. Gold rows may say `"optional": true`:
readers would differ on them, so that finding one is no mistake and missing it none. Actors of the gold
are led to the built ones by their names and aliases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.types.identity import folded_name
from onrecord.types.rows import Statement

Line = Mapping[str, Any]
Anchor = Mapping[str, Any]
Pair = tuple[Line, Line]

LEAST_OVERLAP = 0.5
"""Share of common characters from which two contents of statements are one (as PolNeAR scores)."""

SAME_ACT = {"report": "assert"}
"""An act that differs in the choice of the verb alone."""

SAME_FACTUALITY = {"reported": "past"}
"""What is told as having happened; who tells it is the statement's to say."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table: so many of so many."""

    name: str
    hits: int
    total: int

    @property
    def share(self) -> float:
        """Hits as a share; 0 where there was nothing to hit, so that no floor passes on nothing."""
        return self.hits / self.total if self.total else 0.0


@dataclass(frozen=True)
class Scored:
    """The table, and what it was counted from: pairs by row type, gold rows missed, built rows too many."""

    measures: tuple[Measure, ...]
    pairs: Mapping[str, Sequence[Pair]]
    missed: Mapping[str, Sequence[Line]]
    extra: Mapping[str, Sequence[Line]]

    def share(self, name: str) -> float:
        """Return one measure as a share; raises KeyError on a name that is not in the table."""
        return {measure.name: measure.share for measure in self.measures}[name]


class Actors:
    """Leads the ids of built actors to those of the gold by folded names, groups to their members."""

    def __init__(self, gold: Sequence[Line], built: Sequence[Line]) -> None:
        self._of_name: dict[str, str] = {}
        self._members: dict[str, set[str]] = {}
        for row in _of(gold, "actor"):
            for name in (row["name"], *row["aliases"]):
                self._of_name[folded_name(name)] = row["id"]
            for group in row["member_of"]:
                self._members.setdefault(group, set()).add(row["id"])
        self.of_built = {row["id"]: self._led(row) for row in _of(built, "actor")}
        for row in _of(built, "actor"):
            for group in row["member_of"]:
                if self.of_built[group] == group:
                    self._members.setdefault(group, set()).add(self.of_built[row["id"]])

    def _led(self, row: Line) -> str:
        names = (folded_name(name) for name in (row["name"], *row["aliases"]))
        return next((self._of_name[name] for name in names if name in self._of_name), row["id"])

    def same(self, gold: Iterable[str], built: Iterable[str]) -> bool:
        """Tell whether two lists of actors name the same ones, a group being its members."""
        return self._whole(gold) == self._whole(self.of_built.get(one, one) for one in built)

    def _whole(self, ids: Iterable[str]) -> set[str]:
        return {member for one in ids for member in self._members.get(one, {one})}


def score(gold: Sequence[Line], built: Sequence[Line]) -> Scored:
    """Return the table of a built record against the gold."""
    table = _Table(Actors(gold, built))
    _score_documents(table, gold, built)
    _score_actors(table, gold, built)
    for row_type, overlap in _OVERLAPS.items():
        _score_spans(table, row_type, overlap, gold, built)
    _score_digits(table, gold, built)
    _score_norms(table, gold, built)
    _score_sets(table, gold, built)
    _score_links(table, gold, built)
    _score_findings(table, gold, built)
    return Scored(tuple(table.measures), table.pairs, table.missed, table.extra)


def anchors_of(row: object) -> Iterator[Anchor]:
    """Yield every anchor inside a row, at any depth."""
    if isinstance(row, Mapping):
        if {"document", "start", "end", "exact"} <= row.keys():
            yield row
        else:
            for value in row.values():
                yield from anchors_of(value)
    elif isinstance(row, list | tuple):
        for value in row:
            yield from anchors_of(value)


def overlap(one: Sequence[Anchor], other: Sequence[Anchor]) -> float:
    """Return the characters two lists of anchors share, as a share of all that they cover."""
    first, second = _characters(one), _characters(other)
    return len(first & second) / len(first | second) if first and second else 0.0


@dataclass
class _Table:
    actors: Actors
    measures: list[Measure] = field(default_factory=list)
    pairs: dict[str, list[Pair]] = field(default_factory=dict)
    missed: dict[str, list[Line]] = field(default_factory=dict)
    extra: dict[str, list[Line]] = field(default_factory=dict)

    def add(self, name: str, held: Iterable[bool]) -> None:
        """Add a line: how many of `held` are so."""
        all_held = list(held)
        self.measures.append(Measure(name, sum(all_held), len(all_held)))

    def keep(self, row_type: str, pairs: list[Pair], gold: Sequence[Line], built: Sequence[Line]) -> None:
        """Keep what was matched and what was not, and add found and right."""
        matched = {id(line) for pair in pairs for line in pair}
        needed = [row for row in gold if not row.get("optional")]
        self.pairs[row_type] = pairs
        self.missed[row_type] = [row for row in needed if id(row) not in matched]
        self.extra[row_type] = [row for row in built if id(row) not in matched]
        self.add(f"{row_type} found", (id(row) in matched for row in needed))
        if built:
            self.add(f"{row_type} right", (id(row) in matched for row in built))

    def fields(self, row_type: str, pairs: list[Pair]) -> None:
        """Add a line for each field that is compared."""
        for name, same in FIELDS[row_type].items():
            told = [pair for pair in pairs if pair[0].get(name) is not None and not pair[0].get("optional")]
            self.add(f"{row_type}.{name}", (same(self.actors, *pair) for pair in told))


def _score_documents(table: _Table, gold: Sequence[Line], built: Sequence[Line]) -> None:
    by_id = {row["id"]: row for row in _of(built, "document")}
    rows = _of(gold, "document")
    pairs = [(row, by_id[row["id"]]) for row in rows if row["id"] in by_id]
    table.keep("document", pairs, rows, list(by_id.values()))
    table.fields("document", pairs)
    table.add("document undated", (b["date"] is None for g, b in pairs if g["date"] is None))


def _score_actors(table: _Table, gold: Sequence[Line], built: Sequence[Line]) -> None:
    """Match by name; a mention is right where it is an actor that leads to the gold one."""
    led = table.actors.of_built
    rows, built_rows = _of(gold, "actor"), _of(built, "actor")
    first: dict[str, Line] = {}
    for row in built_rows:
        first.setdefault(led[row["id"]], row)
    pairs = [(row, first[row["id"]]) for row in rows if row["id"] in first]
    table.keep("actor", pairs, rows, [])
    table.fields("actor", pairs)
    places = [(place, led[row["id"]]) for row in built_rows for place in row["mentions"]]
    found: list[bool] = []
    right: list[bool] = []
    for row in rows:
        for mention in row["mentions"]:
            there = {one for place, one in places if overlap([place], [mention])}
            found.append(row["id"] in there)
            right.extend(one == row["id"] for one in there)
    table.add("actor mentions found", found)
    table.add("actor mentions right", right)


def _score_spans(
    table: _Table,
    row_type: str,
    near: Callable[[Line, Line], float],
    gold: Sequence[Line],
    built: Sequence[Line],
) -> None:
    rows, others = _of(gold, row_type), _of(built, row_type)
    if row_type == "statement":
        others = [row for row in others if row["mode"] != "author" and row["score"] >= Statement.SURE]
    if row_type == "quotation_check":
        documents = {row["quotation"]["document"] for row in rows}
        others = [row for row in others if row["quotation"]["document"] in documents]
    if row_type == "event":
        others = [telling for row in others for telling in _tellings(row)]
    ranked = sorted(
        ((near(row, other), -i, -j) for i, row in enumerate(rows) for j, other in enumerate(others)),
        reverse=True,
    )
    pairs: list[Pair] = []
    taken: set[int] = set()
    for closeness, i, j in ranked:
        if closeness and not {id(rows[-i]), id(others[-j])} & taken:
            taken |= {id(rows[-i]), id(others[-j])}
            pairs.append((rows[-i], others[-j]))
    table.keep(row_type, pairs, rows, others)
    table.fields(row_type, pairs)


def _tellings(event: Line) -> Iterator[Line]:
    """Yield an event mention by mention, at its triggers ("held … hearing"), with its document's date."""
    told = {date["anchor"]["document"]: date["edtf"] for date in event["dates"] if date["anchor"]}
    for mention in event["mentions"]:
        places = [trigger for trigger in event["triggers"] if overlap([mention], [trigger])]
        yield {**event, "mentions": places, "date": told.get(mention["document"], event["date"])}


def _score_digits(table: _Table, gold: Sequence[Line], built: Sequence[Line]) -> None:
    values = [row["value"] for row in _of(built, "figure")]
    groups = [group for row in _of(gold, "no_figure") for group in row["anchors"]]
    table.add(
        "no figure left out", (not any(overlap([group], [value]) for value in values) for group in groups)
    )


def _score_norms(table: _Table, gold: Sequence[Line], built: Sequence[Line]) -> None:
    rows, others = _of(gold, "norm"), _of(built, "norm")
    pairs = [(row, other) for row in rows for other in others if _norm_key(row) == _norm_key(other)]
    table.keep("norm", pairs, rows, others)
    table.fields("norm", pairs)
    mentions = [(row, place) for row in rows if not row.get("optional") for place in row["mentions"]]
    there = {id(row): [m for g, b in pairs if g is row for m in b["mentions"]] for row in rows}
    table.add("norm mentions found", (overlap(there[id(row)], [place]) > 0 for row, place in mentions))


def _score_sets(table: _Table, gold: Sequence[Line], built: Sequence[Line]) -> None:
    """Match a set with the built one that holds most of its figures, two at least."""
    led = {g["id"]: b["id"] for g, b in table.pairs["figure"]}
    pairs: list[Pair] = []
    rows = _of(gold, "figure_set")
    for row in rows:
        members = {led[one] for one in row["figures"] if one in led}
        held = [(len(members & set(other["figures"])), other) for other in _of(built, "figure_set")]
        shared, fullest = max(held, key=lambda pair: pair[0], default=(0, {}))
        if shared > 1:
            pairs.append((row, fullest))
    table.keep("figure_set", pairs, rows, [])
    table.fields("figure_set", pairs)


def _score_links(table: _Table, gold: Sequence[Line], built: Sequence[Line]) -> None:
    rows, others = _of(gold, "document_link"), _of(built, "document_link")
    pairs = [(row, other) for row in rows for other in others if _same_link(row, other)]
    table.keep("document_link", pairs, rows, others)


def _score_findings(table: _Table, gold: Sequence[Line], built: Sequence[Line]) -> None:
    """Match findings of one kind that stand on some of the same words."""
    by_id = {row["id"]: row for row in gold}
    rows, others = _of(gold, "finding"), _of(built, "finding")
    pairs: list[Pair] = []
    for row in rows:
        places = [*row["anchors"], *(place for one in row["rows"] for place in anchors_of(by_id[one]))]
        alike = (other for other in others if other["kind"] == row["kind"])
        pairs.extend((row, other) for other in alike if overlap(places, other["anchors"]))
    known = {kind: _characters(places) for kind, places in _places_by_kind(rows, by_id).items()}
    false = [row for row in others if not _stands_on(row, known.get(row["kind"], set()))]
    table.keep("finding", pairs, rows, others)
    table.extra["finding"] = false
    table.measures.pop()
    table.add("finding right", (row not in false for row in others))


def _places_by_kind(rows: Sequence[Line], by_id: Mapping[str, Line]) -> dict[str, list[Anchor]]:
    places: dict[str, list[Anchor]] = {}
    for row in rows:
        held = places.setdefault(row["kind"], [])
        held.extend(place for one in row["rows"] for place in anchors_of(by_id[one]))
    return places


def _stands_on(finding: Line, known: set[tuple[str, int]]) -> bool:
    """Tell whether every anchor of a finding touches words that the gold has such a finding on."""
    return bool(finding["anchors"]) and all(_characters([one]) & known for one in finding["anchors"])


def _of(rows: Sequence[Line], row_type: str) -> list[Line]:
    return [row for row in rows if row["type"] == row_type]


def _characters(anchors: Iterable[Anchor]) -> set[tuple[str, int]]:
    return {(one["document"], offset) for one in anchors for offset in range(one["start"], one["end"])}


def _near_statements(gold: Line, built: Line) -> float:
    shared = overlap(gold["content"], built["content"])
    return shared if shared >= LEAST_OVERLAP else 0.0


def _near_asks(gold: Line, built: Line) -> float:
    """Return how much of the actions is common; the verbs must be the same one."""
    return overlap([gold["action"]], [built["action"]]) * bool(
        overlap([gold["operative"]], [built["operative"]])
    )


def _near_statuses(gold: Line, built: Line) -> float:
    return overlap([gold["anchor"]], [built["anchor"]]) if gold["act"] == built["act"] else 0.0


_OVERLAPS: dict[str, Callable[[Line, Line], float]] = {
    "statement": _near_statements,
    "figure": lambda gold, built: overlap([gold["value"]], [built["value"]]),
    "event": lambda gold, built: overlap(gold["mentions"], built["mentions"]),
    "ask": _near_asks,
    "response": lambda gold, built: overlap([gold["anchor"]], [built["anchor"]]),
    "party_status": _near_statuses,
    "quotation_check": lambda gold, built: overlap([gold["quotation"]], [built["quotation"]]),
}

Same = Callable[[Actors, Line, Line], bool]


def _equal(name: str, alike: Mapping[str, str] | None = None) -> Same:
    led = alike or {}
    return lambda _, gold, built: led.get(gold[name], gold[name]) == led.get(built[name], built[name])


def _actors(name: str) -> Same:
    return lambda actors, gold, built: actors.same(gold[name], built[name])


def _actor(name: str) -> Same:
    return lambda actors, gold, built: actors.same([gold[name]], [built[name]] if built[name] else [])


def _place(name: str) -> Same:
    return lambda _, gold, built: built[name] is not None and overlap([gold[name]], [built[name]]) > 0


def _exactly(name: str) -> Same:
    return lambda _, gold, built: built[name] is not None and gold[name]["exact"] == built[name]["exact"]


def _bounds(_: Actors, gold: Line, built: Line) -> bool:
    return (gold["low"], gold["high"], gold["bound"]) == (built["low"], built["high"], built["bound"])


def _roles(actors: Actors, gold: Line, built: Line) -> bool:
    """Tell whether whoever the gold names in a role is among those the built event names in it."""
    return all(
        any(actors.same([one], [other]) for other in built["participants"].get(role, ()))
        or actors.same(ids, built["participants"].get(role, ()))
        for role, ids in gold["participants"].items()
        for one in ids
    )


def _edtf(_: Actors, gold: Line, built: Line) -> bool:
    return built["date"] is not None and gold["date"]["edtf"] == built["date"]["edtf"]


def _items(_: Actors, gold: Line, built: Line) -> bool:
    held = [(one["start"], one["end"]) for one in built["segments"] if one["what"] == "item"]
    return held == [(one["start"], one["end"]) for one in gold["segments"]]


def _same_answers(_: Actors, gold: Line, built: Line) -> bool:
    return bool(gold["asks"]) == bool(built["asks"])


def _same_label(_: Actors, gold: Line, built: Line) -> bool:
    """Tell whether two labels of list items are one without their marks: "1." and "1"."""
    return str(gold["list_label"]).strip("().") == str(built["list_label"]).strip("().")


def _norm_key(row: Line) -> tuple[str, str]:
    return folded_name(row["name"]), folded_name(row["provision"] or "")


def _same_link(gold: Line, built: Line) -> bool:
    if (gold["from"], gold["kind"], gold["to"]) != (built["from"], built["kind"], built["to"]):
        return False
    return gold["to"] is not None or overlap(gold["evidence"], built["evidence"]) > 0


FIELDS: dict[str, dict[str, Same]] = {
    "document": {
        "kind": _equal("kind"),
        "title": _exactly("title"),
        "date": _edtf,
        "language": _equal("language"),
        "issuers": _actors("issuers"),
        "addressees": _actors("addressees"),
        "signatories": _actors("signatories"),
        "authors": _actors("authors"),
        "segments": _items,
    },
    "actor": {"kind": _equal("kind")},
    "statement": {
        "mode": _equal("mode"),
        "act": _equal("act", SAME_ACT),
        "level": _equal("level"),
        "source": _place("source"),
        "cue": _place("cue"),
        "speakers": _actors("speakers"),
    },
    "figure": {
        "value": _exactly("value"),
        "bound": _bounds,
        "counted": _equal("counted"),
        "measure": _equal("measure"),
        "date": _equal("date"),
    },
    "event": {
        "kind": _equal("kind"),
        "factuality": _equal("factuality", SAME_FACTUALITY),
        "date": _equal("date"),
        "participants": _roles,
    },
    "ask": {
        "action": _exactly("action"),
        "strength": _equal("strength"),
        "relay": _equal("relay"),
        "requesters": _actors("requesters"),
        "addressees": _actors("addressees"),
        "targets": _actors("targets"),
        "list_label": _same_label,
    },
    "response": {"kind": _equal("kind"), "actor": _actor("actor"), "asks": _same_answers},
    "norm": {"kind": _equal("kind")},
    "party_status": {"actor": _actor("actor"), "date": _equal("date")},
    "quotation_check": {
        "verdict": _equal("verdict"),
        "claimed_source": _equal("claimed_source"),
        "found": _place("found"),
    },
    "figure_set": {"verdict": _equal("verdict")},
}
"""What is compared of two matched rows; a field the gold leaves null is not."""
