"""Rows and redirects made by comparing documents: replaced stage by stage, in sight stage by stage."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from sqlalchemy import Connection, delete, func, insert, select, update

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
    told: list[Issue] = []
    leading: dict[str, str] = {}
    known: dict[str, int] = {}
    batch: list[dict[str, Any]] = []
    for item in _read_items(spool):
        if isinstance(item, Redirect):
            _lead(connection, stage, item, leading, told)
        elif item.id in known:
            _repeat(connection, stage, item, batch, told)
        else:
            known[item.id] = 1
            batch.append(_values(stage, rank, item))
        if len(batch) >= BATCH:
            connection.execute(insert(resolved_rows), batch)
            batch.clear()
    if batch:
        connection.execute(insert(resolved_rows), batch)
    shown = tuple(run.in_sight(connection.scalars(select(stages.c.stage))))
    Redirects(connection, (*shown, stage)).refuse_circles(leading)
    replace_issues(connection, "stage", stage, told)
    return len(known) + len(leading)


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


def _lead(
    connection: Connection, stage: str, item: Redirect, leading: dict[str, str], told: list[Issue]
) -> None:
    known = leading.setdefault(item.row, item.to)
    if known != item.to:
        told.append(_led_twice(stage, item, known))
        return
    if not connection.scalar(
        select(func.count()).where(redirects.c.stage == stage, redirects.c.row == item.row)
    ):
        connection.execute(
            insert(redirects).values(stage=stage, row=item.row, to=item.to, reason=item.reason)
        )


def _repeat(
    connection: Connection, stage: str, row: Row, batch: list[dict[str, Any]], told: list[Issue]
) -> None:
    """Merge a row that a stage gives a second time into the first, or tell that it was left out."""
    if batch:
        connection.execute(insert(resolved_rows), batch)
        batch.clear()
    here = (resolved_rows.c.stage == stage, resolved_rows.c.id == row.id)
    first = from_json(connection.scalars(select(resolved_rows.c.payload).where(*here)).one())
    [kept] = unique((first, row), "", told).values()
    if kept != first:
        values = _values(stage, 0, kept)
        changed = {name: values[name] for name in ("document", "start", "end", "payload")}
        connection.execute(update(resolved_rows).where(*here).values(changed))


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
