"""Temporal expressions: TIMEX3 type and value, EDTF, and what remains open where there is no anchor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.data import Vocabularies
from onrecord.extract.times_calendar import Moment, moment_of
from onrecord.extract.times_forms import Reading, forms_of
from onrecord.extract.times_words import TimeWords
from onrecord.types.annotated import Annotated
from onrecord.types.dates import TimeExpression
from onrecord.types.findings import Extracted, Found

CONTEXT = 40
"""Characters before and after an expression that its reading may look at."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    rank: int
    reading: Reading


class TimeExtractor:
    """Yields every temporal expression of a document; needs its paragraphs and date, and no tokens."""

    name = "times"
    version = "1"

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._forms = forms_of(TimeWords(vocabularies))

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield expressions in text order; relative ones are resolved against the document's date."""
        del found
        document = annotated.document
        date = document.layout.date
        anchor = moment_of(date.edtf) if date else None
        in_items = [segment.span for segment in document.layout.of("item")]
        for paragraph in document.layout.paragraphs:
            dated = None if any(item.contains(paragraph) for item in in_items) else anchor
            for candidate in _chosen(self._candidates(document.text, paragraph.start, paragraph.end, dated)):
                yield _expression(annotated, candidate, dated)

    def _candidates(self, text: str, start: int, end: int, anchor: Moment | None) -> Iterator[_Candidate]:
        for rank, form in enumerate(self._forms):
            for match in form.pattern.finditer(text, start, end):
                reading = form.read(match, anchor)
                if reading is not None:
                    first, last = match.span("x") if "x" in match.re.groupindex else match.span()
                    yield _Candidate(first, last, rank, reading)


def _chosen(candidates: Iterable[_Candidate]) -> Iterator[_Candidate]:
    """Yield the longest of expressions that overlap, the earlier form first among equals."""
    ranked = sorted(candidates, key=lambda c: (c.start, -(c.end - c.start), c.rank))
    held: _Candidate | None = None
    for candidate in ranked:
        if held is not None and candidate.start < held.end:
            if candidate.end - candidate.start > held.end - held.start:
                held = candidate
            continue
        if held is not None:
            yield held
        held = candidate
    if held is not None:
        yield held


def _expression(annotated: Annotated, candidate: _Candidate, anchor: Moment | None) -> TimeExpression:
    reading = candidate.reading
    evidence = annotated.evidence(candidate.start, candidate.end)
    constraint = reading.constraint
    if reading.value is None and constraint is None:
        constraint = " ".join(evidence.exact.split())
    if reading.value is None:
        zone = _ZONE.match(annotated.text, candidate.end, candidate.end + CONTEXT)
        constraint = f"{constraint}, {zone[1]}" if zone else constraint
    basis = "relative" if reading.relative and reading.value is not None and anchor is not None else "stated"
    edtf = _since(annotated.text, candidate, reading.edtf)
    return TimeExpression(evidence, reading.type, reading.value, edtf, basis, constraint)


_ZONE = re.compile(r"\s*\(([A-Z][\w .]{1,30}? time|[A-Z]{2,5})\)")
_SINCE = re.compile(r"(?:\bsince|\bever since|\bfrom)\s+(?:early\s+|mid-?\s?|late\s+)?$", re.I)
_UNTIL = re.compile(r"(?:\buntil|\btill|\bup to)\s+$", re.I)
_ABOUT = re.compile(r"(?:\baround|\babout|\bcirca|\bc\.|\bapproximately|\broughly)\s+(?:in\s+)?$", re.I)


def _since(text: str, candidate: _Candidate, edtf: str | None) -> str | None:
    """Return an EDTF date as its preposition bounds it: since 2020 is `2020/..`, around 2015 `2015~`."""
    if edtf is None or "/" in edtf:
        return edtf
    before = text[max(0, candidate.start - CONTEXT) : candidate.start]
    if _SINCE.search(before) and not before.rstrip().lower().endswith("from"):
        return f"{edtf}/.."
    if _UNTIL.search(before):
        return f"../{edtf}"
    if _ABOUT.search(before) and edtf[-1].isdigit():
        return f"{edtf}~"
    return edtf
