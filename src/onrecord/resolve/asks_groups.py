"""One ask and its mentions: pairs joined so that no two mentions of a group contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from onrecord.resolve.asks_pairs import Pair
from onrecord.types.rows import Ask, DocumentRow

UNDATED = "9999"
"""Sorts what has no date behind everything that has one."""

CanBeOne = Callable[[Ask, Ask], bool]
Place = Callable[[Ask], tuple[str, str, str, int, str]]


def grouped(
    pairs: Collection[Pair], row: Callable[[str], Ask | None], can_be_one: CanBeOne
) -> dict[str, list[str]]:
    """Return the mentions of each ask that has several, under the id of any of them.

    The pairs that share most are joined first. Two groups become one where every mention of the one can be
    one ask with every mention of the other: a long ask that holds two short ones does not make them one.
    """
    group_of: dict[str, list[str]] = {}
    for pair in sorted(
        (pair for pair in pairs if pair.mention), key=lambda held: (-held.share, held.one, held.other)
    ):
        first = group_of.setdefault(pair.one, [pair.one])
        second = group_of.setdefault(pair.other, [pair.other])
        if first is not second and _fit(first, second, row, can_be_one):
            first.extend(second)
            for ask in second:
                group_of[ask] = first
    return {ask: group for ask, group in group_of.items() if len(group) > 1}


def deeds(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the asks that pairs lead from one to the other, whoever asks, under the id of one of them."""
    group_of: dict[str, list[str]] = {}
    for one, other in pairs:
        first, second = group_of.setdefault(one, [one]), group_of.setdefault(other, [other])
        if first is not second:
            first.extend(second)
            for ask in second:
                group_of[ask] = first
    return {ask: group[0] for ask, group in group_of.items()}


def _fit(
    first: Iterable[str], second: Collection[str], row: Callable[[str], Ask | None], can_be_one: CanBeOne
) -> bool:
    asks = [row(ask) for ask in second]
    return all(
        one is not None and other is not None and can_be_one(one, other)
        for one in map(row, first)
        for other in asks
    )


def restated(
    pairs: Collection[Pair], groups: Mapping[str, list[str]], row: Callable[[str], Ask | None], place: Place
) -> Iterator[Ask]:
    """Yield the asks with what ties them to others: the first mention, and asks of others for the same."""
    first_of: dict[str, str] = {}
    for group in groups.values():
        if group[0] not in first_of:
            mentions = sorted((ask for ask in map(row, group) if ask is not None), key=place)
            first_of.update((ask.id, mentions[0].id) for ask in mentions)
    others: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        one, other = first_of.get(pair.one, pair.one), first_of.get(pair.other, pair.other)
        if one != other and not pair.mention:
            others[one].add(other)
            others[other].add(one)
    for ask in sorted({*first_of, *others}):
        found, first = row(ask), first_of.get(ask, ask)
        said_first = row(first) if first != ask else None
        if found is not None:
            also = sorted((held for held in map(row, others.get(first, ())) if held is not None), key=place)
            yield replace(
                found,
                restates=said_first.id if said_first else None,
                restates_in=said_first.document if said_first else None,
                also_asked=tuple(held.id for held in also),
            )


def place_of(ask: Ask, document: DocumentRow | None) -> tuple[str, str, str, int, str]:
    """Return what puts mentions in order: by date, undated last, then as they stand."""
    date = document.date.edtf if document is not None and document.date else UNDATED
    return (date, document.path if document else "", ask.document, ask.operative.start, ask.id)
