"""A document with what the language models saw in it, in plain values."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from onrecord.types.documents import Document
from onrecord.types.spans import Evidence, Span


class Token(NamedTuple):
    """One token: its place in the text, its analysis (Universal POS, Penn tag, ClearNLP dependency).

    `i` is its index in the document; `head` is the index of the governing token, itself at a root.
    `sentence` is the index of its sentence.
    """

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sentence: int


class Sentence(NamedTuple):
    """Sentence `i` of the document as a range of tokens, `first` to `last` inclusive, and as characters.

    `paragraph` is the index of its paragraph in the layout.
    """

    i: int
    first: int
    last: int
    start: int
    end: int
    paragraph: int


class Entity(NamedTuple):
    """A named entity (OntoNotes label) as tokens, `first` to `last` inclusive, and as characters."""

    first: int
    last: int
    start: int
    end: int
    label: str


class Attribution(NamedTuple):
    """Words that the attribution model reads as said: content, who says it, by which cue; score 0 to 1.

    `depth` is 0 where it stands in the text itself, 1 where it was read inside the content of another one,
    and so on.
    """

    content: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    score: float
    depth: int = 0


@dataclass(frozen=True)
class Annotated:
    """A document with tokens, sentences, entities and attributions, all in text order.

    A document in a language without a model has none of them and is still a document. `attributions` is
    None where the attribution model did not read it.
    """

    document: Document
    tokens: tuple[Token, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    entities: tuple[Entity, ...] = ()
    attributions: tuple[Attribution, ...] | None = None

    @property
    def text(self) -> str:
        """The canonical text."""
        return self.document.text

    def evidence(self, start: int, end: int) -> Evidence:
        """Return the words from `start` to `end` as evidence."""
        return self.document.evidence(start, end)

    def tokens_in(self, start: int, end: int) -> tuple[Token, ...]:
        """Return the tokens that lie at least partly between the offsets `start` and `end`."""
        low = bisect_right(self._ends, start)
        high = bisect_left(self._starts, end)
        return self.tokens[low:high]

    def token_at(self, offset: int) -> Token | None:
        """Return the token that covers `offset`, None in white space."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or self.tokens[index].end <= offset:
            return None
        return self.tokens[index]

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that covers `offset`, None between sentences."""
        index = bisect_right(self.sentences, offset, key=lambda sentence: sentence.start) - 1
        if index < 0 or self.sentences[index].end <= offset:
            return None
        return self.sentences[index]

    def sentence_tokens(self, sentence: Sentence) -> tuple[Token, ...]:
        """Return the tokens of a sentence."""
        return self.tokens[sentence.first : sentence.last + 1]

    def entities_in(self, start: int, end: int) -> tuple[Entity, ...]:
        """Return the entities that lie wholly between the offsets `start` and `end`."""
        low = bisect_left(self.entities, start, key=lambda entity: entity.start)
        found = []
        for index in range(low, len(self.entities)):
            entity = self.entities[index]
            if entity.start >= end:
                break
            if entity.end <= end:
                found.append(entity)
        return tuple(found)

    def children(self, token: Token) -> tuple[Token, ...]:
        """Return the tokens that `token` governs, in text order."""
        return tuple(self.tokens[index] for index in self._children.get(token.i, ()))

    def subtree(self, token: Token) -> tuple[Token, ...]:
        """Return `token` and all that it governs at any depth, in text order."""
        found, open_tokens = [token.i], [token.i]
        while open_tokens:
            children = self._children.get(open_tokens.pop(), ())
            found.extend(children)
            open_tokens.extend(children)
        return tuple(self.tokens[index] for index in sorted(found))

    def subtree_span(self, token: Token) -> Span:
        """Return the characters from the first to the last token of the subtree of `token`."""
        below = self.subtree(token)
        return Span(below[0].start, below[-1].end)

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def _ends(self) -> list[int]:
        return [token.end for token in self.tokens]

    @cached_property
    def _children(self) -> dict[int, list[int]]:
        children: dict[int, list[int]] = {}
        for token in self.tokens:
            if token.head != token.i:
                children.setdefault(token.head, []).append(token.i)
        return children
