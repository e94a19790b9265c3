"""`onrecord token`: who may use the API of a served record, and for what."""

from __future__ import annotations

import click

from onrecord.cli.address import RECORD
from onrecord.cli.terminal import one_line
from onrecord.record.address import Address
from onrecord.record.store import Record
from onrecord.record.tokens import SCOPES, Tokens


@click.command(name="token")
@click.argument("record_path", type=RECORD, metavar="RECORD")
@click.option("--new", "name", metavar="NAME", help="Make a token; NAME says for whom or what it is.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(list(SCOPES)),
    help="What it allows; may be repeated. [default: read]",
)
@click.option("--revoke", "revoked", metavar="ID", help="Make a token useless from now on.")
@click.option("--by", metavar="NAME", help="Who decides. [default: the user of this machine]")
def command(
    *, record_path: Address, name: str | None, scopes: tuple[str, ...], revoked: str | None, by: str | None
) -> None:
    """List the tokens of the API, make one, or take one away.

    A token's secret is printed once, when it is made; the record keeps only its hash. Whoever has it may do
    what its scopes allow while `onrecord serve` runs: read · private (see the names of private persons) ·
    review · check.
    """
    if name is not None and revoked is not None:
        raise click.UsageError("--new and --revoke are two things; do one at a time.")
    with Record.open(record_path, who=by) as record:
        tokens = Tokens(record)
        if name is not None:
            made, secret = tokens.make(name, scopes or ("read",))
            click.echo(
                f"Token {made.id} for {one_line(made.name)} allows: {', '.join(made.scopes)}.", err=True
            )
            click.echo("Keep this secret; it is not shown again:", err=True)
            click.echo(secret)
        elif revoked is not None:
            token = tokens.revoke(revoked)
            click.echo(f"Token {token.id} for {one_line(token.name)} no longer holds.")
        else:
            if not (known := tokens.all()):
                click.echo("No tokens. `onrecord token RECORD --new NAME` makes one.")
            for token in known:
                state = f"revoked {token.revoked}" if token.revoked else "holds"
                parts = (token.id, one_line(token.name), ", ".join(token.scopes), f"made {token.made}", state)
                click.echo("  ".join(parts))
