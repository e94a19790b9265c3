"""The order of EDTF dates on a page: by the first day they can be, what has no date last."""

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
