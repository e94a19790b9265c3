"""Which documents make the same ask, and which answers belong to which asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from onrecord.resolve.sources import later
from onrecord.resolve.words import words_of
from onrecord.types.findings import BlockKey, Corpus, DocumentFindings
from onrecord.types.identity import folded_name, row_id
from onrecord.types.rows import Actor, Ask, DocumentLink, DocumentRow, Response, Row
from onrecord.types.spans import Evidence

STAGE = "asks"

SAME_ASK_WORDS = 0.5
"""Share of the longer ask's content words that the other must hold for the two to be one ask."""

HELD_WORDS = 0.75
"""Share of the shorter ask's content words that make it part of a longer one."""

LEAST_WORDS = 3
"""Content words two asks must share: with fewer, "hold a hearing" would be one ask everywhere."""

LARGEST_BLOCK = 60
"""Rows under one key that are compared; a pair of words in more asks than this is a phrase of the trade."""

KEY_WORDS = 8
"""Words of a row that are paired into keys, so that a row stands under 28 keys at most."""

ANSWERING = ("reply", "commitment", "refusal", "fulfilment")
TOPIC_WORDS = 2
"""Content words an answer must share with the ask it answers."""

ROWS_KEPT = 4_096
"""Rows held in memory at a time: neighbouring keys lead to the same ones."""

STEM_LETTERS = 6
"""Words are compared by their first letters, so that "repatriate" and "repatriation" meet."""

