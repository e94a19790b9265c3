"""The date of a document: what was given with it, its own date lines, its prose, its file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.text.layout.dates import (
    bracketed_date,
    date_line,
    dateline_date,
    day_called_today,
    release_date,
)
from onrecord.text.layout.kinds import TOP_LINES
from onrecord.text.layout.lines import Line
from onrecord.text.layout.names import cells
from onrecord.text.layout.parts import dateline_end
from onrecord.types.dates import RecordDate

TODAY_WITHIN = 400
"""Characters of an opening line in which a day called today is looked for."""

RESOLUTION_LINES = 2
"""Lines at the top that tell a resolution's number and day: "Resolution 641 (1989) / of 30 August 1989"."""

_RESOLUTION_OF = re.compile(
    r"(?:(?:Resolution\s+)?\d+\s*\(\d{4}\)\.?\s*)?(?:Resolution\s+)?of\s+", re.IGNORECASE
)
_OPEN_END = re.compile(
    r"(?:\b(?:of|on|dated|from|the|and|in|to|by|at|until|since|between)|,)$", re.IGNORECASE
)
"""The end of a line whose sentence goes on in the next one."""


_PLACE = re.compile(r"(?:[A-Z][\w.’'-]*,?\s?){1,4},")
"""A line that a date goes on with, but not as a sentence: "Port Vareda, AR," above "4 May 2024"."""


def date_of_lines(document: str, text: str, lines: Sequence[Line]) -> RecordDate | None:
    """Return the date of a date line at the top of a text, None where it has none."""
    for index, line in enumerate(lines[:TOP_LINES]):
        number = _RESOLUTION_OF.match(line.text) if index < RESOLUTION_LINES else None
        start = line.start + number.end() if number else line.start
        found = (
            date_line(document, text, start, line.end)
            or release_date(document, text, line.start, line.end)
            or _date_of_column(document, text, line)
        )
        if found is not None and not _goes_on(lines, index):
            return found
    return None


def _date_of_column(document: str, text: str, line: Line) -> RecordDate | None:
    """Return the date that stands alone between wide gaps of a line."""
    columns = list(cells(text, line))
    dates = (date_line(document, text, *column) for column in columns if len(columns) > 1)
    return next(filter(None, dates), None)


def _goes_on(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line goes on with the sentence above it: "its resolution 636 of / 6 July 1989,"."""
    if index == 0 or lines[index].blank_before:
        return False
    before = lines[index - 1]
    if _PLACE.fullmatch(before.text):
        return False
    if before.folded.startswith("adopted "):  # "Adopted at its 12th meeting, / on 3 May 1994"
        return False
    return _OPEN_END.search(before.text) is not None


def date_of_prose(document: str, text: str, lines: Sequence[Line]) -> RecordDate | None:
    """Return the date that the opening lines state beside other words, or the day they call today."""
    for line in lines[:TOP_LINES]:
        end = dateline_end(line)
        found = dateline_date(document, text, line.start, end) if end is not None else None
        found = found or bracketed_date(document, text, end or line.start, line.end)
        if found is not None:
            return found
    for line in lines[:TOP_LINES]:
        found = day_called_today(document, text, line.start, min(line.end, line.start + TODAY_WITHIN))
        if found is not None:
            return found
    return None
