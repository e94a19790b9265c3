"""Rows and redirects made by comparing documents: replaced unit by unit, in sight stage by stage."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from sqlalchemy import Connection, delete, insert, select, update

from onrecord.record.bulk import insert_many
from onrecord.record.comparing import documents_with, keep_standing
from onrecord.record.database import COMPARED_WHOLE, Database, change_counter, set_meta
from onrecord.record.documents import place_in, unique
from onrecord.record.receipts import in_parts
from onrecord.record.redirects import Redirects
from onrecord.record.schema import documents, issues, redirects, resolved_documents, resolved_rows, stages
from onrecord.types.codec import from_json, to_json
from onrecord.types.errors import Issue
from onrecord.types.findings import Changes, Made, Redirect, Told
from onrecord.types.rows import Row

AT_HAND = 8 * 1024 * 1024
"""Bytes of a stage's rows held in memory before they go to a temporary file."""

BATCH = 1000
"""Rows handed to the database at once."""

BY_HAND = "by hand"
"""The stage of rows that a person made: always in sight, and left alone by comparing."""

_DOCUMENTS = re.compile('"(d-[0-9a-f]{16})"')


Units = Collection[str] | None
"""Units of a stage, None for all of them."""


@dataclass(slots=True)
class Run:
    """One comparison of the documents, from the first resolver to the last.

    While it lasts, stages that have not run in it are out of sight, so that a resolver sees what it
    would see in a new record. `running` is the stage at work, out of sight as well.
    """

    begun: bool = False
    done: list[str] = field(default_factory=list)
    running: str | None = None
    decided: list[int] | None = None
    """The decisions that were known when it began."""

    def in_sight(self, every: Iterable[str]) -> tuple[str, ...]:
        """Return the stages of `every` whose rows and redirects are shown."""
        known = tuple(every)
        made = tuple(stage for stage in known if stage == BY_HAND)
        shown = (*made, *self.done) if self.begun else known
        return tuple(stage for stage in shown if stage != self.running)


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a stage gives now: how many rows and redirects were put in, and what is other than before.

    After a stage is made whole anew it is not told what changed: everything is taken to be other. `led`
    tells that rows may be led elsewhere than before.
    """

    count: int
    changes: Changes
    led: bool = True


def replace_stage(
    database: Database, run: Run, named: tuple[str, str], items: Iterable[Made | Told], units: Units
) -> Replaced:
    """Put `items` in the place of what some units of a stage, named with its version, gave before, or all.

    `items` may read the record while it is read: nothing is locked before the last item is here.
    """
    stage = run.running = named[0]
    try:
        with SpooledTemporaryFile(AT_HAND) as spool:
            for made in items:
                _write_item(spool, made)
            spool.seek(0)
            with database.write() as connection:
                replaced = _replace(connection, run, named, spool, units)
    finally:
        run.running = None
    if stage not in run.done:
        run.done.append(stage)
    return replaced


def _write_item(spool: IO[bytes], made: Made | Told) -> None:
    if isinstance(made, Told):
        item: Any = asdict(made.issue)
    elif isinstance(made.item, Redirect):
        item = [made.item.row, made.item.to, made.item.reason]
    else:
        item = to_json(made.item)
    line = json.dumps([made.unit, item], ensure_ascii=False)
    spool.write(line.encode("utf-8", "surrogatepass") + b"\n")


def _read_items(spool: IO[bytes]) -> Iterator[Made | Told]:
    for line in spool:
        unit, item = json.loads(line.decode("utf-8", "surrogatepass"))
        if isinstance(item, dict):
            yield Told(unit, Issue(**item))
        else:
            yield Made(unit, from_json(item) if isinstance(item, str) else Redirect(*item))


def _replace(
    connection: Connection, run: Run, named: tuple[str, str], spool: IO[bytes], units: Units
) -> Replaced:
    stage, version = named
    rank = _enter_stage(connection, run, stage, version)
    before = _Held() if units is None else _held(connection, stage, units)
    _take_away(connection, stage, before, units)
    made = _Making(connection, stage, rank, apart=units is not None)
    for item in _read_items(spool):
        made.take(item)
    made.store()
    shown = run.in_sight(connection.scalars(select(stages.c.stage)))
    Redirects(connection, (*shown, stage)).refuse_circles(made.leading)
    if units is None:
        changes, led = Changes(), True
        set_meta(connection, COMPARED_WHOLE, str(change_counter(connection) + 1))
    else:
        now = _held(connection, stage, units)
        changes, led = _changes(connection, before, now), before.leading != now.leading
        _note_compared(connection, changes, shown)
    return Replaced(len(made.known) + len(made.leading), changes, led)


def _enter_stage(connection: Connection, run: Run, stage: str, version: str) -> int:
    ranks = {row.stage: row.rank for row in connection.execute(select(stages))}
    if run.begun:
        rank = run.done.index(stage) if stage in run.done else len(run.done)
    else:
        rank = ranks.get(stage, max(ranks.values(), default=-1) + 1)
    if stage in ranks:
        connection.execute(update(stages).where(stages.c.stage == stage).values(version=version, rank=rank))
    else:
        connection.execute(insert(stages).values(stage=stage, version=version, rank=rank))
    return rank


@dataclass(slots=True)
class _Held:
    """What some units gave: rows by id as they are written, and where redirected rows lead."""

    written: dict[str, str] = field(default_factory=dict)
    leading: dict[str, str] = field(default_factory=dict)


def _held(connection: Connection, stage: str, units: Collection[str]) -> _Held:
    held = _Held()
    for some in in_parts(sorted(set(units))):
        query = select(resolved_rows.c.id, resolved_rows.c.payload).where(
            resolved_rows.c.stage == stage, resolved_rows.c.unit.in_(some)
        )
        held.written.update((row.id, row.payload) for row in connection.execute(query))
        led = select(redirects.c.row, redirects.c.to).where(
            redirects.c.stage == stage, redirects.c.unit.in_(some)
        )
        held.leading.update((row.row, row.to) for row in connection.execute(led))
    return held


def _take_away(connection: Connection, stage: str, before: _Held, units: Units) -> None:
    if units is None:
        for table in (resolved_rows, redirects, resolved_documents):
            connection.execute(delete(table).where(table.c.stage == stage))
        _take_issues_away(connection, stage)
        return
    for some in in_parts(sorted(set(units))):
        owners = [_owner(stage, unit) for unit in some]
        connection.execute(delete(issues).where(issues.c.scope == "stage", issues.c.owner.in_(owners)))
        for table in (resolved_rows, redirects):
            connection.execute(delete(table).where(table.c.stage == stage, table.c.unit.in_(some)))
    for some in in_parts(sorted(before.written)):
        connection.execute(
            delete(resolved_documents).where(
                resolved_documents.c.stage == stage, resolved_documents.c.id.in_(some)
            )
        )


def _take_issues_away(connection: Connection, stage: str) -> None:
    of_a_unit = issues.c.owner.startswith(_owner(stage, ""), autoescape=True)
    connection.execute(delete(issues).where(issues.c.scope == "stage", of_a_unit))


def _owner(stage: str, unit: str) -> str:
    """Return whose the issues of a unit are."""
    return f"{stage} {unit}"


def _changes(connection: Connection, before: _Held, now: _Held) -> Changes:
    """Return the rows that are other than before, and the documents they stand in or speak of."""
    written = [
        (id_, payload)
        for one, other in ((before.written, now.written), (now.written, before.written))
        for id_, payload in one.items()
        if other.get(id_) != payload
    ]
    moved = {
        row
        for row in before.leading.keys() | now.leading.keys()
        if before.leading.get(row) != now.leading.get(row)
    }
    spoken_of = {document for _, payload in written for document in documents_in(payload)}
    changed = {id_ for id_, _ in written} | moved
    return Changes(frozenset(spoken_of | documents_with(connection, changed)), frozenset(changed))


def _note_compared(connection: Connection, changes: Changes, shown: Collection[str]) -> None:
    """Note in documents that rows about them, or whom their rows are led to, are other than before."""
    sources = Redirects(connection, shown).sources_of(changes.rows)
    led_here = set().union(*sources.values()) - changes.rows
    counter = change_counter(connection) + 1
    for some in in_parts(sorted(changes.documents | documents_with(connection, led_here))):
        connection.execute(update(documents).where(documents.c.id.in_(some)).values(compared=counter))


def documents_in(payload: str) -> set[str]:
    """Return the documents that a row, as it is written, speaks of."""
    return set(_DOCUMENTS.findall(payload))


def resolved_line(stage: str, rank: int, unit: str, row: Row) -> dict[str, Any]:
    """Return a row as it is stored in a unit of a stage."""
    document = row.position[0]
    return {
        "stage": stage,
        "unit": unit,
        "id": row.id,
        "type": row.row_type,
        "rank": rank,
        "document": document,
        **place_in(row, document),
        "payload": to_json(row),
    }


@dataclass(slots=True)
class _Making:
    """What one stage makes, on its way into the database; `apart` tells that other units stay as they are."""

    connection: Connection
    stage: str
    rank: int
    apart: bool
    known: set[str] = field(default_factory=set)
    leading: dict[str, Redirect] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    waiting: list[tuple[str, Row]] = field(default_factory=list)

    def take(self, made: Made | Told) -> None:
        if isinstance(made, Told):
            self.told.append(made)
        elif isinstance(made.item, Redirect):
            known = self.leading.setdefault(made.item.row, made.item)
            self.units.setdefault(made.item.row, made.unit)
            if known.to != made.item.to:
                self.told.append(Told(made.unit, _led_twice(self.stage, made.item, known.to)))
        elif made.item.id in self.known:
            self._unite(made.unit, made.item)
        else:
            self.known.add(made.item.id)
            self.waiting.append((made.unit, made.item))
            if len(self.waiting) >= BATCH:
                self._store_rows()

    def store(self) -> None:
        self._store_rows()
        lines = [
            {
                "stage": self.stage,
                "unit": self.units[item.row],
                "row": item.row,
                "to": item.to,
                "reason": item.reason,
            }
            for item in self.leading.values()
        ]
        if self.apart:
            self._make_room(redirects, redirects.c.row, [line["row"] for line in lines])
        insert_many(self.connection, redirects, lines)
        self._store_issues()

    def _store_issues(self) -> None:
        told = [
            {"scope": "stage", "owner": _owner(self.stage, unit), **asdict(issue)}
            for unit, issue in self.told
        ]
        insert_many(self.connection, issues, told)

    def _store_rows(self) -> None:
        lines = [resolved_line(self.stage, self.rank, unit, row) for unit, row in self.waiting]
        if self.apart:
            self._make_room(resolved_rows, resolved_rows.c.id, [line["id"] for line in lines])
        insert_many(self.connection, resolved_rows, lines)
        self._tell_of_documents(lines)
        self.waiting.clear()

    def _make_room(self, table: Any, column: Any, ids: list[str]) -> None:
        """Take away what another unit gave under an id that one of these units gives now."""
        for some in in_parts(ids):
            self.connection.execute(delete(table).where(table.c.stage == self.stage, column.in_(some)))
            if table is resolved_rows:
                self.connection.execute(
                    delete(resolved_documents).where(
                        resolved_documents.c.stage == self.stage, resolved_documents.c.id.in_(some)
                    )
                )

    def _tell_of_documents(self, lines: Iterable[dict[str, Any]]) -> None:
        spoken_of = [
            {"stage": self.stage, "id": line["id"], "document": document}
            for line in lines
            for document in sorted(documents_in(line["payload"]))
        ]
        insert_many(self.connection, resolved_documents, spoken_of)

    def _unite(self, unit: str, row: Row) -> None:
        """Merge a row that the stage gives a second time into the first, or tell that it was left out."""
        self._store_rows()
        here = (resolved_rows.c.stage == self.stage, resolved_rows.c.id == row.id)
        first = from_json(self.connection.scalars(select(resolved_rows.c.payload).where(*here)).one())
        told: list[Issue] = []
        [kept] = unique((first, row), "", told).values()
        self.told += [Told(unit, issue) for issue in told]
        if kept != first:  # the row stays in the unit that gave it first
            values = resolved_line(self.stage, self.rank, "", kept)
            del values["unit"]
            self.connection.execute(update(resolved_rows).where(*here).values(values))
            gone = (resolved_documents.c.stage == self.stage, resolved_documents.c.id == row.id)
            self.connection.execute(delete(resolved_documents).where(*gone))
            self._tell_of_documents([values])


def _led_twice(stage: str, item: Redirect, known: str) -> Issue:
    return Issue(
        path="",
        code="redirected_twice",
        message=f"{stage} leads {item.row} to {known} and to {item.to}; the second was left out.",
        remedy="Report this.",
        severity="notice",
    )


def finish(database: Database, run: Run, rules: str) -> None:
    """Enter that every stage ran by these rules; stages that did not run are removed."""
    with database.write() as connection:
        if run.begun:
            gone = set(connection.scalars(select(stages.c.stage))) - {*run.done, BY_HAND}
            for stage in sorted(gone):
                for table in (resolved_rows, redirects, resolved_documents, stages):
                    connection.execute(delete(table).where(table.c.stage == stage))
                _take_issues_away(connection, stage)
            if gone:
                set_meta(connection, COMPARED_WHOLE, str(change_counter(connection) + 1))
        keep_standing(connection, rules, run.decided)
    run.begun, run.decided = False, None
    run.done.clear()
