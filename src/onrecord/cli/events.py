"""`onrecord events`: what happened, or is feared or asked for, as a chronology."""

from __future__ import annotations

import re

import click

from onrecord.cli.documents import Library
from onrecord.cli.listing import Entry, Listing, selected, selecting, written_as
from onrecord.cli.tables import NAMES, WORDS, Names
from onrecord.cli.terminal import one_line
from onrecord.export.lists_events import EVENTS, in_role, origins_told, telling_words
from onrecord.record.address import Address
from onrecord.record.store import Record
from onrecord.types.chronology import LAST, day_order
from onrecord.types.happenings import days_told, first_date, is_happening
from onrecord.types.rows import Event
from onrecord.types.spans import Evidence

PLACES = 3
"""Documents that are named beside an event that several tell of."""


def _entry(row: Event, names: Names) -> Entry:
    what = (row.kind, row.factuality, _who(row, names), row.place)
    origin = (origins_told(row, names), _places(row, names), _told_dates(row, names), row.id)
    return Entry(
        row.date or " or ".join(days_told(row)) or _open_date(row) or "no date",
        " · ".join(part for part in what if part),
        f"“{one_line(telling_words(row).exact, WORDS)}”",
        "  ".join(part for part in origin if part),
    )


def _places(row: Event, names: Names) -> str:
    """Return where each document tells of an event first, the first few of them."""
    first: dict[str, Evidence] = {}
    for mention in row.mentions:
        first.setdefault(mention.document, mention)
    return _some([names.place(mention) for mention in first.values()])


def _told_dates(row: Event, names: Names) -> str:
    """Return what dates the documents tell where they differ: "2024-03-12 in a.txt, 2024-03 in b.txt"."""
    told: dict[str, dict[str, None]] = {}
    for date in row.dates:
        if date.anchor is not None:
            told.setdefault(date.edtf, {})[names.one(date.anchor.document)] = None
    parts = [f"{date} in {_some(list(held))}" for date, held in told.items()]
    return f"told for {'; '.join(parts)}" if parts else ""


def _some(names: list[str]) -> str:
    """Return the first few names, and how many more there are."""
    more = f" and {len(names) - PLACES} more" if len(names) > PLACES else ""
    return ", ".join(names[:PLACES]) + more


def _open_date(row: Event) -> str:
    """Return the words that date an event where they could not be resolved, in brackets."""
    words = row.date_constraint or (row.date_anchor.exact if row.date_anchor else "")
    return f"({one_line(words, 24)})" if words else ""


def _who(row: Event, names: Names) -> str:
    """Return who acts on whom: by name, else in the words of the text."""
    acting, others = (one_line(in_role(row, names, role), NAMES) for role in ("actor", "recipient"))
    return f"{acting} → {others}" if acting and others else acting or (f"→ {others}" if others else "")


LISTING: Listing[Event] = Listing(_entry, EVENTS)


_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Return a date given on the command line; it must be a year, a month or a day."""
    if value is not None and not _DATE.fullmatch(value):
        raise click.BadParameter(f"{value!r} is no date. Write 2024, 2024-05 or 2024-05-09.")
    return value


@click.command(name="events")
@selecting
@click.option("--kind", metavar="K", help="Only of this kind, or kinds that begin so: HARM, HARM.KILLING.")
@click.option("--since", metavar="DATE", callback=_day, help="Only those that begin on or after this date.")
@click.option("--until", metavar="DATE", callback=_day, help="Only those that begin on or before this date.")
@click.option("--all", "every", is_flag=True, help="Also what is general, or of nobody and no time.")
def command(
    *,
    record_path: Address,
    document: str | None,
    actor: str | None,
    match: str | None,
    as_csv: bool,
    as_json: bool,
    kind: str | None,
    since: str | None,
    until: str | None,
    every: bool,
) -> None:
    """Print what happened, is feared, asked for or disputed, in the order of time; undated events last.

    A date in brackets is what the text says where nothing tells which day it is.
    """
    written = written_as(as_csv, as_json)
    with Record.open(record_path) as record:
        names = Names(record, Library(record))
        rows = [
            row
            for row in selected(record, names, "event", document=document, actor=actor, match=match)
            if isinstance(row, Event)
            and (kind is None or f"{row.kind}.".startswith(f"{kind.upper().rstrip('.')}."))
            and _in_time(first_date(row), since, until)
        ]
        shown = sorted(
            filter(None if every else is_happening, rows), key=lambda row: day_order(first_date(row))
        )
        LISTING.print(shown, names, written)
        if written == "text" and len(shown) < len(rows):
            left = len(rows) - len(shown)
            click.echo(click.style(f"{left} more in general, or of nobody and no time: --all", dim=True))


def _in_time(date: str | None, since: str | None, until: str | None) -> bool:
    """Tell whether a date lies between two days, months or years; without limits every one does."""
    if since is None and until is None:
        return True
    day = day_order(date)
    if day == LAST:
        return False
    after = since is None or day >= since[: len(day)]
    return after and (until is None or day[: len(until)] <= until)
