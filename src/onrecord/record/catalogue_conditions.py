"""What a page asks for as conditions on entries, each with the quickest way to what fulfils it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from onrecord.record.catalogue_counting import end_of
from onrecord.record.catalogue_filling import keys_at
from onrecord.record.catalogue_opened import Opened
from onrecord.record.catalogue_query import RowQuery
from onrecord.record.catalogue_rows import type_word
from onrecord.record.catalogue_tables import SHELF
from onrecord.record.query import Either, Every, Not, Part, Terms, understand
from onrecord.types.chronology import LAST
from onrecord.types.errors import OnRecordError

_ASKED = {"kind": "kinds", "act": "acts", "mode": "modes", "factuality": "factualities"}
ASKED = _ASKED | {"strength": "strengths", "state": "states", "severity": "severities", "verdict": "verdicts"}
"""The field of RowQuery, and the facet, of each dimension."""

MERGED_SHELVES = frozenset(SHELF[name] for name in ("actor", "norm", "event"))
ABOUT_SHELVES = frozenset(
    SHELF[name] for name in ("quotation_check", "figure_set", "document_link", "finding")
)

_DAY = re.compile(r"-?\d{4}(?:-\d{2}(?:-\d{2})?)?")


class NoSuchPage(OnRecordError):
    """A cursor does not come from a page of this list."""


class NoSuchDate(OnRecordError):
    """A list is asked for since or until something that is no date."""


_OPENING = re.compile(r"(?:-01){1,2}\Z")
"""What a first day has more than its month or year: these begin on it too, and are since then."""


class Where(NamedTuple):
    """A condition on entries `e` with its values, and what else finds those that fulfil it.

    That is a query of their `keys` with the `found_by` it takes, or the index that has them `by` their order;
    "" where there is none. `often` is about how many there are, `known` how many exactly where that was
    counted beforehand.
    """

    condition: str
    values: tuple[Any, ...]
    keys: str = ""
    found_by: tuple[Any, ...] = ()
    by: str = ""
    often: float = 0.0
    known: int | None = None


class Conditions:
    """The conditions of one query: values of dimensions by their names, and all others."""

    def __init__(self, opened: Opened, query: RowQuery) -> None:
        self._opened = opened
        self._run = opened.catalogue.execute
        self._query = query
        self.shelves = shelves_of(query)
        self.chosen = self._dimensions()
        self.others = list(self._conditions())

    def _dimensions(self) -> dict[str, tuple[str, ...]]:
        """Return the values asked for by dimension."""
        chosen = {name: getattr(self._query, asked) for name, asked in ASKED.items()}
        if self._query.type == "wanted":
            chosen["act"], chosen["kind"] = chosen["kind"], ()
        if self._query.dated is not None:
            chosen["dated"] = ("yes" if self._query.dated else "no",)
        return {name: values for name, values in chosen.items() if values}

    def _conditions(self) -> Iterator[Where]:
        """Yield the conditions that no combination of dimensions tells."""
        query = self._query
        if query.document is not None:
            yield self._in_document(query.document)
        if query.words and query.words.strip():
            yield self._with_words(query.words)
        if query.reviewed is not None:
            ids = json.dumps(sorted(self._opened.reviewed()))
            if query.reviewed:
                listed = "SELECT key FROM entries WHERE id IN (SELECT value FROM json_each(?))"
                yield Where("e.id IN (SELECT value FROM json_each(?))", (ids,), listed, (ids,))
            else:
                yield Where("e.id NOT IN (SELECT value FROM json_each(?))", (ids,))
        if query.actors:
            yield self._naming(query.actors, query.role)
        if query.norms:
            yield self._naming(query.norms, "norm")
        if query.places:
            held = marks(query.places)
            yield Where(f"e.place IN ({held})", query.places, by="entries_by_scene", often=1e5)
        if query.since or query.until:
            since, until = _first_day(query.since or ""), _first_day(query.until or "")
            values = (_OPENING.sub("", since), min(f"{until}~" if until else LAST, LAST))
            yield Where("e.date >= ? AND e.date < ?", values, by="entries_by_date", often=1e6)

    def _in_document(self, document: str) -> Where:
        found = self._run("SELECT place FROM papers WHERE id = ?", (document,)).fetchone()
        first, last = keys_at(found[0]) if found else (-1, -1)
        shelf = abs(self.shelves[0])
        if shelf in MERGED_SHELVES:
            targets = self._run(
                "SELECT DISTINCT t.id FROM parts p JOIN things t ON t.n = p.target"
                " WHERE p.key BETWEEN ? AND ?",
                (first, last),
            )
            ids = json.dumps(sorted({end_of(id_, self._opened.steps) for (id_,) in targets}))
            keys = "SELECT key FROM entries WHERE id IN (SELECT value FROM json_each(?))"
            return Where("e.id IN (SELECT value FROM json_each(?))", (ids,), keys, (ids,))
        if shelf == SHELF["ask"]:
            keys = (
                "SELECT key FROM entries WHERE id IN (SELECT leads FROM entries WHERE key BETWEEN ? AND ?)"
                " UNION SELECT key FROM entries WHERE key BETWEEN ? AND ?"
            )
            between = (first, last, first, last)
            return Where(f"e.key IN ({keys})", between, keys, between)
        if shelf == SHELF["wanted"]:
            keys = (
                "SELECT key FROM entries WHERE leads <> '' AND leads IN"
                " (SELECT x.leads FROM about a JOIN entries x ON x.key = a.key WHERE a.document = ?)"
            )
            return Where(f"e.key IN ({keys})", (document,), keys, (document,))
        if shelf in ABOUT_SHELVES:
            keys = "SELECT key FROM about WHERE document = ?"
            return Where(f"e.key IN ({keys})", (document,), keys, (document,))
        keys = "SELECT key FROM entries WHERE key BETWEEN ? AND ?"
        return Where("e.key BETWEEN ? AND ?", (first, last), keys, (first, last))

    def _with_words(self, words: str) -> Where:
        part = understand(words).part
        if part is None:
            return Where("0", ())
        name = "document_link" if self._query.type == "wanted" else self._query.type
        keys = "SELECT rowid AS key FROM words WHERE words MATCH ?"
        wanted = (matching(part, type_word(name)),)
        return Where(f"e.key IN ({keys})", wanted, keys, wanted, often=1e3)

    def _naming(self, ids: Iterable[str], role: str | None) -> Where:
        things = self._opened.things(ids)
        held, shelves = marks(things), marks(self.shelves)
        in_role = "= ?" if role else "<> 'norm'"
        roles = (role,) if role else ()
        condition = (
            f"EXISTS (SELECT 1 FROM named n WHERE n.key = e.key AND n.thing IN ({held}) AND n.role {in_role})"
        )
        keys = f"SELECT key FROM named WHERE thing IN ({held}) AND shelf IN ({shelves}) AND role {in_role}"
        often = sum(
            n
            for shelf in self.shelves
            for thing in things
            for (n,) in self._run(
                "SELECT n FROM tallies WHERE shelf = ? AND facet = ? AND value = ?",
                (shelf, role or "", thing),
            )
        )
        known = int(often) if len(things) == 1 else None
        found_by = (*things, *self.shelves, *roles)
        return Where(condition, (*things, *roles), keys, found_by, "", float(often), known)


def shelves_of(query: RowQuery) -> tuple[int, ...]:
    """Return the shelves on which the entries of a list stand; raises ValueError on an unknown type."""
    shelf = SHELF.get(query.type)
    if shelf is None:
        raise ValueError(f"{query.type!r} is no type of rows; known: {', '.join(SHELF)}")
    if query.type == "document_link":
        return (shelf, SHELF["wanted"], -SHELF["wanted"])
    return (shelf, -shelf) if query.type == "statement" and query.unsure else (shelf,)


def _first_day(date: str) -> str:
    """Return the part of a date that days are compared by; raises NoSuchDate."""
    found = _DAY.match(date)
    if date and found is None:
        raise NoSuchDate(f"{date!r} is no date. Write 2024, 2024-05 or 2024-05-09.")
    return found.group() if found else ""


def matching(part: Part, kind: str = "") -> str:
    """Return a part of a query as the index of words asks it, of rows of one type alone or of all."""
    return _conjunction((part,) if not isinstance(part, Every) else part.parts, f'"{kind}"' if kind else "")


def _conjunction(parts: Iterable[Part], first: str = "") -> str:
    wanted, refused = [first] if first else [], []
    for part in parts:
        if isinstance(part, Not):
            refused.append(_matching(part.part))
        else:
            wanted.append(_matching(part))
    joined = " AND ".join(wanted or ['"_"*'])
    return f"({joined}) NOT ({' OR '.join(refused)})" if refused else f"({joined})"


def _matching(part: Part) -> str:
    if isinstance(part, Terms):
        return f'"{" ".join(part.words)}"{" *" if part.open_end else ""}'
    if isinstance(part, Either):
        return f"({' OR '.join(map(_matching, part.parts))})"
    return _conjunction(part.parts if isinstance(part, Every) else (part,))


def marks(values: Sequence[Any]) -> str:
    """Return as many places for values in a query as there are."""
    return ", ".join("?" * len(values))
