"""What reviewers say of rows: vocabularies, and what is known of a row's review.

Source, item, number of origins, standard of proof and the reviewer's finding are fields apart from one
another (OHCHR fact-finding practice); the software fills none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

GRADES_OF_SOURCE = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
"""Admiralty grading of a source."""

GRADES_OF_ITEM = {
    "1": "confirmed",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}
"""Admiralty grading of an item of information; "confirmed" asks for two independent origins."""

STANDARDS = (
    "not_assessed",
    "reasonable_suspicion",
    "reasonable_grounds",
    "balance_of_probabilities",
    "clear_and_convincing",
    "beyond_reasonable_doubt",
)
"""Standards of proof a reviewer may hold a row to have met."""

REVIEWED = ("accepted", "rejected", "corrected", "by hand")
"""How a row was reviewed; None where it was not."""


@dataclass(frozen=True, slots=True)
class Grade:
    """An Admiralty grade: two fields, set by a person alone."""

    source: str = "F"
    item: int = 6
    who: str = ""
    when: str = ""

    @property
    def graded(self) -> bool:
        """Tell whether somebody set it."""
        return bool(self.who)

    def __str__(self) -> str:
        """Return it as it is written: "B2", "not graded (F6)"."""
        code = f"{self.source}{self.item}"
        return code if self.graded else f"not graded ({code})"


NOT_GRADED = Grade()


@dataclass(frozen=True, slots=True)
class Note:
    """What a reviewer noted on a row; `decision` is what an undoing names."""

    text: str
    who: str
    when: str
    decision: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """The standard of proof a reviewer holds a row to have met, and the reviewer's finding in words."""

    standard: str = STANDARDS[0]
    finding: str = ""
    who: str = ""
    when: str = ""


NOT_ASSESSED = Assessment()


@dataclass(frozen=True, slots=True)
class Past:
    """One decision of a row's history, and whether it still holds.

    `state` is holds, undone or orphaned; `reason` says why it is orphaned, `undone_by` is the decision that
    undid it.
    """

    id: int
    row: str
    action: str
    value: Any
    who: str
    when: str
    why: str
    undoes: int | None
    state: str
    undone_by: int | None = None
    reason: str = ""

    @property
    def holds(self) -> bool:
        """Tell whether it holds."""
        return self.state == "holds"


@dataclass(frozen=True, slots=True)
class RowReview:
    """What reviewers left on a row: how it was reviewed, its grade, notes and every decision on it."""

    row: str
    reviewed: str | None = None
    grade: Grade = NOT_GRADED
    assessment: Assessment = NOT_ASSESSED
    notes: tuple[Note, ...] = ()
    released: bool = False
    made_by: tuple[str, str] | None = None
    """Who made the row by hand, and when; None where a rule found it."""
    history: tuple[Past, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """How many rows of one type are shown, and how: found by machine or made by hand, reviewed or not.

    `accepted` and `corrected` are rows of a machine that a person said so of; `rejected` ones are not shown
    and in no other number.
    """

    type: str
    rows: int
    by_hand: int = 0
    accepted: int = 0
    corrected: int = 0
    rejected: int = 0

    @property
    def machine(self) -> int:
        """Rows that a machine found."""
        return self.rows - self.by_hand

    @property
    def unreviewed(self) -> int:
        """Rows of a machine that no person has reviewed."""
        return self.machine - self.accepted - self.corrected
