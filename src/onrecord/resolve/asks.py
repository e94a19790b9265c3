"""Which mentions are one ask, which documents ask for the same, and which answers belong to which asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, groupby

from onrecord.data import Vocabularies
from onrecord.resolve.asks_answers import Answers, Tie, wanted_letter
from onrecord.resolve.asks_groups import deeds, grouped, place_of, restated
from onrecord.resolve.asks_known import Known
from onrecord.resolve.asks_pairs import (
    LARGEST_BLOCK,
    Pair,
    Pairing,
    meeting,
    near_documents,
    two_by_two,
)
from onrecord.resolve.asks_parties import Parties
from onrecord.resolve.asks_passages import aligned_asks
from onrecord.resolve.asks_rarity import Rarity
from onrecord.resolve.asks_words import content_lengths
from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made
from onrecord.types.identity import row_id
from onrecord.types.ledger import ANSWERING
from onrecord.types.rows import Ask, DocumentLink, Response, Row
from onrecord.types.spans import Evidence

STAGE = "asks"

WHOLE = "whole"
"""The one unit of this resolver."""

KEY_WORDS = 8
"""Words of a row that are paired into keys, so that a row stands under 28 keys at most."""

TIED_IN_LIST = "by the words that open the list"
"""Reason of an answer that was read together with the asks it answers."""


class AskResolver:
    """Joins the mentions of one ask, links documents that ask for the same, ties answers to asks."""

    name = "asks"
    version = "4"

    def __init__(self) -> None:
        self._vocabularies = Vocabularies()

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        """Yield a key for each pair of the longest content words of every ask and every answer."""
        for row in findings.rows:
            if isinstance(row, Ask):
                words = row.action.exact
            elif isinstance(row, Response) and row.kind in ANSWERING:
                words = row.anchor.exact
            else:
                continue
            for key in _pairs(words):
                yield BlockKey(STAGE, key, findings.row.id, row.id)

    def units(self, corpus: Corpus, changes: Changes) -> Iterable[str]:
        """Yield the whole record: every change may touch all of it."""
        del corpus
        return (WHOLE,) if changes.documents else ()

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterator[Made]:
        """Yield asks tied to others, `same_ask` links, answers with their asks, and `replies_to` links."""
        if units is not None and WHOLE not in units:
            return
        comparison = _Comparison(corpus, self._vocabularies)
        comparison.compare_asks()
        comparison.tie_answers()
        yield from (Made(WHOLE, row) for row in chain(comparison.asks(), comparison.responses()))


class _Comparison:
    """One comparison of all asks and answers of a record, by the keys they share."""

    def __init__(self, corpus: Corpus, vocabularies: Vocabularies) -> None:
        self._corpus = corpus
        self._table = vocabularies.table("ledger")
        self._known = Known(corpus, vocabularies)
        self._parties = Parties(self._known, self._table.get("requesters", {}))
        self._near = near_documents(corpus)
        self._pairing = Pairing(self._known, self._parties, self._near)
        self._pairs: dict[tuple[str, str], Pair] = {}
        self._ties: dict[str, dict[str, Tie]] = defaultdict(dict)

    def compare_asks(self) -> None:
        """Find the asks for the same: under one key, in near documents, in passages of one text."""
        for held in self._blocks():
            self._compare(_of_two_documents(two_by_two([row for row in held if isinstance(row, Ask)])))
        for asks in self._by_document():
            self._compare(meeting(asks, self._known))
        for here, there in sorted(self._near):
            asks = (*self._known.asks(here), *self._known.asks(there))
            self._compare(_of_two_documents(meeting(asks, self._known)))
        for one, other in aligned_asks(self._corpus, self._known):
            self._keep(self._pairing.said_twice(one, other))

    def tie_answers(self) -> None:
        """Find which asks each answer answers, once it is known which of them are for the same."""
        deed_of = deeds(self._pairs)
        rarity = Rarity(self._corpus, self._known, lambda ask: deed_of.get(ask, ask))
        answers = Answers(self._known, self._parties, rarity, self._table.get("answers", {}))
        for held in self._blocks():
            asked = [row for row in held if isinstance(row, Ask)]
            self._tie(answers, (row for row in held if isinstance(row, Response)), asked)
        for asks in self._by_document():
            self._tie(answers, self._known.responses(asks[0].document), asks)
        for one, other in sorted(self._near):
            self._tie(answers, self._known.responses(one), self._known.asks(other))

    def _blocks(self) -> Iterator[list[Ask | Response]]:
        """Yield the asks and answers under each key, but for the commonest keys."""
        for _, members in self._corpus.blocks(STAGE):
            if len(members) <= LARGEST_BLOCK:
                yield [row for member in members if (row := self._known.member(member)) is not None]

    def _by_document(self) -> Iterator[tuple[Ask, ...]]:
        for _, asks in groupby(self._corpus.rows(Ask), key=lambda ask: ask.document):
            yield tuple(asks)

    def asks(self) -> Iterator[Row]:
        """Yield the asks tied to others, then a link for each two documents that ask for the same."""
        pairs = self._pairs.values()
        groups = grouped(pairs, self._known.ask, self._pairing.can_be_one)
        yield from restated(
            pairs, groups, self._known.ask, lambda ask: place_of(ask, self._known.document(ask.document))
        )
        yield from self._same_asks()

    def responses(self) -> Iterator[Row]:
        """Yield the answers with the asks they answer and why, then the `replies_to` links."""
        replied: dict[tuple[str, str], dict[Evidence, None]] = defaultdict(dict)
        for response in self._corpus.rows(Response):
            ties = sorted(
                self._ties.get(response.id, {}).values(), key=lambda tie: (tie.ask.position, tie.ask.id)
            )
            tied = _tied(response, ties) if ties or response.asks else self._told_of_elsewhere(response)
            if tied != response:
                yield tied
            for tie in ties:
                if tie.ask.document != response.document and not self._is_news(response):
                    found = replied[response.document, tie.ask.document]
                    found[response.anchor] = None
                    found[tie.ask.action] = None
        for document, other in sorted(replied):
            yield _link(document, "replies_to", other, replied[document, other])

    def _is_news(self, response: Response) -> bool:
        """Tell whether a newspaper tells of the response: news of a reply is no reply itself."""
        document = self._known.document(response.document)
        return document is not None and document.kind == "news_article"

    def _compare(self, asks: Iterable[tuple[Ask, Ask]]) -> None:
        for one, other in asks:
            self._keep(self._pairing.pair(one, other))

    def _keep(self, pair: Pair | None) -> None:
        if pair is not None:
            self._pairs[pair.one, pair.other] = pair

    def _tie(self, answers: Answers, responses: Iterable[Response], asks: Iterable[Ask]) -> None:
        held = tuple(asks)
        for response in responses:
            for tie in answers.ties(response, held):
                self._ties[response.id][tie.ask.id] = tie

    def _told_of_elsewhere(self, response: Response) -> Response:
        """Return a reply with the letter it answers, where that is cited and not here."""
        if response.kind != "reply" or response.actor is None or response.reason is not None:
            return response
        actor = self._known.actors(response.document).get(response.actor)
        links = self._corpus.rows(DocumentLink, response.document)
        reason = wanted_letter(response, links, actor.name if actor else None)
        return replace(response, reason=reason) if reason else response

    def _same_asks(self) -> Iterator[DocumentLink]:
        ends: dict[tuple[str, str], list[tuple[Ask, Ask]]] = defaultdict(list)
        for pair in self._pairs.values():
            one, other = self._known.ask(pair.one), self._known.ask(pair.other)
            if one is None or other is None or one.document == other.document:
                continue
            earlier, later = sorted((one, other), key=self._place)
            ends[later.document, earlier.document].append((later, earlier))
        for later_document, earlier_document in sorted(ends):
            evidence: dict[Evidence, None] = {}
            held = ends[later_document, earlier_document]
            for later, earlier in sorted(held, key=lambda two: (two[0].position, two[1].position)):
                for ask in (later, earlier):
                    evidence[ask.operative] = None
                    evidence[ask.action] = None
            yield _link(later_document, "same_ask", earlier_document, evidence)

    def _place(self, ask: Ask) -> tuple[str, str, str, int, str]:
        return place_of(ask, self._known.document(ask.document))


def _of_two_documents(asks: Iterable[tuple[Ask, Ask]]) -> Iterator[tuple[Ask, Ask]]:
    return ((one, other) for one, other in asks if one.document != other.document)


def _tied(response: Response, ties: Iterable[Tie]) -> Response:
    """Return a response with the asks it answers, those it was read with first, and why it answers each."""
    held = dict.fromkeys(response.asks, response.reason or TIED_IN_LIST)
    stand_in = dict.fromkeys([response.document] if held else [])
    for tie in ties:
        held.setdefault(tie.ask.id, tie.reason)
        stand_in.setdefault(tie.ask.document)
    told = "; ".join(dict.fromkeys(held.values())) or None
    return replace(
        response, asks=tuple(held), reasons=tuple(held.values()), reason=told, asks_in=tuple(stand_in)
    )


def _link(document: str, kind: str, other: str, evidence: Iterable[Evidence]) -> DocumentLink:
    identity = row_id("document_link", document, kind, other)
    return DocumentLink(identity, document, kind, other, evidence=tuple(evidence))


def _pairs(text: str) -> list[str]:
    """Return keys of two words each: the longest words of a row, which are its rarest by and large."""
    lengths = content_lengths(text)
    chosen = sorted(sorted(lengths, key=lambda word: (-lengths[word], word))[:KEY_WORDS])
    return [f"{one} {other}" for at, one in enumerate(chosen) for other in chosen[at + 1 :]]
