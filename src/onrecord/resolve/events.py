"""Events of one happening told several times, led to one; what they disagree in stays with the mentions.

What identifies a happening is its kind and day with somebody or something that takes part; a month needs
more (events_likeness.py). Only what is dated to a month or finer is compared, under its kind and month: what
two months tell of is two happenings. Several mentions in one document are joined by the same rules as those
of several.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from onrecord.resolve.events_groups import groups_of
from onrecord.resolve.events_kinds import packaged_kinds
from onrecord.resolve.events_likeness import Likenesses
from onrecord.resolve.events_links import links_of
from onrecord.resolve.events_tellings import Telling, TellingReader
from onrecord.resolve.units import blocks_of
from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made, Redirect
from onrecord.types.rows import Event

STAGE = "events"

LARGEST_BLOCK = 400
"""Events of one kind and month that are all compared; of more, those of each day are, and no others."""

JOINED = ("past", "ongoing", "reported", "suspended")
"""Factualities of happenings; what is feared or asked for is no happening to be joined."""


class EventResolver:
    """Leads events of one happening to the one that says most, and links the documents that tell of it."""

    name = STAGE
    version = "5"

    def __init__(self) -> None:
        self._kinds = packaged_kinds()

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        """Yield kind and month of each dated event that happened."""
        for row in findings.rows:
            if isinstance(row, Event) and row.factuality in JOINED and month_of(row.date):
                yield BlockKey(STAGE, f"{month_of(row.date)} {row.kind}", findings.row.id, row.id)

    def units(self, corpus: Corpus, changes: Changes) -> Iterable[str]:
        """Yield the keys of the documents that changed."""
        return corpus.keys_of(STAGE, changes.documents)

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterator[Made]:
        """Yield a redirect for each event that tells of a happening another tells more of, and links."""
        reader = TellingReader(corpus, self._kinds)
        for key, members in blocks_of(corpus, STAGE, units):
            if len(members) < 2:
                continue
            read = (reader.read(member.document, member.row) for member in members)
            tellings = sorted((one for one in read if one is not None), key=lambda one: one.event.id)
            likenesses = Likenesses(self._kinds)
            for some in _parts(tellings):
                for group in groups_of(some, likenesses):
                    yield from (Made(key, item) for item in _redirects(group, likenesses))
                    yield from (Made(key, link) for link in links_of(group))


def month_of(date: str | None) -> str | None:
    """Return the month of an EDTF date, None where it is coarser, open at its beginning or missing.

    >>> month_of("2023-10-09"), month_of("2020-01/.."), month_of("2023")
    ('2023-10', '2020-01', None)
    """
    first = (date or "").split("/")[0].strip("~?%")
    return first[:7] if len(first) >= 7 and first[:4].isdigit() and first[5:7].isdigit() else None


def _parts(tellings: Sequence[Telling]) -> Iterator[Sequence[Telling]]:
    """Yield all tellings together, or where they are too many those of each day."""
    if len(tellings) <= LARGEST_BLOCK:
        yield tellings
        return
    for day in sorted({telling.period.first for telling in tellings if telling.of_one_day}):
        of_day = [one for one in tellings if one.of_one_day and one.period.first == day]
        if 1 < len(of_day) <= LARGEST_BLOCK:
            yield of_day


def _redirects(group: Sequence[Telling], likenesses: Likenesses) -> Iterator[Redirect]:
    first, *others = sorted(group, key=_rank)
    for other in others:
        near = next(
            (one for one in (first, *others) if one is not other and likenesses.same(one, other)), first
        )
        yield Redirect(other.event.id, first.event.id, likenesses.reason(near, other))


def _rank(telling: Telling) -> tuple[int, bool, int, str, str]:
    """Return what puts at the head the telling that says most: when, where, who; then the first to tell."""
    named = sum(len(names) for names in telling.named.values())
    date = telling.document.date.edtf if telling.document.date else "9999"
    return (telling.period.days or 0, not telling.place, -named, date, telling.event.id)
