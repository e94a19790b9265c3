"""What a reader should look at first in asks: repeated, in other strength, left out, without an answer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from onrecord.resolve.content_words import content, content_words
from onrecord.resolve.findings_words import LETTER_KINDS, finding_of, letters_reported_by
from onrecord.types.findings import Corpus
from onrecord.types.ledger import ANSWERING, asked_in, asks_by_modal, first_of, negation_of, stems_of
from onrecord.types.naming import DocumentNames, capital, short
from onrecord.types.rows import (
    AS_OF,
    STRENGTHS,
    Actor,
    Ask,
    DocumentLink,
    DocumentRow,
    Finding,
    QuotationCheck,
    Response,
)
from onrecord.types.spans import Evidence

LEAST_ASK = "S3"
"""Weaker asks (invite, encourage, recommend) are not missed where a reply or report leaves them out."""

STRONG_ASK = "S5"

DRIFT = 2
"""Steps of the scale between two verbs from which on a reader hears another ask: "request" and "urge"."""

ASKED = 90
"""Characters of what is asked that stand in a sentence."""

MOST_NAMED = 3
"""Names that stand in a sentence, the rest counted."""

SAME_ASK_WORDS = 0.5
"""Share of an ask's content words that must stand in another's for the two to be one."""


REPEATED_WORDS = 0.75
"""Share of the shorter ask's content words that stand in the longer one's where others repeat it.

