"""The rows of RECORD.md in its order, streamed: (type, document, start, id)."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby, islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, distinct, func, select, tuple_

from onrecord.record.lookup import rows_with
from onrecord.record.merging import MERGED
from onrecord.record.reading import Reader, read_under
from onrecord.record.receipts import in_parts
from onrecord.record.schema import documents, issues, redirects, rejected, resolved_rows, rows
from onrecord.record.sorting import DiskSort
from onrecord.types.codec import from_json, to_json
from onrecord.types.rows import EXPORTED_TYPES, Row

TOGETHER = 1000
"""Rows in memory at once."""

Placed = tuple[tuple[str, int, str], Row]
T = TypeVar("T")


def rows_in_order(reader: Reader, types: Collection[str] = EXPORTED_TYPES) -> Iterator[Row]:
    """Yield every row of some types that the record shows, in the order of the contract."""
    for kind in sorted(set(types).intersection(EXPORTED_TYPES)):
        if kind == "document":
            yield from sorted_documents(reader)
        elif kind in MERGED:
            yield from _united(reader, kind)
        else:
            yield from _of_words(reader, kind)


def sorted_documents(reader: Reader) -> Iterator[Row]:
    """Yield the documents by id."""
    ids = select(documents.c.id).where(documents.c.retired.is_(False), documents.c.payload.is_not(None))
    for some in in_parts(list(reader.connection.scalars(ids.order_by(documents.c.id)))):
        yield from sorted(reader.document_rows(some), key=lambda document: document.id)


def _place(row: Row) -> tuple[str, int, str]:
    return (*row.position, row.id)


def _of_words(reader: Reader, kind: str) -> Iterator[Row]:
    """Yield rows that stand for words: those read and those made by comparing, in one order."""
    corrected = _corrected(reader, kind)
    streams = [_read(reader, kind, corrected), _made(reader, kind, corrected)]
    places = sorted(
        ((_place(row), row) for row in corrected.values() if row is not None), key=lambda item: item[0]
    )
    for _, row in heapq.merge(*streams, places, key=lambda item: item[0]):
        yield row


def _corrected(reader: Reader, kind: str) -> dict[str, Row | None]:
    """Return the rows a reviewer corrected: a correction may move a row to another place."""
    found = rows_with(reader, sorted(reader.view.review.corrections or ()))
    return {id_: row for id_, row in found.items() if row.row_type == kind}


def _read(reader: Reader, kind: str, corrected: Collection[str]) -> Iterator[Placed]:
    for part in _pages(reader.connection, _of_readings(kind), rows):
        made = reader.made_by_id(kind, [row.id for row in part])
        kept = [
            row for row in part if row.id not in made and row.id not in corrected and reader.shows(row.id)
        ]
        yield from _unmoved(reader, kept)


def _of_readings(kind: str) -> Select[Any]:
    """Return the query of the rows that readings in sight gave.

    Joined with the documents in sight, SQLite would sort all rows of the type anew for each part of them.
    """
    retired = select(documents.c.id).where(documents.c.retired)
    return select(rows.c.document, rows.c.start, rows.c.id, rows.c.payload).where(
        rows.c.type == kind, rows.c.document.not_in(retired)
    )


def _made(reader: Reader, kind: str, corrected: Collection[str]) -> Iterator[Placed]:
    if kind not in reader.view.resolved:
        return
    later = resolved_rows.alias()
    query = select(
        resolved_rows.c.document, resolved_rows.c.start, resolved_rows.c.id, resolved_rows.c.payload
    ).where(
        resolved_rows.c.type == kind,
        resolved_rows.c.stage.in_(reader.view.stages),
        ~select(later.c.id)
        .where(
            later.c.id == resolved_rows.c.id,
            later.c.rank > resolved_rows.c.rank,
            later.c.stage.in_(reader.view.stages),
        )
        .exists(),
    )
    for part in _pages(reader.connection, query, resolved_rows):
        kept = [row for row in part if row.id not in corrected and reader.shows(row.id)]
        yield from _unmoved(reader, [row for row in kept if not reader.view.tells_of_retired(row.payload)])


def _unmoved(reader: Reader, found: Iterable[Any]) -> Iterator[Placed]:
    """Yield rows with their ids led; one that is itself led to another is shown there, not here."""
    held = list(found)
    for row, shown in zip(held, reader.lead([from_json(row.payload) for row in held]), strict=True):
        if shown.id == row.id:
            yield (row.document, row.start, row.id), reader.as_of(shown)


def _pages(connection: Connection, query: Select[Any], table: Any) -> Iterator[list[Any]]:
    """Yield the rows of a query by (document, start, id), in parts."""
    key = tuple_(table.c.document, table.c.start, table.c.id)
    after: tuple[str, int, str] | None = None
    while True:
        page = query if after is None else query.where(key > after)
        page = page.order_by(table.c.document, table.c.start, table.c.id).limit(TOGETHER)
        part = list(connection.execute(page))
        if part:
            yield part
            after = (part[-1].document, part[-1].start, part[-1].id)
        if len(part) < TOGETHER:
            return


def _united(reader: Reader, kind: str) -> Iterator[Row]:
    """Yield one row for each actor, norm or event, however many documents tell of it."""
    with DiskSort(2) as by_id, DiskSort(3) as by_place:
        by_id.take(_keyed(_all_read(reader, kind), reader, made=False))
        by_id.take(_keyed(_all_made(reader, kind), reader, made=True))
        by_place.take((_place(row), to_json(row)) for row in _groups(reader, by_id))
        for _, line in by_place.given():
            yield from_json(line)


def _all_read(reader: Reader, kind: str) -> Iterator[str]:
    for part in _pages(reader.connection, _of_readings(kind), rows):
        yield from (row.payload for row in part if reader.shows(row.id))


def _all_made(reader: Reader, kind: str) -> Iterator[str]:
    if kind not in reader.view.resolved:
        return
    query = select(resolved_rows.c.id).where(
        resolved_rows.c.type == kind, resolved_rows.c.stage.in_(reader.view.stages)
    )
    ids = list(reader.connection.scalars(query.distinct().order_by(resolved_rows.c.id)))
    for some in in_parts(ids):
        for id_, row in reader.made_by_id(kind, some).items():
            if reader.shows(id_):
                yield to_json(row)


def _keyed(lines: Iterable[str], reader: Reader, *, made: bool) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield rows under (the id they are shown under, whether they were made by comparing)."""
    for part in _parts(lines):
        rows = [from_json(line) for line in part]
        for line, row, shown in zip(part, rows, reader.lead(rows), strict=True):
            yield (shown.id, "made" if made else "read"), line if shown is row else to_json(shown)


