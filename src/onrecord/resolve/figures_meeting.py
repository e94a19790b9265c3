"""Which figures of a record meet: by keys, and from one comparison to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from onrecord.resolve.figures_claims import Claim, ClaimReader
from onrecord.resolve.figures_compare import COMPARED, Comparison, Shared, compare
from onrecord.types.findings import BlockKey, Corpus, DocumentFindings
from onrecord.types.ranges import same_number
from onrecord.types.rows import DocumentLink, Event, Figure

STAGE = "figures"

COMMON = 40
"""A word or number that so many documents have with one noun says nothing of what is counted."""

LEAST_NUMBER = 10
"""Smaller numbers are no key: every document counts two or three of something."""

MOST_TOGETHER = 100
"""Figures that speak of one thing, one leading to the next; beyond it the thing is a commonplace."""

DOCUMENTS_AT_HAND = 4000
"""Documents whose claims are kept while others are held against them."""

_LINKS = ("reports_on", "quotes", "replies_to")
"""Links by which one document tells of what the other tells; words in common are none."""

Found = tuple[Claim, Comparison]


def keys_of_claim(claim: Claim) -> frozenset[str]:
    """Return the keys under which a claim meets others.

    They are its noun with each word told of it, with its number, and with the kind and month of its event.
    """
    keys = {f"w {claim.head} {word}" for word in claim.around}
    number = claim.figure.number
    if number is not None and number >= LEAST_NUMBER:
        keys.add(f"n {claim.head} {number:.12g}")
    happening = claim.happening
    if happening is not None and happening.date:
        keys.add(f"e {claim.head} {happening.kind} {happening.date.strip('~?%')[:7]}")
    return frozenset(keys)


def keys_of_document(findings: DocumentFindings, reader: ClaimReader) -> Iterator[BlockKey]:
    """Yield the keys of one document's claims, as phase 1 knows them."""
    document = findings.row
    figures = [row for row in findings.rows if isinstance(row, Figure)]
    events = [row for row in findings.rows if isinstance(row, Event)]
    for claim in reader.claims(document, findings.text, figures, events):
        for key in keys_of_claim(claim):
            yield BlockKey(STAGE, key, document.id, claim.figure.id, claim.figure.anchor.start)


