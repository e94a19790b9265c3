"""Ranks without a number: "the largest repatriation of …", "the deadliest attack since …" are firsts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.data import Vocabularies
from onrecord.extract.figures_counted import LONGEST_COUNTED, Counted
from onrecord.extract.numbers import Amount
from onrecord.extract.numbers_scan import any_of
from onrecord.types.annotated import Annotated, Token
from onrecord.types.spans import Span

REACH = 60
"""Characters behind a noun within which the words must stand that say among what it ranks."""


class RankReader:
    """Finds superlatives of size that rank a noun among others; made once from the vocabulary."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        table = vocabularies.table("numbers")["superlatives"]
        self._superlative = re.compile(
            rf"(?<![\w-])(?P<lead>{any_of(table['led_by'])}|[\w.]+[’']s)\s+"
            rf"(?P<word>{any_of([*table['sizes'], *table['loose']])})(?![\w-])",
            re.I,
        )
        self._not_after = re.compile(rf"\b(?:{any_of(table['not_after'])})\s+\Z", re.I)
        self._loose = frozenset(table["loose"])
        self._among = re.compile(rf"\s+(?:{any_of(table['among'])})\b", re.I)
        self._ever = re.compile(rf"[^.;]{{0,{REACH}}}?\b(?:{any_of(table['ever'])})\b", re.I)

    def ranks(self, annotated: Annotated, start: int, end: int) -> Iterator[tuple[Amount, Counted]]:
        """Yield each rank between two offsets with the noun it ranks, in order."""
        text = annotated.text
        for found in self._superlative.finditer(text, start, end):
            if self._not_after.search(text, max(start, found.start() - 16), found.start("word")):
                continue
            place, over = found.span("word")
            head = _ranked(annotated, place)
            if head is None or not self._tells_among_what(text, found["word"].lower(), head, end):
                continue
            first = annotated.tokens_in(over, head.end)[0].start
            if head.end - first <= LONGEST_COUNTED:
                amount = Amount(place, over, place, over, 1, 1, 1, "exact", ordinal=True)
                yield amount, Counted(head, Span(first, head.end))

    def _tells_among_what(self, text: str, word: str, head: Token, end: int) -> bool:
        if word not in self._loose and self._among.match(text, head.end, end):
            return True
        return self._ever.match(text, head.end, min(end, head.end + REACH + 24)) is not None


def _ranked(annotated: Annotated, place: int) -> Token | None:
    """Return the noun that a superlative stands before, None where it stands alone."""
    token = annotated.token_at(place)
    if token is None:
        return None
    head = annotated.tokens[token.head]
    return head if head.i > token.i and head.pos == "NOUN" and head.sentence == token.sentence else None
