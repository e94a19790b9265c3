"""Dates as they travel: EDTF outside, TIMEX3 inside, always with the ground they stand on."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.types.spans import Evidence

BASES = ("stated", "relative", "inferred")


@dataclass(frozen=True, slots=True)
class RecordDate:
    """A date or interval in EDTF with its basis.

    `stated`: the words name it. `relative`: resolved against the document's date. `inferred`: from
    something else, which `reason` says. `anchor` is None where the date came from metadata.
    """

    edtf: str
    basis: str
    anchor: Evidence | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.basis not in BASES:
            raise ValueError(f"{self.basis!r} is not a basis of a date")


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A temporal expression in the text.

    `type` and `value` are TIMEX3's (DATE, TIME, DURATION, SET); `value` is None where it cannot be
    resolved, and `constraint` then says in words what is known ("a Thursday, Seoul time"). Beside a value
    it says what the value leaves out: the time zone the text names, both ends of "two to three years".
    `edtf` is None where EDTF has no form for it (a duration, a set). A `basis` of `inferred` counts from a
    date that the text states before it ("two days later").
    """

    anchor: Evidence
    type: str
    value: str | None
    edtf: str | None
    basis: str
    constraint: str | None = None
