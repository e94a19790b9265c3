"""Days of the calendar at the fineness a text gives them, in TIMEX3 and in EDTF."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """A year, month or day; what the text leaves open is None."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def value(self) -> str:
        """The TIMEX3 value, which for these is the EDTF form as well."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def first_day(self) -> datetime.date:
        """The first day it can be."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    def holds(self) -> bool:
        """Tell whether the calendar has it."""
        try:
            datetime.date(self.year, self.month or 1, self.day or 1)
        except ValueError:
            return False
        return True


def moment_of(edtf: str) -> Moment | None:
    """Return the year, month or day that an EDTF string begins with, None for other forms.

    >>> moment_of("2023-10-09"), moment_of("2023~")
    (Moment(year=2023, month=10, day=9), Moment(year=2023, month=None, day=None))
    """
    parts = edtf.strip("~?%").split("/")[0].split("-")
    if not 1 <= len(parts) <= 3 or not all(part.isdigit() for part in parts):
        return None
    numbers = [int(part) for part in parts]
    found = Moment(numbers[0], *numbers[1:])
    return found if found.holds() else None


def of_day(day: datetime.date) -> Moment:
    """Return a day as a moment."""
    return Moment(day.year, day.month, day.day)


def week_of(day: datetime.date) -> str:
    """Return the ISO week of a day as TIMEX3 writes it (`1998-W08`)."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def quarter_of(moment: Moment) -> int:
    """Return the quarter, 1 to 4, of a month or day; the first of a bare year."""
    return ((moment.month or 1) - 1) // 3 + 1


def shifted(moment: Moment, count: int, unit: str) -> Moment | None:
    """Return the moment `count` units away (units D, W, M, Y and multiples of years), as fine as the unit.

    None where the moment is not fine enough for the unit or the calendar ends.
    """
    try:
        if unit == "Y":
            return Moment(moment.year + count) if 0 < moment.year + count < 10_000 else None
        if unit == "M":
            if moment.month is None:
                return None
            months = moment.year * 12 + moment.month - 1 + count
            return Moment(months // 12, months % 12 + 1) if 0 < months // 12 < 10_000 else None
        if moment.day is None:
            return None
        return of_day(moment.first_day + datetime.timedelta(days=count * (7 if unit == "W" else 1)))
    except (OverflowError, ValueError):
        return None


def weekday_near(day: datetime.date, weekday: int, direction: int) -> datetime.date:
    """Return the nearest `weekday` (1 Monday) at or before `day` (direction -1), or after it (+1).

    The day itself counts as the one before: a report of Thursday that says "Thursday" means today.
    """
    back = (day.isoweekday() - weekday) % 7
    if direction < 0:
        return day - datetime.timedelta(days=back)
    return day + datetime.timedelta(days=7 - back if back else 7)


def edtf_of_week(value: str) -> str:
    """Return the days of an ISO week as an EDTF interval."""
    year, week = value.split("-W")
    first = datetime.date.fromisocalendar(int(year), int(week), 1)
    return f"{first.isoformat()}/{(first + datetime.timedelta(days=6)).isoformat()}"


def edtf_of_quarter(year: int, quarter: int) -> str:
    """Return a quarter in EDTF level 2 (33 is the first quarter, 36 the fourth)."""
    return f"{year:04d}-{32 + quarter}"
