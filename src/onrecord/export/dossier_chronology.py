"""The chronology of a dossier: what is told to have happened, by date, with every source's own date."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.export.dossier_content import Block, Cell, Chapter, Column, Heading, Line, Table, Text
from onrecord.export.dossier_desk import Desk, aside, paragraph, plain
from onrecord.export.lists_events import chains_of, telling_words
from onrecord.types.chronology import LAST, day_order, in_words
from onrecord.types.happenings import days_told, first_date, is_happening
from onrecord.types.rows import Event, Statement
from onrecord.types.wording import BASIS_WORDS, FACTUALITY_WORDS
from onrecord.types.wording import plain as in_plain

_COLUMNS = (Column("When", 17), Column("What the documents say", 53), Column("On whose word", 30))
_MENTIONS = 3
"""Documents whose words stand under one event; the notes of the others follow them."""


def chronology(desk: Desk) -> Chapter:
    """Return the events that somebody tells of, by their first date, those of no date after all others."""
    ids = _in_order(desk)
    shown, left = desk.some(ids, "events")
    rows = [row for row in (desk.record.row(id_) for id_ in shown) if isinstance(row, Event)]
    undated = [row for row in rows if day_order(first_date(row)) == LAST]
    dated = rows[: len(rows) - len(undated)]
    blocks: list[Block] = [
        paragraph(
            "What the documents tell, in the order of time. An entry says that a document says so, not "
            "that it happened; what is feared, asked for, disputed or said under a condition is marked. A "
            "date that is not exact is told as what it is. Where documents give other dates for one event, "
            "all of them stand here."
        )
    ]
    if dated:
        blocks.append(_table(desk, "Events by date", dated))
    if undated:
        blocks.append(Heading("undated", "Events whose date is not known"))
        blocks.append(_table(desk, "Events without a date that can be resolved", undated))
    if not rows:
        blocks.append(aside("No event of this record is asked for here."))
    return Chapter("chronology", "Chronology", (*blocks, *left))


def _in_order(desk: Desk) -> list[str]:
    """Return the ids of the happenings that are asked for, by date, then as they stand."""
    days: dict[str, str] = {}
    for row in desk.rows(Event):
        if is_happening(row):
            days[row.id] = min(days.get(row.id, LAST), day_order(first_date(row)))
    if desk.options.since or desk.options.until:
        whole = {id_: desk.record.row(id_) for id_ in days}
        days = {
            id_: day_order(first_date(row))
            for id_, row in whole.items()
            if isinstance(row, Event) and desk.options.in_time(first_date(row))
        }
    return sorted(days, key=lambda id_: days[id_])


def _table(desk: Desk, caption: str, rows: list[Event]) -> Table:
    return Table(caption, _COLUMNS, tuple(tuple(_cells(desk, row)) for row in rows))


def _cells(desk: Desk, row: Event) -> Iterator[Cell]:
    yield tuple(_when(desk, row))
    yield tuple(_what(desk, row))
    yield tuple(_word(desk, row))


def _when(desk: Desk, row: Event) -> Iterator[Line]:
    """Yield the date in words with what it stands on; every date that is told where they differ."""
    if row.date is not None:
        yield (Text(in_words(row.date), "strong"),)
        if row.date_basis in ("relative", "inferred"):
            yield (Text(BASIS_WORDS[row.date_basis], "dim"),)
    elif len(days_told(row)) > 1:
        yield (Text("dates differ", "strong"),)
    else:
        words = row.date_constraint or (row.date_anchor.exact if row.date_anchor else "")
        yield (desk.text(f"“{words}”", "quoted"),) if words else plain("no date")
    if len({date.edtf for date in row.dates}) > 1:
        for told in dict.fromkeys(date.edtf for date in row.dates):
            anchors = [date.anchor for date in row.dates if date.edtf == told and date.anchor]
            yield (Text(f"told for {in_words(told)}"), *desk.notes(anchors))


def _what(desk: Desk, row: Event) -> Iterator[Line]:
    """Yield the words that tell of an event, one document after the other, denials beside, and what it is."""
    first = telling_words(row)
    of_documents = {mention.document: mention for mention in reversed(row.mentions)}
    of_documents[first.document] = first
    order = [first.document, *(each for each in of_documents if each != first.document)]
    for document in order[:_MENTIONS]:
        yield desk.in_sentence(of_documents[document])
    more = [of_documents[document] for document in order[_MENTIONS:]]
    if more:
        yield (Text(f"and in {len(more)} more documents", "dim"), *desk.notes(more[:20]))
    for statement in _statements(desk, row):
        if statement.act == "deny":
            yield (Text("Denied: ", "strong"), *desk.quoted(statement.content[0]))
    told = f"{row.kind} · {FACTUALITY_WORDS[row.factuality]}"
    yield (desk.text(f"{told} · {row.place}" if row.place else told, "dim"), *desk.state(row.id))


def _statements(desk: Desk, row: Event) -> Iterator[Statement]:
    for id_ in row.statements:
        statement = desk.record.row(id_)
        if isinstance(statement, Statement):
            yield statement


def _word(desk: Desk, row: Event) -> Iterator[Line]:
    """Yield on whose word each document tells it, and who takes part."""
    chains = dict.fromkeys(map(desk.chain, chains_of(row, desk.record.row)))
    for chain in list(chains)[:_MENTIONS]:
        yield (Text(chain),)
    if len(chains) > _MENTIONS:
        yield (Text(f"and {len(chains) - _MENTIONS} more", "dim"),)
    for part in row.participants:
        yield (Text(f"{in_plain(part.role)}: {desk.named(part.actors)}", "dim"),)
