"""A name and a colon: "Ruiz: the dam will hold" over an article, "MINISTER RUIZ: …" in a transcript."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from onrecord.extract.statements_candidates import Candidate, Page
from onrecord.types.spans import Span

HEADLINE_SCORE = 0.8
TURN_SCORE = 0.85
"""A speaker's turn in a transcript: the same form opens several paragraphs."""

_NAMED = re.compile(r"([^\W\d_][^\n:“”\"]{1,60}?)(?: \([^\n()]{1,30}\))?: *(?=[^\s:/])")
_SPEAKERS = ("PERSON", "ORG", "NORP", "GPE")
_HEADLINES = ("headline", "heading")
_MOST_WORDS = 5
_FEWEST_TURNS = 3
_FEWEST_WORDS = 3
_TITLE = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Hon|Prof|President|Chair|Senator|Representative|Minister)\b\.?"
)


class HeadlineRules:
    """Finds what a headline or a transcript says somebody says by a name and a colon."""

    def find(self, page: Page) -> Iterator[Candidate]:
        """Yield the candidates of headlines and of transcripts, in text order."""
        opened = list(self._opened(page))
        turns = Counter(name.slice(page.text) for _, name, _ in opened)
        spoken_of = _last_mentions(page)
        in_turns = sum(1 for _, name, _ in opened if _is_label(name.slice(page.text)))
        for index, name, content in opened:
            words = name.slice(page.text)
            if _is_label(words) and (in_turns >= _FEWEST_TURNS or turns[words] >= _FEWEST_TURNS):
                yield self._made(page, name, content, TURN_SCORE)
            elif self._is_headline(page, index) and _names_speaker(page, name, spoken_of):
                yield self._made(page, name, content, HEADLINE_SCORE)

    def _opened(self, page: Page) -> Iterator[tuple[int, Span, Span]]:
        """Yield each paragraph that opens with a short name and a colon: its index, the name, the rest."""
        for index, paragraph in enumerate(page.annotated.document.layout.paragraphs):
            found = _NAMED.match(page.text, paragraph.start, paragraph.end)
            if found is None or len(found[1].split()) > _MOST_WORDS:
                continue
            content = page.content_of(found.end(), paragraph.end)
            if content is not None and len(content.slice(page.text).split()) >= _FEWEST_WORDS:
                yield index, Span(found.start(1), found.end(1)), content

    def _is_headline(self, page: Page, index: int) -> bool:
        document = page.annotated.document
        paragraph = document.layout.paragraphs[index]
        segments = [segment.span for what in _HEADLINES for segment in document.layout.of(what)]
        places = [*document.headings, *segments]
        if document.layout.title is not None:
            places.append(document.layout.title.span)
        marked = any(place.overlaps(paragraph) for place in places)
        return (marked or index == 0) and not document.text[paragraph.start : paragraph.end].endswith(".")

    def _made(self, page: Page, name: Span, content: Span, score: float) -> Candidate:
        colon = page.text.index(":", name.end)
        mode = page.mode_of((content,))
        return Candidate("headline", (content,), mode, "assert", score, name, Span(colon, colon + 1))


def _last_mentions(page: Page) -> dict[str, int]:
    """Return the last words of the names in the document, and where each is named last."""
    entities = page.annotated.entities
    return {page.annotated.tokens[e.last].text: e.start for e in entities if e.label in _SPEAKERS}


def _names_speaker(page: Page, name: Span, spoken_of: dict[str, int]) -> bool:
    """Tell whether the words are a name that the document also speaks of further on."""
    words = name.slice(page.text).split()
    return all(word[0].isupper() for word in words) and spoken_of.get(words[-1], -1) >= name.end


def _is_label(words: str) -> bool:
    """Tell whether a name is written as transcripts write speakers: in capitals, or with a title."""
    letters = [char for char in words if char.isalpha()]
    return (len(letters) > 2 and all(char.isupper() for char in letters)) or bool(_TITLE.match(words))
