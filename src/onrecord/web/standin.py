"""Lists of rows straight from the record, until they come from an index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from onrecord.record.catalogue import NO_REPLY, RowEntry, RowPage, RowQuery
from onrecord.record.store import Record
from onrecord.types.chronology import day_order
from onrecord.types.codec import encode
from onrecord.types.extents import extent_of
from onrecord.types.ledger import LedgerEntry, ledger
from onrecord.types.ranking import ranked
from onrecord.types.rows import ROW_TYPES, Ask, DocumentLink, Finding, Response, Row

_FIELDS = {
    "kinds": "kind",
    "acts": "act",
    "modes": "mode",
    "factualities": "factuality",
    "strengths": "strength",
    "severities": "severity",
    "verdicts": "verdict",
    "places": "place",
}
_ROLES: dict[tuple[str, str], Callable[[Any], Iterable[str]]] = {
    ("statement", "speaker"): lambda row: row.speakers,
    ("ask", "requester"): lambda row: row.requesters,
    ("ask", "addressee"): lambda row: row.addressees,
    ("ask", "target"): lambda row: row.targets,
    ("figure", "origin"): lambda row: row.chain[:1],
    ("actor", "member_of"): lambda row: row.member_of,
    ("response", "actor"): lambda row: [row.actor],
    ("statement", "to"): lambda row: (),
    ("statement", "through"): lambda row: row.chain[1:],
}


class Catalogue:
    """Lists the rows of a record."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def counts(self) -> dict[str, int]:
        """Return how many rows of each type there are."""
        return self._record.counts()

    def page(self, query: RowQuery) -> RowPage:
        """Return one page of rows."""
        book = {entry.first.id: entry for entry in self._ledger()} if query.type == "ask" else {}
        every: list[Any] = [entry.first for entry in book.values()] or list(self._rows(query.type))
        states = {id_: entry.response.kind if entry.response else NO_REPLY for id_, entry in book.items()}
        if query.reviewed is not None:
            reviews = self._record.reviews()
            done = {id_ for id_, review in reviews.items() if review.reviewed is not None}
            every = [row for row in every if (row.id in done) == query.reviewed]
        kept = self._ordered([row for row in every if self._fits(row, query, states)], query.order)
        first = int(query.after or 0)
        last = first + query.limit
        entries = tuple(_entry(row, states, book) for row in kept[first:last])
        return RowPage(
            entries, len(kept), self._facets(kept, states), str(last) if last < len(kept) else None
        )

    def over_time(self, query: RowQuery) -> dict[int, tuple[int, int]]:
        """Return for each day how many rows begin on it: those told as fact, and the rest."""
        found: dict[int, tuple[int, int]] = {}
        for entry in self.page(replace(query, after=None, limit=1_000_000)).entries:
            day = _day_of(entry.row)
            if day is not None:
                told, rest = found.get(day, (0, 0))
                fact = getattr(entry.row, "factuality", "past") in ("past", "ongoing", "reported")
                found[day] = (told + fact, rest + (not fact))
        return found

    def links(self, documents: Iterable[str], kinds: Iterable[str]) -> list[DocumentLink]:
        """Return the links of some kinds from or to any of some documents."""
        known, of = set(documents), set(kinds)
        return [
            link
            for link in self._record.rows(DocumentLink)
            if link.kind in of and known & {link.from_document, link.to_document}
        ]

    def most_linked(self, kinds: Iterable[str], limit: int) -> list[str]:
        """Return the documents that most links of some kinds lead from or to."""
        of = set(kinds)
        counts = Counter(
            end
            for link in self._record.rows(DocumentLink)
            if link.kind in of
            for end in (link.from_document, link.to_document)
            if end
        )
        return [id_ for id_, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]]

    def related(self, row: str) -> dict[str, tuple[str, ...]]:
        """Return what a row is tied to."""
        found = next((entry for entry in self._ledger() if entry.first.id == row), None)
        if found is None:
            return {"findings": tuple(each.id for each in self._record.rows(Finding) if row in each.rows)}
        return {
            "restatements": tuple(ask.id for ask in found.again),
            "also_asked": tuple(ask.id for ask in found.also),
            "responses": tuple(response.id for response in found.responses),
        }

    def _ledger(self) -> tuple[LedgerEntry, ...]:
        return ledger(self._record.rows(Ask), self._record.rows(Response))

    def _rows(self, kind: str) -> Iterator[Row]:
        if kind == "wanted":
            links = (row for row in self._record.rows(DocumentLink) if row.wanted is not None)
            yield from {row.wanted.id: row for row in links if row.wanted}.values()
            return
        if kind not in ("actor", "norm", "event"):
            yield from self._record.rows(ROW_TYPES[kind])
            return
        ids = dict.fromkeys(row.id for row in self._record.rows(ROW_TYPES[kind]))
        yield from self._record.rows_with(ids).values()

    def _fits(self, row: Any, query: RowQuery, states: Mapping[str, str]) -> bool:
        named = all(
            not getattr(query, field) or getattr(row, name, None) in getattr(query, field)
            for field, name in _FIELDS.items()
        )
        tied = query.states != ("untied",) or not getattr(row, "asks", ())
        return (
            named
            and tied
            and (not query.states or query.type != "ask" or states.get(row.id) in query.states)
            and (query.document is None or query.document in _documents(row))
            and (not query.actors or not query.actors.isdisjoint(self._actors(row, query.role)))
            and (not query.norms or not set(query.norms).isdisjoint(getattr(row, "norms", ())))
            and (query.dated is None or query.dated is (_day_of(row) is not None))
            and _is_within(row, query)
            and (not query.words or query.words.casefold() in " ".join(_strings(encode(row))).casefold())
        )

    def _actors(self, row: Any, role: str | None) -> set[str]:
        if role is None:
            behind = [row, *self._record.rows_with(row.rows).values()] if isinstance(row, Finding) else [row]
            return {text for each in behind for text in _strings(encode(each)) if text.startswith("a-")}
        if row.row_type == "event":
            return {actor for part in row.participants if part.role == role for actor in part.actors}
        return set(_ROLES[row.row_type, role](row))

    def _ordered(self, rows: list[Any], order: str) -> list[Any]:
        if order == "weight" and rows and isinstance(rows[0], Finding):
            return list(ranked(rows))
        if order == "weight":
            return sorted(rows, key=lambda row: -len(getattr(row, "mentions", ())))
        if order == "date":
            return sorted(rows, key=lambda row: day_order(self._date(row)))
        return sorted(rows, key=lambda row: row.name) if order == "name" else rows

    def _date(self, row: Any) -> str | None:
        own = getattr(row, "date", None)
        if own is not None:
            return own if isinstance(own, str) else str(own.edtf)
        document = self._record.document(getattr(row, "document", ""))
        return document.date.edtf if document and document.date else None

    def _facets(self, rows: list[Any], states: Mapping[str, str]) -> dict[str, tuple[tuple[str, int], ...]]:
        found = {field: _common(getattr(row, name, None) for row in rows) for field, name in _FIELDS.items()}
        found["states"] = _common(states.get(row.id) for row in rows)
        found["actors"] = _common(actor for row in rows for actor in self._actors(row, None))
        return found


def _day_of(row: Any) -> int | None:
    own = getattr(row, "date", None)
    told = [own if isinstance(own, str) else own.edtf] if own else [date.edtf for date in _dates(row)]
    extents = [extent for edtf in told if (extent := extent_of(edtf))]
    return min((extent.first for extent in extents), default=None)


def _dates(row: Any) -> tuple[Any, ...]:
    return getattr(row, "dates", ())


def _is_within(row: Any, query: RowQuery) -> bool:
    since, until = extent_of(query.since), extent_of(query.until)
    if row.row_type != "event" or not (since or until):
        return True
    day = _day_of(row)
    return day is not None and (not since or day >= since.first) and (not until or day <= until.last)


def _common(values: Iterable[str | None]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(value for value in values if value).most_common())


def _documents(row: Any) -> set[str]:
    return {getattr(row, "document", ""), *(anchor.document for anchor in row.anchors())}


def _entry(row: Any, states: Mapping[str, str], book: Mapping[str, LedgerEntry]) -> RowEntry:
    mentions = book[row.id].mentions if row.id in book else getattr(row, "mentions", (row,))
    return RowEntry(row, len(mentions), len(_documents(row)), states.get(row.id))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(item)
