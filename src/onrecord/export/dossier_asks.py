"""The ledger of asks of a dossier, with replies beside; and denials beside what they deny."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from onrecord.export.dossier_content import Block, Cell, Chapter, Column, Heading, Line, Table, Text
from onrecord.export.dossier_desk import WORDS, Desk, aside, paragraph
from onrecord.types.asked import NOBODY, action_of, drift_of, no_reply, steps_of, strength_of, verb_of
from onrecord.types.chronology import day_order, in_words
from onrecord.types.ledger import LedgerEntry, asked_in, ledger
from onrecord.types.naming import short
from onrecord.types.rows import Ask, DocumentLink, Event, Response, Statement
from onrecord.types.spans import Evidence
from onrecord.types.wording import STRENGTH_WORDS
from onrecord.types.wording import plain as in_plain

_COLUMNS = (Column("Asked", 52), Column("What became of it", 48))
_BESIDE = (Column("Said", 50), Column("What stands beside it", 50))
_LISTED = 6
"""Further mentions of one ask that are noted each; the others are counted."""

_ACCUSING = ("accuse", "report", "express_concern")
"""Acts of statements that a denial in reply stands beside."""

_SHOWN_BESIDE = 3


def asks(desk: Desk, as_of: str | None) -> Chapter:
    """Return each ask once, under who is asked, with what became of it beside."""
    responses = tuple(desk.record.rows(Response))
    held = [entry for entry in ledger(desk.record.rows(Ask), responses) if _taken(desk, entry)]
    held.sort(key=lambda entry: _place(desk, entry))
    shown, left = desk.some(held, "asks")
    blocks: list[Block] = [
        paragraph(
            "Each ask stands once, under whom it is asked of, with what became of it beside. Its strength "
            "is that of the verb: "
            + "; ".join(f"{name} {words}" for name, words in STRENGTH_WORDS.items())
            + ". S3→S5 is a request to urge others. That there is no reply in this record says nothing of "
            "replies that are elsewhere."
        )
    ]
    whole = sorted(shown, key=lambda entry: _asked_of(desk, entry))
    for number, (asked, under) in enumerate(
        groupby(whole, key=lambda entry: _asked_of(desk, entry)), start=1
    ):
        blocks.append(Heading(f"asked-{number}", f"Asked of {asked}"))
        rows = tuple((tuple(_asked(desk, entry)), tuple(_became(desk, entry, as_of))) for entry in under)
        blocks.append(Table(f"Asks of {asked}", _COLUMNS, rows, under_heading=True))
    if not shown:
        blocks.append(aside("Nobody asks anybody for anything in this record, as far as is asked for here."))
    return Chapter("asks", "Asks and what became of them", (*blocks, *left))


def _taken(desk: Desk, entry: LedgerEntry) -> bool:
    return any(
        desk.wanted(ask)
        and (not desk.options.documents or ask.document in desk.options.documents)
        and desk.options.in_time(desk.date_of(ask.document))
        for ask in entry.mentions
    )


def _place(desk: Desk, entry: LedgerEntry) -> tuple[str, str, int, int]:
    ask = entry.first
    return (day_order(desk.date_of(ask.document)), ask.document, ask.operative.start, ask.action.start)


def _asked_of(desk: Desk, entry: LedgerEntry) -> str:
    [_, whom, *_] = steps_of(entry)
    return desk.named(whom) if whom else "nobody who is named"


def _asked(desk: Desk, entry: LedgerEntry) -> Iterator[Line]:
    """Yield who asks for what and how strongly, when and where, its limits, and who says it again."""
    ask = entry.first
    label = f"({ask.list_label}) " if ask.list_label else ""
    yield (Text(f"{label}{strength_of(ask)} · ", "strong"), Text(_who(desk, entry), "strong"))
    yield (*_words(desk, ask), *desk.state(ask.id))
    yield (Text(desk.called_with_date(ask.document), "dim"),)
    if ask.deadline:
        yield (Text(f"To be done by {in_words(ask.deadline)}."),)
    if ask.condition:
        yield (Text("On condition: "), *desk.quoted(ask.condition))
    if entry.again:
        many = len(entry.mentions)
        notes = desk.notes(again.operative for again in entry.again[:_LISTED])
        yield (Text(f"Said {many} times in this record; again here:"), *notes)
    if entry.drifts:
        yield (desk.text(f"Its strength changes: {drift_of(entry)}."),)
    if entry.also:
        others = dict.fromkeys(actor for other in entry.also for actor in other.requesters)
        notes = desk.notes(other.operative for other in entry.also[:_LISTED])
        yield (Text(f"Asked in the same matter by {desk.named(others)}:"), *notes)


def _words(desk: Desk, ask: Ask) -> Line:
    """Return the words that ask and what they ask, as one clause where it is asked of a thing."""
    words = asked_in(ask, desk.record.text(ask.document))
    if len(words) == 1:
        return desk.quoted(words[0])
    what = short(action_of(ask, desk.record.text), WORDS)
    return (
        desk.text(f"{verb_of(ask)} "),
        desk.text(f"“{what}”", "quoted", (ask.document,)),
        desk.note(_whole(ask, desk)),
    )


def _whole(ask: Ask, desk: Desk) -> Evidence:
    """Return the words from the verb that asks to the end of what is asked."""
    start, end = min(ask.operative.start, ask.action.start), max(ask.operative.end, ask.action.end)
    return Evidence(ask.document, start, end, desk.record.text(ask.document)[start:end])


def _who(desk: Desk, entry: LedgerEntry) -> str:
    return " → ".join(desk.named(step) if step else NOBODY for step in steps_of(entry))


def _became(desk: Desk, entry: LedgerEntry, as_of: str | None) -> Iterator[Line]:
    """Yield every answer with its words, or that there is none in this record, as of which day."""
    if not entry.responses:
        told = no_reply(in_words(as_of) if as_of else None)
        yield (Text(f"{told[0].upper()}{told[1:]}."),)
    for response in entry.responses:
        yield from _answer(desk, response)


def _answer(desk: Desk, response: Response) -> Iterator[Line]:
    yield (Text(f"{response.kind.capitalize()} by {desk.name(response.actor)}", "strong"),)
    yield (*desk.quoted(response.anchor), *desk.state(response.id))
    yield (Text(desk.called_with_date(response.document), "dim"),)
    if response.date:
        yield (Text(f"Date in its words: {in_words(response.date)}.", "dim"),)
    if response.reason:
        yield (desk.text(f"Tied to the ask: {response.reason}.", "dim"),)


def denials(desk: Desk) -> Chapter:
    """Return denials, refusals and replies that answer no ask, beside the words of others on the matter."""
    held = [
        row
        for row in desk.rows(Response)
        if not row.asks and desk.options.in_time(desk.date_of(row.document))
    ]
    held.sort(key=lambda row: (day_order(desk.date_of(row.document)), row.document, row.anchor.start))
    shown, left = desk.some(held, "denials and replies")
    blocks: list[Block] = [
        paragraph(
            "A denial, refusal, commitment or reply is a row of the same rank as what it answers. Beside "
            "each stands what others say of the matter, as far as the record ties them: the same event, or "
            "the document that is replied to. Who is right is not said."
        )
    ]
    if shown:
        events = _events_by_statement(desk, shown)
        rows = tuple(_beside(desk, row, events) for row in shown)
        blocks.append(Table("Denials, refusals and replies that answer no ask", _BESIDE, rows))
    else:
        blocks.append(aside("No denial or reply beyond those to asks is asked for here."))
    return Chapter("denials", "Denials and replies", (*blocks, *left))


def _events_by_statement(desk: Desk, held: Sequence[Response]) -> dict[str, list[str]]:
    """Return the events told inside the statements of some responses."""
    wanted = {row.statement for row in held if row.statement}
    found: dict[str, list[str]] = {}
    for document in dict.fromkeys(row.document for row in held):
        for event in desk.record.rows(Event, document):
            for statement in wanted.intersection(event.statements):
                found.setdefault(statement, []).append(event.id)
    return found


def _beside(desk: Desk, row: Response, events: dict[str, list[str]]) -> tuple[Cell, ...]:
    return tuple(_answer(desk, row)), tuple(_others(desk, row, events.get(row.statement or "", [])))


def _others(desk: Desk, row: Response, events: Sequence[str]) -> Iterator[Line]:
    """Yield the words of others on the same event, then those of the document that is replied to."""
    told: list[Evidence] = []
    for id_ in events:
        event = desk.record.row(id_)
        if isinstance(event, Event):
            told += [mention for mention in event.mentions if mention.document != row.document]
    for link in desk.record.rows(DocumentLink, row.document):
        if link.kind == "replies_to" and link.to_document:
            told += [
                statement.content[0]
                for statement in desk.record.rows(Statement, link.to_document)
                if statement.act in _ACCUSING and statement.sure
            ]
    for anchor in list(dict.fromkeys(told))[:_SHOWN_BESIDE]:
        yield (Text(f"{desk.called(anchor.document)}: ", "dim"), *desk.quoted(anchor))
    if not told:
        yield (Text(f"Nothing in this record is tied to this {in_plain(row.kind)}.", "dim"),)
