"""`onrecord export`: a record in a format other programs read."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from onrecord.cli.terminal import safe
from onrecord.export.files import replacing
from onrecord.export.jsonl import write_jsonl
from onrecord.record.store import Record


@click.command(name="export")
@click.argument("record_path", type=click.Path(path_type=Path), metavar="RECORD")
@click.option(
    "--format",
    "_format",
    type=click.Choice(["jsonl"]),
    default="jsonl",
    show_default=True,
    help="The format.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
    help="Write to FILE, not to standard output.",
)  # fmt: skip
def command(record_path: Path, _format: str, output: Path | None) -> None:
    """Write a record, one JSON object a line, as RECORD.md describes it.

    FILE appears only once it is complete. Equal records give equal files, byte for byte.
    """
    with Record.open(record_path) as record:
        if output is None:
            write_jsonl(record, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return
        with replacing(output) as out:
            count = write_jsonl(record, out)
    click.echo(f"{count} rows written to {safe(str(output))}", err=True)
