"""What lists should hold, told slowly from everything that a record shows: the measure of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from onrecord.record.catalogue import MENTIONS, Catalogue, RowEntry, RowPage, RowQuery
from onrecord.record.store import Record
from onrecord.types.chronology import day_order
from onrecord.types.ledger import ledger
from onrecord.types.ranking import IN_ORDER
from onrecord.types.rows import (
    EXPORTED_TYPES,
    ROW_TYPES,
    SEVERITIES,
    Actor,
    Ask,
    DocumentLink,
    DocumentRow,
    Event,
    Finding,
    Norm,
    Response,
    Row,
    Statement,
)

LISTS = (*EXPORTED_TYPES, "wanted")

FIELDS = {
    "kinds": "kind",
    "acts": "act",
    "modes": "mode",
    "factualities": "factuality",
    "strengths": "strength",
    "severities": "severity",
    "verdicts": "verdict",
}


@dataclass(frozen=True)
class Listed:
    """One row that a list should have, with where it stands and what is counted of it."""

    row: Row
    path: str
    start: int
    date: str
    mentions: int
    documents: int
    state: str | None = None
    inside: frozenset[str] = frozenset()


class Slow:
    """Reads a whole record, and tells what any list of it should hold."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.documents = {row.id: row for row in record.documents()}
        self.rows = {row.id: row for row in record.export_rows()}
        self.places = {
            id_: place
            for kind in ROW_TYPES.values()
            if kind.row_type in EXPORTED_TYPES
            for id_, place in self._places_of(kind)
        }

    def _places_of(self, kind: type[Row]) -> Iterator[tuple[str, tuple[str, int, str]]]:
        """Yield where each row stands first, in the order of paths."""
        known: set[str] = set()
        for row in self.record.rows(kind):
            if row.id not in known:
                known.add(row.id)
                document, start = (row.id, -1) if isinstance(row, DocumentRow) else row.position
                path = self.documents[document].path if document else ""
                yield row.id, (path, start, document)

    def listed(self, name: str, *, unsure: bool = False) -> list[Listed]:
        """Return what a list holds without a filter, by path and start."""
        found = list(self._of(name, unsure=unsure))
        return sorted(found, key=lambda each: (each.path, each.start))

    def _of(self, name: str, *, unsure: bool) -> Iterator[Listed]:
        if name == "ask":
            yield from self._asks()
        elif name == "wanted":
            yield from self._wanted()
        else:
            for row in self.rows.values():
                if row.row_type == name and (unsure or not isinstance(row, Statement) or row.sure):
                    yield self._one(row)

    def _one(self, row: Row) -> Listed:
        path, start, document = self.places[row.id]
        anchors = {anchor.document for anchor in row.anchors()}
        mentions = len(row.mentions) if isinstance(row, Actor | Norm | Event) else 1
        own = {document} if not isinstance(row, Actor | Norm | Event) else set()
        return Listed(
            row, path, start, self._date(row, document), mentions, 1, inside=frozenset(anchors | own)
        )

    def _date(self, row: Row, document: str) -> str:
        if isinstance(row, DocumentRow):
            return day_order(row.date.edtf if row.date else None)
        if isinstance(row, Actor | Norm):
            return day_order(None)
        if isinstance(row, Event):
            return day_order(row.date) if row.date else min(map(day_order, self._told(row)))
        if isinstance(row, DocumentLink) and row.wanted is not None:
            return day_order(row.wanted.date)
        held = self.documents.get(document)
        return day_order(getattr(row, "date", None) or (held.date.edtf if held and held.date else None))

    def _told(self, row: Event) -> list[str | None]:
        return [date.edtf for date in row.dates] or [None]

    def _asks(self) -> Iterator[Listed]:
        asks = [row for row in self.rows.values() if isinstance(row, Ask)]
        asks.sort(key=lambda ask: (*self.places[ask.id][:2], ask.id))
        responses = [row for row in self.rows.values() if isinstance(row, Response)]
        for entry in ledger(asks, responses):
            one = self._one(entry.first)
            inside = frozenset(ask.document for ask in entry.mentions)
            state = entry.response.kind if entry.response else "no_reply"
            yield replace(
                one, state=state, mentions=len(entry.mentions), documents=len(inside), inside=inside
            )

    def _wanted(self) -> Iterator[Listed]:
        groups: dict[str, list[Listed]] = {}
        for row in self.rows.values():
            if isinstance(row, DocumentLink) and row.wanted is not None:
                groups.setdefault(row.wanted.id or row.id, []).append(self._one(row))
        for group in groups.values():
            first, *_ = sorted(group, key=lambda each: (each.path, each.start, each.row.id))
            inside = frozenset(document for each in group for document in each.inside)
            yield replace(first, mentions=len(group), inside=inside)

    def named(self, row: Row) -> dict[str, set[str]]:
        """Return whom a row names in which role, as far as the row itself does."""
        if isinstance(row, Event):
            return {part.role: set(part.actors) for part in row.participants}
        roles = {
            "speaker": "speakers",
            "requester": "requesters",
            "target": "targets",
            "issuer": "issuers",
            "norm": "norms",
            "to": "to",
        }
        return {role: set(getattr(row, name)) for role, name in roles.items() if hasattr(row, name)}


