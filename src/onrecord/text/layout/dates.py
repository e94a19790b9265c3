"""Full dates as they are written in date lines, mastheads and metadata."""

from __future__ import annotations

import re
from calendar import monthrange

from onrecord.types.dates import RecordDate
from onrecord.types.spans import Evidence

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_YEAR_IN = re.compile(r"(?:1[89]|20)\d\d")
DATE = re.compile(
    "|".join(
        pattern.replace("(?P<", f"(?P<{prefix}_")
        for prefix, pattern in (
            ("mdy", rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b"),
            ("dmy", rf"\b{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b"),
            ("my", rf"\b{_MONTH},?\s+{_YEAR}\b"),
            ("iso", r"\b(?P<year>(?:1[89]|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"),
            ("dots", r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:1[89]|20)\d\d)\b"),
            ("slash", r"\b(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>(?:1[89]|20)\d\d)\b"),
        )
    ),
    re.IGNORECASE,
)
"""Dates with a year. Of numbers with points the day is read first, of numbers with strokes the month,
and only where the other reading is no date (a first number over 12) or both are the same day."""

_LINE_BEFORE = re.compile(
    r"(?:(?:date|dated|posted|published|released|updated|issued|adopted on|sent)\s*(?:on|:)?\s*|on\s+|[(\[]"
    r"|distr\.?:?\s*(?:general|limited|restricted)\s+"
    r"|(?:[\w .'’-]{2,40},\s*)?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s*)?"
    r"|[\w .'’&-]{2,60}(?:,\s+|\s+[-–—|•]\s+)){0,2}",
    re.IGNORECASE,
)
_LINE_AFTER = re.compile(
    r"[.,;:)\]\s]*(?:\d{1,2}[:.]\d{2}.{0,30}|\([^)]*\)|\|.{0,40}|at .{0,30}|[A-Z]{2,5}"
    r"|(?:English\s+)?Original:.{0,40})?"
)

_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_RELEASE = re.compile(
    rf"\W{{0,6}}(?:press release\W{{1,9}})?for (?:immediate )?release\W{{0,9}}{_WEEKDAY}", re.IGNORECASE
)
_BRACKETED = re.compile(rf"(?:[A-Z][\w.,’'\[\] -]{{2,40}})?[\s–—-]*\({_WEEKDAY}(?=\w)")
_TODAY = re.compile(rf"\btoday,?\s+(?:on\s+)?\(?{_WEEKDAY}(?=\w)", re.IGNORECASE)

_INTRODUCED = re.compile(r"[\])>:]\s*$|\b(?:below|follows|following|attached)\W*$", re.IGNORECASE)

_MASTHEAD = re.compile(r"\bDistr\b(?P<between>.{0,160}?)\bOriginal\s?:", re.IGNORECASE | re.DOTALL)
LONGEST_MASTHEAD = 800
"""Characters at the top of a text in which a masthead is looked for."""

LONGEST_DATE_LINE = 90
"""A longer line is prose that mentions a date."""


def written_date(match: re.Match[str]) -> str | None:
    """Return the EDTF form of a match of DATE, None where it is no day of the calendar or ambiguous."""
    found = {name.split("_", 1)[1]: value for name, value in match.groupdict().items() if value}
    form = next(name.split("_", 1)[0] for name, value in match.groupdict().items() if value)
    year = int(found["year"])
    month = _MONTHS.get(found["month"].lower()) or (int(found["month"]) if found["month"].isdigit() else 0)
    if "day" not in found:
        return f"{year:04d}-{month:02d}"
    day = int(found["day"])
    if form in ("dots", "slash") and day <= 12 and month <= 12 and day != month:
        return None
    if form in ("dots", "slash") and month > 12:
        day, month = month, day
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def date_line(document: str, text: str, start: int, end: int) -> RecordDate | None:
    """Return the date of a line that holds a date and nothing else of weight, None for other lines."""
    if end - start > LONGEST_DATE_LINE or not _YEAR_IN.search(text, start, end):
        return None
    for match in DATE.finditer(text, start, end):
        edtf = written_date(match)
        before = _LINE_BEFORE.fullmatch(text[start : match.start()])
        after = _LINE_AFTER.fullmatch(text[match.end() : end])
        if edtf and before and after:
            anchor = Evidence(document, match.start(), match.end(), match.group())
            return RecordDate(edtf, "stated", anchor)
    return None


