"""What extractors saw and refused, counted by reason and read page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, tuple_

from onrecord.record.schema import documents, rejected
from onrecord.record.store import Record
from onrecord.types.errors import OnRecordError, Rejected
from onrecord.types.spans import Evidence


class CursorMakesNoSense(OnRecordError):
    """A cursor was not given by the page before."""


@dataclass(frozen=True, slots=True)
class RefusalQuery:
    """Which refusals are asked for; None asks nothing, `after` is the cursor of the page before."""

    extractor: str | None = None
    code: str | None = None
    document: str | None = None
    after: str | None = None
    limit: int = 50


class ReasonCount(NamedTuple):
    """How often an extractor gave one reason."""

    extractor: str
    code: str
    many: int


@dataclass(frozen=True, slots=True)
class RefusalPage:
    """Refusals by document, then in the order they were met; `after` leads to the next page."""

    refusals: tuple[Rejected, ...]
    after: str | None


class Reasons:
    """How often each reason was given in one record; counted again only where the record changed."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._known: tuple[tuple[str, int, int], tuple[ReasonCount, ...]] | None = None

    def counted(self, document: str | None = None) -> tuple[ReasonCount, ...]:
        """Return what `reasons_counted` does."""
        if document is not None:
            return reasons_counted(self._record, document)
        standing, known = self._record.standing_of_rows(), self._known
        if known is None or known[0] != standing:
            known = self._known = (standing, reasons_counted(self._record))
        return known[1]


def reasons_counted(record: Record, document: str | None = None) -> tuple[ReasonCount, ...]:
    """Return how often each reason was given, the most common first; of all documents or of one."""
    many = func.count()
    query = select(rejected.c.extractor, rejected.c.code, many).group_by(
        rejected.c.extractor, rejected.c.code
    )
    query = query.where(rejected.c.document == document if document else _is_shown())
    with record.reader() as reader:
        found = [ReasonCount(*row) for row in reader.connection.execute(query)]
    return tuple(sorted(found, key=lambda each: (-each.many, each.extractor, each.code)))


def refusals(record: Record, query: RefusalQuery) -> RefusalPage:
    """Return one page of refusals; raises CursorMakesNoSense."""
    with record.reader() as reader:
        found = reader.connection.execute(_asked(query)).all()
    shown = tuple(_refusal(row) for row in found[: query.limit])
    last = found[query.limit - 1] if len(found) > query.limit else None
    return RefusalPage(shown, f"{last.document}.{last.number}" if last else None)


def _asked(query: RefusalQuery) -> Select[Any]:
    asked = select(rejected).order_by(rejected.c.document, rejected.c.number).limit(query.limit + 1)
    asked = asked.where(rejected.c.document == query.document if query.document else _is_shown())
    if query.extractor is not None:
        asked = asked.where(rejected.c.extractor == query.extractor)
    if query.code is not None:
        asked = asked.where(rejected.c.code == query.code)
    if query.after is not None:
        document, _, number = query.after.rpartition(".")
        if not number.isascii() or not number.isdigit():
            raise CursorMakesNoSense("The list cannot go on from there. Begin at its beginning.")
        asked = asked.where(tuple_(rejected.c.document, rejected.c.number) > (document, int(number)))
    return asked


def _is_shown() -> Any:
    hidden = select(documents.c.id).where(documents.c.retired)
    return rejected.c.document.not_in(hidden)


def _refusal(row: Any) -> Rejected:
    anchor = Evidence(row.document, row.start, row.end, row.exact)
    return Rejected(anchor, row.extractor, row.code, row.reason)
