"""Figures: numbers somebody claims, with bound, what is counted, measure, date and chain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from onrecord.data import Vocabularies
from onrecord.extract.figures_clauses import Clauses
from onrecord.extract.figures_counted import Counted, counted_by
from onrecord.extract.figures_measures import Kind, Measures
from onrecord.extract.figures_ranks import RankReader
from onrecord.extract.figures_refusal_words import RefusalWords
from onrecord.extract.figures_refusals import REASONS, Refusals
from onrecord.extract.numbers import Amount, NumberReader
from onrecord.extract.numbers_bounds import limits
from onrecord.extract.span_index import SpanIndex
from onrecord.types.annotated import Annotated
from onrecord.types.errors import Rejected
from onrecord.types.findings import Extracted, Found
from onrecord.types.identity import row_id
from onrecord.types.rows import Figure, Statement
from onrecord.types.spans import Span


class FigureExtractor:
    """Yields a Figure for each number that counts or measures, and a refusal for each that does not."""

    name = "figures"
    version = "4"

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._reader = NumberReader(vocabularies)
        self._measures = Measures(vocabularies)
        self._ranks = RankReader(vocabularies)
        self._refusal_words = RefusalWords(vocabularies, self._measures.units)
        table = vocabularies.table("counted")
        self._ordinal_nouns = frozenset(table["ordinal_nouns"])
        self._singulars: dict[str, str] = dict(table["singulars"])

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield figures and refusals in text order; none of a text in a language without a model."""
        if not annotated.tokens:
            return
        page = _Page(annotated, found, Refusals(annotated, found, self._refusal_words))
        for paragraph in annotated.document.layout.paragraphs:
            ranks = self._ranks.ranks(annotated, paragraph.start, paragraph.end)
            firsts = [(amount.start, self._figure(page, amount, counted)) for amount, counted in ranks]
            numbers = [*self._of_numbers(page, paragraph)]
            words = self._of_words(annotated, paragraph, numbers)
            yield from (item for _, item in sorted([*numbers, *firsts, *words], key=lambda one: one[0]))

    def _of_words(
        self, annotated: Annotated, paragraph: Span, numbers: Sequence[tuple[int, Figure | Rejected]]
    ) -> Iterator[tuple[int, Rejected]]:
        """Yield a refusal for each word of a paragraph that says many without a number, outside figures."""
        held = SpanIndex(
            (item.value.span if isinstance(item, Figure) else item.anchor.span, None) for _, item in numbers
        )
        for match in self._refusal_words.words_only.finditer(annotated.text, paragraph.start, paragraph.end):
            if not any(held.over(Span(*match.span()))):
                anchor = annotated.evidence(*match.span())
                yield match.start(), Rejected(anchor, self.name, "words_only", REASONS["words_only"])

    def _of_numbers(self, page: _Page, paragraph: Span) -> Iterator[tuple[int, Figure | Rejected]]:
        """Yield a figure or a refusal for each number of a paragraph, with its place."""
        annotated = page.annotated
        last: tuple[Amount, Counted] | None = None
        before: Figure | None = None
        refused: tuple[str, int] | None = None
        for read in self._reader.amounts(annotated.text, paragraph.start, paragraph.end):
            counted = counted_by(annotated, read, self._measures.units)
            converts = last is not None and self._measures.is_unit(last[1])
            amount = _as_converted(annotated.text, read, last) if last and converts else read
            code = page.refusals.reason(amount, counted)
            if code is None and refused and page.refusals.goes_on(*refused, amount):
                code = refused[0]
            if code is None and amount.ordinal and not self._counts(annotated, amount):
                code = "ordinal"
            if code is None and page.is_note_again(amount):
                code = "note_mark"
            if code is not None:
                page.note(code, amount)
                anchor = annotated.evidence(amount.number_start, amount.number_end)
                yield amount.start, Rejected(anchor, self.name, code, REASONS[code])
                refused = (code, amount.number_end)
                continue
            refused = None
            figure = self._figure(page, amount, counted)
            if amount.additive and counted is None and last is not None:
                figure = _of_the_same(annotated, figure, last[1], self._singulars)
            elif counted is None and last is not None and before is not None:
                figure = _there_were(annotated, figure, before, last[1], self._singulars)
            if counted:
                last, before = (amount, counted), figure
            yield amount.start, figure

    def _counts(self, annotated: Annotated, amount: Amount) -> bool:
        """Tell whether an ordinal counts: the 75th anniversary, the third time, the second-largest."""
        token = annotated.token_at(amount.number_start)
        if token is None:
            return False
        last = annotated.tokens_in(amount.number_start, amount.number_end)[-1]
        if _SUPERLATIVE.match(annotated.text, amount.number_end):
            return True
        nouns = [annotated.tokens[last.head], *annotated.tokens[last.i + 1 : last.i + 2]]
        return any(
            noun.i > last.i and noun.text[0].islower() and noun.lemma.lower() in self._ordinal_nouns
            for noun in nouns
        )

    def _figure(self, page: _Page, amount: Amount, counted: Counted | None) -> Figure:
        annotated, document = page.annotated, page.annotated.document
        end = max(amount.end, counted.span.end) if counted else amount.end
        kind = self._measures.kind_of(annotated, amount, counted, end)
        amount = _as_measured(annotated.text, amount, kind)
        when = page.clauses.time_of(amount, counted)
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
            place=page.clauses.place_of(amount, counted),
            date_basis=when.basis if when else None,
            date_anchor=when.anchor if when else None,
            counted_lemma=counted.lemma(annotated, self._singulars) if counted else None,
            quantity=kind.quantity,
            change=kind.change,
        )


