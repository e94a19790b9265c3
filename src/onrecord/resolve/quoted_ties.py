"""Which documents a quotation can be held to have come from, and when a difference may be told as one."""

from __future__ import annotations

from calendar import month_abbr, month_name
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from onrecord.resolve.alignment import Alignment
from onrecord.resolve.claims import Claim, Held
from onrecord.resolve.originals import LETTERS, PRIMARY_KINDS, Originals, Tie, is_among
from onrecord.resolve.words import words_of
from onrecord.types.rows import Actor, DocumentRow

HALF = 0.5
"""Share of those who signed a letter that a document names when it tells of it without saying whose it is."""

NEAR_DAYS = 92
"""Days by which a letter or report that is named without its date may be older than who quotes it."""

RELEASE_DAYS = 7
"""Days by which a statement or release may be: everybody puts out many."""

REPORT_DAYS = 31
"""Days by which somebody's own release may be older than a news article that quotes them."""

MOSTLY = 0.8
"""Share of the words that agree, of somebody who may be speaking anew rather than quoting: one signatory of a
joint letter, an office with its next release. (A false accusation costs more than a missed one.)"""

NEARLY_ALL = 0.85
"""The same of words that are not said to be quoted from anything."""

FEW_WORDS, SOME_WORDS = 10, 12
"""Words below which a likeness is no quotation."""

ONE_OF_MANY = ("press_release", "statement", "news_article", "listing_page", "other", "hearing")
"""Kinds of which everybody puts out many, with the same sentences used again and changed."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A document that a quotation can be held to claim, and the ground: how it claims it.

    `named`: by a noun of its kind. `letter`: the document tells of that letter or quotes it elsewhere.
    `dated`: by the speaker's name and its day. `reported`: a news article gives the words of its only issuer.
    """

    tie: Tie
    ground: str


