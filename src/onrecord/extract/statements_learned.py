"""Statements as the attribution model reads them, made into candidates beside those of the rules."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from onrecord.extract.statements_candidates import Candidate, Page, Piece
from onrecord.extract.statements_words import SpeechWords
from onrecord.types.annotated import Attribution, Token
from onrecord.types.spans import Span, trimmed

_WORD = re.compile(r"[^\W\d_]{2}|\bI\b")
_NEGATIONS = frozenset("not n't n’t never no cannot without neither nor".split())
_CONFIRMING = ("clause", "according", "as", "noun")
_SAME = 0.6
"""Share of the words of both contents that they must have in common to be one statement."""

_NEARLY = 0.4
"""The same where the model names nobody, and of a noun's content, which has no certain end."""

_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE_END = re.compile(
    r"(?:(?<=[^\W\dA-Z_]{4})|(?<=\s[a-z]{2})|(?<=\s[a-z]{3})|(?<=[\d)”\"]))[.!?](?=\s+[^\W\d_a-zß-ÿ])"
)
"""The end of a sentence, where no parse tells it: after a word in small letters, before a capital."""

UNKNOWN_CUE = 0.5
"""Worth of what the model finds without quotation marks by words that the table `speech` does not know:
of those readers marked 142 in 255 (PolNeAR dev)."""

_REACH = 8
"""Candidates looked at around a place."""


class LearnedRules:
    """Turns the model's attributions into candidates: mode by the marks, act by the cue's words."""

    def __init__(self, words: SpeechWords) -> None:
        self._words = words

    def find(self, page: Page) -> Iterator[Candidate]:
        """Yield a candidate an attribution; words without a cue that go on a quotation join its statement."""
        held: list[Candidate] = []
        for attribution in page.annotated.attributions or ():
            found = self._candidate(page, attribution)
            if found is None or _is_list_item(page, found) or self._announces(page, found):
                continue
            before = _goes_on(page, held, found) if found.cue is None else None
            if before is None:
                held.append(found)
            else:
                content = (*held[before].content, *found.content)
                held[before] = replace(held[before], content=content, mode=page.mode_of(content))
        yield from _to_their_ends(page, held)

    def _announces(self, page: Page, found: Candidate) -> bool:
        """Tell whether a finding says no more than that a statement follows, on whatever it is."""
        if found.cue is None or found.mode != "indirect":
            return False
        words = f"{found.cue.slice(page.text)} {found.content[0].slice(page.text)}".casefold().split()
        return any(
            one == "following" and other.strip(",:.") in self._words.announced
            for one, other in pairwise(words)
        )

    def _candidate(self, page: Page, attribution: Attribution) -> Candidate | None:
        content = tuple(
            span for piece in attribution.content if (span := page.content_of(piece.start, piece.end))
        )
        if not content:
            return None
        cue, mode = attribution.cue, page.mode_of(content)
        if cue is None:
            return Candidate(
                "unsourced" if mode == "direct" else "learned", content, mode, "assert", attribution.score
            )
        verb = _main_word(page.annotated.tokens_in(cue.start, cue.end))
        words = cue.slice(page.text)
        noun = verb is not None and verb.pos == "NOUN" and words.casefold() not in self._words.before_source
        act = self._words.act_of_noun(words) if noun else None
        act = act or self._words.act_of_cue(words, _place_of(content[0].slice(page.text)))
        marked = mode != "indirect" and not attribution.depth
        known = act is not None or marked or not _LETTER.search(words)
        return Candidate(
            rule="learned",
            content=_of_one_sentence(page.text, cue, content) if mode == "indirect" else content,
            mode="nominal" if noun and mode == "indirect" else mode,
            act=act or "assert",
            score=attribution.score * (1 if known else UNKNOWN_CUE),
            source=_named(page, attribution.source),
            cue=cue,
            verb=verb.i if verb else None,
            negated=_is_negated(page, verb, words),
            depth=attribution.depth,
        )


class Confirmations:
    """What the rules of the parse find, asked whether it confirms a finding of the model.

    The two then are one statement: the words are the rule's, which keeps to where the record's spans begin
    and end, and the score is the higher one. Of a participle or infinitive ("sent X a letter urging …") the
    grammar knows better who speaks than the nearest name.
    """

    def __init__(self, page: Page, by_rule: Iterable[Candidate]) -> None:
        self._tokens = page.annotated.tokens
        self._by_end = sorted(
            (found for found in by_rule if found.rule in _CONFIRMING and found.source is not None),
            key=lambda found: found.content[-1].end,
        )

    def of(self, found: Candidate) -> Candidate:
        """Return the rule's candidate for the same statement with the better score, else `found`.

        Where the model names nobody, the rule's source stands. What is all quotation keeps the model's words.
        """
        if found.mode == "direct":
            return found
        first = bisect_left(self._by_end, found.start, key=lambda other: other.content[-1].end)
        for other in self._by_end[first : first + _REACH]:
            if found.source is None:
                same = _alike(found, other, _NEARLY)
            else:
                named = other.source is not None and found.source.overlaps(other.source)
                least = _NEARLY if other.rule == "noun" else _SAME
                same = (named or self._is_infinite(found, other)) and _alike(found, other, least)
            if same:
                return replace(other, rule="learned", score=max(found.score, other.score))
        return found

    def _is_infinite(self, found: Candidate, other: Candidate) -> bool:
        """Tell whether both read the same participle or infinitive as their cue."""
        if found.cue is None or other.cue is None or other.verb is None or not found.cue.overlaps(other.cue):
            return False
        return self._tokens[other.verb].tag in ("VBG", "VB")


