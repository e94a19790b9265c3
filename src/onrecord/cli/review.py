"""`onrecord review`: what reviewers decided, what lost its row, and how much of the record they have seen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

import click

from onrecord.cli.address import RECORD
from onrecord.cli.listing import limiting, write, write_csv, written_as
from onrecord.cli.terminal import console, json_option, line_width, one_line, print_lines
from onrecord.record.address import Address
from onrecord.record.anchoring import kept_row
from onrecord.record.decided import told
from onrecord.record.disagreeing import Disagreement
from onrecord.record.names import Names
from onrecord.record.store import Record
from onrecord.types.review import Past, ReviewCounts

AT_ONCE = 30
"""Decisions printed for people where no other number is asked for."""

COLUMNS = (
    "decision",
    "state",
    "action",
    "row",
    "what",
    "decided",
    "value",
    "who",
    "when",
    "why",
    "undoes",
    "undone_by",
    "reason",
)


@click.command(name="review")
@click.argument("record_path", type=RECORD, metavar="RECORD")
@click.option("--row", metavar="ID", help="Only decisions on this row, wherever it is shown now.")
@click.option("--by", metavar="NAME", help="Only decisions of this person.")
@click.option("--orphaned", is_flag=True, help="Only decisions that find nothing to hold on any more.")
@click.option("--disagreed", is_flag=True, help="Only where reviewers decided differently, and what holds.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, every field in a column of its own.")
@json_option
@limiting(AT_ONCE)
def command(
    *,
    record_path: Address,
    row: str | None,
    by: str | None,
    orphaned: bool,
    disagreed: bool,
    as_csv: bool,
    as_json: bool,
    limit: int | None,
) -> None:
    """Print how much of a record people have seen, and what they decided, the last first.

    Nothing that was decided is ever deleted: what was undone is listed as undone. A decision finds its row
    again after a build by its id or by exactly the same words; one that does not is listed as orphaned, and
    does nothing.
    """
    written = written_as(as_csv, as_json)
    with Record.open(record_path) as record:
        names = Names(record)
        against = record.disagreements() if disagreed else ()
        if disagreed and written == "text":
            _print_disagreements(names, against)
            return
        sides = {past.id for one in against for past in one.sides}
        every = [
            past
            for past in record.history()
            if (row is None or record.shown_as(row) == record.shown_as(past.row))
            and (by is None or past.who == by)
            and (not orphaned or past.state == "orphaned")
            and (not disagreed or past.id in sides)
        ]
        most = limit if limit is not None else AT_ONCE if written == "text" else 0
        found = every[:most] if most else every
        if written == "json":
            write("".join(json.dumps(asdict(past), ensure_ascii=False) + "\n" for past in found))
        elif written == "csv":
            write_csv(COLUMNS, [_cells(record, names, past) for past in found])
        else:
            if row is None and by is None and not orphaned:
                _print_counts(record.review_counts())
            _print_decisions(record, names, found, len(every))


def _cells(record: Record, names: Names, past: Past) -> tuple[str, ...]:
    return (
        str(past.id),
        past.state,
        past.action,
        past.row,
        _row_told(record, names, past),
        told(names, past),
        "" if past.value is None else json.dumps(past.value, ensure_ascii=False, sort_keys=True),
        past.who,
        past.when,
        past.why,
        "" if past.undoes is None else str(past.undoes),
        "" if past.undone_by is None else str(past.undone_by),
        past.reason,
    )


def _row_told(record: Record, names: Names, past: Past) -> str:
    """Return what the row of a decision says, or said when it is shown no more."""
    row = record.row(past.row)
    if row is None:
        made = record.decisions(past.row)[:1]
        row = kept_row(made[0]) if made else None
    return names.told(row) if row is not None else ""


def _print_counts(counts: Sequence[ReviewCounts]) -> None:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    heads = ("type", "rows", "by machine", "not reviewed", "accepted", "corrected", "by hand", "rejected")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in heads:
        table.add_column(head, justify="left" if head == "type" else "right", no_wrap=True)
    for each in counts:
        if each.rows or each.rejected:
            numbers = (
                each.rows,
                each.machine,
                each.unreviewed,
                each.accepted,
                each.corrected,
                each.by_hand,
                each.rejected,
            )
            table.add_row(each.type.replace("_", " "), *(f"{number:,}" for number in numbers))
    console().print(table)


def _print_disagreements(names: Names, found: Sequence[Disagreement]) -> None:
    for one in found:
        print_lines(f"{one.row}: {one.about}", line_width(), bold=True)
        for past in one.sides:
            why = f", because: {one_line(past.why)}" if past.why else ""
            told_ = f"{one_line(past.who)} {one_line(told(names, past), 300)} on {past.when[:10]}{why}"
            print_lines(f"{past.id}  {told_}", line_width(), at=4)
        print_lines(f"Until it is settled decision {one.holds.id} holds.", line_width(), at=4, dim=True)
    if not found:
        click.echo("No reviewers disagree.")


def _print_decisions(record: Record, names: Names, found: Sequence[Past], total: int) -> None:
    for past in found:
        state = "" if past.state == "holds" else f"  [{past.state}]"
        head = f"{past.id}  {one_line(told(names, past), 300)}{state}"
        print_lines(head, line_width(), hang=4, bold=True)
        print_lines(one_line(_row_told(record, names, past), 300) or past.row, line_width(), at=4)
        if past.why:
            print_lines(f"because: {one_line(past.why)}", line_width(), at=4)
        if past.reason:
            print_lines(past.reason, line_width(), at=4, colour="yellow")
        print_lines(f"{one_line(past.who)}, {past.when}, on {past.row}", line_width(), at=4, dim=True)
    if not found:
        click.echo("No decisions.")
    elif total > len(found):
        click.echo(f"{total - len(found):,} more decisions; --limit 0 prints all of them.")
    lost = sum(past.state == "orphaned" for past in record.history())
    if lost:
        click.echo(
            f"{lost:,} {'decision is' if lost == 1 else 'decisions are'} orphaned: --orphaned lists them."
        )
