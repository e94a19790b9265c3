"""Sentences as a draft and a record are compared by them: their places, words, days, and what turns them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from onrecord.data import Vocabularies
from onrecord.resolve.content_words import EMPTY, stem
from onrecord.resolve.numerals import is_of_number
from onrecord.resolve.words import words_of
from onrecord.types.spans import Evidence, Span, trimmed

STEM = 5
"""Letters by which words of one root meet: "evicted" and "eviction"."""

LONGEST_SENTENCE = 1500
"""Characters of a sentence that is read as one; a paragraph without an end is cut."""

SENTENCES_AT_HAND = 1 << 12
"""Sentences kept read: the record's come back with every claim near them."""

_END = re.compile(
    r"[.!?]+[\"'’”»)\]]*(?:\[\^?\w+\])*(?=\s+[\"'“‘«(\[]*[A-Z0-9])|\n[^\S\n]*\n|\n(?=[^\S\n]*(?:[-*•#>]|\d+[.)]|\[\^))"
)
_SHORT_FORMS = frozenset(
    "mr mrs ms dr prof sen sens rep reps gov gen lt col st no nos art vs hon rev jr sr inc ltd co dept "
    "u.s u.n e.g i.e".split()
)
_CLAUSE_END = re.compile(
    r"[;:()\[\]“”\"—]|\n\s*\n|,(?!\s?\d)|\s[–-]{1,2}\s|\b(?:but|while|whereas|although|though|yet|and|who|which|that)\b"
)


class Sentence(NamedTuple):
    """A sentence of a document at its place."""

    document: str
    start: int
    end: int
    text: str

    @property
    def evidence(self) -> Evidence:
        """The sentence as an anchor."""
        return Evidence(self.document, self.start, self.end, self.text)


def sentences_of(document: str, text: str, start: int = 0, end: int | None = None) -> tuple[Sentence, ...]:
    """Return the sentences between two offsets of a text, in order; a blank line ends one as well."""
    end = len(text) if end is None else end
    found: list[Sentence] = []
    begin = start
    for mark in _END.finditer(text, start, end):
        if _ends(text, begin, mark):
            found += _cut(document, text, begin, mark.end())
            begin = mark.end()
    found += _cut(document, text, begin, end)
    return tuple(found)


def _ends(text: str, begin: int, mark: re.Match[str]) -> bool:
    """Tell whether a mark ends a sentence: no short form and no initial stands before it."""
    if mark[0][0] != ".":
        return True
    before = text[begin : mark.start()].rsplit(None, 1)
    last = before[-1].lstrip("(\"'“‘[").casefold() if before else ""
    return last not in _SHORT_FORMS and not (len(last) == 1 and last.isalpha())


def _cut(document: str, text: str, start: int, end: int) -> Iterator[Sentence]:
    for first in range(start, end, LONGEST_SENTENCE):
        span = trimmed(text, first, min(end, first + LONGEST_SENTENCE))
        if span is not None:
            yield Sentence(document, span.start, span.end, span.slice(text))


