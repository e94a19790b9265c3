"""Nouns that say: "the ministry's claim that …", "voiced concerns about …", "criticism from … of …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.extract.statements_candidates import Candidate, Page
from onrecord.extract.statements_clauses import spans_of
from onrecord.extract.statements_sources import phrase_of, subject_of
from onrecord.extract.statements_words import SpeechWords, Use
from onrecord.types.annotated import Token
from onrecord.types.spans import Span

LIGHT_SCORE = 0.95
"""Factor where a verb that only carries the noun has the speaker as its subject."""

_OWNERS = frozenset(["my", "our", "your", "its"])
_SPEAKING = ("by", "from", "among")
_LONG_CUE = 60


class NounRules:
    """Finds statements inside noun phrases, where the words name a speaker."""

    def __init__(self, words: SpeechWords) -> None:
        self._words = words

    def find(self, page: Page) -> Iterator[Candidate]:
        """Yield the candidates of every noun of the vocabulary that has content and a speaker."""
        for token in page.annotated.tokens:
            if token.pos != "NOUN":
                continue
            uses = self._words.nouns.get(token.lemma.casefold())
            found = self._of_noun(page, token, uses) if uses else None
            if found:
                yield found

    def _of_noun(self, page: Page, noun: Token, uses: Sequence[Use]) -> Candidate | None:
        content = self._content(page, noun, uses)
        if content is None:
            return None
        use, tokens, joint = content
        tokens = _before_addition(tokens)
        held = frozenset(token.i for token in tokens)
        owner = self._owner(page, noun, held)
        carrier = None if owner else self._carrier(page, noun)
        subject = subject_of(page.annotated, carrier, self._words) if carrier else owner
        if subject is None:
            return None
        source = phrase_of(page.annotated, subject, held | {noun.i})
        spans = spans_of(page, noun, tokens)
        if source is None or not spans or page.piece_at(subject.start) != page.piece_at(noun.start):
            return None
        cue = self._cue(page, noun, owner, carrier, joint)
        mode = page.mode_of(spans) if carrier else "nominal"
        score = use.score * (LIGHT_SCORE if carrier else 1)
        negated = carrier is not None and any(
            child.dep == "neg" for child in page.annotated.children(carrier)
        )
        return Candidate("noun", spans, mode, use.act, score, source, cue, noun.i, False, negated)

    def _content(
        self, page: Page, noun: Token, uses: Sequence[Use]
    ) -> tuple[Use, list[Token], Token | None] | None:
        annotated = page.annotated
        carrier = self._carrier(page, noun)
        beside = annotated.children(carrier) if carrier is not None else ()
        joined = [child for child in beside if child.dep == "prep" and child.i == noun.i + 1]
        for child in [*annotated.children(noun), *joined]:
            if child.i < noun.i:
                continue
            if child.dep in ("acl", "ccomp", "relcl"):
                opening = annotated.subtree(child)[0]
                place = {"that": "clause", "to": "infinitive"}.get(opening.text.casefold())
                use = (
                    next((use for use in uses if place in use.takes), None)
                    if opening.dep != "nsubj"
                    else None
                )
                if use is not None:
                    below = list(annotated.subtree(child))
                    return use, below[1:] if place == "clause" else below, None
            elif child.dep == "prep":
                use = next((use for use in uses if child.text.casefold() in use.takes), None)
                below = [token for token in annotated.subtree(child) if token.i != child.i]
                if use is not None and below:
                    return use, below, child
        return None

    def _owner(self, page: Page, noun: Token, held: frozenset[int]) -> Token | None:
        """Return who the phrase says makes the claim: "France's claim", "claims by France"."""
        annotated = page.annotated
        for child in annotated.children(noun):
            if child.dep == "poss":
                return None if child.text.casefold() in _OWNERS else child
            if child.dep in ("prep", "agent") and child.i not in held:
                after_of = child.text.casefold() == "of" and child.i == noun.i + 1
                if child.text.casefold() in _SPEAKING or after_of:
                    return next((below for below in annotated.children(child) if below.dep == "pobj"), None)
        return None

    def _carrier(self, page: Page, noun: Token) -> Token | None:
        """Return the verb that carries the noun: "voiced" in "voiced concerns"."""
        verb = page.annotated.tokens[noun.head]
        lemma = verb.lemma.casefold()
        carries = (
            noun.dep in ("dobj", "obj") and lemma in self._words.light and lemma not in self._words.receivers
        )
        return verb if carries and verb.pos == "VERB" else None

    def _cue(
        self, page: Page, noun: Token, owner: Token | None, carrier: Token | None, joint: Token | None
    ) -> Span:
        children = page.annotated.children(noun)
        left = [
            child
            for child in children
            if child.i < noun.i and child.dep in ("amod", "compound", "det", "nummod")
        ]
        start = min([noun.start, *(child.start for child in left)])
        if owner is not None and owner.start < noun.start:
            start = max(start, page.annotated.subtree(owner)[-1].end)
        if carrier is not None and noun.end - carrier.start <= _LONG_CUE:
            start = min(start, carrier.start)
        end = joint.end if joint is not None and joint.i == noun.i + 1 else noun.end
        while page.text[start].isspace():
            start += 1
        return Span(start, end)


def _before_addition(tokens: list[Token]) -> list[Token]:
    """Cut the content before "as well as …", which adds to the sentence as often as to the claim."""
    for place in range(1, len(tokens) - 2):
        if [token.text.casefold() for token in tokens[place : place + 3]] == ["as", "well", "as"]:
            return tokens[:place]
    return tokens
