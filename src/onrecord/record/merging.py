"""Rows that several documents gave about one thing, united: actors, norms and events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from onrecord.types.dates import RecordDate
from onrecord.types.periods import period_of
from onrecord.types.rows import Actor, Event, Norm, Participants, Row
from onrecord.types.spans import Evidence

R = TypeVar("R", bound=Row)

MERGED = frozenset({"actor", "norm", "event"})
"""Types whose rows stand for a thing outside the documents; rows of other types stand for words."""


def merge(id_: str, found: Sequence[Row]) -> Row:
    """Return one row for all of `found`, the leading one first; the rest add what it does not have.

    Mentions are united in (document, start) order. Names the leading row does not have become
    aliases. Of types that stand for words only the leading row is kept.
    """
    first, rest = found[0], found[1:]
    if isinstance(first, Actor):
        return _merge_actors(id_, first, [row for row in rest if isinstance(row, Actor)])
    if isinstance(first, Norm):
        return _merge_norms(id_, first, [row for row in rest if isinstance(row, Norm)])
    if isinstance(first, Event):
        return _merge_events(id_, first, [row for row in rest if isinstance(row, Event)])
    return first if first.id == id_ else replace(first, id=id_)


def in_order_of_weight(id_: str, resolved: Iterable[Row], read: Iterable[Row]) -> list[Row]:
    """Return rows to be merged, the one that leads first, the same whatever order they came in.

    A row made by comparing documents leads; then rows found under the id itself; then those
    with most mentions; then those first in (document, start) order.
    """
    return [*resolved, *sorted(read, key=lambda row: (row.id != id_, -_mentions(row), row.position, row.id))]


def _mentions(row: Row) -> int:
    return len(row.mentions) if isinstance(row, Actor | Norm | Event) else 0


def _merge_actors(id_: str, first: Actor, rest: Sequence[Actor]) -> Actor:
    every = (first, *rest)
    names = _united([first.aliases, *((row.name, *row.aliases) for row in rest)])
    return replace(
        first,
        id=id_,
        aliases=tuple(name for name in names if name != first.name),
        mentions=_in_text_order(row.mentions for row in every),
        identifiers=_by_name(row.identifiers for row in every),
        member_of=tuple(actor for actor in _united(row.member_of for row in every) if actor != id_),
        roles=_united(row.roles for row in every),
        private=all(row.private for row in every),
        offices=tuple(dict.fromkeys(office for row in every for office in row.offices)),
        possible_same=tuple(actor for actor in _united(row.possible_same for row in every) if actor != id_),
    )


def _merge_norms(id_: str, first: Norm, rest: Sequence[Norm]) -> Norm:
    every = (first, *rest)
    return replace(
        first,
        id=id_,
        mentions=_in_text_order(row.mentions for row in every),
        identifiers=_by_name(row.identifiers for row in every),
        invocations=tuple(
            sorted({each for row in every for each in row.invocations}, key=lambda each: each.anchor)
        ),
    )


def _merge_events(id_: str, first: Event, rest: Sequence[Event]) -> Event:
    """Return what all tellings of a happening say of it; where they disagree, each stays with its words.

    It is `past` where one of them says so on its own word; its place is the one told in most words.
    """
    every = (first, *rest)
    told = _told_dates(every)
    dated = next((row for row in every if row.date == _finest(told)), first)
    return replace(
        first,
        id=id_,
        mentions=_in_text_order(row.mentions for row in every),
        factuality="past" if any(row.factuality == "past" for row in every) else first.factuality,
        participants=_merge_participants(every),
        date=_finest(told),
        date_basis=dated.date_basis,
        date_anchor=dated.date_anchor,
        date_constraint=dated.date_constraint,
        dates=told if len({date.edtf for date in told}) > 1 else (),
        arguments=tuple(dict.fromkeys(argument for row in every for argument in row.arguments)),
        place=max(
            (row.place for row in every if row.place), key=lambda place: len(place.split()), default=None
        ),
        figures=_united(row.figures for row in every),
        triggers=_in_text_order(row.triggers for row in every),
        statements=_united(row.statements for row in every),
    )


def _told_dates(every: Sequence[Event]) -> tuple[RecordDate, ...]:
    """Return each date that some telling gives, with the words that tell it, by date and place."""
    told = {date for row in every for date in (row.dates or _own_date(row))}
    return tuple(sorted(told, key=lambda date: (date.edtf, date.anchor is not None, date.anchor, date.basis)))


def _own_date(row: Event) -> tuple[RecordDate, ...]:
    return (RecordDate(row.date, row.date_basis or "stated", row.date_anchor),) if row.date else ()


def _finest(told: Sequence[RecordDate]) -> str | None:
    """Return the date that lies inside every other one, None where two contradict each other."""
    dates = list(dict.fromkeys(date.edtf for date in told))
    if len(dates) < 2:
        return dates[0] if dates else None
    periods = [period for period in map(period_of, dates) if period is not None]
    inside = (date for date in dates if (own := period_of(date)) and all(p.covers(own) for p in periods))
    return next(inside, None)


def _merge_participants(every: Sequence[Event]) -> tuple[Participants, ...]:
    actors: dict[str, dict[str, None]] = {}
    for row in every:
        for part in row.participants:
            actors.setdefault(part.role, {}).update(dict.fromkeys(part.actors))
    return tuple(Participants(role, tuple(held)) for role, held in actors.items())


def _united(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for items in lists for item in items))


def _in_text_order(lists: Iterable[Iterable[Evidence]]) -> tuple[Evidence, ...]:
    return tuple(sorted({item for items in lists for item in items}))


def _by_name(lists: Iterable[Iterable[tuple[str, str]]]) -> tuple[tuple[str, str], ...]:
    held: dict[str, str] = {}
    for pairs in lists:
        for name, value in pairs:
            held.setdefault(name, value)
    return tuple(held.items())
