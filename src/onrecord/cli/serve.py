"""`onrecord serve`: pages over a record, for this machine alone."""

from __future__ import annotations

import socket
from contextlib import closing, suppress
from pathlib import Path

import click

from onrecord.cli.terminal import safe
from onrecord.config import Config, read_config
from onrecord.record.store import Record
from onrecord.types.errors import OnRecordError

HOST = "127.0.0.1"
PORT = 8321
SECONDS_TO_END = 3
"""Seconds that answers under way get when the server is told to end."""


class PortIsInUse(OnRecordError):
    """Another program listens where the pages should be."""


@click.command(name="serve")
@click.argument("record_path", type=click.Path(path_type=Path), metavar="RECORD")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 for any.")
@click.option("--by", "reviewer", metavar="NAME", help="Who decides. [default: your name on this machine]")
@click.option("--read-only", is_flag=True, help="Let nobody enter a decision.")
@click.option(
    "--config", "config_file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="A TOML file of settings, to read drafts as the documents were read.",
)  # fmt: skip
def command(
    record_path: Path, port: int, reviewer: str | None, *, read_only: bool, config_file: Path | None
) -> None:
    """Show RECORD in a browser: read it, review it, check a draft, hand it on.

    The pages are for this machine alone (127.0.0.1) and fetch nothing from elsewhere. Ctrl-C ends it.
    """
    config = read_config(config_file) if config_file else Config()
    with Record.open(record_path, who=reviewer) as record, closing(listening_at(port)) as listener:
        serve(record, listener, reviewer or "", read_only=read_only, settings=config)


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


def serve(
    record: Record, listener: socket.socket, reviewer: str, *, read_only: bool, settings: Config
) -> None:
    """Answer requests until Ctrl-C."""
    import uvicorn  # noqa: PLC0415

    from onrecord.web.app import make_app  # noqa: PLC0415
    from onrecord.web.site import Site  # noqa: PLC0415

    site = Site(record, reviewer, read_only, settings)
    config = uvicorn.Config(
        make_app(site),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=SECONDS_TO_END,
    )
    address = f"http://{HOST}:{listener.getsockname()[1]}/"
    click.echo(f"{safe(str(record.path))} is at {address} for this machine alone. Ctrl-C ends it.")
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
    click.echo("\nEnded.")
