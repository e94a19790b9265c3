"""The words that bound a number, before it and behind it, and the limits a bound sets."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from onrecord.extract.numbers_scan import any_of, flat, whole_if

NEAR = 0.1
"""Half width of "about", and depth of "nearly", as a share of the number (RECORD.md, FIELD.md section 4)."""

REACH = 56
"""Characters before a number among which the words of its bound are looked for."""

MOST_WORDS = 5
"""Words of the longest bound ("in the neighborhood of")."""


class BoundReader:
    """Reads the bound of a number from the words around it; made once from the vocabulary."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._before = _bounds_of(table["before"])
        self._between = frozenset(table["between"]["words"])
        self._comparing = frozenset(table["comparing"]["words"])
        self._signs = tuple(
            phrase for phrase in self._before if not phrase[-1].isalpha() and phrase[-1] != "."
        )
        self._behind, self._behind_noun = _bounds_of(table["after"]), _bounds_of(table["after_noun"])
        self._after = re.compile(rf"\s*(?P<b>{any_of(self._behind)})(?![\w])", re.I)
        self._after_noun = re.compile(
            rf"(?:\s+(?!(?:{_LINKS})\b)[a-z]+){{1,2}}\s+(?P<b>{any_of(self._behind_noun)})(?!\w)", re.I
        )

    def before(self, text: str, floor: int, place: int) -> tuple[str | None, int]:
        """Return the bound that ends before `place`, None where there is none, and where its words begin.

        Of two bounds that stand together the outer one rules ("at least about 200"), but an exact one
        never ("only about 200").
        """
        bound, start = None, place
        words = [(m.start(), m.end()) for m in _WORD.finditer(text, max(floor, place - REACH), place)]
        if words and words[-1][1] == place and (glued := self._sign_before(text, floor, place)) is not None:
            return glued
        while words:
            found = self._phrase(text, words)
            if found is None:
                break
            outer, first, count = found
            if self._compares(text, words[:-count]):
                break
            if bound in (None, "exact", "about"):
                bound = bound if bound == "about" and outer == "exact" else outer
                start = first
            words = words[:-count]
        return bound, start

    def _sign_before(self, text: str, floor: int, place: int) -> tuple[str, int] | None:
        """Return the bound of a sign that touches the number: ">500", "sub-300"."""
        for sign in self._signs:
            if text.startswith(sign, place - len(sign)) and place - len(sign) >= floor:
                return self._before[sign], place - len(sign)
        return ("less_than", place - 4) if text[max(floor, place - 4) : place].lower() == "sub-" else None

    def _phrase(self, text: str, words: list[tuple[int, int]]) -> tuple[str, int, int] | None:
        """Return bound, start and number of words of the longest phrase that ends at the last word.

        Words that may stand between are stepped over; they count as words of the phrase.
        """
        for over in range(min(3, len(words))):
            if over and text[slice(*words[-over])].lower() not in self._between:
                return None
            kept = words[: len(words) - over]
            for count in range(min(MOST_WORDS, len(kept)), 0, -1):
                start = kept[-count][0]
                while start < kept[-1][1] and text[start] in _OPENING:
                    start += 1
                bound = self._before.get(flat(text[start : kept[-1][1]]))
                if bound is not None:
                    return bound, start, count + over
        return None

    def _compares(self, text: str, words: list[tuple[int, int]]) -> bool:
        return (
            bool(words)
            and text[slice(*words[-1])].lower() in self._comparing
            and _AS.match(text, words[-1][1]) is not None
        )

    def after(self, text: str, place: int, end: int) -> tuple[str | None, int]:
        """Return the bound whose words begin at `place`, None where there is none, and where they end."""
        if found := self._after.match(text, place, min(end, place + 24)):
            return self._behind[flat(found["b"])], found.end()
        if found := self._after_noun.match(text, place, min(end, place + 48)):
            return self._behind_noun[flat(found["b"])], found.end()
        return None, place


_WORD = re.compile(r"[^\s—–]+")
_LINKS = "for|of|to|in|by|with|on|at|and|or|from|per|one|two|three|four|five|six|seven|eight|nine|ten"
"""Words behind which another number's bound begins: "$8,000 for two or more"."""

_AS = re.compile(r"\s+as\b", re.I)
_OPENING = "(“\"‘'[—–-"


def _bounds_of(table: Mapping[str, list[str]]) -> dict[str, str]:
    return {flat(phrase): bound for bound, phrases in table.items() for phrase in phrases}


def limits(
    value: float | int, bound: str, whole: bool = True
) -> tuple[float | int | None, float | int | None]:
    """Return the inclusive lowest and highest number that a bound allows.

    `whole` tells that whole things are counted: more than 600 of them are 601 or more, while more than
    5 million dollars may be a cent more.

    >>> limits(600, "more_than"), limits(2000, "at_most"), limits(200, "about"), limits(2000, "nearly")
    ((601, None), (None, 2000), (180, 220), (1800, 2000))
    >>> limits(5000000, "more_than", whole=False), limits(43, "about", whole=False)
    ((5000000, None), (38.7, 47.3))
    """
    counts = whole and isinstance(value, int)
    step = 1 if counts else 0
    if bound == "at_least":
        return value, None
    if bound == "more_than":
        return value + step, None
    if bound == "at_most":
        return None, value
    if bound == "less_than":
        return None, value - step
    if bound not in ("about", "nearly"):
        return value, value
    depth = abs(value) * NEAR
    low = _rounded(value - depth, counts, math.ceil)
    return low, _rounded(value + depth, counts, math.floor) if bound == "about" else value


def _rounded(value: float, counts: bool, inwards: Callable[[float], int]) -> float | int:
    return inwards(round(value, 6)) if counts else whole_if(round(value, 6))


def vague_limits(vague: tuple[int, int], bound: str | None) -> tuple[int | None, int | None]:
    """Return the limits of a vague word: more than dozens are 24 or more."""
    low, high = vague
    if bound in ("at_least", "more_than"):
        return low, None
    return (None, high) if bound in ("at_most", "less_than") else (low, high)
