"""Each quotation of a draft held against the whole record: where its words stand, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import Match, SequenceMatcher
from typing import NamedTuple

from onrecord.resolve.alignment import Alignment, SourceText
from onrecord.resolve.claims import Held, claim_reader
from onrecord.resolve.draft_context import DraftContext
from onrecord.resolve.draft_documents import DocumentsMeant
from onrecord.resolve.draft_nearest import Near
from onrecord.resolve.pieces import align_pieces
from onrecord.resolve.quoted_keys import Holders, lookup_of
from onrecord.resolve.words import Word, WordColumns, word_columns, words_of
from onrecord.types.drafts import Compared
from onrecord.types.rows import Difference, QuotationCheck
from onrecord.types.spans import Evidence, Span

MOST_DOCUMENTS = 16
"""Documents of the record that one quotation is laid beside."""

LARGE = 400_000
"""Characters of a document from which a quotation is laid beside the passages near it alone."""

REACH = 3000
"""Characters around such a passage."""

LONG, SHORT = 8, 4
"""Words from which a quotation is known by itself; below SHORT only by the sentence it stands in."""

LONG_COVERED, SHORT_COVERED = 0.75, 0.7
"""Share of the words of a quotation that an original has of it, in order."""

SHORT_NEAR, FEW_NEAR = 0.3, 0.4
"""Share of the words of the sentence around a short quotation that the sentence of its original has."""

MOST_ASIDE = 3
"""Words by which the original of a few quoted words may be longer or shorter."""


class Found(NamedTuple):
    """A place of the record where a quotation's words stand, or words like them."""

    anchor: Evidence
    aligned: Alignment


