"""Tellings in groups that are one happening each, none of which contradicts another of its group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from onrecord.resolve.events_likeness import Likenesses
from onrecord.resolve.events_tellings import Telling


def groups_of(tellings: Sequence[Telling], likenesses: Likenesses) -> Iterator[list[Telling]]:
    """Yield the groups of two tellings or more, in the order of their first.

    What fits two happenings that cannot be one ("in May", of two days of May) is in no group; nor is a chain
    whose ends contradict each other.
    """
    fits = _fits(tellings, likenesses)
    apart = _apart(fits, likenesses)
    doubtful = {
        telling
        for telling, others in fits.items()
        if any(not apart[one].isdisjoint(others) for one in others if apart[one])
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
        if len(group) > 1 and all(apart[one].isdisjoint(group) for one in group if apart[one]):
            yield group


def _apart(
    fits: Mapping[Telling, Sequence[Telling]], likenesses: Likenesses
) -> Mapping[Telling, frozenset[Telling]]:
    """Return for each telling those that contradict it, of all that one fitting another leads to."""
    apart: dict[Telling, set[Telling]] = {telling: set() for telling in fits}
    met: set[Telling] = set()
    for telling in fits:
        reached = [] if telling in met else [telling]
        met.update(reached)
        for one in reached:
            new = [other for other in fits[one] if other not in met]
            met.update(new)
            reached.extend(new)
        for one, other in combinations(reached, 2):
            if likenesses.contradict(one, other):
                apart[one].add(other)
                apart[other].add(one)
    return {telling: frozenset(others) for telling, others in apart.items()}


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
