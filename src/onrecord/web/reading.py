"""One part of a document as the reader shows it: blocks of marked words, with notes beside them."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from onrecord.record.window import Window, passages_of, rows_in
from onrecord.types.documents import Segment
from onrecord.types.identity import LETTERS
from onrecord.types.rows import Actor, DocumentRow, Norm, Row, Statement
from onrecord.web.layers import LAYER_OF, LAYERS, Layer, Mark, marks_of, parts_of
from onrecord.web.marking import Focus, first_in, marked
from onrecord.web.parts import Part, Passage, part_with, passages_in
from onrecord.web.site import Site

ROWS_MARKED = 1500
"""Rows marked in one part at most: no text has more but one made to be heavy."""

NOTES_OPEN = 7
"""Notes beside a block that are shown at once; the others are under a fold, so that notes stay near words."""

HEADINGS = frozenset({"heading", "headline"})
WRAPPED = 60
"""Characters of a line from which on its end is taken for a typewriter's, not a writer's."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks of a document: layers, a row or a place to be marked, a part."""

    layers: tuple[Layer, ...]
    row: str | None = None
    at: int | None = None
    to: int | None = None
    part: int | None = None
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A row named beside the words; `open` is the row itself where its card is to be shown."""

    row: Row
    layer: Layer
    at: int
    open: bool = False


@dataclass(slots=True)
class Block:
    """A passage as it is shown: its words as HTML, what it is, and the notes beside it."""

    passage: Passage
    what: str
    html: Markup
    wrapped: bool
    notes: list[Note] = field(default_factory=list)

    @property
    def heading(self) -> bool:
        """Tell whether it heads what follows."""
        return self.what in HEADINGS and not self.passage.goes_on

    @property
    def short(self) -> bool:
        """Tell whether it is the next line of an address, a signature or the like."""
        return self.passage.next_line and self.passage.end - self.passage.start < WRAPPED

    @property
    def at_once(self) -> list[Note]:
        """The notes that are shown at once: the first ones, or the one that is open alone."""
        return [note for note in self.notes if note.open] or self.notes[:NOTES_OPEN]

    @property
    def folded(self) -> list[Note]:
        """The notes under the fold."""
        at_once = self.at_once
        return [note for note in self.notes if note not in at_once]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the page of a document shows of its text."""

    part: Part
    blocks: tuple[Block, ...]
    counts: Counter[str]
    unsure: int
    left_out: int
    row: Row | None
    beside: bool


def read(site: Site, document: DocumentRow, asked: Asked) -> Reading:
    """Return the part of a document that is asked for, marked."""
    record = site.record
    text = record.text(document.id)
    row = _row_asked(site, document.id, asked.row) if asked.row else None
    at = _place(row, document.id, asked)
    passages = passages_in(text, passages_of(record, document.id))
    part = part_with(passages, asked.part, at)
    window = Window(document.id, part.start, part.end)
    every = rows_in(record, window, LAYER_OF.keys()) if part.passages else []
    unsure = sum(isinstance(one, Statement) and not one.sure for one in every)
    sure = [one for one in every if asked.unsure or not isinstance(one, Statement) or one.sure]
    kept = [one for one in sure if LAYER_OF[one.row_type] in asked.layers][:ROWS_MARKED]
    focus = _focus(row, document.id, at, asked)
    blocks = _blocks(text, document, part, kept, focus)
    return Reading(
        part,
        tuple(blocks),
        Counter(LAYER_OF[one.row_type].name for one in sure),
        unsure,
        sum(LAYER_OF[one.row_type] in asked.layers for one in sure) - len(kept),
        row,
        _open(blocks, row, focus),
    )


def _row_asked(site: Site, document: str, id_: str) -> Row | None:
    """Return a row; an actor or norm as this document has it, or with its first mentions, never whole."""
    for kind in (Actor, Norm):
        if id_.startswith(f"{LETTERS[kind.row_type]}-"):
            own = next((row for row in site.record.rows(kind, document) if row.id == id_), None)
            entry = None if own else site.catalogue.entry(id_)
            return own or (entry.row if entry else None)
    return site.record.row(id_)


def _place(row: Row | None, document: str, asked: Asked) -> int | None:
    """Return where the page begins to be read: where it was asked for, or where the row's words are."""
    own = [anchor for anchor in row.anchors() if anchor.document == document] if row else []
    if asked.at is not None and (not own or any(anchor.start == asked.at for anchor in own)):
        return asked.at
    marks = marks_of(row, document) if row and row.row_type in LAYER_OF else []
    places = [mark.start for mark in marks] or [anchor.start for anchor in own]
    return min(places, default=asked.at)


def _focus(row: Row | None, document: str, at: int | None, asked: Asked) -> Focus:
    if row is not None:
        if row.row_type in LAYER_OF:
            return Focus(row.id, tuple(parts_of(row, document)), -1 if at is None else at)
        parts = [
            Mark(anchor.start, anchor.end, row.id, "place", "words")
            for anchor in row.anchors()
            if anchor.document == document
        ]
        return Focus(row.id, tuple(parts), -1 if at is None else at)
    if at is None:
        return Focus()
    return Focus("at", (Mark(at, max(at + 1, asked.to or 0), "at", "place"),), at)


def _blocks(text: str, document: DocumentRow, part: Part, rows: Sequence[Row], focus: Focus) -> list[Block]:
    marks: list[Mark] = []
    beginning: dict[int, list[Note]] = defaultdict(list)
    starts = [passage.start for passage in part.passages]
    for row in rows:
        own = marks_of(row, document.id)
        marks += own
        first = first_in(own, part.start, part.end)
        if first is not None:
            beginning[bisect_right(starts, first) - 1].append(Note(row, LAYER_OF[row.row_type], first))
    segments = sorted(document.segments, key=lambda segment: (segment.start, -segment.end))
    blocks = []
    for place, passage in enumerate(part.passages):
        near = [mark for mark in marks if mark.start < passage.end and passage.start < mark.end]
        html = marked(text, passage.start, passage.end, near, focus)
        block = Block(passage, _what(segments, passage), html, _is_wrapped(text, passage))
        block.notes = sorted(beginning[place], key=lambda note: (note.at, LAYERS.index(note.layer)))
        blocks.append(block)
    return blocks


def _what(segments: Sequence[Segment], passage: Passage) -> str:
    """Return what the innermost segment that holds the beginning of a passage is, "" for none."""
    last = bisect_right(segments, passage.start, key=lambda segment: segment.start)
    holding = [segment for segment in segments[:last] if segment.end > passage.start]
    return holding[-1].what if holding else ""


def _is_wrapped(text: str, passage: Passage) -> bool:
    """Tell whether the line ends of a passage only keep its lines short."""
    lines = text[passage.start : passage.end].split("\n")
    return len(lines) > 1 and min(len(line) for line in lines[:-1]) >= WRAPPED


def _open(blocks: Sequence[Block], row: Row | None, focus: Focus) -> bool:
    """Open the note of the row in focus, made where it has none; tell whether its words stand here."""
    if row is None:
        return False
    for block in blocks:
        for place, note in enumerate(block.notes):
            if note.row.id == row.id:
                block.notes[place] = Note(note.row, note.layer, note.at, open=True)
                return True
    for block in blocks:
        if block.passage.start <= focus.at < block.passage.end:
            layer = LAYER_OF.get(row.row_type) or Layer("place", row.row_type.replace("_", " "), "", ())
            block.notes.insert(0, Note(row, layer, focus.at, open=True))
            return True
    return False
