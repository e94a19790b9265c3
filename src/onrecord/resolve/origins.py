"""The way of statements and figures from their origin through other documents to each document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from onrecord.resolve.claims import claim_reader
from onrecord.resolve.content_words import head_of
from onrecord.resolve.dates_and_keys import later
from onrecord.resolve.units import documents_of
from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made, Work
from onrecord.types.ranges import same_number
from onrecord.types.rows import ChainMark, DocumentLink, DocumentRow, Figure, QuotationCheck, Statement
from onrecord.types.spans import Evidence

LONGEST_WAY = 3
"""Documents between an origin and a document that are followed up."""

MOST_SOURCES = 8
"""Documents that one document may have its words from; a text that more share is a form."""

DOCUMENTS_AT_HAND = 500
"""Documents whose ways are kept while others lead through them."""

_TOLD = ("reports_on", "quotes")
_LINKS = (*_TOLD, "same_text")
_QUOTED = ("verbatim", "altered", "truncated")

Traced = Statement | Figure


@dataclass(frozen=True, slots=True)
class _Source:
    """A document that another one has words from: `told` where it says so, and the words in both."""

    row: DocumentRow
    told: bool
    here: tuple[Evidence, ...]
    there: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Way:
    """The chain of a row and how the documents in it are known."""

    chain: tuple[str, ...]
    marks: tuple[ChainMark, ...] = ()

    @property
    def actors(self) -> frozenset[str]:
        """Who the row leads back to."""
        return frozenset(link for link in self.chain if link.startswith("a-"))


class OriginResolver:
    """Leads each statement and figure back through the documents that it came from, as far as that is shown.

    A document's row is another one's too where the document reports on the other or quotes it and gives the
    same words or the same number of the same thing, or where an earlier document has the same words.
    """

    name = "origins"
    version = "3"

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        """Yield nothing: links of earlier resolvers lead from document to document."""
        del findings
        return ()

    def units(self, corpus: Corpus, changes: Changes) -> Iterable[str]:
        """Yield the documents that changed and those that have words from them, at any remove followed up."""
        found, edge = set(changes.documents), set(changes.documents)
        for _ in range(LONGEST_WAY):
            edge = {
                link.from_document
                for document in sorted(edge)
                for link in corpus.about(DocumentLink, document)
                if link.to_document == document and link.kind in _LINKS
            } - found
            found |= edge
        return found

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterator[Made]:
        """Yield the rows whose chain leads through another document, with that chain."""
        yield from self.over(corpus)(units)

    def over(self, corpus: Corpus) -> Work:
        """Return what yields the rows of portions of units."""
        return partial(_rows_with_ways, corpus, _Ways(corpus))


def _rows_with_ways(corpus: Corpus, ways: _Ways, units: Iterable[str] | None) -> Iterator[Made]:
    for document in documents_of(corpus, units):
        for row, way in ways.longer(document.id):
            yield Made(document.id, replace(row, chain=way.chain, chain_marks=way.marks))


class _Ways:
    """Finds the ways of a document's rows; remembers those of documents that others lead through."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._of = lru_cache(DOCUMENTS_AT_HAND)(self._ways)
        self._figures = lru_cache(DOCUMENTS_AT_HAND)(lambda document: tuple(corpus.rows(Figure, document)))
        self._statements = lru_cache(DOCUMENTS_AT_HAND)(
            lambda document: tuple(corpus.rows(Statement, document))
        )

    def longer(self, document: str) -> Iterator[tuple[Traced, _Way]]:
        """Yield the rows of a document whose way leads through another, with the way."""
        found = self._of(document, LONGEST_WAY)
        rows: list[Traced] = [*self._statements(document), *self._figures(document)] if found else []
        yield from ((row, found[row.id]) for row in rows if row.id in found)

    def _ways(self, document: str, left: int) -> Mapping[str, _Way]:
        """Return by row the ways through other documents, `left` of them at most."""
        sources = self._sources(document) if left else ()
        if not sources:
            return {}
        found: dict[str, _Way] = {}
        said = dict(self._quoted(document))
        for statement in self._statements(document):
            if statement.level:
                way = self._way_of_statement(statement, said.get(statement.id), sources, left)
                if way is not None:
                    found[statement.id] = way
        for figure in self._figures(document):
            way = self._way_of_figure(figure, sources, left)
            if way is not None:
                found[figure.id] = way
        return found

    def _sources(self, document: str) -> tuple[_Source, ...]:
        """Return the documents one has words from: those it tells of, then earlier ones with its words."""
        here = self._corpus.document(document)
        links: dict[str, list[DocumentLink]] = {}
        for link in self._corpus.rows(DocumentLink, document):
            if link.kind in _LINKS and link.to_document is not None:
                links.setdefault(link.to_document, []).append(link)
        found = []
        for other, held in links.items():
            row = self._corpus.document(other)
            if row is None or here is None or later(row, here):
                continue
            told = any(link.kind in _TOLD for link in held)
            if told or later(here, row):
                evidence = [e for link in held if link.kind != "reports_on" for e in link.evidence]
                found.append(_Source(
                    row, told,
                    tuple(e for e in evidence if e.document == document),
                    tuple(e for e in evidence if e.document == other),
                ))  # fmt: skip
        found.sort(key=lambda one: (not one.told, one.row.date.edtf if one.row.date else "9999", one.row.id))
        return tuple(found[:MOST_SOURCES])

    def _quoted(self, document: str) -> Iterator[tuple[str, QuotationCheck]]:
        """Yield by statement the check of its quotation, where its words were found."""
        for check in self._corpus.rows(QuotationCheck, document):
            if check.statement and check.found and check.verdict in _QUOTED:
                yield check.statement, check

    def _way_of_statement(
        self, statement: Statement, check: QuotationCheck | None, sources: Sequence[_Source], left: int
    ) -> _Way | None:
        own = _Way(statement.chain)
        for source in sources:
            places = _places(statement.content, source)
            if check is not None and check.found and check.found.document == source.row.id:
                places = (check.found,)
            if not places:
                continue
            original = self._covering(source.row.id, places)
            before = self._way_to(original, left, statement.document) if original else _Way((source.row.id,))
            by_name = _claims(check, source) or _names(statement, source)
            how = _how(own, before, source, by_name=by_name)
            if how is not None:
                return _joined(own, before, source, how, statement.document)
        return None

    def _way_of_figure(self, figure: Figure, sources: Sequence[_Source], left: int) -> _Way | None:
        own = _Way(figure.chain)
        for source in sources:
            places = _places((figure.anchor,), source)
            original = self._same_figure(figure, source, places)
            if original is None:
                continue
            before = self._way_to(original, left, figure.document)
            how = _how(own, before, source, same_words=bool(places))
            if how is not None:
                return _joined(own, before, source, how, figure.document)
        return None

    def _way_to(self, row: Traced, left: int, document: str) -> _Way:
        """Return the way to a row of another document; not by one that comes from `document` itself."""
        known = self._of(row.document, left - 1).get(row.id)
        own = _Way(row.chain or (row.document,))
        return own if known is None or document in known.chain else known

    def _covering(self, document: str, places: Sequence[Evidence]) -> Statement | None:
        """Return the innermost statement of a document that holds most of some places."""
        holding = [
            statement
            for statement in self._statements(document)
            if 2 * _shared(statement.content, places) > sum(len(place.exact) for place in places)
        ]
        return min(
            holding, key=lambda s: (-s.level, sum(len(part.exact) for part in s.content), s.id), default=None
        )

    def _same_figure(self, figure: Figure, source: _Source, places: Sequence[Evidence]) -> Figure | None:
        """Return the source's figure that a figure is: in the same words, or the number of the same thing."""
        alike = [other for other in self._figures(source.row.id) if _is_same(figure, other)]
        if places:
            within = [other for other in alike if _shared((other.anchor,), places)]
            alike = within or (alike if source.told else [])
        elif not source.told:
            return None
        return min(
            alike, key=lambda other: (other.bound != figure.bound, other.anchor.start, other.id), default=None
        )