def _place_of(content: str) -> str:
    """Return where content stands that begins so, in the terms of the table `speech`."""
    return "infinitive" if content.startswith("to ") else "clause" if content.startswith("that ") else ""


def _of_one_sentence(text: str, cue: Span, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return content without quotation marks as far as the sentence of its cue reaches.

    What the next sentence says is the document's word, not the source's. After a colon or dash it is all
    the source's.
    """
    if not _LETTER.search(cue.slice(text)):
        return content
    kept: list[Span] = []
    for span in content:
        ends = [match.start() for match in _SENTENCE_END.finditer(text, span.start, span.end)]
        starts = [span.start, *(end + 1 for end in ends)]
        sentences = (trimmed(text, *ends_of) for ends_of in zip(starts, [*ends, span.end], strict=True))
        parts = [part for part in sentences if part is not None]
        near = [part for part in parts if not _SENTENCE_END.search(text, *_between(part, cue))]
        kept += [Span(near[0].start, near[-1].end)] if near else []
    return tuple(kept) or content


def _between(one: Span, other: Span) -> tuple[int, int]:
    """Return from where to where the words between two spans run, nothing where they touch."""
    first, last = (one, other) if one.start < other.start else (other, one)
    return max(first.start, first.end - 1), last.start + 1


def _alike(one: Candidate, other: Candidate, least: float) -> bool:
    shared = sum(
        max(0, min(mine.end, theirs.end) - max(mine.start, theirs.start))
        for mine in one.content
        for theirs in other.content
    )
    covered = sum(len(span) for span in (*one.content, *other.content)) - shared
    return shared >= least * covered


def _main_word(tokens: tuple[Token, ...]) -> Token | None:
    """Return the word of a cue that says what is done: its last verb, else last noun, else first word."""
    for kinds in (("VERB",), ("NOUN", "PROPN"), ("AUX",)):
        found = [token for token in tokens if token.pos in kinds]
        if found:
            return found[-1]
    return tokens[0] if tokens else None


def _is_list_item(page: Page, found: Candidate) -> bool:
    """Tell whether what is said by nobody is the item of a list: "(A) halt all …" asks, and is an ask's."""
    if found.source is not None or found.cue is None:
        return False
    items = page.list_items
    at = bisect_right(items, found.cue.start, key=lambda item: item.start) - 1
    return at >= 0 and found.cue.end <= items[at].end


def _named(page: Page, source: Span | None) -> Span | None:
    """Return a source that holds a word, None for a list's label or a bare mark."""
    return source if source is not None and _WORD.search(page.text, source.start, source.end) else None


def _is_negated(page: Page, verb: Token | None, words: str) -> bool:
    if _NEGATIONS & set(words.casefold().replace("n't", " n't").replace("n’t", " n’t").split()):
        return True
    return verb is not None and any(child.dep == "neg" for child in page.annotated.children(verb))


def _goes_on(page: Page, held: list[Candidate], found: Candidate) -> int | None:
    """Return which candidate before is gone on with, None where none is.

    Either it holds an earlier piece of the same quotation, or it quotes in the paragraph before one that is
    all quotation: speech that runs over several paragraphs, each closed.
    """
    piece = page.piece_at(found.start)
    if piece is None:
        return None
    for at in range(len(held) - 1, max(-1, len(held) - _REACH), -1):
        last: Span = held[at].content[-1]
        before = page.piece_at(last.end - 1)
        if before is not None and before.quotation == piece.quotation and last.end <= found.start:
            return at
    if held and held[-1].cue is not None and _follows_quoted(page, held[-1].content[-1], piece):
        return len(held) - 1
    return None


def _to_their_ends(page: Page, held: Sequence[Candidate]) -> Iterator[Candidate]:
    """Take in what a quotation goes on to say in later paragraphs, each opened anew by a mark.

    It ends where words of another cue begin.
    """
    claimed = {
        (piece.quotation, piece.start)
        for found in held
        if found.cue is not None and not found.depth
        for span in found.content
        if (piece := page.piece_at(span.start))
    }
    for found in held:
        last = page.piece_at(found.content[-1].end - 1)
        if found.cue is None or found.depth or last is None or last.end > found.content[-1].end + 1:
            yield found
            continue
        free = takewhile(lambda piece: (piece.quotation, piece.start) not in claimed, page.pieces_after(last))
        content = (*found.content, *(Span(piece.start, piece.end) for piece in free))
        yield replace(found, content=content, mode=page.mode_of(content))


def _follows_quoted(page: Page, last: Span, piece: Piece) -> bool:
    paragraph = page.paragraph(piece.start)
    whole = piece.outer_start <= paragraph.start + 1 and piece.outer_end >= paragraph.end - 1
    next_one = page.paragraph_of(piece.start) == page.paragraph_of(last.end - 1) + 1
    return whole and next_one and page.piece_at(last.end - 1) is not None
