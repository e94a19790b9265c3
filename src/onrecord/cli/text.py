"""`onrecord text`: a document's canonical text with the words of its rows marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from onrecord.cli.address import RECORD
from onrecord.cli.documents import Library
from onrecord.cli.terminal import safe
from onrecord.record.address import Address
from onrecord.record.store import Record
from onrecord.types.errors import OnRecordError
from onrecord.types.rows import Ask, DocumentRow, Figure, Response, Row, Statement
from onrecord.types.spans import Evidence, Span, hull

OPEN, CLOSE = "⟦", "⟧"
"""Marks around a row's words where there are no colours: brackets that no document uses."""

MARKED_BY_DEFAULT: tuple[type[Row], ...] = (Statement, Figure, Ask, Response)
"""Row types marked without --row: what is said, counted and asked."""


class NoSuchRow(OnRecordError):
    """The record has no row of this id, or it has no words in this document."""


@click.command(name="text")
@click.argument("record_path", type=RECORD, metavar="RECORD")
@click.argument("document")
@click.option("--row", "row_id", metavar="ID", help="Mark the words of this row alone.")
def command(record_path: Address, document: str, row_id: str | None) -> None:
    """Print the text of DOCUMENT (its number, id, path or name) with the words of its rows marked."""
    with Record.open(record_path) as record:
        row = Library(record).find(document)
        text = record.text(row.id)
        anchors = list(_anchors_of(record, row, row_id))
    for piece, marked in pieces(text, (anchor.span for anchor in anchors)):
        click.echo(_marked(safe(piece)) if marked else safe(piece), nl=False)
    click.echo()


def pieces(text: str, spans: Iterable[Span]) -> Iterator[tuple[str, bool]]:
    """Yield `text` in pieces, each with whether it is inside one of `spans`, which may overlap."""
    done = 0
    for span in _apart(spans):
        if span.start > done:
            yield text[done : span.start], False
        yield span.slice(text), True
        done = span.end
    if done < len(text):
        yield text[done:], False


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Return spans that cover the same characters and do not overlap."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = hull([found[-1], span])
        else:
            found.append(span)
    return found


def _anchors_of(record: Record, document: DocumentRow, row_id: str | None) -> Iterator[Evidence]:
    rows: list[Row] = []
    if row_id is None:
        rows = [row for kind in MARKED_BY_DEFAULT for row in record.rows(kind, document.id)]
    else:
        found = record.row(row_id)
        if found is None or all(anchor.document != document.id for anchor in found.anchors()):
            raise NoSuchRow(
                f"There is no row {row_id!r} with words in {document.path}. "
                "`onrecord show` lists rows with their ids."
            )
        rows = [found]
    for row in rows:
        yield from (anchor for anchor in row.anchors() if anchor.document == document.id)


def _marked(piece: str) -> str:
    """Return a piece marked: in brackets, and in a terminal underlined as well."""
    return f"{OPEN}{click.style(piece, underline=True, bold=True)}{CLOSE}"
