"""Members of a parliament whose deed a release opens with: "Today, Senators Ana Ruiz (D-VA) and …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

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
    r"(?:(?:,\s|\s(?=an?\s|the\s))[^.;:“”\"\n]*)?(?:,|;|\sand|,\sand|;\sand)\s+(?:[A-Z][\w.’'-]*\s+){0,4}"
)
"""What stands between members of a list: a comma, perhaps with an office of the one before."""

_LEAD = re.compile(
    r"(?:In\sa\sletter\s(?:\w+\s)?by\s)?"
    r"(?:(?:[^.!?“”\"\n]|(?<=[A-Z])\.|\.(?=[A-Z])){0,260}?(?:[,:–—-]|--)\s*)??"
    r"(?:(?:today|yesterday|this\s\w+|on\s\w+),?\s+)?"
    r"(?:(?:[A-Z][\w’'.&-]*|the|of|and|for|on|both|freshman|first-term|fellow),?\s+)*"
)
"""What may stand before the one who acts: an adverbial that a comma closes, a place, a committee."""

_WITH = re.compile(
    r"(?:(?!\b(?:to|for|against|by|of|on|with|that|after)\b)[^.;:“”\"\n]|(?<=[A-Z])\.){0,90}?"
    r"(?<!\w)(?:(?P<joined>joined(?:\swith)?)|along\swith|together\swith|alongside)"
    r"\s(?:(?:his|her|their|fellow|colleagues?),?\s)*"
)
_IN_DOING = re.compile(
    r",?\s(?:and\s(?:\w+\s){1,3}others?\s|and\s(?:\w+\s){0,3}colleagues\s)?(?:in|to)\s"
    r"(?:send|writ|urg|ask|call|request|demand|press|sign|lead|led|a\sletter|introduc|issu|releas)"
)

LONGEST_DEED = 180
"""Characters behind members in which those they act with begin: "today led an effort along with"."""

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
    named, behind = _named_first(page, start, end)
    if named:
        yield from named
        titled = _listed(page, _next(page, behind, end, False), None, False, end)
        yield from (each.party for each in titled)
        return
    title, member = _first(page, start, min(end, start + LONGEST_LEAD), end)
    if title is None or member is None:
        return
    gap = max((gap.end() for gap in COLUMNS.finditer(page.text, start, title.start())), default=start)
    lead = page.text[gap : title.start()]
    if _SEAT.search(lead) or not _LEAD.fullmatch(lead):
        return
    found = _listed(page, member, *_shared(page, title), end)
    yield from (each.party for each in found)
    yield from _companions(page, found[-1].end, end)


def _shared(page: Page, title: re.Match[str]) -> tuple[Evidence | None, bool]:
    """Return the title that opens a list, which all of it have, and whether it is a plural."""
    return page.evidence(*title.span()), title.group().rstrip(" .").endswith(("s", "men", "women"))


def _listed(
    page: Page, member: Member | None, shared: Evidence | None, plural: bool, end: int
) -> list[Member]:
    """Return a member and those that follow in his list."""
    found: list[Member] = []
    while member is not None:
        found.append(replace(member, party=Party(member.party.name, member.party.role or shared)))
        member = _next(page, member.end, end, plural)
    return found


def _named_first(page: Page, start: int, end: int) -> tuple[list[Party], int]:
    """Return the names a sentence opens with whose office follows, and the offset behind that.

    "Nadia Perrin and Tom Hale, Members of Parliament, and Senator Ana Ruiz sent …".
    """
    names: list[Evidence | None] = []
    name = PERSON.match(page.text, start, end)
    while name is not None and not page.words.official_title.match(page.text, name.start(), end):
        names.append(page.evidence(*name.span()))
        joined = _JOINED.match(page.text, name.end(), end)
        place = joined.end() if joined else end
        role = page.words.role.match(page.text, place, end)
        if role is not None:
            is_member = role.group().casefold().startswith("member") and page.text.startswith(",", role.end())
            shown = page.evidence(*role.span())
            return [Party(each, shown) for each in names if each and is_member], role.end()
        name = PERSON.match(page.text, place, end)
    return [], start


def _companions(page: Page, start: int, end: int) -> Iterator[Party]:
    """Yield with whom members act ("joined Senators … in sending a letter", "along with Senator …").

    Whom one joins has to be said to send, write or urge with him; joining a body is another deed.
    """
    with_whom = _WITH.match(page.text, start, min(end, start + LONGEST_DEED))
    title = page.words.official_title.match(page.text, with_whom.end(), end) if with_whom else None
    member = member_at(page, title.end(), end) if title else None
    if with_whom is None or title is None or member is None:
        return
    found = _listed(page, member, *_shared(page, title), end)
    if not with_whom["joined"] or _IN_DOING.match(page.text, found[-1].end, end):
        yield from (each.party for each in found)


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
        if words.announcing.search(text, place, title.start()):
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
    verb = words.headline_verb.search(text, start, stop)
    if verb is not None:
        stop = start + len(text[start : verb.start()].rstrip())
    if stop == start:
        return None
    last = text[start:stop].rsplit(maxsplit=1)[-1]
    if last.endswith(".") and len(last) > 3 and not words.degree.search(text, stop - 4, stop):
        stop -= 1
    while degree := words.degree.match(text, stop, end):
        stop = degree.end()
    seat = _SEAT.match(text, stop, end)
    possessive = _POSSESSIVE.search(text, start, stop)
    party = page.party(start, possessive.start() if possessive else stop, role)
    return Member(party, seat.end() if seat else stop, seat is not None) if party else None
