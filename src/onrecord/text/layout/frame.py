"""The frame of a letter: what stands around its body, found line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.text.layout.dates import date_line
from onrecord.text.layout.lines import Line
from onrecord.text.layout.words import LayoutWords
from onrecord.types.dates import RecordDate

LONGEST_SALUTATION = 120
LONGEST_SIGNATURE_LINE = 120
MOST_SIGNATURE_LINES = 400
"""Joint letters are signed by hundreds; beyond this a "signature block" is the rest of a document."""

ADDRESS_LINES = 25
"""Lines above a salutation among which its date, letterhead and address block are looked for."""


@dataclass(frozen=True, slots=True)
class LetterFrame:
    """Indices of the lines of a letter's parts; ranges are half-open, None where a part is absent."""

    salutation: int
    first: int
    date: int | None
    address: tuple[int, int]
    subject: int | None
    closing: int | None
    signatures: tuple[int, int]
    body_end: int
    copies: tuple[int, ...]
    written: RecordDate | None


def find_letter(document: str, text: str, lines: Sequence[Line], words: LayoutWords) -> LetterFrame | None:
    """Return the frame of the first letter in the text, None where there is no salutation and no close."""
    for index, line in enumerate(lines):
        if _is_salutation(line, words):
            frame = _frame(document, text, lines, index, words)
            if frame.signatures[0] < frame.signatures[1] or frame.address[0] < frame.address[1]:
                return frame
    return None


def _is_salutation(line: Line, words: LayoutWords) -> bool:
    if len(line.text) > LONGEST_SALUTATION or not words.salutation.match(line.text):
        return False
    return line.text.endswith((",", ":", ";", "–", "—")) or len(line.text.split()) <= 5


def _frame(
    document: str, text: str, lines: Sequence[Line], salutation: int, words: LayoutWords
) -> LetterFrame:
    closing, body_end, signatures = _close(lines, salutation, words)
    top = max(0, salutation - ADDRESS_LINES)
    date, written = None, None
    for index in range(top, salutation):
        found = date_line(document, text, lines[index].start, lines[index].end)
        if found is not None:
            date, written = index, found
    subject = next(
        (i for i in range(top, salutation + 3) if i < len(lines) and _is_subject(lines[i], words)), None
    )
    address = _address(lines, range(top, salutation), date, subject, words)
    copies = tuple(
        i for i in range(body_end, min(signatures[1] + 12, len(lines))) if words.copy.match(lines[i].text)
    )
    first = min(i for i in (date, subject, address[0], salutation) if i is not None)
    return LetterFrame(
        salutation, first, date, address, subject, closing, signatures, body_end, copies, written
    )


def _is_subject(line: Line, words: LayoutWords) -> bool:
    return bool(words.subject.match(line.text))


def _address(
    lines: Sequence[Line], span: range, date: int | None, subject: int | None, words: LayoutWords
) -> tuple[int, int]:
    """Return the lines of the address block: from an honorific or the date line down to the salutation."""
    end = subject if subject is not None and subject < span.stop else span.stop
    start = date + 1 if date is not None and date < end else None
    if start is None or start >= end:
        start = next((i for i in range(span.start, end) if words.honorific.match(lines[i].text)), end)
    while start < end and (
        len(lines[start].text) > 300 or (lines[start].finished and len(lines[start].text) > 100)
    ):
        start += 1
    return start, end


def _close(
    lines: Sequence[Line], salutation: int, words: LayoutWords
) -> tuple[int | None, int, tuple[int, int]]:
    """Return the closing line, where the body ends, and the lines of the signature block."""
    for index in range(salutation + 1, len(lines)):
        if words.closing.match(lines[index].text):
            start = index + 1
            return index, index, (start, _signature_end(lines, start, words))
    end = len(lines)
    while end > salutation + 1 and (
        lines[end - 1].folded in words.end_marks or _is_boilerplate(lines[end - 1], words)
    ):
        end -= 1
    start = end
    while start > salutation + 2 and _is_signature_line(lines[start - 1], words):
        start -= 1
    return None, start, (start, end)


def _signature_end(lines: Sequence[Line], start: int, words: LayoutWords) -> int:
    index = start
    while (
        index < len(lines)
        and index - start < MOST_SIGNATURE_LINES
        and _is_signature_line(lines[index], words)
    ):
        index += 1
    return index


def _is_signature_line(line: Line, words: LayoutWords) -> bool:
    text = line.text
    if line.folded in words.end_marks or words.copy.match(text) or _is_boilerplate(line, words):
        return False
    if line.label() and not text[0].isalpha():
        return False
    if words.role.search(text) and len(text) <= 3 * LONGEST_SIGNATURE_LINE and not _is_prose(text):
        return True
    return len(text) <= LONGEST_SIGNATURE_LINE and not _is_prose(text)


def _is_prose(text: str) -> bool:
    """Tell whether a line is a sentence: several words in lower case, or a stop after a long line."""
    words = [word for word in text.split() if word[0].isalpha()]
    lower = [word for word in words if word[0].islower() and word not in _SMALL]
    return len(lower) > max(2, len(words) // 3) or (
        text.endswith((".", "?", "!", ";", ":")) and len(lower) > 1
    )


_SMALL = frozenset("of the for and in on to de la del van von at a an with by".split())


def _is_boilerplate(line: Line, words: LayoutWords) -> bool:
    return len(line.text) <= 200 and line.folded.startswith(words.boilerplate)
