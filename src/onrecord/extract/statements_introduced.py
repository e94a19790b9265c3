"""Speech that a paragraph announces: "X issued the following statement:" and the quotations below it."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extract.statements_candidates import Candidate, Page
from onrecord.extract.statements_sources import phrase_of, subject_of
from onrecord.extract.statements_words import SpeechWords
from onrecord.types.annotated import Token
from onrecord.types.spans import Span

SCORE = 0.95
UNMARKED_SCORE = 0.8
"""The same where no quotation marks tell what the announced words are."""

_AFTER = frozenset(["boilerplate", "end_mark", "closing", "signature_block", "teaser", "caption", "byline"])
"""Parts of a document that no announced statement reaches into."""

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
        if source is None:
            return None
        marked = tuple(_below(page, noun.start))
        content = marked or tuple(_below_unmarked(page, noun.start, source))
        if not content:
            return None
        cue, score = Span(verb.start, noun.end), SCORE if marked else UNMARKED_SCORE
        return Candidate("introduced", content, "direct", "assert", score, source, cue, verb.i)


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


def _below_unmarked(page: Page, offset: int, source: Span) -> Iterator[Span]:
    """Yield the paragraphs below an announcement that ends in a colon, where they bear no marks.

    They end at the document's own words: an end mark, a quotation, the name of the speaker.
    """
    paragraphs = page.annotated.document.layout.paragraphs
    first = page.paragraph_of(offset)
    if not paragraphs[first].slice(page.text).rstrip().endswith(":"):
        return
    names = {
        token.text for token in page.annotated.tokens_in(source.start, source.end) if token.pos == "PROPN"
    }
    ends = [segment.start for segment in page.annotated.document.layout.segments if segment.what in _AFTER]
    for paragraph in paragraphs[first + 1 :]:
        words = {token.text for token in page.annotated.tokens_in(paragraph.start, paragraph.end)}
        if (
            page.pieces_in(paragraph)
            or names & words
            or any(paragraph.start <= end < paragraph.end for end in ends)
        ):
            return
        if not words or paragraph.slice(page.text).rstrip()[-1] not in ".!?":
            return
        yield paragraph
