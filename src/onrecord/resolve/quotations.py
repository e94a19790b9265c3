"""Every quotation held against the text it claims to quote (FIELD.md section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.resolve.alignment import LEAST_STITCH, Alignment, SourceText, align
from onrecord.resolve.shingles import COMMON, SHINGLE_STAGE, SHINGLE_WORDS, WINDOW, all_shingles
from onrecord.resolve.sources import (
    DOCUMENT_NOUNS,
    PARTY_STAGE,
    PRIMARY_KINDS,
    Draw,
    Sources,
    document_keys,
    document_noun,
    later,
)
from onrecord.resolve.units import documents_of, meeting
from onrecord.resolve.words import words_of
from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made
from onrecord.types.identity import row_id
from onrecord.types.rows import (
    Actor,
    Difference,
    DocumentRow,
    Quotation,
    QuotationCheck,
    Statement,
)
from onrecord.types.spans import Evidence, Span, hull

OWN_WORDS_COVERED = 0.8
"""One signatory quoted alone may be speaking anew rather than quoting the joint letter: that letter is
only held against the quotation where this share of its words agrees. (A false accusation costs more
than a missed one.)"""

STANDS_BEFORE = "(stands before the words quoted first)"
"""Shown in place of an original where the pieces of a quotation stand in another order there."""

FEWEST_SOUGHT = 5
"""Words a quotation without a claimed source must have before the record is searched for it."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A quotation with the statement it stands in, ready to be compared."""

    quotation: Quotation
    evidence: Evidence
    statement: Statement | None

    @property
    def words(self) -> str:
        return "\n".join(piece.exact for piece in self.quotation.pieces)


@dataclass(frozen=True, slots=True)
class _Claim:
    """The document a quotation is said to come from; `explicit` where the text names it."""

    noun: str | None
    draws: tuple[Draw, ...]

    @property
    def explicit(self) -> bool:
        return self.noun is not None


class QuotationResolver:
    """Gives each quotation its verdict: verbatim, altered, truncated, elsewhere, absent, unverifiable."""

    name = "quotations"
    version = "2"

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        """Yield what a document is found by: its words and its parties."""
        return document_keys(findings)

    def units(self, corpus: Corpus, changes: Changes) -> Iterable[str]:
        """Yield the documents that changed and those that share words or parties with them."""
        return meeting(corpus, (SHINGLE_STAGE, PARTY_STAGE), changes.documents, COMMON)

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterator[Made]:
        """Yield one check for each quotation of the record, in document order."""
        sources = Sources(corpus)
        for document in documents_of(corpus, units):
            quotations = tuple(corpus.rows(Quotation, document.id))
            if quotations:
                checks = _DocumentCheck(document, corpus, sources).check(quotations)
                yield from (Made(document.id, check) for check in checks)


