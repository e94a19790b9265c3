"""`onrecord unseal`: the record in an encrypted file, as a folder again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from onrecord.cli.seal import asked_passphrase
from onrecord.cli.terminal import safe
from onrecord.record.sealing import SealedFileCannotBeOpened, is_sealed_by_passphrase, unseal


@click.command(name="unseal")
@click.argument("sealed", type=click.Path(path_type=Path), metavar="FILE")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FOLDER", required=True,
              help="A new folder, which nobody else on this machine may read.")  # fmt: skip
@click.option(
    "-i", "--identity", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="KEYFILE",
    help="A file of secret keys, as age-keygen writes it, where FILE was sealed for public keys.",
)  # fmt: skip
def command(*, sealed: Path, output: Path, identity: Path | None) -> None:
    """Decrypt FILE, made by `onrecord seal`, into a new FOLDER: all of it, or nothing.

    The passphrase is asked for, or read from standard input. FILE stays as it is.
    """
    try:
        unseal(sealed, output, _opening(sealed, identity))
    except OSError as error:
        raise SealedFileCannotBeOpened(
            f"{error.filename or output}: {error.strerror or error}. Nothing was kept of what was decrypted; "
            "choose a file that can be read and a folder with room."
        ) from error
    click.echo(f"The record is in {safe(str(output))}. `onrecord verify` proves that it is whole.", err=True)


def _opening(sealed: Path, identity: Path | None) -> str | Sequence[str]:
    """Return the passphrase or the secret keys that should open a file."""
    if is_sealed_by_passphrase(sealed):
        if identity is not None:
            raise click.UsageError("A passphrase opens this file, and no key: leave --identity out.")
        return asked_passphrase(twice=False)
    if identity is None:
        raise SealedFileCannotBeOpened(
            f"{sealed}: this file is sealed for keys, or was never sealed. Give a secret key with "
            "--identity KEYFILE."
        )
    lines = identity.read_text("utf-8", "replace").split("\n")
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
