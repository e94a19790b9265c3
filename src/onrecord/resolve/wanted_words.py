"""What is known of a document that is cited and not here, put together from all who cite it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onrecord.resolve.links_dates import days_of, in_words
from onrecord.resolve.links_papers import Page
from onrecord.resolve.links_parties import named, same
from onrecord.types.identity import sha256_of
from onrecord.types.rows import Actor, Citation, Wanted

MOST_NAMES = 4
"""Names shown of those who wrote a document or to whom it goes."""

NUMBERED = ("resolution", "document")
"""Sorts known by a number or symbol."""

TITLED = ("report", "memo", "resolution", "document")
"""Sorts that their title or symbol alone makes known."""

FROM_SOMEBODY = ("letter", "reply", "memo")
"""Sorts known by who wrote them to whom."""

_OF_NAME = re.compile(r"\bof (?:the )?[A-Z]|\b[A-Z]{2,}\b")
"""What makes a group known: a name it is of, or an acronym before it ("UN experts")."""

_COUNTED = re.compile(
    r"\d|^(?:the |a )?(?:more|over|nearly|about|almost|some|several|dozens|many|other|group)\b"
)
"""Words that only count those of a group: "More than 50 lawmakers from 20 states", "18 other members"."""

_OURS = re.compile(r"\s*[“\"'‘]?(?:our|my)\b", re.IGNORECASE)
"""Words of somebody who tells of a document that they had a part in, whoever leads it."""

_YEAR_OF_NUMBER = re.compile(r"\((\d{4})\)")

Cited = tuple[Page, Citation]


def wanted_of(cited: Sequence[Cited]) -> Wanted | None:
    """Return what several texts tell of one document; None where that is too little to look for it.

    It must be somebody's by name and go to somebody, be of a day, or have its content told; or have a title
    and be of a day or have its content told. A count names nobody.
    """
    citations = [citation for _, citation in cited]
    sort = citations[0].sort
    title = min((one.title for one in citations if one.title), key=lambda t: (-len(t), t), default=None)
    issuers = _people((page.named(one.issuers) for page, one in cited))
    addressees = _people((page.named(one.addressees) for page, one in cited))
    by = next((_flat(one.by.exact) for one in citations if one.by and _tells(one)), None)
    to = next((_flat(one.to.exact) for one in citations if one.to and _has_capital(one.to.exact)), None)
    issuer, addressee = _joined(_names(issuers)) or by, _joined(_names(addressees)) or to
    date = min((one.date for one in citations if one.date), key=_fineness, default=None)
    if sort == "resolution" and date is None and (year := _YEAR_OF_NUMBER.search(title or "")):
        date = year[1]
    told = any(one.told for one in citations)
    known = bool(title) and sort in TITLED and (sort in NUMBERED or told or bool(date))
    by_name = bool(issuers)
    if not known and (issuer is None or not (addressee or date or (by_name and (told or title)))):
        return None
    exact = addressee is not None and date is not None and _fineness(date)[0] == 1
    if sort in FROM_SOMEBODY and not exact and _is_of_ours(citations):
        return None
    return Wanted(
        description=_described(
            sort, title, _joined(_some(_names(issuers))) or by, _joined(_some(_names(addressees))) or to, date
        ),
        kind=sort,
        issuer=issuer,
        addressee=addressee,
        date=date,
        id=f"w-{sha256_of(min(one.id for one in citations).encode())[:16]}",
        title=title,
        cited_by=tuple(sorted({page.row.id for page, _ in cited})),
    )


def _tells(citation: Citation) -> bool:
    """Tell whether the words for a group say which one: "the Chairs of the Commission", not "the members"."""
    words = citation.by.exact if citation.by else ""
    if not citation.issuers:
        return words[:1].isupper()  # an owner by name: "Marlow's response"
    if citation.number is not None or _COUNTED.search(words.casefold()):
        return False
    return _OF_NAME.search(words) is not None


def _is_of_ours(citations: Iterable[Citation]) -> bool:
    return all(_OURS.match(mention.exact) for one in citations for mention in one.mentions)


def _has_capital(words: str) -> bool:
    return words != words.casefold()


def _fineness(date: str) -> tuple[int, str]:
    days = days_of(date)
    return (days.length if days else 10_000, date)


def _people(found: Iterable[tuple[Actor, ...]]) -> list[Actor]:
    """Return those named, each once, by the fullest name."""
    people: list[Actor] = []
    for actors in found:
        for actor in named(actors):
            if not _has_capital(actor.name):
                continue  # "the president" is a name of nobody
            at = next((i for i, known in enumerate(people) if same(known, actor)), None)
            if at is None:
                people.append(actor)
            elif len(actor.name) > len(people[at].name):
                people[at] = actor
    return people


def _names(actors: Sequence[Actor]) -> list[str]:
    return [actor.name for actor in actors]


def _some(names: list[str]) -> list[str]:
    """Return the first names where there are many, and how many are left."""
    if len(names) <= MOST_NAMES:
        return names
    return [*names[: MOST_NAMES - 1], f"{len(names) - MOST_NAMES + 1} others"]


def _joined(names: list[str]) -> str | None:
    if len(names) > 1:
        return f"{', '.join(names[:-1])} and {names[-1]}"
    return names[0] if names else None


def _flat(words: str) -> str:
    return " ".join(words.split())


def _described(
    sort: str, title: str | None, issuer: str | None, addressee: str | None, date: str | None
) -> str:
    if sort in ("resolution", "document") and title:
        return _flat(title)
    parts = [sort, f"“{_flat(title)}”" if title else "", f"from {issuer}" if issuer else ""]
    parts.append(f"to {addressee}" if addressee else "")
    described = " ".join(part for part in parts if part)
    said = in_words(date)
    return f"{described} ({said})" if said else described
