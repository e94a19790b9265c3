"""The fields of every row in words, for its card."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.types.chronology import in_words
from onrecord.types.rows import (
    Actor,
    Ask,
    ChainMark,
    DocumentLink,
    Event,
    Figure,
    FigureSet,
    Finding,
    Norm,
    PartyStatus,
    QuotationCheck,
    Response,
    Row,
    Statement,
)
from onrecord.types.shown import shown_value
from onrecord.types.spans import Evidence

MODES = {
    "direct": "in quotation marks, all of it",
    "mixed": "partly in quotation marks",
    "indirect": "in the document's own words",
    "nominal": "as a noun (“the claim that …”)",
    "performative": "the document itself does it (“we urge”)",
    "author": "in the document's own voice, no source given",
}
LEVELS = ("by the issuer of the document", "reported by the document", "reported inside a report")
STRENGTHS = {
    "S1": "invites, encourages, hopes",
    "S2": "proposes, recommends, seeks",
    "S3": "requests, asks",
    "S4": "calls on, appeals",
    "S5": "urges, presses",
    "S6": "demands, insists",
}
MEASURES = {
    "stock": "so many at a time",
    "flow": "so many over a time",
    "duration": "how long",
    "rank": "a place in an order",
    "other": "",
}
BASES = {
    "stated": "as the words state it",
    "relative": "reckoned from the date of the document",
    "inferred": "inferred",
}
CHAIN_HOW = {
    "stated": "the document says so",
    "same_origin": "both name the same origin",
    "same_words": "an earlier document has the same words",
    "same_number": "the document it tells of has the same number",
}
PARTS_SHOWN = 12
"""Places of a row that its card lists; `/rows/ID` lists more."""


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a card: a label, and values of one `kind`, which tells how they are written.

    Kinds: `ids` (rows by name, each a link), `words` (anchors, each a link to its place), `text`, `chip`.
    """

    label: str
    kind: str
    values: tuple[Any, ...]


def fields_of(row: Row) -> tuple[Field, ...]:
    """Return what a row says, field by field; what it does not know is left out but where that tells."""
    tell = _TOLD.get(row.row_type)
    return tuple(field for field in tell(row) if field.values) if tell else ()


def _ids(label: str, ids: Iterable[str | None]) -> Field:
    return Field(label, "ids", tuple(id_ for id_ in ids if id_))


def _words(label: str, anchors: Iterable[Evidence | None]) -> Field:
    return Field(label, "words", tuple(anchor for anchor in anchors if anchor))


def _text(label: str, *texts: str | None) -> Field:
    return Field(label, "text", tuple(text for text in texts if text))


def _chip(label: str, *names: str | None) -> Field:
    return Field(label, "chip", tuple(name for name in names if name))


def _people(label: str, ids: Sequence[str]) -> Field:
    """Return actors in a field that says so where the text names none."""
    return _ids(label, ids) if ids else _text(label, "not named")


def _date(label: str, edtf: str | None, basis: str | None) -> Field:
    if edtf is None:
        return _text(label, "not known")
    ground = BASES.get(basis or "stated", basis or "")
    return _text(label, in_words(edtf) + (f" ({ground})" if ground != BASES["stated"] else ""))


def _how(marks: Iterable[ChainMark]) -> Iterator[Field]:
    told = tuple(dict.fromkeys(CHAIN_HOW[mark.how] for mark in marks))
    if told:
        yield _text("Chain known by", *told)


def _statement(row: Statement) -> Iterator[Field]:
    yield _people("Who says it", row.speakers)
    yield _chip("Act", row.act)
    yield _words("What is said", row.content)
    yield _words("Words that name who", [row.source])
    yield _words("Words that say it is said", [row.cue])
    yield _text("How", MODES[row.mode], LEVELS[min(row.level, len(LEVELS) - 1)])
    yield _words("Hedged by", row.hedges)
    yield _text("Negated", "yes" if row.negated else None)
    yield _ids("Inside", [row.parent])
    yield from _how(row.chain_marks)
    yield _text("Sure", None if row.sure else f"not sure ({row.score:.2f} of 1)")


def _figure(row: Figure) -> Iterator[Field]:
    yield _text("Number", shown_value(row))
    yield _text("Counted", row.counted or "not said")
    yield _chip("Bound", row.bound)
    yield _words("Words", [row.anchor])
    measure = MEASURES[row.measure]
    yield _text("Measure", f"{row.measure}: {measure}" if measure else row.measure)
    yield _text("Change", {"up": "a rise by so much", "down": "a fall by so much"}.get(row.change or ""))
    yield _date("For", row.date, row.date_basis)
    yield _text("Place", row.place)
    yield _ids("Event", [row.event])
    yield _ids("Stands in", [row.statement])
    yield from _how(row.chain_marks)


def _event(row: Event) -> Iterator[Field]:
    yield _chip("Kind", row.kind)
    yield _chip("As", row.factuality)
    yield _date("When", row.date, row.date_basis)
    yield _text("Known of the date", row.date_constraint)
    for told in row.dates:
        yield _words(f"Told as {in_words(told.edtf)}", [told.anchor])
    yield _text("Where", row.place)
    for part in row.participants:
        yield _ids(part.role.replace("_", " ").capitalize(), part.actors)
    yield _ids("Figures", row.figures)
    yield _words("Words", row.mentions)
    yield _ids("Told in", row.statements)


