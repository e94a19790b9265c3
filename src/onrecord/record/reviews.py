"""What reviewers left on rows: folded from the decisions, shown beside each row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from onrecord.record.decisions import Decision, all_of, holding
from onrecord.record.reading import Reader
from onrecord.types.identity import LETTERS
from onrecord.types.review import Assessment, Grade, Note, Past, ReviewCounts, RowReview
from onrecord.types.rows import EXPORTED_TYPES

_HOW = {"accept": "accepted", "reject": "rejected", "correct": "corrected", "add": "by hand"}
"""How a row was reviewed by each decision that says so."""

_TYPES = {letter: kind for kind, letter in LETTERS.items()}


class Reviews:
    """The decisions of a record as one view of it places them."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._made = {decision.id: decision for decision in all_of(reader.connection)}
        self._held = holding(self._made.values())
        review = reader.view.review
        self._placed = {decision.id: decision for decision in review.active}
        self._orphaned = {orphan.decision.id: orphan.reason for orphan in review.orphaned}
        self._moved = {self._made[id_].row: placed.row for id_, placed in self._placed.items()}
        self._undone_by = {
            made.undoes: made.id
            for made in self._made.values()
            if made.undoes is not None and made.id in self._held
        }

    def history(self) -> tuple[Past, ...]:
        """Return every decision, the last first."""
        return tuple(self._past(decision) for decision in reversed(self._made.values()))

    def released(self) -> frozenset[str]:
        """Return the actors that the last decision on them lets be named in exports."""
        last: dict[str, bool] = {}
        for made in self._placed.values():
            if made.action in ("release", "unrelease"):
                last[self._reader.shown_as(made.row)] = made.action == "release"
        return frozenset(row for row, released in last.items() if released)

    def of(self, rows: Iterable[str] | None = None) -> dict[str, RowReview]:
        """Return what was left on rows by the id they are shown under, of `rows` or of all."""
        if not self._made:
            return {}
        wanted = None if rows is None else {self._reader.shown_as(row) for row in rows}
        every: dict[str, list[Decision]] = defaultdict(list)
        targets = self._reader.redirects.targets(
            {row for made in self._made.values() for row in self._on(made)}
        )
        for made in self._made.values():
            for row in dict.fromkeys(targets.get(row, row) for row in self._on(made)):
                if wanted is None or row in wanted:
                    every[row].append(made)
        return {row: self._folded(row, found) for row, found in every.items()}

    def _on(self, made: Decision) -> Iterator[str]:
        """Yield the rows a decision is on, by the ids they have now; an undoing is on those of the undone."""
        while made.undoes is not None:
            made = self._made[made.undoes]
        now = self._placed.get(made.id)
        yield now.row if now else self._moved.get(made.row, made.row)
        value = (now or made).value
        if isinstance(value, Mapping) and "other" in value:
            yield value["other"]

    def _folded(self, row: str, found: Iterable[Decision]) -> RowReview:
        history = tuple(self._past(made) for made in found)
        left = RowReview(row, history=tuple(reversed(history)))
        for past in history:
            if past.holds and past.row == row:
                left = _with(left, past)
        return left

    def _past(self, made: Decision) -> Past:
        now = self._placed.get(made.id, made)
        state = "holds" if made.id in self._held else "undone"
        reason = self._orphaned.get(made.id, "")
        return Past(
            made.id,
            now.row if made.id in self._placed else self._moved.get(made.row, made.row),
            made.action,
            now.value,
            made.who,
            made.when,
            made.why,
            made.undoes,
            "orphaned" if reason else state,
            self._undone_by.get(made.id),
            reason,
        )


def _with(left: RowReview, past: Past) -> RowReview:
    """Return what is left on a row after one more decision."""
    if past.action == "add":
        left = replace(left, made_by=(past.who, past.when))
    if past.action in _HOW:
        return replace(left, reviewed=_HOW[past.action])
    if past.action == "grade":
        value = past.value
        return replace(left, grade=Grade(value["source"], int(value["item"]), past.who, past.when))
    if past.action == "assess":
        value = past.value
        made = Assessment(value["standard"], value["finding"], past.who, past.when)
        return replace(left, assessment=made)
    if past.action == "note":
        return replace(left, notes=(*left.notes, Note(str(past.value), past.who, past.when, past.id)))
    if past.action in ("release", "unrelease"):
        return replace(left, released=past.action == "release")
    return left


def counted(shown: Mapping[str, int], reviews: Iterable[RowReview]) -> tuple[ReviewCounts, ...]:
    """Return how many rows of each exported type were reviewed and how, of as many as are shown."""
    found: Counter[tuple[str, str]] = Counter()
    for review in reviews:
        kind = _TYPES.get(review.row[:1], "")
        how = review.reviewed if review.reviewed == "rejected" or not review.made_by else "by hand"
        found[kind, how or ""] += 1
    return tuple(
        ReviewCounts(
            kind,
            shown.get(kind, 0),
            found[kind, "by hand"],
            found[kind, "accepted"],
            found[kind, "corrected"],
            found[kind, "rejected"],
        )
        for kind in EXPORTED_TYPES
    )
