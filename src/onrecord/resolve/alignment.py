"""A quotation laid word by word on the text it claims to quote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from onrecord.resolve.marked import Part, marked_parts
from onrecord.resolve.numerals import is_of_number
from onrecord.resolve.placing import Operation, Placed, find_run, place
from onrecord.resolve.remnants import without_remnants
from onrecord.resolve.tolerances import (
    SILENT,
    SUBSTANTIVE,
    TOLERABLE,
    Stretch,
    is_page_furniture,
    repeats,
    weight_of,
)
from onrecord.resolve.words import Word, words_of
from onrecord.types.rows import Difference
from onrecord.types.spans import Span

LEAST_STITCH = 5
"""Words left out between two found words that make a silent stitch; fewer are words dropped."""

SEEN_BEFORE = 16
"""Words looked back for the name that an acronym in brackets repeats, and for words said twice."""

STANDS_BEFORE = "(stands before the words quoted first)"
"""Shown in place of an original where the pieces of a quotation stand in another order there."""


class SourceText:
    """A text that quotations are held against: its words, and where each stands.

    `within` leaves the words of some spans alone: what a document quotes, without who says so in between.
    """

    def __init__(self, text: str, within: Iterable[Span] | None = None) -> None:
        self.text = text
        self.plain = without_remnants(text)
        if within is None:
            self.words: Sequence[Word] = words_of(self.plain)
        else:
            self.words = tuple(word for span in within for word in words_of(self.plain, span.start, span.end))

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

    `covered` is the share of the quotation's words found in order.
    """

    span: Span
    differences: tuple[Difference, ...]
    covered: float

    @property
    def substantive(self) -> tuple[Difference, ...]:
        """The differences that are not tolerated."""
        return tuple(difference for difference in self.differences if difference.weight == SUBSTANTIVE)

    @property
    def verbatim(self) -> bool:
        """Tell whether nothing differs but what is tolerated."""
        return not self.substantive

    def without_stitches(self) -> Alignment:
        """Return the same with words left out tolerated: who quotes says that it is in part."""
        told = (replace(one, weight=TOLERABLE) if is_stitch(one) else one for one in self.differences)
        return replace(self, differences=tuple(told))

    @property
    def altered(self) -> bool:
        """Tell whether words differ, be it beside words that were left out."""
        return any(not is_stitch(difference) for difference in self.substantive)


def is_stitch(difference: Difference) -> bool:
    """Tell whether a difference is a silent stitch: many words left out, or pieces in another order."""
    if difference.original == STANDS_BEFORE:
        return True
    return difference.op == "delete" and len(words_of(difference.original)) >= LEAST_STITCH


def align(quotation: str, source: SourceText, *, closed: bool = True) -> Alignment | None:
    """Return the best place of `quotation` in `source`, None where its words do not stand there.

    Pieces between marked ellipses must stand in the order quoted. Of a quotation that no mark closes, what
    does not agree at its end is taken not to belong to it.
    """
    parts = marked_parts(quotation)
    placed = _place_all(parts, source)
    if not placed:
        return None
    if not closed:
        placed[-1] = placed[-1].without_end()
    return _joined(parts, placed, source)


def _place_all(parts: Sequence[Part], source: SourceText) -> list[Placed]:
    """Return the places of the parts, in order; none where one of them has none."""
    placed: list[Placed] = []
    floor = 0
    for part in parts:
        found = place(part.words, source, floor)
        if found is None:
            return []
        placed.append(found)
        floor = found.last + 1
    for index in range(len(placed) - 2, -1, -1):  # the nearest place before the next part, not the first
        if placed[index].exact:
            first = find_run(parts[index].words, source, placed[index].first, before=placed[index + 1].first)
            if first is not None:
                placed[index] = Placed.run(len(parts[index].words), first)
    return placed


