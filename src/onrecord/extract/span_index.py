"""Spans that can be asked which of them hold a place, without looking at all of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from onrecord.types.spans import Span

T = TypeVar("T")


class SpanIndex(Generic[T]):
    """Spans with what stands there; looks at neighbours alone."""

    def __init__(self, placed: Iterable[tuple[Span, T]]) -> None:
        self._placed = sorted(placed, key=lambda one: one[0])
        self._reach: list[int] = []
        furthest = 0
        for span, _ in self._placed:
            furthest = max(furthest, span.end)
            self._reach.append(furthest)

    def over(self, place: Span) -> Iterator[tuple[Span, T]]:
        """Yield each span that overlaps a place and starts no later than it, the nearest start first."""
        index = bisect_right(self._placed, place.start, key=lambda one: one[0].start) - 1
        while index >= 0 and self._reach[index] > place.start:
            if self._placed[index][0].overlaps(place):
                yield self._placed[index]
            index -= 1

    def between(self, start: int, end: int) -> Iterator[tuple[Span, T]]:
        """Yield each span that starts between two offsets, in order."""
        index = bisect_right(self._placed, start - 1, key=lambda one: one[0].start)
        while index < len(self._placed) and self._placed[index][0].start < end:
            yield self._placed[index]
            index += 1

    def overlaps(self, place: Span) -> bool:
        """Tell whether a span shares a character with a place."""
        inside = self.between(place.start + 1, place.end)
        return next(self.over(place), None) is not None or next(inside, None) is not None

    def covers(self, offset: int) -> bool:
        """Tell whether a span holds the character at an offset."""
        return next(self.over(Span(offset, offset + 1)), None) is not None


def index_of(spans: Iterable[Span]) -> SpanIndex[None]:
    """Return spans of which only the places matter."""
    return SpanIndex((span, None) for span in spans)
