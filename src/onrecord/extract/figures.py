"""Figures: numbers somebody claims, with bound, what is counted, measure, date and chain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from onrecord.data import Vocabularies
from onrecord.extract.figures_counted import Counted, counted_by
from onrecord.extract.figures_measures import Kind, Measures
from onrecord.extract.figures_places import Places
from onrecord.extract.figures_refusals import REASONS, Refusals, RefusalWords
from onrecord.extract.figures_times import FigureTimes
from onrecord.extract.numbers import Amount, NumberReader
from onrecord.extract.numbers_bounds import limits
from onrecord.types.annotated import Annotated
from onrecord.types.errors import Rejected
from onrecord.types.findings import Extracted, Found
from onrecord.types.identity import row_id
from onrecord.types.rows import Figure, Statement
from onrecord.types.spans import Span


class FigureExtractor:
    """Yields a Figure for each number that counts or measures, and a refusal for each that does not."""

    name = "figures"
    version = "2"

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._reader = NumberReader(vocabularies)
        self._measures = Measures(vocabularies)
        self._refusal_words = RefusalWords(vocabularies)
        table = vocabularies.table("counted")
        self._ordinal_nouns = frozenset(table["ordinal_nouns"])
        self._singulars: dict[str, str] = dict(table["singulars"])

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield figures and refusals in text order; none of a text in a language without a model."""
        if not annotated.tokens:
            return
        page = _Page(annotated, found, Refusals(annotated, found, self._refusal_words))
        for paragraph in annotated.document.layout.paragraphs:
            for amount in self._reader.amounts(annotated.text, paragraph.start, paragraph.end):
                counted = counted_by(annotated, amount)
                code = page.refusals.reason(amount, counted)
                if code is None and amount.ordinal and not self._counts(annotated, amount):
                    code = "ordinal"
                if code is not None:
                    anchor = annotated.evidence(amount.number_start, amount.number_end)
                    yield Rejected(anchor, self.name, code, REASONS[code])
                else:
                    yield self._figure(page, amount, counted)

    def _counts(self, annotated: Annotated, amount: Amount) -> bool:
        """Tell whether an ordinal counts: the 75th anniversary, the third time, the second-largest."""
        token = annotated.token_at(amount.number_start)
        if token is None:
            return False
        last = annotated.tokens_in(amount.number_start, amount.number_end)[-1]
        if _SUPERLATIVE.match(annotated.text, amount.number_end):
            return True
        head = annotated.tokens[last.head]
        return head.i > last.i and head.lemma.lower() in self._ordinal_nouns

    def _figure(self, page: _Page, amount: Amount, counted: Counted | None) -> Figure:
        annotated, document = page.annotated, page.annotated.document
        end = max(amount.end, counted.span.end) if counted else amount.end
        kind = self._measures.kind_of(annotated, amount, counted, end)
        amount = _as_measured(annotated.text, amount, kind)
        when = page.times.of(amount, counted)
        statement = page.statement_of(amount)
        return Figure(
            id=row_id("figure", document.id, amount.start, end),
            document=document.id,
            anchor=annotated.evidence(amount.start, end),
            value=annotated.evidence(amount.start, amount.end),
            low=amount.low,
            high=amount.high,
            bound=amount.bound,
            counted=counted.words(annotated) if counted else None,
            measure=kind.measure,
            date=when.edtf if when else None,
            statement=statement.id if statement else None,
            chain=statement.chain if statement and statement.chain else (document.id,),
            number=amount.number,
            unit=kind.unit,
            additive=amount.additive,
            place=page.place_of(amount),
            date_basis=when.basis if when else None,
            date_anchor=when.anchor if when else None,
            counted_lemma=counted.lemma(annotated, self._singulars) if counted else None,
            quantity=kind.quantity,
            change=kind.change,
        )


_SUPERLATIVE = re.compile(r"[\s-]+(?:most|least|\w{2,}est)\b", re.I)
_FOR = re.compile(
    r"\b(?:for|of|after|in|than|took|takes|taken|spent|lasted|lasting|well|far|just|with|since|past|last)\s+$",
    re.I,
)
_LOOSE = ("over", "under", "above", "below")


def _as_measured(text: str, amount: Amount, kind: Kind) -> Amount:
    """Return an amount with the limits its kind allows; "over" a length of time may mean during it.

    More than four decades may be four and a day, more than 600 persons are 601.
    """
    word = text[amount.start : amount.number_start].strip().lower()
    if word in _LOOSE and _is_preposition(text, amount, kind, word):
        amount = replace(amount, start=amount.number_start, bound="exact")
    if amount.bound in ("vague", "between") or amount.number is None:
        return amount
    low, high = limits(amount.number, amount.bound, whole=kind.quantity in ("count", "rank", "rate"))
    return replace(amount, low=low, high=high)


def _is_preposition(text: str, amount: Amount, kind: Kind, word: str) -> bool:
    """Tell whether "over" or "under" before a number is no bound: over five years, under three laws."""
    if kind.quantity == "duration":
        return word == "over" and not _FOR.search(text, max(0, amount.start - 12), amount.start)
    small = isinstance(amount.number, int) and amount.number < 10
    return small and kind.quantity == "count" and text[amount.number_start].isalpha()


class _Page:
    """What one document holds around its figures: refusals, times, statements and places."""

    def __init__(self, annotated: Annotated, found: Found, refusals: Refusals) -> None:
        self.annotated, self.refusals = annotated, refusals
        self.times = FigureTimes(annotated, found)
        self._statements = Places(
            (part.span, statement) for statement in found.of(Statement) for part in statement.content
        )
        self._entities = Places(
            (Span(entity.start, entity.end), entity)
            for entity in annotated.entities
            if entity.label in ("GPE", "LOC", "FAC") and entity.first > 0
        )

    def statement_of(self, amount: Amount) -> Statement | None:
        """Return the innermost statement whose content holds a figure."""
        holding = [
            statement
            for span, statement in self._statements.over(Span(amount.start, amount.end))
            if amount.end <= span.end
        ]
        return min(
            holding, key=lambda s: (-s.level, sum(len(part.exact) for part in s.content), s.id), default=None
        )

    def place_of(self, amount: Amount) -> str | None:
        """Return the place named after the figure in its sentence ("in …", "at …"), None where none is."""
        sentence = self.annotated.sentence_at(amount.number_start)
        if sentence is None:
            return None
        for span, entity in self._entities.between(amount.end, sentence.end):
            before = self.annotated.tokens[entity.first - 1]
            if before.text.lower() == "the" and entity.first > 1:
                before = self.annotated.tokens[entity.first - 2]
            if before.pos == "ADP" and before.text.lower() in ("in", "at", "near", "on", "inside", "across"):
                return " ".join(span.slice(self.annotated.text).split())
        return None
