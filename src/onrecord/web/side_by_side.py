"""A quotation laid beside its original: the same words level, each difference numbered and told in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from onrecord.types.rows import Difference, QuotationCheck
from onrecord.types.spans import Evidence

MOST_WORDS = 1500
"""Words of a quotation that are laid beside its original; a longer one is shown without marks."""

_WORD = re.compile(r"\w+(?:['’‘ʼ\-‐‑–]\w+)*")
_MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "\u00ad": None})
_LEFT_OUT = re.compile(r"\((\d+) words\)")
_BEFORE = "(stands before the words quoted first)"
_WEIGHTS = {"substantive": "substantive", "tolerable": "tolerated"}


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of both texts: `same`, or other words with the number of the difference, 0 for none told."""

    same: bool
    quoted: str
    original: str
    number: int = 0
    weight: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One piece of a quotation with its place in the original, and in words what lies before it there.

    `opens` and `closes` tell that its place is where the words found begin and where they end.
    """

    steps: tuple[Step, ...]
    gap: str = ""
    opens: bool = True
    closes: bool = True


@dataclass(frozen=True, slots=True)
class Token:
    """A word with what stands after it up to the next."""

    folded: str
    start: int
    end: int


def told(difference: Difference) -> str:
    """Return a difference as a sentence says it, with its weight.

    >>> told(Difference("replace", "which protect", "to protect", "substantive"))
    '“which protect” for “to protect”: substantive'
    """
    weight = _WEIGHTS[difference.weight]
    quoted, original = _flat(difference.quoted), _flat(difference.original)
    left_out = _LEFT_OUT.fullmatch(original)
    if original == _BEFORE:
        return f"“{quoted}” stands, in the original, before the words quoted first: order changed, {weight}"
    if left_out:
        return f"“{quoted}” stands for {_many(int(left_out[1]))} left out, and says so: {weight}"
    if quoted.startswith("["):
        return f"“{quoted}” stands, marked by its brackets, for “{original}”: {weight}"
    if not quoted:
        count = len(words_in(original))
        mark = "without a mark" if difference.weight == "substantive" else ""
        return f"{_many(count)} left out{' ' if mark else ''}{mark}, “{original}”: {weight}"
    if not original:
        return f"“{quoted}” added: {weight}"
    return f"“{quoted}” for “{original}”: {weight}"


def _many(count: int) -> str:
    return "1 word" if count == 1 else f"{count} words"


def _flat(text: str) -> str:
    return " ".join(text.split())


def words_in(text: str) -> list[Token]:
    """Return the words of a text as they are compared, each reaching up to the next."""
    found = list(_WORD.finditer(text))
    ends = [*(one.start() for one in found[1:]), len(text)][: len(found)]
    return [Token(_folded(one[0]), one.start(), end) for one, end in zip(found, ends, strict=True)]


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word.translate(_MARKS)).casefold()


def laid_out(check: QuotationCheck) -> tuple[Stretch, ...]:
    """Return a quotation beside its original, piece by piece; nothing where no original was found."""
    if check.found is None:
        return ()
    if len(check.pieces) < 2:
        return (Stretch(_steps(check.quotation.exact, check.found.exact, check.differences)),)
    return _pieces(check, check.found)


def _pieces(check: QuotationCheck, found: Evidence) -> tuple[Stretch, ...]:
    stretches: list[Stretch] = []
    before: tuple[int, int] | None = None
    for piece in check.pieces:
        start, end = _place(piece.exact, found.exact)
        gap = _gap(found.exact, before, (start, end)) if before else ""
        steps = _steps(piece.exact, found.exact[start:end], check.differences)
        stretches.append(Stretch(steps, gap, opens=start == 0, closes=end >= len(found.exact)))
        before = (start, end)
    return tuple(stretches)


def _place(piece: str, original: str) -> tuple[int, int]:
    """Return where most of a piece stands in a text: from its first word found to its last."""
    one, other = words_in(piece), words_in(original)
    if max(len(one), len(other)) > MOST_WORDS or not one or not other:
        return 0, len(original)
    blocks = [block for block in _matcher(one, other).get_matching_blocks() if block.size]
    if not blocks:
        return 0, len(original)
    longest = max(blocks, key=lambda block: block.size)
    first = max(0, longest.b - longest.a)
    last = min(len(other), longest.b + len(one) - longest.a)
    return other[first].start, other[last - 1].end


def _gap(original: str, before: tuple[int, int], here: tuple[int, int]) -> str:
    """Return in words how the original goes from one piece to the next."""
    if here[0] < before[0]:
        return "In the original this stands before the piece above: the order was changed."
    count = len(words_in(original[before[1] : here[0]]))
    return f"{_many(count)} of the original left out here." if count > 0 else ""


def _matcher(one: Sequence[Token], other: Sequence[Token]) -> SequenceMatcher[str]:
    return SequenceMatcher(
        None, [word.folded for word in one], [word.folded for word in other], autojunk=False
    )


def _steps(quoted: str, original: str, differences: Sequence[Difference]) -> tuple[Step, ...]:
    one, other = words_in(quoted), words_in(original)
    if max(len(one), len(other)) > MOST_WORDS or not one or not other:
        return (Step(False, quoted, original),)
    steps: list[Step] = []
    for op, a, a_end, b, b_end in _matcher(one, other).get_opcodes():
        words = _text(quoted, one, a, a_end), _text(original, other, b, b_end)
        if op == "equal":
            steps.append(Step(True, *words))
        else:
            steps.append(_numbered(words, differences))
    head = quoted[: one[0].start], original[: other[0].start]
    return (Step(True, *head), *steps) if any(head) else tuple(steps)


def _text(text: str, words: Sequence[Token], first: int, end: int) -> str:
    return text[words[first].start : words[end - 1].end] if first < end else ""


def _numbered(words: tuple[str, str], differences: Sequence[Difference]) -> Step:
    """Return a step with the difference that it is, or is part of."""
    quoted, original = ([word.folded for word in words_in(text)] for text in words)
    for number, difference in enumerate(differences, start=1):
        whole = [word.folded for word in words_in(difference.quoted)]
        other = [word.folded for word in words_in(difference.original)]
        ellipsis = _LEFT_OUT.fullmatch(_flat(difference.original)) is not None and not quoted
        if ellipsis or (_within(quoted, whole) and _within(original, other)):
            return Step(False, *words, number, difference.weight)
    return Step(False, *words)


def _within(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Tell whether words stand in a row in others."""
    last = len(whole) - len(part)
    return not part or any(whole[at : at + len(part)] == part for at in range(last + 1))
