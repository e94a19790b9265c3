"""The kept shingles of a document in a row: what they tell of passages before another text is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import accumulate

from onrecord.resolve.passages import LEAST_PASSAGE, MOST_PLACES, Place
from onrecord.resolve.shingles import SHINGLE_WORDS, WINDOW, Kept
from onrecord.types.findings import BlockKey

LEAST_OWN = 8
"""Words of a passage that must stand outside boilerplate and names for it to be reuse (FIELD.md section 4:
"a shared run of 8 words or more outside boilerplate and treaty titles")."""

MOST_TOLD = 64
"""Places of one key in other documents that are followed up where it stands often in one of them."""


class WordsOutside:
    """Counts the words in a row that stand outside some ranges."""

    def __init__(self, words: int, ranges: Iterable[range]) -> None:
        outside = bytearray(b"\x01") * words
        for some in ranges:
            outside[some.start : some.stop] = bytes(len(some))
        self._before = [*accumulate(outside, initial=0)]

    def count(self, first: int, words: int) -> int:
        """Return how many of so many words from the first on stand outside."""
        return self._before[first + words] - self._before[first]


class KeyRow:
    """The keys of a document in text order, with the words each stands for.

    The keys that a passage shares follow each other without a gap, at one distance in both texts. So a key
    that no other document has, or that has no counterpart at that distance, ends what can be a passage.
    """

    def __init__(self, kept: Kept, words: int, common: Collection[str], shared: Collection[str]) -> None:
        self._keys, self._at, self._begins, self._ends = kept
        self._common = common
        self._places: dict[str, list[int]] = defaultdict(list)
        for index, key in enumerate(kept.keys):
            self._places[key].append(index)
        self.boilerplate = [
            range(max(0, at - WINDOW + 1), min(at + SHINGLE_WORDS + WINDOW - 1, words))
            for key, at in zip(kept.keys, kept.places, strict=True)
            if key in common
        ]
        self._outside = WordsOutside(words, self.boilerplate)
        self.sought = self._in_rows(shared)

    def _in_rows(self, shared: Collection[str]) -> list[str]:
        """Return the shared keys that stand in a row which may hold a passage."""
        found: set[str] = set()
        row: list[int] = []
        for index, key in enumerate([*self._keys, ""]):
            if key in shared or key in self._common:
                row.append(index)
            elif row:
                if self._may_hold(row[0], row[-1]):
                    found.update(self._keys[one] for one in row)
                row.clear()
        return sorted(found - set(self._common))

    def likely(self, document: str, members: Mapping[str, Iterable[BlockKey]]) -> dict[str, list[Place]]:
        """Return, by document, the places in both around which a passage may stand.

        `members` are those of the keys sought; keys that are common, or stand in too many places to follow,
        may have a counterpart anywhere.
        """
        unknown = {key for key in self._keys if key in self._common or len(self._places[key]) > MOST_PLACES}
        counterparts: dict[tuple[str, int], set[int]] = defaultdict(set)
        for key, stands in members.items():
            others = [member for member in stands if member.document != document]
            if len(others) > MOST_TOLD:
                unknown.add(key)
            for other in others[:MOST_TOLD]:
                for index in self._places[key][:MOST_PLACES]:
                    counterparts[other.document, other.start - self._at[index]].add(index)
        found: dict[str, list[Place]] = defaultdict(list)
        for (other_document, distance), indices in counterparts.items():
            for index in self._in_chains(indices, unknown):
                found[other_document].append((self._at[index], self._at[index] + distance))
        return {other: sorted(places) for other, places in found.items()}

    def _in_chains(self, indices: set[int], unknown: Collection[str]) -> Iterator[int]:
        """Yield the keys of one distance that stand in a row which may hold a passage."""
        reached = -1
        for index in sorted(indices):
            if index > reached:
                first = last = index
                while first > 0 and (first - 1 in indices or self._keys[first - 1] in unknown):
                    first -= 1
                while last + 1 < len(self._keys) and (last + 1 in indices or self._keys[last + 1] in unknown):
                    last += 1
                if not self._may_hold(first, last):
                    continue
                reached = last
            yield index

    def _may_hold(self, first: int, last: int) -> bool:
        """Tell whether a passage can share the keys from the first to the last and none around them."""
        begin, words = self._begins[first], self._ends[last] - self._begins[first]
        return words >= LEAST_PASSAGE and self._outside.count(begin, words) >= LEAST_OWN
