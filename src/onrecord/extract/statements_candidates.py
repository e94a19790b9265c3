"""What may be a statement, before anybody says who speaks and at which level."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from onrecord.types.annotated import Annotated, Token
from onrecord.types.documents import Segment
from onrecord.types.rows import Quotation
from onrecord.types.spans import Span, trimmed

_OUTER = 3  # a mark of two characters and a space (French) may stand between the words and the text
_EDGE = ",;:—–- \t\n\r\u00a0"
_END = _EDGE + "."
MARKS = "\"“”„‟«»‘’'「」『』"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One statement as found: source, cue and content as places; `rule` names what found it.

    `verb` is the token of the cue word; `own` marks the document's own voice (performative);
    `via` are places that name who passed the statement on ("as quoted by …"); `depth` is how far inside
    other statements the model read it.
    """

    rule: str
    content: tuple[Span, ...]
    mode: str
    act: str
    score: float
    source: Span | None = None
    cue: Span | None = None
    verb: int | None = None
    own: bool = False
    negated: bool = False
    via: tuple[Span, ...] = ()
    depth: int = 0

    @property
    def start(self) -> int:
        """Where its content begins."""
        return self.content[0].start


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph's part of a quotation: the words, and the words with their marks."""

    quotation: int
    start: int
    end: int
    outer_start: int
    outer_end: int


