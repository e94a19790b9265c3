"""What a reader should look at first, each in one sentence with the rows and words behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from onrecord.resolve.findings_asks import (
    on_dropped_asks,
    on_same_asks,
    on_unanswered_asks,
    open_to_answers,
)
from onrecord.resolve.findings_counts import on_counts
from onrecord.resolve.findings_figures import on_figures, on_lost_attribution, on_strengthened
from onrecord.resolve.findings_invented import on_invented_quotations
from onrecord.resolve.findings_links import on_wanted_documents
from onrecord.resolve.findings_quotations import on_quotations
from onrecord.resolve.findings_tensions import on_tensions
from onrecord.resolve.findings_unsourced import on_unsourced_figures
from onrecord.resolve.findings_words import namesakes
from onrecord.resolve.units import documents_of
from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made, Work
from onrecord.types.identity import LETTERS
from onrecord.types.naming import STAGE, DocumentNames, names_of
from onrecord.types.rows import DocumentLink, DocumentRow, Figure, FigureSet, Finding, QuotationCheck

SET_LETTER = f"{LETTERS['figure_set']}-"
"""What the id of a set of figures begins with."""

ON_DOCUMENTS: tuple[Callable[[DocumentRow, Corpus, DocumentNames], Iterator[Finding]], ...] = (
    on_quotations,
    on_invented_quotations,
    on_wanted_documents,
    on_same_asks,
    on_dropped_asks,
    on_lost_attribution,
    on_unsourced_figures,
    on_unanswered_asks,
    on_tensions,
    on_counts,
)
"""What is told of one document."""

ON_SETS: tuple[Callable[[FigureSet, Corpus, DocumentNames], Iterator[Finding]], ...] = (
    on_figures,
    on_strengthened,
)
"""What is told of one set of figures."""


class FindingResolver:
    """Turns checks, sets, links and asks into findings; asserts nothing those rows do not hold.

    Its units are documents and sets of figures.
    """

    name = STAGE
    version = "13"

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        """Yield what a document may be called: of two that are called the same, sentences tell more."""
        document = findings.row
        return (BlockKey(STAGE, name, document.id, document.id) for name in names_of(document))

    def units(self, corpus: Corpus, changes: Changes) -> Iterable[str]:
        """Yield documents and sets with rows that changed, that tell of such documents, or that name them."""
        changed = changes.documents | namesakes(corpus, changes.documents)
        found = {row for row in changes.rows if row.startswith(SET_LETTER)}
        found.update(changed, open_to_answers(corpus, changes.documents))
        for document in changed:
            found.update(link.from_document for link in corpus.about(DocumentLink, document))
            found.update(_replied_to(document, corpus))
            found.update(check.quotation.document for check in corpus.about(QuotationCheck, document))
            found.update(figure.document for figure in corpus.about(Figure, document))
            found.update(figures.id for figures in corpus.about(FigureSet, document))
        return found

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterator[Made]:
        """Yield findings, those on single documents first."""
        yield from self.over(corpus)(units)

    def over(self, corpus: Corpus) -> Work:
        """Return what yields the findings of portions of units."""
        return partial(_findings, corpus, DocumentNames(corpus))


def _findings(corpus: Corpus, named: DocumentNames, units: Iterable[str] | None) -> Iterator[Made]:
    wanted = None if units is None else sorted(units)
    of_documents = None if wanted is None else [unit for unit in wanted if not unit.startswith(SET_LETTER)]
    for document in documents_of(corpus, of_documents):
        for rule in ON_DOCUMENTS:
            yield from (Made(document.id, finding) for finding in rule(document, corpus, named))
    for figures in _sets(corpus, wanted):
        for rule_of_sets in ON_SETS:
            yield from (Made(figures.id, finding) for finding in rule_of_sets(figures, corpus, named))


def _replied_to(document: str, corpus: Corpus) -> set[str]:
    links = (link for link in corpus.rows(DocumentLink, document) if link.kind == "replies_to")
    return {link.to_document for link in links if link.to_document is not None}


def _sets(corpus: Corpus, units: Iterable[str] | None) -> Iterator[FigureSet]:
    """Yield the sets of figures that are among units, or all."""
    if units is None:
        yield from corpus.rows(FigureSet)
        return
    found = (corpus.row(unit) for unit in units if unit.startswith(SET_LETTER))
    yield from (row for row in found if isinstance(row, FigureSet))
