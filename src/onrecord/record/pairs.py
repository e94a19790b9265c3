"""Pairs of actors that may be one: what nobody judged yet, what is left open, and what was judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.record.store import Record
from onrecord.types.judgements import Judgement
from onrecord.types.rows import Actor

OPEN = "open"
"""What a pair is called that nobody has judged."""

_ORDER = (OPEN, "unsure", "positive", "negative")


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
