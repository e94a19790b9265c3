"""Passages that two documents share word for word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from onrecord.types.spans import Span

LEAST_PASSAGE = 12
"""Words in a row that make a shared passage; FIELD.md takes 8 as a sign of derivation, and 12 leaves out
the titles of treaties and bodies that every document of an issue repeats."""

MOST_PLACES = 8
"""Places of one shingle in one document that are followed up: a refrain is one passage, not hundreds."""

Place = tuple[int, int]
"""A word of one document and one of another, by their indices."""


class Run(NamedTuple):
    """Equal words in a row: the index of the first in either document, and how many."""

    here: int
    there: int
    words: int


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """The same words in two documents, at their offsets in each.

    `own` is how many of the words stand outside names and boilerplate; all, where neither was looked for.
    """

    here: Span
    there: Span
    words: int
    own: int


def runs_at(places: Iterable[Place], here: Sequence[str], there: Sequence[str], least: int) -> list[Run]:
    """Return the runs of at least `least` equal words around some places, which come in order.

    A run whose words here are all part of another one is left out.
    """
    found: list[Run] = []
    reached: dict[int, int] = {}
    for place, other in places:
        if reached.get(other - place, -1) <= place:
            run = _run_around(place, other, here, there)
            reached[other - place] = run.here + run.words
            if run.words >= least:
                found.append(run)
    found.sort(key=lambda run: (run.here, -run.words, run.there))
    furthest = 0
    longest: list[Run] = []
    for run in found:
        if run.here + run.words > furthest:
            furthest = run.here + run.words
            longest.append(run)
    return longest


def _run_around(place: int, other: int, here: Sequence[str], there: Sequence[str]) -> Run:
    """Return the run of equal words in which a word of one document and one of another stand."""
    first, end = place, place
    shift = other - place
    ends = min(len(here), len(there) - shift)
    while end < ends and here[end] == there[end + shift]:
        end += 1
    begins = max(0, -shift)
    while end > place and first > begins and here[first - 1] == there[first - 1 + shift]:
        first -= 1
    return Run(first, first + shift, end - first)
