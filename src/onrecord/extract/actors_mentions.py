"""A mention: words that name an actor, before anybody says which mentions are one actor."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """Words from `start` to `end` that name an actor of a kind.

    `name` is the name without title and article. `known` is the full name of an actor of the
    vocabulary. `roles` are role words beside it, `role_spans` where they stand (a body inside one is
    a body the person belongs to). `official` tells that a title or role makes a person no private
    one. `back` marks a short form that must be led back to a name ("the Commission", a surname),
    `pointing` one behind "this" or "our", which points to a name just before or to where it is said.
    """

    start: int
    end: int
    kind: str
    name: str
    known: str | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    roles: tuple[str, ...] = ()
    role_spans: tuple[tuple[int, int], ...] = ()
    official: bool = False
    back: bool = False
    local: bool = False
    pointing: bool = False


class Claims:
    """Stretches of text already taken by a mention, so that no two mentions overlap."""

    def __init__(self, taken: Iterable[tuple[int, int]] = ()) -> None:
        self._spans: list[tuple[int, int]] = []
        for start, end in sorted(taken):
            self.take(start, end)

    def take(self, start: int, end: int) -> bool:
        """Take a stretch; False, and nothing taken, where any of it is taken already."""
        if self.overlaps(start, end):
            return False
        insort(self._spans, (start, end))
        return True

    def overlaps(self, start: int, end: int) -> bool:
        """Tell whether any character between the offsets is taken."""
        index = bisect_left(self._spans, (end,)) - 1
        return index >= 0 and self._spans[index][1] > start

    def release(self, start: int, end: int) -> None:
        """Give back a stretch that was taken."""
        index = bisect_left(self._spans, (start, end))
        if index < len(self._spans) and self._spans[index] == (start, end):
            del self._spans[index]

    def inside(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the stretches that lie wholly between the offsets."""
        low = bisect_left(self._spans, (start,))
        high = bisect_right(self._spans, (end, end))
        return [span for span in self._spans[low:high] if span[1] <= end]


def longest_first(mentions: Iterable[Mention], claims: Claims) -> Iterator[Mention]:
    """Yield the mentions that fit beside what is claimed, the longer where two overlap; claims them."""
    for mention in sorted(mentions, key=lambda mention: (mention.start - mention.end, mention.start)):
        if claims.take(mention.start, mention.end):
            yield mention


def as_words(table: Mapping[str, object], key: str) -> frozenset[str]:
    """Return a list of a vocabulary table as a set of words."""
    listed = table.get(key, ())
    return frozenset(str(item) for item in listed) if isinstance(listed, (list, tuple)) else frozenset()
