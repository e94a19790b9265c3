"""`onrecord findings`: what to look at first, in order of severity, each with the words it stands on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby

import click

from onrecord.cli.documents import Library
from onrecord.cli.listing import limiting, selected, selecting, write, write_table, written_as
from onrecord.cli.selection import actors_called, speaks_of
from onrecord.cli.tables import Names
from onrecord.cli.terminal import line_width, print_lines, quoted, safe
from onrecord.export.lists import FINDINGS
from onrecord.record.address import Address
from onrecord.record.store import Record
from onrecord.types.codec import to_json
from onrecord.types.quoting import together
from onrecord.types.ranking import IN_ORDER, ranked
from onrecord.types.rows import SEVERITIES, Finding

FINDINGS_SHOWN = 40
"""Findings a person is shown without --limit."""

ANCHORS_SHOWN = 6
"""Places that are quoted under one finding; --csv and --json have them all."""

WORDS = 400
"""Characters of a quotation; longer ones are cut in their middle, --csv and --json have them whole."""

FILE_NAME = 32
"""Columns that the name of a file may fill beside the words that stand in it."""

COLOURS = {"high": "red", "medium": "yellow"}


def _kinds(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Return kinds of finding by their names, with `-` or `_` between the words."""
    kinds = tuple(name.lower().replace("-", "_").replace(" ", "_") for name in value)
    for name, kind in zip(value, kinds, strict=True):
        if kind not in IN_ORDER:
            raise click.BadParameter(f"{name!r} is none. Kinds: {', '.join(IN_ORDER)}.")
    return kinds


@click.command(name="findings")
@selecting
@click.option(
    "--kind", "kinds", multiple=True, metavar="K", callback=_kinds, help="Only of this kind; can be repeated."
)
@click.option(
    "--severity", "severities", multiple=True, type=click.Choice(SEVERITIES), help="Only of this severity."
)
@limiting(FINDINGS_SHOWN)
def command(
    *,
    record_path: Address,
    document: str | None,
    actor: str | None,
    match: str | None,
    as_csv: bool,
    as_json: bool,
    kinds: tuple[str, ...],
    severities: tuple[str, ...],
    limit: int | None,
) -> None:
    """Print what to look at first: each finding in a sentence, under it the words it stands on.

    What changes what somebody said or counted comes first, what is only to be fetched or waited for last. A
    finding says what the texts say, not who is right: docs/findings.md tells what each kind means.
    """
    written = written_as(as_csv, as_json)
    with Record.open(record_path) as record:
        names = Names(record, Library(record))
        concerns = _concerning(record, names, actor)
        chosen = selected(record, names, "finding", document=document, actor=None, match=match)
        found = ranked(
            row
            for row in chosen
            if isinstance(row, Finding)
            and (not kinds or row.kind in kinds)
            and (not severities or row.severity in severities)
            and concerns(row)
        )
        most = limit if limit is not None else FINDINGS_SHOWN if written == "text" else 0
        shown = found[:most] if most else found
        if written == "csv":
            write_table(FINDINGS, shown, names)
        elif written == "json":
            write("".join(to_json(row) + "\n" for row in shown))
        else:
            _Page(names, record.text).print(shown, found, record.counts().get("finding", 0))


def _concerning(record: Record, names: Names, actor: str | None) -> Callable[[Finding], bool]:
    """Return what takes the findings whose rows name an actor; every finding where none is asked for."""
    if actor is None:
        return lambda finding: True
    called = actors_called(record, actor)

    def concerns(finding: Finding) -> bool:
        behind = map(names.row, finding.rows)
        return any(speaks_of(row, called) for row in behind if row is not None)

    return concerns


class _Page:
    """Prints findings as a memo: sentences under headings of severity, the words of the texts below each."""

    def __init__(self, names: Names, text: Callable[[str], str]) -> None:
        self._names = names
        self._text = text
        self._width = line_width()

    def print(self, shown: Sequence[Finding], found: Sequence[Finding], in_record: int) -> None:
        """Print some of the findings that were asked for, with a line on all of these."""
        if not found:
            click.echo(f"None of the {in_record} findings." if in_record else "No findings.")
            return
        counts = Counter(finding.severity for finding in found)
        told = ", ".join(f"{counts[severity]} {severity}" for severity in SEVERITIES if counts[severity])
        click.echo(f"{'1 finding' if len(found) == 1 else f'{len(found)} findings'}: {told}")
        kinds = Counter(finding.kind for finding in found)
        of_kinds = " · ".join(f"{kinds[kind]} {kind}" for kind in IN_ORDER if kinds[kind])
        print_lines(of_kinds, self._width, dim=True)
        numbered = enumerate(shown, start=1)
        for severity, entries in groupby(numbered, key=lambda entry: entry[1].severity):
            click.echo("\n" + click.style(severity.upper(), bold=True, fg=COLOURS.get(severity)))
            for number, finding in entries:
                self._entry(number, finding)
        if len(shown) < len(found):
            click.echo(
                click.style(f"\n{len(shown)} of {len(found)} findings; --limit 0 shows all.", dim=True)
            )

    def _entry(self, number: int, finding: Finding) -> None:
        click.echo()
        lead = f"{number:>3}  "
        print_lines(f"{lead}{safe(finding.title)}", self._width, hang=len(lead), bold=True)
        name_width = min(FILE_NAME, self._width // 4)
        quotes = [
            (self._names.library.place(each, name_width), quoted(each.exact, WORDS))
            for each in together(finding.evidence, self._text)
        ]
        places = max((len(place) for place, _ in quotes[:ANCHORS_SHOWN]), default=0)
        for place, words in quotes[:ANCHORS_SHOWN]:
            at = len(lead) + places + 2
            print_lines(f"{' ' * len(lead)}{place:{places}}  {words}", self._width, hang=at)
        left = len(quotes) - ANCHORS_SHOWN
        more = [f"and {left} more place{'s' if left > 1 else ''}"] if left > 0 else []
        last = " · ".join([*more, finding.kind.replace("_", " "), finding.id])
        print_lines(last, self._width, at=len(lead), dim=True)
