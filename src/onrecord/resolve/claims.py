"""What a quotation says of its own source: whose words they are, and in which document they stand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord.data import Vocabularies
from onrecord.types.rows import Quotation, Statement
from onrecord.types.spans import Evidence, Span, hull

_SENTENCE_END = re.compile(r"[.!?][\"'’”)\]]*\s+(?=[\"'“‘(\[]?[A-Z])|\n")
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")

NEARLY_ALL = 0.9
"""Share of a quotation that the content of its statement holds: the marks and a comma may be outside."""

_MOST_WORDS_BETWEEN = 7
"""Words between what leads to a document and its noun: "in yesterday's strongly worded joint letter"."""


@dataclass(frozen=True, slots=True)
class Held:
    """A quotation with the statement it stands in and the words beside it, ready to be compared.

    `frame` is what its sentence says outside the marks.
    """

    quotation: Quotation
    evidence: Evidence
    statement: Statement | None
    frame: str

    @property
    def words(self) -> str:
        """The words between the marks, a line for each piece."""
        return "\n".join(piece.exact for piece in self.quotation.pieces)

    @property
    def speakers(self) -> tuple[str, ...]:
        """Those whose words they are said to be, as far as the text tells."""
        return self.statement.speakers if self.statement else ()


@dataclass(frozen=True, slots=True)
class Claim:
    """The document that words are said to stand in: the noun that names it, and those words."""

    noun: str | None
    described: str | None
    kinds: tuple[str, ...]

    @property
    def explicit(self) -> bool:
        """Tell whether a document is named."""
        return self.noun is not None


class ClaimReader:
    """Reads claims; `table` is the vocabulary `quotations`."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._kinds: Mapping[str, Sequence[str]] = table["documents"]
        claims = table["claims"]
        leading = "|".join(_spaced(word) for word in claims["leading"])
        nouns = "|".join(map(re.escape, self._kinds))
        self._acts, self._issued = frozenset(claims["acts"]), frozenset(claims["issued"])
        self._led_to = re.compile(
            rf"\b(?:{leading})\s+((?:[\w’'.,&-]+\s+){{0,{_MOST_WORDS_BETWEEN}}}?({nouns}))\b", re.IGNORECASE
        )
        self._partly = re.compile(
            rf"\b(?:{'|'.join(_spaced(word) for word in claims['partly'])})\b", re.IGNORECASE
        )
        self._going_on = re.compile(
            rf"\b(?:{'|'.join(_spaced(word) for word in claims['going_on'])})\b", re.IGNORECASE
        )

    def claim(self, held: Held) -> Claim:
        """Return what a quotation claims to quote."""
        statement = held.statement
        source = statement.source.exact if statement and statement.source else ""
        noun = self.document_noun(source)
        described = " ".join(source.split()) if noun else None
        if noun is None:
            led = self._led_to.search(held.frame)
            if led is not None and not self._is_act(led[2], led[1], held.frame[led.end() :]):
                noun, described = led[2].casefold(), " ".join(led[1].split())
        kinds = tuple(self._kinds.get(noun, ())) if noun else ()
        return Claim(noun, described, kinds)

    def document_noun(self, words: str) -> str | None:
        """Return the noun in the words of a source that names a document, None where there is none."""
        found = None
        for word in _WORD.finditer(words):
            noun = word[0].casefold().removesuffix("'s").removesuffix("’s")
            if noun in self._kinds and not self._is_act(noun, words[: word.end()], words[word.end() :]):
                found = noun
        return found

    def goes_on(self, words: str) -> bool:
        """Tell whether words between two quotations say that the second comes from another place."""
        return self._going_on.search(words) is not None

    def tells_part(self, words: str) -> bool:
        """Tell whether words beside a quotation say that it is only part of the text: "it reads in part"."""
        return self._partly.search(words) is not None

    def _is_act(self, noun: str, named: str, behind: str) -> bool:
        """Tell whether a noun that may name an act has its object behind it: "the release of prisoners".

        `named` are the words that end with it: a press release is none.
        """
        if noun != "release" or not self._issued.isdisjoint(named.casefold().split()[-2:-1]):
            return False
        following = _WORD.match(behind.lstrip())
        return following is not None and following[0].casefold() in self._acts


@cache
def claim_reader() -> ClaimReader:
    """Return the reader with the packaged vocabulary."""
    return ClaimReader(Vocabularies().table("quotations"))


def _spaced(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split()))


class Frames:
    """The quotations of one document with what stands beside each of them."""

    def __init__(self, text: str, quotations: Iterable[Quotation], statements: Iterable[Statement]) -> None:
        self._text = text
        self._quotations = sorted(quotations, key=lambda one: one.pieces[0].start)
        self._spans = [hull(piece.span for piece in one.pieces) for one in self._quotations]
        self._statements = tuple(statements)

    def held(self) -> list[Held]:
        """Return the quotations in text order."""
        return [self._hold(index) for index in range(len(self._quotations))]

    def _hold(self, index: int) -> Held:
        quotation, span = self._quotations[index], self._spans[index]
        evidence = Evidence(quotation.document, span.start, span.end, span.slice(self._text))
        return Held(quotation, evidence, self._statement(span), self._frame(index))

    def _statement(self, span: Span) -> Statement | None:
        """Return the statement whose words these are: said to be so outside them, and most like them."""
        found: list[tuple[bool, int, str, Statement]] = []
        for statement in self._statements:
            covered = sum(_overlap(part.span, span) for part in statement.content)
            named = statement.source or statement.cue
            inside = named is not None and span.start <= named.start and named.end <= span.end
            if covered * 2 > len(span) and not inside:
                length = sum(len(part.exact) for part in statement.content)
                found.append((covered < NEARLY_ALL * len(span), length, statement.id, statement))
        return min(found, key=lambda one: one[:3])[3] if found else None

    def _frame(self, index: int) -> str:
        """Return the sentence outside the marks: what leads to them, and what follows."""
        span = self._spans[index]
        start = self._spans[index - 1].end if index else 0
        end = self._spans[index + 1].start if index + 1 < len(self._spans) else len(self._text)
        before, after = self._text[start : span.start], self._text[span.end : end]
        closing = _SENTENCE_END.search(after)
        return f"{_last_sentence(before)} {after[: closing.start()] if closing else after}"


def _last_sentence(before: str) -> str:
    """Return the sentence that leads to a quotation; one that ends in a colon may stand a paragraph above."""
    bare = before.rstrip("\"'“‘«„ \t")
    if not bare.strip() or (bare.endswith("\n") and not bare.rstrip().endswith(":")):
        return ""
    bare = bare.rstrip()
    ends = [found.end() for found in _SENTENCE_END.finditer(bare)]
    return bare[ends[-1] :] if ends else bare


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


class Marks:
    """Where a document has words in marks, to tell what is quoted in it from what it says itself."""

    def __init__(self, quotations: Iterable[Quotation]) -> None:
        spans = sorted(piece.span for quotation in quotations for piece in quotation.pieces)
        self.spans = tuple(spans)
        self._starts = [span.start for span in spans]
        self._ends = [span.end for span in spans]

    def within(self, span: Span) -> tuple[Span, ...]:
        """Return the words in marks that a span meets."""
        first, last = bisect_right(self._ends, span.start), bisect_left(self._starts, span.end)
        return self.spans[first:last]
