"""What the catalogue counts over documents: who is one, which mentions are one ask, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from onrecord.record.catalogue_filling import STEM, Filling, as_json, parts_of, remove
from onrecord.record.catalogue_rows import MENTIONS, Context, kept
from onrecord.record.catalogue_tables import ROWS_OF_A_DOCUMENT, SHELF
from onrecord.record.merging import MERGED, in_order_of_weight, merge
from onrecord.types.codec import from_json
from onrecord.types.ledger import ANSWERING
from onrecord.types.rows import Actor, Event, Norm, Row

R = TypeVar("R")

AT_ONCE = 200
"""Things that are counted at once."""

NO_REPLY = "no_reply"
"""The state of an ask that nothing in the record answers; of others it is the kind of the response."""

_COPIED = ("requester", "addressee", "target")
"""Roles in which an ask has whom its first mention that names anybody has."""

_MENTION_WEIGHT = 1000


class _Part(NamedTuple):
    """What one document tells of a thing: where, under which id of its own, in how many places."""

    key: int
    source: str
    mentions: int
    slim: int | None
    document: str


class Counting:
    """Counts anew what changed in one catalogue."""

    def __init__(self, filling: Filling) -> None:
        self._filling = filling
        self._catalogue = filling.catalogue
        self._judged = filling.judged
        self._reader = filling.reader
        self._dirty = filling.dirty

    def count(self) -> None:
        """Count anew all that documents which came or went have a part in."""
        if self._dirty.everything:
            self._find_everything()
        self._count_merged()
        self._count_asks()
        self._count_wanted()
        self._name_behind("figure_set")
        self._name_behind("finding")

    def _find_everything(self) -> None:
        run, ask, wanted = self._catalogue.execute, SHELF["ask"], SHELF["wanted"]
        self._dirty.targets.update(n for (n,) in run("SELECT DISTINCT target FROM parts"))
        self._dirty.asks.update(
            id_ for (id_,) in run("SELECT leads FROM entries WHERE shelf IN (?, ?)", (ask, -ask))
        )
        self._dirty.wanted.update(
            id_ for (id_,) in run("SELECT leads FROM entries WHERE shelf IN (?, ?)", (wanted, -wanted))
        )

    # actors, norms and events

    def _count_merged(self) -> None:
        """Make the entries of merged rows anew, each of everything that is shown under its id."""
        ids = self._ids_of(self._dirty.targets)
        ends = {end_of(id_, self._judged.added) for id_ in ids}
        for some in parts_of(sorted(ids | ends), AT_ONCE):
            self._take_away(some)
        for some in parts_of(sorted(ends), AT_ONCE):
            self._make_merged(some)
        if not self._dirty.everything:
            self._dirty.touched |= ids | ends

    def _ids_of(self, targets: Iterable[int]) -> set[str]:
        found: set[str] = set()
        for some in parts_of(sorted(targets), AT_ONCE):
            query = f"SELECT id FROM things WHERE n IN ({_marks(some)})"
            found.update(id_ for (id_,) in self._catalogue.execute(query, some))
        return found

    def _take_away(self, ids: Sequence[str]) -> None:
        if self._dirty.everything:
            return
        query = f"SELECT key FROM entries WHERE id IN ({_marks(ids)})"
        for (key,) in self._catalogue.execute(query, ids).fetchall():
            remove(self._catalogue, key, key)

    def _make_merged(self, ids: Sequence[str]) -> None:
        apart = {id_: id_ for id_ in ids}
        for other in self._judged.added:
            end = end_of(other, self._judged.added)
            if end in apart:
                apart[other] = end
        held: dict[str, list[_Part]] = {id_: [] for id_ in ids}
        for some in parts_of(sorted(apart), AT_ONCE):
            query = (
                "SELECT t.id, p.key, p.source, p.mentions, p.slim, d.id FROM things t"
                " JOIN parts p ON p.target = t.n"
                f" JOIN papers d ON d.place = p.key >> {ROWS_OF_A_DOCUMENT} WHERE t.id IN ({_marks(some)})"
            )
            for id_, *part in self._catalogue.execute(query, some):
                if self._reader.shows(part[1]):
                    held[apart[id_]].append(_Part(*part))
        shown = {id_: parts for id_, parts in held.items() if parts and self._reader.shows(id_)}
        seen = self._seen(key for parts in shown.values() for key in _first_keys(parts))
        sources = {part.source for parts in shown.values() for part in parts}
        made = {kind: self._reader.made_by_id(kind, sources) for kind in sorted(MERGED)}
        for id_, parts in shown.items():
            told = [(part, seen[part.key]) for part in parts if part.key in seen]
            of_kind = made[told[0][1].row_type]
            own = {part.source: of_kind[part.source] for part in parts if part.source in of_kind}
            self._put_merged(id_, parts, told, own)

    def _seen(self, keys: Iterable[int]) -> dict[int, Row]:
        """Return what some parts say, with their first places."""
        found: dict[int, Row] = {}
        for some in parts_of(keys, AT_ONCE):
            query = f"SELECT key, seen FROM parts WHERE key IN ({_marks(some)})"
            found.update((key, from_json(seen)) for key, seen in self._catalogue.execute(query, some))
        return found

    def _put_merged(
        self, id_: str, parts: list[_Part], told: list[tuple[_Part, Row]], own: Mapping[str, Row]
    ) -> None:
        """Put in the entry of a thing: its parts, what the first of them tell, what comparing made of it."""
        ordered = sorted(own.items(), key=lambda item: (item[0] != id_, item[0]))
        made = [row for _, row in ordered if self._reader.shows(row.id)]
        row = self._united(id_, parts, [row for _, row in told], made)
        mentions = max(_mentions(row), sum(part.mentions for part in parts))
        if len({part.key >> ROWS_OF_A_DOCUMENT for part in parts}) < len(parts) and len(told) == len(parts):
            mentions = _mentions(row)  # one document tells of it under two ids: places are counted once
        shown = self._reader.reviewed(row)
        entry = replace(
            kept(shown, Context()),
            id=id_,
            mentions=mentions,
            documents=len({part.key >> ROWS_OF_A_DOCUMENT for part in parts}),
            rank=-float(mentions),
        )
        self._filling.put_entry(min(part.key for part in parts), entry, as_json(cut(shown)))

    def _united(self, id_: str, parts: list[_Part], told: list[Row], made: list[Row]) -> Row:
        """Return one row for all parts, as the record merges them; of their places only the first."""
        if isinstance(told[0], Event):
            return merge(id_, in_order_of_weight(id_, made, _led_to(id_, told)))
        places = merge(id_, [*made, *_led_to(id_, told)])
        if len(parts) == 1:
            return places
        whole = merge(id_, [*made, *_led_to(id_, self._slims(parts))])
        if isinstance(whole, Norm) and isinstance(places, Norm):
            return replace(whole, mentions=places.mentions, invocations=places.invocations)
        if isinstance(whole, Actor) and isinstance(places, Actor):
            return replace(whole, mentions=places.mentions)
        return whole

    def _slims(self, parts: Iterable[_Part]) -> list[Row]:
        """Return what parts say apart from places, each once, what is mentioned most first."""
        first: dict[int, tuple[int, str, int]] = {}
        for part in parts:
            if part.slim is not None:
                order = (-part.mentions, part.document, part.key)
                first[part.slim] = min(order, first.get(part.slim, order))
        found: dict[int, Row] = {}
        for some in parts_of(first, AT_ONCE):
            query = f"SELECT n, payload FROM slims WHERE n IN ({_marks(some)})"
            found.update((n, from_json(payload)) for n, payload in self._catalogue.execute(query, some))
        return [found[n] for n in sorted(found, key=lambda n: first[n])]

    # asks

    def _count_asks(self) -> None:
        """List each ask once, under its first mention, with the answer that tells most."""
        ends = {end_of(id_, self._judged.added) for id_ in self._dirty.asks}
        firsts = ends | self._leaders(ends)
        for first in sorted(firsts):
            self._count_ask(first)
        if not self._dirty.everything:
            self._dirty.touched |= firsts

    def _leaders(self, ids: Iterable[str]) -> set[str]:
        if self._dirty.everything:
            return set()
        found: set[str] = set()
        for some in parts_of(sorted(ids), AT_ONCE):
            query = f"SELECT leads FROM entries WHERE id IN ({_marks(some)}) AND leads <> ''"
            found.update(leads for (leads,) in self._catalogue.execute(query, some))
        return found

    def _count_ask(self, first: str) -> None:
        shelf = SHELF["ask"]
        group = self._catalogue.execute(
            "SELECT key, id, strength, state FROM entries"
            " WHERE leads = ? AND leads <> '' AND shelf IN (?, ?) ORDER BY key",
            (first, shelf, -shelf),
        ).fetchall()
        own = [line for line in group if line[1] == first]
        named = self._names_of(line[0] for line in group)
        for line in group:
            key, _, strength, state = line
            listed = state != STEM and (not own or line in own)
            mentions = group if own else [line]
            if state != STEM:
                state = self._state(each[1] for each in mentions) if listed else ""
            weight = int(strength[1:]) * _MENTION_WEIGHT + min(len(mentions), _MENTION_WEIGHT - 1)
            self._catalogue.execute(
                "UPDATE entries SET shelf = ?, state = ?, rank = ?, mentions = ?, documents = ?"
                " WHERE key = ?",
                (
                    shelf if listed else -shelf,
                    state,
                    -float(weight),
                    len(mentions),
                    len({each[0] >> ROWS_OF_A_DOCUMENT for each in mentions}),
                    key,
                ),
            )
            others = [named[each[0]] for each in mentions if each[0] != key] if listed and own else []
            self._name(key, shelf if listed else -shelf, named[key], others)

    def _names_of(self, keys: Iterable[int]) -> dict[int, list[tuple[str, int]]]:
        query = "SELECT role, thing FROM named WHERE key = ? AND derived = 0"
        return {key: self._catalogue.execute(query, (key,)).fetchall() for key in keys}

    def _name(
        self, key: int, shelf: int, own: list[tuple[str, int]], others: list[list[tuple[str, int]]]
    ) -> None:
        """Name whom an ask names; in roles that it leaves open, whom the first mention does that does not."""
        lines = [(key, thing, role, shelf, 0) for role, thing in own]
        for role in _COPIED:
            if not any(held == role for held, _ in own):
                named = ([thing for held, thing in other if held == role] for other in others)
                lines += [(key, thing, role, shelf, 1) for thing in next(filter(None, named), [])]
        self._catalogue.execute("DELETE FROM named WHERE key = ?", (key,))
        self._catalogue.executemany("INSERT OR IGNORE INTO named VALUES (?, ?, ?, ?, ?)", lines)

    def _state(self, mentions: Iterable[str]) -> str:
        """Return the kind of the answer that tells most of what any of some mentions is tied to."""
        ids = sorted(set(mentions))
        ids += sorted(id_ for id_ in self._judged.added if end_of(id_, self._judged.added) in set(ids))
        kinds: set[str] = set()
        for some in parts_of(ids, AT_ONCE):
            query = (
                "SELECT e.kind FROM edges x JOIN entries e ON e.key = x.key"
                f" WHERE x.other IN ({_marks(some)}) AND x.relation = 'asks'"
            )
            kinds.update(kind for (kind,) in self._catalogue.execute(query, some))
        return next((kind for kind in ANSWERING if kind in kinds), NO_REPLY)

    # wanted documents

    def _count_wanted(self) -> None:
        """List each wanted document once, under the first link to it, with how many documents cite it."""
        shelf = SHELF["wanted"]
        for leads in sorted(self._dirty.wanted):
            keys = [
                key
                for (key,) in self._catalogue.execute(
                    "SELECT key FROM entries"
                    " WHERE leads = ? AND leads <> '' AND shelf IN (?, ?) ORDER BY key",
                    (leads, shelf, -shelf),
                )
            ]
            documents = len({key >> ROWS_OF_A_DOCUMENT for key in keys})
            for key in keys:
                self._catalogue.execute(
                    "UPDATE entries SET shelf = ?, rank = ?, mentions = ?, documents = ? WHERE key = ?",
                    (shelf if key == keys[0] else -shelf, -float(documents), len(keys), documents, key),
                )

    # who stands behind findings and sets of figures

    def _name_behind(self, name: str) -> None:
        """Let the entries of one list name whom the rows behind them name."""
        run, shelf = self._catalogue.execute, SHELF[name]
        if self._dirty.everything:
            keys = [key for (key,) in run("SELECT key FROM entries WHERE shelf = ?", (shelf,))]
        else:
            keys = sorted(self._behind(shelf))
        for key in keys:
            run("DELETE FROM named WHERE key = ? AND derived = 1", (key,))
            run(
                "INSERT OR IGNORE INTO named SELECT DISTINCT x.key, n.thing, 'concerned', own.shelf, 1"
                " FROM edges x JOIN entries own ON own.key = x.key JOIN entries e ON e.id = x.other"
                " JOIN named n ON n.key = e.key WHERE x.key = ? AND n.role <> 'norm'",
                (key,),
            )
            run(
                "INSERT OR IGNORE INTO named SELECT DISTINCT x.key, t.n, 'concerned', own.shelf, 1"
                " FROM edges x JOIN entries own ON own.key = x.key JOIN things t ON t.id = x.other"
                " WHERE x.key = ? AND x.other LIKE 'a-%'",
                (key,),
            )

    def _behind(self, shelf: int) -> set[int]:
        """Return entries of a shelf that came, or whose rows behind them changed; they changed then too."""
        found: dict[int, str] = {}
        for some in parts_of(sorted(self._dirty.touched), AT_ONCE):
            behind = (
                "SELECT e.key, e.id FROM edges x JOIN entries e ON e.key = x.key"
                f" WHERE x.other IN ({_marks(some)}) AND e.shelf = ?"
            )
            own = f"SELECT key, id FROM entries WHERE id IN ({_marks(some)}) AND shelf = ?"
            for query in (behind, own):
                found.update(self._catalogue.execute(query, (*some, shelf)).fetchall())
        self._dirty.touched.update(found.values())
        return set(found)


def end_of(id_: str, steps: Any) -> str:
    """Return where steps from a row to the one it is shown as lead in the end."""
    seen = {id_}
    while (step := steps.get(id_)) is not None and step not in seen:
        seen.add(step)
        id_ = step
    return id_


def cut(row: Row) -> Row:
    """Return a merged row with the first MENTIONS of its places."""
    if isinstance(row, Norm):
        return replace(row, mentions=row.mentions[:MENTIONS], invocations=row.invocations[:MENTIONS])
    if isinstance(row, Event):
        return replace(
            row,
            mentions=row.mentions[:MENTIONS],
            triggers=row.triggers[:MENTIONS],
            arguments=row.arguments[:MENTIONS],
        )
    return replace(row, mentions=row.mentions[:MENTIONS]) if isinstance(row, Actor) else row


def _led_to(id_: str, found: Iterable[Row]) -> list[Row]:
    return [row if row.id == id_ else replace(row, id=id_) for row in found]


def _first_keys(parts: list[_Part]) -> list[int]:
    """Return the parts in which the first places of a thing stand; of an event, all of them."""
    if parts[0].slim is None:
        return [part.key for part in parts]
    return [part.key for part in sorted(parts, key=lambda part: (part.document, part.key))[:MENTIONS]]


def _mentions(row: Row) -> int:
    return len(row.mentions) if isinstance(row, Actor | Norm | Event) else 0


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))
