"""What a reader should look at first, each in one sentence with the rows and words behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.resolve.findings_asks import answered_asks, on_dropped_asks, on_same_asks, on_unanswered_asks
from onrecord.resolve.findings_figures import (
    on_figures,
    on_lost_attribution,
    on_strengthened,
    on_unsourced_figures,
)
from onrecord.resolve.findings_links import on_wanted_documents
from onrecord.resolve.findings_quotations import on_quotations
from onrecord.resolve.findings_tensions import on_tensions
from onrecord.resolve.findings_words import DocumentNames
from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made
from onrecord.types.rows import FigureSet, Finding

WHOLE = "whole"
"""The one unit of this resolver."""


class FindingResolver:
    """Turns checks, sets, links and asks into findings; asserts nothing those rows do not hold."""

    name = "findings"
    version = "4"

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        """Yield nothing: findings are made from the rows of the resolvers before this one."""
        del findings
        return ()

    def units(self, corpus: Corpus, changes: Changes) -> Iterable[str]:
        """Yield the whole record: every change may touch all of it."""
        del corpus
        return (WHOLE,) if changes.documents else ()

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterator[Made]:
        """Yield findings, those on single documents first."""
        if units is None or WHOLE in units:
            yield from (Made(WHOLE, finding) for finding in self._findings(corpus))

    def _findings(self, corpus: Corpus) -> Iterator[Finding]:
        answered = answered_asks(corpus)
        named = DocumentNames(corpus.documents())
        for document in corpus.documents():
            yield from on_quotations(document, corpus, named)
            yield from on_wanted_documents(document, corpus, named)
            yield from on_same_asks(document, corpus, named)
            yield from on_dropped_asks(document, corpus, named)
            yield from on_lost_attribution(document, corpus, named)
            yield from on_unsourced_figures(document, corpus, named)
            yield from on_unanswered_asks(document, corpus, answered, named)
            yield from on_tensions(document, corpus, named)
        for figures in corpus.rows(FigureSet):
            yield from on_figures(figures, corpus, named)
            yield from on_strengthened(figures, corpus, named)
