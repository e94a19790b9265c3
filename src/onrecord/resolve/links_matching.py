"""Which paper a citation means: whose it is, to whom, of when; none where two fit equally."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from onrecord.resolve.content_words import content_words
from onrecord.resolve.links_dates import days_of
from onrecord.resolve.links_papers import FEW_DAYS, Page, Paper, fold, slack, when
from onrecord.resolve.links_parties import Meeting, is_office, named, same
from onrecord.types.rows import Actor, Citation

TEXTS_KEPT = 512
"""Texts of which the content words are held in memory at a time."""

SPOKEN = ("press_release", "statement", "testimony")
"""Kinds of which an issuer puts out many: the day must be told."""


NEAR_BEFORE, NEAR_BEHIND = 300, 400
"""Characters before and behind a citation that tell what the cited document is about."""

FEWEST_SAME = 25
"""Characters of a citation that are not found in two texts by chance."""

SAME_MATTER = 0.33
"""Share of the content words beside a citation that a document of a known day must hold."""

SAME_WORDS = 0.5
"""Share that one of no known day must hold."""

SAME_TEXT = 0.5
"""Share of the content words of the shorter of two texts that such a one must share: releases of one author
on other matters share 0.40 to 0.45 (measured on 24 pairs), those on one letter 0.57 and more."""


@dataclass(frozen=True, slots=True, order=True)
class Fit:
    """How well a paper fits a citation: by title, addressee, date, the people and words beside it.

    `answers` tells that both are the answer to another document; `wrote` that they are of one issuer by name,
    `counted` that as many wrote it as are told of.
    """

    title: bool
    answers: bool
    to: bool
    dated: bool
    near: int
    alike: float
    wrote: bool
    counted: bool
    whole: float

    @property
    def sure(self) -> bool:
        """Tell whether more than the issuer speaks for it."""
        if self.title or self.answers:
            return True
        if self.dated and (self.wrote or self.to):
            return (self.wrote and (self.to or self.counted)) or self.alike >= SAME_MATTER
        same = self.alike >= SAME_WORDS and self.whole >= SAME_TEXT
        return same and (self.to or self.near > 1)

    @property
    def likely(self) -> bool:
        """Tell whether it cannot be said that the paper is another one."""
        return self.title or self.answers or self.dated or self.alike >= SAME_MATTER


class Topics:
    """The content words of texts, and those beside citations."""

    def __init__(self, text: Callable[[str], str]) -> None:
        self._text = text
        self.beside = lru_cache(TEXTS_KEPT)(self._beside)
        self.of = lru_cache(TEXTS_KEPT)(lambda document: frozenset(content_words(text(document))))

    def _beside(self, citation: Citation) -> frozenset[str]:
        """Return the content words around the places that cite a document."""
        text = self._text(citation.document)
        parts = (text[max(0, m.start - NEAR_BEFORE) : m.end + NEAR_BEHIND] for m in citation.mentions)
        return frozenset(content_words(" ".join(parts)))

    def cites_too(self, citation: Citation, other: str) -> bool:
        """Tell whether a text cites the same document in the same words, and so is not that document."""
        text = self._text(other)
        return any(len(m.exact) >= FEWEST_SAME and m.exact in text for m in citation.mentions)

    def alike(self, citation: Citation, other: str) -> tuple[float, float]:
        """Return the share of the words beside a citation that a text holds, and of the shorter text."""
        beside, here, there = self.beside(citation), self.of(citation.document), self.of(other)
        shortest = min(len(here), len(there)) or 1
        return len(beside & there) / (len(beside) or 1), len(here & there) / shortest


class Matcher:
    """Holds citations against papers."""

    def __init__(self, meeting: Meeting, topics: Topics) -> None:
        self._meeting, self._topics = meeting, topics

    def best(self, page: Page, citation: Citation, papers: Iterable[Paper]) -> Paper | None:
        """Return the one paper that fits best."""
        fits = [(fit, paper) for paper in papers if (fit := self.fit(page, citation, paper)) is not None]
        sure = sorted((one for one in fits if one[0].sure), key=lambda one: one[0], reverse=True)
        if not sure:
            return None
        first = [paper for fit, paper in sure if fit == sure[0][0]]
        documents = {paper.document.id for paper in first}
        return first[0] if len(documents) == 1 else None

    def may_be_here(self, page: Page, citation: Citation, papers: Iterable[Paper]) -> bool:
        """Tell whether a paper can be the one that is cited, sure or not."""
        return any(fit.likely for paper in papers if (fit := self.fit(page, citation, paper)) is not None)

    def is_of_letter(self, page: Page, citation: Citation, paper: Paper) -> bool:
        """Tell whether a mention is of a letter that the document holds words of, or reports on elsewhere.

        So it is where both are somebody's in common and no other day or addressee is named.
        """
        if citation.sort != "letter" or paper.kind != "letter" or _is_later(paper, page):
            return False
        wrote = self._wrote(citation, page.named(citation.issuers), paper)
        days = days_of(citation.date)
        another = days is not None and paper.days is not None and not days.meets(paper.days, FEW_DAYS)
        return bool(wrote) and not another and self._addressed(page, citation, paper) is not False

    def fit(self, page: Page, citation: Citation, paper: Paper) -> Fit | None:
        """Return how well a paper fits; None where something is against it or nothing speaks for it."""
        if _is_later(paper, page):
            return None
        title = bool(citation.title) and any(
            _contains(own, fold(citation.title or "")) for own in paper.titles
        )
        if citation.sort in ("resolution", "document"):
            return _BY_NUMBER if title else None
        if citation.title and paper.titles and not title and paper.kind == "report":
            return None
        dated = self._dated(page, citation, paper)
        to = self._addressed(page, citation, paper)
        if dated is False or to is False:
            return None
        issuers = page.named(citation.issuers)
        wrote = self._wrote(citation, issuers, paper)
        if wrote is False or (wrote is None and not (title or (to and (dated or citation.answered)))):
            return None
        if paper.kind in SPOKEN and not (dated and wrote and days_of(citation.date) is not None):
            return None
        if citation.sort == "reply" and not paper.answers:
            return None
        if self._topics.cites_too(citation, paper.document.id):
            return None
        alike, whole = self._topics.alike(citation, paper.document.id)
        return Fit(
            title=title,
            answers=citation.sort == "reply",
            to=bool(to),
            dated=bool(dated) and citation.date is not None,
            near=self._near(page, paper),
            alike=alike,
            wrote=bool(wrote) and bool(named(issuers) or citation.number),
            counted=citation.number == len(paper.issuers),
            whole=whole,
        )

    def _dated(self, page: Page, citation: Citation, paper: Paper) -> bool | None:
        days = when(citation, page.row)
        if days is None or paper.days is None:
            return None
        return days.meets(paper.days, 0) or days.meets(paper.days, slack(citation, page.row))

    def _addressed(self, page: Page, citation: Citation, paper: Paper) -> bool | None:
        to = page.named(citation.addressees)
        if not to or not paper.addressees:
            return None
        if self._meeting.one(to, paper.addressees):
            return True
        sides = ([one for one in side if not is_office(one)] for side in (to, paper.addressees))
        kinds = ({one.kind == "person" for one in side} for side in sides)
        return False if set.intersection(*kinds) else None

    def _wrote(self, citation: Citation, issuers: tuple[Actor, ...], paper: Paper) -> bool | None:
        """Tell whether those who wrote it are the paper's; None where the text names nobody."""
        if not issuers:
            return None
        somebody = named(issuers)
        if somebody:
            return self._meeting.one(somebody, paper.issuers)
        if citation.by is not None and self._meeting.chairs(citation.by.exact, paper.issuers):
            return bool(paper.issuers)
        return any(self._meeting.stands_for(one, paper.issuers, citation.number) for one in issuers)

    def _near(self, page: Page, paper: Paper) -> int:
        """Count how a text names those to whom a paper goes, and those who wrote it with them."""
        people = tuple(page.actors.values())
        if not self._meeting.one(people, paper.addressees):
            return 0
        return 1 + sum(any(same(one, other) for one in people) for other in paper.issuers)


_BY_NUMBER = Fit(True, False, False, False, 0, 1.0, False, False, 1.0)


def _is_later(paper: Paper, page: Page) -> bool:
    """Tell whether a paper is known to be of a later day than the document that would cite it."""
    here = days_of(page.row.date.edtf) if page.row.date else None
    return here is not None and paper.days is not None and paper.days.first > here.last + timedelta(days=1)


def _contains(title: str, cited: str) -> bool:
    """Tell whether a title is the one cited, or the one cited with a subtitle."""
    return bool(cited) and (title == cited or f" {title} ".startswith(f" {cited} "))
