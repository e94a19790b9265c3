"""Numbers on a page: scales on which 3 and 3,000,000 are read in one drawing, and figures as intervals."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.types.ranges import literal, working
from onrecord.types.rows import Figure
from onrecord.web.drawing import ARROW, Bar

LOGARITHMIC_FROM = 30.0
"""From how many times the smallest number the largest makes steps of ten: below, an even scale tells all."""

NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class NumberScale:
    """Numbers laid out from left to right, evenly or in steps of ten.

    In steps of ten, nought and what is below the lowest step stand in a field of their own at the left, apart
    by a break (`below`: its width in pixels, 0 where there is none).
    """

    low: float
    high: float
    left: float
    right: float
    logarithmic: bool = False
    below: float = 0.0

    def at(self, number: float) -> float:
        """Return where a number stands, within the scale's ends."""
        start = self.left + self.below
        if self.logarithmic:
            if number < self.low:
                return self.left + self.below / 3
            share = (math.log10(number) - math.log10(self.low)) / (
                math.log10(self.high) - math.log10(self.low)
            )
        else:
            share = (number - self.low) / (self.high - self.low)
        return start + min(max(share, 0.0), 1.0) * (self.right - start)

    def bar(self, limits: tuple[float, float], *, soft: bool = False) -> Bar:
        """Return the stretch between two numbers; an infinite end is open and reaches for the scale's end."""
        low, high = limits
        before, after = math.isinf(low), math.isinf(high)
        left = self.left + ARROW if before else self.at(low)
        right = self.right - ARROW if after else self.at(high)
        return Bar(min(left, right), max(left, right), before, after, soft)

    def ticks(self, most: int) -> tuple[float, ...]:
        """Return at most so many numbers to mark: powers of ten, or round steps."""
        return _powers(self.low, self.high, most) if self.logarithmic else _even(self.low, self.high, most)


def scale_for(numbers: Iterable[float], left: float, right: float) -> NumberScale:
    """Return a scale on which all of some numbers can be read apart.

    Even where the largest is less than LOGARITHMIC_FROM times the smallest above nought, else by tens.
    """
    held = sorted(number for number in numbers if math.isfinite(number))
    above = [number for number in held if number > 0]
    if not held:
        return NumberScale(0, 1, left, right)
    if above and held[0] >= 0 and above[-1] >= LOGARITHMIC_FROM * above[0]:
        low, high = 10 ** math.floor(math.log10(above[0])), 10 ** math.ceil(math.log10(above[-1]))
        below = 48.0 if held[0] <= 0 else 0.0
        return NumberScale(low, high * (1.0 if high > above[-1] else 2.0), left, right, True, below)
    return _evenly(held[0], held[-1], left, right)


def _evenly(low: float, high: float, left: float, right: float) -> NumberScale:
    """Return an even scale from nought, or from near the lowest where nought would press all together."""
    spread = high - low
    if 0 <= low <= 3 * spread or spread == 0:
        low = min(low, 0.0)
    step = _step(max(high - low, 1e-9), 6)
    bottom = math.floor((low - (step / 2 if low else 0)) / step) * step
    top = math.ceil((high + step / 4) / step) * step
    return NumberScale(round(bottom, 10), round(top, 10), left, right)


def _step(spread: float, most: int) -> float:
    rough = spread / most
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * nice for nice in NICE if size * nice >= rough * (1 - 1e-9))


def _even(low: float, high: float, most: int) -> tuple[float, ...]:
    step = _step(high - low, most - 1)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return tuple(round(each * step, 10) for each in range(first, last + 1))


def _powers(low: float, high: float, most: int) -> tuple[float, ...]:
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    every = max(math.ceil((last - first + 1) / most), 1)
    return tuple(float(10**power) if power >= 0 else 10.0**power for power in range(first, last + 1, every))


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure on a scale: what it says word for word, and lightly what it covers taken as a round number.

    `point` is where a number stands that is named exactly; `said` is then the point alone.
    """

    said: Bar
    taken: Bar | None
    point: float | None


def limits_of(figures: Iterable[Figure]) -> list[float]:
    """Return every finite end that the figures have, literally and taken as round numbers."""
    ends = [end for figure in figures for limits in (literal(figure), working(figure)) for end in limits]
    return [end for end in ends if math.isfinite(end)]


def interval_of(figure: Figure, scale: NumberScale) -> Interval:
    """Return a figure as it is drawn: a point or a bar, open where its bound is, soft where it is vague."""
    said = literal(figure)
    bar = scale.bar(said, soft=figure.bound == "vague")
    taken = scale.bar(working(figure)) if figure.bound == "exact" else None
    return Interval(bar, taken, scale.at(said[0]) if said[0] == said[1] else None)
