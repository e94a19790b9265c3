"""The units of a resolver's work: keys under which documents meet, and documents with their neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from onrecord.types.findings import BlockKey, Corpus
from onrecord.types.rows import DocumentRow

KEYS_AT_ONCE = 500
"""Keys whose members are looked up together."""


def blocks_of(
    corpus: Corpus, stage: str, units: Iterable[str] | None
) -> Iterator[tuple[str, tuple[BlockKey, ...]]]:
    """Yield each key of a stage with its members, of some keys or of all, in key order."""
    if units is None:
        yield from corpus.blocks(stage, smallest=1)
        return
    wanted = sorted(units)
    for first in range(0, len(wanted), KEYS_AT_ONCE):
        found = corpus.lookup(stage, wanted[first : first + KEYS_AT_ONCE])
        yield from sorted(found.items())


def documents_of(corpus: Corpus, units: Iterable[str] | None) -> Iterator[DocumentRow]:
    """Yield the documents of the record that are among `units`, or all, by path, then id."""
    if units is None:
        yield from corpus.documents()
        return
    found = (corpus.document(unit) for unit in set(units))
    yield from sorted((row for row in found if row is not None), key=lambda row: (row.path, row.id))


def meeting(corpus: Corpus, stages: Iterable[str], documents: Collection[str], common: int) -> set[str]:
    """Return documents and those that they meet under a key of some stages, or met at the last comparison.

    Keys that more than `common` documents share count as none; those that a change made common, or no
    longer common, count.
    """
    found = set(documents)
    for stage in stages:
        keys = corpus.keys_of(stage, documents)
        spread = corpus.spread(stage, keys)
        likely = [key for key in keys if 0 < spread.get(key, 0) <= common + len(documents)]
        for members in corpus.lookup(stage, likely).values():
            holders = Counter(member.document for member in members)
            changed = sum(document in documents for document in holders)
            if len(holders) - changed <= common:
                found.update(holders)
    return found
