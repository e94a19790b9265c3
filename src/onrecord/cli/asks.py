"""`onrecord asks`: the ledger of asks: who asks whom for what, how often, and what became of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

import click

from onrecord.cli.asks_page import LedgerPage
from onrecord.cli.documents import Library
from onrecord.cli.listing import selected, selecting, write, write_table, written_as
from onrecord.cli.selection import actors_called
from onrecord.cli.tables import Names
from onrecord.export.lists import ask_table
from onrecord.record.address import Address
from onrecord.record.store import Record
from onrecord.types.asked import ANSWERED, OPEN
from onrecord.types.chronology import day_order
from onrecord.types.codec import encode
from onrecord.types.ledger import LedgerEntry, last_date, ledger
from onrecord.types.rows import Ask, Response


@dataclass(frozen=True)
class _Wanted:
    """What the options ask for; None asks nothing."""

    rows: Collection[str]
    requesters: frozenset[str] | None
    asked: frozenset[str] | None
    strength: Callable[[Ask], bool]
    state: str | None

    def takes(self, entry: LedgerEntry) -> bool:
        """Tell whether an entry is asked for: any of its mentions is."""
        return (self.state is None or (self.state == ANSWERED) == entry.answered) and any(
            ask.id in self.rows
            and (self.requesters is None or not self.requesters.isdisjoint(ask.requesters))
            and (self.asked is None or not self.asked.isdisjoint((*ask.addressees, *ask.targets)))
            and self.strength(ask)
            for ask in entry.mentions
        )


def _strength(ctx: click.Context, param: click.Parameter, value: str | None) -> Callable[[Ask], bool]:
    """Return what takes the asks of one strength (S4) or of this and above (S4+), inner asks counted."""
    if value is None:
        return lambda ask: True
    if not re.fullmatch(r"[Ss][1-6]\+?", value):
        raise click.BadParameter(f"{value!r} is no strength. Write S1 to S6, or S4+ for S4 and stronger.")
    least = value[:2].upper()
    if value.endswith("+"):
        return lambda ask: max(ask.strength, ask.relay or "") >= least
    return lambda ask: least in (ask.strength, ask.relay)


@click.command(name="asks")
@selecting
@click.option("--from", "--requester", "requester", metavar="A", help="Only what this actor asks for.")
@click.option("--to", metavar="A", help="Only what is asked of this actor, directly or through others.")
@click.option(
    "--strength", callback=_strength, metavar="S", help="Only of this strength: S5; S4+ for S4 and stronger."
)
@click.option("--state", type=click.Choice([OPEN, ANSWERED]), help="Only without an answer, or with one.")
@click.option("--all", "every", is_flag=True, help="Also every response that is tied to no ask.")
def command(
    *,
    record_path: Address,
    document: str | None,
    actor: str | None,
    match: str | None,
    as_csv: bool,
    as_json: bool,
    requester: str | None,
    to: str | None,
    strength: Callable[[Ask], bool],
    state: str | None,
    every: bool,
) -> None:
    """Print each ask once: who asks whom, how strongly, for what, how often it is said, and any answer.

    S1 invite, S2 recommend, S3 request, S4 call on, should, S5 urge, S6 demand, must, imperative; S3→S5 is
    a request to urge others. What has no answer has none in this record, as of the date of its last
    document. Dates are those of documents. In quotations […] is where words are left out: --csv and --json
    have them.
    """
    written = written_as(as_csv, as_json)
    with Record.open(record_path) as record:
        names = Names(record, Library(record))
        chosen = selected(record, names, "ask", document=document, actor=actor, match=match)
        wanted = _Wanted(
            frozenset(row.id for row in chosen),
            actors_called(record, requester) if requester else None,
            actors_called(record, to) if to else None,
            strength,
            state,
        )
        responses = tuple(record.rows(Response))
        book = _Book(names)
        entries = book.in_order(filter(wanted.takes, ledger(record.rows(Ask), responses)))
        if written == "csv":
            write_table(ask_table(book.as_of), entries, names)
            return
        if written == "json":
            write("".join(map(book.json, entries)))
            return
        page = LedgerPage(names, record.text, book.dates, book.as_of)
        page.print(entries)
        if not (requester or to or state or actor):
            told = selected(record, names, "response", document=document, actor=None, match=match)
            untied = [row for row in told if isinstance(row, Response) and not row.asks]
            shown = [row for row in untied if every or row.kind == "reply" or row.reason]
            page.print_untied(shown, len(untied) - len(shown))


class _Book:
    """Writes entries as rows of a table or objects, in the order of time."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.dates = {row.id: row.date.edtf for row in names.library.rows if row.date}
        self.as_of = last_date(names.library.rows)

    def in_order(self, entries: Iterable[LedgerEntry]) -> list[LedgerEntry]:
        """Return entries by the date of their first mention, undated last, then as they stand."""
        return sorted(entries, key=lambda entry: self._place(entry.first))

    def _place(self, ask: Ask) -> tuple[str, str, int, int]:
        path = self._names.library.path(ask.document)
        return (day_order(self.dates.get(ask.document)), path, ask.operative.start, ask.action.start)

    def json(self, entry: LedgerEntry) -> str:
        """Return an entry as a line of JSON: the row of its first mention, with what the ledger adds."""
        written: dict[str, Any] = encode(entry.first)
        written["mentions"] = [encode(ask) for ask in entry.mentions]
        written["state"] = ANSWERED if entry.answered else OPEN
        written["as_of"] = self.as_of
        written["responses"] = [encode(row) for row in entry.responses]
        return json.dumps(written, ensure_ascii=False, separators=(",", ":")) + "\n"
