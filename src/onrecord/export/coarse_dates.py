"""EDTF dates in the coarser forms of other formats; where a form cannot hold a date, None and no guess."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from onrecord.types.periods import period_of

_ISO = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?![\dX])")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OPEN = ("", "..")


class Ends(NamedTuple):
    """The first and last date of an EDTF date as ISO prefixes; one date alone is both, an open end None."""

    first: str | None
    last: str | None


def iso_prefix(edtf: str | None) -> str | None:
    """Return one date as an ISO prefix, doubt and season left out; None for intervals and unknown years.

    >>> iso_prefix("2023-08~"), iso_prefix("2021-22"), iso_prefix("202X"), iso_prefix("2023-02-30/..")
    ('2023-08', '2021', None, None)
    """
    if not edtf or "/" in edtf:
        return None
    found = _ISO.match(edtf)
    return "-".join(part for part in found.groups() if part) if found else None


def ends_of(edtf: str | None) -> Ends:
    """Return the ends of a date or interval.

    >>> ends_of("2021-07-14/.."), ends_of("2023-08~")
    (Ends(first='2021-07-14', last=None), Ends(first='2023-08', last='2023-08'))
    """
    first, between, last = (edtf or "").partition("/")
    if not between:
        one = iso_prefix(edtf)
        return Ends(one, one)
    return Ends(*(None if end in _OPEN else iso_prefix(end) for end in (first, last)))


def day_of(edtf: str | None) -> str | None:
    """Return a date that names one day as YYYY-MM-DD, None for any other."""
    return edtf if edtf and _DAY.fullmatch(edtf) and period_of(edtf) else None


def days_of(edtf: str | None) -> tuple[str | None, str | None]:
    """Return the first and last day a date spans as YYYY-MM-DD; None for an end that is open or not known.

    >>> days_of("2024-02"), days_of("2021-07-14/..")
    (('2024-02-01', '2024-02-29'), ('2021-07-14', None))
    """
    period = period_of(edtf)
    if period is None:
        return None, None
    last = None if period.last is None else date.fromordinal(period.last).isoformat()
    return date.fromordinal(period.first).isoformat(), last


def date_parts(iso: str) -> list[int]:
    """Return an ISO prefix as numbers: year, month, day.

    >>> date_parts("2024-02")
    [2024, 2]
    """
    return [int(part) for part in iso.split("-")]
