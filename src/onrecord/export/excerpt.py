"""What of a record is handed on: rows as they may be shown, with names, permalinks and reviews.

Every format is written from an Excerpt, so that none can forget to mask, to link or to leave out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.parse import quote

from onrecord.data import Vocabularies
from onrecord.export.masking import Masking, is_masked
from onrecord.record.names import Names
from onrecord.types.errors import OnRecordError
from onrecord.types.naming import TITLE, short
from onrecord.types.review import RowReview
from onrecord.types.rows import EXPORTED_TYPES, Actor, DocumentRow, Norm, Row

if TYPE_CHECKING:
    from onrecord.record.store import Record

R = TypeVar("R", bound=Row)

SCHEME = "onrecord"
"""Opens the permalinks of a record that is served nowhere: `onrecord:NAME/rows/ID`."""

_DOCUMENTS_AT_HAND = 2_000


class ExportCannotBeMade(OnRecordError):
    """An export is asked for of rows or places that there are not."""


class Outcome(NamedTuple):
    """What an export wrote: how many rows, and sentences on what it could not hold."""

    rows: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows are handed on: of some documents, of some types; all where nothing is said."""

    documents: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        unknown = sorted(self.types.difference(EXPORTED_TYPES))
        if unknown:
            raise ExportCannotBeMade(
                f"{unknown[0]!r} is no type of rows. Known: {', '.join(EXPORTED_TYPES)}."
            )

    def of_type(self, row_type: str) -> bool:
        """Tell whether rows of a type are handed on."""
        return not self.types or row_type in self.types

    def takes(self, row: Row) -> bool:
        """Tell whether a row is handed on: it is one of the documents, stands in one or quotes one."""
        if not self.of_type(row.row_type):
            return False
        if not self.documents or row.id in self.documents or row.position[0] in self.documents:
            return True
        return any(anchor.document in self.documents for anchor in row.anchors())


EVERYTHING = Choice()


class Excerpt:
    """The rows of a record that are handed on, masked, named and linked.

    `linked` tells that the permalinks were asked for: the contract's own format has none by itself.
    `vocabularies` give the codes of kinds of events.
    """

    def __init__(
        self, record: Record, masking: Masking, base: str | None = None, choice: Choice = EVERYTHING
    ) -> None:
        self.vocabularies = Vocabularies()
        self.record = record
        self.masking = masking
        self.choice = choice
        self.linked = base is not None
        self.base = _base_of(base if base is not None else f"{SCHEME}:{quote(self.name_of_record)}/")
        self._reviews = record.reviews()
        self._names = ShownNames(record, masking)
        self.document = lru_cache(_DOCUMENTS_AT_HAND)(self._document)

    @property
    def name_of_record(self) -> str:
        """The record's name, as its address has it."""
        return self.masking.address(self.record.address.name)

    @property
    def on_the_web(self) -> bool:
        """Tell whether permalinks lead somewhere a browser goes."""
        return self.base.startswith(("http://", "https://"))

    def rows(self, *kinds: type[R]) -> Iterator[R]:
        """Yield the rows of some classes that are handed on, in the order of the contract."""
        types = [kind.row_type for kind in kinds if self.choice.of_type(kind.row_type)]
        for row in self.record.export_rows(types):
            if isinstance(row, kinds) and self.choice.takes(row):
                yield self.masking.row(row)

    def link(self, id_: str) -> str | None:
        """Return the permalink of a row; None for a masked person, whose own id would tell who it is."""
        return None if self.masking.pseudonym(id_) else f"{self.base}rows/{quote(id_)}"

    def review(self, row: Row) -> RowReview:
        """Return what reviewers left on a row, what they wrote masked."""
        found = self._reviews.get(row.id)
        if found is None:
            return RowReview(row.id)
        documents = {anchor.document for anchor in row.anchors()}
        notes = tuple(replace(note, text=self.masking.text(note.text, documents)) for note in found.notes)
        finding = self.masking.text(found.assessment.finding, documents)
        return replace(found, notes=notes, assessment=replace(found.assessment, finding=finding))

    def name(self, id_: str) -> str:
        """Return what an actor, norm or document is called, what a row of another type tells; else the id."""
        return self._names.one(id_)

    def names(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return what several ids are called."""
        return self._names.many(ids)

    def told(self, row: Row) -> str:
        """Return a phrase or plain sentence, without a full stop, that tells a masked row."""
        return self._names.told(row)

    def _document(self, id_: str) -> DocumentRow | None:
        """Return a document as it may be shown; None where it is not here."""
        found = self.record.document(id_)
        return self.masking.row(found) if found else None

    def place(self, document: str) -> str:
        """Return the path of a document, its id where it is not here."""
        found = self.document(document)
        return found.path if found else document


class ShownNames(Names):
    """Names and sentences of rows that were masked."""

    def __init__(self, record: Record, masking: Masking) -> None:
        super().__init__(record)
        self._masking = masking

    def many(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return what ids are called: masked persons by their pseudonym, others with such names masked."""
        asked = tuple(ids)
        found = zip(asked, super().many(asked), strict=True)
        return tuple(self._masking.pseudonym(id_) or name for id_, name in found)

    def document(self, row: DocumentRow) -> str:
        """Return how a sentence names a document, its title masked before it is cut."""
        called = super().document(row)
        shown = self._masking.row(row)
        if row.title and shown.title and is_masked(shown.title):
            called = called.replace(short(row.title.exact, TITLE), short(shown.title.exact, TITLE))
        return self._masking.address(called, (row.id,))

    def _named(self, row: Row) -> str:
        if isinstance(
            row, Actor | Norm
        ):  # not masked whole: a state has more mentions than there are documents
            return row.name
        return self.document(row) if isinstance(row, DocumentRow) else super()._named(self._masking.row(row))

    def _keep(self, id_: str, name: str, kind: str, known: dict[str, str]) -> None:
        super()._keep(id_, self._masking.text(name, ()), kind, known)


def masked(row: Row) -> bool:
    """Tell whether any words of a row were masked."""
    return any(is_masked(anchor) for anchor in row.anchors())


def excerpt_of(
    record: Record,
    *,
    base: str | None = None,
    masking: Masking | None = None,
    documents: Collection[str] = (),
    types: Collection[str] = (),
    vocabularies: Vocabularies | None = None,
) -> Excerpt:
    """Return what of a record is handed on; private persons are masked unless a masking says otherwise.

    `vocabularies` are those the record was built with, where they are not the packaged ones. Raises
    ExportCannotBeMade for types that there are not and for a base that is no address.
    """
    choice = Choice(frozenset(documents), frozenset(types))
    excerpt = Excerpt(record, masking or Masking.of(record), base, choice)
    if vocabularies is not None:
        excerpt.vocabularies = vocabularies
    return excerpt


def _base_of(written: str) -> str:
    """Return an address that ids can be put behind; raises ExportCannotBeMade where it is none."""
    scheme, colon, rest = written.partition(":")
    if not colon or not rest or not scheme.isascii() or not scheme.replace("-", "").isalnum():
        raise ExportCannotBeMade(
            f"{written!r} is no address. Give one like http://127.0.0.1:8321 or urn:example:letters."
        )
    if any(sign.isspace() or sign in '<>"{}|\\^`' for sign in written):
        raise ExportCannotBeMade(f"{written!r} has signs that no address has.")
    return written if written.endswith(("/", "#")) else f"{written}/"
