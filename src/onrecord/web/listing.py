"""Lists of rows as a page shows them: the address says what is asked for, and each part can be taken back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.requests import Request

from onrecord.record.catalogue import RowEntry, RowPage, RowQuery
from onrecord.web.rendering import with_query
from onrecord.web.site import Site, words_of

AFTER = "after"
"""The name under which a cursor stands in an address."""

AT_ONCE = 500
"""Rows that are read at once where a whole list is written."""

OFFERED = 40
"""Values of a facet that a select offers; others are reached by a link from their own page."""

_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing a list can be narrowed by.

    `name` stands in the address, `label` on the page, `field` is that of RowQuery. `way` is how it is
    chosen: from `values` that rows have, as an `actor`, as a `date`, in `words`, or `linked` from elsewhere.
    `told` says a value in words, `known` are the values that are offered where no row has them either.
    """

    name: str
    label: str
    field: str
    way: str = "values"
    any: str = "any"
    told: Callable[[str], str] = words_of
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One value that can be chosen, with how many rows have it (None where that is not counted)."""

    value: str
    text: str
    many: int | None


@dataclass(frozen=True, slots=True)
class Field:
    """A filter as the form shows it: with options to choose from, or as a place to write in."""

    name: str
    label: str
    value: str
    options: tuple[Option, ...] = ()
    any: str = "any"
    type: str = "select"


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address of the list without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list: its entries, what it is narrowed by, and where to go from here."""

    entries: tuple[RowEntry, ...]
    total: int
    exact: bool
    in_record: int
    fields: tuple[Field, ...]
    kept: tuple[tuple[str, str], ...]
    chips: tuple[Chip, ...]
    bare: str
    complaints: tuple[str, ...] = ()
    next: str | None = None
    first: str | None = None
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)


def listed(
    request: Request,
    query: RowQuery,
    filters: Iterable[Filter],
    *,
    kept: tuple[str, ...] = (),
    in_record: int | None = None,
) -> Listed:
    """Return the page of a list that an address asks for; `query` is what holds whatever it says.

    `kept` are other names of the address that the form and its chips leave as they are.
    """
    site: Site = request.app.state.site
    chosen = tuple(filters)
    asked, complaints = narrowed(query, chosen, request.query_params)
    found: RowPage = site.catalogue.page(asked)
    bare = with_query(request, **dict.fromkeys((AFTER, *(each.name for each in chosen))))
    return Listed(
        entries=found.entries,
        total=found.total,
        exact=found.exact,
        in_record=site.catalogue.counts().get(query.type, 0) if in_record is None else in_record,
        fields=tuple(_field(each, request, found, site) for each in chosen if each.way != "linked"),
        kept=tuple(_kept(request, chosen, kept)),
        chips=tuple(_chips(request, chosen, site)),
        bare=bare,
        complaints=complaints,
        next=with_query(request, **{AFTER: found.after}) if found.after else None,
        first=with_query(request, **{AFTER: None}) if asked.after else None,
        facets=found.facets,
    )


def narrowed(
    query: RowQuery, filters: Iterable[Filter], params: Mapping[str, str]
) -> tuple[RowQuery, tuple[str, ...]]:
    """Return a query with what an address asks for, and a sentence on each part that makes no sense."""
    changes: dict[str, Any] = {AFTER: params.get(AFTER) or None}
    complaints = []
    for each in filters:
        value = params.get(each.name, "").strip()
        if not value:
            continue
        if each.way == "date" and not is_date(value):
            complaints.append(no_date(value))
            continue
        changes[each.field] = _as_asked(each.field, value)
    return replace(query, **changes), tuple(complaints)


def is_date(written: str) -> bool:
    """Tell whether a list can be narrowed by what was written: a year, a month or a day."""
    return _DATE.fullmatch(written) is not None


def no_date(written: str) -> str:
    """Return the sentence on what was written in the place of a date."""
    return f"“{written}” is no date: write 2024, 2024-05 or 2024-05-09."


def _as_asked(name: str, value: str) -> Any:
    if name == "actors":
        return frozenset((value,))
    if name == "reviewed":
        return value == "yes"
    return value if name in ("document", "role", "since", "until", "words") else (value,)


def whole(site: Site, query: RowQuery) -> Iterator[RowEntry]:
    """Yield every entry of a list, page by page."""
    asked = replace(query, limit=AT_ONCE, after=None)
    while True:
        found = site.catalogue.page(asked)
        yield from found.entries
        if found.after is None:
            return
        asked = replace(asked, after=found.after)


def in_order(
    facets: Mapping[str, tuple[tuple[str, int], ...]], name: str, order: Iterable[str]
) -> tuple[tuple[str, int], ...]:
    """Return the values of a facet in the order of their vocabulary, those that no row has left out."""
    counts = dict(facets.get(name, ()))
    return tuple((value, counts[value]) for value in order if counts.get(value))


def _field(each: Filter, request: Request, found: RowPage, site: Site) -> Field:
    value = request.query_params.get(each.name, "").strip()
    if each.way in ("date", "words"):
        return Field(each.name, each.label, value, type="search" if each.way == "words" else "text")
    counts: tuple[tuple[str, int | None], ...] = tuple(found.facets.get(each.field, ()))[:OFFERED]
    have = {one for one, _ in counts}
    counts += tuple((one, None) for one in each.known if one not in have)
    if value and value not in {one for one, _ in counts}:
        counts += ((value, None),)
    options = tuple(Option(one, _told(each, one, site), many) for one, many in counts)
    return Field(each.name, each.label, value, options, each.any)


def _told(each: Filter, value: str, site: Site) -> str:
    """Return a value as a person reads it: actors, norms and documents by name."""
    return site.names.one(value) if each.field in ("actors", "norms", "document") else each.told(value)


def _chips(request: Request, filters: Iterable[Filter], site: Site) -> Iterator[Chip]:
    for each in filters:
        value = request.query_params.get(each.name, "").strip()
        if value:
            without = with_query(request, **{each.name: None, AFTER: None})
            yield Chip(each.label, _told(each, value, site), without)


def _kept(request: Request, filters: Iterable[Filter], kept: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield what a form sends along unseen: what was chosen by a link, and what is no filter of the list."""
    for name in (*(each.name for each in filters if each.way == "linked"), *kept):
        value = request.query_params.get(name, "").strip()
        if value:
            yield name, value
