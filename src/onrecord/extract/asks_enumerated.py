"""Asks enumerated inside prose: "recommended that Vareda (a) open the wells; (b) mend the road"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from onrecord.extract.asks_drafts import Draft, action_span
from onrecord.extract.asks_page import Page
from onrecord.extract.asks_stems import Stem, Stems
from onrecord.extract.asks_words import AskWords

_LABEL = re.compile(r"(?<=[\s;,])\(([a-z]|\d{1,2})\)\s+")
_OPENING = re.compile(r"(?:that\s+)?(?:it\s+|they\s+)?(?:should\s+)?(?:to\s+)?", re.IGNORECASE)
_QUESTION = re.compile(r"(?:about|how|what|whether|which|why|if|when|where|who)\b", re.IGNORECASE)
_JOINING = re.compile(
    r"(?<![\s,;])[\s,;]*\b(?:and|also|it|further|finally)\b[\s,]*(?:also\b\s*)?$", re.IGNORECASE
)


class EnumeratedRules:
    """Finds items whose label stands right behind a verb of asking and whom it asks, and those that go on."""

    def __init__(self, words: AskWords) -> None:
        self._stems = Stems(words)

    def find(self, page: Page) -> Iterator[Draft]:
        """Yield the items of every enumeration inside a paragraph that no colon opens."""
        if not page.annotated.tokens:
            return
        for paragraph in page.annotated.document.layout.paragraphs:
            labels = list(_LABEL.finditer(page.text, paragraph.start, paragraph.end))
            if labels:
                yield from self._items(page, labels, paragraph.end)

    def _items(self, page: Page, labels: list[re.Match[str]], end: int) -> Iterator[Draft]:
        own = [self._stems.running(page, label.start()) for label in labels]
        stem: Stem | None = None
        for at, label in enumerate(labels):
            if own[at] is None and (at == 0 or not _follows(labels[at - 1][1], label[1])):
                stem = None
            stem = own[at] or stem
            if stem is None:
                continue
            following = own[at + 1] if at + 1 < len(labels) else None
            stop = labels[at + 1].start() if at + 1 < len(labels) else end
            stop = following.frame.operative.start if following else stop
            draft = _item(page, stem, label, stop)
            if draft is not None:
                yield draft


def _item(page: Page, stem: Stem, label: re.Match[str], stop: int) -> Draft | None:
    """Return one item, from its label to the next one, the verb of the next, or the end of its sentence."""
    if _QUESTION.match(page.text, label.end()):
        return None
    sentence = page.annotated.sentence_at(label.end())
    stop = min(stop, sentence.end) if sentence else stop
    opening = _OPENING.match(page.text, label.end(), stop)
    start = opening.end() if opening else label.end()
    rest = _JOINING.search(page.text, start, stop)
    action = action_span(page.text, start, rest.start() if rest else stop)
    if action is None or " " not in action.slice(page.text):
        return None
    return replace(stem.frame, action=action, label=label[1], listed=True)


def _follows(before: str, label: str) -> bool:
    """Tell whether a label counts on from the one before it."""
    if before.isdigit() and label.isdigit():
        return int(label) == int(before) + 1
    return not before.isdigit() and not label.isdigit() and ord(label) == ord(before) + 1
