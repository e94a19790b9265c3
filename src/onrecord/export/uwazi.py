"""CSV files for Uwazi: one file to import into one template, documents and actors first.

After Uwazi's CSV import: a `title` that no other row has, `|` between several values, relationships by the
title of what they lead to, dates as YYYY-MM-DD and ranges as YYYY-MM-DD:YYYY-MM-DD. A date that names no
single day stands as a range, and every date in EDTF beside it. Every row has every column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

from onrecord.export.coarse_dates import day_of, days_of
from onrecord.export.excerpt import Excerpt, Outcome, masked
from onrecord.export.telling import about
from onrecord.export.zipped import ZippedTables, plain_cell
from onrecord.types.naming import short
from onrecord.types.rows import (
    Actor,
    Ask,
    DocumentRow,
    Event,
    Figure,
    Norm,
    Response,
    Row,
    Statement,
)
from onrecord.types.shown import shown_value

_TITLE = 180
"""Characters of a title."""

_PIPE = "|"
_INSTEAD = "¦"
"""What stands for a pipe inside of a value: Uwazi would take it for the next one."""

_WHAT = (
    "One CSV file for each template of Uwazi. Make the templates with properties named like the columns, the "
    "relationships among them (documents, actors, norms: by title), then import the files in the order "
    "documents, actors, norms, and the others. A cell that a spreadsheet would compute begins with an "
    "apostrophe."
)


def write(excerpt: Excerpt, out: BinaryIO) -> Outcome:
    """Write the files of the templates and `README.txt`."""
    count = 0
    titles = Titles()
    with ZippedTables(out) as archive:
        for name, kind, columns, cells in _TEMPLATES:
            if not excerpt.choice.of_type(kind.row_type):
                continue
            lines = (
                [
                    *_first(row, excerpt, titles),
                    *map(_value, cells(row, excerpt, titles)),
                    *_last(row, excerpt),
                ]
                for row in excerpt.rows(kind)
            )
            count += archive.table(f"{name}.csv", (*_FIRST, *columns, *_LAST), lines)
        archive.text("README.txt", about(excerpt, _WHAT))
    return Outcome(count)


class Titles:
    """Titles that no two rows share: the second of a title carries its id."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}
        self._used: set[str] = set()

    def give(self, id_: str, told: str) -> str:
        """Return the title of a row, written as its cell will be."""
        title = plain_cell(_one(short(told, _TITLE))) or id_
        if title.casefold() in self._used:
            title = f"{title} ({id_})"
        self._used.add(title.casefold())
        self._of[id_] = title
        return title

    def of(self, ids: Iterable[str]) -> str:
        """Return the titles of rows that have one, as a relationship names them."""
        return _PIPE.join(self._of[id_] for id_ in ids if id_ in self._of)


_FIRST = ("title", "record_id", "permalink")
_LAST = ("masked", "reviewed", "grade", "notes")
Cells = Callable[[Any, Excerpt, Titles], Iterable[str | None]]


def _first(row: Row, excerpt: Excerpt, titles: Titles) -> list[str]:
    link = excerpt.link(row.id)
    named = f"Row {row.id}{_PIPE}{link}" if link and excerpt.on_the_web else link or ""
    told = row.name if isinstance(row, Actor | Norm) else excerpt.told(row)
    return [titles.give(row.id, told), row.id, named]


def _last(row: Row, excerpt: Excerpt) -> Iterator[str]:
    review = excerpt.review(row)
    yield "yes" if masked(row) else "no"
    yield review.reviewed or "not reviewed"
    yield str(review.grade)
    yield _value(" / ".join(note.text for note in review.notes))


def _dates(edtf: str | None) -> tuple[str, str, str]:
    """Return a date as a day, as a range of days where it is no single one, and in EDTF."""
    day = day_of(edtf)
    first, last = days_of(edtf)
    between = f"{first or ''}:{last or ''}" if (first or last) and day is None else ""
    return day or "", between, edtf or ""


_DATES = ("date", "date_range", "edtf")


def _document(row: DocumentRow, excerpt: Excerpt, titles: Titles) -> Iterator[str | None]:
    yield row.kind
    yield from _dates(row.date.edtf if row.date else None)
    for ids in (row.issuers, row.signatories, row.addressees):
        yield _several(excerpt.names(ids))
    yield from (row.publisher, row.language, row.url, row.path, row.sha256)


