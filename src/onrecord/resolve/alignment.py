"""A quotation laid word by word on the text it claims to quote."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from onrecord.resolve.shingles import winnow
from onrecord.resolve.words import (
    Word,
    WordColumns,
    is_acronym_of,
    same_spelling,
    word_columns,
    words_of,
)
from onrecord.types.rows import Difference
from onrecord.types.spans import Span

_CUT = re.compile(r"\[[^\[\]\n]{0,200}\]|\(?(?:…|\.\s?\.\s?\.(?:\s?\.)?)\)?")
"""A marked change in a quotation: [words in brackets], or an ellipsis of three or four points."""

FEWEST_ALTERED = 4
"""A quotation of fewer words is either found as it stands or not at all: one word changed in three
is another phrase, not a misquotation."""

LEAST_COVERED = 0.6
"""Share of its words a quotation must have in common, in order, with one place of the source before
that place is called its original."""

LEAST_RUN = 3
"""Words in a row that must agree somewhere, so that common words alone never make an original."""

LEAST_STITCH = 5
"""Words left out between two found words that make a silent stitch; fewer are words dropped."""


class SourceText:
    """A text that quotations are held against: its words, and where each stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words_of(text)

    @cached_property
    def columns(self) -> WordColumns:
        """The words in columns."""
        return word_columns(self.text)

    @cached_property
    def shingles(self) -> tuple[str, ...]:
        """The keys of the kept shingles, in text order."""
        return tuple(winnow(self.columns.folded)[0])

    def places(self, folded: str) -> Sequence[int]:
        """Return the indices of a folded word, in order."""
        return self._places.get(folded, ())

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = defaultdict(list)
        for index, word in enumerate(self.words):
            places[word.folded].append(index)
        return places


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where the words of a quotation stand in a source, and how they differ.

    `covered` is the share of the quotation's words found in order. `stitched` tells that words of the
    original were left out between two found words without a mark.
    """

    span: Span
    differences: tuple[Difference, ...]
    covered: float
    stitched: bool

    @property
    def verbatim(self) -> bool:
        """Tell whether nothing differs but what is tolerated."""
        return all(difference.weight == "tolerable" for difference in self.differences)


def align(quotation: str, source: SourceText) -> Alignment | None:
    """Return the best place of `quotation` in `source`, None where its words do not stand there.

    Pieces between marked ellipses must stand in the order quoted.
    """
    parts = [words for words in marked_parts(quotation) if words]
    if not parts:
        return None
    placed: list[_Placed] = []
    floor = 0
    for part in parts:
        found = _place(part, source, floor)
        if found is None:
            return None
        placed.append(found)
        floor = found.last + 1
    return _joined(parts, placed, source)


def marked_parts(quotation: str) -> list[tuple[Word, ...]]:
    """Return the words of a quotation cut where it marks a change: at ellipses and brackets.

    >>> [[word.text for word in part] for part in marked_parts("we … must [all] act")]
    [['we'], ['must'], ['act']]
    """
    parts, start = [], 0
    for cut in _CUT.finditer(quotation):
        parts.append(words_of(quotation, start, cut.start()))
        start = cut.end()
    parts.append(words_of(quotation, start))
    return parts


Operation = tuple[str, int, int, int, int]
"""As in difflib: what happens, from and to in the quotation's words, from and to in the source's."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """One part of a quotation at one place of the source."""

    operations: tuple[Operation, ...]

    @property
    def first(self) -> int:
        return self.operations[0][3]

    @property
    def last(self) -> int:
        return self.operations[-1][4] - 1

    @property
    def matched(self) -> int:
        return sum(to - start for name, start, to, _, _ in self.operations if name == "equal")

    @property
    def longest_run(self) -> int:
        return max(to - start for name, start, to, _, _ in self.operations if name == "equal")


def _place(part: Sequence[Word], source: SourceText, floor: int) -> _Placed | None:
    """Return the best place of one part at or behind the source word `floor`."""
    size = len(part)
    exact = _find_run(part, source, floor)
    if exact is not None:
        return _Placed((("equal", 0, size, exact, exact + size),))
    if size < FEWEST_ALTERED:
        return None
    found = [_compare(part, source, start) for start in _likely_starts(part, source, floor)]
    found.append(_stitch(part, source, floor))
    placed = [place for place in found if place is not None]
    best = max(placed, key=lambda place: (place.matched, -place.first), default=None)
    if best is None or best.matched < LEAST_COVERED * size or best.longest_run < LEAST_RUN:
        return None
    return best


def _find_run(part: Sequence[Word], source: SourceText, floor: int) -> int | None:
    """Return the first place at or behind `floor` where the words of `part` stand in a row."""
    rarest = min(range(len(part)), key=lambda index: len(source.places(part[index].folded)))
    for place in source.places(part[rarest].folded):
        start = place - rarest
        if start >= floor and _run_length(part, source, start) == len(part):
            return start
    return None


def _run_length(part: Sequence[Word], source: SourceText, start: int) -> int:
    """Return how many words of `part`, from its first, stand in the source from word `start`."""
    length = 0
    for word, original in zip(part, source.words[start : start + len(part)], strict=False):
        if word.folded != original.folded:
            break
        length += 1
    return length


_COMMONEST = 200
"""Places of a word beyond which it says nothing of where a quotation stands."""


def _likely_starts(part: Sequence[Word], source: SourceText, floor: int) -> Iterator[int]:
    """Yield the few places that most words of `part`, the rare ones above all, point to; best first."""
    votes: Counter[int] = Counter()
    bucket = max(4, len(part) // 4)
    for index, word in enumerate(part):
        places = source.places(word.folded)
        if len(places) <= _COMMONEST:
            for place in places:
                if place >= floor:
                    votes[(place - index) // bucket] += 12 // min(len(places), 12)
    for start, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:4]:
        yield start * bucket


def _compare(part: Sequence[Word], source: SourceText, start: int) -> _Placed | None:
    """Compare `part` with the source around word `start`, some words to either side."""
    slack = max(8, len(part) // 2)
    low = max(0, start - slack)
    window = source.words[low : start + len(part) + 2 * slack]
    matcher = SequenceMatcher(None, [w.folded for w in part], [w.folded for w in window], autojunk=False)
    blocks = _without_strays([(m.a, m.b, m.size) for m in matcher.get_matching_blocks() if m.size])
    if not blocks:
        return None
    operations: list[Operation] = []
    quoted, original = 0, max(0, blocks[0][1] - blocks[0][0])
    unmatched = len(part) - blocks[-1][0] - blocks[-1][2]
    end = min(len(window), blocks[-1][1] + blocks[-1][2] + unmatched)
    for a, b, size in [*blocks, (len(part), end, 0)]:
        if a > quoted or b > original:
            name = "delete" if a == quoted else "insert" if b == original else "replace"
            operations.append((name, quoted, a, low + original, low + b))
        if size:
            operations.append(("equal", a, a + size, low + b, low + b + size))
        quoted, original = a + size, b + size
    return _Placed(tuple(operations))


def _without_strays(blocks: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Drop one or two words at either end that agree by chance, far from the rest."""
    kept = list(blocks)
    while len(kept) > 1 and kept[0][2] < LEAST_RUN and _gap(kept[0], kept[1]) >= LEAST_STITCH:
        del kept[0]
    while len(kept) > 1 and kept[-1][2] < LEAST_RUN and _gap(kept[-2], kept[-1]) >= LEAST_STITCH:
        del kept[-1]
    return kept


