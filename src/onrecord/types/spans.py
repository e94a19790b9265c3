"""Where words stand: half-open spans of code points, and spans with the exact words found there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of Unicode code points, never empty.

    >>> Span(3, 7).slice("On Record")
    'Reco'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span must not be empty or negative: {self.start}, {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def slice(self, text: str) -> str:
        """Return the characters of `text` inside this span."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, offset: int) -> bool:
        """Tell whether the character at `offset` lies inside this span."""
        return self.start <= offset < self.end


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return the span from `start` to `end` without white space at its ends, None where nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def hull(spans: Iterable[Span]) -> Span:
    """Return the smallest span that holds all of `spans`; raises ValueError where there are none."""
    held = list(spans)
    return Span(min(span.start for span in held), max(span.end for span in held))


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """A span together with the exact characters found there: the anchor of RECORD.md.

    `exact` is stored, not recomputed, so a document that changes after extraction is detected
    instead of being quoted wrongly.
    """

    document: str
    start: int
    end: int
    exact: str

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.exact) or not self.exact:
            raise ValueError(f"{self.exact!r} is not {self.end - self.start} characters long")

    @property
    def span(self) -> Span:
        """The place without its words."""
        return Span(self.start, self.end)

    def holds_in(self, text: str) -> bool:
        """Tell whether `text` still reads `exact` at this span."""
        return text[self.start : self.end] == self.exact
