"""The text of a checked draft cut at its claims, so that marks can overlap and still be told apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.check.report import WEIGHTS, DraftReport, Verdict

_PARAGRAPH = re.compile(r"[^\n]+")

Numbered = tuple[int, Verdict]


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
    notes: tuple[Numbered, ...]


def numbered(report: DraftReport) -> list[Numbered]:
    """Return the verdicts of a report, numbered from 1 in the order of the text."""
    return list(enumerate(sorted(report.verdicts, key=lambda each: (each.anchor.start, each.anchor.end)), 1))


def paragraphs_of(
    report: DraftReport, chosen: Callable[[Verdict], bool] | None = None
) -> Iterator[Paragraph]:
    """Yield the lines of a draft that hold words, with the verdicts that are chosen, or all."""
    waiting = [each for each in numbered(report) if chosen is None or chosen(each[1])]
    waiting.reverse()
    here: list[Numbered] = []
    for line in _PARAGRAPH.finditer(report.text):
        start, end = line.span()
        here = [each for each in here if each[1].anchor.end > start]
        begun = len(here)
        while waiting and waiting[-1][1].anchor.start < end:
            here.append(waiting.pop())
        if line.group().strip():
            yield Paragraph(tuple(_pieces(report.text, start, end, here)), tuple(here[begun:]))


def _pieces(text: str, start: int, end: int, here: Sequence[Numbered]) -> Iterator[Piece]:
    """Yield a line in pieces; `here` are the claims with words in it, in the order they begin."""
    places = {start, end}
    for _, verdict in here:
        places |= {max(verdict.anchor.start, start), min(verdict.anchor.end, end)}
    waiting = list(reversed(here))
    over: list[Numbered] = []
    for low, high in pairwise(sorted(places)):
        while waiting and waiting[-1][1].anchor.start < high:
            over.append(waiting.pop())
        over = [each for each in over if each[1].anchor.end > low]
        weights = [verdict.weight for _, verdict in over]
        yield Piece(
            text[low:high],
            min(weights, key=WEIGHTS.index, default=None),
            tuple(number for number, _ in over),
            tuple(number for number, verdict in over if verdict.anchor.end == high),
        )
