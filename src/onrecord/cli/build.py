"""`onrecord build`: a record from files and folders, with progress and a summary."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

import click

from onrecord.cli.address import RECORD
from onrecord.cli.progress import shown_progress
from onrecord.cli.summary import print_summary
from onrecord.config import Config, read_config
from onrecord.pipeline.build import BuildReport, build
from onrecord.pipeline.choosing import ENGINES, ClusterGiven, make_engine
from onrecord.record.address import Address, FolderAddress
from onrecord.record.store import Record
from onrecord.types.rows import EXPORTED_TYPES


@click.command(name="build")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "-o", "--output", required=True, type=RECORD, metavar="NAME.record",
    help="The record, made or brought up to date: a folder, or postgresql+psycopg://USER@HOST/DATABASE.",
)  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(1), metavar="N",
    help="Processes that read. [default: 1; on a cluster, one a processor]",
)  # fmt: skip
@click.option(
    "--engine", type=click.Choice(ENGINES),
    help="What reads: processes of this machine, this process alone, or Ray. [default: local]",
)  # fmt: skip
@click.option("--cluster", metavar="ADDRESS", help="Read on the Ray cluster at this address.")
@click.option(
    "--shared", is_flag=True,
    help="The record lies under the same path on every machine of the cluster, whose workers fetch from it.",
)  # fmt: skip
@click.option(
    "--config", "config_file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="A TOML file of settings.",
)  # fmt: skip
@click.option("--ocr", is_flag=True, help="Read scanned pages with tesseract, where it is installed.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    output: Address,
    workers: int | None,
    engine: str | None,
    cluster: str | None,
    shared: bool,
    config_file: Path | None,
    ocr: bool,
    as_json: bool,
) -> None:
    """Build a record from files and folders, or bring one up to date.

    What did not change since the last build is not read again. A build that was stopped goes on where
    it was when you run the same command.

    A PATH may be an address of shared or object storage, such as s3://bucket/folder; it needs the extra
    `onrecord[cluster]` and the package for its kind.

    Which engine reads changes how long it takes and nothing in the record. Ray reads on many machines: it
    needs the extra `onrecord[cluster]`, and without --cluster it is started on this machine.

    Exit status: 0 everything was read · 3 finished, but something could not be read (`onrecord
    issues` says what) · 1 failed · 130 stopped with Ctrl-C.
    """
    config = read_config(config_file) if config_file else Config()
    config = replace(config, workers=workers or config.workers, ocr=ocr or config.ocr)
    given = ClusterGiven(cluster, workers, _folder_of(output) if shared else None)
    try:
        with shown_progress() as tell:
            report = build(paths, output, config, tell, make_engine(engine, config, given))
    except KeyboardInterrupt:
        click.echo("\nStopped. Every document read so far is kept; run the same command to go on.", err=True)
        ctx.exit(130)
    if as_json:
        sys.stdout.write(json.dumps(as_object(report, output), ensure_ascii=False, indent=2) + "\n")
    else:
        with Record.open(output) as record:
            print_summary(record, report, output)
    ctx.exit(report.exit_status)


def _folder_of(output: Address) -> Path:
    if not isinstance(output, FolderAddress):
        raise click.UsageError("--shared is for a record in a folder: workers fetch nothing from a database.")
    return output.folder


def as_object(report: BuildReport, output: Address) -> dict[str, object]:
    """Return a report as the object that `--json` prints."""
    counts = {name: report.rows.get(name, 0) for name in (*EXPORTED_TYPES, "rejected")}
    return {
        "record": str(output),
        "documents": report.documents,
        "read": report.read,
        "unchanged": report.unchanged,
        "failed": report.failed,
        "retired": report.retired,
        "rows": counts,
        "issues": [asdict(issue) for issue in report.issues],
        "seconds": round(report.seconds, 3),
        "took": {name: round(seconds, 3) for name, seconds in report.took.items()},
    }