class Accused:
    """Judges for one document which others its quotations claim, and whether one may be called altered."""

    def __init__(self, document: DocumentRow, originals: Originals) -> None:
        self._document = document
        self._originals = originals
        self._actors = originals.actors(document.id)

    def claimed(
        self, held: Held, claim: Claim, ties: Iterable[Tie], shared: Mapping[str, float]
    ) -> list[Claimed]:
        """Return the documents that a quotation can be said to claim, the likeliest first."""
        found = []
        for tie in ties:
            ground = self._ground(held, claim, tie)
            if ground is not None:
                found.append(Claimed(tie, ground))
        return sorted(found, key=lambda one: _rank(one.tie, shared))

    def _ground(self, held: Held, claim: Claim, tie: Tie) -> str | None:
        many = tie.source.kind in ONE_OF_MANY
        if claim.explicit and tie.source.kind in claim.kinds:
            fits = self._may_be_release(held, tie) if many else self._may_be_letter(held, tie)
            return "named" if fits else None
        if not claim.explicit and tie.source.kind in PRIMARY_KINDS and self._may_be_letter(held, tie):
            return "letter"
        if tie.own or not self._is_sole_issuer(held, tie):
            return None
        if _names_day(held.frame, tie.source):
            return "dated"
        recent = tie.days is not None and 0 <= tie.days <= REPORT_DAYS
        return "reported" if recent and self._document.kind == "news_article" else None

    def _may_be_letter(self, held: Held, tie: Tie) -> bool:
        """Tell whether a letter or report can be meant: whose it is, to whom, of when."""
        near = tie.days is None or tie.days <= NEAR_DAYS or tie.verbatim > 0
        if not near or not (tie.verbatim > 0 or self._may_be_to(tie)):
            return False
        speakers = [self._actors[one] for one in held.speakers if one in self._actors]
        if not speakers or all(one.kind == "group" for one in speakers):
            return tie.verbatim > 0 or tie.parties >= HALF
        return any(is_among(one, self._originals.parties(tie.source)) for one in speakers)

    def _may_be_to(self, tie: Tie) -> bool:
        """Tell whether a document names somebody to whom a letter goes: alike ones are sent to several."""
        if tie.source.kind not in LETTERS or not tie.source.addressees:
            return True
        actors = self._originals.actors(tie.source.id)
        addressees = [actors[one] for one in tie.source.addressees if one in actors]
        return any(is_among(one, self._actors.values()) for one in addressees)

    def _may_be_release(self, held: Held, tie: Tie) -> bool:
        """Tell whether a release can be meant: the speakers' alone, or one of theirs of the day named."""
        dated = _names_day(held.frame, tie.source) and self.is_by_speaker(held, tie)
        return dated or self._is_sole_issuer(held, tie)

    def _is_sole_issuer(self, held: Held, tie: Tie) -> bool:
        """Tell whether a document is the words of a quotation's speakers and of nobody else."""
        parties, speakers = self._originals.parties(tie.source), self._named(held)
        return bool(parties) and bool(speakers) and all(is_among(one, speakers) for one in parties)

    def is_by_speaker(self, held: Held, tie: Tie) -> bool:
        """Tell whether a document is a speaker's own."""
        return any(is_among(one, self._originals.parties(tie.source)) for one in self._named(held))

    def _named(self, held: Held) -> list[Actor]:
        found = [self._actors[one] for one in held.speakers if one in self._actors]
        return [one for one in found if one.kind != "group"]

    def holds(self, held: Held, claimed: Claimed, aligned: Alignment) -> bool:
        """Tell whether a claimed document is surely the original of a quotation that differs from it."""
        tie, words = claimed.tie, len(words_of(held.words))
        if claimed.ground == "reported":
            return aligned.covered >= NEARLY_ALL and words >= SOME_WORDS
        if tie.source.kind in ONE_OF_MANY:
            if tie.own:
                return False  # an office uses its own words again, and changes them
            recent = tie.days is not None and 0 <= tie.days <= RELEASE_DAYS
            sure = recent or tie.verbatim > 0 or _names_day(held.frame, tie.source)
            return sure and aligned.covered >= MOSTLY and words >= FEW_WORDS
        if claimed.ground == "named":
            return True
        alone = len(held.speakers) == 1 and [one.kind for one in self._named(held)] == ["person"]
        return not alone or (aligned.covered >= MOSTLY and words >= FEW_WORDS)

    def by_printed(self, held: Held, aligned: Alignment) -> bool:
        """Tell whether a text that a document prints is surely the original of one of its quotations."""
        return aligned.verbatim or (aligned.covered >= MOSTLY and len(words_of(held.words)) >= FEW_WORDS)


def is_sure(claimed: Claimed) -> bool:
    """Tell whether no other document can be meant: it is named, and quoted elsewhere word for word."""
    many = claimed.tie.source.kind in ONE_OF_MANY
    return claimed.ground == "named" and claimed.tie.verbatim > 0 and not many


def _rank(tie: Tie, shared: Mapping[str, float]) -> tuple[float, float, float, int, str]:
    days = tie.days if tie.days is not None else NEAR_DAYS
    return -tie.verbatim, -shared.get(tie.source.id, 0.0), -tie.parties, days, tie.source.id


def _names_day(words: str, source: DocumentRow) -> bool:
    """Tell whether words name the day of a document."""
    return source.date is not None and any(form in words for form in _forms(source.date.edtf))


def _forms(day: str) -> Iterator[str]:
    """Yield the ways in which a day is written: "May 3, 2021", "3 May 2021", "2021-05-03", "5/3/2021"."""
    parts = day.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return
    year, month, date = (int(part) for part in parts)
    yield day
    yield f"{month}/{date}/{year}"
    yield f"{month:02}/{date:02}/{year}"
    for name in {month_name[month], month_abbr[month], f"{month_abbr[month]}."}:
        yield f"{name} {date}, {year}"
        yield f"{date} {name} {year}"
        yield f"{date} {name}, {year}"
