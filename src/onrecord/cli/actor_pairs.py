"""Pairs of actors that may be one: the reviewer's queue, and what was judged."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields

import click

from onrecord.cli.terminal import one_line, safe
from onrecord.record.store import Record
from onrecord.types.judgements import Judgement
from onrecord.types.rows import Actor

OPEN = "open"
"""What a pair is called that nobody has judged."""

_ORDER = (OPEN, "unsure", "positive", "negative")
_SHOWN = {OPEN: "open", "unsure": "unsure", "positive": "the same", "negative": "not the same"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors, and the last judgement on them; `verdict` is `open` where there is none."""

    one: str
    one_name: str
    other: str
    other_name: str
    verdict: str = OPEN
    who: str = ""
    when: str = ""
    why: str = ""
    decision: int | None = None


def pairs_of(record: Record, rows: Sequence[Actor]) -> list[Pair]:
    """Return the pairs of `rows` that are proposed or judged, those to be judged first."""
    shown = {row.id for row in rows}
    judged = {judgement.pair: judgement for judgement in record.judgements()}
    named = {row.id: row.name for row in rows}
    found: dict[frozenset[str], Pair] = {}
    for row in rows:
        for other in row.possible_same:
            pair = frozenset((row.id, other))
            if pair not in found and pair not in judged:
                found.update(_open(record, row, other, named))
    for pair, judgement in judged.items():
        if shown & {_shown_as(record, id_) for id_ in pair}:
            found[pair] = _judged(record, judgement)
    return sorted(found.values(), key=lambda each: (_ORDER.index(each.verdict), each.one_name, each.one))


def _open(
    record: Record, row: Actor, other: str, named: dict[str, str]
) -> Iterator[tuple[frozenset[str], Pair]]:
    """Yield the pair of an actor and one it may be; nothing where that one is not in the record."""
    name = named.get(other) or _name(record, other)
    if name:
        yield frozenset((row.id, other)), Pair(row.id, row.name, other, name)


def _shown_as(record: Record, id_: str) -> str | None:
    row = record.row(id_)
    return row.id if row is not None else None


def _judged(record: Record, judgement: Judgement) -> Pair:
    return Pair(
        judgement.one,
        _name(record, judgement.one),
        judgement.other,
        _name(record, judgement.other),
        judgement.verdict,
        judgement.who,
        judgement.when,
        judgement.why,
        judgement.decision,
    )


def _name(record: Record, id_: str) -> str:
    """Return the name an actor was read by, also where it is shown as another; "" where it is gone."""
    shown = record.row(id_)
    held = record.united(shown.id) if shown else ()
    return next((row.name for row in held if row.id == id_), shown.name if isinstance(shown, Actor) else "")


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
