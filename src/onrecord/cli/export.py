"""`onrecord export`: a record in a format other programs read."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from onrecord.export.jsonl import write_jsonl
from onrecord.record.store import Record
from onrecord.types.errors import OnRecordError

_NEW_FILE = 0o666  # before the umask, as for any file a program makes


class FileCannotBeWritten(OnRecordError):
    """The file an export should go to cannot be made."""


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
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to FILE, not to standard output.",
)
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
    click.echo(f"{count} rows written to {output}", err=True)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file beside `path` that takes its place once all is written; raises FileCannotBeWritten."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as out:
            try:
                yield out  # type: ignore[misc]
                out.flush()
                os.fsync(out.fileno())
                os.fchmod(out.fileno(), _NEW_FILE & ~_umask())
                Path(out.name).replace(path)
            except BaseException:
                Path(out.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise FileCannotBeWritten(
            f"{path}: {error.strerror}. Choose a folder that exists, may be written to and has room."
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
