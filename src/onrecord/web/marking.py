"""Text with overlapping marks made into well-formed HTML: pieces, each with every mark that holds there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from onrecord.types.shown import STEERING, code_point
from onrecord.web.layers import LAYERS, Mark

_ORDER = {"place": -1, **{layer.name: place for place, layer in enumerate(LAYERS)}}


@dataclass(frozen=True, slots=True)
class Focus:
    """The row whose parts are shown, and where its words begin that are scrolled to."""

    row: str = ""
    parts: tuple[Mark, ...] = ()
    at: int = -1


@dataclass(frozen=True, slots=True)
class Piece:
    """Words between two places where marks begin or end, with the marks that hold in all of them."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def pieces(start: int, end: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    """Cut a stretch of text where marks begin or end; marks beyond its ends hold up to them."""
    here = sorted((mark for mark in marks if mark.start < end and start < mark.end), key=lambda m: m.start)
    cuts = {start, end, *(mark.start for mark in here), *(mark.end for mark in here)}
    places = sorted(place for place in cuts if start <= place <= end)
    held: list[Mark] = []
    coming = 0
    for one, other in pairwise(places):
        held = [mark for mark in held if mark.end > one]
        while coming < len(here) and here[coming].start <= one:
            held.append(here[coming])
            coming += 1
        yield Piece(one, other, tuple(sorted(held, key=lambda mark: (_ORDER[mark.layer], mark.row))))


def marked(text: str, start: int, end: int, marks: Sequence[Mark], focus: Focus) -> Markup:
    """Return the words from `start` to `end` as HTML, marked; every character counts in the browser.

    What stands for other characters than it shows has their number in `data-n`, so that a selection leads
    back to places in the text.
    """
    shown = [_piece(text, piece, focus) for piece in pieces(start, end, [*marks, *focus.parts])]
    return Markup("").join(shown)


def _piece(text: str, piece: Piece, focus: Focus) -> Markup:
    words = visible(text[piece.start : piece.end])
    own = [mark for mark in piece.marks if mark.row == focus.row]
    opening = [mark for mark in own if mark.part and mark.start == piece.start]
    for layer in reversed(dict.fromkeys(mark.layer for mark in piece.marks)):
        words = Markup('<span class="u u-{}">{}</span>').format(layer, words)
    if opening:
        longest_first = sorted(opening, key=lambda mark: -mark.end)
        part = " · ".join(dict.fromkeys(mark.part for mark in longest_first))
        words = Markup('<span class="part" data-part="{}">{}</span>').format(part, words)
    if own:
        at = Markup(' id="r-{}"').format(focus.row) if piece.start <= focus.at < piece.end else ""
        words = Markup('<mark class="focus"{}>{}</mark>').format(at, words)
    if piece.marks:
        ids = " ".join(dict.fromkeys(mark.row for mark in piece.marks))
        words = Markup('<span class="m" data-rows="{}">{}</span>').format(ids, words)
    return words


def visible(text: str) -> Markup:
    """Return text as HTML in which characters that steer are marks that say how many they stand for."""
    if "\r\n" not in text and STEERING.search(text) is None:
        return escape(text)
    shown: list[Markup] = []
    for line in text.split("\r\n"):
        if shown:
            shown.append(Markup('<span data-n="2">\n</span>'))
        done = 0
        for found in STEERING.finditer(line):
            shown.append(escape(line[done : found.start()]))
            sign = code_point(found[0])
            shown.append(Markup('<span class="sign" data-n="1">{}</span>').format(sign))
            done = found.end()
        shown.append(escape(line[done:]))
    return Markup("").join(shown)


def first_in(marks: Sequence[Mark], start: int, end: int) -> int | None:
    """Return where the first of some marks begins inside a stretch of text, None where none does."""
    places = sorted(max(mark.start, start) for mark in marks if mark.start < end and start < mark.end)
    return places[bisect_left(places, start)] if places else None
