"""Lists of recommendations whose makers stand in brackets: "12.4. Open the camps (Vareda);"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.extract.asks_drafts import Draft, action_span
from onrecord.extract.asks_page import Page
from onrecord.extract.asks_words import AskWords
from onrecord.types.spans import Span

REACH_OF_STEM = 400
"""Characters from the noun of a stem to its colon."""

LONGEST_ITEM = 2_000
"""A longer stretch between two marks is no item of a list."""

_LABEL = r"(?P<label>(?<=[\s:;.)])(?:\d{1,3}\.\d{1,3}\.?|\d{1,3}\.|\([a-z]{1,4}\))\s)"
_MAKERS = r"(?P<makers>\((?:[^()]|\([^()]{0,60}\)){2,200}\))(?=\s{0,3}(?:[;.,(]|$|\d|and\b|[A-Z]))"
_MARK = re.compile(f"{_LABEL}|{_MAKERS}")
_PARTS = re.compile(r"[,;/]| and ")
_NAME = re.compile(r"(?:the )?[A-Z][a-zé’'-]+(?: (?:of|the|and|[A-Z][A-Za-z’'-]+|\([^()]+\))){0,6}")
_MAKER_KINDS = ("state", "organization", "body")


@dataclass(frozen=True, slots=True)
class _Stem:
    """The noun of a sentence that opens a list, and where its colon ends."""

    noun: Span
    end: int


class RecommendationRules:
    """Finds what each maker of a list recommends: target from the stem, requester from the brackets."""

    def __init__(self, words: AskWords) -> None:
        self._nouns = words.list_nouns
        nouns = "|".join(re.escape(noun) for noun in words.list_nouns) or "(?!)"
        self._noun = re.compile(rf"\b(?:{nouns})\b", re.IGNORECASE)

    def find(self, page: Page) -> Iterator[Draft]:
        """Yield the items under every stem, up to the next stem."""
        stems = list(self._stems(page.text))
        targets: tuple[str, ...] = ()
        for at, stem in enumerate(stems):
            end = stems[at + 1].noun.start if at + 1 < len(stems) else len(page.text)
            targets = self._targets(page, stem) or targets  # a later list of one review is to the same state
            yield from self._items(page, stem, end, targets)

    def _stems(self, text: str) -> Iterator[_Stem]:
        """Yield each noun that a colon follows in its sentence, with no further such noun between."""
        nouns = list(self._noun.finditer(text))
        for at, noun in enumerate(nouns):
            until = nouns[at + 1].start() if at + 1 < len(nouns) else len(text)
            colon = text.find(":", noun.end(), min(until, noun.end() + REACH_OF_STEM))
            if colon >= 0 and ";" not in text[noun.end() : colon] and text[colon + 1 : colon + 2].isspace():
                yield _Stem(Span(noun.start(), noun.end()), colon + 1)

    def _targets(self, page: Page, stem: _Stem) -> tuple[str, ...]:
        inside = page.index.within(stem.noun.start, stem.end)
        return tuple(actor for actor in inside if page.index.kind(actor) == "state")[:1]

    def _items(self, page: Page, stem: _Stem, end: int, targets: tuple[str, ...]) -> Iterator[Draft]:
        strength = self._nouns[stem.noun.slice(page.text).casefold()]
        frame = (stem.noun, strength, targets)
        start, label = -1, ""
        for mark in _MARK.finditer(page.text, stem.end, end):
            if mark.group("label"):
                start, label = mark.end(), mark.group("label").strip(" \r\n\t().")
                continue
            makers = self._makers(page, mark)
            after = page.text[mark.end() : mark.end() + 1]
            closes = bool(makers) or self._looks_like_names(mark.group("makers"), after)
            if start >= 0 and closes and mark.start() - start < LONGEST_ITEM:
                draft = self._draft(page, frame, Span(start, mark.start() + 1), (makers, label))
                if draft is not None:
                    yield draft
            start = mark.end() if closes else start

    def _draft(
        self,
        page: Page,
        frame: tuple[Span, str, tuple[str, ...]],
        place: Span,
        item: tuple[tuple[str, ...], str],
    ) -> Draft | None:
        action = action_span(page.text, place.start, place.end - 1)
        if action is None or len(action) < len("End it"):
            return None
        operative, strength, targets = frame
        requesters, label = item
        return Draft(
            operative, action, strength, requesters, targets, targets, label=label or None, listed=True
        )

    def _looks_like_names(self, bracket: str, after: str) -> bool:
        """Tell whether brackets that close an item hold names only, of makers that no actor is known by."""
        parts = _PARTS.split(bracket[1:-1])
        named = all(_NAME.fullmatch(part.strip()) for part in parts)
        return named and after[:1] in (";", ".") and not bracket[1:-1].isupper()

    def _makers(self, page: Page, mark: re.Match[str]) -> tuple[str, ...]:
        inside = page.index.within(mark.start(), mark.end())
        return tuple(actor for actor in inside if page.index.kind(actor) in _MAKER_KINDS)
