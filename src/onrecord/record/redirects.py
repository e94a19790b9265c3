"""Rows that are shown as another: following redirects, and leading every id a row holds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Set
from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import attrgetter
from threading import RLock
from typing import Any, Protocol, TypeVar, get_args, get_origin, get_type_hints

from sqlalchemy import Connection, func, select

from onrecord.record.asked import Asked, plain
from onrecord.record.database import COMPARED_WHOLE, read_meta
from onrecord.record.receipts import in_parts
from onrecord.record.schema import documents, redirects, unescaped
from onrecord.types.dates import RecordDate
from onrecord.types.documents import Segment
from onrecord.types.rows import Row
from onrecord.types.spans import Evidence

T = TypeVar("T")

_NO_IDS = (Evidence, Segment, RecordDate)
"""Values whose strings are words or dates, never ids to be led elsewhere."""

_WORDS = frozenset(
    {
        "id",
        "name",
        "title",
        "label",
        "why",
        "reason",
        "reasons",
        "aliases",
        "roles",
        "counted",
        "kind",
        "offices",
    }
)
"""Fields whose strings are words; the row's own id is led apart from the ids it holds."""

AT_HAND = 200_000
"""Redirects held in memory, about 50 MB."""


class Overlay(Protocol):
    """What reviewers judged, laid over redirects: steps added, and rows that are not led on."""

    @property
    def added(self) -> Mapping[str, str]:
        """Steps from a row to the one it is shown as."""
        ...

    @property
    def stopped(self) -> frozenset[str]:
        """Rows whose own step does not count."""
        ...


_LEADING_TO = Asked(
    lambda ids: select(plain(redirects.c.row), plain(redirects.c.to), plain(redirects.c.stage)).where(
        plain(redirects.c.to).in_(ids)
    )
)


class RedirectsRunInACircle(ValueError):
    """A row would be shown as another that is shown as it."""


class Redirects:
    """The redirects of the stages in sight.

    Up to AT_HAND of them are held in memory; more are looked up in parts, so that memory does not
    grow with the record.
    """

    def __init__(
        self, connection: Connection, stages: Collection[str], held: Mapping[str, str] | None = None
    ) -> None:
        self._connection = connection
        self._stages = frozenset(stages)
        self._held = held
        self._judged: Overlay | None = None

    def over(self, judged: Overlay) -> Redirects:
        """Return these redirects with what reviewers judged laid over them."""
        laid = Redirects(self._connection, self._stages, self._held)
        laid._judged = judged
        return laid

    def targets(self, ids: Iterable[str]) -> dict[str, str]:
        """Return where each of `ids` that is redirected leads in the end; others are left out."""
        ends: dict[str, str] = {}
        steps = self._steps(ids if isinstance(ids, Set) else frozenset(ids))
        chains = {start: [start, step] for start, step in steps.items() if step != start}
        while chains:
            steps = self._steps({chain[-1] for chain in chains.values()})
            going = {}
            for start, chain in chains.items():
                step = steps.get(chain[-1])
                if step is None or step in chain:  # two stages half replaced may point at each other
                    ends[start] = chain[-1]
                else:
                    going[start] = [*chain, step]
            chains = going
        return ends

    def sources(self, target: str) -> set[str]:
        """Return every row that leads to `target` in the end, itself among them."""
        return self.sources_of([target])[target]

    def sources_of(self, targets: Iterable[str]) -> dict[str, set[str]]:
        """Return every row that leads to each of `targets` in the end, itself among them."""
        found = {target: {target} for target in targets}
        new = {target: frozenset((target,)) for target in found}
        while new:
            nearer = self._steps_to(frozenset().union(*new.values()))
            new = {
                target: frozenset().union(*(nearer.get(id_, ()) for id_ in ids)) - found[target]
                for target, ids in new.items()
            }
            new = {target: ids for target, ids in new.items() if ids}
            for target, ids in new.items():
                found[target] |= ids
        return found

    def _steps_to(self, ids: Set[str]) -> dict[str, set[str]]:
        """Return the rows whose next step is each of `ids`."""
        nearer: dict[str, set[str]] = {}
        for source, to, stage in _LEADING_TO.of(self._connection, sorted(ids)):
            if stage in self._stages:
                nearer.setdefault(unescaped(to), set()).add(unescaped(source))
        if self._judged is not None:
            for led_on in nearer.values():
                led_on.difference_update(self._judged.stopped)
            for added, to in self._judged.added.items():
                if to in ids:
                    nearer.setdefault(to, set()).add(added)
        return nearer

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
        if self._judged is None:
            return self._compared(ids)
        added = {id_: self._judged.added[id_] for id_ in ids if id_ in self._judged.added}
        return {**self._compared(ids - self._judged.stopped), **added}

    def _compared(self, ids: Set[str]) -> dict[str, str]:
        """Return the next step of each of `ids` by what comparing gave."""
        if self._held is not None:
            return {id_: self._held[id_] for id_ in ids if id_ in self._held}
        steps: dict[str, str] = {}
        for some in in_parts(sorted(ids)):
            query = select(redirects).where(redirects.c.row.in_(some)).order_by(redirects.c.stage)
            for row in self._connection.execute(query):
                if row.stage in self._stages:
                    steps.setdefault(row.row, row.to)
        return steps


