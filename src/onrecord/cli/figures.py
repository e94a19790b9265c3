"""`onrecord figures`: the numbers that somebody claims, with bound, origin and words."""

from __future__ import annotations

import click

from onrecord.cli.documents import Library
from onrecord.cli.listing import Entry, Listing, selected, selecting, written_as
from onrecord.cli.tables import NAMES, WORDS, Names
from onrecord.cli.terminal import one_line
from onrecord.export.lists import FIGURES
from onrecord.record.address import Address
from onrecord.record.store import Record
from onrecord.types.chronology import day_order
from onrecord.types.rows import Figure
from onrecord.types.shown import shown_value


def _entry(row: Figure, names: Names) -> Entry:
    counted = one_line(row.counted or "", NAMES)
    what = (
        counted or "counts nothing named",
        row.measure if row.measure != "other" else "",
        row.date,
        row.place,
    )
    origin = (names.chain(row.chain), names.place(row.anchor), row.id)
    return Entry(
        shown_value(row),
        " · ".join(part for part in what if part),
        f"“{one_line(row.anchor.exact, WORDS)}”",
        "  ".join(part for part in origin if part),
    )


LISTING: Listing[Figure] = Listing(_entry, FIGURES)


@click.command(name="figures")
@selecting
@click.option(
    "--by",
    type=click.Choice(["document", "counted", "date"]),
    default="document",
    show_default=True,
    help="The order: as they stand, by what is counted, or by date.",
)
def command(
    *,
    record_path: Address,
    document: str | None,
    actor: str | None,
    match: str | None,
    as_csv: bool,
    as_json: bool,
    by: str,
) -> None:
    """Print the numbers that the documents claim, each with its bound, on whose word, and its words.

    ≥ 1,170 is "at least 1,170", > 600 "more than 600", ≈ 200 "about 200", ≲ 2,000 "nearly 2,000". Numbers are
    never added up.
    """
    written = written_as(as_csv, as_json)
    with Record.open(record_path) as record:
        names = Names(record, Library(record))
        found = selected(record, names, "figure", document=document, actor=actor, match=match)
        rows = [row for row in found if isinstance(row, Figure)]
        if by == "counted":
            rows.sort(key=lambda row: (_head(row), day_order(row.date)))
        elif by == "date":
            rows.sort(key=lambda row: day_order(row.date))
        LISTING.print(rows, names, written)


def _head(row: Figure) -> str:
    """Return the noun that is counted, in the singular where the record has it; what has none comes last."""
    noun = row.counted_lemma or row.counted or row.unit
    return noun.lower().split()[-1] if noun else "\U0010ffff"
