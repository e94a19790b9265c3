"""What reviewers decided: rows of their own, never edited, re-applied by id whenever rows are read.

`reject` hides a row, `correct` changes one of its fields and `judge` says whether two actors are one
(record/judgements.py); `release` lets a private person be named in exports; `accept`, `merge`, `split`,
`grade` and `note` are kept and listed. A decision is undone by another that names it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select

from onrecord.record import custody
from onrecord.record.custody import Custodian
from onrecord.record.schema import decisions
from onrecord.types.codec import decode, encode
from onrecord.types.errors import OnRecordError
from onrecord.types.judgements import VERDICTS
from onrecord.types.rows import Actor, Row

ACTIONS = ("accept", "reject", "correct", "merge", "split", "grade", "note", "judge", "release", "undo")

TELLING = ("reject", "correct", "judge")
"""Decisions that call for another comparison of the documents."""

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
    """One decision: on which row, what, by whom, when and why; `undoes` is the id of another."""

    id: int
    row: str
    action: str
    value: Any
    who: str
    when: str
    why: str
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """The decisions that hold now, as reading applies them."""

    rejected: frozenset[str] = frozenset()
    corrections: Mapping[str, tuple[Mapping[str, Any], ...]] | None = None
    digest: str = ""
    active: tuple[Decision, ...] = ()

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
        known = ", ".join(name for name in written if name not in _OWN)
        raise DecisionCannotBeMade(f"{field!r} of {row.id} cannot be corrected. Fields: {known}.")
    try:
        changed = decode({**written, field: value})
        holds = json.loads(json.dumps(encode(changed)[field])) == json.loads(json.dumps(value))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DecisionCannotBeMade(f"{field!r} of {row.id} cannot be {value!r}: {error}.") from error
    if not holds:
        raise DecisionCannotBeMade(f"{field!r} of {row.id} cannot be {value!r}.")
    return changed


def make(connection: Connection, row: Row | None, draft: Draft, custodian: Custodian) -> Decision:
    """Enter a decision on `row`; raises DecisionCannotBeMade where it says nothing that can be done."""
    action, value = draft.action, draft.value
    if action not in ACTIONS or action == "undo":
        raise DecisionCannotBeMade(f"{action!r} is no decision. Known: {', '.join(ACTIONS[:-1])}.")
    if row is None:
        raise DecisionCannotBeMade(f"{draft.row}: no such row is in the record.")
    if action == "correct":
        if not isinstance(value, Mapping) or set(value) != {"field", "value"}:
            raise DecisionCannotBeMade("A correction names a `field` and the `value` it shall have.")
        correct(row, value["field"], value["value"])
    if action == "judge":
        _check_judgement(row, value)
    return _enter(connection, draft, custodian)


def _check_judgement(row: Row, value: Any) -> None:
    if not isinstance(value, Mapping) or set(value) != {"other", "verdict"}:
        raise DecisionCannotBeMade("A judgement names the `other` actor and a `verdict`.")
    if value["verdict"] not in VERDICTS:
        raise DecisionCannotBeMade(f"{value['verdict']!r} is no verdict. Known: {', '.join(VERDICTS)}.")
    if not isinstance(row, Actor):
        raise DecisionCannotBeMade(f"{row.id} is no actor: only actors are judged to be one or two.")


def undo(connection: Connection, decision: int, why: str, custodian: Custodian) -> Decision:
    """Enter that a decision no longer holds; an undone undoing makes it hold again."""
    known = {made.id: made for made in all_of(connection)}
    if decision not in known:
        raise DecisionCannotBeMade(f"There is no decision {decision}.")
    if decision not in _holding(known.values()):
        raise DecisionCannotBeMade(f"Decision {decision} has been undone before.")
    return _enter(connection, Draft(known[decision].row, "undo", None, why, decision), custodian)


def _enter(connection: Connection, draft: Draft, custodian: Custodian) -> Decision:
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
    )
    value = json.dumps(made.value, sort_keys=True)
    connection.execute(
        insert(decisions).values(
            id=made.id,
            row=made.row,
            action=made.action,
            value=value,
            who=made.who,
            when=made.when,
            why=made.why,
            undoes=made.undoes,
        )
    )
    custodian.log(connection, custody.DECISION_MADE, made.row, told(made))
    return made


def told(made: Decision) -> dict[str, Any]:
    """Return a decision as the custody log tells it."""
    return {
        "decision": made.id,
        "decided": made.action,
        "value": json.dumps(made.value, sort_keys=True),
        "why": made.why,
        "undoes": made.undoes,
    }


def all_of(connection: Connection, row: str | None = None) -> list[Decision]:
    """Return the decisions in the order they were made, on one row or all."""
    query = select(decisions).order_by(decisions.c.id)
    if row is not None:
        query = query.where(decisions.c.row == row)
    return [
        Decision(
            made.id, made.row, made.action, json.loads(made.value), made.who, made.when, made.why, made.undoes
        )
        for made in connection.execute(query)
    ]


def _holding(made: Iterable[Decision]) -> set[int]:
    """Return the decisions that no decision that holds undoes."""
    undone: set[int] = set()
    holding: set[int] = set()
    for decision in sorted(made, key=lambda decision: -decision.id):
        if decision.id not in undone:
            holding.add(decision.id)
            if decision.undoes is not None:
                undone.add(decision.undoes)
    return holding


def review(connection: Connection) -> Review:
    """Return what holds now."""
    made = all_of(connection)
    if not made:
        return Review()
    holding = _holding(made)
    active = [decision for decision in made if decision.id in holding and decision.action != "undo"]
    corrections: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for decision in active:
        if decision.action == "correct":
            corrections[decision.row] = (*corrections.get(decision.row, ()), decision.value)
    rejected = frozenset(decision.row for decision in active if decision.action == "reject")
    return Review(rejected, corrections, _digest(active), tuple(active))


def _digest(active: Sequence[Decision]) -> str:
    shown = [(made.row, made.action, made.value) for made in active if made.action in TELLING]
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest() if shown else ""
