"""Members of a parliament whose deed a release opens with: "Today, Senators Ana Ruiz (D-VA) and …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.text.layout.names import COLUMNS, PERSON
from onrecord.text.layout.page import Page
from onrecord.types.documents import Party
from onrecord.types.spans import Evidence

LONGEST_LEAD = 320
"""Characters before the one who acts in a first sentence: "In light of the floods, …"."""

LONGEST_APPOSITION = 220
"""Characters of offices between two members that act together."""

_SEAT = re.compile(r"[\s,]*\((?:both\s)?[A-Z][\w.]{0,11}\s?[-–,]\s?[^()\n]{1,25}\)")
_JOINED = re.compile(r",?\s+(?:and|&)\s+|,\s+|;\s+(?:and\s+)?")
_BETWEEN_MEMBERS = re.compile(
    r"(?:,\s[^.;:“”\"\n]*)?(?:,|;|\sand|,\sand|;\sand)\s+(?:[A-Z][\w.’'-]*\s+){0,4}"
)
"""What stands between members of a list: a comma, perhaps with an office of the one before."""

_LEAD = re.compile(
    r"(?:(?:[^.!?“”\"\n]|(?<=[A-Z])\.|\.(?=[A-Z])){0,260}?(?:[,:–—-]|--)\s*)??"
    r"(?:(?:today|yesterday|this\s\w+|on\s\w+),?\s+)?"
    r"(?:(?:[A-Z][\w’'.&-]*|the|of|and|for|on|both|freshman|first-term|fellow),?\s+)*"
)
"""What may stand before the one who acts: an adverbial that a comma closes, a place, a committee."""

_SURNAME = re.compile(r"[A-Z][\w’'‐-]{2,}(?=\s[a-z(]|\s?,)")
_PARTICLES = re.compile(r"(?:\s[a-z]\w*)+$")
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Member:
    """A name with the offset behind it and its seat, and whether it has one."""

    party: Party
    end: int
    seated: bool


def subjects(page: Page, start: int, end: int) -> Iterator[Party]:
    """Yield the members that stand first in a sentence, behind no more than a lead that a comma closes."""
    title, member = _first(page, start, min(end, start + LONGEST_LEAD), end)
    if title is None or member is None:
        return
    gap = max((gap.end() for gap in COLUMNS.finditer(page.text, start, title.start())), default=start)
    lead = page.text[gap : title.start()]
    if _SEAT.search(lead) or not _LEAD.fullmatch(lead):
        return
    plural = title.group().rstrip(" .").endswith(("s", "men", "women"))
    shared = page.evidence(*title.span())
    while member is not None:
        yield Party(member.party.name, member.party.role or shared)
        member = _next(page, member.end, end, plural)


def _first(page: Page, start: int, reach: int, end: int) -> tuple[re.Match[str] | None, Member | None]:
    """Return the first member with his title: a member's own, or a leader's with a seat behind the name."""
    title = page.words.official_title.search(page.text, start, reach)
    before = title.start() if title else reach
    for leader in page.words.leader_title.finditer(page.text, start, before):
        member = member_at(page, leader.end(), end)
        if member is not None and member.seated:
            return leader, member
    return title, member_at(page, title.end(), end) if title else None


def _next(page: Page, place: int, end: int, plural: bool) -> Member | None:
    """Return the next member of a list, perhaps behind what is said of the last one between commas.

    He has a title or a seat, or is plainly joined behind a title in the plural.
    """
    text, words = page.text, page.words
    joined = _JOINED.match(text, place, end)
    if joined is not None and words.official_title.match(text, joined.end(), end) is None:
        member = member_at(page, joined.end(), end)
        if member and (member.seated or (plural and not words.organization.search(member.party.name.exact))):
            return member
    reach = min(end, place + LONGEST_APPOSITION)
    for titles in (words.official_title, words.leader_title):
        title = titles.search(text, place, reach)
        if title is None or not _BETWEEN_MEMBERS.fullmatch(text, place, title.start()):
            continue
        member = member_at(page, title.end(), end, page.evidence(*title.span()))
        if member is not None and (titles is words.official_title or member.seated):
            return member
    return None


def member_at(page: Page, start: int, end: int, role: Evidence | None = None) -> Member | None:
    """Return the name that stands at a place behind a title, None where it is an office or no name."""
    text, words = page.text, page.words
    name = PERSON.match(text, start, end) or _SURNAME.match(text, start, end)
    if name is None or words.office.match(text, start, name.end()):
        return None
    trailing = _PARTICLES.search(text, start, name.end())
    stop = trailing.start() if trailing else name.end()
    last = text[start:stop].rsplit(maxsplit=1)[-1]
    if last.endswith(".") and len(last) > 3 and not words.degree.search(text, stop - 4, stop):
        stop -= 1
    while degree := words.degree.match(text, stop, end):
        stop = degree.end()
    seat = _SEAT.match(text, stop, end)
    possessive = _POSSESSIVE.search(text, start, stop)
    party = page.party(start, possessive.start() if possessive else stop, role)
    return Member(party, seat.end() if seat else stop, seat is not None) if party else None
