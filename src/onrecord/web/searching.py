"""Search over passages and rows at once: what an address asks for, and what a page shows of what is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from onrecord.record.catalogue import RowPage, RowQuery
from onrecord.record.query import Terms, understand
from onrecord.record.redirects import ids_in
from onrecord.record.search import Counted, Hit
from onrecord.record.words import words_in
from onrecord.types.naming import short
from onrecord.types.rows import DocumentRow, Row
from onrecord.types.spans import Evidence
from onrecord.web.listing import is_date, no_date
from onrecord.web.site import Site

PASSAGES = 30
"""Passages of a page; beside rows half as many."""

BESIDE = 3
"""Rows of each type that stand beside passages."""

MOST_PASSAGES = 500
"""Passages that can be paged through: what comes after fits worse."""

FACETED = 150
"""Documents whose kinds are counted: those of the best passages."""

WORDS = 320
"""Characters of what a row says."""

TOGETHER = 50
"""Rows that are looked through at once."""

LOOKED = 2
"""Pages of rows that are looked through for those in documents of one kind."""

ROLES: Mapping[str, tuple[str, str]] = {
    "statement": ("speaker", "to"),
    "quotation_check": ("speaker", ""),
    "figure": ("speaker", ""),
    "event": ("actor", "recipient"),
    "ask": ("requester", "addressee"),
    "response": ("actor", "to"),
    "party_status": ("actor", ""),
    "document": ("issuer", "addressee"),
    "figure_set": ("", ""),
    "norm": ("", ""),
    "actor": ("", ""),
    "finding": ("", ""),
    "wanted": ("", ""),
}
"""Types of rows that are searched, with the roles in which they name who speaks and who is addressed."""

NAMING = ("statement", "ask", "response", "quotation_check")
"""Types of rows whose actors are offered."""

_SPEAKING = ("issuer", "signatory", "author")
"""Roles in which a document names whose words it is."""


_NAMED = ("type", "kind", "speaker", "addressee", "since", "until", "after")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; "" asks nothing. `type` is a type of rows, or `passage`."""

    words: str = ""
    type: str = ""
    kind: str = ""
    speaker: str = ""
    addressee: str = ""
    since: str = ""
    until: str = ""
    after: str = ""
    skip: int = 0

    @classmethod
    def of(cls, params: Mapping[str, str]) -> tuple[Asked, tuple[str, ...]]:
        """Return what the query of an address asks for, and a sentence on each date that is none."""
        given = {name: params.get(name, "").strip() for name in _NAMED}
        wrong = [name for name in ("since", "until") if given[name] and not is_date(given[name])]
        told = tuple(no_date(given[name]) for name in wrong)
        given |= dict.fromkeys(wrong, "")
        skip = params.get("skip", "")
        number = int(skip) if skip.isascii() and skip.isdigit() and len(skip) < 5 else 0
        return cls(words=params.get("q", "").strip(), skip=number, **given), told

    @property
    def narrowed(self) -> bool:
        """Tell whether it asks for some documents alone."""
        return any((self.kind, self.speaker, self.addressee, self.since, self.until))


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of shown words; `found` tells that it was looked for."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class PassageShown:
    """A passage with what was found in it, and the place of the first of that."""

    document: str
    parts: tuple[Part, ...]
    anchor: Evidence


@dataclass(frozen=True, slots=True)
class RowFound:
    """A row with what it says, the words found marked, and more of its words where these are not in it."""

    row: Row
    told: tuple[Part, ...]
    more: tuple[Part, ...]
    anchor: Evidence | None


@dataclass(frozen=True, slots=True)
class RowsFound:
    """Rows of one type: some of them, how many there are, and where the next page begins.

    `actors` are those that all of them name most, where only this type is asked for; else those of `rows`.
    """

    type: str
    rows: tuple[RowFound, ...]
    total: int
    exact: bool = True
    after: str | None = None
    actors: tuple[str, ...] = ()


