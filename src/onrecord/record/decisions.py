"""What reviewers decided: rows of their own, never edited, re-applied whenever rows are read.

`reject` hides a row, `correct` changes one of its fields, `merge` and `split` say which rows are one
(record/judgements.py, as `judge` does of actors), `add` makes a row by hand (record/by_hand.py) and
`release` lets a private person be named in exports, `classify` says how confidential a document is
(record/classes.py), and `settle` keeps one of several decisions that differ (record/disagreeing.py).
`accept`, `grade`, `assess` and `note` are shown beside the row (record/reviews.py). A decision is
undone by another that names it. With each the row is kept as it was then, so that the decision finds it again
after a rebuild (record/anchoring.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, insert, select

from onrecord.record import custody
from onrecord.record.custody import Custodian
from onrecord.record.schema import decisions
from onrecord.types.codec import decode, encode
from onrecord.types.errors import OnRecordError
from onrecord.types.identity import sha256_of
from onrecord.types.rows import Row

ACTIONS = (
    "accept",
    "reject",
    "correct",
    "merge",
    "split",
    "grade",
    "assess",
    "note",
    "release",
    "unrelease",
    "add",
    "judge",
    "classify",
    "settle",
    "undo",
)

TELLING = ("reject", "correct", "merge", "split", "add", "judge")
"""Decisions that call for another comparison of the documents."""

BESIDE = ("accept", "grade", "assess", "note", "settle")
"""Decisions that are shown beside the row and change nothing of what is told or who is named."""

_OWN = ("type", "id", "document", "start")
"""What makes the row itself cannot be corrected: that would be another row."""


class DecisionCannotBeMade(OnRecordError):
    """A decision names no row, no field, or a value the field cannot have."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a decision says: on which row, what, and why."""

    row: str
    action: str
    value: Any = None
    why: str = ""
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: on which row, what, by whom, when and why; `undoes` is the id of another.

    `snapshot` is the row as it was decided on, as record/anchoring.py writes it.
    """

    id: int
    row: str
    action: str
    value: Any
    who: str
    when: str
    why: str
    undoes: int | None = None
    snapshot: str | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Orphan:
    """A decision that finds nothing to hold on, and why."""

    decision: Decision
    reason: str


@dataclass(frozen=True, slots=True)
class Review:
    """The decisions that hold now, as reading applies them.

    `active` are those not undone that find what they are on, with the ids it has now; `orphaned` the others.
    """

    rejected: frozenset[str] = frozenset()
    corrections: Mapping[str, tuple[Mapping[str, Any], ...]] | None = None
    active: tuple[Decision, ...] = ()
    orphaned: tuple[Orphan, ...] = ()

    def corrected(self, row: Row) -> Row:
        """Return `row` with the corrections made to it; one that no longer fits is left out."""
        for correction in (self.corrections or {}).get(row.id, ()):
            try:
                row = correct(row, correction["field"], correction["value"])
            except DecisionCannotBeMade:
                continue
        return row


def correct(row: Row, field: str, value: Any) -> Row:
    """Return `row` with `field`, as the export names it, set to a JSON value.

    Raises DecisionCannotBeMade where there is no such field or it cannot have that value.
    """
    written = encode(row)
    if field not in written or field in _OWN:
        known = ", ".join(correctable(row))
        raise DecisionCannotBeMade(f"{field!r} of {row.id} cannot be corrected. Fields: {known}.")
    try:
        changed = decode({**written, field: value})
        holds = json.loads(json.dumps(encode(changed)[field])) == json.loads(json.dumps(value))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DecisionCannotBeMade(f"{field!r} of {row.id} cannot be {value!r}: {error}.") from error
    if not holds:
        raise DecisionCannotBeMade(f"{field!r} of {row.id} cannot be {value!r}.")
    return changed


def correctable(row: Row) -> tuple[str, ...]:
    """Return the fields of a row that can be corrected, as the export names them."""
    return tuple(name for name in encode(row) if name not in _OWN)


def undo(connection: Connection, decision: int, why: str, custodian: Custodian) -> Decision:
    """Enter that a decision no longer holds; an undone undoing makes it hold again."""
    known = {made.id: made for made in all_of(connection)}
    if decision not in known:
        raise DecisionCannotBeMade(f"There is no decision {decision}.")
    if decision not in holding(known.values()):
        raise DecisionCannotBeMade(f"Decision {decision} has been undone before.")
    return enter(connection, Draft(known[decision].row, "undo", None, why, decision), custodian)


def enter(
    connection: Connection, draft: Draft, custodian: Custodian, snapshot: str | None = None
) -> Decision:
    """Enter a decision that has been checked, and log it."""
    last = connection.scalar(select(func.max(decisions.c.id))) or 0
    made = Decision(
        last + 1,
        draft.row,
        draft.action,
        draft.value,
        custodian.who,
        custodian.now(),
        draft.why,
        draft.undoes,
        snapshot,
    )
    connection.execute(
        insert(decisions).values(
            id=made.id,
            row=made.row,
            action=made.action,
            value=json.dumps(made.value, sort_keys=True),
            who=made.who,
            when=made.when,
            why=made.why,
            undoes=made.undoes,
            snapshot=snapshot,
        )
    )
    custodian.log(connection, custody.DECISION_MADE, made.row, told(made))
    return made


def told(made: Decision) -> dict[str, Any]:
    """Return a decision as the custody log tells it, with the SHA-256 of the row it was made on."""
    kept = {} if made.snapshot is None else {"snapshot": sha256_of(made.snapshot.encode())}
    return {
        "decision": made.id,
        "decided": made.action,
        "value": json.dumps(made.value, sort_keys=True),
        "why": made.why,
        "undoes": made.undoes,
        **kept,
    }


def last_telling(connection: Connection) -> int:
    """Return the id of the last decision but those shown beside a row, 0 where there is none."""
    last = select(func.max(decisions.c.id)).where(decisions.c.action.not_in(BESIDE))
    return connection.scalar(last) or 0


def all_of(connection: Connection, row: str | None = None) -> list[Decision]:
    """Return the decisions in the order they were made, on one row or all."""
    query = select(decisions).order_by(decisions.c.id)
    if row is not None:
        query = query.where(decisions.c.row == row)
    return [
        Decision(
            made.id,
            made.row,
            made.action,
            json.loads(made.value),
            made.who,
            made.when,
            made.why,
            made.undoes,
            made.snapshot,
        )
        for made in connection.execute(query)
    ]


def holding(made: Iterable[Decision]) -> set[int]:
    """Return the decisions that no decision that holds undoes."""
    undone: set[int] = set()
    held: set[int] = set()
    for decision in sorted(made, key=lambda decision: -decision.id):
        if decision.id not in undone:
            held.add(decision.id)
            if decision.undoes is not None:
                undone.add(decision.undoes)
    return held


def active(connection: Connection, without: int | None = None) -> tuple[Decision, ...]:
    """Return the decisions that are not undone, in the order they were made, undoings left out.

    With `without`, as if that decision were undone as well.
    """
    made = all_of(connection)
    held = holding(one for one in made if one.id != without)
    return tuple(decision for decision in made if decision.id in held and decision.action != "undo")


def review_of(placed: Iterable[Decision], orphaned: Iterable[Orphan] = ()) -> Review:
    """Return what decisions that find their rows do to what is read."""
    found = tuple(placed)
    corrections: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for decision in found:
        if decision.action == "correct":
            corrections[decision.row] = (*corrections.get(decision.row, ()), decision.value)
    rejected = frozenset(decision.row for decision in found if decision.action == "reject")
    return Review(rejected, corrections, found, tuple(orphaned))