class Page:
    """A document as the rules of speech read it: tokens, and what stands between quotation marks."""

    def __init__(self, annotated: Annotated, quotations: Sequence[Quotation]) -> None:
        self.annotated = annotated
        self.text = annotated.text
        self.quotations = quotations

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Every piece of every quotation, in text order."""
        found = [
            _piece(self.text, index, piece.start, piece.end)
            for index, quotation in enumerate(self.quotations)
            for piece in quotation.pieces
        ]
        return tuple(sorted(found, key=lambda piece: piece.start))

    def piece_at(self, offset: int) -> Piece | None:
        """Return the quoted words that cover `offset`, None outside quotation marks."""
        index = bisect_right(self.pieces, offset, key=lambda piece: piece.outer_start) - 1
        if index < 0 or self.pieces[index].outer_end <= offset:
            return None
        return self.pieces[index]

    def pieces_in(self, span: Span) -> tuple[Piece, ...]:
        """Return the pieces that begin inside a span."""
        first = bisect_right(self.pieces, span.start - 1, key=lambda piece: piece.outer_start)
        last = bisect_right(self.pieces, span.end - 1, key=lambda piece: piece.outer_start)
        return self.pieces[first:last]

    def pieces_after(self, piece: Piece) -> tuple[Piece, ...]:
        """Return the pieces that the quotation of `piece` has behind it."""
        of_it = self._by_quotation[piece.quotation]
        return of_it[bisect_right(of_it, piece.start, key=lambda other: other.start) :]

    @cached_property
    def _by_quotation(self) -> dict[int, tuple[Piece, ...]]:
        found: dict[int, list[Piece]] = defaultdict(list)
        for piece in self.pieces:
            found[piece.quotation].append(piece)
        return {quotation: tuple(pieces) for quotation, pieces in found.items()}

    def paragraph_of(self, offset: int) -> int:
        """Return the index of the paragraph that covers or precedes `offset`, -1 before the first."""
        return bisect_right(self._paragraph_starts, offset) - 1

    def past_dateline(self, span: Span) -> Span | None:
        """Return what of a span stands behind the dateline it begins in, None where nothing does."""
        at = bisect_right(self._datelines, span.start, key=lambda dateline: dateline.start) - 1
        if at < 0 or self._datelines[at].end <= span.start:
            return span
        end = self._datelines[at].end
        return self.content_of(end, span.end) if span.end > end else None

    @cached_property
    def _datelines(self) -> tuple[Segment, ...]:
        return tuple(sorted(self.annotated.document.layout.of("dateline")))

    @cached_property
    def list_items(self) -> tuple[Segment, ...]:
        """The items of the document's lists, in text order."""
        return self.annotated.document.layout.of("list_item")

    def room(self, offset: int) -> Span:
        """Return how far a statement at `offset` may reach: its quotation piece, or its paragraph."""
        piece = self.piece_at(offset)
        return Span(piece.start, piece.end) if piece else self.paragraph(offset)

    def paragraph(self, offset: int) -> Span:
        """Return the paragraph that covers `offset`."""
        paragraphs = self.annotated.document.layout.paragraphs
        index = self.paragraph_of(offset)
        return paragraphs[index] if 0 <= index < len(paragraphs) else Span(0, max(1, len(self.text)))

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [paragraph.start for paragraph in self.annotated.document.layout.paragraphs]

    def content_of(self, start: int, end: int) -> Span | None:
        """Return the words from `start` to `end` as content: no marks or separators hang over its ends.

        Content that ends inside a quotation it holds runs to that quotation's end.
        """
        first, last = self.piece_at(start), self.piece_at(end - 1) if end > start else None
        if last and last is not first and last.outer_start >= start:
            end = last.outer_end
        if first and first is not last and first.outer_end < end and start > first.outer_start:
            start = first.outer_start
        span = trimmed(self.text, start, end)
        if span is None:
            return None
        start, end = span.start, span.end
        while start < end and self.text[start] in _EDGE:
            start += 1
        while end > start and self.text[end - 1] in _END and not self._is_abbreviated(start, end):
            end -= 1
        whole = self.piece_at(start)
        if whole and whole.outer_start == start and whole.outer_end >= end:
            rest = self.text[end : whole.end]
            end = whole.end if all(char in _END for char in rest) else min(whole.end, end)
            return Span(whole.start, end) if end > whole.start else None
        return trimmed(self.text, start, end)

    def _is_abbreviated(self, start: int, end: int) -> bool:
        """Tell whether the full stop at the end belongs to an abbreviation (U.S.)."""
        return self.text[end - 1] == "." and bool(
            re.search(r"\b[A-Z]\.[A-Z]\.$", self.text[max(start, end - 6) : end])
        )

    def mode_of(self, content: Sequence[Span]) -> str:
        """Return direct, mixed or indirect: all, some or none of the content in quotation marks."""
        quoted = sum(self._quoted_in(span) for span in content)
        if not quoted:
            return "indirect"
        whole = all(
            (piece := self.piece_at(span.start)) is not None and span.end <= piece.outer_end
            for span in content
        )
        return "direct" if whole else "mixed"

    def _quoted_in(self, span: Span) -> int:
        index = bisect_right(self.pieces, span.start, key=lambda piece: piece.outer_start) - 1
        total = 0
        for piece in self.pieces[max(0, index) :]:
            if piece.start >= span.end:
                break
            total += max(0, min(piece.end, span.end) - max(piece.start, span.start))
        return total


def _piece(text: str, quotation: int, start: int, end: int) -> Piece:
    before, after = start, end
    while (
        before > 0
        and start - before < _OUTER
        and (text[before - 1] in MARKS or text[before - 1] in " \u00a0\u202f`´")
    ):
        before -= 1
        if text[before] in MARKS and not text.startswith("''", before - 1):
            break
    while (
        after < len(text)
        and after - end < _OUTER
        and (text[after] in MARKS or text[after] in " \u00a0\u202f")
    ):
        after += 1
        if text[after - 1] in MARKS and not text.startswith("''", after - 1):
            break
    outer_start = before if before < start and text[before] in MARKS + "`´" else start
    outer_end = after if after > end and text[after - 1] in MARKS else end
    return Piece(quotation, start, end, outer_start, outer_end)


def runs_of(tokens: Iterable[Token], apart: frozenset[int]) -> list[tuple[Token, Token]]:
    """Return the first and last token of each stretch of `tokens` that no token of `apart` breaks."""
    runs: list[tuple[Token, Token]] = []
    previous: Token | None = None
    for token in tokens:
        if previous is not None and not any(i in apart for i in range(previous.i + 1, token.i)):
            runs[-1] = (runs[-1][0], token)
        else:
            runs.append((token, token))
        previous = token
    return runs
