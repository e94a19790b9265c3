"""The ledger of asks as pages show it: each ask with its mentions, who else asks, and what answers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onrecord.record.catalogue import NO_REPLY, RowEntry
from onrecord.types.asked import drift_of, no_reply, steps_of, strength_of, verb_of
from onrecord.types.ledger import LedgerEntry, asked_in, negation_of
from onrecord.types.rows import Ask, DocumentRow
from onrecord.types.spans import Evidence
from onrecord.web.site import Site


@dataclass(frozen=True, slots=True)
class AskShown:
    """An ask in its words: the verb with its "not", what is asked, who, and what became of it.

    `words` is the place of what is asked, as one clause where the verb alone would lose of what it is asked
    (`verb` then is ""). `state` is a kind of response, or `no_reply`, which `told` says in words.
    """

    entry: LedgerEntry
    strength: str
    verb: str
    words: Evidence
    steps: tuple[tuple[str, ...], ...]
    date: str | None
    drift: str
    state: str
    told: str
    reviewed: bool = False

    @property
    def row(self) -> Ask:
        """The first mention."""
        return self.entry.first

    @property
    def heading(self) -> tuple[str | None, tuple[tuple[str, ...], ...]]:
        """What asks that are listed together share: their date, and who asks whom."""
        return (self.date, self.steps)


@dataclass(frozen=True, slots=True)
class MentionShown:
    """One mention of an ask, with the day of its document and its strength beside that of the first."""

    row: Ask
    strength: str
    verb: str
    date: str | None
    beside: str


def asks_shown(site: Site, entries: Iterable[RowEntry]) -> list[AskShown]:
    """Return what a page shows of asks, in the order given."""
    held = [(entry, entry.row) for entry in entries if isinstance(entry.row, Ask)]
    found = site.catalogue.asks(row.id for _, row in held)
    dates = dates_of(site, (row.document for _, row in held))
    return [
        ask_shown(site, found[row.id], dates, reviewed=entry.reviewed)
        for entry, row in held
        if row.id in found
    ]


def ask_shown(
    site: Site, entry: LedgerEntry, dates: Mapping[str, str], *, reviewed: bool = False
) -> AskShown:
    """Return what a page shows of one ask; `dates` are those of documents."""
    ask = entry.first
    verb, words = said(ask, site.record.text(ask.document))
    response = entry.response
    return AskShown(
        entry,
        strength_of(ask),
        verb,
        words,
        tuple(steps_of(entry)),
        dates.get(ask.document),
        drift_of(entry),
        response.kind if response else NO_REPLY,
        response.kind if response else no_reply(site.catalogue.last_date()),
        reviewed,
    )


def said(ask: Ask, text: str) -> tuple[str, Evidence]:
    """Return the words that ask and the words of what is asked: one clause, without a verb, of a thing."""
    [*_, words] = asked_in(ask, text)
    if words != ask.action:
        return "", words
    return " ".join(filter(None, (verb_of(ask), negation_of(ask, text)))), words


def mentions_shown(entry: LedgerEntry, dates: Mapping[str, str]) -> list[MentionShown]:
    """Return the mentions of an ask, each with how its strength differs from the first's."""
    first = _level(entry.first)
    return [
        MentionShown(
            ask, strength_of(ask), verb_of(ask), dates.get(ask.document), _beside(_level(ask), first)
        )
        for ask in entry.mentions
    ]


def _level(ask: Ask) -> tuple[str, str]:
    return (ask.strength, ask.relay or "")


def _beside(level: tuple[str, str], first: tuple[str, str]) -> str:
    """Return how a strength stands beside the first: "", "stronger" or "weaker"."""
    return "" if level == first else "stronger" if level > first else "weaker"


def dates_of(site: Site, documents: Iterable[str]) -> dict[str, str]:
    """Return the dates of those documents that have one, in EDTF."""
    found = site.record.rows_with(documents)
    return {row.id: row.date.edtf for row in found.values() if isinstance(row, DocumentRow) and row.date}
