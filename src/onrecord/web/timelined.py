"""Events as the timeline tells them: every date with who tells it, and whether several can all hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from onrecord.export.lists_events import in_role, telling_words
from onrecord.record.catalogue import RowEntry
from onrecord.record.names import Names
from onrecord.types.chronology import day_order, in_words
from onrecord.types.extents import extent_of
from onrecord.types.naming import capital, short
from onrecord.types.rows import Event
from onrecord.types.spans import Evidence
from onrecord.web.drawing_timeline import Line, Told
from onrecord.web.rendering import place_url
from onrecord.web.site import Site
from onrecord.web.taking import CellNames

WHO = 60
"""Characters of names in a label."""


@dataclass(frozen=True, slots=True)
class DateTold:
    """One date of an event, the documents that tell it, and its words where there are any."""

    edtf: str
    documents: tuple[str, ...]
    anchor: Evidence | None


@dataclass(frozen=True, slots=True)
class EventShown:
    """An event as the page shows it; `number` is that of its line in the drawing and its row in the table.

    `agreement` says of several dates whether they can all hold; "" of one.
    """

    row: Event
    number: int
    kind: str
    who: str
    words: Evidence
    dates: tuple[DateTold, ...]
    agreement: str
    mentions: int
    documents: int

    @property
    def when(self) -> str:
        """Its dates in a few words: "12 March 2024", "March 2024 or 2 April 2024"."""
        told = [in_words(date.edtf) for date in self.dates]
        return " or ".join(told if len(told) < 3 else [told[0], told[-1]])

    @property
    def label(self) -> str:
        """What it is in a few words: "detention: the police → three lawyers, Lake Tessara"."""
        told = f"{self.kind}: {short(self.who, WHO)}" if self.who else f"{self.kind}: “{self._quoted()}”"
        return f"{told}, {self.row.place}" if self.row.place else told

    def _quoted(self) -> str:
        return short(self.words.exact, WHO)


def events_shown(site: Site, entries: Iterable[RowEntry]) -> list[EventShown]:
    """Return events of a page as it shows them, numbered."""
    held = [(entry, entry.row) for entry in entries if isinstance(entry.row, Event)]
    wanted = {actor for _, row in held for part in row.participants for actor in part.actors}
    wanted |= {date.anchor.document for _, row in held for date in row.dates if date.anchor}
    site.names.many(sorted(wanted))
    cells = CellNames(site)
    return [_shown(entry, row, cells, number) for number, (entry, row) in enumerate(held, start=1)]


def _shown(entry: RowEntry, row: Event, names: CellNames, number: int) -> EventShown:
    dates = _dates(row)
    return EventShown(
        row,
        number,
        kind_in_words(row.kind),
        _who(row, names),
        telling_words(row),
        dates,
        _agreement([date.edtf for date in dates]),
        entry.mentions,
        entry.documents,
    )


def kind_in_words(kind: str) -> str:
    """Return a kind of event in words.

    >>> kind_in_words("HARM.FORCED_LABOUR"), kind_in_words("HARM")
    ('forced labour', 'harm')
    """
    return kind.rpartition(".")[2].replace("_", " ").lower()


def _who(row: Event, names: CellNames) -> str:
    acting, others = (" ".join(in_role(row, names, role).split()) for role in ("actor", "recipient"))
    return f"{acting} → {others}" if acting and others else acting or (f"→ {others}" if others else "")


def _dates(row: Event) -> tuple[DateTold, ...]:
    """Return the dates of an event in the order of time, each once with the documents that tell it."""
    told: dict[str, dict[str, Evidence | None]] = {}
    for date in row.dates:
        held = told.setdefault(date.edtf, {})
        if date.anchor is not None:
            held.setdefault(date.anchor.document, date.anchor)
    if not told and row.date:
        told[row.date] = {row.date_anchor.document: row.date_anchor} if row.date_anchor else {}
    return tuple(
        DateTold(edtf, tuple(held), next(iter(held.values()), None))
        for edtf, held in sorted(told.items(), key=lambda item: (day_order(item[0]), item[0]))
    )


def _agreement(dates: Sequence[str]) -> str:
    """Return whether several dates can all hold, in words; "" where there are not several."""
    extents = [extent for date in dates if (extent := extent_of(date))]
    if len(extents) < 2:
        return ""
    if all(one.meets(other) for one, other in combinations(extents, 2)):
        return "The dates differ in how exact they are and can all hold."
    return "The dates contradict each other: they cannot all hold."


def line_of(shown: EventShown, names: Names) -> Line:
    """Return an event as it is drawn: each date leads to the words that tell it."""
    dates = []
    for date in shown.dates:
        extent = extent_of(date.edtf)
        if extent is not None:
            told = names.some(date.documents)
            words = (
                f"{capital(in_words(date.edtf))}, told by {told}" if told else capital(in_words(date.edtf))
            )
            where = date.anchor or shown.words
            dates.append(Told(extent, words, place_url(where, shown.row.id)))
    title = f"{shown.label} ({shown.row.factuality})" + (f". {shown.agreement}" if shown.agreement else "")
    return Line(
        place_url(shown.words, shown.row.id),
        f"{shown.when} · {shown.label}",
        shown.row.factuality,
        tuple(dates),
        shown.number,
        title,
    )
