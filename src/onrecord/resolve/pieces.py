"""Quotations in pieces: paragraphs that re-open the mark, and pieces with the speaker named in between."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from onrecord.resolve.alignment import LEAST_STITCH, STANDS_BEFORE, Alignment, SourceText, align
from onrecord.resolve.claims import Held
from onrecord.resolve.tolerances import Stretch, is_page_furniture
from onrecord.resolve.words import Word, words_of
from onrecord.types.rows import Difference
from onrecord.types.spans import Evidence, Span, hull

MOST_BETWEEN = 25
"""Words between two quotations of one statement that can still be all about who says so."""

LONGEST_SHORT_FORM = 4
"""Letters of a title shortened with a full stop: "Rep.", "Sens."."""


def align_pieces(held: Held, source: SourceText) -> Alignment | None:
    """Align a quotation; one of several paragraphs may quote places that stand apart.

    Paragraphs that each read as their source does are a stitch where they are not one run there.
    """
    closed = held.quotation.closed
    whole = align(held.words, source, closed=closed)
    pieces = held.quotation.pieces
    if len(pieces) == 1 or (whole is not None and whole.verbatim):
        return whole
    last = len(pieces) - 1
    placed = [
        align(piece.exact, source, closed=closed or at < last)
        for at, piece in enumerate(held.quotation.pieces)
    ]
    found = [piece for piece in placed if piece is not None and piece.verbatim]
    if len(found) < len(pieces):
        return whole
    left_out = tuple(
        difference
        for (one, other), piece in zip(pairwise(found), pieces[1:], strict=True)
        if (difference := _between(one.span, other.span, piece, source)) is not None
    )
    return Alignment(hull(piece.span for piece in found), left_out, 1.0)


def _between(one: Span, other: Span, piece: Evidence, source: SourceText) -> Difference | None:
    """Return how the source goes on from one piece to the next: words between them, or another order."""
    if other.start < one.start:
        return Difference("replace", piece.exact, STANDS_BEFORE, "substantive")
    left_out = words_of(source.text, one.end, max(one.end, other.start))
    if not left_out or is_page_furniture(Stretch(left_out, source.plain[one.end : other.start])):
        return None
    shown = source.text[left_out[0].start : left_out[-1].end]
    return Difference("delete", "", shown, "substantive")


class Seam(NamedTuple):
    """Two quotations of one statement at their places in one source, with what stands between them in both.

    `between` are the words of who quotes; `within` what the source itself has in marks, if it has both so.
    """

    one: Held
    other: Held
    first: Span
    second: Span
    between: str
    within: tuple[Span, ...]


def silent_gap(seam: Seam, source: SourceText) -> tuple[Difference, ...]:
    """Return what a source has between two quotations of one statement, where nothing says that it has.

    Between them must stand, in the document that quotes, who speaks and nothing more.
    """
    if not _reads_on(seam.one, seam.other, seam.between):
        return ()
    if seam.first.end <= seam.second.start:
        left_out = _left_out(seam, source)
        if len(left_out) < LEAST_STITCH:
            return ()
        shown = source.text[left_out[0].start : left_out[-1].end]
        return (Difference("delete", "", shown, "substantive"),)
    if seam.second.end <= seam.first.start:
        return (Difference("replace", seam.other.words, STANDS_BEFORE, "substantive"),)
    return ()


def _left_out(seam: Seam, source: SourceText) -> tuple[Word, ...]:
    """Return the words of the source between two places, without who says so where it says that as well."""
    start, end = seam.first.end, seam.second.start
    marked = [span for span in seam.within if span.start < end and span.end > start]
    if marked and marked[0].start < start and marked[-1].end > end:
        parts = [(max(start, span.start), min(end, span.end)) for span in marked]
    else:
        parts = [(start, end)]
    left_out = tuple(word for part in parts if part[0] < part[1] for word in words_of(source.text, *part))
    if is_page_furniture(Stretch(left_out, source.plain[start:end])):
        return ()
    said_here = [word.folded for word in words_of(seam.between)]
    return () if [word.folded for word in left_out] == said_here else left_out


def _reads_on(one: Held, other: Held, between: str) -> bool:
    """Tell whether a reader takes the second quotation for what follows the first.

    "A," they said. "B.": between them stands who speaks and nothing more. What is woven into a sentence of
    the one who quotes goes on as that does, and a mark that closes with its paragraph closes for good.
    """
    if one.statement is None or other.statement is None or one.statement.id != other.statement.id:
        return False
    told = [part for part in (one.statement.source, one.statement.cue) if part is not None]
    if not any(one.evidence.end <= part.start and part.end <= other.evidence.start for part in told):
        return False
    said = between.strip(" \t\"'“”‘’«»„")
    if "\n" in said or len(words_of(said)) > MOST_BETWEEN or _tells_more(said):
        return False
    begins = other.words.lstrip("\"'“‘[")[:1]
    new_sentence = said.endswith(".") and not begins.islower()
    spoken = (one.words.rstrip()[-1:] or " ") in ",.?!" or between[:1] in (",", ".", "?", "!")
    return spoken and (new_sentence or said.endswith(",")) and not _is_marked(one.words, other.words)


def _is_marked(one: str, other: str) -> bool:
    """Tell whether either piece says itself that something is left out at the seam."""
    return one.rstrip(" ,").endswith(("…", "...", ". .", "]")) or other.lstrip().startswith(
        ("…", "...", "[", ". .")
    )


def _tells_more(said: str) -> bool:
    """Tell whether words between two quotations are more than one sentence."""
    ends = [at for at, char in enumerate(said[:-1]) if char in ".!?" and said[at + 1].isspace()]
    return any(_ends_sentence(said, at) for at in ends)


def _ends_sentence(words: str, at: int) -> bool:
    """Tell whether a full stop ends a sentence: no initial or short form ("Rep.", "J.") stands before it."""
    before = words[:at].rsplit(None, 1)[-1]
    return len(before) > LONGEST_SHORT_FORM and words[at + 1 :].lstrip()[:1].isupper()
