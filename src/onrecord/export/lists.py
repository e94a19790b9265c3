"""The columns and cells of the lists that people take along as CSV, on the command line and from pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from onrecord.types.asked import ANSWERED, OPEN, action_of, drift_of, verb_of
from onrecord.types.knowledge import Office
from onrecord.types.ledger import LedgerEntry
from onrecord.types.rows import Actor, DocumentLink, Figure, Finding, Row, Wanted
from onrecord.types.shown import shown_value
from onrecord.types.spans import Evidence

R = TypeVar("R")

Cells = Sequence[str]

SEVERAL = " | "
"""What stands between several values in one cell."""


class Named(Protocol):
    """What tells the names that stand in cells."""

    def one(self, row: str | None) -> str:
        """Return the name of one actor, norm or document, "" for none."""
        ...

    def row(self, row: str) -> Row | None:
        """Return a row by its id."""
        ...

    def path(self, document: str) -> str:
        """Return the path of a document, its id where it is not here."""
        ...

    def text(self, document: str) -> str:
        """Return the canonical text of a document."""
        ...

    def date(self, document: str) -> str:
        """Return the date of a document in EDTF, "" where it has none."""
        ...


@dataclass(frozen=True)
class Table(Generic[R]):
    """The columns of one list and how a row fills them."""

    columns: tuple[str, ...]
    cells: Callable[[R, Named], Cells]


def _place(anchor: Evidence | None, names: Named) -> Cells:
    """Return document, start and end of words, as the last cells of every list have them."""
    if anchor is None:
        return ("", "", "")
    return (names.path(anchor.document), str(anchor.start), str(anchor.end))


def _finding(row: Finding, names: Named) -> Cells:
    places = (f"{names.path(each.document)}:{each.start}-{each.end}" for each in row.evidence)
    return (
        row.id,
        row.severity,
        row.kind,
        row.title,
        SEVERAL.join(each.exact for each in row.evidence),
        SEVERAL.join(places),
        " ".join(row.rows),
        *_place(row.evidence[0] if row.evidence else None, names),
    )


FINDINGS: Table[Finding] = Table(
    ("id", "severity", "kind", "finding", "words", "places", "rows", "document", "start", "end"), _finding
)


def office_told(office: Office) -> str:
    """Return an office with the time it is held: "Senator VT (2013 to …)"."""
    what = " ".join(part for part in (office.role, office.area, office.party) if part)
    return f"{what} ({office.since or '…'} to {office.until or '…'})"


def _actor(row: Actor, names: Named) -> Cells:
    return (
        row.id,
        row.kind,
        row.name,
        SEVERAL.join(row.aliases),
        SEVERAL.join(row.roles),
        SEVERAL.join(names.one(actor) for actor in row.member_of),
        SEVERAL.join(f"{scheme}:{value}" for scheme, value in row.identifiers),
        SEVERAL.join(map(office_told, row.offices)),
        "yes" if row.private else "",
        SEVERAL.join(row.possible_same),
        str(len(row.mentions)),
        *_place(row.mentions[0] if row.mentions else None, names),
    )


ACTORS: Table[Actor] = Table(
    (
        *("id", "kind", "name", "aliases", "roles", "member_of", "identifiers", "offices", "private"),
        *("possible_same", "mentions", "document", "start", "end"),
    ),
    _actor,
)


def wanted_of(row: DocumentLink) -> Wanted:
    """Return what is known of the document a link wants; raises ValueError where it wants none."""
    if row.wanted is None:
        raise ValueError("only links to wanted documents are listed")
    return row.wanted


def cited_by(row: DocumentLink) -> tuple[str, ...]:
    """Return the documents that cite a wanted document."""
    return wanted_of(row).cited_by or (row.from_document,)


def _wanted(row: DocumentLink, names: Named) -> Cells:
    wanted = wanted_of(row)
    first = row.evidence[0] if row.evidence else None
    return (
        wanted.id or "",
        wanted.kind or "",
        wanted.description,
        wanted.title or "",
        wanted.issuer or "",
        wanted.addressee or "",
        wanted.date or "",
        str(len(cited_by(row))),
        " ".join(map(names.path, cited_by(row))),
        first.exact if first else "",
        *_place(first, names),
    )


WANTED: Table[DocumentLink] = Table(
    (
        *("id", "kind", "description", "title", "issuer", "addressee", "date", "times_cited", "cited_by"),
        *("words", "document", "start", "end"),
    ),
    _wanted,
)


def chain_told(chain: Iterable[str], names: Named) -> str:
    """Return a chain from the origin to the document it is read in."""
    return " → ".join(map(names.one, chain))


def _figure(row: Figure, names: Named) -> Cells:
    low, high, number = ("" if each is None else str(each) for each in (row.low, row.high, row.number))
    return (
        row.id,
        shown_value(row),
        row.bound,
        low,
        high,
        number,
        row.unit or "",
        row.counted or "",
        row.measure,
        row.date or "",
        row.date_basis or "",
        row.place or "",
        chain_told(row.chain, names),
        row.event or "",
        row.statement or "",
        row.anchor.exact,
        *_place(row.anchor, names),
    )


FIGURES: Table[Figure] = Table(
    (
        *("id", "number", "bound", "low", "high", "said", "unit", "counted", "measure"),
        *("date", "date_basis", "place", "on_whose_word", "event", "statement"),
        *("words", "document", "start", "end"),
    ),
    _figure,
)


def ask_table(as_of: str | None) -> Table[LedgerEntry]:
    """Return the table of the ledger; `as_of` is the date of the record's last document."""

    def cells(entry: LedgerEntry, names: Named) -> Cells:
        ask = entry.first
        documents = dict.fromkeys(names.path(row.document) for row in entry.mentions)
        others = dict.fromkeys(actor for row in entry.also for actor in row.requesters)
        return (
            ask.id,
            names.date(ask.document),
            _list(entry.requesters, names),
            _list(entry.addressees, names),
            _list(entry.targets, names),
            ask.list_label or "",
            verb_of(ask),
            ask.strength,
            ask.relay or "",
            action_of(ask, names.text),
            "yes" if ask.negative else "",
            ask.deadline or "",
            ask.condition.exact if ask.condition else "",
            _list(ask.norms, names),
            str(len(entry.mentions)),
            "; ".join(documents),
            drift_of(entry),
            _list(others, names),
            ANSWERED if entry.answered else OPEN,
            as_of or "",
            *_response(entry, names),
            names.path(ask.document),
            str(ask.operative.start),
            str(ask.action.end),
        )

    return Table(_ASK_COLUMNS, cells)


_ASK_COLUMNS = (
    *("id", "date", "requesters", "addressees", "targets", "list_label", "verb", "strength", "relay"),
    *("action", "negative", "deadline", "condition", "norms", "mentions", "documents", "drift"),
    *("also_asked_by", "state", "as_of", "response", "response_by", "response_date", "response_words"),
    *("reason", "response_document", "document", "start", "end"),
)


def _response(entry: LedgerEntry, names: Named) -> Cells:
    response = entry.response
    if response is None:
        return ("",) * 6
    return (
        response.kind,
        names.one(response.actor),
        response.date or names.date(response.document),
        response.anchor.exact,
        entry.reason,
        names.path(response.document),
    )


def _list(rows: Iterable[str], names: Named) -> str:
    return "; ".join(names.one(row) for row in rows)
