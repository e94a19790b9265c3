"""What a page of a list of rows is asked by, and what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.types.rows import Row

ORDERS = ("place", "date", "weight", "name")
"""By document path and start; by the first day a date can be; what matters most first; by name."""

PAGE = 50
"""Entries of a page that asks for no other number."""


@dataclass(frozen=True, slots=True)
class RowQuery:
    """Which rows of one type are asked for; what is empty or None asks nothing.

    `actors` are named in `role`, or in any; several of one list are alternatives. `document` is where a row
    stands, or what it speaks of. `since` and `until` are EDTF dates, both included: what has no date of its
    own has its document's, and what has none at all is left out. `words` are looked for as `onrecord search`
    does. `dated` asks for rows that have a date, or for the others; `reviewed` for those that a reviewer
    decided on, or for the others. `unsure` asks also for statements the extractor is less sure of. `after` is
    the cursor of the page before.
    """

    type: str
    document: str | None = None
    actors: frozenset[str] = frozenset()
    role: str | None = None
    kinds: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    factualities: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    norms: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    words: str | None = None
    dated: bool | None = None
    reviewed: bool | None = None
    order: str = "place"
    after: str | None = None
    limit: int = PAGE
    unsure: bool = False

    def __post_init__(self) -> None:
        if self.order not in ORDERS:
            raise ValueError(f"{self.order!r} is no order of rows; known: {', '.join(ORDERS)}")
        if self.limit < 1:
            raise ValueError("a page holds at least one row")


@dataclass(frozen=True, slots=True)
class RowEntry:
    """One row of a page, with at most MENTIONS of its mentions and how many of them and documents there are.

    `state` is that of an ask. `reviewed` tells that a reviewer decided on it, `grade` is the last one given.
    """

    row: Row
    mentions: int = 1
    documents: int = 1
    state: str | None = None
    reviewed: bool = False
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class RowPage:
    """Entries in the order asked for; `total` is how many there are on all pages, `after` leads to the next.

    `facets` are values with how many rows have each, as if that facet were not asked for, the most common
    first: of "kinds", "acts" … as in RowQuery, and of "actors", "places" and "norms" the most common alone.
    Where `exact` is False there are more than could be counted quickly: `total` then is how many at least,
    and facets are of as many rows.
    """

    entries: tuple[RowEntry, ...]
    total: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    after: str | None = None
    exact: bool = True
