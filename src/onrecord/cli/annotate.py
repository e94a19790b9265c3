"""`onrecord annotate`: what is found in single files, as JSON Lines."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import click

from onrecord.cli.terminal import one_line
from onrecord.config import Config, read_config
from onrecord.pipeline.annotate import annotate_files
from onrecord.pipeline.annotated_things import LAYERS
from onrecord.types.errors import Issue


@click.command(name="annotate")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE…"
)
@click.option(
    "--layer",
    "layers",
    multiple=True,
    type=click.Choice(list(LAYERS)),
    help="Only this layer; may be repeated.",
)
@click.option("--date", metavar="YYYY-MM-DD", help="The date of a document whose text does not say it.")
@click.option(
    "--config", "config_file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="A TOML file of settings.",
)  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(1), metavar="N",
    help="Processes that read. [default: one, for many files one a processor]",
)  # fmt: skip
@click.pass_context
def command(
    ctx: click.Context,
    *,
    files: tuple[Path, ...],
    layers: tuple[str, ...],
    date: str | None,
    config_file: Path | None,
    workers: int | None,
) -> None:
    """Print what is found in FILEs, one JSON object a line, without making a record.

    Places are [start, end] in the text as it is read, actors stand by name. What compares documents (an
    answer in another text, what is said again) needs a record. A statement made inside another one stands
    in that one's list "inner".

    Models are loaded once: give thousands of files at once rather than one after the other. Exit
    status: 0 · 3 where a file could not be read (its name goes to standard error).
    """
    if date is not None and not _is_date(date):
        raise click.BadParameter(f"{date!r} is not a date written YYYY-MM-DD.", param_hint="--date")
    config = read_config(config_file) if config_file else Config()
    lost: list[Issue] = []

    def complain(issue: Issue) -> None:
        if issue.severity == "error":
            lost.append(issue)
        click.echo(
            f"onrecord: {one_line(issue.path)}: {one_line(issue.message)} {one_line(issue.remedy)}", err=True
        )

    out = sys.stdout.buffer
    for thing in annotate_files(files, layers, date=date, config=config, complain=complain, workers=workers):
        out.write(json.dumps(thing, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
    out.flush()
    ctx.exit(3 if lost else 0)


def _is_date(text: str) -> bool:
    from datetime import date  # noqa: PLC0415

    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text) and date.fromisoformat(text))
    except ValueError:
        return False
