"""The documents that a quotation can be held against, and what ties them to the one that quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from onrecord.resolve.alignment import Alignment, SourceText
from onrecord.resolve.claims import Held, Marks
from onrecord.resolve.dates_and_keys import later
from onrecord.resolve.pieces import align_pieces
from onrecord.types.findings import Corpus
from onrecord.types.identity import folded_name
from onrecord.types.rows import Actor, DocumentRow, Quotation, Statement

TEXTS_AT_HAND = 128
"""Texts kept cut into words: a document is held against few others, and its neighbours come soon."""

ROWS_AT_HAND = 512
"""Documents whose actors and statements are kept."""

NAMES_AT_HAND = 1 << 15
"""Names whose folded form is kept."""

LETTERS = ("letter", "joint_letter")

PRIMARY_KINDS = (*LETTERS, "resolution", "report", "testimony", "statement")
"""Documents that are quoted for their own words."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What ties a document to one that may be the original of its quotations.

    `parties` is the share of the original's signatories (or issuers) that the document names, `own` tells
    that they issued the document itself, `days` is how much older the original is, `verbatim` how many
    quotations of the document read word for word as it does.
    """

    source: DocumentRow
    parties: float
    own: bool
    days: int | None
    verbatim: int = 0


class Originals:
    """What the record knows of documents that are quoted, kept while their neighbours are gone through."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self.read = lru_cache(TEXTS_AT_HAND)(corpus.text)
        self.document = lru_cache(ROWS_AT_HAND)(corpus.document)
        self.text = lru_cache(TEXTS_AT_HAND)(lambda document: SourceText(self.read(document)))
        self.actors = lru_cache(ROWS_AT_HAND)(self._actors)
        self.marks = lru_cache(ROWS_AT_HAND)(self._marks)
        self.statements = lru_cache(ROWS_AT_HAND)(lambda document: tuple(corpus.rows(Statement, document)))
        self._speech = lru_cache(TEXTS_AT_HAND)(self._only_speech)

    def _actors(self, document: str) -> Mapping[str, Actor]:
        return {actor.id: actor for actor in self._corpus.rows(Actor, document)}

    def _marks(self, document: str) -> Marks:
        return Marks(quotation for quotation in self._corpus.rows(Quotation, document) if quotation.speech)

    def _only_speech(self, document: str) -> SourceText:
        return SourceText(self.read(document), self.marks(document).spans)

    def align(self, held: Held, document: str) -> Alignment | None:
        """Return where the words of a quotation stand in a document, without who says so in between there."""
        whole = align_pieces(held, self.text(document))
        if whole is None or whole.verbatim or len(self.marks(document).within(whole.span)) <= 1:
            return whole
        spoken = align_pieces(held, self._speech(document))
        if spoken is None or len(spoken.substantive) >= len(whole.substantive):
            return whole
        return spoken

    def parties(self, document: DocumentRow) -> tuple[Actor, ...]:
        """Return who signed a document, else who issued or wrote it."""
        actors = self.actors(document.id)
        ids = document.signatories or document.issuers or document.authors
        return tuple(actors[one] for one in ids if one in actors)

    def tie(self, document: DocumentRow, other: str) -> Tie | None:
        """Return what ties a document to another; None where that is not in sight, itself, or later."""
        source = self.document(other)
        if source is None or other == document.id or later(source, document):
            return None
        parties = self.parties(source)
        named = self.actors(document.id).values()
        share = sum(is_among(one, named) for one in parties) / len(parties) if parties else 0.0
        own = any(is_among(one, self.parties(document)) for one in parties)
        return Tie(source, share, own, _days(source, document))


def is_among(one: Actor, others: Iterable[Actor]) -> bool:
    """Tell whether somebody is one of some others: by id, or by a name that can be theirs."""
    return any(one.id == other.id or _can_be(one, other) for other in others)


def _can_be(one: Actor, other: Actor) -> bool:
    if one.kind != other.kind or one.kind == "group":
        return False
    if one.kind != "person":
        return _folded(one.name) == _folded(other.name)
    first, second = _name(one.name), _name(other.name)
    return first[1] == second[1] and (not first[0] or not second[0] or first[0] == second[0])


_folded = lru_cache(NAMES_AT_HAND)(folded_name)


_BESIDE_NAME = re.compile(r"\([^()]*\)|\b(?:jr|sr|ii|iii|iv)\b\.?")


def last_name(one: Actor) -> str:
    """Return what somebody is called for short: a person's last name, else the whole name.

    A state or party in brackets and a "Jr." are no name.
    """
    return _name(one.name)[1] if one.kind == "person" else _folded(one.name)


@lru_cache(NAMES_AT_HAND)
def _name(name: str) -> tuple[str, str]:
    """Return the first letter of a person's first name, if there is one, and the last name."""
    words = _BESIDE_NAME.sub(" ", folded_name(name)).split(",")[0].split()
    return words[0][0] if len(words) > 1 else "", words[-1] if words else ""


def _days(source: DocumentRow, document: DocumentRow) -> int | None:
    """Return how many days a source is older, None where either day is not known."""
    try:
        first = date.fromisoformat(source.date.edtf if source.date else "")
        second = date.fromisoformat(document.date.edtf if document.date else "")
    except ValueError:
        return None
    return (second - first).days