class _DocumentCheck:
    """Checks the quotations of one document, in text order."""

    def __init__(self, document: DocumentRow, corpus: Corpus, sources: Sources) -> None:
        self._document = document
        self._sources = sources
        self._text = corpus.text(document.id)
        self._statements = tuple(corpus.rows(Statement, document.id))
        self._kinds = {actor.id: actor.kind for actor in corpus.rows(Actor, document.id)}
        self._draws = sources.of(document)
        self._previous: dict[str, tuple[str, Span]] = {}

    def check(self, quotations: Sequence[Quotation]) -> Iterator[QuotationCheck]:
        for quotation in quotations:
            held = self._hold(quotation)
            if not quotation.speech:
                yield self._verdict(held, "not_speech", quotation.reason or "A title or term in marks.")
            else:
                yield self._check(held)

    def _hold(self, quotation: Quotation) -> _Held:
        span = hull(piece.span for piece in quotation.pieces)
        evidence = Evidence(self._document.id, span.start, span.end, span.slice(self._text))
        held_by = [
            statement
            for statement in self._statements
            if any(part.span.overlaps(span) for part in statement.content)
        ]
        statement = min(
            held_by, key=lambda s: (-s.level, sum(len(c.exact) for c in s.content), s.id), default=None
        )
        return _Held(quotation, evidence, statement)

    def _check(self, held: _Held) -> QuotationCheck:
        claim = self._claim(held)
        for draw in claim.draws:
            aligned = _align(held, self._sources.text(draw.source.id))
            if aligned is not None and self._accepts(held, claim, aligned):
                return self._compared(held, draw.source, aligned, claimed=True)
        elsewhere = self._search(held)
        if elsewhere is not None:
            return self._found_elsewhere(held, claim, *elsewhere)
        if claim.explicit and claim.draws:
            source = claim.draws[0].source
            why = f"The {claim.noun} is in this record and these words are not in it."
            return self._verdict(held, "absent", why, claimed=source.id)
        wanted = _described(held, claim) if claim.explicit else None
        why = (
            f"The {claim.noun} it quotes is not in this record."
            if wanted
            else "It names no document as its source."
        )
        return self._verdict(held, "unverifiable", why, wanted=wanted)

    def _claim(self, held: _Held) -> _Claim:
        statement = held.statement
        noun = document_noun(statement.source.exact) if statement and statement.source else None
        if noun is not None:
            return _Claim(noun, tuple(d for d in self._draws if d.source.kind in DOCUMENT_NOUNS[noun]))
        speakers = set(statement.speakers) if statement else set()
        return _Claim(None, tuple(draw for draw in self._draws if self._may_speak(speakers, draw.source)))

    def _may_speak(self, speakers: set[str], source: DocumentRow) -> bool:
        """Tell whether `source` can be the speakers' words: theirs, or those of a group left unnamed."""
        parties = {*source.signatories, *source.issuers}
        return (
            not speakers or bool(speakers & parties) or all(self._kinds.get(s) == "group" for s in speakers)
        )

    def _accepts(self, held: _Held, claim: _Claim, aligned: Alignment) -> bool:
        speakers = held.statement.speakers if held.statement else ()
        alone = len(speakers) == 1 and self._kinds.get(speakers[0]) == "person"
        if claim.explicit or aligned.verbatim or not alone:
            return True
        return aligned.covered >= OWN_WORDS_COVERED and len(words_of(held.words)) >= 2 * FEWEST_SOUGHT

    def _compared(
        self, held: _Held, source: DocumentRow, aligned: Alignment, claimed: bool
    ) -> QuotationCheck:
        gap = self._silent_gap(held, source, aligned)
        differences = (*gap, *aligned.differences)
        substantive = [d for d in aligned.differences if d.weight == "substantive"]
        if any(not _is_stitch(difference) for difference in substantive):
            verdict, why = "altered", "The words differ from those of its source."
        elif gap or substantive:
            verdict, why = "truncated", "Words of its source were left out between the pieces without a mark."
        else:
            verdict, why = "verbatim", "It reads as its source does."
        return self._verdict(
            held, verdict, why, claimed=source.id if claimed else None,
            found=_evidence(source.id, self._sources.text(source.id), aligned.span), differences=differences,
        )  # fmt: skip

    def _silent_gap(self, held: _Held, source: DocumentRow, aligned: Alignment) -> tuple[Difference, ...]:
        """Return what was left out since the last quotation of the same statement, if it is a stitch."""
        if held.statement is None:
            return ()
        before = self._previous.get(held.statement.id)
        self._previous[held.statement.id] = (source.id, aligned.span)
        if before is None or before[0] != source.id or held.words.lstrip().startswith(("…", "...", "[")):
            return ()
        text = self._sources.text(source.id).text
        if before[1].end <= aligned.span.start:
            left_out = words_of(text, before[1].end, aligned.span.start)
            if len(left_out) < LEAST_STITCH:
                return ()
            shown = text[left_out[0].start : left_out[-1].end]
            return (Difference("delete", "", shown, "substantive"),)
        return (Difference("replace", held.words, STANDS_BEFORE, "substantive"),)

    def _search(self, held: _Held) -> tuple[DocumentRow, Alignment] | None:
        """Return the primary document anywhere in the record that reads as the quotation does."""
        words = words_of(held.words)
        if len(words) < FEWEST_SOUGHT:
            return None
        shared = self._sources.sharing(all_shingles([word.folded for word in words]))
        # A text that reads as the quotation does keeps at least one of every WINDOW shingles of it.
        least = max(1, (len(words) - SHINGLE_WORDS + 1) // WINDOW)
        likely = [(count, other) for other, count in shared.items() if count >= least]
        for _, other in sorted(likely, key=lambda found: (-found[0], found[1])):
            source = self._sources.document(other)
            if source is None or other == self._document.id or source.kind not in PRIMARY_KINDS:
                continue
            aligned = align(held.words, self._sources.text(other))
            if aligned is not None and aligned.verbatim and not later(source, self._document):
                return source, aligned
        return None

    def _found_elsewhere(
        self, held: _Held, claim: _Claim, source: DocumentRow, aligned: Alignment
    ) -> QuotationCheck:
        found = _evidence(source.id, self._sources.text(source.id), aligned.span)
        if claim.explicit and claim.draws:
            why = f"The words are not in the {claim.noun} it claims; they are in another document."
            return self._verdict(
                held, "elsewhere", why, claimed=claim.draws[0].source.id, found=found,
                differences=aligned.differences,
            )  # fmt: skip
        why = "It names no document; the same words stand in this one."
        return self._verdict(held, "verbatim", why, found=found, differences=aligned.differences)

    def _verdict(
        self,
        held: _Held,
        verdict: str,
        why: str,
        *,
        claimed: str | None = None,
        found: Evidence | None = None,
        differences: tuple[Difference, ...] = (),
        wanted: str | None = None,
    ) -> QuotationCheck:
        return QuotationCheck(
            id=row_id("quotation_check", held.evidence.document, held.evidence.start, held.evidence.end),
            quotation=held.evidence,
            verdict=verdict,
            claimed_source=claimed,
            found=found,
            differences=differences,
            statement=held.statement.id if held.statement else None,
            pieces=held.quotation.pieces if len(held.quotation.pieces) > 1 else (),
            wanted=wanted,
            why=why,
        )


def _align(held: _Held, source: SourceText) -> Alignment | None:
    """Align a quotation; one of several paragraphs may quote places that stand apart.

    Paragraphs that each read as their source does are a stitch where they are not one run there.
    """
    whole = align(held.words, source)
    if len(held.quotation.pieces) == 1 or (whole is not None and whole.verbatim):
        return whole
    pieces = [align(piece.exact, source) for piece in held.quotation.pieces]
    found = [piece for piece in pieces if piece is not None and piece.verbatim]
    if len(found) < len(pieces):
        return whole
    left_out = tuple(
        difference
        for (one, other), piece in zip(pairwise(found), held.quotation.pieces[1:], strict=True)
        if (difference := _between(one.span, other.span, piece, source)) is not None
    )
    span = hull(piece.span for piece in found)
    return Alignment(span, left_out, 1.0, bool(left_out))


def _between(one: Span, other: Span, piece: Evidence, source: SourceText) -> Difference | None:
    """Return how the source goes on from one piece to the next: words between them, or another order."""
    if other.start < one.start:
        return Difference("replace", piece.exact, STANDS_BEFORE, "substantive")
    left_out = words_of(source.text, one.end, max(one.end, other.start))
    shown = " ".join(word.text for word in left_out)
    return Difference("delete", "", shown, "substantive") if left_out else None


def _is_stitch(difference: Difference) -> bool:
    if difference.original == STANDS_BEFORE:
        return True
    return difference.op == "delete" and len(words_of(difference.original)) >= LEAST_STITCH


def _evidence(document: str, source: SourceText, span: Span) -> Evidence:
    return Evidence(document, span.start, span.end, span.slice(source.text))


def _described(held: _Held, claim: _Claim) -> str:
    statement = held.statement
    words = statement.source.exact if statement and statement.source else f"the {claim.noun}"
    return " ".join(words.split())
