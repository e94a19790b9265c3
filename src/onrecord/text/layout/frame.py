"""The frames of letters: what stands around their bodies, found line by line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.text.layout.addressing import addressees
from onrecord.text.layout.dates import date_behind, date_line
from onrecord.text.layout.lines import Line
from onrecord.text.layout.page import Page
from onrecord.text.layout.salutations import greeted, is_bare_greeting, is_salutation
from onrecord.text.layout.signing import signatories
from onrecord.text.layout.words import LayoutWords
from onrecord.types.dates import RecordDate
from onrecord.types.documents import Party

LONGEST_SIGNATURE_LINE = 120
MOST_SIGNATURE_LINES = 400
"""Joint letters are signed by hundreds; beyond this a "signature block" is the rest of a document."""

ADDRESS_LINES = 40
"""Lines above a salutation among which its date, letterhead and address block are looked for."""

LONGEST_ADDRESS_LINE = 100
MOST_CLOSINGS = 3
COPY_LINES = 12
"""Lines behind the signatures among which copies and enclosures are named."""


@dataclass(frozen=True, slots=True)
class LetterFrame:
    """Indices of the lines of a letter's parts, and its parties; ranges are half-open, absent parts None."""

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
    signatories: tuple[Party, ...] = ()
    addressees: tuple[Party, ...] = ()

    @property
    def end(self) -> int:
        """The line behind the letter's last one."""
        return max(self.signatures[1], self.body_end, self.salutation + 1, *(i + 1 for i in self.copies))


def find_letters(page: Page, lines: Sequence[Line]) -> tuple[LetterFrame, ...]:
    """Return the frames of the letters in a text, in order; a bare salutation opens none."""
    return tuple(_Finder(page, lines).letters())


