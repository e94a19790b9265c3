"""Time on a page: from days to pixels, the ticks between, and dates drawn as what they are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

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
    *(
        ("year", 1),
        ("year", 2),
        ("year", 5),
        ("year", 10),
        ("year", 20),
        ("year", 50),
        ("year", 100),
        ("year", 200),
        ("year", 500),
        ("year", 1000),
    ),
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

    def written(self, day: int) -> str:
        """Return the day, month or year of a day as EDTF, no finer than stretches are: "2024-03"."""
        return date.fromordinal(day).isoformat()[: {"day": 10, "month": 7, "year": 4}[self.unit]]

    def words(self, day: int) -> str:
        """Return what a stretch beginning on a day is called: "12 Mar 2024", "Mar 2024", "2024", "1990s"."""
        on = date.fromordinal(day)
        if self.unit == "day":
            return f"{on.day} {MONTHS[on.month - 1][:3]} {on.year}"
        if self.unit == "month":
            return f"{MONTHS[on.month - 1][:3]} {on.year}"
        return f"{on.year}s" if self.count == 10 else str(on.year)


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

    def ticks(self, most: int, room: float = 0) -> tuple[Tick, ...]:
        """Return at most so many ticks, on the days on which stretches of the calendar begin.

        Each has some room at its right; where none begins, the first day is one.
        """
        days_shown = self.last - self.first + 1
        end = self.first + days_shown * (1 - room / (self.right - self.left))
        for step in (Step(unit, count) for unit, count in STEPS):
            if days_shown / step.days > most + 1:
                continue
            days = [day for day in step.starts(self.first, self.last) if self.first <= day <= end]
            if 0 < len(days) <= most:
                return tuple(Tick(day, step.words(day)) for day in days)
        return (Tick(self.first, Step("month", 1).words(self.first)),)


BREAK = 26.0
"""Width of a break in a scale."""

NARROWEST = 76.0
"""Width that each part of a broken scale has at least: enough for one tick with its words."""

TICK = 84.0
"""Width that the words of a tick take."""

ROOM = 34.0
"""Width that is left for them before the end of the scale."""

MOST_BREAKS = 3
LEFT_OUT, LONG = 0.3, 730
"""The part of the days shown, and how many days, that have to be empty in one stretch for a break.

With less a scale is read without.
"""


@dataclass(frozen=True, slots=True)
class BrokenScale:
    """Days laid out in parts, with stretches between in which nothing lies left out."""

    parts: tuple[TimeScale, ...]

    @property
    def first(self) -> int:
        """The first day."""
        return self.parts[0].first

    @property
    def last(self) -> int:
        """The last day."""
        return self.parts[-1].last

    @property
    def breaks(self) -> tuple[tuple[TimeScale, TimeScale], ...]:
        """The parts before and after each break."""
        return tuple(pairwise(self.parts))

    def at(self, day: float) -> float:
        """Return where a day begins; one that is left out lies in the middle of its break."""
        for part in self.parts:
            if day < part.first:
                return part.left - (BREAK / 2 if part is not self.parts[0] else 0)
            if day <= part.last + 1:
                return part.at(day)
        return self.parts[-1].right

    def bar(self, extent: Extent) -> Bar:
        """Return the stretch of an extent: from the beginning of its first day to the end of its last.

        An open end reaches for the scale's end; so does one that goes on beyond it.
        """
        after = extent.open_after or extent.last > self.last
        before = extent.open_before or extent.first < self.first
        left = self.parts[0].left + ARROW if before else self.at(extent.first)
        right = self.parts[-1].right - ARROW if after else self.at(extent.last + 1)
        return Bar(min(left, right), max(left, right), before, after, extent.soft or extent.unspecified)

    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Return where to draw ticks, and their words: at least one in each part."""
        found: list[tuple[float, str]] = []
        for part in self.parts:
            ticks = part.ticks(max(int((part.right - part.left) / TICK), 1))
            ticks = ticks or (Tick(part.first, Step("month", 1).words(part.first)),)
            found += [
                (part.at(tick.day), tick.words) for tick in ticks if part.right - part.at(tick.day) > 30
            ]
        return tuple(found)


def broken_scale(extents: Iterable[Extent], left: float, right: float) -> BrokenScale | None:
    """Return a scale on which some extents lie, long stretches without any of them left out; None of none.

    Each part is as wide as the root of its days times its dates: room goes to where there is something.
    """
    held = sorted((each.first, each.last) for each in extents)
    parts = _without_gaps(held)
    if not parts:
        return None
    weights = [
        math.sqrt((last - first + 1) * sum(first <= start <= last for start, _ in held))
        for first, last in parts
    ]
    room = right - left - BREAK * (len(parts) - 1) - NARROWEST * len(parts)
    scales, x = [], left
    for (first, last), weight in zip(parts, weights, strict=True):
        width = NARROWEST + room * weight / sum(weights)
        scales.append(TimeScale(first, last, x, x + width))
        x += width + BREAK
    return BrokenScale(tuple(scales))


def _without_gaps(stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the days of stretches in parts between the widest gaps, each with some room around."""
    if not stretches:
        return []
    ends = [stretches[0][1]]
    for _, end in stretches[1:]:
        ends.append(max(ends[-1], end))
    gaps = [(start - end, at) for at, ((start, _), end) in enumerate(zip(stretches[1:], ends, strict=False))]
    left, cuts = ends[-1] - stretches[0][0] + 1, []
    for gap, at in sorted(gaps, reverse=True)[:MOST_BREAKS]:
        if gap > LONG and gap > LEFT_OUT * left:
            cuts.append(at)
            left -= gap
    firsts = [stretches[0][0], *(stretches[at + 1][0] for at in sorted(cuts))]
    lasts = [*(ends[at] for at in sorted(cuts)), ends[-1]]
    return [_with_room(first, last) for first, last in zip(firsts, lasts, strict=True)]


def _with_room(first: int, last: int) -> tuple[int, int]:
    room = max(round((last - first + 1) * 0.04), 3)
    return max(first - room, FIRST_DAY), min(last + room, LAST_DAY)
