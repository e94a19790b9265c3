"""A long document in parts that a page can show: cut between passages, between paragraphs where it can be."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 40_000
"""Characters of a part: half an hour of reading, and a page that is made and laid out at once."""

LONGEST_PASSAGE = 4_000
"""Characters of a passage; only a record whose passages are not known has longer ones."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text shown as one block.

    `goes_on` tells that its paragraph began before it, `next_line` that it is set on the line after the one
    before it.
    """

    start: int
    end: int
    goes_on: bool = False
    next_line: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Passages that stand on one page, the part's number from 1, and how many there are."""

    number: int
    of: int
    passages: tuple[Passage, ...]

    @property
    def start(self) -> int:
        """Where its first passage begins."""
        return self.passages[0].start if self.passages else 0

    @property
    def end(self) -> int:
        """Where its last passage ends."""
        return self.passages[-1].end if self.passages else 0


def passages_in(text: str, places: Sequence[tuple[int, int]]) -> list[Passage]:
    """Return the passages of a text, none longer than a page can show as a block."""
    found: list[Passage] = []
    for start, end in places or [(0, len(text))]:
        lines = text[found[-1].end : start].count("\n") if found else 2
        found += [
            Passage(begin, min(end, begin + LONGEST_PASSAGE), not lines or begin > start, lines == 1)
            for begin in range(start, end, LONGEST_PASSAGE)
        ]
    return found


def parts_of(passages: Sequence[Passage]) -> list[tuple[int, int]]:
    """Return the parts as ranges of passages; one ends with a paragraph unless that would halve it."""
    found: list[tuple[int, int]] = []
    first = 0
    for place, passage in enumerate(passages):
        if place > first and passage.end - passages[first].start > LONGEST:
            cut = _paragraph_before(passages, first, place)
            found.append((first, cut))
            first = cut
    return [*found, (first, len(passages))] if passages else []


def _paragraph_before(passages: Sequence[Passage], first: int, place: int) -> int:
    """Return where to end a part that has room up to `place`: at the last paragraph, if that is not far."""
    for cut in range(place, first, -1):
        if not passages[cut].goes_on:
            return cut
        if passages[cut].start - passages[first].start < LONGEST // 2:
            break
    return place


def part_with(passages: Sequence[Passage], number: int | None, at: int | None) -> Part:
    """Return the part of a number, or the one with the character at an offset, or the first."""
    ranges = parts_of(passages)
    if not ranges:
        return Part(1, 1, ())
    if number is None:
        starts = [passages[first].start for first, _ in ranges]
        number = bisect_right(starts, at or 0)
    chosen = min(max(number, 1), len(ranges))
    first, last = ranges[chosen - 1]
    return Part(chosen, len(ranges), tuple(passages[first:last]))