def every_page(catalogue: Catalogue, query: RowQuery) -> tuple[list[RowEntry], RowPage]:
    """Return the entries of all pages of a list, and the first page."""
    first = page = catalogue.page(query)
    entries = list(page.entries)
    while page.after is not None:
        page = catalogue.page(replace(query, after=page.after))
        assert page.total == first.total
        entries += page.entries
    return entries, first


def fields_of(row: Row, name: str) -> Any:
    """Return what a row has in the field that a facet tells of."""
    if name == "kinds" and row.row_type == "figure":
        return getattr(row, "measure", None)
    return getattr(row, FIELDS[name], None)


def assert_lists(record: Record, catalogue: Catalogue) -> None:
    """Assert that every list of a catalogue holds what the record shows, in each order and by each value."""
    slow = Slow(record)
    for name in LISTS:
        wanted = slow.listed(name)
        entries, page = every_page(catalogue, RowQuery(name, limit=7))
        assert page.total == len(wanted), name
        assert {entry.row.id for entry in entries} == {each.row.id for each in wanted}, name
        assert len(entries) == len(wanted), name
        known = {each.row.id: each for each in wanted}
        shown = [known[entry.row.id] for entry in entries]
        assert [(one.path, one.start) for one in shown] == [(one.path, one.start) for one in wanted], name
        for entry in entries:
            _assert_entry(entry, known[entry.row.id])
        _assert_orders(catalogue, name, known)
        _assert_facets(catalogue, name, wanted, page)
        _assert_documents(catalogue, name, wanted, slow.documents)


def _assert_entry(entry: RowEntry, wanted: Listed) -> None:
    row: Any = wanted.row
    if isinstance(row, Actor | Norm):
        row = replace(row, mentions=row.mentions[:MENTIONS])
        assert entry.documents == len(wanted.inside)
    if isinstance(row, Actor | Norm | Event | Ask):
        assert entry.mentions == wanted.mentions, row
    if isinstance(row, Ask):
        assert entry.documents == wanted.documents, row
    assert entry.row == row
    assert entry.state == wanted.state


def _assert_orders(catalogue: Catalogue, name: str, known: dict[str, Listed]) -> None:
    by_date, _ = every_page(catalogue, RowQuery(name, order="date", limit=5))
    dates = [known[entry.row.id].date for entry in by_date]
    assert dates == sorted(dates)
    assert len(dates) == len(known)
    by_weight, _ = every_page(catalogue, RowQuery(name, order="weight", limit=5))
    weights = [_weight(known[entry.row.id]) for entry in by_weight]
    assert weights == sorted(weights)
    assert len(weights) == len(known)
    by_name, _ = every_page(catalogue, RowQuery(name, order="name", limit=5))
    names = [entry.row.name.casefold() for entry in by_name if isinstance(entry.row, Actor)]
    assert names == sorted(names)
    assert len(by_name) == len(known)


def _weight(each: Listed) -> Any:
    row = each.row
    if isinstance(row, Finding):
        return SEVERITIES.index(row.severity), IN_ORDER.index(row.kind)
    if isinstance(row, Ask):
        return -int(row.strength[1:]), -each.mentions
    return -each.mentions if isinstance(row, Actor | Norm | Event) else 0


def _assert_facets(catalogue: Catalogue, name: str, wanted: list[Listed], page: RowPage) -> None:
    if name in ("wanted", "document_link", "response"):
        return
    for facet in (*FIELDS, "states"):
        held = {
            each.row.id: each.state if facet == "states" else fields_of(each.row, facet) for each in wanted
        }
        values = list(held.values())
        counts = {value: values.count(value) for value in values if value}
        assert dict(page.facets.get(facet, ())) == counts, (name, facet)
        for value, many in counts.items():
            asked: dict[str, Any] = {facet: (value,)}
            found, part = every_page(catalogue, RowQuery(name, **asked))
            assert part.total == many == len(found)
            assert [entry.row.id for entry in found if held[entry.row.id] != value] == []
            assert dict(part.facets[facet]) == counts, "a facet is told as if it were not asked for"


def _assert_documents(
    catalogue: Catalogue, name: str, wanted: list[Listed], documents: Iterable[str]
) -> None:
    for document in documents:
        found, page = every_page(catalogue, RowQuery(name, document=document))
        expected = {each.row.id for each in wanted if document in each.inside}
        if name in ("finding", "figure_set", "quotation_check", "document_link", "wanted"):
            assert expected <= {entry.row.id for entry in found}
        else:
            assert {entry.row.id for entry in found} == expected, (name, document)
        assert page.total == len(found)


def listed_as(catalogue: Catalogue) -> dict[str, list[tuple[Any, ...]]]:
    """Return what the lists of a catalogue hold, to be compared with those of another."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for name in LISTS:
        for order in ("place", "date", "weight", "name"):
            entries, page = every_page(catalogue, RowQuery(name, order=order))
            lines: list[tuple[Any, ...]] = [
                (entry.row, entry.mentions, entry.documents, entry.state, entry.reviewed, entry.grade)
                for entry in entries
            ]
            facets = {facet: sorted(values) for facet, values in page.facets.items()}
            found[f"{name} by {order}"] = [(page.total, facets), *lines]
    return found
