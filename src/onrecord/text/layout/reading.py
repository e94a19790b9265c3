"""Lays out one document: paragraphs, segments, kind, title, date and parties."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.data import Vocabularies
from onrecord.text.layout.dates import (
    date_line,
    dateline_date,
    day_called_today,
    metadata_date,
    release_date,
)
from onrecord.text.layout.frame import find_letter
from onrecord.text.layout.kinds import TOP_LINES, Signs, tell_kind
from onrecord.text.layout.lines import Line, lines_of, paragraphs_of
from onrecord.text.layout.parties import addressees, greeted_surname, signatories
from onrecord.text.layout.parts import (
    byline,
    dateline_end,
    is_caption,
    is_heading,
    list_items,
    listing_starts,
)
from onrecord.text.layout.words import LayoutWords, layout_words
from onrecord.types.dates import RecordDate
from onrecord.types.documents import CanonicalText, Document, EmbeddedLetter, Layout, Party, Segment
from onrecord.types.spans import Evidence

LEAST_ITEMS = 3
"""Datelines or headed items from which a page without a letter's frame is a listing."""

LONGEST_TITLE = 250
LONGEST_SIGNATURE = 120
"""Characters behind a close among which a signature is looked for where lines run together."""

TODAY_WITHIN = 400
"""Characters of an opening line in which a day called today is looked for."""

_AROUND_TITLES = ("boilerplate", "date_line", "byline", "caption", "teaser", "end_mark")


def lay_out(document: Document, canonical: CanonicalText, vocabularies: Vocabularies) -> Layout:
    """Return the layout of a document; nothing it cannot tell is filled in."""
    return _Page(document, canonical, layout_words(vocabularies)).layout()


_RESOLUTION_OF = re.compile(
    r"(?:(?:Resolution\s+)?\d+\s*\(\d{4}\)\.?\s*)?(?:Resolution\s+)?of\s+", re.IGNORECASE
)
RESOLUTION_LINES = 2
"""Lines at the top that tell a resolution's number and day: "Resolution 641 (1989) / of 30 August 1989"."""

_OPEN_END = re.compile(
    r"(?:\b(?:of|on|dated|from|the|and|in|to|by|at|until|since|between)|,)$", re.IGNORECASE
)
"""The end of a line whose sentence goes on in the next one."""


