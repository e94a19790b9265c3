"""Phrases beside a sentence that name its source: "According to X, …", "As X noted, …"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extract.statements_candidates import Candidate, Page
from onrecord.extract.statements_sources import phrase_of, subject_of
from onrecord.extract.statements_words import SpeechWords
from onrecord.types.annotated import Sentence, Token
from onrecord.types.spans import Span

ACCORDING_SCORE = 0.93
AS_SCORE = 0.85
_NEAR_END = 3
_LONG_OPENING = 30
_LONGEST_GENITIVE = 15
_GENITIVE = ("'s", "’s", "'", "’")


class PrepositionRules:
    """Finds statements whose source stands in a prepositional or "as" phrase beside them."""

    def __init__(self, words: SpeechWords) -> None:
        self._words = words
        self._phrases = tuple(tuple(phrase.split()) for phrase in words.before_source)

    def find(self, page: Page) -> Iterator[Candidate]:
        """Yield the candidates of every such phrase, in text order."""
        openings = frozenset(phrase[0] for phrase in self._phrases)
        for token in page.annotated.tokens:
            word = token.text.casefold()
            found = None
            if word in openings:
                found = self._of_phrase(page, token)
            elif word == "as" and token.dep == "mark":
                found = self._of_as(page, token)
            if found:
                yield found

    def _of_phrase(self, page: Page, first: Token) -> Candidate | None:
        tokens = page.annotated.tokens
        for phrase in self._phrases:
            held = tokens[first.i : first.i + len(phrase)]
            if tuple(token.text.casefold() for token in held) != phrase:
                continue
            named = next((child for child in page.annotated.children(held[-1]) if child.dep == "pobj"), None)
            source = phrase_of(page.annotated, named) if named else None
            if named is None or source is None:
                return None
            last = page.annotated.tokens_in(source.start, source.end)[-1]
            if tokens[last.i + 1 : last.i + 2] and tokens[last.i + 1].text in _GENITIVE:
                last = _through_genitive(page, last)
                source = Span(source.start, last.end)
            cue = Span(held[0].start, held[-1].end)
            return self._beside(page, cue, first, last, source)
        return None

    def _beside(self, page: Page, cue: Span, first: Token, last: Token, source: Span) -> Candidate | None:
        """Return the candidate whose content is the sentence around the phrase from `first` to `last`."""
        content = content_beside(page, first, last)
        if not content:
            return None
        return Candidate(
            "according", content, page.mode_of(content), "assert", ACCORDING_SCORE, source, cue, first.i
        )

    def _of_as(self, page: Page, mark: Token) -> Candidate | None:
        annotated = page.annotated
        verb = annotated.tokens[mark.head]
        uses = self._words.verbs.get(verb.lemma.casefold(), ())
        use = next((use for use in uses if "clause" in use.takes), None)
        children = annotated.children(verb)
        if use is None or verb.pos != "VERB" or any(child.dep in ("ccomp", "xcomp") for child in children):
            return None
        if any(child.dep == "dobj" and child.text.casefold() not in ("it", "this") for child in children):
            return None
        subject = subject_of(annotated, verb, self._words)
        source = phrase_of(annotated, subject, frozenset([verb.i])) if subject else None
        below = annotated.subtree(verb)
        if source is None or below[0].i != mark.i or len(below) > _LONG_OPENING:
            return None
        content = content_beside(page, below[0], below[-1])
        if not content:
            return None
        cue = Span(verb.start, verb.end)
        return Candidate("as", content, page.mode_of(content), use.act, AS_SCORE, source, cue, verb.i)


def _through_genitive(page: Page, last: Token) -> Token:
    """Return the end of "a commission (COI)’s report in 2014" where the parser broke it at the mark."""
    tokens = page.annotated.tokens
    for token in tokens[last.i + 1 : last.i + 1 + _LONGEST_GENITIVE]:
        if token.text in (",", ".", ";", ":"):
            return tokens[token.i - 1]
    return last


def content_beside(page: Page, first: Token, last: Token) -> tuple[Span, ...]:
    """Return the sentence around the tokens from `first` to `last`, set off as before, after or between.

    A phrase that opens a sentence speaks of all that follows it; one that closes it, of all before;
    one set between commas, of the clause on both sides.
    """
    sentence = page.annotated.sentences[first.sentence]
    room = page.room(first.start)
    start, end = max(sentence.start, room.start), min(sentence.end, room.end)
    opens = all(_is_light(token) for token in page.annotated.tokens[sentence.first : first.i])
    closes = sentence.last - last.i <= _NEAR_END and _nothing_after(page, last, sentence)
    if opens:
        spans = [(last.end, end)]
    elif closes:
        spans = [(start, first.start)]
    else:
        clause = _clause_around(page, first, last)
        spans = clause or [(start, first.start)]
    found = (page.content_of(low, high) for low, high in spans if low < high)
    return tuple(span for span in found if span is not None and len(span.slice(page.text).split()) > 1)


def _is_light(token: Token) -> bool:
    return token.pos in ("PUNCT", "CCONJ", "ADV") or token.text.casefold() in ("and", "but", "so")


def _nothing_after(page: Page, last: Token, sentence: Sentence) -> bool:
    return all(token.pos == "PUNCT" for token in page.annotated.tokens[last.i + 1 : sentence.last + 1])


def _clause_around(page: Page, first: Token, last: Token) -> list[tuple[int, int]]:
    head = page.annotated.tokens[first.head]
    if head.pos not in ("VERB", "AUX"):
        return []
    below = page.annotated.subtree(head)
    before = [token for token in below if token.i < first.i]
    after = [token for token in below if token.i > last.i]
    spans = []
    if before:
        spans.append((before[0].start, first.start))
    first_after = next((token for token in after if token.pos != "PUNCT"), None)
    if first_after is not None and (not before or first_after.dep not in ("cc", "mark", "relcl")):
        spans.append((first_after.start, after[-1].end))
    return spans
