"""What a dossier can be told: its title and purpose, which rows of the record it is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.types.chronology import LAST, day_order
from onrecord.types.errors import OnRecordError

TITLE = "Dossier"
NOT_STATED = "not stated"

LIMIT = 500
"""Entries of a chapter: some 60 pages. What is more is counted in a sentence."""

_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")

TYPES = ("event", "figure_set", "ask", "response", "quotation_check", "finding", "document_link")
"""The types of rows that make chapters; exhibits and method are always there."""


class DossierCannotBeMade(OnRecordError):
    """A dossier is asked for of types or times that there are not."""


@dataclass(frozen=True, slots=True)
class DossierOptions:
    """What goes into a dossier, and what it says of itself.

    `purpose` is what the record was made for, in the words of who made it (ICRC protection standards). `made`
    is the day it is dated with; without one equal records give equal bytes. `documents` are ids of documents,
    empty for all; `types` are types of rows, empty for all. `since` and `until` are days, months or years:
    events are taken by their own date, other rows by that of their document. `reviewed_only` leaves out what
    no person has looked at. `unmasked` writes the names of private persons.
    """

    title: str = TITLE
    purpose: str = ""
    made: str = ""
    documents: frozenset[str] = frozenset()
    types: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    reviewed_only: bool = False
    unmasked: bool = False
    limit: int = LIMIT

    def __post_init__(self) -> None:
        unknown = [name for name in self.types if name not in TYPES]
        if unknown:
            raise DossierCannotBeMade(f"{unknown[0]!r} makes no chapter. Known: {', '.join(TYPES)}.")
        for date in (self.since, self.until, self.made or None):
            if date is not None and not _DATE.fullmatch(date):
                raise DossierCannotBeMade(f"{date!r} is no date. Write 2024, 2024-05 or 2024-05-09.")
        if self.limit < 1:
            raise DossierCannotBeMade("A chapter has room for at least 1 entry.")

    def takes(self, *types: str) -> bool:
        """Tell whether rows of any of these types are asked for."""
        return not self.types or not set(types).isdisjoint(self.types)

    def in_time(self, edtf: str | None) -> bool:
        """Tell whether a date lies between `since` and `until`; what has no date lies in no limits."""
        if self.since is None and self.until is None:
            return True
        day = day_order(edtf)
        if day == LAST:
            return False
        after = self.since is None or day >= self.since[: len(day)]
        return after and (self.until is None or day[: len(self.until)] <= self.until)
