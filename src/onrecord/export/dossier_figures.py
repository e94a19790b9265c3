"""The figures of a dossier: numbers that speak of one thing, with their disagreements, never summed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.export.dossier_content import Block, Bullets, Cell, Chapter, Column, Heading, Line, Table, Text
from onrecord.export.dossier_desk import Desk, aside, paragraph
from onrecord.types.chronology import day_order, in_words
from onrecord.types.rows import Figure, FigureChange, FigureSet
from onrecord.types.shown import shown_number, shown_value
from onrecord.types.wording import FIGURE_RULE_WORDS, FIGURE_VERDICT_WORDS
from onrecord.types.wording import plain as in_plain

_COLUMNS = (
    Column("Number", 13),
    Column("It stands for", 16),
    Column("For", 14),
    Column("Words", 32),
    Column("On whose word", 25),
)
_ORDER = ("conflict", "compatible", "agree", "not_comparable", "single")
"""Sets come by verdict: what cannot both hold first."""


def figures(desk: Desk) -> Chapter:
    """Return the sets of figures, those in conflict first, each with every figure in it."""
    sets = sorted(
        (row for row in desk.rows(FigureSet) if _in_time(desk, row)),
        key=lambda row: _ORDER.index(row.verdict),
    )
    shown, left = desk.some(sets, "sets of figures")
    blocks: list[Block] = [
        paragraph(
            "Numbers that speak of one thing stand together, each with its bound, on whose word, and its "
            "words. No number here is a sum and none is a middle of a range: where figures disagree, all "
            "of them stand. Two documents that have a number from one origin are one origin."
        )
    ]
    for row in shown:
        blocks += _set(desk, row)
    if not shown:
        blocks.append(aside("No two figures of this record speak of one thing, as far as is asked for here."))
    return Chapter("figures", "Figures and their disagreements", (*blocks, *left))


def _in_time(desk: Desk, row: FigureSet) -> bool:
    dates = [desk.date_of(anchor.document) for anchor in row.anchors_of_figures]
    return any(map(desk.options.in_time, dates))


def _set(desk: Desk, row: FigureSet) -> Iterator[Block]:
    held = [each for each in (desk.record.row(id_) for id_ in row.figures) if isinstance(each, Figure)]
    held.sort(
        key=lambda figure: (day_order(desk.date_of(figure.document)), figure.document, figure.anchor.start)
    )
    yield Heading(row.id, desk.text(row.label).words)
    verdict = FIGURE_VERDICT_WORDS[row.verdict]
    yield paragraph(
        Text(f"{verdict[0].upper()}{verdict[1:]}. ", "strong"),
        desk.text(f"{row.why} " if row.why else ""),
        Text(_origins(desk, row)),
        *desk.state(row.id),
    )
    changes = tuple(_changes(desk, row.changes, held))
    if changes:
        yield Bullets(changes)
    yield Table(
        desk.text(f"Figures for {row.label}").words,
        _COLUMNS,
        tuple(tuple(_cells(desk, figure)) for figure in held),
        under_heading=True,
    )
    yield aside(f"Rule that decided: {FIGURE_RULE_WORDS[row.rule]}")


def _origins(desk: Desk, row: FigureSet) -> str:
    """Return how many independent origins the figures have; where one names nobody, that it is not known."""
    known = f" Named: {desk.named(row.origin_ids)}." if row.origin_ids else ""
    if row.origins is None:
        return f"How many independent origins they have is not known: not every figure names one.{known}"
    some = "1 independent origin" if row.origins == 1 else f"{row.origins} independent origins"
    return f"They have {some}.{known}"


def _changes(desk: Desk, changes: Sequence[FigureChange], held: Sequence[Figure]) -> Iterator[Line]:
    """Yield what became of a figure on the way from one document to another."""
    by_id = {figure.id: figure for figure in held}
    for each in changes:
        one, other = by_id.get(each.one), by_id.get(each.other)
        if one is not None and other is not None:
            yield (
                Text(f"{in_plain(each.change).capitalize()} on the way: "),
                *desk.quoted(one.anchor),
                Text(" became "),
                *desk.quoted(other.anchor),
            )


def _cells(desk: Desk, figure: Figure) -> Iterator[Cell]:
    yield ((Text(shown_value(figure), "strong"),),)
    yield ((Text(interval(figure)),),)
    yield tuple(_when(figure))
    yield (desk.quoted(figure.anchor),)
    word = desk.chain(figure.chain or (figure.document,))
    issued = desk.date_of(figure.document)
    yield ((Text(word),), (Text(f"said {in_words(issued)}" if issued else "undated document", "dim"),))


def _when(figure: Figure) -> Iterator[Line]:
    yield (Text(in_words(figure.date)),)
    if figure.place:
        yield (Text(figure.place),)
    if figure.measure != "other":
        yield (Text(figure.measure, "dim"),)


def interval(figure: Figure) -> str:
    """Return the numbers a figure can stand for, word for word: never the middle of them.

    A bare round number stands for itself here; how it is compared says the page on method.
    """
    low, high = figure.low, figure.high
    if low is None and high is None:
        return "no number is told"
    if low is None:
        return f"{shown_number(high or 0, figure.unit)} or fewer"
    if high is None:
        return f"{shown_number(low, figure.unit)} or more"
    if low == high:
        return shown_number(low, figure.unit)
    return f"{shown_number(low, figure.unit)} to {shown_number(high, figure.unit)}"
