"""What `onrecord export --format dossier` asks for beside the record, and how it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import click

from onrecord.export.dossier import (
    DossierOptions,
    write_dossier_docx,
    write_dossier_html,
    write_dossier_pdf,
)
from onrecord.export.dossier_options import LIMIT, TITLE
from onrecord.export.files import replacing
from onrecord.record.store import Record

DOSSIER = "dossier"

WRITERS: dict[str, Callable[[Record, BinaryIO, DossierOptions], int]] = {
    ".docx": write_dossier_docx,
    ".html": write_dossier_html,
    ".pdf": write_dossier_pdf,
}
"""What writes a dossier, by how the name of its file ends."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a dossier says of itself and which rows it takes, as the command line gives it."""

    title: str
    purpose: str
    made: str
    since: str | None
    until: str | None
    reviewed: bool
    limit: int

    @property
    def anything(self) -> bool:
        """Tell whether any of it was asked for: other formats have none of it."""
        return self != Asked(TITLE, "", "", None, None, reviewed=False, limit=LIMIT)


def dossier_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a dossier to a command, given to it together as `dossier`."""

    def gathered(**given: Any) -> Any:
        names = Asked.__dataclass_fields__
        return command(dossier=Asked(**{name: given.pop(name) for name in names}), **given)

    gathered.__doc__ = command.__doc__
    gathered.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    for option in reversed(_OPTIONS):
        option(gathered)
    return gathered


_OPTIONS = (
    click.option("--title", default=TITLE, help="Dossier: its title.", metavar="TEXT"),
    click.option("--purpose", default="", help="Dossier: what the record was made for.", metavar="TEXT"),
    click.option("--made", default="", help="Dossier: the day it is dated with.", metavar="DATE"),
    click.option("--since", help="Dossier: only from this day, month or year on.", metavar="DATE"),
    click.option("--until", help="Dossier: only until this day, month or year.", metavar="DATE"),
    click.option("--reviewed", is_flag=True, help="Dossier: only rows that a person has looked at and kept."),
    click.option(
        "--limit",
        default=LIMIT,
        show_default=True,
        help="Dossier: entries of a chapter at most.",
        metavar="N",
    ),
)


def write_dossier(
    record: Record,
    output: Path | None,
    asked: Asked,
    *,
    documents: frozenset[str],
    types: tuple[str, ...],
    unmasked: bool,
) -> int:
    """Write a dossier to a file whose ending says as what; return how many exhibits it has."""
    write = WRITERS.get(output.suffix.lower()) if output is not None else None
    if output is None or write is None:
        raise click.UsageError("A dossier goes to a file: give -o with FILE.docx, FILE.html or FILE.pdf.")
    options = DossierOptions(
        title=asked.title,
        purpose=asked.purpose,
        made=asked.made,
        documents=documents,
        types=types,
        since=asked.since,
        until=asked.until,
        reviewed_only=asked.reviewed,
        unmasked=unmasked,
        limit=asked.limit,
    )
    with replacing(output) as out:
        return write(record, out, options)