_EMPTY = frozenset(
    "a an the this that these those of to in on at by for from with and or as it its their his her our your "
    "be is are was were been being has have had do does did not no all any which who whom into under upon my "
    "such "
    "will would shall should must may can could also more most other than there they them we us you he she i "
    "take make ensure continue further measures steps efforts including".split()
)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two asks found to be one."""

    later: Ask
    earlier: Ask


class _Known:
    """Rows and documents of the record, kept while they are compared again and again."""

    def __init__(self, corpus: Corpus) -> None:
        self.row = lru_cache(maxsize=ROWS_KEPT)(corpus.row)
        self.document = lru_cache(maxsize=ROWS_KEPT)(corpus.document)


class AskResolver:
    """Links documents that make the same ask, and answers with the asks that they answer."""

    name = "asks"
    version = "1"

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

    def resolve(self, corpus: Corpus) -> Iterator[Row]:
        """Yield `same_ask` links, then answers with the asks they answer and their `replies_to` links."""
        pairs: dict[tuple[str, str], dict[tuple[str, str], _Pair]] = defaultdict(dict)
        answers: dict[str, dict[str, Ask]] = defaultdict(dict)
        responses: dict[str, Response] = {}
        known = _Known(corpus)
        for _, members in corpus.blocks(STAGE):
            if len(members) > LARGEST_BLOCK:
                continue
            held = {member.row: row for member in members if (row := known.row(member.row)) is not None}
            asks = [row for row in held.values() if isinstance(row, Ask)]
            for at, ask in enumerate(asks):
                for other in asks[at + 1 :]:
                    pair = _paired(ask, other, known)
                    if pair is not None:
                        ends = (pair.later.document, pair.earlier.document)
                        pairs[ends][pair.later.id, pair.earlier.id] = pair
            for response in (row for row in held.values() if isinstance(row, Response)):
                responses[response.id] = response
                for ask in asks:
                    if _answers(response, ask, known):
                        answers[response.id][ask.id] = ask
        for ends in sorted(pairs):
            yield _same_ask(ends, pairs[ends].values())
        yield from _replies(responses, answers)


def _paired(one: Ask, other: Ask, known: _Known) -> _Pair | None:
    """Return two asks of different documents as one, the later one first; None where they are two."""
    if one.document == other.document or one.negative != other.negative:
        return None
    if one.targets and other.targets and not _named(one.targets, known) & _named(other.targets, known):
        return None
    if not (one.targets and other.targets) and not (_reached(one) & _reached(other)):
        return None
    words, others = set(_content(one.action.exact)), set(_content(other.action.exact))
    if not _says_the_same(words, others):
        return None
    first, second = known.document(one.document), known.document(other.document)
    if first is None or second is None:
        return None
    return _Pair(one, other) if _follows(first, second) else _Pair(other, one)


def _says_the_same(words: set[str], others: set[str]) -> bool:
    """Tell whether two actions share half of the longer one, or hold the shorter one nearly whole."""
    shared = len(words & others)
    half = shared >= LEAST_WORDS and shared >= SAME_ASK_WORDS * max(len(words), len(others))
    held = shared > LEAST_WORDS and shared >= HELD_WORDS * min(len(words), len(others))
    return half or held


def _named(actors: Iterable[str], known: _Known) -> set[str]:
    """Return actors by id and by name: a group is an actor of its own in every document."""
    found: set[str] = set()
    for actor in actors:
        row = known.row(actor)
        found |= {actor, folded_name(row.name)} if isinstance(row, Actor) else {actor}
    return found


def _reached(ask: Ask) -> set[str]:
    """Return everybody an ask involves: who asks, who is asked, who is to act."""
    return {*ask.requesters, *ask.addressees, *ask.targets}


def _follows(one: DocumentRow, other: DocumentRow) -> bool:
    """Tell whether `one` is the later document; where no date decides, the one with the later path."""
    if later(one, other) != later(other, one):
        return later(one, other)
    return (one.path, one.id) > (other.path, other.id)


def _answers(response: Response, ask: Ask, known: _Known) -> bool:
    """Tell whether a response answers an ask of another document: who, when and on what."""
    if response.document == ask.document or response.actor is None:
        return False
    answering, asking = known.document(response.document), known.document(ask.document)
    if answering is None or asking is None or later(asking, answering):
        return False
    if _answering(response.actor, answering, known).isdisjoint((*ask.addressees, *ask.targets)):
        return False
    if response.date and asking.date and _before(response.date, asking.date.edtf):
        return False
    shared = set(_content(response.anchor.exact)) & set(_content(ask.action.exact))
    return len(shared) >= TOPIC_WORDS


def _answering(actor: str, document: DocumentRow, known: _Known) -> set[str]:
    """Return for whom an answer stands: in a reply, an office and whoever signs for it are one."""
    own = {*document.issuers, *document.signatories}
    office = known.row(actor)
    if actor not in own and isinstance(office, Actor):
        name = set(_content(office.name))
        signers = [row for one in document.signatories if isinstance(row := known.row(one), Actor)]
        if not any(name and name <= set(_content(role)) for row in signers for role in row.roles):
            return {actor}
    return {*own, actor}


def _before(one: str, other: str) -> bool:
    """Tell whether one EDTF date is known to lie before another."""
    length = min(len(one), len(other))
    return one[:length] < other[:length]


def _same_ask(ends: tuple[str, str], pairs: Iterable[_Pair]) -> DocumentLink:
    evidence: dict[Evidence, None] = {}
    for pair in sorted(pairs, key=lambda held: (held.later.position, held.earlier.position)):
        for ask in (pair.later, pair.earlier):
            evidence[ask.operative] = None
            evidence[ask.action] = None
    return _link(ends[0], "same_ask", ends[1], tuple(evidence))


def _replies(responses: dict[str, Response], answers: dict[str, dict[str, Ask]]) -> Iterator[Row]:
    replied: dict[tuple[str, str], dict[Evidence, None]] = defaultdict(dict)
    for name in sorted(answers):
        response = responses[name]
        asks = sorted(answers[name].values(), key=lambda ask: ask.position)
        yield replace(response, asks=tuple(dict.fromkeys((*response.asks, *(ask.id for ask in asks)))))
        for ask in asks:
            found = replied[response.document, ask.document]
            found[response.anchor] = None
            found[ask.action] = None
    for document, other in sorted(replied):
        yield _link(document, "replies_to", other, tuple(replied[document, other]))


def _link(document: str, kind: str, other: str, evidence: tuple[Evidence, ...]) -> DocumentLink:
    identity = row_id("document_link", document, kind, other)
    return DocumentLink(identity, document, kind, other, evidence=evidence)


def _content(text: str) -> list[str]:
    """Return the words that carry content, cut to their first letters, each once, in order."""
    words = (word.folded for word in words_of(text))
    return list(dict.fromkeys(word[:STEM_LETTERS] for word in words if word not in _EMPTY))


def _pairs(text: str) -> list[str]:
    """Return keys of two words each: the longest words of a row, which are its rarest by and large."""
    lengths: dict[str, int] = {}
    for word in words_of(text):
        if word.folded not in _EMPTY:
            stem = word.folded[:STEM_LETTERS]
            lengths[stem] = max(lengths.get(stem, 0), len(word.folded))
    chosen = sorted(sorted(lengths, key=lambda stem: (-lengths[stem], stem))[:KEY_WORDS])
    return [f"{one} {other}" for at, one in enumerate(chosen) for other in chosen[at + 1 :]]