Asks that share one thing of a list have fewer in common.
"""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SENTENCE_END = re.compile(r"[.!?]\s|\n")


def on_same_asks(document: DocumentRow, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    """Tell where this document and another ask for the same, by others or in other strength."""
    for link in corpus.rows(DocumentLink, document.id):
        if link.kind == "same_ask":
            yield from _same_ask(document, link, corpus, named)


def _same_ask(
    document: DocumentRow, link: DocumentLink, corpus: Corpus, named: DocumentNames
) -> Iterator[Finding]:
    places = {(anchor.document, anchor.start, anchor.end) for anchor in link.evidence}
    asks = [
        ask
        for owner in (document.id, link.to_document)
        if owner is not None
        for ask in corpus.rows(Ask, owner)
        if _place(_words_of(ask, corpus)[-1]) in places
    ]
    if len({ask.document for ask in asks}) < 2:
        return
    here = [ask for ask in asks if ask.document == document.id]
    there = [ask for ask in asks if ask.document != document.id]
    repeated = [
        (one, held)
        for one in here
        for held in there
        if _by_others(one, held)
        and _wholly(one, held)
        and all(_by_somebody_known(ask, corpus) for ask in (one, held))
    ]
    if repeated:
        title = _both_ask(*repeated[0], corpus, named)
        yield _finding_on_pair("repeated_ask", title, repeated[0], corpus)
    drifted = [(one, held) for one in here for held in there if _drifts(one, held)]
    if drifted:
        yield _finding_on_pair("ask_drift", _drifted(*drifted[0], corpus, named), drifted[0], corpus)


def _finding_on_pair(kind: str, title: str, pair: tuple[Ask, Ask], corpus: Corpus) -> Finding:
    """Return a finding on two asks of two documents, on their words alone."""
    anchors = (anchor for ask in pair for anchor in _words_of(ask, corpus))
    return finding_of(kind, "low", title, tuple(ask.id for ask in pair), tuple(dict.fromkeys(anchors)))


def _words_of(ask: Ask, corpus: Corpus) -> tuple[Evidence, ...]:
    """Return the words that say what an ask asks, what is asked last."""
    return asked_in(ask, corpus.text(ask.document) if asks_by_modal(ask) else "")


def _place(words: Evidence) -> tuple[str, int, int]:
    return words.document, words.start, words.end


def _by_others(one: Ask, other: Ask) -> bool:
    """Tell whether two asks are for the same, by requesters that have nobody in common."""
    named_apart = bool(one.requesters and other.requesters) and set(one.requesters).isdisjoint(
        other.requesters
    )
    return named_apart and first_of(other) in one.also_asked


def _by_somebody_known(ask: Ask, corpus: Corpus) -> bool:
    """Tell whether somebody with a name asks, or somebody whose document it is: more than "the critics"."""
    document = corpus.document(ask.document)
    own = {*document.signatories, *document.issuers} if document else set()
    kinds = {actor.id: actor.kind for actor in corpus.rows(Actor, ask.document)}
    return any(who in own or kinds.get(who, "group") != "group" for who in ask.requesters)


def _wholly(one: Ask, other: Ask) -> bool:
    """Tell whether one of two asks is asked for in the other as well, whole, and in the same numbers."""
    first, second = (set(content(ask.action.exact)) for ask in (one, other))
    numbers = [{*_NUMBER.findall(ask.action.exact)} for ask in (one, other)]
    return numbers[0] == numbers[1] and len(first & second) >= REPEATED_WORDS * min(len(first), len(second))


def _drifts(one: Ask, other: Ask) -> bool:
    """Tell whether two mentions of one ask are so far apart in strength that a reader hears another ask."""
    return first_of(one) == first_of(other) and abs(_steps(one) - _steps(other)) >= DRIFT


def _steps(ask: Ask) -> int:
    """Return where on the scale the verb stands by which those who ask do so."""
    return STRENGTHS.index(ask.strength)


def _both_ask(one: Ask, other: Ask, corpus: Corpus, named: DocumentNames) -> str:
    """Return who asks for the same in two documents, the earlier one first, and of whom."""
    first, second = (
        f"{_who(ask, ask.requesters, corpus)} in {named(corpus.document(ask.document))}"
        for ask in (other, one)
    )
    asked = next((_who(ask, ask.targets, corpus) for ask in (one, other) if ask.targets), "")
    of_whom = f" of {asked}" if asked else ""
    return f"{capital(first)}, and {second}, ask the same{of_whom}: {_asked(one, corpus)}."


def _drifted(one: Ask, other: Ask, corpus: Corpus, named: DocumentNames) -> str:
    """Return how much more or less strongly the later of two documents puts an ask of the earlier."""
    later, earlier = (named(corpus.document(ask.document)) for ask in (one, other))
    how = "more" if _steps(one) > _steps(other) else "less"
    said, before = (f"“{short(ask.operative.exact, 30)}” ({ask.strength})" for ask in (one, other))
    verbs = f"{said} for {before}"
    return f"{capital(later)} asks {how} strongly than {earlier}, {verbs}: {_asked(other, corpus)}."


def _who(ask: Ask, ids: Sequence[str], corpus: Corpus) -> str:
    """Return the names of some people of an ask, three at most."""
    actors = {actor.id: actor.name for actor in corpus.rows(Actor, ask.document)}
    names = [actors[id_] for id_ in ids if id_ in actors] or ["somebody"]
    if len(names) > MOST_NAMED:
        names = [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} others"]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _asked(ask: Ask, corpus: Corpus) -> str:
    """Return the words of what is asked, with those before them that make it its opposite."""
    words = _words_of(ask, corpus)[-1]
    if words != ask.action:
        return f"“{short(words.exact, ASKED + len(words.exact) - len(ask.action.exact))}”"
    negation = negation_of(ask, corpus.text(ask.document))
    return " ".join(filter(None, (negation, f"“{short(ask.action.exact, ASKED)}”")))


def on_dropped_asks(document: DocumentRow, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    """Tell the asks of a letter that a press release on it neither repeats nor paraphrases.

    Who reports on others' letters may choose from them: articles leave out what they like.
    """
    if document.kind == "press_release":
        for source in letters_reported_by(document, corpus):
            yield from _dropped_asks(document, source, corpus, named)
            yield from _dropped_commitments(document, source, corpus, named)


def _dropped_asks(
    document: DocumentRow, source: DocumentRow, corpus: Corpus, named: DocumentNames
) -> Iterator[Finding]:
    told = set(content_words(corpus.text(document.id)))
    asks = tuple(corpus.rows(Ask, document.id))
    repeated = [(set(ask.targets), set(content_words(ask.action.exact))) for ask in asks]
    mentioned = {first_of(ask) for ask in asks}
    quoted = [
        check.found.span
        for check in corpus.rows(QuotationCheck, document.id)
        if check.found is not None and check.found.document == source.id
    ]
    for ask in corpus.rows(Ask, source.id):
        words = content_words(ask.action.exact)
        if not words or not _own(ask, source) or max(ask.strength, ask.relay or "S0") < LEAST_ASK:
            continue
        if first_of(ask) in mentioned or any(span.overlaps(ask.action.span) for span in quoted):
            continue
        kept = len(set(words) & told) / len(set(words))
        again = any(
            bool(set(ask.targets) & targets)
            and len(set(words) & others) >= SAME_ASK_WORDS * min(len(set(words)), len(others))
            for targets, others in repeated
        )
        # What is asked for is in the verb: a text with all the nouns and another verb drops the ask. For
        # a weak ask that is too fine a reading of a paraphrase.
        changed = words[0] not in told and max(ask.strength, ask.relay or "S0") >= STRONG_ASK
        if not again and (kept < SAME_ASK_WORDS or changed):
            title = f"{capital(named(document))} leaves out what {named(source)} asks: {_asked(ask, corpus)}."
            rows = (document.id, ask.id)
            yield finding_of("dropped_ask", "medium", title, rows, _words_of(ask, corpus))


def _dropped_commitments(
    document: DocumentRow, source: DocumentRow, corpus: Corpus, named: DocumentNames
) -> Iterator[Finding]:
    """Tell the commitments a letter reminds its addressee of and no sentence of a press release tells."""
    sentences = [set(content(sentence)) for sentence in _SENTENCE_END.split(corpus.text(document.id))]
    told_of = {row.actor for row in corpus.rows(Response, document.id) if row.kind == "commitment"}
    for response in corpus.rows(Response, source.id):
        if response.kind != "commitment" or response.actor not in source.addressees:
            continue
        words = set(content(response.anchor.exact))
        told = any(len(words & sentence) >= SAME_ASK_WORDS * len(words) for sentence in sentences)
        if told or response.actor in told_of:
            continue
        actor = corpus.row(response.actor)
        reminded = actor.name if isinstance(actor, Actor) else "its addressee"
        of_what = f"the commitment that {named(source)} reminds {reminded} of"
        title = f"{capital(named(document))} leaves out {of_what}: “{short(response.anchor.exact, 90)}”."
        rows = (document.id, response.id)
        yield finding_of("dropped_ask", "medium", title, rows, (response.anchor,))


def on_unanswered_asks(document: DocumentRow, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    """Tell which asks of a letter nothing answers as of the record's last date, in any of their mentions.

    Of a letter that is replied to here, only those are told that the one reply surely leaves out.
    """
    if not _is_open_to_answers(document):
        return
    asks = tuple(corpus.rows(Ask, document.id))
    stems = stems_of(asks)
    own = {
        first_of(ask): ask
        for ask in reversed(asks)
        if _own(ask, document) and ask.strength >= LEAST_ASK and ask.id not in stems
    }
    answered = _answered(own.values(), corpus)
    held = (ask for first, ask in own.items() if first not in answered)
    open_asks = sorted(held, key=lambda ask: (ask.action.start, ask.id))
    replies = _replies(document, corpus)
    if replies:
        open_asks = _not_taken_up(open_asks, own, replies[0], corpus) if len(replies) == 1 else []
    if not open_asks:
        return
    if replies:
        counted = "one of its asks is" if len(open_asks) == 1 else f"{len(open_asks)} of its asks are"
        answer = f"was answered by {named(replies[0])}"
        title = f"{capital(named(document))} {answer}; {counted} not taken up there."
    else:
        counted = "One ask" if len(open_asks) == 1 else f"{len(open_asks)} asks"
        title = f"{counted} of {named(document)}: no reply in this record{AS_OF}."
    rows = tuple(ask.id for ask in open_asks)
    yield finding_of(
        "unanswered_ask", "low", title, rows, tuple(_words_of(ask, corpus)[-1] for ask in open_asks)
    )


def _is_open_to_answers(document: DocumentRow | None) -> bool:
    """Tell whether a document is one that asks for a reply: a letter to somebody."""
    return document is not None and document.kind in LETTER_KINDS and bool(document.addressees)


def _replies(document: DocumentRow, corpus: Corpus) -> list[DocumentRow]:
    """Return the documents that reply to a letter, by their ids."""
    links = (link for link in corpus.about(DocumentLink, document.id) if link.kind == "replies_to")
    ids = {link.document for link in links if link.to_document == document.id} - {document.id}
    found = (corpus.document(reply) for reply in sorted(ids))
    return [reply for reply in found if reply is not None]


def _not_taken_up(
    asks: Sequence[Ask], own: Mapping[str, Ask], reply: DocumentRow, corpus: Corpus
) -> list[Ask]:
    """Return the asks that a letter in reply surely leaves out: it answers others, and lacks their words.

    `own` are all asks of the letter, by their first mentions.
    """
    mentions = own.keys() | {ask.id for ask in own.values()}
    answers = any(not mentions.isdisjoint(row.asks) for row in corpus.rows(Response, reply.id))
    if not answers or reply.kind not in LETTER_KINDS:
        return []
    told = set(content(corpus.text(reply.id)))
    words = {ask.id: set(content(ask.action.exact)) for ask in asks}
    return [ask for ask in asks if len(words[ask.id] & told) < SAME_ASK_WORDS * len(words[ask.id])]


def _answered(asks: Collection[Ask], corpus: Corpus) -> set[str]:
    """Return the first mentions of those asks that anything answers in any of their mentions."""
    first_mentions = {first_of(ask): ask.restates_in or ask.document for ask in asks}
    stand_in = set(first_mentions.values())
    first_by_mention = {ask.id: first_of(ask) for ask in asks} | {first: first for first in first_mentions}
    for document in dict.fromkeys(first_mentions.values()):
        for ask in corpus.about(Ask, document):
            if ask.restates in first_mentions:
                first_by_mention[ask.id] = ask.restates
                stand_in.add(ask.document)
    found: set[str] = set()
    for document in stand_in:
        for response in corpus.about(Response, document):
            if response.kind in ANSWERING:
                found.update(first_by_mention[ask] for ask in response.asks if ask in first_by_mention)
    return found


def open_to_answers(corpus: Corpus, documents: Collection[str]) -> set[str]:
    """Return the letters whose asks may be answered otherwise because some documents changed.

    Those are letters that share an ask with a document that changed, or with one that it answers.
    """
    answering = {there for each in documents for row in corpus.rows(Response, each) for there in row.asks_in}
    asking = answering.union(documents)
    first_mentions: dict[str, set[str]] = defaultdict(set)
    for document in sorted(asking):
        for ask in corpus.rows(Ask, document):
            first_mentions[ask.restates_in or document].add(first_of(ask))
    for document, firsts in first_mentions.items():
        asking.add(document)
        asking.update(ask.document for ask in corpus.about(Ask, document) if ask.restates in firsts)
    return {document for document in asking if _is_open_to_answers(corpus.document(document))}


def _own(ask: Ask, source: DocumentRow) -> bool:
    """Tell whether the ask is the letter's own rather than one it reports."""
    return bool(set(ask.requesters) & {*source.signatories, *source.issuers})
