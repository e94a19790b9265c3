"""One PDF page as lines of characters with their places, in reading order."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

GAP = 1.6
"""A gap within a line that is wider than so many character heights parts columns or cells."""

MOST_EDGES = 40
"""So many left edges of lines are tried as a column's, the most frequent ones."""

MOST_SPLITS = 6
"""Columns within columns are looked for so many times."""

SAME_LINE = 0.5
"""Characters whose middles are closer than this share of their height stand on one line."""

HYPHENS = frozenset("-\u00ad\u2010\ufffe\x02")
"""How line-end hyphens come out of PDFs; U+FFFE and U+0002 are pdfium's own marks."""


class Char(NamedTuple):
    """A character of a page: `number` as pdfium counts, box in points with y growing upwards."""

    number: int
    text: str
    left: float
    bottom: float
    right: float
    top: float
    raised: bool = False


@dataclass(slots=True)
class Line:
    """Characters side by side; blanks between words are characters too."""

    chars: list[Char]
    left: float
    right: float
    bottom: float
    top: float

    @classmethod
    def of(cls, chars: list[Char]) -> Line:
        """Return the line of these characters."""
        boxes = [char for char in chars if not char.text.isspace()] or chars
        return cls(
            chars,
            min(char.left for char in boxes),
            max(char.right for char in boxes),
            median(char.bottom for char in boxes),
            median(char.top for char in boxes),
        )

    @property
    def text(self) -> str:
        """The words of the line."""
        return "".join(char.text for char in self.chars)

    @property
    def height(self) -> float:
        """The height of its characters."""
        return max(self.top - self.bottom, 1.0)

    @property
    def middle(self) -> float:
        """The height above the page's foot at which it stands."""
        return (self.top + self.bottom) / 2


def read_chars(page: Any) -> list[Char]:
    """Return the characters of a page in the order of its content, turned upright where they run sideways."""
    from pypdfium2 import raw  # noqa: PLC0415

    textpage = page.get_textpage()
    try:
        box = raw.FS_RECTF()
        pointer, handle = ctypes.byref(box), textpage.raw
        unicode_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
        chars = []
        for index in range(textpage.count_chars()):
            code = unicode_of(handle, index)
            if box_of(handle, index, pointer):
                chars.append(Char(index, _character(code), box.left, box.bottom, box.right, box.top))
            else:
                chars.append(Char(index, _character(code), 0.0, 0.0, 0.0, 0.0))
    finally:
        textpage.close()
    return _upright(_whole(chars))


def lines_of(chars: Sequence[Char]) -> list[Line]:
    """Return the lines of a page in the order of its content, parted where a wide gap stands."""
    lines: list[Line] = []
    current: list[Char] = []
    for char in chars:
        if char.text in "\r\n":
            _close(current, lines)
            continue
        if current and not char.text.isspace() and _may_part(current[-1]):
            before = _last_ink(current)
            if before is not None and _parts(before, char):
                _close(current, lines)
        if current or not char.text.isspace():
            current.append(char)
    _close(current, lines)
    return lines


def _close(current: list[Char], lines: list[Line]) -> None:
    while current and current[-1].text.isspace():
        current.pop()
    if current:
        lines.append(Line.of(_mark_raised(current)))
        current.clear()


def _last_ink(chars: list[Char]) -> Char | None:
    for char in reversed(chars):
        if not char.text.isspace():
            return char
    return None


def _may_part(before: Char) -> bool:
    """Tell whether a line may end after this: pdfium puts a blank at each gap, but none after a hyphen."""
    return before.text.isspace() or before.text in HYPHENS


def _parts(before: Char, char: Char) -> bool:
    """Tell whether a line ends between two characters: another height, a wide gap, or a step back."""
    height = max(before.top - before.bottom, char.top - char.bottom, 1.0)
    overlap = min(before.top, char.top) - max(before.bottom, char.bottom)
    if overlap < SAME_LINE * min(before.top - before.bottom, char.top - char.bottom):
        return True
    gap = char.left - before.right
    return gap > GAP * height or gap < -3 * height


def _mark_raised(chars: list[Char]) -> list[Char]:
    """Mark small digits above the line: footnote marks, which else would read as part of a number."""
    ink = [char for char in chars if not char.text.isspace()]
    if not any(char.text.isdigit() for char in ink):
        return list(chars)
    height = median(char.top - char.bottom for char in ink)
    bottom = median(char.bottom for char in ink)
    return [
        char._replace(raised=True)
        if char.text.isdigit()
        and char.top - char.bottom < 0.8 * height
        and char.bottom > bottom + 0.15 * height
        else char
        for char in chars
    ]


def _character(code: int) -> str:
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return chr(code) if 0xD800 <= code <= 0xDFFF else ""
    return chr(code)


def _whole(chars: Sequence[Char]) -> list[Char]:
    """Return the characters with surrogate pairs put together and those without a meaning left out."""
    whole: list[Char] = []
    high: Char | None = None
    for char in chars:
        if not char.text:
            continue
        code = ord(char.text)
        if 0xD800 <= code <= 0xDBFF:
            high = char
        elif 0xDC00 <= code <= 0xDFFF:
            if high is not None:
                text = chr(0x10000 + ((ord(high.text) - 0xD800) << 10) + code - 0xDC00)
                whole.append(Char(high.number, text, high.left, high.bottom, high.right, high.top))
            high = None
        elif code >= 32 or char.text in "\t\r\n\x02":
            whole.append(char)
    return whole


