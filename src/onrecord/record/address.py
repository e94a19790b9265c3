"""Where a record lies: a folder of this machine, or a schema of a database on a PostgreSQL server."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.types.errors import RecordCannotBeOpened

if TYPE_CHECKING:
    from sqlalchemy import URL

SCHEMA = "onrecord"
"""The schema of a record where its address names none."""

DRIVER = "postgresql+psycopg"

_SCHEMES = re.compile(r"postgres(?:ql)?(?:\+\w+)?://")
_SCHEMA_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_SECRETS = ("password", "sslpassword")


@dataclass(frozen=True, slots=True)
class FolderAddress:
    """A folder that holds a record, or will."""

    folder: Path

    def __str__(self) -> str:
        return str(self.folder)

    @property
    def name(self) -> str:
        """What the record is called: the folder's name without its ending."""
        return self.folder.resolve().name.removesuffix(".record")


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A schema of a PostgreSQL database; as a string it stands without its password."""

    url: URL = field(repr=False)
    schema: str = SCHEMA

    def __str__(self) -> str:
        public = self.url._replace(password=None).difference_update_query(_SECRETS)  # `set` keeps it
        if self.schema != SCHEMA:
            public = public.update_query_dict({"schema": self.schema})
        return public.render_as_string()

    @property
    def name(self) -> str:
        """What the record is called: its schema, or its database where the schema is the usual one."""
        return self.schema if self.schema != SCHEMA else self.url.database or SCHEMA


Address = FolderAddress | ServerAddress


def address_of(given: Path | str | Address) -> Address:
    """Return the address that a path or a URL stands for; raises RecordCannotBeOpened on a wrong URL.

    >>> address_of("letters.record").name
    'letters'
    >>> str(address_of("postgresql://ada:secret@db/letters"))
    'postgresql+psycopg://ada@db/letters'
    """
    if isinstance(given, FolderAddress | ServerAddress):
        return given
    if isinstance(given, Path) or "://" not in given:
        return FolderAddress(Path(given))
    return _server_address(given)


def _server_address(given: str) -> ServerAddress:
    from sqlalchemy import make_url  # noqa: PLC0415  (a command that opens a folder needs none of it yet)
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    scheme = given.split("://", 1)[0]
    if not _SCHEMES.match(given):
        raise RecordCannotBeOpened(
            f"{scheme}://…: On Record keeps records in folders and on PostgreSQL servers. "
            f"Give a folder, or an address like {DRIVER}://USER@HOST/DATABASE."
        )
    try:
        url = make_url(given).set(drivername=DRIVER)
    except (ArgumentError, ValueError) as error:
        raise RecordCannotBeOpened(
            f"{scheme}://…: this address of a database cannot be understood. "
            f"Write it like {DRIVER}://USER@HOST/DATABASE?schema=NAME."
        ) from error
    schema = url.query.get("schema", SCHEMA)
    if not isinstance(schema, str) or not _SCHEMA_NAME.fullmatch(schema):
        raise RecordCannotBeOpened(
            f"schema={schema!r}: the schema of a record is one name of small letters, digits and _, "
            "at most 63 of them."
        )
    return ServerAddress(url.difference_update_query(["schema"]), schema)