class DraftQuotations:
    """Compares the quotations of one draft, in text order."""

    def __init__(self, context: DraftContext, meant: DocumentsMeant) -> None:
        self._context, self._meant = context, meant
        self._reader = claim_reader()
        checks = context.corpus.rows(QuotationCheck, context.draft)
        self._checks: Mapping[tuple[int, int], QuotationCheck] = {
            (check.quotation.start, check.quotation.end): check for check in checks
        }
        self._holders = self._holding()

    def _holding(self) -> Mapping[str, Sequence[str]]:
        """Return for each quotation the documents that hold words of it in a row, most first."""
        speech = [held for held in self._context.quotations if held.quotation.speech]
        if not speech:
            return {}
        columns: WordColumns = word_columns(self._context.text)
        keys = [lookup_of(columns, held.quotation).keys for held in speech]
        counted = Holders(self._context.corpus).of(keys)
        return {
            held.quotation.id: [document for document, _ in count.most_common(MOST_DOCUMENTS)]
            for held, count in zip(speech, counted, strict=True)
        }

    def compared(self) -> Iterator[Compared]:
        """Yield one comparison for each quotation."""
        for held in self._context.quotations:
            if not held.quotation.speech:
                reason = held.quotation.reason or "It is a title or a term."
                yield Compared("quotation", "not_speech", held.evidence, reason=reason)
            else:
                yield self._compare(held)

    def _compare(self, held: Held) -> Compared:
        nears = self._context.near(held.evidence.span)
        found = self._found(held, nears)
        everywhere = [one for one in found if one.aligned.verbatim]
        exact = [one for one in everywhere if self._by_no_chance(held, one, nears)]
        check = self._checks.get((held.evidence.start, held.evidence.end))
        told = check is not None and check.verdict in ("altered", "truncated")
        if told and check is not None and check.found and not self._stands_in_claimed(exact, check):
            return self._altered(held, check.verdict, check.found, check.differences)
        if exact:
            return self._verbatim(held, exact)
        like = self._like(held, [one for one in found if not one.aligned.verbatim], nears)
        if like is not None:
            verdict = "altered" if like.aligned.altered else "truncated"
            return self._altered(held, verdict, like.anchor, like.aligned.differences)
        if everywhere:
            reason = "So few words stand in many texts; nothing says that they are from one of these."
            return self._told(held, "not_speech", (), reason=reason)
        return self._not_found(held, nears)

    def _by_no_chance(self, held: Held, one: Found, nears: Sequence[Near]) -> bool:
        """Tell whether words stand at a place because they are from there: many do, few where all is near."""
        if len(words_of(held.words)) >= LONG:
            return True
        anchor, stems = one.anchor, self._context.words.stems(held.words)
        rare = self._context.nearest.rare(stems, stems.keys())
        return not self._context.speakers.others_than(self._named(held), [anchor]) or (
            rare
            and any(
                near.sure and near.sentence.document == anchor.document
                for near in nears
                if near.sentence.start < anchor.end and anchor.start < near.sentence.end
            )
        )

    def _stands_in_claimed(self, exact: Sequence[Found], check: QuotationCheck) -> bool:
        """Tell whether the words stand as they are in the document they are said to be from, in one run."""
        return check.verdict == "altered" and any(
            one.anchor.document == check.claimed_source for one in exact
        )

    # where the words stand

    def _found(self, held: Held, nears: Sequence[Near]) -> list[Found]:
        near = list(self._context.near_documents(nears))
        documents = dict.fromkeys((*self._holders.get(held.quotation.id, ()), *near))
        found = []
        for document in list(documents)[:MOST_DOCUMENTS]:
            if document == self._context.draft or self._context.document(document) is None:
                continue
            aligned = self._align(held, document, nears)
            if aligned is not None:
                text = self._context.originals.read(document)
                anchor = Evidence(document, *_ends(aligned.span), aligned.span.slice(text))
                found.append(Found(anchor, aligned))
        return found

    def _align(self, held: Held, document: str, nears: Sequence[Near]) -> Alignment | None:
        originals = self._context.originals
        text = originals.read(document)
        if len(text) <= LARGE:
            return originals.align(held, document)
        spans = [
            Span(max(0, near.sentence.start - REACH), min(len(text), near.sentence.end + REACH))
            for near in nears
            if near.sentence.document == document
        ][:1]
        return align_pieces(held, SourceText(text, spans)) if spans else None

    # words as they stand there

    def _verbatim(self, held: Held, exact: Sequence[Found]) -> Compared:
        few = len(words_of(held.words)) < SHORT
        clean = [one for one in exact if self._misquoted(one.anchor) is None]
        if not clean:
            check = self._misquoted(exact[0].anchor)
            if check is not None and check.found is not None:
                return self._altered(held, check.verdict, check.found, check.differences)
        meant = self._meant.of_quotation(held)
        there = [one for one in clean if meant and one.anchor.document in meant]
        ordered = sorted(there or clean, key=lambda one: self._rank(held, one))
        anchors = [one.anchor for one in ordered]
        differences = ordered[0].aligned.differences
        named = self._named(held)
        if not few and self._context.speakers.others_than(named, anchors):
            whose = self._context.speakers.told_at(anchors[0])
            return self._told(held, "wrong_speaker", anchors, here=named[0], there=", ".join(whose))
        if meant and not there and not few:
            return self._told(held, "wrong_document", anchors, here=self._meant.noun_of(held))
        if not held.quotation.closed and len(words_of(anchors[0].exact)) < len(words_of(held.words)):
            return self._told(held, "unclosed", anchors)
        return self._told(held, "verbatim", anchors, differences=differences)

    def _named(self, held: Held) -> tuple[str, ...]:
        return self._context.speakers.of_statement(held.statement) if held.statement else ()

    def _rank(self, held: Held, one: Found) -> tuple[bool, str, str]:
        """Put first who gives the words to the draft's own speaker, then the oldest."""
        row = self._context.document(one.anchor.document)
        named = self._named(held)
        others = self._context.speakers.others_than(named, [one.anchor])
        return (others, row.date.edtf if row and row.date else "9999", one.anchor.document)

    def _misquoted(self, anchor: Evidence) -> QuotationCheck | None:
        """Return the record's own check of words that it quotes otherwise than their original has them."""
        for check in self._context.corpus.rows(QuotationCheck, anchor.document):
            if check.verdict == "altered" and check.quotation.span.overlaps(anchor.span):
                return check
        return None

    # words that are other there

    def _like(self, held: Held, found: Sequence[Found], nears: Sequence[Near]) -> Found | None:
        """Return the place of the original of words that differ from it; None where none is sure."""
        words = len(words_of(held.words))
        if words >= SHORT:
            least = LONG_COVERED if words >= LONG else SHORT_COVERED
            near = {one.sentence.document for one in nears if one.sure and one.share >= SHORT_NEAR}
            sure = [
                one
                for one in found
                if one.aligned.covered >= least
                and self._context.names_meet(held.words, one.anchor.document)
                and (words >= LONG or one.anchor.document in near)
            ]
            if sure:
                return max(sure, key=lambda one: (one.aligned.covered, -len(one.aligned.substantive)))
        return self._in_the_sentence(held, nears) if words < LONG else None

    def _in_the_sentence(self, held: Held, nears: Sequence[Near]) -> Found | None:
        """Return what stands in the place of a few quoted words in a sentence that else reads alike."""
        over = self._context.over(held.evidence.span)
        first = self._context.text.find(over)
        for near in nears:
            if not near.sure or near.share < FEW_NEAR:
                continue
            place = _opposite(over, held.evidence.start - first, held.evidence.end - first, near)
            if place is not None:
                anchor, quoted, original = place
                difference = Difference("replace", quoted, original, "substantive")
                return Found(anchor, Alignment(anchor.span, (difference,), 0.0))
        return None

    def _altered(
        self, held: Held, verdict: str, anchor: Evidence, differences: Iterable[Difference]
    ) -> Compared:
        return self._told(held, verdict, [anchor], differences=tuple(differences))

    # words that stand nowhere

    def _not_found(self, held: Held, nears: Sequence[Near]) -> Compared:
        claim = self._reader.claim(held)
        meant = self._meant.of_quotation(held)
        if meant:
            anchors = [near.sentence.evidence for near in nears if near.sentence.document in meant][:1]
            rows = tuple(meant)
            return self._told(held, "not_in_document", anchors, here=self._meant.noun_of(held), rows=rows)
        if claim.explicit and self._meant.is_elsewhere(held):
            described = " ".join((claim.described or "").split())
            return self._told(held, "source_not_in_record", (), there=described)
        if len(words_of(held.words)) < SHORT:
            return self._told(held, "not_speech", (), reason="A few words in marks, which may be a term.")
        return self._told(held, "not_in_record", ())

    def _told(
        self,
        held: Held,
        code: str,
        anchors: Sequence[Evidence],
        *,
        here: str = "",
        there: str = "",
        reason: str = "",
        differences: tuple[Difference, ...] = (),
        rows: tuple[str, ...] = (),
    ) -> Compared:
        statement = (
            self._context.speakers.statement_at(anchors[0].document, anchors[0].span) if anchors else None
        )
        return Compared(
            "quotation",
            code,
            held.evidence,
            here=here,
            there=there,
            reason=reason,
            standing=self._context.standing(anchors),
            differences=differences,
            rows=rows or ((statement.id,) if statement else ()),
            supports=tuple(dict.fromkeys(anchor.document for anchor in anchors))
            if code == "verbatim"
            else (),
        )


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _opposite(over: str, start: int, end: int, near: Near) -> tuple[Evidence, str, str] | None:
    """Return the words of a record's sentence opposite to quoted words, with those that differ on both sides.

    What stands before and behind the quoted words must agree, and one quoted word at least.
    """
    here, there = words_of(over), words_of(near.sentence.text)
    quoted = [at for at, word in enumerate(here) if start <= word.start and word.end <= end]
    if not quoted:
        return None
    matcher = SequenceMatcher(
        None, [one.folded for one in here], [one.folded for one in there], autojunk=False
    )
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    before = [block for block in blocks if block.a < quoted[0]]
    behind = [block for block in blocks if block.a + block.size > quoted[-1] + 1]
    inside = sum(
        max(0, min(block.a + block.size, quoted[-1] + 1) - max(block.a, quoted[0])) for block in blocks
    )
    if not inside or inside == len(quoted) or not (before or behind):
        return None
    first = _after(before[-1], quoted[0]) if before else None
    last = _until(behind[0], quoted[-1]) if behind else None
    size = len(quoted)
    first = first if first is not None else max(0, (last or 0) - size)
    last = last if last is not None else min(len(there), first + size)
    if not 0 < last - first <= size + MOST_ASIDE:
        return None
    return _differing(here[quoted[0] : quoted[-1] + 1], there[first:last], near)


def _after(block: Match, quoted: int) -> int:
    return block.b + min(block.size, quoted - block.a)


def _until(block: Match, quoted: int) -> int:
    return block.b + max(0, quoted + 1 - block.a)


def _differing(here: Sequence[Word], there: Sequence[Word], near: Near) -> tuple[Evidence, str, str] | None:
    """Return words of the record as an anchor, and of both sides what differs."""
    head = 0
    while head < min(len(here), len(there)) and here[head].folded == there[head].folded:
        head += 1
    tail = 0
    while tail < min(len(here), len(there)) - head and here[-1 - tail].folded == there[-1 - tail].folded:
        tail += 1
    quoted = " ".join(word.text for word in here[head : len(here) - tail])
    original = " ".join(word.text for word in there[head : len(there) - tail])
    if not quoted and not original:
        return None
    sentence = near.sentence
    start, end = sentence.start + there[0].start, sentence.start + there[-1].end
    exact = sentence.text[there[0].start : there[-1].end]
    return Evidence(sentence.document, start, end, exact), quoted, original
