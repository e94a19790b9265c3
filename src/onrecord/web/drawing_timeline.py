"""Events on a line each: every date that is told of one as what it is, its factuality by sign and word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
from onrecord.web.drawing_time import BREAK, BrokenScale, Step, TimeScale, broken_scale

WIDTH, GUTTER, EDGE = 1120.0, 400.0, 24.0
"""Width of the drawing, of the column of labels, and of the room at the right for an open end."""

ROW, TOP, BOTTOM = 30.0, 30.0, 10.0
"""Height of a line (a finger's width), of the scale above and of the room beneath."""

NARROW = 14.0
"""The least width of a bar: however narrow on the scale, what is not one day is drawn as a bar."""

POINT = 5.5
"""Half the width of a point's sign."""


@dataclass(frozen=True, slots=True)
class Told:
    """One date that is told of an event: its days, in words with who tells it, and where that stands."""

    extent: Extent
    words: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One event as it is drawn: where it leads, its label, its factuality and dates; `title` says more."""

    href: str
    label: str
    factuality: str
    dates: tuple[Told, ...]
    number: int = 0
    title: str = ""


def scale_of(lines: Sequence[Line], window: tuple[int, int] | None = None) -> BrokenScale | None:
    """Return the scale that holds all dates of some lines, or the days of a window; None where nothing is."""
    if window is not None:
        return BrokenScale((TimeScale(*window, GUTTER, WIDTH - EDGE),))
    return broken_scale((told.extent for each in lines for told in each.dates), GUTTER, WIDTH - EDGE)


def timeline(lines: Sequence[Line], scale: BrokenScale, title: str) -> Drawing:
    """Return events drawn one a line, from top to bottom in the order given."""
    height = TOP + ROW * len(lines) + BOTTOM
    ground = [*_rules(len(lines)), *_ticks(scale, height), *_breaks(scale, height)]
    marks = [mark for at, each in enumerate(lines) for mark in _marks(each, scale, TOP + ROW * (at + 0.5))]
    description = (
        "Each line is an event. A sign stands for a day; a bar for all the days a date can mean; an arrow "
        "for an end that is open; a hatched bar with a broken outline for a date that is not sharp."
        f"{_cut(scale)}"
    )
    return Drawing(WIDTH, height, title, description, tuple(ground), tuple(marks))


def breaks_in_words(scale: BrokenScale) -> tuple[str, ...]:
    """Return what each break of a scale leaves out: "1 Feb 1991 to 3 Mar 2024"."""
    day = Step("day", 1)
    return tuple(f"{day.words(one.last + 1)} to {day.words(other.first - 1)}" for one, other in scale.breaks)


def _cut(scale: BrokenScale) -> str:
    told = breaks_in_words(scale)
    return f" Left out, since nothing lies there: {', '.join(told)}." if told else ""


def _ticks(scale: BrokenScale, height: float) -> list[Shape]:
    shapes = []
    for x, words in scale.ticks():
        shapes.append(line(x, TOP - 6, x, height - BOTTOM, "tick"))
        shapes.append(label(x + 3, TOP - 12, words, "scale"))
    return shapes


def _breaks(scale: BrokenScale, height: float) -> list[Shape]:
    shapes = []
    for before, _ in scale.breaks:
        x = before.right + BREAK / 2
        steps = range(int((height - TOP) / 7) + 1)
        shapes.append(path([(x + (4 if at % 2 else -4), TOP - 6 + at * 7) for at in steps], "break"))
    return shapes


def _rules(count: int) -> list[Shape]:
    return [
        rectangle(0, TOP + ROW * at, WIDTH, ROW, "band even" if at % 2 else "band odd") for at in range(count)
    ]


def _marks(each: Line, scale: BrokenScale, y: float) -> list[Mark]:
    number = f"{each.number}. " if each.number else ""
    text = label(6, y + 4, fitted(f"{number}{each.label}", GUTTER - 20), f"name {each.factuality}")
    reach = rectangle(0, y - ROW / 2, GUTTER - 8, ROW, "reach")
    marks = [Mark(each.title or f"{each.label} ({each.factuality})", (reach, text), each.href, "line")]
    for at, told in enumerate(each.dates):
        bar = scale.bar(told.extent)
        of = len(each.dates)
        shapes = date_shapes(told, bar, each.factuality, _apart(y, at, of), of)
        marks.append(
            Mark(f"{told.words}: {each.label} ({each.factuality})", shapes, told.href or each.href, "date")
        )
    return marks


def _apart(y: float, at: int, of: int) -> float:
    """Return the height of one of several dates on a line: beneath each other, so that none is covered."""
    return y if of == 1 else y + (at - (of - 1) / 2) * (ROW - 12) / max(of - 1, 1)


def date_shapes(told: Told, bar: Bar, factuality: str, y: float, beside: int) -> tuple[Shape, ...]:
    """Return a date as it is drawn: the sign of its factuality for a day, else a bar that begins with it."""
    size = POINT if beside == 1 else POINT * 0.7
    if told.extent.is_day and not told.extent.soft:
        return sign(factuality, bar.middle, y, size)
    height = (12.0 if beside == 1 else 7.0) * (0.7 if bar.open_left or bar.open_right else 1)
    if bar.right - bar.left < NARROW:
        bar = replace(bar, left=bar.middle - NARROW / 2, right=bar.middle + NARROW / 2)
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