def _parts(items: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(items)
    while part := list(islice(waiting, TOGETHER)):
        yield part


def _groups(reader: Reader, by_id: DiskSort) -> Iterator[Row]:
    for id_, found in groupby(by_id.given(), key=lambda pair: str(pair[0][0])):
        if not reader.shows(id_):
            continue
        made: list[Row] = []
        read: list[Row] = []
        for (_, origin), line in found:
            (made if origin == "made" else read).append(from_json(line))
        yield reader.view.reviewed(reader.unite(id_, made, read))


def count_rows(reader: Reader) -> dict[str, int]:
    """Return how many rows of each exported type the record shows, refusals and issues beside them."""
    counts = {kind: _count(reader, kind) for kind in EXPORTED_TYPES}
    shown = documents.c.retired.is_(False)
    counts["rejected"] = _scalar(
        reader,
        select(func.count())
        .select_from(rejected)
        .join(documents, documents.c.id == rejected.c.document)
        .where(shown),
    )
    counts["issues"] = _scalar(reader, select(func.count()).select_from(issues).where(issue_is_shown()))
    return counts


def issue_is_shown() -> Any:
    """Return the condition that an issue is not one of a document out of sight."""
    gone = select(documents.c.id).where(documents.c.retired)
    return ~((issues.c.scope == "document") & issues.c.owner.in_(gone))


def _scalar(reader: Reader, query: Select[Any]) -> int:
    return int(reader.connection.scalar(query) or 0)


def _count(reader: Reader, kind: str) -> int:
    """Count the ids a type is shown under."""
    hidden = sorted(reader.view.review.rejected)
    if kind == "document":
        query = select(func.count()).where(
            documents.c.retired.is_(False), documents.c.payload.is_not(None), documents.c.id.not_in(hidden)
        )
        return _scalar(reader, query.select_from(documents))
    if kind in MERGED:
        return _scalar(
            reader, select(func.count(distinct(rows.c.id))).where(*_counted(reader, rows, kind))
        ) + _count_made(reader, kind)
    read = select(func.count()).select_from(rows).where(*_counted(reader, rows, kind))
    return _scalar(reader, read) + _count_made(reader, kind)


def _counted(reader: Reader, table: Any, kind: str) -> list[Any]:
    """Return the conditions that a row of `table` is shown under its own id.

    Those that hold for every row are left out: a count then needs no more than an index.
    """
    view = reader.view
    conditions = [table.c.type == kind]
    if view.retired and table is rows:
        gone = select(documents.c.id).where(documents.c.retired)
        conditions.append(table.c.document.not_in(gone))
    if view.review.rejected:
        conditions.append(table.c.id.not_in(sorted(view.review.rejected)))
    if view.redirected:
        away = select(redirects.c.row).where(redirects.c.stage.in_(view.stages))
        away_now = table.c.id.in_(away) & table.c.id.not_in(sorted(view.judged.stopped))
        conditions.append(~away_now & table.c.id.not_in(sorted(view.judged.added)))
    return conditions


def _count_made(reader: Reader, kind: str) -> int:
    """Count the rows made by comparing that take the place of none."""
    if kind not in reader.view.resolved:
        return 0
    where = (
        *_counted(reader, resolved_rows, kind),
        resolved_rows.c.stage.in_(reader.view.stages),
        ~read_under(resolved_rows.c.id),
    )
    if not reader.view.retired:
        return _scalar(reader, select(func.count(distinct(resolved_rows.c.id))).where(*where))
    query = select(resolved_rows.c.id, resolved_rows.c.payload).where(*where)
    found = {
        row.id
        for row in reader.connection.execute(query.execution_options(yield_per=TOGETHER))
        if not reader.view.tells_of_retired(row.payload)
    }
    return len(found)
