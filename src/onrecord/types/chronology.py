"""Dates in EDTF as people meet them: in the order of time, and in words."""

from __future__ import annotations

import re

LAST = "9999-99-99"
"""The key of what has no date."""

_MONTH_OF = {"21": "03", "22": "06", "23": "09", "24": "12", "33": "01", "34": "04", "35": "07", "36": "10"}
"""The month in which a season or quarter of EDTF level 2 begins (northern seasons)."""

_PARTS = re.compile(r"(?P<year>-?[\dX]{4})(?:-(?P<month>[\dX]{2}))?(?:-(?P<day>[\dX]{2}))?")


def day_order(edtf: str | None) -> str:
    """Return a key that sorts EDTF dates by their first day; an open beginning sorts by its end.

    >>> sorted(["2023-10", "202X", "2021-22", "../2020-05-01", "2023-10-09~"], key=day_order)
    ['202X', '../2020-05-01', '2021-22', '2023-10', '2023-10-09~']
    """
    first = next((part for part in (edtf or "").split("/") if part.strip(".")), "")
    found = _PARTS.match(first)
    if found is None:
        return LAST
    year = found["year"].replace("X", "0")
    month = _MONTH_OF.get(found["month"] or "00", found["month"] or "00").replace("X", "0")
    return f"{year}-{month}-{(found['day'] or '00').replace('X', '0')}"


MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_PARTS_OF_A_YEAR = {
    **{"21": "spring", "22": "summer", "23": "autumn", "24": "winter"},
    **{"33": "first quarter of", "34": "second quarter of", "35": "third quarter of"},
    **{"36": "fourth quarter of", "40": "first half of", "41": "second half of"},
}
_DOUBT = {"~": "about ", "%": "perhaps about ", "?": "perhaps "}
_OPEN_ENDS = ("", "..")


def in_words(edtf: str | None) -> str:
    """Return an EDTF date as a person writes it, its doubt in words; "no date" for none.

    A form that is not known here is given as it stands: nothing is lost and nothing guessed.

    >>> in_words("2024-03-12"), in_words("2023-08~"), in_words("2021-07-14/..")
    ('12 March 2024', 'about August 2023', 'from 14 July 2021 on')
    """
    if edtf is None:
        return "no date"
    first, between, last = edtf.partition("/")
    if not between:
        return _one_in_words(edtf)
    if last in _OPEN_ENDS:
        return f"from {_one_in_words(first)} on" if first not in _OPEN_ENDS else "at an unknown time"
    if first in _OPEN_ENDS:
        return f"until {_one_in_words(last)}"
    return f"from {_one_in_words(first)} to {_one_in_words(last)}"


def _one_in_words(written: str) -> str:
    doubt = _DOUBT.get(written[-1:], "")
    plain = written.rstrip("~?%")
    found = _PARTS.fullmatch(plain)
    if found is None:
        return written
    year, month, day = found["year"], found["month"], found["day"]
    told = _year_in_words(year)
    if month is not None:
        named = MONTHS[int(month) - 1] if month.isdigit() and 1 <= int(month) <= 12 else None
        part = named or _PARTS_OF_A_YEAR.get(month)
        if part is None:
            return written if day or "X" not in month else f"{doubt}a month of {told}"
        told = f"{part} {told}"
    if day is not None:
        told = f"a day of {told}" if "X" in day else f"{int(day)} {told}"
    return f"{doubt}{told}"


def _year_in_words(year: str) -> str:
    if year.endswith("XX"):
        return f"the years {year[:-2]}00 to {year[:-2]}99"
    return f"the {year[:-1]}0s" if year.endswith("X") else year
