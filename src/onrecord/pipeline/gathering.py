"""What one document's extractors found, checked as it comes in: anchors hold, ids are unique."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from onrecord.types.dates import TimeExpression
from onrecord.types.errors import Issue, Rejected
from onrecord.types.findings import Extracted, Found
from onrecord.types.identity import row_id
from onrecord.types.rows import Actor, DocumentRow, Figure, Norm, Row

T = TypeVar("T")


class Gathering:
    """The findings of one document so far; every row in it quotes the text exactly and has its own id."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text
        self._rows: dict[str, Row] = {}
        self._times: list[TimeExpression] = []
        self._rejected: dict[Rejected, None] = {}
        self._issues: dict[Issue, None] = {}
        self.document_row: DocumentRow | None = None

    def take(self, items: Iterable[Extracted]) -> None:
        """Take in what one extractor yielded, without what does not quote the text."""
        for item in items:
            if isinstance(item, Row):
                self._take_row(item)
            elif not item.anchor.holds_in(self._text):
                self._refuse(type(item).__name__)
            elif isinstance(item, Rejected):
                self._rejected[item] = None
            else:
                self._times.append(item)

    def found(self) -> Found:
        """Return what the next extractor may see."""
        row = () if self.document_row is None else (self.document_row,)
        return Found((*self._times, *self._rows.values(), *row))

    def rows(self) -> tuple[Row, ...]:
        """Return every row but the document's own, in the order found."""
        return tuple(self._rows.values())

    def rejected(self) -> tuple[Rejected, ...]:
        """Return what was seen and refused, each once."""
        return tuple(self._rejected)

    def issues(self) -> tuple[Issue, ...]:
        """Return what went wrong or is worth knowing, each once."""
        return tuple(self._issues)

    def add(self, issue: Issue) -> None:
        """Keep an issue of this document."""
        self._issues[issue] = None

    def notice(self, code: str, message: str, remedy: str) -> None:
        """Keep a notice: nothing was lost, but a reader should know."""
        self.add(Issue(self._path, code, message, remedy, "notice"))

    @contextmanager
    def watching(self, name: str, code: str) -> Iterator[None]:
        """Turn an exception of one part of the plan into an issue that names it.

        Running out of memory is not a fault of that part: it ends the reading of the document.
        """
        try:
            yield
        except MemoryError:
            raise
        except Exception as error:  # one module must not cost the document
            what = f"{type(error).__name__}: {error}"[:300]
            message = f"{name} failed on this document ({what}); what it would have found is missing."
            self.add(Issue(self._path, code, message, "Report this with the file, if you may share it."))

    def _take_row(self, row: Row) -> None:
        if not all(anchor.holds_in(self._text) for anchor in row.anchors()):
            self._refuse(row.row_type)
        elif isinstance(row, DocumentRow):
            self.document_row = self.document_row or row
        else:
            self._keep(row)

    def _keep(self, row: Row) -> None:
        known = self._rows.get(row.id)
        if known is None:
            self._rows[row.id] = row
        elif isinstance(known, Actor | Norm) and type(known) is type(row):
            self._rows[row.id] = _united(known, row)
        elif _completes(known, row):
            self._rows[row.id] = row
        else:
            self._keep_beside(known, row)

    def _keep_beside(self, known: Row, row: Row) -> None:
        """Keep a row whose id another row has under an id of its own, unless it is the same row twice."""
        ordinal = 2
        while known != replace(row, id=known.id):
            renamed = row_id(row.row_type, row.id, ordinal)
            if renamed not in self._rows:
                self._rows[renamed] = replace(row, id=renamed)
                return
            known = self._rows[renamed]
            ordinal += 1

    def _refuse(self, what: str) -> None:
        self.add(
            Issue(
                self._path,
                "anchor_does_not_hold",
                f"A row of type {what} did not quote the text exactly and was left out.",
                "Report this with the file, if you may share it.",
            )
        )


def _united(known: Actor | Norm, other: Row) -> Actor | Norm:
    """Return two yields of one actor or norm as one row."""
    if isinstance(known, Norm) and isinstance(other, Norm):
        return replace(
            known,
            mentions=_joined(known.mentions, other.mentions),
            identifiers=_joined(known.identifiers, other.identifiers),
            invocations=_joined(known.invocations, other.invocations),
        )
    if isinstance(known, Actor) and isinstance(other, Actor):
        return replace(
            known,
            aliases=_joined(known.aliases, other.aliases),
            mentions=_joined(known.mentions, other.mentions),
            identifiers=_joined(known.identifiers, other.identifiers),
            member_of=_joined(known.member_of, other.member_of),
            roles=_joined(known.roles, other.roles),
            private=known.private and other.private,
        )
    return known


def _completes(known: Row, other: Row) -> bool:
    """Tell whether a figure only comes again with the event that it counts in, or with that event's date."""
    if not (isinstance(known, Figure) and isinstance(other, Figure)):
        return False
    dated = known
    if known.date is None:
        dated = replace(known, date=other.date, date_basis=other.date_basis, date_anchor=other.date_anchor)
    return (replace(dated, event=other.event) if known.event is None else dated) == other


def _joined(first: tuple[T, ...], second: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*first, *second)))
