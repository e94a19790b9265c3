"""`onrecord check`: a draft held against a record before it is sent."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.check.checking import DraftChecker
from onrecord.check.outputs.formats import OUTPUTS
from onrecord.check.report import DraftReport, Ground, Verdict
from onrecord.cli.address import RECORD
from onrecord.cli.terminal import line_width, one_line, print_lines, quoted, safe
from onrecord.config import Config, read_config
from onrecord.export.files import replacing
from onrecord.record.address import Address
from onrecord.record.store import Record
from onrecord.types.errors import OnRecordError

CLEAN, TO_LOOK_AT, FAILED = 0, 1, 2
"""Exit statuses: nothing to look at, something, and no report at all."""

WORDS = 300
"""Characters of words that are quoted under a verdict; `--json` has them whole."""

GROUNDS_SHOWN = 2
"""Places of the record that are quoted under a verdict."""

LABELS = {"fault": "FAULT", "look": "LOOK", "undecided": "open", "sound": "sound"}
COLOURS = {"fault": "red", "look": "yellow", "undecided": None, "sound": "green"}

COUNTED = {
    "fault": ("fault", "faults"),
    "look": ("claim to look at", "claims to look at"),
    "undecided": ("not decided", "not decided"),
    "sound": ("sound", "sound"),
}
"""How many verdicts there are of each weight, in words: of one, of several."""


@click.command(name="check")
@click.argument("draft", type=click.Path(path_type=Path), metavar="DRAFT")
@click.option(
    "--record", "record_path", type=RECORD, required=True, metavar="RECORD",
    help="The record to hold the draft against.",
)  # fmt: skip
@click.option("--all", "every", is_flag=True, help="Show sound claims and those not decided as well.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines: the draft, then a line a verdict.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the verdicts to FILE.docx (the draft with Word comments), .html, .sarif (for editors) or "
    ".jsonl as well.",
)
@click.option(
    "--config", "config_file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="A TOML file of settings, as for `onrecord build`.",
)  # fmt: skip
@click.pass_context
def command(
    ctx: click.Context,
    *,
    draft: Path,
    record_path: Address,
    every: bool,
    as_json: bool,
    output: Path | None,
    config_file: Path | None,
) -> None:
    """Hold DRAFT (DOCX, MD, TXT, HTML, PDF) against a record, which is not written to.

    Each quotation, figure, date, attribution, norm and ask gets its verdict with the record's words it
    stands on. What the record cannot decide is said so and is no fault.

    Exit status: 0 nothing to look at · 1 something · 2 the draft or the record cannot be read.
    """
    if output is not None and output.suffix.lower() not in OUTPUTS:
        raise click.UsageError(f"Give -o with a file that ends in {', '.join(OUTPUTS)}.")
    try:
        config = read_config(config_file) if config_file else Config()
        with Record.open(record_path) as record:
            report = DraftChecker(config).check(draft, record)
        if output is not None:
            _write(report, draft, output)
    except OnRecordError as error:
        click.echo(f"onrecord: {safe(str(error))}", err=True)
        ctx.exit(FAILED)
    if as_json:
        for line in report.json_lines(every=every):
            click.echo(safe(line))
    else:
        _Page(report).print(every=every)
    ctx.exit(CLEAN if report.clean else TO_LOOK_AT)


def _write(report: DraftReport, draft: Path, output: Path) -> None:
    """Write a report to a file, whole or not at all."""
    made = OUTPUTS[output.suffix.lower()].make(report, draft.read_bytes())
    with replacing(output) as out:
        out.write(made)
    click.echo(f"Written to {safe(str(output))}", err=True)


class _Page:
    """Prints a report for reading beside the draft: what is wrong first in numbers, then in text order."""

    def __init__(self, report: DraftReport) -> None:
        self._report = report
        self._width = line_width()

    def print(self, *, every: bool) -> None:
        """Print the summary and the verdicts; not `every`: those to look at alone."""
        self._summary()
        weights = tuple(LABELS) if every else ("fault", "look")
        for number, verdict in enumerate(self._report.of(*weights), start=1):
            self._verdict(number, verdict)
        left = self._report.counts()
        if not every and (left["undecided"] or left["sound"]):
            click.echo(click.style("\n--all shows the claims that are sound or not decided.", dim=True))

    def _summary(self) -> None:
        report = self._report
        held = "1 document" if report.documents == 1 else f"{report.documents} documents"
        as_of = f", the latest of {report.as_of}" if report.as_of else ""
        print_lines(f"{safe(report.path)} against {safe(report.record)} ({held}{as_of})", self._width)
        told = [f"{many} {COUNTED[weight][many != 1]}" for weight, many in report.counts().items() if many]
        print_lines(" · ".join(told) or "No claim was found.", self._width, bold=True)
        for issue in report.issues:
            if issue.severity == "error":
                print_lines(f"{one_line(issue.message)} {one_line(issue.remedy)}", self._width)

    def _verdict(self, number: int, verdict: Verdict) -> None:
        click.echo()
        lead = f"{number:>3}  "
        label = LABELS[verdict.weight]
        sentence = f"{lead}{label}  {verdict.kind}: {safe(verdict.sentence)}"
        print_lines(sentence, self._width, hang=len(lead), bold=True, colour=COLOURS[verdict.weight])
        line = self._report.text.count("\n", 0, verdict.anchor.start) + 1
        self._quote(f"draft, line {line}", verdict.anchor.exact, len(lead))
        for ground in verdict.grounds[:GROUNDS_SHOWN]:
            self._quote(_place(ground), ground.anchor.exact, len(lead))
        for reference in verdict.references[:1]:
            print_lines(
                f"cite: {safe(reference.cited)}", self._width, at=len(lead), hang=len(lead) + 2, dim=True
            )

    def _quote(self, place: str, words: str, at: int) -> None:
        print_lines(f"{safe(place)}: {quoted(words, WORDS)}", self._width, at=at, hang=at + 2)


def _place(ground: Ground) -> str:
    said = f" ({', '.join(ground.speakers[:3])})" if ground.speakers else ""
    return f"{ground.reference.called}{said}"
