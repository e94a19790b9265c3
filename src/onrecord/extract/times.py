"""Temporal expressions: TIMEX3 type and value, EDTF, and what remains open where there is no anchor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.data import Vocabularies
from onrecord.extract.times_calendar import Moment, moment_of
from onrecord.extract.times_edges import together, widened
from onrecord.extract.times_forms import Form, forms_of
from onrecord.extract.times_places import Places
from onrecord.extract.times_reading import Context, Reading
from onrecord.extract.times_words import TimeWords
from onrecord.types.annotated import Annotated
from onrecord.types.dates import RecordDate, TimeExpression
from onrecord.types.findings import Extracted, Found
from onrecord.types.spans import Span

CONTEXT = 40
"""Characters before and after an expression that its preposition and zone are looked for in."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    rank: int
    match: re.Match[str]


@dataclass(frozen=True, slots=True)
class _Read:
    start: int
    end: int
    reading: Reading


class TimeExtractor:
    """Yields every temporal expression of a document; needs its paragraphs and date, and no tokens."""

    name = "times"
    version = "3"

    def __init__(self, vocabularies: Vocabularies) -> None:
        words = TimeWords(vocabularies)
        self._forms = forms_of(words)
        self._places = Places(words)

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield expressions in text order.

        Relative ones are resolved against a date named before, else against the date of the item or of the
        letter printed whole that they stand in, else against the document's.
        """
        del found
        document = annotated.document
        layout = document.layout
        parts = [segment.span for segment in layout.of("item")]
        letters = [Span(letter.start, letter.end) for letter in layout.letters]
        heads = [segment.span for what in ("date_line", "dateline") for segment in layout.of(what)]
        whole = Context(_anchor(layout.date))
        part, inside, dated = None, whole, True
        for paragraph in layout.paragraphs:
            holding = next((span for span in [*parts, *letters] if span.contains(paragraph)), None)
            if holding != part:
                part, dated = holding, holding is None
                inside = whole if holding is None else Context(whole.anchor if holding in letters else None)
            for read in self._read(document.text, paragraph.start, paragraph.end, inside):
                yield _expression(annotated, read)
                own = None if dated else _date_of_part(read, heads)
                if own is not None:
                    inside.anchor, dated = own, True

    def _read(self, text: str, start: int, end: int, context: Context) -> Iterator[_Read]:
        """Yield what is read in a paragraph; a time of day and its day are one."""
        held: _Read | None = None
        floor = context.begin = start
        for candidate in self._candidates(text, start, end):
            if candidate.start < floor:
                continue
            context.at = candidate.start
            reading = self._forms[candidate.rank].read(candidate.match, context)
            if reading is None:
                continue
            context.note(reading, candidate.start)
            first, last, reading = widened(text, candidate.start, candidate.end - reading.cut, reading, floor)
            floor = last
            if held is not None:
                one = together(text, held.end, first, held.reading, reading)
                if one is not None:
                    held = _Read(held.start, last, one)
                    continue
                yield held
            held = _Read(first, last, reading)
        if held is not None:
            yield held

    def _candidates(self, text: str, start: int, end: int) -> list[_Candidate]:
        """Return all matches by start, at one start the longest first, the earlier form among equals."""
        found: list[_Candidate] = []
        windows = self._places.windows(text, start, end)
        for rank, form in enumerate(self._forms):
            for first, last in windows.get(form.where, ()):
                found += _matches(form, rank, text, first, last)
        found.sort(key=lambda c: (c.start, -c.end, c.rank))
        return found


def _anchor(date: RecordDate | None) -> Moment | None:
    """Return what relative dates are counted from; None where counting could leave the calendar."""
    moment = moment_of(date.edtf) if date else None
    return moment if moment is not None and 1200 <= moment.year <= 9000 else None


def _date_of_part(read: _Read, heads: Iterable[Span]) -> Moment | None:
    """Return the day that the date line or dateline of an item or letter states, None for other dates."""
    if read.reading.type != "DATE" or read.reading.leans is not None or read.reading.value is None:
        return None
    if not any(span.start <= read.start and read.end <= span.end for span in heads):
        return None
    return moment_of(read.reading.value)


def _matches(form: Form, rank: int, text: str, start: int, end: int) -> Iterator[_Candidate]:
    for match in form.pattern.finditer(text, start, end):
        first, last = match.span("x") if "x" in form.pattern.groupindex else match.span()
        yield _Candidate(first, last, rank, match)


def _expression(annotated: Annotated, read: _Read) -> TimeExpression:
    reading = read.reading
    evidence = annotated.evidence(read.start, read.end)
    constraint = reading.constraint
    if reading.value is None and constraint is None:
        constraint = " ".join(evidence.exact.split())
    zone = _ZONE.match(annotated.text, read.end, read.end + CONTEXT)
    if zone is not None:
        constraint = f"{constraint}, {zone[1]}" if constraint else zone[1]
    basis = "stated"
    if reading.leans is not None and reading.value is not None:
        basis = "relative" if reading.leans == "document" else "inferred"
    edtf = _bounded(annotated.text, read.start, reading.edtf)
    return TimeExpression(evidence, reading.type, reading.value, edtf, basis, constraint)


_ZONE = re.compile(r"\s*\(([A-Z][\w .]{1,30}? time|[A-Z]{2,5})\)")
_SINCE = re.compile(r"(?:\bsince|\bever since)\s+$", re.I)
_UNTIL = re.compile(r"(?:\buntil|\btill|\bup to)\s+$", re.I)
_ABOUT = re.compile(r"(?:\baround|\babout|\bcirca|\bc\.|\bapproximately|\broughly)\s+(?:in\s+)?$", re.I)


def _bounded(text: str, start: int, edtf: str | None) -> str | None:
    """Return an EDTF date as its preposition bounds it: since 2020 is `2020/..`, around 2015 `2015~`."""
    if edtf is None or "/" in edtf:
        return edtf
    before = text[max(0, start - CONTEXT) : start]
    if _SINCE.search(before):
        return f"{edtf}/.."
    if _UNTIL.search(before):
        return f"../{edtf}"
    if _ABOUT.search(before) and edtf[-1].isdigit() and text[start].isdigit():
        return f"{edtf}~"
    return edtf
