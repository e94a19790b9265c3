"""The text of a checked draft cut at its claims, so that marks can overlap and still be told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.check.report import WEIGHTS, DraftReport, Verdict

_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words between two places where a claim begins or ends.

    `weight` is the gravest of the claims they belong to, None for none; `claims` are the numbers of these,
    `ending` of those that end here.
    """

    words: str
    weight: str | None = None
    claims: tuple[int, ...] = ()
    ending: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the draft in pieces, with the verdicts on claims that begin in it, by number."""

    pieces: tuple[Piece, ...]
    notes: tuple[tuple[int, Verdict], ...]


def paragraphs_of(report: DraftReport, verdicts: Sequence[Verdict] | None = None) -> Iterator[Paragraph]:
    """Yield the lines of a draft that hold words; claims are numbered from 1 in the order of the text.

    `verdicts` are those that are shown, all of the report where they are not given.
    """
    shown = report.verdicts if verdicts is None else verdicts
    numbered = list(enumerate(sorted(shown, key=lambda each: (each.anchor.start, each.anchor.end)), start=1))
    for line in _PARAGRAPH.finditer(report.text):
        if line.group().strip():
            here = [each for each in numbered if _meets(each[1], line.start(), line.end())]
            notes = tuple(each for each in here if each[1].anchor.start >= line.start())
            yield Paragraph(tuple(_pieces(report.text, line.start(), line.end(), here)), notes)


def _meets(verdict: Verdict, start: int, end: int) -> bool:
    return verdict.anchor.start < end and start < verdict.anchor.end


def _pieces(text: str, start: int, end: int, here: Sequence[tuple[int, Verdict]]) -> Iterator[Piece]:
    places = {start, end}
    for _, verdict in here:
        places |= {max(verdict.anchor.start, start), min(verdict.anchor.end, end)}
    ordered = sorted(places)
    for low, high in pairwise(ordered):
        over = [(number, each) for number, each in here if _meets(each, low, high)]
        weights = [each.weight for _, each in over]
        ending = tuple(number for number, each in over if each.anchor.end == high)
        yield Piece(
            text[low:high],
            min(weights, key=WEIGHTS.index, default=None),
            tuple(number for number, _ in over),
            ending,
        )