class _Page:
    """One document's lines with what each was found to be."""

    def __init__(self, document: Document, canonical: CanonicalText, words: LayoutWords) -> None:
        self._document, self._canonical, self._words = document, canonical, words
        self._text = document.text
        self._lines = lines_of(self._text)
        self._letter = find_letter(document.id, self._text, self._lines, words)
        self._segments: list[Segment] = []

    def layout(self) -> Layout:
        lines = self._lines
        parties = self._letter_parties()
        marked = self._mark_lines()
        items = self._items(marked)
        signs = self._signs(marked, items, parties["signatories"])
        kind, reasons = tell_kind(lines, signs, self._words, self._document.metadata.kind)
        if kind == "listing_page":
            self._segments += items
        else:
            self._segments += self._letter_segments()
        self._segments += list_items(lines)
        in_letter = kind in ("letter", "joint_letter")
        framed = frozenset(marked) | self._frame_lines()
        return Layout(
            kind=kind,
            title=self._title(kind, marked),
            date=self._date(kind),
            issuers=parties["signatories"] if in_letter else self._masthead(kind),
            addressees=parties["addressees"] if in_letter else (),
            signatories=parties["signatories"] if in_letter else (),
            authors=self._authors(),
            segments=tuple(sorted(set(self._segments), key=lambda s: (s.start, -s.end, s.what))),
            paragraphs=tuple(span for span, _ in paragraphs_of(lines, framed)),
            reasons=reasons,
            letter=None if in_letter else self._embedded(parties),
        )

    def _embedded(self, parties: dict[str, tuple[Party, ...]]) -> EmbeddedLetter | None:
        """Return the letter that another kind of document prints whole, None where nobody signs one."""
        letter, lines = self._letter, self._lines
        if letter is None:
            return self._run_together()
        if not parties["signatories"]:
            return None
        last = max(letter.signatures[1], letter.body_end) - 1
        return EmbeddedLetter(lines[letter.first].start, lines[last].end, **parties)

    def _run_together(self) -> EmbeddedLetter | None:
        """Return a letter whose salutation and close stand inside lines: its own line ends were lost."""
        opening = self._words.inline_salutation.search(self._text)
        closing = self._words.inline_closing.search(self._text, opening.end()) if opening else None
        if opening is None or closing is None:
            return None
        line = next(line for line in self._lines if line.end > closing.end())
        end = min(line.end, closing.end() + LONGEST_SIGNATURE)
        signed = Line(closing.end(), end, self._text[closing.end() : end], 0)
        parties = tuple(signatories(self._document.id, self._text, [signed], self._words))
        if not parties:
            return None
        return EmbeddedLetter(opening.start(), parties[-1].name.end, parties)

    def _mark_lines(self) -> dict[int, str]:
        """Return what each line outside the prose is, and add those segments."""
        marked: dict[int, str] = {}
        for index, line in enumerate(self._lines):
            what = self._what(index, line)
            if what is not None:
                marked[index] = what
                self._segments.append(Segment(line.start, line.end, what))
            end = dateline_end(line)
            if end is not None and what is None:
                self._segments.append(Segment(line.start, end, "dateline"))
        return marked

    def _what(self, index: int, line: Line) -> str | None:
        if line.folded in self._words.end_marks:
            return "end_mark"
        if len(line.text) <= 60 and line.folded.startswith(self._words.teasers):
            return "teaser"
        if len(line.text) <= 250 and line.folded.startswith(self._words.boilerplate):
            return "boilerplate"
        if any(span.start <= line.start < span.end for span in self._canonical.boilerplate):
            return "boilerplate"
        if index < TOP_LINES and byline(line) is not None:
            return "byline"
        if is_caption(line, self._words):
            return "caption"
        return self._heading_or_date(index, line)

    def _heading_or_date(self, index: int, line: Line) -> str | None:
        letter = self._letter
        if letter is not None and letter.first <= index < letter.signatures[1]:
            return None
        if date_line(self._document.id, self._text, line.start, line.end):
            return "date_line"
        after = self._lines[index + 1] if index + 1 < len(self._lines) else None
        if not is_heading(line, after, self._canonical.headings):
            return None
        return "headline" if index == 0 else "heading"

    def _letter_parties(self) -> dict[str, tuple[Party, ...]]:
        letter = self._letter
        if letter is None:
            return {"signatories": (), "addressees": ()}
        signed = self._lines[letter.signatures[0] : letter.signatures[1]]
        addressed = self._lines[letter.address[0] : letter.address[1]]
        greeted = greeted_surname(self._lines[letter.salutation].text, self._words)
        return {
            "signatories": tuple(signatories(self._document.id, self._text, signed, self._words)),
            "addressees": tuple(addressees(self._document.id, self._text, addressed, greeted, self._words)),
        }

    def _letter_segments(self) -> list[Segment]:
        letter, lines = self._letter, self._lines
        if letter is None:
            return []
        parts = [
            ("letterhead", 0, letter.first),
            ("date_line", letter.date, None),
            ("address_block", *letter.address),
            ("subject_line", letter.subject, None),
            ("salutation", letter.salutation, None),
            ("body", max(letter.salutation, letter.subject or 0) + 1, letter.body_end),
            ("closing", letter.closing, None),
            ("signature_block", *letter.signatures),
            *(("copy_line", copy, None) for copy in letter.copies),
        ]
        whole = letter.first <= TOP_LINES
        found = []
        for what, first, last in parts:
            if first is None or (what == "letterhead" and not whole):
                continue
            end = first + 1 if last is None else last
            if first < end <= len(lines):
                found.append(Segment(lines[first].start, lines[end - 1].end, what))
        return found

    def _frame_lines(self) -> frozenset[int]:
        letter = self._letter
        if letter is None:
            return frozenset()
        head = range(letter.first, letter.salutation + 1)
        tail = range(letter.body_end, letter.signatures[1])
        subject = () if letter.subject is None else (letter.subject,)
        return frozenset({*head, *tail, *subject, *letter.copies})

    def _items(self, marked: dict[int, str]) -> list[Segment]:
        """Return the items of a listing page, none where the page does not look like one."""
        headings = [i for i, what in marked.items() if what in ("heading", "headline")]
        datelines = [i for i, line in enumerate(self._lines) if dateline_end(line) is not None]
        if self._letter is not None or len(datelines) < 2:
            return []
        teasers = [i for i, what in marked.items() if what == "teaser"]
        starts = listing_starts(self._lines, headings, datelines, teasers)
        if len(starts) < LEAST_ITEMS:
            return []
        ends = [*starts[1:], len(self._lines)]
        return [
            Segment(self._lines[first].start, self._lines[last - 1].end, "item")
            for first, last in zip(starts, ends, strict=True)
        ]

    def _signs(self, marked: dict[int, str], items: Sequence[Segment], signers: Sequence[Party]) -> Signs:
        letter, lines = self._letter, self._lines
        share = 0.0
        if letter is not None and lines:
            last = lines[max(letter.signatures[1], letter.body_end) - 1].end
            share = (last - lines[letter.first].start) / max(1, lines[-1].end - lines[0].start)
        organizations = [party for party in signers if self._words.organization.search(party.name.exact)]
        whats = set(marked.values())
        return Signs(
            letter_share=share,
            signers=len(signers),
            organizations_sign=bool(organizations) and 2 * len(organizations) > len(signers),
            byline="byline" in whats,
            dateline=any(segment.what == "dateline" for segment in self._segments),
            end_mark="end_mark" in whats,
            items=len(items),
            caption="caption" in whats,
        )

    def _title(self, kind: str, marked: dict[int, str]) -> Evidence | None:
        """Return the title: the line that metadata call so, else the first line that reads as a heading."""
        given = self._document.metadata.title
        for line in self._lines[:TOP_LINES]:
            if given and " ".join(line.text.split()) == " ".join(given.split()):
                return self._document.evidence(line.start, line.end)
        if kind == "letter":
            return None
        for index, line in enumerate(self._lines[:TOP_LINES]):
            if marked.get(index) in _AROUND_TITLES:
                continue
            long = len(line.text) > LONGEST_TITLE or (line.finished and marked.get(index) is None)
            return None if long else self._bare_heading(line)
        return None

    def _bare_heading(self, line: Line) -> Evidence:
        """Return a heading without its markdown signs."""
        start = line.start
        while start < line.end - 1 and self._text[start] in "#*_ ":
            start += 1
        end = line.end
        while end > start + 1 and self._text[end - 1] in "#*_ ":
            end -= 1
        return self._document.evidence(start, end)

    def _date(self, kind: str) -> RecordDate | None:
        """Return the document's date: its own date line, else its metadata's; a listing's items have none."""
        if kind in ("letter", "joint_letter") and self._letter is not None and self._letter.written:
            return self._letter.written
        given = metadata_date(self._document.metadata.date)
        if kind == "listing_page":
            return given
        for index, line in enumerate(self._lines[:TOP_LINES]):
            number = _RESOLUTION_OF.match(line.text) if index < RESOLUTION_LINES else None
            start = line.start + number.end() if number else line.start
            found = date_line(self._document.id, self._text, start, line.end)
            if found is None or self._goes_on(index):
                continue
            if given is None or found.edtf[:4] == given.edtf[:4]:
                return found
        return given or self._date_of_prose()

    def _goes_on(self, index: int) -> bool:
        """Tell whether a line goes on with the sentence above it: "its resolution 636 of / 6 July 1989,"."""
        if index == 0 or self._lines[index].blank_before:
            return False
        before = self._lines[index - 1]
        if before.folded.startswith("adopted "):  # "Adopted at its 3106th meeting, / on 13 August 1992"
            return False
        return _OPEN_END.search(before.text) is not None

    def _date_of_prose(self) -> RecordDate | None:
        """Return the date that the opening lines state beside other words, or the day they call today."""
        document, text = self._document.id, self._text
        for line in self._lines[:TOP_LINES]:
            end = dateline_end(line)
            found = dateline_date(document, text, line.start, end) if end is not None else None
            found = found or release_date(document, text, line.start, line.end)
            if found is not None:
                return found
        for line in self._lines[:TOP_LINES]:
            found = day_called_today(document, text, line.start, min(line.end, line.start + TODAY_WITHIN))
            if found is not None:
                return found
        return None

    def _masthead(self, kind: str) -> tuple[Party, ...]:
        """Return the body whose name heads a resolution or statement."""
        if kind not in ("resolution", "statement", "report", "press_release") or not self._lines:
            return ()
        for line in self._lines[:4]:
            name = self._bare_heading(line)
            if (
                len(name.exact) <= 90
                and self._words.organization.search(name.exact)
                and not line.finished
                and name.exact.isupper()
            ):
                return (Party(name),)
        return ()

    def _authors(self) -> tuple[Party, ...]:
        spans = [span for line in self._lines[:TOP_LINES] if (span := byline(line)) is not None]
        return tuple(Party(self._document.evidence(span.start, span.end)) for span in spans)
