"""Figures: numbers somebody claims, with bound, what is counted, measure, date and chain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.data import Vocabularies
from onrecord.extract.figures_refusals import REASONS, Refusals
from onrecord.extract.numbers import Amount, NumberReader
from onrecord.types.annotated import Annotated, Token
from onrecord.types.dates import TimeExpression
from onrecord.types.errors import Rejected
from onrecord.types.findings import Extracted, Found
from onrecord.types.identity import row_id
from onrecord.types.rows import Figure, Statement
from onrecord.types.spans import Span

LONGEST_COUNTED = 100
"""Characters of a counted phrase beyond which the parse has run away with the sentence."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """The noun that is counted with its words; `head` governs the sentence part the figure stands in."""

    head: Token
    span: Span


class FigureExtractor:
    """Yields a Figure for each number that counts or measures, and a refusal for each that does not."""

    name = "figures"
    version = "1"

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._vocabularies = vocabularies
        self._reader = NumberReader(vocabularies)
        table = vocabularies.table("counted")
        self._flow_verbs = frozenset(table["flow_verbs"])
        self._stock_verbs = frozenset(table["stock_verbs"])
        self._flow_nouns = frozenset(table["flow_nouns"])
        self._durations = frozenset(table["durations"])
        self._ordinal_nouns = frozenset(table["ordinal_nouns"])

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield figures and refusals in text order; none of a text in a language without a model."""
        if not annotated.tokens:
            return
        refusals = Refusals(annotated, found, self._vocabularies)
        times = found.of(TimeExpression)
        statements = found.of(Statement)
        for paragraph in annotated.document.layout.paragraphs:
            for amount in self._reader.amounts(annotated.text, paragraph.start, paragraph.end):
                code = refusals.reason(amount)
                if code is None and amount.ordinal and not self._counts(annotated, amount):
                    code = "designation"
                if code is not None:
                    anchor = annotated.evidence(amount.number_start, amount.number_end)
                    yield Rejected(anchor, self.name, code, REASONS[code])
                else:
                    yield self._figure(annotated, amount, times, statements)

    def _counts(self, annotated: Annotated, amount: Amount) -> bool:
        """Tell whether an ordinal counts: the 75th anniversary, the third time."""
        token = annotated.token_at(amount.number_start)
        return token is not None and annotated.tokens[token.head].lemma.lower() in self._ordinal_nouns

    def _figure(
        self,
        annotated: Annotated,
        amount: Amount,
        times: tuple[TimeExpression, ...],
        statements: tuple[Statement, ...],
    ) -> Figure:
        document = annotated.document
        counted = _counted(annotated, amount)
        end = max(amount.end, counted.span.end) if counted else amount.end
        measure = self._measure(annotated, amount, counted)
        when = _time_of(annotated, amount, times)
        statement = _statement_of(amount, statements)
        low, high = _limits(amount, measure)
        return Figure(
            id=row_id("figure", document.id, amount.start, end),
            document=document.id,
            anchor=annotated.evidence(amount.start, end),
            value=annotated.evidence(amount.start, amount.end),
            low=low,
            high=high,
            bound=amount.bound,
            counted=" ".join(counted.span.slice(annotated.text).split()) if counted else None,
            measure=measure,
            date=when.edtf if when else None,
            statement=statement.id if statement else None,
            chain=statement.chain if statement and statement.chain else (document.id,),
            number=amount.number,
            unit=counted.head.lemma.lower() if measure == "duration" and counted else amount.unit,
            additive=amount.additive,
            place=_place_of(annotated, amount),
            date_basis=when.basis if when else None,
            date_anchor=when.anchor if when else None,
        )

    def _measure(self, annotated: Annotated, amount: Amount, counted: _Counted | None) -> str:
        if amount.ordinal:
            return "rank"
        if counted is not None and counted.head.lemma.lower() in self._durations:
            return "duration"
        if amount.unit is not None:
            return "other"
        token = counted.head if counted else annotated.token_at(amount.number_start)
        return "other" if token is None else self._flow_or_stock(annotated, token)

    def _flow_or_stock(self, annotated: Annotated, token: Token) -> str:
        """Return what the words around a counted noun say: a participle after it, a noun or verb above it."""
        for child in annotated.children(token):
            if child.dep in ("acl", "relcl") and child.i > token.i:
                told = self._of_verb(child)
                if told != "other":
                    return told
        if token.lemma.lower() in self._flow_nouns:
            return "flow"
        for _ in range(6):
            head = annotated.tokens[token.head]
            if head.i == token.i:
                break
            if head.pos == "NOUN" and head.lemma.lower() in self._flow_nouns:
                return "flow"
            if head.pos in ("VERB", "AUX") and (told := self._of_verb(head)) != "other":
                return told
            if token.dep == "nsubj" and (told := self._of_what_is_agreed(annotated, head)) != "other":
                return told
            token = head
        return "other"

    def _of_what_is_agreed(self, annotated: Annotated, verb: Token) -> str:
        """Return what the infinitive under a verb says of its subject: "84 families agreed to leave"."""
        inner = [child for child in annotated.children(verb) if child.dep == "xcomp" and child.pos == "VERB"]
        return self._of_verb(inner[0]) if inner else "other"

    def _of_verb(self, verb: Token) -> str:
        lemma = verb.lemma.lower()
        return "flow" if lemma in self._flow_verbs else "stock" if lemma in self._stock_verbs else "other"


