"""Lays out one document: paragraphs, segments, kind, title, date and parties."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.data import Vocabularies
from onrecord.text.layout.dates import date_line, masthead_date, metadata_date
from onrecord.text.layout.dating import date_of_lines, date_of_prose
from onrecord.text.layout.frame import find_letters
from onrecord.text.layout.heads import cut_heads
from onrecord.text.layout.issuing import authors, issuers
from onrecord.text.layout.kinds import TOP_LINES, Signs, tell_kind, title_line
from onrecord.text.layout.letters import embedded, framed_lines, is_whole, letter_segments
from onrecord.text.layout.lines import Line, lines_of, paragraphs_of
from onrecord.text.layout.lists import inline_items, list_items
from onrecord.text.layout.page import Page
from onrecord.text.layout.parts import (
    are_of_listing,
    byline,
    dateline_end,
    is_caption,
    is_heading,
    listing_starts,
)
from onrecord.text.layout.unfolding import unfold
from onrecord.text.layout.voices import hear
from onrecord.text.layout.words import LayoutWords, layout_words
from onrecord.types.dates import RecordDate
from onrecord.types.documents import CanonicalText, Document, Layout, Segment
from onrecord.types.spans import Evidence

LEAST_ITEMS = 3
"""Datelines or headed items from which a page without a letter's frame is a listing."""

MOST_HEARD = 2000
"""Lines whose prose is counted."""

LONGEST_TITLE = 250
_AROUND_TITLES = ("boilerplate", "date_line", "byline", "caption", "teaser", "end_mark")


def lay_out(document: Document, canonical: CanonicalText, vocabularies: Vocabularies) -> Layout:
    """Return the layout of a document; nothing it cannot tell is filled in."""
    return _Page(document, canonical, layout_words(vocabularies)).layout()


class _Page:
    """One document's lines with what each was found to be."""

    def __init__(self, document: Document, canonical: CanonicalText, words: LayoutWords) -> None:
        self._document, self._canonical, self._words = document, canonical, words
        self._text = document.text
        self._lines, self._heads = cut_heads(self._text, unfold(self._text, lines_of(self._text), words))
        self._page = Page(document.id, self._text, words)
        self._letters = find_letters(self._page, self._lines)
        self._framed = framed_lines(self._letters)
        self._segments: list[Segment] = []

    def layout(self) -> Layout:
        lines, letters = self._lines, self._letters
        marked = self._mark_lines()
        items = self._items(marked)
        kind, reasons = tell_kind(
            lines, self._signs(marked, items), self._words, self._document.metadata.kind
        )
        whole = kind in ("letter", "joint_letter") and bool(letters)
        if kind == "listing_page":
            self._segments += items
        for letter in letters:
            self._segments += letter_segments(letter, lines, whole)
        self._segments += [*list_items(lines), *inline_items(self._text, lines)]
        framed = frozenset(marked) | self._framed
        return Layout(
            kind=kind,
            title=self._title(kind, marked),
            date=self._date(kind),
            issuers=letters[0].signatories if whole else issuers(self._page, lines, kind),
            addressees=letters[0].addressees if whole else (),
            signatories=letters[0].signatories if whole else (),
            authors=authors(self._page, lines),
            segments=tuple(sorted(set(self._segments), key=lambda s: (s.start, -s.end, s.what))),
            paragraphs=tuple(span for span, _ in paragraphs_of(lines, framed)),
            reasons=reasons,
            letters=() if whole else embedded(letters, lines),
        )

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
        if index in self._framed:
            return None
        cut = line.start in self._heads
        if not cut and date_line(self._document.id, self._text, line.start, line.end):
            return "date_line"
        after = self._lines[index + 1] if index + 1 < len(self._lines) else None
        if not cut and not is_heading(line, after, self._canonical.headings):
            return None
        return "headline" if index == 0 else "heading"

    def _items(self, marked: dict[int, str]) -> list[Segment]:
        """Return the items of a listing page, none where the page does not look like one."""
        headings = [i for i, what in marked.items() if what in ("heading", "headline")]
        datelines = [i for i, line in enumerate(self._lines) if dateline_end(line) is not None]
        if self._letters or not are_of_listing([self._lines[i] for i in datelines]):
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

    def _signs(self, marked: dict[int, str], items: Sequence[Segment]) -> Signs:
        letters, lines = self._letters, self._lines
        signers = letters[0].signatories if letters else ()
        organizations = [party for party in signers if self._words.organization.search(party.name.exact)]
        whats = set(marked.values())
        inside = {i for each in letters for i in range(each.first, each.end)}
        return Signs(
            voice=hear([line for i, line in enumerate(lines[:MOST_HEARD]) if i not in inside], self._words),
            is_letter=is_whole(letters, lines, self._words),
            prints_letter=bool(letters),
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
        named = title_line(self._lines, kind, self._words)
        if named is not None:
            return self._bare_heading(named)
        for index, line in enumerate(self._lines[:TOP_LINES]):
            if marked.get(index) in _AROUND_TITLES or not any(map(str.isalpha, line.text)):
                continue
            long = len(line.text) > LONGEST_TITLE or (line.finished and marked.get(index) is None)
            return None if long or self._runs_on(index) else self._bare_heading(line)
        return None

    def _runs_on(self, index: int) -> bool:
        """Tell whether a line is the first of a wrapped sentence: the one under it goes on in lower case."""
        after = self._lines[index + 1 : index + 2]
        return bool(after) and not after[0].blank_before and after[0].text[0].islower()

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
        """Return the document's date.

        What was given beside the file goes before all, a date the text states before what the file's own
        headers say (which tell of another year where the page is a copy). A listing's items have none.
        """
        given = metadata_date(self._document.given.date)
        stated = self._stated_date(kind)
        if given is not None:
            return stated if stated is not None and stated.edtf.startswith(given.edtf) else given
        said = metadata_date(self._document.metadata.date)
        if stated is not None and (said is None or stated.edtf[:4] == said.edtf[:4] or self._is_letter(kind)):
            return stated
        if said is not None or kind == "listing_page":
            return said
        inside = next((letter.written for letter in self._letters), None)
        return date_of_prose(self._document.id, self._text, self._own_lines()) or inside

    def _stated_date(self, kind: str) -> RecordDate | None:
        if self._is_letter(kind) and self._letters[0].written:
            return self._letters[0].written
        if kind == "listing_page":
            return None
        lines = self._lines if self._is_letter(kind) else self._own_lines()
        return masthead_date(self._document.id, self._text) or date_of_lines(
            self._document.id, self._text, lines
        )

    def _own_lines(self) -> Sequence[Line]:
        """Return the lines above the first letter that a text prints, all of them where none stands above."""
        first = self._letters[0].first if self._letters else 0
        return self._lines[:first] if first else self._lines

    def _is_letter(self, kind: str) -> bool:
        return kind in ("letter", "joint_letter") and bool(self._letters)
