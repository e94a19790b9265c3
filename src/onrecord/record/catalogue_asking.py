"""Pages asked of the catalogue: which entries fit, in which order, how many there are and their facets.

What has few values is counted beforehand, in all combinations. All else is gone through, but never more than
MOST_COUNTED entries: where more fit, a page is found along its order, and says that it counted so many.
"""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import Any

from onrecord.record.catalogue_conditions import ASKED, Conditions, NoSuchPage, Where, marks
from onrecord.record.catalogue_counting import end_of
from onrecord.record.catalogue_opened import Opened
from onrecord.record.catalogue_query import RowQuery
from onrecord.record.catalogue_tables import DIMENSIONS, FACETS, NOT_ANYBODY, ORDERED
from onrecord.types.chronology import LAST

MOST_COUNTED = 10_000
"""Entries that are gone through to count them: some 40 ms with their facets."""

MOST_BRIEF = 2_000
"""Entries that are counted where a list only begins."""

MOST_NAMING = 5_000
"""Entries whose actors, places and norms are counted for a facet: each may name a score of them."""

MOST_COMMON = 40
"""Actors, places and norms that a facet tells."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many entries fit and the facets they have; not `exact` where there are more.

    `small` tells that they are few enough to be listed at once, `gathered` that a page sorts them.
    """

    total: int
    exact: bool
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    small: bool
    gathered: bool


