"""Which documents tell of each other or share passages, as far as their asks are concerned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from onrecord.types.findings import Corpus
from onrecord.types.identity import row_id
from onrecord.types.rows import DocumentLink
from onrecord.types.spans import Evidence

NEAR_LINKS = ("reports_on", "quotes")
"""Links by which one document tells of another: its "members" are the other's signatories."""

SHARED_LINKS = ("same_text",)
"""Links that hold passages which stand in both documents."""

DOCUMENTS_KEPT = 2_048
"""Documents whose links are held in memory at a time."""


class _Link(NamedTuple):
    kind: str
    source: str
    id: str


_Others = Mapping[str, tuple[_Link, ...]]
"""The links to and from a document, by the other end."""


class Links:
    """The links between documents by which their asks meet though they share few words.

    Where every document is compared, all links are gone through once, else those of a document when asked.
    """

    def __init__(self, corpus: Corpus, *, every: bool) -> None:
        self._corpus = corpus
        self._of_all = _by_document(corpus.rows(DocumentLink)) if every else None
        self._of_one = lru_cache(DOCUMENTS_KEPT)(self._read)

    def of(self, document: str) -> _Others:
        """Return the links of a document, by the other end."""
        return self._of_one(document) if self._of_all is None else self._of_all.get(document, {})

    def near(self, one: str, other: str) -> bool:
        """Tell whether two documents are one, or one of them tells of the other."""
        return one == other or any(link.kind in NEAR_LINKS for link in self.of(one).get(other, ()))

    def passages(self, one: str, other: str) -> tuple[Evidence, ...]:
        """Return the passages that stand in both of two documents."""
        shared = {link.id: link.source for link in self.of(one).get(other, ()) if link.kind in SHARED_LINKS}
        return tuple(
            passage
            for source in sorted(set(shared.values()))
            for link in self._corpus.rows(DocumentLink, source)
            if link.id in shared
            for passage in link.evidence
        )

    def broken(self, documents: Collection[str], rows: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield every two of some documents between which a link is gone; `rows` are ids of changed rows."""
        here = {link.id for document in documents for link in chain(*self.of(document).values())}
        gone = {row for row in rows if row.startswith("l-")} - here
        for one in documents if gone else ():
            for other in documents:
                kinds = (*NEAR_LINKS, *SHARED_LINKS)
                if any(row_id("document_link", one, kind, other) in gone for kind in kinds):
                    yield one, other

    def _read(self, document: str) -> _Others:
        links = chain(self._corpus.rows(DocumentLink, document), self._corpus.about(DocumentLink, document))
        return _by_document(links).get(document, {})


def _by_document(links: Iterable[DocumentLink]) -> dict[str, _Others]:
    found: dict[str, dict[str, set[_Link]]] = defaultdict(lambda: defaultdict(set))
    for link in links:
        if link.kind in (*NEAR_LINKS, *SHARED_LINKS) and link.to_document not in (None, link.document):
            held = _Link(link.kind, link.document, link.id)
            found[link.document][link.to_document or ""].add(held)
            found[link.to_document or ""][link.document].add(held)
    return {
        document: {other: tuple(sorted(held)) for other, held in others.items()}
        for document, others in found.items()
    }
