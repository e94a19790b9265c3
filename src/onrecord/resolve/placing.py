"""The place of some words in a text that has most of them, in the same order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

from onrecord.resolve.chains import COMMONEST, Run, Text, best_chain, run_length, runs_of
from onrecord.resolve.words import Word

FEWEST_ALTERED = 4
"""A quotation of fewer words is either found as it stands or not at all: one word changed in three
is another phrase, not a misquotation."""

LEAST_COVERED = 0.5
"""Share of its words a quotation must have in common, in order, with one place of the source before
that place is called its original."""

WELL_COVERED = 0.6
"""Share from which on LEAST_RUN words in a row are enough; below it, LONG_RUN of them must agree."""

LEAST_RUN, LONG_RUN = 3, 6
"""Words in a row that must agree somewhere, so that common words alone never make an original."""

LEAST_MOVED = 5
"""Words in a row that must agree before they are taken for a piece from another place."""

_REACH = 4
"""Words beyond those unmatched in the quotation that are looked at in the source."""


class Operation(NamedTuple):
    """One step from the original to its quotation: equal, replace, insert, delete as in difflib, or move."""

    name: str
    quoted: int
    quoted_end: int
    original: int
    original_end: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Words of a quotation at their place in the source: the steps that lead from one to the other."""

    operations: tuple[Operation, ...]

    @classmethod
    def run(cls, size: int, first: int) -> Placed:
        """Return the place of words that stand in a row in the source."""
        return cls((Operation("equal", 0, size, first, first + size),))

    @property
    def exact(self) -> bool:
        """Tell whether all words stand in a row in the source."""
        return len(self.operations) == 1 and self.operations[0].name == "equal"

    @property
    def first(self) -> int:
        """The first word of the source that is compared."""
        return min(step.original for step in self.operations if step.original_end > step.original)

    @property
    def last(self) -> int:
        """The last word of the source that is compared."""
        return max(step.original_end for step in self.operations if step.original_end > step.original) - 1

    @property
    def size(self) -> int:
        """How many words of the quotation are compared."""
        return sum(step.quoted_end - step.quoted for step in self.operations)

    @property
    def matched(self) -> int:
        """How many words are equal in either, in order or moved."""
        return sum(
            step.quoted_end - step.quoted for step in self.operations if step.name in ("equal", "move")
        )

    @property
    def longest_run(self) -> int:
        """How many equal words stand in a row."""
        return max(step.quoted_end - step.quoted for step in self.operations if step.name == "equal")

    def without_end(self) -> Placed:
        """Return the steps up to the last long run of equal words: one of a few words may agree by chance."""
        kept = list(self.operations)
        while len(kept) > 1 and (kept[-1].name != "equal" or _size(kept[-1]) < LONG_RUN):
            kept.pop()
        return replace(self, operations=tuple(kept)) if kept[-1].name == "equal" else self


def _size(step: Operation) -> int:
    return step.quoted_end - step.quoted


def place(part: Sequence[Word], source: Text, floor: int = 0) -> Placed | None:
    """Return the best place of `part` at or behind the source word `floor`, None where it has none."""
    size = len(part)
    exact = find_run(part, source, floor)
    if exact is not None:
        return Placed.run(size, exact)
    if size < FEWEST_ALTERED:
        return None
    chain = best_chain(list(runs_of(part, source, floor)))
    found = Placed(tuple(_steps(chain, part, source, floor))) if chain else None
    if found is None or found.matched < size:
        found = _moved(part, source, floor) or found
    if found is None or found.matched < LEAST_COVERED * size:
        return None
    run = LEAST_RUN if found.matched >= WELL_COVERED * size else LONG_RUN
    return found if found.longest_run >= run else None


def find_run(part: Sequence[Word], source: Text, floor: int, before: int | None = None) -> int | None:
    """Return where words stand in a row: the first place from `floor` on, or the last one `before`."""
    rarest = min(range(len(part)), key=lambda index: len(source.places(part[index].folded)))
    found = None
    for place_of_rarest in source.places(part[rarest].folded):
        start = place_of_rarest - rarest
        if before is not None and start + len(part) > before:
            break
        if start >= floor and run_length(part, source.words, start) == len(part):
            found = start
            if before is None:
                break
    return found


def _steps(chain: Sequence[Run], part: Sequence[Word], source: Text, floor: int) -> Iterator[Operation]:
    yield from _before(chain[0], part, source, floor)
    for one, other in zip_longest(chain, chain[1:]):
        yield Operation("equal", one.quoted, one.quoted + one.size, one.original, one.original + one.size)
        if other is not None:
            quoted = (one.quoted + one.size, other.quoted)
            yield from _between(quoted, (one.original + one.size, other.original), part, source)
    yield from _behind(chain[-1], part, source)


