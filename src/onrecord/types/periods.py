"""EDTF dates as spans of days, so that "2024-03" and "2024-03-12" are seen to meet."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import NamedTuple

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[~?%]?")
_OPEN = ("", "..")


class Period(NamedTuple):
    """The days a date can mean, as ordinals, both ends included; `last` is None where it still goes on."""

    first: int
    last: int | None

    @property
    def days(self) -> int | None:
        """How many days it spans, None where it is open."""
        return None if self.last is None else self.last - self.first + 1

    def covers(self, other: Period) -> bool:
        """Tell whether every day of `other` is one of these."""
        if other.last is None or self.last is None:
            return self == other or (self.last is None and self.first <= other.first)
        return self.first <= other.first and other.last <= self.last


def period_of(edtf: str | None) -> Period | None:
    """Return the days an EDTF date spans, None where it has no beginning, no form known here, or is missing.

    >>> period_of("2024-02").days, period_of("2020-01/..").days, period_of("202X")
    (29, None, None)
    """
    first, _, last = (edtf or "").partition("/")
    begins = _one(first)
    if begins is None or "/" not in (edtf or ""):
        return begins
    if last in _OPEN:
        return Period(begins.first, None)
    ends = _one(last)
    return None if ends is None or (ends.last or 0) < begins.first else Period(begins.first, ends.last)


def _one(written: str) -> Period | None:
    found = _DATE.fullmatch(written)
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        first = date(year, month or 1, day or 1).toordinal()
        last = date(year, month or 12, day or calendar.monthrange(year, month or 12)[1]).toordinal()
    except ValueError:  # a day the month does not have
        return None
    return Period(first, last)