class Asking:
    """One query of one catalogue, over one connection."""

    def __init__(self, opened: Opened, query: RowQuery) -> None:
        conditions = Conditions(opened, query)
        self._run = opened.catalogue.execute
        self._query = query
        self._steps = opened.steps
        self._shelves = conditions.shelves
        self._chosen = conditions.chosen
        self._others = conditions.others

    # counting

    def counted(self) -> Counted:
        """Return how many entries fit, and their facets."""
        if not self._others:
            return self._counted_before()
        combined, complete = self._combined(self._others, {}, MOST_COUNTED)
        if not complete:
            combined, complete = self._combined(self._others, self._chosen, MOST_COUNTED)
        total = sum(n for values, n in combined if self._fits(values))
        facets = self._facets(combined)
        small = total <= MOST_COUNTED and complete
        if small and total <= MOST_NAMING:
            facets |= self._common_of(self._keys_that_fit())
        return Counted(total, complete, facets, small, small)

    def counted_alone(self) -> Counted:
        """Return how many entries fit, without facets: at once where that was counted beforehand."""
        if not self._others:
            combined, total = self._combined_before()
            return Counted(total, True, {}, total <= MOST_COUNTED, self._are_gathered(combined, total))
        if len(self._others) == 1 and not self._chosen and self._others[0].known is not None:
            total, complete = self._others[0].known, True
        else:
            combined, complete = self._combined(self._others, self._chosen, MOST_BRIEF)
            total = sum(n for _, n in combined)
        small = complete and total <= MOST_COUNTED
        return Counted(total, complete, {}, small, small)

    def _counted_before(self) -> Counted:
        combined, total = self._combined_before()
        facets, gathered = self._facets(combined), self._are_gathered(combined, total)
        if not self._chosen:
            facets |= self._common_of_all()
        elif gathered and total <= MOST_NAMING:
            facets |= self._common_of(self._keys_that_fit())
        return Counted(total, True, facets, total <= MOST_COUNTED, gathered)

    def _are_gathered(self, combined: Sequence[tuple[Sequence[str], int]], total: int) -> bool:
        """Tell whether entries with some values are sooner gathered by the rarest than met along an order."""
        if not self._chosen or total > MOST_COUNTED:
            return False
        along = sum(n for _, n in combined) * self._query.limit / max(total, 1)
        return min(map(self._many_of, self._chosen)) <= max(MOST_COUNTED, along)

    def _combined_before(self) -> tuple[list[tuple[list[str], int]], int]:
        """Return how often combinations of dimensions come, and how many entries have those asked for."""
        columns, shelves = ", ".join(DIMENSIONS), marks(self._shelves)
        found = self._run(
            f"SELECT n, {columns} FROM cube WHERE shelf IN ({shelves}) AND n > 0", self._shelves
        )
        combined = [(values, n) for n, *values in found]
        return combined, sum(n for values, n in combined if self._fits(values))

    def _combined(
        self, others: Sequence[Where], chosen: Mapping[str, tuple[str, ...]], most: int
    ) -> tuple[list[tuple[list[str], int]], bool]:
        """Return how often combinations of dimensions come where conditions hold, and whether that is all."""
        columns = ", ".join(f"e.{name}" for name in DIMENSIONS)
        source, conditions, values = self._source(others, chosen)
        inner = f"SELECT {columns} FROM {source} WHERE {conditions} LIMIT {most + 1}"
        names = ", ".join(DIMENSIONS)
        found = self._run(f"SELECT COUNT(*), {names} FROM ({inner}) GROUP BY {names}", values)
        combined = [(held, n) for n, *held in found]
        return combined, sum(n for _, n in combined) <= most

    def _source(
        self, others: Sequence[Where], chosen: Mapping[str, tuple[str, ...]]
    ) -> tuple[str, str, tuple[Any, ...]]:
        """Return from where entries are read, under which conditions, with their values: the rarest leads."""
        leading = min(
            (each for each in others if each.keys or each.by), key=lambda each: each.often, default=None
        )
        conditions = [f"e.shelf IN ({marks(self._shelves)})"]
        before: tuple[Any, ...] = ()
        after: list[Any] = list(self._shelves)
        source = "entries e"
        if leading is not None and leading.keys:
            before = leading.found_by
            source = f"(SELECT DISTINCT key FROM ({leading.keys})) k CROSS JOIN entries e ON e.key = k.key"
            conditions[0] = f"+{conditions[0]}"
        elif leading is not None:
            source = f"entries e INDEXED BY {leading.by}"
            if leading.by == "entries_by_scene":
                conditions.append("e.place <> ''")
        for each in others:
            if each is not leading or each.by:
                conditions.append(f"({each.condition})")
                after += each.values
        for name, values in chosen.items():
            conditions.append(f"+e.{name} IN ({marks(values)})")
            after += values
        return source, " AND ".join(conditions), (*before, *after)

    def _fits(self, values: Sequence[str], but: str = "") -> bool:
        return all(
            name == but or name not in self._chosen or value in self._chosen[name]
            for name, value in zip(DIMENSIONS, values, strict=True)
        )

    def _facets(
        self, combined: Sequence[tuple[Sequence[str], int]]
    ) -> dict[str, tuple[tuple[str, int], ...]]:
        """Return the values of each dimension with how many have them, as if it were not asked for."""
        found: dict[str, tuple[tuple[str, int], ...]] = {}
        for at, name in enumerate(FACETS):
            counts: Counter[str] = Counter()
            for values, n in combined:
                if values[at] and self._fits(values, name):
                    counts[values[at]] += n
            if counts:
                found[self._facet(name)] = _most_common(counts)
        return found

    def _facet(self, name: str) -> str:
        if self._query.type == "wanted":
            return {"act": "kinds", "kind": "links"}.get(name, ASKED[name])
        return ASKED[name]

    def _common_of_all(self) -> dict[str, tuple[tuple[str, int], ...]]:
        """Return the actors, places and norms that all entries have most often."""
        found = {}
        for facet, name in (("", "actors"), ("norm", "norms"), ("place", "places")):
            counts: Counter[Any] = Counter()
            for shelf in self._shelves:
                counts.update(
                    dict(
                        self._run(
                            "SELECT value, n FROM tallies INDEXED BY tallies_by_count"
                            " WHERE shelf = ? AND facet = ? AND n > 0 ORDER BY n DESC LIMIT ?",
                            (shelf, facet, 2 * MOST_COMMON),
                        ).fetchall()
                    )
                )
            found[name] = _most_common(counts) if facet == "place" else self._by_id(counts)
        return {name: values[:MOST_COMMON] for name, values in found.items() if values}

    def _common_of(self, keys: Sequence[int]) -> dict[str, tuple[tuple[str, int], ...]]:
        """Return the actors, places and norms that some entries have most often."""
        held = json.dumps(keys)
        found: dict[str, tuple[tuple[str, int], ...]] = {}
        for name, in_role in (("actors", f"NOT ({NOT_ANYBODY.format('n.')})"), ("norms", "n.role = 'norm'")):
            counts = self._run(
                "SELECT thing, COUNT(DISTINCT n.key) AS many FROM json_each(?) k"
                f" CROSS JOIN named n ON n.key = k.value WHERE {in_role}"
                " GROUP BY thing ORDER BY many DESC LIMIT ?",
                (held, 2 * MOST_COMMON),
            )
            found[name] = self._by_id(Counter(dict(counts.fetchall())))
        places = self._run(
            "SELECT e.place, COUNT(*) AS many FROM json_each(?) k CROSS JOIN entries e ON e.key = k.value"
            " WHERE e.place <> '' GROUP BY e.place ORDER BY many DESC LIMIT ?",
            (held, MOST_COMMON),
        )
        found["places"] = _most_common(Counter(dict(places.fetchall())))
        return {name: values[:MOST_COMMON] for name, values in found.items() if values}

    def _by_id(self, counts: Mapping[int, int]) -> tuple[tuple[str, int], ...]:
        """Return counts of things by the ids they are shown under."""
        named: Counter[str] = Counter()
        for thing, n in counts.items():
            [id_] = self._run("SELECT id FROM things WHERE n = ?", (thing,)).fetchone()
            named[end_of(id_, self._steps)] += n
        return _most_common(named)

    def _keys_that_fit(self) -> list[int]:
        source, conditions, values = self._gathered()
        return [key for (key,) in self._run(f"SELECT e.key FROM {source} WHERE {conditions}", values)]

    def all_keys(self, counted: Counted) -> list[int] | None:
        """Return the keys of everything that fits, in no order; None where that is more than is gathered."""
        if not counted.small:
            return None
        if self._others or self._chosen:
            return self._keys_that_fit()
        query = f"SELECT key FROM entries WHERE shelf IN ({marks(self._shelves)})"
        return [key for (key,) in self._run(query, self._shelves)]

    def days(self) -> Iterator[tuple[str, str, int]]:
        """Yield how many entries begin on each day, by factuality; days as they are sorted by."""
        told = {"kind", "factuality", "dated"}
        if self._query.type == "event" and not self._others and told.issuperset(self._chosen):
            held = [(name, self._chosen[name]) for name in ("kind", "factuality") if name in self._chosen]
            narrowed = "".join(f" AND {name} IN ({marks(values)})" for name, values in held)
            yield from self._run(
                f"SELECT date, factuality, SUM(n) FROM days WHERE n > 0{narrowed} GROUP BY date, factuality",
                [value for _, values in held for value in values],
            )
            return
        if self._others or self._chosen:
            source, conditions, values = self._gathered()
        else:
            source, conditions, values = self._source((), {})
        yield from self._run(
            f"SELECT e.date, e.factuality, COUNT(*) FROM {source} WHERE {conditions}"
            " GROUP BY e.date, e.factuality",
            values,
        )

    # pages

    def keys(self, counted: Counted) -> tuple[list[int], str | None]:
        """Return the keys of one page in order, and the cursor of the next."""
        query = self._query
        column = ORDERED.get(query.order)
        after = read_cursor(query.after, query.order) if query.after else None
        if counted.gathered:
            found = self._sorted(column, after)
        else:
            streams = [self._along(shelf, column, after) for shelf in self._shelves]
            found = list(islice(merge(*streams), query.limit + 1))
        page = found[: query.limit]
        cursor = write_cursor(query.order, page[-1]) if len(found) > query.limit else None
        return [key for _, key in page], cursor

    def _gathered(self) -> tuple[str, str, tuple[Any, ...]]:
        """Return from where few entries are gathered: by the rarest condition, else by the rarest value."""
        if self._others:
            return self._source(self._others, self._chosen)
        rarest = min(self._chosen, key=self._many_of)
        _, conditions, values = self._source((), self._chosen)
        if rarest not in FACETS:  # it has no index of its own
            return "entries e INDEXED BY entries_by_place", conditions, values
        conditions = conditions.replace(f"+e.{rarest} IN", f"e.{rarest} IN") + f" AND e.{rarest} <> ''"
        return f"entries e INDEXED BY entries_by_{rarest}", conditions, values

    def _many_of(self, name: str) -> int:
        values = self._chosen[name]
        query = (
            f"SELECT SUM(n) FROM cube WHERE shelf IN ({marks(self._shelves)}) AND {name} IN ({marks(values)})"
        )
        return int(self._run(query, (*self._shelves, *values)).fetchone()[0] or 0)

    def _sorted(self, column: str | None, after: tuple[Any, int] | None) -> list[tuple[Any, int]]:
        """Return few entries that fit, gathered and then sorted: those of one page and one more."""
        source, conditions, values = self._gathered()
        shown = f"+e.{column}" if column else "''"
        if after is not None:
            conditions += f" AND ({shown}, e.key) > (?, ?)"
            values = (*values, *after)
        found = self._run(
            f"SELECT {shown} AS ordered, e.key FROM {source} WHERE {conditions}"
            f" ORDER BY ordered, e.key LIMIT {self._query.limit + 1}",
            values,
        )
        return found.fetchall()

    def _along(
        self, shelf: int, column: str | None, after: tuple[Any, int] | None
    ) -> Iterator[tuple[Any, int]]:
        """Yield entries of one shelf along their order, those that fit, from a cursor on."""
        rest: list[str] = ["e.shelf = ?"]
        values: list[Any] = [shelf]
        for each in self._others:
            rest.append(f"({each.condition})")
            values += each.values
        for name, chosen in self._chosen.items():
            if name == "dated" and column == "date":
                rest.append(f"e.date {'<' if chosen == ('yes',) else '='} '{LAST}'")
            else:
                rest.append(f"+e.{name} IN ({marks(chosen)})")
                values += chosen
        index = {"date": "date", "rank": "rank", "name": "name"}.get(column or "", "place")
        shown = f"e.{column}" if column else "''"
        head = f"SELECT {shown}, e.key FROM entries e INDEXED BY entries_by_{index}"
        tail = f"ORDER BY {f'{shown}, ' if column else ''}e.key LIMIT {self._query.limit + 1}"
        conditions = " AND ".join(rest)
        if after is None:
            yield from self._run(f"{head} WHERE {conditions} {tail}", values)
            return
        if column is None:
            yield from self._run(f"{head} WHERE {conditions} AND e.key > ? {tail}", [*values, after[1]])
            return
        equal = f"{head} WHERE {conditions} AND e.{column} = ? AND e.key > ? {tail}"
        yield from self._run(equal, [*values, *after])
        yield from self._run(f"{head} WHERE {conditions} AND e.{column} > ? {tail}", [*values, after[0]])


def write_cursor(order: str, last: tuple[Any, int]) -> str:
    """Return the cursor of the page after an entry, as it stands in an address."""
    written = json.dumps([order, *last], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


def read_cursor(cursor: str, order: str) -> tuple[Any, int]:
    """Return what a cursor says; raises NoSuchPage where it is none of a list in this order."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        of, value, key = json.loads(base64.urlsafe_b64decode(padded.encode()))
        if of == order and isinstance(key, int) and isinstance(value, str | float | int):
            return value, key
    except (ValueError, TypeError):
        pass
    raise NoSuchPage("This page does not exist. Begin at the first page of the list.")


def _most_common(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    found = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple((value, n) for value, n in found if n > 0)
