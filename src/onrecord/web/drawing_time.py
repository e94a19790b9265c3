"""Time on a page: from days to pixels, the ticks between, and dates drawn as what they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from onrecord.types.chronology import MONTHS
from onrecord.types.extents import Extent
from onrecord.web.drawing import ARROW, Bar

FIRST_DAY, LAST_DAY = date.min.toordinal(), date.max.toordinal()

STEPS = (
    *(
        ("day", 1),
        ("day", 7),
        ("month", 1),
        ("month", 3),
        ("year", 1),
        ("year", 2),
        ("year", 5),
        ("year", 10),
    ),
    *(("year", 20), ("year", 50), ("year", 100), ("year", 200), ("year", 500), ("year", 1000)),
)
"""The stretches of time that ticks and bins stand for, from fine to coarse."""

_DAYS = {"day": 1.0, "month": 30.44, "year": 365.25}


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale: the day it stands before, and its words."""

    day: int
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of the calendar: so many days, months or years."""

    unit: str
    count: int

    @property
    def days(self) -> float:
        """How many days it has, on the mean."""
        return _DAYS[self.unit] * self.count

    def starts(self, first: int, last: int) -> Iterator[int]:
        """Yield the days on which stretches begin, from the one that holds `first` to the one of `last`."""
        day = self._floor(first)
        while day <= last:
            yield day
            after = self._next(day)
            if after is None:
                return
            day = after

    def _floor(self, day: int) -> int:
        on = date.fromordinal(day)
        if self.unit == "day":
            return day - (day - 1) % self.count if self.count > 1 else day
        if self.unit == "month":
            return on.replace(month=on.month - (on.month - 1) % self.count, day=1).toordinal()
        return date(max(on.year - on.year % self.count, 1), 1, 1).toordinal()

    def _next(self, day: int) -> int | None:
        on = date.fromordinal(day)
        if self.unit == "day":
            return day + self.count if day + self.count <= LAST_DAY else None
        if self.unit == "month":
            years, month = divmod(on.month - 1 + self.count, 12)
            return date(on.year + years, month + 1, 1).toordinal() if on.year + years <= 9999 else None
        year = on.year - on.year % self.count + self.count
        return date(year, 1, 1).toordinal() if year <= 9999 else None

    def words(self, day: int) -> str:
        """Return what a stretch beginning on a day is called: "12 Mar 2024", "Mar 2024", "2024", "1990s"."""
        on = date.fromordinal(day)
        if self.unit == "day":
            return f"{on.day} {MONTHS[on.month - 1][:3]} {on.year}"
        if self.unit == "month":
            return f"{MONTHS[on.month - 1][:3]} {on.year}"
        return str(on.year) if self.count < 10 else f"{on.year}s" if self.count == 10 else f"from {on.year}"


def step_for(first: int, last: int, most: int) -> Step:
    """Return the finest stretch of which at most `most` cover the days from first to last."""
    steps = [Step(unit, count) for unit, count in STEPS]
    fine = (step for step in steps if (last - first + 1) / step.days <= most)
    return next((step for step in fine if len(list(step.starts(first, last))) <= most), steps[-1])


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Days laid out from left to right: a day is the stretch from its beginning to that of the next."""

    first: int
    last: int
    left: float
    right: float

    def __post_init__(self) -> None:
        if self.last < self.first or self.right <= self.left:
            raise ValueError("a scale of time needs a day and a width")

    def at(self, day: float) -> float:
        """Return where a day begins, within the scale's ends."""
        share = (day - self.first) / (self.last + 1 - self.first)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def bar(self, extent: Extent) -> Bar:
        """Return the stretch of an extent: from the beginning of its first day to the end of its last.

        An open end reaches for the scale's end; so does one that goes on beyond it.
        """
        after = extent.open_after or extent.last > self.last
        before = extent.open_before or extent.first < self.first
        left = self.left + ARROW if before else self.at(extent.first)
        right = self.right - ARROW if after else self.at(extent.last + 1)
        return Bar(min(left, right), max(left, right), before, after, extent.soft or extent.unspecified)

    def ticks(self, most: int) -> tuple[Tick, ...]:
        """Return at most so many ticks, on the days on which stretches of the calendar begin."""
        step = step_for(self.first, self.last, most)
        return tuple(
            Tick(day, step.words(day)) for day in step.starts(self.first, self.last) if day >= self.first
        )


def span_of(extents: Iterable[Extent], margin: float = 0.03) -> tuple[int, int] | None:
    """Return the first and last day of some extents with a margin, at least a week; None without any."""
    held = list(extents)
    if not held:
        return None
    first, last = min(each.first for each in held), max(each.last for each in held)
    room = max(round((last - first + 1) * margin), 3)
    return max(first - room, FIRST_DAY), min(last + room, LAST_DAY)