def _counted(annotated: Annotated, amount: Amount) -> _Counted | None:
    """Return the noun that a number counts, None where it stands alone ("killed 35")."""
    inside = annotated.tokens_in(amount.number_start, amount.number_end)
    if not inside:
        return None
    last = inside[-1]
    following = annotated.tokens[last.i + 1] if last.i + 1 < len(annotated.tokens) else None
    start = amount.end
    if following is not None and following.text.lower() == "of" and following.sentence == last.sentence:
        objects = [child for child in annotated.children(following) if child.dep == "pobj"]
        head = objects[0] if objects and amount.unit is None else None
        start = following.end
    else:
        head = _governor(annotated, inside)
        if head is None or not _is_counted(head, last):
            head = _noun_after(annotated, last)
    if head is None or not _is_counted(head, last):
        return None
    span = _words_before(annotated, head, start)
    return _Counted(head, span) if span is not None and len(span) <= LONGEST_COUNTED else None


def _is_counted(head: Token, last: Token) -> bool:
    return head.i > last.i and head.pos in ("NOUN", "PROPN") and head.sentence == last.sentence


MOST_WORDS_COUNTED = 8
"""Words after a number among which its noun is looked for where the parse does not tie them."""


def _noun_after(annotated: Annotated, last: Token) -> Token | None:
    """Return the plural noun that ends the run of names and adjectives after a number.

    Words in brackets may stand in the run: "1,170 North Korean (DPRK) refugees".
    """
    found, bracket = None, False
    for token in annotated.tokens[last.i + 1 : last.i + 1 + MOST_WORDS_COUNTED]:
        if token.sentence != last.sentence:
            break
        if token.text in "()":
            bracket = token.text == "("
        elif not bracket and token.pos not in ("NOUN", "PROPN", "ADJ"):
            break
        elif not bracket and token.tag == "NNS":
            found = token
    return found


def _governor(annotated: Annotated, inside: tuple[Token, ...]) -> Token | None:
    """Return the noun that a number modifies: the first governor outside the number itself."""
    token = inside[-1]
    first, last = inside[0].i, inside[-1].i
    for _ in range(6):
        head = annotated.tokens[token.head]
        if head.i == token.i:
            return None
        if not first <= head.i <= last:
            hyphen = head.dep == "punct" or head.text == "-"
            return head if not hyphen and token.dep in _NUMBER_DEPS else None
        token = head
    return None


_NUMBER_DEPS = ("nummod", "quantmod", "compound", "amod", "nmod", "npadvmod", "det", "advmod")


def _words_before(annotated: Annotated, head: Token, start: int) -> Span | None:
    """Return the words from behind the number to the counted noun, without "more" and hyphens."""
    first = start
    text = annotated.text
    while first < head.start and (text[first].isspace() or text[first] in "-–‑"):
        first += 1
    for word in ("more ", "additional ", "further ", "other "):
        if text.startswith(word, first):
            first += len(word)
    return Span(first, head.end) if first < head.end and "\n\n" not in text[first : head.end] else None


def _limits(amount: Amount, measure: str) -> tuple[float | int | None, float | int | None]:
    """Return the limits of an amount; more than four decades may be four and a day, not five."""
    if measure == "duration" and amount.bound == "more_than":
        return amount.number, None
    if measure == "duration" and amount.bound == "less_than":
        return None, amount.number
    return amount.low, amount.high


def _time_of(
    annotated: Annotated, amount: Amount, times: tuple[TimeExpression, ...]
) -> TimeExpression | None:
    """Return the date that stands nearest to a figure in its sentence."""
    sentence = annotated.sentence_at(amount.number_start)
    if sentence is None:
        return None
    dated = [
        time
        for time in times
        if time.edtf is not None
        and sentence.start <= time.anchor.start < sentence.end
        and time.type == "DATE"
    ]
    return min(dated, key=lambda time: _distance(time, amount), default=None)


def _distance(time: TimeExpression, amount: Amount) -> tuple[int, int]:
    """Return how far a date stands from a figure; one ahead of the figure counts as twice as far."""
    if time.anchor.start >= amount.end:
        return time.anchor.start - amount.end, time.anchor.start
    return 2 * (amount.start - time.anchor.end), time.anchor.start


def _place_of(annotated: Annotated, amount: Amount) -> str | None:
    """Return the place named after the figure in its sentence ("in …", "at …"), None where there is none."""
    sentence = annotated.sentence_at(amount.number_start)
    if sentence is None:
        return None
    for entity in annotated.entities_in(amount.end, sentence.end):
        if entity.label in ("GPE", "LOC", "FAC") and entity.first > 0:
            before = annotated.tokens[entity.first - 1]
            if before.text.lower() == "the" and entity.first > 1:
                before = annotated.tokens[entity.first - 2]
            if before.pos == "ADP" and before.text.lower() in ("in", "at", "near", "on", "inside", "across"):
                return " ".join(annotated.text[entity.start : entity.end].split())
    return None


def _statement_of(amount: Amount, statements: tuple[Statement, ...]) -> Statement | None:
    """Return the innermost statement whose content holds a figure."""
    holding = [
        statement
        for statement in statements
        if any(part.start <= amount.start and amount.end <= part.end for part in statement.content)
    ]
    return min(
        holding, key=lambda s: (-s.level, sum(len(part.exact) for part in s.content), s.id), default=None
    )
