"""The date and the place of a figure: those that stand in its own clause, the nearest date first."""

from __future__ import annotations

import re

from onrecord.extract.figures_counted import Counted
from onrecord.extract.numbers import Amount
from onrecord.extract.span_index import SpanIndex
from onrecord.types.annotated import Annotated, Entity, Token
from onrecord.types.dates import TimeExpression
from onrecord.types.findings import Found
from onrecord.types.spans import Span

MOST_STEPS = 12
"""Governors looked at on the way up from a word to its clause; a deeper parse is one gone wrong."""

_IN_A_TITLE = re.compile(r"[A-Z]\w+\s+of\s+\Z")
"""What makes a year part of a title: "the Veterans Act of 2022"."""

_COMPARED = re.compile(
    r"\b(?:(?:up|down|increased?|decreased?|rose|risen|fell|fallen|grew|grown|dropped|rising|falling) from|"
    r"compared (?:to|with))\b",
    re.I,
)
"""Words behind which an earlier number stands, with a date of its own: "270, up from 250 on 11 April"."""

_PLACE_LABELS = ("GPE", "LOC", "FAC")
_AT = ("in", "at", "near", "on", "inside", "across", "within", "throughout")
_OF_A_PLACE = ("ADP", "PROPN", "NOUN", "DET", "ADJ")


class Clauses:
    """Finds when and where the figures of one document hold, by the clauses dates and places stand in."""

    def __init__(self, annotated: Annotated, found: Found) -> None:
        self._annotated = annotated
        self._times = SpanIndex(
            (time.anchor.span, time)
            for time in found.of(TimeExpression)
            if time.edtf is not None
            and time.type == "DATE"
            and not _IN_A_TITLE.search(annotated.text, max(0, time.anchor.start - 32), time.anchor.start)
        )
        self._entities = SpanIndex(
            (Span(entity.start, entity.end), entity)
            for entity in annotated.entities
            if entity.label in _PLACE_LABELS and entity.first > 0
        )

    def time_of(self, amount: Amount, counted: Counted | None) -> TimeExpression | None:
        """Return the date of a figure; None where none stands in its sentence, or only in another clause."""
        sentence = self._annotated.sentence_at(amount.number_start)
        if sentence is None:
            return None
        times = [
            time
            for span, time in self._times.between(sentence.start, sentence.end)
            if not (span.start < amount.end and amount.start < span.end)
            and not _COMPARED.search(self._annotated.text, amount.end, max(amount.end, span.start))
        ]
        above, counts = self._clauses_over(amount, counted)
        for time in sorted(times, key=lambda time: _distance(time, amount)):
            if self._dates(time, above, counts):
                return time
        return None

    def place_of(self, amount: Amount, counted: Counted | None) -> str | None:
        """Return the place named after a figure ("in …", "at …") in its clause, None where none is."""
        sentence = self._annotated.sentence_at(amount.number_start)
        if sentence is None:
            return None
        above, counts = self._clauses_over(amount, counted)
        for span, entity in self._entities.between(amount.end, sentence.end):
            if self._is_at(entity) and self._lies_under(entity, above, counts):
                return " ".join(span.slice(self._annotated.text).split())
        return None

    def _dates(self, time: TimeExpression, above: set[int], counts: Token | None) -> bool:
        """Tell whether a date belongs to what a figure counts, by the clauses both stand in.

        A clause that hangs on another noun ("whose return has been on hold since 2020") dates something
        else, and so does the verb of saying above a reported clause.
        """
        token = self._annotated.token_at(time.anchor.start)
        if token is None or counts is None:
            return True
        for _ in range(MOST_STEPS):
            if token.i in above or token.i == counts.i:
                return True
            if self._begins_with_whose(token) or (token.dep == "relcl" and token.head != counts.i):
                return False
            if token.head == token.i:
                return True
            token = self._annotated.tokens[token.head]
        return True

    def _is_at(self, entity: Entity) -> bool:
        before = self._annotated.tokens[entity.first - 1]
        if before.text.lower() == "the" and entity.first > 1:
            before = self._annotated.tokens[entity.first - 2]
        return before.pos == "ADP" and before.text.lower() in _AT

    def _lies_under(self, entity: Entity, above: set[int], counts: Token | None) -> bool:
        """Tell whether a place hangs on the counted noun or its clause by nouns and prepositions alone.

        A participle of the counted noun may stand between: "refugees detained in France".
        """
        token = self._annotated.tokens[entity.last]
        for _ in range(MOST_STEPS):
            if counts is None or token.i in above or token.i == counts.i:
                return True
            hangs = token.dep in ("acl", "relcl") and token.head == counts.i
            if (token.pos not in _OF_A_PLACE and not hangs) or token.head == token.i:
                return False
            token = self._annotated.tokens[token.head]
        return False

    def _clauses_over(self, amount: Amount, counted: Counted | None) -> tuple[set[int], Token | None]:
        """Return the words above a counted noun, up to its clause and those it is joined to; the noun."""
        counts = counted.head if counted else self._annotated.token_at(amount.number_start)
        above: set[int] = set()
        token = counts
        for _ in range(MOST_STEPS):
            if token is None or token.head == token.i or token.dep in ("ccomp", "relcl"):
                break
            above.add(token.head)
            token = self._annotated.tokens[token.head]
        return above, counts

    def _begins_with_whose(self, verb: Token) -> bool:
        subjects = (child for child in self._annotated.children(verb) if child.dep.startswith("nsubj"))
        return any(child.tag == "WP$" for subject in subjects for child in self._annotated.children(subject))


def _distance(time: TimeExpression, amount: Amount) -> tuple[int, int]:
    """Return how far a date stands from a figure; one ahead of the figure counts as twice as far."""
    if time.anchor.start >= amount.end:
        return time.anchor.start - amount.end, time.anchor.start
    return 2 * (amount.start - time.anchor.end), time.anchor.start
