"""`onrecord serve`: pages over a record, for this machine alone."""

from __future__ import annotations

import socket
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.address import RECORD
from onrecord.cli.terminal import safe
from onrecord.config import Config, read_config
from onrecord.record.address import Address
from onrecord.record.store import Record
from onrecord.types.errors import OnRecordError

if TYPE_CHECKING:
    from onrecord.web.site import Site

HOST = "127.0.0.1"
PORT = 8321
SECONDS_TO_END = 3
"""Seconds that answers under way get when the server is told to end."""


class PortIsInUse(OnRecordError):
    """Another program listens where the pages should be."""


@click.command(name="serve")
@click.argument("record_path", type=RECORD, metavar="RECORD")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 for any.")
@click.option("--by", "reviewer", metavar="NAME", help="Who decides. [default: your name on this machine]")
@click.option("--read-only", is_flag=True, help="Let nobody enter a decision.")
@click.option(
    "--config", "config_file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="A TOML file of settings, to read drafts as the documents were read.",
)  # fmt: skip
@click.option("--team", is_flag=True, help="Let people with accounts sign in; needs the extra `team`.")
@click.option("--at", metavar="URL", help="With --team: the public address, https://record.example.org.")
@click.option("--proxy", "proxies", multiple=True, metavar="ADDRESS",
              help="With --team: the proxy in front, believed on who asks; may be repeated.")  # fmt: skip
@click.option("--idle", "idle_minutes", type=click.IntRange(1), metavar="MINUTES",
              help="With --team: a session ends when this long nothing was asked. [default: 30]")  # fmt: skip
@click.option("--longest", "longest_hours", type=click.IntRange(1), metavar="HOURS",
              help="With --team: a session ends this long after it began. [default: 12]")  # fmt: skip
@click.option(
    "--team-settings", "team_file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="With --team: a TOML file of settings, with OpenID issuers; see docs/team.md.",
)  # fmt: skip
def command(
    *,
    record_path: Address,
    port: int,
    reviewer: str | None,
    read_only: bool,
    config_file: Path | None,
    team: bool,
    team_file: Path | None,
    **given: Any,
) -> None:
    """Show RECORD in a browser: read it, review it, check a draft, hand it on.

    The pages are for this machine alone (127.0.0.1) and fetch nothing from elsewhere; with --team for people
    with accounts, through a proxy on this machine (deploy/README.md). Ctrl-C ends it.
    """
    if not team and (team_file or any(given.values())):
        raise click.UsageError("--at, --proxy, --idle, --longest and --team-settings go with --team.")
    config = read_config(config_file) if config_file else Config()
    with Record.open(record_path, who=reviewer) as record, closing(listening_at(port)) as listener:
        site = site_of(record, reviewer or "", config, team_file, read_only=read_only, team=team, **given)
        serve(site, listener)


def site_of(
    record: Record,
    reviewer: str,
    config: Config,
    team_file: Path | None,
    *,
    read_only: bool,
    team: bool,
    at: str | None,
    **given: Any,
) -> Site:
    """Return the site of a record, for this machine alone or for a team."""
    from onrecord.web.site import Site  # noqa: PLC0415

    if not team:
        return Site(record, reviewer, read_only, config)
    from onrecord.web.team.settings import read_team  # noqa: PLC0415
    from onrecord.web.team.team import Team  # noqa: PLC0415

    return Site(record, reviewer, read_only, config, team=Team(record, read_team(team_file, at, **given)))


def listening_at(port: int) -> socket.socket:
    """Return a socket that listens on this machine; raises PortIsInUse."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise PortIsInUse(
            f"Port {port} of this machine cannot be used ({error.strerror}). Give another with --port, "
            "or --port 0 for any that is free."
        ) from error
    return listener


def serve(site: Site, listener: socket.socket) -> None:
    """Answer requests until Ctrl-C."""
    import uvicorn  # noqa: PLC0415

    from onrecord.web.app import make_app  # noqa: PLC0415

    config = uvicorn.Config(
        make_app(site),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # a team's application looks at them itself, of known proxies alone
        lifespan="off",
        timeout_graceful_shutdown=SECONDS_TO_END,
    )
    address = f"http://{HOST}:{listener.getsockname()[1]}/"
    click.echo(f"{safe(str(site.record.address))} is at {address} {_for_whom(site)}. Ctrl-C ends it.")
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
    click.echo("\nEnded.")


def _for_whom(site: Site) -> str:
    if site.team is None:
        return "for this machine alone"
    if not any(account.role == "admin" and not account.disabled for account in site.team.accounts.all()):
        click.echo(
            "Nobody can manage accounts yet: `onrecord account RECORD add NAME --role admin`.", err=True
        )
    return f"for the proxy that serves the team at {site.team.settings.at.origin}"
