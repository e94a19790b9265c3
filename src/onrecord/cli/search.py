"""`onrecord search`: passages by words, phrases and prefixes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from onrecord.cli.documents import Library
from onrecord.cli.terminal import json_option, one_line
from onrecord.record.search import Passages
from onrecord.record.store import Record

PASSAGE_WIDTH = 600


@click.command(name="search")
@click.argument("record_path", type=click.Path(path_type=Path), metavar="RECORD")
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="At most N passages."
)
@json_option
def command(record_path: Path, words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Find passages: words, "exact phrases", prefix*, joined with AND, OR and NOT. Best first."""
    with Record.open(record_path) as record:
        hits = Passages(record).search(" ".join(words), limit)
        library = Library(record)
        for hit in hits:
            passage = record.text(hit.document)[hit.start : hit.end]
            if as_json:
                shown = {
                    "document": hit.document, "path": hit.path, "start": hit.start, "end": hit.end,
                    "score": round(hit.score, 4), "exact": passage,
                }  # fmt: skip
                line = json.dumps(shown, ensure_ascii=False)
                sys.stdout.buffer.write(line.encode("utf-8", "surrogatepass") + b"\n")
            else:
                place = f"{library.number(hit.document)}  {library.name(hit.document)}:{hit.start}"
                click.echo(click.style(place, bold=True))
                click.echo(f"   {one_line(passage, PASSAGE_WIDTH)}\n")
    if not hits and not as_json:
        click.echo("Nothing found. Try fewer words, another form of them, or a prefix such as refugee*.")
