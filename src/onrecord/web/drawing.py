"""What drawn pages are made of: shapes with plain numbers, marks that lead somewhere, bars with open ends.

A drawing is a value: nothing here knows of pages or records, and a template writes it out. Lengths are CSS
pixels at full size; colours and strokes are the style sheet's, by class.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

CHARACTER = 6.2
"""Width of a character of a label in pixels, set in 12 px: the mean of system fonts, widened."""

ARROW = 9.0
"""Length of the head of an open end."""

SMALLEST = 3.0
"""The least width of a bar, so that a day is still seen on the scale of a century."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One SVG element: its tag, attributes in the order they are written, and its words where it is text."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    words: str = ""

    def number(self, name: str) -> float:
        """Return an attribute that is a number; raises KeyError where there is none."""
        return float(dict(self.attributes)[name])


@dataclass(frozen=True, slots=True)
class Mark:
    """Shapes that stand for one row or document: what they say in words, and where they lead."""

    title: str
    shapes: tuple[Shape, ...]
    href: str | None = None
    classes: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole drawing: what it shows in words, its ground (scales, lanes) and its marks in reading order."""

    width: float
    height: float
    title: str
    description: str
    ground: tuple[Shape, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch on a scale, in pixels; an open end goes on where it is cut, a soft one has no sharp edges."""

    left: float
    right: float
    open_left: bool = False
    open_right: bool = False
    soft: bool = False

    @property
    def middle(self) -> float:
        """The point halfway."""
        return (self.left + self.right) / 2


def written(value: float) -> str:
    """Return a number as SVG takes it, to a hundredth of a pixel.

    >>> written(12.0), written(1 / 3), written(-0.001)
    ('12', '0.33', '0')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-0", "0" if abs(value) < 0.005 else "-0")


def rectangle(x: float, y: float, width: float, height: float, classes: str, *, radius: float = 0) -> Shape:
    """Return a rectangle, its corners rounded by a radius."""
    numbers = [("x", x), ("y", y), ("width", width), ("height", height)]
    return _shape("rect", [*numbers, ("rx", radius)] if radius else numbers, classes)


def line(x1: float, y1: float, x2: float, y2: float, classes: str) -> Shape:
    """Return a straight line."""
    return _shape("line", [("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)], classes)


def circle(x: float, y: float, radius: float, classes: str) -> Shape:
    """Return a circle."""
    return _shape("circle", [("cx", x), ("cy", y), ("r", radius)], classes)


def path(points: Iterable[tuple[float, float]], classes: str, *, closed: bool = False) -> Shape:
    """Return straight lines from point to point."""
    steps = " L".join(f"{written(x)} {written(y)}" for x, y in points)
    return Shape("path", (("d", f"M{steps}{'Z' if closed else ''}"), ("class", classes)))


def label(x: float, y: float, words: str, classes: str, anchor: str = "start") -> Shape:
    """Return words on their base line; `anchor` is where x lies: start, middle or end."""
    numbers = (("x", written(x)), ("y", written(y)))
    return Shape("text", (*numbers, ("text-anchor", anchor), ("class", classes)), words)


def _shape(tag: str, numbers: Iterable[tuple[str, float]], classes: str) -> Shape:
    return Shape(tag, (*((name, written(value)) for name, value in numbers), ("class", classes)))


def fitted(words: str, width: float) -> str:
    """Return words cut to what a label of some width holds.

    >>> fitted("the letter of 2024-05-21", 80)
    'the letter…'
    """
    flat, longest = " ".join(words.split()), max(int(width / CHARACTER), 1)
    if len(flat) <= longest:
        return flat
    return flat[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-.") + "…"


def bar_shapes(bar: Bar, y: float, height: float, classes: str) -> tuple[Shape, ...]:
    """Return a bar around the line y: hatched and dashed where it is soft, with a head at each open end."""
    top, soft = y - height / 2, " soft" if bar.soft else ""
    width = max(bar.right - bar.left, SMALLEST)
    left = bar.left if width > SMALLEST else bar.middle - SMALLEST / 2
    ground = rectangle(left, top, width, height, f"bar{soft} {classes}")
    if bar.soft:
        ground = replace(ground, attributes=(*ground.attributes, ("fill", "url(#hatch)")))
    shapes = [ground]
    if bar.open_left:
        shapes.append(_head(left, y, -ARROW, classes))
    if bar.open_right:
        shapes.append(_head(left + width, y, ARROW, classes))
    return tuple(shapes)


def _head(x: float, y: float, reach: float, classes: str) -> Shape:
    half = abs(reach) * 0.8
    return path([(x, y - half), (x + reach, y), (x, y + half)], f"head {classes}", closed=True)
