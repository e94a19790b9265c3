"""Where in a text a temporal expression can stand: near a word of time or a number like a year."""

from __future__ import annotations

import re

from onrecord.extract.times_words import TimeWords

BEFORE, AFTER = 72, 72
"""Characters around a word of time within which its expression lies."""

_WORD = re.compile(r"[A-Za-z]+|\d+")
LONGEST = 16
"""A longer run of letters or digits is no word of time."""


class Places:
    """Finds windows of text, by the classes of words in them, for the patterns to be tried on."""

    def __init__(self, words: TimeWords) -> None:
        self._classes = words.classes

    def windows(self, text: str, start: int, end: int) -> dict[str, list[tuple[int, int]]]:
        """Return for each class of words the stretches of text around them, in order, without overlaps."""
        found: dict[str, list[tuple[int, int]]] = {}
        classes = self._classes
        for match in _WORD.finditer(text, start, end):
            first, last = match.span()
            if last - first > LONGEST:
                continue
            word = match.group()
            letters = (
                _classes_of_number(word, text[last : last + 1])
                if word[0] <= "9"
                else classes.get(word.lower())
            )
            if letters is None:
                continue
            for letter in letters:
                held = found.setdefault(letter, [])
                low, high = max(start, first - BEFORE), min(end, last + AFTER)
                if held and held[-1][1] >= low:
                    held[-1] = (held[-1][0], high)
                else:
                    held.append((low, high))
        return found


def _classes_of_number(digits: str, after: str) -> str | None:
    """Return the classes of a number: a year, a time of day or a part of a date in numbers."""
    letters = "y" if (len(digits) == 4 and digits[:2] <= "20") or after == "s" else ""
    if len(digits) <= 2 and after in (":", "/", "-", "."):
        letters += "c" if after in (":", ".") else ""
        letters += "g" if after != ":" else ""
    return letters or None
