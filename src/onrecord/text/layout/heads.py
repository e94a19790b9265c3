"""Headlines whose line end was lost: the first lines are cut where a headline plainly ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.text.layout.dates import DATE, written_date
from onrecord.text.layout.lines import Line, pieces

LONGEST_HEADLINE = 250
LEAST_WORDS = 3
"""Words of a headline that something follows on its line: a place and a region alone are a dateline."""

HEAD_LINES = 4
"""Lines at the top of a text in which a headline or the one under it is looked for."""

_GAP = re.compile(r"\s{12,}(?=\S)")
_MARK = re.compile(
    r"(?<=\S)\s+(?=(?:For Immediate Release|FOR IMMEDIATE RELEASE)\b)(?:\S+\s+){2}\S+?[:\s–—-]+(?=\S)"
)
_CAPITALS = r"[A-Z]{3,}(?:[ .'’-]{1,2}[A-Z]{2,}){0,3}"
_REGION = r",\s+(?:[A-Z]\.?[A-Z]\.?|[A-Z][a-z]{2,11}\.?)"
_DASH = r"\s*(?:[–—]|-{1,2})\s*(?=\S)"
_DATELINE_BEHIND = re.compile(rf"\s+{_CAPITALS}(?:{_REGION})?{_DASH}|\s{{2,}}{_CAPITALS}\s")
_DATELINE_INSIDE = re.compile(
    rf"(?<=[a-z’'\")])\s+(?={_CAPITALS}(?:(?:{_REGION})?\s\([\w.,/ ]{{6,30}}\)|{_REGION}){_DASH}[A-Z“\"])"
)
"""A place in capitals with its region or day and a dash, behind a word that is not in capitals."""

_OPEN_END = re.compile(
    r"(?:,|\b(?:of|on|dated|from|the|and|in|to|by|at|until|since|between|before|after|for|day|through))\s*$",
    re.IGNORECASE,
)


def cut_heads(text: str, lines: Sequence[Line]) -> tuple[list[Line], frozenset[int]]:
    """Return the lines, a headline cut from what follows on its line, and the offsets of such headlines.

    A headline ends at a run of many spaces, at "For Immediate Release", at a day with a dateline behind
    it ("May 4, 2024 PORT VAREDA, AR -"), and at a dateline in capitals.
    """
    cut: list[Line] = []
    heads: set[int] = set()
    for index, line in enumerate(lines[:HEAD_LINES]):
        spots = _spots(text, line, index)
        if spots:
            heads.add(line.start)
        cut += pieces(text, line, spots)
    return [*cut, *lines[HEAD_LINES:]], frozenset(heads)


def _spots(text: str, line: Line, index: int) -> tuple[int, ...]:
    """Return the offsets at which a line is cut, the end of its headline first; none where it has none."""
    ends = (found for found in _ends(text, line, index) if _is_headline(text[line.start : found[0]]))
    return min(ends, default=())


def _ends(text: str, line: Line, index: int) -> Iterator[tuple[int, ...]]:
    reach = min(line.end, line.start + LONGEST_HEADLINE)
    gap = _GAP.search(text, line.start, line.end) if index == 0 else None
    if gap is not None:
        yield gap.start(), *_behind_mark(text, gap.start(), line.end)
    mark = _MARK.search(text, line.start, line.end)
    if mark is not None:
        yield mark.start(), *_behind_mark(text, mark.start(), line.end)
    for date in DATE.finditer(text, line.start, min(line.end, reach + LEAST_WORDS * 10)):
        day = len(written_date(date) or "") == len("2024-05-04")
        if day and _DATELINE_BEHIND.match(text, date.end(), line.end):
            yield date.start(), date.end()
    inside = _DATELINE_INSIDE.search(text, line.start, line.end)
    if inside is not None:
        yield (inside.start(),)


def _behind_mark(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where the date of a release mark ends."""
    mark = _MARK.match(text, start, end)
    date = DATE.match(text, mark.end(), end) if mark else None
    if date is not None:
        yield date.end()


def _is_headline(words: str) -> bool:
    """Tell whether words can be a headline: not too long, and no sentence goes on behind them."""
    if len(words) > LONGEST_HEADLINE or _OPEN_END.search(words):
        return False
    return len(words.split()) >= LEAST_WORDS
