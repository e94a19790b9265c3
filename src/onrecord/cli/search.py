"""`onrecord search`: passages by words, phrases and prefixes; how often a list of names is found."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from onrecord.cli.address import RECORD
from onrecord.cli.documents import Library
from onrecord.cli.listing import write, write_csv, written_as
from onrecord.cli.terminal import json_option, one_line, safe
from onrecord.export.tallies import COLUMNS, cells_of
from onrecord.record.address import Address
from onrecord.record.batch import LARGEST_LIST, Tally, read_batch, tallied
from onrecord.record.catalogue import Catalogue
from onrecord.record.passages import passages_of
from onrecord.record.search import Hit, Passages
from onrecord.record.store import Record

TERM = 40
"""Characters of a name of a list."""

PASSAGE_WIDTH = 300
"""Characters of a passage around the words that were found."""


@click.command(name="search")
@click.argument("record_path", type=RECORD, metavar="RECORD")
@click.argument("words", nargs=-1)
@click.option(
    "--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="At most N passages."
)
@click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Count each name or phrase of a CSV's first column; - reads the standard input.",
)
@click.option("--csv", "as_csv", is_flag=True, help="With --batch: print CSV.")
@json_option
def command(
    *,
    record_path: Address,
    words: tuple[str, ...],
    limit: int,
    batch: Path | None,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Find passages: words, "exact phrases", prefix*, joined with AND, OR and NOT. Best first.

    With --batch, how often each name or phrase of a list is found: in passages, documents and rows by type.
    """
    written = written_as(as_csv, as_json)
    if bool(words) == (batch is not None):
        raise click.UsageError("Give words to look for, or a list of them with --batch.")
    if as_csv and batch is None:
        raise click.UsageError("--csv is for --batch; --json prints passages.")
    with Record.open(record_path) as record:
        if batch is not None:
            _print_batch(record, batch, written)
        else:
            _print_passages(record, " ".join(words), limit, as_json)


def _print_passages(record: Record, query: str, limit: int, as_json: bool) -> None:
    passages = passages_of(record)
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


def _print_batch(record: Record, path: Path, written: str) -> None:
    with click.open_file(str(path), "rb") as file:
        batch = read_batch(file.read(LARGEST_LIST + 1))
    for note in batch.notes:
        click.echo(f"onrecord: {safe(note)}", err=True)
    with closing(Catalogue(record)) as catalogue:
        tallies = tallied(batch.terms, passages_of(record).counted, catalogue.counts_with)
        if written == "csv":
            write_csv(COLUMNS, map(cells_of, tallies))
        elif written == "json":
            write("".join(json.dumps(asdict(tally), ensure_ascii=False) + "\n" for tally in tallies))
        else:
            for tally in tallies:
                click.echo(f"{click.style(one_line(tally.term, TERM), bold=True)}  {_told(tally)}")


def _told(tally: Tally) -> str:
    """Return what was found of a name in a few words."""
    if not tally.found.passages and not tally.rows:
        return tally.complaint or "nothing"
    about = "" if tally.found.exact else "about "
    rows = "".join(f" · {count} {name.replace('_', ' ')}" for name, count in tally.rows.items())
    passages, documents = _number(tally.found.passages, "passage"), _number(tally.found.documents, "document")
    return f"{passages} in {about}{documents}{rows}"


def _number(many: int, word: str) -> str:
    return f"{many} {word}{'' if many == 1 else 's'}"


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
