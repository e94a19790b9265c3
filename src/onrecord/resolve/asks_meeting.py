"""Which documents' asks are compared: those that meet under a key of words, and those that links join."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, groupby, islice
from typing import NamedTuple

from onrecord.resolve.asks_keys import LARGEST_BLOCK, PAIR_STAGE
from onrecord.resolve.asks_near import Links
from onrecord.types.findings import Changes, Corpus
from onrecord.types.rows import Ask

DOCUMENTS_AT_ONCE = 50
"""Documents whose keys are looked up together."""

LARGEST_MEETING = 3_600
"""Pairs of asks of two documents under one key that are compared; lists in a set phrase have more."""

Asks = tuple[str, str]
"""Two asks, by id."""


class Meeting(NamedTuple):
    """Two documents, in order of their ids, or one twice, with the asks that share a key."""

    one: str
    other: str
    asks: tuple[Asks, ...] = ()


def unit_of(one: str, other: str) -> str:
    """Return the name of the comparison of two documents' asks."""
    return " ".join(sorted((one, other)))


def all_meetings(corpus: Corpus, links: Links) -> Iterator[Meeting]:
    """Yield every two documents of a record whose asks meet, each two once, and each document with itself."""
    seen: set[str] = set()
    documents = (document for document, _ in groupby(corpus.rows(Ask), key=lambda ask: ask.document))
    while batch := tuple(islice(documents, DOCUMENTS_AT_ONCE)):
        met = _asks_met(corpus, batch)
        for document in batch:
            yield Meeting(document, document)
            for other in sorted((met[document].keys() | links.of(document).keys()) & seen):
                yield _in_order(document, other, met[document].get(other, ()))
            seen.add(document)


def meeting_units(corpus: Corpus) -> Iterator[str]:
    """Yield the name of every comparison of a record."""
    return (unit_of(met.one, met.other) for met in all_meetings(corpus, Links(corpus, every=True)))


def meetings_of(corpus: Corpus, units: Iterable[str]) -> Iterator[Meeting]:
    """Yield what some units compare."""
    wanted = sorted({_documents(unit) for unit in units})
    often = Counter(document for unit in wanted for document in unit)
    others_of: dict[str, list[str]] = defaultdict(list)
    for one, other in wanted:
        held, met = (one, other) if often[one] >= often[other] else (other, one)
        others_of[held].append(met)
    documents = iter(sorted(others_of))
    while batch := tuple(islice(documents, DOCUMENTS_AT_ONCE)):
        found = _asks_met(corpus, batch)
        for document in batch:
            for other in others_of[document]:
                asks = found[document].get(other, ()) if other != document else ()
                yield _in_order(document, other, asks)


def changed_meetings(corpus: Corpus, links: Links, changes: Changes) -> Iterator[str]:
    """Yield the units that changes touch, also those by which documents no longer meet."""
    for document in changes.documents:
        yield unit_of(document, document)
        yield from (unit_of(document, other) for other in links.of(document))
    yield from (unit_of(one, other) for one, other in links.broken(changes.documents, changes.rows))
    holders: dict[str, set[str]] = defaultdict(set)
    for document in changes.documents:
        for key in corpus.keys_of(PAIR_STAGE, (document,)):
            holders[key].add(document)
    spread = corpus.spread(PAIR_STAGE, holders)
    rare = [key for key, held in holders.items() if spread.get(key, 0) <= LARGEST_BLOCK + len(held)]
    members = corpus.lookup(PAIR_STAGE, rare)
    for key in rare:
        here = {member.document for member in members.get(key, ())}
        for one, other in _touched(here, holders[key]):
            yield unit_of(one, other)


def _touched(here: Collection[str], changed: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield every two documents whose meeting under one key changes.

    `here` are those that have it, `changed` those of a change that have or had it. Where they may have made
    it common, or no longer common, all meet anew.
    """
    others = set(here).difference(changed)
    if len(others) > LARGEST_BLOCK:
        return
    if len(others) + len(changed) > LARGEST_BLOCK:
        yield from combinations({*others, *changed}, 2)
        return
    for one in changed:
        yield from ((one, other) for other in {*others, *changed} if other != one)


def _asks_met(corpus: Corpus, documents: Sequence[str]) -> Mapping[str, Mapping[str, Sequence[Asks]]]:
    """Return the asks of each document that share a key with asks of others, by the other's id."""
    found: dict[str, dict[str, dict[Asks, None]]] = {document: defaultdict(dict) for document in documents}
    keys = corpus.keys_of(PAIR_STAGE, documents)
    spread = corpus.spread(PAIR_STAGE, keys, smallest=2)
    shared = sorted(key for key, many in spread.items() if many <= LARGEST_BLOCK)
    for members in corpus.lookup(PAIR_STAGE, shared).values():
        asks: dict[str, list[str]] = defaultdict(list)
        for member in members:
            asks[member.document].append(member.row)
        for document in asks.keys() & found.keys():
            for other, held in asks.items():
                if other != document and len(held) * len(asks[document]) <= LARGEST_MEETING:
                    found[document][other].update(
                        ((one, met), None) for one in asks[document] for met in held
                    )
    return {document: {other: [*asks] for other, asks in met.items()} for document, met in found.items()}


def _documents(unit: str) -> tuple[str, str]:
    one, _, other = unit.partition(" ")
    return one, other


def _in_order(document: str, other: str, asks: Iterable[Asks]) -> Meeting:
    """Return a meeting in the order of the documents' ids, whichever was looked at."""
    if document <= other:
        return Meeting(document, other, tuple(sorted(asks)))
    return Meeting(other, document, tuple(sorted((one, met) for met, one in asks)))
