"""What comes out of reading one document, and what goes in and out of comparing many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from onrecord.types.annotated import Annotated
from onrecord.types.dates import TimeExpression
from onrecord.types.errors import Issue, Rejected
from onrecord.types.judgements import Judgement
from onrecord.types.rows import DocumentRow, Row

R = TypeVar("R")

Extracted = Row | TimeExpression | Rejected
"""What an extractor yields."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the extractors before this one found in the document, in the order they found it."""

    items: tuple[Row | TimeExpression, ...] = ()

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """Return the findings of one class."""
        return tuple(item for item in self.items if isinstance(item, kind))

    def with_(self, items: Iterable[Row | TimeExpression]) -> Found:
        """Return these findings and `items` after them."""
        return Found((*self.items, *items))


class Extractor(Protocol):
    """One module of the extract room: reads one annotated document, yields findings and refusals.

    `name` stands in refusals and on the methodology page; `version` changes with the rules, so that
    documents read under older rules are read again.
    """

    name: str
    version: str

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield what this extractor sees in the document."""
        ...


@dataclass(frozen=True, slots=True)
class DocumentFindings:
    """All that phase 1 made of one document."""

    row: DocumentRow
    text: str
    rows: tuple[Row, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    issues: tuple[Issue, ...] = ()
    passages: tuple[tuple[int, int], ...] = ()
    keys: tuple[BlockKey, ...] = ()


class BlockKey(NamedTuple):
    """A key under which a document meets others in phase 2.

    `stage` is the resolver that reads it; `row` is the row it stands for, or the document.
    `start` is the index of the first word of keys that stand for words (shingles), else 0.
    """

    stage: str
    key: str
    document: str
    row: str
    start: int = 0


class Corpus(Protocol):
    """What a resolver may see of the record: findings of phase 1 and of the resolvers before it.

    Rows come with actor ids already led to the actors they were merged into. Iteration is in
    document order (by path, then id) and streams: nothing holds the whole record in memory.
    """

    def documents(self) -> Iterator[DocumentRow]:
        """Yield the documents of the record."""
        ...

    def document(self, document: str) -> DocumentRow | None:
        """Return one document, None where it is not in the record."""
        ...

    def text(self, document: str) -> str:
        """Return the canonical text of a document."""
        ...

    def rows(self, kind: type[R], document: str | None = None) -> Iterator[R]:
        """Yield the rows of one class, of one document or of all, in (document, start) order."""
        ...

    def row(self, row: str) -> Row | None:
        """Return one row by id."""
        ...

    def blocks(self, stage: str, smallest: int = 2) -> Iterator[tuple[str, tuple[BlockKey, ...]]]:
        """Yield each key of a stage that at least `smallest` documents share, with its members."""
        ...

    def lookup(self, stage: str, keys: Iterable[str]) -> Mapping[str, tuple[BlockKey, ...]]:
        """Return the members under each of `keys` that has any."""
        ...

    def spread(self, stage: str, keys: Iterable[str], smallest: int = 1) -> Mapping[str, int]:
        """Return how many documents share each of `keys` that at least `smallest` have."""
        ...

    def keys_of(self, stage: str, documents: Iterable[str]) -> frozenset[str]:
        """Return the keys of a stage that documents have, or had when documents were last compared.

        Documents that are no longer in sight keep theirs here.
        """
        ...

    def about(self, kind: type[R], document: str) -> Iterator[R]:
        """Yield the rows that comparing made and that speak of a document, wherever they stand."""
        ...

    def judgements(self) -> tuple[Judgement, ...]:
        """Return what reviewers said of pairs of actors, of each pair the last."""
        return ()


@dataclass(frozen=True, slots=True)
class Redirect:
    """One row is the same as another: `row` is shown as `to` from here on, and can be led back."""

    row: str
    to: str
    reason: str


class Made(NamedTuple):
    """What a resolver made, with the unit of its work that it was made in.

    Units are what can be done again alone: a document, a key under which documents meet, a group of rows. An
    item is made in one unit only.
    """

    unit: str
    item: Row | Redirect


class Told(NamedTuple):
    """What went wrong in a unit of a resolver's work, in the place of an item."""

    unit: str
    issue: Issue


@dataclass(frozen=True, slots=True)
class Changes:
    """What is other than it was when documents were last compared.

    `documents` are new, read anew, gone, back, or have rows that an earlier resolver gave otherwise in this
    comparison; `rows` are the ids of rows that earlier resolvers made, changed or took away in it. Where
    `everything` may be other, all units are resolved and neither is told.
    """

    documents: frozenset[str] = frozenset()
    rows: frozenset[str] = frozenset()
    everything: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything may be other than it was."""
        return bool(self.documents or self.rows or self.everything)

    def with_(self, other: Changes) -> Changes:
        """Return these changes and those of `other`."""
        documents, rows = self.documents | other.documents, self.rows | other.rows
        return Changes(documents, rows, self.everything or other.everything)


Work = Callable[[Iterable[str] | None], Iterable[Made]]
"""Yields what some units of a resolver give, or all; it keeps what it read for the next ones."""


class Resolver(Protocol):
    """One module of the resolve room: compares findings across documents by keys.

    Work is cut into units so that adding a document costs what it shares keys with and no more: what
    `resolve` gives for all units is, item by item, what it gives for each unit alone.
    """

    name: str
    version: str

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        """Yield the keys under which one document meets others; called in phase 1."""
        ...

    def units(self, corpus: Corpus, changes: Changes) -> Iterable[str]:
        """Yield the units that may give other items after `changes`, also those that give none any more."""
        ...

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterable[Made]:
        """Yield rows and redirects made by comparing documents, of some units or of all; in phase 2."""
        ...


class DividedResolver(Resolver, Protocol):
    """A resolver whose units several processes work on, a portion after the other."""

    def over(self, corpus: Corpus) -> Work:
        """Return what does the work of `resolve` for one portion of units after the other.

        The corpus must show the same until the last of them is done.
        """
        ...
