"""Lists of one row type for reading in order: as text, as CSV, as JSON Lines."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Generic, NamedTuple, TypeVar

import click

from onrecord.cli.address import RECORD
from onrecord.cli.selection import Selection, actors_called
from onrecord.cli.tables import Names
from onrecord.cli.terminal import console, json_option, safe
from onrecord.export.lists import Cells, Table
from onrecord.export.spreadsheet import formula_free
from onrecord.record.store import Record
from onrecord.types.codec import to_json
from onrecord.types.rows import Row

R = TypeVar("R", bound=Row)
T = TypeVar("T")

LEAD = 26
"""Columns of the lead: a date, an interval, a number."""


class Entry(NamedTuple):
    """One row as a person reads it: `lead` in a column of its own, the rest beside it in three lines."""

    lead: str
    what: str
    words: str
    origin: str


@dataclass(frozen=True)
class Listing(Generic[R]):
    """What one list shows of a row: an entry for people, and the table of its CSV."""

    entry: Callable[[R, Names], Entry]
    table: Table[R]

    def print(self, rows: Sequence[R], names: Names, written: str) -> None:
        """Print rows as `text`, as `csv` or as `json`."""
        if written == "json":
            write("".join(to_json(row) + "\n" for row in rows))
        elif written == "csv":
            write_table(self.table, rows, names)
        elif rows:
            _print_entries([self.entry(row, names) for row in rows])
        else:
            click.echo("No rows.")


def _print_entries(entries: Sequence[Entry]) -> None:
    """Print entries one below the other, broken to the terminal's width."""
    lead_width = min(LEAD, max(len(entry.lead) for entry in entries))
    width = max(40, console().width - lead_width - 2)
    for entry in entries:
        lead = entry.lead
        lines = [(line, "bold") for line in wrap(entry.what, width)]
        lines += [(line, "") for line in wrap(entry.words, width)]
        lines += [(line, "dim") for line in wrap(entry.origin, width)]
        for line, style in lines:
            shown = click.style(line, bold=style == "bold" or None, dim=style == "dim" or None)
            click.echo(f"{click.style(f'{lead[:LEAD]:{lead_width}}', bold=True)}  {shown}")
            lead = ""
        click.echo()


def selecting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the argument and options that every list has: which rows, and how they are written."""
    options = (
        click.argument("record_path", type=RECORD, metavar="RECORD"),
        click.option("--document", metavar="D", help="Only of this document: its number, id, path or name."),
        click.option("--actor", metavar="A", help="Only with this actor: an id, or part of a name."),
        click.option("--match", metavar="TEXT", help="Only where the words contain TEXT."),
        click.option("--csv", "as_csv", is_flag=True, help="Print CSV, every field in a column of its own."),
        json_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


def limiting(shown: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the option of how many rows are shown at most: so many for people, else all."""
    return click.option(
        "--limit", type=click.IntRange(0), metavar="N", help=f"At most N rows; 0 for all. [default: {shown}]"
    )


def selected(
    record: Record,
    names: Names,
    row_type: str,
    *,
    document: str | None,
    actor: str | None,
    match: str | None,
) -> Iterable[Row]:
    """Return the rows of a type that the options of `selecting` ask for."""
    wanted = Selection(
        row_type,
        names.library.find(document).id if document else None,
        actors_called(record, actor) if actor else None,
        match,
    )
    return wanted.rows(record)


def written_as(as_csv: bool, as_json: bool) -> str:
    """Return the form that the options ask for; raises UsageError where they ask for two."""
    if as_csv and as_json:
        raise click.UsageError("--csv and --json are two forms; give one of them.")
    return "csv" if as_csv else "json" if as_json else "text"


def write_table(table: Table[T], rows: Iterable[T], names: Names) -> None:
    """Write the rows of a list as CSV to the standard output."""
    write_csv(table.columns, (table.cells(row, names) for row in rows))


def write_csv(columns: Cells, rows: Iterable[Cells]) -> None:
    """Write CSV to the standard output, cells made safe for terminals and spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    write(out.getvalue())


def write(text: str) -> None:
    """Write text to the standard output as UTF-8, whatever the terminal's encoding."""
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()


def _plain(cell: str) -> str:
    """Return a cell without what steers a terminal or begins a formula; JSON has the words as they are."""
    return formula_free(safe(cell))
