"""Letters whose line ends were lost: lines are cut where a letter's head, salutation or close stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.text.layout.dates import DATE, written_date
from onrecord.text.layout.lines import Line, pieces
from onrecord.text.layout.names import COLUMNS
from onrecord.text.layout.salutations import greetings_in, is_salutation
from onrecord.text.layout.words import LayoutWords
from onrecord.types.spans import Span

LONGEST_HEAD = 600
"""Characters before a salutation in which its date and address block are looked for."""

_BEFORE_DATE = re.compile(r"(?:^|[.:;\])>#”\"]\s*|\s{2,}|\t)$")
"""What a letter's date stands behind: the start, the end of a sentence, or a wide gap."""

_SENTENCE_END = re.compile(r"[a-z]{4,}[)\]”\"’]*[.!?:][)\]”\"’]*\s|[.:]\]\s|\]\s|#\s")
"""The end of a sentence or of a bracket, which no address has ("Ave." and "St." are shorter)."""

_SENTENCE_MARKS = ".!?:;”\"’')],"
_TAIL_MARK = re.compile(r"(?<=\s)(?:#(?:\s?#)+|-30-|(?:cc|CC|Cc|bcc)\s*:)")


def unfold(text: str, lines: Sequence[Line], words: LayoutWords) -> list[Line]:
    """Return the lines, those that hold a salutation or close among other words cut into their parts.

    A close is looked for only behind a salutation. Other lines are left as they are.
    """
    cut: list[Line] = []
    opened = False
    for line in lines:
        greetings = list(greetings_in(text, line, words))
        spots = sorted(_spots(text, line, greetings, opened, words))
        if greetings or opened or is_salutation(line, words):
            last = greetings[-1].end if greetings else line.start
            opened = not words.closing.match(line.text) and _close_in(text, last, line.end, words) is None
        cut += pieces(text, line, spots)
    return cut


def _spots(
    text: str, line: Line, greetings: Sequence[Span], opened: bool, words: LayoutWords
) -> Iterator[int]:
    """Yield the offsets at which a line is cut, in no order."""
    floor = line.start
    for greeting, after in zip(greetings, [*(g.start for g in greetings), line.end][1:], strict=False):
        yield from _head(text, floor, greeting.start, words)
        yield from (greeting.start, greeting.end)
        floor = greeting.end
        close = _close_in(text, greeting.end, after, words)
        if close is not None:
            yield from close
            yield from _tail(text, close[1], after)
            floor = close[1]
    if not greetings and opened:
        close = _close_in(text, line.start, line.end, words)
        if close is not None:
            yield from close
            yield from _tail(text, close[1], line.end)


def _head(text: str, floor: int, end: int, words: LayoutWords) -> Iterator[int]:
    """Yield where the date and the address block that stand before a salutation begin, and their cells."""
    low = max(floor, end - LONGEST_HEAD)
    start = max([low, *(match.end() for match in _SENTENCE_END.finditer(text, low, end))])
    date = next((m for m in DATE.finditer(text, start, end) if _opens(text, low, m)), None)
    if date is None and not words.opens_address.match(text, start, end):
        return
    yield from (start, *(date.span() if date else ()))
    yield from (gap.end() for gap in COLUMNS.finditer(text, start, end))


def _opens(text: str, low: int, match: re.Match[str]) -> bool:
    before = text[max(low, match.start() - 6) : match.start()]
    return written_date(match) is not None and _BEFORE_DATE.search(before) is not None


def _close_in(text: str, start: int, end: int, words: LayoutWords) -> tuple[int, int] | None:
    """Return the place of a close in a line: behind a sentence or gap, before a name or the line's end."""
    for match in words.inline_closing.finditer(text, start, end):
        place, behind = match.start(), match.end()
        before = text[max(start, place - 3) : place]
        apart = not before.strip() or before.endswith("  ") or before.rstrip()[-1] in _SENTENCE_MARKS
        if not apart:
            continue
        if behind >= end or text[behind] in "([/" or words.opens_name.match(text, behind, end):
            return place, match.end("closing")
    return None


def _tail(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where the signatures behind a close begin: at wide gaps, and at an end mark or copy line."""
    yield from (gap.end() for gap in COLUMNS.finditer(text, start, end))
    yield from (mark.start() for mark in _TAIL_MARK.finditer(text, start, end))
