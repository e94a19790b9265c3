"""`onrecord actors`: who is in a record, under which names, and who may be the same as whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import click

from onrecord.cli.actor_pairs import print_pairs
from onrecord.cli.documents import Library
from onrecord.cli.listing import Entry, Listing, selected, selecting, written_as
from onrecord.cli.tables import NAMES, WORDS, Names, some_of
from onrecord.cli.terminal import one_line
from onrecord.export.lists import ACTORS, office_told
from onrecord.record.address import Address
from onrecord.record.pairs import pairs_of
from onrecord.record.store import Record
from onrecord.types.rows import ACTOR_KINDS, Actor


class _Page:
    """Writes actors as a person reads them; of a group also who is in it, where the record tells."""

    def __init__(self, rows: Iterable[Actor]) -> None:
        self._members: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            for group in row.member_of:
                self._members[group].append(row.name)

    def entry(self, row: Actor, names: Names) -> Entry:
        """Return an actor with what it is, its other names, and how often and where it is first met."""
        known = [*(f"{scheme} {value}" for scheme, value in row.identifiers), *map(office_told, row.offices)]
        doubt = [f"may be {names.one(other)} ({other})" for other in row.possible_same]
        parts = (row.roles, (names.one(group) for group in row.member_of), self._members[row.id])
        what = (row.name, *(some_of(map(one_line, part), NAMES, "; ") for part in parts))
        return Entry(
            row.kind,
            " · ".join(one_line(part) for part in what if part),
            some_of(map(one_line, row.aliases), WORDS, "; "),
            "  ".join([_met(row, names), *known, *doubt, row.id]),
        )


def _met(row: Actor, names: Names) -> str:
    """Return how often an actor is mentioned, in how many documents, and where first."""
    if not row.mentions:
        return "not mentioned"
    first = min(row.mentions, key=lambda anchor: (names.library.path(anchor.document), anchor.start))
    if len(row.mentions) == 1:
        return f"mentioned once, at {names.place(first)}"
    documents = len({anchor.document for anchor in row.mentions})
    where = f" in {documents} documents" if documents > 1 else ""
    return f"mentioned {len(row.mentions)} times{where}, first at {names.place(first)}"


@click.command(name="actors")
@selecting
@click.option("--kind", type=click.Choice(ACTOR_KINDS), help="Only of this kind.")
@click.option("--pairs", is_flag=True, help="Who may be the same as whom, with what reviewers said.")
def command(
    *,
    record_path: Address,
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
            every = selected(record, names, "actor", document=None, actor=None, match=None)
            page = _Page(row for row in every if isinstance(row, Actor))
            Listing(page.entry, ACTORS).print(rows, names, written)
