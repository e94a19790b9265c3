"""What a decision may say: each checked against the record before it is entered, refused in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from onrecord.record.decisions import (
    ACTIONS,
    DecisionCannotBeMade,
    Draft,
    correct,
)
from onrecord.record.origins import Looking, origins_of
from onrecord.types.access import CLASSES
from onrecord.types.judgements import VERDICTS, Judgement
from onrecord.types.review import (
    GRADES_OF_ITEM,
    GRADES_OF_SOURCE,
    STANDARDS,
)
from onrecord.types.rows import Actor, DocumentRow, Row

LONGEST_TEXT = 20_000
"""Characters of a note or a finding of a reviewer."""


class Deciding(Looking, Protocol):
    """What is asked of the record before a decision is entered."""

    def text(self, document: str) -> str:
        """Return the canonical text of a document."""
        ...

    def shown_as(self, row: str) -> str:
        """Return the id under which a row is shown."""
        ...

    def contradicted_by(self, judgement: Judgement) -> Judgement | None:
        """Return a judgement that two rows are not one which this one would undo."""
        ...

    def released(self) -> frozenset[str]:
        """Return the actors whom a reviewer lets be named in exports."""
        ...


def checked(record: Deciding, draft: Draft) -> tuple[Row, Any]:
    """Return the row a decision is on and its value as it is kept; raises DecisionCannotBeMade."""
    action = draft.action
    if action not in _CHECKS:
        known = ", ".join(name for name in ACTIONS if name in _CHECKS)
        raise DecisionCannotBeMade(f"{action!r} is no decision on a row. Known: {known}.")
    row = record.row(draft.row)
    if row is None:
        raise DecisionCannotBeMade(f"{draft.row}: no such row is in the record.")
    if len(draft.why) > LONGEST_TEXT:
        raise DecisionCannotBeMade(f"A reason has at most {LONGEST_TEXT} characters.")
    return row, _CHECKS[action](record, row, draft)


def _plain(record: Deciding, row: Row, draft: Draft) -> Any:
    del record, row
    if draft.value is not None:
        raise DecisionCannotBeMade(f"To {draft.action} a row takes no value; a reason goes into `why`.")
    return None


def _correction(record: Deciding, row: Row, draft: Draft) -> Any:
    value = draft.value
    if not isinstance(value, Mapping) or set(value) != {"field", "value"}:
        raise DecisionCannotBeMade("A correction names a `field` and the `value` it shall have.")
    filled = with_words(record, row.position[0], value["value"])
    changed = correct(row, value["field"], filled)
    check_anchors(record, changed)
    return {"field": value["field"], "value": filled}


def with_words(record: Deciding, document: str, value: Any) -> Any:
    """Return a JSON value whose anchors, where they are a start and an end alone, have the words there.

    An anchor without a document is one in `document`. Raises DecisionCannotBeMade outside of the text.
    """
    if isinstance(value, list | tuple):
        return [with_words(record, document, item) for item in value]
    if not isinstance(value, Mapping):
        return value
    if {"start", "end"} <= set(value) <= {"document", "start", "end"}:
        return _anchor(record, {"document": document, **value})
    return {name: with_words(record, document, item) for name, item in value.items()}


def _anchor(record: Deciding, place: Mapping[str, Any]) -> dict[str, Any]:
    document, start, end = place["document"], place["start"], place["end"]
    text = _text(record, document)
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        raise DecisionCannotBeMade(
            f"There are no words from {start!r} to {end!r} in {document}: its text has {len(text)} "
            "characters."
        )
    return {"document": document, "start": start, "end": end, "exact": text[start:end]}


def _text(record: Deciding, document: str) -> str:
    try:
        return record.text(document)
    except KeyError:
        raise DecisionCannotBeMade(f"{document}: no such document is in the record.") from None


def check_anchors(record: Deciding, row: Row) -> None:
    """Raise DecisionCannotBeMade where an anchor of a row does not quote its document exactly."""
    for anchor in row.anchors():
        if not anchor.holds_in(_text(record, anchor.document)):
            raise DecisionCannotBeMade(
                f"{anchor.document} does not read {anchor.exact!r} at {anchor.start} to {anchor.end}. Give "
                "`start` and `end` alone: the words are taken from the text."
            )


def _merge(record: Deciding, row: Row, draft: Draft) -> Any:
    other = _other(record, draft)
    found = record.row(other)
    if found is None:
        raise DecisionCannotBeMade(f"{other}: no such row is in the record.")
    if isinstance(row, DocumentRow):
        raise DecisionCannotBeMade("Documents are kept as they were received: they are never made one.")
    if found.row_type != row.row_type:
        raise DecisionCannotBeMade(
            f"{row.id} is of type {row.row_type} and {other} of type {found.row_type}: only rows of one type "
            "can be one."
        )
    if record.shown_as(draft.row) == record.shown_as(other):
        raise DecisionCannotBeMade(f"{draft.row} and {other} are one already.")
    _refuse_contradiction(record, Judgement(draft.row, other, "positive", "", "", "", 0))
    return {"other": other}


def _split(record: Deciding, row: Row, draft: Draft) -> Any:
    own, shown = draft.row, record.shown_as(draft.row)
    value = {"other": shown} if draft.value is None else draft.value
    other = _other(record, Draft(own, "split", value))
    if own == other or record.shown_as(other) != shown:
        raise DecisionCannotBeMade(
            f"{own} stands alone already: only a row that is shown as another can be split off. One that "
            "several documents tell of under one id is one by its name."
        )
    _refuse_contradiction(record, Judgement(own, other, "negative", "", "", "", 0))
    return {"other": other}


def _other(record: Deciding, draft: Draft) -> str:
    value = draft.value
    if not isinstance(value, Mapping) or set(value) != {"other"} or not isinstance(value["other"], str):
        raise DecisionCannotBeMade(f"To {draft.action} a row names the `other` row.")
    return str(value["other"])


def _judgement(record: Deciding, row: Row, draft: Draft) -> Any:
    value = draft.value
    if not isinstance(value, Mapping) or set(value) != {"other", "verdict"}:
        raise DecisionCannotBeMade("A judgement names the `other` actor and a `verdict`.")
    if value["verdict"] not in VERDICTS:
        raise DecisionCannotBeMade(f"{value['verdict']!r} is no verdict. Known: {', '.join(VERDICTS)}.")
    other = value["other"]
    if not isinstance(row, Actor):
        raise DecisionCannotBeMade(f"{row.id} is no actor: only actors are judged to be one or two.")
    if not isinstance(other, str) or not isinstance(record.row(other), Actor):
        raise DecisionCannotBeMade(f"{other}: no such actor is in the record.")
    if draft.row == other:
        raise DecisionCannotBeMade(f"{other} is one actor: a judgement is on two.")
    _refuse_contradiction(record, Judgement(draft.row, other, value["verdict"], "", "", "", 0))
    return {"other": other, "verdict": value["verdict"]}


def _refuse_contradiction(record: Deciding, judgement: Judgement) -> None:
    against = record.contradicted_by(judgement)
    if against is not None:
        raise DecisionCannotBeMade(
            f"That goes against the judgement that {against.one} and {against.other} are not one, or parts "
            "what is judged to be one. Undo a judgement first."
        )


def _grade(record: Deciding, row: Row, draft: Draft) -> Any:
    value = draft.value
    if not isinstance(value, Mapping) or set(value) != {"source", "item"}:
        raise DecisionCannotBeMade("A grade has two fields: `source` from A to F and `item` from 1 to 6.")
    source, item = value["source"], str(value["item"])
    if source not in GRADES_OF_SOURCE:
        raise DecisionCannotBeMade(f"{source!r} is no grade of a source: A to F.")
    if item not in GRADES_OF_ITEM:
        raise DecisionCannotBeMade(f"{value['item']!r} is no grade of an item: 1 to 6.")
    if item == "1":
        found = origins_of(record, row)
        if found.count is None or found.count < 2:
            raise DecisionCannotBeMade(
                f"Item 1 (confirmed) needs two independent origins, and for {row.id} {found.why}. "
                "Grade it 2 (probably true) or lower, or find a second origin."
            )
    return {"source": source, "item": int(item)}


def _assessment(record: Deciding, row: Row, draft: Draft) -> Any:
    del record, row
    value = draft.value
    if not isinstance(value, Mapping) or not value or not set(value) <= {"standard", "finding"}:
        raise DecisionCannotBeMade("An assessment has a `standard` of proof, a `finding` in words, or both.")
    standard = value.get("standard", STANDARDS[0])
    if standard not in STANDARDS:
        raise DecisionCannotBeMade(f"{standard!r} is no standard of proof. Known: {', '.join(STANDARDS)}.")
    finding = value.get("finding") or ""
    if not isinstance(finding, str) or len(finding) > LONGEST_TEXT:
        raise DecisionCannotBeMade(f"A finding is text of at most {LONGEST_TEXT} characters.")
    return {"standard": standard, "finding": finding.strip()}


def _note(record: Deciding, row: Row, draft: Draft) -> Any:
    del record, row
    value = draft.value
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT:
        raise DecisionCannotBeMade(f"A note is text of 1 to {LONGEST_TEXT} characters.")
    return value.strip()


def _release(record: Deciding, row: Row, draft: Draft) -> Any:
    _plain(record, row, draft)
    if not isinstance(row, Actor) or not row.private:
        raise DecisionCannotBeMade(f"{row.id} is no private person: nothing of it is masked in exports.")
    if record.shown_as(draft.row) in record.released():
        raise DecisionCannotBeMade(f"{row.id} is released already.")
    return None


def _unrelease(record: Deciding, row: Row, draft: Draft) -> Any:
    _plain(record, row, draft)
    if record.shown_as(draft.row) not in record.released():
        raise DecisionCannotBeMade(f"{row.id} has not been released: there is nothing to take back.")
    return None


def _class(record: Deciding, row: Row, draft: Draft) -> Any:
    del record
    if not isinstance(row, DocumentRow):
        raise DecisionCannotBeMade("Documents have a class; their rows have that of the document.")
    if draft.value not in CLASSES:
        raise DecisionCannotBeMade(f"A document is one of {', '.join(CLASSES)}; not {draft.value!r}.")
    return draft.value


_CHECKS: Mapping[str, Callable[[Deciding, Row, Draft], Any]] = {
    "accept": _plain,
    "reject": _plain,
    "correct": _correction,
    "merge": _merge,
    "split": _split,
    "grade": _grade,
    "assess": _assessment,
    "note": _note,
    "release": _release,
    "unrelease": _unrelease,
    "judge": _judgement,
    "classify": _class,
}
