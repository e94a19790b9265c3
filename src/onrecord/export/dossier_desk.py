"""Where the chapters of a dossier are written: names, quoted words, footnotes and what is left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from onrecord.export.dossier_content import ExhibitMark, Footnote, Inline, Line, NoteMark, Paragraph, Text
from onrecord.export.dossier_options import DossierOptions
from onrecord.types.chronology import in_words
from onrecord.types.naming import capital, short
from onrecord.types.quoting import sentence_around
from onrecord.types.rows import DocumentRow, Row
from onrecord.types.spans import Evidence

if TYPE_CHECKING:
    from onrecord.export.masking import Masking
    from onrecord.record.decisions import Decision
    from onrecord.record.names import Names
    from onrecord.record.store import Record

T = TypeVar("T")
R = TypeVar("R", bound=Row)

WORDS = 600
"""Characters of a quotation in a chapter; the footnote gives the place of all of it."""

NAMED = 4
"""Names of a list that are written out; the others are counted."""

NOBODY = "not named"

_SPACE = re.compile(r"\s+")


class Desk:
    """Gives the rows that are asked for, and writes what stands in the record masked and with its notes."""

    def __init__(self, record: Record, names: Names, options: DossierOptions, masking: Masking) -> None:
        self.record = record
        self.options = options
        self.cited: dict[str, None] = {}
        self.holding = record.holding()
        self.reviewed = reviewed_rows(self.holding)
        self._names = names
        self.masking = masking
        self._footnotes: list[Footnote] = []
        self._documents: dict[str, DocumentRow | None] = {}

    # what is taken

    def rows(self, kind: type[R]) -> Iterator[R]:
        """Yield the rows of one class that are asked for, each as its document gives it."""
        if not self.options.documents:
            found: Iterable[R] = self.record.rows(kind)
        else:
            found = (
                row for document in sorted(self.options.documents) for row in self.record.rows(kind, document)
            )
        return (row for row in found if self.wanted(row))

    def wanted(self, row: Row) -> bool:
        """Tell whether a row is asked for as far as review goes."""
        return not self.options.reviewed_only or row.id in self.reviewed

    def document(self, document: str) -> DocumentRow | None:
        """Return a document of the record."""
        if document not in self._documents:
            self._documents[document] = self.record.document(document)
        return self._documents[document]

    def date_of(self, document: str) -> str | None:
        """Return the date of a document in EDTF."""
        row = self.document(document)
        return row.date.edtf if row and row.date else None

    def some(self, entries: Sequence[T], what: str) -> tuple[Sequence[T], tuple[Paragraph, ...]]:
        """Return as many entries as a chapter has room for, and a sentence on those left out."""
        left = len(entries) - self.options.limit
        if left <= 0:
            return entries, ()
        told = (
            f"{left:,} more {what} are left out here: this dossier shows {self.options.limit:,} of "
            f"{len(entries):,}. All of them are in the record; choose documents or times, or ask for more."
        )
        return entries[: self.options.limit], (aside(told),)

    # what is written

    def text(self, words: str, kind: str = "plain", documents: Collection[str] = ()) -> Text:
        """Return words out of the record, private persons masked as they are known in `documents`."""
        return Text(self.masking.text(words, documents), kind)

    def quoted(self, anchor: Evidence, longest: int = WORDS) -> Line:
        """Return the words of an anchor in quotation marks, with the footnote that says where they stand."""
        words = short(self.masking.anchor(anchor).exact, longest)
        return (Text(f"“{words}”", "quoted"), self.note(anchor))

    def in_sentence(self, anchor: Evidence) -> Line:
        """Return words strong within the sentence they stand in, with the footnote on them.

        A word or two that tell of an event say little alone.
        """
        sentence = sentence_around(anchor, self.record.text(anchor.document))
        whole = sentence.span
        before, words, after = (
            _SPACE.sub(" ", self.masking.passage(anchor.document, start, end))
            for start, end in (
                (whole.start, anchor.start),
                (anchor.start, anchor.end),
                (anchor.end, whole.end),
            )
        )
        return (
            Text(f"“{'[…] ' if sentence.cut_before else ''}{before.lstrip()}", "quoted"),
            Text(words, "strong"),
            Text(f"{after.rstrip()}{' […]' if sentence.cut_after else ''}”", "quoted"),
            self.note(anchor),
        )

    def note(self, anchor: Evidence) -> NoteMark:
        """Return the mark of a new footnote on an anchor."""
        self.cite(anchor.document)
        number = len(self._footnotes) + 1
        words = short(self.masking.anchor(anchor).exact, WORDS)
        self._footnotes.append(Footnote(number, anchor.document, anchor.start, anchor.end, words))
        return NoteMark(number)

    def notes(self, anchors: Iterable[Evidence]) -> Line:
        """Return the marks of footnotes on some anchors, with commas between them."""
        marks: list[Inline] = []
        for anchor in dict.fromkeys(anchors):
            marks += [Text(", ", "raised"), self.note(anchor)] if marks else [self.note(anchor)]
        return tuple(marks)

    def exhibit(self, document: str) -> ExhibitMark:
        """Return the mark that names a document as an exhibit."""
        self.cite(document)
        return ExhibitMark(document)

    def cite(self, document: str) -> None:
        """Note that the dossier stands on a document."""
        self.cited.setdefault(document)

    @property
    def footnotes(self) -> tuple[Footnote, ...]:
        """The footnotes so far."""
        return tuple(self._footnotes)

    # who and what is named

    def name(self, id_: str | None) -> str:
        """Return the name of an actor, norm or document."""
        if not id_:
            return NOBODY
        return self.masking.pseudonym(id_) or self.masking.text(self._names.one(id_))

    def told(self, id_: str) -> str:
        """Return what a row tells, in a phrase; its id where it is not in sight."""
        row = self.record.row(id_)
        return capital(self.masking.text(self._names.told(row))) if row is not None else id_

    def called(self, document: str) -> str:
        """Return how a sentence names a document."""
        row = self.document(document)
        called = self._names.document(row) if row else "a document that is not in sight"
        return self.masking.text(called, (document,))

    def called_with_date(self, document: str) -> str:
        """Return how a sentence names a document, with its date where the name has none."""
        called, date = self.called(document), self.date_of(document)
        if date is None:
            return f"{called}, undated"
        return called if date in called else f"{called}, {in_words(date)}"

    def named(self, ids: Iterable[str]) -> str:
        """Return the names of some actors, of many the first few and how many more there are."""
        every = list(dict.fromkeys(self.name(id_) for id_ in ids))
        if not every:
            return NOBODY
        if len(every) > NAMED:
            return f"{', '.join(every[: NAMED - 1])} and {len(every) - NAMED + 1} others"
        return " and ".join(filter(None, (", ".join(every[:-1]), every[-1])))

    def chain(self, ids: Iterable[str]) -> str:
        """Return a chain from the origin to the document, in words."""
        return " → ".join(self.called(id_) if id_.startswith("d-") else self.name(id_) for id_ in ids)

    def state(self, row: str) -> Line:
        """Return a word on what a person decided on a row, nothing where nobody has looked at it."""
        told = self.reviewed.get(row)
        return (Text(f" [{told}]", "dim"),) if told else ()


def reviewed_rows(holding: Iterable[Decision]) -> dict[str, str]:
    """Return the rows that a person has looked at and kept, with what was decided of each in words."""
    told: dict[str, list[str]] = {}
    for made in holding:
        if made.action in DECIDED:
            words = f"{DECIDED[made.action]} by {made.who} on {in_words(made.when[:10])}"
            told.setdefault(made.row, []).append(words)
    return {row: "; ".join(dict.fromkeys(words)) for row, words in told.items()}


DECIDED = {
    "accept": "accepted",
    "correct": "corrected",
    "grade": "graded",
    "merge": "merged",
    "split": "split",
    "judge": "judged",
    "assess": "assessed",
}
"""Decisions that say a person has looked at a row and kept it; a note alone does not."""


def plain(words: str) -> Line:
    """Return words as a line."""
    return (Text(words),)


def aside(words: str) -> Paragraph:
    """Return a paragraph on limits or on what is left out."""
    return Paragraph((Text(words),), "aside")


def paragraph(*inlines: Inline | str) -> Paragraph:
    """Return a plain paragraph."""
    return Paragraph(tuple(Text(each) if isinstance(each, str) else each for each in inlines))
