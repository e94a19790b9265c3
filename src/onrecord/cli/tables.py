"""What a table shows of each row type: a few columns, the exact words last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import click

from onrecord.cli.documents import Library
from onrecord.cli.terminal import console, one_line
from onrecord.export.lists import Cells, chain_told
from onrecord.record.store import Record
from onrecord.types.asked import action_of, who_whom
from onrecord.types.rows import (
    Actor,
    Ask,
    DocumentLink,
    DocumentRow,
    Event,
    Figure,
    FigureSet,
    Finding,
    Norm,
    PartyStatus,
    QuotationCheck,
    Response,
    Row,
    Statement,
)
from onrecord.types.shown import shown_value
from onrecord.types.spans import Evidence

WORDS = 220
"""Characters of a row's words in a table; `onrecord text --row` shows all of them."""

TABLE_WIDTH = 120
"""Columns a table needs; in a narrower terminal its last column would be a ribbon."""

COLUMN = 24
"""Columns of every cell but the last, which holds the words."""

NAMES = 60
"""Characters of a list of names in a table."""

_ONE_LINE = frozenset({"id", "where", "first at", "date", "strength", "number"})
"""Columns that are copied, or compared from row to row: never broken."""


class Names:
    """Ids as a person reads them: actors and norms by name, documents by their short name."""

    def __init__(self, record: Record, library: Library) -> None:
        self.library = library
        self._record = record
        self._known: dict[str, str] = {}

    def one(self, row: str | None) -> str:
        """Return the name of one actor, norm or document, "" for none."""
        if row is None:
            return ""
        if row not in self._known:
            self._known[row] = self._look_up(row)
        return self._known[row]

    def many(self, rows: Iterable[str]) -> str:
        """Return several names with commas between them, each whole, and how many more there are."""
        return some_of((one_line(self.one(row), NAMES) for row in rows), NAMES)

    def chain(self, rows: Iterable[str]) -> str:
        """Return a chain from the origin to the document it is read in."""
        return chain_told(rows, self)

    def action(self, ask: Ask) -> str:
        """Return what an ask asks for, with the "not" or "nobody" that may stand apart from it."""
        return action_of(ask, self.text)

    def path(self, document: str) -> str:
        """Return the path of a document, its id where it is not here."""
        return self.library.path(document)

    def date(self, document: str) -> str:
        """Return the date of a document in EDTF, "" where it has none."""
        return self.library.date(document)

    def text(self, document: str) -> str:
        """Return the canonical text of a document."""
        return self._record.text(document)

    def place(self, anchor: Evidence | None) -> str:
        """Return where words stand, "" for none."""
        return "" if anchor is None else self.library.place(anchor)

    def row(self, row: str) -> Row | None:
        """Return a row by its id."""
        return self._record.row(row)

    def _look_up(self, row: str) -> str:
        if row.startswith("d-"):
            return self.library.name(row)
        found = self.row(row)
        return one_line(found.name, NAMES) if isinstance(found, Actor | Norm) else row


def some_of(told: Iterable[str], width: int, between: str = ", ") -> str:
    """Return the first of some words, each whole and once, as many as fit, and how many more there are.

    >>> some_of(["Ana Ruiz", "Bo Lind", "Ana Ruiz", "Ivo Brandt"], 20)
    'Ana Ruiz, Bo Lind and 1 more'
    """
    every = list(dict.fromkeys(told))
    shown: list[str] = []
    for each in every:
        if shown and len(between.join([*shown, each])) > width:
            return f"{between.join(shown)} and {len(every) - len(shown)} more"
        shown.append(each)
    return between.join(shown)


@dataclass(frozen=True, slots=True)
class View:
    """The columns of one row type and how a row fills them."""

    columns: tuple[str, ...]
    cells: Callable[[Any, Names], Cells]


def print_table(row_type: str, rows: Sequence[Row], names: Names) -> None:
    """Print rows of one type: as a table where there is room for one, else in two lines a row."""
    view, out = VIEWS[row_type], console()
    cells = [view.cells(row, names) for row in rows]
    if out.width < TABLE_WIDTH:
        for row in cells:
            click.echo("  ".join([click.style(row[0], bold=True), *(cell for cell in row[1:-1] if cell)]))
            click.echo(f"    {row[-1]}\n")
        return
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    for index, column in enumerate(view.columns[:-1]):
        widest = max(len(column), *(len(row[index]) for row in cells))
        whole = widest if column in _ONE_LINE else None
        table.add_column(column, overflow="fold", min_width=whole, max_width=whole or COLUMN)
    table.add_column(view.columns[-1], overflow="fold", ratio=1)
    for row in cells:
        table.add_row(*row)
    out.print(table)


def _words(anchors: Iterable[Evidence | None]) -> str:
    return one_line(" … ".join(anchor.exact for anchor in anchors if anchor is not None), WORDS)


def _first(anchors: Sequence[Evidence], names: Names) -> str:
    return names.place(anchors[0]) if anchors else ""


