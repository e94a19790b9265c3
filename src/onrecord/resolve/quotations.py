"""Every quotation held against the text it claims to quote (FIELD.md section 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from onrecord.resolve.alignment import Alignment
from onrecord.resolve.claims import Claim, ClaimReader, Frames, Held, claim_reader
from onrecord.resolve.originals import Originals, Tie
from onrecord.resolve.pieces import Seam, align_pieces, silent_gap
from onrecord.resolve.printed import printed_in
from onrecord.resolve.quoted_keys import Holders, Lookup, lookup_of, quotation_keys, quoting
from onrecord.resolve.quoted_speakers import SpeakerCheck
from onrecord.resolve.quoted_ties import Accused, Claimed, is_sure
from onrecord.resolve.shingles import shingle_keys
from onrecord.resolve.units import documents_of
from onrecord.resolve.words import word_columns, words_of
from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made, Work
from onrecord.types.identity import row_id
from onrecord.types.rows import Difference, DocumentRow, Quotation, QuotationCheck, Statement
from onrecord.types.spans import Evidence, Span, hull

MOST_LIKELY = 8
"""Documents of those that share most words with a quotation which are laid beside it."""

LEAST_SHARED = 0.5
"""Share of the keys that a text with the same words surely has, of one that differs in what is tolerated."""

FEW_SHARED, LEAST_HELD = 3, 0.2
"""Keys, or their share of those surely held, that a text has which a quotation may have been taken from."""

LEAST_SEEN = 7
"""Words of a quotation that count when it is told whether a document quotes another one."""


class QuotationResolver:
    """Gives each quotation its verdict: verbatim, altered, truncated, elsewhere, absent, unverifiable."""

    name = "quotations"
    version = "9"

    def __init__(self) -> None:
        self._reader = claim_reader()

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        """Yield what a document is found by: its words, and the words it quotes."""
        words = word_columns(findings.text)
        yield from shingle_keys(findings.row.id, words.folded)
        quotations = [row for row in findings.rows if isinstance(row, Quotation)]
        yield from quotation_keys(findings.row.id, words, quotations)

    def units(self, corpus: Corpus, changes: Changes) -> Iterable[str]:
        """Yield the documents that changed and those that quote words which these hold."""
        return changes.documents | quoting(corpus, changes.documents)

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterator[Made]:
        """Yield one check for each quotation of the record, in document order."""
        yield from self.over(corpus)(units)

    def over(self, corpus: Corpus) -> Work:
        """Return what yields the checks of portions of units."""
        originals, holders = Originals(corpus), Holders(corpus)

        def checks(units: Iterable[str] | None) -> Iterator[Made]:
            for document in documents_of(corpus, units):
                quotations = tuple(corpus.rows(Quotation, document.id))
                if quotations:
                    text = corpus.text(document.id)
                    held = Frames(text, quotations, corpus.rows(Statement, document.id)).held()
                    found = _DocumentCheck(document, held, self._reader, originals, holders).checks()
                    yield from (Made(document.id, check) for check in found)

        return checks


class _DocumentCheck:
    """Checks the quotations of one document, in text order."""

    def __init__(
        self,
        document: DocumentRow,
        quotations: Sequence[Held],
        reader: ClaimReader,
        originals: Originals,
        holders: Holders,
    ) -> None:
        self._document = document
        self._text = text = originals.read(document.id)
        self._held = quotations
        self._reader = reader
        self._originals = originals
        self._aligned: dict[tuple[str, str], Alignment | None] = {}
        self._speakers = SpeakerCheck(document, originals)
        self._accused = Accused(document, originals)
        self._before: tuple[Held, Span, str] | None = None
        speech = [held for held in quotations if held.quotation.speech]
        words = word_columns(text) if speech else None
        self._printed = printed_in(document, text, words, speech) if words else None
        keys = [lookup_of(words, held.quotation) for held in speech] if words else []
        self._shared = {
            held.quotation.id: _likely(count, some)
            for held, count, some in zip(speech, holders.of([one.keys for one in keys]), keys, strict=True)
        }
        self._ties = self._tie()
        self._seen(speech)

    def checks(self) -> Iterator[QuotationCheck]:
        for held in self._held:
            if held.quotation.speech:
                yield self._check(held)
            else:
                yield _verdict(held, "not_speech", held.quotation.reason or "A title or term in marks.")

    def _tie(self) -> dict[str, Tie]:
        ties = {}
        for other in sorted(set().union(*self._shared.values())):
            tie = self._originals.tie(self._document, other)
            if tie is not None:
                ties[other] = tie
        return ties

    def _seen(self, speech: Sequence[Held]) -> None:
        """Count of each document that may be quoted how many quotations read as it does."""
        seen: Counter[str] = Counter()
        for held in speech:
            if len(words_of(held.words)) >= LEAST_SEEN:
                for tie in self._reading_alike(held):
                    aligned = self._align(held, tie)
                    seen[tie.source.id] += aligned is not None and aligned.verbatim
        for other, count in seen.items():
            self._ties[other] = replace(self._ties[other], verbatim=count)

    def _reading_alike(self, held: Held) -> list[Tie]:
        """Return the documents that may read as a quotation does, those that share most words first."""
        shared = self._shared[held.quotation.id]
        found = [other for other, share in shared.items() if share >= LEAST_SHARED and other in self._ties]
        found.sort(key=lambda other: (-shared[other], _day(self._ties[other].source), other))
        return [self._ties[other] for other in found[:MOST_LIKELY]]

    def _align(self, held: Held, tie: Tie) -> Alignment | None:
        key = held.quotation.id, tie.source.id
        if key not in self._aligned:
            self._aligned[key] = self._originals.align(held, tie.source.id)
        return self._aligned[key]

    def _check(self, held: Held) -> QuotationCheck:
        claim = self._reader.claim(held)
        shared = self._shared[held.quotation.id]
        claimed = self._accused.claimed(held, claim, self._ties.values(), shared)
        for one in claimed:
            aligned = self._align(held, one.tie)
            if aligned is not None and aligned.verbatim:
                return self._compared(held, one.tie, aligned)
        printed = self._held_against_printed(held)
        if printed is not None and printed.verbatim:
            return self._told(held, self._document.id, printed)
        elsewhere = self._search(held)
        altered = self._altered(held, claimed)
        if elsewhere is not None and (altered is None or not self._is_quoted_there(*elsewhere)):
            return self._found_elsewhere(held, claim, claimed, *elsewhere)
        if altered is not None:
            return self._compared(held, *altered)
        if printed is not None:
            return self._told(held, self._document.id, printed)
        return self._not_found(held, claim, claimed)

    def _altered(self, held: Held, claimed: Sequence[Claimed]) -> tuple[Tie, Alignment] | None:
        """Return the claimed document that is surely the original of words that differ from it."""
        for one in claimed:
            aligned = self._align(held, one.tie)
            if aligned is not None and self._accused.holds(held, one, aligned):
                return one.tie, aligned
        return None

    def _is_quoted_there(self, tie: Tie, aligned: Alignment) -> bool:
        """Tell whether a document has words in marks as well: two may misquote a third alike."""
        return bool(self._originals.marks(tie.source.id).within(aligned.span))

    def _held_against_printed(self, held: Held) -> Alignment | None:
        if self._printed is None or not self._printed.is_quoted_by(held):
            return None
        aligned = align_pieces(held, self._printed.text)
        if aligned is None or not self._accused.by_printed(held, aligned):
            return None
        return aligned

    def _compared(self, held: Held, tie: Tie, aligned: Alignment) -> QuotationCheck:
        return self._with_speakers(self._told(held, tie.source.id, aligned), held, tie, aligned)

    def _told(self, held: Held, source: str, aligned: Alignment) -> QuotationCheck:
        gap = self._silent_gap(held, source, aligned)
        if self._reader.tells_part(held.frame):
            gap, aligned = (), aligned.without_stitches()
        if aligned.altered:
            verdict, why = "altered", "The words differ from those of its source."
        elif gap or aligned.substantive:
            verdict, why = "truncated", "Words of its source were left out between the pieces without a mark."
        else:
            verdict, why = "verbatim", "It reads as its source does."
        return _verdict(
            held, verdict, why, claimed=source, differences=(*gap, *aligned.differences),
            found=_evidence(source, self._originals.text(source).text, aligned.span),
        )  # fmt: skip

    def _silent_gap(self, held: Held, source: str, aligned: Alignment) -> tuple[Difference, ...]:
        before, self._before = self._before, (held, aligned.span, source)
        if before is None or before[2] != source:
            return ()
        between = self._text[before[0].evidence.end : held.evidence.start]
        if self._reader.goes_on(between):
            return ()
        marks = self._originals.marks(source).within(hull((before[1], aligned.span)))
        seam = Seam(before[0], held, before[1], aligned.span, between, marks)
        return silent_gap(seam, self._originals.text(source))

    def _search(self, held: Held) -> tuple[Tie, Alignment] | None:
        """Return the document anywhere in the record that reads as the quotation does.

        First those that give the words to its own speaker, the oldest of them.
        """
        found = []
        for tie in self._reading_alike(held):
            aligned = self._align(held, tie)
            if aligned is not None and aligned.verbatim:
                others = self._speakers.others(held, tie, aligned.span)
                own = self._accused.is_by_speaker(held, tie)
                found.append((bool(others), not own, _day(tie.source), tie.source.id, tie, aligned))
        if not found:
            return None
        first = min(found, key=lambda one: one[:4])
        return first[4], first[5]

    def _found_elsewhere(
        self, held: Held, claim: Claim, claimed: Sequence[Claimed], tie: Tie, aligned: Alignment
    ) -> QuotationCheck:
        sure = next((one.tie for one in claimed if is_sure(one)), None)
        found = _evidence(tie.source.id, self._originals.text(tie.source.id).text, aligned.span)
        if sure is not None and sure.source.id != tie.source.id:
            why = f"The words are not in the {claim.noun} it claims; they are in another document."
            check = _verdict(
                held, "elsewhere", why, claimed=sure.source.id, found=found, differences=aligned.differences
            )
            return self._with_speakers(check, held, tie, aligned)
        by_speaker = self._accused.is_by_speaker(held, tie)
        why = "It names no document; the same words stand in this one."
        check = _verdict(
            held, "verbatim", why, claimed=tie.source.id if by_speaker else None, found=found,
            differences=aligned.differences,
        )  # fmt: skip
        return self._with_speakers(check, held, tie, aligned)

    def _with_speakers(
        self, check: QuotationCheck, held: Held, tie: Tie, aligned: Alignment
    ) -> QuotationCheck:
        """Say of the words of somebody else whose they are there."""
        others = self._speakers.others(held, tie, aligned.span)
        if not others or check.verdict not in ("verbatim", "elsewhere"):
            return check
        verdict = check.verdict if check.claimed_source == tie.source.id else "elsewhere"
        return replace(
            check, verdict=verdict, speaker_differs=True, original_speakers=others,
            why="These words are somebody else's in the document that has them.",
        )  # fmt: skip

    def _not_found(self, held: Held, claim: Claim, claimed: Sequence[Claimed]) -> QuotationCheck:
        if claim.explicit:
            sure = next((one.tie for one in claimed if is_sure(one)), None)
            if sure is not None:
                why = f"The {claim.noun} is in this record and these words are not in it."
                return _verdict(held, "absent", why, claimed=sure.source.id)
            why = f"The {claim.noun} it quotes is not in this record."
            return _verdict(held, "unverifiable", why, wanted=claim.described)
        return _verdict(held, "unverifiable", "It names no document as its source.")


def _likely(count: Counter[str], keys: Lookup) -> dict[str, float]:
    """Return the documents that hold words of a quotation by no chance, with the share that they hold."""
    return {
        other: held / keys.certain
        for other, held in count.items()
        if held >= FEW_SHARED or held >= LEAST_HELD * keys.certain
    }


def _day(document: DocumentRow) -> str:
    return document.date.edtf if document.date else "9999"


def _verdict(
    held: Held,
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


def _evidence(document: str, text: str, span: Span) -> Evidence:
    return Evidence(document, span.start, span.end, span.slice(text))