class Searching:
    """One search: what it asks for, held against one record."""

    def __init__(self, site: Site, asked: Asked) -> None:
        self._site = site
        self.asked = asked
        self._understood = understand(asked.words)
        self._terms = tuple(self._understood.wanted())
        self._documents = self._among()

    @property
    def complaint(self) -> str | None:
        """What of the words could not be understood, in a sentence."""
        return self._understood.complaint if self.asked.words else None

    @cached_property
    def _spread(self) -> dict[str, int] | None:
        """How many passages of each document it is found in, None where these are too many."""
        return self._site.passages.spread(self.asked.words)

    @cached_property
    def _beginnings(self) -> dict[str, RowPage] | None:
        """The first rows of each type, None where only some documents are looked in or too many rows fit."""
        if self.asked.narrowed:
            return None
        return self._site.catalogue.beginnings_with(self.asked.words, BESIDE)

    def _among(self) -> frozenset[str] | None:
        """Return the documents to look in, None where it is all of them or too many to tell."""
        if not self.asked.narrowed:
            return None
        query = RowQuery("document", kinds=_some(self.asked.kind), since=self.asked.since or None)
        found = self._ids(replace(query, until=self.asked.until or None))
        for actor, roles in ((self.asked.speaker, _SPEAKING), (self.asked.addressee, ("addressee",))):
            if actor:
                named = [
                    self._ids(RowQuery("document", actors=frozenset((actor,)), role=role)) for role in roles
                ]
                held = frozenset().union(*(ids for ids in named if ids is not None))
                found = held if found is None else found & held
        return found

    def _ids(self, query: RowQuery) -> frozenset[str] | None:
        return self._site.catalogue.ids(query)

    # passages

    def passages(self, most: int) -> list[PassageShown]:
        """Return passages, the best first, from the one on that is asked for; one more than `most`."""
        first = min(self.asked.skip, MOST_PASSAGES)
        hits = self._site.passages.search(self.asked.words, first + most + 1, self._documents)
        return [self._passage(hit) for hit in hits[first:]]

    def _passage(self, hit: Hit) -> PassageShown:
        snippet = self._site.passages.snippet(hit)
        text = self._site.record.text(hit.document)
        start, end = hit.marks[0] if hit.marks else (hit.start, hit.end)
        anchor = Evidence(hit.document, start, end, text[start:end])
        return PassageShown(hit.document, tuple(parts_of(snippet.text, snippet.marks)), anchor)

    def passages_counted(self) -> Counted:
        """Return in how many passages and documents it is found, of the documents that are looked in."""
        spread, among = self._spread, self._documents
        if spread is None:
            return self._site.passages.counted(self.asked.words)
        kept = [many for document, many in spread.items() if among is None or document in among]
        return Counted(sum(kept), len(kept))

    def kinds(self) -> list[tuple[str, int]]:
        """Return the kinds of the documents it is found in, of FACETED at most, the most common first."""
        spread = self._spread
        if spread is None or len(spread) > FACETED:
            places = self._site.passages.places(self.asked.words, FACETED)
            spread = dict.fromkeys((document for document, _, _ in places), 1)
        counts: dict[str, int] = {}
        for row in self._site.record.rows_with(spread).values():
            if isinstance(row, DocumentRow):
                counts[row.kind] = counts.get(row.kind, 0) + 1
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))

    # rows

    def rows(self, row_type: str, most: int) -> RowsFound:
        """Return rows of one type in whose words it is found."""
        query = self._query(row_type)
        if query is None:
            return RowsFound(row_type, (), 0)
        if self.asked.kind and row_type != "document":
            return self._rows_in_kind(replace(query, limit=most))
        query = replace(query, limit=most)
        if self.asked.type == row_type:
            found = self._site.catalogue.page(query)
            actors = [id_ for id_, _ in found.facets.get("actors", ())]
        else:
            found = (self._beginnings or {}).get(row_type) or self._site.catalogue.beginning(query)
            actors = [id_ for entry in found.entries for id_ in ids_in(entry.row) if id_.startswith("a-")]
        shown = tuple(self._row(entry.row) for entry in found.entries)
        return RowsFound(row_type, shown, found.total, found.exact, found.after, tuple(dict.fromkeys(actors)))

    def _query(self, row_type: str) -> RowQuery | None:
        """Return what asks for rows of a type; None where they cannot be what is asked for."""
        speaking, addressed = ROLES[row_type]
        actors, role = frozenset[str](), None
        for actor, in_role in ((self.asked.speaker, speaking), (self.asked.addressee, addressed)):
            if actor and not in_role:
                return None
            if actor:
                actors, role = frozenset((actor,)), in_role
        return RowQuery(
            row_type,
            actors=actors,
            role=role,
            kinds=_some(self.asked.kind) if row_type == "document" else (),
            since=self.asked.since or None,
            until=self.asked.until or None,
            words=self.asked.words,
            after=self.asked.after or None,
        )

    def _rows_in_kind(self, query: RowQuery) -> RowsFound:
        """Return the rows that stand in documents of the kind that is asked for, of one or two pages of rows.

        How many there are is told as far as it was looked; the next page begins where this one ended.
        """
        kept: list[Row] = []
        asked, after = replace(query, limit=TOGETHER), query.after
        for _ in range(LOOKED):
            page = self._site.catalogue.page(replace(asked, after=after))
            kept += self._of_kind(entry.row for entry in page.entries)
            after = page.after
            if after is None or len(kept) > query.limit:
                break
        shown = kept if self.asked.type else kept[: query.limit]
        found = tuple(self._row(row) for row in shown)
        return RowsFound(query.type, found, len(kept), after is None, after if self.asked.type else None)

    def _of_kind(self, rows: Iterable[Row]) -> list[Row]:
        held = [(row, row.position[0]) for row in rows]
        if self._documents is not None:
            return [row for row, document in held if document in self._documents]
        documents = self._site.record.rows_with(document for _, document in held if document)
        kinds = {row.id: row.kind for row in documents.values() if isinstance(row, DocumentRow)}
        return [row for row, document in held if kinds.get(document) == self.asked.kind]

    def _row(self, row: Row) -> RowFound:
        told = short(self._site.names.told(row), WORDS)
        marks = self._marks(told)
        anchors = list(row.anchors())
        anchor = next((each for each in anchors if self._marks(each.exact)), anchors[0] if anchors else None)
        more = () if marks or anchor is None else self._around(anchor.exact)
        return RowFound(row, tuple(parts_of(told, marks)), more, anchor)

    def _around(self, text: str) -> tuple[Part, ...]:
        """Return words of a document around the first that was found."""
        flat = " ".join(text.split())
        marks = self._marks(flat)
        if not marks:
            return ()
        start = max(0, flat.rfind(" ", 0, max(0, marks[0][0] - WORDS // 3)) + 1)
        end = min(len(flat), start + WORDS)
        kept = [(a - start, b - start) for a, b in marks if a >= start and b <= end]
        lead = [Part("…", False)] if start else []
        rest = [Part("…", False)] if end < len(flat) else []
        return (*lead, *parts_of(flat[start:end], kept), *rest)

    def _marks(self, text: str) -> list[tuple[int, int]]:
        return marks_in(text, self._terms)


def marks_in(text: str, terms: Iterable[Terms]) -> list[tuple[int, int]]:
    """Return where terms stand in a text, as offsets, none inside another."""
    words = list(words_in(text))
    found = sorted({place for each in terms for place in each.found_in(words)})
    kept: list[tuple[int, int]] = []
    for start, end in found:
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return kept


def parts_of(text: str, marks: Sequence[tuple[int, int]]) -> Iterator[Part]:
    """Yield a text in stretches, those that were found apart."""
    done = 0
    for start, end in marks:
        if start > done:
            yield Part(text[done:start], False)
        yield Part(text[max(start, done) : end], True)
        done = max(end, done)
    if done < len(text):
        yield Part(text[done:], False)


def _some(value: str) -> tuple[str, ...]:
    return (value,) if value else ()