def _is_same(one: Figure, other: Figure) -> bool:
    """Tell whether two figures name one number of one thing, of times that can be one."""
    if not same_number(one, other) or one.quantity != other.quantity or one.unit != other.unit:
        return False
    if not one.counted or not other.counted or head_of(one.counted) != head_of(other.counted):
        return False
    return (
        not one.date or not other.date or one.date.startswith(other.date) or other.date.startswith(one.date)
    )


def _places(parts: Sequence[Evidence], source: _Source) -> tuple[Evidence, ...]:
    """Return where in a source the passages stand that hold most of some words."""
    covered = [place for place in source.here if _shared(parts, (place,))]
    if 2 * _shared(parts, covered) <= sum(len(part.exact) for part in parts):
        return ()
    words = {" ".join(place.exact.split()).casefold() for place in covered}
    same = tuple(p for p in source.there if " ".join(p.exact.split()).casefold() in words)
    return same or source.there


def _shared(parts: Sequence[Evidence], places: Sequence[Evidence]) -> int:
    """Return the characters of some words that lie in some places of the same document."""
    held = sorted(
        (max(part.start, place.start), min(part.end, place.end))
        for part in parts
        for place in places
        if part.start < place.end and place.start < part.end
    )
    shared, reached = 0, 0
    for start, end in held:
        shared += max(0, end - max(start, reached))
        reached = max(reached, end)
    return shared


def _claims(check: QuotationCheck | None, source: _Source) -> bool:
    """Tell whether a quotation says that its words are a document's."""
    return check is not None and check.claimed_source == source.row.id


def _names(statement: Statement, source: _Source) -> bool:
    """Tell whether the source of a statement is a document that the text tells of: "the letter"."""
    said = statement.source
    return source.told and said is not None and claim_reader().document_noun(said.exact) is not None


def _how(
    own: _Way, before: _Way, source: _Source, *, by_name: bool = False, same_words: bool = True
) -> str | None:
    """Return how it is known that a row came through a document; None where the text says another origin."""
    parties = {*source.row.signatories, *source.row.issuers}
    if by_name or own.actors & parties:
        return "stated" if source.told else "same_words" if same_words else None
    if own.actors:
        return "same_origin" if own.actors & before.actors else None
    return "same_words" if same_words else "same_number"


def _joined(own: _Way, before: _Way, source: _Source, how: str, document: str) -> _Way:
    """Return the way to a source and on to a document; who is said to speak stands first where none does."""
    first = () if before.actors else tuple(link for link in own.chain if link.startswith("a-"))
    chain = tuple(dict.fromkeys((*first, *before.chain, document)))
    return _Way(chain, (*before.marks, ChainMark(source.row.id, how)))
