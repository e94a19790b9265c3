"""Drawings written out as SVG: every word escaped and shown without what steers, numbers as they are.

Written by hand and not by a template, since a graph of 500 documents has thousands of shapes.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from onrecord.types.shown import shown
from onrecord.web.drawing import Drawing, Mark, Shape, written

DEFINITIONS = Markup(
    '<svg class="definitions" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
    '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" class="hatch-ground"/><line x1="0" y1="0" x2="0" y2="6" class="hatch-line"/>'
    '</pattern><marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8"'
    ' markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.5 L8 4 L0 7.5Z" class="arrow"/></marker>'
    "</defs></svg>"
)
"""What shapes refer to by id: stands once on a page that has a drawing."""


def svg(drawing: Drawing, name: str) -> Markup:
    """Return a drawing as an SVG element; `name` tells its ids from those of other drawings on the page."""
    size = f'{written(drawing.width)}" height="{written(drawing.height)}'
    box = f"0 0 {written(drawing.width)} {written(drawing.height)}"
    described = f' aria-describedby="{escape(name)}-d"' if drawing.description else ""
    parts = [
        f'<svg class="drawing" role="group" aria-labelledby="{escape(name)}-t"{described}'
        f' width="{size}" viewBox="{box}">',
        f'<title id="{escape(name)}-t">{_words(drawing.title)}</title>',
    ]
    if drawing.description:
        parts.append(f'<desc id="{escape(name)}-d">{_words(drawing.description)}</desc>')
    parts += ['<g class="ground" aria-hidden="true">', *map(_shape, drawing.ground), "</g>"]
    parts += map(_mark, drawing.marks)
    parts.append("</svg>")
    return Markup("".join(parts))  # noqa: S704 - made here of escaped words and numbers


def picture(drawing: Drawing) -> Markup:
    """Return a small drawing that says nothing words beside it do not: hidden from readers by ear."""
    box = f"0 0 {written(drawing.width)} {written(drawing.height)}"
    shapes = "".join(_shape(shape) for mark in drawing.marks for shape in mark.shapes)
    return Markup(  # noqa: S704 - as above
        f'<svg class="picture" aria-hidden="true" focusable="false" width="{written(drawing.width)}"'
        f' height="{written(drawing.height)}" viewBox="{box}">'
        f"{''.join(map(_shape, drawing.ground))}{shapes}</svg>"
    )


def _mark(mark: Mark) -> str:
    classes = f"mark {mark.classes}".strip()
    inside = f"<title>{_words(mark.title)}</title>{''.join(map(_shape, mark.shapes))}"
    if mark.href is None:
        return f'<g class="{escape(classes)}">{inside}</g>'
    return f'<a class="{escape(classes)}" href="{escape(mark.href)}">{inside}</a>'


def _shape(shape: Shape) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in shape.attributes)
    if shape.tag == "text":
        return f"<text{attributes}>{_words(shape.words)}</text>"
    return f"<{shape.tag}{attributes}/>"


def _words(words: str) -> str:
    return str(escape(shown(words)))