def _actor(row: Actor, excerpt: Excerpt, titles: Titles) -> Iterator[str | None]:
    yield from (row.name, row.kind)
    yield _several(row.aliases)
    yield _several(row.roles)
    yield _several(excerpt.names(row.member_of))
    yield _several(f"{scheme}: {value}" for scheme, value in row.identifiers)
    yield titles.of(dict.fromkeys(mention.document for mention in row.mentions))


def _norm(row: Norm, excerpt: Excerpt, titles: Titles) -> Iterator[str | None]:
    yield from (row.name, row.kind, row.provision)
    yield titles.of(dict.fromkeys(mention.document for mention in row.mentions))


def _event(row: Event, excerpt: Excerpt, titles: Titles) -> Iterator[str | None]:
    yield from (row.kind, row.factuality)
    yield from _dates(row.date)
    yield _several(date.edtf for date in row.dates)
    yield row.place
    for role in ("actor", "recipient"):
        yield titles.of(
            dict.fromkeys(a for part in row.participants if part.role == role for a in part.actors)
        )
    yield _words(row)
    yield titles.of(dict.fromkeys(mention.document for mention in row.mentions))


def _statement(row: Statement, excerpt: Excerpt, titles: Titles) -> Iterator[str | None]:
    yield from (row.mode, row.act, str(row.level))
    yield titles.of(row.speakers)
    yield " […] ".join(anchor.exact for anchor in row.content)
    yield titles.of([row.document])


def _figure(row: Figure, excerpt: Excerpt, titles: Titles) -> Iterator[str | None]:
    yield from (shown_value(row), row.bound, _number(row.low), _number(row.high), row.counted, row.measure)
    yield from _dates(row.date)
    yield row.anchor.exact
    yield titles.of([row.document])


def _ask(row: Ask, excerpt: Excerpt, titles: Titles) -> Iterator[str | None]:
    yield from (row.strength, row.relay)
    for ids in (row.requesters, row.addressees, row.targets, row.norms):
        yield titles.of(ids)
    yield from (row.operative.exact, row.action.exact)
    yield titles.of([row.document])


def _response(row: Response, excerpt: Excerpt, titles: Titles) -> Iterator[str | None]:
    yield row.kind
    yield titles.of([row.actor] if row.actor else [])
    yield titles.of(row.to)
    yield from _dates(row.date)
    yield row.anchor.exact
    yield titles.of(row.asks)
    yield titles.of([row.document])


_TEMPLATES: tuple[tuple[str, type[Row], tuple[str, ...], Cells], ...] = (
    (
        "documents", DocumentRow,
        (
            *("kind", *_DATES, "issuers", "signatories", "addressees"),
            *("publisher", "language", "url", "path", "sha256"),
        ),
        _document,
    ),
    ("actors", Actor, ("name", "kind", "aliases", "roles", "member_of", "identifiers", "documents"), _actor),
    ("norms", Norm, ("name", "kind", "provision", "documents"), _norm),
    (
        "events", Event,
        ("kind", "factuality", *_DATES, "dates_told", "place", "actors", "recipients", "words", "documents"),
        _event,
    ),
    ("statements", Statement, ("mode", "act", "level", "speakers", "words", "documents"), _statement),
    (
        "figures", Figure,
        ("figure", "bound", "low", "high", "counted", "measure", *_DATES, "words", "documents"),
        _figure,
    ),
    (
        "asks", Ask,
        ("strength", "relay", "requesters", "addressees", "targets", "norms", "verb", "words", "documents"),
        _ask,
    ),
    ("responses", Response, ("kind", "actors", "to", *_DATES, "words", "asks", "documents"), _response),
)  # fmt: skip
"""The templates in the order of their import, so that a relationship leads to what is there already."""


def _several(values: Iterable[str]) -> str:
    return _PIPE.join(_one(value) for value in dict.fromkeys(values))


def _one(value: str) -> str:
    return value.replace(_PIPE, _INSTEAD)


def _words(row: Row) -> str:
    return " […] ".join(anchor.exact for anchor in row.anchors())


def _number(value: float | int | None) -> str | None:
    return None if value is None else str(value)


def _value(value: str | None) -> str:
    return value or ""
