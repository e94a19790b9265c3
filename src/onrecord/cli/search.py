"""`onrecord search`: passages by words, phrases and prefixes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from onrecord.cli.documents import Library
from onrecord.cli.terminal import json_option, safe
from onrecord.record.search import Hit, Passages
from onrecord.record.store import Record

PASSAGE_WIDTH = 300
"""Characters of a passage around the words that were found."""


@click.command(name="search")
@click.argument("record_path", type=click.Path(path_type=Path), metavar="RECORD")
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="At most N passages."
)
@json_option
def command(record_path: Path, words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Find passages: words, "exact phrases", prefix*, joined with AND, OR and NOT. Best first."""
    query = " ".join(words)
    with Record.open(record_path) as record:
        passages = Passages(record)
        complaint = passages.complaint(query)
        if complaint:
            click.echo(f"onrecord: {safe(complaint)}", err=True)
        hits = passages.search(query, limit)
        if as_json:
            for hit in hits:
                _print_json(hit, record)
            return
        library = Library(record)
        for hit in hits:
            place = f"{library.number(hit.document)}  {library.name(hit.document)}:{hit.start}"
            click.echo(click.style(place, bold=True))
            click.echo(f"   {_snippet(passages, hit)}\n")
    if not hits and not complaint:
        click.echo("Nothing found. Try fewer words, another form of them, or a prefix such as refugee*.")


def _snippet(passages: Passages, hit: Hit) -> str:
    """Return the words around what was found on one line, what was found underlined in a terminal."""
    snippet = passages.snippet(hit, PASSAGE_WIDTH)
    parts, done = [], 0
    for start, end in snippet.marks:
        parts += [
            _flat(snippet.text[done:start]),
            click.style(_flat(snippet.text[start:end]), underline=True),
        ]
        done = end
    return "".join([*parts, _flat(snippet.text[done:])])


def _flat(text: str) -> str:
    return safe(text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))


def _print_json(hit: Hit, record: Record) -> None:
    shown = {
        "document": hit.document,
        "path": hit.path,
        "start": hit.start,
        "end": hit.end,
        "score": round(hit.score, 4),
        "exact": record.text(hit.document)[hit.start : hit.end],
        "marks": hit.marks,
    }
    line = json.dumps(shown, ensure_ascii=False)
    sys.stdout.buffer.write(line.encode("utf-8", "surrogatepass") + b"\n")
