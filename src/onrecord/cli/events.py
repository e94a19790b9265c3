"""`onrecord events`: what happened, or is feared or asked for, as a chronology."""

from __future__ import annotations

import re
from pathlib import Path

import click

from onrecord.cli.documents import Library
from onrecord.cli.listing import Entry, Listing, selected, selecting, written_as
from onrecord.cli.tables import NAMES, WORDS, Cells, Names
from onrecord.cli.terminal import one_line
from onrecord.record.store import Record
from onrecord.types.chronology import LAST, day_order
from onrecord.types.rows import Event, Statement
from onrecord.types.spans import Evidence

PLACES = 3
"""Documents that are named beside an event that several tell of."""

NOT_HAPPENED = ("generic",)
"""Factualities of what is no happening at all."""


def _tells(row: Event) -> bool:
    """Tell whether a row is shown without being asked for: a happening, of somebody or some time."""
    told = row.arguments or row.date_anchor or row.figures or row.participants
    return bool(told) and row.factuality not in NOT_HAPPENED


def _entry(row: Event, names: Names) -> Entry:
    what = (row.kind, row.factuality, _who(row, names), row.place)
    origin = (_origin(row, names), _places(row, names), _told_dates(row, names), row.id)
    return Entry(
        row.date or " or ".join(_days_told(row)) or _open_date(row) or "no date",
        " · ".join(part for part in what if part),
        f"“{one_line(_telling(row).exact, WORDS)}”",
        "  ".join(part for part in origin if part),
    )


def _telling(row: Event) -> Evidence:
    """Return the mention that tells of an event most finely: that with its date, else the first."""
    dated = row.date_anchor.document if row.date_anchor else None
    return next((mention for mention in row.mentions if mention.document == dated), row.mentions[0])


def _days_told(row: Event) -> list[str]:
    """Return the first and last of the dates that a happening is told for, where they are several."""
    dates = sorted({date.edtf for date in row.dates}, key=day_order)
    return dates if len(dates) < 3 else [dates[0], dates[-1]]


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
    acting, others = (one_line(_in_role(row, names, role), NAMES) for role in ("actor", "recipient"))
    return f"{acting} → {others}" if acting and others else acting or (f"→ {others}" if others else "")


def _in_role(row: Event, names: Names, role: str) -> str:
    """Return who fills a role: by name, else in the words of the text."""
    named = [names.one(actor) for part in row.participants if part.role == role for actor in part.actors]
    words = [one_line(each.anchor.exact) for each in row.arguments if each.role == role]
    return ", ".join(_fullest(named) or dict.fromkeys(words))


def _fullest(names: list[str]) -> list[str]:
    """Return names without those that another of them ends with: of "Ana Ruiz" and "Ruiz" the first."""
    once = list({name.casefold(): name for name in reversed(names)}.values())[::-1]
    return [name for name in once if not any(other.endswith(f" {name}") for other in once)]


def _origin(row: Event, names: Names) -> str:
    """Return on whose word an event stands in each document that tells of it."""
    chains = []
    for document in dict.fromkeys(mention.document for mention in row.mentions):
        held = [names.row(statement) for statement in row.statements]
        inside = [s for s in held if isinstance(s, Statement) and s.document == document]
        innermost = max(inside, key=lambda s: (s.level, len(s.chain), s.id), default=None)
        chain = innermost.chain if innermost and innermost.chain else (document,)
        chains.append(names.chain(chain))
    return "; ".join(dict.fromkeys(chains))


def _csv(row: Event, names: Names) -> Cells:
    first = _telling(row)
    return (
        row.id,
        row.date or "",
        row.date_basis or "",
        row.date_anchor.exact if row.date_anchor else "",
        row.date_constraint or "",
        row.kind,
        row.factuality,
        _in_role(row, names, "actor"),
        _in_role(row, names, "recipient"),
        row.place or "",
        " ".join(row.figures),
        _origin(row, names),
        first.exact,
        str(len(row.mentions)),
        " ".join(dict.fromkeys(names.library.path(mention.document) for mention in row.mentions)),
        " ".join(dict.fromkeys(date.edtf for date in row.dates)),
        names.library.path(first.document),
        str(first.start),
        str(first.end),
    )


LISTING: Listing[Event] = Listing(
    _entry,
    (
        *("id", "date", "date_basis", "date_words", "date_constraint", "kind", "factuality"),
        *("actor", "recipient", "place", "figures", "on_whose_word"),
        *("words", "mentions", "documents", "dates_told", "document", "start", "end"),
    ),
    _csv,
)


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
    record_path: Path,
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
            and _in_time(_first_date(row), since, until)
        ]
        shown = sorted(filter(None if every else _tells, rows), key=lambda row: day_order(_first_date(row)))
        LISTING.print(shown, names, written)
        if written == "text" and len(shown) < len(rows):
            left = len(rows) - len(shown)
            click.echo(click.style(f"{left} more in general, or of nobody and no time: --all", dim=True))


def _first_date(row: Event) -> str | None:
    """Return the date of an event, the earliest that is told where they contradict each other."""
    return row.date or next(iter(_days_told(row)), None)


def _in_time(date: str | None, since: str | None, until: str | None) -> bool:
    """Tell whether a date lies between two days, months or years; without limits every one does."""
    if since is None and until is None:
        return True
    day = day_order(date)
    if day == LAST:
        return False
    after = since is None or day >= since[: len(day)]
    return after and (until is None or day[: len(until)] <= until)