def _joined(parts: Sequence[Part], placed: Sequence[Placed], source: SourceText) -> Alignment:
    differences: list[Difference] = []
    for index, (part, found) in enumerate(zip(parts, placed, strict=True)):
        if index and part.mark:
            differences.append(_marked_gap(part.mark, placed[index - 1].last, found.first, source))
        steps = _with_numbers_whole(found.operations, part, source)
        differences.extend(difference for step in steps for difference in _differences(step, part, source))
    first = min(found.first for found in placed)
    last = max(found.last for found in placed)
    compared = sum(found.size for found in placed)
    return Alignment(
        Span(source.words[first].start, source.words[last].end),
        tuple(differences),
        sum(found.matched for found in placed) / max(1, compared),
    )


def _marked_gap(mark: str, last: int, first: int, source: SourceText) -> Difference:
    """Return a marked change with what stands in its place: its words, or of an ellipsis how many."""
    left_out = source.words[last + 1 : first]
    if mark.startswith("["):
        return Difference("replace", mark, _shown(left_out), TOLERABLE)
    return Difference("replace", mark, f"({len(left_out)} words)", TOLERABLE)


def _with_numbers_whole(steps: Sequence[Operation], part: Part, source: SourceText) -> Iterator[Operation]:
    """Yield the steps; those around words of a number as one where it is but written otherwise."""
    at = 0
    while at < len(steps):
        whole = _number_around(steps[at : at + 3], part, source)
        yield whole or steps[at]
        at += 3 if whole else 1


def _number_around(steps: Sequence[Operation], part: Part, source: SourceText) -> Operation | None:
    """Return three steps as one that tell the same amount: "$5 million", "five million dollars"."""
    names = [step.name for step in steps]
    if len(names) < 3 or names[1] != "equal" or not {names[0], names[2]} <= {"replace", "insert", "delete"}:
        return None
    between = part.words[steps[1].quoted : steps[1].quoted_end]
    if not all(is_of_number(word.folded) for word in between):
        return None
    first, last = steps[0], steps[2]
    whole = Operation("replace", first.quoted, last.quoted_end, first.original, last.original_end)
    quoted = _stretch(part.words, whole.quoted, whole.quoted_end, part.plain)
    original = _stretch(source.words, whole.original, whole.original_end, source.plain)
    return whole if weight_of(quoted, original) == TOLERABLE else None


def _differences(step: Operation, part: Part, source: SourceText) -> Iterator[Difference]:
    quoted = part.words[step.quoted : step.quoted_end]
    original = source.words[step.original : step.original_end]
    if step.name == "equal":
        for one, other in zip(quoted, original, strict=True):
            if one.text[0].isupper() != other.text[0].isupper():
                yield Difference("replace", one.text, other.text, TOLERABLE)
    elif step.name == "move":
        yield Difference("replace", _shown(quoted), STANDS_BEFORE, SUBSTANTIVE)
    else:
        there = _stretch(source.words, step.original, step.original_end, source.plain)
        bare = step.name == "delete" and not repeats(there) and not is_page_furniture(there)
        if bare and len(original) >= LEAST_STITCH:
            yield Difference("delete", "", _exact(original, source), SUBSTANTIVE)
            return
        weight = weight_of(_stretch(part.words, step.quoted, step.quoted_end, part.plain), there)
        if weight != SILENT:
            yield Difference(step.name, _shown(quoted), _shown(original), weight)


def _stretch(words: Sequence[Word], first: int, end: int, plain: str) -> Stretch:
    start = words[first - 1].end if first else (words[first].start if first < end else 0)
    stop = words[end].start if end < len(words) else (words[end - 1].end if end > first else start)
    before, after = words[max(0, first - SEEN_BEFORE) : first], words[end : end + 1]
    return Stretch(words[first:end], plain[start:stop], before, after)


def _exact(words: Sequence[Word], source: SourceText) -> str:
    return source.text[words[0].start : words[-1].end] if words else ""


def _shown(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)