def masthead_date(document: str, text: str) -> RecordDate | None:
    """Return the day in a masthead of the United Nations, whose lines may stand on one another's.

    "Distr. GENERAL A/VAR/8/2 4 May 2024 Original: ENGLISH": behind the distribution, before the original.
    """
    found = _MASTHEAD.search(text, 0, LONGEST_MASTHEAD)
    if found is None:
        return None
    for match in DATE.finditer(text, *found.span("between")):
        edtf = written_date(match)
        if edtf and len(edtf) == len("2024-05-04"):
            return RecordDate(edtf, "stated", Evidence(document, match.start(), match.end(), match.group()))
    return None


def date_behind(document: str, text: str, start: int, end: int) -> RecordDate | None:
    """Return the date that ends a line behind a bracket or colon ("[The letter follows] May 4, 2024")."""
    for match in DATE.finditer(text, max(start, end - LONGEST_DATE_LINE), end):
        edtf = written_date(match)
        if (
            edtf
            and not text[match.end() : end].strip(" .,")
            and _INTRODUCED.search(text[start : match.start()])
        ):
            return RecordDate(edtf, "stated", Evidence(document, match.start(), match.end(), match.group()))
    return None


def release_date(document: str, text: str, start: int, end: int) -> RecordDate | None:
    """Return the date behind "for immediate release" where a line runs on, None for other lines."""
    label = _RELEASE.match(text, start, min(end, start + LONGEST_DATE_LINE))
    return _date_at(document, text, label.end(), end) if label else None


def bracketed_date(document: str, text: str, start: int, end: int) -> RecordDate | None:
    """Return the date in brackets behind the place a text opens with ("PORT VAREDA (May 3, 2024)")."""
    opening = _BRACKETED.match(text, start, min(end, start + LONGEST_DATE_LINE))
    found = _date_at(document, text, opening.end(), end) if opening else None
    return found if found and found.anchor and text[found.anchor.end : end].startswith(")") else None


def dateline_date(document: str, text: str, start: int, end: int) -> RecordDate | None:
    """Return the date inside a dateline ("PORT VAREDA (May 4, 2024) —"), None where it names none."""
    for match in DATE.finditer(text, start, end):
        edtf = written_date(match)
        if edtf and len(edtf) == 10:
            return RecordDate(edtf, "stated", Evidence(document, match.start(), match.end(), match.group()))
    return None


def day_called_today(document: str, text: str, start: int, end: int) -> RecordDate | None:
    """Return the day that a text calls today ("today, May 4, 2024"), None where it calls none so."""
    for today in _TODAY.finditer(text, start, end):
        found = _date_at(document, text, today.end(), end)
        if found is not None and len(found.edtf) == 10:
            return RecordDate(found.edtf, "inferred", found.anchor, "the text calls this day today")
    return None


def _date_at(document: str, text: str, start: int, end: int) -> RecordDate | None:
    match = DATE.match(text, start, end)
    edtf = written_date(match) if match else None
    if match is None or edtf is None:
        return None
    return RecordDate(edtf, "stated", Evidence(document, match.start(), match.end(), match.group()))


def metadata_date(given: str | None) -> RecordDate | None:
    """Return the date that metadata give, None where it cannot be read."""
    if not given:
        return None
    partial = re.fullmatch(r"\s*((?:1[89]|20)\d\d)(?:-(0[1-9]|1[0-2]))?\s*", given)
    if partial:
        return RecordDate("-".join(filter(None, partial.groups())), "stated", None, "metadata")
    match = DATE.search(given)
    edtf = written_date(match) if match else None
    return RecordDate(edtf, "stated", None, "metadata") if edtf else None
