"""`onrecord issues`: what could not be read, and with --rejected what was seen and refused."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

from onrecord.cli.address import RECORD
from onrecord.cli.documents import Library
from onrecord.cli.terminal import console, json_option, one_line
from onrecord.record.address import Address
from onrecord.record.store import Record
from onrecord.types.errors import Issue, Rejected


@click.command(name="issues")
@click.argument("record_path", type=RECORD, metavar="RECORD")
@click.option(
    "--rejected", is_flag=True, help="List the words an extractor saw and refused, with its reason."
)
@json_option
def command(record_path: Address, rejected: bool, as_json: bool) -> None:
    """List what could not be read and what to do about it. Nothing is dropped silently."""
    with Record.open(record_path) as record:
        found = list(record.rejected()) if rejected else list(record.issues())
        if as_json:
            for item in found:
                line = json.dumps(asdict(item), ensure_ascii=False)
                sys.stdout.buffer.write(line.encode("utf-8", "surrogatepass") + b"\n")
        elif rejected:
            _print_rejected([item for item in found if isinstance(item, Rejected)], Library(record))
        else:
            _print_issues([item for item in found if isinstance(item, Issue)])


def _print_issues(issues: list[Issue]) -> None:
    for issue in sorted(issues, key=lambda issue: (issue.severity, issue)):
        colour = "red" if issue.severity == "error" else "yellow"
        head = click.style(f"{issue.severity} {issue.code}", fg=colour)
        click.echo(f"{head}  {one_line(issue.path)}\n    {one_line(issue.message)} {one_line(issue.remedy)}")
    if not issues:
        click.echo("No issues: every file was read.")


def _print_rejected(rejected: list[Rejected], library: Library) -> None:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    if not rejected:
        click.echo("Nothing was refused.")
        return
    table = Table("where", "by", "code", "why", "words", box=box.SIMPLE_HEAD, pad_edge=False)
    for item in rejected:
        words = one_line(item.anchor.exact, 120)
        table.add_row(
            library.place(item.anchor), item.extractor, item.code, one_line(item.reason, 160), words
        )
    console().print(table)