def _between(
    quoted: tuple[int, int], original: tuple[int, int], part: Sequence[Word], source: Text
) -> Iterator[Operation]:
    """Yield the steps between two runs; words of a wide gap are looked for at its nearer end alone."""
    unmatched, skipped = quoted[1] - quoted[0], original[1] - original[0]
    reach = unmatched + _REACH
    if not unmatched or skipped <= 2 * reach:
        yield from _compared(quoted, original, part, source)
        return
    left = list(_compared(quoted, (original[0], original[0] + reach), part, source))
    right = list(_compared(quoted, (original[1] - reach, original[1]), part, source))
    if _equal_words(left) >= _equal_words(right):
        end = _last_equal(left) if _equal_words(left) else original[0]
        yield from _compared(quoted, (original[0], end), part, source)
        yield Operation("delete", quoted[1], quoted[1], end, original[1])
    else:
        start = next(step.original for step in right if step.name == "equal")
        yield Operation("delete", quoted[0], quoted[0], original[0], start)
        yield from _compared(quoted, (start, original[1]), part, source)


def _equal_words(steps: Sequence[Operation]) -> int:
    return sum(step.quoted_end - step.quoted for step in steps if step.name == "equal")


def _last_equal(steps: Sequence[Operation]) -> int:
    return max(step.original_end for step in steps if step.name == "equal")


def _compared(
    quoted: tuple[int, int], original: tuple[int, int], part: Sequence[Word], source: Text
) -> Iterator[Operation]:
    """Yield the steps from some words to others, as difflib tells them."""
    one = [word.folded for word in part[slice(*quoted)]]
    other = [word.folded for word in source.words[slice(*original)]]
    if not one and not other:
        return
    for name, start, end, from_, to in SequenceMatcher(None, other, one, autojunk=False).get_opcodes():
        yield Operation(name, quoted[0] + from_, quoted[0] + to, original[0] + start, original[0] + end)


def _before(run: Run, part: Sequence[Word], source: Text, floor: int) -> Iterator[Operation]:
    """Yield the steps to the words of the quotation that stand before its first run."""
    if not run.quoted:
        return
    start = max(floor, run.original - run.quoted - _REACH)
    steps = list(_compared((0, run.quoted), (start, run.original), part, source))
    if _equal_words(steps):
        first = next(step for step in steps if step.name == "equal")
        start = max(start, first.original - first.quoted)
        yield from _compared((0, run.quoted), (start, run.original), part, source)
        return
    taken = min(run.quoted, run.original - floor, _in_sentence(source.words, run.original, -1, run.quoted))
    name = "replace" if taken else "insert"
    yield Operation(name, 0, run.quoted, run.original - taken, run.original)


def _behind(run: Run, part: Sequence[Word], source: Text) -> Iterator[Operation]:
    """Yield the steps to the words of the quotation that stand behind its last run."""
    at, original = run.quoted + run.size, run.original + run.size
    left = len(part) - at
    if not left:
        return
    end = min(len(source.words), original + left + _REACH)
    steps = list(_compared((at, len(part)), (original, end), part, source))
    if _equal_words(steps):
        last = [step for step in steps if step.name == "equal"][-1]
        end = min(end, last.original_end + len(part) - last.quoted_end)
        yield from _compared((at, len(part)), (original, end), part, source)
        return
    taken = _same_letters(part[at:], source.words[original : original + left + _REACH]) or min(
        left, len(source.words) - original, _in_sentence(source.words, original, 1, left)
    )
    yield Operation("replace" if taken else "insert", at, len(part), original, original + taken)


def _same_letters(part: Sequence[Word], words: Sequence[Word]) -> int:
    """Return how many words, from the first, have the letters of `part`: a page may cut a word in two."""
    letters = "".join(word.folded for word in part)
    joined = ""
    for count, word in enumerate(words, 1):
        joined += word.folded
        if joined == letters:
            return count
    return 0


def _in_sentence(words: Sequence[Word], at: int, step: int, most: int) -> int:
    """Return how many words before or from a place belong to the sentence there, `most` at most.

    A wider gap than a space and a mark between two words, or a capital, is taken for the end of a sentence.
    """
    taken = 0
    place_ = at - 1 if step < 0 else at
    while taken < most and 0 <= place_ < len(words):
        one, other = (words[place_], words[place_ + 1]) if step < 0 else (words[place_ - 1], words[place_])
        if other.start - one.end > 1 and other.text[0].isupper():
            break
        taken += 1
        place_ += step
    return taken


def _moved(part: Sequence[Word], source: Text, floor: int) -> Placed | None:
    """Return the place of two runs of the source that make up `part`, the second from further above."""
    starts = [place_ for place_ in source.places(part[0].folded) if place_ >= floor][:COMMONEST]
    runs = [(run_length(part, source.words, start), start) for start in starts]
    length, start = max(runs, key=lambda run: (run[0], -run[1]), default=(0, 0))
    if length < LEAST_MOVED or len(part) - length < LEAST_MOVED:
        return None
    rest = find_run(part[length:], source, floor, before=start)
    if rest is None:
        return None
    size = len(part)
    return Placed(
        (
            Operation("equal", 0, length, start, start + length),
            Operation("move", length, size, rest, rest + size - length),
        )
    )
