"""Asks by a command: "please release them" in a letter, "Minister, open the road" in quoted speech."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extract.asks_drafts import Draft, action_span, is_negative
from onrecord.extract.asks_page import SUBJECTS, Page
from onrecord.extract.asks_words import AskWords
from onrecord.types.annotated import Token
from onrecord.types.spans import Span

STRENGTH = "S6"
"""A bare imperative and "please" with one stand at the top of the scale."""

_PLEASE = "please"


class ImperativeRules:
    """Finds commands that say whom they address: those of a letter, and those in speech with a name."""

    def __init__(self, words: AskWords) -> None:
        self._words = words

    def find(self, page: Page) -> Iterator[Draft]:
        """Yield asks in text order."""
        for token in page.annotated.tokens:
            verb = pleaded(page, token)
            if verb is not None:
                yield from self._ask(page, token, verb, page.addressees_at(token.start))
        for sentence in page.annotated.sentences:
            first = page.annotated.tokens[sentence.first]
            if page.quoted(first.start):
                yield from self._called(page, first)

    def _called(self, page: Page, first: Token) -> Iterator[Draft]:
        tokens = page.annotated.sentence_tokens(page.annotated.sentences[first.sentence])
        root = next((token for token in tokens if token.head == token.i or token.dep == "ROOT"), None)
        if root is None or root.tag != "VB":
            return
        parts = page.annotated.children(root)
        called = [part for part in parts if part.dep in ("npadvmod", "vocative") and part.pos == "PROPN"]
        targets = page.actors(called[0]) if called else ()
        if targets and not any(part.text.casefold() == _PLEASE for part in parts):
            yield from self._ask(page, root, root, targets)

    def _ask(self, page: Page, operative: Token, verb: Token, targets: tuple[str, ...]) -> Iterator[Draft]:
        annotated = page.annotated
        held = page.holding(operative.start)
        requesters = held.speakers if held and held.speakers else page.speakers_at(operative.start)
        parts = annotated.children(verb)
        governed = any(
            part.dep in (*SUBJECTS, "aux", "auxpass", "expl") and part.i < verb.i for part in parts
        )
        if governed or not requesters or verb.lemma.casefold() in self._words.no_imperatives:
            return
        said = [part for part in parts if part.dep != "punct" and part.i > verb.i]
        if not said:  # "Please explain." goes on with what was asked before it
            return
        if not targets and not page.quoted(operative.start):
            return
        action = action_span(page.text, verb.start, annotated.subtree(verb)[-1].end)
        if action is not None:
            yield Draft(
                Span(operative.start, operative.end), action, STRENGTH, requesters, targets, targets,
                statement=held.id if held else None, negative=is_negative(annotated, verb),
                modifiers=self._words.modifying((operative, *parts)),
            )  # fmt: skip


def pleaded(page: Page, please: Token) -> Token | None:
    """Return the imperative that a "please" stands before, None at any other word."""
    if please.text.casefold() != _PLEASE:
        return None
    head = page.annotated.tokens[please.head]
    if head.i > please.i and head.tag in ("VB", "VBP"):
        return head
    after = page.annotated.tokens[please.i + 1] if please.i + 1 < len(page.annotated.tokens) else None
    return after if after is not None and after.tag in ("VB", "VBP") else None
