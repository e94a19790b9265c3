"""Figures as they are held against each other: what is counted, when, and in which words it is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord.data import Vocabularies
from onrecord.resolve.content_words import head_of, stem_of
from onrecord.resolve.words import words_of
from onrecord.types.identity import folded_name
from onrecord.types.rows import DocumentRow, Event, Figure

HAPPENED = ("past", "ongoing", "reported", "suspended")
"""Factualities that enter a count; what is feared, asked for or denied is none (FIELD.md section 2)."""

_REACH = 140
"""Characters on either side of a figure in which the words of its clause are looked for."""

_MOST_WORDS = 14
"""Words of a clause that stand for a figure, those next to it first."""

_BREAK = re.compile(r"[;:()“”\"—\n]|,(?!\d)|[–-]{2,}|\s–\s|[.!?](?=[\s”’)]|\Z)")
_END = re.compile(r"\n|[.!?][”\"’)]*(?=\s+[“\"A-Z]|\Z)")
_NEAR = 60
"""Characters on either side of a figure, some ten words, in which "reportedly" speaks of it."""

_WORD = re.compile(r"[^\W\d_][^\W\d_]*(?:[’'-][^\W\d_]+)*")
_BRACKETS = re.compile(r"\([^()]*\)")
_OF_A_WHOLE = re.compile(r"\bof (?:the|these|those|them|his|her|its|our|their|all|every)\b", re.I)


@dataclass(frozen=True, slots=True)
class Happening:
    """The event whose words a figure stands in, under the id of the event it was joined to."""

    id: str
    kind: str
    date: str | None
    happened: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure that counts something, with what decides whether another one counts the same.

    `head` is the counted noun in the singular, `qualifiers` the words with it (`named_qualifiers` those
    written with a capital), `around` these and the words of its clause, `names` the words of its clause
    written with a capital, `place` those of its place: all cut to stems. `time` is its date or, for a count
    said in the present, the month of its document (`as_of`). `outcome` is the group of words that says what
    became of those who are counted (killed, injured). `part` tells that it counts a part of something,
    or something further; `hearsay` that the text hands it on as what nobody is named for; `growing` that it
    counts up to when it was said; `local` that its place is told by who speaks ("our district").
    """

    figure: Figure
    head: str
    qualifiers: frozenset[str]
    around: frozenset[str]
    names: frozenset[str]
    named_qualifiers: frozenset[str]
    place: frozenset[str]
    time: str | None
    as_of: bool
    outcome: int | None
    part: bool
    hearsay: bool
    growing: bool
    local: bool
    happening: Happening | None

    @property
    def order(self) -> tuple[str, int, str]:
        """Where it stands in the record."""
        return (self.figure.document, self.figure.anchor.start, self.figure.id)


