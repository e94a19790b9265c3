"""`onrecord seal`: a record as one encrypted file."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from onrecord.cli.address import RECORD
from onrecord.cli.terminal import safe
from onrecord.export.files import replacing
from onrecord.record.address import Address, FolderAddress
from onrecord.record.sealing import (
    Keys,
    RecordCannotBeSealed,
    held_still,
    keys_of_passphrase,
    keys_of_recipients,
    read_back,
    seal,
)

_REMOVED = (
    "{record} is deleted. What was on an SSD may still be read from its blocks, and copies and backups are "
    "where they were: only an encrypted disk helps there."
)


@click.command(name="seal")
@click.argument("record_path", type=RECORD, metavar="RECORD")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", required=True,
    help="The encrypted file; its name is up to you and is the one thing it tells.",
)  # fmt: skip
@click.option("--recipient", "recipients", multiple=True, metavar="AGE1…",
              help="Seal for who has the secret key of this public key; may be repeated.")  # fmt: skip
@click.option("--remove", is_flag=True, help="Delete RECORD once FILE was read back and is whole.")
def command(record_path: Address, *, output: Path, recipients: tuple[str, ...], remove: bool) -> None:
    """Encrypt RECORD into FILE, by a passphrase or for public keys (age format).

    The passphrase is asked for twice, or read from standard input. Nobody can open FILE without it: it is
    kept nowhere. `onrecord unseal` gives the folder back.
    """
    if not isinstance(record_path, FolderAddress):
        raise RecordCannotBeSealed(
            "A record on a database server cannot be sealed, a folder can: encrypt the server's disk."
        )
    path = record_path.folder
    if path.resolve() in output.resolve().parents:
        raise click.UsageError("FILE would lie in the folder that is sealed: give another place.")
    keys = keys_of_recipients(recipients) if recipients else keys_of_passphrase(asked_passphrase(twice=True))
    with held_still(path) as record:
        with replacing(output) as out:
            sha256 = seal(record, out, keys)
        click.echo(f"{len(record.files)} files sealed in {safe(str(output))}.", err=True)
        if remove:
            _remove(path, output, keys, sha256)


def asked_passphrase(*, twice: bool) -> str:
    """Return a passphrase typed without echo, or the first line of standard input where nobody types."""
    if sys.stdin.isatty():
        asked: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=twice, err=True)
        return asked
    return sys.stdin.readline().rstrip("\r\n")


def _remove(path: Path, output: Path, keys: Keys, sha256: str) -> None:
    read_back(output, keys, sha256)
    shutil.rmtree(path)
    click.echo(_REMOVED.format(record=safe(str(path))), err=True)
