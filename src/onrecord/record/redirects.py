"""Rows that are shown as another: following redirects, and leading every id a row holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from sqlalchemy import ColumnElement, Connection, select, true

from onrecord.record.receipts import in_parts
from onrecord.record.schema import redirects
from onrecord.types.dates import RecordDate
from onrecord.types.documents import Segment
from onrecord.types.rows import Row
from onrecord.types.spans import Evidence

T = TypeVar("T")

_NO_IDS = (Evidence, Segment, RecordDate)
"""Values whose strings are words or dates, never ids to be led elsewhere."""

_WORDS = frozenset(
    {"id", "name", "title", "label", "why", "reason", "reasons", "aliases", "roles", "counted"}
)
"""Fields whose strings are words; the row's own id is led by who shows it."""


class RedirectsRunInACircle(ValueError):
    """A row would be shown as another that is shown as it."""


class Redirects:
    """The redirects of the stages in sight, looked up in parts so that memory does not grow with them."""

    def __init__(self, connection: Connection, stages: Collection[str] | None) -> None:
        self._connection = connection
        self._in_sight: ColumnElement[bool] = true() if stages is None else redirects.c.stage.in_(stages)

    def targets(self, ids: Iterable[str]) -> dict[str, str]:
        """Return where each of `ids` that is redirected leads in the end; others are left out."""
        ends: dict[str, str] = {}
        chains = {start: [start] for start in ids}
        while chains:
            steps = self._steps({chain[-1] for chain in chains.values()})
            going = {}
            for start, chain in chains.items():
                step = steps.get(chain[-1])
                if step is None or step in chain:  # two stages half replaced may point at each other
                    if len(chain) > 1:
                        ends[start] = chain[-1]
                else:
                    going[start] = [*chain, step]
            chains = going
        return ends

    def sources(self, target: str) -> set[str]:
        """Return every row that leads to `target` in the end, itself among them."""
        found, new = {target}, {target}
        while new:
            nearer: set[str] = set()
            for some in in_parts(sorted(new)):
                query = select(redirects.c.row).where(redirects.c.to.in_(some), self._in_sight)
                nearer.update(self._connection.scalars(query))
            new = nearer - found
            found |= new
        return found

    def refuse_circles(self, ids: Iterable[str]) -> None:
        """Raise RedirectsRunInACircle where following one of `ids` leads back to it."""
        for some in in_parts(sorted(ids)):
            at = {start: start for start in some}
            while at:
                steps = self._steps(set(at.values()))
                at = {start: steps[place] for start, place in at.items() if place in steps}
                for start, place in at.items():
                    if start == place:
                        raise RedirectsRunInACircle(f"{start} is redirected to itself over other rows")

    def _steps(self, ids: Set[str]) -> dict[str, str]:
        steps: dict[str, str] = {}
        for some in in_parts(sorted(ids)):
            query = select(redirects.c.row, redirects.c.to).where(redirects.c.row.in_(some), self._in_sight)
            for row in self._connection.execute(query.order_by(redirects.c.stage)):
                steps.setdefault(row.row, row.to)
        return steps


def ids_in(row: Row) -> Iterator[str]:
    """Yield the strings of `row` that may be ids of rows, its own first."""
    yield row.id
    for field in fields(row):
        if field.name not in _WORDS:
            yield from _strings_in(getattr(row, field.name))


def _strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value[1:2] == "-":  # the form of every id; a date or a kind is never looked up
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings_in(item)
    elif is_dataclass(value) and not isinstance(value, _NO_IDS):
        for field in fields(value):
            yield from _strings_in(getattr(value, field.name))


def led(row: T, targets: Mapping[str, str]) -> T:
    """Return `row` with every id it holds led to its target, its own id as well.

    Two ids of one list that lead to one target are one; pairs stay pairs.
    """
    changed: dict[str, Any] = {}
    kind: type = type(row)
    for field in fields(row):  # type: ignore[arg-type]
        value = getattr(row, field.name)
        new = value
        if field.name == "id":
            new = targets.get(value, value)
        elif field.name not in _WORDS:
            new = _led_value(value, targets)
            if new != value and field.name in _lists_of_ids(kind):
                new = tuple(dict.fromkeys(new))
        if new != value:
            changed[field.name] = new
    return replace(row, **changed) if changed else row  # type: ignore[type-var]


def _led_value(value: Any, targets: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return targets.get(value, value)
    if isinstance(value, tuple):
        return tuple(_led_value(item, targets) for item in value)
    if is_dataclass(value) and not isinstance(value, (_NO_IDS, type)):
        return led(value, targets)
    return value


@cache
def _lists_of_ids(kind: type) -> frozenset[str]:
    return frozenset(
        name
        for name, hint in get_type_hints(kind).items()
        if get_origin(hint) is tuple and get_args(hint) == (str, Ellipsis)
    )
