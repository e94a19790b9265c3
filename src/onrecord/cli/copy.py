"""`onrecord copy`: a record in another place, from a folder to a server or back."""

from __future__ import annotations

import click

from onrecord.cli.address import RECORD
from onrecord.cli.terminal import safe
from onrecord.record.address import Address
from onrecord.record.copying import copy


@click.command(name="copy")
@click.argument("source", type=RECORD, metavar="FROM")
@click.argument("target", type=RECORD, metavar="TO")
def command(*, source: Address, target: Address) -> None:
    """Copy the record FROM to TO: each a folder, or postgresql+psycopg://USER@HOST/DATABASE.

    Everything is copied, what was decided and logged as well, and exports are the same byte for byte; only
    sessions of people who are signed in stay behind. There must be no record at TO. FROM stays as it is.
    """
    copied = copy(source, target)
    click.echo(
        f"{safe(str(target))} holds what {safe(str(source))} holds: {copied.documents:,} documents, "
        f"{copied.lines:,} lines and {copied.files:,} files. `onrecord verify` proves it."
    )
