"""Pairs of actors that may be one, printed: the reviewer's queue, and what was judged."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, fields

import click

from onrecord.cli.terminal import one_line, safe
from onrecord.record.pairs import OPEN, Pair

_SHOWN = {OPEN: "open", "unsure": "unsure", "positive": "the same", "negative": "not the same"}


def print_pairs(pairs: Sequence[Pair], written: str) -> None:
    """Print pairs as `text`, as `csv` or as `json`."""
    if written == "json":
        click.echo("".join(json.dumps(asdict(pair), ensure_ascii=False) + "\n" for pair in pairs), nl=False)
    elif written == "csv":
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([field.name for field in fields(Pair)])
        writer.writerows([safe(str(cell or "")) for cell in asdict(pair).values()] for pair in pairs)
        click.echo(out.getvalue(), nl=False)
    else:
        for pair in pairs:
            click.echo(_line(pair))
        if not pairs:
            click.echo("No pairs.")


def _line(pair: Pair) -> str:
    said = f"  {pair.who}, {pair.when}" if pair.who else ""
    why = f": {one_line(pair.why)}" if pair.why else ""
    return (
        f"{_SHOWN[pair.verdict]:13} {one_line(pair.one_name)} ({pair.one})  "
        f"{one_line(pair.other_name) or 'no longer here'} ({pair.other}){said}{why}"
    )
