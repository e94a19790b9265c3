"""Lists of a record's rows, page by page, from a derived index beside the record.

What it lists is what the record shows: rejected rows are left out, corrected ones stand as corrected, and
what several documents tell of one actor, norm or event is one entry. Of asks the first mention of each is
one, and the first link to each wanted document is an entry of the type `wanted`. The index holds nothing of
its own: it is brought up to date from the record, and made anew where it is missing, damaged or of another.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from threading import Lock

from onrecord.record import build_log
from onrecord.record import catalogue_relations as relations
from onrecord.record.build_log import BuildLog
from onrecord.record.catalogue_asking import Asking, Counted
from onrecord.record.catalogue_conditions import NoSuchDate, NoSuchPage, matching
from onrecord.record.catalogue_counting import NO_REPLY
from onrecord.record.catalogue_entries import beginnings, entries_of
from onrecord.record.catalogue_keeping import Keeper
from onrecord.record.catalogue_kept import KeptAnswers
from onrecord.record.catalogue_opened import Opened
from onrecord.record.catalogue_query import ORDERS, PAGE, RowEntry, RowPage, RowQuery
from onrecord.record.catalogue_relations import Related
from onrecord.record.catalogue_rows import MENTIONS
from onrecord.record.catalogue_tables import SHELF, TYPES
from onrecord.record.query import understand
from onrecord.record.store import Record
from onrecord.types.ledger import LedgerEntry
from onrecord.types.rows import DocumentLink

__all__ = [
    "MENTIONS",
    "NO_REPLY",
    "ORDERS",
    "PAGE",
    "BuildLog",
    "Catalogue",
    "NoSuchDate",
    "NoSuchPage",
    "RowEntry",
    "RowPage",
    "RowQuery",
]

KEPT_COUNTS = 256
"""Queries whose totals and facets are kept until the record changes."""

TOLD_AS_FACT = frozenset({"past", "ongoing", "reported"})
"""Factualities of what is said to have happened, or to be happening."""


class Catalogue:
    """The catalogue of one record, for any number of threads; it keeps itself up to date."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._keeper = Keeper(record)
        self._lock = Lock()
        self._counts: OrderedDict[tuple[int, RowQuery], Counted] = OrderedDict()
        self._kept = KeptAnswers()

    def refresh(self) -> None:
        """Bring the catalogue up to the record; every other method does so first.

        Raises RecordCannotBeWritten on a full disk. On a read-only one it is made apart, in a temporary file.
        """
        self._keeper.refresh()

    def rebuild(self) -> None:
        """Make the catalogue anew."""
        self._keeper.rebuild()

    def close(self) -> None:
        """Close every connection; a catalogue that was made apart from the record is thrown away."""
        self._keeper.close()

    @contextmanager
    def _open(self) -> Iterator[Opened]:
        """Give this thread's connection to the catalogue as it is now, and what the record shows."""
        self.refresh()
        with self._record.reader() as reader:
            yield Opened(self._keeper.connection(), reader, self._keeper.listed_at(reader.view.changes))

    # lists

    def page(self, query: RowQuery) -> RowPage:
        """Return one page of a list; raises NoSuchPage, NoSuchDate, ValueError on an unknown type."""
        with self._open() as opened:
            listed = opened.listed if query.reviewed is None else None
            counted, keys, after = self._kept.answer(
                listed, ("page", query), lambda: self._paged(opened, query)
            )
            entries = tuple(self._entries(opened, keys))
        return RowPage(entries, counted.total, counted.facets, after, counted.exact)

    def _paged(self, opened: Opened, query: RowQuery) -> tuple[Counted, list[int], str | None]:
        asking = Asking(opened, query)
        counted = self._counted(asking, query)
        return counted, *asking.keys(counted)

    def beginning(self, query: RowQuery) -> RowPage:
        """Return the first page of a list without its facets: several of them on one page cost little."""
        with self._open() as opened:
            asking = Asking(opened, query)
            counted = asking.counted_alone()
            keys, after = asking.keys(counted)
            entries = tuple(self._entries(opened, keys))
        return RowPage(entries, counted.total, counted.facets, after, counted.exact)

    def beginnings_with(self, words: str, limit: int) -> dict[str, RowPage] | None:
        """Return the first page of each list but links, narrowed by words, without facets or next pages.

        All are gone through at once, so None where more entries have the words than is quickly done.
        """
        with self._open() as opened:
            begun = self._kept.answer(
                opened.listed, ("beginnings", words, limit), lambda: beginnings(opened, words, limit)
            )
            if begun is None:
                return None
            return {
                name: RowPage(tuple(self._entries(opened, keys)), total, {}, None, exact=True)
                for name, (keys, total) in begun.items()
            }

    def _counted(self, asking: Asking, query: RowQuery) -> Counted:
        """Return totals and facets, which are the same on every page and in every order."""
        changes = self._keeper.counter if query.reviewed is None else -self._keeper.seen
        asked = (changes, replace(query, after=None, limit=PAGE, order=ORDERS[0]))
        with self._lock:
            known = self._counts.get(asked)
        if known is None:
            known = asking.counted()
            with self._lock:
                self._counts[asked] = known
                while len(self._counts) > KEPT_COUNTS:
                    self._counts.popitem(last=False)
        return known

    def forget_counts(self) -> None:
        """Forget totals and facets, which then are counted as for the first who asks."""
        with self._lock:
            self._counts.clear()
        self._kept.forget()

    def entry(self, id_: str) -> RowEntry | None:
        """Return the entry of one row, whatever list it stands in; None where nothing is shown under the id.

        An actor or norm comes with its first mentions and how many there are: it is never loaded whole.
        """
        with self._open() as opened:
            [end] = opened.ends([id_]).values()
            found = opened.catalogue.execute("SELECT key FROM entries WHERE id = ?", (end,)).fetchone()
            return next(self._entries(opened, [found[0]]), None) if found else None

    def _entries(self, opened: Opened, keys: Iterable[int]) -> Iterator[RowEntry]:
        """Yield the entries of some keys, in this order; one whose row is gone meanwhile is left out."""
        wanted = list(keys)
        found = self._kept.entries(opened.listed, wanted, lambda missing: entries_of(opened, missing))
        reviewed, grades = self._kept.left_by_reviewers(opened)
        for id_, entry in (found[key] for key in wanted if key in found):
            yield replace(entry, reviewed=id_ in reviewed, grade=grades.get(id_))

    def counts(self) -> dict[str, int]:
        """Return how many entries each list has without a filter, by type of row, `wanted` among them."""
        with self._open() as opened:
            query = "SELECT shelf, SUM(n) FROM cube GROUP BY shelf"
            found = dict(opened.catalogue.execute(query).fetchall())
        counts = {name: int(found.get(SHELF[name], 0)) for name in TYPES}
        counts["document_link"] += counts["wanted"] + int(found.get(-SHELF["wanted"], 0))
        return counts

    def ids(self, query: RowQuery) -> frozenset[str] | None:
        """Return the ids of all entries that fit, None where they are too many to gather."""
        with self._open() as opened:
            asking = Asking(opened, query)
            keys = asking.all_keys(self._counted(asking, query))
            if keys is None:
                return None
            wanted = "SELECT id FROM entries WHERE key IN (SELECT value FROM json_each(?))"
            return frozenset(id_ for (id_,) in opened.catalogue.execute(wanted, (json.dumps(keys),)))

    def counts_with(self, words: str) -> dict[str, int]:
        """Return how many entries of each type have some words, asked as `onrecord search` asks."""
        part = understand(words).part
        if part is None:
            return {}
        query = (
            "SELECT e.shelf, COUNT(*) FROM words w JOIN entries e ON e.key = w.rowid"
            " WHERE words MATCH ? AND e.shelf > 0 GROUP BY e.shelf"
        )
        with self._open() as opened:
            found = dict(opened.catalogue.execute(query, (matching(part),)).fetchall())
        return {name: int(found[SHELF[name]]) for name in TYPES if SHELF[name] in found}

    def over_time(self, query: RowQuery) -> dict[int, tuple[int, int]]:
        """Return for each day, an ordinal, how many rows begin on it: those told as fact, and the rest.

        A month or year counts for its first day. Rows without a date are left out.
        """
        found: dict[int, tuple[int, int]] = {}
        with self._open() as opened:
            for begins, factuality, n in Asking(opened, query).days():
                day = first_ordinal(begins)
                if day is not None:
                    fact, rest = found.get(day, (0, 0))
                    is_fact = factuality in TOLD_AS_FACT or not factuality
                    found[day] = (fact + n * is_fact, rest + n * (not is_fact))
        return found

    # from one row to others

    def related(self, id_: str) -> Related:
        """Return the rows that one leads to and those that lead to it, by relation; see `related_to`."""
        return self.related_to([id_])[id_]

    def related_to(self, ids: Iterable[str]) -> dict[str, Related]:
        """Return what `related` does for each of some rows: MOST_RELATED of each relation, in text order.

        A row leads to others by its fields (`statement`, `event`, `figures`, `asks`, `rows`, `parent` …).
        What leads to it comes by its type (`figures`, `figure_sets`, `findings`, `responses`, `asks` …), but
        `children` of a statement, `items` and `restatements` of an ask; `also_asked` goes both ways.
        """
        with self._open() as opened:
            return relations.related_to(opened, ids)

    def ask(self, id_: str) -> LedgerEntry | None:
        """Return the whole entry of the ledger that an ask belongs to, None where there is no such ask."""
        return self.asks([id_]).get(id_)

    def asks(self, ids: Iterable[str]) -> dict[str, LedgerEntry]:
        """Return the entries of the ledger that some asks belong to, each under the id that was asked for."""
        with self._open() as opened:
            return relations.asks(opened, ids)

    def links(self, documents: Iterable[str], kinds: Iterable[str]) -> list[DocumentLink]:
        """Return the links of some kinds from or to any of some documents."""
        asked = (tuple(documents), tuple(kinds))
        with self._open() as opened:
            found = self._kept.answer(
                opened.listed, ("links", *asked), lambda: relations.links(opened, *asked)
            )
        return list(found)

    def most_linked(self, kinds: Iterable[str], limit: int) -> list[str]:
        """Return the documents that most links of some kinds lead from or to."""
        asked = tuple(kinds)
        with self._open() as opened:
            found = self._kept.answer(
                opened.listed, ("linked", asked, limit), lambda: relations.most_linked(opened, asked, limit)
            )
        return list(found)

    # actors and norms

    def names_of(self, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Return the name and kind of each of some actors and norms that are shown, without loading them."""
        with self._open() as opened:
            ends = opened.ends(dict.fromkeys(ids))
            found = {
                id_: (name, kind)
                for id_, name, kind in opened.catalogue.execute(
                    "SELECT id, json_extract(payload, '$.name'), kind FROM entries"
                    " WHERE id IN (SELECT value FROM json_each(?)) AND shelf IN (?, ?)",
                    (json.dumps(sorted(set(ends.values()))), SHELF["actor"], SHELF["norm"]),
                )
            }
        return {id_: found[end] for id_, end in ends.items() if end in found}

    def documents_of(
        self, id_: str, after: int = 0, limit: int = PAGE
    ) -> tuple[tuple[tuple[str, int], ...], int | None]:
        """Return documents that tell of an actor, norm or event, by path, with how often each does.

        The second value is the next `after`, None where these are the last.
        """
        with self._open() as opened:
            return relations.documents_of(opened, id_, after, limit)

    def said_with(self, actor: str, roles: Iterable[str], limit: int = PAGE) -> tuple[tuple[str, int], ...]:
        """Return whom the statements and asks of an actor name in some roles, with how many do, most first.

        Roles are `to` (whom a statement goes to), `through` (through whom it is known) and `addressee`.
        """
        with self._open() as opened:
            named = relations.said_with(opened, actor, roles)
        return tuple(sorted(named.items(), key=lambda item: (-item[1], item[0]))[:limit])

    # the whole record

    def last_date(self) -> str | None:
        """Return the date of the latest document in EDTF: "no reply" holds as of then. None without dates."""
        with self._open() as opened:
            [found] = opened.catalogue.execute("SELECT max(edtf) FROM papers").fetchone()
        return str(found) if found else None

    def changed_since_last_build(self) -> BuildLog | None:
        """Return what the last build did that changed anything, None where none is known."""
        return build_log.last(self._record)


def first_ordinal(day: str) -> int | None:
    """Return the ordinal of the first day that an order of dates stands for, None for what is no day."""
    try:
        year, month, in_month = (int(part) for part in day.split("-"))
        return date(year, month or 1, in_month or 1).toordinal()
    except ValueError:  # no date, a year before the first, or a day that its month does not have
        return None
