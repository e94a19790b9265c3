"""How a command is told which record is meant: a folder, or the address of one on a server."""

from __future__ import annotations

import os
from pathlib import Path

import click

from onrecord.record.address import Address, FolderAddress, ServerAddress, address_of


class RecordAddress(click.ParamType[Address]):
    """The folder of a record, or `postgresql+psycopg://USER@HOST/DATABASE`."""

    name = "record"

    def convert(
        self,
        value: str | os.PathLike[str] | Address,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Address:
        """Return the address meant; raises RecordCannotBeOpened on one that cannot be understood."""
        if isinstance(value, FolderAddress | ServerAddress | str):
            return address_of(value)
        return FolderAddress(Path(value))


RECORD = RecordAddress()
