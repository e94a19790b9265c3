"""What the frames of letters become in a layout: segments, letters printed inside another document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.text.layout.frame import LetterFrame, is_boilerplate, is_prose
from onrecord.text.layout.lines import Line
from onrecord.text.layout.parts import dateline_end
from onrecord.text.layout.words import LayoutWords
from onrecord.types.documents import EmbeddedLetter, Segment

LEAST_SHARE = 0.6
"""Share of its text that a letter fills where the document is that letter."""

LONGEST_HEADING = 60
"""A sentence above a letter that is longer than this, or ends in a colon, introduces it."""


def is_whole(frames: Sequence[LetterFrame], lines: Sequence[Line], words: LayoutWords) -> bool:
    """Tell whether a document is a letter: it fills the text, and no prose or release mark is above it."""
    if not frames:
        return False
    above = lines[: frames[0].first]
    if any(_introduces(line, words) for line in above):
        return False
    filled = lines[frames[0].end - 1].end - lines[frames[0].first].start
    return filled > LEAST_SHARE * max(1, lines[-1].end - lines[0].start)


def _introduces(line: Line, words: LayoutWords) -> bool:
    if is_boilerplate(line, words) or dateline_end(line) is not None:
        return True
    sentence = line.text.endswith(":") or (line.finished and len(line.text) > LONGEST_HEADING)
    return sentence and is_prose(line.text)


def embedded(frames: Sequence[LetterFrame], lines: Sequence[Line]) -> tuple[EmbeddedLetter, ...]:
    """Return the letters that another kind of document prints whole."""
    return tuple(
        EmbeddedLetter(
            lines[frame.first].start,
            lines[frame.end - 1].end,
            frame.signatories,
            frame.addressees,
            frame.written,
        )
        for frame in frames
    )


def framed_lines(frames: Sequence[LetterFrame]) -> frozenset[int]:
    """Return the indices of the lines around the bodies of letters, which stand alone as paragraphs."""
    framed: set[int] = set()
    for frame in frames:
        framed |= {*range(frame.first, frame.salutation + 1), *range(frame.body_end, frame.end)}
        if frame.subject is not None:
            framed.add(frame.subject)
    return frozenset(framed)


def letter_segments(frame: LetterFrame, lines: Sequence[Line], whole: bool) -> Iterator[Segment]:
    """Yield the parts of a letter; a letterhead only where the document is the letter."""
    parts = [
        *([("letterhead", 0, frame.first)] if whole else []),
        ("date_line", frame.date, None),
        ("address_block", *frame.address),
        ("subject_line", frame.subject, None),
        ("salutation", frame.salutation, None),
        ("body", max(frame.salutation, frame.subject or 0) + 1, frame.body_end),
        ("closing", frame.closing, None),
        ("signature_block", *frame.signatures),
        *(("copy_line", copy, None) for copy in frame.copies),
    ]
    for what, first, last in parts:
        if first is None:
            continue
        end = first + 1 if last is None else last
        if first < end <= len(lines):
            yield Segment(lines[first].start, lines[end - 1].end, what)
