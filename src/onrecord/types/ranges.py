"""The numbers a figure can stand for, literally and as a round number (FIELD.md section 4)."""

from __future__ import annotations

import math

from onrecord.types.rows import Figure

Range = tuple[float, float]

_CLAIM = {
    "vague": 0, "about": 1, "nearly": 1, "at_most": 1, "less_than": 1, "between": 2, "exact": 3,
    "at_least": 4, "more_than": 5,
}  # fmt: skip
"""How much a bound claims: "about 600" less than "600", "more than 600" more."""


_WIDENED = ("exact", "at_least", "more_than")


def literal(figure: Figure) -> Range:
    """Return the numbers a figure stands for, word for word."""
    low = -math.inf if figure.low is None else figure.low
    high = math.inf if figure.high is None else figure.high
    return low, high


def working(figure: Figure) -> Range:
    """Return the same widened by half a unit of the last digit that is not nought: 550 to 650 for 600.

    "About 600" has its width already, and "as many as 600" is a ceiling.
    """
    low, high = literal(figure)
    if figure.number is None or figure.number <= 0 or figure.bound not in _WIDENED:
        return low, high
    half = last_unit(figure.number) / 2
    return low - half, high + half


def last_unit(number: float) -> float:
    """Return the unit of the last digit that is not nought.

    >>> last_unit(600), last_unit(1170), last_unit(2.5)
    (100.0, 10.0, 0.1)
    """
    if number != int(number):
        return 10.0 ** -len(f"{number:.10g}".split(".")[1])
    digits = str(int(number))
    return float(10 ** (len(digits) - len(digits.rstrip("0"))))


def digits_told(figure: Figure) -> int:
    """Return how many digits of a number are told: three of 1,170, one of 600, none where there is none."""
    if figure.number is None or figure.number <= 0:
        return 0
    return len(f"{figure.number:.10g}".replace(".", "").split("e")[0].strip("0"))


def meet(one: Range, other: Range) -> bool:
    """Tell whether two ranges have a number in common."""
    return one[0] <= other[1] and other[0] <= one[1]


def overlap(one: Range, other: Range) -> bool:
    """Tell whether two ranges have more in common than an end: 33 and 34 do not meet at 33.5."""
    return one[0] < other[1] and other[0] < one[1]


def same_limits(one: Figure, other: Figure) -> bool:
    """Tell whether two figures say the same number with the same bound."""
    return (one.low, one.high, one.bound) == (other.low, other.high, other.bound)


def same_number(one: Figure, other: Figure) -> bool:
    """Tell whether two figures name the same number, whatever their bounds."""
    return one.number is not None and one.number == other.number


def is_stronger(one: Figure, other: Figure) -> bool:
    """Tell whether `one` claims more of the same number than `other`: "more than 600" than "600"."""
    return same_number(one, other) and _CLAIM[one.bound] > _CLAIM[other.bound]


def far_apart(one: Figure, other: Figure, times: float) -> bool:
    """Tell whether one number is more than so many times the other; a word for many stands for its limits."""
    (low, high), (other_low, other_high) = _told(one), _told(other)
    return low > times * other_high or other_low > times * high


def _told(figure: Figure) -> Range:
    """Return the number that is named, twice, or the limits of a word for many."""
    return literal(figure) if figure.number is None else (figure.number, figure.number)
