"""The queue of a review: which row comes next.

Findings come first, the weightiest of them first; then statements that the extractor is less sure of; then
the other rows type by type, as they stand in the documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.record.catalogue import RowQuery
from onrecord.types.rows import Row, Statement
from onrecord.web.errors import not_understood
from onrecord.web.reviewing import last_of
from onrecord.web.site import Site

UNSURE = "unsure"
TITLES = {
    "finding": "Findings",
    UNSURE: "Unsure statements",
    "quotation_check": "Quotations",
    "figure_set": "Figures compared",
    "ask": "Asks",
    "response": "Responses",
    "figure": "Figures",
    "statement": "Statements",
    "event": "Events",
    "party_status": "Party status",
    "norm": "Norms",
    "actor": "Actors",
    "document_link": "Links",
}
"""The steps of the queue in their order, each a type of rows."""

ORDER = tuple(TITLES)

TOGETHER = 200
"""Statements looked through at once for those that are unsure."""

MOST_LOOKED = 50
"""Times that many are looked through for one page."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the queue is asked for; it stands in the address."""

    type: str = ""
    since: str = ""
    document: str = ""
    actor: str = ""
    every: bool = False
    after: str = ""

    @classmethod
    def of(cls, params: Mapping[str, str]) -> Asked:
        """Return what an address asks for."""
        asked = cls(
            params.get("type", ""),
            params.get("from", ""),
            last_of(params.get("document", "")),
            last_of(params.get("actor", "")),
            params.get("every", "") == "1",
            params.get("after", ""),
        )
        for step in (asked.type, asked.since):
            if step and step not in ORDER:
                not_understood(f"{step!r} is no type of rows to review. Known: {', '.join(ORDER)}.")
        return asked

    @property
    def query(self) -> dict[str, str]:
        """The query of the address."""
        return {
            "type": self.type,
            "from": self.since,
            "document": self.document,
            "actor": self.actor,
            "every": "1" if self.every else "",
            "after": self.after,
        }

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps that are gone through, the first one from `after` on."""
        if self.type:
            return (self.type,)
        return ORDER[ORDER.index(self.since) :] if self.since else ORDER


@dataclass(frozen=True, slots=True)
class Next:
    """The next row, in which step, how many wait there (None where not counted), and the cursor after it."""

    row: Row | None = None
    step: str = ""
    left: int | None = None
    after: str | None = None


def next_in(site: Site, asked: Asked) -> Next:
    """Return the first row of the queue that an address asks for."""
    for number, step in enumerate(asked.steps):
        after = asked.after if number == 0 else ""
        found = _unsure(site, asked, after) if step == UNSURE else _first(site, asked, step, after)
        if found.row is not None:
            return found
    return Next(step=asked.type)


def _query(asked: Asked, step: str, after: str | None, limit: int) -> RowQuery:
    return RowQuery(
        "statement" if step == UNSURE else step,
        document=asked.document or None,
        actors=frozenset((asked.actor,)) if asked.actor else frozenset(),
        reviewed=None if asked.every else False,
        order="weight" if step == "finding" else "place",
        after=after or None,
        limit=limit,
        unsure=step == UNSURE,
    )


def _first(site: Site, asked: Asked, step: str, after: str) -> Next:
    found = site.catalogue.page(_query(asked, step, after, 1))
    if not found.entries:
        return Next(step=step)
    return Next(found.entries[0].row, step, found.total, found.after)


def _unsure(site: Site, asked: Asked, after: str) -> Next:
    """Return the first statement that the extractor is less sure of, of some thousand statements."""
    at: str | None = after
    for _ in range(MOST_LOOKED):
        found = site.catalogue.page(_query(asked, UNSURE, at, TOGETHER))
        for number, entry in enumerate(found.entries, start=1):
            if isinstance(entry.row, Statement) and not entry.row.sure:
                behind = site.catalogue.page(_query(asked, UNSURE, at, number)).after
                return Next(entry.row, UNSURE, None, behind)
        at = found.after
        if at is None:
            break
    return Next(step=UNSURE)
