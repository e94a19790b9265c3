"""A norm named at a place in the text, before the places of one norm are one row."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class NormSeen(NamedTuple):
    """A norm named at a place in the text."""

    start: int
    end: int
    name: str
    kind: str
    provision: str | None = None
    identifiers: tuple[tuple[str, str], ...] = ()


def without_overlaps(seen: Iterable[NormSeen]) -> list[NormSeen]:
    """Return the mentions in text order, the longer kept where two overlap (the first given if equal)."""
    kept: list[NormSeen] = []
    for item in sorted(seen, key=lambda item: (item.start, -item.end)):
        if kept and item.start < kept[-1].end:
            if item.end - item.start > kept[-1].end - kept[-1].start:
                kept[-1] = item
            continue
        kept.append(item)
    return kept


def is_taken(seen: Sequence[NormSeen], starts: Sequence[int], start: int, end: int) -> bool:
    """Tell whether a mention covers a place; `seen` are mentions in text order, `starts` their starts."""
    index = bisect_left(starts, end) - 1
    return index >= 0 and seen[index].end > start