class ClaimReader:
    """Reads the figures of a document as claims; `table` is the vocabulary `figures`."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._empty = frozenset(table["empty"].split())
        self._part_before = any_of(table["part_before"], r"\s+(?:the\s+|these\s+|those\s+|an?\s+)?\Z")
        self._part_of_counted = any_of(table["part_of_counted"], r"\b", r"\A(?:the\s+|these\s+|those\s+)?")
        self._present = any_of(table["present"], r"\b")
        self._past = any_of(table["past"], r"\b")
        self._hearsay = any_of(table["hearsay"], r"\b")
        self._mark_of = any_of(table["mark_of"], r"\s+\Z", r"[a-z]s\s+")
        self._outcomes = tuple(any_of(words, r"\b") for words in table["outcomes"])
        self._growing = any_of(table["until_now"], r"\b")
        here = any_of(table["here"], r"\s+").pattern
        self._local = re.compile(here + r"(?:[\w-]+\s+)?" + any_of(table["places"], r"\b", "").pattern, re.I)

    def claims(
        self, document: DocumentRow, text: str, figures: Iterable[Figure], events: Iterable[Event]
    ) -> Iterator[Claim]:
        """Yield the claims of one document: counts of something, not money, shares, lengths or ranks."""
        happenings = _happenings(events)
        for figure in figures:
            head = head_of(figure.counted) if figure.counted else None
            if head is None or figure.quantity != "count" or figure.unit is not None or figure.change:
                continue
            yield self._claim(document, text, figure, head, happenings.get(figure.id))

    def _claim(
        self, document: DocumentRow, text: str, figure: Figure, head: str, happening: Happening | None
    ) -> Claim:
        anchor = figure.anchor
        before, after = _clause(text, anchor.start, anchor.end)
        qualifying = words_of(_BRACKETS.sub(" ", figure.counted or ""))[:-1]
        qualifiers = self._stems(word.text for word in qualifying)
        told = [*reversed(_WORD.findall(before)), *_WORD.findall(after), *_WORD.findall(figure.place or "")]
        around = [stem for stem in self._stems(told) if stem != stem_of(head)][:_MOST_WORDS]
        names = self._stems(word for word in told if word[0].isupper())
        named = frozenset(self._stems(word.text for word in qualifying if word.text[0].isupper()))
        time, as_of = self._time(document, figure, happening, f"{before} {after}")
        sentence = sentence_of(text, anchor.start, anchor.end)
        return Claim(
            figure=figure,
            head=head,
            qualifiers=frozenset(qualifiers),
            around=frozenset((*qualifiers, *around)),
            names=frozenset(names),
            named_qualifiers=named,
            place=frozenset(self._stems(_WORD.findall(figure.place or ""))),
            time=time,
            as_of=as_of,
            outcome=self._outcome(before, after),
            part=self._is_part(figure, before),
            hearsay=self._hearsay.search(f"{before[-_NEAR:]} {after[:_NEAR]}") is not None,
            growing="/" in (time or "") or self._growing.search(sentence) is not None,
            local=self._local.search(sentence) is not None,
            happening=happening,
        )

    def _stems(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return the stems of the words that say something, each once, in their order."""
        plain = (folded_name(word).removesuffix("'s").removesuffix("'") for word in words)
        return tuple(
            dict.fromkeys(stem_of(word) for word in plain if len(word) > 2 and word not in self._empty)
        )

    def _time(
        self, document: DocumentRow, figure: Figure, happening: Happening | None, clause: str
    ) -> tuple[str | None, bool]:
        """Return when a figure holds, and whether only that it is said in the present tells so."""
        if figure.date is None and figure.measure == "flow" and happening is not None:
            return happening.date, False
        if figure.date is not None or figure.measure != "stock" or document.date is None:
            return figure.date, False
        spoken = document.date.edtf[: len("2024-03")]
        present = self._present.search(clause) is not None and self._past.search(clause) is None
        return (spoken, True) if present and len(spoken) == len("2024-03") else (None, False)

    def _outcome(self, before: str, after: str) -> int | None:
        """Return which group of words told nearest says what became of those who are counted."""
        near = [
            (min(distances), group)
            for group, words in enumerate(self._outcomes)
            if (
                distances := [len(before) - match.end() for match in words.finditer(before)]
                + [match.start() for match in words.finditer(after)]
            )
        ]
        return min(near)[1] if near else None

    def _is_part(self, figure: Figure, before: str) -> bool:
        return bool(
            self._part_before.search(before)
            or self._mark_of.search(before)
            or self._part_of_counted.match(figure.counted or "")
            or _OF_A_WHOLE.search(figure.anchor.exact)
        )


@cache
def claim_reader() -> ClaimReader:
    """Return the reader with the packaged vocabulary."""
    return ClaimReader(Vocabularies().table("figures"))


def any_of(words: str, ends: str, begins: str = r"\b") -> re.Pattern[str]:
    """Return a pattern for any of some words, whatever their case; a hyphen in one is a space as well."""
    told = "|".join(re.escape(word).replace(r"\-", r"[\s-]") for word in words.split())
    return re.compile(f"{begins}(?:{told}){ends}", re.I)


def _happenings(events: Iterable[Event]) -> Mapping[str, Happening]:
    """Return by figure the event that it stands in: of several one that happened, the first told."""
    found: dict[str, Happening] = {}
    for event in events:
        happening = Happening(event.id, event.kind, event.date, event.factuality in HAPPENED)
        for figure in event.figures:
            known = found.get(figure)
            if known is None or (happening.happened and not known.happened):
                found[figure] = happening
    return found


def _clause(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the words before and behind a figure up to the next mark, or as far as is looked."""
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    broken = [match.end() for match in _BREAK.finditer(before)]
    behind = _BREAK.search(after)
    return before[broken[-1] if broken else 0 :], after[: behind.start() if behind else len(after)]


def sentence_of(text: str, start: int, end: int) -> str:
    """Return the words around a figure up to the ends of its sentence, or as far as is looked."""
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    ended = [match.end() for match in _END.finditer(before)]
    ends = _END.search(after)
    return (
        before[ended[-1] if ended else 0 :] + text[start:end] + after[: ends.start() if ends else len(after)]
    )
