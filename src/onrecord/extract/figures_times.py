"""The date of a figure: the one that stands nearest to it in its own clause."""

from __future__ import annotations

from onrecord.extract.figures_counted import Counted
from onrecord.extract.figures_places import Places
from onrecord.extract.numbers import Amount
from onrecord.types.annotated import Annotated, Token
from onrecord.types.dates import TimeExpression
from onrecord.types.findings import Found

MOST_STEPS = 12
"""Governors looked at on the way up from a word to its clause; a deeper parse is one gone wrong."""


class FigureTimes:
    """Finds the date of a figure in one document."""

    def __init__(self, annotated: Annotated, found: Found) -> None:
        self._annotated = annotated
        self._times = Places(
            (time.anchor.span, time)
            for time in found.of(TimeExpression)
            if time.edtf is not None and time.type == "DATE"
        )

    def of(self, amount: Amount, counted: Counted | None) -> TimeExpression | None:
        """Return the date of a figure; None where none stands in its sentence, or only in another clause."""
        sentence = self._annotated.sentence_at(amount.number_start)
        if sentence is None:
            return None
        times = [
            time
            for span, time in self._times.between(sentence.start, sentence.end)
            if not (span.start < amount.end and amount.start < span.end)
        ]
        for time in sorted(times, key=lambda time: _distance(time, amount)):
            if self._speaks_of(time, amount, counted):
                return time
        return None

    def _speaks_of(self, time: TimeExpression, amount: Amount, counted: Counted | None) -> bool:
        """Tell whether a date belongs to what a figure counts, by the clauses both stand in.

        A clause that hangs on another noun ("whose return has been on hold since 2020"), and the verb of
        saying above a reported clause, date something else.
        """
        dated = self._annotated.token_at(time.anchor.start)
        counts = counted.head if counted else self._annotated.token_at(amount.number_start)
        if dated is None or counts is None:
            return True
        above = self._clauses_over(counts)
        token = dated
        for _ in range(MOST_STEPS):
            if token.i in above or token.i == counts.i:
                return True
            if token.dep == "relcl" and token.head == counts.i and self._begins_with_whose(token):
                return False
            if token.dep == "root" or token.head == token.i:
                return True
            if token.dep == "relcl" and token.head != counts.i:
                return False
            token = self._annotated.tokens[token.head]
        return True

    def _clauses_over(self, token: Token) -> set[int]:
        """Return the words above a counted noun up to its clause, and the clauses joined to that."""
        above: set[int] = set()
        for _ in range(MOST_STEPS):
            head = self._annotated.tokens[token.head]
            if head.i == token.i or token.dep in ("ccomp", "relcl"):
                break
            above.add(head.i)
            token = head
        return above

    def _begins_with_whose(self, verb: Token) -> bool:
        return any(token.text.lower() == "whose" for token in self._annotated.subtree(verb)[:2])


def _distance(time: TimeExpression, amount: Amount) -> tuple[int, int]:
    """Return how far a date stands from a figure; one ahead of the figure counts as twice as far."""
    if time.anchor.start >= amount.end:
        return time.anchor.start - amount.end, time.anchor.start
    return 2 * (amount.start - time.anchor.end), time.anchor.start
