"""One ask and its mentions: pairs joined so that no two mentions of a group contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from onrecord.types.findings import Corpus
from onrecord.types.rows import Ask, AskPair, DocumentRow

UNDATED = "9999"
"""Sorts what has no date behind everything that has one."""

DOCUMENTS_KEPT = 2_048
"""Documents whose pairs of asks are held in memory at a time."""

CanBeOne = Callable[[Ask, Ask], bool]
Place = Callable[[Ask], tuple[str, str, str, int, str]]

AskPlace = tuple[str, str]
"""An ask by its document and id."""


class Mentions:
    """The pairs of asks that are mentions of one ask, as documents tell of them."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self.of = lru_cache(DOCUMENTS_KEPT)(self._read)

    def all(self) -> Iterator[AskPlace]:
        """Yield the asks of the record that have any pair, those of a document together."""
        return ((pair.document, pair.ask) for pair in self._corpus.rows(AskPair) if pair.mention)

    def joined(self, start: AskPlace) -> tuple[frozenset[AskPlace], tuple[AskPair, ...]]:
        """Return the asks that pairs lead to from one, it among them, and these pairs, each once."""
        found, waiting = {start}, [start]
        pairs: dict[tuple[str, str], AskPair] = {}
        while waiting:
            document, ask = waiting.pop()
            for pair in self.of(document).get(ask, ()):
                pairs.setdefault((min(pair.ask, pair.other), max(pair.ask, pair.other)), pair)
                other = pair.other_document, pair.other
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return frozenset(found), tuple(pairs.values())

    def _read(self, document: str) -> dict[str, list[AskPair]]:
        found: dict[str, list[AskPair]] = {}
        for pair in self._corpus.rows(AskPair, document):
            if pair.mention:
                found.setdefault(pair.ask, []).append(pair)
        return found


def grouped(
    pairs: Collection[AskPair], row: Callable[[str], Ask | None], can_be_one: CanBeOne
) -> list[list[str]]:
    """Return the mentions of each ask that has several.

    The pairs that share most are joined first. Two groups become one where every mention of the one can be
    one ask with every mention of the other: a long ask that holds two short ones does not make them one.
    """
    group_of: dict[str, list[str]] = {}
    for one, other in _closest_first(pairs):
        first = group_of.setdefault(one, [one])
        second = group_of.setdefault(other, [other])
        if first is not second and _fit(first, second, row, can_be_one):
            first.extend(second)
            for ask in second:
                group_of[ask] = first
    return list({id(group): group for group in group_of.values() if len(group) > 1}.values())


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


def _closest_first(pairs: Iterable[AskPair]) -> Iterator[tuple[str, str]]:
    ends = sorted((-pair.share, min(pair.ask, pair.other), max(pair.ask, pair.other)) for pair in pairs)
    return ((one, other) for _, one, other in ends)


def _fit(
    first: Iterable[str], second: Collection[str], row: Callable[[str], Ask | None], can_be_one: CanBeOne
) -> bool:
    asks = [row(ask) for ask in second]
    return all(
        one is not None and other is not None and can_be_one(one, other)
        for one in map(row, first)
        for other in asks
    )


def restated(mentions: Iterable[Ask], place: Place) -> Iterator[Ask]:
    """Yield the mentions of one ask but the first, each with that."""
    first, *again = sorted(mentions, key=place)
    yield from (replace(ask, restates=first.id, restates_in=first.document) for ask in again)


def place_of(ask: Ask, document: DocumentRow | None) -> tuple[str, str, str, int, str]:
    """Return what puts mentions in order: by date, undated last, then as they stand."""
    date = document.date.edtf if document is not None and document.date else UNDATED
    return (date, document.path if document else "", ask.document, ask.operative.start, ask.id)