def _document(row: DocumentRow, names: Names) -> Cells:
    title = f" — {one_line(row.title.exact, 120)}" if row.title else ""
    date = row.date.edtf if row.date else ""
    number = str(names.library.number(row.id))
    return (number, row.id, date, row.kind, names.many(row.issuers), one_line(row.path, 100) + title)


def _actor(row: Actor, names: Names) -> Cells:
    known_as = one_line(", ".join(row.aliases), NAMES)
    roles = one_line(", ".join(row.roles), NAMES)
    return (
        row.id,
        row.kind,
        one_line(row.name, NAMES),
        known_as,
        roles,
        str(len(row.mentions)),
        _first(row.mentions, names),
    )


def _statement(row: Statement, names: Names) -> Cells:
    who = names.many(row.speakers) or _words([row.source])
    said = f"{row.act}, {row.mode}, {row.level}"
    return (row.id, names.place(row.content[0]), who, said, _words([row.cue]), _words(row.content))


def _figure(row: Figure, names: Names) -> Cells:
    return (
        row.id,
        names.place(row.anchor),
        shown_value(row),
        row.measure,
        row.date or "",
        one_line(names.chain(row.chain), NAMES),
        _words([row.anchor]),
    )


def _event(row: Event, names: Names) -> Cells:
    parts = "; ".join(f"{part.role}: {names.many(part.actors)}" for part in row.participants)
    return (
        row.id,
        _first(row.mentions, names),
        row.kind,
        row.date or "",
        row.factuality,
        one_line(parts, 100),
        _words(row.mentions[:1]),
    )


def _ask(row: Ask, names: Names) -> Cells:
    strength = row.strength + (f" → {row.relay}" if row.relay else "")
    label = f"({row.list_label}) " if row.list_label else ""
    words = one_line(f"{label}{row.operative.exact} … {names.action(row)}", WORDS)
    return (row.id, names.place(row.operative), strength, who_whom(row, names.many), words)


def _response(row: Response, names: Names) -> Cells:
    return (
        row.id,
        names.place(row.anchor),
        row.kind,
        names.one(row.actor),
        names.many(row.to),
        row.date or "",
        _words([row.anchor]),
    )


def _norm(row: Norm, names: Names) -> Cells:
    return (
        row.id,
        row.kind,
        row.provision or "",
        str(len(row.mentions)),
        _first(row.mentions, names),
        one_line(row.name, WORDS),
    )


def _party_status(row: PartyStatus, names: Names) -> Cells:
    return (
        row.id,
        names.place(row.anchor),
        names.one(row.actor),
        row.act,
        names.many(row.norms),
        row.date or "",
        _words([row.anchor]),
    )


def _quotation_check(row: QuotationCheck, names: Names) -> Cells:
    where = names.place(row.found) or names.one(row.claimed_source) or one_line(row.wanted or "", NAMES)
    changes = "; ".join(
        f"“{each.quoted}” for “{each.original}”" for each in row.differences if each.weight == "substantive"
    )
    return (
        row.id,
        names.place(row.quotation),
        row.verdict,
        where,
        one_line(changes, 100),
        _words([row.quotation]),
    )


def _figure_set(row: FigureSet, names: Names) -> Cells:
    origins = "unknown" if row.origins is None else str(row.origins)
    words = " | ".join(anchor.exact for anchor in row.anchors_of_figures)
    return (
        row.id,
        row.verdict,
        origins,
        one_line(row.label, NAMES),
        one_line(row.why, 100),
        one_line(words, WORDS),
    )


def _link(row: DocumentLink, names: Names) -> Cells:
    to = (
        names.one(row.to_document)
        if row.wanted is None
        else f"wanted: {one_line(row.wanted.description, NAMES)}"
    )
    return (row.id, names.one(row.from_document), row.kind, to, _words(row.evidence[:2]))


def _finding(row: Finding, names: Names) -> Cells:
    return (row.id, row.severity, row.kind, _first(row.evidence, names), one_line(row.title))


VIEWS: dict[str, View] = {
    "document": View(("no", "id", "date", "kind", "issued by", "path — title"), _document),
    "actor": View(("id", "kind", "name", "also", "roles", "mentions", "first at"), _actor),
    "statement": View(("id", "where", "who", "act, mode, level", "cue", "words"), _statement),
    "figure": View(("id", "where", "number", "measure", "date", "origin", "words"), _figure),
    "event": View(("id", "where", "kind", "date", "factuality", "who", "words"), _event),
    "ask": View(("id", "where", "strength", "who → whom", "words"), _ask),
    "response": View(("id", "where", "kind", "who", "to", "date", "words"), _response),
    "norm": View(("id", "kind", "provision", "mentions", "first at", "name"), _norm),
    "party_status": View(("id", "where", "who", "act", "norm", "date", "words"), _party_status),
    "quotation_check": View(
        ("id", "where", "verdict", "source", "changed", "quoted words"), _quotation_check
    ),
    "figure_set": View(("id", "verdict", "origins", "of what", "why", "figures"), _figure_set),
    "document_link": View(("id", "from", "kind", "to", "words"), _link),
    "finding": View(("id", "severity", "kind", "first at", "what"), _finding),
}