class Day(NamedTuple):
    """A date as a text names it: of a year, month and day what it tells; where it stands."""

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int

    @property
    def precision(self) -> int:
        """How fine it is: 1 a year, 2 a month, 3 a day."""
        return 3 if self.day else 2 if self.month else 1

    def agrees(self, other: Day) -> bool:
        """Tell whether two dates can name one time: what both tell is the same, and it is something."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        told = [one == two for one, two in pairs if one is not None and two is not None]
        return bool(told) and all(told)


@cache
def _months() -> dict[str, int]:
    names = [name.casefold() for name in Vocabularies().table("numbers")["months"]["names"]]
    short = {name[:3]: at for at, name in enumerate(names, 1)} | {"sept": 9}
    return {**short, **{name: at for at, name in enumerate(names, 1)}}


@cache
def _day_forms() -> re.Pattern[str]:
    month = "|".join(sorted(_months(), key=len, reverse=True))
    year = r"(?:1[5-9]|20)\d\d"
    ordinal = r"(?:st|nd|rd|th)?"
    return re.compile(
        rf"\b(?P<iso>{year}-\d\d-\d\d)\b"
        rf"|\b(?P<d1>[0-3]?\d){ordinal}(?:\s+of)?\s+(?P<m1>{month})\b\.?(?:,?\s+(?P<y1>{year})\b)?"
        rf"|\b(?P<m2>{month})\b\.?\s+(?P<d2>[0-3]?\d){ordinal}\b(?!\s*(?:,\s*)?\d{{3}}\b)(?:,?\s+(?P<y2>{year})\b)?"
        rf"|\b(?P<m3>{month})\b\.?,?\s+(?:of\s+)?(?P<y3>{year})\b"
        rf"|\b(?:in|since|by|of|from|until|during|late|early|mid)[\s-]+(?P<m4>{month})\b(?!\s+\d)"
        rf"|\b(?P<y5>{year})\b(?![-/]\d)",
        re.IGNORECASE,
    )


def days_of(text: str) -> tuple[Day, ...]:
    """Return the dates that a text names by year, month or day, in order.

    >>> [day[:3] for day in days_of("on 12 March 2024, by June 30 and in 1991")]
    [(2024, 3, 12), (None, 6, 30), (1991, None, None)]
    """
    return tuple(day for found in _day_forms().finditer(text) if (day := _day(found)) is not None)


def _day(found: re.Match[str]) -> Day | None:
    group = found.groupdict()
    if group["iso"]:
        year, month, day = (int(part) for part in group["iso"].split("-"))
        return Day(year, month, day, *found.span())
    month_name = next((group[name] for name in ("m1", "m2", "m3", "m4") if group[name]), None)
    if month_name is not None and not month_name[0].isupper():
        return None  # "may" is no month
    named = _months()[month_name.casefold()] if month_name else None
    told = next((group[name] for name in ("y1", "y2", "y3", "y5") if group[name]), None)
    number = next((group[name] for name in ("d1", "d2") if group[name]), None)
    start = found.start() if not group["m4"] else found.start("m4")
    if number is not None and not 1 <= int(number) <= 31:
        return None
    return Day(int(told) if told else None, named, int(number) if number else None, start, found.end())


def day_of_edtf(date: str) -> Day | None:
    """Return a date of a row as one of a text; None where it is no single year, month or day.

    >>> day_of_edtf("2024-03"), day_of_edtf("2024-34"), day_of_edtf("2024/2025")
    (Day(year=2024, month=3, day=None, start=0, end=0), None, None)
    """
    parts = date.strip("~?%").split("-")
    if not 1 <= len(parts) <= 3 or not all(part.isdigit() for part in parts):
        return None
    numbers = [int(part) for part in parts]
    month = numbers[1] if len(numbers) > 1 else None
    day = numbers[2] if len(numbers) > 2 else None
    return Day(numbers[0], month, day, 0, 0) if month is None or 1 <= month <= 12 else None


AMOUNTS = ("none", "few", "some", "most", "all")
"""How much of something is meant, from nothing to all of it."""

_SOME_NUMBER = re.compile(r"\b(?:some|all|around|about) (?=[$€£¥₩]?\d)|\b(?:as|how|so|too) many\b")


class DraftWords:
    """What of a text decides whether another says the same, by the vocabulary `drafts`."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.empty = EMPTY | frozenset(table["empty"]["words"])
        self._turning = frozenset(table["turning"]["words"])
        self._turning_verbs = frozenset(_root(word) for word in table["turning"]["verbs"])
        self.open = frozenset(table["certainty"]["open"])
        self.firm = frozenset(table["certainty"]["firm"])
        self._feared = frozenset(_root(word) for word in table["certainty"]["feared"])
        self._amounts = tuple((name, _any_of(table["amount"][name])) for name in AMOUNTS)
        self.replies = frozenset(table["replies"]["words"])
        self.silent = frozenset(table["replies"]["silent"])
        self.documents: Mapping[str, Sequence[str]] = table["documents"]
        self.things = tuple(frozenset(words) for words in table["things"].values())
        self.alike = tuple(frozenset(words) for words in table["alike"].values())
        self.present = frozenset(table["present"]["words"])
        self.offices: Mapping[str, str] = table["offices"]
        self.speaking = frozenset(table["speaking"]["words"])
        telling = (*self.firm, *self.speaking, *table["turning"]["verbs"], *table["certainty"]["feared"])
        self.telling = frozenset(stem(word)[:STEM] for word in (*telling, *table["certainty"]["held"]))
        self.stems = lru_cache(SENTENCES_AT_HAND)(self._stems)

    def _stems(self, text: str) -> Mapping[str, str]:
        """Return the content words of a text as they meet, each as written; no numbers, no days."""
        days = [Span(day.start, day.end) for day in days_of(text)]
        found: dict[str, str] = {}
        for word in words_of(text):
            plain = word.folded.removesuffix("'s").rstrip("'")
            if (
                plain in self.empty
                or len(plain) < 2
                or any(char.isdigit() for char in plain)
                or is_of_number(plain)
                or any(day.covers(word.start) for day in days)
            ):
                continue
            found.setdefault(stem(plain)[:STEM], word.text)
        return found

    def turned(self, text: str) -> bool:
        """Tell whether a clause says that something is not so."""
        words = words_of(text)
        turns = sum(
            word.folded in self._turning
            or word.folded.endswith("n't")
            or _root(word.folded) in self._turning_verbs
            for word in words
        )
        return turns % 2 == 1

    def amount(self, text: str) -> str | None:
        """Return how much of something a clause speaks of (`none` to `all`), None where it does not say."""
        folded = _SOME_NUMBER.sub(" ", " ".join(word.folded for word in words_of(text)))
        found = [
            (len(words), name)
            for name, pattern in self._amounts
            for match in [pattern.search(folded)]
            if match is not None
            for words in [match[0]]
        ]
        return max(found)[1] if found else None

    def open_in(self, text: str) -> bool:
        """Tell whether a clause leaves open whether something is so: "may", "reportedly"."""
        days = [Span(day.start, day.end) for day in days_of(text)]
        return any(
            word.folded in self.open
            and word.text != "May"
            and not any(day.covers(word.start) for day in days)
            for word in words_of(text)
        )

    def firm_in(self, text: str) -> bool:
        """Tell whether a clause says that something is so or will be done: "will", "commits"."""
        return any(word.folded in self.firm for word in words_of(text))

    def feared_in(self, text: str) -> bool:
        """Tell whether a clause says what somebody does not hold for certain: "fear", "believe"."""
        return any(_root(word.folded) in self._feared for word in words_of(text))


def _root(word: str) -> str:
    """Return the stem of a word, "denies" and "denied" with "deny"."""
    plain = stem(word)
    return f"{plain[:-1]}y" if plain.endswith("i") else plain


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})\b")


@cache
def draft_words() -> DraftWords:
    """Return the reader with the packaged vocabulary."""
    return DraftWords(Vocabularies().table("drafts"))


def clauses_of(text: str) -> tuple[Span, ...]:
    """Return the clauses of a sentence: cut at marks and at the words that join or open one."""
    found: list[Span] = []
    begin = 0
    for mark in _CLAUSE_END.finditer(text):
        span = trimmed(text, begin, mark.start())
        if span is not None:
            found.append(span)
        begin = mark.start() if mark[0][-1:].isalpha() else mark.end()
    last = trimmed(text, begin, len(text))
    return (*found, last) if last is not None else tuple(found)
