"""How many independent origins a row has: what a reviewer may call confirmed.

Two texts that lead back to one origin are one origin (RECORD.md, figure_set), and so are two of one issuer
and one that has its words from the other. Where an origin is not known, nothing is counted for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from onrecord.types.rows import (
    DocumentLink,
    DocumentRow,
    Event,
    Figure,
    FigureSet,
    Finding,
    Row,
    Statement,
)

R = TypeVar("R")

_DERIVED = ("reports_on", "quotes", "same_text")
"""Links that say that one document has what it says from the other."""

_HOLD_TOGETHER = ("agree", "compatible", "single")


class Looking(Protocol):
    """What is asked of the record."""

    def row(self, row: str) -> Row | None:
        """Return what is shown under an id."""
        ...

    def document(self, document: str) -> DocumentRow | None:
        """Return one document."""
        ...

    def about(self, kind: type[R], document: str) -> Iterator[R]:
        """Yield the rows that comparing made and that speak of a document."""
        ...

    def each_under(self, row: str) -> tuple[Row, ...]:
        """Return the rows that are shown as one under an id."""
        ...


@dataclass(frozen=True, slots=True)
class Origins:
    """Independent origins of a row: how many, None where that is not known, and a phrase that says why."""

    count: int | None
    why: str


def origins_of(record: Looking, row: Row) -> Origins:
    """Return how many independent origins a row has."""
    if isinstance(row, FigureSet):
        return _of_set(row)
    if isinstance(row, Figure):
        sets = [held for held in record.about(FigureSet, row.document) if row.id in held.figures]
        agreeing = [_of_set(held) for held in sets if held.verdict in _HOLD_TOGETHER]
        return max(agreeing, key=lambda found: found.count or 0, default=Origins(1, "no other figure agrees"))
    if isinstance(row, Finding):
        behind = [origins_of(record, found) for found in map(record.row, row.rows) if found is not None]
        nothing = Origins(0, "no row stands behind it")
        return max(behind, key=lambda found: found.count or 0, default=nothing)
    return _of_tellings(record, row)


def _of_set(row: FigureSet) -> Origins:
    if row.origins is None:
        return Origins(None, "a figure in its set names no origin")
    return Origins(row.origins, f"the figures of its set lead back to {_many(row.origins)}")


def _of_tellings(record: Looking, row: Row) -> Origins:
    """Count who stands at the beginning of each telling, documents that have it from one another as one."""
    told = set(_tellings(record, row))
    groups: list[set[str]] = []
    for document, origin in sorted(told):
        keys = {origin, document, *_derived_from(record, document)}
        for group in [group for group in groups if group & keys]:
            keys |= group
            groups.remove(group)
        groups.append(keys)
    return Origins(len(groups), f"what it stands on leads back to {_many(len(groups))}")


def _tellings(record: Looking, row: Row) -> Iterator[tuple[str, str]]:
    """Yield each document that tells it, with who or what stands at the beginning of that."""
    for each in record.each_under(row.id) or (row,):
        if isinstance(each, Event):
            said = [found for found in map(record.row, each.statements) if isinstance(found, Statement)]
            yield from ((found.document, _origin(record, found.document, found.chain)) for found in said)
            told = {found.document for found in said}
        else:
            told = set()
            if isinstance(each, Statement):
                told = {each.document}
                yield each.document, _origin(record, each.document, each.chain)
        for document in {anchor.document for anchor in each.anchors()} - told:
            yield document, _origin(record, document, ())


def _origin(record: Looking, document: str, chain: Iterable[str]) -> str:
    first = next(iter(chain), document)
    row = record.document(first) if first.startswith("d-") else None
    return row.issuers[0] if row is not None and row.issuers else first


def _derived_from(record: Looking, document: str) -> Iterator[str]:
    for link in record.about(DocumentLink, document):
        if link.kind in _DERIVED and link.to_document is not None:
            yield from (link.from_document, link.to_document)


def _many(count: int) -> str:
    return "one origin" if count == 1 else f"{count} origins" if count else "no origin"
