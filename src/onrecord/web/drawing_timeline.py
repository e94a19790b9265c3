"""Events on a line each: every date that is told of one as what it is, its factuality by sign and word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.types.extents import Extent
from onrecord.web.drawing import (
    Bar,
    Drawing,
    Mark,
    Shape,
    bar_shapes,
    circle,
    fitted,
    label,
    line,
    path,
    rectangle,
)
from onrecord.web.drawing_time import TimeScale, span_of

WIDTH, GUTTER, EDGE = 1120.0, 400.0, 24.0
"""Width of the drawing, of the column of labels, and of the room at the right for an open end."""

ROW, TOP, BOTTOM = 30.0, 30.0, 10.0
"""Height of a line (a finger's width), of the scale above and of the room beneath."""

NARROW = 7.0
"""A date narrower than this on the scale is drawn as a point: its bar could not be seen."""

MOST_TICKS = 9

POINT = 5.5
"""Half the width of a point's sign."""


@dataclass(frozen=True, slots=True)
class Told:
    """One date that is told of an event: its days, and in words with who tells it."""

    extent: Extent
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One event as it is drawn: where it leads, its label, whether it happened, and its dates."""

    href: str
    label: str
    factuality: str
    dates: tuple[Told, ...]
    number: int = 0


def scale_of(lines: Sequence[Line], window: tuple[int, int] | None = None) -> TimeScale | None:
    """Return the scale that holds all dates of some lines, or the days of a window; None where nothing is."""
    found = window or span_of(told.extent for each in lines for told in each.dates)
    return found and TimeScale(*found, GUTTER, WIDTH - EDGE)


def timeline(lines: Sequence[Line], scale: TimeScale, title: str) -> Drawing:
    """Return events drawn one a line, from top to bottom in the order given."""
    height = TOP + ROW * len(lines) + BOTTOM
    ground = [*_ticks(scale, height), *_rules(len(lines))]
    marks = [mark for at, each in enumerate(lines) for mark in _marks(each, scale, TOP + ROW * (at + 0.5))]
    description = (
        "Each line is an event. A sign stands for a day; a bar for all the days a date can mean; an arrow "
        "for an end that is open; a hatched bar with a broken outline for a date that is not sharp."
    )
    return Drawing(WIDTH, height, title, description, tuple(ground), tuple(marks))


def _ticks(scale: TimeScale, height: float) -> list[Shape]:
    shapes = []
    for tick in scale.ticks(MOST_TICKS):
        x = scale.at(tick.day)
        shapes.append(line(x, TOP - 6, x, height - BOTTOM, "tick"))
        shapes.append(label(x + 3, TOP - 12, tick.words, "scale"))
    return shapes


def _rules(count: int) -> list[Shape]:
    return [
        rectangle(0, TOP + ROW * at, WIDTH, ROW, "band even" if at % 2 else "band odd") for at in range(count)
    ]


def _marks(each: Line, scale: TimeScale, y: float) -> list[Mark]:
    number = f"{each.number}. " if each.number else ""
    text = label(6, y + 4, fitted(f"{number}{each.label}", GUTTER - 20), f"name {each.factuality}")
    marks = [Mark(f"{each.label} ({each.factuality})", (text,), each.href, "line")]
    for at, told in enumerate(each.dates):
        bar = scale.bar(told.extent)
        shapes = date_shapes(bar, each.factuality, _apart(y, at, len(each.dates)), len(each.dates))
        marks.append(Mark(f"{told.words}: {each.label} ({each.factuality})", shapes, each.href, "date"))
    return marks


def _apart(y: float, at: int, of: int) -> float:
    """Return the height of one of several dates on a line: beneath each other, so that none is covered."""
    return y if of == 1 else y + (at - (of - 1) / 2) * (ROW - 12) / max(of - 1, 1)


def date_shapes(bar: Bar, factuality: str, y: float, beside: int = 1) -> tuple[Shape, ...]:
    """Return a date as it is drawn: the sign of its factuality for a point, else a bar with that sign."""
    size = POINT if beside == 1 else POINT * 0.7
    open_ended = bar.open_left or bar.open_right
    if bar.right - bar.left < NARROW and not open_ended:
        return sign(factuality, bar.middle, y, size)
    height = (12.0 if beside == 1 else 7.0) * (0.7 if open_ended else 1)
    return (*bar_shapes(bar, y, height, factuality), *sign(factuality, bar.left, y, size * 0.8))


def sign(factuality: str, x: float, y: float, size: float) -> tuple[Shape, ...]:
    """Return the sign of a factuality around a point: each has a shape of its own.

    Filled where the texts tell of it as a fact (past, ongoing), hollow where they do not.
    """
    classes = f"sign {factuality}"
    if factuality == "past":
        return (circle(x, y, size, classes),)
    if factuality == "ongoing":
        return (path([(x - size, y - size), (x + size, y), (x - size, y + size)], classes, closed=True),)
    if factuality == "reported":
        return (circle(x, y, size, classes), circle(x, y, size * 0.35, f"{classes} core"))
    if factuality == "feared":
        return (path([(x, y - size), (x + size, y + size), (x - size, y + size)], classes, closed=True),)
    if factuality == "conditional":
        return (path([(x, y - size), (x + size, y), (x, y + size), (x - size, y)], classes, closed=True),)
    if factuality == "requested":
        return (rectangle(x - size, y - size, 2 * size, 2 * size, classes),)
    if factuality == "suspended":
        bars = (x - size * 0.8, x + size * 0.3)
        return tuple(rectangle(at, y - size, size * 0.5, 2 * size, classes) for at in bars)
    if factuality == "disputed":
        return (
            line(x - size, y - size, x + size, y + size, classes),
            line(x - size, y + size, x + size, y - size, classes),
        )
    return (circle(x, y, size * 0.6, classes),)


def sign_drawing(factuality: str) -> Drawing:
    """Return the sign of a factuality alone, for the key beside the drawing."""
    return Drawing(18, 18, factuality, "", sign(factuality, 9, 9, POINT))
