"""Amounts: numbers as they are written, in digits and in words, with their bounds; ranges are one amount."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.data import Vocabularies
from onrecord.extract.numbers_bounds import BoundReader, limits, vague_limits
from onrecord.extract.numbers_ranges import Range, RangeReader
from onrecord.extract.numbers_scan import Number, NumberScanner


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its bound at its place in the text.

    `start` to `end` holds the bound words too, `number_start` to `number_end` the number alone. `low`
    and `high` are inclusive and None where open. `unit` is a currency, `percent`, `share`, a unit of
    measurement or None; `unit_span` is where the last stands, behind the number. `number` is None for a
    vague word, and for digits so many that they count nothing.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    number: float | int | None
    low: float | int | None
    high: float | int | None
    bound: str
    unit: str | None = None
    unit_span: tuple[int, int] | None = None
    ordinal: bool = False
    additive: bool = False


class NumberReader:
    """Finds amounts in a stretch of text; made once from the vocabulary."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        table = vocabularies.table("numbers")
        self._scanner = NumberScanner(table)
        self._bounds = BoundReader(table["bounds"])
        self._ranges = RangeReader(table)

    def amounts(self, text: str, start: int, end: int) -> Iterator[Amount]:
        """Yield the amounts between two offsets in order; ranges are one amount."""
        floor = start
        waiting: Number | None = None
        changing = False
        for number in self._scanner.numbers(text, start, end):
            if waiting is not None:
                spanned = None if changing else self._ranges.range_of(text, floor, waiting, number)
                changing = spanned is None and _TO.fullmatch(text, waiting.end, number.start) is not None
                if spanned is not None:
                    yield _of_range(spanned)
                    floor, waiting = spanned.end, None
                    continue
                shared = changing and waiting.unit is None and number.unit == "percent"
                one = replace(waiting, unit="percent") if shared else waiting
                yield self._bounded(text, floor, end, one)
                floor = waiting.end
            waiting = number
        if waiting is not None:
            yield self._bounded(text, floor, end, waiting)

    def _bounded(self, text: str, floor: int, end: int, number: Number) -> Amount:
        bound, first = self._bounds.before(text, floor, number.start)
        last = number.end
        if bound in (None, "exact"):
            behind, over = self._bounds.after(text, number.unit_span[1] if number.unit_span else last, end)
            if behind is not None:
                bound, last = behind, over
        additive = _MORE.match(text, last, min(end, last + 12)) is not None
        additive = additive or _ADDED.match(text, first, number.start) is not None
        if bound == "exact" and not _EXACTLY.match(text, first, number.start):
            first = number.start
        kind = bound or "exact"
        low: float | int | None = None
        high: float | int | None = None
        if number.vague:
            low, high = vague_limits(number.vague, bound)
            kind = "vague"
        elif number.value is not None:
            low, high = limits(number.value, kind, whole=number.unit is None)
        return Amount(
            first, last, number.start, number.end, number.value, low, high, kind,
            number.unit, number.unit_span, number.ordinal, additive,
        )  # fmt: skip


_TO = re.compile(r"\s+to\s+", re.I)
_ADDED = re.compile(r"(?:another|an\s+additional|a\s+further)\b", re.I)
_MORE = re.compile(r"\s+(?:more|additional|further)(?!\s+than)\b", re.I)
_EXACTLY = re.compile(r"(?:exactly|precisely)\b", re.I)


def _of_range(found: Range) -> Amount:
    return Amount(
        found.start, found.end, found.number_start, found.end, found.low, found.low, found.high, "between",
        found.unit, found.unit_span,
    )  # fmt: skip
