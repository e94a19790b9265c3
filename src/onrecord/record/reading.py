"""What the record shows: rows of readings and comparisons, led, united and reviewed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, bindparam, exists, func, select, tuple_

from onrecord.record.anchoring import place
from onrecord.record.asked import Asked, plain
from onrecord.record.database import change_counter
from onrecord.record.decisions import Review, active, review_of
from onrecord.record.json_fields import json_field
from onrecord.record.judgements import NOTHING, Judged, judged, latest, pairs_of
from onrecord.record.merging import MERGED, in_order_of_weight, merge
from onrecord.record.receipts import MANY, in_parts
from onrecord.record.recognising import Texts
from onrecord.record.redirects import HeldRedirects, Redirects, ids_in, led
from onrecord.record.resolved import Run, documents_in
from onrecord.record.schema import (
    documents,
    redirects,
    resolved_documents,
    resolved_rows,
    rows,
    stages,
    unescaped,
)
from onrecord.types.codec import from_json, to_json
from onrecord.types.judgements import Judgement
from onrecord.types.ledger import last_date
from onrecord.types.rows import AS_OF, Actor, DocumentRow, Finding, Row

R = TypeVar("R")

TOGETHER = 50
"""Documents whose rows are in memory at once while all are gone through."""


class LastDate:
    """The date of the latest document, kept from one view of a record to the next while it is the same."""

    def __init__(self) -> None:
        self._known: tuple[Any, str | None] | None = None

    def of(self, reader: Reader) -> str | None:
        """Return the date of the latest document that is shown in EDTF, None where none is dated."""
        review = reader.view.review
        corrections = review.corrections or {}
        decided = sorted({id_ for id_ in (*review.rejected, *corrections) if id_[:2] == "d-"})
        changed = reader.connection.scalar(select(func.max(documents.c.changed)))
        state = (changed, [(id_, reader.shows(id_), corrections.get(id_)) for id_ in decided])
        if self._known is None or self._known[0] != state:
            edtf = json_field(reader.connection, documents.c.payload, "date", "edtf")
            others = documents.c.retired.is_(False) & documents.c.id.not_in(decided)
            last = reader.connection.scalar(select(func.max(edtf)).where(others))
            reviewed = last_date(reader.document_rows(decided)) if decided else None
            self._known = (state, max(filter(None, (last, reviewed)), default=None))
        return self._known[1]


@dataclass(frozen=True, slots=True)
class View:
    """What a reader has to know of the whole record at one moment."""

    changes: int
    stages: tuple[str, ...]
    resolved: frozenset[str]
    redirected: bool
    redirects: Mapping[str, str] | None
    retired: frozenset[str]
    review: Review
    judged: Judged = NOTHING
    last_date: LastDate = field(default_factory=LastDate, compare=False)

    def reviewed(self, row: Row) -> Row:
        """Return `row` as reviewers left it: corrected, and apart from whom it is judged not to be."""
        return self.judged.kept_apart(self.review.corrected(row))

    def tells_of_retired(self, payload: str) -> bool:
        """Tell whether a row speaks of a document that is no longer in sight."""
        return bool(self.retired) and not self.retired.isdisjoint(documents_in(payload))


def read_view(
    connection: Connection,
    run: Run,
    texts: Texts,
    at_hand: HeldRedirects | None = None,
    last: LastDate | None = None,
) -> View:
    """Return what holds now, as far as `run` lets it be seen; `at_hand` and `last` save reading it again.

    In `texts` decisions look for the words they are on where documents have changed.
    """
    changes = change_counter(connection)  # first: what is decided from here on makes this view an old one
    shown = run.in_sight(connection.scalars(select(stages.c.stage).order_by(stages.c.rank)))
    led_here = select(exists().where(redirects.c.stage.in_(shown)))
    at_hand = at_hand or HeldRedirects()
    held = at_hand.still(connection, shown) if run.begun else at_hand.of(connection, shown)
    reviewed = review_of(*place(connection, shown, texts, active(connection)))
    over = judged(pairs_of(reviewed.active), Redirects(connection, shown, held))
    return View(
        changes=changes,
        stages=tuple(shown),
        resolved=_kinds_made(connection) if shown else frozenset(),
        redirected=bool(over.added or (shown and connection.scalar(led_here))),
        redirects=held,
        retired=frozenset(connection.scalars(select(documents.c.id).where(documents.c.retired))),
        review=reviewed,
        judged=over,
        last_date=last or LastDate(),
    )


def _kinds_made(connection: Connection) -> frozenset[str]:
    """Return the types of rows that comparing made, each found by the one before it."""
    found: set[str] = set()
    kind = connection.scalar(select(func.min(resolved_rows.c.type)))
    while kind is not None:
        found.add(kind)
        later = select(func.min(resolved_rows.c.type)).where(resolved_rows.c.type > kind)
        kind = connection.scalar(later)
    return frozenset(found)


class Reader:
    """Reads rows over one connection as one view shows them."""

    def __init__(self, connection: Connection, view: View) -> None:
        self.connection = connection
        self.view = view
        self.redirects = Redirects(connection, view.stages, view.redirects).over(view.judged)

    def lead(self, found: Sequence[Row]) -> list[Row]:
        """Return the rows with every id they hold led to where it is shown."""
        if not self.view.redirected:
            return list(found)
        held = [set(ids_in(row)) for row in found]
        targets = self.redirects.targets(set().union(*held))
        if not targets:
            return list(found)
        return [
            row if targets.keys().isdisjoint(ids) else led(row, targets)
            for row, ids in zip(found, held, strict=True)
        ]

    def reviewed(self, row: Row) -> Row:
        """Return `row` as reviewers left it, with the record's last date where its title asks for that."""
        return self.as_of(self.view.reviewed(row))

    def as_of(self, row: Row) -> Row:
        """Return `row`, a finding that holds as of the record's last date with this date in its title."""
        if not isinstance(row, Finding) or AS_OF not in row.title:
            return row
        last = self.last_date()
        return replace(row, title=row.title.replace(AS_OF, f" as of {last}" if last else ""))

    def last_date(self) -> str | None:
        """Return the date of the latest document, as of which "no reply" holds; None where none is dated."""
        return self.view.last_date.of(self)

    def shows(self, *ids: str) -> bool:
        """Tell whether a reviewer has rejected none of these rows."""
        return self.view.review.rejected.isdisjoint(ids)

    def document_rows(self, ids: Sequence[str] | None = None) -> Iterator[DocumentRow]:
        """Yield the documents by path, then id; only those of `ids` where given."""
        columns = (documents.c.id, documents.c.path, documents.c.payload)
        for part in self._document_parts(columns, ids):
            yield from self.shown_documents([document_of(row.payload, row.path) for row in part])

    def documents_in_order(self) -> Iterator[list[str]]:
        """Yield the ids of the documents in sight by path, then id, in parts."""
        for part in self._document_parts((documents.c.id, documents.c.path), None):
            yield [row.id for row in part]

    def _document_parts(self, columns: Sequence[Any], ids: Sequence[str] | None) -> Iterator[Sequence[Any]]:
        """Yield some columns of the documents in sight by path, then id, in parts."""
        query = select(*columns).where(documents.c.payload.is_not(None))
        if ids is not None:
            query = query.where(documents.c.id.in_([id_ for id_ in ids if id_ not in self.view.retired]))
        query = query.order_by(documents.c.path, documents.c.id).limit(MANY)
        after: tuple[str, str] | None = None
        while True:
            page = query if after is None else query.where(after < _BY_PATH)
            part = self.connection.execute(page).all()
            if part:
                # not asked of the database: SQLite would go by what is in sight and sort it for each part
                yield [row for row in part if row.id not in self.view.retired]
                after = (part[-1].path, part[-1].id)
            if len(part) < MANY:
                return

    def shown_documents(self, read: Sequence[DocumentRow]) -> Iterator[DocumentRow]:
        """Yield documents that readings gave as they are shown, without those that a reviewer rejected."""
        for document in self.lead(read):
            if isinstance(document, DocumentRow) and self.shows(document.id):
                corrected = self.view.review.corrected(document)
                if isinstance(corrected, DocumentRow):
                    yield corrected

    def rows_of(self, kind: str, owners: Sequence[str]) -> Iterator[Row]:
        """Yield the rows of one type of some documents, in the order of these, then by start and id."""
        for _, _, row in self.placed_rows_of(kind, owners):
            yield row

    def placed_rows_of(self, kind: str, owners: Sequence[str]) -> Iterator[tuple[str, int, Row]]:
        """Yield what `rows_of` does, each row with the document and the offset that it stands at."""
        read = self._read_rows(kind, owners)
        made = self._made_rows(kind, owners)
        for owner in owners:
            found = [*self.shown_of(kind, read.get(owner, ())), *made.get(owner, ())]
            for start, row in sorted(found, key=lambda item: (item[0], item[1].id)):
                yield owner, start, self.reviewed(row)

    def _read_rows(self, kind: str, owners: Sequence[str]) -> Mapping[str, Sequence[tuple[int, Row]]]:
        query = select(rows.c.document, rows.c.start, rows.c.payload).where(
            rows.c.type == kind, rows.c.document.in_(owners)
        )
        found: dict[str, list[tuple[int, Row]]] = {}
        for row in self.connection.execute(query.order_by(rows.c.document, rows.c.start, rows.c.id)):
            found.setdefault(row.document, []).append((row.start, from_json(row.payload)))
        return found

    def shown_of(self, kind: str, read: Sequence[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
        """Yield the rows one reading gave as they are shown: led, united, with what comparing added."""
        kept = [(start, row) for start, row in read if self.shows(row.id)]
        own = self.lead([row for _, row in kept])
        made = self.made_by_id(kind, {row.id for row in own} | {row.id for _, row in kept})
        if kind not in MERGED:
            for (start, before), row in zip(kept, own, strict=True):
                shown = made.get(before.id) or row
                if shown.id == before.id and self.shows(shown.id):
                    yield start, shown
            return
        united: dict[str, list[tuple[int, Row]]] = {}
        for (start, _), row in zip(kept, own, strict=True):
            united.setdefault(row.id, []).append((start, row))
        for id_, found in united.items():
            if self.shows(id_):
                leading = [made[id_]] if id_ in made else []
                yield found[0][0], self.unite(id_, leading, [row for _, row in found])

    def unite(self, id_: str, made: Sequence[Row], read: Sequence[Row]) -> Row:
        """Return one row for all that is known under an id."""
        return merge(id_, in_order_of_weight(id_, made, read))

    def made_by_id(self, kind: str, ids: Collection[str]) -> dict[str, Row]:
        """Return the rows made by comparing that are shown in the place of those with the same id.

        They are led, and stand under the ids they were made with.
        """
        if kind not in self.view.resolved or not ids:
            return {}
        found = made_lines(MADE_UNDER.of(self.connection, sorted(ids)))
        return self.leading(line for line in found if line.type == kind)

    def leading(self, made: Iterable[Any]) -> dict[str, Row]:
        """Return rows of the tables that comparing made, in the order of their stages, by id and led."""
        found: dict[str, str] = {}
        for row in made:
            if row.stage in self.view.stages and not self.view.tells_of_retired(row.payload):
                found[row.id] = row.payload
        return dict(zip(found, self.lead([from_json(payload) for payload in found.values()]), strict=True))

    def _made_rows(self, kind: str, owners: Sequence[str] | None) -> dict[str, list[tuple[int, Row]]]:
        """Return rows made by comparing that take the place of none; without owners those in no document."""
        if kind not in self.view.resolved:
            return {}
        latest = {row.id: row for row in self._stored_made(kind, owners)}
        kept = [row for row in latest.values() if not self.view.tells_of_retired(row.payload)]
        made = self.lead([from_json(row.payload) for row in kept])
        found: dict[str, list[tuple[int, Row]]] = {}
        for row, shown in zip(kept, made, strict=True):
            if self.shows(row.id, shown.id) and shown.id == row.id and not self._led_to(kind, row.id):
                found.setdefault(row.document, []).append((row.start, shown))
        return found

    def _stored_made(self, kind: str, owners: Sequence[str] | None) -> Iterable[Any]:
        """Return what the tables hold of rows that comparing made and that no reading gave, by rank."""
        query = select(resolved_rows).where(
            resolved_rows.c.type == kind,
            resolved_rows.c.stage.in_(self.view.stages),
            resolved_rows.c.document.in_([""] if owners is None else owners),
            ~read_under(resolved_rows.c.id),
        )
        return self.connection.execute(query.order_by(resolved_rows.c.rank)).all()

    def made_about(self, kind: str, document: str) -> Iterator[Row]:
        """Yield the rows of one type that comparing made and that speak of a document."""
        if kind not in self.view.resolved:
            return
        # ids first: of a join SQLite may go through all rows of the type
        told = {row.id for row in self.connection.execute(_TOLD_OF, {"document": document})}
        made = _MADE_IN.of(self.connection, sorted(told))
        found = {owner for of_kind, owner in made if of_kind == kind}
        owners = found - self.view.retired
        for row in self.rows_of(kind, sorted(owners)):
            if document in documents_in(to_json(row)):
                yield row

    def _led_to(self, kind: str, id_: str) -> bool:
        """Tell whether rows of a reading lead to this one and so show it."""
        if kind not in MERGED or not self.view.redirected:
            return False
        sources = self.redirects.sources(id_) - {id_}
        return any(
            self.connection.scalar(select(_read_under_any(some))) for some in in_parts(sorted(sources))
        )

    def rows_in_no_document(self, kind: str) -> Iterator[Row]:
        """Yield the rows made by comparing that have no anchor."""
        for _, row in sorted(
            (self._made_rows(kind, None)).get("", ()), key=lambda item: (item[0], item[1].id)
        ):
            yield self.reviewed(row)

    def contradicted(self, judgements: Iterable[Judgement]) -> Judgement | None:
        """Return a judgement that two rows are not one which others, the last of a pair first, undo."""
        held = latest(judgements)
        base = Redirects(self.connection, self.view.stages, self.view.redirects)
        over = base.over(judged(held, base))
        for judgement in held:
            ends = {over.targets((id_,)).get(id_, id_) for id_ in (judgement.one, judgement.other)}
            if judgement.verdict == "negative" and len(ends) < 2:
                return judgement
        return None

    def shown_as(self, id_: str) -> str:
        """Return the id under which a row is shown."""
        return self.redirects.targets([id_]).get(id_, id_)

    def each_under(self, id_: str) -> tuple[Row, ...]:
        """Return the rows that are shown as one under an id, it first, each as comparing left it."""
        sources = self.redirects.sources(id_) if self.view.redirected else {id_}
        read = self.under(sources)
        kinds = {row.row_type for row in read} or self.view.resolved
        made = {id_: row for kind in sorted(kinds) for id_, row in self.made_by_id(kind, sources).items()}
        found = [made.get(row.id, row) for row in read] + [
            row for id_, row in made.items() if id_ not in {row.id for row in read}
        ]
        return tuple(sorted(dict.fromkeys(found), key=lambda row: (row.id != id_, row.position, row.id)))

    def led_to(self, id_: str, most: int) -> tuple[Row, ...]:
        """Return some rows with other ids that are shown under an id, one for each id, as they were read."""
        if not self.view.redirected:
            return ()
        others = sorted(self.redirects.sources(id_) - {id_})[:most]
        read = (
            self.connection.scalar(
                select(rows.c.payload)
                .join(documents, documents.c.id == rows.c.document)
                .where(rows.c.id == other, documents.c.retired.is_(False))
                .limit(1)
            )
            for other in others
        )
        found = {row.id: row for row in (from_json(payload) for payload in read if payload)}
        for kind in sorted(self.view.resolved):
            missing = [other for other in others if other not in found]
            found.update(self._as_made(kind, missing))
        return tuple(found[other] for other in others if other in found)

    def _as_made(self, kind: str, ids: Collection[str]) -> dict[str, Row]:
        """Return rows made by comparing, by the ids they were made with, each with its own id."""
        return {id_: replace(row, id=id_) for id_, row in self.made_by_id(kind, ids).items()}

    def united(self, id_: str) -> tuple[Actor, ...]:
        """Return the actors that readings gave and that are shown under one id, it first, each id once."""
        sources = self.redirects.sources(id_) if self.view.redirected else {id_}
        found: dict[str, Actor] = {}
        for row in self.under(sources):
            if isinstance(row, Actor) and self.shows(row.id):
                found.setdefault(row.id, row)
        return tuple(sorted(found.values(), key=lambda row: (row.id != id_, row.name, row.id)))

    def under(self, ids: Iterable[str]) -> list[Row]:
        """Return the rows that readings in sight gave under some ids, as they gave them.

        Which documents are out of sight the view knows: joined here, SQLite goes through all those in sight.
        """
        read = _READ_UNDER.of(self.connection, sorted(ids))
        return [
            from_json(unescaped(payload)) for document, payload in read if document not in self.view.retired
        ]


_BY_PATH = tuple_(documents.c.path, documents.c.id)


class MadeLine(NamedTuple):
    """A row that comparing made, as the tables hold it."""

    stage: str
    id: str
    type: str
    document: str
    start: int
    payload: str


MADE_COLUMNS = tuple(plain(resolved_rows.c[name]) for name in MadeLine._fields)


def made_lines(found: Iterable[Any]) -> Iterator[MadeLine]:
    """Yield lines of MADE_COLUMNS with what they say as it was written."""
    for line in map(MadeLine._make, found):
        yield line if line.payload[:1] == "{" else line._replace(payload=unescaped(line.payload))


MADE_UNDER = Asked(
    lambda ids: select(*MADE_COLUMNS).where(plain(resolved_rows.c.id).in_(ids)).order_by(resolved_rows.c.rank)
)
"""Rows that comparing made under some ids. A type is not asked for: SQLite may go through all of it then."""

_READ_UNDER = Asked(
    lambda ids: select(plain(rows.c.document), plain(rows.c.payload)).where(plain(rows.c.id).in_(ids))
)

_TOLD_OF = select(resolved_documents.c.id).where(resolved_documents.c.document == bindparam("document"))

_MADE_IN = Asked(
    lambda ids: select(plain(resolved_rows.c.type), plain(resolved_rows.c.document)).where(
        plain(resolved_rows.c.id).in_(ids)
    )
)


def document_of(payload: str, path: str) -> DocumentRow:
    """Return a document as its reading gave it, where it lies now."""
    document = from_json(payload)
    if not isinstance(document, DocumentRow):
        raise TypeError(f"a {document.row_type} stands where a document row should")
    return document if document.path == path else replace(document, path=path)


def read_under(column: Any) -> Any:
    """Return the condition that a reading in sight gave a row with the id in `column`."""
    return exists().where(rows.c.id == column, rows.c.document.not_in(_out_of_sight()))


def _read_under_any(ids: Sequence[str]) -> Any:
    return exists().where(rows.c.id.in_(ids), rows.c.document.not_in(_out_of_sight()))


def _out_of_sight() -> Any:
    """Return the query of the documents that are retired: few, where the others are most of the record."""
    return select(documents.c.id).where(documents.c.retired)
