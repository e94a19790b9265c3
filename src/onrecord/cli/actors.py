"""`onrecord actors`: who is in a record, under which names, and who may be the same as whom."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.actor_pairs import pairs_of, print_pairs
from onrecord.cli.documents import Library
from onrecord.cli.listing import Entry, Listing, selected, selecting, written_as
from onrecord.cli.tables import NAMES, WORDS, Cells, Names
from onrecord.cli.terminal import one_line
from onrecord.record.store import Record
from onrecord.types.knowledge import Office
from onrecord.types.rows import ACTOR_KINDS, Actor

_SEVERAL = " | "


def _entry(row: Actor, names: Names) -> Entry:
    what = (row.name, "; ".join(row.roles), names.many(row.member_of))
    known = [*(f"{scheme} {value}" for scheme, value in row.identifiers), *map(_office, row.offices)]
    doubt = [f"may be {names.one(other)} ({other})" for other in row.possible_same]
    return Entry(
        row.kind,
        " · ".join(one_line(part, NAMES) for part in what if part),
        one_line(", ".join(row.aliases), WORDS),
        "  ".join([f"mentioned {len(row.mentions)} times", *known, *doubt, row.id]),
    )


def _office(office: Office) -> str:
    what = " ".join(part for part in (office.role, office.area, office.party) if part)
    return f"{what} ({office.since or '…'} to {office.until or '…'})"


def _csv(row: Actor, names: Names) -> Cells:
    first = row.mentions[0] if row.mentions else None
    return (
        row.id,
        row.kind,
        row.name,
        _SEVERAL.join(row.aliases),
        _SEVERAL.join(row.roles),
        _SEVERAL.join(names.one(actor) for actor in row.member_of),
        _SEVERAL.join(f"{scheme}:{value}" for scheme, value in row.identifiers),
        _SEVERAL.join(map(_office, row.offices)),
        "yes" if row.private else "",
        _SEVERAL.join(row.possible_same),
        str(len(row.mentions)),
        names.library.path(first.document) if first else "",
        str(first.start) if first else "",
        str(first.end) if first else "",
    )


LISTING: Listing[Actor] = Listing(
    _entry,
    (
        *("id", "kind", "name", "aliases", "roles", "member_of", "identifiers", "offices", "private"),
        *("possible_same", "mentions", "document", "start", "end"),
    ),
    _csv,
)


@click.command(name="actors")
@selecting
@click.option("--kind", type=click.Choice(ACTOR_KINDS), help="Only of this kind.")
@click.option("--pairs", is_flag=True, help="Who may be the same as whom, with what reviewers said.")
def command(
    *,
    record_path: Path,
    document: str | None,
    actor: str | None,
    match: str | None,
    as_csv: bool,
    as_json: bool,
    kind: str | None,
    pairs: bool,
) -> None:
    """Print the actors by how often they are mentioned, each with every name it is called by.

    With --pairs, those that may be the same: what nobody has judged yet, what is left open, what is judged.
    `onrecord judge RECORD ACTOR ACTOR` says whether two are one.
    """
    written = written_as(as_csv, as_json)
    with Record.open(record_path) as record:
        names = Names(record, Library(record))
        rows = [
            row
            for row in selected(record, names, "actor", document=document, actor=actor, match=match)
            if isinstance(row, Actor) and kind in (None, row.kind)
        ]
        if pairs:
            print_pairs(pairs_of(record, rows), written)
        else:
            LISTING.print(rows, names, written)
