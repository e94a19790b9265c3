"""Which asks are for the same by others, or of others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made
from onrecord.types.ledger import first_of
from onrecord.types.rows import Ask, AskPair

DOCUMENTS_KEPT = 2_048
"""Documents whose asks are held in memory at a time."""


class AlsoAskedResolver:
    """Tells of each ask the first mentions of those of others for the same; a unit is a document."""

    name = "also_asked"
    version = "1"

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        """Yield nothing: pairs of asks tell who else asks for the same."""
        del findings
        return ()

    def units(self, corpus: Corpus, changes: Changes) -> Iterator[str]:
        """Yield the documents that changed, and those with an ask beside one that leads elsewhere now."""
        for document in changes.documents:
            yield document
            for pair in corpus.rows(AskPair, document):
                if pair.ask in changes.rows:
                    yield pair.other_document

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterator[Made]:
        """Yield the asks that others make as well."""

        @lru_cache(DOCUMENTS_KEPT)
        def asks_of(document: str) -> Mapping[str, Ask]:
            return {ask.id: ask for ask in corpus.rows(Ask, document)}

        every = (document for document, _ in groupby(corpus.rows(AskPair), key=lambda pair: pair.document))
        for document in every if units is None else sorted(set(units)):
            others = _others(corpus.rows(AskPair, document), asks_of)
            for ask, also in sorted(others.items()):
                yield Made(document, replace(asks_of(document)[ask], also_asked=tuple(sorted(also))))


def _others(pairs: Iterable[AskPair], asks_of: Callable[[str], Mapping[str, Ask]]) -> Mapping[str, set[str]]:
    """Return the first mentions of what others ask for, by the ask they stand beside."""
    found: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        one, other = asks_of(pair.document).get(pair.ask), asks_of(pair.other_document).get(pair.other)
        if one and other and not pair.mention and first_of(one) != first_of(other):
            found[one.id].add(first_of(other))
    return found
