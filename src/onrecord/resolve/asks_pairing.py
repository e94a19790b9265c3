"""Two asks for the same, and the documents that ask for the same: the comparison of asks two by two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.data import Vocabularies
from onrecord.resolve.asks_groups import place_of
from onrecord.resolve.asks_keys import PAIR_STAGE, keys_of_asks
from onrecord.resolve.asks_known import Known
from onrecord.resolve.asks_meeting import Meeting, all_meetings, changed_meetings, meetings_of, unit_of
from onrecord.resolve.asks_near import Links
from onrecord.resolve.asks_pairs import Pairing, meeting, turned
from onrecord.resolve.asks_parties import Parties
from onrecord.resolve.asks_passages import aligned_asks
from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made, Work
from onrecord.types.identity import row_id
from onrecord.types.ledger import asked_in, asks_by_modal
from onrecord.types.rows import Ask, AskPair, DocumentLink, Row
from onrecord.types.spans import Evidence


class AskPairResolver:
    """Compares the asks of every two documents that meet, and links those that ask for the same.

    A unit is two documents, or one with itself.
    """

    name = PAIR_STAGE
    version = "2"

    def __init__(self) -> None:
        self._vocabularies = Vocabularies()

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        """Yield a key for every two of the longest content words of every ask."""
        return keys_of_asks(findings)

    def units(self, corpus: Corpus, changes: Changes) -> Iterable[str]:
        """Yield every two documents of which one changed and that meet, or met at the last comparison."""
        return changed_meetings(corpus, Links(corpus, every=False), changes)

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterator[Made]:
        """Yield pairs of asks, and a link for each two documents that ask for the same."""
        links = Links(corpus, every=units is None)
        comparison = _Comparison(corpus, links, self._vocabularies)
        yield from _pairs(
            comparison, all_meetings(corpus, links) if units is None else meetings_of(corpus, units)
        )

    def over(self, corpus: Corpus) -> Work:
        """Return what yields the pairs and links of portions of units."""
        links = Links(corpus, every=False)
        comparison = _Comparison(corpus, links, self._vocabularies)

        def pairs(units: Iterable[str] | None) -> Iterator[Made]:
            met = all_meetings(corpus, links) if units is None else meetings_of(corpus, units)
            yield from _pairs(comparison, met)

        return pairs


def _pairs(comparison: _Comparison, meetings: Iterable[Meeting]) -> Iterator[Made]:
    for met in meetings:
        unit = unit_of(met.one, met.other)
        yield from (Made(unit, row) for row in comparison.rows(met))


class _Comparison:
    """Compares the asks of documents that meet."""

    def __init__(self, corpus: Corpus, links: Links, vocabularies: Vocabularies) -> None:
        self._links = links
        self._known = Known(corpus, vocabularies)
        parties = Parties(self._known, vocabularies.table("ledger").get("requesters", {}))
        self._pairing = Pairing(self._known, parties, links.near)

    def rows(self, met: Meeting) -> Iterator[Row]:
        """Yield the pairs of two documents' asks, as each of the two tells of them, and their link."""
        pairs = self._pairs(met)
        for pair in pairs:
            yield pair
            yield turned(pair)
        if pairs and met.one != met.other:
            yield self._same_asks(pairs)

    def _pairs(self, met: Meeting) -> list[AskPair]:
        here, there = self._known.asks(met.one), self._known.asks(met.other)
        if not here or not there:
            return []
        found: dict[tuple[str, str], AskPair] = {}
        for one, other in self._compared(met, here, there):
            pair = self._pairing.pair(one, other)
            if pair is not None:
                found[one.id, other.id] = pair
        if met.one != met.other:
            for one, other in aligned_asks(here, there, self._links.passages(met.one, met.other)):
                pair = self._pairing.said_twice(one, other)
                if pair is not None:
                    found[one.id, other.id] = pair
        return [found[asks] for asks in sorted(found)]

    def _compared(
        self, met: Meeting, here: tuple[Ask, ...], there: tuple[Ask, ...]
    ) -> Iterator[tuple[Ask, Ask]]:
        """Yield every two asks to compare, the one of the first document first."""
        if met.one == met.other:
            yield from meeting(here, self._known)
            return
        if self._links.near(met.one, met.other):
            together = meeting((*here, *there), self._known)
            yield from ((one, other) for one, other in together if one.document != other.document)
        first, second = self._known.by_id(met.one), self._known.by_id(met.other)
        yield from (
            (first[one], second[other]) for one, other in met.asks if one in first and other in second
        )

    def _same_asks(self, pairs: Iterable[AskPair]) -> DocumentLink:
        """Return the link from the later of two documents to the earlier, with the words that ask."""
        evidence: dict[Evidence, None] = {}
        both = [self._later_first(pair) for pair in pairs]
        for asks in sorted(both, key=lambda two: (two[0].position, two[1].position)):
            for ask in asks:
                text = self._known.text(ask.document) if asks_by_modal(ask) else ""
                evidence |= dict.fromkeys(asked_in(ask, text))
        later, earlier = (ask.document for ask in both[0])
        identity = row_id("document_link", later, "same_ask", earlier)
        return DocumentLink(identity, later, "same_ask", earlier, evidence=tuple(evidence))

    def _later_first(self, pair: AskPair) -> tuple[Ask, Ask]:
        asks = self._known.by_id(pair.document)[pair.ask], self._known.by_id(pair.other_document)[pair.other]
        earlier, later = sorted(asks, key=lambda ask: place_of(ask, self._known.document(ask.document)))
        return later, earlier
