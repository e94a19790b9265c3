"""Speech that a paragraph announces: "X issued the following statement:" and the quotations below it."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extract.statements_candidates import Candidate, Page
from onrecord.extract.statements_sources import phrase_of, subject_of
from onrecord.extract.statements_words import SpeechWords
from onrecord.types.annotated import Token
from onrecord.types.spans import Span

SCORE = 0.95
_ANNOUNCING = frozenset(["following", "below"])


class IntroducedRules:
    """Gives the quotations that stand alone below an announcement to whoever it names."""

    def __init__(self, words: SpeechWords) -> None:
        self._words = words

    def find(self, page: Page) -> Iterator[Candidate]:
        """Yield one candidate an announcement that paragraphs of nothing but quotation follow."""
        for token in page.annotated.tokens:
            if token.dep == "dobj" and token.lemma.casefold() in self._words.announced:
                found = self._announced(page, token)
                if found is not None:
                    yield found

    def _announced(self, page: Page, noun: Token) -> Candidate | None:
        annotated = page.annotated
        verb = annotated.tokens[noun.head]
        announces = any(child.text.casefold() in _ANNOUNCING for child in annotated.children(noun))
        if verb.lemma.casefold() not in self._words.issuing or not announces or verb.start > noun.start:
            return None
        subject = subject_of(annotated, verb, self._words)
        source = phrase_of(annotated, subject, frozenset([verb.i])) if subject is not None else None
        content = tuple(_below(page, noun.start))
        if source is None or not content:
            return None
        cue = Span(verb.start, noun.end)
        return Candidate("introduced", content, "direct", "assert", SCORE, source, cue, verb.i)


def _below(page: Page, offset: int) -> Iterator[Span]:
    """Yield the quotations of the paragraphs below that hold nothing else."""
    paragraphs = page.annotated.document.layout.paragraphs
    for paragraph in paragraphs[page.paragraph_of(offset) + 1 :]:
        pieces = page.pieces_in(paragraph)
        if len(pieces) != 1 or pieces[0].outer_start > paragraph.start + 1:
            return
        if pieces[0].outer_end < paragraph.end - 1:
            return
        yield Span(pieces[0].start, pieces[0].end)
