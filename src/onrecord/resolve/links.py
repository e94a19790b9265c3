"""Which document quotes, reports on or repeats which; and what is cited and not here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from onrecord.resolve.links_same_text import SameText
from onrecord.resolve.reuse import Reuse
from onrecord.resolve.shingles import COMMON, SHINGLE_STAGE
from onrecord.resolve.sources import (
    DOCUMENT_NOUNS,
    PARTY_STAGE,
    Draw,
    Sources,
    document_noun,
)
from onrecord.resolve.units import documents_of, meeting
from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made
from onrecord.types.identity import row_id
from onrecord.types.rows import (
    Actor,
    DocumentLink,
    DocumentRow,
    Event,
    QuotationCheck,
    Statement,
    Wanted,
)
from onrecord.types.spans import Evidence

CITED_EVENTS = {"COMM.LETTER": "letter", "COMM.REPORT": "report", "COMM.REPLY": "letter"}
"""Kinds of event that tell of a document, and the noun that names it."""

QUOTED = ("verbatim", "altered", "truncated")

FACTUAL = ("past", "reported", "ongoing")


@dataclass(frozen=True, slots=True)
class _Mention:
    """Words that tell of a document: a source ("the letter") or an event ("sent a letter to …")."""

    noun: str
    evidence: Evidence
    issuers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    date: str | None = None


class LinkResolver:
    """Links documents by what one says of another and by the words they share."""

    name = "links"
    version = "2"

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        """Yield nothing: the quotation stage's keys serve this one too."""
        del findings
        return ()

    def units(self, corpus: Corpus, changes: Changes) -> Iterable[str]:
        """Yield the documents that changed and those that share words or parties with them."""
        return meeting(corpus, (SHINGLE_STAGE, PARTY_STAGE), changes.documents, COMMON)

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterator[Made]:
        """Yield links, document by document."""
        sources, same_text = Sources(corpus), SameText(corpus, Reuse(corpus))
        for document in documents_of(corpus, units):
            links = chain(
                _quotes(document, corpus),
                _reports(document, corpus, sources),
                same_text.links(document),
            )
            yield from (Made(document.id, link) for link in links)


def _quotes(document: DocumentRow, corpus: Corpus) -> Iterator[DocumentLink]:
    found: dict[str, list[Evidence]] = defaultdict(list)
    for check in corpus.rows(QuotationCheck, document.id):
        own = check.found is not None and check.found.document == document.id
        if check.found is not None and check.verdict in QUOTED and not own:
            found[check.found.document] += [check.quotation, check.found]
    for other in sorted(found):
        yield _link(document, "quotes", other, found[other])


def _reports(document: DocumentRow, corpus: Corpus, sources: Sources) -> Iterator[DocumentLink]:
    mentions = tuple(_mentions(document, corpus))
    if not mentions:
        return
    draws = sources.touched_by(document)
    names = {actor.id: actor.name for actor in corpus.rows(Actor, document.id)}
    reported: dict[str, list[Evidence]] = defaultdict(list)
    wanted: dict[Wanted, list[Evidence]] = defaultdict(list)
    for mention in mentions:
        told = [draw for draw in draws if _fits(mention, draw)]
        if told:
            reported[told[0].source.id].append(mention.evidence)
        elif mention.issuers:
            wanted[_wanted(mention, names)].append(mention.evidence)
    for other in sorted(reported):
        yield _link(document, "reports_on", other, reported[other])
    for description, evidence in wanted.items():
        yield _link(document, "cites", description, evidence)


def _mentions(document: DocumentRow, corpus: Corpus) -> Iterator[_Mention]:
    own = {*document.signatories, *document.issuers}
    for statement in corpus.rows(Statement, document.id):
        noun = document_noun(statement.source.exact) if statement.source else None
        if noun is not None and statement.source is not None and statement.level > 0:
            yield _Mention(noun, statement.source, statement.speakers)
    for event in corpus.rows(Event, document.id):
        if event.kind not in CITED_EVENTS or event.factuality not in FACTUAL:
            continue
        roles = {part.role: part.actors for part in event.participants}
        issuers = roles.get("actor", ())
        evidence = next(mention for mention in event.mentions if mention.document == document.id)
        its_own = document.kind in DOCUMENT_NOUNS["letter"] and own & set(issuers)
        if not its_own:
            yield _Mention(
                CITED_EVENTS[event.kind], evidence, issuers, roles.get("recipient", ()), event.date
            )


def _fits(mention: _Mention, draw: Draw) -> bool:
    """Tell whether a document of the record can be the one that the words tell of.

    Where they name its issuer, one of its parties must be named; where they do not ("the letter"), the
    two documents must have words or parties enough in common.
    """
    source = draw.source
    if source.kind not in DOCUMENT_NOUNS[mention.noun]:
        return False
    known = set(mention.addressees)
    if known and source.addressees and not known & set(source.addressees) and not draw.plausible:
        return False
    if mention.date and source.date and not mention.date.startswith(source.date.edtf[: len(mention.date)]):
        return False
    parties = {*source.signatories, *source.issuers}
    return (
        bool(set(mention.issuers) & parties) or (not mention.issuers and draw.plausible) or draw.parties == 1
    )


def _wanted(mention: _Mention, names: dict[str, str]) -> Wanted:
    issuer = ", ".join(names[actor] for actor in mention.issuers if actor in names) or None
    addressee = ", ".join(names[actor] for actor in mention.addressees if actor in names) or None
    parts = [mention.noun, f"from {issuer}" if issuer else "", f"to {addressee}" if addressee else ""]
    described = " ".join(part for part in parts if part)
    if mention.date:
        described += f", {mention.date}"
    return Wanted(described, mention.noun, issuer, addressee, mention.date)


def _link(document: DocumentRow, kind: str, to: str | Wanted, evidence: Iterable[Evidence]) -> DocumentLink:
    shown = tuple(dict.fromkeys(evidence))
    wanted = to if isinstance(to, Wanted) else None
    return DocumentLink(
        id=row_id("document_link", document.id, kind, wanted.description if wanted else to),
        from_document=document.id,
        kind=kind,
        to_document=None if isinstance(to, Wanted) else to,
        wanted=wanted,
        evidence=shown,
    )
