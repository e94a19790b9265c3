"""`onrecord verify`: the proof that a record still says what its documents say."""

from __future__ import annotations

import click

from onrecord.cli.address import RECORD
from onrecord.cli.terminal import one_line
from onrecord.record.address import Address
from onrecord.record.verification import verify


@click.command(name="verify")
@click.argument("record_path", type=RECORD, metavar="RECORD")
@click.pass_context
def command(ctx: click.Context, record_path: Address) -> None:
    """Hash every source and text again and hold every anchor of every row against its text.

    Exit status: 0 all holds · 1 something does not, or this is no record.
    """
    done = verify(record_path)
    for broken in done.breaks:
        click.echo(f"{broken.code}  {one_line(broken.where, 100)}: {one_line(broken.message, 300)}")
    checked = ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in dict(done.checked).items())
    if done.breaks:
        click.echo(click.style(f"{len(done.breaks)} breaks. Checked: {checked}.", fg="red", bold=True))
        ctx.exit(1)
    click.echo(click.style("Everything holds.", fg="green", bold=True) + f" Checked: {checked}.")
