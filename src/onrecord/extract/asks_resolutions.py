"""Asks of a resolution: each operative paragraph opens with its verb ("3. Calls upon all parties to …")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from onrecord.extract.asks_drafts import Draft, action_span
from onrecord.extract.asks_page import Page
from onrecord.extract.asks_words import AskWords
from onrecord.types.annotated import Token
from onrecord.types.spans import Span

REACH_OF_OBJECT = 60
"""Tokens between a resolution's verb and what is asked: a long list of addressees fits."""

MOST_CUTS = 8
"""Pieces that a paragraph cut by page ends is put together from at most."""

MOST_CLIMBS = 30
"""Steps up the tree from the last word of a paragraph."""

MOST_OPENER_WORDS = 5
LABEL = re.compile(r"\s*(?:\(?[0-9]{1,3}[.)]{1,2}|\(?[a-zA-Z]{1,4}[.)]|[-–—•*▪●◦])?\s*")
_WORD = re.compile(r"[A-Za-z]+")


class ResolutionRules:
    """Finds the asks at the head of a resolution's paragraphs."""

    def __init__(self, words: AskWords) -> None:
        self._words = words

    def find(self, page: Page) -> Iterator[Draft]:
        """Yield the asks of a resolution's own paragraphs in text order."""
        if page.annotated.document.layout.kind != "resolution":
            return
        paragraphs = page.annotated.document.layout.paragraphs
        for at, paragraph in enumerate(paragraphs):
            found = self._opener(page, paragraph.start, paragraph.end)
            if found is None:
                continue
            operative, strength = found
            end = self._end(page, paragraphs, at)
            frame = self._framed(page, operative, strength, end)
            action = action_span(page.text, frame.action.start, end)
            if action is not None and not self._opens_list(page, operative, end):
                label = LABEL.match(page.text, paragraph.start, paragraph.end)
                name = re.sub(r"\W", "", label.group()) if label else ""
                yield replace(frame, action=action, label=name or None, listed=True)

    def stem(self, page: Page, tokens: tuple[Token, ...], end: int) -> Draft | None:
        """Return what a resolution's paragraph before a list asks ("3. Calls upon all parties:")."""
        if page.annotated.document.layout.kind != "resolution" or not tokens:
            return None
        opener = self._opener(page, tokens[0].start, end)
        if opener is None or not self._opens_list(page, opener[0], end):
            return None
        return self._framed(page, opener[0], opener[1], end)

    def _opens_list(self, page: Page, operative: Span, end: int) -> bool:
        """Tell whether a paragraph ends in a colon before what it asks; "those who trade by:" does not."""
        if page.text[end - 1] != ":":
            return False
        words = [token for token in page.annotated.tokens_in(operative.end, end) if token.dep != "punct"]
        here = words[-1] if words else None
        for _ in range(MOST_CLIMBS):
            if here is None or here.head == here.i:
                return True
            if here.dep == "relcl" and here.i != words[-1].i:
                return False
            here = page.annotated.tokens[here.head]
        return True

    def _end(self, page: Page, paragraphs: tuple[Span, ...], at: int) -> int:
        """Return where a paragraph ends that page ends may have cut: one in lower case goes on with it."""
        end = paragraphs[at].end
        for following in paragraphs[at + 1 : at + 1 + MOST_CUTS]:
            if page.text[end - 1] in ".;:" or not page.text[following.start].islower():
                break
            end = following.end
        return end

    def _opener(self, page: Page, start: int, end: int) -> tuple[Span, str] | None:
        """Return the verb that opens a paragraph of a resolution, with its strength."""
        label = LABEL.match(page.text, start, end)
        begin = label.end() if label else start
        words = list(_WORD.finditer(page.text, begin, min(end, begin + 100)))[:MOST_OPENER_WORDS]
        for at, word in enumerate(words):
            one = word.group().casefold()
            two = (one, words[at + 1].group().casefold()) if at + 1 < len(words) else (one,)
            for form, last in ((two, words[min(at + 1, len(words) - 1)]), ((one,), word)):
                if form in self._words.resolutions and words[0].start() == begin:
                    return Span(begin, last.end()), self._words.resolutions[form]
            if not one.endswith("ly") and one not in ("also", "further", "once", "again", "and"):
                return None
        return None

    def _framed(self, page: Page, operative: Span, strength: str, end: int) -> Draft:
        """Return who is asked by a resolution's paragraph, and where its action begins."""
        tokens = page.annotated.tokens_in(operative.end, end)
        start = operative.end
        targets: tuple[str, ...] = ()
        for at, token in enumerate(tokens[:REACH_OF_OBJECT]):
            if token.text.casefold() == "that" and token.dep in ("mark", "det", "pobj"):
                start = tokens[at + 1].start if at + 1 < len(tokens) else token.start
                targets = self._named(page, tokens[:at]) or self._first_subject(page, tokens[at + 1 :])
                break
            if token.tag == "TO" and at and self._is_verbal(tokens, at + 1):
                start = tokens[at + 1].start
                targets = self._named(page, tokens[:at])
                break
        statement = page.holding(min(start + 1, end - 1))
        return Draft(
            operative, Span(start, max(end, start + 1)), strength, page.own_parties, targets, targets,
            statement=statement.id if statement else None,
        )  # fmt: skip

    def _named(self, page: Page, tokens: tuple[Token, ...]) -> tuple[str, ...]:
        """Return whom the words between a resolution's verb and its action name."""
        inside = [token for token in tokens if token.pos not in ("ADP", "PUNCT", "DET")]
        named = page.index.all_at(inside[0].start, inside[-1].end) if inside else ()
        within = page.index.within(inside[0].start, inside[-1].end) if named else ()
        states = tuple(actor for actor in within if page.index.kind(actor) == "state")
        return states if set(named) <= set(states) else named  # "the Governments of X and of Y"

    def _first_subject(self, page: Page, tokens: tuple[Token, ...]) -> tuple[str, ...]:
        subject = next((token for token in tokens[:REACH_OF_OBJECT] if token.dep == "nsubj"), None)
        return page.actors(subject) if subject is not None else ()

    def _is_verbal(self, tokens: tuple[Token, ...], at: int) -> bool:
        """Tell whether a verb stands at `at`, perhaps behind adverbs."""
        while at < len(tokens) and tokens[at].pos == "ADV":
            at += 1
        return at < len(tokens) and tokens[at].tag == "VB"
