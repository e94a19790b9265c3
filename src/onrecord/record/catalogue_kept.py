"""What a catalogue answered, kept while what it lists stands still, for any number of threads.

Reviewers who accept, annotate and grade do not change what is listed, so that pages of a record that many
read and review at once are mostly put together from what was asked before.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from threading import Lock
from typing import Any, TypeVar, cast

from onrecord.record.at_hand import Kept
from onrecord.record.catalogue_opened import Opened
from onrecord.record.catalogue_query import RowEntry
from onrecord.record.reading import View

T = TypeVar("T")

ANSWERS = 512
"""Answers that are kept: keys of pages, links, days; most are some kilobytes."""

ENTRIES = 4096
"""Entries of lists that are kept with their rows, some 3 kB each."""


class KeptAnswers:
    """Keeps answers and entries by what is listed, and what reviewers left by the view it stands in.

    Nothing is kept, and nothing kept is given, where the record is ahead of the catalogue (`listed` is None).
    """

    def __init__(self) -> None:
        self._answers: Kept[tuple[int, Hashable], list[Any]] = Kept(ANSWERS)
        self._entries: Kept[tuple[int, int], tuple[str, RowEntry]] = Kept(ENTRIES)
        self._reviewed: tuple[View, frozenset[str], Mapping[str, str]] | None = None
        self._lock = Lock()

    def answer(self, listed: int | None, asked: Hashable, make: Callable[[], T]) -> T:
        """Return the answer to what is asked, made where it is not known; nobody may change it."""
        if listed is None:
            return make()
        with self._lock:
            known = self._answers.get((listed, asked))
        if known is None:
            known = [make()]
            with self._lock:
                self._answers.keep((listed, asked), known)
        return cast(T, known[0])

    def entries(
        self,
        listed: int | None,
        keys: Iterable[int],
        make: Callable[[list[int]], Iterator[tuple[int, tuple[str, RowEntry]]]],
    ) -> dict[int, tuple[str, RowEntry]]:
        """Return what is kept of some entries, by key; those that are not known are made together."""
        wanted = list(dict.fromkeys(keys))
        if listed is None:
            return dict(make(wanted))
        with self._lock:
            held = {key: self._entries.get((listed, key)) for key in wanted}
        found = {key: entry for key, entry in held.items() if entry is not None}
        missing = [key for key in wanted if key not in found]
        made = dict(make(missing)) if missing else {}
        with self._lock:
            for key, entry in made.items():
                self._entries.keep((listed, key), entry)
        return found | made

    def left_by_reviewers(self, opened: Opened) -> tuple[frozenset[str], Mapping[str, str]]:
        """Return which rows were reviewed, and the grade of each that has one."""
        known, view = self._reviewed, opened.reader.view
        if known is None or known[0] is not view:
            known = self._reviewed = (view, opened.reviewed(), opened.grades())
        return known[1], known[2]

    def forget(self) -> None:
        """Keep nothing of what was answered."""
        with self._lock:
            self._answers.clear()
            self._entries.clear()
