"""Counts over time: bins that lead to finer ranges, and the strip that shows where in time the page is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.web.drawing import Drawing, Mark, Shape, label, line, rectangle
from onrecord.web.drawing_time import ROOM, Step, TimeScale, step_for

WIDTH, LEFT, RIGHT = 1120.0, 44.0, 12.0
TOP, PLOT, FOOT = 20.0, 130.0, 24.0
STRIP = 34.0
MOST_BINS = 60
"""Bins in one drawing: each still wide enough to be met with a finger."""

LEAST = 1.5
"""The least height of a column: one event beside 50,000 is still seen."""

SIDES = ("told", "not_told")
"""Counted apart: what is told as having happened, and what is feared, requested, conditional or disputed."""


MOST_OF = (0.05, 0.99)
"""Between which parts of all events the days lie that are drawn, where a few far away would press them."""

FAR = 3
"""How many times as long all of time must be as those days for the rest to be left out."""


def main_days(counts: Mapping[int, tuple[int, int]]) -> tuple[int, int]:
    """Return the first and last day on which events begin; without a few that lie far from all others."""
    days, passed, total = sorted(counts), 0, sum(map(sum, counts.values()))
    ends: list[int] = []
    for day in days:
        passed += sum(counts[day])
        while len(ends) < 2 and passed >= MOST_OF[len(ends)] * total:
            ends.append(day)
    low, high = ends
    return (low, high) if days[-1] - days[0] > FAR * max(high - low, 365) else (days[0], days[-1])


@dataclass(frozen=True, slots=True)
class Bin:
    """A stretch of the calendar with how many events begin in it, by SIDES.

    `since` and `until` are its ends as they stand in an address, as coarse as the stretch: "2024-03".
    """

    first: int
    last: int
    words: str
    told: int
    not_told: int
    since: str = ""
    until: str = ""

    @property
    def all(self) -> int:
        """How many events begin in it."""
        return self.told + self.not_told


def bins_of(
    counts: Mapping[int, tuple[int, int]], first: int, last: int, most: int = MOST_BINS
) -> tuple[Bin, ...]:
    """Return the stretches that cover the days from first to last, with the events that begin in each.

    `counts` tells for a day how many events begin on it, by SIDES; those of other days are left out.
    """
    step = step_for(first, last, most)
    starts = list(step.starts(first, last))
    ends = [*(start - 1 for start in starts[1:]), last]
    held = [[0, 0] for _ in starts]
    at = 0
    for day in sorted(counts):
        if not first <= day <= last:
            continue
        while ends[at] < day:
            at += 1
        held[at][0] += counts[day][0]
        held[at][1] += counts[day][1]
    return tuple(
        _bin(step, max(start, first), end, told, not_told)
        for start, end, (told, not_told) in zip(starts, ends, held, strict=True)
    )


def _bin(step: Step, first: int, last: int, told: int, not_told: int) -> Bin:
    since, until = step.written(first), step.written(last)
    return Bin(first, last, _words(step, first, last), told, not_told, since, until)


def _words(step: Step, first: int, last: int) -> str:
    if (step.unit, step.count) in {("day", 1), ("month", 1), ("year", 1)}:
        return step.words(first)
    one = Step(step.unit, 1)
    return f"{one.words(first)} to {one.words(last)}"


def histogram(bins: Sequence[Bin], href: Callable[[Bin], str], title: str) -> Drawing:
    """Return bins as columns from the ground up, each of which leads to its own days; empty ones are none."""
    scale = TimeScale(bins[0].first, bins[-1].last, LEFT, WIDTH - RIGHT)
    highest = max((each.all for each in bins), default=0) or 1
    base = TOP + PLOT
    ground: list[Shape] = [line(LEFT, base, WIDTH - RIGHT, base, "axis")]
    ground += [
        label(LEFT - 6, TOP + 4, f"{highest:,}", "scale", "end"),
        label(LEFT - 6, base, "0", "scale", "end"),
    ]
    ground.append(line(LEFT, TOP, WIDTH - RIGHT, TOP, "tick"))
    for tick in scale.ticks(10, ROOM):
        x = scale.at(tick.day)
        ground += [line(x, base, x, base + 6, "axis"), label(x + 3, base + 18, tick.words, "scale")]
    plot = _Plot(scale, base, PLOT, highest)
    marks = [plot.column(each, href(each)) for each in bins if each.all]
    description = (
        "Columns of events by the day they begin: below those that are told as having happened or going on, "
        "above, hollow, those that are feared, requested, conditional, disputed or told in general."
    )
    return Drawing(WIDTH, base + FOOT, title, description, tuple(ground), tuple(marks))


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where columns stand: their scale, the ground they stand on, how high they may be, and for how many."""

    scale: TimeScale
    base: float
    height: float
    highest: int

    def column(self, each: Bin, href: str) -> Mark:
        """Return a bin as a column, told as fact below and the rest above; what is there can be seen."""
        left, right = self.scale.at(each.first), self.scale.at(each.last + 1)
        width, top = max(right - left - 1, 1.0), self.base
        shapes = [rectangle(left, self.base - self.height, right - left, self.height, "reach")]
        for many, side in ((each.told, "told"), (each.not_told, "not_told")):
            if many:
                height = max(self.height * many / self.highest, LEAST)
                top -= height
                shapes.append(rectangle(left, top, width, height, f"column {side}"))
        return Mark(f"{each.words}: {counted(each)}", tuple(shapes), href, "bin")


def counted(each: Bin) -> str:
    """Return in words how many events a bin holds, the two sides apart.

    >>> counted(Bin(1, 1, "", 3, 1))
    '3 told as happened or going on, 1 feared, requested, disputed or general'
    """
    parts = [f"{each.told:,} told as happened or going on"] if each.told else []
    if each.not_told:
        parts.append(f"{each.not_told:,} feared, requested, disputed or general")
    return ", ".join(parts) or "none"


def strip(bins: Sequence[Bin], window: tuple[int, int] | None, href: Callable[[Bin], str]) -> Drawing:
    """Return the density of all events on a narrow strip, with the days the page shows framed."""
    scale = TimeScale(bins[0].first, bins[-1].last, LEFT, WIDTH - RIGHT)
    highest = max((each.all for each in bins), default=0) or 1
    base = STRIP
    ground: list[Shape] = [line(LEFT, base, WIDTH - RIGHT, base, "axis")]
    for tick in scale.ticks(10, ROOM):
        x = scale.at(tick.day)
        ground += [line(x, base, x, base + 5, "axis"), label(x + 3, base + 15, tick.words, "scale")]
    plot = _Plot(scale, base, STRIP - 6, highest)
    marks = [plot.column(each, href(each)) for each in bins if each.all]
    if window is not None:
        left, right = scale.at(window[0]), scale.at(window[1] + 1)
        ground.append(rectangle(left, 1, max(right - left, 3.0), STRIP, "window"))
    return Drawing(WIDTH, STRIP + 20, "All events over time", "", tuple(ground), tuple(marks))
