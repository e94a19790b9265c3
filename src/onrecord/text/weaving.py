"""Canonical text put together piece by piece, with the offset map that leads back to the source."""

from __future__ import annotations

from onrecord.types.documents import OffsetMap, OffsetRun
from onrecord.types.spans import Span

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Weaver:
    """Collects pieces of text and the place each came from.

    Pieces that follow each other in one place become one run. Breaks (line ends, tabs, labels that a
    format only implies) belong to no run: they were added here.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._runs: list[OffsetRun] = []
        self._headings: list[Span] = []
        self.length = 0

    def add(self, text: str, place: str, origin: int | None = None) -> None:
        """Add characters of the source; `origin` is where they start in the characters of `place`."""
        if not text:
            return
        start, end = self.length, self.length + len(text)
        last = self._runs[-1] if self._runs else None
        if last is not None and last.place == place and last.end == start and _follows(last, origin):
            self._runs[-1] = OffsetRun(last.start, end, place, last.origin)
        else:
            self._runs.append(OffsetRun(start, end, place, origin))
        self._pieces.append(text)
        self.length = end

    def add_changed(self, text: str, place: str, origin: int | None) -> None:
        """Add characters that stand for others of the source, as "fi" for a ligature: a run of their own."""
        if text:
            self._runs.append(OffsetRun(self.length, self.length + len(text), place, origin))
            self._pieces.append(text)
            self.length += len(text)

    def add_break(self, text: str) -> None:
        """Add characters that the source does not hold."""
        self._pieces.append(text)
        self.length += len(text)

    def add_heading(self, start: int) -> None:
        """Mark what was added since `start` as a heading that the format itself names."""
        if start < self.length:
            self._headings.append(Span(start, self.length))

    @property
    def text(self) -> str:
        """The canonical text so far."""
        return "".join(self._pieces)

    @property
    def offset_map(self) -> OffsetMap:
        """The runs so far."""
        return OffsetMap(tuple(self._runs))

    @property
    def headings(self) -> tuple[Span, ...]:
        """The headings so far."""
        return tuple(self._headings)


def raised(text: str) -> str:
    """Return the digits of a raised number as superscript characters, the same length.

    A footnote mark after a figure ("600" and a raised 1) would else read as another figure.

    >>> raised("12")
    '¹²'
    """
    return text.translate(_RAISED)


def _follows(run: OffsetRun, origin: int | None) -> bool:
    if run.origin is None or origin is None:
        return run.origin is origin
    return run.origin + run.end - run.start == origin