def _ask(row: Ask) -> Iterator[Field]:
    yield _people("Who asks", row.requesters)
    yield _people("Who is asked", row.addressees)
    yield _people("Who is to act", row.targets)
    yield _words("What is asked", [row.action])
    yield _words("Verb", [row.operative])
    yield _text("Strength", f"{row.strength}: {STRENGTHS[row.strength]}")
    yield _text("To be passed on with", f"{row.relay}: {STRENGTHS[row.relay]}" if row.relay else None)
    yield _text("Label in the list", row.list_label)
    yield _words("On condition", [row.condition])
    yield _text("Deadline", in_words(row.deadline) if row.deadline else None)
    yield _words("Modified by", row.modifiers)
    yield _ids("Under", row.norms)
    yield _ids("Restates", [row.restates])
    yield _ids("Others ask for the same", row.also_asked)
    yield _ids("Inside", [row.parent])
    yield _ids("Stands in", [row.statement])


def _response(row: Response) -> Iterator[Field]:
    yield _people("Who answers", [row.actor] if row.actor else ())
    yield _people("To whom", row.to)
    yield _chip("Kind", row.kind)
    yield _words("Words", [row.anchor])
    yield _words("Cue", [row.cue])
    yield _date("When", row.date, row.date_basis)
    yield _ids("Answers", row.asks)
    yield _text("Tied to it because", *(dict.fromkeys(row.reasons) or (row.reason,)))
    yield _ids("Stands in", [row.statement])


def _norm(row: Norm) -> Iterator[Field]:
    yield _text("Name", row.name)
    yield _chip("Kind", row.kind)
    yield _text("Provision", row.provision)
    yield _text("Known as", *(f"{name} {value}" for name, value in row.identifiers))
    for invoked in row.invocations:
        yield _ids("Invoked by", invoked.by)
        yield _ids("Against", invoked.against)
        yield _words("In the words", [invoked.anchor])
    yield _words("Mentioned", row.mentions)


def _party_status(row: PartyStatus) -> Iterator[Field]:
    yield _ids("Who", [row.actor])
    yield _chip("Is said to have", row.act)
    yield _ids("Norm", row.norms)
    yield _date("When", row.date, row.date_basis)
    yield _words("Words", [row.anchor])


def _actor(row: Actor) -> Iterator[Field]:
    yield _text("Name", row.name)
    yield _chip("Kind", row.kind)
    yield _text("Also called", *row.aliases)
    yield _text("Roles", *row.roles)
    yield _text("Known as", *(f"{name} {value}" for name, value in row.identifiers))
    yield _ids("Member of", row.member_of)
    yield _text("Private", "yes: masked where the record is handed on" if row.private else None)
    yield _ids("May be the same as", row.possible_same)
    yield _words("Mentioned", row.mentions)


def _quotation_check(row: QuotationCheck) -> Iterator[Field]:
    yield _chip("Verdict", row.verdict)
    yield _words("Quoted words", [row.quotation])
    yield _ids("Said to be from", [row.claimed_source])
    yield _words("Found", [row.found])
    yield _text("Wanted", row.wanted)
    yield _text("Why", row.why)
    yield _text("Speaker", "the original gives the words to somebody else" if row.speaker_differs else None)
    yield _ids("Who says it there", row.original_speakers)
    yield _ids("Stands in", [row.statement])


def _figure_set(row: FigureSet) -> Iterator[Field]:
    yield _text("Of what", row.label)
    yield _chip("Verdict", row.verdict)
    yield _text("Why", row.why)
    yield _text("Origins", "not known" if row.origins is None else str(row.origins))
    yield _ids("Origins named", row.origin_ids)
    yield _ids("Figures", row.figures)
    yield _words("In the words", row.anchors_of_figures)


def _link(row: DocumentLink) -> Iterator[Field]:
    yield _ids("From", [row.from_document])
    yield _chip("Kind", row.kind)
    yield _ids("To", [row.to_document])
    yield _text("Wanted", row.wanted.description if row.wanted else None)
    yield _words("Words", row.evidence)


def _finding(row: Finding) -> Iterator[Field]:
    yield _text("What", row.title)
    yield _chip("Severity", row.severity)
    yield _chip("Kind", row.kind)
    yield _ids("Rows behind it", row.rows)
    yield _words("Words", row.evidence)


_TOLD: dict[str, Callable[[Any], Iterator[Field]]] = {
    Statement.row_type: _statement,
    Figure.row_type: _figure,
    Event.row_type: _event,
    Ask.row_type: _ask,
    Response.row_type: _response,
    Norm.row_type: _norm,
    PartyStatus.row_type: _party_status,
    Actor.row_type: _actor,
    QuotationCheck.row_type: _quotation_check,
    FigureSet.row_type: _figure_set,
    DocumentLink.row_type: _link,
    Finding.row_type: _finding,
}