def _upright(chars: list[Char]) -> list[Char]:
    """Turn the page so that most characters follow each other from left to right."""
    across = along = 0.0
    for before, char in pairwise(chars):
        if before.text.isalpha() and char.text.isalpha():
            step_x = char.left + char.right - before.left - before.right
            step_y = char.top + char.bottom - before.top - before.bottom
            if abs(step_x) + abs(step_y) < 8 * max(before.top - before.bottom, 1.0):
                across += step_x
                along += step_y
    if abs(across) >= abs(along):
        return chars if across >= 0 else [_turned(char, -1, 0) for char in chars]
    return [_turned(char, 0, 1 if along > 0 else -1) for char in chars]


def _turned(char: Char, across: int, along: int) -> Char:
    """Return a character on the turned page, whose x axis runs along (`across`, `along`)."""
    corners = [(char.left, char.bottom), (char.right, char.top)]
    xs = [x * across + y * along for x, y in corners]
    ys = [y * across - x * along for x, y in corners]
    return Char(char.number, char.text, min(xs), min(ys), max(xs), max(ys))


def blocks_in_reading_order(lines: Sequence[Line], depth: int = 0) -> list[list[Line]]:
    """Return the lines from the top, one block a column; a page without columns is one block.

    Parts of one row that a gap keeps apart (cells, two signatures) become one line with a tab.
    """
    ordered = sorted(lines, key=lambda line: (-line.middle, line.left))
    gutter = _gutter(ordered) if depth < MOST_SPLITS else None
    if gutter is None:
        return [list(_rows(ordered))] if ordered else []
    blocks: list[list[Line]] = []
    for full, band in _bands(ordered, gutter):
        if full:
            blocks.append(list(_rows(band)))
        else:
            blocks.extend(blocks_in_reading_order([line for line in band if line.right <= gutter], depth + 1))
            blocks.extend(blocks_in_reading_order([line for line in band if line.left >= gutter], depth + 1))
    return blocks


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return where a white strip parts two columns of running text, None where there is none."""
    if len(lines) < 8:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    best: tuple[float, float] | None = None
    edges = Counter(round(line.left) for line in lines)
    for candidate, _ in sorted(edges.most_common(MOST_EDGES)):
        at = candidate - 1.5
        if not left + 0.15 * (right - left) < at < right - 0.15 * (right - left):
            continue
        one = [line for line in lines if line.right <= at]
        two = [line for line in lines if line.left >= at]
        crossing = len(lines) - len(one) - len(two)
        if min(len(one), len(two)) >= 4 and crossing <= 0.4 * len(lines) and _are_columns(one, two):
            score = crossing - 0.001 * len(two)
            if best is None or score < best[0]:
                best = (score, at)
    return None if best is None else best[1]


def _are_columns(one: Sequence[Line], two: Sequence[Line]) -> bool:
    """Tell two columns of text from a table: both are prose, or one is a margin list with its own pitch."""
    if not (
        max(line.top for line in one) > min(line.bottom for line in two)
        and max(line.top for line in two) > min(line.bottom for line in one)
    ):
        return False
    prose = [_is_prose(side) for side in (one, two)]
    if all(prose):
        return True
    narrow, wide = (one, two) if prose[1] else (two, one)
    middles = {round(line.middle) + shift for line in wide for shift in (-1, 0, 1)}
    level = sum(1 for line in narrow if round(line.middle) in middles)
    return any(prose) and level * 2 < len(narrow)


def _is_prose(lines: Sequence[Line]) -> bool:
    width = max(line.right for line in lines) - min(line.left for line in lines)
    filled = sum(1 for line in lines if line.right - line.left > 0.7 * width)
    return filled * 2 >= len(lines) and median(len(line.chars) for line in lines) >= 18


def _bands(lines: Sequence[Line], gutter: float) -> Iterator[tuple[bool, list[Line]]]:
    """Yield the lines from the top in turns: those across the gutter, those on either side of it."""
    band: list[Line] = []
    state: bool | None = None
    for line in lines:
        full = line.left < gutter < line.right
        if band and full is not state:
            yield bool(state), band
            band = []
        state = full
        band.append(line)
    if band:
        yield bool(state), band


def _rows(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines from the top, those of one height joined by a tab."""
    row: list[Line] = []
    for line in lines:
        if row and abs(row[0].middle - line.middle) > SAME_LINE * min(row[0].height, line.height):
            yield _joined(row)
            row = []
        row.append(line)
    if row:
        yield _joined(row)


def _joined(row: list[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    row.sort(key=lambda line: line.left)
    chars = list(row[0].chars)
    for before, line in pairwise(row):
        wide = line.left - before.right > GAP * min(before.height, line.height)
        chars.append(Char(-1, "\t" if wide else " ", before.right, line.bottom, line.left, line.top))
        chars.extend(line.chars)
    return Line.of(chars)
