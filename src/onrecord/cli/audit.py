"""`onrecord audit`: who read what of the restricted and secret documents of a record that a team works on."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import islice

import click

from onrecord.cli.address import RECORD
from onrecord.cli.listing import limiting, write, write_csv, written_as
from onrecord.cli.terminal import json_option, line_width, one_line, print_lines
from onrecord.record.address import Address
from onrecord.record.audit import readings_of
from onrecord.record.store import Record

AT_ONCE = 50
"""Readings printed for people where no other number is asked for."""


@click.command(name="audit")
@click.argument("record_path", type=RECORD, metavar="RECORD")
@click.option("--by", "who", default="", metavar="NAME", help="Only readings of this account.")
@click.option("--document", default="", metavar="D", help="Only readings of this document, by its id.")
@click.option("--since", default="", metavar="DAY", help="Only from this day on (2024-03-01).")
@click.option("--until", default="", metavar="DAY", help="Only up to this day.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, one line a document.")
@json_option
@limiting(AT_ONCE)
def command(
    *,
    record_path: Address,
    who: str,
    document: str,
    since: str,
    until: str,
    as_csv: bool,
    as_json: bool,
    limit: int | None,
) -> None:
    """Print who read what of restricted and secret documents in `onrecord serve --team`, the last first.

    Each reading is one answer: a page, a route of the API, or a file. `onrecord verify` proves that none was
    changed or taken away.
    """
    written = written_as(as_csv, as_json)
    with Record.open(record_path) as record:
        asked = readings_of(record, who=who, document=document, since=since, until=until)
        most = limit if limit is not None else AT_ONCE if written == "text" else 0
        found = list(islice(asked, most or None))
        paths = record.paths({id_ for reading in found for id_ in reading.documents})
    if written == "json":
        write("".join(json.dumps(asdict(reading), ensure_ascii=False) + "\n" for reading in found))
    elif written == "csv":
        lines = [
            (str(one.seq), one.when, one.who, one.page, id_, name, str(one.rows))
            for one in found
            for id_, name in one.documents.items()
        ]
        write_csv(("no", "when", "who", "page", "document", "class", "rows"), lines)
    else:
        for one in found:
            head = f"{one.seq}  {one.when}  {one_line(one.who)}: {one_line(one.page)}, {one.rows} rows"
            print_lines(head, line_width(), hang=4, bold=True)
            for id_, name in one.documents.items():
                print_lines(f"{name}: {one_line(paths.get(id_, id_))}", line_width(), at=4)
        if not found:
            click.echo("Nobody read anything confidential.")
