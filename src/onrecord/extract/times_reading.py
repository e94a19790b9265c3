"""What a temporal expression means, and what surrounds it while it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.extract.times_calendar import (
    Moment,
    edtf_of_quarter,
    edtf_of_week,
    edtf_of_weekend,
    last_quarter,
    moment_of,
    quarter_of,
)

Match = re.Match[str]

NEAR = 400
"""Characters back in which a date or quarter named before is what "that year" or "a year earlier" lean on."""

AS_TOLD = 500
"""Characters back in which "a year earlier" compares with the quarter named."""
WHOLE_REPORT = 5000
"""Characters back in which "the quarter" is the one that a report of results is about."""
BESIDE = 150
"""Characters back in which a quarter stands in the same sentence or the one before."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means: TIMEX3 type and value, EDTF, and what its value leans on.

    `leans`: None (the words name it), "document" (its date) or "text" (a date named before). `constraint`
    is what is known where the value is open, or more than the value says (a time zone). `cut` characters at
    the end belong to the sentence, not to the expression ("two days | later"). `compares`: it names what
    the time told of is compared with ("a year earlier") and is not itself told of.
    """

    type: str
    value: str | None
    edtf: str | None = None
    leans: str | None = None
    constraint: str | None = None
    cut: int = 0
    compares: bool = False


@dataclass(slots=True)
class Said:
    """A date named in the text, as fine as it was named; `stated`: without the document's date."""

    moment: Moment
    at: int
    stated: bool


@dataclass(slots=True)
class Context:
    """The date of the document or segment, and the dates named in the text so far.

    `begin` is where the paragraph begins, `at` where the expression does that is being read.
    """

    anchor: Moment | None
    at: int = 0
    begin: int = 0
    year: Said | None = None
    month: Said | None = None
    day: Said | None = None
    quarter: tuple[int, int] | None = None
    quarter_at: int = -NEAR
    compared: tuple[int, int] | None = None
    told: tuple[int, int] | None = None

    def note(self, reading: Reading, at: int) -> None:
        """Remember a date for those that follow; references and periods are none."""
        if reading.type not in ("DATE", "TIME") or reading.value is None:
            return
        quarter = re.fullmatch(r"(\d{4})-Q([1-4])", reading.value)
        if quarter:
            self.compared = int(quarter[1]), int(quarter[2])
            if not reading.compares and not self._is_to_come(self.compared):
                self.quarter, self.quarter_at = self.compared, at
                if self.anchor is not None and self.compared == last_quarter(self.anchor):
                    self.told = self.compared
            return
        moment = moment_of(reading.value.split("T")[0])
        if moment is None:
            return
        said = Said(moment, at, reading.leans != "document")
        self.year = said
        if moment.month is not None:
            self.month = said
        if moment.day is not None:
            self.day = said

    def said(self, unit: str, within: int = NEAR) -> Said | None:
        """Return the last date named that is as fine as `unit` (D, W, M, Q or Y), if not too far back."""
        held = {"Y": self.year, "M": self.month, "Q": self.month}.get(unit, self.day)
        return held if held is not None and self.at - held.at <= within else None

    def said_quarter(self, within: int = NEAR) -> tuple[int, int] | None:
        """Return the quarter told of: one named right before, else the one a report of results is about."""
        if self.at - self.quarter_at > within:
            return None
        return self.quarter if self.told is None or self.at - self.quarter_at <= BESIDE else self.told

    def _is_to_come(self, quarter: tuple[int, int]) -> bool:
        """Tell whether a quarter has not begun by the document's date, or is the one it falls in."""
        if self.anchor is None:
            return False
        return quarter >= (self.anchor.year, quarter_of(self.anchor))


OPEN = Reading("DATE", None, None, "document")
"""A date that leans on a document's date which is not there."""


def leaning(said: Said | None) -> str:
    """Return what a value leans on that was counted from `said`, or from the document's date."""
    return "text" if said is not None and said.stated else "document"


def of_moment(moment: Moment | None, leans: str | None = None, hedged: bool = False) -> Reading:
    """Return the reading of a year, month or day."""
    if moment is None:
        return Reading("DATE", None, None, leans)
    return Reading("DATE", moment.value, moment.value + ("~" if hedged else ""), leans)


def of_quarter(year: int, quarter: int, leans: str | None = None, compares: bool = False) -> Reading:
    """Return the reading of a quarter, counted on from `year` where `quarter` is not one of 1 to 4."""
    year, quarter = year + (quarter - 1) // 4, (quarter - 1) % 4 + 1
    edtf = edtf_of_quarter(year, quarter)
    return Reading("DATE", f"{year:04d}-Q{quarter}", edtf, leans, compares=compares)


def of_week(value: str, leans: str | None, weekend: bool = False) -> Reading:
    """Return the reading of an ISO week or its weekend."""
    if weekend:
        return Reading("DATE", f"{value}-WE", edtf_of_weekend(value), leans)
    return Reading("DATE", value, edtf_of_week(value), leans)


def of_day_part(moment: Moment, part: str | None, leans: str | None) -> Reading:
    """Return the reading of a day, or of its part (MO, AF, EV, NI)."""
    if part:
        return Reading("TIME", f"{moment.value}T{part}", moment.value, leans)
    return Reading("DATE", moment.value, moment.value, leans)


def period(count: float | None, unit: str) -> str:
    """Return a TIMEX3 duration: P4Y, PT30M, PXD; an open number of decades is PXE (TIDES 2003, table 4)."""
    times = int(unit.lstrip("T")[:-1] or 1)
    clock = "T" if unit.startswith("T") else ""
    if count is None:
        return f"P{clock}X{_LONG.get(times, unit[-1])}"
    return f"P{clock}{count * times:.10g}{unit[-1]}"


_LONG = {10: "E", 100: "C", 1000: "L"}
