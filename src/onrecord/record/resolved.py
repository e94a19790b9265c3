"""Rows and redirects made by comparing documents: replaced stage by stage, in sight stage by stage."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from sqlalchemy import Connection, delete, insert, select, update

from onrecord.record.bulk import insert_many
from onrecord.record.database import Database, set_meta
from onrecord.record.documents import place_in, replace_issues, unique
from onrecord.record.redirects import Redirects
from onrecord.record.schema import redirects, resolved_rows, stages
from onrecord.types.codec import from_json, to_json
from onrecord.types.errors import Issue
from onrecord.types.findings import Redirect
from onrecord.types.rows import Row

AT_HAND = 8 * 1024 * 1024
"""Bytes of a stage's rows held in memory before they go to a temporary file."""

BATCH = 1000
"""Rows handed to the database at once."""

STAMP = "resolved"
"""The name under which the stamp of the last finished comparison is kept."""


@dataclass(slots=True)
class Run:
    """One comparison of the documents, from the first resolver to the last.

    While it lasts, stages that have not run in it are out of sight, so that a resolver sees what it
    would see in a new record. `running` is the stage at work, out of sight as well.
    """

    begun: bool = False
    done: list[str] = field(default_factory=list)
    running: str | None = None

    def in_sight(self, every: Iterable[str]) -> tuple[str, ...]:
        """Return the stages of `every` whose rows and redirects are shown."""
        shown = self.done if self.begun else every
        return tuple(stage for stage in shown if stage != self.running)


def replace_stage(
    database: Database, run: Run, stage: str, version: str, items: Iterable[Row | Redirect]
) -> int:
    """Put `items` in the place of what the stage gave before; return how many rows and redirects it has.

    `items` may read the record while it is read: nothing is locked before the last item is here.
    """
    run.running = stage
    try:
        with SpooledTemporaryFile(AT_HAND) as spool:
            for item in items:
                _write_item(spool, item)
            spool.seek(0)
            with database.write() as connection:
                count = _replace(connection, run, stage, version, spool)
    finally:
        run.running = None
    if stage not in run.done:
        run.done.append(stage)
    return count


def _write_item(spool: IO[bytes], item: Row | Redirect) -> None:
    if isinstance(item, Redirect):
        line = json.dumps([item.row, item.to, item.reason], ensure_ascii=False)
    else:
        line = to_json(item)
    spool.write(line.encode("utf-8", "surrogatepass") + b"\n")


def _read_items(spool: IO[bytes]) -> Iterator[Row | Redirect]:
    for line in spool:
        written = line.decode("utf-8", "surrogatepass")
        yield Redirect(*json.loads(written)) if written.startswith("[") else from_json(written)


def _replace(connection: Connection, run: Run, stage: str, version: str, spool: IO[bytes]) -> int:
    rank = _enter_stage(connection, run, stage, version)
    for table in (resolved_rows, redirects):
        connection.execute(delete(table).where(table.c.stage == stage))
    made = _Made(connection, stage, rank)
    for item in _read_items(spool):
        made.take(item)
    made.store()
    shown = run.in_sight(connection.scalars(select(stages.c.stage)))
    Redirects(connection, (*shown, stage)).refuse_circles(made.leading)
    replace_issues(connection, "stage", stage, made.told)
    return len(made.known) + len(made.leading)


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


def _values(stage: str, rank: int, row: Row) -> dict[str, Any]:
    document = row.position[0]
    return {
        "stage": stage,
        "id": row.id,
        "type": row.row_type,
        "rank": rank,
        "document": document,
        **place_in(row, document),
        "payload": to_json(row),
    }


@dataclass(slots=True)
class _Made:
    """What one stage made, on its way into the database."""

    connection: Connection
    stage: str
    rank: int
    known: set[str] = field(default_factory=set)
    leading: dict[str, Redirect] = field(default_factory=dict)
    told: list[Issue] = field(default_factory=list)
    waiting: list[Row] = field(default_factory=list)

    def take(self, item: Row | Redirect) -> None:
        if isinstance(item, Redirect):
            known = self.leading.setdefault(item.row, item)
            if known.to != item.to:
                self.told.append(_led_twice(self.stage, item, known.to))
        elif item.id in self.known:
            self._unite(item)
        else:
            self.known.add(item.id)
            self.waiting.append(item)
            if len(self.waiting) >= BATCH:
                self._store_rows()

    def store(self) -> None:
        self._store_rows()
        lines = [
            {"stage": self.stage, "row": item.row, "to": item.to, "reason": item.reason}
            for item in self.leading.values()
        ]
        insert_many(self.connection, redirects, lines)

    def _store_rows(self) -> None:
        lines = [_values(self.stage, self.rank, row) for row in self.waiting]
        insert_many(self.connection, resolved_rows, lines)
        self.waiting.clear()

    def _unite(self, row: Row) -> None:
        """Merge a row that the stage gives a second time into the first, or tell that it was left out."""
        self._store_rows()
        here = (resolved_rows.c.stage == self.stage, resolved_rows.c.id == row.id)
        first = from_json(self.connection.scalars(select(resolved_rows.c.payload).where(*here)).one())
        [kept] = unique((first, row), "", self.told).values()
        if kept != first:
            values = _values(self.stage, self.rank, kept)
            self.connection.execute(update(resolved_rows).where(*here).values(values))


def _led_twice(stage: str, item: Redirect, known: str) -> Issue:
    return Issue(
        path="",
        code="redirected_twice",
        message=f"{stage} leads {item.row} to {known} and to {item.to}; the second was left out.",
        remedy="Report this.",
        severity="notice",
    )


def finish(database: Database, run: Run, stamp: str) -> None:
    """Enter that every stage ran over the documents of `stamp`; stages that did not run are removed."""
    with database.write() as connection:
        if run.begun:
            gone = set(connection.scalars(select(stages.c.stage))) - set(run.done)
            for stage in sorted(gone):
                for table in (resolved_rows, redirects, stages):
                    connection.execute(delete(table).where(table.c.stage == stage))
                replace_issues(connection, "stage", stage, ())
        set_meta(connection, STAMP, stamp)
    run.begun = False
    run.done.clear()
