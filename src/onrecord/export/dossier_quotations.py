"""Quotations and findings of a dossier: what was quoted, what its source says, and what to look at first."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.export.dossier_content import Block, Bullets, Cell, Chapter, Column, Heading, Line, Table, Text
from onrecord.export.dossier_desk import Desk, aside, paragraph
from onrecord.types.chronology import day_order
from onrecord.types.naming import capital
from onrecord.types.ranking import ranked
from onrecord.types.rows import Difference, Finding, QuotationCheck
from onrecord.types.wording import FINDING_WORDS, QUOTATION_VERDICT_WORDS

_COLUMNS = (Column("Quoted", 36), Column("Its source", 36), Column("Verdict and differences", 28))
_ORDER = ("altered", "truncated", "elsewhere", "absent", "verbatim", "unverifiable", "not_speech")
"""Quotations come by verdict: what differs from its source first."""


def quotations(desk: Desk) -> Chapter:
    """Return the quotations held against their sources, those that differ first."""
    held = [
        row
        for row in desk.rows(QuotationCheck)
        if row.verdict != "not_speech" and desk.options.in_time(desk.date_of(row.quotation.document))
    ]
    held.sort(key=lambda row: (_ORDER.index(row.verdict), day_order(desk.date_of(row.quotation.document))))
    shown, left = desk.some(held, "quotations")
    blocks: list[Block] = [
        paragraph(
            "Words between quotation marks, held against the text they are taken from. Marks, case at a "
            "seam, line breaks, marked ellipses and [brackets] are tolerated; every other difference is "
            "told. That words differ does not say that anybody meant them to."
        )
    ]
    if shown:
        rows = tuple(tuple(_cells(desk, row)) for row in shown)
        blocks.append(Table("Quotations and their sources", _COLUMNS, rows))
    else:
        blocks.append(aside("No quotation is asked for here."))
    return Chapter("quotations", "Quotations", (*blocks, *left))


def _cells(desk: Desk, row: QuotationCheck) -> Iterator[Cell]:
    quoting = row.quotation.document
    yield (desk.quoted(row.quotation), (Text(desk.called(quoting), "dim"),))
    yield tuple(_source(desk, row))
    yield tuple(_verdict(desk, row))


def _source(desk: Desk, row: QuotationCheck) -> Iterator[Line]:
    if row.found is not None:
        yield desk.quoted(row.found)
        yield (Text(desk.called(row.found.document), "dim"),)
    elif row.claimed_source is not None:
        yield (Text(f"{capital(desk.called(row.claimed_source))} does not have these words."),)
    elif row.wanted:
        yield (desk.text(f"Not in this record: {row.wanted}."),)
    else:
        yield (Text("No source is named.", "dim"),)


def _verdict(desk: Desk, row: QuotationCheck) -> Iterator[Line]:
    yield (Text(capital(QUOTATION_VERDICT_WORDS[row.verdict]), "strong"), *desk.state(row.id))
    for each in row.differences:
        if each.weight == "substantive":
            yield (desk.text(_told(each)),)
    tolerated = sum(each.weight == "tolerable" for each in row.differences)
    if tolerated:
        some = "1 difference is" if tolerated == 1 else f"{tolerated} differences are"
        yield (Text(f"{some} tolerated (marks, case, spelling).", "dim"),)
    if row.speaker_differs:
        yield (Text(f"Its source gives the words to {desk.named(row.original_speakers)}."),)
    if row.why:
        yield (desk.text(row.why, "dim"),)


def _told(each: Difference) -> str:
    """Return a difference in words: what stands in the quotation, and what in its source."""
    if not each.quoted:
        return f"left out: “{each.original}”"
    if not each.original:
        return f"added: “{each.quoted}”"
    return f"“{each.quoted}” for “{each.original}”"


def findings(desk: Desk) -> Chapter:
    """Return the findings by severity and kind, each with the words it stands on."""
    held = ranked(row for row in desk.rows(Finding) if _in_time(desk, row))
    shown, left = desk.some(held, "findings")
    blocks: list[Block] = [
        paragraph(
            "What a reader should look at first. A finding says what texts say and how they differ; it "
            "never says who is right or who meant what."
        )
    ]
    for severity in ("high", "medium", "low"):
        of_it = [row for row in shown if row.severity == severity]
        kinds = dict.fromkeys(row.kind for row in of_it)
        for kind in kinds:
            blocks.append(Heading(f"finding-{severity}-{kind}", f"{FINDING_WORDS[kind]} ({severity})"))
            blocks.append(Bullets(tuple(_finding(desk, row) for row in of_it if row.kind == kind)))
    if not shown:
        blocks.append(
            aside("There is no finding, as far as is asked for here. That is no proof of anything.")
        )
    return Chapter("findings", "Findings", (*blocks, *left))


def _in_time(desk: Desk, row: Finding) -> bool:
    documents = {anchor.document for anchor in row.evidence}
    return not documents or any(desk.options.in_time(desk.date_of(document)) for document in documents)


def _finding(desk: Desk, row: Finding) -> Line:
    return (desk.text(row.title), *desk.notes(row.evidence), *desk.state(row.id))
