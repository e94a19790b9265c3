"""What is known of an actor: names, offices, what it says and asks, what is said and counted on its word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.export.lists import office_told
from onrecord.record.catalogue import RowEntry, RowQuery
from onrecord.record.pairs import Pair, pairs_of
from onrecord.types.rows import (
    Actor,
    DocumentRow,
    Event,
    Figure,
    Response,
    Row,
    Statement,
)
from onrecord.types.spans import Evidence
from onrecord.web.chains import Step, steps_of
from onrecord.web.ledger import AskShown, asks_shown
from onrecord.web.listing import Filter
from onrecord.web.meanings import meaning
from onrecord.web.site import Site, words_of

BRIEF = 5
"""Entries of a section beside the others; its own page has them all."""

SHORTEST_NAME = 3
"""Characters of a name that is looked for in the words of others; of fewer there are too many others."""

WORDS = Filter("words", "With the words", "words", way="words")
_STATEMENTS = ("statement", "statements", "statement")
SINCE, UNTIL = Filter("since", "From", "since", way="date"), Filter("until", "To", "until", way="date")


@dataclass(frozen=True, slots=True)
class Section:
    """One part of what is known of an actor: which rows, and what they can be narrowed by.

    `role` is the actor's in them, None where it may have any. `by_name` takes the rows in whose words the
    actor is named instead, its own left out.
    """

    name: str
    title: str
    one: str
    more: str
    type: str
    role: str | None
    filters: tuple[Filter, ...] = (SINCE, UNTIL, WORDS)
    by_name: bool = False

    def query(self, actor: Actor) -> RowQuery:
        """Return what lists its rows."""
        if self.by_name:
            return RowQuery(self.type, words=names_asked(actor), order="date")
        return RowQuery(self.type, actors=frozenset((actor.id,)), role=self.role, order="date")


_HOW = (Filter("mode", "How", "modes"), Filter("act", "Act", "acts"), SINCE, UNTIL)

SECTIONS = (
    Section("says", "What it says", *_STATEMENTS, "speaker", (*_HOW, WORDS)),
    Section("told", "What is said to it", *_STATEMENTS, "to", (*_HOW, WORDS)),
    Section("passes-on", "What is known through it", *_STATEMENTS, "through", (*_HOW, WORDS)),
    Section("spoken-of", "What others say about it", *_STATEMENTS, None, _HOW, by_name=True),
    Section("asks", "What it asks for", "ask", "asks", "ask", "requester"),
    Section("asked", "What is asked of it", "ask", "asks", "ask", "addressee"),
    Section("to-act", "What it is to do", "ask", "asks", "ask", "target"),
    Section("answers", "What it answers", "response", "responses", "response", "actor"),
    Section("figures", "Numbers on its word", "figure", "figures", "figure", "origin"),
    Section("events", "What it has a part in", "event", "events", "event", None),
)

LONGEST_NAMES = 8
"""Names by which an actor is looked for in the words of others."""


def names_asked(actor: Actor) -> str:
    """Return a query for the names of an actor: proper ones alone, since "the Board" may be any board."""
    proper = [name for name in (actor.name, *actor.aliases) if _is_proper(name)] or [actor.name]
    return " OR ".join(f'"{_plain(name)}"' for name in list(dict.fromkeys(proper))[:LONGEST_NAMES])


def _is_proper(name: str) -> bool:
    return name[:1].isupper() and len(name) > SHORTEST_NAME and not name.startswith("The ")


def _plain(name: str) -> str:
    return " ".join(name.replace('"', " ").split())


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row of a section: its words with their place, how they came there, to whom, and of when.

    `told` are short facts beside it (mode, act, role), each with what it means.
    """

    row: Row
    words: tuple[Evidence, ...]
    date: str | None
    told: tuple[tuple[str, str], ...] = ()
    steps: tuple[Step, ...] = ()
    to: tuple[str, ...] = ()
    sure: bool = True


@dataclass(frozen=True, slots=True)
class PairShown:
    """Another actor that this one may be, with what was judged; `open` where nobody did."""

    pair: Pair
    other: str
    other_name: str


def rows_shown(
    site: Site, section: Section, entries: Iterable[RowEntry], actor: str
) -> list[AskShown] | list[RowShown]:
    """Return what a page shows of the rows of a section; of those by name the actor's own are left out."""
    if section.type == "ask":
        return asks_shown(site, entries)
    rows = [entry.row for entry in entries]
    if section.by_name:
        rows = [row for row in rows if actor not in getattr(row, "speakers", ())]
    documents = site.record.rows_with(getattr(row, "document", "") for row in rows)
    tell = _TELL[section.type]
    return [tell(row, documents, actor) for row in rows]


def _statement(row: Statement, documents: Mapping[str, Row], actor: str) -> RowShown:
    document = documents.get(row.document)
    told = [
        (row.act, meaning("act", row.act)),
        (row.mode, meaning("mode", row.mode)),
    ]
    told += [("denied", "it is said that this was not said")] if row.negated else []
    to = document.addressees if isinstance(document, DocumentRow) and row.level == 0 else ()
    steps = steps_of(row.chain, row.chain_marks)
    return RowShown(row, row.content, _date(document), tuple(told), steps, to, row.sure)


def _response(row: Response, documents: Mapping[str, Row], actor: str) -> RowShown:
    told = ((row.kind, meaning("state", row.kind)),)
    return RowShown(row, (row.anchor,), row.date or _date(documents.get(row.document)), told, to=row.to)


def _figure(row: Figure, documents: Mapping[str, Row], actor: str) -> RowShown:
    told = (
        (words_of(row.bound), meaning("bound", row.bound)),
        (row.measure, meaning("measure", row.measure)),
    )
    return RowShown(row, (row.anchor,), row.date, told, steps_of(row.chain, row.chain_marks))


def _event(row: Event, documents: Mapping[str, Row], actor: str) -> RowShown:
    roles = [part.role for part in row.participants if actor in part.actors]
    told = [(words_of(role), "its part in what happened") for role in roles]
    told += [(row.kind, "kind of event"), (row.factuality, meaning("factuality", row.factuality))]
    return RowShown(row, row.mentions[:1], row.date, tuple(told))


_TELL: dict[str, Callable[[Any, Mapping[str, Row], str], RowShown]] = {
    "statement": _statement,
    "response": _response,
    "figure": _figure,
    "event": _event,
}


def _date(document: Row | None) -> str | None:
    return document.date.edtf if isinstance(document, DocumentRow) and document.date else None


def pairs_shown(site: Site, row: Actor) -> list[PairShown]:
    """Return who an actor may be, and what was judged of it: what nobody judged yet first."""
    return [PairShown(pair, *_other(pair, row.id)) for pair in pairs_of(site.record, [row])]


def _other(pair: Pair, own: str) -> tuple[str, str]:
    if pair.other == own:
        return pair.one, pair.one_name
    return pair.other, pair.other_name


def offices_told(row: Actor) -> Iterator[tuple[str, str]]:
    """Yield each office with its time, and the file that tells of it."""
    for office in row.offices:
        yield office_told(office), office.source or ""
