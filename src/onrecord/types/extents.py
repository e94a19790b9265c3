"""EDTF dates as stretches of days that keep what a date leaves open: an end, the day, how sure it is."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_DATE = re.compile(
    r"(?P<year>\d{1,4}X{0,3})(?:-(?P<month>[\dX]{2}))?(?:-(?P<day>[\dX]{2}))?(?P<doubt>[~?%]?)"
)
_OPEN = ("", "..")

_PARTS_OF_A_YEAR = {
    **{21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3)},
    **{25: (3, 3), 26: (6, 3), 27: (9, 3), 28: (12, 3)},
    **{29: (9, 3), 30: (12, 3), 31: (3, 3), 32: (6, 3)},
    **{33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3)},
    **{37: (1, 4), 38: (5, 4), 39: (9, 4), 40: (1, 6), 41: (7, 6)},
}
"""First month and months of each part of a year in EDTF level 2; 21 to 24 are taken as northern seasons."""

_SEASONS = range(21, 33)


@dataclass(frozen=True, slots=True)
class Extent:
    """The days a date can mean, as ordinals of `datetime.date`, both ends included.

    An end that is open goes on beyond the days given: `first` of "../2020" is the first day of 2020, and
    `last` of "2021-07-14/.." is that very day. `soft` tells that its edges are not sharp (approximate,
    uncertain, a season); `unspecified` that one day of these is meant and not told which.
    """

    first: int
    last: int
    open_before: bool = False
    open_after: bool = False
    soft: bool = False
    unspecified: bool = False

    @property
    def days(self) -> int:
        """How many days lie between its ends, both counted."""
        return self.last - self.first + 1

    @property
    def is_day(self) -> bool:
        """Tell whether it is one day and nothing more."""
        return self.days == 1 and not (self.open_before or self.open_after)

    def meets(self, other: Extent) -> bool:
        """Tell whether both can mean the same day."""
        before = self.first <= other.last or self.open_before or other.open_after
        return before and (other.first <= self.last or other.open_before or self.open_after)


def extent_of(edtf: str | None) -> Extent | None:
    """Return the days of an EDTF date, None where there is none or its form is not known here.

    >>> extent_of("2024-02").days, extent_of("202X").days, extent_of("2023-08~").soft
    (29, 3653, True)
    >>> extent_of("2021-07-14/..").open_after, extent_of("some Thursday") is None
    (True, True)
    """
    if not edtf:
        return None
    begin, between, end = edtf.partition("/")
    first, last = _one(begin), _one(end)
    if not between:
        return first
    if (first is None and begin not in _OPEN) or (last is None and end not in _OPEN):
        return None
    if first is None or last is None:
        known = first or last
        return known and Extent(known.first, known.last, first is None, last is None, known.soft)
    if last.last < first.first:
        return None
    return Extent(first.first, last.last, soft=first.soft or last.soft)


def _one(written: str) -> Extent | None:
    found = _DATE.fullmatch(written)
    if found is None or len(found["year"]) != 4:
        return None
    years, month, day = found["year"], found["month"], found["day"]
    lowest, highest = int(years.replace("X", "0")), int(years.replace("X", "9"))
    vague = "X" in written
    soft = bool(found["doubt"])
    try:
        if month is None or "X" in month or "X" in years:
            return _whole(lowest, highest, soft, vague)
        if int(month) in _PARTS_OF_A_YEAR and day is None:
            return _part_of_year(lowest, int(month), soft)
        if day is None or "X" in day:
            first, last = date(lowest, int(month), 1), date(lowest, int(month), _length(lowest, int(month)))
        else:
            first = last = date(lowest, int(month), int(day))
    except ValueError:  # a day or month there is not
        return None
    return Extent(first.toordinal(), last.toordinal(), soft=soft, unspecified=vague)


def _whole(lowest: int, highest: int, soft: bool, vague: bool) -> Extent:
    first, last = date(lowest or 1, 1, 1), date(highest, 12, 31)
    return Extent(first.toordinal(), last.toordinal(), soft=soft, unspecified=vague)


def _part_of_year(year: int, part: int, soft: bool) -> Extent:
    begins, months = _PARTS_OF_A_YEAR[part]
    ends_in, ends = divmod(begins + months - 2, 12)
    last = date(year + ends_in, ends + 1, _length(year + ends_in, ends + 1))
    first = date(year, begins, 1)
    return Extent(first.toordinal(), last.toordinal(), soft=soft or part in _SEASONS)


def _length(year: int, month: int) -> int:
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")
    return calendar.monthrange(year, month)[1]
