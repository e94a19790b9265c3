"""What comparing a claim of a draft with a record gives, before it is said in words."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.types.rows import Difference
from onrecord.types.spans import Evidence


@dataclass(frozen=True, slots=True)
class Standing:
    """Words of the record that a claim was held against, and the names of who says them there."""

    anchor: Evidence
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """One claim of a draft as the record bears it out or not.

    `kind` and `code` are those of check/report.py. `here` is what the draft has and `there` what the record
    has instead, in their own words; `reason` says why it is so, or why it is not decided. `standing` are the
    record's words, those that decide first; `supports` are the documents that bear the claim out.
    """

    kind: str
    code: str
    anchor: Evidence
    here: str = ""
    there: str = ""
    reason: str = ""
    standing: tuple[Standing, ...] = ()
    differences: tuple[Difference, ...] = ()
    rows: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    origins: int | None = None
