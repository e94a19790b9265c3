"""What a person reads when a build is done, and when a record is opened without a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from shlex import quote
from typing import TYPE_CHECKING

import click

from onrecord.cli.terminal import one_line, safe
from onrecord.record.address import Address
from onrecord.record.overview import Overview, overview_of
from onrecord.record.store import Record
from onrecord.types.errors import Issue
from onrecord.types.wording import kind_counted

if TYPE_CHECKING:
    from onrecord.pipeline.build import BuildReport

ISSUES_SHOWN = 3

COUNTED = (
    ("actor", "actors", "people, organisations, states and bodies, by name"),
    ("statement", "statements", "who said what, in whose words"),
    ("figure", "figures", "numbers somebody claims"),
    ("event", "events", "what happened, is feared or disputed"),
    ("ask", "asks", "who asks whom to do what, each mention"),
    ("response", "responses", "commitments, replies, denials"),
    ("norm", "norms", "treaties, laws and principles invoked"),
    ("quotation_check", "quotations checked", "held against the text they quote"),
    ("figure_set", "sets of figures", "that speak of one thing"),
    ("document_link", "links between documents", "or to a document that is wanted"),
)


def print_summary(record: Record, report: BuildReport, address: Address) -> None:
    """Print what a build did and where to look first."""
    click.echo(click.style(f"\n{safe(str(address))} is ready", bold=True) + f" ({_took(report.seconds)})")
    done = [f"{report.read} read"]
    done += [
        f"{count} {word}"
        for count, word in (
            (report.unchanged, "unchanged"),
            (report.failed, "could not be read"),
            (report.retired, "no longer there, retired"),
        )
        if count
    ]
    click.echo(f"  {', '.join(done)}\n")
    print_overview(record, address, report.issues)


def print_overview(record: Record, address: Address, issues: Iterable[Issue]) -> None:
    """Print what a record holds: counts, the findings to look at first, issues, next commands."""
    seen = overview_of(record)
    click.echo(f"  {seen.rows.get('document', 0):>6}  documents" + _dim(f"  {_of_what(seen)}"))
    for row_type, label, meaning in COUNTED:
        if seen.rows.get(row_type):
            click.echo(f"  {seen.rows[row_type]:>6}  {label}" + _dim(f"  {meaning}"))
    _print_findings(seen)
    _print_issues(tuple(issues), address)
    _print_next(address, seen.rows)


def _print_findings(seen: Overview) -> None:
    if not seen.findings:
        return
    click.echo(click.style("\nLook at first", bold=True))
    for finding in seen.findings:
        mark = click.style(
            f"{finding.severity:>8}", fg={"high": "red", "medium": "yellow"}.get(finding.severity)
        )
        click.echo(f"{mark}  {one_line(finding.title)}")
    more = seen.rows["finding"] - len(seen.findings)
    if more:
        click.echo(_dim(f"          and {more} more findings"))


def _print_issues(issues: tuple[Issue, ...], address: Address) -> None:
    errors = [issue for issue in issues if issue.severity == "error"]
    if errors:
        click.echo(click.style("\nCould not be read", bold=True))
        for issue in errors[:ISSUES_SHOWN]:
            click.echo(f"  {one_line(issue.path, 60)}: {one_line(issue.message, 160)}")
    if issues:
        seen = f"{_number(len(errors), 'error')}, {_number(len(issues) - len(errors), 'notice')}"
        click.echo(_dim(f"\n  {seen}: onrecord issues {quote(safe(str(address)))}"))


def _print_next(address: Address, counts: Mapping[str, int]) -> None:
    name = quote(safe(str(address)))
    listed = [row_type for row_type in ("finding", "ask", "event", "figure") if counts.get(row_type)]
    click.echo(click.style("\nTry next", bold=True))
    if not counts.get("finding"):
        click.echo(f"  onrecord show {name} document")
    for row_type in listed:
        click.echo(f"  onrecord {row_type}s {name}")
    click.echo(f"  onrecord serve {name}")
    click.echo(f"  onrecord text {name} 1")
    click.echo(f"  onrecord search {name} '\"exact phrase\" OR prefix*'")


def _of_what(seen: Overview) -> str:
    """Return kinds and dates of documents in a few words."""
    if not seen.kinds:
        return ""
    named = [f"{count} {kind_counted(kind, count)}" for kind, count in seen.kinds.items()]
    span = (
        [seen.dates[0] if seen.dates[0] == seen.dates[1] else " to ".join(seen.dates)] if seen.dates else []
    )
    return " · ".join([", ".join(named), *span])


def _number(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _took(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def _dim(text: str) -> str:
    return click.style(text, dim=True)
