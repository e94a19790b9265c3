"""Titles of documents: in marks or capitals behind the noun, or a name that ends in it."""

from __future__ import annotations

import re

from onrecord.extract.asks_page import Page
from onrecord.types.annotated import Token
from onrecord.types.spans import Span

FURTHEST = 60
"""Characters from a noun to the title in marks behind it: "the report, titled “…”"."""

FEWEST_WORDS = 2
"""Words with capitals that a title has at least."""

LONGEST_HEADLINE = 200
"""Characters of a headline; what is longer with as many capitals is a list of names."""

TITLE_SHARE = 0.75
"""Share of the words with capitals that makes a title; small words are not counted."""

_SMALL_WORDS = "of|the|and|in|on|for|to|a|an|with|by|from|at|or"
_WORD = rf"(?:[A-Z0-9][\w’'&-]*|{_SMALL_WORDS})"
_RUN = rf"({_WORD}(?:[ ,]{{1,2}}{_WORD})+)"
_ENDS = (".", ".”", '."', "?", "!", ":")
_BETWEEN = rf"[^\n.;:“”\"]{{0,{FURTHEST}}}?"
_MARKED = re.compile(
    rf"{_BETWEEN}(?:[,:]|\b(?:titled|entitled|called|named)\b)\s{{0,2}}[“\"]([^“”\"\n]{{6,200}})[”\"]"
)
_NAMED = re.compile(rf"(?:{_BETWEEN}\b(?:titled|entitled)\b:?\s{{1,2}}|:\s)({_WORD}:\s)?{_RUN}(?::\s{_RUN})?")
_SMALL = frozenset(_SMALL_WORDS.split("|"))


class TitleReader:
    """Reads the titles that stand with the nouns of one document."""

    def __init__(self, page: Page, plain: frozenset[str]) -> None:
        self._page, self._plain = page, plain

    def title(self, noun: Token) -> Span | None:
        """Return the title of the document that a noun names, None where it has none."""
        return self._behind(noun) or self._ending(noun)

    def _behind(self, noun: Token) -> Span | None:
        text = self._page.text
        stop = self._page.annotated.sentences[noun.sentence].end
        marked = _MARKED.match(text, noun.end, min(len(text), max(stop, noun.end) + 200))
        if marked and _is_title(marked[1]):
            return Span(*_trimmed(text, marked.start(1), marked.end(1)))
        named = _NAMED.match(text, noun.end, stop)
        if named and _is_title(named[0].partition(":")[2] or named[0]):
            start = named.start(1) if named[1] else named.start(2)
            return Span(*_trimmed(text, start, named.end()))
        return None

    def _ending(self, noun: Token) -> Span | None:
        """Return a name that ends in the noun: "Trafficking in Persons Report", not "the Annual Report"."""
        tokens = self._page.annotated.tokens
        if not noun.text[:1].isupper() or self.is_headline(noun) or self._goes_on(noun):
            return None
        first, at = noun.i, noun.i - 1
        while at >= 0 and tokens[at].sentence == noun.sentence:
            token = tokens[at]
            capital = token.text[:1].isupper() and token.text.casefold() not in self._plain
            if capital:
                first = at
            elif token.text.casefold() not in _SMALL - {"the", "a", "an"}:
                break
            at -= 1
        owned = [t.i for t in tokens[first : noun.i] if t.tag == "POS" or t.text in ("’s", "'s", "’", "'")]
        first = max([first, *(i + 1 for i in owned)])
        for start, end in self._page.index.places(tokens[first].start, noun.start):
            if start == tokens[first].start:
                first = next((t.i for t in tokens[first : noun.i + 1] if t.start >= end), noun.i)
        while first < noun.i and not tokens[first].text[:1].isupper():
            first += 1
        span = Span(tokens[first].start, noun.end)
        words = [t for t in tokens[first : noun.i] if t.text[:1].isupper() and t.text[:1].isalpha()]
        return span if len(words) >= FEWEST_WORDS - 1 and noun.i - first >= FEWEST_WORDS - 1 else None

    def _goes_on(self, noun: Token) -> bool:
        """Tell whether a name goes on behind the noun: "Assessment and Improvement Plan", "… in Care Act"."""
        behind = self._page.annotated.tokens[noun.i + 1 : noun.i + 4]
        words = [token.text for token in behind]
        while words and words[0].casefold() in _SMALL:
            words = words[1:]
        return bool(words) and len(words) < len(behind) and words[0][:1].isupper()

    def is_headline(self, noun: Token) -> bool:
        """Tell whether the sentence of a noun has capitals throughout, so that they name nothing."""
        sentence = self._page.annotated.sentences[noun.sentence]
        if sentence.end - sentence.start > LONGEST_HEADLINE:
            return False
        words = [
            t for t in self._page.annotated.sentence_tokens(sentence) if t.text.isalpha() and len(t.text) > 3
        ]
        capital = sum(token.text[0].isupper() for token in words)
        ended = self._page.text[: sentence.end].rstrip().endswith(_ENDS)
        return capital >= TITLE_SHARE * len(words) and not ended


def _is_title(words: str) -> bool:
    """Tell whether words are written as titles are: the long ones with capitals."""
    long = [word for word in re.findall(r"[^\W_][\w’'-]*", words) if word.casefold() not in _SMALL]
    capital = sum(word[0].isupper() or word[0].isdigit() for word in long)
    return len(long) >= FEWEST_WORDS and capital >= TITLE_SHARE * len(long)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in " ,.;:":
        end -= 1
    while start < end and text[start] in " ,":
        start += 1
    words = text[start:end].rsplit(" ", 1)
    while len(words) == 2 and words[1].casefold() in _SMALL:
        end = start + len(words[0])
        words = text[start:end].rsplit(" ", 1)
    return start, end
