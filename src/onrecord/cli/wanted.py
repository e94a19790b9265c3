"""`onrecord wanted`: the documents that are cited and not in the record, with what is known of each."""

from __future__ import annotations

import click

from onrecord.cli.documents import Library
from onrecord.cli.listing import Entry, Listing, selected, selecting, written_as
from onrecord.cli.tables import WORDS, Names
from onrecord.cli.terminal import one_line
from onrecord.export.lists import WANTED, cited_by, wanted_of
from onrecord.record.address import Address
from onrecord.record.store import Record
from onrecord.types.chronology import day_order
from onrecord.types.identity import folded_name
from onrecord.types.rows import DocumentLink, Wanted

NAMED_AT_ONCE = 3
"""Documents that cite one and are named under it; the others are counted, --csv has them all."""


def _entry(row: DocumentLink, names: Names) -> Entry:
    wanted = wanted_of(row)
    citing = [names.library.path(document) for document in cited_by(row)]
    left = len(citing) - NAMED_AT_ONCE
    origin = "told of by " + ", ".join(citing[:NAMED_AT_ONCE]) + (f" and {left} more" if left > 0 else "")
    place = names.place(row.evidence[0]) if row.evidence else ""
    words = f"“{one_line(row.evidence[0].exact, WORDS)}”" if row.evidence else ""
    return Entry(
        wanted.date or "no date", wanted.description, words, "  ".join(filter(None, (origin, place)))
    )


LISTING: Listing[DocumentLink] = Listing(_entry, WANTED)


@click.command(name="wanted")
@selecting
@click.option("--kind", metavar="K", help="Only documents of this kind: letter, report, resolution …")
def command(
    *,
    record_path: Address,
    document: str | None,
    actor: str | None,
    match: str | None,
    as_csv: bool,
    as_json: bool,
    kind: str | None,
) -> None:
    """Print the documents that are cited and not here, once each however many cite them, most cited first.

    Each is shown with what the documents tell of it: who wrote it, to whom, of when. With --json the links
    from the documents that cite them are printed, of one wanted document one after the other.
    """
    written = written_as(as_csv, as_json)
    with Record.open(record_path) as record:
        names = Names(record, Library(record))
        found = selected(record, names, "document_link", document=document, actor=None, match=match)
        rows = [
            row
            for row in found
            if isinstance(row, DocumentLink)
            and row.wanted is not None
            and (kind is None or row.wanted.kind == kind.lower())
            and (actor is None or _names(row.wanted, actor))
        ]
        rows.sort(key=_order)
        LISTING.print(rows if written == "json" else _first_of_each(rows), names, written)


def _names(wanted: Wanted, actor: str) -> bool:
    """Tell whether somebody is named who wrote a document or to whom it goes."""
    return any(folded_name(actor) in folded_name(name) for name in (wanted.issuer, wanted.addressee) if name)


def _order(row: DocumentLink) -> tuple[int, str, str, str]:
    wanted = wanted_of(row)
    return (-len(cited_by(row)), day_order(wanted.date), wanted.description, wanted.id or row.id)


def _first_of_each(rows: list[DocumentLink]) -> list[DocumentLink]:
    """Return one link to each wanted document."""
    first: dict[str, DocumentLink] = {}
    for row in rows:
        first.setdefault(wanted_of(row).id or row.id, row)
    return list(first.values())
