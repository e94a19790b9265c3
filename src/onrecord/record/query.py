"""What a reader types into search, understood: words, "phrases", prefix*, AND, OR, NOT, brackets.

Words that stand side by side must all be there. Odd input is read as far as it makes sense.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.record.words import Word, words_in

LONGEST_QUERY = 2000
"""Characters of a query that are read."""

DEEPEST = 20
"""Brackets inside brackets that are read; deeper ones are passed over."""

_PIECE = re.compile(r'-?"[^"]*"?|[()]|[^\s()"]+')
_MARKS = str.maketrans(dict.fromkeys("“”„«»＂", '"') | {"（": "(", "）": ")"})


@dataclass(frozen=True, slots=True)
class Terms:
    """Words in a row; `open_end` tells that the last is the beginning of a word."""

    words: tuple[str, ...]
    open_end: bool = False

    def found_in(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Yield where these words stand in the words of a text, as offsets into it."""
        length = len(self.words)
        for first in range(len(words) - length + 1):
            run = [word.folded for word in words[first : first + length]]
            last = run[-1][: len(self.words[-1])] if self.open_end else run[-1]
            if (*run[:-1], last) == self.words:
                yield words[first].start, words[first + length - 1].end


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be there."""

    part: Part


@dataclass(frozen=True, slots=True)
class Every:
    """What must all be there."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """What must be there at least once."""

    parts: tuple[Part, ...]


Part = Terms | Not | Every | Either


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood; `complaint` is one sentence where something was not."""

    part: Part | None
    complaint: str | None = None

    def wanted(self) -> Iterator[Terms]:
        """Yield the terms that are looked for, those that must not be there left out."""
        waiting = [self.part] if self.part is not None else []
        while waiting:
            part = waiting.pop()
            if isinstance(part, Terms):
                yield part
            elif isinstance(part, Every | Either):
                waiting.extend(part.parts)


@dataclass(slots=True)
class _Level:
    """What stands inside one pair of brackets, read from left to right."""

    choices: list[list[Part]] = field(default_factory=lambda: [[]])
    negated: bool = False

    def add(self, part: Part) -> None:
        self.choices[-1].append(Not(part) if self.negated else part)
        self.negated = False

    def closed(self) -> Part | None:
        choices = [_joined(Every, choice) for choice in self.choices if choice]
        return _joined(Either, choices) if choices else None


def _joined(kind: type[Every] | type[Either], parts: Sequence[Part]) -> Part:
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def understand(typed: str) -> Query:
    """Return what `typed` asks for; never raises."""
    levels = [_Level()]
    for piece in _PIECE.findall(typed[:LONGEST_QUERY].translate(_MARKS)):
        _take(piece, levels)
    while len(levels) > 1:
        _close(levels)
    part = levels[0].closed()
    if part is None:
        return Query(None, "Type at least one word to look for.")
    if len(typed) > LONGEST_QUERY:
        return Query(part, f"The query is long: only its first {LONGEST_QUERY} characters were looked for.")
    return Query(part)


def _take(piece: str, levels: list[_Level]) -> None:
    level = levels[-1]
    if piece == "(":
        if len(levels) <= DEEPEST:
            levels.append(_Level())
    elif piece == ")":
        if len(levels) > 1:
            _close(levels)
    elif piece == "OR":
        level.choices.append([])
    elif piece == "NOT":
        level.negated = not level.negated
    elif piece != "AND":
        if piece.startswith("-") and len(piece) > 1:
            level.negated = not level.negated
        terms = _terms(piece)
        if terms is None:
            level.negated = False
        else:
            level.add(terms)


def _close(levels: list[_Level]) -> None:
    part = levels.pop().closed()
    if part is None:
        levels[-1].negated = False
    else:
        levels[-1].add(part)


def _terms(piece: str) -> Terms | None:
    words = tuple(word.folded for word in words_in(piece))
    return Terms(words, piece.rstrip('"').endswith("*")) if words else None