class Meetings:
    """Finds, document by document, the claims that can be compared; remembers what was looked up."""

    def __init__(self, corpus: Corpus, reader: ClaimReader) -> None:
        self._corpus, self._reader = corpus, reader
        self.claims = lru_cache(DOCUMENTS_AT_HAND)(self._claims)
        self._found = lru_cache(DOCUMENTS_AT_HAND)(self._look_up)

    def _claims(self, document: str) -> Mapping[str, Claim]:
        row = self._corpus.document(document)
        if row is None:
            return {}
        figures = [figure for figure in self._corpus.rows(Figure, document) if figure.quantity == "count"]
        if not figures:
            return {}
        told = any(figure.event for figure in figures)
        events = self._corpus.rows(Event, document) if told else ()
        claims = self._reader.claims(row, self._corpus.text(document), figures, events)
        return {claim.figure.id: claim for claim in claims}

    def compared_with(self, claim: Claim) -> tuple[Found, ...]:
        """Return the claims of other documents that speak of the same thing and time, with what was found."""
        return self._found(claim.figure.document).get(claim.figure.id, ())

    def together(self, claim: Claim, apart: Collection[str] = frozenset()) -> tuple[Claim, ...]:
        """Return all claims that comparisons lead to from one, it with them, in order.

        Nothing is returned where there are more than MOST_TOGETHER. Claims of the documents `apart` lead
        nowhere.
        """
        found = {claim.figure.id: claim}
        waiting = [claim]
        while waiting:
            for other, _ in self.compared_with(waiting.pop()):
                if other.figure.id not in found and other.figure.document not in apart:
                    found[other.figure.id] = other
                    waiting.append(other)
            if len(found) > MOST_TOGETHER:
                return ()
        return tuple(sorted(found.values(), key=lambda held: held.order))

    def _look_up(self, document: str) -> Mapping[str, tuple[Found, ...]]:
        claims = {name: claim for name, claim in self.claims(document).items() if claim.time is not None}
        keys = {name: keys_of_claim(claim) for name, claim in claims.items()}
        members = self._members(document, {key for held in keys.values() for key in held})
        linked = self._linked(document) if claims else frozenset()
        return {
            name: tuple(self._compare(claims[name], self._near(held, members, linked), linked))
            for name, held in keys.items()
        }

    def _members(self, document: str, keys: Collection[str]) -> Mapping[str, tuple[BlockKey, ...]]:
        """Return who has each of some keys beside a document, of those that are not common."""
        spread = self._corpus.spread(STAGE, sorted(keys), smallest=2)
        rare = [key for key, many in spread.items() if many <= COMMON]
        return {
            key: tuple(member for member in held if member.document != document)
            for key, held in self._corpus.lookup(STAGE, rare).items()
        }

    def _near(
        self, keys: Iterable[str], members: Mapping[str, tuple[BlockKey, ...]], linked: Collection[str]
    ) -> Mapping[BlockKey, int]:
        """Return the claims that share keys enough to be looked at, with the number of words shared."""
        words: Counter[BlockKey] = Counter()
        surely: set[BlockKey] = set()
        for key in keys:
            for member in members.get(key, ()):
                one = BlockKey(STAGE, "", member.document, member.row)
                words[one] += key.startswith("w ")
                if not key.startswith("w "):
                    surely.add(one)
        return {
            one: count
            for one, count in words.items()
            if count > 1 or one in surely or (count and one.document in linked)
        }

    def _compare(
        self, claim: Claim, near: Mapping[BlockKey, int], linked: Collection[str]
    ) -> Iterator[Found]:
        for one in sorted(near):
            other = self.claims(one.document).get(one.row)
            if other is not None:
                found = compare(claim, other, Shared(near[one], one.document in linked))
                if found.verdict == "conflict" and self._knows_both(claim, other):
                    continue
                if found.verdict in COMPARED:
                    yield other, found

    def _knows_both(self, one: Claim, other: Claim) -> bool:
        """Tell whether a document that gives one number gives the other too: then they count two things."""
        return any(
            held.head == theirs.head and same_number(held.figure, theirs.figure)
            for mine, theirs in ((one, other), (other, one))
            for held in self.claims(mine.figure.document).values()
        )

    def _linked(self, document: str) -> frozenset[str]:
        """Return the documents that one tells of or that tell of it."""
        found: set[str] = set()
        for link in self._corpus.about(DocumentLink, document):
            if link.kind in _LINKS and link.to_document is not None:
                found |= {link.from_document, link.to_document}
        return frozenset(found - {document})


def documents_to_redo(corpus: Corpus, meetings: Meetings, documents: Collection[str]) -> set[str]:
    """Return the documents whose claims may be in other sets after some documents changed.

    These are the documents that changed or have a key that became common or ceased to be so; those that they
    meet; and those that claims lead to from there. What is no longer in sight is found by its keys as well.
    """
    had = Counter(key for document in documents for key in corpus.keys_of(STAGE, (document,)))
    spread = corpus.spread(STAGE, sorted(had))
    members = _holders(corpus, [key for key, many in spread.items() if many <= COMMON + had[key]])
    changed = set(documents)
    for key, held in members.items():
        others = len(held - set(documents))
        if others <= COMMON < others + had[key]:
            changed |= held
    met = set(documents).union(*members.values())
    turned = sorted(corpus.keys_of(STAGE, changed - set(documents))) if changed - set(documents) else []
    rare = [key for key, many in corpus.spread(STAGE, turned).items() if many <= COMMON]
    met = changed.union(met, *_holders(corpus, rare).values())
    found = set(met)
    for document in sorted(met - changed):
        for claim in meetings.claims(document).values():
            found |= {held.figure.document for held in meetings.together(claim, changed)}
    return found


def _holders(corpus: Corpus, keys: Iterable[str]) -> dict[str, set[str]]:
    return {key: {member.document for member in held} for key, held in corpus.lookup(STAGE, keys).items()}
