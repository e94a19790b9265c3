"""Numbers that are no figures: labels, names, dates, telephone numbers, ages, each with its reason."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from onrecord.data import Vocabularies
from onrecord.extract.numbers import Amount
from onrecord.types.annotated import Annotated
from onrecord.types.dates import TimeExpression
from onrecord.types.findings import Found
from onrecord.types.rows import Actor, Norm
from onrecord.types.spans import Span

FRAME = ("letterhead", "date_line", "address_block", "signature_block", "copy_line", "byline", "dateline")
"""Segments whose numbers are addresses, dates and districts."""

REASONS = {
    "date": "This number is part of a date or time.",
    "in_frame": "This number stands in an address, date line or signature.",
    "list_label": "This number labels an item of a list.",
    "designation": "This number is part of a name or code.",
    "reference_number": "This number tells which resolution, section, case or page, not how many.",
    "telephone": "This is a telephone number.",
    "postal_code": "This is a postal code.",
    "age": "This is an age.",
    "year": "This number is a year.",
    "norm": "This number is part of the name of a law, treaty or resolution.",
    "name": "This number is part of a name.",
    "pronoun": "“One” stands for a thing here and counts nothing.",
    "score": "This is a score or a ratio of votes without a counted thing.",
}

_PHONE = re.compile(r"(?:\(\d{3}\)\s?|\d{3}[-. ])\d{3}[-. ]\d{4}|\+\d[\d\s().-]{7,}")
_STATE_ZIP = re.compile(r"(?:\b[A-Z]{2}\b\W{0,6}|D\.?C\.?\W{0,6})$")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_PRONOUN_AFTER = re.compile(
    r"\s+(?:of\s+(?:the|these|those|them|us|our|its|his|her|my|your|their|a)\b|another\b|who\b|that\b|thing\b|way\b"
    r"|day\b|by\s+one\b|hand\b|side\b|such\b|[.,;:!?])|[’']s\b|[.,;:!?)]",
    re.I,
)
_PRONOUN_BEFORE = re.compile(
    r"\b(?:no|the|this|that|any|every|each|which|another|only|last|new|old|good|bad|other|not)\s+$", re.I
)


class Refusals:
    """Tells why a number in one document is no figure; holds that document's dates, norms and names."""

    def __init__(self, annotated: Annotated, found: Found, vocabularies: Vocabularies) -> None:
        table = vocabularies.table("numbers")
        self._annotated = annotated
        self._labels: dict[str, re.Pattern[str]] = {
            code: re.compile(rf"(?<![\w])(?:{_any(words)})\s*(?:\(\s*)?$", re.I)
            for code, words in table["labels"].items()
        }
        self._labels_after: dict[str, re.Pattern[str]] = {
            code: re.compile(rf"\s*(?:{_any(words)})", re.I) for code, words in table["labels_after"].items()
        }
        times = found.of(TimeExpression)
        self._dates = _Places(t.anchor.span for t in times if t.type != "DURATION")
        norms = found.of(Norm)
        self._norms = _Places(mention.span for norm in norms for mention in norm.mentions)
        named = [
            actor for actor in found.of(Actor) if actor.kind in ("organization", "body", "state", "person")
        ]
        self._names = _Places(mention.span for actor in named for mention in actor.mentions)
        layout = annotated.document.layout
        self._frame = _Places(segment.span for what in FRAME for segment in layout.of(what))
        self._items = {segment.start for segment in layout.of("list_item")}

    def reason(self, amount: Amount) -> str | None:
        """Return the code of the reason why an amount is no figure, None where it is one."""
        place = Span(amount.number_start, amount.number_end)
        for code, places in (
            ("in_frame", self._frame),
            ("date", self._dates),
            ("norm", self._norms),
            ("name", self._names),
        ):
            if places.hold(place):
                return code
        return self._reason_by_words(amount)

    def _reason_by_words(self, amount: Amount) -> str | None:
        text, start, end = self._annotated.text, amount.number_start, amount.number_end
        words = text[start:end]
        before, after = text[max(0, start - 30) : start], text[end : end + 24]
        if self._is_label(start, after):
            return "list_label"
        if words[0].isdigit() and _PHONE.search(text[max(0, start - 14) : end + 14]):
            return "telephone"
        if re.search(r"[A-Za-z][-–‑/.]?$", before) or re.match(
            r"[A-Za-z](?![A-Za-z]*\s)|[-/]\d|[_@]|[:/]\d", after
        ):
            return None if re.match(r"-(?:to|plus)", after) else "designation"
        if words.isdigit() and len(words) in (5, 6) and _STATE_ZIP.search(before):
            return "postal_code"
        for code, pattern in self._labels_after.items():
            if pattern.match(after):
                return code
        for code, pattern in self._labels.items():
            if amount.unit is None and pattern.search(before):
                return code
        if words.lower() == "one" and amount.bound == "exact":
            return "pronoun" if _PRONOUN_AFTER.match(after) or _PRONOUN_BEFORE.search(before) else None
        if _YEAR.fullmatch(words) and amount.bound == "exact" and not self._counts_noun(amount):
            return "year"
        return None

    def _is_label(self, start: int, after: str) -> bool:
        line_start = self._annotated.text.rfind("\n", 0, start) + 1
        at_start = not self._annotated.text[line_start:start].strip(" \t(")
        return start in self._items or (at_start and bool(re.match(r"[.)]\s", after)))

    def _counts_noun(self, amount: Amount) -> bool:
        token = self._annotated.token_at(amount.number_start)
        if token is None or token.dep != "nummod":
            return False
        return self._annotated.tokens[token.head].tag in ("NNS", "NNPS")


class _Places:
    """Spans that can be asked whether one of them holds a place; looks at neighbours alone."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._reach: list[int] = []
        furthest = 0
        for span in self._spans:
            furthest = max(furthest, span.end)
            self._reach.append(furthest)

    def hold(self, place: Span) -> bool:
        index = bisect_right(self._spans, place.start, key=lambda span: span.start) - 1
        while index >= 0 and self._reach[index] > place.start:
            if self._spans[index].overlaps(place):
                return True
            index -= 1
        return False


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
