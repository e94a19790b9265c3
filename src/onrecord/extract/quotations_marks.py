"""Which marks open and which close: pairs of quotation marks inside one paragraph, in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

_MARKS = re.compile(r"''|``|´´|[\"“”„‟＂«»‹›「」『』《》〈〉‘’‚‛'`´]")
_SINGLES = frozenset("‘’‚‛'`´")
_STRAIGHT = frozenset(['"', "＂", "''"])
_CLOSERS = {
    "“": frozenset('”"‟＂'),
    "„": frozenset('“”"‟'),
    '"': frozenset('"”＂'),
    "＂": frozenset('＂"'),
    "”": frozenset("”"),
    "‟": frozenset('”"'),
    "''": frozenset(["''", '"']),
    "``": frozenset(["''", '"']),
    "´´": frozenset(["´´"]),
    "«": frozenset("»"),
    "»": frozenset("«"),
    "‹": frozenset("›"),
    "›": frozenset("‹"),
    "「": frozenset("」"),
    "『": frozenset("』"),
    "《": frozenset("》"),
    "〈": frozenset("〉"),
}
"""What may close each opening mark. Straight and curly close each other: editors mix them."""

_BOTH_WAYS = frozenset("”»›")
"""Marks that open in some languages (”så”, »so«) and close in most."""

_SINGLE_CLOSERS = {
    "‘": frozenset("’'"),
    "‛": frozenset("’'"),
    "‚": frozenset("‘’"),
    "'": frozenset("'’"),
    "`": frozenset("'"),
}
_ELISION = re.compile(r"(?:\d0s|em|til|tis|twas|cause|bout|round|n)\b", re.IGNORECASE)
_BEFORE_OPENING = frozenset("([{<—–-―/:,;…¿¡=>|*_#") | frozenset('“„«‹‘"「『')


@dataclass(frozen=True, slots=True)
class Marked:
    """The words from `start` to `end` between two marks; `outer_start`, `outer_end` hold the marks too."""

    mark: str
    outer_start: int
    start: int
    end: int
    outer_end: int
    closed: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    text: str
    start: int
    end: int
    opens: bool
    closes: bool
    balance: int = 0  # closing less opening marks of the double kind after this one


def pair_marks(text: str, start: int, end: int) -> tuple[list[Marked], list[int]]:
    """Return the outermost pairs between two offsets in text order, and offsets of marks nothing opened.

    A mark inside another pair belongs to it. Apostrophes, elisions ('90s) and inches (6") are no
    marks. An opening mark that is never closed runs to `end` or to the next one that opens.
    """
    marks = list(_read_marks(text, start, end))
    doubles = _balanced([mark for mark in marks if mark.text not in _SINGLES])
    pairs, stray = _pair_doubles(text, doubles, end)
    singles = _outside(pairs, [mark for mark in marks if mark.text in _SINGLES])
    return _outermost([*pairs, *_pair_singles(text, singles, end)]), stray


def opens_with(text: str, start: int, mark: str) -> bool:
    """Tell whether the words at `start` open with a mark of the kind of `mark`."""
    return text.startswith(mark, start) or (mark in '“"' and text[start : start + 1] in ("“", '"'))


def _read_marks(text: str, start: int, end: int) -> Iterator[_Mark]:
    for found in _MARKS.finditer(text, start, end):
        mark, before, after = found[0], _char(text, found.start() - 1, start), ""
        after = text[found.end()] if found.end() < end else ""
        opens = _may_open(before, after)
        closes = bool(before) and not before.isspace()
        if mark in _SINGLES:
            opens = opens and not _ELISION.match(text, found.end(), min(end, found.end() + 8))
            closes = closes and not after.isalnum()
        elif mark in _STRAIGHT and opens and closes and before.isalnum():
            opens = False
        yield _Mark(mark, found.start(), found.end(), opens, closes)


def _char(text: str, offset: int, start: int) -> str:
    return text[offset] if offset >= start else ""


def _may_open(before: str, after: str) -> bool:
    """Tell whether a mark between these two characters may open: free on its left, words on its right."""
    if not after or (after.isspace() and before and not before.isspace()):
        return False
    return not before or before.isspace() or before in _BEFORE_OPENING


def _balanced(marks: Sequence[_Mark]) -> list[_Mark]:
    """Return the marks with how many more marks close than open after each of them."""
    balance = 0
    found = []
    for mark in reversed(marks):
        found.append(replace(mark, balance=balance))
        balance += _weight(mark)
    return found[::-1]


def _weight(mark: _Mark) -> int:
    if mark.text in _STRAIGHT:
        return int(mark.closes and not mark.opens) - int(mark.opens and not mark.closes)
    if mark.text in "“„«‹「『《〈" or mark.text == "``":
        return -1
    return 1


def _pair_doubles(text: str, marks: Sequence[_Mark], end: int) -> tuple[list[Marked], list[int]]:
    pairs: list[Marked] = []
    stray: list[int] = []
    opened: _Mark | None = None
    depth = 0
    for mark in marks:
        if opened is None:
            if _opens(text, mark):
                opened, depth = mark, 0
            elif not _is_measure(text, mark):
                stray.append(mark.start)
        elif mark.text in _CLOSERS[opened.text] and _closes(text, mark):
            if depth:
                depth -= 1
            else:
                pairs.append(_pair(opened, mark))
                opened = None
        elif mark.text in _CLOSERS and _same_family(mark.text, opened.text) and mark.opens:
            if mark.balance >= 2 + depth:
                depth += 1
            else:
                pairs.append(_unclosed(text, opened, mark.start))
                opened, depth = mark, 0
    if opened is not None:
        pairs.append(_unclosed(text, opened, end))
    return pairs, stray


def _opens(text: str, mark: _Mark) -> bool:
    if mark.text in _STRAIGHT or mark.text in _BOTH_WAYS:
        return mark.opens or (mark.text in _STRAIGHT and _is_wedged(text, mark))
    return mark.text in _CLOSERS


def _closes(text: str, mark: _Mark) -> bool:
    if mark.text not in _STRAIGHT:
        return True
    if mark.balance == 1 and _is_measure(text, mark):
        return False
    return mark.closes or not mark.opens or mark.balance <= 0


def _is_measure(text: str, mark: _Mark) -> bool:
    """Tell whether a straight mark stands for inches or seconds: after a digit, before no word."""
    digit = mark.start > 0 and text[mark.start - 1].isdigit()
    return mark.text in _STRAIGHT and digit and not text[mark.end : mark.end + 1].isalnum()


def _is_wedged(text: str, mark: _Mark) -> bool:
    """Tell whether a straight mark stands between two letters, its space lost."""
    around = text[max(0, mark.start - 1) : mark.start], text[mark.end : mark.end + 1]
    return all(side.isalpha() for side in around)


def _same_family(mark: str, other: str) -> bool:
    curly = frozenset('“„"‟＂')
    return mark == other or (mark in curly and other in curly)


def _pair_singles(text: str, marks: Sequence[_Mark], end: int) -> Iterator[Marked]:
    """Yield pairs of single marks; one without a partner in the paragraph is an apostrophe."""
    opened: _Mark | None = None
    for index, mark in enumerate(marks):
        if opened is None:
            if mark.opens and mark.text in _SINGLE_CLOSERS:
                opened = mark
        elif mark.closes and mark.text in _SINGLE_CLOSERS[opened.text]:
            if not _is_possessive(text, mark, marks[index + 1 : index + 2]):
                yield _pair(opened, mark)
                opened = None
        elif mark.opens and mark.text == opened.text:
            opened = mark
    if opened is not None and opened.text == "‘":  # only a later paragraph can tell whether it is one
        yield _unclosed(text, opened, end)


def _is_possessive(text: str, mark: _Mark, following: Sequence[_Mark]) -> bool:
    """Tell whether a closing single mark is the genitive of a plural: s’ before a word, a closer later."""
    genitive = text[mark.start - 1 : mark.start] == "s" and text[mark.end : mark.end + 1] == " "
    return genitive and any(later.closes and not later.opens for later in following)


def _outside(pairs: Sequence[Marked], marks: Sequence[_Mark]) -> list[_Mark]:
    found, index = [], 0
    for mark in marks:
        while index < len(pairs) and pairs[index].outer_end <= mark.start:
            index += 1
        if index == len(pairs) or mark.start < pairs[index].outer_start:
            found.append(mark)
    return found


def _outermost(pairs: list[Marked]) -> list[Marked]:
    kept: list[Marked] = []
    for pair in sorted(pairs, key=lambda pair: (pair.outer_start, -pair.outer_end)):
        if not kept or pair.outer_start >= kept[-1].outer_end:
            kept.append(pair)
    return kept


def _pair(opened: _Mark, closing: _Mark) -> Marked:
    return Marked(opened.text, opened.start, opened.end, closing.start, closing.end, closed=True)


def _unclosed(text: str, opened: _Mark, end: int) -> Marked:
    while end > opened.end and text[end - 1].isspace():
        end -= 1
    return Marked(opened.text, opened.start, opened.end, end, end, closed=False)
