"""Which mentions are one ask: those that pairs join, the first of which the others restate."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from onrecord.data import Vocabularies
from onrecord.resolve.asks_groups import AskPlace, Mentions, grouped, place_of, restated
from onrecord.resolve.asks_known import Known
from onrecord.resolve.asks_pairs import can_be_one
from onrecord.resolve.asks_parties import Parties
from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made
from onrecord.types.rows import Ask, AskPair

STAGE = "asks"


class AskResolver:
    """Joins the mentions of one ask, so that all but the first lead to the first.

    A unit is the asks that pairs lead to from one of them; the first of these, by document and id, names it.
    """

    name = STAGE
    version = "5"

    def __init__(self) -> None:
        self._vocabularies = Vocabularies()

    def keys(self, findings: DocumentFindings) -> Iterator[BlockKey]:
        """Yield each ask under its id, so that it is known which asks a document had."""
        document = findings.row.id
        yield from (
            BlockKey(STAGE, row.id, document, row.id) for row in findings.rows if isinstance(row, Ask)
        )

    def units(self, corpus: Corpus, changes: Changes) -> Iterator[str]:
        """Yield the asks of changed documents, those that are gone too, and all that pairs lead to from them.

        Every unit that was, and every one that is, is named by one of these.
        """
        mentions = Mentions(corpus)
        told: set[AskPlace] = set()
        for document in sorted(changes.documents):
            for ask in sorted(corpus.keys_of(STAGE, (document,))):
                if (document, ask) not in told:
                    told |= mentions.joined((document, ask))[0]
        yield from map(_unit, sorted(told))

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterator[Made]:
        """Yield the asks that restate others."""
        mentions, joining = Mentions(corpus), _Joining(corpus, self._vocabularies)
        wanted = None if units is None else {_place(unit) for unit in units}
        seen: set[AskPlace] = set()
        for start in mentions.all() if wanted is None else sorted(wanted):
            if start in seen:
                continue
            joined, pairs = mentions.joined(start)
            seen |= joined
            if pairs and (wanted is None or min(joined) in wanted):
                yield from (Made(_unit(min(joined)), ask) for ask in joining.asks(pairs))


class _Joining:
    """Joins asks that pairs lead to from one another."""

    def __init__(self, corpus: Corpus, vocabularies: Vocabularies) -> None:
        self._known = Known(corpus, vocabularies)
        self._parties = Parties(self._known, vocabularies.table("ledger").get("requesters", {}))

    def asks(self, pairs: Collection[AskPair]) -> Iterator[Ask]:
        """Yield the asks that restate others."""
        stands_in = {pair.ask: pair.document for pair in pairs}
        stands_in |= {pair.other: pair.other_document for pair in pairs}
        found = {ask: self._known.by_id(document).get(ask) for ask, document in stands_in.items()}
        for group in grouped(pairs, found.get, self._can_be_one):
            yield from restated((ask for ask in map(found.get, group) if ask is not None), self._place)

    def _can_be_one(self, one: Ask, other: Ask) -> bool:
        return can_be_one(one, other, self._known, self._parties)

    def _place(self, ask: Ask) -> tuple[str, str, str, int, str]:
        return place_of(ask, self._known.document(ask.document))


def _unit(place: AskPlace) -> str:
    return " ".join(place)


def _place(unit: str) -> AskPlace:
    document, _, ask = unit.partition(" ")
    return document, ask
