"""Runs of equal words in two texts, and the chain of them that agrees best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from onrecord.resolve.words import Word

COMMONEST = 200
"""Places of a word beyond which it says nothing of where a quotation stands."""

_MOST_RUNS = 150
"""Runs of equal words that are weighed against each other: a quotation has few that matter."""

_UNMATCHED = 0.15
"""What a word costs that stands between two runs in the quotation alone; a matched word is worth 1."""

_SKIPPED = 0.2
"""What a word costs that stands between them in the source alone."""

_FARTHEST = 3.5
"""What any jump costs at most: four words in a row are worth one, fewer may agree by chance."""


class Text(Protocol):
    """A text cut into words that knows where each word stands."""

    words: Sequence[Word]

    def places(self, folded: str) -> Sequence[int]:
        """Return the indices of a folded word, in order."""
        ...


class Run(NamedTuple):
    """Equal words in a row: where they begin in the quotation and in its source, and how many."""

    quoted: int
    original: int
    size: int


def run_length(part: Sequence[Word], words: Sequence[Word], start: int) -> int:
    """Return how many words of `part`, from its first, stand in the source from word `start`."""
    length = 0
    for word, original in zip(part, words[start : start + len(part)], strict=False):
        if word.folded != original.folded:
            break
        length += 1
    return length


def runs_of(part: Sequence[Word], source: Text, floor: int) -> Iterator[Run]:
    """Yield the runs of two equal words and more, each as long as it goes."""
    words = source.words
    reached: dict[int, int] = {}
    for index, word in enumerate(part):
        places = source.places(word.folded)
        if len(places) > COMMONEST:
            continue
        for other in places:
            shift = other - index
            if other < floor or reached.get(shift, -1) > index:
                continue
            first = index
            while (
                first > 0
                and first + shift > floor
                and part[first - 1].folded == words[first - 1 + shift].folded
            ):
                first -= 1
            end = index + run_length(part[index:], words, other)
            reached[shift] = end
            if end - first > 1:
                yield Run(first, first + shift, end - first)


def best_chain(runs: list[Run]) -> list[Run]:
    """Return the runs that lie in order in both texts and agree best, overlaps cut off."""
    runs = sorted(sorted(runs, key=lambda run: -run.size)[:_MOST_RUNS])
    worth: list[float] = []
    came_from: list[int] = []
    for index, run in enumerate(runs):
        best, origin = 0.0, -1
        for before in range(index):
            gain = worth[before] - _cost(runs[before], run)
            if gain > best:
                best, origin = gain, before
        worth.append(best + run.size)
        came_from.append(origin)
    chain: list[Run] = []
    at = max(range(len(runs)), key=lambda index: (worth[index], -index)) if runs else -1
    while at >= 0:
        chain.append(runs[at])
        at = came_from[at]
    return _without_overlaps(chain[::-1])


def _cost(one: Run, other: Run) -> float:
    """Return what going on from one run to the other costs, in matched words."""
    if other.quoted <= one.quoted or other.original <= one.original:
        return float("inf")
    overlap = max(0, one.quoted + one.size - other.quoted, one.original + one.size - other.original)
    if overlap >= other.size:
        return float("inf")
    unmatched = other.quoted + overlap - one.quoted - one.size
    skipped = other.original + overlap - one.original - one.size
    return overlap + _UNMATCHED * unmatched + min(_SKIPPED * skipped, _FARTHEST)


def _without_overlaps(chain: Sequence[Run]) -> list[Run]:
    cut = list(chain[:1])
    for run in chain[1:]:
        one = cut[-1]
        overlap = max(0, one.quoted + one.size - run.quoted, one.original + one.size - run.original)
        cut.append(Run(run.quoted + overlap, run.original + overlap, run.size - overlap))
    return cut