class _Finder:
    def __init__(self, page: Page, lines: Sequence[Line]) -> None:
        words = page.words
        self._page, self._lines, self._words = page, lines, words
        self._document, self._text = page.document, page.text
        self._greetings = [i for i, line in enumerate(lines) if is_salutation(line, words)]
        self._closings = [i for i, line in enumerate(lines) if words.closing.match(line.text)]

    def letters(self) -> Iterator[LetterFrame]:
        floor = 0
        bare = [i for i, line in enumerate(self._lines) if is_bare_greeting(line, self._words)]
        for index in sorted({*self._greetings, *bare}):
            if index < floor:
                continue
            frame = self._frame(floor, index)
            if frame is not None:
                yield frame
                floor = frame.end

    def _frame(self, floor: int, salutation: int) -> LetterFrame | None:
        lines, words = self._lines, self._words
        after = bisect_left(self._greetings, salutation + 1)
        limit = self._greetings[after] if after < len(self._greetings) else len(lines)
        close = self._closing(salutation, limit)
        top = self._top(floor, salutation)
        date, written = self._date(top, salutation)
        subject = self._subject(top, salutation)
        address = self._address(top, salutation, date, subject)
        meant = greeted(self._page, lines[salutation])
        addressed = tuple(addressees(self._page, lines[slice(*address)], meant))
        headed = written is not None or (address[0] < address[1] and bool(addressed))
        if close is None and not (headed and words.dear.match(lines[salutation].text)):
            return None
        if not words.dear.match(lines[salutation].text) and not headed:
            return None
        body_end, signatures, signed = self._close(salutation, close, limit)
        first = min(i for i in (date, subject, address[0], salutation) if i is not None)
        return LetterFrame(
            salutation=salutation,
            first=first,
            date=date,
            address=address,
            subject=subject,
            closing=close,
            signatures=signatures,
            body_end=body_end,
            copies=tuple(self._copies(max(body_end, signatures[1]), limit)),
            written=written,
            signatories=signed,
            addressees=addressed,
        )

    def _closing(self, salutation: int, limit: int) -> int | None:
        """Return the line of the close, of two under each other the second ("Best regards. / Sincerely,")."""
        place = bisect_left(self._closings, salutation + 1)
        behind = self._closings[place : place + MOST_CLOSINGS]
        close = behind[0] if behind else limit
        for other in behind:
            close = other if other == close + 1 else close
        return close if close < limit else None

    def _top(self, floor: int, salutation: int) -> int:
        """Return the first line of the head: behind the last line above the salutation that is prose."""
        top = salutation
        while top > max(floor, salutation - ADDRESS_LINES):
            line = self._lines[top - 1]
            if not self._words.subject.match(line.text) and not self._is_head_line(line):
                break
            top -= 1
        return top

    def _is_head_line(self, line: Line) -> bool:
        if line.folded in self._words.end_marks or is_boilerplate(line, self._words):
            return False
        wide = "  " in line.text or "\t" in line.text
        if len(line.text) > (4 if wide else 2) * LONGEST_ADDRESS_LINE:
            return False
        return not is_prose(line.text)

    def _date(self, top: int, salutation: int) -> tuple[int | None, RecordDate | None]:
        """Return the line of the letter's date, the last above the salutation, or what ends its lead."""
        for index in range(salutation - 1, top - 1, -1):
            line = self._lines[index]
            found = date_line(self._document, self._text, line.start, line.end)
            if found is not None:
                return index, found
        if top > 0:
            line = self._lines[top - 1]
            return None, date_behind(self._document, self._text, line.start, line.end)
        return None, None

    def _subject(self, top: int, salutation: int) -> int | None:
        return next(
            (
                i
                for i in range(top, min(salutation + 3, len(self._lines)))
                if self._words.subject.match(self._lines[i].text)
            ),
            None,
        )

    def _address(self, top: int, salutation: int, date: int | None, subject: int | None) -> tuple[int, int]:
        """Return the lines of the address block: from the date, or from an honorific, to the salutation."""
        end = subject if subject is not None and subject < salutation else salutation
        start = date + 1 if date is not None and date < end else end
        if start >= end:
            titled = (i for i in range(top, end) if self._words.opens_address.match(self._lines[i].text))
            start = next(titled, top if date is None and end - top > 1 else end)
        if date is not None and start < date < end:
            end = date
        return start, end

    def _close(
        self, salutation: int, closing: int | None, limit: int
    ) -> tuple[int, tuple[int, int], tuple[Party, ...]]:
        """Return where the body ends, the lines of the signature block and who signs there."""
        if closing is not None:
            last = self._signature_end(closing + 1, limit)
            signed, count = self._signed(closing + 1, last)
            return closing, (closing + 1, closing + 1 + count), signed
        end = limit
        if limit == len(self._lines):
            while end > salutation + 1 and self._is_mark(self._lines[end - 1]):
                end -= 1
            start = end
            while start > salutation + 2 and is_signature_line(self._lines[start - 1], self._words):
                start -= 1
            signed, count = self._signed(start, end)
            if signed:
                return start, (start, start + count), signed
        mark = (i for i in range(salutation + 1, end) if self._is_mark(self._lines[i]))
        end = next(mark, end)
        return end, (end, end), ()

    def _signed(self, start: int, end: int) -> tuple[tuple[Party, ...], int]:
        return signatories(self._page, self._lines[start:end])

    def _is_mark(self, line: Line) -> bool:
        return line.folded in self._words.end_marks or is_boilerplate(line, self._words)

    def _signature_end(self, start: int, limit: int) -> int:
        index = start
        last = min(limit, start + MOST_SIGNATURE_LINES)
        while index < last and is_signature_line(self._lines[index], self._words):
            line = self._lines[index]
            if index > start and date_line(self._document, self._text, line.start, line.end):
                break
            index += 1
        return index

    def _copies(self, start: int, limit: int) -> Iterator[int]:
        """Yield the lines that name copies and enclosures, and those that go on with them."""
        copying = False
        for index in range(start, min(start + COPY_LINES, limit)):
            line = self._lines[index]
            goes_on = copying and not line.blank_before and is_signature_line(line, self._words)
            copying = bool(self._words.copy.match(line.text)) or goes_on
            if copying:
                yield index


def is_signature_line(line: Line, words: LayoutWords) -> bool:
    """Tell whether a line can belong to a signature block: no prose, no mark, no item of a list."""
    text = line.text
    if line.folded in words.end_marks or words.copy.match(text) or is_boilerplate(line, words):
        return False
    if line.label() and not text[0].isalpha():
        return False
    many = text.count(",") + text.count(";") >= 3 or "  " in text
    listed = 20 if many else 3 if words.role.search(text) else 1
    return len(text) <= listed * LONGEST_SIGNATURE_LINE and not is_prose(text)


def is_prose(text: str) -> bool:
    """Tell whether a line is a sentence: several words in lower case, or a stop after some."""
    words = [word for word in text.split() if word[0].isalpha()]
    lower = [word for word in words if word[0].islower() and word not in _SMALL]
    return len(lower) > max(2, len(words) // 3) or (
        text.endswith((".", "?", "!", ";", ":")) and len(lower) > 1
    )


_SMALL = frozenset("of the for and in on to de la del van von at a an with by".split())


def is_boilerplate(line: Line, words: LayoutWords) -> bool:
    """Tell whether a line is no part of what a document says ("Share this", "For immediate release")."""
    return len(line.text) <= 200 and line.folded.startswith(words.boilerplate)
