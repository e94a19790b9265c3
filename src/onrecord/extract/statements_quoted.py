"""Which words in quotation marks belong to which cue: before them, after them, or said on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.extract.statements_candidates import Candidate, Page, Piece
from onrecord.extract.statements_clauses import cue_of, particle_of
from onrecord.extract.statements_own import OwnVoiceRules
from onrecord.extract.statements_sources import is_passive, phrase_of, subject_of
from onrecord.extract.statements_words import SpeechWords
from onrecord.types.annotated import Token
from onrecord.types.spans import Span

AFTER_SCORE = 0.97
BEFORE_SCORE = 0.95
CARRIED_SCORE = 0.85
"""A further quotation of the paragraph after one with a cue: the speaker goes on."""
NEXT_PARAGRAPH_SCORE = 0.75
UNSOURCED_SCORE = 0.5

SURE_OF_FRAGMENT = 0.85
"""Least score of a verb that takes a fragment in marks as its words, with no comma between."""

_AFTER_TOKENS = 40
_BEFORE_TOKENS = 60
_OPEN_ENDS = (",", "?", "!", "…", "—", "–", "-")
_SENTENCE_ENDS = frozenset([".", "?", "!", ";"])
_NO_LEAD = (":", ".", "?", "!", "(")
_WHOLE = 0.9
_LONGEST_GAP = 400


@dataclass(frozen=True, slots=True)
class _Cue:
    verb: Token
    source: Span | None
    score: float
    after: bool = False


class QuotedRules:
    """Pairs every quotation that is speech with the words that say who spoke."""

    def __init__(self, words: SpeechWords) -> None:
        self._words = words
        self._own_voice = OwnVoiceRules(words)

    def find(self, page: Page) -> Iterator[Candidate]:
        """Yield one candidate a cue with all the quotations it carries, in text order."""
        current: Candidate | None = None
        last: Piece | None = None
        for index, pieces in _grouped(page):
            quotation = page.quotations[index]
            if not quotation.speech:
                continue
            cue = self._cue(page, pieces)
            if cue is not None and current is not None and cue.verb.i == current.verb:
                cue = None  # "A," she said, "b.": the cue is spent on both
            if cue is None and current and last and self._carries(page, current, last, pieces[0]):
                current = _extended(page, current, pieces)
                last = pieces[-1]
                continue
            if cue is None and _is_part(page, pieces):
                continue  # a fragment inside a sentence: its clause tells who said it
            if current is not None:
                yield current
            current, last = self._made(page, pieces, cue), pieces[-1]
        if current is not None:
            yield current

    def _cue(self, page: Page, pieces: Sequence[Piece]) -> _Cue | None:
        return self._after(page, pieces[-1]) or self._before(page, pieces[0])

    def _after(self, page: Page, piece: Piece) -> _Cue | None:
        """Return the cue right after the closing mark: "…," she said; "…" said the minister."""
        inside = page.text[piece.start : piece.end].rstrip()
        if not inside.endswith(_OPEN_ENDS) and page.text[piece.outer_end : piece.outer_end + 1] != ",":
            return None
        room = page.paragraph(piece.start)
        following: list[Token] = []
        for token in page.annotated.tokens_in(piece.outer_end, room.end)[:_AFTER_TOKENS]:
            if token.start < piece.outer_end or (token.text == "," and not following):
                continue
            if token.text in _SENTENCE_ENDS or page.piece_at(token.start):
                break
            following.append(token)
        for place, token in enumerate(following):
            if not self._quotes(page, token) or _says_something_else(page, token):
                if (
                    token.pos in ("VERB", "AUX")
                    and token.dep in ("ROOT", "conj")
                    and not _is_auxiliary(token)
                ):
                    return None
                continue
            source = self._source_after(page, token, following, place)
            return _Cue(token, source, AFTER_SCORE, after=True) if source else None
        return None

    def _source_after(self, page: Page, verb: Token, following: Sequence[Token], place: int) -> Span | None:
        limits = Span(following[0].start, following[-1].end)
        subject = subject_of(page.annotated, verb, self._words)
        if subject is not None and limits.covers(subject.start) and abs(subject.i - verb.i) < _AFTER_TOKENS:
            found = phrase_of(page.annotated, subject, frozenset([verb.i]))
            if found and limits.contains(found):
                return found
        before = [token for token in following[:place] if token.pos not in ("AUX", "ADV", "PART", "PUNCT")]
        if before:
            return Span(before[0].start, before[-1].end)
        after = []
        for token in following[place + 1 :]:
            if token.pos not in ("DET", "ADJ", "PROPN", "NOUN", "PRON", "NUM") and token.text not in (
                ".",
                "-",
            ):
                break
            after.append(token)
        return Span(after[0].start, after[-1].end) if after else None

    def _before(self, page: Page, piece: Piece) -> _Cue | None:
        """Return the cue right before the opening mark: She said: "…"; adding, "…"."""
        annotated = page.annotated
        floor = max(page.paragraph(piece.outer_start).start, piece.outer_start - 8 * _BEFORE_TOKENS)
        preceding = [
            token for token in annotated.tokens_in(floor, piece.outer_start)[-_BEFORE_TOKENS:]
            if token.end <= piece.outer_start
        ]  # fmt: skip
        colon = bool(preceding) and preceding[-1].text == ":"
        for token in reversed(preceding):
            if token.text in _SENTENCE_ENDS or (page.piece_at(token.start) and token.pos != "PUNCT"):
                return None
            if self._quotes(page, token) and self._opens_here(page, token, piece, colon):
                subject = subject_of(annotated, token, self._words)
                source = phrase_of(annotated, subject, frozenset([token.i])) if subject is not None else None
                if source and not page.piece_at(source.start):
                    return _Cue(token, source, BEFORE_SCORE)
                return _Cue(token, None, BEFORE_SCORE * 0.6) if is_passive(annotated, token) else None
            if (
                not colon
                and token.pos in ("VERB", "AUX")
                and token.dep not in ("aux", "auxpass", "acl", "relcl")
            ):
                return None
        return None

    def _opens_here(self, page: Page, verb: Token, piece: Piece, colon: bool) -> bool:
        """Tell whether only what belongs to the cue stands between it and the marks."""
        between = [
            token for token in page.annotated.tokens_in(verb.end, piece.outer_start)
            if token.start >= verb.end and token.end <= piece.outer_start
        ]  # fmt: skip
        if not between:  # "she said “no”" is speech, "the report shows “gaps”" may be none
            use = self._words.taking(verb.lemma.casefold(), "", "quote")
            return _is_sentence(page, piece) or (use is not None and use.score >= SURE_OF_FRAGMENT)
        if colon or between[-1].text == ",":
            return True
        return between[-1].text.casefold() == "that" or (len(between) == 1 and between[0].dep == "prt")

    def _quotes(self, page: Page, token: Token) -> bool:
        if token.pos != "VERB" and token.lemma.casefold() not in ("say", "write", "add"):
            return False
        if token.pos not in ("VERB", "AUX", "NOUN", "ADJ"):
            return False
        lemma = token.lemma.casefold()
        particle = particle_of(page.annotated, token)
        return lemma in self._words.quoting or f"{lemma}_{particle}" in self._words.quoting

    def _carries(self, page: Page, current: Candidate, last: Piece, piece: Piece) -> bool:
        """Tell whether the speaker of the statement so far goes on in this quotation."""
        if current.source is None:
            return False
        here, there = page.paragraph_of(piece.start), page.paragraph_of(last.start)
        if here == there:
            gap = page.text[last.outer_end : piece.outer_start].rstrip()
            if (
                current.cue is not None
                and last.end <= current.cue.start
                and gap.endswith(",")
                and "." not in gap
            ):
                return True  # "A," she said, "b."
            return _is_sentence(page, piece) and len(gap) <= _LONGEST_GAP
        if here != there + 1:
            return False
        covered = piece.outer_end - piece.outer_start
        return covered >= _WHOLE * len(page.paragraph(piece.start)) and page.quotations[last.quotation].closed

    def _made(self, page: Page, pieces: Sequence[Piece], cue: _Cue | None) -> Candidate:
        content = tuple(Span(piece.start, piece.end) for piece in pieces)
        if cue is None:
            return Candidate("unsourced", content, "direct", "assert", UNSOURCED_SCORE)
        content = _with_lead(page, pieces[0], content) if cue.after else content
        lemma, particle = cue.verb.lemma.casefold(), particle_of(page.annotated, cue.verb)
        use = self._words.taking(lemma, particle, "quote")
        act = use.act if use else "assert"
        if act in ("assert", "report"):
            act = self._own_voice.act_of_quoted(page, Span(pieces[0].start, pieces[0].end)) or act
        negated = any(child.dep == "neg" for child in page.annotated.children(cue.verb))
        return Candidate(
            "quoted", content, page.mode_of(content), act, cue.score, cue.source,
            cue_of(page.annotated, cue.verb), cue.verb.i, False, negated,
        )  # fmt: skip


def _grouped(page: Page) -> Iterator[tuple[int, list[Piece]]]:
    """Yield each quotation with its pieces, in text order."""
    held: list[Piece] = []
    for piece in page.pieces:
        if held and held[0].quotation != piece.quotation:
            yield held[0].quotation, held
            held = []
        held.append(piece)
    if held:
        yield held[0].quotation, held


def _extended(page: Page, candidate: Candidate, pieces: Sequence[Piece]) -> Candidate:
    content = (*candidate.content, *(Span(piece.start, piece.end) for piece in pieces))
    score = NEXT_PARAGRAPH_SCORE if _new_paragraph(page, candidate, pieces[0]) else CARRIED_SCORE
    return replace(candidate, content=content, score=min(candidate.score, score))


def _new_paragraph(page: Page, candidate: Candidate, piece: Piece) -> bool:
    return page.paragraph_of(candidate.content[-1].start) != page.paragraph_of(piece.start)


def _with_lead(page: Page, piece: Piece, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the content with the words that run into the marks: "The plan “is dead,” he said"."""
    sentence = page.annotated.sentence_at(piece.outer_start)
    if sentence is None or sentence.start >= piece.outer_start:
        return content
    start = max(sentence.start, page.paragraph(piece.outer_start).start)
    lead = page.text[start : piece.outer_start].strip()
    if len(lead.split()) < 2 or lead.endswith(_NO_LEAD) or page.piece_at(start) or _is_sentence(page, piece):
        return content
    return (Span(start, piece.outer_end), *content[1:])


def _is_sentence(page: Page, piece: Piece) -> bool:
    """Tell whether the words in marks can stand alone: a capital first, an end mark last."""
    words = page.text[piece.start : piece.end].lstrip("[(.… ")
    return bool(words) and (words[0].isupper() or words[0].isdigit()) and words.rstrip()[-1:] in ".?!…,—]'’"


def _is_part(page: Page, pieces: Sequence[Piece]) -> bool:
    """Tell whether a quotation is part of a sentence that begins outside its marks."""
    return len(pieces) == 1 and not _is_sentence(page, pieces[0])


def _says_something_else(page: Page, verb: Token) -> bool:
    """Tell whether a verb after the marks has content of its own behind it ("…," he said that …)."""
    return any(
        child.dep == "ccomp" and child.i > verb.i and page.piece_at(child.start) is None
        for child in page.annotated.children(verb)
    )


def _is_auxiliary(token: Token) -> bool:
    return token.dep in ("aux", "auxpass")
