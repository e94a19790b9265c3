"""Which document of the record another one draws on, by shared words and by whose letter it tells of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from onrecord.resolve.alignment import SourceText
from onrecord.resolve.passages import LEAST_PASSAGE, shared_passages
from onrecord.resolve.shingles import COMMON, SHINGLE_STAGE, winnow
from onrecord.resolve.words import WordColumns
from onrecord.types.findings import BlockKey, Corpus, DocumentFindings
from onrecord.types.identity import folded_name
from onrecord.types.rows import Actor, DocumentRow, Norm

PARTY_STAGE = "parties"

DERIVED_SHINGLES = 3
"""Kept shingles two documents must share before their words are laid side by side."""

COMMON_PARTY = 500
"""A name that signs more documents than this leads to no one of them."""

TEXTS_AT_HAND = 128
"""Texts kept cut into words: a document is held against few others, and its neighbours come soon."""

PRIMARY_KINDS = ("letter", "joint_letter", "resolution", "report", "testimony", "statement")
"""Documents that are quoted for their own words."""

DOCUMENT_NOUNS = {
    "letter": ("letter", "joint_letter"),
    "report": ("report",),
    "resolution": ("resolution",),
    "testimony": ("testimony",),
    "statement": ("statement", "press_release"),
    "release": ("press_release",),
}
"""Nouns of a source that name a document, and the kinds of document they can name."""


def document_keys(findings: DocumentFindings, words: WordColumns) -> Iterable[BlockKey]:
    """Yield the keys under which a document is found by its words and by its parties."""
    document = findings.row.id
    for key, place in zip(*winnow(words.folded), strict=True):
        yield BlockKey(SHINGLE_STAGE, key, document, document, place)
    names = {actor.id: actor for actor in findings.rows if isinstance(actor, Actor)}
    for party in (*findings.row.signatories, *findings.row.issuers):
        if party in names:
            yield BlockKey(PARTY_STAGE, party_key(names[party]), document, party)


def party_key(actor: Actor) -> str:
    """Return what an actor's documents are looked up by: a person's last name, else the whole name."""
    name = folded_name(actor.name)
    return name.split(",")[0].rsplit(" ", 1)[-1] if actor.kind == "person" else name


@dataclass(frozen=True, slots=True)
class Draw:
    """How strongly one document seems to draw on another.

    `shared` counts shared shingles that are not common in the record, `parties` is the share of the
    other's signatories (or issuers) that this document names, `passage` the length in words of the
    longest run they share outside the names of laws and treaties.
    """

    source: DocumentRow
    shared: int
    parties: float
    passage: int

    @property
    def plausible(self) -> bool:
        """Tell whether the words or the parties are enough to hold one against the other."""
        return self.passage >= LEAST_PASSAGE or self.parties >= 0.5


class Sources:
    """Looks up, for one document at a time, the documents it may draw on."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._documents = {document.id: document for document in corpus.documents()}
        self._common = corpus.common(SHINGLE_STAGE, COMMON)
        self._common_parties = corpus.common(PARTY_STAGE, COMMON_PARTY)
        self.text = lru_cache(maxsize=TEXTS_AT_HAND)(lambda document: SourceText(corpus.text(document)))

    def document(self, document: str) -> DocumentRow | None:
        """Return a document of the record without asking the store again."""
        return self._documents.get(document)

    def of(self, document: DocumentRow) -> tuple[Draw, ...]:
        """Return the primary documents that `document` may draw on, the likeliest first."""
        return tuple(draw for draw in self.touched_by(document) if draw.plausible)

    def touched_by(self, document: DocumentRow) -> tuple[Draw, ...]:
        """Return the primary documents that share words or a party with `document`, however few."""
        shared = self.sharing_with(document.id)
        actors = tuple(self._corpus.rows(Actor, document.id))
        named = {actor.id for actor in actors}
        candidates = {other for other, count in shared.items() if count >= DERIVED_SHINGLES}
        candidates |= self._with_parties(actors)
        draws = [self._draw(document, other, shared[other], named) for other in candidates]
        known = [draw for draw in draws if draw is not None]
        return tuple(sorted(known, key=lambda draw: (-draw.shared, -draw.parties, draw.source.id)))

    def sharing_with(self, document: str) -> Counter[str]:
        """Count the shingles each document of the record shares with one of them."""
        return self.sharing(self.text(document).shingles)

    def sharing(self, keys: Iterable[str]) -> Counter[str]:
        """Count the shingles each document of the record shares with `keys`, common ones left out."""
        found: Counter[str] = Counter()
        rare = [key for key in keys if key not in self._common]
        for members in self._corpus.lookup(SHINGLE_STAGE, rare).values():
            found.update({member.document for member in members})
        return found

    def _with_parties(self, actors: Iterable[Actor]) -> set[str]:
        keys = {party_key(actor) for actor in actors} - self._common_parties
        found = self._corpus.lookup(PARTY_STAGE, sorted(keys))
        return {member.document for members in found.values() for member in members}

    def _draw(self, document: DocumentRow, other: str, shared: int, named: set[str]) -> Draw | None:
        source = self._documents.get(other)
        if source is None or other == document.id or source.kind not in PRIMARY_KINDS:
            return None
        parties = set(source.signatories or source.issuers)
        share = len(parties & named) / len(parties) if parties else 0.0
        if later(source, document) or (not share and shared < DERIVED_SHINGLES):
            return None
        passage = self._longest_passage(document.id, other) if shared >= DERIVED_SHINGLES else 0
        return Draw(source, shared, share, passage)

    def _longest_passage(self, document: str, other: str) -> int:
        """Return the words of the longest shared run that is not mostly the name of a law or treaty."""
        norms = [
            m.span
            for norm in self._corpus.rows(Norm, document)
            for m in norm.mentions
            if m.document == document
        ]
        lengths = [
            passage.words
            for passage in shared_passages(self.text(document).columns, self.text(other).columns)
            if not any(span.overlaps(passage.here) and 2 * len(span) > len(passage.here) for span in norms)
        ]
        return max(lengths, default=0)


def later(one: DocumentRow, other: DocumentRow) -> bool:
    """Tell whether `one` is known to be of a later day than `other`."""
    if one.date is None or other.date is None:
        return False
    first, second = one.date.edtf, other.date.edtf
    length = min(len(first), len(second))
    return first[:length] > second[:length]


def document_noun(words: str) -> str | None:
    """Return the noun in the words of a source that names a document, None where there is none.

    >>> document_noun("the joint letter"), document_noun("the members")
    ('letter', None)
    """
    for word in reversed(folded_name(words).replace("'s", "").split()):
        if word in DOCUMENT_NOUNS:
            return word
    return None
