"""Days that a date can mean, and whether two dates can be one."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

_MONTHS = 12
"""Of a year; EDTF writes seasons and quarters with the numbers from 21 on where a month stands."""

_PARTS = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_SEASONS = {21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3), 33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3)}
"""First month and number of months of the seasons and quarters of EDTF."""

_SPOKEN = {
    **{"21": "spring", "22": "summer", "23": "autumn", "24": "winter"},
    **{"33": "the first quarter of", "34": "the second quarter of"},
    **{"35": "the third quarter of", "36": "the fourth quarter of"},
}


class Days(NamedTuple):
    """The first and the last day that a date can mean."""

    first: date
    last: date

    def meets(self, other: Days, slack: int = 0) -> bool:
        """Tell whether both can be one day, or lie no more than `slack` days apart."""
        room = timedelta(days=slack)
        return self.first <= other.last + room and other.first <= self.last + room

    @property
    def length(self) -> int:
        """How many days it may be."""
        return (self.last - self.first).days + 1


@lru_cache(4096)
def days_of(edtf: str | None) -> Days | None:
    """Return the days that an EDTF date can mean, None where it is open, unknown or missing.

    >>> days_of("2023-02"), days_of("../2020") is None
    (Days(first=datetime.date(2023, 2, 1), last=datetime.date(2023, 2, 28)), True)
    """
    if not edtf:
        return None
    first, _, last = edtf.partition("/")
    start, end = _days(first), _days(last or first)
    if start is None or end is None or end.last < start.first:
        return None
    return Days(start.first, end.last)


def in_words(edtf: str | None) -> str | None:
    """Return a date as a sentence gives it; None for what no day is known of, and for spans of days.

    >>> in_words("2003~"), in_words("2007-22~"), in_words("2023-05-08"), in_words("2020/..")
    ('about 2003', 'about summer 2007', '2023-05-08', None)
    """
    if not edtf or days_of(edtf) is None or "/" in edtf:
        return None
    plain = edtf.strip("~?%")
    year, _, month = plain.partition("-")
    said = f"{_SPOKEN[month]} {year}" if month in _SPOKEN else plain
    return said if plain == edtf else f"about {said}"


def _days(edtf: str) -> Days | None:
    found = _PARTS.fullmatch(edtf.strip("~?%"))
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    try:
        if day:
            return Days(date(year, month, day), date(year, month, day))
        if month > _MONTHS:
            first, months = _SEASONS[month]
            return Days(date(year, first, 1), _end(year, first + months))
        return Days(date(year, month or 1, 1), _end(year, month + 1) if month else date(year, 12, 31))
    except (ValueError, KeyError):
        return None


def _end(year: int, month: int) -> date:
    """Return the day before the first of a month; months over twelve are of the next year."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1) - timedelta(days=1)


def months_of(days: Days, before: int = 0) -> list[str]:
    """Return the months of a span of days, `before` days earlier ones included: "2023-10"."""
    start = days.first - timedelta(days=before)
    found: list[str] = []
    year, month = start.year, start.month
    while (year, month) <= (days.last.year, days.last.month):
        found.append(f"{year:04}-{month:02}")
        year, month = (year + 1, 1) if month == _MONTHS else (year, month + 1)
    return found
