"""Days of the calendar at the fineness a text gives them, in TIMEX3 and in EDTF."""

from __future__ import annotations

import calendar
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


def last_quarter(moment: Moment) -> tuple[int, int]:
    """Return the year and quarter that ended last before a date: the one its reports of results tell of."""
    now = quarter_of(moment)
    return (moment.year, now - 1) if now > 1 else (moment.year - 1, 4)


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


def edtf_of_weekend(value: str) -> str:
    """Return the Saturday and Sunday of an ISO week as an EDTF interval."""
    year, week = value.split("-W")
    saturday = datetime.date.fromisocalendar(int(year), int(week), 6)
    return f"{saturday.isoformat()}/{(saturday + datetime.timedelta(days=1)).isoformat()}"


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> datetime.date:
    """Return the `nth` weekday (1 Monday) of a month; -1 is the last."""
    days = [
        day
        for number in range(1, calendar.monthrange(year, month)[1] + 1)
        if (day := datetime.date(year, month, number)).isoweekday() == weekday
    ]
    return days[nth - 1 if nth > 0 else nth]


def easter(year: int) -> datetime.date:
    """Return Easter Sunday of the Gregorian calendar (anonymous algorithm, Nature, 20 April 1876).

    >>> easter(2024).isoformat()
    '2024-03-31'
    """
    century, rest = divmod(year, 100)
    leap, left = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * (year % 19) + century - leap - shift + 15) % 30
    quarters, days = divmod(rest, 4)
    weekday = (32 + 2 * left + 2 * quarters - epact - days) % 7
    late = (year % 19 + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return datetime.date(year, month, day + 1)