def _gap(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    """Return how many more words the source has than the quotation between two matching runs."""
    return (other[1] - one[1]) - (other[0] - one[0])


def _stitch(part: Sequence[Word], source: SourceText, floor: int) -> _Placed | None:
    """Return two runs of the source, in order, that make up `part` with nothing to mark the gap."""
    starts = [place for place in source.places(part[0].folded) if place >= floor][:_COMMONEST]
    runs = [(_run_length(part, source, start), start) for start in starts]
    length, start = max(runs, key=lambda run: (run[0], -run[1]), default=(0, 0))
    if length < LEAST_RUN or len(part) - length < LEAST_RUN:
        return None
    rest = _find_run(part[length:], source, start + length)
    if rest is None:
        return None
    size = len(part)
    return _Placed(
        (
            ("equal", 0, length, start, start + length),
            ("delete", length, length, start + length, rest),
            ("equal", length, size, rest, rest + size - length),
        )
    )


def _joined(parts: Sequence[Sequence[Word]], placed: Sequence[_Placed], source: SourceText) -> Alignment:
    differences: list[Difference] = []
    stitched = False
    for part, place in zip(parts, placed, strict=True):
        for operation in place.operations:
            differences.extend(_differences(operation, part, source))
            stitched = stitched or _is_stitch(operation)
    first = min(place.first for place in placed)
    last = max(place.last for place in placed)
    matched = sum(place.matched for place in placed)
    return Alignment(
        Span(source.words[first].start, source.words[last].end),
        tuple(differences),
        matched / sum(len(part) for part in parts),
        stitched,
    )


def _is_stitch(operation: Operation) -> bool:
    name, _, _, start, end = operation
    return name == "delete" and end - start >= LEAST_STITCH


def _differences(operation: Operation, part: Sequence[Word], source: SourceText) -> Iterator[Difference]:
    name, quoted_from, quoted_to, original_from, original_to = operation
    quoted = part[quoted_from:quoted_to]
    original = source.words[original_from:original_to]
    if name == "equal":
        for one, other in zip(quoted, original, strict=True):
            if one.text[0].isupper() != other.text[0].isupper():
                yield Difference("replace", one.text, other.text, "tolerable")
        return
    weight = "tolerable" if name == "replace" and _tolerable(quoted, original) else "substantive"
    yield Difference(name, _shown(quoted), _shown(original), weight)


def _tolerable(quoted: Sequence[Word], original: Sequence[Word]) -> bool:
    """Tell whether two runs of words differ in spelling or by an acronym alone."""
    if _letters(quoted) == _letters(original):
        return True  # one word or two: "on-line", "on line"
    if len(quoted) == len(original):
        return all(same_spelling(a.folded, b.folded) for a, b in zip(quoted, original, strict=True))
    short, long = (quoted, original) if len(quoted) < len(original) else (original, quoted)
    return len(short) == 1 and is_acronym_of(short[0].text, tuple(word.text for word in long))


def _letters(words: Sequence[Word]) -> str:
    return "".join(word.folded.replace("-", "") for word in words)


def _shown(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)
