"""The review of a record: what decides, undoes, adds rows by hand and tells what was decided.

It is the part of Record (record/store.py) that reviewers use. Every decision is checked, entered and logged
in one transaction, so that two processes that decide at once lose nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from onrecord.record import by_hand, classes, decisions
from onrecord.record.anchoring import keep
from onrecord.record.custody import Custodian
from onrecord.record.deciding import checked
from onrecord.record.decisions import Decision, DecisionCannotBeMade, Draft, Orphan
from onrecord.record.disagreeing import Disagreement, disagreements
from onrecord.record.judgements import judgements_of, pairs_of
from onrecord.record.making import made_row
from onrecord.record.reading import Reader
from onrecord.record.recognising import Texts
from onrecord.record.reviews import Reviews, counted
from onrecord.types.codec import encode
from onrecord.types.judgements import Judgement
from onrecord.types.review import Past, ReviewCounts, RowReview
from onrecord.types.rows import Actor, DocumentRow, Row


class Reviewing:
    """The review of a record; mixed into Record, which has what is read and written."""

    def row(self, row: str) -> Row | None:
        """Return what is shown under an id."""
        raise NotImplementedError

    def document(self, document: str) -> DocumentRow | None:
        """Return one document."""
        raise NotImplementedError

    def text(self, document: str) -> str:
        """Return the canonical text of a document."""
        raise NotImplementedError

    def about(self, kind: type[Any], document: str) -> Iterator[Any]:
        """Yield the rows that comparing made and that speak of a document."""
        raise NotImplementedError

    def counts(self) -> dict[str, int]:
        """Return how many rows of each exported type are shown."""
        raise NotImplementedError

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """Give a reader of what the record shows now."""
        raise NotImplementedError
        yield

    @contextmanager
    def deciding(self) -> Iterator[tuple[Connection, Custodian]]:
        """Give one transaction for what a person decides, and who logs it."""
        raise NotImplementedError
        yield

    def _texts_of(self, connection: Connection) -> Texts:
        raise NotImplementedError

    # deciding

    def decide(self, row: str, action: str, value: Any = None, why: str = "") -> Decision:
        """Enter a reviewer's decision on a row; raises DecisionCannotBeMade with a sentence.

        `value` is None to accept, reject, release and unrelease; {"field", "value"} to correct, where an
        anchor may be a start and an end alone; {"other"} to merge with another row, which is then shown under
        `row`, and to split (None splits off from what the row is shown as); {"source", "item"} to grade;
        {"standard", "finding"} to assess; text to note; the name of a class to classify a document.
        To add a row by hand, `row` is the document and `value` the row's `type` and fields.
        """
        if action == "add":
            if not isinstance(value, Mapping):
                raise DecisionCannotBeMade("A row made by hand has a `type` and its fields.")
            return self.add(row, value, why)
        if action in ("merge", "split") and row.startswith("a-"):
            return self._judge_as(row, action, value, why)
        with self.deciding() as (connection, custodian):
            found, kept = checked(self, Draft(row, action, value, why))
            made = self._enter(connection, custodian, Draft(row, action, kept, why), found)
            if action == "classify":
                classes.settle(connection)
            return made

    def _judge_as(self, row: str, action: str, value: Any, why: str) -> Decision:
        """Enter a merging or splitting of actors as the judgement it is."""
        if value is None and action == "split":
            value = {"other": self.shown_as(row)}
        if not isinstance(value, Mapping) or set(value) != {"other"}:
            raise DecisionCannotBeMade(f"To {action} an actor names the `other` actor.")
        return self.judge(row, value["other"], "positive" if action == "merge" else "negative", why)

    def judge(self, one: str, other: str, verdict: str, why: str = "") -> Decision:
        """Enter whether two actors are one; raises DecisionCannotBeMade.

        Those judged `positive` are shown as one, under the id of `one`; those judged `negative` are
        never led together, nor proposed again; `unsure` leaves them as they are, and says so.
        """
        return self.decide(one, "judge", {"other": other, "verdict": verdict}, why)

    def undo(self, decision: int, why: str = "") -> Decision:
        """Enter that a decision no longer holds; undoing an undoing makes it hold again."""
        if all(made.id != decision for made in self.decisions()):  # nor one that is out of sight
            raise DecisionCannotBeMade(f"There is no decision {decision}.")
        with self.deciding() as (connection, custodian):
            self._refuse_contradiction(connection, decision)
            made = decisions.undo(connection, decision, why, custodian)
            by_hand.settle(connection, self._texts_of(connection))
            classes.settle(connection)
            return made

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Return what reviewers disagree on, the one on which somebody decided last first."""
        return disagreements(self.reviews().values())

    def settle(self, decision: int, why: str) -> Decision:
        """Enter that one of decisions that differ holds and undo the others; raises DecisionCannotBeMade."""
        against = next(
            (one for one in self.disagreements() if any(side.id == decision for side in one.sides)), None
        )
        if against is None:
            raise DecisionCannotBeMade(f"Nobody decided otherwise than decision {decision}.")
        if not why.strip():
            raise DecisionCannotBeMade("Say why this side is right: it is kept with the decision.")
        row = next(made.row for made in self.decisions() if made.id == decision)
        value = {"keep": decision, "about": against.about}
        with self.deciding() as (connection, custodian):
            made = decisions.enter(connection, Draft(row, "settle", value, why.strip()), custodian)
            for side in against.sides:
                if side.id != decision:
                    decisions.undo(connection, side.id, f"settled by decision {made.id}", custodian)
            by_hand.settle(connection, self._texts_of(connection))
            classes.settle(connection)
        return made

    def _refuse_contradiction(self, connection: Connection, decision: int) -> None:
        """Raise DecisionCannotBeMade where without a decision rows were one that are judged not to be."""
        before = decisions.active(connection)
        after = decisions.active(connection, without=decision)
        with self.reader() as reader:
            known = reader.contradicted(pairs_of(before))
            against = reader.contradicted(pairs_of(after))
        if against is not None and against != known:
            raise DecisionCannotBeMade(
                f"Then {against.one} and {against.other} would be one, which are judged not to be (decision "
                f"{against.decision}). Undo that first."
            )

    def add(self, document: str, fields: Mapping[str, Any], why: str = "") -> Decision:
        """Make a row by hand; raises DecisionCannotBeMade. The decision's `row` is the new row's id.

        `fields` are a `type` and the fields of RECORD.md; an anchor may be a start and an end alone.
        """
        with self.deciding() as (connection, custodian):
            row = self.preview(document, fields)
            made = self._enter(connection, custodian, Draft(row.id, "add", encode(row), why), row)
            by_hand.settle(connection, self._texts_of(connection))
            return made

    def preview(self, document: str, fields: Mapping[str, Any]) -> Row:
        """Return the row that `add` would make; raises DecisionCannotBeMade."""
        return made_row(self, document, fields)

    def _enter(self, connection: Connection, custodian: Custodian, draft: Draft, row: Row) -> Decision:
        with self.reader() as reader:
            stages = reader.view.stages
        snapshot = keep(connection, stages, self._texts_of(connection), (draft.row, row, draft.value))
        return decisions.enter(connection, draft, custodian, snapshot)

    # what was decided

    def decisions(self, row: str | None = None) -> list[Decision]:
        """Return the decisions in the order they were made, on one row or on all."""
        with self.reader() as reader:
            return decisions.all_of(reader.connection, row)

    def judgements(self) -> tuple[Judgement, ...]:
        """Return the judgements on actors that hold, of each pair the last."""
        with self.reader() as reader:
            return judgements_of(reader.view.review.active)

    def contradicted_by(self, judgement: Judgement) -> Judgement | None:
        """Return a judgement that two rows are not one which another, entered now, would undo."""
        with self.reader() as reader:
            return reader.contradicted((*pairs_of(reader.view.review.active), judgement))

    def holding(self) -> tuple[Decision, ...]:
        """Return the decisions that hold, with the ids that their rows have now, as they were made."""
        with self.reader() as reader:
            return reader.view.review.active

    def orphaned(self) -> tuple[Orphan, ...]:
        """Return the decisions that find nothing to hold on, with the reason, in the order they were made."""
        with self.reader() as reader:
            return reader.view.review.orphaned

    def reviews(self, rows: Iterable[str] | None = None) -> Mapping[str, RowReview]:
        """Return what reviewers left on rows, by the id they are shown under; only of `rows` where given.

        A row that nobody decided on is not among them.
        """
        with self.reader() as reader:
            return Reviews(reader).of(rows)

    def review(self, row: str) -> RowReview:
        """Return what reviewers left on one row, an empty review where nobody decided on it."""
        return self.reviews([row]).get(self.shown_as(row), RowReview(row))

    def review_counts(self) -> tuple[ReviewCounts, ...]:
        """Return how many rows of each exported type machines found and people reviewed or made."""
        return counted(self.counts(), self.reviews().values())

    def history(self) -> tuple[Past, ...]:
        """Return every decision, undoings among them, the last first, and whether it still holds."""
        with self.reader() as reader:
            return Reviews(reader).history()

    def released(self) -> frozenset[str]:
        """Return the actors whom a reviewer lets be named in exports, by the ids they are shown under."""
        with self.reader() as reader:
            return Reviews(reader).released()

    # which rows are one

    def shown_as(self, row: str) -> str:
        """Return the id under which a row is shown, also where it was rejected."""
        with self.reader() as reader:
            return reader.shown_as(row)

    def each_under(self, row: str) -> tuple[Row, ...]:
        """Return the rows that are shown as one under an id, it first."""
        with self.reader() as reader:
            return reader.each_under(row)

    def led_to(self, row: str, most: int) -> tuple[Row, ...]:
        """Return some rows with other ids that are shown under an id, one for each id."""
        with self.reader() as reader:
            return reader.led_to(row, most)

    def united(self, actor: str) -> tuple[Actor, ...]:
        """Return the actors of the readings that are shown under the id of one, it first, each once."""
        with self.reader() as reader:
            return reader.united(actor)
