"""What can be cited: the documents that are here and the letters that they print, found by their parties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from onrecord.resolve.dates_and_keys import party_key
from onrecord.resolve.links_dates import Days, days_of, months_of
from onrecord.resolve.links_parties import office
from onrecord.types.findings import BlockKey, DocumentFindings
from onrecord.types.identity import folded_name
from onrecord.types.rows import Actor, Citation, DocumentRow

PAPERS, CITING = "papers", "citing"
"""Stages of the keys of what can be cited, and of what cites."""

MOST_PARTIES = 16
"""Parties of one side that a document is looked up by."""

MOST_NAMED = 30
"""Actors that a text names by which a letter of nobody named ("the lawmakers' letter") is looked up."""

HEAD = 400
"""Characters at the head of a document of no known kind in which its issuer is named."""

LAG = 14
"""Days by which a letter may be older than the release that makes it known."""

FEW_DAYS = 3
"""Days by which two texts may differ on the day of a letter: it is written, sent and published."""

MOST_MONTHS = 12
"""Months of a date that are looked up one by one; a vaguer one is looked up without."""

UNDATED = "?"

_KINDS = {"joint_letter": "letter"}
_LETTERS = re.compile(r"[^\W_]+")


def family(kind: str) -> str:
    """Return what a kind of document is looked up as: a joint letter as a letter."""
    return _KINDS.get(kind, kind)


@dataclass(frozen=True)
class Paper:
    """What can be cited: a document of the record, or a letter that one prints (`printed`).

    `answers` tells that it is the answer to another one.
    """

    document: DocumentRow
    kind: str
    issuers: tuple[Actor, ...]
    addressees: tuple[Actor, ...]
    date: str | None
    titles: tuple[str, ...]
    printed: bool = False
    answers: bool = False

    @cached_property
    def days(self) -> Days | None:
        """The days that it may be of."""
        return days_of(self.date)


@dataclass(frozen=True, slots=True)
class Page:
    """One document with its actors and citations: what its papers and keys are made from."""

    row: DocumentRow
    actors: Mapping[str, Actor]
    citations: tuple[Citation, ...]

    def named(self, ids: Iterable[str]) -> tuple[Actor, ...]:
        """Return the actors with some ids that the document knows, each once."""
        return tuple(self.actors[one] for one in dict.fromkeys(ids) if one in self.actors)

    @property
    def papers(self) -> Iterator[Paper]:
        """Yield what the document is, then the letters that it prints."""
        row = self.row
        issuers = self.named((*row.signatories, *row.issuers)) or self.named(row.authors)
        if not issuers and row.kind in ("report", "other"):
            issuers = self._named_in_head
        own = [fold(citation.title) for citation in self.citations if citation.printed and citation.title]
        titles = (fold(row.title.exact),) if row.title else ()
        date = row.date.edtf if row.date else None
        answers = any(citation.answered for citation in self.citations)
        sides = issuers, self.named(row.addressees)
        yield Paper(row, family(row.kind), *sides, date, (*titles, *own), answers=answers)
        for citation in self.citations:
            if citation.printed and not citation.title:
                sides = self.named(citation.issuers), self.named(citation.addressees)
                if not all(sides):
                    continue  # of a letter whose parties are not known nothing can be said
                yield Paper(row, citation.sort, *sides, citation.date or date, (), printed=True)

    @property
    def _named_in_head(self) -> tuple[Actor, ...]:
        found = [
            actor
            for actor in self.actors.values()
            if actor.kind in ("organization", "body")
            and any(m.document == self.row.id and m.end <= HEAD for m in actor.mentions)
        ]
        return tuple(sorted(found, key=lambda actor: actor.id)[:MOST_PARTIES])


def page_of(row: DocumentRow, rows: Iterable[object]) -> Page:
    """Return a document with the actors and citations among its rows."""
    held = tuple(rows)
    actors = {one.id: one for one in held if isinstance(one, Actor)}
    return Page(row, actors, tuple(one for one in held if isinstance(one, Citation)))


def fold(title: str) -> str:
    """Return a title as it is compared: its words, without marks, case and a leading article.

    >>> fold("The “Cleared Shores” Report")
    'cleared shores report'
    """
    words = _LETTERS.findall(folded_name(title))
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words)


def papers_keys(findings: DocumentFindings) -> Iterator[BlockKey]:
    """Yield the keys under which a document, and the letters it prints, are found."""
    page = page_of(findings.row, findings.rows)
    for paper in page.papers:
        for key in _keys_of_paper(paper):
            yield BlockKey(PAPERS, key, findings.row.id, findings.row.id)


def _keys_of_paper(paper: Paper) -> Iterator[str]:
    months = months_of(paper.days) if paper.days and paper.days.length <= 366 else [UNDATED]
    issuers, addressees = side_keys(paper.issuers), side_keys(paper.addressees)
    for one in issuers:
        yield f"{paper.kind} {one}"
        yield from (f"{paper.kind} {one} {month}" for month in months)
    for one in addressees:
        yield f"{paper.kind} >{one}"
        yield from (f"{paper.kind} >{one} {month}" for month in months)
    yield from (f"{paper.kind} {one} >{other}" for one, other in product(issuers, addressees))
    yield from (f"{paper.kind} {month}" for month in months)
    yield from (f"title {title}" for title in paper.titles if title)


def citing_keys(findings: DocumentFindings, kinds: Mapping[str, Sequence[str]]) -> Iterator[BlockKey]:
    """Yield the keys under which what a document cites would be found; `kinds` are those of each sort."""
    page = page_of(findings.row, findings.rows)
    for citation in page.citations:
        if not citation.printed:
            families = sorted({family(kind) for kind in kinds.get(citation.sort, ())})
            for key in _keys_of_citation(page, citation, families):
                yield BlockKey(CITING, key, findings.row.id, citation.id)


def _keys_of_citation(page: Page, citation: Citation, families: Sequence[str]) -> Iterator[str]:
    if citation.title:
        yield f"title {fold(citation.title)}"
    issuers = side_keys(page.named(citation.issuers))
    addressees = side_keys(page.named(citation.addressees))
    days = when(citation, page.row)
    months = months_of(days, slack(citation, page.row)) if days else []
    ends = [f" {month}" for month in (*months, UNDATED)] if 0 < len(months) <= MOST_MONTHS else [""]
    sides = [*issuers, *(f">{one}" for one in addressees)]
    if not issuers and not (addressees and months):
        named = sorted(side_keys(page.actors.values(), MOST_NAMED))
        sides = [*named, *(f">{one}" for one in named)]
    for kind in families:
        yield from (f"{kind}{end}" for end in ends if end and not issuers)
        yield from (f"{kind} {side}{end}" for side in sides for end in ends)
        yield from (f"{kind} {one} >{other}" for one, other in product(issuers, addressees))


def when(citation: Citation, row: DocumentRow) -> Days | None:
    """Return the days that a cited document can be of: what is said, else those before the release of it."""
    known = days_of(citation.date)
    if known is None and citation.subject and row.kind == "press_release" and row.date is not None:
        return days_of(row.date.edtf)
    return known


def slack(citation: Citation, row: DocumentRow) -> int:
    """Return by how many days a document may be older than `when`: a release is of later than its letter."""
    released = row.date is not None and citation.date == row.date.edtf
    return LAG if citation.date is None or released else FEW_DAYS


def side_keys(actors: Iterable[Actor], most: int = MOST_PARTIES) -> list[str]:
    """Return the keys of actors that are somebody by name, each once."""
    keys: dict[str, None] = {}
    for actor in actors:
        if actor.kind == "person":
            keys[party_key(actor)] = None
        elif actor.kind in ("body", "organization", "state"):
            names = (actor.name, *sorted(actor.aliases)[:2])
            keys.update({folded_name(name).removeprefix("the "): None for name in names})
        held = actor.roles[:2] if actor.kind == "person" else (actor.name,)
        keys.update({f"({place})": None for role in held if (place := office(role))})
    return list(keys)[:most]
