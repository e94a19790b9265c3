"""Phase 2 divided: the units of a resolver in portions, worked on in several processes that read the record.

Nothing but the process that builds writes. What a resolver gives for some units does not depend on the
others (docs/decisions/0013), so that portions give together what all units give in one process.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple, Protocol

from onrecord.record.resolved import Run
from onrecord.record.store import Record
from onrecord.resolve.asks_meeting import meeting_units
from onrecord.resolve.figures_populations import STAGE as POPULATIONS
from onrecord.types.errors import Issue
from onrecord.types.findings import Corpus, Made, Redirect, Resolver, Told
from onrecord.types.rows import FigureSet, Row

TEXTS_AT_HAND = 256
"""Texts kept while anchors of resolved rows are checked: a resolver goes through documents in order."""

WHOLE_RECORD = "(whole record)"
"""Stands for the path where an issue is of no single file."""

PORTION = 64
"""Units of a portion: fewer let a process use less of what it has read again, more leave others idle."""

AHEAD = 3
"""Portions a process that are given out before the first of them is written."""


class Portion(NamedTuple):
    """Some units of a resolver, with what of an unfinished comparison may be seen (`Record.sight`)."""

    resolver: str
    units: tuple[str, ...]
    sight: Run


Items = list[Made | Told]

Take = Callable[[], Items]
"""Waits for what a portion gives; raises what the resolver raised, or HandIsLost."""


class HandIsLost(Exception):
    """The process that worked on a portion ended without an answer."""


class Hands(Protocol):
    """Processes that work on portions; `size` is their number."""

    @property
    def size(self) -> int:
        """How many work at once."""
        ...

    def give(self, portion: Portion) -> Take:
        """Give a portion to one of them; return what waits for the outcome."""
        ...


def _documents(corpus: Corpus) -> Generator[str]:
    for document in corpus.documents():
        yield document.id


def _documents_and_sets(corpus: Corpus) -> Generator[str]:
    yield from _documents(corpus)
    for figures in corpus.rows(FigureSet):
        yield figures.id


def _documents_and_populations(corpus: Corpus) -> Generator[str]:
    yield from _documents(corpus)
    for key, _ in corpus.blocks(POPULATIONS):
        yield key


def _meetings(corpus: Corpus) -> Generator[str]:
    yield from meeting_units(corpus)


UNITS: Mapping[str, Callable[[Corpus], Generator[str]]] = {
    "quotations": _documents,
    "links": _documents,
    "wanted": _documents,
    "origins": _documents,
    "figures": _documents_and_populations,
    "ask_pairs": _meetings,
    "answers": _documents,
    "findings": _documents_and_sets,
}
"""All units of the resolvers that are divided (`resolvers.DIVIDED`)."""


def divided(
    record: Record, resolver: Resolver, units: Collection[str] | None, hands: Hands | None
) -> Iterator[Made | Told]:
    """Yield what a resolver gives for some units or all, from several processes where this is worth it."""
    if hands is None or resolver.name not in UNITS:
        yield from checked(record, resolver.resolve(record, units), resolver.name)
        return
    if units is None:
        with closing(UNITS[resolver.name](record)) as every:
            yield from _divided(record, resolver, _portions(every), hands)
    else:
        yield from _divided(record, resolver, _portions(iter(sorted(units))), hands)


def _divided(
    record: Record, resolver: Resolver, portions: Iterator[tuple[str, ...]], hands: Hands
) -> Iterator[Made | Told]:
    """Yield what portions of units give, in their order; one that holds all units is worked on here."""
    first = list(islice(portions, 2))
    if len(first) < 2:
        for some in first:
            yield from checked(record, resolver.resolve(record, some), resolver.name)
        return
    waiting: deque[tuple[Take, Portion]] = deque()
    for some in chain(first, portions):
        portion = Portion(resolver.name, some, record.sight())
        waiting.append((hands.give(portion), portion))
        if len(waiting) > AHEAD * hands.size:
            yield from _taken(record, resolver, *waiting.popleft())
    while waiting:
        yield from _taken(record, resolver, *waiting.popleft())


def _portions(units: Iterator[str]) -> Iterator[tuple[str, ...]]:
    while some := tuple(islice(units, PORTION)):
        yield some


def _taken(record: Record, resolver: Resolver, take: Take, portion: Portion) -> Iterator[Made | Told]:
    """Yield what a portion gives; one whose process was lost is worked on here."""
    try:
        yield from take()
    except HandIsLost:
        yield from checked(record, resolver.resolve(record, portion.units), resolver.name)


def checked(record: Record, items: Iterable[Made], name: str) -> Iterator[Made | Told]:
    """Yield the items whose every anchor quotes its document exactly; the others become issues."""
    text_of = lru_cache(TEXTS_AT_HAND)(record.text)
    for made in items:
        item = made.item
        if isinstance(item, Redirect) or all(
            anchor.holds_in(text_of(anchor.document)) for anchor in item.anchors()
        ):
            yield made
        else:
            yield Told(made.unit, _orphan(name, item))


def _orphan(name: str, row: Row) -> Issue:
    return Issue(
        path=WHOLE_RECORD,
        code="anchor_does_not_hold",
        message=f"{name} made a {row.row_type} that does not quote its document exactly; it was left out.",
        remedy="Report this.",
    )
