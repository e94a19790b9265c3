"""Figures that speak of one thing, compared as FIELD.md section 4 says, in its order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from onrecord.resolve.figures_claims import claim_reader
from onrecord.resolve.figures_meeting import Meetings, documents_to_redo, keys_of_document
from onrecord.resolve.figures_populations import population_keys, population_units, sets_of_populations
from onrecord.resolve.figures_sets import set_of
from onrecord.resolve.units import documents_of
from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made, Work


class FigureResolver:
    """Groups figures by what they count and tells whether they can all hold; never adds them up.

    A unit is a document, which gives the sets whose first figure stands in it; or a population, which gives
    what counts it and cannot be compared.
    """

    name = "figures"
    version = "5"

    def __init__(self) -> None:
        self._reader = claim_reader()

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        """Yield the keys under which a document's figures meet others."""
        yield from keys_of_document(findings, self._reader)
        yield from population_keys(findings, self._reader)

    def units(self, corpus: Corpus, changes: Changes) -> Iterable[str]:
        """Yield the documents whose sets may change, and the populations that the changed ones count."""
        yield from documents_to_redo(corpus, Meetings(corpus, self._reader), changes.documents)
        yield from population_units(corpus, changes)

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterator[Made]:
        """Yield one set for each group of figures that can be compared, then what cannot be."""
        yield from self.over(corpus)(units)

    def over(self, corpus: Corpus) -> Work:
        """Return what yields the sets of portions of units."""
        return partial(_sets, corpus, Meetings(corpus, self._reader))


def _sets(corpus: Corpus, meetings: Meetings, units: Iterable[str] | None) -> Iterator[Made]:
    wanted = None if units is None else frozenset(units)
    seen: set[str] = set()
    for document in documents_of(corpus, wanted):
        for claim in meetings.claims(document.id).values():
            if claim.figure.id in seen or not meetings.compared_with(claim):
                continue
            together = meetings.together(claim)
            seen.update(held.figure.id for held in together)
            if together and (wanted is None or together[0].figure.document in wanted):
                yield Made(together[0].figure.document, set_of(together, meetings, corpus))
    yield from sets_of_populations(corpus, meetings, wanted)
