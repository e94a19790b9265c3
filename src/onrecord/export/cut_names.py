"""Names of which only the beginning is there, before a mark of what was left out, and codes of persons."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator

from onrecord.export.name_forms import words_of

_CUT = re.compile(r"\s*(?:…|\[…\]|\[\.\.\.\]|\.\.\.)")

_SHORTEST = 2
"""Letters of a name's beginning that say whose it is."""

_MOST_WORDS = 5

_LONGEST = 120
"""Characters of a beginning that are looked at."""


class CutNames:
    """The beginnings of names, and identifiers as registers have them, each with the number of its person."""

    def __init__(self) -> None:
        self._names: list[tuple[str, int]] = []
        self._codes: dict[str, int] = {}

    def add(self, name: str, number: int) -> None:
        """Have the beginnings of a name found."""
        folded = " ".join(word.folded for word in words_of(name))
        if folded:
            insort(self._names, (folded, number))

    def add_code(self, code: str, number: int) -> None:
        """Have an identifier found."""
        self._codes[code] = number

    def hits(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield (start, end, number) of beginnings and identifiers in a text."""
        for code, number in self._codes.items():
            if code in text:
                pattern = rf"(?<!\w){re.escape(code)}(?!\w)"
                yield from ((*found.span(), number) for found in re.finditer(pattern, text))
        for mark in _CUT.finditer(text) if self._names else ():
            found = self._before(text, mark.start())
            if found is not None:
                yield found

    def _before(self, text: str, end: int) -> tuple[int, int, int] | None:
        """Return the longest beginning of a name that ends at a place."""
        begin = max(text.rfind(" ", 0, max(0, end - _LONGEST)), 0)
        words = words_of(text[begin:end])[-_MOST_WORDS:]
        if not words or words[-1].end != end - begin:
            return None
        for at, first in enumerate(words):
            begun = " ".join(word.folded for word in words[at:])
            place = bisect_left(self._names, (begun, 0))
            if first.capital and len(begun) >= _SHORTEST and place < len(self._names):
                name, number = self._names[place]
                if name.startswith(begun):
                    return begin + first.start, end, number
        return None
