"""Names from a vocabulary, found in a text word by word in one pass."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from onrecord.extract.last_made import LastMade
from onrecord.types.identity import folded_name

T = TypeVar("T")

_WORD = re.compile(r"[^\W_]+")
_GAP = frozenset(" \t\r\n\u00a0.'’‘-\u2010\u2011\u2013&/")
_MARKS = frozenset(",()")
"""Found between the words of a name only where the name itself is written with them."""

_LONGEST_GAP = 4
"""Characters between two words of one name: `. `, a line end with an indent, ` & `."""


class Word(NamedTuple):
    """A run of letters or digits with its place, folded for comparison."""

    start: int
    end: int
    folded: str


class NameFound(NamedTuple, Generic[T]):
    """A name of the table at a place in the text, with what the table keeps under it."""

    start: int
    end: int
    entry: T


@dataclass(frozen=True, slots=True)
class _Form(Generic[T]):
    words: tuple[str, ...]
    acronym: bool
    lower: bool
    marks: frozenset[str]
    entry: T


_SHORTEST_FOLDED, _LONGEST_FOLDED = 36, 130
"""Characters of a folded line: columns of print have 40 and more; a paragraph on one line is longer."""


def words_of(text: str) -> list[Word]:
    """Return the words of a text in order, accents and case folded away."""
    return [Word(found.start(), found.end(), _folded(found[0])) for found in _WORD.finditer(text)]


text_words = LastMade(words_of)
"""The words of a whole text, for all that read one document: not to be changed."""


def _folded(word: str) -> str:
    return word.casefold() if word.isascii() else folded_name(word)


class NameTable(Generic[T]):
    """Names of things, each in any number of written forms, found longest first and never overlapping.

    A form in capitals alone (`UK`, `U.S.`) is found in capitals alone; a form that starts with a
    small letter is found in any case; every other form needs its first letter a capital.
    """

    def __init__(self, forms: Iterable[tuple[str, T]]) -> None:
        self._forms: dict[str, list[_Form[T]]] = {}
        seen: set[tuple[tuple[str, ...], bool]] = set()
        for written, entry in forms:
            form = _form_of(written, entry)
            if form.words and (form.words, form.acronym) not in seen:
                seen.add((form.words, form.acronym))
                self._forms.setdefault(form.words[0], []).append(form)
        for known in self._forms.values():
            known.sort(key=lambda form: -len(form.words))

    def find(self, text: str, words: Sequence[Word]) -> Iterator[NameFound[T]]:
        """Yield the names in a text; `words` are its words as `words_of` returns them."""
        forms, free = self._forms, 0
        for index in [at for at, word in enumerate(words) if word.folded in forms]:
            form = self._form_at(text, words, index) if index >= free else None
            if form is not None:
                free = index + len(form.words)
                yield NameFound(words[index].start, _with_final_stop(text, words[free - 1]), form.entry)

    def exactly(self, name: str) -> T | None:
        """Return what is kept under a name that is given whole, None where the table has it not."""
        words = words_of(name)
        form = self._form_at(name, words, 0) if words else None
        return form.entry if form is not None and len(form.words) == len(words) else None

    def _form_at(self, text: str, words: Sequence[Word], index: int) -> _Form[T] | None:
        for form in self._forms.get(words[index].folded, ()):
            if _stands_at(form, text, words, index):
                return form
        return None


def _form_of(written: str, entry: T) -> _Form[T]:
    words = tuple(word.folded for word in words_of(written))
    acronym = written == written.upper() and any(char.isalpha() for char in written)
    return _Form(words, acronym, written[:1].islower(), _MARKS & frozenset(written), entry)


def _stands_at(form: _Form[T], text: str, words: Sequence[Word], index: int) -> bool:
    if index + len(form.words) > len(words):
        return False
    for step, word in enumerate(form.words):
        here = words[index + step]
        if here.folded != word:
            return False
        if step and not _joins(text, words[index + step - 1], here, form.marks):
            return False
    written = text[words[index].start : words[index + len(form.words) - 1].end]
    if form.acronym:
        return written == written.upper()
    return form.lower or not written[0].islower()


def _joins(text: str, before: Word, after: Word, marks: frozenset[str]) -> bool:
    """Tell whether two words may belong to one name: no clause ends between them."""
    if after.start - before.end > _LONGEST_GAP:
        return False
    gap = text[before.end : after.start]
    if "." in gap and before.end - before.start > 3:
        return False
    return all(char in _GAP or char in marks for char in gap) and gap.count("\n") < 2


def _with_final_stop(text: str, last: Word) -> int:
    """Return the end of a name, with the last full stop of `U.S.` inside it."""
    dotted = last.end - last.start == 1 and text[last.start - 1 : last.start] == "."
    return last.end + 1 if dotted and text[last.end : last.end + 1] == "." else last.end


def folds_line(text: str, start: int, end: int) -> bool:
    """Tell whether the line end between two offsets only folds a line of running text.

    The line before it is as long as one that was full, and the next one is not set in.
    """
    if text.count("\n", start, end) != 1 or text[start:end].strip(" \r\n") or text[end - 1] != "\n":
        return False
    return _SHORTEST_FOLDED <= start - text.rfind("\n", 0, start) <= _LONGEST_FOLDED


def word_index(words: Sequence[Word], offset: int) -> int:
    """Return the index of the first word that starts at `offset` or after it."""
    return bisect_left(words, offset, key=lambda word: word.start)
