"""Asks that stand in lists: items with labels, paragraphs, or parts of a sentence, under one stem."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.extract.asks_drafts import Draft, action_span
from onrecord.extract.asks_page import Page
from onrecord.extract.asks_resolutions import LABEL
from onrecord.extract.asks_stems import Stem, Stems
from onrecord.extract.asks_words import AskWords
from onrecord.types.documents import Segment
from onrecord.types.spans import Span

MOST_ITEMS = 60
"""Paragraphs without labels that are read as the items of one list."""

REACH_INSIDE = 20_000
"""Characters behind a colon that may hold the items of a list inside a paragraph: some ten pages."""

_COLON = re.compile(r":\s*(?=\S)")
_GAP = re.compile(r"\s{3,}")
_INLINE = re.compile(r"(?<=[\s:;,])\((\d{1,2}|[a-z]{1,4})\)\s+")
_FIRST_LABELS = ("1", "a", "i")
_GOES_ON = re.compile(r"[;,](?:\s+(?:and|or))?\s*$")
_WORD = re.compile(r"[A-Za-z]+")
_OPENING = re.compile(r"(?:please|not\s+to|to\s+not|to|not)\s+", re.IGNORECASE)


class ListRules:
    """Finds asks whose verb stands before them, in the stem of a list."""

    def __init__(self, words: AskWords) -> None:
        self._stems = Stems(words)

    def find(self, page: Page) -> Iterator[Draft]:
        """Yield the items of every list that a stem of asking opens."""
        yield from self._labelled(page)
        if page.annotated.document.layout.kind != "resolution":
            yield from self._unlabelled(page)

    def _labelled(self, page: Page) -> Iterator[Draft]:
        items = sorted(page.annotated.document.layout.of("list_item"))
        stem: Stem | None = None
        before = 0
        numbered = page.annotated.document.layout.kind == "resolution"
        for item in items:
            if numbered and (item.label or "")[:1].isdigit():
                stem = None  # a resolution's numbers count its paragraphs, each with a verb of its own
                continue
            stem = self._stems.before(page, item.start) or (
                stem if stem and self._continues(page, stem, before, item) else None
            )
            before = item.end
            if stem is None:
                continue
            draft = self._item(page, stem, item.span, item.label)
            if draft is not None:
                yield draft

    def _continues(self, page: Page, stem: Stem, before: int, item: Segment) -> bool:
        """Tell whether nothing but white space, or a wrapped line of the item before, parts two items."""
        between = page.text[max(before, stem.end) : item.start].strip() if item.start >= before else ""
        return not between or (item.start - before < 600 and "\n\n" not in between)

    def _unlabelled(self, page: Page) -> Iterator[Draft]:
        """Yield the items of lists that no label marks, and of lists inside a sentence."""
        labelled = {item.start for item in page.annotated.document.layout.of("list_item")}
        paragraphs = page.annotated.document.layout.paragraphs
        for at, paragraph in enumerate(paragraphs):
            for colon in _COLON.finditer(page.text, paragraph.start, paragraph.end):
                yield from self._inside(page, colon.end(), paragraph.end)
            closes = page.text[paragraph.end - 1] in ":."
            following = paragraphs[at + 1 : at + 1 + MOST_ITEMS]
            if closes and following and following[0].start not in labelled:
                yield from self._under(page, following)

    def _inside(self, page: Page, start: int, end: int) -> Iterator[Draft]:
        """Yield the items behind a colon inside a paragraph: numbered ones, or ones set apart by space."""
        end = min(end, start + REACH_INSIDE)
        first = _INLINE.match(page.text, start, end)
        labels = _sequence(list(_INLINE.finditer(page.text, start, end)), start) if first else []
        if labels:
            stem = self._stems.before(page, start)
            sentence = page.annotated.sentence_at(labels[-1].end())
            ends = [*(label.start() for label in labels[1:]), min(end, sentence.end) if sentence else end]
            for label, stop in zip(labels, ends, strict=True):
                draft = self._item(page, stem, Span(label.end(), stop), label[1]) if stem else None
                if draft is not None:
                    yield draft
        elif _GAP.match(page.text, start - 3):
            yield from self._under(page, _parted(page.text, start, end))

    def _under(self, page: Page, pieces: Sequence[Span]) -> Iterator[Draft]:
        """Yield the paragraphs under a stem that are its items: questions, or parts of one sentence."""
        items = _items_among(page.text, pieces)
        stem = self._stems.before(page, pieces[0].start) if items else None
        for item in items if stem else ():
            draft = self._item(page, stem, item, None)
            if draft is not None:
                yield draft

    def _item(self, page: Page, stem: Stem | None, item: Span, name: str | None) -> Draft | None:
        if stem is None or (stem.questions and "?" not in item.slice(page.text)):
            return None
        label = LABEL.match(page.text, item.start, item.end)
        start = label.end() if label else item.start
        opening = _OPENING.match(page.text, start, item.end)
        negative = opening is not None and "not" in opening.group().casefold()
        action = action_span(page.text, opening.end() if opening else start, item.end)
        if (
            action is None
            or _WORD.search(page.text, action.start, min(action.end, action.start + 40)) is None
        ):
            return None
        return replace(stem.frame, action=action, label=name, listed=True, negative=negative)


def _items_among(text: str, pieces: Sequence[Span]) -> list[Span]:
    """Return the pieces that open a list: each a question, or each but the last joined to the next."""
    questions: list[Span] = []
    for piece in pieces:
        if "?" not in piece.slice(text):
            break
        questions.append(piece)
    if questions:
        return questions
    parts: list[Span] = []
    for piece in pieces:
        parts.append(piece)
        if not _GOES_ON.search(piece.slice(text)):
            break
    return parts if len(parts) > 1 else []


def _parted(text: str, start: int, end: int) -> list[Span]:
    """Return the parts of a paragraph that three spaces or more set apart."""
    gaps = [found.span() for found in _GAP.finditer(text, start, end)]
    starts = [start, *(after for _, after in gaps)]
    ends = [*(before for before, _ in gaps), end]
    return [Span(one, other) for one, other in zip(starts, ends, strict=True) if one < other]


def _sequence(labels: list[re.Match[str]], start: int) -> list[re.Match[str]]:
    """Return the labels that count on from the first one, which stands right behind the colon."""
    if len(labels) < 2 or labels[0].start() != start or labels[0][1] not in _FIRST_LABELS:
        return []
    counted = labels[0][1].isdigit()
    same = [label for label in labels if label[1].isdigit() == counted]
    return [label for at, label in enumerate(same) if not counted or label[1] == str(at + 1)]
