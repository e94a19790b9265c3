"""The figures of a set as intervals: in lanes by origin, those that repeat one origin bracketed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.types.rows import Figure
from onrecord.types.shown import shown_number, shown_value
from onrecord.web.drawing import (
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
from onrecord.web.drawing_numbers import Interval, NumberScale, interval_of, limits_of, scale_for

WIDTH = 1120.0
BRACKET, GUTTER, VALUES = 18.0, 400.0, 170.0
"""Room for the bracket of a lane, for who says it (up to the scale), and at the right for the number."""

ROW, HEAD, TOP, BOTTOM, BETWEEN = 28.0, 24.0, 34.0, 10.0, 10.0
MOST_TICKS = 8
POINT = 5.5

BREAK = "The scale goes in steps of ten; nought stands apart, left of the break."
STEPS_OF_TEN = "The scale goes in steps of ten: each line stands for ten times the one before."
EVEN = "The scale is even."
NOT_FROM_NOUGHT = "The scale is even and does not begin at nought."
SAID_BESIDE = {
    BREAK: "Scale in steps of ten, nought apart",
    STEPS_OF_TEN: "Scale in steps of ten",
    NOT_FROM_NOUGHT: "Scale not from nought",
}
"""What stands beside a scale that is not read as every other."""


@dataclass(frozen=True, slots=True)
class Said:
    """One figure as it is drawn: the row, what stands beside it, its tooltip, and where it leads."""

    figure: Figure
    label: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Lane:
    """Figures in one frame under its words; `one` tells that they are one origin together."""

    words: str
    said: tuple[Said, ...]
    one: bool = True

    @property
    def repeats(self) -> bool:
        """Tell whether several figures repeat one origin."""
        return self.one and len(self.said) > 1


def scale_of(lanes: Sequence[Lane]) -> NumberScale:
    """Return the scale on which all figures of some lanes are read."""
    numbers = limits_of(each.figure for lane in lanes for each in lane.said)
    return scale_for(numbers, GUTTER, WIDTH - VALUES)


def scale_in_words(scale: NumberScale) -> str:
    """Return the sentence that says how the scale is to be read."""
    if scale.logarithmic:
        return BREAK if scale.below else STEPS_OF_TEN
    return EVEN if scale.low <= 0 else NOT_FROM_NOUGHT


def figure_set(lanes: Sequence[Lane], title: str) -> Drawing:
    """Return the figures of a set drawn in their lanes, top to bottom in the order given."""
    scale = scale_of(lanes)
    height = TOP + sum(_height(lane) for lane in lanes) + BOTTOM
    unit = next((each.figure.unit for lane in lanes for each in lane.said), None)
    ground, marks, y = _ticks(scale, height, unit), [], TOP
    for lane in lanes:
        ground += _frame(lane, y)
        for at, each in enumerate(lane.said):
            marks.append(_mark(each, scale, y + HEAD + ROW * (at + 0.5)))
        y += _height(lane)
    description = (
        "Each line is one figure. A point is an exact number, with the range that a round one can stand for "
        "lightly behind it; a bar a range; an arrow an end that is open (at least, at most); a hatched bar a "
        f"vague word. A bracket joins figures that go back to one origin. {scale_in_words(scale)}"
    )
    return Drawing(WIDTH, height, title, description, tuple(ground), tuple(marks))


def _height(lane: Lane) -> float:
    return HEAD + ROW * len(lane.said) + BETWEEN


def _ticks(scale: NumberScale, height: float, unit: str | None) -> list[Shape]:
    said = SAID_BESIDE.get(scale_in_words(scale))
    shapes = [label(GUTTER - 26, TOP - 14, said, "scale said", "end")] if said else []
    for number in scale.ticks(MOST_TICKS):
        x = scale.at(number)
        shapes.append(line(x, TOP - 8, x, height - BOTTOM, "tick"))
        shapes.append(label(x, TOP - 14, shown_number(_whole(number), unit), "scale", "middle"))
    if scale.below:
        x = scale.left + scale.below * 0.75
        shapes.append(label(scale.left + scale.below / 3, TOP - 14, "0", "scale", "middle"))
        zigzag = [(x + (3 if at % 2 else -3), TOP - 8 + at * 6) for at in range(int((height - TOP) / 6))]
        shapes.append(path(zigzag, "break"))
    return shapes


def _whole(number: float) -> float | int:
    return int(number) if number == int(number) else number


def _frame(lane: Lane, y: float) -> list[Shape]:
    first, last = y + HEAD + 4, y + HEAD + ROW * len(lane.said) - 4
    shapes = [
        rectangle(0, y, WIDTH, HEAD + ROW * len(lane.said), "lane" if lane.one else "lane unknown"),
        label(BRACKET, y + 17, fitted(lane.words, WIDTH - BRACKET), "origin"),
    ]
    if lane.repeats:
        shapes.append(path([(BRACKET - 3, first), (8, first), (8, last), (BRACKET - 3, last)], "bracket"))
    return shapes


def _mark(each: Said, scale: NumberScale, y: float) -> Mark:
    interval = interval_of(each.figure, scale)
    shapes = (
        rectangle(BRACKET, y - ROW / 2, WIDTH - BRACKET, ROW, "reach"),
        label(BRACKET + 4, y + 4, fitted(each.label, GUTTER - BRACKET - 16), "name"),
        *interval_shapes(interval, each.figure.bound, y),
        label(WIDTH - VALUES + 12, y + 4, fitted(shown_value(each.figure), VALUES - 14), "value"),
    )
    return Mark(each.title, shapes, each.href, "figure")


def interval_shapes(interval: Interval, bound: str, y: float) -> tuple[Shape, ...]:
    """Return a figure around the line y: a point or a bar, lightly behind it its range as a round number."""
    shapes: list[Shape] = []
    if interval.taken is not None:
        shapes += bar_shapes(interval.taken, y, 12, "taken")
    if interval.point is not None:
        return (*shapes, circle(interval.point, y, POINT, f"sign {bound}"))
    return (*shapes, *bar_shapes(interval.said, y, 8 if bound != "vague" else 12, bound))
