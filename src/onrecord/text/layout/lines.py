"""Lines and paragraphs of a canonical text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from onrecord.types.spans import Span, trimmed

WRAP_COLUMN = 50
"""A text whose lines are mostly longer than this and break inside sentences is hard-wrapped."""

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_UNFINISHED = re.compile(r"[\w,;–—-]$")
_SENTENCE_END = re.compile(r"[.!?:…][\"”’»)\]]*$")
_LABEL = re.compile(
    r"(?:\((?P<paren>[A-Za-z]|\d{1,3}|[ivxIVX]{1,5})\)|(?P<plain>[A-Za-z]|\d{1,3}(?:\.\d{1,3})*|[ivxIVX]{1,5})[.)]"
    r"|(?P<bullet>[•●▪◦‣·*–—-]))\s+(?=\S)"
)


@dataclass(frozen=True)
class Line:
    """A line without the white space around it; `blank_before` counts the empty lines above it."""

    start: int
    end: int
    text: str
    blank_before: int

    @cached_property
    def folded(self) -> str:
        """The line as words are compared: no case, one space."""
        return " ".join(self.text.casefold().split())

    @property
    def finished(self) -> bool:
        """Tell whether the line ends as a sentence does."""
        return bool(_SENTENCE_END.search(self.text))

    def label(self) -> tuple[str, int] | None:
        """Return the label of a list item and the offset of its words, None where it is none."""
        match = _LABEL.match(self.text)
        if match is None:
            return None
        return match["paren"] or match["plain"] or match["bullet"], self.start + match.end()


def lines_of(text: str) -> list[Line]:
    """Return the lines that hold more than white space, in order."""
    lines: list[Line] = []
    last_end = 0
    for match in _LINE.finditer(text):
        span = trimmed(text, match.start(), match.end())
        if span is not None:
            between = text[last_end : match.start()]
            breaks = max(between.count("\n"), between.count("\r"), between.count("\u2028"))
            lines.append(Line(span.start, span.end, span.slice(text), max(0, breaks - 1)))
            last_end = match.end()
    return lines


def pieces(text: str, line: Line, spots: Sequence[int]) -> Iterator[Line]:
    """Yield the parts of a line that is cut at offsets, in order; white space alone is no part."""
    blank = line.blank_before
    edges = [line.start, *(spot for spot in spots if line.start < spot < line.end), line.end]
    for start, end in pairwise(edges):
        span = trimmed(text, start, end) if start < end else None
        if span is not None:
            yield Line(span.start, span.end, span.slice(text), blank)
            blank = 0


def is_hard_wrapped(lines: Sequence[Line]) -> bool:
    """Tell whether sentences run on over line ends, as in mails and typed pages."""
    if len(lines) < 4:
        return False
    followed = [(line, after) for line, after in pairwise(lines) if not after.blank_before]
    long = [(line, after) for line, after in followed if len(line.text) >= WRAP_COLUMN]
    running = [1 for line, after in long if _runs_on(line, after)]
    return len(long) >= 3 and len(running) > 0.5 * len(long) and max(len(line.text) for line, _ in long) < 200


def paragraphs_of(lines: Sequence[Line], frame: frozenset[int]) -> Iterator[tuple[Span, tuple[int, ...]]]:
    """Yield each paragraph with the indices of its lines; the lines in `frame` stand alone."""
    wrapped = is_hard_wrapped(lines)
    held: list[int] = []
    for index in range(len(lines)):
        if held and not (wrapped and _continues(lines, held[-1], index, frame)):
            yield Span(lines[held[0]].start, lines[held[-1]].end), tuple(held)
            held = []
        held.append(index)
    if held:
        yield Span(lines[held[0]].start, lines[held[-1]].end), tuple(held)


def _continues(lines: Sequence[Line], before: int, index: int, frame: frozenset[int]) -> bool:
    line = lines[index]
    if line.blank_before or index in frame or before in frame or line.label():
        return False
    previous = lines[before]
    return len(previous.text) >= WRAP_COLUMN * 0.6 or _runs_on(previous, line)


def _runs_on(line: Line, after: Line) -> bool:
    return bool(_UNFINISHED.search(line.text)) and (after.text[0].islower() or not line.finished)
