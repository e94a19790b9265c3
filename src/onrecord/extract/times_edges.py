"""The edges of an expression: words around it that belong to it, and times that stand by their day."""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.extract.times_calendar import moment_of, week_of
from onrecord.extract.times_reading import Reading, of_week

LEFT, RIGHT = 48, 24
"""Characters before and after an expression in which words that belong to it are looked for."""

_PART = re.compile(
    r"(?<!\w)(?:the\s+)?(?:very\s+)?(?P<what>beginning|start|end|middle|close|outset|rest|remainder|turn|"
    r"(?:early|latter|last|first|second|third|final|opening|(?:a\s+)?good|better|greater)\s+"
    r"(?:part|half|days?|weeks?|weekend|months?|hours)|month|eve)\s+of\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_WEEK = re.compile(r"(?<!\w)(?:the\s+)?(?P<what>week)\s+(?:of|beginning|starting|ending)\s+$", re.IGNORECASE)
_EARLY = re.compile(
    r"(?<!\w)(?P<the>the\s+)?(?:very\s+)?(?P<what>early|late|earlier|later|mid)[\s-]+(?:the\s+)?$|"
    r"(?<!\w)(?:early|late)\s+(?:in|on)\s+(?:the\s+)?$|(?<!\w)(?P<some>sometime|some\s+time)\s+$",
    re.IGNORECASE,
)
_AROUND = re.compile(r"(?<!\w)(?P<what>around|about|approximately|circa)\s+$", re.IGNORECASE)
_NUMBERED = re.compile(r"\d|(?:noon|midnight|year)\b|mid-", re.IGNORECASE)
_BEYOND = re.compile(r"\s+(?:(?:and|or)\s+(?:beyond|later|earlier|thereafter)|or\s+so)(?!\w)", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:\s*,\s*|\s+)(?:(?:on|in)\s+)?")
_HOUR_OF = re.compile(r"(?<!\w)(?:the\s+)?(?P<what>night|morning|afternoon|evening)\s+of\s+$", re.IGNORECASE)
_PARTS = {"night": "NI", "morning": "MO", "afternoon": "AF", "evening": "EV"}


def widened(text: str, start: int, end: int, reading: Reading, floor: int) -> tuple[int, int, Reading]:
    """Return an expression with the words before and after it that say which part of it, or about when.

    `floor` is where the expression before it ends.
    """
    if reading.type not in ("DATE", "TIME") or (reading.value or "").endswith("_REF"):
        return start, end, reading
    if reading.type == "DATE":
        beyond = _BEYOND.match(text, end, end + RIGHT)
        end = beyond.end() if beyond and re.fullmatch(r"\d{4}", reading.value or "") else end
    night = _HOUR_OF.search(text[max(floor, start - LEFT) : start])
    if night is not None and re.fullmatch(r"\d{4}-\d\d-\d\d", reading.value or ""):
        value = f"{reading.value}T{_PARTS[night['what'].lower()]}"
        return max(floor, start - LEFT) + night.start(), end, replace(reading, type="TIME", value=value)
    for pattern in (_EARLY, _PART, _WEEK, _EARLY, _AROUND):
        found = pattern.search(text[max(floor, start - LEFT) : start])
        if found is None or (pattern is _AROUND and not _NUMBERED.match(text, start, end)):
            continue
        if pattern is _WEEK:
            day = moment_of(reading.value or "")
            if day is None or day.day is None:
                continue
            reading = of_week(week_of(day.first_day), reading.leans)
        elif reading.edtf is not None and reading.edtf[-1].isdigit() and "/" not in reading.edtf:
            reading = replace(reading, edtf=f"{reading.edtf}~")
        start = max(floor, start - LEFT) + found.start()
    return start, end, reading


def together(text: str, end: int, start: int, time: Reading, day: Reading) -> Reading | None:
    """Return the reading of a time of day that stands before its day ("5 p.m. Friday"), None for others."""
    if time.type != "TIME" or not _BETWEEN.fullmatch(text, end, start):
        return None
    if day.type == "TIME":
        return _hour_of_part(time, day)
    if day.type != "DATE":
        return None
    moment = moment_of(day.value) if day.value else None
    clock = re.search(r"T\d\d:\d\d$", time.value or "") or re.match(r"T\d\d:\d\d", time.constraint or "")
    if clock is None or (day.value is not None and (moment is None or moment.day is None)):
        return None
    if moment is None:
        zone = f", {day.constraint}" if day.constraint else ""
        return replace(time, value=None, edtf=None, constraint=f"{clock.group()}{zone}")
    return Reading("TIME", moment.value + clock.group(), moment.value, day.leans, time.constraint)


def _hour_of_part(time: Reading, part: Reading) -> Reading | None:
    """Return the reading of an hour told with its part of the day ("9 o'clock this morning")."""
    clock = re.search(r"T(\d\d)(:\d\d)$", time.value or "")
    named = re.fullmatch(r"(\d{4}-\d\d-\d\d)T(MO|AF|EV|NI)", part.value or "")
    if clock is None or named is None:
        return None
    hour = int(clock[1])
    hour += 12 if named[2] != "MO" and 1 <= hour < 12 else 0
    return Reading("TIME", f"{named[1]}T{hour:02d}{clock[2]}", named[1], part.leans, time.constraint)
