"""Answers with the asks they answer, and the documents that reply to others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import groupby

from onrecord.data import Vocabularies
from onrecord.resolve.asks_answers import TOPIC_WORDS, Answers, Tie, wanted_letter
from onrecord.resolve.asks_keys import (
    ANSWERED_STAGE,
    ASKED_STAGE,
    FEW_ANSWERED,
    FEW_DOCUMENTS,
    PAIR_STAGE,
    key_of,
    keys_of_words,
)
from onrecord.resolve.asks_known import Known
from onrecord.resolve.asks_parties import Parties
from onrecord.resolve.asks_rarity import Rarity
from onrecord.resolve.content_words import content
from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made, Work
from onrecord.types.identity import row_id
from onrecord.types.ledger import ANSWERING
from onrecord.types.rows import DocumentLink, Response, Row
from onrecord.types.spans import Evidence

TIED_IN_LIST = "by the words that open the list"
"""Reason of an answer that was read together with the asks it answers."""


class AnswerResolver:
    """Ties answers to the asks they answer, with the reasons; a unit is the document of answers."""

    name = "answers"
    version = "1"

    def __init__(self) -> None:
        self._vocabularies = Vocabularies()

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        """Yield a key for each content word of what a document asks for, and for each of what it answers."""
        return keys_of_words(findings)

    def units(self, corpus: Corpus, changes: Changes) -> Iterator[str]:
        """Yield the documents that changed, and those whose answers share a rare word with their asks."""
        yield from changes.documents
        yield from _sharing_words(corpus, changes.documents)

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterator[Made]:
        """Yield answers with the asks they answer and why, and `replies_to` links."""
        yield from self.over(corpus)(units)

    def over(self, corpus: Corpus) -> Work:
        """Return what yields the answers of portions of units."""
        return partial(_answers, corpus, _Tying(corpus, self._vocabularies))


def _answers(corpus: Corpus, tying: _Tying, units: Iterable[str] | None) -> Iterator[Made]:
    every = (document for document, _ in groupby(corpus.rows(Response), key=lambda row: row.document))
    for document in every if units is None else sorted(set(units)):
        yield from (Made(document, row) for row in tying.rows(document))


class _Tying:
    """Ties the answers of one document after the other."""

    def __init__(self, corpus: Corpus, vocabularies: Vocabularies) -> None:
        self._corpus = corpus
        self._known = Known(corpus, vocabularies)
        self._rarity = Rarity(corpus, self._known)
        table = vocabularies.table("ledger")
        parties = Parties(self._known, table.get("requesters", {}))
        self._answers = Answers(self._known, parties, self._rarity, table.get("answers", {}))

    def rows(self, document: str) -> Iterator[Row]:
        """Yield the answers of a document with the asks they answer and why, then its `replies_to` links."""
        responses = self._known.responses(document)
        replied: dict[str, dict[Evidence, None]] = defaultdict(dict)
        for response in responses:
            ties = sorted(self._ties(response), key=lambda tie: (tie.ask.position, tie.ask.id))
            tied = _tied(response, ties) if ties or response.asks else self._told_of_elsewhere(response)
            if tied != response:
                yield tied
            for tie in ties:
                if tie.ask.document != document:
                    replied[tie.ask.document] |= {response.anchor: None, tie.ask.action: None}
        if not self._is_news(document):
            yield from (_reply(document, other, replied[other]) for other in sorted(replied))

    def _ties(self, response: Response) -> Iterator[Tie]:
        """Yield the asks that a response answers, of its own document and of those that share a rare word."""
        if response.kind not in ANSWERING:
            return
        yield from self._answers.ties(response, self._known.asks(response.document))
        words = frozenset(content(response.anchor.exact))
        for document, ids in sorted(self._sharing(words).items()):
            if document != response.document:
                asks = (ask for ask in self._known.asks(document) if ask.id in ids)
                held = (ask for ask in asks if self._answers.may_be_its_topic(ask, words))
                yield from self._answers.ties(response, held)

    def _sharing(self, words: Collection[str]) -> Mapping[str, set[str]]:
        """Return the asks that have two of some words, one of them rare, among their longest, by document."""
        rare = self._rarity.rare(words)
        keys = {key_of(one, other) for one in rare for other in words if one != other}
        found: dict[str, set[str]] = defaultdict(set)
        for members in self._corpus.lookup(PAIR_STAGE, keys).values():
            for member in members:
                found[member.document].add(member.row)
        return found

    def _is_news(self, document: str) -> bool:
        """Tell whether a newspaper tells of the responses: news of a reply is no reply itself."""
        row = self._known.document(document)
        return row is not None and row.kind == "news_article"

    def _told_of_elsewhere(self, response: Response) -> Response:
        """Return a reply with the letter it answers, where that is cited and not here."""
        if response.kind != "reply" or response.actor is None or response.reason is not None:
            return response
        actor = self._known.actors(response.document).get(response.actor)
        links = self._corpus.rows(DocumentLink, response.document)
        reason = wanted_letter(response, links, actor.name if actor else None)
        return replace(response, reason=reason) if reason else response


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


def _reply(document: str, other: str, evidence: Iterable[Evidence]) -> DocumentLink:
    identity = row_id("document_link", document, "replies_to", other)
    return DocumentLink(identity, document, "replies_to", other, evidence=tuple(evidence))


def _sharing_words(corpus: Corpus, documents: Iterable[str]) -> Iterator[str]:
    """Yield the documents whose answers share words with the asks of some documents, a rare one among them.

    Those too with a word that has become common, or rare again, by what these ask or answer.
    """
    asking, answering = (_holders(corpus, stage, documents) for stage in (ASKED_STAGE, ANSWERED_STAGE))
    words = asking.keys() | answering.keys()
    asked, answered = corpus.spread(ASKED_STAGE, words), corpus.spread(ANSWERED_STAGE, words)
    rare, turning = set[str](), set[str]()
    for word in words:
        in_asks, in_answers = len(asking.get(word, ())), len(answering.get(word, ()))
        many, known = asked.get(word, 0) - FEW_DOCUMENTS, answered.get(word, 0) - FEW_ANSWERED
        if many <= in_asks and known <= in_answers:
            stays = many + in_asks <= 0 and known + in_answers <= 0
            (rare if stays else turning).add(word)
    for members in corpus.lookup(ANSWERED_STAGE, turning).values():
        yield from (member.document for member in members)
    met = corpus.lookup(ANSWERED_STAGE, rare & asking.keys()).values()
    for document in sorted({member.document for members in met for member in members}):
        own = corpus.keys_of(ANSWERED_STAGE, (document,))
        shared = Counter(asker for word in own for asker in asking.get(word, ()))
        if max(shared.values(), default=0) >= TOPIC_WORDS:
            yield document


def _holders(corpus: Corpus, stage: str, documents: Iterable[str]) -> Mapping[str, set[str]]:
    """Return which of some documents have, or had, each key that any of them has."""
    found: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for key in corpus.keys_of(stage, (document,)):
            found[key].add(document)
    return found
