"""One wanted document for all who cite it: citations joined by issuer, addressee, day and matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import combinations

from onrecord.data import Vocabularies
from onrecord.resolve.content_words import content_words
from onrecord.resolve.links import wanted_link
from onrecord.resolve.links_dates import Days, days_of
from onrecord.resolve.links_matching import Topics
from onrecord.resolve.links_papers import Page, fold, page_of, side_keys
from onrecord.resolve.links_parties import Meeting, named, same
from onrecord.resolve.units import documents_of
from onrecord.resolve.wanted_words import NUMBERED, wanted_of
from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made, Work
from onrecord.types.rows import Actor, Citation, DocumentLink

STAGE = "wanted"

LARGEST_BLOCK = 60
"""Documents that may cite under one key; more under one name and addressee tell of many documents."""

LARGEST_GROUP = 120
"""Citations that keys lead to from one; beyond it they are left apart."""

LONGEST_MONTH = 36
"""Days that a date may span which is good to a month: one, or some weeks told from day to day."""

FEW_DAYS = 4
"""Days by which releases of one letter come out one after the other."""

COMMON_MATTER = 0.25
"""Share of the content words beside two citations of one document that both have, of the fewer, no names
counted: two letters of one month, writer and addressee share 0.13 to 0.21 of them, one letter 0.40 up."""

COMMON_MATTER_OF_TWO = 0.15
"""The same where two addressees are the same."""

MOST_PAIRED = 6
"""Addressees of one document that are paired into keys."""

PAGES_KEPT = 1024
"""Documents whose actors and citations are held in memory at a time."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of a document that is not here, in the document that it stands in."""

    page: Page
    citation: Citation

    @property
    def days(self) -> Days | None:
        """The days that the cited document can be of; of what a release makes known, those of the release."""
        known = days_of(self.citation.date)
        if known is None and self.citation.subject and self.page.row.date is not None:
            return days_of(self.page.row.date.edtf) if self.page.row.kind == "press_release" else None
        return known


class WantedResolver:
    """Joins citations of one document that is not here; their links carry what all of them tell of it."""

    name = "wanted"
    version = "3"

    def __init__(self) -> None:
        table = Vocabularies().table("citations")
        self._meeting = Meeting(table["groups"])
        self._sorts = frozenset(name for name, given in table["sorts"].items() if given.get("wanted"))

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        """Yield a key for each title, and for each issuer with each addressee or with the month."""
        page = page_of(findings.row, findings.rows)
        for citation in page.citations:
            if citation.sort in self._sorts and not citation.printed:
                for key in _keys(Cited(page, citation)):
                    yield BlockKey(STAGE, key, findings.row.id, citation.id)

    def units(self, corpus: Corpus, changes: Changes) -> Iterable[str]:
        """Yield the documents that changed and all to whose citations theirs lead, or led before."""
        joining = _Joining(corpus, self._meeting)
        found = set(changes.documents)
        keys = corpus.keys_of(STAGE, changes.documents)
        spread = corpus.spread(STAGE, keys)
        likely = [key for key in keys if spread.get(key, 0) <= LARGEST_BLOCK + len(changes.documents)]
        members = {_bare(one) for block in corpus.lookup(STAGE, likely).values() for one in block}
        for member in members:
            found.update(one.document for one in joining.group(member))
        return found

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterator[Made]:
        """Yield the links to each wanted document that several documents cite, in the first one's unit."""
        yield from self.over(corpus)(units)

    def over(self, corpus: Corpus) -> Work:
        """Return what yields the links of portions of units."""
        return partial(_joined, corpus, _Joining(corpus, self._meeting))


def _joined(corpus: Corpus, joining: _Joining, units: Iterable[str] | None) -> Iterator[Made]:
    for document in documents_of(corpus, units):
        for group in joining.groups_of(document.id):
            for link in joining.links(group):
                yield Made(document.id, link)


def _bare(member: BlockKey) -> BlockKey:
    """Return a citation without the key it stands under."""
    return BlockKey(STAGE, "", member.document, member.row)


