"""`onrecord show`: rows as tables, each with its exact words and where they stand."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import click

from onrecord.cli.address import RECORD
from onrecord.cli.documents import Library
from onrecord.cli.listing import limiting
from onrecord.cli.selection import Selection, actors_called
from onrecord.cli.summary import print_overview
from onrecord.cli.tables import Names, print_table
from onrecord.cli.terminal import json_option
from onrecord.record.address import Address
from onrecord.record.store import Record
from onrecord.types.codec import to_json
from onrecord.types.rows import EXPORTED_TYPES, Row

ROWS_SHOWN = 40
"""Rows of a table without --limit: a screenful or two."""

PLURALS = {name + "s": name for name in EXPORTED_TYPES} | {
    "party_statuses": "party_status",
    "quotations": "quotation_check",
    "links": "document_link",
}


def row_type_named(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Return the row type meant by a name in the singular or plural, with `-` or `_`."""
    if value is None:
        return None
    name = value.replace("-", "_").lower()
    name = PLURALS.get(name, name)
    if name not in EXPORTED_TYPES:
        raise click.BadParameter(f"{value!r} is none. Row types: {', '.join(EXPORTED_TYPES)}.")
    return name


@click.command(name="show")
@click.argument("record_path", type=RECORD, metavar="RECORD")
@click.argument("row_type", required=False, callback=row_type_named, metavar="[ROW-TYPE]")
@click.option("--document", metavar="D", help="Only rows of this document: its number, id, path or name.")
@click.option("--actor", metavar="A", help="Only rows with this actor: an id, or part of a name.")
@click.option("--match", metavar="TEXT", help="Only rows whose words contain TEXT.")
@limiting(ROWS_SHOWN)
@click.option("--unsure", is_flag=True, help="Also statements that it is less sure of.")
@json_option
def command(
    *,
    record_path: Address,
    row_type: str | None,
    document: str | None,
    actor: str | None,
    match: str | None,
    limit: int | None,
    unsure: bool,
    as_json: bool,
) -> None:
    """Show what a record holds; with a ROW-TYPE, its rows.

    Row types: document, actor, statement, figure, event, ask, response, norm, party_status,
    quotation_check, figure_set, document_link, finding.
    """
    with Record.open(record_path) as record:
        if row_type is None and not (document or actor or match or as_json):
            click.echo()
            print_overview(record, record_path, tuple(record.issues()))
            return
        library = Library(record)
        wanted = Selection(
            row_type,
            library.find(document).id if document else None,
            actors_called(record, actor) if actor else None,
            match,
            unsure,
        )
        rows = wanted.rows(record)
        if as_json:
            _print_json(islice(rows, limit) if limit else rows)
            return
        most = ROWS_SHOWN if limit is None else limit
        shown = list(islice(rows, most) if most else rows)
        for each_type in EXPORTED_TYPES:
            of_type = [row for row in shown if row.row_type == each_type]
            if of_type:
                print_table(each_type, of_type, Names(record, library))
        left = sum(1 for _ in rows)
        _print_rest(len(shown), left)
        if row_type == "statement" and not unsure:
            every = sum(1 for _ in replace(wanted, unsure=True).rows(record))
            _print_unsure(every - len(shown) - left)


def _print_json(rows: Iterator[Row]) -> None:
    for row in rows:
        sys.stdout.buffer.write(to_json(row).encode("utf-8", "surrogatepass") + b"\n")
    sys.stdout.buffer.flush()


def _print_unsure(left_out: int) -> None:
    if left_out:
        rows = "statement" if left_out == 1 else "statements"
        click.echo(click.style(f"{left_out} less certain {rows} left out; --unsure shows them.", dim=True))


def _print_rest(shown: int, left: int) -> None:
    if not shown:
        click.echo("No rows.")
    elif left:
        click.echo(click.style(f"{shown} of {shown + left} rows; --limit 0 shows all.", dim=True))
