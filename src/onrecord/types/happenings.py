"""Events as a chronology takes them: which are happenings, which of several dates to show."""

from __future__ import annotations

from onrecord.types.chronology import day_order
from onrecord.types.rows import Event

NOT_HAPPENED = ("generic",)
"""Factualities of what is no happening at all."""


def is_happening(row: Event) -> bool:
    """Tell whether a chronology shows an event without being asked for it: one of somebody or some time."""
    told = row.arguments or row.date_anchor or row.figures or row.participants
    return bool(told) and row.factuality not in NOT_HAPPENED


def days_told(row: Event) -> list[str]:
    """Return the first and last of the dates that a happening is told for, where they are several."""
    dates = sorted({date.edtf for date in row.dates}, key=day_order)
    return dates if len(dates) < 3 else [dates[0], dates[-1]]


def first_date(row: Event) -> str | None:
    """Return the date of an event, the earliest that is told where they contradict each other."""
    return row.date or next(iter(days_told(row)), None)
