"""Where reviewers disagree: different decisions of different people on one thing, all of which stand.

Of each person the last decision on a thing counts. Until it is settled a rejection hides the row; of
corrections of one field, grades, standards of proof and classes the last holds. It is settled by a decision
(`settle`) that keeps one side and undoes the others, or by who withdraws: undoes the own decision.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.types.review import Past, RowReview

JUDGED = "whether it stands"
"""What `accept` and `reject` are about."""

_ABOUT = {
    "accept": JUDGED,
    "reject": JUDGED,
    "grade": "its grade",
    "assess": "its standard of proof",
    "classify": "its class",
}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What people decided otherwise of one thing on a row: the last decision of each, in their order."""

    row: str
    about: str
    sides: tuple[Past, ...]

    @property
    def holds(self) -> Past:
        """The decision that holds until this is settled: a rejection, else the last."""
        return next((past for past in self.sides if past.action == "reject"), self.sides[-1])


def disagreements_in(review: RowReview) -> Iterator[Disagreement]:
    """Yield what people disagree on of one row."""
    things: dict[str, dict[str, Past]] = defaultdict(dict)
    for past in reversed(review.history):
        about = _about(past)
        if about and past.holds and past.row == review.row:
            things[about].pop(past.who, None)
            things[about][past.who] = past
    for about, by_person in things.items():
        if len({_said(past) for past in by_person.values()}) > 1:
            yield Disagreement(review.row, about, tuple(by_person.values()))


def disagreements(reviews: Iterable[RowReview]) -> tuple[Disagreement, ...]:
    """Return all disagreements, the one on which somebody decided last first."""
    found = [one for review in reviews for one in disagreements_in(review)]
    return tuple(sorted(found, key=lambda one: -one.sides[-1].id))


def _about(past: Past) -> str | None:
    if past.action == "correct":
        return f"its {past.value['field'].replace('_', ' ')}"
    return _ABOUT.get(past.action)


def _said(past: Past) -> str:
    kind = "" if past.action in ("grade", "assess", "classify", "correct") else past.action
    return kind + json.dumps(past.value, sort_keys=True)