class HeldRedirects:
    """The redirects of the stages in sight, kept from one view to the next until documents are compared.

    For any number of threads.
    """

    def __init__(self) -> None:
        self._lock = RLock()
        self._state: tuple[Any, ...] | None = None
        self._by_stage: dict[str, Mapping[str, str]] = {}
        self._held: dict[tuple[str, ...], Mapping[str, str] | None] = {}

    def of(self, connection: Connection, stages: Collection[str]) -> Mapping[str, str] | None:
        """Return every redirect of some stages, None where they are too many to hold."""
        compared = connection.scalar(select(func.max(documents.c.compared)))
        state = (compared, read_meta(connection, COMPARED_WHOLE))
        with self._lock:
            if self._state != state:
                self.forget()
                self._state = state
            return self._of(connection, stages)

    def still(self, connection: Connection, stages: Collection[str]) -> Mapping[str, str] | None:
        """Return the same where nobody else changes any: who does so here says it by `forget`."""
        return self._of(connection, stages)

    def forget(self, *stages: str) -> None:
        """Read the redirects of some stages, or of all, again when they are asked for next."""
        with self._lock:
            for stage in stages or tuple(self._by_stage):
                self._by_stage.pop(stage, None)
            self._held.clear()

    def _of(self, connection: Connection, stages: Collection[str]) -> Mapping[str, str] | None:
        wanted = tuple(sorted(stages))
        with self._lock:
            if wanted not in self._held:
                self._held[wanted] = self._united(connection, wanted)
            return self._held[wanted]

    def _united(self, connection: Connection, stages: Collection[str]) -> Mapping[str, str] | None:
        """Return the redirects of some stages, of a row that several redirect the first stage's."""
        count = select(func.count()).select_from(redirects).where(redirects.c.stage.in_(stages))
        if int(connection.scalar(count) or 0) > AT_HAND:
            return None
        steps: dict[str, str] = {}
        for stage in reversed(tuple(stages)):
            if stage not in self._by_stage:
                query = select(redirects.c.row, redirects.c.to).where(redirects.c.stage == stage)
                self._by_stage[stage] = {found.row: found.to for found in connection.execute(query)}
            steps.update(self._by_stage[stage])
        return steps


def ids_in(row: Row) -> list[str]:
    """Return the strings of `row` that may be ids of rows, its own first."""
    found = [row.id]
    kind: Any = type(row)
    for value in _values_with_ids(kind)(row):
        if value:
            _take_ids(value, found)
    return found


def _take_ids(value: Any, found: list[str]) -> None:
    if isinstance(value, str):
        if value[1:2] == "-":  # the form of every id; a date or a kind is never looked up
            found.append(value)
    elif isinstance(value, tuple):
        for item in value:
            _take_ids(item, found)
    elif value is not None and not isinstance(value, _NO_IDS):
        kind: Any = type(value)
        for inner in _values_with_ids(kind)(value):
            _take_ids(inner, found)


@cache
def _values_with_ids(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gives the values of the fields that can hold ids."""
    names = tuple(_fields_of_ids(kind))
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple([getattr(value, name) for name in names])


def led(row: T, targets: Mapping[str, str]) -> T:
    """Return `row` with every id it holds led to its target, its own id as well.

    Two ids of one list that lead to one target are one; pairs stay pairs.
    """
    changed: dict[str, Any] = {}
    kind: Any = type(row)
    own: str = getattr(row, "id", "")
    if own in targets:
        changed["id"] = targets[own]
    for name, is_list in _fields_of_ids(kind).items():
        value = getattr(row, name)
        new = _led_value(value, targets)
        if new != value:
            changed[name] = tuple(dict.fromkeys(new)) if is_list else new
    return replace(row, **changed) if changed else row  # type: ignore[type-var]


def _led_value(value: Any, targets: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return targets.get(value, value)
    if isinstance(value, tuple):
        return tuple([_led_value(item, targets) for item in value]) if value else value
    if value is None or isinstance(value, _NO_IDS):
        return value
    return led(value, targets)


@cache
def _fields_of_ids(kind: type) -> Mapping[str, bool]:
    """Return the fields that can hold ids, and whether each is a plain list of them."""
    hints = get_type_hints(kind)
    return {
        field.name: get_origin(hints[field.name]) is tuple and get_args(hints[field.name]) == (str, Ellipsis)
        for field in fields(kind)
        if field.name not in _WORDS and _can_hold_ids(hints[field.name])
    }


def _can_hold_ids(hint: Any) -> bool:
    if hint is str:
        return True
    if isinstance(hint, type) and is_dataclass(hint):
        return hint not in _NO_IDS and bool(_fields_of_ids(hint))
    return any(_can_hold_ids(inner) for inner in get_args(hint))
