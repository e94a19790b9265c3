"""The catalogue and the record as one page sees them: who is one, what was reviewed, how a row is shown."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from onrecord.record.catalogue_counting import end_of
from onrecord.record.reading import Reader
from onrecord.types.rows import Actor, Row

REVIEWED = frozenset({"accept", "correct", "add", "merge", "split", "judge"})
"""Decisions after which a row counts as reviewed."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One connection to a catalogue, and a reader of the record it is of.

    `listed` tells what is listed from what was before; None where the record is ahead of the catalogue.
    """

    catalogue: sqlite3.Connection
    reader: Reader
    listed: int | None = None

    @property
    def steps(self) -> Mapping[str, str]:
        """Steps from a row to the one it is shown as because reviewers say so: entries do not know them."""
        return self.reader.view.judged.added

    def ends(self, ids: Iterable[str]) -> dict[str, str]:
        """Return under which id each of some rows is shown."""
        asked = list(ids)
        targets = self.reader.redirects.targets(asked)
        return {id_: targets.get(id_, id_) for id_ in asked}

    def same_as(self, ids: Iterable[str]) -> list[str]:
        """Return the ids under which the catalogue keeps what is shown under any of `ids`."""
        wanted = set(self.ends(ids).values())
        return sorted(wanted | {other for other in self.steps if end_of(other, self.steps) in wanted})

    def things(self, ids: Iterable[str]) -> list[int]:
        """Return the numbers of what is shown under any of `ids`."""
        query = "SELECT n FROM things WHERE id IN (SELECT value FROM json_each(?))"
        return [n for (n,) in self.catalogue.execute(query, (json.dumps(self.same_as(ids)),))]

    def reviewed(self) -> frozenset[str]:
        """Return the rows that reviewers decided on, by the ids they are shown under."""
        made = (made for made in self.reader.view.review.active if made.action in REVIEWED)
        return frozenset(self.ends({decision.row for decision in made}).values())

    def grades(self) -> dict[str, str]:
        """Return the last grade of each row that has one, source and item together: "B2"."""
        grades: dict[str, str] = {}
        for made in self.reader.view.review.active:
            value: Any = made.value
            if made.action == "grade":
                grades[made.row] = f"{value['source']}{value['item']}"
        return grades

    def shown(self, row: Row) -> Row:
        """Return a merged row as it was counted with its ids led to where they are shown, and reviewed."""
        [led] = self.reader.lead([row])
        if isinstance(led, Actor):
            led = replace(
                led,
                member_of=tuple(id_ for id_ in led.member_of if id_ != led.id),
                possible_same=tuple(id_ for id_ in led.possible_same if id_ != led.id),
            )
        return self.reader.reviewed(led)
