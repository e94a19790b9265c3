"""Which document answers, reports on, quotes or cites which; and what is cited and not here.

A document *replies to* another where it is the answer to it ("thank you for your letter of June 3"). It
*reports on* another where it tells what that one says, as what it is about: a release on a letter, an article
on a reply. It *quotes* another where words in marks were found in it. It *cites* another where it only names
it, or names it for the source of one thing it says. Of the first, second and last the strongest is said of
two documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from onrecord.data import Vocabularies
from onrecord.resolve.dates_and_keys import later
from onrecord.resolve.links_dates import days_of
from onrecord.resolve.links_matching import Matcher, Topics
from onrecord.resolve.links_papers import CITING, PAPERS, Page, Paper, citing_keys, fold, page_of, papers_keys
from onrecord.resolve.links_parties import Meeting, named, same
from onrecord.resolve.links_same_text import SameText
from onrecord.resolve.reuse import Reuse
from onrecord.resolve.shingles import COMMON, SHINGLE_STAGE
from onrecord.resolve.units import documents_of, meeting
from onrecord.resolve.wanted_words import wanted_of
from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made, Work
from onrecord.types.identity import row_id
from onrecord.types.rows import Actor, Citation, DocumentLink, DocumentRow, QuotationCheck, Wanted
from onrecord.types.spans import Evidence

QUOTED = ("verbatim", "altered", "truncated")

STRONGEST = ("replies_to", "reports_on", "cites")
"""Of these one link is made from one document to another: the first that holds."""

PAGES_KEPT = 512
"""Documents whose actors and citations are held in memory at a time."""

ABOUT_ONE_THING = ("letter", "reply", "memo")
"""Sorts of which telling what they say is reporting on them; a report is mostly the source of one thing."""


class LinkResolver:
    """Links documents by what one says of another and by the words they share."""

    name = "links"
    version = "5"

    def __init__(self) -> None:
        table = Vocabularies().table("citations")
        self._kinds = {name: tuple(given["kinds"]) for name, given in table["sorts"].items()}
        self._wanted = frozenset(name for name, given in table["sorts"].items() if given.get("wanted"))
        self._meeting = Meeting(table["groups"])

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        """Yield what a document is found by, and what it cites would be found by."""
        yield from papers_keys(findings)
        yield from citing_keys(findings, self._kinds)

    def units(self, corpus: Corpus, changes: Changes) -> Iterable[str]:
        """Yield the documents that changed, those that share words with them, those that may cite them."""
        found = meeting(corpus, (SHINGLE_STAGE,), changes.documents, COMMON)
        for document in changes.documents:
            found.update(check.quotation.document for check in corpus.about(QuotationCheck, document))
        keys = corpus.keys_of(PAPERS, changes.documents)
        spread = corpus.spread(PAPERS, keys)
        likely = [key for key in keys if spread.get(key, 0) <= COMMON + len(changes.documents)]
        for members in corpus.lookup(CITING, likely).values():
            found.update(member.document for member in members)
        return found

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterator[Made]:
        """Yield links, document by document."""
        yield from self.over(corpus)(units)

    def over(self, corpus: Corpus) -> Work:
        """Return what yields the links of portions of units."""
        same_text = SameText(corpus, Reuse(corpus))
        matcher = Matcher(self._meeting, Topics(corpus.text))
        citations = _Citations(corpus, matcher, self._kinds, self._wanted)

        def links(units: Iterable[str] | None) -> Iterator[Made]:
            for document in documents_of(corpus, units):
                shared = (*_quotes(document, corpus), *same_text.links(document))
                found = chain(shared, citations.links(document, shared))
                yield from (Made(document.id, link) for link in found)

        return links


class _Citations:
    """Leads what documents cite to the documents that are here."""

    def __init__(
        self, corpus: Corpus, matcher: Matcher, kinds: Mapping[str, tuple[str, ...]], wanted: frozenset[str]
    ) -> None:
        self._corpus, self._matcher, self._kinds, self._wanted = corpus, matcher, kinds, wanted
        self._page = lru_cache(PAGES_KEPT)(self._read)

    def links(self, document: DocumentRow, shared: Iterable[DocumentLink] = ()) -> Iterator[DocumentLink]:
        """Yield the links of one document to those it answers, reports on or cites, and to wanted ones.

        `shared` are its links to documents of which it holds words.
        """
        page = self._page(document.id)
        cited = [one for one in page.citations if not one.printed] if page else []
        if page is None or not cited:
            return
        likely = self._likely(document.id)
        found: dict[str, list[Citation]] = defaultdict(list)
        unsure: list[tuple[Citation, bool]] = []
        for citation in cited:
            papers, crowded = likely.get(citation.id, ([], False))
            fitting = [
                paper
                for paper in papers
                if paper.document.kind in self._kinds[citation.sort] or paper.printed
            ]
            paper = self._matcher.best(page, citation, fitting)
            if paper is not None:
                found[paper.document.id].append(citation)
            else:
                unsure.append((citation, self._is_wanted(page, citation, fitting, crowded)))
        near = [one for one in page.papers if one.printed]
        for other in sorted({link.to_document for link in shared if link.to_document} | found.keys()):
            near += held.papers if (held := self._page(other)) is not None else ()
        missing: list[Citation] = []
        for citation, wanted in unsure:
            here = {one.document.id for one in near if self._matcher.is_of_letter(page, citation, one)}
            if len(here) == 1 and document.id not in here:
                found[here.pop()].append(citation)
            elif wanted and not here:
                missing.append(citation)
        for citation in _once(page, missing):
            yield from self._missing(page, citation)
        for other in sorted(found):
            yield self._here(document, other, found[other])

    def _is_wanted(self, page: Page, citation: Citation, papers: list[Paper], crowded: bool) -> bool:
        """Tell whether a document is cited of which it is known that it is not here."""
        if citation.sort not in self._wanted or crowded:
            return False
        return not self._matcher.may_be_here(page, citation, papers)

    def _here(self, document: DocumentRow, other: str, cited: list[Citation]) -> DocumentLink:
        kinds = {kind_of(citation, document) for citation in cited}
        kind = next(kind for kind in STRONGEST if kind in kinds)
        return link(document.id, kind, other, (mention for one in cited for mention in one.mentions))

    def _missing(self, page: Page, citation: Citation) -> Iterator[DocumentLink]:
        wanted = wanted_of([(page, citation)])
        if wanted is not None:
            yield wanted_link(page.row, citation, wanted)

    def _likely(self, document: str) -> dict[str, tuple[list[Paper], bool]]:
        """Return the papers under the keys of each citation, and whether one of these is too common."""
        keys = sorted(self._corpus.keys_of(CITING, (document,)))
        own: dict[str, list[str]] = defaultdict(list)
        for key, members in self._corpus.lookup(CITING, keys).items():
            for member in members:
                if member.document == document:
                    own[member.row].append(key)
        spread = self._corpus.spread(PAPERS, keys)
        rare = [key for key in keys if 0 < spread.get(key, 0) <= COMMON]
        papers = self._corpus.lookup(PAPERS, rare)
        found: dict[str, tuple[list[Paper], bool]] = {}
        for citation, under in own.items():
            others = {member.document for key in under for member in papers.get(key, ())} - {document}
            pages = [page for other in sorted(others) if (page := self._page(other)) is not None]
            crowded = any(spread.get(key, 0) > COMMON for key in under)
            found[citation] = [paper for page in pages for paper in page.papers], crowded
        return found

    def _read(self, document: str) -> Page | None:
        row = self._corpus.document(document)
        if row is None:
            return None
        rows = (*self._corpus.rows(Actor, document), *self._corpus.rows(Citation, document))
        return page_of(row, rows)


def _once(page: Page, missing: Sequence[Citation]) -> Iterator[Citation]:
    """Yield the citations of documents that are not here, one of those that nothing tells apart.

    Two are one document where writers, title and addressees are common or not told, and no other day is.
    """
    told: list[Citation] = []
    for one in sorted(missing, key=lambda held: (not held.title, -len(held.date or ""), held.id)):
        if not any(_is_one(page, one, other) for other in told):
            told.append(one)
    yield from (one for one in missing if one in told)


def _is_one(page: Page, one: Citation, other: Citation) -> bool:
    if one.sort != other.sort or (one.title and fold(one.title) != fold(other.title or "")):
        return False
    writers, others = named(page.named(one.issuers)), named(page.named(other.issuers))
    if not any(same(actor, each) for actor in writers for each in others):
        return False
    to, theirs = named(page.named(one.addressees)), named(page.named(other.addressees))
    if to and theirs and not any(same(actor, each) for actor in to for each in theirs):
        return False
    days, known = days_of(one.date), days_of(other.date)
    return days is None or known is None or days.meets(known)


def kind_of(citation: Citation, document: DocumentRow) -> str:
    """Return how a document stands to what it cites."""
    if citation.answered:
        return "replies_to"
    told_at_length = citation.subject and len(citation.mentions) > 1
    about = citation.sort in ABOUT_ONE_THING or told_at_length
    return "reports_on" if citation.told and about and document.kind != "listing_page" else "cites"


def wanted_link(document: DocumentRow, citation: Citation, wanted: Wanted) -> DocumentLink:
    """Return the link of a document to one that it cites and that is not here."""
    kind = kind_of(citation, document)
    identity = row_id("document_link", document.id, kind, citation.id)
    return DocumentLink(identity, document.id, kind, wanted=wanted, evidence=citation.mentions)


def link(document: str, kind: str, to: str, evidence: Iterable[Evidence]) -> DocumentLink:
    """Return the link of one document to another."""
    shown = tuple(dict.fromkeys(evidence))
    return DocumentLink(row_id("document_link", document, kind, to), document, kind, to, evidence=shown)


def _quotes(document: DocumentRow, corpus: Corpus) -> Iterator[DocumentLink]:
    found: dict[str, list[Evidence]] = defaultdict(list)
    for check in corpus.rows(QuotationCheck, document.id):
        own = check.found is not None and check.found.document == document.id
        if check.found is not None and check.verdict in QUOTED and not own:
            found[check.found.document] += [check.quotation, check.found]
    for other in sorted(found):
        source = corpus.document(other)
        if source is not None and not later(source, document):
            yield link(document.id, "quotes", other, found[other])