class _Joining:
    """Joins the citations that can only be of one document.

    From a citation the keys lead to others; those that can be one with it are its neighbours, and all that
    neighbours lead to are looked at together.
    """

    def __init__(self, corpus: Corpus, meeting: Meeting) -> None:
        self._corpus, self._meeting, self._topics = corpus, meeting, Topics(corpus.text)
        self._page = lru_cache(PAGES_KEPT)(self._read)
        self._keys = lru_cache(PAGES_KEPT)(self._keys_of)
        self._names = lru_cache(PAGES_KEPT)(self._names_in)
        self._cited = lru_cache(PAGES_KEPT)(self._missing)
        self._groups: dict[BlockKey, tuple[BlockKey, ...]] = {}

    def groups_of(self, document: str) -> Iterator[tuple[BlockKey, ...]]:
        """Yield the groups of several citations of which the first stands in a document."""
        for row in sorted(self._keys(document)):
            member = BlockKey(STAGE, "", document, row)
            group = self.group(member)
            if len(group) > 1 and group[0] == member:
                yield group

    def group(self, member: BlockKey) -> tuple[BlockKey, ...]:
        """Return the citations to which one leads, with itself; itself alone where they are too many."""
        if member not in self._groups:
            found, waiting = {member}, [member]
            while waiting and len(found) <= LARGEST_GROUP:
                near = self._neighbours(waiting.pop()) - found
                found |= near
                waiting += sorted(near)
            whole = tuple(sorted(found)) if len(found) <= LARGEST_GROUP else ()
            self._groups.update(dict.fromkeys(found, whole) if whole else {member: (member,)})
        return self._groups[member]

    def _neighbours(self, member: BlockKey) -> set[BlockKey]:
        one = self._cited(member)
        if one is None:
            return set()
        keys = sorted(self._keys(member.document).get(member.row, ()))
        spread = self._corpus.spread(STAGE, keys)
        rare = [key for key in keys if spread.get(key, 0) <= LARGEST_BLOCK]
        others = {_bare(found) for block in self._corpus.lookup(STAGE, rare).values() for found in block}
        return {
            other
            for other in others - {member}
            if (held := self._cited(other)) is not None and self._can_be_one(one, held)
        }

    def _keys_of(self, document: str) -> dict[str, frozenset[str]]:
        """Return the keys of each citation of a document."""
        keys = sorted(self._corpus.keys_of(STAGE, (document,)))
        found: dict[str, set[str]] = defaultdict(set)
        for key, block in self._corpus.lookup(STAGE, keys).items():
            for member in block:
                if member.document == document:
                    found[member.row].add(key)
        return {row: frozenset(held) for row, held in found.items()}

    def links(self, group: Sequence[BlockKey]) -> Iterator[DocumentLink]:
        """Yield the links of those that are joined, each with what all tell of the document."""
        missing = [one for member in group if (one := self._cited(member)) is not None]
        for cited in self._joined(missing):
            wanted = wanted_of([(one.page, one.citation) for one in cited])
            if wanted is not None and len(wanted.cited_by) > 1:
                for one in cited:
                    yield wanted_link(one.page.row, one.citation, wanted)

    def _missing(self, member: BlockKey) -> Cited | None:
        """Return the citation of a member, None where what it cites is here."""
        page = self._page(member.document)
        if page is None:
            return None
        held = self._linked(page)
        found = next((one for one in page.citations if one.id == member.row), None)
        return Cited(page, found) if found is not None and found.mentions in held else None

    def _linked(self, page: Page) -> set[tuple[object, ...]]:
        links = self._corpus.rows(DocumentLink, page.row.id)
        return {link.evidence for link in links if link.wanted is not None}

    def _joined(self, missing: Sequence[Cited]) -> Iterator[list[Cited]]:
        """Yield groups in which every two can be one; who fits two of them belongs to none.

        Those of a known day are joined first: an undated one goes to them where it fits one group alone.
        """
        known = [one for one in missing if one.days is not None or one.citation.title]
        groups: list[list[Cited]] = []
        for one in sorted(known, key=_order):
            fitting = [held for held in groups if all(self._can_be_one(one, other) for other in held)]
            if len(fitting) == 1:
                fitting[0].append(one)
            else:
                groups.append([one])
        undated = sorted((one for one in missing if one not in known), key=_order)
        late: list[list[Cited]] = []
        for one in undated:
            fitting = [held for held in groups if all(self._can_be_one(one, other) for other in held)]
            near = [held for held in late if all(self._can_be_one(one, other) for other in held)]
            if len(fitting) == 1 and not near:
                fitting[0].append(one)
            elif not fitting and len(near) == 1:
                near[0].append(one)
            elif not fitting:
                late.append([one])
        yield from (held for held in (*groups, *late) if len(held) > 1)

    def _can_be_one(self, one: Cited, other: Cited) -> bool:
        """Tell whether two citations can only be of one document."""
        first, second = one.citation, other.citation
        if first.sort != second.sort or first.document == second.document:
            return False
        if first.sort in NUMBERED:
            return fold(first.title or "") == fold(second.title or "")
        if first.title and second.title and fold(first.title) != fold(second.title):
            return False
        days, others = one.days, other.days
        if days is not None and others is not None and not days.meets(others, FEW_DAYS):
            return False
        if not self._wrote(one, other):
            return False
        if first.title and second.title:
            return True
        if first.sort == "report":
            fine = all(held is not None and held.length <= LONGEST_MONTH for held in (days, others))
            return fine and self._same_matter(one, other)
        return self._addressed(one, other) and self._same_matter(one, other)

    def _wrote(self, one: Cited, other: Cited) -> bool:
        first, second = _actors(one, one.citation.issuers), _actors(other, other.citation.issuers)
        if self._meeting.one(named(first), named(second)):
            return True
        return self._stands(one, named(second)) or self._stands(other, named(first))

    def _stands(self, one: Cited, others: Sequence[Actor]) -> bool:
        """Tell whether the group that one text names can be those whom another names."""
        by = one.citation.by
        return by is not None and bool(others) and self._meeting.chairs(by.exact, others)

    def _addressed(self, one: Cited, other: Cited) -> bool:
        """Tell whether two letters go to the same; where one does not say to whom, both must be of a day."""
        first, second = _actors(one, one.citation.addressees), _actors(other, other.citation.addressees)
        if first and second:
            return self._meeting.one(first, second)
        here, there = one.citation.to, other.citation.to
        if here is not None and there is not None:
            return fold(here.exact) == fold(there.exact)
        return all(held.days is not None and held.days.length == 1 for held in (one, other))

    def _same_matter(self, one: Cited, other: Cited) -> bool:
        """Tell whether the words beside two citations are on one matter, whoever is named there."""
        names = self._names(one.page.row.id) | self._names(other.page.row.id)
        here = self._topics.beside(one.citation) - names
        there = self._topics.beside(other.citation) - names
        first, second = _actors(one, one.citation.addressees), _actors(other, other.citation.addressees)
        several = sum(any(same(actor, each) for each in second) for actor in named(first)) > 1
        least = COMMON_MATTER_OF_TWO if several else COMMON_MATTER
        return len(here & there) >= least * min(len(here), len(there))

    def _names_in(self, document: str) -> frozenset[str]:
        """Return the content words of the names and roles of everybody a document names."""
        page = self._page(document)
        actors = named(page.actors.values()) if page else []
        return frozenset(
            word
            for actor in actors
            for name in (actor.name, *actor.aliases, *actor.roles)
            for word in content_words(name)
        )

    def _read(self, document: str) -> Page | None:
        row = self._corpus.document(document)
        if row is None:
            return None
        return page_of(row, (*self._corpus.rows(Actor, document), *self._corpus.rows(Citation, document)))


def _order(one: Cited) -> tuple[str, str]:
    return (one.citation.date or "", one.citation.id)


def _actors(one: Cited, ids: Iterable[str]) -> tuple[Actor, ...]:
    return one.page.named(ids)


def _keys(one: Cited) -> Iterator[str]:
    """Yield what a citation is joined by with others of the same document."""
    citation, page = one.citation, one.page
    sort = citation.sort
    if citation.title:
        yield f"{sort} “{fold(citation.title)}”"
    if sort in NUMBERED:
        return
    issuers, addressees = side_keys(page.named(citation.issuers)), side_keys(page.named(citation.addressees))
    days = one.days
    month = days.first.isoformat()[:7] if days is not None and days.length <= LONGEST_MONTH else None
    for to in addressees:
        yield from (f"{sort} {issuer} >{to}" for issuer in issuers)
        yield f"{sort} >{to}" + (f" {month}" if month else "")
    yield from (
        f"{sort} >{first} >{second}" for first, second in combinations(sorted(addressees)[:MOST_PAIRED], 2)
    )
    if month is not None:
        yield from (f"{sort} {issuer} {month}" for issuer in issuers)
