"""`onrecord export`: a record in a format other programs read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

import click

from onrecord.cli.address import RECORD
from onrecord.cli.documents import Library
from onrecord.cli.dossier import DOSSIER, Asked, dossier_options, write_dossier
from onrecord.cli.terminal import safe
from onrecord.config import Config, read_config
from onrecord.data import Vocabularies
from onrecord.export import bundle
from onrecord.export.excerpt import EVERYTHING, Excerpt, Outcome, excerpt_of
from onrecord.export.files import replacing
from onrecord.export.formats import FORMATS, Format
from onrecord.export.masking import Masking
from onrecord.record.address import Address
from onrecord.record.store import Record
from onrecord.types.access import CLASSES
from onrecord.types.rows import EXPORTED_TYPES

BUNDLE = "bundle"

Writing = Callable[[Excerpt, BinaryIO], Outcome]

_HELP = "\n".join(
    (
        "Write a record in a format other programs read.",
        "",
        "FILE appears only once it is complete. Equal records give equal files, byte for byte.",
        "",
        "\b",
        *(f"{each.name:<11} {each.what}" for each in FORMATS.values()),
        f"{DOSSIER:<11} A document to read: Word, HTML or PDF, by the ending of FILE.",
    )
)


@click.command(
    name="export",
    help=_HELP,
    epilog="Private persons are those who are neither officials nor named spokespersons. In `onrecord serve` "
    "a reviewer can release one. In jsonl they are named, because its anchors quote exactly.",
)
@click.argument("record_path", type=RECORD, metavar="RECORD")
@click.option(
    "--format",
    "name",
    type=click.Choice([*FORMATS, DOSSIER]),
    default="jsonl",
    show_default=True,
    help="The format.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to FILE, not to standard output.",
)
@click.option(
    "--base",
    metavar="URL",
    help="What permalinks begin with, such as http://127.0.0.1:8321 where `onrecord serve` runs. "
    "[default: onrecord:NAME]",
)
@click.option("--mask", is_flag=True, help="Mask private persons in jsonl too; its anchors then say so.")
@click.option(
    "--unmasked",
    is_flag=True,
    help="Name every private person. Only where each may be named to whoever gets the file.",
)
@click.option(
    "--document", "documents", multiple=True, metavar="D", help="Only of this document; may be repeated."
)
@click.option(
    "--config",
    "config_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The configuration the record was built with, where it names vocabularies of its own.",
)
@click.option(
    "--type", "types", multiple=True, type=click.Choice(EXPORTED_TYPES), metavar="TYPE",
    help="Only rows of this type; may be repeated.",
)  # fmt: skip
@click.option(
    "--with-sources", is_flag=True, help="In a bundle: the documents and texts too. Needs --unmasked."
)
@click.option(
    "--sign-with", type=click.Path(dir_okay=False, path_type=Path), metavar="KEY",
    help="Sign a bundle with this OpenSSH private key.",
)  # fmt: skip
@click.option(
    "--up-to", "clearance", type=click.Choice(CLASSES), metavar="CLASS",
    help="Only documents of this class or a more open one, and what is known without the others: "
    f"{', '.join(CLASSES)}.",
)  # fmt: skip
@dossier_options
def command(
    record_path: Address,
    *,
    name: str,
    output: Path | None,
    base: str | None,
    mask: bool,
    unmasked: bool,
    documents: tuple[str, ...],
    types: tuple[str, ...],
    dossier: Asked,
    config_file: Path | None,
    with_sources: bool,
    sign_with: Path | None,
    clearance: str | None,
) -> None:
    """Write a record in a format other programs read: see _HELP."""
    if mask and unmasked:
        raise click.UsageError("--mask and --unmasked say opposite things; give one of them.")
    if name == DOSSIER:
        with Record.open(record_path, clearance=clearance) as record:
            _write_dossier(record, output, dossier, documents, types, unmasked=unmasked)
            _tell_classes(record)
        return
    if dossier.anything:
        raise click.UsageError(f"{name} is no dossier: it has no title, purpose, day, times or limit.")
    form = FORMATS[name]
    if (with_sources or sign_with) and name != BUNDLE:
        raise click.UsageError("--with-sources and --sign-with are for a bundle: give --format bundle.")
    _check_output(form, output)
    writing: Writing = form.write
    if name == BUNDLE:
        writing = partial(bundle.write, with_sources=with_sources, sign_with=sign_with)
    with Record.open(record_path, clearance=clearance) as record:
        library = Library(record) if documents else None
        chosen = {library.find(each).id for each in documents} if library else EVERYTHING.documents
        everybody = Masking.of(record)
        named = unmasked or (form.names_persons and not mask)
        masking = Masking.off(record) if named else everybody
        config = read_config(config_file) if config_file else Config()
        excerpt = excerpt_of(
            record,
            base=base,
            masking=masking,
            documents=chosen,
            types=types,
            vocabularies=Vocabularies(config.vocabulary_folder),
        )
        outcome = _write(writing, excerpt, output)
        _tell_classes(record)
    _tell(outcome, output)
    _tell_persons(everybody.count, named)


def _write_dossier(
    record: Record,
    output: Path | None,
    asked: Asked,
    documents: tuple[str, ...],
    types: tuple[str, ...],
    *,
    unmasked: bool,
) -> None:
    library = Library(record) if documents else None
    chosen = frozenset(library.find(each).id for each in documents) if library else frozenset()
    exhibits = write_dossier(record, output, asked, documents=chosen, types=types, unmasked=unmasked)
    persons = Masking.of(record).count
    some = "1 exhibit" if exhibits == 1 else f"{exhibits} exhibits"
    click.echo(f"A dossier with {some} written to {safe(str(output))}", err=True)
    _tell_persons(persons, unmasked)


def _check_output(form: Format, output: Path | None) -> None:
    if output is None and not form.text and sys.stdout.isatty():
        raise click.UsageError(f"{form.name} is no text for a terminal; give a file with -o.")


def _write(writing: Writing, excerpt: Excerpt, output: Path | None) -> Outcome:
    if output is None:
        outcome = writing(excerpt, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return outcome
    with replacing(output) as out:
        written: BinaryIO = out
        return writing(excerpt, written)


def _tell(outcome: Outcome, output: Path | None) -> None:
    if output is not None:
        click.echo(f"{outcome.rows} rows written to {safe(str(output))}", err=True)
    for note in outcome.notes:
        click.echo(safe(note), err=True)


def _tell_classes(record: Record) -> None:
    """Say how many documents of a record that is handed on are not public."""
    counts = record.classes()
    told = [f"{counts[name]:,} {name}" for name in CLASSES[1:] if name in counts]
    if told:
        click.echo(
            f"Documents that are not public are in the record: {', '.join(told)}. --up-to leaves them out.",
            err=True,
        )


def _tell_persons(count: int, named: bool) -> None:
    if count:
        persons = "1 private person" if count == 1 else f"{count} private persons"
        told = "It names" if named else "It masks"
        click.echo(f"{told} {persons}.", err=True)