_SUPERLATIVE = re.compile(r"[\s-]+(?:most|least|\w{2,}est)\b", re.I)
_FOR = re.compile(
    r"\b(?:for|of|after|in|than|took|takes|taken|spent|lasted|lasting|been|is|was|be|well|far|just|with|since|past|last)\s+\Z",
    re.I,
)
_AGO = re.compile(r"[\s-]\w+\s+(?:ago|since|later|earlier|before|after|old)\b", re.I)
_CONVERTED = re.compile(r"\s?[(/]\s?")
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
    low, high = limits(amount.number, amount.bound, whole=kind.unit is None)
    return replace(amount, low=low, high=high)


def _of_the_same(
    annotated: Annotated, figure: Figure, counted: Counted, singulars: Mapping[str, str]
) -> Figure:
    """Return a figure that adds to an earlier one of its sentence, of what that one counts."""
    if annotated.sentence_at(counted.span.start) != annotated.sentence_at(figure.anchor.start):
        return figure
    return replace(
        figure, counted=counted.words(annotated), counted_lemma=counted.lemma(annotated, singulars)
    )


def _there_were(
    annotated: Annotated, figure: Figure, before: Figure, counted: Counted, singulars: Mapping[str, str]
) -> Figure:
    """Return a figure that counts again, in the next sentence, what the one before it counts, and where.

    "More than 1,500 people live at the camp. In April there were 1,200."
    """
    token = annotated.token_at(figure.value.start)
    verb = annotated.tokens[token.head] if token is not None else None
    one, other = (annotated.sentence_at(place) for place in (before.value.start, figure.value.start))
    if token is None or verb is None or one is None or other is None or other.i != one.i + 1:
        return figure
    there_are = verb.lemma == "be" and any(child.dep == "expl" for child in annotated.children(verb))
    if not there_are or token.dep not in ("attr", "nsubj") or figure.unit or before.quantity != "count":
        return figure
    return replace(
        figure,
        counted=counted.words(annotated),
        counted_lemma=counted.lemma(annotated, singulars),
        place=figure.place or before.place,
    )


def _as_converted(text: str, amount: Amount, last: tuple[Amount, Counted]) -> Amount:
    """Return an amount with the bound of the one it converts: "more than 100 kilometers (60 miles)"."""
    other, counted = last
    if amount.bound != "exact" or other.bound in ("exact", "between", "vague") or amount.number is None:
        return amount
    bracketed = _CONVERTED.fullmatch(text, counted.span.end, amount.start) is not None
    return replace(amount, bound=other.bound) if bracketed else amount


def _is_preposition(text: str, amount: Amount, kind: Kind, word: str) -> bool:
    """Tell whether "over" or "under" before a number is no bound: over five years, under three laws."""
    if kind.quantity == "duration":
        told = _FOR.search(text, max(0, amount.start - 12), amount.start)
        return word == "over" and not told and not _AGO.match(text, amount.number_end)
    small = isinstance(amount.number, int) and amount.number < 10
    return small and kind.quantity == "count" and text[amount.number_start].isalpha()


class _Page:
    """What one document holds around its figures: refusals, clauses and statements."""

    def __init__(self, annotated: Annotated, found: Found, refusals: Refusals) -> None:
        self.annotated, self.refusals = annotated, refusals
        self.clauses = Clauses(annotated, found)
        self._notes: set[float | int | None] = set()
        self._statements = SpanIndex(
            (part.span, statement) for statement in found.of(Statement) for part in statement.content
        )

    def note(self, code: str, amount: Amount) -> None:
        """Remember the number of a note, so that the note itself is known by it."""
        if code == "note_mark":
            self._notes.add(amount.number)

    def is_note_again(self, amount: Amount) -> bool:
        """Tell whether a number begins a line as the mark of a note seen before: the note at the foot."""
        at_start = amount.start == 0 or self.annotated.text[amount.start - 1] == "\n"
        return at_start and amount.bound == "exact" and amount.number in self._notes

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
