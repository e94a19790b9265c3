"""Events of one happening told in several documents, joined by kind, time and who took part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.resolve.units import blocks_of
from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made, Redirect
from onrecord.types.rows import Event

STAGE = "events"

LARGEST_BLOCK = 100
"""Events under one key that are compared; beyond it kind and month say nothing of one happening."""

JOINED = ("past", "ongoing", "reported", "suspended")
"""Factualities of happenings; what is feared or asked for is no happening to be joined."""


class EventResolver:
    """Leads events of one happening to one of them; disagreement stays with the mentions."""

    name = "events"
    version = "1"

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        """Yield kind and month of each dated event that happened."""
        for row in findings.rows:
            if isinstance(row, Event) and row.factuality in JOINED and month_of(row.date):
                yield BlockKey(STAGE, f"{row.kind} {month_of(row.date)}", findings.row.id, row.id)

    def units(self, corpus: Corpus, changes: Changes) -> Iterable[str]:
        """Yield the keys of the documents that changed."""
        return corpus.keys_of(STAGE, changes.documents)

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterator[Made]:
        """Yield a redirect for each event that tells of the same happening as an earlier one."""
        for key, members in blocks_of(corpus, STAGE, units):
            if 1 < len(members) <= LARGEST_BLOCK:
                rows = (corpus.row(member.row) for member in members)
                events = sorted((row for row in rows if isinstance(row, Event)), key=lambda event: event.id)
                yield from (Made(key, redirect) for redirect in _joined(events))


def month_of(date: str | None) -> str | None:
    """Return the month of an EDTF date, None where it is coarser, open or missing.

    >>> month_of("2023-10-09"), month_of("2020-01/.."), month_of("2023")
    ('2023-10', '2020-01', None)
    """
    first = (date or "").split("/")[0].strip("~?%")
    return first[:7] if len(first) >= 7 and first[:4].isdigit() and first[5:7].isdigit() else None


def _joined(events: list[Event]) -> Iterator[Redirect]:
    led: set[str] = set()
    for index, event in enumerate(events):
        if event.id in led:
            continue
        for other in events[index + 1 :]:
            if other.id not in led and same_happening(event, other):
                led.add(other.id)
                yield Redirect(other.id, event.id, "same kind, time and participants")


def same_happening(one: Event, other: Event) -> bool:
    """Tell whether two events of one kind and month can only be one happening.

    They must be of different documents, their days may not differ, and they share the one acted on, or
    the actor together with the place or an exact day.
    """
    if one.mentions[0].document == other.mentions[0].document or not _same_day(one.date, other.date):
        return False
    roles, others = _roles(one), _roles(other)
    shared = {role for role in roles.keys() & others.keys() if roles[role] & others[role]}
    exact = one.date == other.date and len(one.date or "") >= 10
    return "recipient" in shared or (
        "actor" in shared and (exact or (one.place is not None and one.place == other.place))
    )


def _same_day(one: str | None, other: str | None) -> bool:
    first, second = (one or "").strip("~?%"), (other or "").strip("~?%")
    return bool(first and second) and (first.startswith(second) or second.startswith(first))


def _roles(event: Event) -> dict[str, set[str]]:
    return {part.role: set(part.actors) for part in event.participants}
