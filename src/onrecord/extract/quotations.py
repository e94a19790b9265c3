"""Everything between quotation marks, in every style of marks, and whether it is speech."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.data import Vocabularies
from onrecord.extract.quotations_kinds import MarkedKind
from onrecord.extract.quotations_marks import Marked, opens_with, pair_marks
from onrecord.types.annotated import Annotated
from onrecord.types.documents import Document
from onrecord.types.errors import Rejected
from onrecord.types.findings import Extracted, Found
from onrecord.types.identity import row_id
from onrecord.types.rows import Quotation
from onrecord.types.spans import Span, trimmed

_INSIDE = frozenset(["list_item", "body", "heading"])
"""Segments that a quotation may run out of or into; it never leaves an item, a caption or a headline."""


class QuotationExtractor:
    """Finds the outermost pair of marks around any words; a mark inside another pair belongs to it.

    A mark that is never closed ends with its paragraph; where the next paragraph re-opens it, the
    quotation goes on there. Titles, terms and names in marks are kept with `speech` False.
    """

    name = "quotations"
    version = "2"

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._kind = MarkedKind(vocabularies.table("speech"))

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield one Quotation a pair of outermost marks, in text order, and what was refused."""
        document = annotated.document
        for run in _runs(document):
            if isinstance(run, Rejected):
                yield run
                continue
            pieces = _pieces(document, run)
            if not pieces:
                where = document.evidence(run[0].outer_start, run[-1].outer_end)
                yield Rejected(where, self.name, "empty_marks", "There are no words between these marks.")
                continue
            reason = self._kind.reason_not_speech(annotated, run)
            evidence = tuple(document.evidence(piece.start, piece.end) for piece in pieces)
            yield Quotation(
                id=row_id("quotation", document.id, evidence[0].start, evidence[-1].end),
                document=document.id,
                pieces=evidence,
                closed=run[-1].closed,
                speech=reason is None,
                reason=reason,
            )


def _pieces(document: Document, run: Sequence[Marked]) -> list[Span]:
    spans = (trimmed(document.text, marked.start, marked.end) for marked in run)
    return [span for span in spans if span is not None and _has_words(document.text, span)]


def _has_words(text: str, span: Span) -> bool:
    return any(char.isalnum() for char in span.slice(text))


@dataclass(slots=True)
class _Open:
    """A quotation that may go on in the next paragraph."""

    run: list[Marked]
    room: tuple[int, ...] = ()

    def goes_on(self, text: str, paragraph: Span, room: tuple[int, ...], first: Marked | None) -> bool:
        if not self.run or room != self.room or first is None:
            return False
        return first.outer_start <= paragraph.start + 2 and opens_with(
            text, first.outer_start, self.run[-1].mark
        )


def _runs(document: Document) -> Iterator[list[Marked] | Rejected]:
    """Yield the marked words of each quotation: one piece, or more where paragraphs re-open the mark."""
    text = document.text
    rooms = _rooms(document)
    waiting = _Open([])
    for paragraph, room in zip(document.layout.paragraphs, rooms, strict=True):
        pairs, stray = pair_marks(text, paragraph.start, paragraph.end)
        if waiting.goes_on(text, paragraph, room, pairs[0] if pairs else None):
            waiting.run.append(pairs.pop(0))
        closed_first = bool(waiting.run) and (bool(pairs) or waiting.run[-1].closed)
        if closed_first or not _reaches(waiting.run, paragraph):
            yield from _finished(waiting)
            waiting = _Open([])
        for pair in pairs[:-1]:
            yield from _finished(_Open([pair]))
        if pairs:
            waiting = _Open([pairs[-1]], room)
            if pairs[-1].closed or not _reaches(waiting.run, paragraph):
                yield from _finished(waiting)
                waiting = _Open([])
        for offset in stray:
            reason = "This mark closes a quotation that no mark opened."
            yield Rejected(document.evidence(offset, offset + 1), "quotations", "unopened_mark", reason)
    yield from _finished(waiting)


def _reaches(run: Sequence[Marked], paragraph: Span) -> bool:
    return bool(run) and not run[-1].closed and run[-1].outer_end >= paragraph.end


def _finished(held: _Open) -> Iterator[list[Marked]]:
    single = len(held.run) == 1 and held.run[0].mark == "‘" and not held.run[0].closed
    if held.run and not single:  # a lone ‘ that nothing closes is an apostrophe set the wrong way
        yield held.run


def _rooms(document: Document) -> list[tuple[int, ...]]:
    """Return the segments that hold each paragraph, as their indices: equal where they are the same."""
    layout = document.layout
    bounds = [
        (segment.start, segment.end, index)
        for index, segment in enumerate(sorted(layout.segments))
        if segment.what not in _INSIDE
    ]
    rooms: list[tuple[int, ...]] = []
    open_segments: list[tuple[int, int, int]] = []
    following = 0
    for paragraph in layout.paragraphs:
        while following < len(bounds) and bounds[following][0] <= paragraph.start:
            open_segments.append(bounds[following])
            following += 1
        open_segments = [segment for segment in open_segments if segment[1] > paragraph.start]
        rooms.append(tuple(index for _, _, index in open_segments))
    return rooms
