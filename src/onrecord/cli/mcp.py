"""`onrecord mcp`: a record for agents, over standard input and output."""

from __future__ import annotations

import click

from onrecord.cli.address import RECORD
from onrecord.record.address import Address
from onrecord.record.store import Record
from onrecord.types.access import CLASSES


@click.command(name="mcp")
@click.argument("record_path", type=RECORD, metavar="RECORD")
@click.option(
    "--base",
    metavar="URL",
    default="http://127.0.0.1:8321",
    show_default=True,
    help="Where `onrecord serve` shows the record: permalinks lead there.",
)
@click.option(
    "--unmasked",
    is_flag=True,
    help="Give the names of private persons too: an assistant may pass on what it is told.",
)
@click.option(
    "--up-to", "clearance", type=click.Choice(CLASSES), default="internal", show_default=True,
    metavar="CLASS",
    help="Only documents of this class or a more open one: public, internal, restricted, secret.",
)  # fmt: skip
def command(*, record_path: Address, base: str, unmasked: bool, clearance: str) -> None:
    """Answer an assistant that speaks the Model Context Protocol over standard input and output.

    Its tools find rows and passages, prove quotations and check drafts; each answer carries the exact words
    it stands on. Nothing can be changed through it. In the assistant's settings give the command
    `onrecord mcp RECORD`.
    """
    from onrecord.web.agents import make_server  # noqa: PLC0415
    from onrecord.web.answers import Answers  # noqa: PLC0415
    from onrecord.web.site import Site  # noqa: PLC0415

    with Record.open(record_path) as record:
        site = Site(record, read_only=True)

        def answers() -> Answers:
            return Answers(site.seen_by(clearance), base.rstrip("/"), private=unmasked)

        make_server(answers).run("stdio")
