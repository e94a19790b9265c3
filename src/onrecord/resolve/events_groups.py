"""Tellings in groups that are one happening each, none of which contradicts another of its group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from onrecord.resolve.events_likeness import Likenesses
from onrecord.resolve.events_tellings import Telling


def groups_of(tellings: Sequence[Telling], likenesses: Likenesses) -> Iterator[list[Telling]]:
    """Yield the groups of two tellings or more, in the order of their first.

    What fits two happenings that cannot be one ("in May", of two days of May) is in no group; nor is a chain
    whose ends contradict each other.
    """
    fits = _fits(tellings, likenesses)
    doubtful = {
        telling
        for telling, others in fits.items()
        if any(likenesses.contradict(one, other) for one, other in combinations(others, 2))
    }
    met: set[Telling] = set(doubtful)
    for telling in tellings:
        if telling in met:
            continue
        group = [telling]
        met.add(telling)
        for one in group:
            for other in fits[one]:
                if other not in met:
                    met.add(other)
                    group.append(other)
        if len(group) > 1 and not any(likenesses.contradict(*pair) for pair in combinations(group, 2)):
            yield group


def _fits(tellings: Sequence[Telling], likenesses: Likenesses) -> dict[Telling, list[Telling]]:
    """Return the tellings that are one happening with each, of those that share a word with it."""
    order = {telling: index for index, telling in enumerate(tellings)}
    sharing: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        for feature in set(telling.features()):
            sharing[feature].append(telling)
    pairs = {pair for members in sharing.values() for pair in combinations(members, 2)}
    fits: dict[Telling, list[Telling]] = {telling: [] for telling in tellings}
    for one, other in sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]])):
        if likenesses.same(one, other):
            fits[one].append(other)
            fits[other].append(one)
    return fits
